package extract_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/registry"
)

// BenchmarkArticle reads the sentences of testdata, one article each, language by
// language on one core: sentences a second, bytes a second and allocations a sentence.
func BenchmarkArticle(b *testing.B) {
	x := extract.New(registry.Default(), extract.Options{})
	for _, lang := range []string{"de", "en", "fr", "ro", "ru"} {
		b.Run(lang, func(b *testing.B) { readAll(b, x, articlesOf(b, lang)) })
	}
}

// articlesOf are the sentences of the files of a language, one article each.
func articlesOf(b *testing.B, lang string) (articles []*graph.Article) {
	b.Helper()
	files, err := filepath.Glob("testdata/" + lang + "*.tsv")
	if err != nil {
		b.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		for line := range strings.SplitSeq(string(data), "\n") {
			text, _, ok := strings.Cut(line, "\t")
			if !ok || strings.HasPrefix(line, "#") {
				continue
			}
			articles = append(articles, &graph.Article{ID: graph.NewArticleID("", text), Text: text, Lang: lang, Published: "2025-08-20"})
		}
	}
	return articles
}

func readAll(b *testing.B, x *extract.Extractor, articles []*graph.Article) {
	size := 0
	for _, a := range articles { // words are looked up in the pack once
		size += len(a.Text)
		if _, _, err := x.Article(a); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for _, a := range articles {
			_, rep, err := x.Article(a)
			if err != nil {
				b.Fatal(err)
			}
			n += rep.Sentences
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "sentences/s")
}
