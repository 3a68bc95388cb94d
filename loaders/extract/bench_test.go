package extract_test

import (
	"os"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/registry"
)

// BenchmarkArticle reads the sentences of testdata, one article each, on one
// core: sentences a second, bytes a second and allocations a sentence.
func BenchmarkArticle(b *testing.B) {
	data, err := os.ReadFile("testdata/ro.tsv")
	if err != nil {
		b.Fatal(err)
	}
	var articles []*graph.Article
	size := 0
	for line := range strings.SplitSeq(string(data), "\n") {
		text, _, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		a := &graph.Article{Text: text, Lang: "ro", Published: "2025-08-20"}
		a.ID = graph.NewArticleID("", text)
		articles = append(articles, a)
		size += len(text)
	}
	x := extract.New(registry.Default(), extract.Options{})
	if _, _, err := x.Article(articles[0]); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	sentences := 0
	for b.Loop() {
		for _, a := range articles {
			_, rep, err := x.Article(a)
			if err != nil {
				b.Fatal(err)
			}
			sentences += rep.Sentences
		}
	}
	b.ReportMetric(float64(sentences)/b.Elapsed().Seconds(), "sentences/s")
}
