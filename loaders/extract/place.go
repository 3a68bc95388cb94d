package extract

import (
	"github.com/entente-graph/entente/loaders/lang"
)

// place finds the clause that a verb group belongs to.
func (r *parser) place(cur *clause, k int, prev, prev2 byte, inQuote bool, lastN *np) *clause {
	p := &r.phrases[k]
	v := p.vg
	fin := finite(v)
	fresh := func() []*np {
		return append([]*np(nil), cur.post[min(cur.sep, len(cur.post)):]...)
	}
	hasBare := func(ns []*np) bool {
		for _, n := range ns {
			if n.prep == nil {
				return true
			}
		}
		return false
	}
	subjFin := v.feats.Any(lang.Subj) && !v.feats.Any(lang.Pres|lang.Past)
	marked := v.marker && !v.fut || r.pack.AdjectiveBefore() && prev == 'c' && cur.verb != nil && cur.verb.marker && !cur.verb.fut && v.feats.Any(lang.Inf) && !v.aux && !v.feats.Any(lang.Sg|lang.Past) ||
		prev == 'V' && v.feats.Any(lang.Inf) && !v.aux && cur.verb != nil && cur.sep == 0
	// "let Russia use": an infinitive without its marker.
	if g := cur.verb; r.pack.AdjectiveBefore() && prev == 'N' && g != nil && g.verb != nil && g.verb.ObjCtrl && (g.verb.Op == lang.OpNone || g.verb.Op == lang.OpDemanded && !r.pack.VerbLast) && !g.verb.Say && !g.passive &&
		r.pack.Adjective == "before" && !r.pack.VerbLast && !r.pack.Case && v.feats.Any(lang.Inf) && !v.aux && cur.sep == 0 && len(cur.post) == 1 && cur.post[0].prep == nil && cur.post[0] == lastN {
		marked = true
	}
	if v.feats.Any(lang.Inf) && !fin || marked || subjFin {
		if cur.verb == nil {
			// "pentru a dezvolta", "before signing", "să …" after a noun.
			cur.verb = v
			if cur.gov == nil && lastN != nil && lastN.head != nil && lastN.head.Op != lang.OpNone {
				c := r.newClause(cur, linkComp, p.i0)
				cur.verb = nil
				c.verb, c.gov, c.host, c.quoted = v, lastN.head, lastN, inQuote
				return c
			}
			if lastN != nil && prev == 'N' && v.marker && r.pack.AdjectiveBefore() && cur.link == linkMain && lastN.head != nil && lastN.head.Classes.Any(r.cls.efforts) {
				c := r.newClause(cur, linkPurpose, p.i0)
				cur.verb = nil
				c.verb, c.host, c.quoted = v, lastN, inQuote
				return c // "Ukraine's bid to join was blocked"
			}
			return cur
		}
		if out := outOfAside(cur); r.pack.FreeOrder && prev == 'c' && marked && out != nil {
			cur = out // "să înceteze sprijinul acordat rebelilor și să își retragă"
		}
		parent := cur
		c := (*clause)(nil)
		if prev == 'c' && (cur.link == linkComp || cur.link == linkPurpose || cur.link == linkThat) && (!fin || marked) && cur.verb != nil && !cur.verb.feats.Any(lang.Fin) {
			// "să consolideze și să extindă"
			c = r.newClause(cur.parent, cur.link, p.i0)
			c.gov, c.host = cur.gov, cur.host
		} else {
			c = r.newClause(parent, linkComp, p.i0)
			c.gov = parent.verb.verb
			if parent.gov3 != nil {
				c.gov = parent.gov3
			}
			if n := r.headOfDeed(lastN); n != nil && prev == 'N' {
				c.gov, c.host, c.denied = n.head, n, n.neg
			} else if prev == 'N' && r.pack.AdjectiveBefore() && lastN.head != nil && lastN.head.Classes.Any(r.cls.efforts) && len(lastN.gens) > 0 {
				c.host, c.known = lastN, true // "lifted its veto on Macedonia's bid to join": no deed of the subject's
			}
			if r.pack.AdjectiveBefore() && parent.verb.copula && prev == 'N' && parent.gov3 == nil && r.headOfDeed(lastN) == nil && (lastN == nil || lastN.head == nil || lastN.head.Op == lang.OpNone) {
				// "becomes the first country to recognise": it does.
				c.link, c.gov, c.sharedFrom = linkFact, nil, parent
			}
			if c.gov != nil && c.gov.Say && c.gov.Op == lang.OpNone && parent.verb.passive && prev == 'V' {
				c.link = linkThat // "is reported to have sent"
			} else
			// "to" after an object of a verb that governs none is a purpose.
			if c.gov != nil && c.gov.Op == lang.OpNone && !c.gov.ObjCtrl {
				c.link = linkPurpose
			}
		}
		c.verb, c.quoted = v, inQuote
		return c
	}
	if v.feats.Any(lang.Ger) && !fin {
		if cur.verb == nil && (cur.link != linkMain || len(cur.pre) == 0) && !(r.pack.AdjectiveBefore() && cur.link == linkThat && prev == 'N' && hasBare(cur.pre)) {
			if cur.link == linkMain {
				c := r.newClause(cur, linkGer, p.i0)
				c.verb, c.quoted = v, inQuote
				return c
			}
			cur.verb = v
			return cur
		}
		if prev == ',' && v.verb != nil && (v.verb.Say || v.verb.Stance != "") && !inQuote {
			cur = saying(cur) // "X said that Y had stalled, accusing Z": X does
		}
		c := r.newClause(cur, linkGer, p.i0)
		c.verb, c.quoted = v, inQuote
		if f := fresh(); cur.verb != nil && r.pack.FreeOrder && prev == 'N' && prev2 == ',' && len(f) == 1 && f[0] == lastN && lastN.prep == nil && r.actorish(lastN) {
			// "…, cele două părți acuzându-se reciproc": a subject of its own.
			c.pre, lastN.clause = f, c
			cur.post = cur.post[:cur.sep]
			return c
		}
		if cur.verb == nil {
			c.host = lastN
			if r.pack.AdjectiveBefore() && cur.link == linkThat && r.actorish(lastN) {
				c.link = linkIf // "that X joining Y would": it may
			}
		} else {
			r.gerund(c, cur, p.i0, prev, lastN)
		}
		return c
	}
	if f := fresh(); fin && prev == 'N' && cur.verb != nil && !(cur.verb.verb != nil && cur.verb.verb.Say) && len(f) > 1 && f[len(f)-1] == lastN && r.contact(f[len(f)-2], lastN) {
		// "two diplomats it accused of spying"
		c := r.newClause(cur, linkRel, p.i0)
		c.host, c.verb, c.quoted, c.sharedFrom = f[len(f)-2], v, inQuote, cur
		c.object = c.host
		cur.post = cur.post[:len(cur.post)-1]
		return c
	}
	if !fin || v.feats.Any(lang.Part) && !v.aux && (!v.feats.Any(lang.Fin) || r.reduced(cur, k)) {
		// A participle alone.
		if g := cur.verb; r.pack.FreeOrder && prev == 'c' && prev2 == 'V' && g != nil && g.perf && g.aux && !g.passive && v.feats.Any(lang.Part) && g.i1 == p.i0-1 {
			// "a antrenat și înarmat": the auxiliary is said once.
			c := r.newClause(cur.parent, cur.link, p.i0)
			c.gov, c.host, c.known, c.verb, c.quoted, c.sharedFrom = cur.gov, cur.host, cur.known, v, inQuote, cur
			v.aux, v.perf = true, true
			return c
		}
		if prev == 'V' && cur.verb != nil && cur.verb.verb != nil && cur.verb.verb.Op == lang.OpDemanded && cur.verb.feats.Any(lang.Fin) {
			// "ar trebui transpuse"
			c := r.newClause(cur, linkComp, p.i0)
			c.gov, c.verb, c.quoted = cur.verb.verb, v, inQuote
			v.passive = true
			return c
		}
		if cur.verb == nil && len(cur.pre) == 0 && cur.link == linkMain {
			c := r.newClause(cur, linkPart, p.i0)
			c.verb, c.quoted = v, inQuote
			v.passive = true
			return c
		}
		c := r.newClause(cur, linkPart, p.i0)
		c.verb, c.host, c.quoted = v, r.headOfChain(lastN), inQuote
		switch {
		case prev == 'c' && cur.link == linkPart && cur.host != nil && r.pack.FreeOrder:
			c.host, c.parent = r.agreeing(cur, v, cur.host), cur.parent // "salutată de X și denunțată de Y"
		case prev == 'c' && r.pack.AdjectiveBefore() && cur.link == linkPart && cur.host != nil && lastN != nil && lastN.prep != nil && r.isBy(lastN.prep):
			c.host, c.parent = cur.host, cur.parent // "backed by X but opposed by Y"
		case prev == ',' && r.pack.AdjectiveBefore() && cur.verb != nil && lastN != nil && lastN.prep != nil && lastN.head == nil && lastN.name != nil && (lastN.name.Class == lang.ClassCapital || lastN.name.Class == lang.ClassCity):
			c.host = r.subjectOf(cur) // "struck Baghdad, backed by X": who struck
		case prev == ',' || prev == 'c':
			c.host = r.agreeing(cur, v, c.host)
		}
		v.passive = true
		return c
	}
	if v.feats.Any(lang.Part) && !v.aux {
		v.feats &^= lang.Part
	}
	say := v.verb != nil && v.verb.Say
	// "…”, a spus X", "…, Reuters said".
	if say && (prev == ',' || prev == '"' || prev == '-') && (cur.verb != nil || len(cur.pre) > 0) && !r.complement(k) {
		open := cur
		for open != nil && open.verb != nil {
			open = open.parent
		}
		if open == nil || !hasBare(open.pre) || prev == '"' || prev2 == '"' || open.link == linkPurpose || open.link == linkComp {
			c := r.newClause(nil, linkMain, p.i0)
			c.verb, c.sayPost = v, true
			return c
		}
	}
	if say && prev == 'N' && (prev2 == ',' || prev2 == '"') && cur.verb != nil && !r.complement(k) && hasBare(fresh()) {
		c := r.newClause(nil, linkMain, p.i0)
		c.pre = fresh()
		cur.post = cur.post[:min(cur.sep, len(cur.post))]
		c.verb, c.sayPost = v, true
		for _, n := range c.pre {
			n.clause = c
		}
		return c
	}
	if cur.verb == nil {
		cur.verb = v
		cur.quoted = cur.quoted || inQuote
		return cur
	}
	// A clause further out still waits for its verb.
	if prev != 'c' || hasBare(fresh()) {
		for a := cur.parent; a != nil; a = a.parent {
			if a.verb == nil && (a.link != linkMain || len(a.pre) > 0 || a == r.clauses[0]) {
				f := fresh()
				if k := len(cur.post); !hasBare(f) && !hasBare(a.pre) && prev == ',' && prev2 == 'N' && k > 0 && cur.post[k-1] == lastN && lastN.prep == nil {
					f, cur.sep = cur.post[k-1:], k-1 // "Aflat la Budapesta, președintele, George Bush, a …"
				}
				if hasBare(f) && !hasBare(a.pre) {
					cur.post = cur.post[:min(cur.sep, len(cur.post))]
					for _, n := range f {
						n.clause = a
					}
					a.pre = append(a.pre, f...)
				} else if hasBare(f) && prev == 'N' && prev2 != ',' && cur.sep == 0 && cur.link != linkPart && cur.link != linkRel && cur.link != linkComp && cur.link != linkPurpose && cur.link != linkGer {
					continue
				}
				a.verb = v
				a.quoted = a.quoted || inQuote
				return a
			}
		}
	}
	f := fresh()
	// "Reuters says Iran sent": content without "that".
	if cur.verb.verb != nil && cur.verb.verb.Say && cur.sep == 0 && hasBare(cur.post) && !cur.sayPost {
		c := r.newClause(cur, linkThat, p.i0)
		c.gov, c.verb, c.quoted = cur.verb.verb, v, inQuote
		// What follows the verb of saying and stands before this verb.
		c.pre, cur.post = cur.post, nil
		for _, n := range c.pre {
			n.clause = c
		}
		return c
	}
	if cur.sayPost {
		c := r.newClause(nil, linkMain, p.i0)
		c.verb, c.quoted = v, inQuote
		c.pre = f
		cur.post = cur.post[:min(cur.sep, len(cur.post))]
		return c
	}
	base := cur
	if prev == 'c' && cur.link == linkThat && cur.parent != nil && cur.parent.verb != nil && !hasBare(f) && cur.verb.tense() != v.tense() && cur.parent.verb.tense() == v.tense() {
		base = cur.parent // "a acuzat X că sprijină Y și a amenințat Z"
	}
	if prev == 'c' && cur.link == linkThat && cur.parent != nil && cur.parent.verb != nil && !hasBare(f) && v.feats.Any(lang.Sg) && !v.feats.Any(lang.Pl) && severalAct(cur.pre) {
		base = cur.parent // "Macron says that France and the US plan …, and calls on": Macron does
	}
	if prev == 'c' && prev2 == ',' && cur.link == linkFact && cur.parent != nil && cur.parent.verb != nil && cur.host == nil && !hasBare(f) && r.pack.AdjectiveBefore() && (cur.sharedFrom == nil || r.plainlyJoined(cur)) {
		base = cur.parent // "vowed revenge after X struck, and called on Y": who vowed
	}
	for base.link == linkThat && base.verb != nil && !finite(base.verb) || base.link == linkComp || base.link == linkPurpose || base.link == linkGer || base.link == linkPart || base.link == linkRel && (prev != 'c' || prev2 == ',' && r.pack.AdjectiveBefore()) {
		if base.parent == nil {
			break
		}
		base = base.parent
	}
	c := r.newClause(base.parent, base.link, p.i0)
	c.gov, c.host, c.quoted, c.verb = base.gov, base.host, inQuote, v
	c.known = base.known
	if hasBare(f) {
		cur.post = cur.post[:min(cur.sep, len(cur.post))]
		for _, n := range f {
			n.clause = c
		}
		c.pre = f
		c.known = false
	} else {
		c.sharedFrom = base
		if b := base.verb; b != nil && v.feats.Has(lang.Inf|lang.Pres) && !v.aux && !v.feats.Any(lang.Sg|lang.Past) {
			// "will open a road, meet X and visit Y": the auxiliary is said once.
			v.fut, v.cond, v.op = b.fut, b.cond, b.op
		}
	}
	return c
}

// plainlyJoined reports whether "and" without a comma stands before the verb of a
// clause.
func (r *parser) plainlyJoined(c *clause) bool {
	for k := 2; k < len(r.phrases); k++ {
		if r.phrases[k].vg == c.verb {
			return r.phrases[k-1].kind == 'c' && r.phrases[k-2].kind != ','
		}
	}
	return false
}

// saying is the outermost clause that says or demands what c tells, or c when
// none does.
func saying(c *clause) *clause {
	out := c
	for x := c; x.parent != nil; x = x.parent {
		if x.quoted {
			break
		}
		if x.link == linkThat && x.parent.verb != nil {
			out = x.parent
		}
	}
	return out
}

// severalAct reports whether the last bare phrase before a verb is a list.
func severalAct(pre []*np) bool {
	for i := len(pre) - 1; i >= 0; i-- {
		if pre[i].prep == nil {
			return len(pre[i].conj) > 0
		}
	}
	return false
}

// tense is the make of a verb group, to tell which verb it is the equal of.
func (v *vg) tense() int {
	t := 0
	for i, b := range []bool{v.perf, v.fut, v.cond, v.marker} {
		if b {
			t |= 1 << i
		}
	}
	return t
}

// headOfDeed is the noun that governs an infinitive behind a phrase: that phrase's, or
// the one that it says the author of: "a request by Poland to transfer".
func (r *parser) headOfDeed(n *np) *np {
	if n == nil || n.head != nil && n.head.Op != lang.OpNone {
		return n
	}
	if n.prep == nil || !r.isBy(n.prep) && n.prep.Kind != "origin" {
		return nil
	}
	for k := range r.phrases {
		if q := r.phrases[k].np; q != nil && q.next == n && q.head != nil && (q.head.Op == lang.OpDemanded || q.head.Op != lang.OpNone && r.pack.AdjectiveBefore()) {
			return q
		}
	}
	return nil
}

// headOfChain is the noun that "of" and "between" phrases hang on: the agreement
// of "acordul de încetare a focului".
func (r *parser) headOfChain(n *np) *np {
	for d := 0; n != nil && n.prep != nil && d < 4 && (contains(r.pack.Of, n.prep.Lemma) || n.prep.Kind == "between"); d++ {
		var up *np
		for k := range r.phrases {
			if q := r.phrases[k].np; q != nil && q.next == n {
				up = q
			}
		}
		if up == nil || up.head == nil || r.bearer(up) {
			return n
		}
		n = up
	}
	return n
}

// reduced decides whether a form that may be finite is a participle: the clause
// has its verb already, or a "by" follows.
func (r *parser) reduced(cur *clause, k int) bool {
	if cur.verb == nil && cur.link == linkRel && cur.known && r.pack.AdjectiveBefore() {
		return false // "the missile that hit Poland was fired"
	}
	if cur.verb == nil && len(cur.pre) > 0 && r.pack.VerbLast {
		return false // "Litauen verlangt von Belarus": a participle would close the clause
	}
	if cur.verb != nil && r.saysAfter(k) {
		return false
	}
	if cur.verb != nil {
		if k > 0 && (r.phrases[k-1].kind == 'c' || r.phrases[k-1].kind == ',') {
			return r.byFollows(k)
		}
		for a := cur.parent; a != nil; a = a.parent {
			if a.verb == nil && len(a.pre) > 0 {
				return false
			}
			if a.verb == nil && a == r.clauses[0] && cur.sep > 0 && cur.sep < len(cur.post) && cur.post[len(cur.post)-1].prep == nil {
				return r.byFollows(k) // "Armed with drones, Russia attacked"
			}
		}
		if cur.verb.verb != nil && cur.verb.verb.Say && len(cur.post) > 0 && cur.sep == 0 {
			return r.byFollows(k)
		}
		return !r.ownSubject(k)
	}
	if len(cur.pre) == 0 && cur.host == nil {
		return true
	}
	if at := r.phrases[k].vg.i1; r.pack.AdjectiveBefore() && !r.pack.Case && len(cur.pre) > 0 && at < len(r.items) && r.actorish(cur.pre[len(cur.pre)-1]) {
		if it := &r.items[at]; it.pos == 0 && it.punct == 0 && !it.digits && !it.joined {
			return false // so has "Brazil condemned violence by", if one that the pack does not list
		}
	}
	if k+1 < len(r.phrases) && !r.pack.Case && r.phrases[k+1].kind == 'N' && r.phrases[k+1].np.prep == nil {
		return false // it has an object: "Brussels expelled two diplomats accused of spying"
	}
	if p := cur.parent; cur.link == linkRel && p != nil && p.verb == nil && len(p.pre) > 0 && len(cur.pre) > 0 {
		return r.byFollows(k) // "the drones that Iran supplied were used"
	}
	if v := r.phrases[k].vg; v.verb != nil && !v.verb.Say {
		// "sancțiunile impuse Rusiei rămân": the clause's verb is yet to come.
		for m := k + 1; m < len(r.phrases); m++ {
			if p := &r.phrases[m]; p.kind == 'N' && m == k+1 && p.np.prep == nil && r.pack.AdjectiveBefore() {
				break // "arrested a citizen accused of": it has its object
			} else if p.kind == 'V' {
				if finite(p.vg) && !p.vg.marker && !(p.vg.feats.Any(lang.Part) && !p.vg.aux && r.byFollows(m)) {
					return true
				}
				break
			} else if p.kind != 'N' && p.kind != 'D' {
				break
			}
		}
	}
	return r.byFollows(k)
}

// ownSubject reports whether what stands between a conjunction and verb k is the
// verb's subject: "held talks, and their ministers signed a treaty".
func (r *parser) ownSubject(k int) bool {
	if r.pack.Case || k < 2 || r.phrases[k-1].kind != 'N' || r.phrases[k-1].np.prep != nil || r.phrases[k-2].kind != 'c' || r.byFollows(k) {
		return false
	}
	if p := r.phrases[k-1].np.pronoun; p != nil {
		return p.Kind == "pers"
	}
	return k+1 < len(r.phrases) && r.phrases[k+1].kind == 'N' && r.phrases[k+1].np.prep == nil
}

// saysAfter reports whether verb k tells who said what stands before: "…, Putin
// said", "…" said Putin.
func (r *parser) saysAfter(k int) bool {
	if v := r.phrases[k].vg; k < 1 || v.verb == nil || !v.verb.Say || r.byFollows(k) {
		return false
	}
	switch p := &r.phrases[k-1]; {
	case p.kind == '"':
		return !p.open
	case p.kind != 'N' || p.np.prep != nil || k < 2 || !r.actorish(p.np):
		return false
	}
	return r.phrases[k-2].kind == ',' || r.phrases[k-2].kind == '"' && !r.phrases[k-2].open
}

func (r *parser) byFollows(k int) bool {
	if k+1 < len(r.phrases) {
		n := &r.phrases[k+1]
		return n.kind == 'N' && n.np.prep != nil && r.isBy(n.np.prep) && n.np.head == nil || n.kind == 'N' && n.np.prep != nil && r.isBy(n.np.prep) && r.bearer(n.np)
	}
	return false
}

// complement reports whether a "that" clause or a quotation follows verb k.
func (r *parser) complement(k int) bool {
	for m := k + 1; m < len(r.phrases) && m < k+5; m++ {
		switch r.phrases[m].kind {
		case 's':
			return r.phrases[m].lex.Kind == "that"
		case ':', '"':
			return true
		case 'N', 'D':
			continue
		case ',':
			if m+1 < len(r.phrases) && r.phrases[m+1].kind == 'N' && r.phrases[m+1].np.prep != nil && r.phrases[m+1].np.prep.Kind == "cite" {
				continue
			}
			return false
		default:
			return false
		}
	}
	return false
}

func (r *parser) isBy(l *lang.Lexeme) bool { return contains(r.pack.By, l.Lemma) }
