package graphtest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
)

// knownOn says how many rows a claim has as known on each of the days, and which
// relations there are.
func (t *T) knownOn(claim graph.ClaimID, days ...graph.Date) []string {
	t.Helper()
	var out []string
	for _, d := range days {
		f := graph.Field{Rows: graph.Claims, Time: knownBy(d), Where: graph.Where{IDs: []string{string(claim)}}}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %d %s", d, len(t.rows(f)), strings.Join(t.relations(d), ", "))))
	}
	return out
}

// testVerdicts rejects a claim and accepts it again, on the same day and on
// others.
func testVerdicts(t *T) {
	said := Said("herald", "2025-01-05", "IRN ATTACKED UKR on:2025-01-04 by:THIRD who:Kyiv")
	id := said.Claims[0].ID
	t.put(told(said))
	review := func(verb graph.JudgementVerb, on graph.Date) {
		t.Helper()
		j := judged(verb, on, func(j *graph.Judgement) { j.Claim = id }).Judgements[0]
		if err := j.Follow(t.Context(), t.Store); err != nil {
			t.Fatal(err)
		}
		t.put(&graph.Batch{Judgements: []*graph.Judgement{j}})
	}
	days := []graph.Date{"2025-01-05", "2025-02-01", "2025-03-01", "2025-03-02", "2025-04-01", "2025-05-01", ""}
	const alleged, fact = "1 IRN ATTACKED UKR ALLEGED 2025-01-04..2025-01-04 1/1", "1 IRN ATTACKED UKR FACT 2025-01-04..2025-01-04 1/1"
	review(graph.Reject, "2025-02-01")
	t.same("rejected", []string{"2025-01-05 " + alleged, "2025-02-01 0", "2025-03-01 0", "2025-03-02 0", "2025-04-01 0", "2025-05-01 0", "0"}, t.knownOn(id, days...))
	review(graph.Accept, "2025-03-01")
	review(graph.Reject, "2025-05-01")
	review(graph.Accept, "2025-05-01") // later that day
	t.same("accepted again", []string{
		"2025-01-05 " + alleged, "2025-02-01 0", "2025-03-01 " + fact, "2025-03-02 " + fact, "2025-04-01 " + fact, "2025-05-01 " + fact, fact,
	}, t.knownOn(id, days...))
	review(graph.Reject, "2025-05-01")
	t.same("rejected once more that day", []string{
		"2025-01-05 " + alleged, "2025-02-01 0", "2025-03-01 " + fact, "2025-03-02 " + fact, "2025-04-01 " + fact, "2025-05-01 0", "0",
	}, t.knownOn(id, days...))
	before := len(t.records(0))
	review(graph.Reject, "2025-05-01")
	if after := len(t.records(0)); after != before {
		t.Errorf("the same verdict once more makes %d records of %d", after, before)
	}
	// A claim that was put again, with judgements there already, lives as before.
	better := *said.Claims[0]
	better.Rule = "better"
	t.put(told(graph.Reading{Article: said.Article, Extractor: said.Extractor, Claims: []*graph.Claim{&better}}))
	t.same("put again", []string{"2025-02-01 0", "2025-03-01 " + fact, "2025-05-01 0"}, t.knownOn(id, "2025-02-01", "2025-03-01", "2025-05-01"))
}

// testTextBack: a page shows another text for a while and then the first again.
func testTextBack(t *T) {
	first, second := Said("page", "2025-01-05", "IRN MET_WITH RUS on:2025-01-04"), Said("page", "2025-02-01", "BLR MET_WITH RUS on:2025-01-04")
	supersede := func(old, now graph.Reading, on graph.Date) *graph.Batch {
		return judged(graph.Supersede, on, func(j *graph.Judgement) { j.Article, j.Successor = old.Article.ID, now.Article.ID })
	}
	t.put(told(first, second), supersede(first, second, "2025-02-01"))
	t.put(supersede(second, first, "2025-03-01"))
	const a, b = "IRN MET_WITH RUS FACT 2025-01-04..2025-01-04 1/1", "BLR MET_WITH RUS FACT 2025-01-04..2025-01-04 1/1"
	t.same("the first text", []string{"2025-01-31 1 " + a, "2025-02-01 0 " + b, "2025-02-28 0 " + b, "2025-03-01 1 " + a, "1 " + a},
		t.knownOn(first.Claims[0].ID, "2025-01-31", "2025-02-01", "2025-02-28", "2025-03-01", ""))
}

// Splits merges entities of random stories, into chains too, and splits them again
// in any order, on days of their own: what is known afterwards is what would be
// known without either, and what was known before stays.
func Splits(t *testing.T, store func(t *testing.T) graph.Store) {
	ctx := context.Background()
	cast := append(slices.Clone(actors), leaders...)
	rapid.Check(t, func(rt *rapid.T) {
		got := store(t)
		defer func() {
			if err := got.Close(); err != nil {
				rt.Errorf("Close: %v", err)
			}
		}()
		put := func(b *graph.Batch) error {
			err := got.Put(ctx, b)
			if err == nil {
				_, err = got.Fold(ctx)
			}
			return err
		}
		s := Stories(8).Draw(rt, "story")
		s.Judgements = slices.DeleteFunc(s.Judgements, func(j *graph.Judgement) bool { return j.Verb == graph.Merge || j.Verb == graph.Split })
		if err := put(s.Batch()); err != nil {
			rt.Fatal(err)
		}
		on := graph.Date("2026-03-02").First() // after all publications
		before := on - 1
		then, now := restored(rt, got, &before), restored(rt, got, nil)
		later := func(verb graph.JudgementVerb, entity, into graph.EntityID) error {
			on += graph.Day(max(0, rapid.IntRange(-3, 9).Draw(rt, "days until the "+string(verb))))
			j := &graph.Judgement{Verb: verb, On: on, Why: "for the test", Entity: entity, Into: into}
			if err := j.Follow(ctx, got); err != nil {
				rt.Fatal(err)
			}
			return put(&graph.Batch{Judgements: []*graph.Judgement{j}})
		}
		merged := map[graph.EntityID]graph.EntityID{}
		for range rapid.IntRange(1, 4).Draw(rt, "merges") {
			entity, into := one(rt, "entity", cast), one(rt, "into", cast)
			switch err := later(graph.Merge, entity, into); {
			case err == nil:
				merged[entity] = into
			case !errors.Is(err, graph.ErrBadInput): // a circle
				rt.Fatal(err)
			}
		}
		ids := rapid.Permutation(slices.Sorted(maps.Keys(merged))).Draw(rt, "order of the splits")
		for _, entity := range ids {
			if err := later(graph.Split, entity, merged[entity]); err != nil {
				rt.Fatal(err)
			}
		}
		if diff := cmp.Diff(then, restored(rt, got, &before), equal...); diff != "" {
			rt.Errorf("as known before the merges of %v (-before +after)\n%s", merged, diff)
		}
		if diff := cmp.Diff(now, restored(rt, got, nil), equal...); diff != "" {
			rt.Errorf("after the splits of %v (-before +after)\n%s", merged, diff)
		}
	})
}

// restored is what a store answers of entities, relations, claims and treaties, but for
// from and to when each version is known.
func restored(t *rapid.T, s graph.Store, known *graph.Day) map[string]answer {
	q := everything(known)
	q.Fields = slices.DeleteFunc(q.Fields, func(f *graph.Field) bool { return f.Rows == graph.Judgements })
	res, err := s.Query(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	out := answers(res)
	undated(out)
	return out
}

func undated(fields map[string]answer) {
	for _, a := range fields {
		for _, p := range a.Pages {
			for i, r := range p.Rows {
				if r.Relation != nil {
					v := *r.Relation
					v.KnownFrom, v.KnownTo = 0, 0
					p.Rows[i].Relation = &v
				}
				if r.Treaty != nil {
					v := *r.Treaty
					v.KnownFrom, v.KnownTo = 0, 0
					p.Rows[i].Treaty = &v
				}
			}
		}
		undated(a.Fields)
	}
}
