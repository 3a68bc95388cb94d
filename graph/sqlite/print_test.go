package sqlite

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

var update = flag.Bool("update", false, "write the statements of testdata/statements.txtar anew, and rows of the newest version of the schema")

// TestStatements holds the statements of the hot shapes as they are in a file
// that people can read: a change of one is seen in review.
func TestStatements(t *testing.T) {
	const file = "testdata/statements.txtar"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	have := txtar.Parse(b)
	want := map[string]string{}
	for _, f := range have.Files {
		want[f.Name] = string(f.Data)
	}
	shapes := hotShapes()
	now := &txtar.Archive{Comment: have.Comment}
	for _, name := range slices.Sorted(maps.Keys(shapes)) {
		got := shown(printStep(schema.Default(), shapes[name], 7))
		now.Files = append(now.Files, txtar.File{Name: name, Data: []byte(got)})
		if d := cmp.Diff(want[name], got); d != "" && !*update {
			t.Errorf("%s (-file +printed; go test -update writes the file):\n%s", name, d)
		}
		delete(want, name)
	}
	for name := range want {
		if !*update {
			t.Errorf("%s is in the file and no shape", name)
		}
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(now), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// printStep prints the statements for a step.
func printStep(o *schema.Ontology, s *graph.Step, revision graph.Revision) graph.Statements[statement] {
	return graph.Print(s, func() graph.Printer[statement] { return newPrinter(o, s, revision) })
}

func shown(a graph.Statements[statement]) string {
	var b strings.Builder
	for _, st := range []*statement{a.Rows, a.Count, a.Groups} {
		if st == nil {
			continue
		}
		for _, word := range []string{" FROM ", " UNION ", " WHERE ", " ORDER BY ", " SELECT "} {
			st.text = strings.ReplaceAll(st.text, word, "\n"+word[1:])
		}
		b.WriteString(st.text + "\n")
		for i, arg := range st.args {
			fmt.Fprintf(&b, "  ?%d %v\n", i+1, arg)
		}
	}
	return b.String()
}

// TestValuesAreParameters: nothing that a question brings stands in a text.
func TestValuesAreParameters(t *testing.T) {
	const evil = `x'; DROP TABLE claim; --"`
	id := []graph.EntityID{evil}
	day := graph.Day(123456)
	n := 987654
	confidence, over := graph.Thousandths(n), true
	span := graph.Range{From: &day, To: &day}
	time := graph.Time{From: &day, To: &day, KnownBy: &day}
	all := graph.Where{
		IDs: []string{evil}, Kinds: []schema.Kind{evil}, Subject: id, Object: id, Either: id, Pair: []graph.EntityID{evil, evil}, Touching: id, Against: id, Within: id,
		Modalities: []graph.Modality{evil}, Items: []string{evil}, Domains: []string{evil}, Confidence: &confidence,
		Statuses: []graph.Status{evil}, Sources: &n, ClaimsMin: &n, Began: span, Appeared: span, Ended: span, Reported: span, Office: []string{evil},
		Agent: id, Voices: []graph.Voice{evil}, Over: &over, Places: []string{evil}, Forms: []graph.Form{evil}, Published: span, Text: "DROP TABLE", Speaker: id,
		Outlets: []string{evil}, Languages: []string{evil}, URLs: []string{evil}, EntityKinds: []graph.EntityKind{evil}, Search: "DROP TABLE",
		Parties: id, TreatyKinds: []graph.TreatyKind{evil}, TreatyStatuses: []graph.TreatyStatus{evil}, Verbs: []graph.JudgementVerb{evil},
	}
	for rows := range tables {
		for _, via := range []graph.Via{graph.Root, graph.ViaEntity, graph.ViaAgent, graph.ViaClaim, graph.ViaRelation, graph.ViaTreaty, graph.ViaDocument, graph.ViaSubject} {
			f := &graph.Field{
				Rows: rows, Via: via, Where: all, Time: time, Count: true, Group: &graph.Group{By: []graph.GroupBy{evil, graph.GroupDay}},
				Page: graph.Page{First: 20, After: &graph.Cursor{Keys: []string{evil, "5"}, ID: evil}},
			}
			if rows == graph.Entities {
				f.Order = []graph.Order{{Field: graph.ByName}}
			}
			a := printStep(schema.Default(), &graph.Step{Field: f, Parents: []string{evil}, IDs: []string{evil}}, 1)
			for _, st := range []*statement{a.Rows, a.Count, a.Groups} {
				if st == nil {
					continue
				}
				for _, bad := range []string{"DROP", "drop", "123456", "987654"} {
					if strings.Contains(st.text, bad) {
						t.Errorf("%s via %q: %q stands in the text:\n%s", rows, via, bad, st.text)
					}
				}
			}
		}
	}
}
