package graph

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// ClaimID names a claim: "claim:" and 16 hexadecimal digits.
type ClaimID string

// Modality says how a claim stands to the facts.
type Modality string

// The modalities. Agreed is decided and not yet done; Denied is said not to be
// so (with Claim.Ended: no longer so).
const (
	Asserted Modality = "ASSERTED"
	Agreed   Modality = "AGREED"
	Planned  Modality = "PLANNED"
	Pledged  Modality = "PLEDGED"
	Possible Modality = "POSSIBLE"
	Demanded Modality = "DEMANDED"
	Denied   Modality = "DENIED"
)

// Modalities lists the modalities in the order of their declaration.
func Modalities() []Modality {
	return []Modality{Asserted, Agreed, Planned, Pledged, Possible, Demanded, Denied}
}

// Prospect reports whether what is said lies ahead: agreed, planned, pledged,
// possible or demanded.
func (m Modality) Prospect() bool { return m != Asserted && m != Denied }

// Voice says who stands behind a claim, seen from its two ends.
type Voice string

// The voices. VoiceOutlet: the article says it in its own voice; VoiceSubject
// and VoiceObject: an end of the claim says it; VoiceThird: anyone else.
const (
	VoiceOutlet  Voice = "OUTLET"
	VoiceSubject Voice = "SUBJECT"
	VoiceObject  Voice = "OBJECT"
	VoiceThird   Voice = "THIRD"
)

// Voices lists the voices in the order of their declaration.
func Voices() []Voice { return []Voice{VoiceOutlet, VoiceSubject, VoiceObject, VoiceThird} }

// EntityRef is an entity as a claim names it. Kind is left out where the
// contract leaves it out (against, agents).
type EntityRef struct {
	ID   EntityID   `json:"id"`
	Kind EntityKind `json:"kind,omitempty"`
	Name string     `json:"name"`
}

// Side is an end of a claim.
type Side string

// The sides on which an agent acts.
const (
	SideSubject Side = "SUBJECT"
	SideObject  Side = "OBJECT"
)

// Agent is the person, ministry or army who acted for an end of the claim. ID
// is empty for one who is named by office alone.
type Agent struct {
	ID     EntityID `json:"id"`
	Name   string   `json:"name"`
	Office string   `json:"office"`
	Side   Side     `json:"side"`
}

// Role is what a source in an attribution is.
type Role string

// The roles of a source.
const (
	RoleOutlet   Role = "OUTLET"
	RoleAgency   Role = "AGENCY"
	RoleSpeaker  Role = "SPEAKER"
	RoleDocument Role = "DOCUMENT"
	RoleUnnamed  Role = "UNNAMED"
)

// Stance is how a source stands to what is said.
type Stance string

// The stances of a source.
const (
	Says     Stance = "SAYS"
	Alleges  Stance = "ALLEGES"
	Denies   Stance = "DENIES"
	Confirms Stance = "CONFIRMS"
)

// Source is one step of an attribution. Steps stand outermost first; parallel
// sources differ in Chain. ID is the state, organisation, actor or leader that
// speaks, where it is one.
type Source struct {
	Name   string   `json:"name"`
	ID     EntityID `json:"id"`
	Role   Role     `json:"role"`
	Stance Stance   `json:"stance"`
	Chain  int      `json:"chain"`
}

// TreatyKind is the kind of a treaty.
type TreatyKind string

// The kinds of treaty. Strategic cooperation counts as StrategicPartnership.
const (
	StrategicPartnership TreatyKind = "STRATEGIC_PARTNERSHIP"
	DefenceTreaty        TreatyKind = "DEFENCE"
	PeaceTreaty          TreatyKind = "PEACE"
	FriendshipTreaty     TreatyKind = "FRIENDSHIP"
	TradeTreaty          TreatyKind = "TRADE"
	InvestmentTreaty     TreatyKind = "INVESTMENT"
	EnergyTreaty         TreatyKind = "ENERGY"
	BorderTreaty         TreatyKind = "BORDER"
	ArmsControlTreaty    TreatyKind = "ARMS_CONTROL"
	CeasefireTreaty      TreatyKind = "CEASEFIRE"
	ForcesStatusTreaty   TreatyKind = "FORCES_STATUS"
	ExtraditionTreaty    TreatyKind = "EXTRADITION"
	OtherTreaty          TreatyKind = "OTHER"
)

// TreatyKinds lists the kinds in the order of their declaration.
func TreatyKinds() []TreatyKind {
	return []TreatyKind{
		StrategicPartnership, DefenceTreaty, PeaceTreaty, FriendshipTreaty, TradeTreaty, InvestmentTreaty,
		EnergyTreaty, BorderTreaty, ArmsControlTreaty, CeasefireTreaty, ForcesStatusTreaty, ExtraditionTreaty, OtherTreaty,
	}
}

// TreatyStatus is a stage in the life of a treaty.
type TreatyStatus string

// The stages of a treaty's life, in their usual order.
const (
	TreatyProposed    TreatyStatus = "PROPOSED"
	TreatyNegotiating TreatyStatus = "NEGOTIATING"
	TreatyInitialled  TreatyStatus = "INITIALLED"
	TreatySigned      TreatyStatus = "SIGNED"
	TreatyRatified    TreatyStatus = "RATIFIED"
	TreatyInForce     TreatyStatus = "IN_FORCE"
	TreatySuspended   TreatyStatus = "SUSPENDED"
	TreatyTerminated  TreatyStatus = "TERMINATED"
	TreatyExpired     TreatyStatus = "EXPIRED"
)

// TreatyStatuses lists the stages in their usual order.
func TreatyStatuses() []TreatyStatus {
	return []TreatyStatus{
		TreatyProposed, TreatyNegotiating, TreatyInitialled, TreatySigned, TreatyRatified,
		TreatyInForce, TreatySuspended, TreatyTerminated, TreatyExpired,
	}
}

// TreatyMention is what a claim says of a treaty. ID is the id that the treaty
// has by this mention alone (see TreatyID); the graph's node is a fold over
// all mentions.
type TreatyMention struct {
	Title  string       `json:"title"`
	As     string       `json:"as,omitempty"` // what the text calls it, where its title is another: one in another language
	Kind   TreatyKind   `json:"kind"`
	Status TreatyStatus `json:"status"`
	Signed Date         `json:"signed,omitempty"`
	// MutualDefence: whether the treaty obliges its parties to defend each
	// other; nil when the text does not say.
	MutualDefence *bool      `json:"mutualDefence"`
	Clauses       []string   `json:"clauses"`
	ID            EntityID   `json:"id"`
	Parties       []EntityID `json:"parties,omitempty"` // all that the text names, sorted
}

// Amount is a sum or a number with its unit: an ISO 4217 code for money, else
// the thing counted.
type Amount struct {
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// Form tells a quote of a text from a row of a data set.
type Form string

// The forms of evidence.
const (
	FormText   Form = "TEXT"
	FormRecord Form = "RECORD"
)

// Evidence is what a claim rests on. In the form TEXT, Quote is exactly the
// article's text between the code points Start and End. In the form RECORD,
// Quote is the row as it stands and Key its key; Start and End are zero.
type Evidence struct {
	Form      Form      `json:"form"`
	Article   ArticleID `json:"article"`
	URL       string    `json:"url"`
	Published Date      `json:"published"`
	Start     int       `json:"start"`
	End       int       `json:"end"`
	Quote     string    `json:"quote"`
	Key       string    `json:"key,omitempty"`
}

// Claim is what an article says: one relation between two ends, quoted, dated,
// attributed. It never changes.
type Claim struct {
	ID       ClaimID     `json:"id"`
	Subject  EntityRef   `json:"subject"`
	Relation schema.Kind `json:"relation"`
	Object   EntityRef   `json:"object"`
	Modality Modality    `json:"modality"`
	Voice    Voice       `json:"voice"`
	// Ended, with the modality Denied, says that a state of affairs is over:
	// that closes it and does not dispute it.
	Ended       bool           `json:"ended"`
	Agents      []Agent        `json:"agents"`
	Against     []EntityRef    `json:"against"`
	Attribution []Source       `json:"attribution"`
	Treaty      *TreatyMention `json:"treaty"`
	// ValidFrom and ValidTo bound the event or state of affairs, at the text's
	// own precision. An event in January 2025 has 2025-01 in both.
	ValidFrom Date     `json:"validFrom"`
	ValidTo   Date     `json:"validTo"`
	DateText  Optional `json:"dateText"` // the words of a date that could not be resolved

	Items   []string    `json:"items"`   // what was delivered: "drone"
	Domains []string    `json:"domains"` // DEFENCE, MILITARY_TECHNICAL, ECONOMIC, …
	Amount  *Amount     `json:"amount"`
	Place   Optional    `json:"place"`
	Topic   Optional    `json:"topic"`
	Scope   Optional    `json:"scope"` // STATE, SECTOR, ENTITY, PERSON
	Between []EntityRef `json:"between"`
	// Office, of LEADS: HEAD_OF_STATE, HEAD_OF_GOVERNMENT, DE_FACTO, ORGANISATION.
	Office string `json:"office,omitempty"`

	// Confidence is in thousandths, 0 to 1000; JSON shows it as 0 to 1.
	Confidence Thousandths `json:"confidence"`
	Rule       string      `json:"rule"`
	// Extractor is the reader that made the claim ("rules", "llm", a loader's
	// name). Loading an article again replaces the claims of the same one.
	Extractor string   `json:"extractor,omitempty"`
	Evidence  Evidence `json:"evidence"`
}

// Thousandths is a proportion in integer thousandths, so that every store adds
// it up to the same digits.
type Thousandths int

// MarshalJSON prints 900 as 0.9.
func (t Thousandths) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(t)/1000, 'f', -1, 64), nil
}

// UnmarshalJSON reads 0.9 as 900.
func (t *Thousandths) UnmarshalJSON(b []byte) error {
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		return err
	}
	if f < 0 {
		*t = Thousandths(f*1000 - 0.5)
	} else {
		*t = Thousandths(f*1000 + 0.5)
	}
	return nil
}

// NewClaimID hashes what a claim says and where: article, offsets (the key of
// a record), kind, ends, modality, dates, qualifiers, attribution. Rule,
// confidence and names do not count: better rules and better names keep ids.
func NewClaimID(c *Claim) ClaimID {
	var parts []string
	add := func(s ...string) { parts = append(parts, s...) }
	list := func(n int) { add("#" + strconv.Itoa(n)) }
	e := &c.Evidence
	add(string(e.Article), strconv.Itoa(e.Start), strconv.Itoa(e.End), e.Key,
		string(c.Relation), string(c.Subject.ID), string(c.Object.ID), string(c.Modality),
		strconv.FormatBool(c.Ended), string(c.ValidFrom), string(c.ValidTo), string(c.DateText), c.Office, c.Extractor)
	list(len(c.Agents))
	for _, a := range c.Agents {
		who := string(a.ID)
		if who == "" {
			who = a.Office
		}
		add(who, string(a.Side))
	}
	list(len(c.Against))
	for _, a := range c.Against {
		add(string(a.ID))
	}
	list(len(c.Attribution))
	for _, s := range c.Attribution {
		who := string(s.ID)
		if who == "" {
			who = s.Name
		}
		add(who, string(s.Role), string(s.Stance), strconv.Itoa(s.Chain))
	}
	if t := c.Treaty; t != nil {
		mutual := "?"
		if t.MutualDefence != nil {
			mutual = strconv.FormatBool(*t.MutualDefence)
		}
		add(string(t.ID), string(t.Kind), string(t.Status), string(t.Signed), mutual)
		list(len(t.Clauses))
		add(t.Clauses...)
	}
	list(len(c.Items))
	add(c.Items...)
	list(len(c.Domains))
	add(c.Domains...)
	if c.Amount != nil {
		add(strconv.FormatFloat(c.Amount.Value, 'g', -1, 64), c.Amount.Unit)
	}
	add(string(c.Place), string(c.Topic), string(c.Scope))
	list(len(c.Between))
	for _, b := range c.Between {
		add(string(b.ID))
	}
	return ClaimID("claim:" + hash16(parts...))
}

// Seal makes a claim that was just put together ready to be kept: lists are
// never nil (JSON shows [] for none), and the id is set from what it says.
func (c *Claim) Seal() {
	c.Agents = notNil(c.Agents)
	c.Against = notNil(c.Against)
	c.Attribution = notNil(c.Attribution)
	c.Items = notNil(c.Items)
	c.Domains = notNil(c.Domains)
	c.Between = notNil(c.Between)
	if c.Treaty != nil {
		c.Treaty.Clauses = notNil(c.Treaty.Clauses)
	}
	c.ID = NewClaimID(c)
}

func notNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// Known is the day from which the claim is known (see Article.Known).
func (c *Claim) Known() Day { return c.Evidence.Published.Last() }

// Part is what an entity has in a claim besides its two ends.
type Part string

// The parts of a claim: a target, a party of a mediation, who acted for an end, who
// says so.
const (
	PartAgainst Part = "against"
	PartBetween Part = "between"
	PartAgent   Part = "agent"
	PartSpeaker Part = "speaker"
)

// Taking is an entity with the part that it has in a claim.
type Taking struct {
	Entity EntityID
	Part   Part
}

// Takings lists the entities that have a part in the claim, each once for a part.
func (c *Claim) Takings() []Taking {
	var list []Taking
	add := func(id EntityID, as Part) {
		if t := (Taking{id, as}); id != "" && !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	for _, e := range c.Against {
		add(e.ID, PartAgainst)
	}
	for _, e := range c.Between {
		add(e.ID, PartBetween)
	}
	for _, a := range c.Agents {
		add(a.ID, PartAgent)
	}
	for _, s := range c.Attribution {
		add(s.ID, PartSpeaker)
	}
	return list
}

// SortClaims puts claims into the order in which an article gives them:
// offsets, then id.
func SortClaims(claims []*Claim) {
	slices.SortFunc(claims, func(a, b *Claim) int {
		if d := a.Evidence.Start - b.Evidence.Start; d != 0 {
			return d
		}
		if d := a.Evidence.End - b.Evidence.End; d != 0 {
			return d
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
}
