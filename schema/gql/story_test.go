package gql

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/entente-graph/entente/graph"
)

// Every story's question has, on every store, the answer that stands in it,
// byte for byte.
func TestStories(t *testing.T) {
	stores := map[string]graph.Store{}
	for _, o := range opened {
		stores[o.name] = world(t, o.open)
	}
	for _, file := range stories(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			question := string(storyFile(a, "question.graphql").Data)
			for i, o := range opened {
				resp := Do(context.Background(), stores[o.name], Options{}, question, storyVariables(t, a), "")
				got := pretty(t, resp)
				answer := storyFile(a, "answer.json")
				if *update && i == 0 {
					if answer == nil {
						a.Files = append(a.Files, txtar.File{Name: "answer.json"})
						answer = &a.Files[len(a.Files)-1]
					}
					answer.Data = got
					if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
						t.Fatal(err)
					}
					continue
				}
				if answer == nil || !bytes.Equal(answer.Data, got) {
					t.Errorf("%s: the answer differs (run with -update to accept that of %s):\n%s", o.name, opened[0].name, got)
				}
			}
		})
	}
}

// pretty prints an answer for people, in the order of its keys.
func pretty(t *testing.T, resp *Response) []byte {
	t.Helper()
	b, err := json.Marshal(resp)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, b, "", " "); err != nil {
		t.Fatal(err)
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// There is a story for every field that can be asked for.
func TestEveryFieldHasAStory(t *testing.T) {
	told := map[string]bool{}
	for _, file := range stories(t) {
		text, _ := storyQuestion(t, file)
		doc, errs := gqlparser.LoadQueryWithRules(testSchema(), text, rules.NewDefaultRules())
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		var walk func(ast.SelectionSet)
		walk = func(set ast.SelectionSet) {
			for _, s := range set {
				switch s := s.(type) {
				case *ast.Field:
					told[s.ObjectDefinition.Name+"."+s.Name] = true
					for _, d := range testSchema().PossibleTypes[s.ObjectDefinition.Name] {
						told[d.Name+"."+s.Name] = true
					}
					walk(s.SelectionSet)
				case *ast.InlineFragment:
					walk(s.SelectionSet)
				case *ast.FragmentSpread:
					walk(s.Definition.SelectionSet)
				}
			}
		}
		for _, op := range doc.Operations {
			walk(op.SelectionSet)
		}
	}
	var missing []string
	for name, d := range testSchema().Types {
		if d.BuiltIn || d.Kind != ast.Object || d == testSchema().Mutation || d == testSchema().Subscription || strings.HasSuffix(name, "Payload") || name == "ClaimAdded" || name == "RelationChanged" {
			continue // writes and live updates have tests of their own
		}
		for _, f := range d.Fields {
			if !strings.HasPrefix(f.Name, "__") && !told[name+"."+f.Name] {
				missing = append(missing, name+"."+f.Name)
			}
		}
	}
	slices.Sort(missing)
	for _, m := range missing {
		t.Errorf("no story asks for %s", m)
	}
}
