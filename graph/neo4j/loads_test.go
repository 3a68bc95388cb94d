package neo4j_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/memory"
)

// held is all that a store holds and answers but the revisions, in lines.
func held(t *testing.T, s graph.Store) []string {
	t.Helper()
	ctx := context.Background()
	var out []string
	add := func(what string, v any) {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, what+" "+string(b))
	}
	for r, err := range s.Log(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		r.Revision = 0
		add("log", r)
	}
	early := graph.Date("2015-06-01").First()
	for _, time := range []graph.Time{{}, {KnownBy: &early}} {
		for _, rows := range []graph.Rows{graph.Entities, graph.Relations, graph.Claims, graph.Articles, graph.Treaties} {
			f := &graph.Field{Name: "f", Rows: rows, Time: time, Page: graph.Page{All: true}, Order: []graph.Order{{Field: graph.ByID}}, Count: true}
			if rows == graph.Relations {
				f.Fields = []*graph.Field{{Name: "claims", Rows: graph.Claims, Via: graph.ViaRelation, Page: graph.Page{First: 5}, Count: true}}
			}
			res, err := s.Query(ctx, &graph.Query{Fields: []*graph.Field{f}})
			if err != nil {
				t.Fatal(err)
			}
			found := res.Fields["f"]
			for _, r := range found.Page("").Rows {
				if r.Relation != nil { // only the memory store gives the claims with it
					bare := *r.Relation
					bare.Claims = nil
					r.Relation = &bare
				}
				if r.Treaty != nil {
					bare := *r.Treaty
					bare.Claims = nil
					r.Treaty = &bare
				}
				add(string(rows), r)
				if rows == graph.Relations {
					add("behind", found.Fields["claims"].Page(r.Key()))
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// story is what two loads bring at once: articles, some of which are read anew
// with other claims, names of leaders that are put together, and judgements.
func story() (first, again []*graph.Batch, leader func(name string) *graph.Batch) {
	for b := range graphtest.Generate(200, 900, 5) {
		for i := 0; i < len(b.Readings); i += 60 {
			part := &graph.Batch{Readings: b.Readings[i:min(i+60, len(b.Readings))]}
			if i == 0 {
				part.Entities = b.Entities
			}
			first = append(first, part)
		}
	}
	for i, b := range first {
		part := &graph.Batch{}
		for j, r := range b.Readings {
			switch {
			case j%7 == 0:
				r.Claims = r.Claims[:len(r.Claims)-1]
				part.Readings = append(part.Readings, r)
			case j%11 == 0:
				part.Judgements = append(part.Judgements, &graph.Judgement{
					ID: fmt.Sprintf("judgement:%d-%d", i, j), Verb: graph.Retract, Article: r.Article.ID, On: graph.Date("2016-01-01").First(),
				})
			case j%13 == 0:
				part.Judgements = append(part.Judgements, &graph.Judgement{
					ID: fmt.Sprintf("judgement:%d-%d", i, j), Verb: graph.Supersede, Article: r.Article.ID, Successor: b.Readings[j-1].Article.ID, On: graph.Date("2014-01-01").First(),
				})
			}
		}
		again = append(again, part)
	}
	leader = func(name string) *graph.Batch {
		return &graph.Batch{Entities: []*graph.Entity{{ID: "leader:G1", Kind: graph.Leader, Name: name}}}
	}
	return first, again, leader
}

// TestTwoLoads loads the same articles from two stores at once, one of them from
// the end, each with folds in between, then reads some anew, retracts and
// supersedes. What is held then is what one load after the other leaves.
func TestTwoLoads(t *testing.T) {
	ctx := context.Background()
	a := open(t)
	defer a.Close()
	b := reopen(t, server(t))
	defer b.Close()
	one, err := memory.Open()
	if err != nil {
		t.Fatal(err)
	}
	first, again, leader := story()
	back := slices.Clone(first)
	slices.Reverse(back)
	load := func(s graph.Store, name string, lists ...[]*graph.Batch) error {
		for _, batches := range lists {
			for i, batch := range batches {
				if err := s.Put(ctx, batch); err != nil {
					return fmt.Errorf("%s: batch %d: %w", name, i, err)
				}
				if err := s.Put(ctx, leader(fmt.Sprintf("Gen %s %d", name, i))); err != nil {
					return err
				}
				if i%3 == 2 {
					if _, err := s.Fold(ctx); err != nil {
						return err
					}
				}
			}
		}
		_, err := s.Fold(ctx)
		return err
	}
	var both sync.WaitGroup
	for _, l := range []struct {
		s     graph.Store
		name  string
		lists [][]*graph.Batch
	}{{a, "A", [][]*graph.Batch{first, again}}, {b, "B", [][]*graph.Batch{back, again}}} {
		both.Go(func() {
			if err := load(l.s, l.name, l.lists...); err != nil {
				t.Error(err)
			}
		})
		if err := load(one, l.name, l.lists...); err != nil {
			t.Fatal(err)
		}
	}
	both.Wait()
	want := held(t, one)
	if diff := cmp.Diff(want, held(t, a)); diff != "" {
		t.Errorf("what is held (-one after the other +at once)\n%s", diff)
	}
	if len(want) < 2000 {
		t.Errorf("the story is too short: %d lines", len(want))
	}
	if rev, err := a.Fold(ctx); err != nil || rev == 0 {
		t.Errorf("folding nothing: %d, %v", rev, err)
	}
}

// TestSameAtOnce puts different readings of one article and different names of
// one leader at once, again and again: no name is lost, and the article keeps the
// claims of one reading, not of several.
func TestSameAtOnce(t *testing.T) {
	ctx := context.Background()
	s := open(t)
	defer s.Close()
	const loads, rounds = 4, 15
	said := make([]graph.Reading, loads)
	for i := range said {
		said[i] = graphtest.Said("meridian", "2022-11-05", fmt.Sprintf("IRN SUPPLIED_DRONES_TO RUS on:2022-10-%02d", i+1))
		said[i].Article = said[0].Article
		for _, c := range said[i].Claims {
			c.Evidence.Article, c.Evidence.URL = said[0].Article.ID, said[0].Article.URL
			c.ID = graph.ClaimID(fmt.Sprintf("claim:%d", i))
		}
	}
	for round := range rounds {
		var all sync.WaitGroup
		for i := range loads {
			all.Go(func() {
				for _, b := range []*graph.Batch{
					{Entities: []*graph.Entity{{ID: "leader:G1", Kind: graph.Leader, Name: fmt.Sprintf("Gen %d %d", i, round)}}},
					{Readings: []graph.Reading{said[i]}},
				} {
					if err := s.Put(ctx, b); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if _, err := s.Fold(ctx); err != nil {
			t.Fatal(err)
		}
		res, err := s.Query(ctx, &graph.Query{Fields: []*graph.Field{
			{Name: "claims", Rows: graph.Claims}, {Name: "leader", Rows: graph.Entities, Where: graph.Where{IDs: []string{"leader:G1"}}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(res.Fields["claims"].Page("").Rows); n != 1 {
			t.Fatalf("round %d: the article has the claims of %d readings", round, n)
		}
		if n := len(res.Fields["leader"].Page("").Rows[0].Entity.AllNames()); n != (round+1)*loads {
			t.Fatalf("round %d: the leader has %d names, not %d", round, n, (round+1)*loads)
		}
	}
}
