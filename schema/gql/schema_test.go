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

// What users build on stays: a field, an argument or a value may be added, and
// deprecated, but not removed or changed. schema.golden holds one line for each;
// -update adds what is new.
func TestSchemaKeepsItsWord(t *testing.T) {
	const file = "testdata/schema.golden"
	var now []string
	for name, d := range testSchema().Types {
		if d.BuiltIn {
			continue
		}
		now = append(now, fmt.Sprintf("%s: %s implements %v", name, d.Kind, d.Interfaces))
		for _, v := range d.EnumValues {
			now = append(now, name+"."+v.Name)
		}
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			line := name + "." + f.Name + ": " + f.Type.String()
			if f.DefaultValue != nil {
				line += " = " + f.DefaultValue.String()
			}
			now = append(now, line)
			for _, a := range f.Arguments {
				line := name + "." + f.Name + "(" + a.Name + ": " + a.Type.String()
				if a.DefaultValue != nil {
					line += " = " + a.DefaultValue.String()
				}
				now = append(now, line+")")
			}
		}
	}
	slices.Sort(now)
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(now, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	kept := strings.Split(strings.TrimSpace(string(b)), "\n")
	if len(kept) < 500 {
		t.Errorf("only %d lines are kept", len(kept))
	}
	for _, line := range kept {
		if _, ok := slices.BinarySearch(now, line); !ok {
			t.Errorf("the schema has lost %s", line)
		}
	}
	for _, line := range now {
		if !slices.Contains(kept, line) {
			t.Errorf("new, to be kept from now on (run with -update): %s", line)
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
