package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// batchClaims is how many claims are put into the store at once: enough that a
// transaction costs little, few enough that memory stays small.
const batchClaims = 2000

// batchArticles is how many articles are put at once at most.
const batchArticles = 500

// loaded counts what a load did.
type loaded struct {
	Articles, Claims, Superseded int
	Revision                     graph.Revision
}

// load reads the paths into the store and folds. On an error or an interrupt
// what was read so far stays; loading again completes it and nothing is twice.
func (a *app) load(store graph.Store, f *inputFlags, r reader, n int, paths []string) (loaded, error) {
	bar := a.newProgress("load")
	defer bar.done()
	l := &loading{ctx: a.ctx, store: store, batch: &graph.Batch{}, urls: urlSet{}}
	if err := l.findPurged(); err != nil {
		return l.sum, err
	}
	for o := range readAll(l.ctx, f.read(l.ctx, a, paths), r, workers(n), nil) {
		err := o.err
		if err == nil {
			err = l.add(o, r.Name(), f.NoText)
		}
		var aside *loaders.SetAside
		switch {
		case errors.As(err, &aside):
			a.dead.add(err)
			continue
		case err != nil:
			return l.sum, errors.Join(err, l.put())
		}
		if o.Article != nil || o.Reading != nil {
			bar.add(1)
		}
		if l.claims >= batchClaims || len(l.batch.Readings)+len(l.carried) >= batchArticles {
			if err := l.put(); err != nil {
				return l.sum, err
			}
		}
	}
	err := l.ctx.Err()
	if err == nil {
		err = l.put()
	}
	if err == nil {
		err = l.end()
	}
	return l.sum, err
}

// loading is a load under way.
type loading struct {
	ctx    context.Context
	store  graph.Store
	purged map[graph.ArticleID]*graph.Judgement
	sum    loaded

	batch   *graph.Batch
	carried []graph.Reading // of an export or a data set, to be put with the batch
	claims  int             // of both

	urls    urlSet   // that have come
	several []string // of carried readings, those with several texts
}

// findPurged reads the records of articles that were removed for good.
func (l *loading) findPurged() error {
	rows, err := all(l.ctx, l.store, &graph.Field{Name: "purges", Rows: graph.Judgements, Where: graph.Where{Verbs: []graph.JudgementVerb{graph.Purge}}})
	l.purged = map[graph.ArticleID]*graph.Judgement{}
	for _, r := range rows {
		l.purged[r.Judgement.Article] = r.Judgement
	}
	return err
}

// add adds what was read to the batch; an article that was purged is set aside.
func (l *loading) add(o *outcome, extractor string, noText bool) error {
	reading, into := o.Reading, &l.carried
	if o.Article != nil {
		into = &l.batch.Readings
		reading = &graph.Reading{Article: o.Article, Extractor: extractor, Claims: o.claims}
		if noText {
			bare := *o.Article.Kept() // with the print, by which copies are told
			bare.Text = ""
			reading.Article = &bare
		}
	}
	if reading != nil {
		if j := l.purged[reading.Article.ID]; j != nil {
			return &loaders.SetAside{Input: o.Name, Line: o.Line, Reason: purgedReason(j)}
		}
		*into = append(*into, *reading)
		l.sum.Articles++
		l.sum.Claims += len(reading.Claims)
		l.claims += len(reading.Claims)
	}
	l.batch.Entities = append(l.batch.Entities, o.met...)
	if o.Entity != nil {
		l.batch.Entities = append(l.batch.Entities, o.Entity)
	}
	if o.Judgement != nil {
		l.batch.Judgements = append(l.batch.Judgements, o.Judgement)
	}
	return nil
}

// purgedReason says why an article is not kept again.
func purgedReason(j *graph.Judgement) string {
	by := ""
	if j.By != "" {
		by = " by " + j.By
	}
	return fmt.Sprintf("the article was purged on %s%s and is not kept again: %s", j.On, by, j.Why)
}

// put puts the batch into the store.
func (l *loading) put() error {
	b := l.batch
	if len(b.Readings)+len(l.carried)+len(b.Entities)+len(b.Judgements) == 0 {
		return nil
	}
	// A store shows what it has folded: an earlier text that came with this
	// very load is seen only then.
	again, carriedAgain := l.urls.add(b.Readings), l.urls.add(l.carried)
	if again || carriedAgain {
		if _, err := l.store.Fold(l.ctx); err != nil {
			return err
		}
	}
	fresh, err := supersede(l.ctx, l.store, b)
	if err != nil {
		return err
	}
	several, err := severalTexts(l.ctx, l.store, l.carried)
	if err != nil {
		return err
	}
	l.several = append(l.several, several...)
	b.Readings = append(b.Readings, l.carried...)
	if err := l.store.Put(l.ctx, b); err != nil {
		return err
	}
	l.sum.Superseded += fresh
	l.batch, l.carried, l.claims = &graph.Batch{}, nil, 0
	return nil
}

// end folds, and judges what the exports have left open.
func (l *loading) end() (err error) {
	if l.sum.Revision, err = l.store.Fold(l.ctx); err != nil {
		return err
	}
	fresh, err := settle(l.ctx, l.store, l.several)
	l.sum.Superseded += fresh
	if err == nil && fresh > 0 {
		l.sum.Revision, err = l.store.Fold(l.ctx)
	}
	return err
}
