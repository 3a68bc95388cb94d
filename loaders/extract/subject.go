package extract

import (
	"slices"

	"github.com/entente-graph/entente/loaders/lang"
)

// subject finds the logical places of subject and object that position decides.
func (r *parser) subject(c *clause) {
	v := c.verb
	if v == nil {
		return
	}
	objPrep := func(n *np) bool {
		if n.prep == nil {
			return false
		}
		for _, l := range r.pack.Object {
			if n.prep.Lemma == l {
				return true
			}
		}
		return false
	}
	for _, n := range c.pre {
		if objPrep(n) {
			c.object = n
		}
	}
	if c.relKind() == "whom" && c.object == nil {
		c.object = c.host // "pe care îl acuză"
	}
	pick := func(ns []*np, last bool) *np {
		var got *np
		for _, n := range ns {
			if n.prep != nil || n.feats&lang.Cases != 0 && !n.feats.Any(lang.Nom) {
				continue
			}
			if n.pronoun != nil && n.pronoun.Kind == "recip" || r.pack.AdjectiveBefore() && r.tellsWhere(n) {
				continue
			}
			if last && got != nil && r.actorish(got) && r.afterComma(n) {
				continue // an apposition: "Lukașenko, un apropiat al lui Putin, a …"
			}
			got = n
			if !last {
				return got
			}
		}
		return got
	}
	switch {
	case c.link == linkPart:
		c.subj = c.host
		if c.host == nil && c.parent != nil {
			c.subj = r.subjectOf(c.parent)
		}
	case c.known && c.host != nil && pick(c.pre, true) == nil:
		c.subj = c.host
		if n := r.predicated(c); n != nil {
			c.subj = n // "X a devenit prima țară care a recunoscut": X did
			break
		}
		if h := c.host; !r.actorish(h) && len(h.gens) > 0 && !v.passive {
			// "spațiul aerian al Poloniei, care l-a convocat": the owner acts.
			if g := h.gens[len(h.gens)-1]; g.name != nil && g.name.Class != lang.ClassCity && g.i1 == h.i1 {
				c.subj = g
			}
		}
		if s := pick(c.post, false); v.clitic && s != nil && !v.passive && r.pack.FreeOrder && !((v.dative || r.actorishDat(c)) && !r.actorish(s)) {
			c.subj, c.object = s, c.host // but not "care i-a vândut Armeniei lansatoare"
		}
	case c.link == linkComp || c.link == linkPurpose || c.link == linkGer || c.link == linkThat && v.feats.Any(lang.Inf) && !finite(v):
		if s := pick(c.pre, true); s != nil && c.link != linkComp {
			c.subj = s
			break
		}
		c.subj = r.controller(c)
	default:
		c.subj = pick(c.pre, true)
		if c.known && c.link == linkRel && c.subj != nil && c.host != nil && c.object == nil && c.relPrep == nil && r.pack.AdjectiveBefore() {
			c.object = c.host // "which it accuses of …"
		}
		if c.subj == nil && c.host != nil && c.link == linkFact {
			c.subj = c.host
		}
		if c.subj != nil && v.clitic && r.pack.FreeOrder && c.object == nil {
			if s := pick(c.post, false); s != nil && r.actorish(s) && !v.passive && !(s.head != nil && s.head.Classes.Any(r.cls.countries) && len(s.adjs) == 0) {
				has := false
				for _, n := range c.post {
					has = has || objPrep(n)
				}
				if !has && (!r.actorishDat(c) || !r.actorish(c.subj)) {
					c.object, c.subj = c.subj, s
				}
			}
		}
		if c.subj == nil && c.sharedFrom != nil && v.verb != nil && v.verb.Intrans && r.pack.FreeOrder {
			for _, n := range c.post {
				if n.prep == nil && r.actorish(n) && (n.feats&lang.Cases == 0 || n.feats.Any(lang.Nom)) {
					c.subj = n
					break
				}
			}
		}
		if c.subj == nil && c.sharedFrom != nil {
			c.subj = r.subjectOf(c.sharedFrom)
			if s := r.teller(c); s != nil {
				c.subj = s
			}
			c.shared = true
			// A subject behind its own verb beats a shared one: none here.
		}
		oblique := c.link == linkRel && r.pack.FreeOrder && (c.relPrep != nil || c.relKind() == "whom" || c.relKind() == "dative")
		if c.subj == nil && (c.host == nil || oblique) && (c.link == linkThat || c.link == linkRel) && c.parent != nil && r.pack.ProDrop && (!v.passive || c.link == linkRel) && !(v.verb != nil && v.verb.Intrans && len(c.post) > 0 && r.actorish(c.post[0]) && c.post[0].prep == nil) {
			bare := 0
			for _, n := range c.post {
				if n.prep == nil && r.actorish(n) && (n.feats&lang.Cases == 0 || n.feats.Any(lang.Nom)) {
					bare++
				}
			}
			where := c.relKind() == "where" && v.passive // "baza unde sunt dislocați militari": they are
			if bare < 2 && !((oblique || where) && bare > 0) {
				c.subj = r.controller(c)
				for p := c.parent; oblique && p.link == linkPart && p.parent != nil && (c.subj == nil || !r.actorish(c.subj)); p = p.parent {
					c.subj = r.subjectOf(p.parent) // "se retrage din tratatul semnat cu X, pe care o acuză"
				}
			}
		}
		if c.subj == nil && c.link == linkFact && c.host == nil && c.parent != nil && r.pack.ProDrop && !v.passive && (!v.refl || slices.ContainsFunc(c.post, func(n *np) bool { return n.prep != nil && n.prep.Kind == "with" })) && !slices.ContainsFunc(c.post, func(n *np) bool { return n.prep == nil && r.actorish(n) }) {
			if s := r.subjectOf(c.parent); s != nil && r.actorish(s) {
				c.subj = s // "După ce a semnat un pact, Coreea de Nord a trimis"
			}
		}
		if c.subj == nil {
			// After the verb: an actor, else the first noun of a passive.
			first := pick(c.post, false)
			for _, n := range c.post {
				if n.prep == nil && r.actorish(n) && (n.feats&lang.Cases == 0 || n.feats.Any(lang.Nom)) {
					first = n
					break
				}
			}
			if v.feats.Any(lang.P1) && !v.passive {
				first = nil // "Am livrat": we
			}
			if r.pack.FreeOrder || c.sayPost || v.passive {
				c.subj = first
			}
		}
	}
}

// teller is who says, behind "and", a second thing than what the clause before holds,
// where that is about no actor: "says that the decision is hostile and vows".
func (r *parser) teller(c *clause) *np {
	d := c.sharedFrom
	if !r.pack.AdjectiveBefore() || r.pack.VerbLast || d.link != linkThat || d.parent == nil || c.subj == nil || r.actorish(c.subj) || !finite(c.verb) || c.verb.passive || c.verb.verb == nil || !c.verb.verb.Say {
		return nil
	}
	if s := r.subjectOf(d.parent); s != nil && r.actorish(s) {
		return s
	}
	return nil
}

// joinBeside joins who acts together with the subject and is named in commas behind
// the verb: "Qatarul mediază, alături de Egipt, negocierile".
func (r *parser) joinBeside(c *clause) {
	if !r.pack.FreeOrder || c.subj == nil || c.subj.done || c.subj.prep != nil || c.verb == nil || c.verb.passive || len(c.post) < 2 {
		return
	}
	q := c.post[0]
	if q.prep == nil || q.prep.Kind != "with" || q.i0 != c.verb.i1+2 || !r.actorish(q) || !r.actorish(c.subj) || slices.Contains(c.subj.conj, q) {
		return
	}
	if w := &r.items[q.i0-1]; w.lex() != q.prep || w.t1-w.t0 < 2 || r.items[q.i0-2].punct != ',' || q.i1 >= len(r.items) || r.items[q.i1].punct != ',' {
		return
	}
	c.post = c.post[1:]
	c.subj.conj = append(c.subj.conj, q)
	c.subj.conj = append(c.subj.conj, q.conj...)
	q.sub, q.conj = true, nil
}

// predicated is whom the copula says to be the country that a relative clause
// tells more of: "X este primul stat, după Y, care …".
func (r *parser) predicated(c *clause) *np {
	h := c.host.clause
	if h != nil && h != c && h.verb != nil && h.verb.refl && c.parent == h && r.pack.FreeOrder {
		// "X și Y se numără printre țările care refuză": they do.
		for _, n := range h.post {
			if n.prep != nil && n.prep.Lemma == "printre" && n.head != nil && (n.head.Classes.Any(r.cls.countries) || n.head.Classes.Any(r.cls.head)) && n.feats.Any(lang.Pl) && n.person == "" {
				return r.subjectOf(h)
			}
		}
	}
	if h == nil || h == c || h.verb == nil || !h.verb.copula || c.parent != h || !r.pack.AdjectiveAfter() {
		return nil
	}
	for _, n := range h.post {
		if n.prep == nil && n.head != nil && n.head.Classes.Any(r.cls.countries) && !n.feats.Any(lang.Pl) && len(n.adjs) == 0 && (n == c.host || c.host.prep != nil) {
			return r.subjectOf(h)
		}
	}
	return nil
}

// relKind is the kind of the relative that opens a clause.
func (c *clause) relKind() string {
	if c.rel == nil {
		return ""
	}
	return c.rel.Kind
}

// afterComma reports whether a phrase stands right behind a comma that follows
// another noun phrase.
func (r *parser) afterComma(n *np) bool {
	for k := 2; k < len(r.phrases); k++ {
		if r.phrases[k].np == n {
			return r.phrases[k-1].kind == ',' && r.phrases[k-2].kind == 'N'
		}
	}
	return false
}

func (r *parser) actorishDat(c *clause) bool {
	for _, n := range c.post {
		if n.prep == nil && n.feats.Any(lang.Dat) && !n.feats.Any(lang.Nom) {
			return true
		}
	}
	return false
}

// actorish reports whether a phrase may act: a name, a person, an office.
func (r *parser) actorish(n *np) bool {
	return n.name != nil || n.person != "" || n.head != nil && (n.head.Office != "" || n.head.Classes.Any(r.cls.countries) || n.head.Classes.Any(r.cls.nobind)) || n.pronoun != nil && n.pronoun.Kind != "recip"
}

// subjectOf is the subject of a clause, found when first asked for.
func (r *parser) subjectOf(c *clause) *np {
	if c == nil {
		return nil
	}
	if c.verb == nil && r.pack.AdjectiveBefore() {
		for _, n := range c.pre {
			if n.prep == nil {
				return n // the verb is one that the pack does not know
			}
		}
	}
	if c.verb == nil {
		for i := len(c.pre) - 1; i >= 0; i-- {
			if c.pre[i].prep == nil {
				return c.pre[i]
			}
		}
	}
	if c.subj == nil {
		r.subject(c)
	}
	return c.subj
}

// controller finds who does what an infinitive says.
func (r *parser) controller(c *clause) *np {
	p := c.parent
	if p == nil {
		return nil
	}
	if c.link == linkComp && c.host != nil && c.gov != nil && c.gov == c.host.head {
		switch h := c.host; {
		case len(h.gens) > 0 && c.gov.Op == lang.OpDemanded && c.verb.clitic && r.pack.FreeOrder:
			return r.subjectOf(p) // "a refuzat cererea Kievului de a-i furniza": to Kyiv
		case len(h.gens) > 0:
			return h.gens[0] // "decizia Berlinului de a trimite"
		case len(h.adjs) > 0 && (r.pack.AdjectiveBefore() || c.gov.Op == lang.OpDemanded):
			return r.nameAlone(h.adjs[0], h) // "the German request to transfer"
		case h.next != nil && h.next.prep != nil && (r.isBy(h.next.prep) || h.next.prep.Kind == "origin") && r.actorish(h.next):
			return h.next
		}
	}
	if (c.link == linkComp || c.link == linkThat) && c.gov != nil && (c.gov.ObjCtrl || p.verb != nil && p.verb.passive && c.gov.Op == lang.OpNone) {
		if p.verb != nil && p.verb.passive && !c.gov.ObjCtrl {
			return r.subjectOf(p)
		}
		if p.verb != nil && p.verb.passive {
			return r.subjectOf(p)
		}
		if p.object != nil {
			return p.object
		}
		for i := len(p.post) - 1; i >= 0; i-- {
			n := p.post[i]
			if n.prep == nil && n != r.subjectOf(p) && (r.actorish(n) || len(n.adjs)+len(n.gens) > 0 && n.head != nil || c.verb.passive && n.head != nil && c.gov.ObjCtrl) {
				return n
			}
			if n.prep != nil && r.actorish(n) && (contains(r.pack.Object, n.prep.Lemma) || contains(r.pack.To, n.prep.Lemma) || contains(r.pack.Asked, n.prep.Lemma)) {
				return n
			}
		}
		if p.verb != nil && p.verb.clitic && c.gov.ObjCtrl && r.pack.FreeOrder {
			if p.relKind() == "dative" {
				return p.host // "cu ambii lideri, cărora le-a cerut să"
			}
			return nil // "îi reproșează că": not who reproaches
		}
	}
	if c.link == linkComp && c.gov != nil && c.gov.ObjCtrl && c.gov.POS == lang.Noun {
		return nil // "gives X permission to": not the giver
	}
	return r.subjectOf(p)
}

// nameAlone is a phrase of a name alone, said where n stands.
func (r *parser) nameAlone(e *lang.Name, n *np) *np {
	q := r.newNP()
	q.i0, q.i1, q.name, q.clause, q.sub = n.i0, n.i1, e, n.clause, true
	return q
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

// contact reports whether a pronoun stands right behind a phrase, as in English the subject
// of a relative clause without its relative.
func (r *parser) contact(n, pron *np) bool {
	if !r.pack.AdjectiveBefore() || r.pack.VerbLast || n.prep != nil || n.head == nil || pron.i0 != n.i1 || pron.i1-pron.i0 != 1 {
		return false
	}
	it := &r.items[pron.i0]
	return it.kind(lang.Pron, "pers")
}
