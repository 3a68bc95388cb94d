package gql

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Subscription is the resolver of the type Subscription.
func (r *Resolver) Subscription() SubscriptionResolver { return subscriptions{r.server} }

type subscriptions struct{ s *Server }

// ClaimAdded is a claim that was added.
type ClaimAdded struct {
	scope
	Cursor  string
	Matched []string
}

// Claim is the claim.
func (e *ClaimAdded) Claim(ctx context.Context) *Claim { return given[*Claim](ctx, e.scope) }

// RelationChanged is a relation that was made or changed.
type RelationChanged struct {
	scope
	Cursor  string
	Claim   string
	Matched []string
}

// Relation is the relation as it is now.
func (e *RelationChanged) Relation(ctx context.Context) *Relation {
	return given[*Relation](ctx, e.scope)
}

// position is a place in the log of a store: a revision, and in it a claim.
type position struct {
	rev   graph.Revision
	claim graph.ClaimID
}

func (p position) String() string { return strconv.FormatInt(int64(p.rev), 10) + "." + string(p.claim) }

func parsePosition(s string) (position, error) {
	rev, claim, ok := strings.Cut(s, ".")
	n, err := strconv.ParseInt(rev, 10, 64)
	if !ok || err != nil || n < 0 {
		return position{}, &refusal{Code: BadCursor, Message: "after: not the cursor of an event"}
	}
	return position{graph.Revision(n), graph.ClaimID(claim)}, nil
}

// before reports whether a place lies before another.
func (p position) before(q position) bool {
	return p.rev < q.rev || p.rev == q.rev && p.claim < q.claim
}

// begin is where a subscription goes on: after the cursor, or after all that
// there is now.
func (s *Server) begin(ctx context.Context, after *string) (position, error) {
	if after != nil {
		return parsePosition(*after)
	}
	res, err := s.store.Query(ctx, &graph.Query{})
	if err != nil {
		return position{}, err
	}
	return position{res.Revision, "~"}, nil // after every claim of it
}

// follow calls each with the claims added after a place, in the order of the
// log, until the context ends or each is false. It looks for a new revision
// now and then, so that what another process loads arrives too.
func (s *Server) follow(ctx context.Context, at position, each func(*graph.Claim, position) bool) {
	tick := time.NewTicker(s.opts.Poll)
	defer tick.Stop()
	looked := graph.Revision(-1)
	for {
		res, err := s.store.Query(ctx, &graph.Query{})
		if err != nil && ctx.Err() == nil {
			s.opts.Log.WarnContext(ctx, "a subscription waits for the store", "error", err)
		}
		if err == nil && res.Revision > looked {
			looked = res.Revision
			after := at.rev
			if at.claim != "~" && after > 0 {
				after-- // the rest of a revision that was begun
			}
			for rec, err := range s.store.Log(ctx, after) {
				if err != nil {
					looked = -1 // read it again at the next tick
					break
				}
				if rec.Claim == nil {
					continue
				}
				if next := (position{rec.Revision, rec.Claim.ID}); at.before(next) {
					if !each(rec.Claim, next) {
						return
					}
					at = next
				}
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// matches lists the wanted ids that a claim touches.
func matches(c *graph.Claim, touching []graph.EntityID) []string {
	ids := []graph.EntityID{c.Subject.ID, c.Object.ID}
	for _, r := range slices.Concat(c.Against, c.Between) {
		ids = append(ids, r.ID)
	}
	for _, a := range c.Agents {
		ids = append(ids, a.ID)
	}
	out := []string{}
	for _, t := range touching {
		if slices.Contains(ids, t) {
			out = append(out, string(t))
		}
	}
	return out
}

type filter struct {
	touching []graph.EntityID
	kinds    []schema.Kind
}

func newFilter(touching []string, kinds []schema.Kind) filter {
	f := filter{kinds: schema.Default().Expand(kinds)}
	for _, id := range touching {
		f.touching = append(f.touching, graph.EntityID(id))
	}
	return f
}

func (f filter) match(c *graph.Claim) ([]string, bool) {
	if len(f.kinds) > 0 && !slices.Contains(f.kinds, c.Relation) {
		return nil, false
	}
	matched := matches(c, f.touching)
	return matched, len(f.touching) == 0 || len(matched) > 0
}

// open admits a subscription, if there are not too many.
func (s *Server) open() (release func(), err error) {
	if n := s.streams.Add(1); s.opts.Limits.Streams > 0 && int(n) > s.opts.Limits.Streams {
		s.streams.Add(-1)
		return nil, &refusal{Code: RateLimited, Message: "too many subscriptions are open; try again later", Limit: s.opts.Limits.Streams, Cost: int(n)}
	}
	return func() { s.streams.Add(-1) }, nil
}

func (r subscriptions) ClaimAdded(ctx context.Context, touching []string, kinds []schema.Kind, after *string) (<-chan *ClaimAdded, error) {
	release, err := r.s.open()
	if err != nil {
		return nil, err
	}
	at, err := r.s.begin(ctx, after)
	if err != nil {
		release()
		return nil, err
	}
	f := newFilter(touching, kinds)
	out := make(chan *ClaimAdded)
	go func() {
		defer release()
		defer close(out)
		r.s.follow(ctx, at, func(c *graph.Claim, at position) bool {
			matched, ok := f.match(c)
			if !ok {
				return true
			}
			sc, err := r.s.outcome(ctx, "ClaimAdded", map[string]string{"claim": string(c.ID)})
			if err != nil {
				r.s.opts.Log.ErrorContext(ctx, "an event was not answered", "error", err)
				return false
			}
			select {
			case out <- &ClaimAdded{sc, at.String(), matched}:
				return true
			case <-ctx.Done():
				return false
			}
		})
	}()
	return out, nil
}

func (r subscriptions) RelationChanged(ctx context.Context, touching []string, kinds []schema.Kind, after *string) (<-chan *RelationChanged, error) {
	release, err := r.s.open()
	if err != nil {
		return nil, err
	}
	at, err := r.s.begin(ctx, after)
	if err != nil {
		release()
		return nil, err
	}
	f := newFilter(touching, kinds)
	out := make(chan *RelationChanged)
	go func() {
		defer release()
		defer close(out)
		r.s.follow(ctx, at, func(c *graph.Claim, at position) bool {
			matched, ok := f.match(c)
			if !ok {
				return true
			}
			ids, err := r.s.supported(ctx, c.ID)
			for _, id := range ids {
				if err != nil {
					break
				}
				var sc scope
				if sc, err = r.s.outcome(ctx, "RelationChanged", map[string]string{"relation": id}); err != nil {
					break
				}
				select {
				case out <- &RelationChanged{sc, at.String(), string(c.ID), matched}:
				case <-ctx.Done():
					return false
				}
			}
			if err != nil && ctx.Err() == nil {
				r.s.opts.Log.ErrorContext(ctx, "an event was not answered", "error", err)
			}
			return err == nil
		})
	}()
	return out, nil
}

// supported lists the relations that a claim supports.
func (s *Server) supported(ctx context.Context, id graph.ClaimID) ([]string, error) {
	rel := &graph.Field{Name: "relations", Rows: graph.Relations, Via: graph.ViaClaim, Page: graph.Page{First: graph.MaxPage}}
	f := &graph.Field{Name: "claim", Rows: graph.Claims, Where: graph.Where{IDs: []string{string(id)}}, Page: graph.Page{First: 1}, Fields: []*graph.Field{rel}}
	res, err := s.store.Query(ctx, &graph.Query{Fields: []*graph.Field{f}})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, r := range res.Fields["claim"].Fields["relations"].Page(string(id)).Rows {
		out = append(out, r.Key())
	}
	return out, nil
}

// stream answers over server-sent events: one for each answer, and a comment
// now and then so that a connection that is gone is found out.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, params *graphql.RawParams) {
	flusher := http.NewResponseController(w)
	ctx := graphql.StartOperationTrace(r.Context())
	oc, errs := s.exec.CreateOperationContext(ctx, params)
	w.Header().Set("Content-Type", "text/event-stream")
	send := func(resp *Response) bool {
		b, err := json.Marshal(resp)
		if err == nil {
			_, err = fmt.Fprintf(w, "event: next\ndata: %s\n\n", b)
		}
		return err == nil && flusher.Flush() == nil
	}
	if len(errs) > 0 {
		out := &Response{}
		for _, e := range errs {
			out.Errors = append(out.Errors, s.present(ctx, e))
		}
		send(out)
	} else {
		answers := make(chan *graphql.Response)
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		next, ctx := s.exec.DispatchOperation(ctx, oc)
		go func() {
			defer close(answers)
			for {
				resp := next(ctx)
				if resp == nil {
					return
				}
				resp.Data = bytes.Clone(resp.Data) // gqlgen writes the next one to the same place
				select {
				case answers <- resp:
				case <-ctx.Done():
					return
				}
			}
		}()
		alive := time.NewTicker(15 * time.Second)
		defer alive.Stop()
		if _, err := fmt.Fprint(w, ":\n\n"); err != nil || flusher.Flush() != nil {
			return
		}
		for open := true; open; {
			select {
			case resp, ok := <-answers:
				if open = ok; ok && !send(&Response{Data: resp.Data, Errors: resp.Errors, Extensions: resp.Extensions}) {
					return
				}
			case <-alive.C:
				if _, err := fmt.Fprint(w, ":\n\n"); err != nil || flusher.Flush() != nil {
					return
				}
			}
		}
	}
	fmt.Fprint(w, "event: complete\ndata:\n\n")
	_ = flusher.Flush() // nobody is left to tell
}
