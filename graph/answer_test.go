package graph_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
)

// texts prints what is asked; articles answers it from a list of days by parent.
type texts struct{ limit int }

func (p texts) Rows() string      { return fmt.Sprintf("rows, at most %d", p.limit) }
func (p texts) CountRows() string { return "count" }
func (texts) CountGroups() string { return "groups" }
func (texts) CountEnds() string   { return "ends" }

type articles struct {
	by    map[string][]int // the rows of each parent, as the database happens to give them
	asked []string
}

func (a *articles) Counts(_ context.Context, text string, found func(string, int)) error {
	a.asked = append(a.asked, text)
	for parent, days := range a.by {
		found(parent, len(days))
	}
	return nil
}

func (a *articles) Groups(_ context.Context, text string, _ *graph.Group, found func(string, graph.GroupRow)) error {
	a.asked = append(a.asked, text)
	for parent, days := range a.by {
		found(parent, graph.GroupRow{Keys: []string{"few"}, Count: 1})
		found(parent, graph.GroupRow{Keys: []string{"all"}, Count: len(days)})
	}
	return nil
}

func (a *articles) Rows(_ context.Context, text string, s *graph.Step, found func(string, graph.Row)) error {
	a.asked = append(a.asked, text)
	_, limit := s.Field.Walk()
	for parent, days := range a.by {
		for i, day := range days {
			if limit == 0 || i < limit {
				found(parent, graph.Row{Article: &graph.Article{ID: graph.ArticleID(fmt.Sprint("a", day)), Published: graph.DateOf(graph.Day(day))}})
			}
		}
	}
	return nil
}

func TestAsk(t *testing.T) {
	byDay := []graph.Order{{Field: graph.ByPublished}}
	one := func(days ...int) map[string][]int { return map[string][]int{"": days} }
	for _, test := range []struct {
		name  string
		field graph.Field
		by    map[string][]int
		asked []string
		want  map[string]string // ids, then < and > for more before and after, then the total
	}{
		{"a page is put in order, and one row more tells that there are more", graph.Field{Page: graph.Page{First: 2}}, one(3, 1, 2), []string{"rows, at most 3"}, map[string]string{"": "[a1 a2]>"}},
		{"the last page", graph.Field{Page: graph.Page{First: 3}}, one(3, 1, 2), []string{"rows, at most 4"}, map[string]string{"": "[a1 a2 a3]"}},
		{"the last rows", graph.Field{Page: graph.Page{Last: 2}}, one(3, 2, 1), []string{"rows, at most 3"}, map[string]string{"": "[a2 a3]<"}},
		{"after a cursor there may be none", graph.Field{Page: graph.Page{First: 2, After: &graph.Cursor{}}}, nil, []string{"rows, at most 3"}, map[string]string{"": "[]<"}},
		{"each parent has its page", graph.Field{Via: graph.ViaDocument, Page: graph.Page{First: 1}, Count: true}, map[string][]int{"p": {2, 1}, "q": {5}}, []string{"count", "rows, at most 2"}, map[string]string{"p": "[a1]>2", "q": "[a5]1"}},
		{"counts alone", graph.Field{Only: true, Count: true}, one(1, 2), []string{"count"}, map[string]string{"": "[]2"}},
		{"groups alone, the largest first", graph.Field{Only: true, Group: &graph.Group{By: []graph.GroupBy{graph.GroupOutlet}}}, one(1, 2), []string{"groups"}, map[string]string{"": "[]all few "}},
		{"what ids name is never cut", graph.Field{Via: graph.ViaArticle, Count: true, Page: graph.Page{First: 1}}, one(2, 1), []string{"rows, at most 0"}, map[string]string{"": "[a1 a2]2"}},
		{"all, as many as are allowed", graph.Field{Page: graph.Page{All: true, Limit: 2}}, one(2, 1), []string{"rows, at most 3"}, map[string]string{"": "[a1 a2]"}},
		{"all without a limit", graph.Field{Page: graph.Page{All: true}}, one(2, 1, 3), []string{"rows, at most 0"}, map[string]string{"": "[a1 a2 a3]"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := test.field
			f.Rows, f.Order = graph.Articles, byDay
			a := &articles{by: test.by}
			asked, err := ask(&f, a)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for parent, p := range asked.Pages {
				ids := []string{}
				for _, r := range p.Rows {
					ids = append(ids, r.Key())
				}
				line := fmt.Sprint(ids)
				if p.HasPrev {
					line += "<"
				}
				if p.HasNext {
					line += ">"
				}
				if p.Total > 0 {
					line += fmt.Sprint(p.Total)
				}
				for _, g := range p.Groups {
					line += g.Keys[0] + " "
				}
				got[parent] = line
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("pages (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(test.asked, a.asked); diff != "" {
				t.Errorf("statements (-want +got)\n%s", diff)
			}
			if asked.Statements != len(test.asked) {
				t.Errorf("says that it took %d statements", asked.Statements)
			}
		})
	}
}

// Copies are none.
func (a *articles) Copies(context.Context) (map[graph.ArticleID]string, error) { return nil, nil }

// TestAskTooMany: a page of all rows is refused when there are too many, with
// their number, which is asked for.
func TestAskTooMany(t *testing.T) {
	for name, f := range map[string]*graph.Field{
		"the rows say so":        {Rows: graph.Articles, Page: graph.Page{All: true, Limit: 2}},
		"only the count may say": {Rows: graph.Articles, Page: graph.Page{All: true, Limit: 2}, Only: true},
	} {
		_, err := ask(f, &articles{by: map[string][]int{"": {1, 2, 3, 4}}})
		var many *graph.TooManyError
		if !errors.As(err, &many) || many.Have != 4 || many.Limit != 2 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func ask(f *graph.Field, a *articles) (*graph.Asked, error) {
	_, limit := f.Walk()
	return graph.Ask(context.Background(), &graph.Step{Field: f}, func(*graph.Step) graph.Printer[string] { return texts{limit} }, a)
}
