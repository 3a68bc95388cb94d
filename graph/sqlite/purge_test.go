package sqlite_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/sqlite"
)

// TestPurgeLeavesNothing: of a purged article no word is left in the files.
func TestPurgeLeavesNothing(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "graph.db")
	s, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	put := func(b *graph.Batch) {
		t.Helper()
		if err := s.Put(ctx, b); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Fold(ctx); err != nil {
			t.Fatal(err)
		}
	}
	secret := graphtest.Said("secretoutlet", "2025-01-02", "IRN SUPPLIED_DRONES_TO RUS item:sekretword", "RUS MET_WITH IRN on:2025-01-01")
	secret.Article.Text = string(bytes.Repeat([]byte("sekrettext "), 2000)) // on pages of its own
	open := graphtest.Said("open", "2025-01-03", "IRN SUPPLIED_DRONES_TO RUS item:openword")
	put(&graph.Batch{Readings: []graph.Reading{secret, open}})
	if n := found(t, path, "sekretword") + found(t, path, "sekrettext"); n == 0 {
		t.Fatal("the words are not in the files before they are purged")
	}
	record := graphtest.Purged(secret.Article.ID)
	put(&graph.Batch{Judgements: []*graph.Judgement{record}})
	put(&graph.Batch{Readings: []graph.Reading{secret}}) // again: it stays away
	for _, word := range []string{"sekretword", "sekrettext", "secretoutlet"} {
		if n := found(t, path, word); n > 0 {
			t.Errorf("%q is in the files %d times", word, n)
		}
	}
	for _, claim := range secret.Claims {
		if n := found(t, path, string(claim.ID)); n > 0 {
			t.Errorf("the claim %s is in the files %d times", claim.ID, n)
		}
	}
	if found(t, path, record.Why) == 0 {
		t.Error("the record of the purge is gone too")
	}
	if found(t, path, "openword") == 0 {
		t.Error("the other article is gone too")
	}
}

// found counts a word in the database and its log.
func found(t *testing.T, path, word string) int {
	t.Helper()
	n := 0
	for _, file := range []string{path, path + "-wal"} {
		b, err := os.ReadFile(file)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		n += bytes.Count(b, []byte(word))
	}
	return n
}
