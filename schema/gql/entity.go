package gql

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// entity is what the types of entity have in common.
type entity struct {
	scope
	e *graph.Entity
}

// IsNode marks a node.
func (*entity) IsNode() {}

// IsEntity marks an entity.
func (*entity) IsEntity() {}

// ID is the entity's id.
func (e *entity) ID() string { return string(e.e.ID) }

// Type is what the entity is.
func (e *entity) Type() graph.EntityKind { return e.e.Kind }

// Name is the name in the language asked for.
func (e *entity) Name(ctx context.Context) string {
	if len(graphql.GetFieldContext(ctx).Field.Arguments) == 0 {
		return e.e.Name
	}
	if k := e.kid(ctx); k != nil && len(k.langs) > 0 {
		return e.e.NameIn(k.langs[0])
	}
	return e.e.Name
}

// Names lists the names in the languages asked for.
func (e *entity) Names(ctx context.Context) []*Name {
	k := e.kid(ctx)
	out := []*Name{}
	for _, n := range e.e.Names {
		if k == nil || k.langs == nil || slices.Contains(k.langs, n.Lang) {
			out = append(out, &Name{Lang: n.Lang, Text: n.Text})
		}
	}
	return out
}

// MergedInto is the entity as which this one is read.
func (e *entity) MergedInto() *string { return opt(string(e.e.MergedInto)) }

// Relations is a page of the entity's relations.
func (e *entity) Relations(ctx context.Context) *RelationConnection {
	return &RelationConnection{e.kid(ctx).page(e.ID())}
}

// Claims is a page of the entity's claims.
func (e *entity) Claims(ctx context.Context) *ClaimConnection {
	return &ClaimConnection{e.kid(ctx).page(e.ID())}
}

// Treaties is a page of the treaties to which the entity is a party.
func (e *entity) Treaties(ctx context.Context) *TreatyConnection {
	return &TreatyConnection{e.kid(ctx).page(e.ID())}
}

// From is when the entity came to be.
func (e *entity) From() graph.Date { return e.e.From }

// To is when the entity ceased to be.
func (e *entity) To() graph.Date { return e.e.To }

// Leaders lists the terms of those who led the entity.
func (e *entity) Leaders(ctx context.Context) []*Term { return e.kid(ctx).terms(e.ID()) }

// Name is a name in a language.
type Name struct{ Lang, Text string }

// State is a state.
type State struct{ entity }

// Iso2 is the ISO 3166-1 alpha-2 code.
func (s *State) Iso2() *string { return opt(s.e.ISO2) }

// Iso3 is the ISO 3166-1 alpha-3 code.
func (s *State) Iso3() *string { return opt(s.e.ISO3) }

// Cow is the Correlates of War code.
func (s *State) Cow() *int {
	if s.e.COW == 0 {
		return nil
	}
	return &s.e.COW
}

// Recognition is the state's standing.
func (s *State) Recognition() string { return string(s.e.Recognition) }

// Organisation is an organisation or a bloc.
type Organisation struct{ entity }

// Members is a page of the relations of its members to it.
func (o *Organisation) Members(ctx context.Context) *RelationConnection {
	return &RelationConnection{o.kid(ctx).page(o.ID())}
}

// NonStateActor is a non-state actor.
type NonStateActor struct{ entity }

// BasedIn lists the states in which the actor sits.
func (a *NonStateActor) BasedIn(ctx context.Context) []Entity {
	return a.kid(ctx).entities(a.e.BasedIn)
}

// ClaimedBy lists the states that claim the actor.
func (a *NonStateActor) ClaimedBy(ctx context.Context) []Entity {
	return a.kid(ctx).entities(a.e.ClaimedBy)
}

// Leader is a leader.
type Leader struct{ entity }

// Terms lists the leader's terms of office.
func (l *Leader) Terms(ctx context.Context) []*Term { return l.kid(ctx).terms(l.ID()) }

// Acts is a page of the claims in which the leader is an agent.
func (l *Leader) Acts(ctx context.Context) *ClaimConnection {
	return &ClaimConnection{l.kid(ctx).page(l.ID())}
}

// Term is a term of office.
type Term struct {
	scope
	r *graph.Relation
	p *plan
}

func (p *plan) terms(parent string) []*Term {
	out := []*Term{}
	for _, r := range p.ans.Page(parent).Rows {
		out = append(out, &Term{scope{p.of["Term"]}, r.Relation, p})
	}
	return out
}

// Leader is who led.
func (t *Term) Leader(ctx context.Context) *Leader {
	l, ok := t.kid(ctx).entityAt(t.r.Subject, "").(*Leader)
	if !ok {
		return nil
	}
	return l
}

// State is what was led, if a state.
func (t *Term) State(ctx context.Context) *State {
	s, ok := t.kid(ctx).entityAt(t.r.Object, "").(*State)
	if !ok {
		return nil
	}
	return s
}

// Of is what was led.
func (t *Term) Of(ctx context.Context) Entity { return t.kid(ctx).entityAt(t.r.Object, "") }

// Office is the office held.
func (t *Term) Office() string { return t.r.Office }

// From is when the term began.
func (t *Term) From() graph.Date { return t.r.ValidFrom }

// To is when the term ended.
func (t *Term) To() graph.Date { return t.r.ValidTo }

// Relation is the relation that tells of the term.
func (t *Term) Relation(ctx context.Context) *Relation {
	return &Relation{t.below(ctx, "Relation"), t.r, t.p.ref, ""}
}

// Treaty is a treaty. t is nil where only its id was asked for.
type Treaty struct {
	entity
	t *graph.TreatyNode
}

// Name is the title in every language.
func (t *Treaty) Name() string { return t.Title() }

// Names are its titles, first that which is shown.
func (t *Treaty) Names() []*Name {
	out := []*Name{{Text: t.Title()}}
	if t.t == nil {
		return out
	}
	for _, title := range t.t.Titles {
		if title != t.t.Title {
			out = append(out, &Name{Text: title})
		}
	}
	return out
}

// Kind is the kind of treaty.
func (t *Treaty) Kind() graph.TreatyKind {
	if t.t == nil {
		return graph.OtherTreaty
	}
	return t.t.Kind
}

// Title is the title that the mentions give.
func (t *Treaty) Title() string {
	if t.t == nil || t.t.Title == "" {
		return t.e.ID.Code()
	}
	return t.t.Title
}

// Status is the latest stage.
func (t *Treaty) Status() graph.TreatyStatus {
	if t.t == nil {
		return graph.TreatyProposed
	}
	return t.t.Status
}

// Signed is when the treaty was signed.
func (t *Treaty) Signed() graph.Date {
	if t.t == nil {
		return ""
	}
	return t.t.Signed
}

// MutualDefence is whether the parties must defend each other.
func (t *Treaty) MutualDefence() *bool {
	if t.t == nil {
		return nil
	}
	return t.t.MutualDefence
}

// Clauses lists the clauses told of.
func (t *Treaty) Clauses() []string {
	if t.t == nil {
		return []string{}
	}
	return list(t.t.Clauses)
}

// Parties lists the parties.
func (t *Treaty) Parties(ctx context.Context) []Entity {
	if t.t == nil {
		return []Entity{}
	}
	return t.kid(ctx).entities(t.t.Parties)
}

// Signatories lists those reported to have signed.
func (t *Treaty) Signatories(ctx context.Context) []Entity {
	if t.t == nil {
		return []Entity{}
	}
	return t.kid(ctx).entities(t.t.Signatories)
}

// Standings lists how each party stands to the treaty.
func (t *Treaty) Standings(ctx context.Context) []*TreatyStanding {
	out := []*TreatyStanding{}
	if t.t == nil {
		return out
	}
	k := t.kid(ctx)
	s := scope{k.below[0].of["TreatyStanding"]}
	for _, party := range t.t.Parties {
		at := &TreatyStanding{scope: s, id: party}
		if slices.Contains(t.t.Signatories, party) {
			at.reach(1, t.t.Signed)
		}
		for _, r := range k.ans.Page(t.ID()).Rows {
			c := r.Claim
			its := c.Subject.ID == party
			switch c.Relation {
			case schema.WithdrewFromTreatyWith, schema.WithdrewFromTreaty:
				if its && !(c.Treaty != nil && c.Treaty.Status == graph.TreatySuspended) {
					at.reach(3, c.ValidFrom)
				}
			case schema.RatifiedTreatyWith:
				if its {
					at.reach(2, c.ValidFrom)
				}
			case schema.PartyTo:
				if far := 1; its {
					if c.Treaty != nil && c.Treaty.Status == graph.TreatyRatified {
						far = 2
					}
					at.reach(far, c.ValidFrom)
				}
			default:
				if its || c.Object.ID == party {
					at.reach(1, c.ValidFrom)
				}
			}
		}
		out = append(out, at)
	}
	return out
}

// TreatyStanding is how a party stands to a treaty.
type TreatyStanding struct {
	scope
	id   graph.EntityID
	far  int
	date graph.Date
}

// reach notes that the party has gone so far on a date, if it has not gone
// farther; of several dates the earliest known one counts.
func (s *TreatyStanding) reach(far int, on graph.Date) {
	if far > s.far || far == s.far && (!s.date.Known() || on.Known() && on < s.date) {
		s.far, s.date = far, on
	}
}

// Party is the party.
func (s *TreatyStanding) Party(ctx context.Context) Entity { return s.kid(ctx).entityAt(s.id, "") }

// Status is how far the party has gone.
func (s *TreatyStanding) Status() string {
	return []string{"PARTY", "SIGNED", "RATIFIED", "WITHDRAWN"}[s.far]
}

// Date is when the party went so far.
func (s *TreatyStanding) Date() graph.Date { return s.date }

// History lists the stages of the treaty's life.
func (t *Treaty) History(ctx context.Context) []*TreatyEvent {
	out := []*TreatyEvent{}
	if t.t == nil {
		return out
	}
	s := t.below(ctx, "TreatyEvent")
	for _, e := range t.t.History {
		out = append(out, &TreatyEvent{s, e})
	}
	return out
}

// TreatyEvent is a stage in a treaty's life.
type TreatyEvent struct {
	scope
	e graph.TreatyEvent
}

// Status is the stage.
func (e *TreatyEvent) Status() graph.TreatyStatus { return e.e.Status }

// Date is when it was reached.
func (e *TreatyEvent) Date() graph.Date { return e.e.Date }

// Claims is the first so many claims that report it.
func (e *TreatyEvent) Claims(ctx context.Context) *ClaimConnection {
	k := e.kid(ctx)
	page := &graph.RowPage{Total: len(e.e.Claims)}
	for _, id := range e.e.Claims {
		r, ok := k.ans.Row(string(id))
		if !ok {
			continue
		}
		if len(page.Rows) == k.first {
			page.HasNext = true
			break
		}
		page.Rows = append(page.Rows, r)
	}
	return &ClaimConnection{connection{scope{k.connection()}, k, page, ""}}
}
