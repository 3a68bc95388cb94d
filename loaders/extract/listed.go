package extract

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// list joins the equal that follows phrase k to p, and returns its index.
func (r *parser) list(ph []phrase, k int, p *np) (int, bool) {
	if k+2 >= len(ph) {
		return 0, false
	}
	sep := ph[k+1]
	n := k + 2
	if sep.kind == ',' && ph[n].kind == 'c' && n+1 < len(ph) && (ph[n].lex.Kind == "and" || ph[n].lex.Kind == "nor") {
		n++
	}
	if ph[n].kind != 'N' {
		return 0, false
	}
	q := ph[n].np
	if q.some && q.prep == nil && q.name != nil && q.head == nil && p.name != nil && sep.kind == ',' && r.pack.AdjectiveBefore() {
		return 0, false // "Romania, a NATO and EU member"
	}
	isConj := sep.kind == 'c' && (sep.lex.Kind == "and" || sep.lex.Kind == "or" || sep.lex.Kind == "nor" || sep.lex.Kind == "but" && r.similar(p, q)) || n == k+3
	if !isConj && sep.kind != ',' {
		return 0, false
	}
	if isConj && q.prep == nil && q.head != nil && q.head.Classes.Any(r.cls.ally) && q.person == "" && p.name != nil && p.pronoun == nil && len(q.adjs) == 0 {
		// "the US and allies": the allies are nobody in particular.
		q.sub = true
		return n, true
	}
	if q.prep != nil && q.prep != p.prep || !r.similar(p, q) {
		return 0, false
	}
	// What stands before the next finite verb is its subject, not our equal:
	// "X visited Iran and Russia signed", unless we are the verb's subject too.
	if n+1 < len(ph) && ph[n+1].kind == 'V' && q.prep == nil && finite(ph[n+1].vg) && !r.pack.VerbLast {
		// "the treaty signed by Ecuador and Peru ended the war"
		agents := k == 2 && p.prep != nil && r.isBy(p.prep) && ph[1].kind == 'V' && ph[0].kind == 'N'
		// "it hoped Ankara and Yerevan would restore ties"
		agents = agents || r.pack.AdjectiveBefore() && (ph[n+1].vg.fut || ph[n+1].vg.cond) && k == 1+r.lastVerb(ph, k)
		for m := k - 1; m >= 0 && !agents && !(p.prep != nil && p.prep.Kind == "between"); m-- {
			if ph[m].kind == 'V' && finite(ph[m].vg) && ph[m].vg.verb != nil && !ph[m].vg.verb.Say {
				if v := ph[m].vg; r.pack.AdjectiveBefore() && v.feats.Any(lang.Part) && !v.aux && ph[m+1].kind == 'N' && ph[m+1].np.prep != nil && r.isBy(ph[m+1].np.prep) {
					continue // "after talks hosted by the US, X and Y say"
				}
				if r.opensClause(ph, m, k, p) {
					break // "După ce X a doborât o dronă, Mali și Niger au"
				}
				return 0, false
			}
			if ph[m].kind == 'c' && ph[m].lex.Kind == "new" || ph[m].kind == 's' || ph[m].kind == 'r' || ph[m].kind == ':' || ph[m].kind == ';' || ph[m].kind == '-' || ph[m].kind == '"' {
				break
			}
			if ph[m].kind == 'c' && (ph[m].lex.Kind == "new" || ph[m].lex.Kind == "but" && r.pack.FreeOrder && m > 0 && ph[m-1].kind == ',') {
				break // "…, iar Chile și Peru au refuzat"
			}
		}
		first := k
		for first > 0 && ph[first].np != p {
			first--
		}
		if p.prep != nil && p.prep.Kind != "between" && !agents && !(first > 0 && ph[first-1].kind == 'N' && (contains(r.pack.Of, p.prep.Lemma) || p.prep.Kind == "origin" && (r.bearer(ph[first-1].np) || r.pack.AdjectiveBefore() && ph[first-1].np.prep == nil && r.lastVerb(ph, k) < 0) || r.isBy(p.prep) && r.pack.AdjectiveBefore() && r.lastVerb(ph, k) < 0)) {
			return 0, false
		}
	}
	if isConj && r.pack.AdjectiveBefore() && p.prep != nil && p.prep.Kind == "" && q.prep == nil && q.name != nil && q.head == nil && n+1 < len(ph) && ph[n+1].kind == 'N' {
		if x := ph[n+1].np; x.prep == nil && x.num > 0 && x.name == nil && x.head == nil && x.i0 == q.i1 && (x.i1 >= len(r.items) || r.items[x.i1].punct != 0 || r.items[x.i1].pos == lang.Conj) {
			return 0, false // "sent ten tanks to Ukraine and Denmark six": the verb is left out
		}
	}
	if !isConj && r.subjectsFollow(ph, k) {
		return 0, false
	}
	if !isConj {
		// A comma joins only when a conjunction ends the list.
		found := false
		for m := n + 1; m < len(ph); m++ {
			if ph[m].kind == 'N' {
				if !r.similar(p, ph[m].np) {
					break
				}
				continue
			}
			if ph[m].kind == 'c' {
				found = m+1 < len(ph) && ph[m+1].kind == 'N' && r.similar(p, ph[m+1].np)
				break
			}
			if ph[m].kind != ',' {
				break
			}
		}
		if !found && !r.headlineList(ph, k, n, p, q) {
			return 0, false
		}
		if p.prep != nil && q.prep == nil && p.name != nil && contains(r.pack.Place, p.prep.Lemma) && r.pack.FreeOrder && r.bearer(q) {
			return 0, false // "la Phenian, liderul de la Kremlin și Kim": a place and who acts
		}
		if p.prep != nil && q.prep == nil && (k == 0 && contains(r.pack.Place, p.prep.Lemma) && r.opensWith(ph, k) || r.afterOpening(ph, k)) {
			return 0, false
		}
	}
	// The equal has its own apposition: "și președintele francez, Jacques Chirac".
	for n+2 < len(ph) && ph[n+1].kind == ',' && ph[n+2].kind == 'N' && ph[n+2].np.prep == nil && r.apposition(q, ph[n+2].np) && len(q.conj) == 0 {
		r.fuse(q, ph[n+2].np)
		q.i1 = ph[n+2].i1
		n += 2
		if n+2 < len(ph) && ph[n+1].kind == ',' && ph[n+2].kind == 'V' {
			n++
		}
	}
	if r.pack.AdjectiveBefore() && isConj && p.head != nil && q.head != nil && p.person == "" && q.person == "" && len(q.adjs) == 0 && len(q.gens) == 0 && q.poss == nil && !q.def && p.head.Office == "" && q.head.Office == "" {
		q.adjs, q.gens = p.adjs, p.gens // "Hezbollah rocket and drone attacks"
	}
	q.sub = true
	p.conj = append(p.conj, q)
	p.conj = append(p.conj, q.conj...)
	q.conj = nil
	return n, true
}

// opensClause reports whether the verb m stands in a clause that opens the sentence
// with a conjunction and ends with the comma in front of the list that begins with p.
func (r *parser) opensClause(ph []phrase, m, k int, p *np) bool {
	if !r.pack.FreeOrder || p.prep != nil || r.lastVerb(ph, m) >= 0 {
		return false
	}
	first := k
	for first > 0 && ph[first].np != p {
		first--
	}
	if first == 0 || ph[first-1].kind != ',' {
		return false
	}
	for j := 0; j < m; j++ {
		switch ph[j].kind {
		case 's':
			return true
		case 'N', 'D', ',', '"':
		default:
			return false
		}
	}
	return false
}

// lastVerb is the last phrase before k that is a verb, or -2.
func (r *parser) lastVerb(ph []phrase, k int) int {
	for m := k - 1; m >= 0; m-- {
		if ph[m].kind == 'V' {
			return m
		}
	}
	return -2
}

// opensWith reports whether phrase k is a place or time that opens the sentence
// and the list behind its comma is the subject: "La Phenian, Putin și Kim au …".
func (r *parser) opensWith(ph []phrase, k int) bool {
	for m := 0; m < k; m++ {
		if ph[m].kind == 'V' {
			return false
		}
	}
	for m := k + 1; m < len(ph); m++ {
		switch ph[m].kind {
		case 'N', ',', 'c', 'D':
			continue
		case 'V':
			return finite(ph[m].vg)
		}
		return false
	}
	return false
}

// afterOpening reports whether the list behind the comma that follows phrase k is
// the subject of the sentence, which opens with nothing but prepositions and
// dates: "After talks with Turkey, Russia and Ukraine agree".
func (r *parser) afterOpening(ph []phrase, k int) bool {
	if !r.pack.AdjectiveBefore() {
		return false
	}
	for m := 0; m <= k; m++ {
		switch ph[m].kind {
		case 'N':
			if ph[m].np.prep == nil && (m == 0 || ph[m-1].kind != 's') || ph[m].np.prep != nil && ph[m].np.prep.Kind == "between" {
				return false
			}
		case 'D':
		case 's': // "after talks hosted by"
		case 'V':
			if finite(ph[m].vg) && !ph[m].vg.feats.Any(lang.Part) {
				return false
			}
		default:
			return false
		}
	}
	for m := k + 2; m < len(ph); m++ {
		switch ph[m].kind {
		case 'N', 'D':
		case ',':
			if ph[m-1].kind == 'N' && m > k+2 && ph[m-2].kind == 'c' {
				return false // the list has ended, and the subject is still to come
			}
		case 'c':
			if m+1 >= len(ph) || ph[m+1].kind != 'N' {
				return false
			}
		case 'V':
			return finite(ph[m].vg)
		default:
			return false
		}
	}
	return false
}

// similar reports whether two phrases can be equals of a list.
func (r *parser) similar(p, q *np) bool {
	if p.pronoun != nil || q.pronoun != nil {
		return false
	}
	entity := func(n *np) bool {
		if n.head != nil && n.head.Classes.Any(r.cls.group.Or(r.cls.ally)) {
			return true
		}
		if r.region(n) {
			return true // "Etiopia și regiunea separatistă Somaliland"
		}
		return n.name != nil || n.person != "" || n.head != nil && n.head.Office != "" || n.head != nil && n.head.Classes.Any(r.cls.countries)
	}
	if shared := r.pack.AdjectiveBefore() && p.head == nil && p.person == "" && p.name != nil && p.name.Class == lang.ClassAdj && q.head != nil && len(q.adjs) > 0; entity(p) != entity(q) && !shared {
		return false // "Bahraini and Kuwaiti jets" share their noun
	}
	cp, cq := p.feats&lang.Cases, q.feats&lang.Cases
	return cp == 0 || cq == 0 || cp&cq != 0
}

// region reports whether a phrase is a place that is called by the name of an actor.
func (r *parser) region(n *np) bool {
	return r.pack.FreeOrder && n.head != nil && n.head.Classes.Any(r.cls.locality) && len(n.gens) == 1 && n.gens[0].name != nil && n.gens[0].name.Entity.Kind() == graph.NonStateActor && n.gens[0].name.Class == lang.ClassName
}

// subjectsFollow reports whether the comma behind phrase k closes what opens
// the sentence, and the subjects of its verb follow: "According to the
// spokesman of the Kremlin, X and Y agreed".
func (r *parser) subjectsFollow(ph []phrase, k int) bool {
	if ph[0].kind != 'N' || ph[0].np.prep == nil || ph[0].np.prep.Kind == "between" {
		return false
	}
	for m := 0; m <= k; m++ {
		if ph[m].kind != 'N' {
			return false
		}
	}
	m := k + 2
	for m+2 < len(ph) && ph[m].kind == 'N' && (ph[m+1].kind == ',' || ph[m+1].kind == 'c') && ph[m+2].kind == 'N' {
		m += 2
	}
	return m > k+2 && m+1 < len(ph) && ph[m+1].kind == 'V' && finite(ph[m+1].vg)
}
