package extract

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// np is a noun phrase: a head with what belongs to it.
type np struct {
	i0, i1  int          // items
	own     int          // where it ends without its equals
	head    *lang.Lexeme // a common noun; nil for names
	name    *lang.Name   // the head when it is an entity's name
	person  string       // a person's name as written, without the office
	leader  graph.EntityID
	pronoun *lang.Lexeme
	feats   lang.Feat
	def     bool
	neg     bool         // "no sanctions"
	some    bool         // "several EU countries"
	counted bool         // a word for some of many, whose noun is a genitive: "несколько танков"
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
	conj    []*np  // joined equals, without this one
	self    [1]*np // this one, as a list of its equals
	prep    *lang.Lexeme
	sub     bool // an equal or a genitive of another phrase

	owned  bool // a possessive article stands before it: "a ministrului"
	next   *np  // the phrase that follows directly, when it has a preposition
	clause *clause
	refs   []ref
	done   bool
}

// vg is a verb group.
type vg struct {
	i0, i1           int
	verb             *lang.Lexeme
	op               lang.Op // of a modal
	feats            lang.Feat
	neg, fut, cond   bool
	nomore           bool // denied of what was so before: "no longer"
	passive, refl    bool
	perf, aux        bool
	marker, reported bool
	clitic           bool // an object pronoun leans on it
	dative           bool // it may be a dative: whose, to whom
	copula           bool
	passAux          bool // holds an auxiliary of the passive
	start            int  // the main verb's item
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
			before := prep
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
					prep = before // in "security assistance"
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
			r.dayNamed(d)
			r.phrases = append(r.phrases, phrase{kind: 'D', i0: i, i1: end, date: d})
			prep, i = nil, end
			continue
		}
		switch it.pos {
		case lang.Prep:
			if it.e.Lex.Kind == "than" || it.e.Lex.Kind == "quantity" && i+1 < n && (r.items[i+1].digits || r.items[i+1].pos == lang.Num || r.items[i+1].pos == lang.Det && i+2 < n && r.items[i+2].pos == lang.Num) {
				i++
				continue
			}
			// A date keeps its preposition.
			if d, end, ok := r.date(i + 1); ok {
				d, end = r.through(it.e.Lex, d, end)
				d.prep, d.apart = it.e.Lex.Lemma, it.e.Lex.Kind == "apart"
				r.dayNamed(d)
				r.phrases = append(r.phrases, phrase{kind: 'D', i0: i, i1: end, date: d})
				prep, i = nil, end
				continue
			}
			if it.has(lang.Adv) != nil && r.counts(i+1) {
				i++ // "over 50"
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
		if end := r.longAttribute(i); end > i {
			i = end
			continue
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
		} else if it.pos == lang.Neg && r.pack.VerbLast {
			r.phrases = append(r.phrases, phrase{kind: 'n', i0: i, i1: i + 1})
		} else if it.pos == lang.Adv && it.e.Lex.Kind == "reportedly" {
			r.phrases = append(r.phrases, phrase{kind: 'x', i0: i, i1: i + 1, lex: it.e.Lex})
		}
		i++
	}
	r.attach()
	if r.pack.VerbLast {
		r.verbSecond()
	}
}

// counts reports whether a number or a sum of money begins at item i.
func (r *parser) counts(i int) bool {
	if i >= len(r.items) {
		return false
	}
	it := &r.items[i]
	return it.digits || it.pos == lang.Num || it.lex() != nil && it.lex().Unit != "" && i+1 < len(r.items) && r.items[i+1].digits
}

// span is the text of items [i, j).
func (r *parser) span(i, j int) string {
	if i >= j || j > len(r.items) {
		return ""
	}
	return r.text[r.toks[r.items[i].t0].Start:r.toks[r.items[j-1].t1-1].End]
}
