package gql

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
)

// evil are texts that end a literal, a list or a statement in the languages of
// the stores, in JSON, in full-text search, in regular expressions and in paths.
var evil = []string{
	`' OR 1=1 --`, `"; DROP TABLE claim; --`, `x') UNION SELECT body FROM claim --`, `*" OR "a`, `NEAR(a b)`, `%_`, `$known`, "`",
	`' }) DETACH DELETE w //`, `\' RETURN 1 AS x //`, `["a"]`, `{"a": 1}`, `../../etc/passwd`, "a\x00b", "\u202e", strings.Repeat("ș", 3000),
}

// textArguments lists, as operations with the variable $x, every argument of the
// fields of Query, and of the fields of entities, in which any text may stand.
func textArguments(t *testing.T) map[string]string {
	t.Helper()
	s := testSchema()
	out := map[string]string{}
	var inside func(typ *ast.Type, value func(string) string, add func(path, value string), path string)
	inside = func(typ *ast.Type, value func(string) string, add func(path, value string), path string) {
		switch name := typ.Name(); {
		case slices.Contains([]string{"ID", "String", "URL", "Language", "Date"}, name):
			v := "$x"
			if typ.Elem != nil {
				v = "[$x]"
			}
			add(path, value(v))
		case s.Types[name].Kind == ast.InputObject:
			for _, f := range s.Types[name].Fields {
				if f.Type.Name() == name {
					continue
				}
				inside(f.Type, func(v string) string { return value("{" + f.Name + ": " + v + "}") }, add, path+"."+f.Name)
			}
		}
	}
	ask := func(wrap string, f *ast.FieldDefinition, required map[string]string) {
		sub := " { __typename }"
		if s.Types[f.Type.Name()].IsLeafType() {
			sub = ""
		}
		for _, a := range f.Arguments {
			inside(a.Type, func(v string) string { return v }, func(path, value string) {
				args := []string{a.Name + ": " + value}
				for _, other := range f.Arguments {
					if v := required[other.Name]; other.Name != a.Name && v != "" && other.Type.NonNull {
						args = append(args, other.Name+": "+v)
					}
				}
				kind := "String!"
				typ := a.Type
				for _, field := range strings.Split(path, ".")[1:] {
					typ = s.Types[typ.Name()].Fields.ForName(field).Type
				}
				kind = typ.Name() + "!"
				out[f.Name+"."+path] = fmt.Sprintf("query Q($x: %s) { %s }", kind, strings.Replace(wrap, "FIELD", f.Name+"("+strings.Join(args, ", ")+")"+sub, 1))
			}, a.Name)
		}
	}
	required := map[string]string{
		"id": `"state:IRN"`, "ids": `["state:IRN"]`, "text": `"a"`, "pair": `["state:IRN", "state:RUS"]`, "source": `"state:IRN"`, "target": `"state:UKR"`,
		"from": `"2022"`, "to": `"2025"`, "of": `"state:IRN"`, "before": `"2022"`, "after": `"2025"`,
	}
	for _, f := range s.Query.Fields {
		if !strings.HasPrefix(f.Name, "__") {
			ask("FIELD", f, required)
		}
	}
	for typ, wrap := range map[string]string{
		"State": `state(id: "state:IRN") { FIELD }`, "Leader": `leader(id: "leader:vladimir-putin") { FIELD }`,
		"Treaty": `treaty(id: "treaty:strategic-partnership:IRN-RUS:2025") { FIELD }`,
	} {
		for _, f := range s.Types[typ].Fields {
			ask(wrap, f, required)
		}
	}
	return out
}

// injected puts every evil text into every argument: the answer is that of
// nothing found or of a wrong argument, and the graph is as it was.
func injected(t *testing.T, s graph.Store, texts []string) {
	t.Helper()
	const all = `{ claims(first: 1) { totalCount } relations(status: null, first: 1) { totalCount } states { totalCount } }`
	before := string(ask(t, s, Options{}, all, nil).Data)
	asked := textArguments(t)
	if len(asked) < 100 {
		t.Errorf("only %d arguments", len(asked))
	}
	for path, question := range asked {
		harmless := "state:IRN"
		switch {
		case strings.Contains(question, "$x: Date!"):
			harmless = "2025"
		case strings.Contains(question, "$x: Language!"):
			harmless = "ro"
		}
		// Else nothing would be asked, and nothing tested.
		if r := ask(t, s, Options{}, question, map[string]any{"x": harmless}); len(r.Errors) > 0 && codeOf(r) != string(BadCursor) && !strings.Contains(path, "between") &&
			!strings.Contains(path, "pair") && !strings.Contains(path, "similarity") {
			t.Errorf("%s: %s: %v", path, question, r.Errors)
		}
		for _, text := range texts {
			r := ask(t, s, Options{}, question, map[string]any{"x": text})
			switch code := Code(codeOf(r)); code {
			case "", BadUserInput, BadCursor, QueryTooComplex:
			default:
				t.Errorf("%s: %q: %s: %v", path, text, code, r.Errors)
			}
			for _, e := range r.Errors {
				if strings.Contains(e.Message, "SQL") || strings.Contains(e.Message, "Neo") || strings.Contains(e.Message, "syntax") {
					t.Errorf("%s: the driver speaks: %s", path, e.Message)
				}
			}
		}
	}
	if after := string(ask(t, s, Options{}, all, nil).Data); after != before {
		t.Errorf("the graph was %s and is %s", before, after)
	}
}

func TestInjection(t *testing.T) {
	for _, o := range opened {
		t.Run(o.name, func(t *testing.T) { injected(t, world(t, o.open), evil) })
	}
}
