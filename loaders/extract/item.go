package extract

import (
	"math"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// posName is the part of speech of an item that is an entity's name.
const posName lang.POS = 100

// item is a word or a fixed expression of a sentence, with the reading chosen
// for it.
type item struct {
	t0, t1 int32 // tokens
	alts   []*lang.Entry
	e      *lang.Entry
	pos    lang.POS // 0 for a word that the pack does not know
	punct  rune
	num    float64
	digits bool
	cap    bool
	joined bool
}

func (it *item) lex() *lang.Lexeme {
	if it.e == nil {
		return nil
	}
	return it.e.Lex
}

func (it *item) feats() lang.Feat {
	if it.e == nil {
		return 0
	}
	return it.e.Feats
}

// state reports whether the item is a name in one of the classes.
func (it *item) class() lang.Class {
	if it.pos != posName {
		return 0
	}
	return it.e.Name.Class
}

func (it *item) kind(pos lang.POS, kind string) bool {
	return it.pos == pos && it.e.Lex.Kind == kind
}

// lex makes the items of the sentence in tokens [from, to).
func (r *parser) lex(from, to int) {
	r.items = r.items[:0]
	r.alts = r.alts[:0]
	toks := r.toks[:to]
	for i := from; i < to; {
		t := &toks[i]
		if t.Punct != 0 && t.Word < 0 {
			r.items = append(r.items, item{t0: int32(i), t1: int32(i + 1), punct: t.Punct})
			i++
			continue
		}
		start := len(r.alts)
		var n int
		n, r.alts = r.pack.Longest(toks, i, r.spelling, r.alts)
		if n > 1 && i+1 < to {
			// "the West Bank" is no "the West", nor "le Cap-Vert" "Le Cap": an article gives way
			// to a longer name.
			mark := len(r.alts)
			m := 0
			m, r.alts = r.pack.Longest(toks, i+1, r.spelling, r.alts)
			r.alts = r.alts[:mark]
			if m+1 > n {
				if k, alts := r.pack.Longest(toks[:i+1], i, r.spelling, r.alts); k == 1 && alts[mark].Lex != nil && alts[mark].Lex.POS == lang.Det {
					n, r.alts, start = 1, alts, mark
				}
			}
		}
		if n > 1 && r.pack.AdjectiveBefore() && r.afterOne(r.alts[start:]) {
			// "a missile strikes": a plural after "a" is a noun and its verb.
			if k, alts := r.pack.Longest(toks[:i+n-1], i, r.spelling, r.alts[:start]); k == n-1 {
				n, r.alts = k, alts
			}
		}
		if n > 2 && r.alts[start].Lex != nil && r.alts[start].Lex.Office != "" {
			// "le président de la République du Congo": the republic is of the name.
			mark := len(r.alts)
			m, alts := r.pack.Longest(toks, i+n-1, r.spelling, r.alts)
			if m > 1 && alts[mark].Name != nil {
				n, alts = r.pack.Longest(toks[:i+n-1], i, r.spelling, alts[:start])
				mark = len(alts)
			}
			r.alts = alts[:mark]
		}
		it := item{t0: int32(i), t1: int32(i + 1), cap: t.Flags&lang.Cap != 0, joined: t.Flags&lang.Joined != 0}
		if n == 0 && r.pack.Compounds && t.Punct == 0 {
			if e := r.pack.Compound(r.text[t.Start:t.End]); e != nil {
				n, r.alts = 1, append(r.alts, e...)
			}
		}
		if n > 0 {
			it.t1 = int32(i + n)
			it.alts = r.alts[start:len(r.alts):len(r.alts)]
		} else if t.Punct != 0 {
			it.punct = t.Punct
		}
		if t.Flags&lang.Digit != 0 {
			it.digits = true
			it.num = parseNumber(r.text[t.Start:t.End])
		}
		r.items = append(r.items, it)
		i += max(n, 1)
	}
	r.unquote()
	r.unbracket()
	if len(r.items) > 1 && len(r.items[0].alts) == 0 && !r.items[1].cap && !r.metBefore(0) && (r.pack.AdjectiveBefore() || r.items[1].name() != nil && r.items[1].name().Name.Class == lang.ClassAdj) {
		r.items[0].cap = false // the capital of a sentence's first word names nobody
	}
	if r.pack.AdjectiveBefore() && !r.pack.VerbLast {
		r.dayWithin()
	}
	if r.pack.VerbLast {
		r.separable()
	}
	if r.pack.Compounds {
		r.hyphened()
	}
	if r.pack.NounCapitals {
		r.capitalNouns()
	}
	for i := range r.items {
		if it := &r.items[i]; len(it.alts) == 0 {
			r.unknown(i)
			continue
		}
		r.choose(i)
	}
	for i := range r.items {
		if r.items[i].pos == posName {
			r.report.Mentions++
			switch r.items[i].class() {
			case lang.ClassPalace, lang.ClassMinistry, lang.ClassForces, lang.ClassCity:
			default:
				r.named[r.items[i].e.Name.Entity] = true
				if r.items[i].e.Name.Class == lang.ClassName {
					r.full[r.items[i].e.Name.Entity] = true
				}
			}
		}
	}
}

// parseNumber reads 1.500, 4,7 and 2.5: a separator before exactly three
// digits groups, any other is the decimal point.
func parseNumber(s string) float64 {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '.' || c == ',' {
			rest := s[i+1:]
			n := 0
			for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
				n++
			}
			if n != 3 {
				b.WriteByte('.')
			}
			continue
		}
		if c < '0' || c > '9' {
			break
		}
		b.WriteByte(c)
	}
	f, _ := strconv.ParseFloat(b.String(), 64)
	return f
}

// has finds an alternative with the part of speech.
func (it *item) has(pos lang.POS) *lang.Entry {
	for _, e := range it.alts {
		if e.Lex != nil && e.Lex.POS == pos {
			return e
		}
	}
	return nil
}

func (it *item) hasFeat(pos lang.POS, f lang.Feat) *lang.Entry {
	for _, e := range it.alts {
		if e.Lex != nil && e.Lex.POS == pos && e.Feats.Any(f) {
			return e
		}
	}
	return nil
}

func (it *item) name() *lang.Entry {
	for _, e := range it.alts {
		if e.Name != nil && !e.Feats.Has(lang.Ambig) {
			return e
		}
	}
	for _, e := range it.alts {
		if e.Name != nil {
			return e
		}
	}
	return nil
}

// lexeme reports whether the item may be a word of the language.
func (it *item) lexeme() bool {
	for _, e := range it.alts {
		if e.Lex != nil {
			return true
		}
	}
	return false
}

func (it *item) take(e *lang.Entry) {
	it.e = e
	if e.Name != nil {
		it.pos = posName
	} else {
		it.pos = e.Lex.POS
		if it.pos == lang.Noun && len(it.alts) > 1 {
			it.e = it.merged(e)
		}
	}
}

// merged is a noun with the features of all forms that are written alike: one
// form may be a genitive and a plural.
func (it *item) merged(e *lang.Entry) *lang.Entry {
	feats := e.Feats
	for _, a := range it.alts {
		if a.Lex == e.Lex {
			feats |= a.Feats
		}
	}
	if feats == e.Feats {
		return e
	}
	m := *e
	m.Feats = feats
	return &m
}

// likelier reports whether a bare surname that two leaders bear means a rather
// than b: the one whom the text has named in full, else the one who was in
// office when it was published, or nearer to it.
func (r *parser) likelier(a, b graph.EntityID) bool {
	if r.known[a] != r.known[b] {
		return r.known[a]
	}
	return r.outOfOffice(a) < r.outOfOffice(b)
}

// outOfOffice counts the days between a text's publication and the leader's
// nearest term of office. A text without a date is taken to be of today.
func (r *parser) outOfOffice(leader graph.EntityID) int64 {
	day := graph.MaxDay
	if r.art.Published.Known() {
		day = r.art.Published.Last()
	}
	nearest := int64(math.MaxInt64)
	for _, t := range r.x.reg.TermsOf(leader) {
		var away int64
		switch {
		case day < t.From.First():
			away = int64(t.From.First()) - int64(day)
		case day > t.To.Last():
			away = int64(day) - int64(t.To.Last())
		}
		nearest = min(nearest, away)
	}
	return nearest
}
