package graph

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/entente-graph/entente/schema"
)

// Query is one question: a forest of fields. A store answers it breadth-first,
// with one statement for each field (and one more where its total count is
// asked), for all distinct parents at once, from one state of the graph.
type Query struct {
	Fields []*Field
}

// Rows says what a field's rows are.
type Rows string

// The kinds of rows.
const (
	Entities   Rows = "entities"
	Relations  Rows = "relations"
	Claims     Rows = "claims"
	Articles   Rows = "articles"
	Treaties   Rows = "treaties"
	Judgements Rows = "judgements"
)

// Via says how a field's rows hang on the rows of the field above it.
type Via string

// The ways from a parent to its rows. The first group follows ids that the
// parent row itself carries: one look-up for all distinct ids. The second
// group asks for the rows that belong to the parent's id.
const (
	Root Via = "" // no parent: the rows of the whole graph

	ViaSubject     Via = "subject"     // relation, claim → entity
	ViaObject      Via = "object"      // relation, claim → entity
	ViaOther       Via = "other"       // relation under an entity → the entity at its other end
	ViaEnds        Via = "ends"        // relation, claim → the entities at both its ends
	ViaAgainst     Via = "against"     // relation, claim → entities
	ViaBetween     Via = "between"     // claim → entities
	ViaAgents      Via = "agents"      // claim → entities (those that have an id)
	ViaParties     Via = "parties"     // treaty → entities
	ViaSignatories Via = "signatories" // treaty → entities
	ViaArticle     Via = "article"     // claim, judgement → article
	ViaHistory     Via = "history"     // treaty → the claims that report the stages of its life
	ViaBasedIn     Via = "basedIn"     // actor → the states in which it sits
	ViaClaimedBy   Via = "claimedBy"   // actor → the states that claim it

	ViaEntity   Via = "entity"   // entity → its relations, claims or treaties (see Where.Direction)
	ViaAgent    Via = "agent"    // entity → the claims in which it is an agent
	ViaRelation Via = "relation" // relation → its claims, or the treaty that its claims mention
	ViaClaim    Via = "claim"    // claim → the relations it supports, or the treaty that it mentions
	ViaTreaty   Via = "treaty"   // treaty → its claims
	ViaDocument Via = "document" // article → its claims, or the judgements on it
)

// ByID reports whether the way follows ids that the parent row carries.
func (v Via) ByID() bool {
	switch v {
	case ViaSubject, ViaObject, ViaOther, ViaEnds, ViaAgainst, ViaBetween, ViaAgents, ViaParties, ViaSignatories, ViaArticle, ViaHistory,
		ViaBasedIn, ViaClaimedBy:
		return true
	}
	return false
}

// Field asks for rows, a page of them for each parent.
type Field struct {
	// Name is unique among the field's siblings: the response key.
	Name string
	Rows Rows
	Via  Via
	// Of restricts the field to parents that are entities of these kinds, where
	// the parents are of several; empty is all.
	Of    []EntityKind
	Where Where
	Time  Time
	// Order is the order of the rows; empty is the default one (see
	// DefaultOrder). The id always breaks ties, in the direction of the last key.
	Order []Order
	Page  Page
	// Count asks for the total number of rows of each parent; Only asks for no
	// rows, just for the count or the groups.
	Count bool
	Only  bool
	Group *Group
	// Brief says that no more will be looked at than what most questions show: of
	// relations ID, Kind, Subject, Object, Modality, Status, Confidence, ClaimCount,
	// ValidFrom, ValidTo, Since, EndsOn and LapsesOn; of entities ID, Kind and Name; of
	// articles all but Text and Print.
	// A store may leave the rest empty where Short allows it.
	Brief bool

	Fields []*Field
}

// Short reports whether the rows may be without what Brief names: it is asked
// for, and neither their order nor the fields below them need the rest.
func (f *Field) Short() bool {
	if !f.Brief || f.Rows != Relations && f.Rows != Entities && f.Rows != Articles || f.Where.Search != "" {
		return false
	}
	for _, o := range f.Order {
		if o.Field == BySources || o.Field == ByReported || o.Field == ByAttested {
			return false
		}
	}
	for _, below := range f.Fields {
		if below.Via == ViaAgainst || below.Via == ViaBasedIn || below.Via == ViaClaimedBy {
			return false
		}
	}
	return true
}

// Time is the time of a question. Nil pointers set no condition.
type Time struct {
	// At keeps the states of affairs that may hold on the day and the events
	// that had happened by then.
	At *Day
	// From and To keep whatever may overlap the window. Not with At.
	From, To *Day
	// KnownBy keeps what articles published up to that day said; MaxDay (and
	// nil) is everything.
	KnownBy *Day
}

// Known is the day as known on which the question is asked: KnownBy or MaxDay.
func (t Time) Known() Day {
	if t.KnownBy == nil {
		return MaxDay
	}
	return *t.KnownBy
}

// Reference derives the day against which ends, lapses and staleness are read;
// latest is the latest day of publication in the store.
func (t Time) Reference(latest Day) Reference {
	known := latest
	if t.KnownBy != nil {
		known = *t.KnownBy
	}
	switch {
	case t.At != nil:
		return Reference{Ended: MinDay, Lapsed: *t.At}
	case t.From != nil:
		return Reference{Ended: MinDay, Lapsed: *t.From}
	case t.To != nil:
		return Reference{Ended: MinDay, Lapsed: known}
	}
	return Reference{Ended: known, Lapsed: known}
}

// Holds reports whether a span passes At, From and To.
func (t Time) Holds(s Span) bool {
	if t.At != nil && (s.HoldsFrom > *t.At || s.HoldsTo < *t.At) {
		return false
	}
	if t.From != nil && s.High < *t.From {
		return false
	}
	return t.To == nil || s.Low <= *t.To
}

// Direction says at which end of a relation or claim the parent entity stands.
type Direction string

// The directions. A symmetric relation is found from either end in any of them.
const (
	Both Direction = "BOTH"
	Out  Direction = "OUT" // the entity is the subject
	In   Direction = "IN"  // the entity is the object
)

// Range is a range of days, both ends included; nil is open.
type Range struct{ From, To *Day }

// Contains reports whether the day lies in the range.
func (r Range) Contains(d Day) bool {
	return (r.From == nil || d >= *r.From) && (r.To == nil || d <= *r.To)
}

// Open reports whether the range sets no condition.
func (r Range) Open() bool { return r.From == nil && r.To == nil }

// Where holds the conditions of a field; all that are set must hold, and an
// empty list sets none. Which of them a kind of rows knows is said at each; a
// store ignores none that applies, and Query.Check refuses one that does not.
type Where struct {
	IDs []string // any rows: only these ids

	// Relations and claims.
	Kinds      []schema.Kind // already with their children: see schema.Ontology.Expand
	Subject    []EntityID    // the subject is one of these; of a symmetric kind, either end
	Object     []EntityID    // the object is one of these; of a symmetric kind, either end
	Either     []EntityID    // an end is one of these
	Pair       []EntityID    // two ids: the ends are these, in any order
	Touching   []EntityID    // an end, a target (against), of claims also a party between or an agent, is one of these
	Against    []EntityID    // a target is one of these
	Within     []EntityID    // both ends are among these
	Modalities []Modality
	Items      []string
	Domains    []string
	Confidence *Thousandths // at least

	// Relations.
	Direction Direction // with ViaEntity; empty is Both
	Statuses  []Status  // as Relation.StatusAt shows them
	Sources   *int      // at least so many independent origins
	ClaimsMin *int      // at least so many claims
	Began     Range     // Span.Since lies in it (undated relations do not)
	Appeared  Range     // Relation.Appeared lies in it
	Ended     Range     // Span.EndsOn lies in it
	Reported  Range     // FirstReported lies in it
	Office    []string  // of LEADS
	Said      *Where    // one of the claims behind the relation, as known, meets these conditions of claims
	Told      bool      // not the terms and memberships that no dated article tells of (see RecordKinds)

	// Claims.
	Agent     []EntityID // an agent is one of these
	Voices    []Voice
	Over      *bool // Claim.Ended is so
	Places    []string
	Forms     []Form
	Published Range  // claims and articles: the article's day of publication lies in it
	Text      string // claims: all words of it stand in the quote, the last as a prefix (see Tokens)
	Speaker   []EntityID

	// Articles and claims.
	Outlets   []string // the article's source
	Languages []string // the article's language
	URLs      []string // articles: the url, as given
	News      bool     // articles: not what the registry alone has read

	// Entities and treaties.
	EntityKinds []EntityKind
	Search      string // by name: see MatchName
	// Treaties. Parties: all of these are parties.
	Parties        []EntityID
	TreatyKinds    []TreatyKind
	TreatyStatuses []TreatyStatus
	MutualDefence  *bool // what is said of it is so

	// Judgements.
	Verbs []JudgementVerb
}

// MaxSearch is the most characters that Search and Text may have: they are compared
// with row after row.
const MaxSearch = 500

// long is how many characters the longest of what is searched for has.
func (w *Where) long() int {
	n := max(utf8.RuneCountInString(w.Search), utf8.RuneCountInString(w.Text))
	if w.Said != nil {
		n = max(n, w.Said.long())
	}
	return n
}

// OrderField names what rows can be ordered by.
type OrderField string

// The order fields. ByRank is how well a name matches the search (best first
// when ascending).
const (
	BySince      OrderField = "SINCE"      // relations, treaties; of claims the first day of ValidFrom
	ByConfidence OrderField = "CONFIDENCE" // relations, claims
	ByClaims     OrderField = "CLAIMS"     // relations: ClaimCount
	BySources    OrderField = "SOURCES"    // relations: SourceCount
	ByReported   OrderField = "REPORTED"   // relations: FirstReported
	ByAttested   OrderField = "ATTESTED"   // relations: LastAttested
	ByPublished  OrderField = "PUBLISHED"  // claims, articles
	ByName       OrderField = "NAME"       // entities: Name, bytewise
	ByRank       OrderField = "RANK"       // entities, treaties, with Where.Search
	ByID         OrderField = "ID"
	ByOn         OrderField = "ON" // judgements: their day
)

// Order is one key of an order.
type Order struct {
	Field OrderField
	Desc  bool
}

// DefaultOrder is the order of rows when a field sets none: newest first, that
// is start and id both descending, undated last; entities by id. What is searched
// for comes by rank and id.
func DefaultOrder(f *Field) []Order {
	if f.Where.Search != "" {
		return []Order{{ByRank, false}}
	}
	switch f.Rows {
	case Relations, Treaties:
		return []Order{{BySince, true}}
	case Claims, Articles:
		return []Order{{ByPublished, true}}
	case Judgements:
		return []Order{{ByOn, true}}
	}
	return []Order{{ByID, false}}
}

// Ordering is the field's order with the id as its last key, which makes it
// total. In it, MinDay (undated) is less than every day, and of claims and
// articles without a date of publication MaxDay is replaced by MinDay, so that
// the undated come last in the newest-first order.
func (f *Field) Ordering() []Order {
	order := f.Order
	if len(order) == 0 {
		order = DefaultOrder(f)
	}
	for i, o := range order {
		if o.Field == ByID { // which leaves no ties for the keys after it
			return order[:i+1]
		}
	}
	return append(slices.Clone(order), Order{ByID, order[len(order)-1].Desc})
}

// Page bounds the rows of one parent. First and Last are at most MaxPage; one
// of them is set, or All.
type Page struct {
	First, Last   int
	After, Before *Cursor
	// All takes every row up to Limit and is refused (ErrTooMany) beyond it;
	// for analyses and exports, not for pages.
	All   bool
	Limit int
	// Ends, with All and Limit at the root, is the most distinct ends that the
	// relations may have; beyond it the page is refused too. Where there are more
	// than half as many relations, both are counted before these are read.
	Ends int
}

// MaxPage is the most rows a page may hold for one parent, DefaultPage what it
// holds when the question does not say.
const (
	MaxPage     = 200
	DefaultPage = 25
)

// Cursor is a place in an order: the keys of the row before it, its id, and
// the day as known on which the first page was asked.
type Cursor struct {
	List  string   `json:"l"` // of which lists it is: see Field.list
	Known Day      `json:"k"`
	Keys  []string `json:"s"` // decimal numbers, or text for ByName
	ID    string   `json:"i"`
}

// String encodes the cursor for an answer.
func (c Cursor) String() string {
	b, err := json.Marshal(c)
	if err != nil { // strings and a number always encode
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// number is the cursor's key as a number, as which ParseCursor has read it.
func (c *Cursor) number(i int) int64 {
	n, _ := strconv.ParseInt(c.Keys[i], 10, 64)
	return n
}

// list tells apart lists in whose orders a cursor means different places: those
// of other rows, or with another order.
func (f *Field) list() string {
	h := uint32(2166136261) // FNV-1a
	add := func(s string) {
		for i := range len(s) {
			h = (h ^ uint32(s[i])) * 16777619
		}
	}
	add(string(f.Rows))
	for _, o := range f.Ordering() {
		add(" ")
		add(string(o.Field))
		if o.Desc {
			add("-")
		}
	}
	return strconv.FormatUint(uint64(h), 36)
}

// ParseCursor reads a cursor that String made of one of CursorOf for a field of
// the same rows in the same order. Anything else is ErrBadCursor.
func ParseCursor(s string, f *Field) (*Cursor, error) {
	ordering := f.Ordering()
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", s, ErrBadCursor)
	}
	var c Cursor
	if err := json.Unmarshal(b, &c); err != nil || c.List != f.list() || c.ID == "" || len(c.Keys) != len(ordering)-1 {
		return nil, fmt.Errorf("%q: %w", s, ErrBadCursor)
	}
	for i, k := range c.Keys {
		if ordering[i].Field == ByName {
			continue
		}
		if _, err := strconv.ParseInt(k, 10, 64); err != nil {
			return nil, fmt.Errorf("%q: %w", s, ErrBadCursor)
		}
	}
	return &c, nil
}

// GroupBy is what rows can be counted by.
type GroupBy string

// The group keys.
const (
	GroupKind     GroupBy = "KIND"
	GroupSubject  GroupBy = "SUBJECT"
	GroupObject   GroupBy = "OBJECT"
	GroupPair     GroupBy = "PAIR" // the ends in bytewise order, joined by a space
	GroupModality GroupBy = "MODALITY"
	GroupStatus   GroupBy = "STATUS" // relations
	GroupVoice    GroupBy = "VOICE"  // claims
	GroupOutlet   GroupBy = "OUTLET" // claims, articles
	GroupLanguage GroupBy = "LANGUAGE"
	GroupDay      GroupBy = "DAY" // of relations Since; of claims and articles the publication
	GroupMonth    GroupBy = "MONTH"
	GroupYear     GroupBy = "YEAR"
)

// Group asks for counts of rows by keys instead of, or beside, rows. Groups
// come by count descending, then keys ascending; by keys alone when By starts
// with a DAY, MONTH or YEAR. An undated row has the key "". Without keys all rows
// are one group.
type Group struct {
	By    []GroupBy
	Limit int // at most so many groups; 0 is DefaultPage
	// Behind counts also the articles and the origins (see Origins) of a group's
	// claims, each once. The outlet of a near-copy is that of the first text that
	// it copies (see Copies), among all articles with claims.
	Behind bool
}
