package gql

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// gate admits requests: so many at a time over all, so many a second for each
// client. What it refuses has cost next to nothing.
type gate struct {
	limits  Limits
	running chan struct{}
	long    chan struct{} // requests that may take long: exports

	mu      sync.Mutex
	clients map[string]*client
	swept   time.Time
}

type client struct {
	*rate.Limiter
	seen time.Time
}

func newGate(l Limits) *gate {
	g := &gate{limits: l, clients: map[string]*client{}}
	if l.Concurrent > 0 {
		g.running = make(chan struct{}, l.Concurrent)
	}
	if l.Exports > 0 {
		g.long = make(chan struct{}, l.Exports)
	}
	return g
}

// enter admits a request or refuses it; leave is to be called when it is
// answered.
func (g *gate) enter(r *http.Request, now time.Time) (leave func(), err error) {
	return g.take(g.running, r, now)
}

// take admits a request to a place among those that run already.
func (g *gate) take(running chan struct{}, r *http.Request, now time.Time) (leave func(), err error) {
	if g.limits.Rate > 0 && !g.client(r, now).AllowN(now, 1) {
		return nil, &refusal{
			Code: RateLimited, Limit: int(g.limits.Rate), Cost: int(g.limits.Rate) + 1,
			Message: fmt.Sprintf("more than %v requests a second; try again later", g.limits.Rate),
		}
	}
	if running == nil {
		return func() {}, nil
	}
	select {
	case running <- struct{}{}:
		return func() { <-running }, nil
	default:
		n := cap(running)
		return nil, &refusal{Code: RateLimited, Limit: n, Cost: n + 1, Message: fmt.Sprintf("%d requests are being answered; try again later", n)}
	}
}

// client is the limiter of a request's sender. Those that were silent for a
// minute are forgotten, so that their number is bounded by the rate.
func (g *gate) client(r *http.Request, now time.Time) *client {
	host := address(r)
	g.mu.Lock()
	defer g.mu.Unlock()
	if now.Sub(g.swept) > time.Minute {
		for k, c := range g.clients {
			if now.Sub(c.seen) > time.Minute {
				delete(g.clients, k)
			}
		}
		g.swept = now
	}
	c := g.clients[host]
	if c == nil {
		c = &client{Limiter: rate.NewLimiter(rate.Limit(g.limits.Rate), int(2*g.limits.Rate)+1)}
		g.clients[host] = c
	}
	c.seen = now
	return c
}
