package registry

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Treaty is a treaty known by a name that does not say whose it is: the Budapest
// Memorandum. It is no entity of the registry: its node is made of the claims that
// mention it, like that of every treaty, and its id is the one that a text which
// names its parties and year would give.
type Treaty struct {
	ID   graph.EntityID
	Kind graph.TreatyKind
	Name string // in English
	// Sides are the parties of a treaty of few, sorted by id within a side; a treaty
	// that binds all to each other has one side. None: it is open to many.
	Sides [][]graph.EntityID
	// Signed is the day of signature, or on which it was opened for it; InForce and
	// To are the first and last day on which it was in force, empty when it never
	// was or still is.
	Signed, InForce, To graph.Date
	// Of is the organisation whose treaty it is, if any: of NATO that of Washington.
	Of graph.EntityID
	// Names are the names that a user's file gives it; what a text calls the others
	// by is listed in the packs of the languages.
	Names []graph.Name
}

// Open reports whether a treaty is open to many.
func (t *Treaty) Open() bool { return len(t.Sides) == 0 }

// Parties lists the parties of a treaty of few, sorted by id.
func (t *Treaty) Parties() []graph.EntityID { return sortedSet(slices.Concat(t.Sides...)) }

// Others lists those to whom the treaty binds one of its parties: the others, where
// it has sides those of the other side. It is empty for who is none, and for a
// treaty that is open to many.
func (t *Treaty) Others(party graph.EntityID) []graph.EntityID {
	at := slices.IndexFunc(t.Sides, func(side []graph.EntityID) bool { return slices.Contains(side, party) })
	if at < 0 {
		return nil
	}
	var out []graph.EntityID
	for i, side := range t.Sides {
		if i != at || len(t.Sides) == 1 {
			out = append(out, side...)
		}
	}
	return slices.DeleteFunc(sortedSet(out), func(id graph.EntityID) bool { return id == party })
}

// Stage is the stage of the treaty's life on a day.
func (t *Treaty) Stage(on graph.Day) graph.TreatyStatus {
	switch {
	case t.To.Known() && t.To.Last() < on:
		return graph.TreatyTerminated
	case t.InForce.Known() && t.InForce.First() <= on:
		return graph.TreatyInForce
	case t.Signed.Known() && t.Signed.First() <= on:
		return graph.TreatySigned
	}
	return graph.TreatyNegotiating
}

// Treaties returns the treaties that are known by name, in the order of their rows.
func (r *Registry) Treaties() []*Treaty { return r.treaties }

// Treaty returns the treaty with an id, or nil.
func (r *Registry) Treaty(id graph.EntityID) *Treaty { return r.byTreaty[id] }

// TreatyOf returns the treaty that is an organisation's, or nil.
func (r *Registry) TreatyOf(org graph.EntityID) *Treaty { return r.byOwner[org] }

func (r *rows) addTreaty(in *row) error {
	t := &Treaty{
		ID: graph.EntityID(in.get("treaty")), Name: in.get("name"), Of: graph.EntityID(in.get("of")),
		Signed: graph.Date(in.get("signed")), InForce: graph.Date(in.get("inForce")), To: graph.Date(in.get("to")),
	}
	if t.Name == "" {
		return in.errorf("%s has no name", t.ID)
	}
	for _, span := range [][2]graph.Date{{t.Signed, t.InForce}, {t.InForce, t.To}} {
		if err := inOrder(span[0], span[1]); err != nil {
			return in.errorf("%w", err)
		}
	}
	if !t.Signed.Known() {
		return in.errorf("%s needs the day on which it was signed", t.ID)
	}
	for side := range list(in.get("parties"), ";") {
		t.Sides = append(t.Sides, sortedSet(ids(side)))
	}
	t.Kind = graph.KindOfTreaty(t.ID)
	if t.ID.Kind() != graph.Treaty || !slices.Contains(graph.TreatyKinds(), t.Kind) {
		return in.errorf("%q: the id of a treaty begins with treaty: and its kind", t.ID)
	}
	parties := t.Parties()
	if t.Open() {
		_, code, _ := strings.Cut(t.ID.Code(), ":")
		own, _, _ := strings.Cut(code, ":")
		if !words(own, func(c byte) bool { return isCapital(c) || isDigit(c) }) {
			return in.errorf("%s: a treaty without parties has a code of capital letters, digits and single hyphens behind its kind", t.ID)
		}
		parties = []graph.EntityID{graph.EntityID("treaty:" + own)}
	}
	if want := graph.TreatyID(t.Kind, parties, t.Signed); t.ID != want {
		return in.errorf("%s: with these parties and this day of signature the id is %s", t.ID, want)
	}
	names, err := parseNames(in.get("names"))
	if err != nil {
		return in.errorf("%w", err)
	}
	t.Names = names
	if err := r.once(in, string(t.ID)); err != nil {
		return err
	}
	r.treaties = append(r.treaties, t)
	return nil
}
