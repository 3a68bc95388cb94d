package main

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"sync"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/outlets"
)

// reader turns an article into its claims, and brings the entities that were
// met in its text alone. A *loaders.SetAside error (its Input still empty)
// says why the article cannot be read.
type reader interface {
	Name() string
	Read(ctx context.Context, a *graph.Article) (claims []*graph.Claim, met []*graph.Entity, err error)
}

// outcome is an input that has been read, or the reason why it could not be.
type outcome struct {
	input
	claims []*graph.Claim
	met    []*graph.Entity
	// encoded holds what encode made of the claims, when it was asked for.
	encoded []byte
	err     error
}

// workers is how many articles are read at once when the user does not say.
func workers(n int) int {
	if n > 0 {
		return n
	}
	return runtime.GOMAXPROCS(0)
}

// readAll reads the articles of the items with n workers and yields the
// outcomes in the order of the items, whatever the number of workers: at most
// a few items a worker are under way, so memory does not grow with the input.
// encode, if given, runs in the workers too.
func readAll(ctx context.Context, items iter.Seq2[input, error], r reader, n int, encode func(*outcome)) iter.Seq[*outcome] {
	return func(yield func(*outcome) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		type job struct {
			out  *outcome
			done chan struct{}
		}
		todo := make(chan *job, n)
		queue := make(chan *job, 4*n)
		var wg sync.WaitGroup
		for range n {
			wg.Go(func() {
				for j := range todo {
					j.out.read(ctx, r)
					if encode != nil && j.out.err == nil {
						encode(j.out)
					}
					close(j.done)
				}
			})
		}
		wg.Go(func() {
			defer close(queue)
			defer close(todo)
			for item, err := range items {
				j := &job{&outcome{input: item, err: err}, make(chan struct{})}
				select {
				case queue <- j:
				case <-ctx.Done():
					return
				}
				todo <- j
			}
		})
		for j := range queue {
			<-j.done
			if ctx.Err() != nil || !yield(j.out) {
				break
			}
		}
		cancel()
		for j := range queue { // let the producer see the end
			<-j.done
		}
		wg.Wait()
	}
}

func (o *outcome) read(ctx context.Context, r reader) {
	if o.err != nil || o.Article == nil {
		return
	}
	nameOutlet(o.Article)
	o.claims, o.met, o.err = r.Read(ctx, o.Article)
	o.err = o.aside(o.err)
}

// nameOutlet calls the outlet of an article by the name that it is known by, so
// that "AP" and apnews.com are one origin. An outlet that nobody lists keeps the
// name that the article gives it.
func nameOutlet(a *graph.Article) {
	outlet, ok := outlets.Find(a.Source)
	if a.Source == "" {
		outlet, ok = outlets.OfURL(a.URL)
	}
	if ok {
		a.Source = outlet.Name
	}
}

// aside gives a reason why an article cannot be read the place of the article.
func (o *outcome) aside(err error) error {
	var aside *loaders.SetAside
	if errors.As(err, &aside) && aside.Input == "" {
		return &loaders.SetAside{Input: o.Name, Line: o.Line, Reason: aside.Reason}
	}
	return err
}
