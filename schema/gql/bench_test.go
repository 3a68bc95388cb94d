package gql

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/sqlite"
	"github.com/entente-graph/entente/schema"
)

// recorded answers every question with the result that it gave first, so that
// what is measured is the API alone.
type recorded struct {
	graph.Store
	res *graph.Result
}

func (r *recorded) Query(ctx context.Context, q *graph.Query) (*graph.Result, error) {
	if r.res == nil {
		res, err := r.Store.Query(ctx, q)
		r.res = res
		return res, err
	}
	return r.res, nil
}

// hub is a world in which Russia has many relations.
func hub(b *testing.B, s graph.Store, relations int) {
	b.Helper()
	batch := &graph.Batch{Entities: worldEntities()}
	kinds := schema.Default().Kinds()
	for i := range relations / 100 {
		a := &graph.Article{URL: fmt.Sprintf("https://x.example/%d", i), Title: "T", Source: "Meridian", Lang: "ro", Published: graph.DateOf(graph.Day(20000 + i))}
		a.ID = graph.NewArticleID(a.URL, "")
		r := graph.Reading{Article: a, Extractor: "bench"}
		for j := range 100 {
			kind := kinds[(i*100+j)%40].Name
			c := &graph.Claim{
				Subject: graph.EntityRef{ID: "state:RUS", Kind: graph.State, Name: "Russia"}, Relation: kind,
				Object:   graph.EntityRef{ID: worldEntities()[j%8].ID, Kind: graph.State},
				Modality: graph.Asserted, Voice: graph.VoiceOutlet, ValidFrom: a.Published, ValidTo: a.Published,
				Confidence: 900, Rule: "bench", Extractor: "bench",
				Evidence: graph.Evidence{Form: graph.FormText, Article: a.ID, URL: a.URL, Published: a.Published, Start: j, End: j + 9, Quote: "o vorbă oarecare"},
			}
			if c.Object.ID == c.Subject.ID {
				continue
			}
			c.Seal()
			r.Claims = append(r.Claims, c)
		}
		batch.Readings = append(batch.Readings, r)
	}
	if err := s.Put(context.Background(), batch); err != nil {
		b.Fatal(err)
	}
	if _, err := s.Fold(context.Background()); err != nil {
		b.Fatal(err)
	}
}

const profile = `query P($id: ID!) { state(id: $id) { id name relations(first: 20) { pageInfo { hasNextPage endCursor } edges { cursor other { id name } node { id kind status validFrom validTo confidence claimCount claims(first: 3) { nodes { modality voice evidence { quote start end article { title url } } } } } } } } }`

// BenchmarkProfile measures a page of a hub with its quotes: the whole, and
// what of it is the API's own.
func BenchmarkProfile(b *testing.B) {
	s, err := sqlite.Open(context.Background(), filepath.Join(b.TempDir(), "graph.db"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	hub(b, s, 10_000)
	for _, c := range []struct {
		name  string
		store graph.Store
	}{{"sqlite", s}, {"api alone", &recorded{Store: s}}} {
		srv := NewServer(c.store, Options{})
		params := func() *graphql.RawParams {
			return &graphql.RawParams{Query: profile, Variables: map[string]any{"id": "state:RUS"}}
		}
		if r := srv.Do(context.Background(), params()); len(r.Errors) > 0 || len(r.Data) < 1000 {
			b.Fatalf("%v %s", r.Errors, r.Data)
		}
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				srv.Do(context.Background(), params())
			}
		})
	}
}
