package main

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// version is one of the texts that stood under a url.
type version struct {
	*graph.Article
	// stored says that the store has it already: whatever it takes the place of
	// was judged when it came, so loading it again judges nothing.
	stored bool
	// superseded says that a stored text has had its successor.
	superseded bool
}

// urlSet remembers the urls of a load by their hashes, so that it stays small
// however many articles come; two urls of one hash cost a fold and no more.
type urlSet map[uint64]struct{}

// add adds the urls of a batch and says whether one was in an earlier batch.
func (s urlSet) add(b *graph.Batch) bool {
	again := false
	hashes := make([]uint64, 0, len(b.Readings))
	for _, r := range b.Readings {
		if r.Article.URL == "" || r.Extractor == "" {
			continue
		}
		h := fnv.New64a()
		_, _ = io.WriteString(h, r.Article.URL) // a hash never fails
		hashes = append(hashes, h.Sum64())
		_, known := s[h.Sum64()]
		again = again || known
	}
	for _, h := range hashes {
		s[h] = struct{}{}
	}
	return again
}

// supersede adds to a batch the judgements by which an article takes the place
// of an earlier one with the same url and another text, and counts them. The
// one published later stays; of two that were published on the same day, or of
// which one says no day, the one that was first loaded later. A text that comes
// between two others gets its place between them, whatever the order of loading.
func supersede(ctx context.Context, store graph.Store, b *graph.Batch) (int, error) {
	var urls []string
	arrived := map[string][]*graph.Article{}
	for _, r := range b.Readings {
		// A reading without an extractor is a data set's: it has no versions.
		if r.Article.URL == "" || r.Extractor == "" {
			continue
		}
		if arrived[r.Article.URL] == nil {
			urls = append(urls, r.Article.URL)
		}
		arrived[r.Article.URL] = append(arrived[r.Article.URL], r.Article)
	}
	if len(urls) == 0 {
		return 0, nil
	}
	versions, err := storedVersions(ctx, store, urls)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, url := range urls {
		all := versions[url]
		for _, a := range arrived[url] {
			all = insertVersion(all, a)
		}
		for i := 1; i < len(all); i++ {
			old, now := all[i-1], all[i]
			if old.stored && now.stored {
				continue
			}
			j := &graph.Judgement{Verb: graph.Supersede, Article: old.ID, Successor: now.ID, On: supersededOn(now.Article), Why: "a later text under the same url"}
			j.ID = graph.NewJudgementID(j)
			b.Judgements = append(b.Judgements, j)
			n++
		}
	}
	return n, nil
}

// lastDay is the last day that can be written, hence asked about.
var lastDay = graph.Date("9999-12-31").First()

// supersededOn is the day from which a later text stands. One without a day of
// publication is in no answer as known on a day, so the earlier text stays in
// all of those, and leaves only the answer of what is known now.
func supersededOn(now *graph.Article) graph.Day {
	if !now.Published.Known() {
		return lastDay
	}
	return now.Known()
}

// insertVersion puts a text among those of its url, in the order of publication.
func insertVersion(all []version, a *graph.Article) []version {
	if slices.ContainsFunc(all, func(v version) bool { return v.ID == a.ID }) {
		return all
	}
	at := len(all)
	for ; at > 0; at-- {
		before := all[at-1]
		if !a.Published.Known() || !before.Published.Known() || before.Published.Last() <= a.Published.Last() {
			break
		}
	}
	return slices.Insert(all, at, version{Article: a})
}

// storedVersions finds the texts of the urls that the store has, the current
// one last.
func storedVersions(ctx context.Context, store graph.Store, urls []string) (map[string][]version, error) {
	res, err := store.Query(ctx, &graph.Query{Fields: []*graph.Field{{
		Name: "articles", Rows: graph.Articles, Where: graph.Where{URLs: urls},
		Page: graph.Page{All: true, Limit: 100 * batchArticles},
		Fields: []*graph.Field{{
			Name: "judgements", Rows: graph.Judgements, Via: graph.ViaDocument,
			Where: graph.Where{Verbs: []graph.JudgementVerb{graph.Supersede}},
			Page:  graph.Page{First: 1},
		}},
	}}})
	if err != nil {
		return nil, fmt.Errorf("look for earlier versions: %w", err)
	}
	articles := res.Fields["articles"]
	judgements := articles.Fields["judgements"]
	versions := map[string][]version{}
	for _, row := range articles.Page("").Rows {
		a := row.Article
		versions[a.URL] = append(versions[a.URL], version{
			Article: a, stored: true, superseded: len(judgements.Page(string(a.ID)).Rows) > 0,
		})
	}
	for _, all := range versions {
		slices.SortFunc(all, func(a, b version) int {
			if a.superseded != b.superseded {
				if a.superseded {
					return -1
				}
				return 1
			}
			return cmp.Or(cmp.Compare(a.Known(), b.Known()), cmp.Compare(a.ID, b.ID))
		})
	}
	return versions, nil
}
