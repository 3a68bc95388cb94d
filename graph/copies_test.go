package graph_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
)

// Copies finds what a comparison of each text with every original before it
// finds, of few texts as of many.
func TestCopies(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	words := func(n int) []string {
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprintf("w%d", r.IntN(5000))
		}
		return list
	}
	var sources [][]string
	for range 12 {
		sources = append(sources, words(150))
	}
	for _, n := range []int{0, 1, 5, 33, 300} {
		var texts []graph.Text
		for i := range n {
			text := words(150)
			if r.IntN(3) > 0 { // a reprint, with a share of other words
				copied := append([]string(nil), sources[r.IntN(len(sources))]...)
				for range r.IntN(40) {
					copied[r.IntN(len(copied))] = "edited"
				}
				text = copied
			}
			texts = append(texts, graph.Text{
				Article: graph.ArticleID(fmt.Sprintf("article:%03d", r.IntN(1000)*1000+i)), Known: graph.Day(r.IntN(20)),
				Outlet: fmt.Sprint("outlet ", i), Print: graph.Fingerprint(strings.Join(text, " ")),
			})
		}
		texts = append(texts, graph.Text{Article: "article:blank", Outlet: "none"}, graph.Text{Article: "article:odd", Outlet: "none", Print: "no print"})
		want := map[graph.ArticleID]string{}
		before := func(a, b graph.Text) bool { return a.Known < b.Known || a.Known == b.Known && a.Article < b.Article }
		var find func(graph.Text) *graph.Text
		kept := map[graph.ArticleID]*graph.Text{}
		done := map[graph.ArticleID]bool{}
		find = func(text graph.Text) *graph.Text { // the original of a text; nil when it is one itself
			if done[text.Article] {
				return kept[text.Article]
			}
			var first *graph.Text
			for _, o := range texts {
				if before(o, text) && find(o) == nil && graph.NearCopy(o.Print, text.Print) && (first == nil || before(o, *first)) {
					first = &o
				}
			}
			done[text.Article], kept[text.Article] = true, first
			return first
		}
		for _, text := range texts {
			if o := find(text); o != nil {
				want[text.Article] = o.Outlet
			}
		}
		if n == 300 && len(want) < 50 {
			t.Errorf("there are %d copies only", len(want))
		}
		if diff := cmp.Diff(want, graph.Copies(texts)); diff != "" {
			t.Errorf("%d texts (-want +got)\n%s", n, diff)
		}
	}
}
