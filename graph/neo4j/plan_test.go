package neo4j_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/neo4j"
)

// filled gives the database what planners and counters need: a graph that is
// not empty.
func filled(t testing.TB, actors, claims int) *neo4j.Store {
	t.Helper()
	s := open(t)
	t.Cleanup(func() { s.Close() })
	for b := range graphtest.Generate(actors, claims, 1) {
		if err := s.Put(context.Background(), b); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Fold(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

// scans are the operators that look at all nodes or relationships of a kind.
var scans = []string{"NodeByLabelScan", "NodeIndexScan", "AllNodesScan", "RelationshipTypeScan", "AllRelationshipsScan", "RelationshipIndexScan"}

// operators are those of a plan, each before those that it reads from, with what
// they do. They are read by reflection: Children of the driver (5.28) gives the last
// child in the place of each, so that branches would go unseen.
func operators(p driver.Plan) []string {
	return operatorsOf(reflect.ValueOf(p).Elem().FieldByName("plan").Elem())
}

func operatorsOf(p reflect.Value) []string {
	details := ""
	if d := p.FieldByName("Arguments").MapIndex(reflect.ValueOf("Details")); d.IsValid() {
		details = d.Elem().String()
	}
	list := []string{strings.TrimSuffix(p.FieldByName("Operator").String(), "@neo4j") + ": " + details}
	for i, children := 0, p.FieldByName("Children"); i < children.Len(); i++ {
		list = append(list, operatorsOf(children.Index(i))...)
	}
	return list
}

// planned are the operators of a statement, of which none may scan.
func planned(t *testing.T, d driver.DriverWithContext, text string, parameters map[string]any) []string {
	t.Helper()
	list := operators(explain(t, d, "EXPLAIN "+text, parameters).Plan())
	for _, o := range list {
		if slices.ContainsFunc(scans, func(scan string) bool { return strings.HasPrefix(o, scan) }) {
			t.Errorf("scans: %s\n%s", o, text)
		}
	}
	return list
}

// walks are the operators that walk and join, in order of their names: which of
// two nodes is looked up first, or which of two conditions is asked, may change.
func walks(list []string) []string {
	var out []string
	for _, o := range list {
		name, _, _ := strings.Cut(o, ": ")
		if strings.Contains(name, "Seek") || strings.Contains(name, "Expand") || strings.Contains(name, "Join") || strings.Contains(name, "Scan") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// shapes are the steps of the usual questions, with each of the conditions that
// make another text.
func shapes() []*graph.Step {
	day, half := graph.Day(20_000), graph.Thousandths(500)
	list := neo4j.Usual()
	hub := []graph.EntityID{"state:AAA"}
	for _, rows := range []graph.Rows{graph.Claims, graph.Relations} {
		for _, where := range []graph.Where{{Subject: hub}, {Object: hub}, {Either: hub}, {Touching: hub}, {Subject: hub, Object: []graph.EntityID{"state:AAB"}}} {
			list = append(list, &graph.Step{Field: &graph.Field{Rows: rows, Where: where, Page: graph.Page{First: 20}}, Parents: []string{""}})
		}
	}
	for _, s := range neo4j.Usual() {
		if s.Field.Brief || s.Field.Rows != graph.Relations && s.Field.Rows != graph.Treaties {
			continue
		}
		for _, change := range []func(*graph.Field){
			func(f *graph.Field) { f.Time.At = &day },
			func(f *graph.Field) { f.Time.From, f.Time.To = &day, &day },
			func(f *graph.Field) { f.Time.KnownBy = &day },
			func(f *graph.Field) {
				if f.Rows == graph.Relations {
					f.Where.Confidence, f.Where.Modalities, f.Where.Statuses = &half, []graph.Modality{graph.Asserted}, []graph.Status{graph.StatusEnded}
				}
			},
			func(f *graph.Field) { f.Page = graph.Page{All: true, Limit: 100} },
			func(f *graph.Field) { f.Only, f.Group = true, &graph.Group{By: []graph.GroupBy{graph.GroupKind}} },
		} {
			f := *s.Field
			change(&f)
			list = append(list, &graph.Step{Field: &f, Parents: s.Parents, IDs: s.IDs})
		}
	}
	return list
}

// TestPlans lets the server explain the statements of the usual questions: none
// scans all nodes of a label, or all relationships of a type.
func TestPlans(t *testing.T) {
	filled(t, 300, 2000)
	d := raw(t)
	explained := map[string]bool{}
	for _, step := range shapes() {
		texts, parameters := neo4j.Texts(step)
		for i, text := range texts {
			if explained[text] {
				continue
			}
			explained[text] = true
			list := planned(t, d, text, parameters[i])
			// A walk from an end gives the order: nothing between it and its limit sorts.
			for _, o := range list {
				if name, by, _ := strings.Cut(o, ": "); (name == "Top" || name == "Sort") && (strings.HasPrefix(by, "`w.subject`") || strings.HasPrefix(by, "`w.object`")) {
					t.Errorf("a hub is sorted:\n%s\n%s", strings.Join(list, "\n"), text)
				}
			}
		}
	}
}

// TestFixedPlans lets the server explain every other statement, those that load
// and fold among them. Each walks in the same way through an empty database and
// through one that is filled: so a plan may be kept however much has come since, and one
// that was made first is none the worse.
func TestFixedPlans(t *testing.T) {
	s := open(t)
	defer s.Close()
	d := raw(t)
	texts := neo4j.FixedTexts()
	before := make([][]string, len(texts))
	for i, text := range texts {
		before[i] = walks(planned(t, d, text, nil))
	}
	for b := range graphtest.Generate(300, 2000, 1) {
		if err := s.Put(context.Background(), b); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Fold(context.Background()); err != nil {
		t.Fatal(err)
	}
	run(t, d, "CALL db.clearQueryCaches()", nil)
	for i, text := range texts {
		if diff := cmp.Diff(before[i], walks(planned(t, d, text, nil))); diff != "" {
			t.Errorf("another plan of a filled database (-empty +filled)\n%s\n%s", diff, text)
		}
	}
}

// TestTextsStandTogether reads the package: its statements stand in texts.go, where
// TestFixedPlans finds them, and not in the midst of the code.
func TestTextsStandTogether(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				called, ok := n.Fun.(*ast.SelectorExpr)
				if !ok || len(n.Args) == 0 || !slices.Contains([]string{"record", "rows", "list", "exec", "each"}, called.Sel.Name) {
					break
				}
				if l, literal := n.Args[0].(*ast.BasicLit); literal {
					t.Errorf("%s: a statement stands in the code, not in texts.go: %s", name, l.Value)
				}
			case *ast.ValueSpec: // those of one literal; the others are put together of parts
				if text, ok := literal(n); ok && name == "texts.go" {
					found++
					if !slices.ContainsFunc(neo4j.FixedTexts(), func(l string) bool { return strings.HasPrefix(l, text) }) {
						t.Errorf("%s is not among the texts that are explained", n.Names[0].Name)
					}
				}
			}
			return true
		})
	}
	if found < 40 {
		t.Errorf("texts.go has only %d texts", found)
	}
}

// literal is the value of a constant that is one literal.
func literal(n *ast.ValueSpec) (string, bool) {
	if len(n.Values) != 1 {
		return "", false
	}
	l, ok := n.Values[0].(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}

// explain runs a statement with its parameters, after EXPLAIN or PROFILE where
// the text says so.
func explain(t testing.TB, d driver.DriverWithContext, text string, parameters map[string]any) driver.ResultSummary {
	t.Helper()
	s := d.NewSession(context.Background(), driver.SessionConfig{})
	defer s.Close(context.Background())
	res, err := s.Run(context.Background(), text, parameters)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	sum, err := res.Consume(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// TestHub counts what the server looks at for a page of 20 of an entity that
// stands in thousands of relations, and of one that stands in some thirty: no
// more than twice as much.
func TestHub(t *testing.T) {
	s := filled(t, 2000, 12000)
	d := raw(t)
	count := func(id string) int {
		res, err := s.Query(context.Background(), &graph.Query{Fields: []*graph.Field{{
			Name: "r", Rows: graph.Relations, Where: graph.Where{Either: []graph.EntityID{graph.EntityID(id)}}, Count: true, Only: true,
		}}})
		if err != nil {
			t.Fatal(err)
		}
		return res.Fields["r"].Page("").Total
	}
	hits := func(id string) int64 {
		texts, parameters := neo4j.Texts(&graph.Step{
			Field:   &graph.Field{Name: "r", Rows: graph.Relations, Via: graph.ViaEntity, Page: graph.Page{First: 20}},
			Parents: []string{id},
		})
		var total int64
		var visit func(driver.ProfiledPlan)
		visit = func(p driver.ProfiledPlan) {
			total += p.DbHits()
			for _, c := range p.Children() {
				visit(c)
			}
		}
		visit(explain(t, d, "PROFILE "+texts[0], parameters[0]).Profile())
		return total
	}
	hub, leaf := "state:AAA", ""
	for i := 60; leaf == "" && i < 200; i++ {
		id := fmt.Sprintf("state:A%c%c", 'A'+i/26, 'A'+i%26)
		if n := count(id); n >= 40 && n <= 120 {
			leaf = id
		}
	}
	if leaf == "" {
		t.Fatal("the generated graph has no leaf")
	}
	many, few := count(hub), count(leaf)
	if many < few*10 {
		t.Fatalf("%s stands in %d relations, %s in %d: that is no hub", hub, many, leaf, few)
	}
	h, l := hits(hub), hits(leaf)
	t.Logf("a page of 20: %d hits of %d relations, %d hits of %d", h, many, l, few)
	if h > 2*l {
		t.Errorf("a page of 20 of %d relations takes %d database hits, of %d relations %d", many, h, few, l)
	}
}
