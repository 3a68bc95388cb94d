package extract

import "github.com/entente-graph/entente/loaders/lang"

// finiteAhead reports whether a verb that is surely finite comes from item i on,
// before anything that ends the clause: then the word in front of it that could
// be a verb or a noun is its subject: "strikes on the city kill two".
func (r *parser) finiteAhead(i int) bool {
	for k := i; k < len(r.items) && k < i+11; k++ {
		it := &r.items[k]
		if it.punct != 0 && len(it.alts) == 0 || it.has(lang.Sub) != nil || it.has(lang.Rel) != nil || it.has(lang.Conj) != nil || it.has(lang.Marker) != nil && it.has(lang.Prep) == nil {
			return false
		}
		if r.surelyFinite(k) {
			return true
		}
	}
	return false
}

// clauseAhead reports whether what follows from item i on is a clause with its
// own subject and verb, and not a noun phrase: "after Iran fired", "after talks".
func (r *parser) clauseAhead(i int) bool {
	for k := i; k < len(r.items) && k < i+11; k++ {
		it := &r.items[k]
		if it.punct != 0 && len(it.alts) == 0 || it.has(lang.Rel) != nil && it.has(lang.Sub) == nil {
			return false
		}
		if k == i && it.hasFeat(lang.Verb, lang.Ger) != nil {
			return false
		}
		if k == i {
			continue
		}
		if r.surelyFinite(k) {
			return true
		}
		// "Russia attacks Ukraine": a noun or a verb between two names.
		if it.has(lang.Noun) != nil && it.hasFeat(lang.Verb, lang.Pres) != nil && k+1 < len(r.items) {
			p, n := &r.items[k-1], &r.items[k+1]
			if e := p.name(); e != nil && e.Name.Class != lang.ClassAdj && (n.has(lang.Det) != nil || n.name() != nil || n.digits || n.has(lang.Num) != nil) {
				return true
			}
		}
	}
	return false
}

// surelyFinite reports whether item k can only be a finite verb or auxiliary. A
// form that may be a participle counts when no agent or place follows it.
func (r *parser) surelyFinite(k int) bool {
	it := &r.items[k]
	if a := it.has(lang.Aux); a != nil {
		return !a.Feats.Any(lang.Ger|lang.Inf|lang.Part) && it.has(lang.Noun) == nil && it.name() == nil
	}
	v := it.hasFeat(lang.Verb, lang.Fin)
	if v == nil || it.has(lang.Noun) != nil || it.has(lang.Prep) != nil || it.joined {
		return false
	}
	if it.hasFeat(lang.Verb, lang.Part) != nil {
		if k+1 >= len(r.items) {
			return false
		}
		n := &r.items[k+1]
		return n.has(lang.Prep) == nil && n.punct == 0
	}
	return true
}

// opener picks the reading of a word that may open a clause: "that" after a noun
// and before a verb is a relative pronoun; "after" and "as" before a clause join
// it, before a noun they are prepositions.
func (r *parser) opener(i int, prev *item) *lang.Entry {
	it := &r.items[i]
	sub, rel, prep := it.has(lang.Sub), it.has(lang.Rel), it.has(lang.Prep)
	switch {
	case sub == nil:
		return nil
	case rel != nil:
		noun := prev.pos == lang.Noun && prev.lex().Op == lang.OpNone && !prev.lex().Say || prev.pos == posName || prev.pos == 0 && prev.punct == 0 && i > 0
		j := i + 1
		for j < len(r.items) && (r.items[j].has(lang.Adv) != nil || r.items[j].has(lang.Neg) != nil) && r.items[j].has(lang.Noun) == nil {
			j++
		}
		if noun && j < len(r.items) && (r.items[j].has(lang.Aux) != nil || r.items[j].hasFeat(lang.Verb, lang.Fin) != nil && (r.items[j].has(lang.Noun) == nil || !r.finiteAhead(j+1))) {
			return rel
		}
		return sub
	case prep != nil:
		if r.clauseAhead(i + 1) {
			return sub
		}
		return prep
	}
	return nil
}
