package gql

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

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

const profile = `query P($id: ID!) { state(id: $id) { id name relations(first: 20) { pageInfo { hasNextPage } edges { other { id name } node { id kind status validFrom validTo confidence claimCount claims(first: 3) { nodes { modality voice evidence { quote start end article { title url } } } } } } } } }`

const window = `query W($from: Date!, $to: Date!) { relations(kinds: [SIGNED_TREATY_WITH], from: $from, to: $to, first: 100) { nodes { id kind subject { id name } object { id name } validFrom validTo confidence claimCount } } }`

const month = `query M($from: Date!, $to: Date!) { network(from: $from, to: $to) { nodes { id name degree } edges { id source target kind weight claimCount validFrom validTo } } }`

const counted = `query C { relations { stats(groupBy: [KIND], limit: 100) { groups { keys count } } } }`

const said50 = `query S($id: [ID!]) { claims(object: $id, first: 50) { nodes { id kind object { id name } evidence { quote start end } } } }`

// BenchmarkQuestions measures questions over the handler, on SQLite, and with the
// store's answer at hand: the API alone. Beside what is written by hand, over HTTP,
// cmd/figures measures them.
func BenchmarkQuestions(b *testing.B) {
	s, err := sqlite.Open(context.Background(), filepath.Join(b.TempDir(), "graph.db"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	hub(b, s, 10_000)
	for _, q := range []struct{ name, text, vars string }{
		{"profile", profile, `{"id": "state:RUS"}`},
		{"window", window, `{"from": "2024-10", "to": "2024-12"}`},
		{"month", month, `{"from": "2024-11", "to": "2024-11"}`},
		{"counted", counted, `{}`},
		{"claims", said50, `{"id": ["state:IRN"]}`},
	} {
		body, err := json.Marshal(map[string]any{"query": q.text, "variables": json.RawMessage(q.vars)})
		if err != nil {
			b.Fatal(err)
		}
		for _, h := range []struct {
			name string
			http.Handler
		}{{"sqlite", New(s, Options{})}, {"api alone", New(&recorded{Store: s}, Options{})}} {
			ask := func() string {
				r := httptest.NewRequest("POST", "http://localhost/graphql", bytes.NewReader(body))
				r.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				return w.Body.String()
			}
			if answer := ask(); len(answer) < 1000 || strings.Contains(answer, `"errors"`) {
				b.Fatalf("%s: %.1000s", q.name, answer)
			}
			b.Run(q.name+"/"+h.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					ask()
				}
			})
		}
	}
}
