package gql

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

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

// bound is the number of statements that a plan may take: one to look where the
// graph stands for each query, and for each field one for its rows, one for its
// count and one for its groups; paths take a query a hop.
func bound(t *testing.T, text string, vars map[string]any) int {
	t.Helper()
	c, err := compileText(t, text, vars, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	n := 2
	var walk func([]*graph.Field)
	walk = func(fs []*graph.Field) {
		for _, f := range fs {
			if n++; f.Count {
				n++
			}
			if f.Group != nil {
				n++
			}
			walk(f.Fields)
		}
	}
	walk(c.query.Fields)
	walk(c.late.Fields)
	if strings.Contains(text, "paths(") {
		n += 2 * maxHops
	}
	return n
}

// The number of statements follows from the operation's text: ten times the
// articles take no more than the plan says, and what has rows under every
// field takes as many.
func TestStatements(t *testing.T) {
	for _, o := range opened {
		t.Run(o.name, func(t *testing.T) {
			small, large := world(t, o.open), world(t, o.open)
			for i := range 10 {
				b := worldBatch(t)
				b.Readings = slices.DeleteFunc(b.Readings, func(r graph.Reading) bool { return r.Extractor == graph.RegistryExtractor })
				for j := range b.Readings {
					r := &b.Readings[j]
					a := *r.Article
					a.URL += fmt.Sprintf("?copy=%d", i)
					a.ID = graph.NewArticleID(a.URL, a.Text)
					r.Article = &a
					for _, c := range r.Claims {
						c.Evidence.Article, c.Evidence.URL = a.ID, a.URL
						c.Seal()
					}
				}
				put(t, large, b)
			}
			for _, file := range stories(t) {
				text, vars := storyQuestion(t, file)
				a := ask(t, small, Options{Stats: true}, text, vars)
				b := ask(t, large, Options{Stats: true}, text, vars)
				if len(a.Errors)+len(b.Errors) > 0 {
					t.Fatalf("%s: %v %v", file, a.Errors, b.Errors)
				}
				x, _ := a.Extensions["statements"].(int)
				y, _ := b.Extensions["statements"].(int)
				most := bound(t, text, vars)
				if y == 0 && most > 2 || x > most || y > most {
					t.Errorf("%s: %d statements, on ten times the articles %d, by its text at most %d", file, x, y, most)
				}
				if strings.Contains(file, "state-profile") && x != y {
					t.Errorf("%s: %d statements, on ten times the articles %d", file, x, y)
				}
			}
		})
	}
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
	r = ask(t, failing{}, Options{NoIntrospection: true}, `{ __schema { types { name } } }`, nil)
	if len(r.Errors) == 0 {
		t.Error("introspection that was turned off answers")
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
		{"empty search", `{ search(text: " ") { totalCount } }`, BadUserInput, "empty"},
		{"cursor", `{ relations(after: "nonsense") { nodes { id } } }`, BadCursor, "cursor"},
		{"cursor of another order", `{ relations(after: "eyJrIjoyMTQ3NDgzNjQ2LCJzIjpbIjEiLCIyIl0sImkiOiJ4In0") { nodes { id } } }`, BadCursor, "cursor"},
		{"costly", `{ relations(first: 200) { nodes { subject { relations(first: 200) { nodes { claims(first: 200) { nodes { id } } } } } } } }`, QueryTooComplex, "100000"},
		{"cursor under many", `{ states { nodes { relations(after: "eyJrIjoyMTQ3NDgzNjQ2LCJzIjpbIjEiXSwiaSI6IngifQ") { nodes { id } } } } }`, BadUserInput, "single parent"},
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

func TestLimits(t *testing.T) {
	s := failing{errors.New("asked")} // nothing of an operation over a limit runs
	nested := `{ state(id: "state:IRN") ` + strings.Repeat(`{ relations(first: 1) { nodes { object `, 9) + `{ id }` + strings.Repeat(` } } }`, 9) + ` }`
	var aliases strings.Builder
	for i := range 200 {
		fmt.Fprintf(&aliases, "a%d: state(id: \"state:IRN\") { id } ", i)
	}
	// Fragments that use each other twice: a text of n lines for 2^n fields.
	var bomb strings.Builder
	for i := range 25 {
		fmt.Fprintf(&bomb, "fragment F%d on State { ...F%d id ...F%d } ", i, i+1, i+1)
	}
	bomb.WriteString("fragment F25 on State { name } ")
	for _, c := range []struct {
		name, text string
		code       Code
	}{
		{"deep", nested, QueryTooDeep},
		{"aliases", "{" + aliases.String() + "}", QueryTooComplex},
		{"fragments", "{ state(id: \"state:IRN\") { ...F0 } } " + bomb.String(), QueryTooComplex},
		{"tokens", "{" + strings.Repeat(" __typename", 5000) + "}", QueryTooComplex},
		{"brackets", strings.Repeat("{a", 5000), QueryTooDeep},
	} {
		t.Run(c.name, func(t *testing.T) {
			began := time.Now()
			r := ask(t, s, Options{}, c.text, nil)
			if codeOf(r) != string(c.code) {
				t.Fatalf("code %q, want %q: %.300v", codeOf(r), c.code, r.Errors)
			}
			if r.Errors[0].Extensions["limit"] == nil {
				t.Errorf("no figures: %v", r.Errors[0].Extensions)
			}
			if d := time.Since(began); d > 2*time.Second {
				t.Errorf("refusing took %v", d)
			}
		})
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

func post(t *testing.T, h http.Handler, body string, change func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:8080/graphql", strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:50000"
	r.Header.Set("Content-Type", "application/json")
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestHTTP(t *testing.T) {
	h := New(world(t, opened[0].open), Options{Log: quiet, Limits: Limits{Body: 1000, Cost: 1000, Depth: 20}})
	for _, c := range []struct {
		name, body string
		change     func(*http.Request)
		status     int
		has        string
	}{
		{"post", `{"query": "{ state(id: \"state:IRN\") { name } }"}`, nil, 200, `{"data":{"state":{"name":"Iran"}},"extensions":{"revision":1,"statements":2}}`},
		{"variables", `{"query": "query Q($n: Int!) { states(first: $n) { nodes { id } } }", "variables": {"n": 1}, "operationName": "Q"}`, nil, 200, `{"nodes":[{"id":"state:BLR"}]}`},
		{"get", "", func(r *http.Request) {
			r.Method, r.URL.RawQuery = "GET", "query=%7Bstate(id%3A%22state%3AIRN%22)%7Bname%7D%7D"
		}, 200, `"Iran"`},
		{"write by get", "", func(r *http.Request) {
			r.Method, r.URL.RawQuery = "GET", "query=mutation%7BretractArticle(id%3A%22x%22%2Cwhy%3A%22x%22)%7Bjudgement%7Bid%7D%7D%7D"
		}, 405, "BAD_USER_INPUT"},
		{"form", `query=x`, func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }, 415, "BAD_USER_INPUT"},
		{"text", `{"query":"{__typename}"}`, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, 415, "BAD_USER_INPUT"},
		{"batch", `[{"query":"{__typename}"}]`, nil, 400, "batches"},
		{"not json", `{`, nil, 400, "BAD_USER_INPUT"},
		{"no query", `{}`, nil, 400, "no query"},
		{"large", `{"query":"` + strings.Repeat(" ", 2000) + `"}`, nil, 413, `"limit":1000`},
		{"put", `{}`, func(r *http.Request) { r.Method = "PUT" }, 405, "GET or POST"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := post(t, h, c.body, c.change)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.has) {
				t.Errorf("%d %s\nwant %d with %s", w.Code, w.Body, c.status, c.has)
			}
			if !json.Valid(w.Body.Bytes()) {
				t.Error("not JSON")
			}
		})
	}
}

func TestGraphiQL(t *testing.T) {
	h := GraphiQL("/graphiql/", "/graphql")
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		return w
	}
	page := get("/graphiql/")
	if page.Code != 200 || !strings.Contains(page.Body.String(), `data-endpoint="/graphql"`) {
		t.Errorf("%d %s", page.Code, page.Body)
	}
	if strings.Contains(page.Body.String(), "//") {
		t.Error("the page names another host")
	}
	for line := range strings.Lines(page.Body.String()) {
		for _, attr := range []string{`src="`, `href="`} {
			_, rest, ok := strings.Cut(line, attr)
			if !ok {
				continue
			}
			name, _, _ := strings.Cut(rest, `"`)
			if name == "data:," {
				continue
			}
			if w := get("/graphiql/" + name); w.Code != 200 || w.Body.Len() == 0 {
				t.Errorf("%s is not there: %d", name, w.Code)
			}
		}
	}
	if w := get("/graphiql/../server.go"); w.Code == 200 {
		t.Error("a file outside the folder is served")
	}
}

const loadText = `mutation ($a: ArticleInput!) { loadArticle(article: $a) { claimCount article { title claims { totalCount } } } }`

// readStub stands for the reader of articles, which this package does not know.
func readStub(_ context.Context, in ArticleInput) ([]graph.Reading, error) {
	if strings.Contains(in.Text, "broken") {
		return nil, errors.New("no language pack knows its words")
	}
	a := &graph.Article{Title: in.Title, URL: in.URL, Text: in.Text, Published: in.Published, Lang: in.Lang, Source: in.Source}
	a.ID = graph.NewArticleID(a.URL, a.Text)
	c := &graph.Claim{
		Subject: graph.EntityRef{ID: "state:FRA", Kind: graph.State, Name: "France"}, Relation: "CONDEMNED",
		Object: graph.EntityRef{ID: "state:PRK", Kind: graph.State, Name: "North Korea"}, Modality: graph.Asserted, Voice: graph.VoiceOutlet,
		Confidence: 900, Rule: "stub", Extractor: "stub",
		Evidence: graph.Evidence{Form: graph.FormText, Article: a.ID, URL: a.URL, Published: a.Published, End: len(a.Text), Quote: a.Text},
	}
	c.Seal()
	return []graph.Reading{{Article: a, Extractor: "stub", Claims: []*graph.Claim{c}}}, nil
}

func TestWriting(t *testing.T) {
	for _, o := range opened {
		t.Run(o.name, func(t *testing.T) {
			s := world(t, o.open)
			opts := Options{Read: readStub, Now: func() time.Time { return time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC) }}
			article := map[string]any{"title": "T", "url": "https://x.example/1", "published": "2025-09-30", "text": "France condemned North Korea"}
			r := data(t, ask(t, s, opts, loadText, map[string]any{"a": article}))
			if at(t, r, "loadArticle", "claimCount") != 1.0 || at(t, r, "loadArticle", "article", "claims", "totalCount") != 1.0 || at(t, r, "loadArticle", "article", "title") != "T" {
				t.Errorf("loaded: %v", r)
			}
			r = data(t, ask(t, s, opts, `{ articles(url: "https://x.example/1") { nodes { id claims { nodes { id evidence { quote } } } } } }`, nil))
			id := at(t, r, "articles", "nodes", 0, "id")
			claim := at(t, r, "articles", "nodes", 0, "claims", "nodes", 0, "id")
			count := `{ now: relations(subject: "state:FRA", kinds: [CONDEMNED]) { totalCount } then: relations(subject: "state:FRA", kinds: [CONDEMNED], knownBy: "2025-09-30") { totalCount } }`
			counts := func(now, then float64) {
				t.Helper()
				r := data(t, ask(t, s, opts, count, nil))
				if at(t, r, "now", "totalCount") != now || at(t, r, "then", "totalCount") != then {
					t.Errorf("%v, want %v now and %v then", r, now, then)
				}
			}
			counts(1, 1)
			r = data(t, ask(t, s, opts, `mutation ($id: ID!) { reviewClaim(id: $id, verdict: REJECT, why: "it says the opposite") { judgement { verb on by why claim } claim { kind } } }`, map[string]any{"id": claim}))
			if at(t, r, "reviewClaim", "judgement", "on") != "2025-10-01" || at(t, r, "reviewClaim", "judgement", "by") != "local" || at(t, r, "reviewClaim", "claim") != nil {
				t.Errorf("reviewed: %v", r)
			}
			counts(0, 1) // the judgement acts from its day on
			r = data(t, ask(t, s, opts, `mutation ($id: ID!) { retractArticle(id: $id, why: "withdrawn by the outlet", on: "2025-10-04") { judgement { verb article } article { judgements { why } } } }`, map[string]any{"id": id}))
			if at(t, r, "retractArticle", "article", "judgements", 0, "why") != "withdrawn by the outlet" {
				t.Errorf("retracted: %v", r)
			}
			counts(0, 1)

			merge := `mutation ($dry: Boolean!) { mergeEntities(entity: "leader:donald-trump", into: "leader:vladimir-putin", why: "a test", dryRun: $dry) { judgement { verb } relationCount claimCount into { name } } }`
			r = data(t, ask(t, s, opts, merge, map[string]any{"dry": true}))
			if at(t, r, "mergeEntities", "judgement") != nil || at(t, r, "mergeEntities", "relationCount") != 1.0 || at(t, r, "mergeEntities", "into", "name") != "Vladimir Putin" {
				t.Errorf("dry run: %v", r)
			}
			leads := `{ relations(object: "state:USA", kinds: [LEADS]) { nodes { subject { id } } } }`
			subject := func(want string) {
				t.Helper()
				r := data(t, ask(t, s, opts, leads, nil))
				if got := at(t, r, "relations", "nodes", 0, "subject", "id"); got != want {
					t.Errorf("the leader is %v, want %s", got, want)
				}
			}
			subject("leader:donald-trump")
			data(t, ask(t, s, opts, merge, map[string]any{"dry": false}))
			subject("leader:vladimir-putin")
			data(t, ask(t, s, opts, `mutation { splitEntity(entity: "leader:donald-trump", into: "leader:vladimir-putin", why: "a test") { judgement { verb } entity { id } } }`, nil))
			subject("leader:donald-trump")
		})
	}
}

func TestWritingRefused(t *testing.T) {
	s := world(t, opened[0].open)
	for _, c := range []struct{ name, text, says string }{
		{"unknown article", `mutation { retractArticle(id: "article:none", why: "x") { judgement { id } } }`, "article:none"},
		{"no reason", `mutation { reviewClaim(id: "claim:x", verdict: ACCEPT, why: " ") { judgement { id } } }`, "claim:x"},
		{"into itself", `mutation { mergeEntities(entity: "state:IRN", into: "state:IRN", why: "x") { relationCount } }`, "different"},
		{"of two kinds", `mutation { mergeEntities(entity: "state:IRN", into: "org:EU", why: "x") { relationCount } }`, "one kind"},
		{"broken text", `mutation { loadArticle(article: {text: "broken"}) { claimCount } }`, "no language pack"},
		{"no text", `mutation { loadArticle(article: {title: "x"}) { claimCount } }`, "text"},
		{"wrong date", `mutation { loadArticle(article: {text: "x", published: "yesterday"}) { claimCount } }`, "2025-01-17"},
	} {
		r := ask(t, s, Options{Read: readStub}, c.text, nil)
		if codeOf(r) != string(BadUserInput) || !strings.Contains(r.Errors[0].Message, c.says) {
			t.Errorf("%s: %v", c.name, r.Errors)
		}
	}
}

func TestWhoMayWrite(t *testing.T) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	hash := func(s string) string { h := sha256.Sum256([]byte(s)); return hex.EncodeToString(h[:]) }
	tokens, err := ReadTokens(strings.NewReader(strings.Join([]string{
		"# who may do what", "ann admin " + hash("a") + " -", "ed editor " + hash("e") + " 2026-01-01",
		"old editor " + hash("o") + " 2025-12-31", "rita reader " + hash("r") + " - # reads", "",
	}, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	const load, merge = `{"query": "mutation { loadArticle(article: {text: \"words\"}) { claimCount } }"}`,
		`{"query": "mutation { mergeEntities(entity: \"leader:donald-trump\", into: \"leader:vladimir-putin\", why: \"x\", dryRun: true) { claimCount } }"}`
	bearer := func(s string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+s) }
	}
	for _, c := range []struct {
		name   string
		tokens *Tokens
		body   string
		change func(*http.Request)
		code   Code // empty: it is done
	}{
		{"no token", tokens, load, nil, Unauthenticated},
		{"wrong token", tokens, load, bearer("x"), Unauthenticated},
		{"empty token", tokens, load, bearer(""), Unauthenticated},
		{"expired token", tokens, load, bearer("o"), Unauthenticated},
		{"reader", tokens, load, bearer("r"), Forbidden},
		{"editor on the last day", tokens, load, bearer("e"), ""},
		{"editor merges", tokens, merge, bearer("e"), Forbidden},
		{"admin merges", tokens, merge, bearer("a"), ""},
		{"this machine", nil, merge, nil, ""},
		{"this machine by a page of its own", nil, load, func(r *http.Request) { r.Header.Set("Origin", "http://localhost:8080") }, ""},
		{"another machine", nil, load, func(r *http.Request) { r.RemoteAddr = "192.0.2.7:4444" }, Unauthenticated},
		{"a name that was bound to this machine", nil, load, func(r *http.Request) { r.Host = "evil.example" }, Unauthenticated},
		{"a page of another site", nil, load, func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, Unauthenticated},
		{"a page without an origin", nil, load, func(r *http.Request) { r.Header.Set("Origin", "null") }, Unauthenticated},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := New(world(t, opened[0].open), Options{Tokens: c.tokens, Read: readStub, Log: quiet, Now: func() time.Time { return now }})
			w := post(t, h, c.body, c.change)
			var r Response
			if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil {
				t.Fatal(err)
			}
			if codeOf(&r) != string(c.code) {
				t.Errorf("code %q, want %q: %s", codeOf(&r), c.code, w.Body)
			}
		})
	}
	for _, bad := range []string{"ann admin", "ann king " + hash("a") + " -", "ann admin abc -", "ann admin " + hash("a") + " soon"} {
		if _, err := ReadTokens(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// Claims that anyone puts into the store arrive, with why they matched; after
// a break a client goes on from its cursor.
func TestSubscription(t *testing.T) {
	for _, o := range opened {
		t.Run(o.name, func(t *testing.T) {
			s := world(t, o.open)
			srv := httptest.NewServer(New(s, Options{Log: quiet, Poll: 5 * time.Millisecond}))
			defer srv.Close()
			subscribe := func(after string) (events chan map[string]any, stop func()) {
				ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
				body := `{"query": "subscription ($after: String) { claimAdded(touching: [\"state:FRA\"], after: $after) { cursor matched claim { kind object { name } } } }", "variables": {"after": ` + after + `}}`
				req, err := http.NewRequestWithContext(ctx, "POST", srv.URL, strings.NewReader(body))
				if err != nil {
					t.Fatal(err)
				}
				req.Header.Set("Content-Type", "application/json")
				req.Header.Set("Accept", "text/event-stream")
				resp, err := http.DefaultClient.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				lines := bufio.NewReader(resp.Body)
				if first, err := lines.ReadString('\n'); err != nil || !strings.HasPrefix(first, ":") {
					t.Fatalf("%q %v", first, err)
				}
				events = make(chan map[string]any, 10)
				go func() {
					defer close(events)
					defer resp.Body.Close()
					for {
						line, err := lines.ReadString('\n')
						if err != nil {
							return
						}
						if text, ok := strings.CutPrefix(line, "data: "); ok {
							var v map[string]any
							if json.Unmarshal([]byte(text), &v) == nil {
								events <- v
							}
						}
					}
				}()
				return events, cancel
			}
			next := func(events chan map[string]any) map[string]any {
				t.Helper()
				select {
				case v, ok := <-events:
					if ok {
						return v
					}
				case <-time.After(5 * time.Second):
				}
				t.Fatal("no event")
				return nil
			}
			add := func(n int) {
				readings, err := readStub(context.Background(), ArticleInput{URL: fmt.Sprintf("https://x.example/%d", n), Text: fmt.Sprintf("text %d", n), Published: "2025-10-01"})
				if err != nil {
					t.Fatal(err)
				}
				put(t, s, &graph.Batch{Readings: readings})
			}
			events, stop := subscribe("null")
			time.Sleep(20 * time.Millisecond) // until it has looked where the log ends
			add(1)
			e := next(events)
			if at(t, e, "data", "claimAdded", "matched", 0) != "state:FRA" || at(t, e, "data", "claimAdded", "claim", "object", "name") != "North Korea" {
				t.Errorf("event %v", e)
			}
			cursor := at(t, e, "data", "claimAdded", "cursor").(string)
			stop()
			add(2)
			add(3)
			events, stop = subscribe(`"` + cursor + `"`)
			defer stop()
			a, b := next(events), next(events)
			ca, cb := at(t, a, "data", "claimAdded", "cursor"), at(t, b, "data", "claimAdded", "cursor")
			if ca == cb || ca == cursor || cb == cursor {
				t.Errorf("after the break: %v %v %v", cursor, ca, cb)
			}
		})
	}
}

func TestSubscriptionsAreBounded(t *testing.T) {
	srv := NewServer(world(t, opened[0].open), Options{Log: quiet, Limits: Limits{Streams: 1}})
	release, err := srv.open()
	if err != nil {
		t.Fatal(err)
	}
	var r *refusal
	if _, err := srv.open(); !errors.As(err, &r) || r.Code != RateLimited {
		t.Errorf("a second one: %v", err)
	}
	release()
	if _, err := srv.open(); err != nil {
		t.Errorf("after the first was closed: %v", err)
	}
	resp := srv.Do(context.Background(), &graphql.RawParams{Query: `subscription { claimAdded { cursor } }`})
	if codeOf(resp) != string(BadUserInput) {
		t.Errorf("a subscription as a plain request: %v", resp.Errors)
	}
}

func TestGate(t *testing.T) {
	now := time.Unix(0, 0)
	g := newGate(Limits{Rate: 2, Concurrent: 3})
	from := func(addr string) *http.Request {
		r := httptest.NewRequest("POST", "/graphql", nil)
		r.RemoteAddr = addr
		return r
	}
	enter := func(addr string) (func(), bool) {
		t.Helper()
		leave, err := g.enter(from(addr), now)
		var r *refusal
		if err != nil && (!errors.As(err, &r) || r.Code != RateLimited || r.Limit == 0) {
			t.Fatalf("refused with %v", err)
		}
		return leave, err == nil
	}
	for i := range 5 {
		leave, ok := enter("192.0.2.1:1")
		if !ok {
			t.Fatalf("request %d is refused", i)
		}
		leave()
	}
	if _, ok := enter("192.0.2.1:2"); ok {
		t.Error("the sixth at once from one address is admitted")
	}
	now = now.Add(time.Second)
	var open []func()
	for _, addr := range []string{"192.0.2.1:1", "192.0.2.2:1", "192.0.2.3:1"} {
		leave, ok := enter(addr)
		if !ok {
			t.Fatalf("%s is refused", addr)
		}
		open = append(open, leave)
	}
	if _, ok := enter("192.0.2.4:1"); ok {
		t.Error("a fourth at a time is admitted")
	}
	open[0]()
	if leave, ok := enter("192.0.2.4:1"); !ok {
		t.Error("after one was answered none is admitted")
	} else {
		leave()
	}
	now = now.Add(time.Hour)
	enter("192.0.2.9:1")
	if len(g.clients) != 1 {
		t.Errorf("%d clients are kept after an hour", len(g.clients))
	}
}

func TestPrivateAndObserved(t *testing.T) {
	var seen []Observation
	h := New(world(t, opened[0].open), Options{Log: quiet, Private: true, Observe: func(_ context.Context, o Observation) { seen = append(seen, o) }})
	body := `{"query": "query Named { states(first: 201) { totalCount } }", "operationName": "Named"}`
	w := post(t, h, body, func(r *http.Request) { r.RemoteAddr = "192.0.2.1:1" })
	if w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), string(Unauthenticated)) {
		t.Errorf("without a token: %d %s", w.Code, w.Body)
	}
	post(t, h, body, nil)
	if len(seen) != 1 || seen[0].Operation != "Named" || seen[0].Code != BadUserInput || seen[0].Caller != "local" || seen[0].Bytes == 0 {
		t.Errorf("observed: %+v", seen)
	}
}

// A network is measured once for a question and a revision, and anew when the
// graph has changed.
func TestNetworksAreKept(t *testing.T) {
	s := world(t, opened[0].open)
	srv := NewServer(s, Options{Log: quiet})
	ask := func(text string) string {
		t.Helper()
		r := srv.Do(context.Background(), &graphql.RawParams{Query: text})
		if len(r.Errors) > 0 {
			t.Fatal(r.Errors)
		}
		return string(r.Data)
	}
	const question = `{ network(kinds: [SANCTIONED, CONDEMNED]) { nodes { id degree pageRank community } modularity } }`
	first := ask(question)
	if ask(question) != first || len(srv.nets.kept) != 1 {
		t.Errorf("%d networks are kept of one question", len(srv.nets.kept))
	}
	if weighted := ask(strings.Replace(question, "(", "(weightBy: CLAIMS, ", 1)); len(srv.nets.kept) != 2 || weighted == "" {
		t.Errorf("%d networks are kept of two questions", len(srv.nets.kept))
	}
	readings, err := readStub(context.Background(), ArticleInput{URL: "https://x.example/1", Text: "text", Published: "2025-10-01"})
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, &graph.Batch{Readings: readings})
	if now := ask(question); now == first || !strings.Contains(now, "state:FRA") {
		t.Errorf("after a load the network is as before: %s", now)
	}
	for i := range 2 * maxNetworks {
		ask(fmt.Sprintf(`{ network(minConfidence: 0.%02d) { nodeCount } }`, i+10))
	}
	if len(srv.nets.kept) > maxNetworks {
		t.Errorf("%d networks are kept", len(srv.nets.kept))
	}
}

// slow is a store that takes its time.
type slow struct {
	graph.Store
	running, most *atomic.Int32
}

func (s slow) Query(ctx context.Context, q *graph.Query) (*graph.Result, error) {
	n := s.running.Add(1)
	defer s.running.Add(-1)
	for most := s.most.Load(); n > most && !s.most.CompareAndSwap(most, n); most = s.most.Load() {
	}
	time.Sleep(2 * time.Millisecond)
	return s.Store.Query(ctx, q)
}

// Sixteen times its capacity: those who are served get right answers, the
// others are told to come again, and no more than the capacity runs at a time.
func TestOverCapacity(t *testing.T) {
	var running, most atomic.Int32
	h := New(slow{world(t, opened[0].open), &running, &most}, Options{Log: quiet, Limits: Limits{Concurrent: 4, Cost: 1000}})
	var served, refused atomic.Int32
	var clients sync.WaitGroup
	for range 64 {
		clients.Go(func() {
			for range 5 {
				w := post(t, h, `{"query": "{ state(id: \"state:IRN\") { name } }"}`, nil)
				switch body := w.Body.String(); {
				case w.Code == 200 && strings.Contains(body, `{"data":{"state":{"name":"Iran"}}`):
					served.Add(1)
				case w.Code == http.StatusTooManyRequests && strings.Contains(body, string(RateLimited)) && w.Header().Get("Retry-After") != "":
					refused.Add(1)
				default:
					t.Errorf("%d %s", w.Code, body)
				}
			}
		})
	}
	clients.Wait()
	if most.Load() > 4 || served.Load() == 0 || refused.Load() == 0 {
		t.Errorf("%d at a time, %d served, %d refused", most.Load(), served.Load(), refused.Load())
	}
}

// An operation that takes too long is cut off with a code, not with the
// driver's text.
func TestTimeout(t *testing.T) {
	r := ask(t, stuck{}, Options{Limits: Limits{Time: 5 * time.Millisecond}}, `{ state(id: "state:IRN") { name } }`, nil)
	if codeOf(r) != string(Timeout) {
		t.Errorf("%v", r.Errors)
	}
}

// stuck never answers.
type stuck struct{ failing }

func (stuck) Query(ctx context.Context, _ *graph.Query) (*graph.Result, error) {
	<-ctx.Done()
	return nil, fmt.Errorf("sql: %w", ctx.Err())
}
