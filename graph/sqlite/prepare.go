package sqlite

import (
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/entente-graph/entente/graph"
)

// ready is a reading with all that takes time to work out, and needs no lock.
type ready struct {
	article   *graph.Article
	extractor string
	claims    []*readyClaim
}

// readyClaim is a claim as its rows have it.
type readyClaim struct {
	*graph.Claim
	body  string
	words string // of the quote, folded
}

func readyOf(c *graph.Claim) (*readyClaim, error) {
	body, err := encodeClaim(c)
	return &readyClaim{c, body, strings.Join(graph.Tokens(c.Evidence.Quote), " ")}, err
}

// prepare works on all processors, before the write lock is taken.
func prepare(readings []graph.Reading) ([]ready, error) {
	out := make([]ready, len(readings))
	var at atomic.Int64
	var failed atomic.Pointer[error]
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(readings)) {
		workers.Go(func() {
			for i := at.Add(1) - 1; i < int64(len(readings)); i = at.Add(1) - 1 {
				r := &readings[i]
				out[i] = ready{article: r.Article.Kept(), extractor: r.Extractor, claims: make([]*readyClaim, len(r.Claims))}
				for j, c := range r.Claims {
					var err error
					if out[i].claims[j], err = readyOf(c); err != nil {
						failed.Store(&err)
						return
					}
				}
			}
		})
	}
	workers.Wait()
	if err := failed.Load(); err != nil {
		return nil, *err
	}
	return out, nil
}
