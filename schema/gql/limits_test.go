package gql

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

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
	_, batch, err := readStub(context.Background(), ArticleInput{URL: "https://x.example/1", Text: "text", Published: "2025-10-01"})
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, batch)
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

// GraphiQL and other tools ask for the whole schema in one operation.
func TestIntrospectionFitsTheLimits(t *testing.T) {
	r := ask(t, failing{}, Options{}, introspection.Query, nil)
	if types := at(t, data(t, r), "__schema", "types").([]any); len(types) < 50 {
		t.Errorf("%d types", len(types))
	}
}

// Operations are kept read, but none that is long.
func TestLongOperationsAreNotKept(t *testing.T) {
	d := documents{lru.New[*ast.QueryDocument](10)}
	short, long := "{ __typename }", "{ __typename #"+strings.Repeat("x", maxKept)+"\n}"
	for _, text := range []string{short, long} {
		d.Add(t.Context(), text, &ast.QueryDocument{})
	}
	if _, ok := d.Get(t.Context(), short); !ok {
		t.Error("a short one is not kept")
	}
	if _, ok := d.Get(t.Context(), long); ok {
		t.Error("a long one is kept")
	}
}

// crowd is a store with a network of many nodes and edges.
type crowd struct {
	failing
	nodes, edges int
}

func (c crowd) Query(_ context.Context, q *graph.Query) (*graph.Result, error) {
	res := &graph.Result{Revision: 1, Statements: 1, Fields: map[string]*graph.Answer{}}
	r := rand.New(rand.NewPCG(1, 1))
	for _, f := range q.Fields {
		page := &graph.RowPage{}
		for i := range c.edges {
			if f.Rows != graph.Relations {
				break
			}
			subject := i % c.nodes
			rel := &graph.Relation{ID: graph.RelationID(fmt.Sprintf("relation:%06d", i)), Kind: schema.Condemned}
			rel.Subject, rel.Object = graph.EntityID(fmt.Sprintf("actor:%05d", subject)), graph.EntityID(fmt.Sprintf("actor:%05d", (subject+1+r.IntN(c.nodes-1))%c.nodes))
			page.Rows = append(page.Rows, graph.Row{Relation: rel})
		}
		res.Fields[f.Name] = &graph.Answer{Field: f, Pages: map[string]*graph.RowPage{"": page}, Fields: map[string]*graph.Answer{}}
	}
	return res, nil
}

// A network over the limit is refused with its figure, before it is measured.
func TestCrowdedNetwork(t *testing.T) {
	r := ask(t, crowd{nodes: 2500, edges: 5000}, Options{}, `{ network { nodes { id betweenness community } } }`, nil)
	if codeOf(r) != string(QueryTooComplex) {
		t.Fatalf("code %q: %v", codeOf(r), r.Errors)
	}
	if e := r.Errors[0].Extensions; e["limit"] != 2000 || e["count"] != 2500 {
		t.Errorf("figures %v", e)
	}
}

// Where members stand for organisations, or isolates are added, a network with far
// too many ends is refused by the store, which counts them: the figure is that of
// the ends, not of the nodes that would have come of them.
func TestCrowdedNetworkIsCounted(t *testing.T) {
	limits := DefaultLimits()
	limits.Nodes = 1
	for _, o := range opened {
		s := world(t, o.open)
		ends := at(t, data(t, ask(t, s, Options{}, `{ network(kinds: [SANCTIONED]) { nodeCount } }`, nil)), "network", "nodeCount")
		for _, args := range []string{"includeIsolates: true", "rollup: MEMBERS", "rollup: MEMBERS, includeIsolates: true"} {
			whole := at(t, data(t, ask(t, s, Options{}, `{ network(kinds: [SANCTIONED], `+args+`) { nodeCount } }`, nil)), "network", "nodeCount")
			if whole == ends {
				t.Fatalf("%s has as many nodes as ends: %v", args, whole)
			}
			r := ask(t, s, Options{Limits: limits}, `{ network(kinds: [SANCTIONED], `+args+`) { nodeCount } }`, nil)
			if codeOf(r) != string(QueryTooComplex) || fmt.Sprint(r.Errors[0].Extensions["count"]) != fmt.Sprint(ends) {
				t.Errorf("%s: %s: %v, want the count %v (of %v nodes)", o.name, args, r.Errors, ends, whole)
			}
		}
		// Among one there is nothing, whatever else there is.
		r := ask(t, s, Options{Limits: limits}, `{ network(within: ["state:BLR"], rollup: MEMBERS) { nodeCount } }`, nil)
		if n := at(t, data(t, r), "network", "nodeCount"); n != 0.0 {
			t.Errorf("%s: among one there are %v nodes", o.name, n)
		}
	}
}

// Measuring ends when the time is over.
func TestMeasuringIsCutOff(t *testing.T) {
	began := time.Now()
	limits := DefaultLimits()
	limits.Time = 300 * time.Millisecond
	r := ask(t, crowd{nodes: 1900, edges: 99_000}, Options{Limits: limits}, `{ network { nodes { id betweenness closeness eigenvector community } triads { total } transitivity } }`, nil)
	if codeOf(r) != string(Timeout) || string(r.Data) != "" {
		t.Fatalf("code %q: %.200s", codeOf(r), r.Data)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
}
