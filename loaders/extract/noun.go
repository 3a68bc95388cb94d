package extract

import (
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// genitive reports whether item i begins a noun phrase whose form can only be
// a genitive or dative.
func (r *parser) genitive(i int) bool {
	if i >= len(r.items) || !r.pack.Case {
		return false
	}
	it := &r.items[i]
	switch it.pos {
	case posName, lang.Noun, lang.Det, lang.Num, lang.Pron:
		f := it.feats()
		if it.pos == lang.Det && len(it.alts) > 1 {
			f = r.agreed(i)
		}
		if it.pos == lang.Pron && it.e.Lex.Kind != "dem" && it.e.Lex.Kind != "latter" && it.e.Lex.Kind != "pers" {
			return false
		}
		return f.Any(lang.Gen) && !f.Any(lang.Nom)
	}
	return false
}

// nounPhrase reads a noun phrase from item i.
func (r *parser) nounPhrase(i int, afterPrep bool) (*np, int) {
	if i >= len(r.items) {
		return nil, i
	}
	it := &r.items[i]
	if it.pos == lang.Pron {
		switch it.e.Lex.Kind {
		case "place":
			if p := r.there(i); p != nil {
				return p, i + 1 // "there", "from there"
			}
			return nil, i
		case "dem", "pers", "latter", "former", "both", "all", "recip":
			if it.e.Lex.Kind == "both" && i+1 < len(r.items) && (r.items[i+1].pos == lang.Noun || r.items[i+1].pos == lang.Det) {
				break // "both countries"
			}
			if it.e.Lex.Kind == "both" && r.pack.AdjectiveBefore() && i+1 < len(r.items) && r.items[i+1].pos == posName {
				return nil, i // "both Iran and Russia"
			}
			p := r.newNP()
			p.i0, p.i1, p.pronoun, p.feats = i, i+1, it.e.Lex, it.feats()
			return p, i + 1
		}
	}
	p := r.newNP()
	p.i0 = i
	j := i
	start := -1
	var owner *np
	strong := false // an adjective that stands first and can be no object
pre:
	for ; j < len(r.items); j++ {
		w := &r.items[j]
		if w.punct != 0 && w.pos == 0 {
			break
		}
		switch w.pos {
		case lang.Det:
			if start >= 0 {
				break pre
			}
			if len(w.alts) > 1 && r.pack.Case {
				p.feats |= r.agreed(j)
			} else {
				p.feats |= w.feats() & lang.Cases
			}
			p.def = p.def || w.e.Lex.Kind == "def"
			p.neg = p.neg || w.e.Lex.Kind == "no"
			p.some = p.some || w.e.Lex.Kind == "indef"
			p.counted = p.counted || w.e.Lex.Kind == "indef" && len(w.alts) == 1 && w.feats()&lang.Cases == 0
			start = j
			if j > i && r.items[j-1].pos != lang.Det && r.items[j-1].pos != lang.Pron {
				start = j
			}
			start = -1
		case lang.Num:
			if w.e.Lex.Scale > 0 {
				p.num = max(p.num, 1) * w.e.Lex.Scale
			} else {
				p.num = w.e.Lex.Number
				p.def = p.def || w.feats().Any(lang.Def) // "the three"
			}
			p.feats |= w.feats() & (lang.Cases | lang.Def)
		case lang.Pron:
			if w.e.Lex.Kind == "poss" {
				p.poss, p.possF = w.e.Lex, w.feats()
			} else if w.e.Lex.Kind == "both" {
				p.num, p.def = 2, true
			} else {
				break pre
			}
		case lang.Adj:
			if r.pack.AdjectiveBefore() && j+1 < len(r.items) && r.items[j+1].joined && r.items[j+1].hasFeat(lang.Verb, lang.Part) != nil && r.nominalAhead(j+2) {
				j++ // "nuclear-armed Pakistan"
				continue
			}
			if r.pack.AdjectiveBefore() || w.e.Lex.Classes.Any(r.cls.former) || w.e.Lex.Classes.Any(r.cls.title) {
				p.mods = append(p.mods, w.e.Lex)
				if w.e.Lex.Op != lang.OpNone && r.governs(j+1) {
					return nil, i
				}
			} else if w.e.Lex.Op == lang.OpNone && r.pack.AdjectiveAfter() && j+1 < len(r.items) && r.items[j+1].pos == lang.Noun && !r.items[j+1].feats().Any(lang.Def) {
				p.mods = append(p.mods, w.e.Lex) // "noi sancțiuni"
			} else {
				break pre
			}
		case posName:
			cl := w.class()
			if r.pack.AdjectiveBefore() && cl == lang.ClassAdj && strings.HasPrefix(string(w.e.Name.Entity), "bloc:") && j+1 < len(r.items) && (r.items[j+1].cap || r.items[j+1].pos == lang.Noun && r.items[j+1].lex().Classes.Any(r.cls.locality.Or(r.cls.border))) {
				continue // "Western Province" is a place
			}
			if r.alsoPart(j) {
				j += 2 // "western and central Iran"
				continue
			}
			if r.joinedName(p, j) {
				if j+1 < len(r.items) && r.items[j+1].joined {
					j++
				}
				continue
			}
			if r.pack.VerbLast && j == i && w.feats().Any(lang.Gen) && !w.feats().Any(lang.Nom|lang.Dat|lang.Acc) && r.nominalAhead(j+1) {
				// "Russlands Krieg"
				g := r.newNP()
				g.i0, g.i1, g.name, g.feats, g.sub = j, j+1, w.e.Name, w.feats(), true
				p.gens, p.def = append(p.gens, g), true
				continue
			}
			if cl == lang.ClassPrefix {
				p.adjs = append(p.adjs, w.e.Name)
				continue
			}
			if cl == lang.ClassAdj && (r.pack.AdjectiveBefore() || r.nounAhead(j+1)) {
				strong = strong || r.pack.VerbLast && j == i && w.feats().Any(lang.Nom) && !w.feats().Any(lang.Acc)
				p.adjs = append(p.adjs, w.e.Name)
				continue
			}
			if r.pack.AdjectiveBefore() && w.e.Name.Entity.Kind() != graph.Leader && r.compound(j+1) {
				// "the Ukraine war", "Taliban officials"
				p.adjs = append(p.adjs, w.e.Name)
				continue
			}
			break pre
		case lang.Noun:
			if w.e.Lex.Classes.Any(r.cls.title) && !(r.pack.AdjectiveBefore() && j+1 < len(r.items) && !r.items[j+1].cap && r.items[j+1].pos != posName) {
				continue
			}
			if w.e.Lex.Unit != "" && r.items[i].kind(lang.Det, "indef") && r.items[i].feats().Any(lang.Sg) && r.measures(j+1) {
				p.nouns = append(p.nouns, w.e.Lex)
				continue
			}
			if r.pack.AdjectiveBefore() && j+1 < len(r.items) && r.items[j+1].joined && r.items[j+1].hasFeat(lang.Verb, lang.Part) != nil && r.nominalAhead(j+2) {
				j++ // "the army-backed government"
				continue
			}
			if r.pack.AdjectiveBefore() && r.compound(j+1) && !w.e.Lex.Classes.Any(r.cls.person) {
				p.nouns = append(p.nouns, w.e.Lex)
				continue
			}
			break pre
		case lang.Verb:
			// A participle before its noun: "seized tankers".
			if w.e.Lex.Classes.Any(r.cls.mock) {
				p.mods = append(p.mods, w.e.Lex) // "a simulated attack"
			}
			if r.attributive(j) {
				continue
			}
			if r.pack.AdjectiveBefore() && j > i && (r.compound(j+1) || w.feats().Any(lang.Part) && r.items[j-1].pos == lang.Det && j+1 < len(r.items) && r.items[j+1].cap) {
				continue
			}
			break pre
		case 0:
			if w.digits && p.num == 0 && r.isDay(j) && j+1 < len(r.items) && r.isMonth(j+1) {
				return nil, i // "le 17 janvier"
			}
			if w.digits && w.joined && r.pack.AdjectiveBefore() {
				continue // "BMP-1 vehicles" are not one
			}
			if w.digits {
				p.num = w.num
				if j+1 < len(r.items) && r.items[j+1].punct == '%' {
					j++
					if r.pack.AdjectiveAfter() && j+1 < len(r.items) && (r.items[j+1].feats().Any(lang.Def) || r.items[j+1].pos == posName) {
						return r.bare(p, j+1, i) // "la 50% taxele", "taxe de 25% Canadei": a rate of its own
					}
				}
				continue
			}
			if len(w.alts) > 0 {
				break pre
			}
			if w.cap && r.capsModify(j) {
				continue
			}
			if w.cap && r.pack.AdjectiveBefore() && j+1 < len(r.items) && r.items[j+1].cap && r.items[j+1].pos == lang.Noun && r.items[j+1].lex().Classes.Any(r.cls.body) {
				continue // "Federal Security Service"
			}
			if w.cap {
				break pre
			}
			if j+1 < len(r.items) && r.items[j+1].pos == lang.Noun && !r.items[j+1].feats().Any(lang.Def) && r.pack.AdjectiveAfter() && !r.pack.AdjectiveBefore() {
				continue // "singurele țări", "noul guvern"
			}
			if r.pack.AdjectiveBefore() && (j == i && (afterPrep || r.compound(j+1)) || j > i) && r.nominalAhead(j+1) {
				continue
			}
			break pre
		case lang.Prep:
			if p.num > 0 && j > i && r.pack.Adjective == "before" && contains(r.pack.Of, w.e.Lex.Lemma) && j+1 < len(r.items) && (r.items[j+1].kind(lang.Pron, "poss") || r.items[j+1].kind(lang.Det, "def")) && r.nominalAhead(j+2) {
				continue // "three of its diplomats"
			}
			// "45 de diplomați"
			if p.num > 0 && j > i && contains(r.pack.Of, w.e.Lex.Lemma) && j+1 < len(r.items) && (r.items[j+1].pos == lang.Noun || r.items[j+1].pos == lang.Num || r.items[j+1].pos == 0 && r.items[j+1].punct == 0) && r.pack.AdjectiveAfter() {
				continue
			}
			break pre
		case lang.Adv:
			if j > i || r.nominalAhead(j+1) && r.pack.AdjectiveBefore() {
				continue
			}
			break pre
		case lang.Conj:
			if r.pairOfModifiers(i, j) {
				continue
			}
			break pre
		default:
			break pre
		}
	}
	if j >= len(r.items) {
		return r.bare(p, j, i)
	}
	w := &r.items[j]
	switch {
	case w.pos == posName && w.class() == lang.ClassAdj:
		// An adjective alone: "rusul", "the Russians".
		p.name, p.feats = w.e.Name, p.feats|w.feats()
		j++
	case w.pos == posName:
		p.name = w.e.Name
		p.feats = mergeCase(p.feats, w.feats())
		j++
		if p.name.Entity.Kind() == graph.Leader {
			p.leader = p.name.Entity
			p.person = r.span(j-1, j)
			p.name = nil
			j = r.restOfName(j, p)
		}
	case w.pos == lang.Noun && w.e.Lex.Month == 0 && w.e.Lex.Week == 0:
		p.head = w.e.Lex
		p.feats = mergeCase(p.feats, w.feats())
		if strong && p.feats.Any(lang.Pl) && !p.feats.Any(lang.Sg) {
			// "die Lieferung iranischer Drohnen": a plural has one form for its subject
			// and its object, so what can be no object is a genitive.
			p.feats = p.feats&^lang.Cases | lang.Gen
		}
		j++
	case w.pos == 0 && w.cap && w.punct == 0:
		k := r.properName(j)
		if l := r.items[k-1].lex(); k > j+1 && l != nil && r.pack.AdjectiveBefore() && l.POS == lang.Noun && l.Classes.Any(r.cls.titled) {
			p.head = l // "the Nakamal Agreement", "San Isidro Air Base"
		} else {
			p.person = r.span(j, k)
		}
		j = k
	case w.pos == 0 && w.punct == 0 && !w.digits && len(w.alts) == 0 && r.pack.AdjectiveBefore() && (j > i || afterPrep):
		// A thing that the pack has no word for: it still is a subject or an object.
		j++
	case w.pos == 0 && w.punct == 0 && !w.digits && len(w.alts) == 0 && r.pack.AdjectiveAfter() && j+1 < len(r.items) && !(j > 0 && r.items[j-1].pos == lang.Noun) &&
		(r.items[j+1].class() == lang.ClassAdj || r.genitive(j+1) && r.items[j+1].pos != lang.Pron || r.items[j+1].pos == lang.Poss):
		// A word that the pack does not know, with what only a noun has.
		p.head = unknownNoun
		p.feats |= lang.Def
		j++
	case w.pos == 0 && w.punct == 0 && !w.digits && !w.cap && len(w.alts) == 0 && (afterPrep || j > i && r.items[j-1].pos == lang.Det || r.endsLike(w, r.pack.NounEndings)):
		p.head = unknownNoun
		if r.endsLike(w, r.pack.ObliqueEndings) {
			p.feats = mergeCase(p.feats, lang.Gen|lang.Dat|lang.Def)
		}
		j++
	default:
		return r.bare(p, j, i)
	}
	if w.pos == lang.Noun && w.e.Lex.Source != "" {
		p.person = r.span(j-1, j)
	}
	j = r.after(p, j)
	p.i1 = j
	// A possessor: "Russia's invasion".
	if j < len(r.items) && r.items[j].pos == lang.Poss && r.pack.AdjectiveBefore() {
		owner = p
		thing, end := r.nounPhrase(j+1, false)
		if thing == nil {
			return p, j + 1
		}
		thing.gens = append(thing.gens, owner)
		owner.sub = true
		thing.i0 = owner.i0
		thing.def = true
		thing.poss = nil
		return thing, end
	}
	return p, j
}

// unknownNoun is the head of phrases whose noun no pack lists.
var unknownNoun = &lang.Lexeme{Lemma: "?", POS: lang.Noun}

// mergeCase narrows the cases of a determiner and its noun to what both may be.
func mergeCase(a, b lang.Feat) lang.Feat {
	ca, cb := a&lang.Cases, b&lang.Cases
	rest := (a | b) &^ lang.Cases
	switch {
	case ca == 0:
		return rest | cb
	case cb == 0:
		return rest | ca
	case ca&cb != 0:
		return rest | ca&cb
	}
	return rest | ca
}

// bare makes a phrase of adjectives or numbers without a noun.
func (r *parser) bare(p *np, j, i int) (*np, int) {
	if len(p.adjs) > 0 && r.pack.AdjectiveBefore() {
		p.name = p.adjs[len(p.adjs)-1]
		p.adjs = p.adjs[:len(p.adjs)-1]
		p.i1 = j
		return p, j
	}
	if j > i && p.num > 0 {
		p.i1 = j
		return p, j
	}
	return nil, i
}

// compound reports whether the noun that item i-1 modifies follows.
func (r *parser) compound(i int) bool {
	if r.pack.Case {
		return false // two nouns side by side: each has a case of its own
	}
	for k := 0; i < len(r.items) && k < 3; i, k = i+1, k+1 {
		it := &r.items[i]
		switch it.pos {
		case lang.Noun:
			if it.e.Lex.Unit != "" && i+1 < len(r.items) && r.items[i+1].digits {
				return false // "lends Tunisia $500 million"
			}
			if it.e.Lex.Period != "" && it.feats().Any(lang.Pl) && !(i+1 < len(r.items) && r.items[i+1].pos == lang.Noun) {
				return false // "closes the West Bank crossing days after"
			}
			return it.e.Lex.Month == 0 && it.e.Lex.Week == 0 && it.e.Lex.Source == ""
		case lang.Adj:
			continue
		case 0:
			if it.punct == 0 && !it.cap && len(it.alts) == 0 && !it.digits {
				continue
			}
			if it.cap && r.capsModify(i) {
				return true // "U.S. Air Force B-1 Lancer bombers"
			}
		case posName:
			if it.class() == lang.ClassAdj || it.joined || it.class() == lang.ClassForces {
				continue
			}
		}
		return false
	}
	return false
}

// measures reports whether the unit before item i only measures the noun that
// follows its sum: "a $500 million package".
func (r *parser) measures(i int) bool {
	for i < len(r.items) && (r.items[i].digits || r.items[i].pos == lang.Num) {
		i++
	}
	return r.nominalAhead(i)
}

func (r *parser) nominalAhead(i int) bool {
	for k := 0; i < len(r.items) && k < 3; i, k = i+1, k+1 {
		it := &r.items[i]
		switch it.pos {
		case lang.Noun, posName:
			return true
		case lang.Adj, lang.Num:
			continue
		case 0:
			if it.punct == 0 && (!it.cap && len(it.alts) == 0 || it.digits) {
				continue
			}
		}
		return false
	}
	return false
}

// nounAhead reports whether a noun follows at once: for adjectives that stand
// before it where they usually follow.
func (r *parser) nounAhead(i int) bool {
	return i < len(r.items) && (r.items[i].class() == lang.ClassAdj && r.items[i].joined || r.items[i].pos == lang.Noun && r.pack.Adjective == "both")
}

// hyphenated reports whether item i is the second part of a first name, unknown and
// without a capital: "Yunus-bek Yevkurov".
func (r *parser) hyphenated(i int) bool {
	return i > 0 && i+1 < len(r.items) && r.items[i].joined && !r.items[i].cap && !r.items[i].digits && len(r.items[i].alts) == 0 && r.items[i-1].cap && r.items[i+1].cap && !r.items[i+1].joined
}

// properName steps over the words of a name that the pack does not know.
func (r *parser) properName(j int) int {
	for j < len(r.items) {
		it := &r.items[j]
		switch {
		case it.cap && it.pos == 0 && it.punct == 0,
			it.cap && (it.class() == lang.ClassSurname || it.class() == lang.ClassCity || it.pos == lang.Noun && it.e.Lex.Source == "") && j > 0 && r.items[j-1].cap:
		case it.punct == '.' && j > 0 && r.items[j-1].cap && r.tokenLen(j-1) <= 2 && j+1 < len(r.items) && r.items[j+1].cap:
		case j > 0 && it.pos == 0 && r.items[j-1].pos == 0 && r.hyphenated(j) && r.items[j+1].pos == 0:
		case !it.cap && it.pos != lang.Verb && it.punct == 0 && j+1 < len(r.items) && r.items[j+1].cap && r.items[j+1].pos == 0 && (nameParticle(r.span(j, j+1)) || r.items[j+1].joined && articleParticle(r.span(j, j+1))):
		default:
			return j
		}
		j++
	}
	return j
}

func isDash(r rune) bool { return r == '-' || r == '–' || r == '—' }

func nameParticle(s string) bool {
	switch s {
	case "al", "bin", "ben", "von", "van", "der", "de", "da", "del", "di", "el", "ibn", "bint", "dos":
		return true
	}
	return false
}

// articleParticle reports whether a word is the Arabic article as it is spelt
// before a name that it is joined to: "Deir ez-Zahrani".
func articleParticle(s string) bool {
	switch s {
	case "ad", "an", "ar", "as", "ash", "at", "az", "ed", "el", "en", "er", "es", "esh", "et", "ez":
		return true
	}
	return false
}

func (r *parser) tokenLen(i int) int {
	t := &r.toks[r.items[i].t0]
	return int(t.End - t.Start)
}

// restOfName steps over what follows a leader's known name: "Putin" after
// an unknown first name, initials.
func (r *parser) restOfName(j int, p *np) int {
	for j < len(r.items) && r.items[j].cap && r.items[j].pos == 0 && r.items[j].punct == 0 && r.items[j-1].punct == 0 {
		// Another surname follows: this is somebody else.
		p.leader = ""
		p.person += " " + r.span(j, j+1)
		j++
	}
	if j < len(r.items) && r.items[j].class() == lang.ClassSurname && r.items[j].e.Name.Entity == p.leader {
		j++
	}
	return j
}
