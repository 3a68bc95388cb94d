package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/registry"
)

// reports is a corpus of dated English reports, JSON Lines, that lies beside
// the project where there is one.
const reports = "../../../shared/data/wikipedia-current-events/wcep_dev.jsonl"

// BenchmarkExtract runs `entente extract --workers 1` over the corpus: files,
// JSON in and out, everything but the start of the process. The floor decodes
// the same lines and cuts them into words.
func BenchmarkExtract(b *testing.B) {
	data, err := os.ReadFile(reports)
	if err != nil {
		b.Skipf("SKIPPED: %s is not there: lay the shared data beside the project", reports)
	}
	sentences := countSentences(b, data)
	for _, way := range []struct {
		name string
		run  func() error
	}{
		{"floor", func() error { return cutWords(data) }},
		{"1 worker", func() error { return extractAll("1") }},
		{"2 workers", func() error { return extractAll("2") }},
	} {
		b.Run(way.name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for b.Loop() {
				if err := way.run(); err != nil {
					b.Fatal(err)
				}
			}
			runtime.ReadMemStats(&after)
			n := float64(sentences * b.N)
			b.ReportMetric(n/b.Elapsed().Seconds(), "sentences/s")
			b.ReportMetric(float64(after.Mallocs-before.Mallocs)/n, "allocs/sentence")
		})
	}
}

func extractAll(workers string) error {
	if code := run(context.Background(), []string{"-q", "extract", "--workers", workers, reports}, strings.NewReader(""), io.Discard, io.Discard); code != exitDone && code != exitAside {
		return errFailed
	}
	return nil
}

func cutWords(data []byte) error {
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		var r struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return err
		}
		strings.Fields(r.Text)
	}
	return nil
}

func countSentences(b *testing.B, data []byte) int {
	b.Helper()
	x := extract.New(registry.Default(), extract.Options{})
	n := 0
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		var a graph.Article
		if err := json.Unmarshal(lines.Bytes(), &struct {
			Text *string
		}{&a.Text}); err != nil {
			b.Fatal(err)
		}
		if _, report, err := x.Article(&a); err == nil {
			n += report.Sentences
		}
	}
	return n
}
