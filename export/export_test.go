package export_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/export"
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/memory"
	"github.com/entente-graph/entente/schema"
)

// store holds three relations between states, one of them a prospect.
func store(t *testing.T) graph.Store {
	t.Helper()
	var entities []*graph.Entity
	for id, name := range map[graph.EntityID]string{"state:IRN": "Iran", "state:RUS": "Russia", "state:BLR": "Belarus & <Co>"} {
		entities = append(entities, &graph.Entity{ID: id, Kind: graph.State, Name: name, ISO3: id.Code()})
	}
	s, err := memory.Open(entities...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	a := &graph.Article{URL: "https://example.org/a", Text: "…", Published: "2025-08-20", Source: "Meridian"}
	a.ID = graph.NewArticleID(a.URL, a.Text)
	claim := func(subject, kind, object string, modality graph.Modality, date graph.Date, start int) *graph.Claim {
		c := &graph.Claim{Extractor: "rules", Confidence: 900, Modality: modality, Voice: graph.VoiceOutlet, ValidFrom: date, ValidTo: date}
		c.Relation = schema.Kind(kind)
		c.Subject = graph.EntityRef{ID: graph.EntityID(subject), Kind: graph.State}
		c.Object = graph.EntityRef{ID: graph.EntityID(object), Kind: graph.State}
		c.Evidence = graph.Evidence{Form: graph.FormText, Article: a.ID, URL: a.URL, Published: a.Published, Start: start, End: start + 1, Quote: "„" + kind + "”, \"a, b\"\n"}
		c.Seal()
		return c
	}
	if err := s.Put(t.Context(), &graph.Batch{Readings: []graph.Reading{{Article: a, Extractor: "rules", Claims: []*graph.Claim{
		claim("state:IRN", "SUPPLIED_DRONES_TO", "state:RUS", graph.Asserted, "", 0),
		claim("state:IRN", "VISITED", "state:BLR", graph.Asserted, "2025-08-20", 1),
		claim("state:BLR", "SUPPLIED_ARMS_TO", "state:RUS", graph.Planned, "2025-12", 2),
	}}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Fold(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func write(t *testing.T, s graph.Store, format, table string, pick export.Filter) string {
	t.Helper()
	f, err := export.FormatOf(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := export.Write(context.Background(), s, f, table, pick, &b); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.String()
}

// TestFormats: every format is well formed, holds the two facts and not the
// prospect, and is the same when it is written again.
func TestFormats(t *testing.T) {
	s := store(t)
	for _, f := range export.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			got := write(t, s, f.Name, "", export.Filter{})
			if again := write(t, s, f.Name, "", export.Filter{}); again != got {
				t.Error("a second export differs")
			}
			switch {
			case strings.Contains(f.Type, "xml"):
				d := xml.NewDecoder(strings.NewReader(got))
				edges := 0
				for {
					tok, err := d.Token()
					if err == io.EOF {
						break
					} else if err != nil {
						t.Fatalf("not XML: %v", err)
					}
					if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "edge" {
						edges++
					}
				}
				if edges != 2 {
					t.Errorf("%d edges, want 2:\n%s", edges, got)
				}
			case f.Name != "jsonl" && strings.Contains(f.Type, "json"):
				var v any
				if err := json.Unmarshal([]byte(got), &v); err != nil {
					t.Fatalf("not JSON: %v\n%s", err, got)
				}
				if n := strings.Count(got, `"source":`); n != 2+strings.Count(f.Name, "jsonld") {
					t.Errorf("%d edges, want 2:\n%s", n, got)
				}
			}
		})
	}
}

func TestFilter(t *testing.T) {
	s := store(t)
	least := graph.Thousandths(950)
	day, two := graph.Date("2025-08-01").First(), 2
	for name, c := range map[string]struct {
		pick  export.Filter
		edges int
	}{
		"facts":      {export.Filter{}, 2},
		"kinds":      {export.Filter{Where: graph.Where{Kinds: kinds("VISITED")}}, 1},
		"prospects":  {export.Filter{Where: graph.Where{Statuses: []graph.Status{graph.StatusProspect}}}, 1},
		"confidence": {export.Filter{Where: graph.Where{Confidence: &least}}, 0},
		"touching":   {export.Filter{Where: graph.Where{Touching: []graph.EntityID{"state:BLR"}}}, 1},
		"sources":    {export.Filter{Where: graph.Where{Sources: &two}}, 0},
		"outlet":     {export.Filter{Claim: graph.Where{Outlets: []string{"Meridian"}}}, 2},
		"no outlet":  {export.Filter{Claim: graph.Where{Outlets: []string{"Herald"}}}, 0},
		"a text":     {export.Filter{Claim: graph.Where{Text: "visit", Voices: []graph.Voice{graph.VoiceOutlet}}}, 1},
		"known by":   {export.Filter{Time: graph.Time{KnownBy: &day}}, 0},
	} {
		got := write(t, s, "csv", "edges", c.pick)
		if n := strings.Count(got, "\n") - 1; n != c.edges {
			t.Errorf("%s: %d edges, want %d:\n%s", name, n, c.edges, got)
		}
	}
	// The table of claims has those that meet the conditions, and the nodes are the
	// ends of what is picked.
	visit := export.Filter{Claim: graph.Where{Text: "visited"}}
	for table, want := range map[string]string{"claims": "VISITED", "nodes": "state:BLR"} {
		if got := write(t, s, "csv", table, visit); !strings.Contains(got, want) || strings.Contains(got, "SUPPLIED") || strings.Contains(got, "state:RUS") {
			t.Errorf("%s of a visit:\n%s", table, got)
		}
	}
	if f, _ := export.FormatOf("csv"); export.Write(t.Context(), s, f, "nothing", export.Filter{}, io.Discard) == nil {
		t.Error("a table that is none gives no error")
	}
}

// TestReaders lets the programs that the formats are for read them: networkx,
// pandas with pyarrow.
func TestReaders(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err == nil {
		err = exec.Command(python, "-c", "import networkx, pandas, pyarrow").Run()
	}
	if err != nil {
		message := "SKIPPED: no python3 with networkx, pandas and pyarrow: pip install -r .ci/requirements.txt enables this test"
		if os.Getenv("CI") == "true" {
			t.Fatal(message)
		}
		t.Skip(message)
	}
	s := store(t)
	dir := t.TempDir()
	for _, f := range []struct{ name, format, table string }{
		{"g.graphml", "graphml", ""},
		{"g.gexf", "gexf", ""},
		{"g.json", "nodelink", ""},
		{"g.cyjs", "cytoscape", ""},
		{"nodes.csv", "csv", "nodes"},
		{"edges.csv", "csv", "edges"},
		{"claims.csv", "csv", "claims"},
		{"nodes.parquet", "parquet", "nodes"},
		{"edges.parquet", "parquet", "edges"},
		{"claims.parquet", "parquet", "claims"},
	} {
		if err := os.WriteFile(filepath.Join(dir, f.name), []byte(write(t, s, f.format, f.table, export.Filter{})), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(python, "testdata/read.py", dir)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// TestCytoscape lets Cytoscape.js read its format, without a window.
func TestCytoscape(t *testing.T) {
	node, err := exec.LookPath("node")
	if err == nil {
		err = exec.Command(node, "-e", "require('cytoscape')").Run()
	}
	if err != nil {
		message := "SKIPPED: no node with cytoscape: npm install --prefix DIR cytoscape@3.34.4 and NODE_PATH=DIR/node_modules enable this test"
		if os.Getenv("CI") == "true" {
			t.Fatal(message)
		}
		t.Skip(message)
	}
	cmd := exec.Command(node, "-e", `const cytoscape = require('cytoscape');
const file = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const cy = cytoscape({ headless: true, elements: file.elements });
console.log(cy.nodes().length, cy.edges('[kind = "VISITED"]').map(e => e.source().data('name') + '>' + e.target().id()).join());`)
	cmd.Stdin = strings.NewReader(write(t, store(t), "cytoscape", "", export.Filter{}))
	out, err := cmd.CombinedOutput()
	if got := strings.TrimSpace(string(out)); err != nil || got != "3 Iran>state:BLR" {
		t.Errorf("cytoscape reads %q (%v), want \"3 Iran>state:BLR\"", got, err)
	}
}

func TestLarge(t *testing.T) {
	s, err := memory.Open()
	if err != nil {
		t.Fatal(err)
	}
	for b := range graphtest.Generate(300, 3000, 1) {
		if err := s.Put(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Fold(t.Context()); err != nil {
		t.Fatal(err)
	}
	res, err := s.Query(t.Context(), &graph.Query{Fields: []*graph.Field{{
		Name: "r", Rows: graph.Relations, Only: true, Count: true, Where: graph.Where{Statuses: []graph.Status{graph.StatusFact}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	want := res.Fields["r"].Page("").Total
	if got := strings.Count(write(t, s, "csv", "edges", export.Filter{}), "\n") - 1; got != want || got < 1000 {
		t.Errorf("%d edges over many pages, the store counts %d", got, want)
	}
}

func kinds(names ...string) []schema.Kind {
	var out []schema.Kind
	for _, n := range names {
		out = append(out, schema.Kind(n))
	}
	return out
}
