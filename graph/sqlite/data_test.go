package sqlite_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// The graph of the benchmarks: states of which the first is a hub, and events
// between them on different days, each told by one claim of one article.
const (
	benchStates = 200
	benchLeaf   = 20     // events of the leaf
	benchEvents = 40_000 // of which the hub has a quarter
)

var benchKinds = []schema.Kind{
	schema.MetWith, schema.SuppliedArmsTo, schema.SuppliedDronesTo, schema.Attacked, schema.Sanctioned,
	schema.Visited, schema.Condemned, schema.Accused,
}

const (
	hub  = graph.EntityID("state:AAA")
	leaf = graph.EntityID("state:ZZZ")
)

func stateID(n int) graph.EntityID {
	return graph.EntityID("state:" + string([]byte{byte('B' + n/676), byte('A' + n/26%26), byte('A' + n%26)}))
}

// event is a batch's reading with one claim.
func event(n int, kind schema.Kind, subject, object graph.EntityID) graph.Reading {
	published := graph.DateOf(graph.Day(10_000 + n%9_000))
	text := fmt.Sprintf("%s did %s to %s, officials of report %d said on the day.", subject.Code(), strings.ToLower(string(kind)), object.Code(), n)
	a := &graph.Article{URL: fmt.Sprintf("https://news%d.example/%d", n%97, n), Title: fmt.Sprintf("Report %d", n), Source: fmt.Sprintf("Outlet %d", n%97), Published: published, Lang: "en", Text: text}
	a.ID = graph.NewArticleID(a.URL, a.Text)
	c := &graph.Claim{
		Subject: graph.EntityRef{ID: subject, Kind: graph.State, Name: subject.Code()}, Object: graph.EntityRef{ID: object, Kind: graph.State, Name: object.Code()},
		Relation: kind, Modality: graph.Asserted, Voice: graph.VoiceOutlet, Confidence: 900, Rule: "bench", Extractor: "rules",
		ValidFrom: published, ValidTo: published,
		Evidence: graph.Evidence{Form: graph.FormText, Article: a.ID, URL: a.URL, Published: published, End: len(text), Quote: text},
	}
	if schema.Default().Spec(kind).Point == false {
		c.ValidTo = ""
	}
	c.Seal()
	return graph.Reading{Article: a, Extractor: "rules", Claims: []*graph.Claim{c}}
}

// events gives readings of so many events, a quarter of them of the hub.
func events(n int) []graph.Reading {
	rnd := rand.New(rand.NewPCG(1, 2))
	var out []graph.Reading
	add := func(a, b graph.EntityID) {
		if rnd.IntN(2) == 0 {
			a, b = b, a
		}
		out = append(out, event(len(out), benchKinds[rnd.IntN(len(benchKinds))], a, b))
	}
	for range benchLeaf {
		add(leaf, stateID(rnd.IntN(benchStates)))
	}
	for i := range n {
		a := hub
		if i%4 > 0 {
			a = stateID(rnd.IntN(benchStates))
		}
		b := stateID(rnd.IntN(benchStates))
		for b == a {
			b = stateID(rnd.IntN(benchStates))
		}
		add(a, b)
	}
	return out
}

func benchEntities() []*graph.Entity {
	out := []*graph.Entity{{ID: hub, Kind: graph.State, Name: "Hub"}, {ID: leaf, Kind: graph.State, Name: "Leaf"}}
	for i := range benchStates {
		out = append(out, &graph.Entity{ID: stateID(i), Kind: graph.State, Name: "State " + stateID(i).Code()})
	}
	return out
}
