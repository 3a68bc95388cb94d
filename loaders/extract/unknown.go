package extract

import (
	"strings"

	"github.com/entente-graph/entente/loaders/lang"
)

// The verbs that no pack lists: the reader knows only that there is one.
var (
	unknownVerb = &lang.Lexeme{Lemma: "?", POS: lang.Verb}
	unknownFin  = &lang.Entry{Lex: unknownVerb, Feats: lang.Fin}
	unknownGer  = &lang.Entry{Lex: unknownVerb, Feats: lang.Ger}
	unknownNon  = &lang.Entry{Lex: unknownVerb, Feats: lang.Part | lang.Inf}
)

// unknown takes a word that the pack does not know for a verb where an
// auxiliary stands before it, or its ending says so.
func (r *parser) unknown(i int) {
	it := &r.items[i]
	if it.punct != 0 || it.cap || it.digits {
		return
	}
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		p := &r.items[j]
		switch {
		case p.pos == lang.Aux && (p.e.Lex.Kind == "perf" || p.e.Lex.Kind == "fut" || p.e.Lex.Kind == "cond" || p.e.Lex.Kind == "do" || p.e.Lex.Kind == "modal"),
			p.pos == lang.Marker:
			it.take(unknownNon)
			return
		case p.pos == lang.Adv, p.pos == lang.Neg, p.pos == lang.Pron && p.e.Lex.Kind != "poss" && p.e.Lex.Kind != "dem":
			continue
		}
		break
	}
	switch {
	case r.endsLike(it, r.pack.SureGerunds):
		it.take(unknownGer)
	case r.endsLike(it, r.pack.VerbEndings):
		it.take(unknownFin)
	case i > 0 && (r.items[i-1].pos == lang.Prep || r.items[i-1].punct == ',') && r.endsLike(it, r.pack.GerundEndings) && r.objectAt(i+1):
		it.take(unknownGer)
	case r.unknownPast(i):
		it.take(unknownFin)
	}
}

// unknownPast reports whether item i looks like a past tense that the pack does
// not list, between its subject and its object.
func (r *parser) unknownPast(i int) bool {
	it := &r.items[i]
	if i == 0 || len(r.pack.PastEndings) == 0 || len(it.alts) > 0 || it.punct != 0 || it.cap || it.digits {
		return false
	}
	p := &r.items[i-1]
	noun := p.has(lang.Noun) != nil || p.name() != nil ||
		len(p.alts) == 0 && p.punct == 0 && !p.digits && i > 1 && r.items[i-2].has(lang.Det) != nil
	return noun && r.endsLike(it, r.pack.PastEndings) && r.objectAt(i+1)
}

// objectAt reports whether an object may begin at item i: with an article, a
// name, or a word that only names or tells apart.
func (r *parser) objectAt(i int) bool {
	if i >= len(r.items) || r.items[i].punct != 0 {
		return false
	}
	it := &r.items[i]
	return it.has(lang.Det) != nil || it.name() != nil || it.cap || it.digits || it.has(lang.Num) != nil || it.kind(lang.Pron, "poss")
}

// endsLike reports whether a word has one of the endings.
func (r *parser) endsLike(it *item, endings []string) bool {
	t := &r.toks[it.t0]
	word := r.text[t.Start:t.End]
	for _, end := range endings {
		if len(word) > len(end)+2 && strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}
