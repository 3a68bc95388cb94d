package gql

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

// pools are values for arguments, by their name or else their type: such that
// questions find something, and some that find nothing.
var pools = map[string][]string{
	"id": {`"state:IRN"`, `"state:RUS"`, `"org:NATO"`, `"leader:vladimir-putin"`, `"actor:HAMAS"`, `"treaty:strategic-partnership:IRN-RUS:2025"`, `"nothing"`, `"state:XXX"`},
	"of": {`"state:RUS"`, `"state:IRN"`}, "source": {`"state:IRN"`, `"state:PRK"`}, "target": {`"state:UKR"`, `"state:USA"`},
	"ID": {`"state:IRN"`, `"state:RUS"`, `"state:UKR"`, `"state:BLR"`, `"org:EU"`}, "Date": {`"2022-10-31"`, `"2024"`, `"2025-01"`, `"2025-09-30"`, `"2022"`},
	"text": {`"lukash"`, `"rus"`, `"drone"`, `"Iran"`, `"a"`, `"%_'\""`}, "name": {`"stat"`, `"EU"`}, "String": {`"drone"`, `"Meridian"`, `"x'; --"`},
	"Language": {`"ro"`, `"ru"`, `"xx"`}, "URL": {`"https://meridian.example/2025/01/17/tratatul-iran-rusia"`}, "Float": {"0", "0.5", "0.9"}, "Int": {"1", "2", "3"},
	"Boolean": {"true", "false"}, "maxHops": {"1", "2", "3"},
}

// operations generates questions from the schema itself: any fields with any
// arguments.
type operations struct {
	t      *rapid.T
	schema *ast.Schema
	fields int
}

func (g *operations) pick(label string, n int) int { return rapid.IntRange(0, n-1).Draw(g.t, label) }

func (g *operations) value(name string, typ *ast.Type) string {
	if typ.Elem != nil {
		var items []string
		for range 1 + g.pick("items", 2) {
			items = append(items, g.value(name, typ.Elem))
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	d := g.schema.Types[typ.Name()]
	switch d.Kind {
	case ast.Enum:
		return d.EnumValues[g.pick("value", len(d.EnumValues))].Name
	case ast.InputObject:
		var fields []string
		for _, f := range d.Fields {
			if f.Type.NonNull || g.pick("input", 6) == 0 {
				fields = append(fields, f.Name+": "+g.value(f.Name, f.Type))
			}
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	pool := pools[name]
	if pool == nil || typ.Name() != "ID" && typ.Name() != "String" && name != "maxHops" {
		pool = pools[typ.Name()]
	}
	return pool[g.pick("value", len(pool))]
}

func (g *operations) selection(d *ast.Definition, depth int) string {
	var b strings.Builder
	b.WriteString("{ __typename")
	for range 1 + g.pick("fields", 4) {
		f := d.Fields[g.pick("field", len(d.Fields))]
		of := g.schema.Types[f.Type.Name()]
		if !of.IsCompositeType() && depth > 0 { // a second chance for what goes on
			f = d.Fields[g.pick("field", len(d.Fields))]
			of = g.schema.Types[f.Type.Name()]
		}
		if strings.HasPrefix(f.Name, "__") || of.IsCompositeType() && depth == 0 {
			continue
		}
		var args []string
		for _, a := range f.Arguments {
			if a.Type.NonNull && a.DefaultValue == nil || g.pick("argument", 8) == 0 {
				args = append(args, a.Name+": "+g.value(a.Name, a.Type))
			}
		}
		g.fields++
		fmt.Fprintf(&b, " f%d: %s", g.fields, f.Name)
		if len(args) > 0 {
			b.WriteString("(" + strings.Join(args, ", ") + ")")
		}
		if of.IsCompositeType() {
			b.WriteString(" " + g.selection(of, depth-1))
		}
	}
	if d.Kind == ast.Interface && depth > 0 {
		types := g.schema.PossibleTypes[d.Name]
		of := types[g.pick("type", len(types))]
		fmt.Fprintf(&b, " ... on %s %s", of.Name, g.selection(of, depth-1))
	}
	b.WriteString(" }")
	return b.String()
}

// corrections are an article retracted, a claim accepted and one rejected, two
// leaders merged and split again, and an article without a date.
func corrections(t *testing.T) *graph.Batch {
	a := readArticle(t, "2022-10-19-iran-denies-drones")
	var claims []*graph.Claim
	for _, r := range worldBatch(t).Readings {
		if r.Extractor != graph.RegistryExtractor && r.Article.ID != a.ID {
			claims = append(claims, r.Claims...)
		}
	}
	slices.SortFunc(claims, func(x, y *graph.Claim) int { return strings.Compare(string(x.ID), string(y.ID)) })
	day := func(d graph.Date) graph.Day { return d.First() }
	b := &graph.Batch{Judgements: []*graph.Judgement{
		{Verb: graph.Retract, On: day("2025-02-01"), Why: "withdrawn", Article: a.ID},
		{Verb: graph.Accept, On: day("2025-01-20"), Why: "checked", By: "ann", Claim: claims[0].ID},
		{Verb: graph.Reject, On: day("2025-09-13"), Why: "misread", Claim: claims[1].ID},
		{Verb: graph.Merge, On: day("2024-01-01"), Why: "one person", Entity: "leader:ebrahim-raisi", Into: "leader:masoud-pezeshkian"},
		{Verb: graph.Split, On: day("2025-01-01"), Why: "two persons", Entity: "leader:ebrahim-raisi", Into: "leader:masoud-pezeshkian"},
		{Verb: graph.Merge, On: day("2025-03-01"), Why: "one person", Entity: "leader:volodymyr-zelenskyy", Into: "leader:aleksandr-lukashenko"},
	}}
	for _, j := range b.Judgements {
		j.ID = graph.NewJudgementID(j)
	}
	undated := *readArticle(t, "2025-09-12-belarus-sanctions")
	undated.URL, undated.Published = "https://meridian.example/undated", ""
	undated.ID = graph.NewArticleID(undated.URL, undated.Text)
	c := said{quote: "invadarea Ucrainei de către Rusia", subject: "state:RUS", kind: "INVADED", object: "state:UKR"}.claim(t, &undated)
	b.Readings = []graph.Reading{{Article: &undated, Extractor: "hand", Claims: []*graph.Claim{c}}}
	return b
}

// Whatever is asked, every store gives the same answer or the same refusal, and
// no resolver fails.
func TestRandomQuestions(t *testing.T) {
	var stores []graph.Store
	for _, o := range opened {
		s := world(t, o.open)
		put(t, s, corrections(t))
		stores = append(stores, s)
	}
	answered := 0
	rapid.Check(t, func(rt *rapid.T) {
		g := &operations{t: rt, schema: testSchema()}
		text := g.selection(testSchema().Query, 6)
		var first []byte
		for i, s := range stores {
			r := ask(t, s, Options{Limits: Limits{Cost: 10_000_000, Depth: 30, Edges: 100_000, Nodes: 2000}}, text, nil)
			for _, e := range r.Errors {
				if e.Extensions["code"] == Internal || e.Extensions["code"] == Timeout {
					rt.Fatalf("%s: %v\n%s", opened[i].name, r.Errors, text)
				}
			}
			got := pretty(t, r)
			if i == 0 {
				first = got
				if len(r.Errors) == 0 {
					answered++
				}
			} else if !bytes.Equal(first, got) {
				rt.Fatalf("%s\n%s: %s\n%s: %s", text, opened[0].name, first, opened[i].name, got)
			}
		}
	})
	if answered == 0 {
		t.Error("no question was answered")
	}
	t.Logf("%d questions were answered", answered)
}
