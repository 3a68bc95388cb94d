package extract

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// np is a noun phrase: a head with what belongs to it.
type np struct {
	i0, i1  int          // items
	head    *lang.Lexeme // a common noun; nil for names
	name    *lang.Name   // the head when it is an entity's name
	person  string       // a person's name as written, without the office
	leader  graph.EntityID
	pronoun *lang.Lexeme
	feats   lang.Feat
	def     bool
	neg     bool         // "no sanctions"
	adjs    []*lang.Name // adjectives of states, in order
	mods    []*lang.Lexeme
	nouns   []*lang.Lexeme // further nouns of a compound
	partBy  *lang.Name     // who does what a compound participle says: "Iran-backed"
	asked   bool           // whose it is, is being asked
	partLex *lang.Lexeme   // and that participle's verb, when the pack knows it
	gens    []*np          // what it belongs to
	poss    *lang.Lexeme   // its, their, our
	possF   lang.Feat
	num     float64
	conj    []*np // joined equals, without this one
	prep    *lang.Lexeme
	sub     bool // an equal or a genitive of another phrase

	owned  bool // a possessive article stands before it: "a ministrului"
	next   *np  // the phrase that follows directly, when it has a preposition
	clause *clause
	refs   []ref
	done   bool
	whole  []int // reserved
}

// vg is a verb group.
type vg struct {
	i0, i1           int
	verb             *lang.Lexeme
	op               lang.Op // of a modal
	feats            lang.Feat
	neg, fut, cond   bool
	passive, refl    bool
	perf, aux        bool
	marker, reported bool
	clitic           bool // an object pronoun leans on it
	copula           bool
	start            int // the main verb's item
}

// phrase is one step of a sentence.
type phrase struct {
	kind   byte // N V D(ate) s(ubordinator) r(elative) c(onjunction) , - ( ) " ' : ; x (a word stepped over)
	i0, i1 int
	np     *np
	vg     *vg
	lex    *lang.Lexeme
	date   dateRef
	prep   *lang.Lexeme // before a relative
	open   bool         // of a quotation mark
}

func (r *parser) newNP() *np {
	if len(r.nps) == cap(r.nps) {
		r.nps = make([]np, 0, 256)
	}
	r.nps = append(r.nps, np{})
	return &r.nps[len(r.nps)-1]
}

// phrases cuts the items into phrases.
func (r *parser) cut() {
	r.phrases = r.phrases[:0]
	n := len(r.items)
	var prep *lang.Lexeme
	prepAt := 0
	quotes := 0
	for i := 0; i < n; {
		it := &r.items[i]
		if it.punct != 0 && it.pos == 0 {
			prep = nil
			k := byte(0)
			open := false
			switch it.punct {
			case ',':
				k = ','
			case ';':
				k = ';'
			case ':':
				k = ':'
			case '–', '—', '-':
				k = '-'
			case '(', '[':
				k = '('
			case ')', ']':
				k = ')'
			case '„', '«', '“':
				k, open = '"', true
				if it.punct == '“' && quotes > 0 {
					open = false
				}
			case '”', '»':
				k = '"'
				if it.punct == '”' && quotes == 0 && i+1 < n && r.items[i+1].punct == 0 && i == 0 {
					open = true
				}
			case '"':
				k, open = '"', quotes == 0
			}
			if k == '"' {
				if open {
					quotes++
				} else if quotes > 0 {
					quotes--
				}
			}
			if k != 0 {
				r.phrases = append(r.phrases, phrase{kind: k, i0: i, i1: i + 1, open: open})
			}
			i++
			continue
		}
		if d, end, ok := r.date(i); ok {
			r.phrases = append(r.phrases, phrase{kind: 'D', i0: i, i1: end, date: d})
			prep, i = nil, end
			continue
		}
		switch it.pos {
		case lang.Prep:
			if it.e.Lex.Kind == "than" {
				i++
				continue
			}
			// A date keeps its preposition.
			if d, end, ok := r.date(i + 1); ok {
				d.prep = it.e.Lex.Lemma
				r.phrases = append(r.phrases, phrase{kind: 'D', i0: i, i1: end, date: d})
				prep, i = nil, end
				continue
			}
			if prep == nil || !r.pack.AdjectiveBefore() {
				// Of two in a row the first says the relation: "from across", "of about".
				prep, prepAt = it.e.Lex, i
			}
			i++
			continue
		case lang.Sub, lang.Rel:
			k := byte('s')
			if it.pos == lang.Rel {
				k = 'r'
			}
			r.phrases = append(r.phrases, phrase{kind: k, i0: i, i1: i + 1, lex: it.e.Lex, prep: prep})
			prep = nil
			i++
			continue
		case lang.Conj:
			r.phrases = append(r.phrases, phrase{kind: 'c', i0: i, i1: i + 1, lex: it.e.Lex})
			prep = nil
			i++
			continue
		}
		if it.pos == lang.Verb && r.attributive(i) {
			if p, end := r.nounPhrase(i, true); p != nil {
				start := i
				if prep != nil {
					p.prep, start = prep, prepAt
				}
				r.phrases = append(r.phrases, phrase{kind: 'N', i0: start, i1: end, np: p})
				prep, i = nil, end
				continue
			}
		}
		if v, end := r.verbGroup(i); v != nil {
			r.phrases = append(r.phrases, phrase{kind: 'V', i0: i, i1: end, vg: v})
			prep, i = nil, end
			continue
		}
		if p, end := r.nounPhrase(i, prep != nil); p != nil {
			start := i
			if prep != nil {
				p.prep, start = prep, prepAt
			} else if i > 0 && r.items[i-1].pos == lang.Poss && r.pack.AdjectiveAfter() {
				p.owned = true
			}
			r.phrases = append(r.phrases, phrase{kind: 'N', i0: start, i1: end, np: p})
			prep, i = nil, end
			continue
		}
		if it.pos == lang.Adj && it.e.Lex.Op != lang.OpNone {
			r.phrases = append(r.phrases, phrase{kind: 'a', i0: i, i1: i + 1, lex: it.e.Lex})
		} else if it.pos == lang.Adv && it.e.Lex.Kind == "reportedly" {
			r.phrases = append(r.phrases, phrase{kind: 'x', i0: i, i1: i + 1, lex: it.e.Lex})
		}
		i++
	}
	r.attach()
}

// verbGroup reads a verb with its auxiliaries from item i.
func (r *parser) verbGroup(i int) (*vg, int) {
	first := &r.items[i]
	switch first.pos {
	case lang.Verb, lang.Aux, lang.Neg, lang.Marker:
	case lang.Pron:
		if k := first.e.Lex.Kind; k != "clitic" && k != "refl" {
			return nil, i
		}
		if j := r.skip(i + 1); j >= len(r.items) || r.items[j].pos != lang.Verb && r.items[j].pos != lang.Aux {
			return nil, i
		}
	default:
		return nil, i
	}
	v := vg{i0: i}
	var be, pass, do bool
	j := i
	last := i
loop:
	for ; j < len(r.items); j++ {
		it := &r.items[j]
		if it.punct != 0 && it.pos == 0 {
			break
		}
		switch it.pos {
		case lang.Neg:
			v.neg = true
		case lang.Marker:
			if j > i && (v.perf || be || v.fut || v.cond || do) {
				if !be {
					break loop
				}
				v.fut = true // "is to visit"
			}
			v.marker = true
		case lang.Aux:
			v.aux = true
			last = j
			v.feats |= it.feats() & lang.P1
			switch it.e.Lex.Kind {
			case "perf":
				v.perf = true
			case "fut":
				v.fut = true
			case "cond":
				v.cond = true
			case "be":
				be = true
				if it.feats().Any(lang.Past) {
					v.feats |= lang.Past
				}
			case "pass":
				pass = true
			case "do":
				do = true
			case "modal":
				v.op = it.e.Lex.Op
			}
			if it.feats().Any(lang.Ger) && !be {
				v.feats |= lang.Ger
			}
		case lang.Pron:
			switch it.e.Lex.Kind {
			case "refl":
				v.refl = true
			case "clitic":
				v.clitic = true
			default:
				break loop
			}
		case lang.Adv:
			if it.e.Lex.Kind == "reportedly" {
				v.reported = true
			}
			if it.e.Lex.Day != nil || it.e.Lex.Year != nil || it.e.Lex.Moon != nil {
				break loop
			}
		case lang.Verb:
			f := it.feats()
			if r.pack.PerfectBe && be && v.cond && r.items[j-1].pos == lang.Aux && r.items[j-1].feats().Any(lang.Inf) && f.Any(lang.Part) && f.Any(lang.Masc) && f.Any(lang.Sg) {
				be, v.cond, v.perf, v.reported = false, false, true, true
			}
			if v.aux && be && !f.Any(lang.Part|lang.Ger|lang.Inf) {
				break loop
			}
			v.verb = it.e.Lex
			v.start = j
			v.copula = v.verb.Copula
			switch {
			case (be || pass) && f.Any(lang.Part) && !(f.Any(lang.Ger) && !f.Any(lang.Part)):
				v.passive = !f.Any(lang.Ger) || f.Any(lang.Part)
				v.feats |= lang.Fin
			case v.perf || v.fut || v.cond || do || v.op != 0:
				v.feats |= lang.Fin
			case be:
				v.feats |= lang.Fin
			default:
				v.feats |= f
				if f&(lang.Fin|lang.Part|lang.Ger|lang.Inf) == 0 {
					v.feats |= lang.Fin
				}
			}
			if v.perf {
				v.feats |= lang.Past
			}
			if v.marker && !v.fut {
				v.feats &^= lang.Fin | lang.Part
				v.feats |= lang.Inf
			}
			if v.feats.Any(lang.Fut) {
				v.fut = true
			}
			if v.feats.Any(lang.Cond) {
				v.cond = true
			}
			v.i1 = j + 1
			if j+1 < len(r.items) && r.items[j+1].joined && r.items[j+1].has(lang.Pron) != nil && r.pack.FreeOrder {
				// "acuzându-se"
				p := r.items[j+1].has(lang.Pron)
				v.refl = v.refl || p.Lex.Kind == "refl"
				v.clitic = v.clitic || p.Lex.Kind == "clitic"
				v.i1 = j + 2
			}
			return r.keepVG(v), v.i1
		case 0:
			// An unknown word, such as an adverb in -ly, may stand inside.
			if j == i || it.cap || !(j+1 < len(r.items) && (r.items[j+1].pos == lang.Verb || r.items[j+1].pos == lang.Aux)) || !v.aux {
				break loop
			}
		default:
			break loop
		}
	}
	if be || v.aux && (pass || v.perf) {
		// "is", "has" alone.
		v.copula = be
		v.i1 = last + 1
		v.start = last
		if v.verb == nil {
			v.verb = r.items[last].e.Lex
		}
		v.feats |= lang.Fin
		if v.marker && !v.fut {
			v.feats &^= lang.Fin
			v.feats |= lang.Inf
		}
		return r.keepVG(v), last + 1
	}
	return nil, i
}

func (r *parser) keepVG(v vg) *vg {
	if len(r.vgs) == cap(r.vgs) {
		r.vgs = make([]vg, 0, 128)
	}
	r.vgs = append(r.vgs, v)
	return &r.vgs[len(r.vgs)-1]
}

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
		case "dem", "pers", "latter", "former", "both", "recip":
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
			p.feats |= w.feats() & lang.Cases
			p.def = p.def || w.e.Lex.Kind == "def"
			p.neg = p.neg || w.e.Lex.Kind == "no"
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
			}
			p.feats |= w.feats() & lang.Cases
		case lang.Pron:
			if w.e.Lex.Kind == "poss" {
				p.poss, p.possF = w.e.Lex, w.feats()
			} else if w.e.Lex.Kind == "both" {
				p.num = 2
			} else {
				break pre
			}
		case lang.Adj:
			if r.pack.AdjectiveBefore() || w.e.Lex.Classes.Any(r.cls.former) || w.e.Lex.Classes.Any(r.cls.title) {
				p.mods = append(p.mods, w.e.Lex)
				if w.e.Lex.Op != lang.OpNone && r.governs(j+1) {
					return nil, i
				}
			} else {
				break pre
			}
		case posName:
			cl := w.class()
			if r.pack.AdjectiveBefore() && cl == lang.ClassAdj && strings.HasPrefix(string(w.e.Name.Entity), "bloc:") && j+1 < len(r.items) && (r.items[j+1].cap || r.items[j+1].pos == lang.Noun && r.items[j+1].lex().Classes.Any(r.cls.locality)) {
				continue // "Western Province" is a place
			}
			if r.joinedName(p, j) {
				if j+1 < len(r.items) && r.items[j+1].joined {
					j++
				}
				continue
			}
			if cl == lang.ClassPrefix {
				p.adjs = append(p.adjs, w.e.Name)
				continue
			}
			if cl == lang.ClassAdj && (r.pack.AdjectiveBefore() || r.nounAhead(j+1)) {
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
			if w.e.Lex.Classes.Any(r.cls.title) {
				continue
			}
			if r.pack.AdjectiveBefore() && r.compound(j+1) && !w.e.Lex.Classes.Any(r.cls.person) {
				p.nouns = append(p.nouns, w.e.Lex)
				continue
			}
			break pre
		case lang.Verb:
			// A participle before its noun: "seized tankers".
			if r.attributive(j) {
				continue
			}
			if r.pack.AdjectiveBefore() && j > i && (r.compound(j+1) || w.feats().Any(lang.Part) && r.items[j-1].pos == lang.Det && j+1 < len(r.items) && r.items[j+1].cap) {
				continue
			}
			break pre
		case 0:
			if w.digits {
				p.num = w.num
				if j+1 < len(r.items) && r.items[j+1].punct == '%' {
					j++
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
			// "45 de diplomați"
			if p.num > 0 && j > i && contains(r.pack.Of, w.e.Lex.Lemma) && j+1 < len(r.items) && (r.items[j+1].pos == lang.Noun || r.items[j+1].pos == 0 && r.items[j+1].punct == 0) && r.pack.AdjectiveAfter() {
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
	for k := 0; i < len(r.items) && k < 3; i, k = i+1, k+1 {
		it := &r.items[i]
		switch it.pos {
		case lang.Noun:
			return it.e.Lex.Month == 0 && it.e.Lex.Week == 0 && it.e.Lex.Source == ""
		case lang.Adj:
			continue
		case 0:
			if it.punct == 0 && !it.cap && len(it.alts) == 0 && !it.digits {
				continue
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

// properName steps over the words of a name that the pack does not know.
func (r *parser) properName(j int) int {
	for j < len(r.items) {
		it := &r.items[j]
		switch {
		case it.cap && it.pos == 0 && it.punct == 0,
			it.cap && (it.class() == lang.ClassSurname || it.class() == lang.ClassCity || it.pos == lang.Noun && it.e.Lex.Source == "") && j > 0 && r.items[j-1].cap:
		case it.punct == '.' && j > 0 && r.items[j-1].cap && r.tokenLen(j-1) <= 2 && j+1 < len(r.items) && r.items[j+1].cap:
		case !it.cap && it.pos != lang.Verb && it.punct == 0 && j+1 < len(r.items) && r.items[j+1].cap && r.items[j+1].pos == 0 && nameParticle(r.span(j, j+1)):
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

// after reads what follows a head: adjectives, names, genitives.
func (r *parser) after(p *np, j int) int {
	gap := 0
	for j < len(r.items) {
		it := &r.items[j]
		if it.punct != 0 && it.pos == 0 && it.punct != ',' {
			return j - gap
		}
		switch {
		case it.class() == lang.ClassAdj && (r.pack.AdjectiveAfter() && p.head != nil || p.head != nil && r.pack.AdjectiveBefore() && false):
			p.adjs = append(p.adjs, it.e.Name)
			p.feats = mergeCase(p.feats, it.feats()&lang.Cases&^lang.Nom|it.feats()&lang.Cases)
			gap = 0
		case it.class() == lang.ClassPrefix && p.head != nil && r.pack.AdjectiveAfter():
			p.adjs = append(p.adjs, it.e.Name)
			gap = 0
			if j+2 < len(r.items) && isDash(r.items[j+1].punct) && r.items[j+2].class() == lang.ClassAdj {
				j++
			}
		case it.pos == posName && p.head != nil && len(p.gens) == 0 && j+2 < len(r.items) && it.e.Name.Entity.Kind() != graph.Leader &&
			(isDash(r.items[j+1].punct) && r.items[j+2].pos == posName && r.items[j+2].e.Name.Entity.Kind() != graph.Leader):
			// "summitul S.U.A. - U.E."
			a, b := r.newNP(), r.newNP()
			a.i0, a.i1, a.name, a.feats, a.sub = j, j+1, it.e.Name, it.feats(), true
			b.i0, b.i1, b.name, b.feats, b.sub = j+2, j+3, r.items[j+2].e.Name, r.items[j+2].feats(), true
			a.conj = []*np{b}
			p.gens = append(p.gens, a)
			j += 3
			p.i1 = j
			gap = 0
			continue
		case it.pos == lang.Adj && r.pack.AdjectiveAfter() && (it.e.Lex.Op == lang.OpNone || !r.governs(j+1)):
			p.mods = append(p.mods, it.e.Lex)
			gap = 0
		case it.pos == posName && gap == 0 && it.feats()&lang.Cases == 0 && p.head != nil && r.pack.Case && r.pack.AdjectiveAfter() && len(p.gens) == 0 && it.e.Name.Entity.Kind() != graph.Leader && it.class() != lang.ClassCity &&
			(r.bearer(p) || p.feats.Any(lang.Def) || r.toks[it.t0].Flags&lang.Upper != 0) && !p.head.Classes.Any(r.cls.group):
			// "președintele SUA": a name that shows no case.
			g, end := r.nounPhrase(j, true)
			p.gens = append(p.gens, g)
			g.sub = true
			j = end
			p.i1 = end
			continue
		case it.pos == posName && gap == 0 && p.head != nil && p.head.Classes.Any(r.cls.locality) && len(p.gens) == 0 && r.pack.AdjectiveAfter() && (it.class() == lang.ClassCity || it.class() == lang.ClassCapital):
			// "orașului Harkov"
			g := r.newNP()
			g.i0, g.i1, g.name, g.feats, g.sub = j, j+1, it.e.Name, it.feats(), true
			p.gens = append(p.gens, g)
		case it.pos == posName && gap == 0 && p.head != nil && p.head.Classes.Any(r.cls.group) && p.name == nil && (it.e.Name.Entity.Kind() == graph.NonStateActor || it.e.Name.Entity.Kind() == graph.Organisation):
			// "gruparea Hezbollah"
			p.name = it.e.Name
		case it.pos == 0 && it.cap && gap == 0 && len(it.alts) == 0 && p.head != nil && r.pack.AdjectiveAfter() && !r.bearer(p):
			// "programului Phare", "Cooperare Transfrontalieră": what the thing is called.
		case it.pos == lang.Noun && gap == 0 && p.head != nil && r.pack.AdjectiveAfter() && it.e.Lex.Classes.Any(r.cls.close) && p.head.Classes.Any(r.cls.ally):
			p.nouns = append(p.nouns, it.e.Lex) // "un aliat apropiat"
		case it.pos == lang.Noun && p.head != nil && r.pack.AdjectiveAfter() && it.e.Lex.Item != "" && (it.cap || p.head.Item != "") && gap == 0:
			p.nouns = append(p.nouns, it.e.Lex) // "rachete S-300"
			for j+1 < len(r.items) && r.items[j+1].joined && r.items[j+1].pos == 0 {
				j++
			}
		case it.pos == lang.Pron && it.e.Lex.Kind == "poss" && r.pack.AdjectiveAfter() && p.head != nil:
			p.poss, p.possF = it.e.Lex, it.feats()
			gap = 0
		case it.punct == ',' && r.pack.AdjectiveAfter() && p.head != nil && r.bearer(p) && p.feats.Any(lang.Pl) && len(p.adjs) > 0 && r.items[j-1].class() == lang.ClassAdj &&
			j+2 < len(r.items) && r.items[j+1].class() == lang.ClassAdj && (r.items[j+2].punct == ',' || r.items[j+2].pos == lang.Conj):
			// "premierii polonez, lituanian și leton"
		case (it.pos == lang.Conj && (it.e.Lex.Kind == "and" || it.e.Lex.Kind == "")) && r.pack.AdjectiveAfter() && j+1 < len(r.items) && j > p.i0 && p.head != nil &&
			((r.items[j-1].pos == lang.Adj && r.items[j+1].pos == lang.Adj && r.items[j+1].e.Lex.Op == lang.OpNone) || r.items[j-1].class() == lang.ClassAdj && r.items[j+1].class() == lang.ClassAdj):
			// "economică și culturală", "rus și belarus"
		case (it.pos == posName && it.e.Name.Entity.Kind() == graph.Leader || it.pos == 0 && it.cap && it.punct == 0) && p.head != nil && p.person == "" && r.bearer(p):
			if it.pos == posName {
				p.leader = it.e.Name.Entity
				p.person = r.span(j, j+1)
				j = r.restOfName(j+1, p)
			} else {
				k := r.properName(j)
				if k < len(r.items) && r.items[k].joined && r.items[k].pos == 0 && r.pack.AdjectiveAfter() {
					k++ // "al II-lea"
				}
				p.person = r.span(j, k)
				if k < len(r.items) && r.items[k].class() == lang.ClassSurname {
					p.leader = r.items[k].e.Name.Entity
					p.person = r.span(j, k+1)
					k++
				}
				j = k
			}
			// "Abdullah al II-lea al Iordaniei"
			if r.pack.AdjectiveAfter() && j+2 < len(r.items) && r.items[j].pos == lang.Poss && r.items[j+1].cap && r.items[j+2].joined {
				p.person += " " + r.span(j, j+3)
				j += 3
			}
			if r.pack.AdjectiveAfter() && j+1 < len(r.items) && r.items[j].pos == lang.Poss && len(p.gens) == 0 && len(p.adjs) == 0 {
				if g, end := r.nounPhrase(j+1, true); g != nil && g.name != nil {
					p.gens = append(p.gens, g)
					g.sub = true
					j = end
				}
			}
			p.i1 = j
			return j
		case it.pos == posName && it.cap && r.pack.AdjectiveBefore() && p.head != nil && p.head.Classes.Any(r.cls.ship) && it.class() != lang.ClassAdj:
			// "the landing ship Minsk": what the thing is called.
		case it.kind(lang.Det, "def") && it.feats().Any(lang.Gen) && r.pack.Case && j+1 < len(r.items) && (r.items[j+1].cap) && p.head != nil && (p.def || p.feats.Any(lang.Def) || r.bearer(p)):
			// "lui Putin"
			g, end := r.nounPhrase(j+1, true)
			if g == nil {
				return j - gap
			}
			p.gens = append(p.gens, g)
			g.sub = true
			p.i1 = end
			return end
		case it.pos == lang.Poss && r.pack.AdjectiveAfter() && p.head != nil:
			g, end := r.nounPhrase(j+1, true)
			if g == nil {
				return j - gap
			}
			end = r.genList(g, end)
			p.gens = append(p.gens, g)
			g.sub = true
			p.i1 = end
			j = end
			gap = 0
			continue
		case r.genitive(j) && p.head != nil && (p.def || p.feats.Any(lang.Def) || r.bearer(p) || p.sub) && !it.digits:
			g, end := r.nounPhrase(j, true)
			if g == nil {
				return j - gap
			}
			end = r.genList(g, end)
			p.gens = append(p.gens, g)
			g.sub = true
			j = end
			gap = 0
			p.i1 = end
			continue
		case it.pos == 0 && !it.cap && len(it.alts) == 0 && gap < 2 && p.head != nil && r.pack.AdjectiveAfter() && !it.digits:
			gap++
			j++
			continue
		case it.pos == lang.Adv && it.e.Lex.Day == nil && it.e.Lex.Year == nil && it.e.Lex.Moon == nil && gap < 2 && p.head != nil && r.pack.AdjectiveAfter() && it.e.Lex.Kind == "":
			gap++
			j++
			continue
		default:
			return j - gap
		}
		j++
		p.i1 = j
	}
	return j - gap
}

// genList reads further equals of a genitive: "a României și Bulgariei".
func (r *parser) genList(g *np, end int) int {
	for end < len(r.items) {
		k := end
		comma := r.items[k].punct == ','
		if !comma && r.items[k].pos != lang.Conj {
			return end
		}
		k++
		if k < len(r.items) && r.items[k].pos == lang.Poss {
			k++
		}
		if k >= len(r.items) || !r.genitive(k) || r.items[k].pos == lang.Pron || r.items[k].pos == lang.Det {
			return end
		}
		if comma {
			// A comma joins only when a conjunction ends the list.
			found := false
			for m := k; m < len(r.items) && m < k+12; m++ {
				if r.items[m].pos == lang.Verb || r.items[m].pos == lang.Aux {
					break
				}
				if r.items[m].pos == lang.Conj && m+1 < len(r.items) && r.genitive(m+1) {
					found = true
					break
				}
			}
			if !found {
				return end
			}
		}
		h, e := r.nounPhrase(k, true)
		if h == nil || (h.head == nil) != (g.head == nil) {
			return end
		}
		h.sub = true
		g.conj = append(g.conj, h)
		end = e
	}
	return end
}

// bearer reports whether a person's name may follow the head: an office.
func (r *parser) bearer(p *np) bool {
	return p.head != nil && (p.head.Office != "" || p.head.Classes.Any(r.cls.person)) || p.head != nil && p.head.Classes.Any(r.cls.title)
}

// span is the text of items [i, j).
func (r *parser) span(i, j int) string {
	if i >= j || j > len(r.items) {
		return ""
	}
	return r.text[r.toks[r.items[i].t0].Start:r.toks[r.items[j-1].t1-1].End]
}

// attach joins phrases: lists, appositions, and prepositional phrases that
// follow a noun.
func (r *parser) attach() {
	ph := r.phrases
	out := ph[:0]
	for k := 0; k < len(ph); k++ {
		cur := ph[k]
		if cur.kind != 'N' {
			out = append(out, cur)
			continue
		}
		p := cur.np
		if p.owned && r.claimOwned(out, p) {
			continue
		}
		for {
			// Apposition: "Premierul israelian, Ariel Sharon," and "Putin, the Russian president,".
			if k+2 < len(ph) && ph[k+1].kind == ',' && ph[k+2].kind == 'N' && ph[k+2].np.prep == nil && r.apposition(r.tail(p), ph[k+2].np) {
				q := ph[k+2].np
				r.fuse(r.tail(p), q)
				cur.i1 = ph[k+2].i1
				k += 2
				if k+2 < len(ph) && ph[k+1].kind == ',' && ph[k+2].kind == 'V' {
					k++
				}
				continue
			}
			// "omologului său din Moldova, Vladimir Voronin"
			if k+3 < len(ph) && ph[k+1].kind == 'N' && ph[k+1].np.prep != nil && contains(r.pack.Of, ph[k+1].np.prep.Lemma) && ph[k+2].kind == ',' && ph[k+3].kind == 'N' && ph[k+3].np.prep == nil &&
				r.bearer(r.tail(p)) && r.tail(p).person == "" && ph[k+3].np.person != "" && ph[k+3].np.head == nil && ph[k+1].np.name != nil {
				t := r.tail(p)
				r.fuse(t, ph[k+3].np)
				t.gens = append(t.gens, ph[k+1].np)
				ph[k+1].np.sub = true
				cur.i1 = ph[k+3].i1
				k += 3
				continue
			}
			// Lists.
			if n, ok := r.list(ph, k, p); ok {
				cur.i1 = ph[n].i1
				k = n
				continue
			}
			break
		}
		p.i1 = max(p.i1, cur.i1)
		out = append(out, cur)
	}
	r.phrases = out
	// What follows a noun directly with a preposition belongs to it as well.
	for k := 1; k < len(out); k++ {
		if out[k].kind == 'N' && out[k].np.prep != nil {
			for m := k - 1; m >= 0; m-- {
				if out[m].kind == 'N' {
					out[m].np.next = out[k].np
					if c := out[m].np.conj; len(c) > 0 {
						c[len(c)-1].next = out[k].np
					}
					for q := out[m].np; len(q.gens) > 0; {
						g := q.gens[len(q.gens)-1]
						if g.i1 != q.i1 {
							break
						}
						g.next = out[k].np
						q = g
					}
					break
				}
				if out[m].kind != 'D' && out[m].kind != 'x' {
					break
				}
			}
		}
	}
}

// tail is the innermost genitive of a phrase that bears an office without a
// name, else the phrase: "la invitația omologului său".
func (r *parser) tail(p *np) *np {
	for q := p; len(q.gens) > 0; {
		g := q.gens[len(q.gens)-1]
		if g.head == nil || len(g.conj) > 0 {
			break
		}
		if r.bearer(g) && g.person == "" {
			return g
		}
		q = g
	}
	return p
}

// claimOwned gives a possessor that stands apart from its thing to it: "vizita
// în Rusia a ministrului japonez".
func (r *parser) claimOwned(before []phrase, p *np) bool {
	for m := len(before) - 1; m >= 0; m-- {
		b := &before[m]
		if b.kind != 'N' && b.kind != 'D' {
			return false
		}
		if b.kind == 'N' && b.np.head != nil && len(b.np.gens) == 0 && (m == 0 || m < len(before)-1 || b.np.prep == nil) && !r.bearer(b.np) {
			b.np.gens = append(b.np.gens, p)
			p.sub = true
			return true
		}
	}
	return false
}

// apposition reports whether q names the bearer of the office p, or the office
// of the person p.
func (r *parser) apposition(p, q *np) bool {
	if len(p.conj) > 0 {
		return false
	}
	if r.bearer(p) && p.person == "" && q.person != "" && q.head == nil && q.name == nil && len(q.conj) == 0 {
		return true
	}
	if p.head == nil && p.person != "" && r.bearer(q) && q.person == "" && !q.head.Classes.Any(r.cls.close) {
		return true
	}
	return q.head != nil && q.head.Classes.Any(r.cls.title) && q.person != "" && r.bearer(p) && p.person == ""
}

// fuse makes p the bearer with its office, of an apposition.
func (r *parser) fuse(p, q *np) {
	if p.person == "" {
		p.person, p.leader = q.person, q.leader
		return
	}
	p.head = q.head
	p.adjs = append(p.adjs, q.adjs...)
	p.gens = append(p.gens, q.gens...)
	p.mods = append(p.mods, q.mods...)
	if p.poss == nil {
		p.poss, p.possF = q.poss, q.possF
	}
}

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
	if n+1 < len(ph) && ph[n+1].kind == 'V' && q.prep == nil && finite(ph[n+1].vg) {
		for m := k - 1; m >= 0 && !(p.prep != nil && p.prep.Kind == "between"); m-- {
			if ph[m].kind == 'V' && finite(ph[m].vg) && ph[m].vg.verb != nil && !ph[m].vg.verb.Say {
				return 0, false
			}
			if ph[m].kind == 's' || ph[m].kind == 'r' || ph[m].kind == ':' || ph[m].kind == ';' || ph[m].kind == '-' || ph[m].kind == '"' {
				break
			}
		}
		first := k
		for first > 0 && ph[first].np != p {
			first--
		}
		if p.prep != nil && p.prep.Kind != "between" && !(first > 0 && ph[first-1].kind == 'N' && contains(r.pack.Of, p.prep.Lemma)) {
			return 0, false
		}
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
		if !found {
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
	q.sub = true
	p.conj = append(p.conj, q)
	p.conj = append(p.conj, q.conj...)
	q.conj = nil
	return n, true
}

func finite(v *vg) bool { return v.feats.Any(lang.Fin) && !(v.marker && !v.fut) }

// similar reports whether two phrases can be equals of a list.
func (r *parser) similar(p, q *np) bool {
	if p.pronoun != nil || q.pronoun != nil {
		return false
	}
	entity := func(n *np) bool {
		if n.head != nil && n.head.Classes.Any(r.cls.group.Or(r.cls.ally)) {
			return true
		}
		return n.name != nil || n.person != "" || n.head != nil && n.head.Office != "" || n.head != nil && n.head.Classes.Any(r.cls.countries)
	}
	if entity(p) != entity(q) {
		return false
	}
	cp, cq := p.feats&lang.Cases, q.feats&lang.Cases
	return cp == 0 || cq == 0 || cp&cq != 0
}

// equals are the phrases of a list.
func (p *np) equals() []*np {
	if len(p.conj) == 0 {
		return []*np{p}
	}
	return slices.Concat([]*np{p}, p.conj)
}
