package extract

import (
	"slices"

	"github.com/entente-graph/entente/loaders/lang"
)

// Languages whose verbs close the clause are read in the order of those whose
// verbs stand second: what goes with an auxiliary is joined to it, and the verb
// of a subordinate clause steps forward.

// separable settles which verb the first half of a separable one belongs to by
// the particle that closes its clause.
func (r *parser) separable() {
	for i := range r.items {
		it := &r.items[i]
		found, any := (*lang.Entry)(nil), false
		at := 0
		for _, e := range it.alts {
			if e.Particle == "" {
				continue
			}
			any = true
			if j := r.particle(i+1, e.Particle); j > 0 && found == nil {
				found, at = e, j
			}
		}
		if !any {
			continue
		}
		var keep []*lang.Entry
		for _, e := range it.alts {
			if found != nil && e.Particle == found.Particle || found == nil && e.Particle == "" {
				keep = append(keep, e)
			}
		}
		it.alts = keep
		if found != nil {
			r.items[at].alts = nil
		}
	}
}

// dayWithin joins a verb to its particle where wires put the day between the two: "called
// Tuesday for", "called yesterday on".
func (r *parser) dayWithin() {
	for i := 0; i+2 < len(r.items); i++ {
		it, day, part := &r.items[i], &r.items[i+1], &r.items[i+2]
		if it.has(lang.Verb) == nil || it.t1-it.t0 > 2 || part.has(lang.Prep) == nil || part.t1-part.t0 != 1 || !isDay(day) {
			continue
		}
		pair := []lang.Token{r.toks[it.t0], r.toks[part.t0]}
		start := len(r.alts)
		n, alts := r.pack.Longest(pair, 0, r.spelling, r.alts)
		if n != 2 {
			continue
		}
		r.alts = alts
		it.alts = r.alts[start:len(r.alts):len(r.alts)]
		r.items = append(r.items[:i+2], r.items[i+3:]...)
	}
}

// isDay reports whether an item is a day of the week, or "yesterday" and the like.
func isDay(it *item) bool {
	for _, e := range it.alts {
		if e.Lex != nil && (e.Lex.Week > 0 || e.Lex.Day != nil) {
			return true
		}
	}
	return false
}

// particle finds a particle at the end of the clause that item i stands in.
func (r *parser) particle(i int, word string) int {
	for ; i < len(r.items); i++ {
		it := &r.items[i]
		if it.punct != 0 {
			return 0
		}
		if r.span(i, i+1) != word {
			continue
		}
		if i+1 == len(r.items) || r.items[i+1].punct != 0 || r.items[i+1].has(lang.Conj) != nil {
			return i
		}
	}
	return 0
}

// bareAux reports whether a phrase is an auxiliary without its verb.
func bareAux(p *phrase) bool {
	return p.kind == 'V' && (p.vg.verb == nil || p.vg.verb.POS == lang.Aux) && p.vg.aux
}

// boundary reports whether a phrase parts clauses.
func boundary(p *phrase) bool {
	switch p.kind {
	case 's', 'r', ';', ':', '"', '(', ')', '-':
		return true
	}
	return false
}

// verbSecond brings the phrases of a sentence into the order of languages whose
// verb stands second.
func (r *parser) verbSecond() {
	ph := r.negated(r.phrases)
	// Join auxiliaries and their verbs.
	for k := 0; k < len(ph); k++ {
		if !bareAux(&ph[k]) {
			continue
		}
		main := -1
		for m := k + 1; m < len(ph) && !boundary(&ph[m]); m++ {
			if ph[m].kind == 'V' && !bareAux(&ph[m]) {
				if f := ph[m].vg.feats; f.Any(lang.Part|lang.Inf) && !ph[m].vg.marker {
					main = m
				}
				break
			}
		}
		if main < 0 && k > 0 && ph[k-1].kind == 'V' && !bareAux(&ph[k-1]) && ph[k-1].vg.feats.Any(lang.Part|lang.Inf) {
			// "geliefert hat"
			join(ph[k-1].vg, ph[k].vg)
			ph = append(ph[:k], ph[k+1:]...)
			k--
			continue
		}
		if main < 0 {
			continue
		}
		v := ph[main].vg
		join(v, ph[k].vg)
		end := main + 1
		for end < len(ph) && bareAux(&ph[end]) {
			join(v, ph[end].vg) // "unterzeichnet worden"
			end++
		}
		ph[k].vg = v
		ph = append(ph[:main], ph[end:]...)
	}
	// Subordinate clauses and infinitives.
	for k := 0; k < len(ph); k++ {
		opens := ph[k].kind == 's' || ph[k].kind == 'r'
		if !opens && ph[k].kind != ',' {
			continue
		}
		verb, first := -1, k+1
		for m := k + 1; m < len(ph) && !boundary(&ph[m]) && ph[m].kind != ','; m++ {
			if ph[m].kind == 'V' {
				verb = m
				break
			}
		}
		if verb < 0 || !opens && !(ph[verb].vg.marker && !ph[verb].vg.fut) {
			continue
		}
		if ph[k].kind == 's' {
			for m := k + 1; m < verb; m++ {
				if ph[m].kind == 'N' && ph[m].np.prep == nil {
					first = m + 1
					break
				}
			}
		}
		v := ph[verb]
		copy(ph[first+1:verb+1], ph[first:verb])
		ph[first] = v
	}
	r.phrases = ph
}

// negated gives each "nicht" that stands apart to the verb of its clause: the
// one before it, else the next. "kein" denies the clause as well.
func (r *parser) negated(ph []phrase) []phrase {
	out := ph[:0]
	for k := range ph {
		no := ph[k].kind == 'N' && ph[k].np.neg
		if ph[k].kind != 'n' && !no {
			out = append(out, ph[k])
			continue
		}
		if v := clauseVerb(ph, k); v != nil {
			v.neg = true
		}
		if no {
			out = append(out, ph[k])
		}
	}
	return out
}

// clauseVerb is the verb of the clause that phrase k stands in.
func clauseVerb(ph []phrase, k int) *vg {
	for m := k - 1; m >= 0 && !boundary(&ph[m]); m-- {
		if ph[m].kind == 'V' {
			return ph[m].vg
		}
	}
	for m := k + 1; m < len(ph) && !boundary(&ph[m]); m++ {
		if ph[m].kind == 'V' {
			return ph[m].vg
		}
	}
	return nil
}

// join adds an auxiliary to the verb that it goes with.
func join(v, aux *vg) {
	inf := v.feats.Any(lang.Inf) && !v.feats.Any(lang.Part)
	if aux.passAux {
		if inf {
			v.fut = true
		} else {
			v.passive = true
		}
	}
	if aux.copula && v.feats.Any(lang.Part) && v.verb != nil {
		v.passive = true
	}
	v.perf = v.perf || aux.perf
	v.fut = v.fut || aux.fut
	v.cond = v.cond || aux.cond
	v.neg = v.neg || aux.neg
	v.refl = v.refl || aux.refl
	v.clitic = v.clitic || aux.clitic
	v.reported = v.reported || aux.reported
	if aux.op != 0 {
		v.op = aux.op
	}
	if v.perf {
		v.feats |= lang.Past
	}
	v.aux = true
	if v.marker = aux.marker && !aux.fut; v.marker {
		v.feats = v.feats&^(lang.Fin|lang.Part) | lang.Inf // "geliefert zu haben"
	} else {
		v.feats = v.feats&^(lang.Inf|lang.Part) | lang.Fin | aux.feats&lang.P1
	}
	v.i0, v.i1 = min(v.i0, aux.i0), max(v.i1, aux.i1)
}

// agreed are the cases of an article that may stand in several, by the gender
// and number of the noun that follows.
func (r *parser) agreed(i int) lang.Feat {
	det := &r.items[i]
	for j := i + 1; j < len(r.items) && j < i+6; j++ {
		n := &r.items[j]
		if n.punct != 0 && n.pos == 0 {
			break
		}
		if j == i+1 && n.cap && len(n.alts) == 0 && r.pack.FreeOrder {
			break // "lui Ali sprijinul": of the name
		}
		if n.pos != lang.Noun && (n.pos != posName || n.class() == lang.ClassAdj || n.class() == lang.ClassPrefix) {
			continue
		}
		const genders = lang.Masc | lang.Fem | lang.Neut
		const numbers = lang.Sg | lang.Pl
		var cases lang.Feat
		for _, e := range det.alts {
			if e.Lex == nil || e.Lex.POS != lang.Det {
				continue
			}
			f := n.feats()
			if f&genders != 0 && e.Feats&genders != 0 && f&e.Feats&genders == 0 || f&numbers != 0 && e.Feats&numbers != 0 && f&e.Feats&numbers == 0 {
				continue
			}
			if f&lang.Cases != 0 && e.Feats&lang.Cases != 0 {
				cases |= f & e.Feats & lang.Cases
			} else {
				cases |= e.Feats & lang.Cases
			}
		}
		return cases
	}
	return det.feats() & lang.Cases
}

// hyphened reads a noun that a hyphen joins to words that say which by the noun alone:
// "Taurus-Marschflugkörper", "Leopard-2-Panzer". A name before the hyphen stays.
func (r *parser) hyphened() {
	for i := len(r.items) - 1; i > 0; i-- {
		it := &r.items[i]
		if !it.joined || it.has(lang.Noun) == nil {
			continue
		}
		k := i
		for k > 0 && r.items[k].joined && r.items[k-1].punct == 0 && r.items[k-1].name() == nil && (len(r.items[k-1].alts) == 0 || r.items[k-1].has(lang.Noun) != nil) {
			k--
		}
		if k == i {
			continue
		}
		whole := *it
		whole.t0, whole.cap, whole.joined = r.items[k].t0, r.items[k].cap, r.items[k].joined
		r.items = slices.Replace(r.items, k, i+1, whole)
		i = k
	}
}

// capitalNouns takes the readings as a verb from words that a capital inside
// the sentence shows to be nouns: "Waren" are no "waren".
func (r *parser) capitalNouns() {
	for i := 1; i < len(r.items); i++ {
		it := &r.items[i]
		if !it.cap || r.items[i-1].punct != 0 || it.has(lang.Noun) == nil {
			continue
		}
		it.alts = slices.DeleteFunc(slices.Clone(it.alts), func(e *lang.Entry) bool {
			return e.Lex != nil && (e.Lex.POS == lang.Verb || e.Lex.POS == lang.Aux)
		})
	}
}
