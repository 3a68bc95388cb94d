package extract

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// finiteAhead reports whether a verb that is surely finite comes from item i on,
// before anything that ends the clause: then the word in front of it that could
// be a verb or a noun is its subject: "strikes on the city kill two".
func (r *parser) finiteAhead(i int) bool {
	for k := i; k < len(r.items) && k < i+11; k++ {
		it := &r.items[k]
		if it.has(lang.Conj) != nil && k > 0 && r.items[k-1].name() != nil && k+1 < len(r.items) && (r.items[k+1].name() != nil || r.items[k+1].has(lang.Det) != nil) {
			continue // "between X and Y"
		}
		if it.punct != 0 && len(it.alts) == 0 || it.has(lang.Sub) != nil || it.has(lang.Rel) != nil || it.has(lang.Conj) != nil || it.has(lang.Marker) != nil && (it.has(lang.Prep) == nil || k+1 < len(r.items) && infinitive(&r.items[k+1])) {
			return false
		}
		if it.has(lang.Marker) != nil && k+1 < len(r.items) && r.items[k+1].hasFeat(lang.Verb, lang.Inf) != nil {
			return false // "plans to invest"
		}
		if r.surelyFinite(k) {
			return true
		}
	}
	return false
}

// infinitive reports whether an item may be an infinitive and nothing else.
func infinitive(it *item) bool {
	return it.has(lang.Noun) == nil && it.name() == nil && (it.hasFeat(lang.Verb, lang.Inf) != nil || it.has(lang.Aux) != nil)
}

// verbBehindAside reports whether the comma at item i opens an aside behind which, at
// once, the verb of the clause that begins at from comes.
func (r *parser) verbBehindAside(from, i int) bool {
	if i+1 < len(r.items) && r.items[i+1].has(lang.Conj) != nil || slices.ContainsFunc(r.items[from:i], func(it item) bool { return it.has(lang.Sub) != nil }) {
		return false
	}
	for j := i + 1; j < len(r.items) && j < i+12; j++ {
		if r.items[j].punct != ',' {
			continue
		}
		return j > i+2 && j+1 < len(r.items) && r.items[j+1].punct == 0 && r.items[j+1].has(lang.Noun) == nil &&
			(r.items[j+1].has(lang.Aux) != nil || r.items[j+1].hasFeat(lang.Verb, lang.Past) != nil && r.items[j+1].hasFeat(lang.Verb, lang.Fin|lang.Past) != nil) && !r.saysItem(j+1)
	}
	return false
}

// saysItem reports whether item i is a verb of saying.
func (r *parser) saysItem(i int) bool {
	v := r.items[i].has(lang.Verb)
	return v != nil && v.Lex.Say
}

// clauseAhead reports whether what follows from item i on is a clause with its
// own subject and verb, and not a noun phrase: "after Iran fired", "after talks".
func (r *parser) clauseAhead(i int) bool {
	for k := i; k < len(r.items) && k < i+16; k++ {
		it := &r.items[k]
		if it.punct == ',' && k+1 < len(r.items) && r.items[k-1].name() != nil && (r.items[k+1].name() != nil || r.items[k+1].has(lang.Det) != nil || r.items[k+1].has(lang.Conj) != nil && k+2 < len(r.items) && (r.items[k+2].name() != nil || r.items[k+2].has(lang.Det) != nil)) {
			continue // a list of names
		}
		if it.punct == ',' && k > i+1 && r.pack.AdjectiveBefore() && !r.pack.Case && r.verbBehindAside(i, k) {
			return true // "after Netanyahu, wanted by the court, arrived"
		}
		if k == i+1 && it.hasFeat(lang.Verb, lang.Part) != nil && k+1 < len(r.items) && r.items[i].has(lang.Noun) != nil {
			if by := r.items[k+1].has(lang.Prep); by != nil && contains(r.pack.By, by.Lex.Lemma) {
				return false // "after talks hosted by"
			}
		}
		if k == i+1 && it.has(lang.Conj) != nil && k+2 < len(r.items) && len(r.items[i].alts) == 0 && r.items[k+1].hasFeat(lang.Verb, lang.Fin) != nil && r.items[k+2].has(lang.Det) != nil {
			return false // "rejects it as absurd and orders a"
		}
		if it.punct != 0 && len(it.alts) == 0 || it.has(lang.Rel) != nil && it.has(lang.Sub) == nil {
			return false
		}
		if k == i && it.hasFeat(lang.Verb, lang.Ger) != nil {
			return false
		}
		if k > i && it.has(lang.Sub) != nil && it.has(lang.Prep) != nil && k+1 < len(r.items) && (r.items[k+1].hasFeat(lang.Verb, lang.Ger) != nil || r.items[k+1].hasFeat(lang.Aux, lang.Ger) != nil) {
			return false // "as a sponsor after being"
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
	if v == nil && r.unknownPast(k) {
		return true
	}
	if v == nil || it.has(lang.Noun) != nil || it.has(lang.Prep) != nil || it.joined {
		return false
	}
	if it.hasFeat(lang.Verb, lang.Part) != nil {
		if k+1 >= len(r.items) {
			return false
		}
		if k > 0 {
			// "over alleged violations": an attribute.
			if p := &r.items[k-1]; p.has(lang.Prep) != nil || p.has(lang.Det) != nil || p.has(lang.Num) != nil || p.digits || p.has(lang.Conj) != nil {
				return false
			}
		}
		n := &r.items[k+1]
		return n.has(lang.Prep) == nil && n.punct == 0
	}
	return true
}

// markerAhead reports whether a subject and the marker of its verb follow: "ca
// Rusia să plătească", not "ca partener".
func (r *parser) markerAhead(i int) bool {
	for k := i; k < len(r.items); k++ {
		it := &r.items[k]
		if it.has(lang.Marker) != nil && it.has(lang.Noun) == nil && it.has(lang.Prep) == nil {
			return k > i
		}
		if it.punct != 0 && len(it.alts) == 0 || it.has(lang.Sub) != nil || it.has(lang.Rel) != nil || r.surelyFinite(k) {
			return false
		}
	}
	return false
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
		if prev.pos == lang.Noun && (prev.lex().Item != "" || prev.lex().Op == lang.OpNone && prev.lex().Classes.Any(r.cls.units.Or(r.cls.ship).Or(r.cls.gapped).Or(r.cls.treaty))) && r.clauseAhead(i+1) {
			return rel // "the drones that Iran supplied"
		}
		return sub
	case prep != nil && contains(r.pack.As, prep.Lex.Lemma) && r.pack.FreeOrder:
		if r.markerAhead(i + 1) {
			return sub
		}
		return prep
	case prep != nil:
		if r.pack.VerbLast && i > 0 && prev.punct == 0 && prev.pos != lang.Conj {
			return prep // a German clause has its comma: "bis September"
		}
		if r.clauseAhead(i + 1) {
			return sub
		}
		return prep
	}
	return nil
}

// joinedName reports whether the name at item j is only a part of a compound
// adjective, and so neither owner nor doer of the noun: "pro-Russian",
// "Soviet-made", "Iran-backed". Who backs is kept in p.
func (r *parser) joinedName(p *np, j int) bool {
	if !r.pack.AdjectiveBefore() {
		return false
	}
	w := &r.items[j]
	if w.joined && j > 0 && r.items[j-1].pos == 0 && !r.items[j-1].cap && r.items[j-1].punct == 0 && r.nominalAhead(j+1) {
		return true
	}
	if j+1 >= len(r.items) || !r.items[j+1].joined {
		return false
	}
	n := &r.items[j+1]
	v := n.hasFeat(lang.Verb, lang.Part|lang.Ger)
	if v == nil && (n.cap || n.name() != nil || len(n.alts) > 0 && n.has(lang.Adj) == nil) || !r.nominalAhead(j+2) && !r.capsModify(j+2) && !(v != nil && r.partAhead(j+2)) {
		return false
	}
	if v != nil && v.Feats.Any(lang.Part) {
		p.partBy, p.partLex = w.e.Name, v.Lex
	}
	return true
}

// unparted keeps the first phrases of a list of objects, up to a comma: what
// stands behind it is an apposition or another clause's. Of things, both that "and"
// joins count: "sent troops and drones".
func (r *parser) unparted(ns []*np, things bool) []*np {
	for i := 1; i < len(ns); i++ {
		for k := range r.phrases {
			if r.phrases[k].np == ns[i] && k > 1 && things && r.phrases[k-1].kind == 'c' && r.phrases[k-1].lex.Kind == "and" && r.phrases[k-2].np == ns[i-1] {
				continue
			}
			if r.phrases[k].np == ns[i] && k > 0 && (r.phrases[k-1].kind == ',' || r.phrases[k-1].kind == '-' || r.phrases[k-1].kind == 'c') {
				return ns[:i]
			}
		}
	}
	return ns
}

// onlyVerb reports whether the pack knows a word as a verb and as nothing else.
func onlyVerb(it *item) bool {
	for _, e := range it.alts {
		if e.Lex == nil || e.Lex.POS != lang.Verb {
			return false
		}
	}
	return len(it.alts) > 0
}

// capital reports whether the word at item i has a capital inside a sentence that
// is not all capitals, as headlines are: it is part of a name, "Executive Order".
func (r *parser) capital(i int) bool {
	if !r.items[i].cap || i == 0 || r.pack.NounCapitals || r.items[i].t1-r.items[i].t0 > 1 {
		return false
	}
	if p := &r.items[i-1]; p.punct != 0 && p.pos == 0 {
		return false // what is quoted begins with a capital
	}
	if r.small < 0 {
		r.small = 0
		for k := range r.items {
			it := &r.items[k]
			if t := &r.toks[it.t0]; it.punct == 0 && !it.digits && !it.cap && t.End-t.Start > 4 && it.has(lang.Prep) == nil {
				r.small++
			}
		}
	}
	return r.small > 1
}

// nounPlace reports whether a word that the pack knows as a verb only stands
// where none can: "the start of", "for guarantees".
func (r *parser) nounPlace(it, prev *item) bool {
	for _, e := range it.alts {
		if e.Lex == nil || e.Lex.POS != lang.Verb || e.Feats.Any(lang.Part|lang.Ger) {
			return false
		}
	}
	switch prev.pos {
	case lang.Det, lang.Poss, lang.Prep:
		return true
	case lang.Pron:
		return prev.lex().Kind == "poss"
	case lang.Verb:
		return prev.lex().Stance == graph.Denies && it.hasFeat(lang.Verb, lang.Pres) != nil // "dismissed claims that"
	}
	return false
}

// bareNoun reports whether a word that the pack knows as a verb only stands, in
// its bare form, behind "a" or a preposition and an unknown word: "a radar station".
func (r *parser) bareNoun(i int) bool {
	closed := i > 1 && i+1 < len(r.items) && r.items[i+1].punct == ',' && r.items[i-1].pos == 0 // "in coordinated moves,"
	for _, e := range r.items[i].alts {
		if e.Lex == nil || e.Lex.POS != lang.Verb || e.Feats.Any(lang.Part|lang.Ger|lang.Past) || e.Feats.Any(lang.Sg) && !closed {
			return false
		}
	}
	p := &r.items[i-1]
	if i > 1 && p.pos == 0 && p.punct == 0 && !p.cap && !p.digits && !strings.HasSuffix(r.span(i-1, i), "ly") && r.items[i-2].pos == lang.Prep && (r.items[i-2].has(lang.Marker) == nil || closed) {
		return true // "by armoured train"
	}
	return p.pos != lang.Det && r.withinOne(i)
}

// joinedWord reports whether a word that the pack knows as a verb only is joined
// to a plain word before it and so part of an adjective: "dual-use".
func (r *parser) joinedWord(it, prev *item) bool {
	if !it.joined || prev.cap || prev.punct != 0 || prev.name() != nil {
		return false
	}
	for _, e := range it.alts {
		if e.Lex == nil || e.Lex.POS != lang.Verb || e.Feats.Any(lang.Part|lang.Ger) {
			return false
		}
	}
	return true
}

// capsModify reports whether the capitalised words from item j on, that the pack
// does not know, only tell a common noun apart: "Sky Sabre air defence system".
func (r *parser) capsModify(j int) bool {
	if !r.pack.AdjectiveBefore() {
		return false
	}
	k := j
	unknown := func(i int) bool {
		return i < len(r.items) && r.items[i].cap && r.items[i].pos == 0 && r.items[i].punct == 0
	}
	for k < len(r.items) && (unknown(k) || k > j && (r.items[k].digits || r.items[k].joined) && r.items[k].pos == 0 || k > j && r.items[k].kind(lang.Conj, "and") && unknown(k+1)) {
		k++ // "its Alpha and Omega border crossings"
	}
	if k > j && r.items[k-1].pos == 0 && k+1 < len(r.items) && r.items[k].pos == lang.Adj && r.items[k].lex().Op == lang.OpNone {
		k++
	}
	return k > j && k < len(r.items) && r.items[k].pos == lang.Noun && !r.items[k].cap && r.items[k].lex().Office == "" && !r.items[k].lex().Classes.Any(r.cls.person.Or(r.cls.nobind))
}

// pairOfModifiers reports whether the conjunction at item j joins two words
// before one noun: "economic and military sanctions".
func (r *parser) pairOfModifiers(i, j int) bool {
	if !r.pack.AdjectiveBefore() || j <= i || j+2 >= len(r.items) {
		return false
	}
	plain := func(it *item) bool {
		return it.pos == lang.Adj && it.lex().Op == lang.OpNone || it.pos == 0 && it.punct == 0 && !it.cap && !it.digits && len(it.alts) == 0
	}
	p, n := &r.items[j-1], &r.items[j+1]
	if p.cap && n.cap && p.pos == 0 && n.pos == 0 && p.punct == 0 && n.punct == 0 {
		return r.capsModify(j + 1)
	}
	if p.pos == lang.Adj && plain(p) && n.pos == lang.Noun && n.t1 > n.t0+1 {
		return true // "financial and military support"
	}
	if !plain(p) || !plain(n) && !(n.pos == lang.Noun && r.items[j+2].pos == lang.Noun) {
		return false
	}
	return r.nominalAhead(j + 2)
}

// attributive reports whether the participle at item j stands before its noun:
// "announces targeted sanctions".
func (r *parser) attributive(j int) bool {
	it := &r.items[j]
	if !r.pack.AdjectiveBefore() || j == 0 || j+1 >= len(r.items) {
		return false
	}
	if n := &r.items[j+1]; it.feats().Any(lang.Ger) && (r.items[j-1].pos == lang.Det || r.items[j-1].pos == lang.Conj) && n.class() == lang.ClassAdj && j+2 < len(r.items) && r.items[j+2].pos == lang.Noun && r.items[j+2].lex().Office != "" {
		return true // "X and visiting US President Y"
	}
	if !it.feats().Any(lang.Part) {
		return false
	}
	p, n := &r.items[j-1], &r.items[j+1]
	after := p.pos == lang.Prep || p.pos == lang.Verb && p.feats().Any(lang.Fin|lang.Ger|lang.Inf) || p.digits || p.pos == lang.Num
	if p.pos == lang.Verb && r.unlisted(j+1) && p.feats().Any(lang.Ger|lang.Inf) && !p.feats().Any(lang.Part) {
		return true // "to use restricted areas"
	}
	if (p.digits || p.pos == lang.Num) && r.unlisted(j+1) {
		return true // "against two armed vehicles and a depot"
	}
	if p.pos == lang.Prep && (n.pos == lang.Adj || r.unlisted(j+1)) {
		return true // "for alleged illegal fishing"
	}
	return after && (n.pos == lang.Noun && n.lex().Office == "" || n.class() == lang.ClassAdj && (r.nominalAhead(j+2) || r.unlisted(j+2)))
}

// unlisted reports whether item i is a word that the pack does not know, with no
// capital.
func (r *parser) unlisted(i int) bool {
	return i < len(r.items) && r.items[i].pos == 0 && r.items[i].punct == 0 && !r.items[i].cap && !r.items[i].digits && len(r.items[i].alts) == 0
}

// noVerbBefore reports whether the sentence has come to item i without a finite
// verb: after an aside in commas its verb is still to come.
func (r *parser) noVerbBefore(i int) bool {
	if !r.pack.AdjectiveBefore() {
		return false
	}
	for j := 0; j < i; j++ {
		if it := &r.items[j]; it.pos == lang.Verb && it.feats().Any(lang.Fin) || it.pos == lang.Aux || it.pos == lang.Sub || it.pos == lang.Rel {
			return false
		}
	}
	return i > 2
}

// antecedents are whom "they" and "their" mean: the subject of the clause, or of
// the clause around it.
func (r *parser) antecedents(n *np) []graph.EntityID {
	if ids := r.partnersBefore(n); len(ids) > 0 {
		return ids
	}
	for c, d := n.clause, 0; c != nil && d < 4; c, d = c.parent, d+1 {
		s := r.subjectOf(c)
		if s == nil || s == n || !s.done {
			continue
		}
		var ids []graph.EntityID
		for _, x := range strong(s.refs) {
			ids = append(ids, x.id)
		}
		if len(ids) > 0 {
			return ids
		}
	}
	return nil
}

// partnersBefore are whom "them" means as an object behind "and": not the subject, but
// whom the clause that shares it names last. "will work with the Lebanese army and
// provide them with trucks".
func (r *parser) partnersBefore(n *np) []graph.EntityID {
	c := n.clause
	if !r.pack.AdjectiveBefore() || n.pronoun == nil || n.pronoun.Kind != "pers" || c == nil || !c.shared || c.sharedFrom == nil || !slices.Contains(c.post, n) {
		return nil
	}
	own := r.subjectOf(c)
	for _, q := range slices.Backward(c.sharedFrom.post) {
		if q == own || !q.done {
			continue
		}
		var ids []graph.EntityID
		for _, x := range strong(q.refs) {
			if own == nil || !slices.ContainsFunc(own.refs, func(o ref) bool { return o.id == x.id }) {
				ids = append(ids, x.id)
			}
		}
		if len(ids) > 0 {
			return ids
		}
	}
	return nil
}

// afterOne reports whether the readings of an expression are all plural nouns
// and the phrase that it would end began with "a".
func (r *parser) afterOne(alts []*lang.Entry) bool {
	for _, e := range alts {
		if e.Lex == nil || e.Lex.POS != lang.Noun || !e.Feats.Any(lang.Pl) {
			return false
		}
	}
	for k := len(r.items) - 1; k >= 0 && k >= len(r.items)-4; k-- {
		it := &r.items[k]
		if it.punct != 0 && len(it.alts) == 0 || it.has(lang.Prep) != nil || it.has(lang.Noun) != nil && it.name() == nil {
			return false
		}
		if d := it.has(lang.Det); d != nil {
			return d.Lex.Kind == "indef" && d.Feats.Any(lang.Sg)
		}
	}
	return false
}
