package gql

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Subscription is the resolver of the type Subscription.
func (r *Resolver) Subscription() SubscriptionResolver { return subscriptions{r.server} }

type subscriptions struct{ s *Server }

// ClaimAdded is a claim that was added.
type ClaimAdded struct {
	scope
	Cursor string
	why
	failed error // the event cannot be told
}

// Claim is the claim.
func (e *ClaimAdded) Claim(ctx context.Context) (*Claim, error) {
	return given[*Claim](ctx, e.scope), e.failed
}

// RelationChanged is a relation that was made or changed.
type RelationChanged struct {
	scope
	Cursor, ID string
	by         graph.Record
	why
	failed error // the event cannot be told
}

// why says by what an event was asked for.
type why struct {
	Matched      []string
	MatchedKinds []schema.Kind
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
func (e *RelationChanged) Relation(ctx context.Context) (*Relation, error) {
	return given[*Relation](ctx, e.scope), e.failed
}

// position is a place in the log of a store: a revision, and in it a claim or,
// after all claims, a judgement, by id. Where that changed several relations, the
// place among those is behind the last one told of; none is behind all.
type position struct {
	rev      graph.Revision
	id       string
	relation graph.RelationID
}

// end is the place after all that a revision brought.
const end = "~"

func (p position) String() string {
	s := strconv.FormatInt(int64(p.rev), 10) + "." + p.id
	if p.relation != "" {
		s += "/" + string(p.relation)
	}
	return s
}

func parsePosition(s string) (position, error) {
	record, relation, _ := strings.Cut(s, "/")
	rev, id, ok := strings.Cut(record, ".")
	n, err := strconv.ParseInt(rev, 10, 64)
	ok = ok && len(s) < 100 && (id == end || strings.HasPrefix(id, "claim:") || strings.HasPrefix(id, "judgement:"))
	if !ok || err != nil || n < 0 {
		return position{}, badPosition
	}
	return position{graph.Revision(n), id, graph.RelationID(relation)}, nil
}

var badPosition = &refusal{Code: BadCursor, Message: "after: not the cursor of an event"}

// before reports whether the record of a place lies before that of another.
func (p position) before(q position) bool {
	return p.rev < q.rev || p.rev == q.rev && p.id < q.id
}

// begin is where a subscription goes on: after the cursor, or after all that
// there is now.
func (s *Server) begin(ctx context.Context, after *string) (position, error) {
	now := position{id: end}
	at := now
	if after != nil {
		var err error
		if at, err = parsePosition(*after); err != nil {
			return at, err
		}
	}
	res, err := s.store.Query(ctx, &graph.Query{})
	if err != nil {
		return at, err
	}
	if now.rev = res.Revision; after == nil {
		return now, nil
	}
	if now.before(at) { // of another graph: nothing would come for long
		return at, badPosition
	}
	return at, nil
}

// atOnce is how many records of a log a subscription takes at once. It gives them
// to its client when it has let go of the log, which a slow client would otherwise
// keep from everybody.
const atOnce = 1000

// told is a record of the log and where it stands.
type told struct {
	graph.Record
	at position
}

// follow calls each with the claims and judgements that are wanted and added after
// a place, in the order of the log, until the context ends or each is false. It
// looks for a new revision now and then, so that what another process loads arrives
// too.
func (s *Server) follow(ctx context.Context, at position, want func(graph.Record) bool, each func(told) bool) {
	tick := time.NewTicker(s.opts.Poll)
	defer tick.Stop()
	looked := graph.Revision(-1)
	for {
		res, err := s.store.Query(ctx, &graph.Query{})
		if err != nil && ctx.Err() == nil {
			s.opts.Log.WarnContext(ctx, "a subscription waits for the store", "error", err)
		}
		if err == nil && res.Revision > looked {
			list, next, all := s.added(ctx, at, want)
			for _, t := range list {
				if !each(t) {
					return
				}
			}
			if at = next; all == nil {
				looked = res.Revision
			}
			if all == errMore {
				continue
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// errMore: there is more in the log.
var errMore = errors.New("there is more")

// added reads what is wanted of the log after a place, and where it has come to.
// Its error is errMore when it has taken enough at once, and else that of the log,
// of which the rest is to be read again.
func (s *Server) added(ctx context.Context, at position, want func(graph.Record) bool) (list []told, next position, err error) {
	after := at.rev
	if at.id != end && after > 0 {
		after-- // the rest of a revision that was begun
	}
	for rec, err := range s.store.Log(ctx, after) {
		if err != nil {
			return list, at, err
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
		if !at.before(next) {
			continue
		}
		if at = next; want(rec) {
			if list = append(list, told{rec, at}); len(list) == atOnce {
				return list, at, errMore
			}
		}
	}
	return list, at, nil
}

// filter says what is wanted of what happens; an empty list is all.
type filter struct {
	touching []graph.EntityID
	kinds    []wantedKind
}

// wantedKind is a kind that was asked for, and those that it stands for.
type wantedKind struct {
	kind schema.Kind
	all  []schema.Kind
}

// newFilter refuses lists that match nothing, as questions do.
func newFilter(touching []string, kinds []schema.Kind) (filter, error) {
	if touching != nil && len(touching) == 0 || kinds != nil && len(kinds) == 0 {
		return filter{}, fmt.Errorf("touching, kinds: an empty list matches nothing; leave it out: %w", graph.ErrBadInput)
	}
	f := filter{}
	for _, k := range kinds {
		f.kinds = append(f.kinds, wantedKind{k, schema.Default().Expand([]schema.Kind{k})})
	}
	for _, id := range touching {
		f.touching = append(f.touching, graph.EntityID(id))
	}
	return f, nil
}

// match tells whether a kind between ids is wanted, and why.
func (f filter) match(kind schema.Kind, ids []graph.EntityID) (why, bool) {
	y := why{[]string{}, []schema.Kind{}}
	for _, k := range f.kinds {
		if slices.Contains(k.all, kind) {
			y.MatchedKinds = append(y.MatchedKinds, k.kind)
		}
	}
	for _, t := range f.touching {
		if slices.Contains(ids, t) {
			y.Matched = append(y.Matched, string(t))
		}
	}
	return y, (len(f.kinds) == 0 || len(y.MatchedKinds) > 0) && (len(f.touching) == 0 || len(y.Matched) > 0)
}

// matchClaim is match of a claim.
func (f filter) matchClaim(c *graph.Claim) (why, bool) {
	ids := []graph.EntityID{c.Subject.ID, c.Object.ID}
	for _, r := range slices.Concat(c.Against, c.Between) {
		ids = append(ids, r.ID)
	}
	for _, a := range c.Agents {
		ids = append(ids, a.ID)
	}
	return f.match(c.Relation, ids)
}

// matchRelation is match of a relation.
func (f filter) matchRelation(r *graph.Relation) (why, bool) {
	return f.match(r.Kind, append([]graph.EntityID{r.Subject, r.Object}, r.Against...))
}

// open admits a subscription, if there are not too many, in all or of the client.
func (s *Server) open(from string) (release func(), err error) {
	l := s.opts.Limits
	s.streaming.Lock()
	defer s.streaming.Unlock()
	if n := s.streams + 1; l.Streams > 0 && n > l.Streams {
		return nil, &refusal{Code: RateLimited, Message: "too many subscriptions are open; try again later", Limit: l.Streams, Cost: n}
	}
	if n := s.streamsOf[from] + 1; l.StreamsEach > 0 && n > l.StreamsEach {
		return nil, &refusal{Code: RateLimited, Message: "too many subscriptions of yours are open; close one of them", Limit: l.StreamsEach, Cost: n}
	}
	if s.streamsOf == nil {
		s.streamsOf = map[string]int{}
	}
	s.streams++
	s.streamsOf[from]++
	return func() {
		s.streaming.Lock()
		defer s.streaming.Unlock()
		s.streams--
		if s.streamsOf[from]--; s.streamsOf[from] == 0 {
			delete(s.streamsOf, from)
		}
	}, nil
}

// Subscriptions is the number of those that are open.
func (s *Server) Subscriptions() int {
	s.streaming.Lock()
	defer s.streaming.Unlock()
	return s.streams
}

// prepare admits a subscription whose events are of a type and name a node by one
// of its fields, and finds where it begins. What is over a limit is refused now, and
// not with the first event.
func (r subscriptions) prepare(ctx context.Context, typ, names string, after *string) (at position, release func(), err error) {
	if _, _, err = r.s.compileOutcome(ctx, typ, map[string]string{names: names + ":-"}); err != nil {
		return at, nil, err
	}
	if release, err = r.s.open(callerOf(ctx).Address); err != nil {
		return at, nil, err
	}
	if at, err = r.s.begin(ctx, after); err != nil {
		release()
	}
	return at, release, err
}

// event asks for what the selections of the field that is being resolved want of
// the node of an event. An event that fails is told with its error, as the last one.
func (r subscriptions) event(ctx context.Context, typ, names, id string) (sc scope, failed error) {
	if t := r.s.opts.Limits.Time; t > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, t)
		defer cancel()
	}
	return r.s.outcome(ctx, typ, map[string]string{names: id})
}

func (r subscriptions) ClaimAdded(ctx context.Context, touching []string, kinds []schema.Kind, after *string) (<-chan *ClaimAdded, error) {
	f, err := newFilter(touching, kinds)
	if err != nil {
		return nil, err
	}
	at, release, err := r.prepare(ctx, "ClaimAdded", "claim", after)
	if err != nil {
		return nil, err
	}
	out := make(chan *ClaimAdded)
	want := func(rec graph.Record) bool {
		if rec.Claim == nil {
			return false
		}
		_, ok := f.matchClaim(rec.Claim)
		return ok
	}
	go func() {
		defer release()
		defer close(out)
		r.s.follow(ctx, at, want, func(t told) bool {
			matched, _ := f.matchClaim(t.Claim)
			sc, failed := r.event(ctx, "ClaimAdded", "claim", string(t.Claim.ID))
			select {
			case out <- &ClaimAdded{sc, t.at.String(), matched, failed}:
				return failed == nil
			case <-ctx.Done():
				return false
			}
		})
	}()
	return out, nil
}

func (r subscriptions) RelationChanged(ctx context.Context, touching []string, kinds []schema.Kind, after *string) (<-chan *RelationChanged, error) {
	f, err := newFilter(touching, kinds)
	if err != nil {
		return nil, err
	}
	at, release, err := r.prepare(ctx, "RelationChanged", "relation", after)
	if err != nil {
		return nil, err
	}
	out := make(chan *RelationChanged)
	from := at
	if from.relation != "" { // the record is read again, for what else it changed
		at = position{rev: at.rev - 1, id: end}
	}
	go func() {
		defer release()
		defer close(out)
		r.s.follow(ctx, at, func(graph.Record) bool { return true }, func(t told) bool {
			if t.at.before(from) {
				return true
			}
			changed, failed := r.s.changed(ctx, t.Record)
			if failed != nil {
				changed = []*graph.Relation{{}}
			} else {
				changed = slices.DeleteFunc(changed, func(rel *graph.Relation) bool { _, ok := f.matchRelation(rel); return !ok })
			}
			if !from.before(t.at) {
				changed = changed[1+slices.IndexFunc(changed, func(rel *graph.Relation) bool { return rel.ID == from.relation }):]
			}
			for i, rel := range changed {
				matched, _ := f.matchRelation(rel)
				var sc scope
				if failed == nil {
					sc, failed = r.event(ctx, "RelationChanged", "relation", string(rel.ID))
				}
				if t.at.relation = rel.ID; i == len(changed)-1 {
					t.at.relation = ""
				}
				select {
				case out <- &RelationChanged{sc, t.at.String(), string(rel.ID), t.Record, matched, failed}:
				case <-ctx.Done():
					return false
				}
				if failed != nil {
					return false
				}
			}
			return true
		})
	}()
	return out, nil
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
