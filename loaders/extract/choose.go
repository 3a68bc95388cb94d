package extract

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// choose picks the reading of an item from what stands around it.
func (r *parser) choose(i int) {
	it := &r.items[i]
	if len(it.alts) == 0 {
		return
	}
	if r.pack.AdjectiveBefore() && i > 0 && (r.nounPlace(it, &r.items[i-1]) || r.joinedWord(it, &r.items[i-1]) || r.bareNoun(i) || r.capital(i) && onlyVerb(it)) {
		it.alts, it.e, it.pos = nil, nil, 0
		return
	}
	if r.pack.AdjectiveBefore() && i > 0 && r.items[i-1].kind(lang.Aux, "perf") && it.has(lang.Prep) != nil && i+1 < len(r.items) && r.items[i+1].hasFeat(lang.Verb, lang.Part) != nil {
		it.alts, it.e, it.pos = nil, nil, 0 // "has since supplied"
		return
	}
	if r.plain(i) {
		return
	}
	if e := it.name(); e != nil && e.Name.Entity.Kind() == graph.Leader && r.hyphenated(i+1) {
		it.alts, it.e, it.pos = nil, nil, 0 // "Yunus-bek Yevkurov" is not Muhammad Yunus
		return
	}
	if len(it.alts) == 1 && !it.alts[0].Feats.Has(lang.Ambig) {
		it.take(it.alts[0])
		if it.e.Lex == nil || it.e.Lex.POS != lang.Pron || it.e.Lex.Kind != "clitic" {
			return
		}
	}
	prev := &item{}
	if i > 0 {
		prev = &r.items[i-1]
	}
	next := &item{}
	if i+1 < len(r.items) {
		next = &r.items[i+1]
	}
	if s := it.has(lang.Sub); s != nil && s.Lex.Kind == "that" && it.has(lang.Prep) != nil &&
		(prev.pos == lang.Verb && prev.lex() != nil && (prev.lex().Say || prev.lex().Stance != "") || next.hasFeat(lang.Verb, lang.Fin) != nil && next.has(lang.Noun) == nil || next.has(lang.Aux) != nil && next.has(lang.Det) == nil) {
		it.take(s) // "a anuntat ca", "acuza Rusia ca a trimis", where a text has no diacritics
		return
	}
	if m := it.has(lang.Marker); m != nil && it.has(lang.Pron) != nil && r.pack.FreeOrder && (prev.pos == lang.Verb || prev.pos == posName) && next.hasFeat(lang.Verb, lang.Fin) != nil {
		it.take(m) // "a acceptat sa reia"
		return
	}
	if e := it.name(); e != nil && it.has(lang.Noun) != nil && e.Name.Entity.Kind() == graph.Organisation && (!it.cap || next.name() != nil && next.name().Name.Class == lang.ClassPrefix) {
		it.take(it.has(lang.Noun)) // "un aliat" is not the alliance, nor "Comisia româno-rusă" the Commission
		return
	} else if e != nil {
		// "Friday" is a prime minister where the text has named him, else a day.
		surname := e.Name.Class == lang.ClassSurname && it.lexeme()
		if !e.Feats.Has(lang.Ambig) && !surname || r.supports(i, e) {
			// A name that is also a verb or noun of the language wins only with its capital.
			it.take(r.bestName(it, prev))
			return
		}
		words := it.alts[:0:0]
		for _, a := range it.alts {
			if a.Lex != nil {
				words = append(words, a)
			}
		}
		if len(words) == 0 {
			it.alts, it.e, it.pos = nil, nil, 0
			return
		}
		it.alts = words
		if len(words) == 1 {
			it.take(words[0])
			return
		}
	}
	if a := it.has(lang.Adj); a != nil && a.Lex.Classes.Any(r.cls.former) && it.has(lang.Aux) != nil && prev.pos != lang.Aux && (next.has(lang.Noun) != nil || next.class() == lang.ClassAdj) {
		it.take(a) // "fost premier", not "a fost premier"
		return
	}
	if a := it.has(lang.Adj); a != nil && a.Lex.Classes.Any(r.cls.former) && prev.pos == lang.Noun && it.has(lang.Verb) != nil && r.pack.AdjectiveAfter() {
		it.take(a) // "președintele ales"
		return
	}
	verb, noun := it.has(lang.Verb), it.has(lang.Noun)
	aux, marker, poss := it.has(lang.Aux), it.has(lang.Marker), it.has(lang.Poss)
	if aux != nil && verb != nil && next.has(lang.Marker) != nil {
		it.take(r.verbForm(i, it, prev)) // "vor să", not "vor semna"
		return
	}
	if aux != nil && (marker != nil || poss != nil || it.has(lang.Pron) != nil || it.has(lang.Det) != nil || it.has(lang.Prep) != nil) || marker != nil && (poss != nil || it.has(lang.Prep) != nil) {
		// Romanian "a", "o", English "to": what follows decides.
		j := r.skip(i + 1)
		var n *item = &item{}
		if j < len(r.items) {
			n = &r.items[j]
		}
		switch {
		case aux != nil && aux.Lex.Kind == "perf" && len(n.alts) == 0 && n.punct == 0 && !n.cap && !n.digits && r.endsLike(n, r.pack.ParticipleEndings):
			it.take(aux)
			return
		case aux != nil && aux.Lex.Kind == "perf" && (n.hasFeat(lang.Verb, lang.Part) != nil || n.hasFeat(lang.Adj, lang.Part) != nil || beForm(n)):
			it.take(aux)
			return
		case marker != nil && n.hasFeat(lang.Verb, lang.Inf) != nil:
			it.take(marker)
			return
		case aux != nil && aux.Lex.Kind != "perf" && (n.has(lang.Verb) != nil || r.pack.FreeOrder && beForm(n)):
			it.take(aux)
			return
		case marker != nil && r.pack.AdjectiveBefore() && len(n.alts) == 0 && n.punct == 0 && !n.cap && !n.digits && j+1 < len(r.items) && (r.items[j+1].has(lang.Det) != nil || r.items[j+1].has(lang.Pron) != nil && r.items[j+1].has(lang.Pron).Lex.Kind == "poss"):
			it.take(marker) // "to turn the city into"
			return
		case marker != nil && poss == nil && it.has(lang.Prep) == nil:
			it.take(marker)
			return
		case marker != nil && it.has(lang.Prep) != nil && n.hasFeat(lang.Verb, lang.Fin) != nil && n.has(lang.Noun) == nil && n.name() == nil && !n.digits && n.has(lang.Det) == nil:
			it.take(marker)
			return
		case poss != nil:
			it.take(poss)
			return
		}
		if e := it.has(lang.Prep); e != nil {
			it.take(e)
			return
		}
		if e := it.has(lang.Det); e != nil && n.has(lang.Verb) == nil {
			it.take(e)
			return
		}
	}
	if p := it.has(lang.Pron); p != nil && p.Lex.Kind == "pers" && it.has(lang.Adj) != nil && next.has(lang.Noun) != nil && next.has(lang.Verb) == nil {
		it.take(it.has(lang.Adj)) // "noi sancțiuni"
		return
	}
	if p := it.has(lang.Pron); p != nil && (p.Lex.Kind == "clitic" || p.Lex.Kind == "refl") {
		j := i + 1
		clitic := j < len(r.items) && (next.has(lang.Aux) != nil || next.has(lang.Verb) != nil || next.has(lang.Pron) != nil && next.joined)
		if c := it.has(lang.Conj); c != nil && !next.joined && !(it.joined && it.has(lang.Pron) != nil) {
			it.take(c)
			return
		}
		if clitic && !(it.has(lang.Det) != nil && next.has(lang.Aux) == nil && next.has(lang.Noun) != nil) {
			it.take(p)
			return
		}
	}
	if a := it.has(lang.Adj); a != nil && a.Lex.Op == lang.OpEnd && prev.kind(lang.Aux, "be") && !r.objectAt(i+1) {
		it.take(a) // "the war is over"
		return
	}
	if e := r.opener(i, prev); e != nil {
		it.take(e)
		return
	}
	if a := it.has(lang.Adv); a != nil && it.has(lang.Prep) != nil && prev.pos != lang.Noun && (next.digits || next.has(lang.Num) != nil) {
		it.take(a) // "about 2,000 soldiers"
		return
	}
	if (prev.digits || prev.pos == lang.Num) && (next.digits || next.has(lang.Num) != nil) {
		for _, e := range it.alts {
			if e.Lex != nil && e.Lex.POS == lang.Prep && contains(r.pack.Of, e.Lex.Lemma) {
				it.take(e) // "eight out of ten", not "out of Iraq"
				return
			}
		}
	}
	if d, p := it.has(lang.Det), it.has(lang.Prep); d != nil && p != nil {
		// French "des": behind a noun it joins, elsewhere it is an article.
		if prev.pos == lang.Noun || prev.pos == posName || prev.pos == lang.Adj || prev.pos == 0 && prev.punct == 0 && i > 0 {
			it.take(p)
		} else {
			it.take(d)
		}
		return
	}
	if d := it.has(lang.Det); d != nil {
		if q := it.has(lang.Pron); q != nil && (q.Lex.Kind == "both" || q.Lex.Kind == "recip") && r.pack.AdjectiveBefore() && (next.punct != 0 || next.has(lang.Noun) == nil && (next.has(lang.Verb) != nil || next.has(lang.Prep) != nil)) {
			it.take(q) // "each accused the other of"
			return
		}
		if q := it.has(lang.Pron); q != nil && q.Lex.Kind == "poss" {
			if next.name() != nil || next.cap && (len(next.alts) == 0 || r.pack.FreeOrder) {
				it.take(d)
			} else {
				it.take(q)
			}
			return
		}
		it.take(d)
		return
	}
	if q := it.has(lang.Pron); q != nil && q.Lex.Kind == "poss" && (prev.pos == lang.Noun || prev.pos == lang.Adj || prev.class() == lang.ClassAdj || next.has(lang.Noun) != nil && r.pack.AdjectiveBefore()) {
		it.take(q)
		return
	}
	if verb != nil && noun != nil {
		it.take(r.verbOrNoun(i, prev, next, verb, noun))
		return
	}
	if m := r.monthReading(it, prev, next); m != nil {
		it.take(m)
		return
	}
	for k := 0; len(it.alts) > 1 && k < len(it.alts); k++ {
		if e := it.alts[k]; e.Lex != nil && e.Lex.Month > 0 {
			it.alts = append(append(it.alts[:0:0], it.alts[:k]...), it.alts[k+1:]...)
		}
	}
	if a := it.has(lang.Adj); a != nil && (it.has(lang.Num) != nil || it.has(lang.Pron) != nil) && r.pack.AdjectiveAfter() &&
		(prev.pos == lang.Noun || prev.pos == lang.Adj || prev.class() == lang.ClassAdj || it.has(lang.Pron) != nil && next.has(lang.Noun) != nil && next.has(lang.Verb) == nil) {
		it.take(a) // "o rachetă nouă" is a new one, not nine
		return
	}
	// Function words first: what is both is rarely the other.
	for _, pos := range []lang.POS{lang.Neg, lang.Aux, lang.Sub, lang.Rel, lang.Conj, lang.Prep, lang.Pron, lang.Num, lang.Noun, lang.Verb, lang.Adj, lang.Adv} {
		if e := it.has(pos); e != nil {
			if pos == lang.Verb {
				e = r.verbForm(i, it, prev)
			}
			if pos == lang.Adj && verb != nil {
				continue
			}
			if pos == lang.Verb {
				if a := it.has(lang.Adj); a != nil && (a.Lex.Op != lang.OpNone) && (prev.kind(lang.Aux, "be") || !e.Feats.Any(lang.Fin)) && r.governs(i+1) {
					it.take(a)
					return
				}
			}
			it.take(e)
			return
		}
	}
	it.take(it.alts[0])
}

// governs reports whether an infinitive or subjunctive begins at item i.
func (r *parser) governs(i int) bool {
	return i < len(r.items) && (r.items[i].has(lang.Marker) != nil || r.items[i].has(lang.Prep) != nil && i+1 < len(r.items) && r.items[i+1].has(lang.Marker) != nil)
}

func beForm(it *item) bool {
	e := it.has(lang.Aux)
	return e != nil && (e.Lex.Kind == "be" || e.Lex.Kind == "pass")
}

// monthReading picks a month among the readings where a number or a year
// stands beside it, and months in place of Monday where they are counted: "șase luni".
func (r *parser) monthReading(it, prev, next *item) *lang.Entry {
	for _, e := range it.alts {
		if e.Lex != nil && e.Lex.Month > 0 && len(it.alts) > 1 && (prev.digits || next.digits && next.num > 1000) {
			return e
		}
		if e.Lex != nil && e.Lex.Period != "" && (prev.digits || prev.pos == lang.Num) {
			return e
		}
	}
	return nil
}

// verbForm picks the form of a verb that its place asks for.
func (r *parser) verbForm(i int, it, prev *item) *lang.Entry {
	auxBefore := false
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		p := &r.items[j]
		if p.pos == lang.Aux {
			auxBefore = true
			break
		}
		if p.pos != lang.Adv && p.pos != lang.Neg && p.pos != lang.Pron {
			break
		}
	}
	var best *lang.Entry
	rank := -1
	for _, e := range it.alts {
		if e.Lex == nil || e.Lex.POS != lang.Verb {
			continue
		}
		s := 0
		switch {
		case auxBefore && e.Feats.Any(lang.Part|lang.Inf|lang.Ger):
			s = 3
		case prev.pos == lang.Marker && e.Feats.Any(lang.Inf|lang.Subj):
			s = 3
		case !auxBefore && e.Feats.Any(lang.Fin):
			s = 2
		}
		if s > rank {
			best, rank = e, s
		}
	}
	// A form may be finite and a participle: keep both.
	merged := *best
	for _, e := range it.alts {
		if e != best && e.Lex == best.Lex {
			merged.Feats |= e.Feats
		}
	}
	return &merged
}

// verbOrNoun decides words like "attacks" and "acord".
func (r *parser) verbOrNoun(i int, prev, next *item, verb, noun *lang.Entry) *lang.Entry {
	v := func() *lang.Entry { return r.verbForm(i, &r.items[i], prev) }
	if r.pack.AdjectiveBefore() && r.capital(i) {
		return noun // "the World Trade Center"
	}
	for j := i - 2; prev.pos == lang.Adv && r.pack.AdjectiveBefore() && j >= 0; j-- {
		if prev = &r.items[j]; prev.pos != lang.Adv && prev.pos != lang.Aux && prev.pos != lang.Marker {
			prev = &r.items[i-1] // only "will also visit", "to formally visit"
			break
		}
	}
	switch {
	case prev.pos == lang.Aux || prev.pos == lang.Marker || prev.pos == lang.Neg || prev.pos == lang.Pron && prev.lex().Kind != "poss":
		if prev.pos == lang.Aux && prev.lex().Kind == "be" && !verb.Feats.Any(lang.Part|lang.Ger) && r.items[i].hasFeat(lang.Verb, lang.Part|lang.Ger) == nil {
			return noun
		}
		return v()
	case prev.pos == lang.Prep && r.pack.AdjectiveBefore() && verb.Feats.Any(lang.Ger) && !contains(r.pack.To, prev.lex().Lemma) && (next.name() != nil || next.has(lang.Det) != nil || next.digits || next.has(lang.Noun) != nil && next.has(lang.Noun).Lex.Classes.Any(r.cls.head)):
		return v() // "assist in training Congolese forces"
	case prev.pos == lang.Prep && contains(r.pack.Deed, prev.lex().Lemma) && r.items[i].hasFeat(lang.Verb, lang.Ger) != nil && (next.has(lang.Pron) != nil && next.has(lang.Pron).Lex.Kind == "poss" || next.has(lang.Det) != nil || next.name() != nil):
		return v() // "accuses X of shelling its villages"
	case prev.pos == lang.Det || prev.pos == lang.Prep || prev.pos == lang.Poss || prev.pos == lang.Num || prev.digits,
		prev.pos == lang.Pron, prev.pos == lang.Adj, prev.class() == lang.ClassAdj && r.pack.AdjectiveBefore():
		return noun
	}
	if r.pack.AdjectiveAfter() && r.pack.Case {
		if noun.Feats.Any(lang.Def) || verb.Feats&(lang.Fin|lang.Part|lang.Ger|lang.Inf) == 0 {
			return noun
		}
		if verb.Feats.Any(lang.Part) && prev.pos == lang.Noun {
			return v()
		}
		if verb.Feats.Any(lang.Fin) && noun.Feats.Any(lang.Sg) && (prev.pos == posName || prev.pos == lang.Noun && prev.feats().Any(lang.Def) || prev.pos == lang.Adj) && !r.verbBefore(i) {
			return v() // "soldații ruși luptă": a bare singular follows no other noun
		}
		return noun
	}
	if r.finiteAhead(i+1) || noun.Lex.Classes.Any(r.cls.sanctions) && next.has(lang.Prep) != nil && next.has(lang.Adv) == nil {
		return noun // "US sanctions against Cuba hurt": the verb has an object
	}
	// A word after a subject and before an object, a preposition or the like is
	// a verb when the clause has none yet.
	subject := prev.pos == posName || prev.pos == lang.Noun || prev.pos == lang.Adv && i > 1 || prev.pos == 0 && prev.punct == 0 && i > 0 || prev.punct == ',' && r.noVerbBefore(i) || prev.kind(lang.Rel, "who") || prev.kind(lang.Conj, "and")
	object := next.pos == 0 && len(next.alts) == 0 || next.has(lang.Det) != nil || next.name() != nil || next.has(lang.Prep) != nil || next.has(lang.Marker) != nil || next.digits ||
		next.has(lang.Adj) != nil || next.has(lang.Noun) != nil || next.has(lang.Num) != nil || next.has(lang.Pron) != nil || next.has(lang.Sub) != nil || next.has(lang.Adv) != nil && r.pack.AdjectiveBefore()
	if !verb.Feats.Any(lang.Sg|lang.Past) && r.withinOne(i) {
		return noun // "a dual-use export blacklist", "a brief private visit"
	}
	if prev.pos == 0 && prev.punct == 0 && i > 0 && !prev.cap && r.endsLike(prev, r.pack.GerundEndings) {
		subject = false // "suppressing protests"
	}
	if subject && object && r.items[i].hasFeat(lang.Verb, lang.Fin) != nil {
		for j := i - 1; j >= 0; j-- {
			p := &r.items[j]
			if p.pos == lang.Conj && j > 0 && (r.items[j-1].pos == lang.Adj || r.items[j-1].pos == 0 && r.items[j-1].punct == 0 && !r.items[j-1].cap) {
				continue // "economic and military sanctions"
			}
			if p.punct == ',' || p.pos == lang.Sub || p.pos == lang.Rel || p.pos == lang.Conj {
				break
			}
			if s := p.has(lang.Sub); s != nil && p.pos == lang.Prep && prev.pos == lang.Noun && prev.feats().Any(lang.Pl) && !verb.Feats.Any(lang.Sg|lang.Past) && next.has(lang.Det) != nil {
				p.take(s) // "were killed as rebels attack a village"
				break
			}
			if p.pos == lang.Verb && p.feats().Any(lang.Fin) || p.pos == lang.Aux {
				return noun
			}
		}
		if next.has(lang.Noun) != nil && next.has(lang.Det) == nil && next.has(lang.Verb) != nil && noun.Feats.Any(lang.Sg) {
			return noun
		}
		return v()
	}
	return noun
}

// verbBefore reports whether the clause has come to item i with a verb.
func (r *parser) verbBefore(i int) bool {
	for j := i - 1; j >= max(0, i-30); j-- {
		p := &r.items[j]
		if p.punct == ';' || p.punct == ':' || p.pos == lang.Sub || p.pos == lang.Rel || p.pos == lang.Conj && p.lex().Kind == "new" {
			return false
		}
		if p.pos == lang.Verb && !p.feats().Any(lang.Part|lang.Ger) || p.pos == lang.Aux {
			return true
		}
	}
	return false
}

// withinOne reports whether "a" and only words that the pack does not know stand
// before item i.
func (r *parser) withinOne(i int) bool {
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		it := &r.items[j]
		if it.pos == lang.Det {
			return it.e.Lex.Kind == "indef" && it.feats().Any(lang.Sg)
		}
		if it.pos != 0 || it.punct != 0 || it.cap || it.digits && j < i-1 {
			return false
		}
	}
	return false
}

// skip steps over adverbs, pronouns and negations that may stand inside a verb
// group.
func (r *parser) skip(i int) int {
	for i < len(r.items) && i >= 0 {
		it := &r.items[i]
		if it.has(lang.Verb) != nil || it.has(lang.Aux) != nil {
			return i
		}
		if it.has(lang.Adv) == nil && it.has(lang.Neg) == nil && !(it.has(lang.Pron) != nil && it.has(lang.Noun) == nil && (it.has(lang.Pron).Lex.Kind == "clitic" || it.has(lang.Pron).Lex.Kind == "refl")) {
			return i
		}
		i++
	}
	return i
}
