package gql

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

var update = flag.Bool("update", false, "rewrite the plans and answers of the stories")

func testSchema() *ast.Schema { return NewExecutableSchema(Config{}).Schema() }

// compileText compiles the text of an operation.
func compileText(t *testing.T, text string, vars map[string]any, limits Limits) (*compiler, error) {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(testSchema(), text, rules.NewDefaultRules())
	if len(errs) > 0 {
		t.Fatalf("not valid: %v", errs)
	}
	v, err := validator.VariableValues(testSchema(), doc.Operations[0], vars)
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := compile(testSchema(), doc.Operations[0], v, limits)
	return c, err
}

// printPlan is the plan as a story shows it: the operation's query, and the
// second one, whose ids are found between the two.
func printPlan(c *compiler) string {
	out := c.query.String()
	if len(c.late.Fields) > 0 {
		out += "then\n" + c.late.String()
	}
	return out
}

func stories(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../testdata/questions/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	return files
}

func storyFile(a *txtar.Archive, name string) *txtar.File {
	for i := range a.Files {
		if a.Files[i].Name == name {
			return &a.Files[i]
		}
	}
	return nil
}

// Every story's question has the plan that stands in it.
func TestPlans(t *testing.T) {
	for _, file := range stories(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.TrimSpace(string(a.Comment)) == "" {
				t.Error("the story does not say why it exists")
			}
			question := storyFile(a, "question.graphql")
			if question == nil {
				t.Fatal("no question.graphql")
			}
			c, err := compileText(t, string(question.Data), storyVariables(t, a), DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			got := printPlan(c)
			plan := storyFile(a, "plan")
			if *update {
				if plan == nil {
					a.Files = append(a.Files, txtar.File{Name: "plan"})
					plan = &a.Files[len(a.Files)-1]
				}
				plan.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if plan == nil || string(plan.Data) != got {
				t.Errorf("the plan differs (run with -update to accept):\n%s", got)
			}
		})
	}
}

func storyQuestion(t *testing.T, file string) (string, map[string]any) {
	t.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(storyFile(a, "question.graphql").Data), storyVariables(t, a)
}

func storyVariables(t *testing.T, a *txtar.Archive) map[string]any {
	t.Helper()
	f := storyFile(a, "variables.json")
	if f == nil {
		return nil
	}
	var vars map[string]any
	if err := json.Unmarshal(f.Data, &vars); err != nil {
		t.Fatal(err)
	}
	return vars
}

// Resolvers look up what was asked before they run, so none is asked for but
// those of the roots: every other field is a method of its object.
func TestResolversOfRootsOnly(t *testing.T) {
	roots := reflect.TypeFor[ResolverRoot]()
	for i := range roots.NumMethod() {
		if name := roots.Method(i).Name; name != "Query" && name != "Mutation" && name != "Subscription" {
			t.Errorf("gqlgen asks for a resolver of %s; give its Go type the missing method", name)
		}
	}
	if roots.NumMethod() == 0 {
		t.Error("no root")
	}
}
