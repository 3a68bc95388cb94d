package main

import (
	"context"
	"encoding/json"
	"errors"
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

// question is asked in five ways: as GraphQL and by hand, over HTTP and without, and
// of the store alone.
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
			"a hub, 20 relations, three claims of each with their articles",
			fmt.Sprintf(`{ state(id: %q) { id name relations(first: 20) { edges { other { id name } node { id kind validFrom claimCount
				claims(first: 3) { nodes { modality voice evidence { quote article { title url } } } } } } } } }`, hub),
			func(ctx context.Context) (any, error) { return h.profile(ctx, hub) },
		},
		{
			"50 claims about a state", fmt.Sprintf(`{ claims(object: [%q], first: 50) { nodes { id kind subject { id name } object { id name } evidence { quote } } } }`, hub),
			func(ctx context.Context) (any, error) { return h.said(ctx, hub) },
		},
		{
			"a kind in a window, 100 rows", fmt.Sprintf(`{ relations(kinds: [%s], from: "2010-01", to: "2014-12", first: 100) { nodes { id kind validFrom claimCount subject { id name } object { id name } } } }`, kind),
			func(ctx context.Context) (any, error) { return h.inWindow(ctx, kinds, "2010-01", "2014-12") },
		},
		{"two hops of 20", hops(hub, 2), level(hub, 2)},
		{"three hops of 20", hops(hub, 3), level(hub, 3)},
		{"relations counted by kind", `{ relations { stats(groupBy: [KIND]) { groups { keys count } } } }`, h.byKind},
		{
			"a month's network with degrees", `{ network(from: "2012-05", to: "2012-05") { nodes { id name degree } edges { id source target kind claimCount } } }`,
			func(ctx context.Context) (any, error) { return h.network(ctx, "2012-05") },
		},
	}
	fmt.Fprintf(out, "\n| question | way | p50, ms | p95, ms | processor, ms | answers/s, 1 client | %d clients | share | of the processor | statements | allocations | KB allocated | bytes of the answer |\n", clients)
	fmt.Fprintln(out, "|"+strings.Repeat(" --- |", 13))
	for _, q := range all {
		if err := q.measure(ctx, store, h, o.budget, out); err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
	}
	return nil
}

func (q *question) measure(ctx context.Context, store graph.Store, f floor, budget time.Duration, out io.Writer) (err error) {
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
	limits.Time = gql.DefaultLimits().Time
	api, err := serve(gql.New(store, gql.Options{Limits: limits}))
	if err != nil {
		return err
	}
	hand, err := serve(handWritten(q.byHand))
	if err != nil {
		return errors.Join(err, api.close())
	}
	defer func() { err = errors.Join(err, api.close(), hand.close()) }()
	body, err := json.Marshal(map[string]string{"query": q.text})
	if err != nil {
		return err
	}
	if err := q.sameServed(ctx, api, hand, body); err != nil {
		return err
	}
	figures, err := measure(budget, func() (time.Duration, error) { return usedBy(ctx, f) },
		func() error { _, err := api.ask(ctx, body); return err },
		func() error { _, err := hand.ask(ctx, body); return err },
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
	ms := func(d time.Duration) string { return number(float64(d) / float64(time.Millisecond)) }
	line := func(way string, f, floor figure, statements, size string) {
		fmt.Fprintf(out, "| %s | %s | %s | %s | %s | %s | %s | %.2f | %.2f | %s | %d | %d | %s |\n", q.name, way, ms(f.p50), ms(f.p95), ms(f.processor),
			number(f.one), number(f.many), floor.p50.Seconds()/f.p50.Seconds(), floor.processor.Seconds()/f.processor.Seconds(), statements, f.allocs, f.bytes>>10, size)
	}
	line("GraphQL over HTTP", figures[0], figures[1], fmt.Sprint(statements), fmt.Sprint(len(first.Data)))
	line("by hand over HTTP", figures[1], figures[1], "", fmt.Sprint(len(floorAnswer)))
	line("GraphQL", figures[2], figures[4], fmt.Sprint(statements), "")
	line("store", figures[3], figures[4], fmt.Sprint(statements), "")
	line("by hand", figures[4], figures[4], "", "")
	return nil
}

// sameServed tells in what the answers of two servers differ.
func (q *question) sameServed(ctx context.Context, api, hand *served, body []byte) error {
	var answers [2]struct{ Data json.RawMessage }
	for i, s := range []*served{api, hand} {
		b, err := s.ask(ctx, body)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(b, &answers[i]); err != nil {
			return err
		}
	}
	return same(answers[0].Data, answers[1].Data)
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
