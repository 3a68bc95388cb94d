package gql

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// ask answers an operation on the first store's world.
func ask(t *testing.T, s graph.Store, opts Options, text string, vars map[string]any) *Response {
	t.Helper()
	opts.Log = quiet
	return Do(context.Background(), s, opts, text, vars, "")
}

func codeOf(r *Response) string {
	if len(r.Errors) == 0 {
		return ""
	}
	return fmt.Sprint(r.Errors[0].Extensions["code"])
}

// data reads an answer without errors.
func data(t *testing.T, r *Response) map[string]any {
	t.Helper()
	if len(r.Errors) > 0 {
		t.Fatalf("errors: %v", r.Errors)
	}
	var out map[string]any
	if err := json.Unmarshal(r.Data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// at follows keys and places through an answer.
func at(t *testing.T, v any, path ...any) any {
	t.Helper()
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, ok := v.(map[string]any)
			if !ok {
				t.Fatalf("no %q in %v", p, v)
			}
			v = m[p]
		case int:
			l, ok := v.([]any)
			if !ok || p >= len(l) {
				t.Fatalf("no place %d in %v", p, v)
			}
			v = l[p]
		}
	}
	return v
}

// Introspection asks the store for nothing.
func TestIntrospectionNeedsNoStore(t *testing.T) {
	r := ask(t, failing{errors.New("asked")}, Options{Stats: true}, `{ __typename __schema { queryType { name } types { name } } }`, nil)
	if at(t, data(t, r), "__schema", "queryType", "name") != "Query" {
		t.Error("no schema")
	}
	if r.Extensions != nil {
		t.Errorf("extensions %v", r.Extensions)
	}
	for _, text := range []string{`{ __schema { types { name } } }`, `{ __type(name: "State") { name } }`, `{ ... on Query { a: __schema { types { name } } } }`} {
		r = ask(t, failing{}, Options{NoIntrospection: true}, text, nil)
		if codeOf(r) != string(Forbidden) || strings.Contains(string(r.Data), "State") {
			t.Errorf("introspection that was turned off: %s %v", r.Data, r.Errors)
		}
	}
}

// failing is a store that is out of order.
type failing struct{ err error }

func (f failing) Put(context.Context, *graph.Batch) error                    { return f.err }
func (f failing) Fold(context.Context) (graph.Revision, error)               { return 0, f.err }
func (f failing) Query(context.Context, *graph.Query) (*graph.Result, error) { return nil, f.err }
func (f failing) Log(context.Context, graph.Revision) iter.Seq2[graph.Record, error] {
	return func(func(graph.Record, error) bool) {}
}
func (f failing) Close() error { return nil }

func TestErrors(t *testing.T) {
	s := world(t, opened[0].open)
	for _, c := range []struct {
		name, text string
		code       Code
		says       string // part of the message
	}{
		{"syntax", `{ state(`, BadUserInput, "Expected"},
		{"unknown field", `{ stat }`, BadUserInput, `Cannot query field "stat"`},
		{"unknown kind", `{ relations(kinds: [LOVES]) { totalCount } }`, BadUserInput, "LOVES"},
		{"wrong date", `{ relations(at: "2025-02-30") { totalCount } }`, BadUserInput, "2025-01-17"},
		{"empty date", `{ relations(at: "") { totalCount } }`, BadUserInput, "not a date"},
		{"at and from", `{ relations(at: "2025", from: "2024") { totalCount } }`, BadUserInput, "not both"},
		{"window upside down", `{ relations(from: "2025", to: "2024") { totalCount } }`, BadUserInput, "after"},
		{"first and last", `{ relations(first: 1, last: 1) { nodes { id } } }`, BadUserInput, "not both"},
		{"large page", `{ relations(first: 201) { nodes { id } } }`, BadUserInput, "between 0 and 200"},
		{"negative page", `{ relations(first: -1) { nodes { id } } }`, BadUserInput, "between"},
		{"confidence", `{ relations(minConfidence: 1.5) { totalCount } }`, BadUserInput, "between 0 and 1"},
		{"pair of one", `{ timeline(pair: ["state:IRN"]) { totalCount } }`, BadUserInput, "two"},
		{"nothing of these", `{ relations(either: []) { totalCount } }`, BadUserInput, "empty"},
		{"no kinds", `{ relations(kinds: []) { totalCount } }`, BadUserInput, "empty"},
		{"no stages", `{ treaties(status: []) { totalCount } }`, BadUserInput, "empty"},
		{"no types", `{ search(text: "Iran", types: []) { totalCount } }`, BadUserInput, "empty"},
		{"no outlets", `{ claims(where: {outlet: []}) { totalCount } }`, BadUserInput, "empty"},
		{"empty text", `{ claims(text: "") { totalCount } }`, BadUserInput, "empty"},
		{"publication upside down", `{ claims(publishedFrom: "2025-02", publishedTo: "2024") { totalCount } }`, BadUserInput, "after"},
		{"coverage upside down", `{ coverage(publishedFrom: "2025-02", publishedTo: "2024") { claimCount } }`, BadUserInput, "after"},
		{"a range upside down", `{ relations(where: {began: {from: "2025", to: "2024"}}) { totalCount } }`, BadUserInput, "after"},
		{"a network at and from", `{ network(at: "2025", to: "2025") { nodeCount } }`, BadUserInput, "not both"},
		{"many paths", `{ paths(source: "state:IRN", target: "state:UKR", first: 51) { length } }`, BadUserInput, "between 0 and 50"},
		{"no language", `{ state(id: "state:IRN") { name(lang: "in Romanian") } }`, BadUserInput, "not a language"},
		{"an empty language", `{ state(id: "state:IRN") { name(lang: "") } }`, BadUserInput, "not a language"},
		{"no languages", `{ state(id: "state:IRN") { names(langs: ["ro", "?"]) { text } } }`, BadUserInput, "not a language"},
		{"no language of articles", `{ articles(lang: "x y") { totalCount } }`, BadUserInput, "not a language"},
		{"no language of claims", `{ claims(where: {lang: "x y"}) { totalCount } }`, BadUserInput, "not a language"},
		{"long search", `{ search(text: "` + strings.Repeat("aș", 251) + `") { totalCount } }`, BadUserInput, "502 characters, at most 500"},
		{"long text", `{ relations(where: {claim: {text: "` + strings.Repeat("a", 501) + `"}}) { totalCount } }`, BadUserInput, "501 characters, at most 500"},
		{"empty search", `{ search(text: " ") { totalCount } }`, BadUserInput, "empty"},
		{"cursor", `{ relations(after: "nonsense") { nodes { id } } }`, BadCursor, "cursor"},
		{"cursor of another order", `{ relations(after: "eyJrIjoyMTQ3NDgzNjQ2LCJzIjpbIjEiLCIyIl0sImkiOiJ4In0") { nodes { id } } }`, BadCursor, "cursor"},
		{"costly", `{ relations(first: 200) { nodes { subject { relations(first: 200) { nodes { claims(first: 200) { nodes { id } } } } } } } }`, QueryTooComplex, "100000"},
		{"cursor of another list", `{ relations(after: "` + cursorOf(graph.Claims) + `") { nodes { id } } }`, BadCursor, "cursor"},
		{"cursor of the same list in another order", `{ relations(after: "` + cursorOf(graph.Relations) + `", orderBy: [{field: CONFIDENCE}]) { nodes { id } } }`, BadCursor, "cursor"},
		{"cursor under many", `{ states { nodes { relations(after: "` + cursorOf(graph.Relations) + `") { nodes { id } } } } }`, BadUserInput, "single parent"},
		{"two operations", `query A { __typename } query B { __typename }`, BadUserInput, "operationName"},
		{"variable", `query A($n: Int!) { relations(first: $n) { totalCount } }`, BadUserInput, "the variable $n"},
		{"hops", `{ paths(source: "state:IRN", target: "state:UKR", maxHops: 7) { length } }`, BadUserInput, "between 1 and 6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := ask(t, s, Options{}, c.text, nil)
			if codeOf(r) != string(c.code) {
				t.Fatalf("code %q, want %q: %v", codeOf(r), c.code, r.Errors)
			}
			if m := r.Errors[0].Message; !strings.Contains(m, c.says) || strings.Contains(m, "Did you mean") {
				t.Errorf("message %q does not say %q", m, c.says)
			}
			if r.Data != nil && string(r.Data) != "null" {
				t.Errorf("it ran: %s", r.Data)
			}
		})
	}
}

// No text of a driver reaches a user, and each sentinel has its code.
func TestStoreErrors(t *testing.T) {
	secret := "dial tcp 10.0.0.7: password hunter2"
	for _, c := range []struct {
		err  error
		code Code
	}{
		{errors.New(secret), Internal},
		{fmt.Errorf("%s: %w", secret, graph.ErrUnavailable), Internal},
		{fmt.Errorf("%s: %w", secret, graph.ErrCorrupt), Internal},
		{fmt.Errorf("%s: %w", secret, context.DeadlineExceeded), Timeout},
		{&graph.TooManyError{What: "nodes", Have: 3000, Limit: 2000}, QueryTooComplex},
	} {
		r := ask(t, failing{c.err}, Options{}, `{ state(id: "state:IRN") { name } }`, nil)
		if codeOf(r) != string(c.code) {
			t.Errorf("%v: code %q, want %q", c.err, codeOf(r), c.code)
		}
		if b, _ := json.Marshal(r); strings.Contains(string(b), "hunter2") {
			t.Errorf("the answer tells what it must not: %s", b)
		}
	}
}

// Pages join up to the whole list, forwards and backwards, under every order.
func TestPages(t *testing.T) {
	for _, o := range opened {
		s := world(t, o.open)
		for _, order := range []string{"", ", orderBy: [{field: CONFIDENCE, direction: ASC}]", ", orderBy: [{field: CLAIMS}, {field: SINCE}]", ", orderBy: [{field: ID}]"} {
			page := func(args string) (ids []string, info map[string]any) {
				r := data(t, ask(t, s, Options{}, `{ relations(status: null, `+args+order+`) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`, nil))
				for _, n := range at(t, r, "relations", "nodes").([]any) {
					ids = append(ids, at(t, n, "id").(string))
				}
				return ids, at(t, r, "relations", "pageInfo").(map[string]any)
			}
			all, _ := page("first: 200")
			if len(all) < 20 {
				t.Fatalf("only %d relations", len(all))
			}
			var forth []string
			for args := "first: 7"; ; {
				ids, info := page(args)
				forth = append(forth, ids...)
				if info["hasNextPage"] == false {
					break
				}
				args = fmt.Sprintf("first: 7, after: %q", info["endCursor"])
			}
			var back []string
			for args := "last: 7"; ; {
				ids, info := page(args)
				back = append(ids, back...)
				if info["hasPreviousPage"] == false {
					break
				}
				args = fmt.Sprintf("last: 7, before: %q", info["startCursor"])
			}
			if !slices.Equal(forth, all) || !slices.Equal(back, all) {
				t.Errorf("%s, order %q: pages do not join up:\n%v\n%v\n%v", o.name, order, all, forth, back)
			}
		}
	}
}

// A cursor carries the day as known on which its list was asked.
func TestCursorsKeepKnownBy(t *testing.T) {
	s := world(t, opened[0].open)
	first := data(t, ask(t, s, Options{}, `{ relations(knownBy: "2022-11-05", first: 1) { totalCount pageInfo { endCursor } } }`, nil))
	cursor := at(t, first, "relations", "pageInfo", "endCursor")
	total := at(t, first, "relations", "totalCount")
	next := data(t, ask(t, s, Options{}, `query ($c: String) { relations(first: 1, after: $c) { totalCount } }`, map[string]any{"c": cursor}))
	if got := at(t, next, "relations", "totalCount"); got != total {
		t.Errorf("the next page is of a list of %v, the first of %v", got, total)
	}
	r := ask(t, s, Options{}, `query ($c: String) { relations(knownBy: "2025", first: 1, after: $c) { totalCount } }`, map[string]any{"c": cursor})
	if codeOf(r) != string(BadCursor) {
		t.Errorf("a cursor of another day: %v", r.Errors)
	}
}

// cursorOf is a cursor that a list of the rows, in their own order, might give.
func cursorOf(rows graph.Rows) string {
	f := &graph.Field{Rows: rows}
	return graph.CursorOf(f, graph.Row{Relation: &graph.Relation{ID: "x"}}).String()
}

// What a store alone finds to be wrong is said in the same words by all, without a
// word of where the graph is kept.
func TestRefusedAlike(t *testing.T) {
	for _, o := range opened {
		s := world(t, o.open)
		for _, c := range []struct{ text, want string }{
			{
				`{ states { nodes { relations(after: "` + cursorOf(graph.Relations) + `") { nodes { id } } } } }`,
				"nodes/relations: a cursor needs a single parent, here are 11: ask for one",
			},
			{`{ network { nodeCount } }`, "too many nodes: 12, at most 2 are answered; narrow the question by kinds, dates or minConfidence"},
		} {
			resp := Do(context.Background(), s, Options{Limits: Limits{Cost: 100_000, Nodes: 2, Edges: 1000}}, c.text, nil, "")
			if len(resp.Errors) != 1 || resp.Errors[0].Message != c.want {
				t.Errorf("%s: %s: %v", o.name, c.text, resp.Errors)
			}
		}
	}
}
