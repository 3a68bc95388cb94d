package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"slices"

	"github.com/entente-graph/entente/graph"
)

// urlSet remembers the urls of a load by their hashes, so that it stays small
// however many articles come; two urls of one hash cost a fold and no more.
type urlSet map[uint64]struct{}

// add adds the urls of readings and says whether one was in an earlier batch.
func (s urlSet) add(readings []graph.Reading) bool {
	again := false
	hashes := make([]uint64, 0, len(readings))
	for _, r := range readings {
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

// seen is one time that a text stood under a url.
type seen struct {
	id graph.ArticleID
	on graph.Date
}

// page is what is known of the texts of one url.
type page struct {
	seen []seen
	// published is the day on which each text was first seen.
	published map[graph.ArticleID]graph.Date
	records   []*graph.Judgement
}

// supersede adds to a batch the judgements by which the texts of a url take each
// other's place, and counts the texts that have been superseded for the first
// time. Every text gives way to every other one that was published later; of two
// of one day, or of which one says no day, to the one that was loaded later. So
// the judgements do not depend on the order of loading, unless that is all there
// is to go by. A page that shows again what it had before is not read again: its
// first text takes the place of the later one, from that day on.
func supersede(ctx context.Context, store graph.Store, b *graph.Batch) (int, error) {
	pages, err := storedPages(ctx, store, urlsOf(b.Readings))
	if err != nil {
		return 0, err
	}
	b.Readings = slices.DeleteFunc(b.Readings, func(r graph.Reading) bool {
		p := pages[r.Article.URL]
		return p != nil && r.Extractor != "" && !p.arrive(r.Article)
	})
	return addJudgements(b, pages), nil
}

// urlsOf are the urls of readings, sorted. A reading without an extractor is a
// data set's: it has no versions.
func urlsOf(readings []graph.Reading) []string {
	var urls []string
	for _, r := range readings {
		if r.Article.URL != "" && r.Extractor != "" {
			urls = append(urls, r.Article.URL)
		}
	}
	slices.Sort(urls)
	return slices.Compact(urls)
}

// addJudgements adds to a batch what the pages lack.
func addJudgements(b *graph.Batch, pages map[string]*page) (fresh int) {
	for _, url := range slices.Sorted(maps.Keys(pages)) {
		more, n := pages[url].judgements()
		b.Judgements = append(b.Judgements, more...)
		fresh += n
	}
	return fresh
}

// severalTexts are the urls of readings under which there are several texts, in
// the batch or the store. An export brings its judgements with it, after its
// articles: what they leave open is judged at the end (see settle).
func severalTexts(ctx context.Context, store graph.Store, readings []graph.Reading) ([]string, error) {
	pages, err := storedPages(ctx, store, urlsOf(readings))
	if err != nil {
		return nil, err
	}
	for _, r := range readings {
		if p := pages[r.Article.URL]; p != nil && r.Extractor != "" {
			p.published[r.Article.ID] = r.Article.Published
		}
	}
	maps.DeleteFunc(pages, func(_ string, p *page) bool { return len(p.published) < 2 })
	return slices.Collect(maps.Keys(pages)), nil
}

// settle judges the texts of urls that an export has brought, where neither the
// export nor the store had met them all.
func settle(ctx context.Context, store graph.Store, urls []string) (fresh int, err error) {
	slices.Sort(urls)
	for some := range slices.Chunk(slices.Compact(urls), batchArticles) {
		pages, err := storedPages(ctx, store, some)
		if err != nil {
			return 0, err
		}
		b := &graph.Batch{}
		fresh += addJudgements(b, pages)
		if len(b.Judgements) == 0 {
			continue
		}
		if err := store.Put(ctx, b); err != nil {
			return 0, err
		}
		if _, err := store.Fold(ctx); err != nil {
			return 0, err
		}
	}
	return fresh, nil
}

// arrive adds a text to a page and says whether it is to be read. One that the
// page had before is not, where another came in between: what it says is known
// from its first day on.
func (p *page) arrive(a *graph.Article) bool {
	first, known := p.published[a.ID]
	again := known && first.Known() && a.Published.Known() && first.First() < a.Published.First()
	others := again && slices.ContainsFunc(p.seen, func(s seen) bool { return s.id != a.ID && s.on.Known() && s.on.Last() < a.Published.Last() })
	if !others {
		p.published[a.ID] = a.Published
		at := slices.Index(p.seen, seen{a.ID, first})
		if known && at >= 0 && !(a.Published.Known() && a.Published.First() < first.First()) {
			p.seen[at].on = a.Published // the same text with another day: a correction of that
			return true
		}
		if now := (seen{a.ID, a.Published}); !slices.Contains(p.seen, now) {
			p.seen = append(p.seen, now)
		}
		return true
	}
	// Between two times that a text was seen nothing else was: one is enough.
	var last seen
	for _, s := range p.seen {
		if s.on.Known() && s.on.Last() < a.Published.Last() && (last.id == "" || last.on.Last() <= s.on.Last()) {
			last = s
		}
	}
	if last.id != a.ID {
		p.seen = append(p.seen, seen{a.ID, a.Published})
	}
	return false
}

// judgements are those that the page lacks, and how many texts they are the first
// to take out of force.
func (p *page) judgements() (more []*graph.Judgement, fresh int) {
	type given struct {
		old, now graph.ArticleID
		on       graph.Day
	}
	said := map[given]bool{}
	gone := map[graph.ArticleID]bool{}
	for _, j := range p.records {
		said[given{j.Article, j.Successor, j.On}], gone[j.Article] = true, true
	}
	for i, old := range p.seen {
		for _, now := range p.seen[i+1:] {
			if old.id == now.id {
				continue
			}
			old := old
			dated := old.on.Known() && now.on.Known()
			if dated && now.on.Last() < old.on.Last() {
				old, now = now, old
			}
			on := lastDay
			if dated {
				on = now.on.Last()
			}
			// Of one day the order of loading has been told, or is that of the list.
			tie := !dated || old.on.Last() == now.on.Last()
			if said[given{old.id, now.id, on}] || tie && said[given{now.id, old.id, on}] {
				continue
			}
			said[given{old.id, now.id, on}] = true
			j := &graph.Judgement{Verb: graph.Supersede, Article: old.id, Successor: now.id, On: on, Why: "a later text under the same url"}
			j.ID = graph.NewJudgementID(j)
			more = append(more, j)
			if !gone[old.id] {
				gone[old.id] = true
				fresh++
			}
		}
	}
	return more, fresh
}

// lastDay is the last day that can be written, hence asked about. A text without a
// day of publication is in no answer as known on a day, so the others stay in all
// of those: between them they leave only the answer of what is known now.
var lastDay = graph.Date("9999-12-31").First()

// storedPages finds the texts of the urls that the store has, and what was said of
// them.
func storedPages(ctx context.Context, store graph.Store, urls []string) (map[string]*page, error) {
	if len(urls) == 0 {
		return nil, nil
	}
	const most = 100 * batchArticles
	res, err := store.Query(ctx, &graph.Query{Fields: []*graph.Field{{
		Name: "articles", Rows: graph.Articles, Where: graph.Where{URLs: urls},
		Page: graph.Page{All: true, Limit: most},
		Fields: []*graph.Field{{
			Name: "judgements", Rows: graph.Judgements, Via: graph.ViaDocument,
			Where: graph.Where{Verbs: []graph.JudgementVerb{graph.Supersede}},
			Page:  graph.Page{All: true, Limit: most},
		}},
	}}})
	if err != nil {
		return nil, fmt.Errorf("look for earlier versions: %w", err)
	}
	pages := map[string]*page{}
	for _, url := range urls {
		pages[url] = &page{published: map[graph.ArticleID]graph.Date{}}
	}
	articles := res.Fields["articles"]
	judgements := articles.Fields["judgements"]
	for _, row := range articles.Page("").Rows {
		a := row.Article
		p := pages[a.URL]
		p.seen = append(p.seen, seen{a.ID, a.Published})
		p.published[a.ID] = a.Published
		for _, r := range judgements.Page(string(a.ID)).Rows {
			p.records = append(p.records, r.Judgement)
		}
	}
	for _, p := range pages {
		// What a page showed again was seen on the day from which it stood again.
		for _, j := range p.records {
			back := seen{j.Successor, graph.DateOf(j.On)}
			if first := p.published[j.Successor]; j.On < lastDay && first.Known() && first.Last() < j.On && !slices.Contains(p.seen, back) {
				p.seen = append(p.seen, back)
			}
		}
	}
	return pages, nil
}
