package sqlite

import (
	"context"
	"sync"

	"github.com/entente-graph/entente/graph"
)

// lentCopies keeps what graph.Copies found last, and lends it to statements: one
// has the number of a table as a parameter, and the function claim_origins looks
// into that table. A join would walk through all of it for each claim, since it
// has no index.
type lentCopies struct {
	graph.CopyCache

	mu     sync.RWMutex
	last   lent
	tables map[lent]map[graph.ArticleID]string
}

// lent is the number of a table that is lent; 0 is none.
type lent int64

func (l *lentCopies) lend(copies map[graph.ArticleID]string) lent {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.tables == nil {
		l.tables = map[lent]map[graph.ArticleID]string{}
	}
	l.last++
	l.tables[l.last] = copies
	return l.last
}

func (l *lentCopies) giveBack(numbers []lent) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, n := range numbers {
		delete(l.tables, n)
	}
}

// of is the outlet of the text of which an article's is a copy.
func (l *lentCopies) of(n lent, article graph.ArticleID) (outlet string, ok bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	outlet, ok = l.tables[n][article]
	return outlet, ok
}

// Copies are the articles whose texts are near-copies of others with claims.
func (b *backend) Copies(ctx context.Context) (map[graph.ArticleID]string, error) {
	copies, err := b.copies.At(b.revision, func() ([]graph.Text, error) {
		var texts []graph.Text
		err := b.values(ctx, `SELECT a.id, a.url, a.source, a.print, a.known FROM article a WHERE a.revision <= ?1 AND a.print <> ''
			AND EXISTS (SELECT 1 FROM claim c WHERE c.article = a.id AND c.revision <= ?1)`, []any{int64(b.revision)}, func(row []any) error {
			v := graph.ValuesOf(row)
			a := &graph.Article{ID: graph.ArticleID(v.Text()), URL: v.Text(), Source: v.Text()}
			texts = append(texts, graph.Text{Article: a.ID, Outlet: graph.Outlet(a, &graph.Claim{}), Print: v.Text(), Known: v.Day()})
			return v.Err()
		})
		return texts, err
	})
	if err == nil {
		b.lent = append(b.lent, b.copies.lend(copies))
	}
	return copies, err
}
