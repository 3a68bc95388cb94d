package schema

import (
	_ "embed"
	"iter"
	"slices"
	"strings"
	"sync"
)

// Spec says what a kind of relation means. It is shared and must not be
// changed.
type Spec struct {
	Name   Kind
	Parent Kind // the kind that this one is a special case of; empty without one
	// Phrase stands between subject and object, Inverse between object and
	// subject: "supplied drones to", "was supplied drones by". Of a symmetric
	// kind they are the same.
	Phrase, Inverse string
	Symmetric       bool // the ends can change places
	Point           bool // an event; else a state of affairs that lasts
	// Subject and Object list the letters of what may stand at each end: S
	// state, O organisation or bloc, N non-state actor, L leader, T treaty. Not
	// every pair of them need fit: [Ontology.Allows] tells.
	Subject, Object string
	CAMEO           string   // the CAMEO code for export; empty without one
	Imports         []string // the CAMEO codes that become this kind, with all that begin so
	ImportsSwapped  []string // those of Imports whose target is the subject here
	PLOVER          string   // the PLOVER event type; empty without one
	Goldstein       float64  // -10 (conflict) to 10 (cooperation)
	// Ends lists the kinds of state of affairs that this one brings to an end,
	// `closes` and then `closes_swapped` of the file; [Ontology.Closes] tells
	// between which ends.
	Ends       []Kind
	Merge      int      // days within which two dated claims are about one event
	StaleAfter int      // days of silence after which an open interval is not called current; 0: never
	Offices    []string // the values of a claim's office; empty where the kind carries none
	Reading    []Trait  // how texts speak of the kind
	DoneBy     []string // modalities in which the saying is the deed: who vows support has pledged it
	Doc        string   // when an analyst records it, and when not
	Line       int      // the line of ontology.yaml where it begins

	pairs           []pair
	closes, swapped []Kind
}

// Trait is what those who read texts must know of a kind.
type Trait string

// The traits.
const (
	// Presupposed kinds hold whatever the clause around them says: "called for an
	// end to the sanctions on Iran" says that there are sanctions.
	Presupposed Trait = "presupposed"
	// An Encounter happens once and at its time: called off, it was not, and set for
	// a day to come it is only planned.
	Encounter Trait = "encounter"
	// OfLand kinds are about the land itself, so they may be said of the state
	// whose land another holds.
	OfLand Trait = "land"
	// ByStates kinds are the deeds of states alone: where a capital stands for its
	// state and for an organisation, the state is meant.
	ByStates Trait = "states"
	// InDomains kinds carry the fields of what is done together.
	InDomains Trait = "domains"
	// AWar is what "the war" may mean later in the text.
	AWar Trait = "war"
	// ByPeoples kinds are what a people does through its state alone: who says that
	// the Russians shelled a town means their army.
	ByPeoples Trait = "people"
)

var traits = []Trait{Presupposed, Encounter, OfLand, ByStates, InDomains, AWar, ByPeoples}

// Reads reports whether the kind has a trait.
func (s *Spec) Reads(t Trait) bool { return s != nil && slices.Contains(s.Reading, t) }

// pair is one combination of what may stand at the ends.
type pair struct{ subject, object string }

// EndLetters is what may stand at the ends, as the file has it: "SO-SON", or
// "L-L SO-SO" where only some pairs fit.
func (s *Spec) EndLetters() string {
	var b strings.Builder
	for i, p := range s.pairs {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p.subject + "-" + p.object)
	}
	return b.String()
}

// Temporality is "POINT" or "INTERVAL".
func (s *Spec) Temporality() string {
	if s.Point {
		return "POINT"
	}
	return "INTERVAL"
}

// Ontology is a set of kinds. It never changes and may be shared.
type Ontology struct {
	version  string
	specs    []*Spec
	place    map[Kind]int // in specs
	children map[Kind][]Kind
	family   map[Kind]Kind
	codes    map[string]imported
	none     []NotImported
}

// NotImported is a CAMEO code that becomes no relation, and why.
type NotImported struct{ Code, Reason string }

// imported is what becomes of a CAMEO code: a kind, or none for a reason.
type imported struct {
	kind    Kind
	reason  string
	swapped bool
}

//go:embed ontology.yaml
var source []byte

var parseDefault = sync.OnceValue(func() *Ontology {
	o, err := Parse("ontology.yaml", source)
	if err != nil {
		panic("schema: the embedded ontology is wrong:\n" + err.Error())
	}
	return o
})

// Default is the ontology that the program is built with. It is read on the
// first call.
func Default() *Ontology { return parseDefault() }

// Version is the version of the file.
func (o *Ontology) Version() string { return o.version }

// Kinds lists the kinds in the order of the file.
func (o *Ontology) Kinds() []*Spec { return slices.Clone(o.specs) }

// Spec is what the kind means; nil when there is no such kind.
func (o *Ontology) Spec(k Kind) *Spec {
	if i, ok := o.place[k]; ok {
		return o.specs[i]
	}
	return nil
}

// Parent is the kind's parent; empty without one.
func (o *Ontology) Parent(k Kind) Kind {
	if s := o.Spec(k); s != nil {
		return s.Parent
	}
	return ""
}

// Ancestors lists the kind's parent, that one's parent and so on.
func (o *Ontology) Ancestors(k Kind) []Kind {
	var up []Kind
	for p := o.Parent(k); p != ""; p = o.Parent(p) {
		up = append(up, p)
	}
	return up
}

// Descendants lists the kind itself and then its children, theirs and so on, in
// the order of the file. Nothing is below an unknown kind, not even itself.
func (o *Ontology) Descendants(k Kind) []Kind {
	if o.Spec(k) == nil {
		return nil
	}
	var down []Kind
	queue := slices.Clone(o.children[k])
	for len(queue) > 0 {
		c := queue[0]
		down = append(down, c)
		queue = append(queue[1:], o.children[c]...)
	}
	o.sort(down)
	return append([]Kind{k}, down...)
}

// Tree goes through all kinds with their depth: each one without a parent, in
// the order of the file, and below each its children.
func (o *Ontology) Tree() iter.Seq2[int, *Spec] {
	return func(yield func(int, *Spec) bool) {
		var walk func(depth int, s *Spec) bool
		walk = func(depth int, s *Spec) bool {
			if !yield(depth, s) {
				return false
			}
			for _, c := range o.children[s.Name] {
				if !walk(depth+1, o.Spec(c)) {
					return false
				}
			}
			return true
		}
		for _, s := range o.specs {
			if s.Parent == "" && !walk(0, s) {
				return
			}
		}
	}
}

// Family is the representative of the kind's family, its first member in the
// order of the file. Kinds that are joined by parent or by what they end are one
// family, since a claim of one can change what holds of another. An unknown
// kind is a family by itself.
func (o *Ontology) Family(k Kind) Kind {
	if f, ok := o.family[k]; ok {
		return f
	}
	return k
}

// Expand adds all descendants to the kinds and sorts them in the order of the
// file, each once. Unknown kinds are left out.
func (o *Ontology) Expand(kinds []Kind) []Kind {
	var all []Kind
	for _, k := range kinds {
		all = append(all, o.Descendants(k)...)
	}
	o.sort(all)
	return slices.Compact(all)
}

func (o *Ontology) sort(kinds []Kind) {
	slices.SortFunc(kinds, func(a, b Kind) int { return o.place[a] - o.place[b] })
}

// ImportCAMEO finds what an event with the code becomes, by the longest listed
// beginning of the code: a kind, or none and the reason why. It is not ok when
// the code is not of CAMEO.
func (o *Ontology) ImportCAMEO(code string) (kind Kind, reason string, ok bool) {
	i, ok := o.imported(code)
	return i.kind, i.reason, ok
}

// NotImported lists the codes that the file excludes, in its order. They exclude
// all that begin so, but for what is listed with more digits.
func (o *Ontology) NotImported() []NotImported { return slices.Clone(o.none) }

// ImportSwaps reports whether the target of an event with the code is the
// subject of the relation: CAMEO's "host a visit" is a visit by the target.
func (o *Ontology) ImportSwaps(code string) bool {
	i, _ := o.imported(code)
	return i.swapped
}

func (o *Ontology) imported(code string) (imported, bool) {
	if !isCAMEO(code) {
		return imported{}, false
	}
	for n := len(code); n > 0; n-- {
		if i, ok := o.codes[code[:n]]; ok {
			return i, true
		}
	}
	return imported{}, false
}

// Allows reports whether entities of the two letters may stand at the ends of
// the kind.
func (o *Ontology) Allows(k Kind, subject, object byte) bool {
	s := o.Spec(k)
	if s == nil {
		return false
	}
	return s.allows(subject, object)
}

func (s *Spec) allows(subject, object byte) bool {
	for _, p := range s.pairs {
		if strings.IndexByte(p.subject, subject) >= 0 && strings.IndexByte(p.object, object) >= 0 {
			return true
		}
	}
	return false
}

// each calls f with every two letters that may stand at the ends.
func (s *Spec) each(f func(subject, object byte)) {
	for _, p := range s.pairs {
		for i := range len(p.subject) {
			for j := range len(p.object) {
				f(p.subject[i], p.object[j])
			}
		}
	}
}

// Closes reports whether a relation of the kind k brings one of the kind other
// to an end: between the same ends in the same order (same), and with the ends
// in each other's place (swapped). To end a kind is to end its descendants. For a
// symmetric other both hold.
func (o *Ontology) Closes(k, other Kind) (same, swapped bool) {
	s, t := o.Spec(k), o.Spec(other)
	if s == nil || t == nil {
		return false, false
	}
	for a := t; a != nil; a = o.Spec(a.Parent) {
		same = same || slices.Contains(s.closes, a.Name)
		swapped = swapped || slices.Contains(s.swapped, a.Name)
	}
	if s.Symmetric || t.Symmetric {
		same = same || swapped
		swapped = same
	}
	return same, swapped
}
