package graphtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// pages reads a field page by page in both directions and compares with all its
// rows.
func (t *T) pages(f graph.Field, size int) {
	t.Helper()
	want := keys(t.rows(f))
	f.Name = "rows"
	f.Count = true
	var forth, back []string
	for _, backwards := range []bool{false, true} {
		f.Page = graph.Page{First: size}
		if backwards {
			f.Page = graph.Page{Last: size}
		}
		for n := 0; ; n++ {
			page := t.ask(&f).Fields["rows"].Page("")
			if page.Total != len(want) {
				t.Errorf("%s: total %d on page %d, want %d", f.Rows, page.Total, n, len(want))
			}
			if backwards {
				back = append(keys(page.Rows), back...)
			} else {
				forth = append(forth, keys(page.Rows)...)
			}
			if page.HasPrev != (backwards && len(back) < len(want) || !backwards && n > 0) ||
				page.HasNext != (!backwards && len(forth) < len(want) || backwards && n > 0) {
				t.Errorf("%s, page %d: prev %v, next %v", f.Rows, n, page.HasPrev, page.HasNext)
			}
			if len(page.Rows) == 0 || n > len(want) || !backwards && !page.HasNext || backwards && !page.HasPrev {
				break
			}
			if backwards {
				f.Page.Before = t.cursor(&f, page.Rows[0])
			} else {
				f.Page.After = t.cursor(&f, page.Rows[len(page.Rows)-1])
			}
		}
	}
	t.same(fmt.Sprintf("%s, page by page", f.Rows), want, forth)
	t.same(fmt.Sprintf("%s, page by page from the end", f.Rows), want, back)
}

// cursor is the cursor at a row, as it goes out and comes back.
func (t *T) cursor(f *graph.Field, r graph.Row) *graph.Cursor {
	t.Helper()
	c, err := graph.ParseCursor(graph.CursorOf(f, r).String(), f)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func testPages(t *T) {
	k := t.know(Rich(9))
	for _, w := range []graph.Where{
		{}, {Either: states[:2]}, {Kinds: k.o.Expand([]schema.Kind{schema.MetWith, schema.SuppliedArmsTo, schema.Sanctioned})}, {Subject: states[:1]},
	} {
		for _, size := range []int{1, 4} {
			t.pages(graph.Field{Rows: graph.Relations, Where: w}, size)
			t.pages(graph.Field{Rows: graph.Claims, Where: w}, size)
			t.pages(graph.Field{Rows: graph.Relations, Where: w, Time: knownBy("2025-02-04"), Order: []graph.Order{{Field: graph.ByConfidence, Desc: true}, {Field: graph.BySince}}}, size)
		}
	}
	// Under a parent.
	under := func(direction graph.Direction, page graph.Page) *graph.RowPage {
		res := t.ask(&graph.Field{Name: "e", Rows: graph.Entities, Where: graph.Where{IDs: []string{"state:IRN"}}, Fields: []*graph.Field{
			{Name: "r", Rows: graph.Relations, Via: graph.ViaEntity, Where: graph.Where{Direction: direction}, Page: page},
		}})
		return res.Fields["e"].Fields["r"].Page("state:IRN")
	}
	for _, direction := range []graph.Direction{graph.Both, graph.In, graph.Out} {
		want := keys(under(direction, all).Rows)
		var got []string
		f := graph.Field{Rows: graph.Relations}
		page := graph.Page{First: 2}
		for range len(want) + 1 {
			p := under(direction, page)
			got = append(got, keys(p.Rows)...)
			if !p.HasNext {
				break
			}
			page.After = t.cursor(&f, p.Rows[len(p.Rows)-1])
		}
		t.same("pages under an entity, "+string(direction), want, got)
	}
	if _, err := t.Store.Query(context.Background(), &graph.Query{Fields: []*graph.Field{{Name: "r", Rows: graph.Relations, Page: graph.Page{All: true, Limit: 1}, Where: graph.Where{Either: states}}}}); err == nil || !strings.Contains(err.Error(), "too many") {
		t.Errorf("more rows than the limit: %v", err)
	}
	t.ends(graph.Where{})
	t.ends(graph.Where{Either: states[:2]})
	t.ends(graph.Where{Kinds: k.o.Expand([]schema.Kind{schema.MetWith, schema.Sanctioned})})
	if n := len(t.ask(&graph.Field{Name: "r", Rows: graph.Claims}).Fields["r"].Page("").Rows); n != min(graph.DefaultPage, len(t.rows(graph.Field{Rows: graph.Claims}))) {
		t.Errorf("a page of no size has %d rows", n)
	}
}

// ends asks for all relations with one limit on their ends after the other.
func (t *T) ends(w graph.Where) {
	t.Helper()
	rows := t.rows(graph.Field{Rows: graph.Relations, Where: w})
	if len(rows) < 3 {
		t.Errorf("the story has %d relations where %s", len(rows), w.String())
	}
	have := map[graph.EntityID]bool{}
	for _, r := range rows {
		have[r.Relation.Subject], have[r.Relation.Object] = true, true
	}
	for most := 1; most <= 2*len(rows)+2; most++ {
		for _, limit := range []int{len(rows) - 1, len(rows)} {
			f := &graph.Field{Name: "r", Rows: graph.Relations, Where: w, Page: graph.Page{All: true, Limit: limit, Ends: most}}
			res, err := t.Store.Query(context.Background(), &graph.Query{Fields: []*graph.Field{f}})
			var many *graph.TooManyError
			want := graph.TooManyError{}
			switch {
			case len(rows) > limit:
				want = graph.TooManyError{What: string(graph.Relations), Have: len(rows), Limit: limit}
			case len(have) > most:
				want = graph.TooManyError{What: "nodes", Have: len(have), Limit: most}
			case err != nil:
				t.Errorf("at most %d relations between %d: %v", limit, most, err)
				continue
			default:
				t.same(fmt.Sprintf("at most %d relations between %d", limit, most), keys(rows), keys(res.Fields["r"].Page("").Rows))
				continue
			}
			if !errors.As(err, &many) || *many != want {
				t.Errorf("at most %d relations between %d: %v, want %v", limit, most, err, &want)
			}
		}
	}
}

// testPagesUnderInsertion puts articles between two pages: no row that was there
// is repeated or skipped.
func testPagesUnderInsertion(t *T) {
	met := func(i int) graph.Reading {
		return Said(fmt.Sprintf("outlet%d", i), "2025-06-01", "IRN ATTACKED RUS on:"+string(graph.DateOf(graph.Day(19_000+i*20))))
	}
	for i := range 10 {
		t.put(told(met(i * 2)))
	}
	f := graph.Field{Name: "rows", Rows: graph.Relations}
	before := keys(t.rows(f))
	f.Page = graph.Page{First: 3}
	var seen []string
	for i := range 10 {
		page := t.ask(&f).Fields["rows"].Page("")
		seen = append(seen, keys(page.Rows)...)
		if !page.HasNext {
			break
		}
		f.Page.After = t.cursor(&f, page.Rows[len(page.Rows)-1])
		t.put(told(met(i*2 + 1)))
	}
	t.same("what was there", before, slices.DeleteFunc(slices.Clone(seen), func(k string) bool { return !slices.Contains(before, k) }))
	slices.Sort(seen)
	if len(slices.Compact(seen)) < len(before) {
		t.Errorf("rows were repeated: %q", seen)
	}
}
