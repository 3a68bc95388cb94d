package graphtest

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Generate makes a large graph with the shape of real event data, for
// benchmarks: of the actors the first 200 are states and hold most claims, the
// rest are non-state actors; both by a power law, so that some pairs have
// thousands of claims and most have one; 25 years, about three claims an
// article, some undated, attributed, denied or planned. The same numbers give the
// same batches of at most a thousand articles; the first brings the entities.
func Generate(actors, claims int, seed uint64) iter.Seq[*graph.Batch] {
	return func(yield func(*graph.Batch) bool) {
		g := &generator{Rand: rand.New(rand.NewPCG(seed, 1)), o: schema.Default()}
		batch := &graph.Batch{}
		for i := range actors {
			id, kind := graph.EntityID("state:"+letters(i)), graph.State
			if i >= 200 {
				id, kind = graph.EntityID(fmt.Sprintf("actor:G%05d", i)), graph.NonStateActor
			}
			g.actors = append(g.actors, id)
			batch.Entities = append(batch.Entities, &graph.Entity{ID: id, Kind: kind, Name: "Actor " + letters(i)})
		}
		for _, k := range g.o.Kinds() {
			if k.Name != schema.Leads && !strings.Contains(k.EndLetters(), "-T") {
				g.kinds = append(g.kinds, k)
			}
		}
		for n := 0; claims > 0; n++ {
			r := g.reading(n, min(claims, 1+g.IntN(5)))
			claims -= len(r.Claims)
			batch.Readings = append(batch.Readings, r)
			if len(batch.Readings) == 1000 {
				if !yield(batch) {
					return
				}
				batch = &graph.Batch{}
			}
		}
		yield(batch)
	}
}

// letters writes a number in three letters or more: AAA, AAB, …
func letters(n int) string {
	var b []byte
	for n > 0 || len(b) < 3 {
		b = append([]byte{byte('A' + n%26)}, b...)
		n /= 26
	}
	return string(b)
}

type generator struct {
	*rand.Rand
	o      *schema.Ontology
	actors []graph.EntityID
	kinds  []*schema.Spec
}

// rank draws a number below n, the k-th as often as 1/k.
func (g *generator) rank(n int) int {
	return min(n-1, int(math.Exp(g.Float64()*math.Log(float64(n+1))))-1)
}

func (g *generator) reading(n, claims int) graph.Reading {
	const from, days = graph.Day(11_000), 9_000 // early 2000 to late 2024
	published := from + graph.Day(g.IntN(days))
	a := &graph.Article{
		URL: fmt.Sprintf("https://outlet%d.example/%d", n%97, n), Source: fmt.Sprintf("Outlet %d", g.rank(97)),
		Published: graph.DateOf(published), Lang: []string{"en", "en", "ro", "ru"}[g.IntN(4)], Title: fmt.Sprintf("Report %d", n),
	}
	a.ID = graph.NewArticleID(a.URL, "")
	r := graph.Reading{Article: a, Extractor: "generated"}
	seen := map[graph.ClaimID]bool{}
	for len(r.Claims) < claims {
		c := g.claim(a, published, len(r.Claims))
		if !seen[c.ID] {
			seen[c.ID] = true
			r.Claims = append(r.Claims, c)
		}
	}
	return r
}

func (g *generator) claim(a *graph.Article, published graph.Day, n int) *graph.Claim {
	var kind *schema.Spec
	var subject, object graph.EntityID
	for kind == nil {
		k := g.kinds[g.rank(len(g.kinds))]
		subject, object = g.actors[g.rank(len(g.actors))], g.actors[g.rank(len(g.actors))]
		if subject != object && g.o.Allows(k.Name, subject.Kind().Letter(), object.Kind().Letter()) {
			kind = k
		}
	}
	quote := fmt.Sprintf("%s %s %s, a spokesman said on the day after the talks.", subject.Code(), kind.Phrase, object.Code())
	c := &graph.Claim{
		Subject: ref(subject), Relation: kind.Name, Object: ref(object), Modality: graph.Asserted, Voice: graph.VoiceOutlet,
		Confidence: graph.Thousandths(600 + g.IntN(400)), Rule: "generated", Extractor: "generated",
		Evidence: graph.Evidence{Form: graph.FormText, Article: a.ID, URL: a.URL, Published: a.Published, Start: n * 100, End: n*100 + len(quote), Quote: quote},
	}
	switch p := g.IntN(100); {
	case p < 60:
		c.ValidFrom = graph.DateOf(published - graph.Day(g.IntN(4)))
		if kind.Point {
			c.ValidTo = c.ValidFrom
		}
	case p < 75:
		c.ValidFrom = graph.DateOf(published)[:7]
	}
	switch p := g.IntN(100); {
	case p < 4:
		c.Modality = graph.Denied
	case p < 12:
		c.Modality = []graph.Modality{graph.Agreed, graph.Planned, graph.Pledged}[g.IntN(3)]
	}
	if g.IntN(3) == 0 {
		c.Voice = graph.Voices()[1+g.IntN(3)]
		c.Attribution = []graph.Source{{Name: fmt.Sprintf("Agency %d", g.rank(40)), Role: graph.RoleAgency, Stance: graph.Says}}
	}
	if g.IntN(10) == 0 {
		c.Against = []graph.EntityRef{ref(g.actors[g.rank(len(g.actors))])}
	}
	c.Seal()
	return c
}
