package extract

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// placeOf is the state of a place that the pack does not know, where the text
// says it: "Chipene, Mozambique", "the Pacific island of Niue". The phrase does
// not act.
func (r *parser) placeOf(n *np) []ref {
	if n.pronoun != nil || n.name != nil || n.leader != "" || n.head != nil && !r.locality(n) && !n.head.Classes.Any(r.cls.named) {
		return nil
	}
	if x := n.next; x != nil && x.prep != nil && n.person == "" && contains(r.pack.Of, x.prep.Lemma) && x.prep.Kind != "between" && x.name != nil && x.head == nil && n.head == nil {
		return []ref{{id: x.name.Entity, np: n, weak: true}}
	}
	if x := n.next; x != nil && n.person == "" && n.head == nil && contains(r.pack.Of, x.prep.Lemma) && x.prep.Kind != "between" && x.head != nil && x.head.Office == "" && !x.head.Classes.Any(r.cls.people) && !x.head.Classes.Any(r.cls.event) {
		out := r.owners(x) // "the runways of Beirut's airport"
		for i := range out {
			out[i].np, out[i].weak = n, true
		}
		return out
	}
	if n.person == "" && n.head == nil {
		return nil
	}
	for k := range r.phrases {
		if r.phrases[k].kind != 'N' || r.phrases[k].np != n {
			continue
		}
		if k+2 >= len(r.phrases) || r.phrases[k+1].kind != ',' || r.phrases[k+2].kind != 'N' {
			return nil
		}
		q := r.phrases[k+2].np
		if q.name == nil && q.person != "" && q.head == nil && q.prep == nil && len(q.conj) == 0 && q != n {
			return r.placeOf(q) // "Lubero, North Kivu, Democratic Republic of the Congo"
		}
		if n.prep != nil && q.prep != nil && contains(r.pack.Of, q.prep.Lemma) && q.prep.Kind == "" && q.name != nil && len(q.conj) == 0 && r.unlisted(r.phrases[k+1].i1) {
			return []ref{{id: q.name.Entity, np: n, weak: true}} // "in Bambo, north of Goma"
		}
		if q.prep != nil || len(q.conj) > 0 {
			return nil
		}
		if k+3 < len(r.phrases) && (r.phrases[k+3].kind == 'c' || r.phrases[k+3].kind == ',' && k+4 < len(r.phrases) && r.phrases[k+4].kind == 'c') {
			return nil // a list
		}
		switch {
		case q.name != nil && q.name.Class == lang.ClassName && q.name.Entity.Kind() == graph.State:
			return []ref{{id: q.name.Entity, np: n, weak: true}}
		case (n.prep != nil || r.locality(q) && n.clause != nil && slices.Contains(n.clause.post, n)) && q != n && q.person == "" && (q.name != nil && q.name.Class == lang.ClassCity || r.locality(q)):
			// "in Pechenihy, Kharkiv Oblast"
			refs := slices.Clone(r.one(q))
			if len(refs) == 0 {
				return r.placeOf(q)
			}
			for i := range refs {
				refs[i].np, refs[i].weak = n, true
			}
			return refs
		}
		return nil
	}
	return nil
}

// alsoPart reports whether the small adjective of a bloc at item j only says, with
// another word, which part of a place is meant: "western and central Iran".
func (r *parser) alsoPart(j int) bool {
	w := &r.items[j]
	if !r.pack.AdjectiveBefore() || w.cap || w.class() != lang.ClassAdj || w.e.Name.Entity.Kind() != graph.Organisation || j+3 >= len(r.items) || !r.items[j+1].kind(lang.Conj, "and") {
		return false
	}
	n, after := &r.items[j+2], &r.items[j+3]
	return n.pos == 0 && n.punct == 0 && !n.cap && !n.digits && len(n.alts) == 0 && (after.name() != nil || after.cap)
}

// partAhead reports whether an unknown noun with "of" follows: "the Russian-occupied
// part of".
func (r *parser) partAhead(i int) bool {
	if i+1 >= len(r.items) {
		return false
	}
	it := &r.items[i]
	of := r.items[i+1].has(lang.Prep)
	return len(it.alts) == 0 && it.punct == 0 && !it.cap && !it.digits && of != nil && contains(r.pack.Of, of.Lex.Lemma)
}

// locality reports whether a phrase names a place by a common noun: "Hama
// Governorate".
func (r *parser) locality(n *np) bool {
	return n.head != nil && n.head.Office == "" && n.head.Classes.Any(r.cls.locality)
}

// saidPlace reports whether a locality without a name is the place that the text has
// named: "Shells hit Sumy. Two people in the city were killed".
func (r *parser) saidPlace(n *np) bool {
	return r.pack.AdjectiveBefore() && n.def && n.feats.Any(lang.Sg) && n.person == "" && n.poss == nil && n.next == nil && n.i1 == n.i0+2 && len(n.conj) == 0 &&
		r.said.place != "" && r.report.Sentences-r.said.placeAt <= 1
}

// citedState is the state that a town's name is followed by, where another has one of
// that name: "in Rafah, Egypt".
func (r *parser) citedState(n *np, id graph.EntityID) graph.EntityID {
	if !r.pack.AdjectiveBefore() || n.prep == nil || n.next != nil || len(n.conj) > 0 || n.i1+1 >= len(r.items) || r.items[n.i1].punct != ',' {
		return id
	}
	it := &r.items[n.i1+1]
	if it.class() != lang.ClassName || it.e.Name.Entity.Kind() != graph.State {
		return id
	}
	if k := n.i1 + 2; k < len(r.items) && r.items[k].punct == 0 && r.items[k].pos != lang.Verb && r.items[k].pos != lang.Aux && r.items[k].pos != lang.Prep {
		return id // "in Kyiv, Poland and"
	}
	return it.e.Name.Entity
}

// struckPlace is where the attack was that somebody claims: the place named last, if it
// is not the claimant's own.
func (r *parser) struckPlace(m *filled) ([]ref, bool) {
	id := r.said.place
	if id == "" || r.report.Sentences-r.said.placeAt > 1 || slices.ContainsFunc(m.refs[lang.RoleSubject], func(x ref) bool { return x.id == id }) {
		return nil, false
	}
	return []ref{{id: id, coref: true}}, true
}

// tellsWhere reports whether a state's name only says where the place before it
// is: "in Istanbul, Turkey, have failed".
func (r *parser) tellsWhere(n *np) bool {
	if n.name == nil && !r.locality(n) || n.name != nil && n.name.Class != lang.ClassName && n.name.Class != lang.ClassCity || n.prep != nil {
		return false
	}
	for k := 2; k < len(r.phrases); k++ {
		if r.phrases[k].np != n || r.phrases[k].kind != 'N' {
			continue
		}
		if r.phrases[k-1].kind != ',' || r.phrases[k-2].kind != 'N' {
			return false
		}
		q := r.phrases[k-2].np
		if q.prep == nil && (r.locality(q) || q.name != nil && q.name.Class == lang.ClassCity) && r.tellsWhere(q) {
			return true // "in Toretsk, Donetsk Oblast, Ukraine, have"
		}
		return q.prep != nil && q.prep.Kind != "cite" && (q.name != nil && n.name != nil && q.name.Entity == n.name.Entity || q.name != nil && n.name == nil && q.name.Class == lang.ClassCity || q.name == nil && q.person != "" && q.head == nil)
	}
	return false
}

// nextTo reports whether a "between" phrase may belong to the noun of the site:
// it stands behind it, or only places and dates do in between. Other
// prepositions may stand further off.
func (r *parser) nextTo(s *site, n *np) bool {
	if n.prep == nil || n.prep.Kind != "between" || !r.pack.AdjectiveBefore() {
		return true
	}
	for k := range r.phrases {
		if r.phrases[k].kind != 'N' || r.phrases[k].np != n {
			continue
		}
		for m := k - 1; m >= 0; m-- {
			switch p := &r.phrases[m]; p.kind {
			case 'N':
				if p.np == s.n || p.np == s.outer {
					return true
				}
				if p.np.prep != nil && contains(r.pack.Of, p.np.prep.Lemma) && p.np.head != nil && p.np.head.Classes.Any(r.cls.ties) {
					continue // "the restoration of relations between"
				}
				if p.np.prep != nil && (p.np.head == nil && p.np.name == nil && p.np.person == "" || r.isBy(p.np.prep)) {
					continue
				}
				if p.np.prep != nil && p.np.prep.Lemma == "on" && s.n.head != nil && s.n.head.Classes.Any(r.cls.treaty) && !r.actorish(p.np) {
					continue // "the treaty on nuclear weapons between"
				}
				if p.np.prep == nil || !contains(r.pack.Place, p.np.prep.Lemma) || p.np.head != nil {
					return false
				}
			case 'D', 'x', ',', 'V', '"':
			default:
				return false
			}
		}
	}
	return false
}

// ofOther reports whether a place stands right behind another event than the site's:
// "took part in the attacks, in a strike in Gaza".
func (r *parser) ofOther(s *site, n *np) bool {
	// "trupele israeliene au intensificat ofensiva din sudul Libanului": the offensive there.
	if !(r.pack.AdjectiveBefore() && contains(r.pack.Place, n.prep.Lemma) || r.pack.FreeOrder && s.isSubj && contains(r.pack.Of, n.prep.Lemma)) {
		return false
	}
	for k := range r.phrases {
		if q := r.phrases[k].np; q != nil && q.next == n && q.head != nil && (q.head.Classes.Any(r.cls.event) || q.head.Classes.Any(r.cls.locality) && !r.pack.AdjectiveBefore()) {
			return q != s.n && q != s.outer
		}
	}
	return false
}
