package gql

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// Whoever looks at the schema is told what everything in it means.
func TestEverythingIsDescribed(t *testing.T) {
	check := func(what, description string) {
		d := strings.TrimSpace(description)
		if d == "" || !strings.HasSuffix(d, ".") && !strings.HasSuffix(d, "…") && !strings.Contains(d, ": ") {
			t.Errorf("%s: the description %q is no sentence", what, description)
		}
	}
	for name, d := range testSchema().Types {
		if d.BuiltIn {
			continue
		}
		check(name, d.Description)
		for _, v := range d.EnumValues {
			check(name+"."+v.Name, v.Description)
		}
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			check(name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				check(name+"."+f.Name+"("+a.Name+":)", a.Description)
			}
		}
		if d.Kind == ast.Scalar && d.Directives.ForName("specifiedBy") == nil {
			t.Errorf("the scalar %s says not where it is specified", name)
		}
	}
}

// Every closed set of the domain is an enum with the same values.
func TestEnums(t *testing.T) {
	for name, want := range enumsOfDomain() {
		d := testSchema().Types[name]
		if d == nil {
			t.Errorf("no enum %s", name)
			continue
		}
		var got []string
		for _, v := range d.EnumValues {
			got = append(got, v.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s has %v, the domain %v", name, got, want)
		}
	}
}

// What users build on stays: a field, an argument or a value may be added and
// deprecated, a result may promise more (never null) and an argument ask for
// less, but nothing is removed or changed otherwise, and no argument is added
// without which a field cannot be asked. schema.golden holds one line for each;
// -update adds what is new.
func TestSchemaKeepsItsWord(t *testing.T) {
	const file = "testdata/schema.golden"
	now := schemaLines(testSchema())
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	kept := strings.Split(strings.TrimSpace(string(b)), "\n")
	if len(kept) < 500 {
		t.Errorf("only %d lines are kept", len(kept))
	}
	broken := breaks(kept, now)
	for _, what := range broken {
		t.Error(what)
	}
	if len(broken) > 0 {
		return
	}
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(now, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, line := range now {
		if !slices.Contains(kept, line) {
			t.Errorf("new, to be kept from now on (run with -update): %s", line)
		}
	}
}

// schemaLines holds a schema as one line for each thing that may be built on:
// "Type: OBJECT implements [Node]", "Enum.VALUE", "Type.field: Int!" and
// "Type.field(argument: Int = 5)".
func schemaLines(s *ast.Schema) []string {
	var lines []string
	typed := func(t *ast.Type, value *ast.Value) string {
		if value == nil {
			return t.String()
		}
		return t.String() + " = " + value.String()
	}
	for name, d := range s.Types {
		if d.BuiltIn {
			continue
		}
		lines = append(lines, fmt.Sprintf("%s: %s implements %v", name, d.Kind, d.Interfaces))
		for _, v := range d.EnumValues {
			lines = append(lines, name+"."+v.Name)
		}
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			if d.Kind == ast.InputObject { // asked for like an argument
				lines = append(lines, name+"("+f.Name+": "+typed(f.Type, f.DefaultValue)+")")
				continue
			}
			lines = append(lines, name+"."+f.Name+": "+f.Type.String())
			for _, a := range f.Arguments {
				lines = append(lines, name+"."+f.Name+"("+a.Name+": "+typed(a.Type, a.DefaultValue)+")")
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// breaks tells what in the new lines of a schema would break what was built on
// the old ones.
func breaks(was, now []string) []string {
	index := func(lines []string) map[string]string {
		of := map[string]string{}
		for _, line := range lines {
			name, typ, _ := strings.Cut(line, ": ")
			of[name] = typ
		}
		return of
	}
	old, fresh := index(was), index(now)
	var out []string
	for _, line := range was {
		name, before, _ := strings.Cut(line, ": ")
		after, ok := fresh[name]
		asked := strings.HasSuffix(line, ")")
		switch {
		case ok && after == before, ok && !asked && strings.ReplaceAll(after, "!", "") == before, ok && asked && strings.Replace(before, "!", "", 1) == after:
		default:
			out = append(out, "the schema has lost "+line)
		}
	}
	for _, line := range now {
		name, typ, _ := strings.Cut(line, ": ")
		field, _, asked := strings.Cut(name, "(")
		_, had := old[name]
		_, hadField := old[field]
		if !had && asked && hadField && strings.HasSuffix(typ, "!)") {
			out = append(out, "old questions do not give "+line)
		}
	}
	return out
}

// The test above can fail.
func TestBreaks(t *testing.T) {
	was := []string{"E.A", "E.B", "T: OBJECT implements [Node]", "T.f: Int", "T.f(a: Int!)", "T.f(b: Int = 5)", "T.g: [T!]!", "I(x: Int)", "I: INPUT_OBJECT implements []"}
	for _, c := range []struct {
		name  string
		now   []string
		wants int
	}{
		{"nothing", was, 0},
		{"promises more, asks for less, and adds", []string{"E.A", "E.B", "E.C", "T: OBJECT implements [Node]", "T.f: Int!", "T.f(a: Int)", "T.f(b: Int = 5)", "T.f(c: Int)", "T.g: [T!]!", "I(x: Int)", "I(y: Int)", "I: INPUT_OBJECT implements []"}, 0},
		{"a value goes, a result may be null, an argument must be given", []string{"E.A", "T: OBJECT implements [Node]", "T.f: Int", "T.f(a: Int!)", "T.f(b: Int = 6)", "T.f(d: Int!)", "T.g: [T!]", "I(x: Int!)", "I: INPUT_OBJECT implements []"}, 5},
		{"a type goes", []string{"E.A", "E.B", "I(x: Int)", "I: INPUT_OBJECT implements []"}, 5},
	} {
		if got := breaks(was, c.now); len(got) != c.wants {
			t.Errorf("%s: %d faults, want %d: %q", c.name, len(got), c.wants, got)
		}
	}
}

// generated.go is made from the schema as it stands.
func TestGeneratedIsFresh(t *testing.T) {
	files, err := filepath.Glob("../*.graphqls")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d files of the schema: %v", len(files), err)
	}
	held := map[string]string{}
	for _, s := range sources {
		held[filepath.Base(s.Name)] = s.Input
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if held[filepath.Base(file)] != string(b) {
			t.Errorf("generated.go was made from another %s: run go generate ./schema/gql", filepath.Base(file))
		}
	}
}
