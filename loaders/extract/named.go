package extract

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// bestName prefers the name proper to adjectives where the form is both, unless
// a noun beside it wants the adjective.
func (r *parser) bestName(it *item, prev *item) *lang.Entry {
	var best *lang.Entry
	for _, e := range it.alts {
		if e.Name == nil {
			continue
		}
		switch {
		case best == nil:
			best = e
		case best.Name.Class == lang.ClassSurname && e.Name.Class == lang.ClassSurname && best.Name.Entity != e.Name.Entity:
			if r.likelier(e.Name.Entity, best.Name.Entity) {
				best = e
			}
		case best.Name.Class == lang.ClassSurname && e.Name.Class != lang.ClassSurname:
			// Montenegro is the state, Muscat the capital, unless the text has
			// named the man in full.
			if !r.known[best.Name.Entity] {
				best = e
			}
		case best.Name.Class != lang.ClassSurname && e.Name.Class == lang.ClassSurname:
			if r.known[e.Name.Entity] {
				best = e
			}
		case best.Feats.Has(lang.Ambig) && !e.Feats.Has(lang.Ambig):
			best = e
		case best.Name.Class != e.Name.Class && r.pack.AdjectiveAfter() && prev.pos == lang.Noun:
			if e.Name.Class == lang.ClassAdj && (best.Name.Class == lang.ClassPeople || best.Name.Class == lang.ClassName && !it.cap) {
				best = e
			}
		case best.Name.Class == lang.ClassPeople && e.Name.Class == lang.ClassAdj && r.pack.AdjectiveBefore():
			best = e
		case best.Name.Class == lang.ClassCity && e.Name.Class != lang.ClassCity:
			best = e
		}
	}
	// Forms of one name differ only in case: keep what all of them may be.
	if best.Name != nil {
		merged := *best
		for _, e := range it.alts {
			if e != best && e.Name != nil && *e.Name == *best.Name {
				merged.Feats |= e.Feats
			}
		}
		if merged.Feats != best.Feats {
			best = &merged
		}
	}
	return best
}

// elsewhereBased reports whether an item names a state other than those in which an
// actor sits.
func (r *parser) elsewhereBased(actor graph.EntityID, it *item) bool {
	n, x := it.name(), r.x.reg.Entity(actor)
	return n != nil && x != nil && n.Name.Entity.Kind() == graph.State && len(x.BasedIn) > 0 && !slices.Contains(x.BasedIn, n.Name.Entity)
}

// supports reports whether what stands around an ambiguous name speaks for it.
func (r *parser) supports(i int, e *lang.Entry) bool {
	near := func(j int) *item {
		if j < 0 || j >= len(r.items) {
			return &item{}
		}
		return &r.items[j]
	}
	p, n := near(i-1), near(i+1)
	if e.Name.Entity.Kind() == graph.NonStateActor && n.has(lang.Prep) != nil && contains(r.pack.Of, n.has(lang.Prep).Lex.Lemma) && r.elsewhereBased(e.Name.Entity, near(i+2)) {
		return false // "Frontul Național de Rezistență din Irak" is not the Afghan one
	}
	if e.Name.Class == lang.ClassPrefix {
		if isDash(n.punct) {
			n = near(i + 2) // "româno - rus"
			return n.name() != nil && n.name().Name.Class == lang.ClassAdj
		}
		return n.joined // "franco-italian", not General Franco
	}
	// Part of a longer unknown name: "Jordan Peterson", "the North Kordofan".
	if n.cap && len(n.alts) == 0 && e.Name.Class != lang.ClassAdj || p.cap && len(p.alts) == 0 && p.pos == 0 && p.punct == 0 && (i > 1 || i == 1 && !r.pack.ProDrop && e.Name.Entity.Kind() == graph.State) && e.Name.Class != lang.ClassAdj {
		return false
	}
	if e.Name.Class == lang.ClassSurname {
		return r.known[e.Name.Entity]
	}
	if twin, ok := r.twin(i, e); ok {
		return twin && p.has(lang.Det) != nil && !n.cap
	}
	for j := range r.items {
		if j == i {
			continue
		}
		for _, a := range r.items[j].alts {
			if a.Name != nil && !a.Feats.Has(lang.Ambig) && a.Name.Class != lang.ClassCity && a.Name.Class != lang.ClassSurname {
				return true
			}
		}
	}
	if e.Name.Class == lang.ClassAdj {
		return n.has(lang.Noun) != nil || p.has(lang.Noun) != nil
	}
	return p.has(lang.Prep) != nil || p.has(lang.Noun) != nil || n.has(lang.Verb) != nil || n.has(lang.Aux) != nil
}

// twin reports whether a name is only the first word of what its state is
// called, "North" of North Korea, and whether the text has named a state that
// bears the rest: then "the North" and "the South" are the Koreas.
func (r *parser) twin(i int, e *lang.Entry) (named, ok bool) {
	s := r.x.reg.Entity(e.Name.Entity)
	if s == nil || e.Name.Class != lang.ClassShort {
		return false, false
	}
	first, rest, ok := strings.Cut(s.Name, " ")
	if !ok || first != r.span(i, i+1) {
		return false, false
	}
	bears := func(id graph.EntityID) bool {
		o := r.x.reg.Entity(id)
		return o != nil && id.Kind() == graph.State && strings.HasSuffix(o.Name, " "+rest)
	}
	for id := range r.named {
		if bears(id) {
			return true, true
		}
	}
	for j := range r.items {
		for _, a := range r.items[j].alts {
			if a.Name != nil && a.Name != e.Name && !a.Feats.Has(lang.Ambig) && bears(a.Name.Entity) {
				return true, true
			}
		}
	}
	return false, true
}
