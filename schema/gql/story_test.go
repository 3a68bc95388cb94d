package gql

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

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
