package extract

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// gerund says who does what a gerund says where it is not the subject of the
// clause around it: "accuses Iran of sending", "a missile violating its airspace".
func (r *parser) gerund(c, cur *clause, at int, prev byte, lastN *np) {
	if !r.pack.AdjectiveBefore() || at == 0 {
		return
	}
	before := &r.items[at-1]
	gov := cur.verb.verb
	switch {
	case before.pos == lang.Prep && contains(r.pack.Deed, before.lex().Lemma):
		var doer *np
		if cur.object != nil || cur.known && cur.host != nil && len(cur.pre) > 0 {
			doer = cur.host
		}
		for i := len(cur.post) - 1; i >= 0 && doer == nil; i-- {
			if n := cur.post[i]; r.actorish(n) && (n.prep == nil || contains(r.pack.To, n.prep.Lemma) || n.prep.Lemma == "on") {
				doer = n
			}
		}
		if doer == nil && cur.verb.passive {
			doer = r.subjectOf(cur)
		}
		if doer == nil && prev == 'N' && lastN != nil && lastN.prep == nil && lastN.head != nil && lastN.head.Op != lang.OpNone && slices.Contains(cur.post, lastN) {
			c.link, c.gov, c.host = linkComp, lastN.head, lastN // "preparations for signing"
			return
		}
		if doer == nil {
			if contains(r.pack.Of, before.lex().Lemma) {
				c.host, c.known = r.newNP(), true // "a cessation of bombing": nobody says whose
			}
			return
		}
		c.host, c.known = doer, true
		switch {
		case gov == nil:
		case gov.Stance != "":
			c.link, c.gov = linkThat, gov
		case gov.Op != lang.OpNone:
			c.link, c.gov = linkComp, gov
		default:
			c.link = linkFact
		}
	case before.pos == lang.Prep && contains(r.pack.Without, before.lex().Lemma):
		c.verb.neg = true
	case before.pos == lang.Prep && contains(r.pack.Until, before.lex().Lemma):
		c.verb.fut = !cur.verb.feats.Any(lang.Past) // "before attacking": not yet, unless all is told as past
	case before.pos == lang.Prep && contains(r.pack.By, before.lex().Lemma) && cur.verb.verb != nil && cur.verb.verb.Stance == graph.Alleges && !cur.verb.verb.Say:
		// "accuses X of … by sending": X sends.
		for _, n := range cur.post {
			if n.prep == nil && r.actorish(n) {
				c.host, c.known, c.link, c.gov = n, true, linkThat, gov
			}
		}
	case before.pos == lang.Prep && before.lex().Lemma == "into" && lastN != nil && r.actorish(lastN) && lastN.prep == nil:
		c.host, c.known, c.link = lastN, true, linkIf // "provoking X into attacking"
	case before.pos == lang.Prep && contains(r.pack.To, before.lex().Lemma) && (cur.verb.copula || cur.verb.aux && cur.verb.verb != nil && r.items[cur.verb.start].hasFeat(lang.Verb, lang.Part|lang.Ger) == nil && cur.verb.start > 0 && r.items[cur.verb.start-1].kind(lang.Aux, "be")):
		c.link, c.sharedFrom = linkIf, cur // "is open to holding"
	case before.pos == lang.Prep && contains(r.pack.Place, before.lex().Lemma) && cur.verb.neg:
		c.verb.neg = true // "will not join the United States in striking"
	case before.pos == lang.Prep:
	case prev == 'N' && lastN != nil && lastN.prep != nil && lastN.name != nil && lastN.prep.Kind == "" && r.severalWords(lastN):
		c.host, c.known, c.link = lastN, true, linkIf // "in return for Kenya ending"
	case prev == 'N' && lastN != nil && lastN.prep != nil && lastN.prep.Kind == "given":
		c.host, c.known, c.link = lastN, true, linkFact // "after Russian drones entering the country"
	case prev == 'N' && lastN != nil && lastN.prep != nil && lastN.name != nil && (contains(r.pack.To, lastN.prep.Lemma) || contains(r.pack.Of, lastN.prep.Lemma)):
		c.host, c.known, c.link = lastN, true, linkIf // "opposed to X joining"
		if c.verb.passive {
			c.link = linkFact // "leading to X being arrested"
		}
	case prev == 'V' && gov != nil && gov.Op != lang.OpNone:
		c.link, c.gov = linkComp, gov
	case prev == 'N' && lastN != nil && (!r.actorish(lastN) || lastN.head != nil && lastN.head.Classes.Any(r.cls.nobind)):
		for _, n := range cur.post {
			if n == lastN {
				c.host, c.known = lastN, true
			}
		}
	}
}

// severalWords reports whether the preposition of a phrase is one of several words.
func (r *parser) severalWords(n *np) bool {
	for i := n.i0 - 1; i >= 0 && i >= n.i0-2; i-- {
		if it := &r.items[i]; it.lex() == n.prep {
			return it.t1-it.t0 > 1
		}
	}
	return false
}
