package graph

import "strings"

// EntityKind tells what an entity is.
type EntityKind string

// The kinds of entity. A bloc is an organisation.
const (
	State         EntityKind = "STATE"
	Organisation  EntityKind = "ORGANISATION"
	NonStateActor EntityKind = "NON_STATE_ACTOR"
	Leader        EntityKind = "LEADER"
	Treaty        EntityKind = "TREATY"
)

// EntityKinds lists the kinds in the order of their declaration.
func EntityKinds() []EntityKind {
	return []EntityKind{State, Organisation, NonStateActor, Leader, Treaty}
}

// Letter is the kind's letter in the ontology: S, O, N, L or T.
func (k EntityKind) Letter() byte {
	switch k {
	case State:
		return 'S'
	case Organisation:
		return 'O'
	case NonStateActor:
		return 'N'
	case Leader:
		return 'L'
	case Treaty:
		return 'T'
	}
	return '?'
}

// EntityID names an entity: "state:IRN", "org:NATO", "bloc:WEST",
// "actor:HAMAS", "leader:vladimir-putin",
// "treaty:strategic-partnership:IRN-RUS:2025".
type EntityID string

// Kind reads the entity's kind off the id's prefix; it is empty when the
// prefix is none of ours.
func (id EntityID) Kind() EntityKind {
	prefix, _, _ := strings.Cut(string(id), ":")
	switch prefix {
	case "state":
		return State
	case "org", "bloc":
		return Organisation
	case "actor":
		return NonStateActor
	case "leader":
		return Leader
	case "treaty":
		return Treaty
	}
	return ""
}

// Code is what follows the prefix: "IRN" of "state:IRN".
func (id EntityID) Code() string {
	_, code, _ := strings.Cut(string(id), ":")
	return code
}

// Recognition is the international standing of a state.
type Recognition string

// The standings of a state.
const (
	UNMember Recognition = "UN_MEMBER"
	Observer Recognition = "OBSERVER"
	Partial  Recognition = "PARTIAL"
	Former   Recognition = "FORMER"
)

// Name is one name of an entity in one language. The first name of a language
// in an entity's list is the one that is shown.
type Name struct {
	Lang string `json:"lang"` // BCP 47: "ro", "en", "sr-Latn"; "" where no language is known
	Text string `json:"text"`
}

// Entity is a node of the graph: a state, an organisation or bloc, a non-state
// actor, a leader. (Treaties are nodes too, but are folded from claims: see
// TreatyNode.)
type Entity struct {
	ID   EntityID   `json:"id"`
	Kind EntityKind `json:"kind"`
	// Name is the English name, or for one met only in text the name as the
	// text writes it (without case endings).
	Name  string `json:"name"`
	Names []Name `json:"names,omitempty"`

	// From and To bound the entity's existence; empty when unknown or open.
	From Date `json:"from,omitempty"`
	To   Date `json:"to,omitempty"`

	// Of a state.
	ISO2        string      `json:"iso2,omitempty"`
	ISO3        string      `json:"iso3,omitempty"` // ISO 3166-1 alpha-3, for a former state ISO 3166-3 or the code of its time
	COW         int         `json:"cow,omitempty"`  // Correlates of War country code, 0 when none
	Recognition Recognition `json:"recognition,omitempty"`

	// Of a non-state actor.
	BasedIn   []EntityID `json:"basedIn,omitempty"`
	ClaimedBy []EntityID `json:"claimedBy,omitempty"`

	// MergedInto is the entity as which this one is read, as known on the day of
	// the question; empty when it stands for itself.
	MergedInto EntityID `json:"-"`

	// Registry marks an entity of the closed registry; the others were met in
	// text or brought by a user's own file.
	Registry bool `json:"-"`
}

// NameIn returns the entity's name in a language, and its Name where that
// language has none. "sr-Latn" falls back to "sr".
func (e *Entity) NameIn(lang string) string {
	for lang != "" {
		for _, n := range e.Names {
			if n.Lang == lang {
				return n.Text
			}
		}
		cut := strings.LastIndexByte(lang, '-')
		if cut < 0 {
			break
		}
		lang = lang[:cut]
	}
	return e.Name
}
