package graph

import (
	"github.com/entente-graph/entente/schema"
)

// RelationID names a relation: "relation:" and 16 hexadecimal digits, made from
// the relation's key and its first-known claim, so that it stays as claims are
// added.
type RelationID string

// NewRelationID hashes a relation's key and its first-known claim (the least
// by day known, then id).
func NewRelationID(k RelationKey, first ClaimID) RelationID {
	return RelationID("relation:" + hash16(string(k.Kind), string(k.Subject), string(k.Object), string(k.Modality), string(k.Treaty), string(first)))
}

// RelationKey is what all claims of a relation share; a relation is one
// episode of a key. The ends of a symmetric kind stand in bytewise order.
type RelationKey struct {
	Kind     schema.Kind
	Subject  EntityID
	Object   EntityID
	Modality Modality
	Treaty   EntityID // a treaty's id without the year (TreatyMention.Base); empty without a treaty
	Office   string   // of LEADS
}

// Status is how a relation stands, from all its claims.
type Status string

// The statuses. A relation is kept as Fact, Alleged, Prospect, Disputed,
// Denied or Ended (the end was reported and nothing else is known); a Fact or
// Alleged whose known end has passed reads as Ended, and a Prospect 90 days
// past its date as Lapsed: see Relation.StatusAt.
const (
	StatusFact     Status = "FACT"
	StatusAlleged  Status = "ALLEGED"
	StatusProspect Status = "PROSPECT"
	StatusDisputed Status = "DISPUTED"
	StatusDenied   Status = "DENIED"
	StatusEnded    Status = "ENDED"
	StatusLapsed   Status = "LAPSED"
)

// Statuses lists the statuses in the order of their declaration.
func Statuses() []Status {
	return []Status{StatusFact, StatusAlleged, StatusProspect, StatusDisputed, StatusDenied, StatusEnded, StatusLapsed}
}

// LapseAfter is the number of days past its date after which a prospect lapses.
const LapseAfter = 90

// Currency tells a state of affairs that was attested lately from one that was
// not (see schema.Spec.StaleAfter).
type Currency string

// The currencies of a relation.
const (
	Current Currency = "CURRENT"
	Stale   Currency = "STALE"
)

// Relation is one version of what claims add up to: it holds in answers "as
// known on" the days from KnownFrom to the day before KnownTo.
type Relation struct {
	ID        RelationID
	KnownFrom Day
	KnownTo   Day // Never for the current version

	Kind     schema.Kind
	Subject  EntityID
	Object   EntityID
	Modality Modality
	// Treaty is the id without the year of the treaty that its claims mention
	// (TreatyMention.Base), empty when none is concerned. Which of the treaties
	// of these parties it is follows from the claims: see ViaRelation.
	Treaty EntityID
	Status Status // as kept; answers show StatusAt
	Office string // of LEADS

	Confidence    Thousandths
	ClaimCount    int
	SourceCount   int // independent origins
	ValidFrom     Date
	ValidTo       Date
	FirstReported Day // least day of publication of its claims; MaxDay when none has one
	LastAttested  Day // greatest day of publication of its claims; MinDay when none has one
	Against       []EntityID
	Items         []string
	Domains       []string

	// Claims are the claims behind this version, by day known, then id.
	Claims []ClaimID

	Span
}

// Span is a relation's time as the predicates and the order of every store
// compare it. It is derived by SpanOf and kept beside the relation.
type Span struct {
	// Since is the key of the default order: the first day that ValidFrom
	// names, MinDay when undated.
	Since Day
	// Low and High bound the days that the relation may overlap (from, to).
	Low, High Day
	// HoldsFrom and HoldsTo bound the days at which it may hold, or by which
	// the event had happened (at).
	HoldsFrom, HoldsTo Day
	// EndsOn is the last possible day of a state of affairs that has a known
	// end, Never for the others: from then on it reads as ended.
	EndsOn Day
	// LapsesOn is the last day on which a prospect reads as one, Never for the
	// others.
	LapsesOn Day
	// StaleOn is the last day on which a state of affairs without an end
	// counts as current, Never where the kind sets no limit.
	StaleOn Day
}

// SpanOf derives a relation's span from its kind, modality, status, dates and
// days of publication:
//
//   - an event lies between the first day of ValidFrom and the last of ValidTo;
//     one without a date happened on or before the day of its first report;
//     it "had happened by" the last day on which it may have happened;
//   - a state of affairs may hold from the first day of ValidFrom to the last
//     day of ValidTo, and without them, from ever and for ever;
//   - a prospect stands from its first report to its date, or for ever; at its
//     date or before, it has not happened.
func SpanOf(spec *schema.Spec, r *Relation) Span {
	s := Span{EndsOn: Never, LapsesOn: Never, StaleOn: Never}
	s.Since = r.ValidFrom.First()
	switch {
	case r.Modality.Prospect():
		s.Low, s.High = r.ValidFrom.First(), MaxDay
		if !r.ValidFrom.Known() {
			s.Low = r.FirstReported
			if s.Low == MaxDay {
				s.Low = MinDay
			}
		}
		if due := prospectDue(r); due < MaxDay {
			s.High = due
			s.LapsesOn = due + LapseAfter
		}
		s.HoldsFrom, s.HoldsTo = s.Low, s.High
		if r.FirstReported < s.HoldsFrom {
			// The plan stands from its announcement on, not from its date.
			s.HoldsFrom = r.FirstReported
		}
	case spec.Point:
		s.Low, s.High = r.ValidFrom.First(), r.ValidTo.Last()
		if !r.ValidTo.Known() {
			s.High = r.ValidFrom.Last()
			if !r.ValidFrom.Known() {
				s.High = r.FirstReported
			}
		}
		s.HoldsFrom, s.HoldsTo = s.High, MaxDay
		if s.High == MaxDay { // neither a date nor a publication: it may have happened at any time
			s.HoldsFrom = MinDay
		}
	default:
		s.Low, s.High = r.ValidFrom.First(), r.ValidTo.Last()
		s.HoldsFrom, s.HoldsTo = s.Low, s.High
		if r.ValidTo.Known() {
			s.EndsOn = r.ValidTo.Last()
		} else if spec.StaleAfter > 0 && r.LastAttested.Bounded() {
			s.StaleOn = r.LastAttested + Day(spec.StaleAfter)
		}
	}
	return s
}

func prospectDue(r *Relation) Day {
	if r.ValidTo.Known() {
		return r.ValidTo.Last()
	}
	return r.ValidFrom.Last()
}

// RecordKinds are the kinds that registries and data sets hold by the hundred:
// terms of office and memberships. What no article tells of them is no news.
func RecordKinds(o *schema.Ontology) []schema.Kind {
	return o.Expand([]schema.Kind{schema.Leads, schema.MemberOf})
}

// Appeared is the day on which the relation came into view: its first day, or
// of an undated one that of its first report; MaxDay when it has neither.
func (r *Relation) Appeared() Day {
	if r.Since != MinDay {
		return r.Since
	}
	return r.FirstReported
}

// StatusAt is the status that a question asked with the given reference shows:
// see Query.Reference.
func (r *Relation) StatusAt(ref Reference) Status {
	switch {
	case (r.Status == StatusFact || r.Status == StatusAlleged) && r.EndsOn <= ref.Ended:
		return StatusEnded
	case r.Status == StatusProspect && r.LapsesOn < ref.Lapsed:
		return StatusLapsed
	}
	return r.Status
}

// CurrencyAt tells whether the relation counts as current on the reference day.
func (r *Relation) CurrencyAt(ref Reference) Currency {
	if r.StaleOn < ref.Lapsed || r.EndsOn < ref.Lapsed {
		return Stale
	}
	return Current
}

// Reference is the day against which a question reads "ended", "lapsed" and
// "stale". No clock takes part: the same data gives the same answer on any day.
type Reference struct {
	// Ended: the day on which ends have passed. MinDay in a question with at
	// or with from and to: what held then is a fact of then.
	Ended Day
	// Lapsed: at, else from, else the day known, else the latest publication
	// day in the store.
	Lapsed Day
}

// TreatyEvent is a stage in a treaty's life, with the claims that report it.
type TreatyEvent struct {
	Status TreatyStatus
	Date   Date
	Claims []ClaimID
}

// TreatyNode is one version of a treaty: a fold over the mentions of it.
type TreatyNode struct {
	ID        EntityID
	KnownFrom Day
	KnownTo   Day
	Kind      TreatyKind
	Title     string       // of the first mention that has one, from the signature on if any has
	Titles    []string     `json:",omitempty"` // of all mentions, and what their texts call it; sorted
	Status    TreatyStatus // the latest stage
	Signed    Date
	// MutualDefence is nil when no mention says.
	MutualDefence *bool
	Clauses       []string
	Parties       []EntityID    // sorted
	Signatories   []EntityID    // of the parties, those reported to have signed; sorted
	History       []TreatyEvent // in the usual order of the stages
	// Claims are the claims that mention it, by day known, then id.
	Claims []ClaimID
	// Since is the key of the order: the first day of the signature, else of
	// the earliest dated stage, else MinDay.
	Since Day
}

// Judgement is a person's correction: a record in the log, never a rewrite.
type Judgement struct {
	ID   string        `json:"id"` // "judgement:" and 16 hexadecimal digits
	Verb JudgementVerb `json:"verb"`
	On   Day           `json:"-"` // from this day on it acts
	By   string        `json:"by,omitempty"`
	Why  string        `json:"why"`
	// Nth tells the order of judgements of one day, on one claim or on entities:
	// the greater comes later (see Follow).
	Nth int `json:"nth,omitempty"`

	Article ArticleID `json:"article,omitempty"` // retract, supersede, purge
	// Successor is the article that supersedes Article.
	Successor ArticleID `json:"successor,omitempty"`
	Claim     ClaimID   `json:"claim,omitempty"`  // accept, reject
	Entity    EntityID  `json:"entity,omitempty"` // merge, split: the one that goes into Into, or comes out of it again
	Into      EntityID  `json:"into,omitempty"`
}

// JudgementVerb is what a judgement does.
type JudgementVerb string

// The verbs of judgements. Retract ends the claims of an article (and no others)
// from its day on, and Supersede does until the article supersedes another one in
// its turn; Accept vouches for a claim and Reject ends it, each until the other
// comes; Merge reads one entity as another, and Split takes a merge back. Purge
// alone does not wait for its day: it removes an article for good, with its text,
// claims and quotes, and what comes of that article later is not kept. The record
// stays.
const (
	Retract   JudgementVerb = "RETRACT"
	Supersede JudgementVerb = "SUPERSEDE"
	Accept    JudgementVerb = "ACCEPT"
	Reject    JudgementVerb = "REJECT"
	Merge     JudgementVerb = "MERGE"
	Split     JudgementVerb = "SPLIT"
	Purge     JudgementVerb = "PURGE"
)

// NewJudgementID hashes everything that a judgement says.
func NewJudgementID(j *Judgement) string {
	parts := []string{string(j.Verb), j.On.String(), j.By, j.Why, string(j.Article), string(j.Successor), string(j.Claim), string(j.Entity), string(j.Into)}
	if j.Nth > 0 {
		parts = append(parts, itoa(j.Nth))
	}
	return "judgement:" + hash16(parts...)
}
