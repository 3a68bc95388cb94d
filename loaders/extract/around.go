package extract

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// carried reports whether a noun with a preposition is what the light verb
// carries: "a ajuns la un acord", "a impus un pachet de sancțiuni".
func (s *site) carried(r *parser) bool {
	if s.prepN == nil || len(s.c.post) == 0 || !slices.Contains(s.outer.equals(), s.n) || s.prepN.Kind == "topic" && r.pack.FreeOrder && r.pack.AdjectiveAfter() {
		return false
	}
	if s.c.post[0] == s.outer {
		return true
	}
	if !contains(r.pack.Of, s.prepN.Lemma) {
		return false
	}
	for _, n := range s.c.post {
		if n.next == s.outer {
			return n.prep == nil && (n.head == nil || n.head.Classes.Empty() || n == s.c.post[0] && !n.head.Classes.Any(r.cls.lifting))
		}
	}
	return false
}

// adjoins reports whether a phrase with a preposition stands right behind the
// clause's verb: "is in talks", not "is interested in talks".
func (r *parser) adjoins(c *clause, n *np) bool {
	for i := c.verb.i1; i < n.i0; i++ {
		switch r.items[i].pos {
		case lang.Prep, lang.Adv, lang.Det:
		default:
			return false
		}
	}
	return true
}

// elsewhere reports whether a phrase belongs to a noun of cooperation or the
// like that stands, with a preposition of its own, right before it.
func (r *parser) elsewhere(c *clause, n *np) bool {
	for d := 0; d < 4; d++ {
		var q *np
		for _, p := range c.post {
			if p.next == n {
				q = p
			}
		}
		if q == nil || q.prep == nil {
			return d > 0 && q != nil && q.head == nil
		}
		if d > 0 && !contains(r.pack.Of, q.prep.Lemma) {
			return true
		}
		if d == 0 && r.pack.FreeOrder && q.prep.Lemma == n.prep.Lemma && contains(r.pack.Of, n.prep.Lemma) && q.head != nil && !q.head.Classes.Any(r.cls.named.Or(r.cls.territory).Or(r.cls.border).Or(r.cls.units)) {
			return true // "s-a retras din competiția din Italia"
		}
		if d == 0 && (q.head == nil || !q.head.Classes.Any(r.cls.relations) && !(n.prep.Kind == "with" && r.pack.FreeOrder && q.head.Classes.Any(r.cls.border))) {
			return false
		}
		if d == 0 && !contains(r.pack.Of, q.prep.Lemma) {
			return true
		}
		n = q
	}
	return false
}

// doerAround is who does what a participle without its doer says, where that is the
// subject of the clause around it: "broke with X, accused of …", "tratatul semnat cu X".
func (r *parser) doerAround(c *clause) *np {
	if c.link != linkPart || c.host == nil {
		return nil
	}
	n := r.subjectOf(c.parent)
	if n == nil || n == c.host {
		return nil
	}
	v := c.verb.verb
	if v.Stance == graph.Alleges && (v.ObjCtrl || !v.Say) && c.host.name != nil {
		return n
	}
	if r.pack.FreeOrder && !r.actorish(c.host) && slices.ContainsFunc(c.post, func(q *np) bool { return q.prep != nil && q.prep.Kind == "with" }) {
		return n
	}
	return nil
}

// atBorder reports whether a phrase says whose border the one before it means: "la
// granița cu Ucraina".
func (r *parser) atBorder(n *np) bool {
	for k := 1; k < len(r.phrases); k++ {
		if p := r.phrases[k-1].np; r.phrases[k].np == n && p != nil {
			return p.next == n && p.prep != nil && p.head != nil && p.head.Classes.Any(r.cls.border)
		}
	}
	return false
}

// headAt is the item of the head noun.
func (n *np) headAt(r *parser) int {
	for i := n.i1 - 1; i >= n.i0; i-- {
		if r.items[i].lex() == n.head && n.head != nil {
			return i
		}
	}
	return n.i1
}

// following are the phrases that come after a noun before the next verb, and
// may belong to it.
func (r *parser) following(s *site) []*np {
	r.follow, r.followBare = r.follow[:0], nil
	at := -1
	for k := range r.phrases {
		if r.phrases[k].kind == 'N' && (r.phrases[k].np == s.outer || r.phrases[k].np == s.n) {
			at = k
			break
		}
	}
	if at < 0 {
		return nil
	}
	for k := at + 1; k < len(r.phrases); k++ {
		p := &r.phrases[k]
		switch p.kind {
		case 'N':
			if p.np.prep == nil && !(r.pack.Case && p.np.feats.Any(lang.Dat|lang.Gen|lang.Ins) && !p.np.feats.Any(lang.Nom)) {
				return r.follow
			}
			r.follow = append(r.follow, p.np)
			if k == at+1 && p.np.prep != nil && contains(r.pack.Of, p.np.prep.Lemma) && r.phrases[at].np.head == s.lex {
				continue // "the lifting of sanctions on X": on whom is the lifting's as well
			}
			if r.pack.AdjectiveBefore() && p.np.head != nil && !p.np.head.Classes.Any(r.cls.titled) && len(r.pack.FramesOf(p.np.head)) > 0 {
				return r.follow // what comes now belongs to this event
			}
		case 'D', 'x', '(':
		case '"':
		case ',':
			// One more stretch in commas may belong: "livrarea, de către …".
			if k+1 < len(r.phrases) && r.phrases[k+1].kind == 'N' && r.phrases[k+1].np.prep != nil && r.isBy(r.phrases[k+1].np.prep) {
				continue
			}
			// A place in commas: "o întâlnire, la Essen, cu premierul".
			if k+2 < len(r.phrases) && r.phrases[k+1].kind == 'N' && r.phrases[k+2].kind == ',' && r.phrases[k+1].np.prep != nil && contains(r.pack.Place, r.phrases[k+1].np.prep.Lemma) {
				r.follow = append(r.follow, r.phrases[k+1].np)
				k += 2
				continue
			}
			// A comma that closes an apposition: "vizita ministrului, X, în China".
			if k+1 < len(r.phrases) && r.phrases[k+1].kind == 'N' && r.phrases[k+1].np.prep != nil && r.phrases[k-1].kind == 'N' && named(r.phrases[k-1].np) {
				continue
			}
			return r.follow
		case 'V':
			// "sancțiunile impuse Libiei": a participle in between.
			v := p.vg
			if finite(v) && !v.passive || v.aux || v.marker || v.verb == nil || !v.verb.Light && !r.pack.AdjectiveBefore() || k != at+1 && r.phrases[k-1].kind != 'N' && r.phrases[k-1].kind != 'D' {
				return r.follow
			}
			if k+1 < len(r.phrases) && r.phrases[k+1].kind == 'N' && r.phrases[k+1].np.prep == nil {
				r.follow = append(r.follow, r.phrases[k+1].np)
				r.followBare = r.phrases[k+1].np
				k++
			}
		default:
			return r.follow
		}
	}
	return r.follow
}

// named reports whether a phrase ends in somebody's name.
func named(n *np) bool {
	if k := len(n.conj); k > 0 {
		n = n.conj[k-1]
	}
	for d := 0; d < 4; d++ {
		if n.person != "" {
			return true
		}
		if len(n.gens) == 0 {
			return false
		}
		n = n.gens[len(n.gens)-1]
		if k := len(n.conj); k > 0 {
			n = n.conj[k-1]
		}
	}
	return false
}

// ofDeed reports whether an agent belongs to the deed by which a clause says when it
// was, and not to its verb: "a fost primit la un an de la bombardarea ambasadei de către NATO".
func (r *parser) ofDeed(c *clause, n *np) bool {
	return r.pack.FreeOrder && n.prep != nil && slices.ContainsFunc(c.post, func(q *np) bool {
		return q.next == n && q.prep != nil && q.head != nil && q.head.Classes.Any(r.cls.acted) && (q.prep.Lemma == "de la" || q.prep.Lemma == "după")
	})
}

// sharedDoer is the doer of a participle that has none, where the next one has it for
// both: "finanțată și înarmată de Iran".
func (r *parser) sharedDoer(c *clause, fl *lang.Filler, out []*np) []*np {
	if !r.pack.FreeOrder || c.link != linkPart || c.host == nil || len(c.post) > 0 {
		return out
	}
	for _, d := range r.clauses {
		if d.link == linkPart && d.host == c.host && d.verb != nil && d.verb.i0 > c.verb.i1 && d.verb.i0 <= c.verb.i1+2 {
			out = r.byOf(d.post, fl, out)
		}
	}
	return out
}

// weOf stands for the subject of a verb in the first person that has none: the
// speaker's state.
func (r *parser) weOf(c *clause) *np {
	n := r.newNP()
	n.i0, n.i1, n.done, n.clause = c.verb.i0, c.verb.i1, true, c
	if id := r.speakerOf(c); id != "" {
		n.refs = []ref{{id: id, np: n, coref: true}}
	}
	return n
}

// hostOf finds what an appositive noun belongs to: "Lukașenko, un apropiat al lui
// Putin", or the subject of "is".
func (r *parser) hostOf(s *site, out []*np) []*np {
	if s.c.verb != nil && s.c.verb.copula && s.c.subj != nil && s.c.subj != s.n && slices.Contains(s.c.post, s.outer) {
		return append(out, s.c.subj)
	}
	for k := range r.phrases {
		if r.phrases[k].kind == 'N' && r.phrases[k].np == s.outer {
			if k >= 2 && (r.phrases[k-1].kind == ',' || r.phrases[k-1].kind == '-') && r.phrases[k-2].kind == 'N' {
				out = append(out, r.phrases[k-2].np)
			}
			if s.outer.prep == nil && k+2 < len(r.phrases) && r.phrases[k+1].kind == ',' && r.phrases[k+2].kind == 'N' && r.phrases[k+2].np.prep == nil {
				out = append(out, r.phrases[k+2].np)
			}
			if s.head && r.pack.AdjectiveBefore() && s.n.head.Classes.Any(r.cls.ally) && k+1 < len(r.phrases) && r.phrases[k+1].kind == 'N' && r.phrases[k+1].np.prep == nil && r.phrases[k+1].np.name != nil {
				out = append(out, r.phrases[k+1].np) // "Moscow's ally Belarus"
			}
			break
		}
	}
	if s.n.person != "" {
		out = append(out, s.n)
	}
	return out
}

// byOf picks the phrases that name an agent, or what the filler asks for: "de o
// rachetă rusească".
func (r *parser) byOf(ns []*np, fl *lang.Filler, out []*np) []*np {
	for _, n := range ns {
		if n.prep == nil && n.feats.Any(lang.Ins) && !n.feats.Any(lang.Nom|lang.Gen|lang.Dat) {
			out = append(out, n) // the case of the agent: "подписан Ираном"
			continue
		}
		if n.prep != nil && r.isBy(n.prep) && (n.head == nil || n.head.Office != "" || n.head.Classes.Any(r.cls.countries) || n.head.Classes.Any(r.cls.nobind) || n.head.Classes.Any(r.cls.group) ||
			fl != nil && fl.Type == lang.TypeClass && n.head.Classes.Any(fl.Class)) {
			out = append(out, n)
		}
	}
	return out
}

// agreeing is the noun that a participle behind a comma agrees with: the nearest
// before it in the clause of the same number, else the nearest.
func (r *parser) agreeing(cur *clause, v *vg, n *np) *np {
	const number = lang.Sg | lang.Pl
	f := v.feats & number
	if !r.pack.Case || !r.pack.AdjectiveAfter() || n == nil || f == 0 || f == number {
		return n
	}
	gender := v.feats & (lang.Masc | lang.Fem)
	ok := func(q *np) bool {
		if g := q.feats & (lang.Masc | lang.Fem | lang.Neut); f == lang.Sg && len(q.conj) == 0 && (gender == lang.Masc && g == lang.Fem || gender == lang.Fem && g != 0 && !g.Any(lang.Fem)) {
			return false
		}
		if g := q.feats & (lang.Masc | lang.Fem | lang.Neut); f == lang.Pl && len(q.conj) == 0 && r.pack.FreeOrder && (gender == lang.Masc && g == lang.Fem || gender == lang.Fem && g == lang.Masc) {
			return false
		}
		many := len(q.conj) > 0 || q.feats.Any(lang.Pl)
		one := len(q.conj) == 0 && q.feats.Any(lang.Sg) || q.feats&number == 0 && !many
		return f == lang.Pl && many || f == lang.Sg && one
	}
	if len(n.gens) > 0 && r.pack.FreeOrder && gender == lang.Masc && f == lang.Pl && !r.actorish(n) {
		if g := n.gens[len(n.gens)-1]; g.i1 == n.i1 && ok(g) && (r.actorish(g) || g.head != nil && g.head.Classes.Any(r.cls.group)) {
			g.clause = n.clause
			return g // "în mâinile rebelilor, susținuți de": people rather than things
		}
	}
	if ok(n) || n.head == nil && n.name == nil {
		return n
	}
	if r.pack.FreeOrder && len(n.gens) > 0 {
		if g := n.gens[len(n.gens)-1]; g.i1 == n.i1 && (g.head != nil || g.name != nil) && ok(g) && g.feats&number != 0 {
			g.clause = n.clause
			return g // "retragerea trupelor rusești, staționate în"
		}
	}
	for _, list := range [][]*np{cur.post, cur.pre} {
		for i := len(list) - 1; i >= 0; i-- {
			if q := list[i]; q != n && (q.head != nil || q.name != nil) && ok(q) && q.feats&number != 0 {
				return q
			}
		}
	}
	return n
}

// outOfAside is the clause with a subjunctive or infinitive around a participle or a
// relative clause, if there is one.
func outOfAside(c *clause) *clause {
	if c.link != linkPart && c.link != linkRel {
		return nil
	}
	for c.parent != nil && (c.link == linkPart || c.link == linkRel) {
		c = c.parent
	}
	if c.link != linkComp && c.link != linkPurpose || c.verb == nil || !c.verb.marker {
		return nil
	}
	return c
}

// reciprocal reports whether a clause says "each other".
func (r *parser) reciprocal(c *clause) bool {
	for _, n := range c.post {
		if n.pronoun != nil && n.pronoun.Kind == "recip" {
			return true
		}
	}
	return false
}

// accused is whom the verb of a clause accuses.
func (r *parser) accused(c *clause) *np {
	switch {
	case c.verb.passive:
		return c.subj
	case c.object != nil:
		return c.object
	}
	for _, n := range c.post {
		if n != c.subj && r.actorish(n) && (n.prep == nil || contains(r.pack.Object, n.prep.Lemma)) {
			return n
		}
	}
	return nil
}

// helps reports whether the subject of the clause around a phrase with "between" is one
// of those that it would mean.
func (r *parser) helps(n *np, ids []graph.EntityID) bool {
	if !r.pack.FreeOrder || n.prep == nil || n.prep.Kind != "between" || n.clause == nil || n.clause.link != linkComp && n.clause.link != linkPurpose {
		return false
	}
	s := r.subjectOf(n.clause)
	if s == nil || s == n {
		return false
	}
	x := strong(r.resolve(s))
	return len(x) == 1 && slices.Contains(ids, x[0].id)
}
