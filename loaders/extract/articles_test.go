package extract_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/extract/score"
	"github.com/entente-graph/entente/loaders/registry"
)

// The report that the project started from, which lies beside the project and
// not in it, gives all that a careful reader records, and at most two others.
func TestTheReport(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "data", "articles")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("SKIPPED: the report is not here; put the shared data beside the project (%s) to run this test", dir)
	}
	s := story(t, filepath.Join(dir, "belarus-iran.ro.txt"), filepath.Join(dir, "belarus-iran.claims.json"))
	if len(s.Missing)+len(s.Partly) > 0 {
		t.Errorf("missing %v, not right in all %v", s.Missing, s.Partly)
	}
	if len(s.Others) > 2 {
		for _, c := range s.Others {
			t.Log(short(&c), c.Rule, c.Evidence.Quote)
		}
		t.Errorf("%d others, want at most 2", len(s.Others))
	}
}

// story reads an article and scores its claims.
func story(t *testing.T, article, claims string) *score.Story {
	t.Helper()
	data, err := os.ReadFile(article)
	if err != nil {
		t.Fatal(err)
	}
	a := &graph.Article{Lang: "ro"}
	head, text, ok := strings.Cut(strings.TrimPrefix(string(data), "---\n"), "\n---\n")
	if !ok {
		t.Fatalf("%s has no header", article)
	}
	for line := range strings.SplitSeq(head, "\n") {
		if v, ok := strings.CutPrefix(line, "published: "); ok {
			a.Published = graph.Date(v)
		}
		if v, ok := strings.CutPrefix(line, "lang: "); ok {
			a.Lang = v
		}
	}
	a.Text = text
	a.ID = graph.NewArticleID(a.URL, a.Text)
	got, _, err := extract.New(registry.Default(), extract.Options{}).Article(a)
	if err != nil {
		t.Fatal(err)
	}
	want, err := score.LoadStory(claims)
	if err != nil {
		t.Fatal(err)
	}
	var list []graph.Claim
	runes := []rune(a.Text)
	for _, c := range got {
		if q := string(runes[c.Evidence.Start:c.Evidence.End]); q != c.Evidence.Quote {
			t.Errorf("the quote %q stands not at %d–%d, where %q stands", c.Evidence.Quote, c.Evidence.Start, c.Evidence.End, q)
		}
		list = append(list, *c)
	}
	return score.RunStory(want, list)
}
