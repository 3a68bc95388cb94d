package gql

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
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
	Cursor, ID string
	by         graph.Record
	Matched    []string
}

// Claim is the claim by which it changed.
func (e *RelationChanged) Claim() *string {
	if e.by.Claim == nil {
		return nil
	}
	return opt(string(e.by.Claim.ID))
}

// Judgement is the correction by which it changed.
func (e *RelationChanged) Judgement() *Judgement {
	if e.by.Judgement == nil {
		return nil
	}
	return &Judgement{e.by.Judgement}
}

// Relation is the relation as it is now.
func (e *RelationChanged) Relation(ctx context.Context) *Relation {
	return given[*Relation](ctx, e.scope)
}

// position is a place in the log of a store: a revision, and in it a claim or,
// after all claims, a judgement, by id.
type position struct {
	rev graph.Revision
	id  string
}

// end is the place after all that a revision brought.
const end = "~"

func (p position) String() string { return strconv.FormatInt(int64(p.rev), 10) + "." + p.id }

func parsePosition(s string) (position, error) {
	rev, id, ok := strings.Cut(s, ".")
	n, err := strconv.ParseInt(rev, 10, 64)
	if !ok || err != nil || n < 0 {
		return position{}, &refusal{Code: BadCursor, Message: "after: not the cursor of an event"}
	}
	return position{graph.Revision(n), id}, nil
}

// before reports whether a place lies before another.
func (p position) before(q position) bool {
	return p.rev < q.rev || p.rev == q.rev && p.id < q.id
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
	return position{res.Revision, end}, nil
}

// follow calls each with the claims and judgements added after a place, in the
// order of the log, until the context ends or each is false. It looks for a new
// revision now and then, so that what another process loads arrives too.
func (s *Server) follow(ctx context.Context, at position, each func(graph.Record, position) bool) {
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
			if at.id != end && after > 0 {
				after-- // the rest of a revision that was begun
			}
			for rec, err := range s.store.Log(ctx, after) {
				if err != nil {
					looked = -1 // read it again at the next tick
					break
				}
				next := position{rev: rec.Revision}
				switch {
				case rec.Claim != nil:
					next.id = string(rec.Claim.ID)
				case rec.Judgement != nil:
					next.id = rec.Judgement.ID
				default:
					continue
				}
				if at.before(next) {
					if !each(rec, next) {
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
		r.s.follow(ctx, at, func(rec graph.Record, at position) bool {
			c := rec.Claim
			if c == nil {
				return true
			}
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
		r.s.follow(ctx, at, func(rec graph.Record, at position) bool {
			changed, err := r.s.changed(ctx, rec)
			for _, rel := range changed {
				matched, ok := f.matchRelation(rel)
				if !ok {
					continue
				}
				var sc scope
				if sc, err = r.s.outcome(ctx, "RelationChanged", map[string]string{"relation": string(rel.ID)}); err != nil {
					break
				}
				select {
				case out <- &RelationChanged{sc, at.String(), string(rel.ID), rec, matched}:
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

// matchRelation lists the wanted ids that a relation touches.
func (f filter) matchRelation(r *graph.Relation) ([]string, bool) {
	if len(f.kinds) > 0 && !slices.Contains(f.kinds, r.Kind) {
		return nil, false
	}
	ends := append([]graph.EntityID{r.Subject, r.Object}, r.Against...)
	matched := []string{}
	for _, t := range f.touching {
		if slices.Contains(ends, t) {
			matched = append(matched, string(t))
		}
	}
	return matched, len(f.touching) == 0 || len(matched) > 0
}

// changed lists the relations that a record of the log bears on: those that a
// claim supports now; of a correction those that were supported on the day
// before it acts by what it corrects.
func (s *Server) changed(ctx context.Context, rec graph.Record) ([]*graph.Relation, error) {
	rel := &graph.Field{Name: "relations", Rows: graph.Relations, Via: graph.ViaClaim, Page: graph.Page{First: graph.MaxPage}}
	claims := &graph.Field{Name: "rows", Rows: graph.Claims, Page: graph.Page{First: graph.MaxPage}, Fields: []*graph.Field{rel}}
	q := &graph.Query{Fields: []*graph.Field{claims}}
	if j := rec.Judgement; j != nil {
		before := j.On - 1
		rel.Time.KnownBy, claims.Time.KnownBy = &before, &before
		switch {
		case j.Claim != "":
			claims.Where.IDs = []string{string(j.Claim)}
		case j.Article != "":
			claims.Via, claims.Name = graph.ViaDocument, "claims"
			q.Fields = []*graph.Field{{
				Name: "rows", Rows: graph.Articles, Where: graph.Where{IDs: []string{string(j.Article)}},
				Page: graph.Page{First: 1}, Fields: []*graph.Field{claims},
			}}
		default: // a merge or a split moves all that hangs on either
			rel.Name, rel.Via = "rows", graph.Root
			rel.Where.Either = []graph.EntityID{j.Entity, j.Into}
			rel.Time.KnownBy = nil
			q.Fields = []*graph.Field{rel}
		}
	} else {
		claims.Where.IDs = []string{string(rec.Claim.ID)}
	}
	res, err := s.store.Query(ctx, q)
	if err != nil {
		return nil, err
	}
	answer := res.Fields["rows"]
	for _, name := range []string{"claims", "relations"} {
		if below := answer.Fields[name]; below != nil {
			answer = below
		}
	}
	var out []*graph.Relation
	seen := map[graph.RelationID]bool{}
	for _, parent := range slices.Sorted(maps.Keys(answer.Pages)) {
		for _, r := range answer.Pages[parent].Rows {
			if r.Relation != nil && !seen[r.Relation.ID] {
				seen[r.Relation.ID] = true
				out = append(out, r.Relation)
			}
		}
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
	// say writes to the client, which has half a minute to take it: one that does
	// not is gone.
	say := func(text string) bool {
		_ = flusher.SetWriteDeadline(time.Now().Add(30 * time.Second)) // where the connection knows deadlines
		_, err := io.WriteString(w, text)
		return err == nil && flusher.Flush() == nil
	}
	send := func(resp *Response) bool {
		b, err := json.Marshal(resp)
		return err == nil && say("event: next\ndata: "+string(b)+"\n\n")
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
		if !say(":\n\n") {
			return
		}
		for open := true; open; {
			select {
			case resp, ok := <-answers:
				if open = ok; ok && !send(&Response{Data: resp.Data, Errors: resp.Errors, Extensions: resp.Extensions}) {
					return
				}
			case <-s.opts.Done:
				open = false // a client goes on from its cursor elsewhere
			case <-alive.C:
				if !say(":\n\n") {
					return
				}
			}
		}
	}
	say("event: complete\ndata:\n\n")
}
