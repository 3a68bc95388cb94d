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
	return it.has(lang.Det) != nil || it.name() != nil || it.cap || it.digits || it.has(lang.Num) != nil || it.has(lang.Pron) != nil && it.has(lang.Pron).Lex.Kind == "poss"
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

// plain settles a word that can only be a form of a verb that no frame names. Joined
// to another word it is part of an adjective. Its past tense is a participle as well:
// behind an auxiliary it is that; where its clause has no verb yet it is the clause's;
// elsewhere it only tells more of a noun and stays a word of its phrase. It reports
// whether the word was settled.
func (r *parser) plain(i int) bool {
	it := &r.items[i]
	past := true
	for _, e := range it.alts {
		if e.Lex == nil || !e.Lex.Classes.Any(r.cls.plain) {
			return false
		}
		past = past && e.Feats.Any(lang.Past) && e.Feats.Any(lang.Part)
	}
	switch {
	case it.joined || i+1 < len(r.items) && r.items[i+1].joined:
		it.alts, it.e, it.pos = nil, nil, 0 // "a stand-alone summit"
	case !past:
		return false
	case r.auxBefore(i):
		it.take(it.alts[0])
	case r.finitePlace(i):
		e := *it.alts[0]
		e.Feats &^= lang.Part
		it.alts = []*lang.Entry{&e}
		it.take(&e)
	default:
		it.alts, it.e, it.pos = nil, nil, 0
	}
	return true
}

// auxBefore reports whether an auxiliary stands before item i, with nothing but
// adverbs and the like between.
func (r *parser) auxBefore(i int) bool {
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		switch p := &r.items[j]; {
		case p.pos == lang.Aux:
			return true
		case p.pos == lang.Adv, p.pos == lang.Neg, p.pos == lang.Pron, p.pos == 0 && p.punct == 0 && !p.cap && !p.digits:
		default:
			return false
		}
	}
	return false
}

// finitePlace reports whether item i stands where the finite verb of its clause is
// due: behind its subject, with no verb before it and none to come.
func (r *parser) finitePlace(i int) bool {
	j := i - 1
	for j > 0 && (r.items[j].pos == lang.Adv || r.items[j].pos == 0 && r.items[j].punct == 0 && !r.items[j].cap && strings.HasSuffix(r.span(j, j+1), "ly")) {
		j--
	}
	if j < 0 {
		return false
	}
	next := &item{}
	if i+1 < len(r.items) {
		next = &r.items[i+1]
	}
	p := &r.items[j]
	if p.pos == 0 && p.punct == 0 && !p.cap && j > 0 && r.items[j-1].pos == lang.Det && j == i-1 && !r.objectAt(i+1) && next.punct == 0 && next.has(lang.Prep) == nil {
		return false // "in the first televised debate"
	}
	switch {
	case p.pos == lang.Conj:
		if p.lex().Kind != "and" && p.lex().Kind != "but" || next.has(lang.Noun) != nil && next.has(lang.Verb) == nil {
			return false
		}
		return r.verbBefore(j)
	case p.punct == ',':
		return next.has(lang.Prep) == nil && next.punct == 0 && r.objectAt(i+1) && r.noVerbBefore(i)
	case p.pos == lang.Noun, p.pos == posName && p.class() != lang.ClassAdj, p.pos == lang.Rel, p.punct == ')',
		p.pos == lang.Pron && p.lex().Kind != "poss", p.pos == 0 && p.punct == 0 && (p.cap || j > 0) && !r.endsLike(p, r.pack.GerundEndings):
	default:
		return false
	}
	for k := j; k >= 0; k-- {
		q := &r.items[k]
		if q.punct == ',' || q.punct == ';' || q.punct == ':' || isQuote(q.punct) || q.pos == lang.Sub || q.pos == lang.Rel || q.pos == lang.Conj {
			break
		}
		if q.pos == lang.Verb && !q.feats().Any(lang.Ger) || q.pos == lang.Aux {
			return false
		}
	}
	if p.pos == lang.Rel || p.pos == lang.Pron {
		return true
	}
	return !r.finiteAhead(i + 1)
}

// titledGroup reports whether an army or force bears a title that the pack does
// not know, and a state only says where it is: "Armata Islamică din Irak".
func (r *parser) titledGroup(n *np) bool {
	if !r.pack.Case || !r.pack.AdjectiveAfter() || n.head == nil || !n.head.Classes.Any(r.cls.body.Or(r.cls.units).Or(r.cls.combatant)) || len(n.adjs) > 0 || n.next == nil || n.next.prep == nil || n.next.name == nil || !contains(r.pack.Of, n.next.prep.Lemma) {
		return false
	}
	j := n.headAt(r)
	if j+1 >= n.next.i0 || j+1 >= len(r.items) || !r.items[j].cap {
		return false
	}
	it := &r.items[j+1]
	return it.cap && it.pos == 0 && len(it.alts) == 0
}
