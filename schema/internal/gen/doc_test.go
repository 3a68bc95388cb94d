package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/entente-graph/entente/schema"
)

// docs/add-a-relation.md does what it says: its entry is added to the ontology,
// and what it shows of the generated files is what comes out.
func TestAddARelation(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "add-a-relation.md"))
	if err != nil {
		t.Fatal(err)
	}
	fences := map[string][]string{}
	for _, m := range regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$").FindAllSubmatch(page, -1) {
		fences[string(m[1])] = append(fences[string(m[1])], string(m[2]))
	}
	if len(fences["yaml"]) != 2 || len(fences["graphql"]) != 1 || len(fences["go"]) != 1 {
		t.Fatalf("the page must have an entry and a frame, the enum and the constant; it has %v", fences)
	}
	entry, frame := fences["yaml"][0], fences["yaml"][1]

	data, err := os.ReadFile(filepath.Join("..", "..", "ontology.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	before, err := schema.Parse("ontology.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	after, err := schema.Parse("ontology.yaml", append(data, "\n"+entry...))
	if err != nil {
		t.Fatalf("the page's entry:\n%v", err)
	}
	kinds := after.Kinds()
	added := kinds[len(kinds)-1]
	if len(kinds) != len(before.Kinds())+1 || before.Spec(added.Name) != nil {
		t.Fatalf("%d kinds, then %d with %s: nothing was added", len(before.Kinds()), len(kinds), added.Name)
	}

	for _, made := range []struct {
		file func(*schema.Ontology) ([]byte, error)
		show string
	}{{enum, fences["graphql"][0]}, {constants, fences["go"][0]}} {
		text, err := made.file(after)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), made.show) {
			t.Errorf("the page shows\n%s\nwhich is not made from its entry", made.show)
		}
	}
	text, err := reference(after)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "\n## "+string(added.Name)+"\n") {
		t.Errorf("docs/relations.md would not have %s", added.Name)
	}
	for _, line := range []string{"\n  kind: " + string(added.Name) + "\n", " " + string(added.Name) + " "} {
		if !strings.Contains(frame, line) {
			t.Errorf("the page's frame does not say %q", line)
		}
	}

	// Doc lines name other kinds; those must be there.
	for _, w := range regexp.MustCompile(`[A-Z]+(?:_[A-Z]+)+`).FindAllString(string(page), -1) {
		if after.Spec(schema.Kind(w)) == nil {
			t.Errorf("the page names %s, which is no kind", w)
		}
	}
}
