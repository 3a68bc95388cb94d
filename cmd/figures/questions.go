package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
	"github.com/entente-graph/entente/schema/gql"
)

// question is asked in three ways: as GraphQL, of the store alone, by hand.
type question struct {
	name, text string
	byHand     func(context.Context) (any, error)
}

// spy notes what the API asks of the store, so that the store can be asked the
// same alone.
type spy struct {
	graph.Store
	asked []*graph.Query
}

func (s *spy) Query(ctx context.Context, q *graph.Query) (*graph.Result, error) {
	s.asked = append(s.asked, q)
	return s.Store.Query(ctx, q)
}

// hops is the text of a question for a page of 20 relations and their other
// ends, and so on for so many levels.
func hops(id string, levels int) string {
	text := ""
	for range levels {
		text = " relations(first: 20) { edges { other { id name" + text + " } node { id kind validFrom claimCount } } }"
	}
	return fmt.Sprintf("{ state(id: %q) { id name%s } }", id, text)
}

func questions(ctx context.Context, o options, store graph.Store, h hand, out io.Writer) error {
	hub, leaf, kind, err := h.extremes(ctx)
	if err != nil {
		return err
	}
	kinds := schema.Default().Expand([]schema.Kind{schema.Kind(kind)})
	level := func(id string, n int) func(context.Context) (any, error) {
		return func(ctx context.Context) (any, error) { return h.hops(ctx, id, n) }
	}
	all := []question{
		{"a hub and 20 of its relations", hops(hub, 1), level(hub, 1)},
		{"a leaf and 20 of its relations", hops(leaf, 1), level(leaf, 1)},
		{
			"a kind in a window, 100 rows", fmt.Sprintf(`{ relations(kinds: [%s], from: "2010-01", to: "2014-12", first: 100) { nodes { id kind validFrom claimCount subject { id name } object { id name } } } }`, kind),
			func(ctx context.Context) (any, error) { return h.inWindow(ctx, kinds, "2010-01", "2014-12") },
		},
		{"two hops of 20", hops(hub, 2), level(hub, 2)},
		{"three hops of 20", hops(hub, 3), level(hub, 3)},
		{"relations counted by kind", `{ relations { stats(groupBy: [KIND]) { groups { keys count } } } }`, h.byKind},
		{
			"a month's network", `{ network(from: "2012-05", to: "2012-05") { nodes { id name } edges { id source target kind claimCount } } }`,
			func(ctx context.Context) (any, error) { return h.network(ctx, "2012-05") },
		},
	}
	fmt.Fprintf(out, "\n| question | way | p50, ms | p95, ms | answers/s, 1 client | %d clients | share | statements | allocations | KB allocated | bytes of the answer |\n", clients)
	fmt.Fprintln(out, "|"+strings.Repeat(" --- |", 11))
	for _, q := range all {
		if err := q.measure(ctx, store, o.budget, out); err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
	}
	return nil
}

func (q *question) measure(ctx context.Context, store graph.Store, budget time.Duration, out io.Writer) error {
	limits := gql.DefaultLimits() // but for the size of networks: what has no end is in each month's
	limits.Nodes, limits.Edges, limits.Time = 2*actors, 10_000_000, 0
	seen := &spy{Store: store}
	ask := func(s *gql.Server) (*gql.Response, error) {
		resp := s.Do(ctx, &graphql.RawParams{Query: q.text})
		if len(resp.Errors) > 0 {
			return nil, resp.Errors
		}
		return resp, nil
	}
	first, err := ask(gql.NewServer(seen, gql.Options{Limits: limits, Stats: true}))
	if err != nil {
		return err
	}
	statements, _ := first.Extensions["statements"].(int)
	byHand := func() ([]byte, error) {
		v, err := q.byHand(ctx)
		if err != nil {
			return nil, err
		}
		return json.Marshal(v)
	}
	floorAnswer, err := byHand()
	if err != nil {
		return err
	}
	if err := same(first.Data, floorAnswer); err != nil {
		return err
	}
	server := gql.NewServer(store, gql.Options{Limits: limits})
	f, err := measure(budget,
		func() error { _, err := ask(server); return err },
		func() error {
			for _, asked := range seen.asked {
				if _, err := store.Query(ctx, asked); err != nil {
					return err
				}
			}
			return nil
		},
		func() error { _, err := byHand(); return err },
	)
	if err != nil {
		return err
	}
	floor := f[2].p50.Seconds()
	ms := func(d time.Duration) string { return number(float64(d) / float64(time.Millisecond)) }
	line := func(way string, f figure, statements, size string) {
		fmt.Fprintf(out, "| %s | %s | %s | %s | %s | %s | %.2f | %s | %d | %d | %s |\n", q.name, way, ms(f.p50), ms(f.p95),
			number(f.one), number(f.many), floor/f.p50.Seconds(), statements, f.allocs, f.bytes>>10, size)
	}
	line("GraphQL", f[0], fmt.Sprint(statements), fmt.Sprint(len(first.Data)))
	line("store", f[1], fmt.Sprint(statements), "")
	line("by hand", f[2], "", fmt.Sprint(len(floorAnswer)))
	return nil
}

// same tells in what two answers in JSON differ, whatever the order of keys.
func same(api, hand []byte) error {
	var a, b any
	if err := json.Unmarshal(api, &a); err != nil {
		return err
	}
	if err := json.Unmarshal(hand, &b); err != nil {
		return err
	}
	if !reflect.DeepEqual(a, b) {
		return fmt.Errorf("the floor answers\n%.1500s\nthe API\n%.1500s", hand, api)
	}
	return nil
}
