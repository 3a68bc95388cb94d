package extract

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// site is a place where frames may fire: a verb, or a noun that names an event.
type site struct {
	lex    *lang.Lexeme
	c      *clause
	n      *np  // the noun phrase, of a noun
	head   bool // lex is the head of n
	outer  *np  // the phrase that n is a genitive of, or n
	isObj  bool // the noun is the object (or the passive's subject) of the clause's verb
	isSubj bool
	prepN  *lang.Lexeme
	adj    int // item of an adjective trigger
}

// filled is what a frame found.
type filled struct {
	f    *lang.Frame
	s    *site
	refs [lang.NumRoles][]ref
	nps  [lang.NumRoles]*np
	slot [lang.NumRoles]lang.Slot
	n    int
}

// frames fires all frames of the sentence.
func (r *parser) frames() {
	for _, c := range r.clauses {
		if c.verb != nil && c.verb.verb != nil {
			if !r.fire(&site{lex: c.verb.verb, c: c}) {
				// Another verb of the same form: "susținut" backs as well as says.
				own := c.verb.verb
				for _, e := range r.items[c.verb.start].alts {
					if e.Lex != nil && e.Lex != own && e.Lex.POS == lang.Verb {
						c.verb.verb = e.Lex
						if r.fire(&site{lex: e.Lex, c: c}) {
							break
						}
					}
				}
				c.verb.verb = own
			}
			if c.gov3 != nil && c.verb.copula {
				r.fire(&site{lex: c.gov3, c: c})
			}
		}
		if c.subj != nil && c.subj.clause == c {
			r.noun(c, c.subj)
		}
		for _, n := range c.pre {
			if n != c.subj {
				r.noun(c, n)
			}
		}
		for _, n := range c.post {
			if n != c.subj {
				r.noun(c, n)
			}
		}
	}
}

// noun fires the frames of a noun phrase and of all that is in it.
func (r *parser) noun(c *clause, n *np) {
	for _, q := range n.equals() {
		r.nounIn(c, q, n)
	}
}

func (r *parser) nounIn(c *clause, n, outer *np) {
	if n.clause == nil {
		n.clause = c
	}
	s := site{c: c, n: n, outer: outer, prepN: outer.prep}
	if c.verb != nil && (slices.Contains(outer.equals(), n) || outer.head != nil && outer.head.Op != lang.OpNone && outer.head != n.head) {
		switch {
		case outer.prep == nil && outer != c.subj && slices.Contains(c.post, outer), outer == c.object,
			outer.prep != nil && contains(r.pack.Object, outer.prep.Lemma):
			s.isObj = !c.verb.passive
		case outer == c.subj:
			s.isSubj = true
			s.isObj = c.verb.passive || c.verb.refl
		}
	}
	fired := false
	if n.head != nil {
		s.lex, s.head = n.head, true
		cp := s
		fired = r.fire(&cp)
	}
	for _, l := range n.nouns {
		if n.head != nil && n.head.Classes.Any(r.cls.treaty) {
			break // "a cooperation agreement" is an agreement
		}
		cp := s
		cp.lex, cp.head = l, false
		r.fire(&cp)
	}
	for _, l := range n.mods {
		cp := s
		cp.lex, cp.head = l, false
		r.fire(&cp)
	}
	if n.partLex != nil {
		cp := s
		cp.lex, cp.head = n.partLex, false
		r.fire(&cp)
	}
	for _, g := range n.gens {
		for _, q := range g.equals() {
			o := outer
			if q.head != nil && !(fired && q.head.Classes.Any(r.cls.treaty)) {
				r.nounIn(c, q, o)
			}
		}
	}
}

// fire tries the frames of a site. The first that fits wins; an extra one may
// fire beside it.
func (r *parser) fire(s *site) bool {
	fired := false
	for _, f := range r.pack.FramesOf(s.lex) {
		if fired && !f.Extra {
			continue
		}
		m := filled{f: f, s: s}
		if why := r.match(&m); why != "" {
			r.drop(f.Rule, why)
			continue
		}
		if r.emit(&m) && !f.Extra {
			fired = true
		}
	}
	return fired
}

// match fills a frame's roles; it says why it could not.
func (r *parser) match(m *filled) string {
	f := m.f
	if f.NoPassive && m.s.c.verb != nil && m.s.c.verb.passive && m.s.n == nil {
		return "passive"
	}
	if len(f.Within) > 0 && !r.within(m) {
		return "words missing"
	}
	if !r.fill(m, 0) {
		return "arguments missing"
	}
	if f.Plural && distinct(m.refs[lang.RoleSubject]) < 2 {
		return "one subject"
	}
	return ""
}

func (r *parser) within(m *filled) bool {
	i0, i1 := r.extent(m.s.c)
	if h := m.s.c.host; h != nil && h.i1 <= len(r.items) {
		i0, i1 = min(i0, h.i0), max(i1, h.i0)
	}
	for i := i0; i < i1; i++ {
		for _, a := range r.items[i].alts {
			if a.Lex != nil && slices.Contains(m.f.Within, a.Lex) {
				return true
			}
		}
	}
	return false
}

// extent is the stretch of a clause's items.
func (r *parser) extent(c *clause) (int, int) {
	i0, i1 := len(r.items), 0
	grow := func(a, b int) { i0, i1 = min(i0, a), max(i1, b) }
	if c.verb != nil {
		grow(c.verb.i0, c.verb.i1)
	}
	for _, n := range c.pre {
		grow(n.i0, n.i1)
	}
	for _, n := range c.post {
		grow(n.i0, n.i1)
	}
	for _, d := range c.dates {
		grow(d.i0, d.i1)
	}
	return i0, i1
}

// fill fills role k and those after it, taking back a choice that leaves a
// later required role empty.
func (r *parser) fill(m *filled, k int) bool {
	if k == len(m.f.Roles) {
		return r.complete(m)
	}
	rs := &m.f.Roles[k]
	for i := range rs.Fillers {
		fl := &rs.Fillers[i]
		var buf [12]*np
		for _, cand := range r.candidates(m.s, fl, buf[:0]) {
			refs, ok := r.fits(m, fl, cand, rs.Role)
			if !ok {
				continue
			}
			if r.taken(m, k, cand, fl) {
				continue
			}
			m.refs[rs.Role], m.nps[rs.Role], m.slot[rs.Role] = refs, cand, fl.Slot
			m.n++
			if r.fill(m, k+1) {
				return true
			}
			m.refs[rs.Role], m.nps[rs.Role] = nil, nil
			m.n--
		}
	}
	if rs.Required && !(rs.Role == lang.RoleObject) {
		return false
	}
	return r.fill(m, k+1)
}

// complete checks that both ends are there.
func (r *parser) complete(m *filled) bool {
	subj, obj := m.refs[lang.RoleSubject], m.refs[lang.RoleObject]
	if len(subj) == 0 {
		return false
	}
	sp := r.x.ontology.Spec(m.f.Kind)
	if len(obj) == 0 {
		if sp != nil && sp.Symmetric && distinct(subj) >= 2 && !objectRequired(m.f) {
			return true
		}
		return false
	}
	for _, s := range subj {
		for _, o := range obj {
			if s.id != o.id || s.np != o.np && s.person && o.person && s.agent.ID != o.agent.ID {
				return true
			}
		}
	}
	return false
}

func objectRequired(f *lang.Frame) bool {
	for _, rs := range f.Roles {
		if rs.Role == lang.RoleObject {
			return rs.Required
		}
	}
	return false
}

func distinct(refs []ref) int {
	n := 0
	for i := range refs {
		if !slices.ContainsFunc(refs[:i], func(o ref) bool { return o.id == refs[i].id }) {
			n++
		}
	}
	return n
}

// taken reports whether a phrase already fills another role of an actor.
func (r *parser) taken(m *filled, k int, cand *np, fl *lang.Filler) bool {
	if cand != nil && cand == m.s.c.subj && m.s.n == nil && m.s.c.verb.refl && !m.s.c.verb.passive && r.reciprocal(m.s.c) {
		return false
	}
	for j := 0; j < k; j++ {
		role := m.f.Roles[j].Role
		if m.nps[role] == cand && cand != nil && role == lang.RoleSubject && fl.Type == lang.TypeActor && !fl.Owner && !(m.slot[role] != fl.Slot && (m.slot[role] == lang.SlotAdj || fl.Slot == lang.SlotAdj || m.slot[role] == lang.SlotPoss || fl.Slot == lang.SlotPoss)) {
			return true
		}
	}
	return false
}

// brought are the participles of light verbs that hang on a clause's object or
// on what becomes its subject: "a ridicat sancțiunile impuse Libiei".
func (r *parser) brought(c *clause) []*clause {
	var out []*clause
	for _, d := range r.clauses {
		if d.link == linkPart && d.verb != nil && d.verb.verb != nil && d.verb.verb.Light && d.host != nil && d.host.clause == c && !r.actorish(d.host) {
			out = append(out, d)
		}
	}
	return out
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

// candidates lists the phrases in a slot, nearest first.
func (r *parser) candidates(s *site, fl *lang.Filler, out []*np) []*np {
	c := s.c
	v := c.verb
	isVerb := s.n == nil
	switch fl.Slot {
	case lang.SlotSubj:
		if isVerb && v != nil {
			if v.passive && !v.verb.Intrans {
				out = r.byOf(c.post, out)
				if len(out) == 0 {
					out = r.byOf(c.pre, out)
				}
				break
			}
			if c.subj == nil && v.feats.Any(lang.P1) {
				out = append(out, r.weOf(c))
			}
			if c.subj != nil && c.subj != c.object {
				out = append(out, c.subj)
			}
		}
	case lang.SlotObj:
		if isVerb && v != nil {
			if v.passive {
				if c.subj != nil {
					out = append(out, c.subj)
				}
				break
			}
			if c.object != nil {
				out = append(out, c.object)
			}
			for _, n := range c.post {
				if n == c.subj || n == c.object {
					continue
				}
				if n.prep == nil && (n.feats&lang.Cases == 0 || n.feats.Any(lang.Acc|lang.Nom|lang.Gen&^lang.Dat)) || n.prep != nil && contains(r.pack.Object, n.prep.Lemma) {
					if n.feats&lang.Cases != 0 && !n.feats.Any(lang.Acc|lang.Nom) && r.pack.Case && n.prep == nil && n.feats.Any(lang.Dat) {
						continue
					}
					out = append(out, n)
				}
			}
			if len(out) > 1 && !r.pack.Case {
				out = r.unparted(out)
			}
			if len(out) > 1 && !r.pack.Case && fl.Type != lang.TypeClass {
				// The last of two bare phrases is the object.
				slices.Reverse(out)
			}
			if v.refl && c.subj != nil {
				out = append(out, c.subj)
			}
			if r.pack.FreeOrder && len(out) == 0 {
				for _, n := range c.pre {
					if n != c.subj && n.prep == nil {
						out = append(out, n)
					}
				}
			}
		}
	case lang.SlotDat:
		list := func(ns []*np) {
			for _, n := range ns {
				if n == c.subj && !(s.n != nil) {
					continue
				}
				switch {
				case n.prep == nil && r.pack.Case && n.feats.Any(lang.Dat) && !n.feats.Any(lang.Nom):
					out = append(out, n)
				case n.prep != nil && contains(r.pack.To, n.prep.Lemma):
					out = append(out, n)
				}
			}
		}
		if isVerb {
			list(c.post)
			list(c.pre)
			for _, d := range r.brought(c) {
				for _, n := range d.post {
					if n.prep == nil && r.pack.Case && (n == d.post[0] && n.name != nil || n.feats.Any(lang.Dat) && !n.feats.Any(lang.Nom)) {
						out = append(out, n)
					}
				}
			}
			if !r.pack.Case && v != nil && !v.passive {
				// "gave Ukraine tanks"
				var bare []*np
				for _, n := range c.post {
					if n.prep == nil && n != c.subj {
						bare = append(bare, n)
					}
				}
				if len(bare) > 1 {
					out = append(out, bare[0])
				}
			}
			if len(out) == 0 && v != nil && v.clitic && c.link == linkComp && c.parent != nil && r.pack.Case {
				// "a cerut Germaniei să îi livreze": who asked.
				if n := r.subjectOf(c.parent); n != nil && n != c.subj {
					out = append(out, n)
				}
			}
			if len(out) == 0 && v != nil {
				// "a livrat tancurile Ucrainei": a genitive that may be a dative.
				for _, n := range c.post {
					if n.prep == nil && len(n.gens) > 0 && r.pack.Case && n.head != nil {
						out = append(out, n.gens[len(n.gens)-1])
					}
				}
				if c.subj != nil && v.passive && len(c.subj.gens) > 0 && c.subj.head != nil && r.pack.Case {
					out = append(out, c.subj.gens[0])
				}
			}
		} else {
			for _, n := range r.following(s) {
				if n.prep == nil && r.pack.Case && (n.feats.Any(lang.Dat) && !n.feats.Any(lang.Nom) || n == r.followBare && n.name != nil) || n.prep != nil && contains(r.pack.To, n.prep.Lemma) {
					out = append(out, n)
				}
			}
			if s.isObj || s.isSubj {
				list(c.post)
			}
		}
	case lang.SlotBy:
		if isVerb {
			out = r.byOf(c.post, out)
			for _, d := range r.clauses {
				// "intercepts missiles fired by X"
				if len(out) == 0 && d.link == linkPart && d.parent == c && d.host != nil && slices.Contains(c.post, d.host) {
					out = r.byOf(d.post, out)
				}
			}
		} else {
			out = r.byOf(r.following(s), out)
			if len(out) == 0 && (s.isObj || s.isSubj) && !(v.passive && !v.Light()) && (v.passive || !r.pack.AdjectiveBefore()) {
				out = r.byOf(c.post, out)
			}
		}
	case lang.SlotGen:
		if s.n != nil {
			for _, g := range s.n.gens {
				if !r.pack.AdjectiveBefore() || g.i1 > s.n.headAt(r) {
					out = append(out, g)
				}
			}
			if !r.pack.Case || len(out) == 0 {
				for _, n := range r.following(s) {
					if !r.pack.Case && n != s.n.next && n != s.outer.next {
						break // "of" joins what stands side by side
					}
					if n.prep != nil && !r.pack.Case && contains(r.pack.Of, n.prep.Lemma) || n.prep != nil && n.prep.Kind == "" && r.pack.Case && len(r.pack.Of) > 0 && n.prep.Lemma == r.pack.Of[0] {
						out = append(out, n)
						break
					}
				}
			}
			if len(out) == 0 && r.pack.Case && s.head {
				// An indefinite noun: the form that could be a dative is its genitive.
				for _, n := range r.following(s) {
					if n.prep == nil && n.feats.Any(lang.Gen) && !n.feats.Any(lang.Nom) {
						out = append(out, n)
					}
					break
				}
			}
		}
	case lang.SlotPoss:
		if s.n != nil {
			for _, g := range s.n.gens {
				if r.pack.AdjectiveBefore() && g.i1 <= s.n.headAt(r) {
					out = append(out, g)
				}
			}
			if s.n.poss != nil {
				out = append(out, s.n)
			}
		}
	case lang.SlotAdj:
		if s.n != nil && (len(s.n.adjs) > 0 || s.n.partLex == s.lex && s.lex != nil) {
			out = append(out, s.n)
		}
	case lang.SlotSelf:
		if s.n != nil {
			out = append(out, s.n)
		}
	case lang.SlotLight:
		if s.n != nil && v != nil && v.verb != nil && (v.verb.Light || v.copula && s.isObj) && (s.isObj || s.isSubj || s.carried(r)) {
			if v.passive {
				out = r.byOf(c.post, out)
				if len(out) == 0 && c.link == linkPart && c.parent != nil {
					break
				}
			} else if c.subj != nil && c.subj != s.n && c.subj != s.outer {
				out = append(out, c.subj)
			}
		}
		if s.n != nil && len(out) == 0 && v == nil {
			// Headlines: "Vizita …", none.
			break
		}
	case lang.SlotContent:
		for _, d := range r.clauses {
			if d.parent == c && (d.link == linkThat || d.link == linkComp || d.link == linkPurpose) {
				out = append(out, d.post...)
			}
		}
	case lang.SlotMatrix:
		if !isVerb {
			for d := c; d != nil; d = d.parent {
				if n := r.subjectOf(d); n != nil && n != s.outer && n != s.n {
					out = append(out, n)
					break
				}
				if !r.pack.AdjectiveBefore() {
					break
				}
			}
			break
		}
		if c.parent != nil {
			if n := r.subjectOf(c.parent); n != nil && n != c.subj {
				out = append(out, n)
			}
		}
	case lang.SlotPred:
		if isVerb && v != nil && v.copula {
			for _, n := range c.post {
				if n.prep == nil {
					out = append(out, n)
				}
			}
		}
	case lang.SlotHost:
		if isVerb {
			if c.host != nil {
				out = append(out, c.host)
			}
		} else {
			out = r.hostOf(s, out)
		}
	case lang.SlotCtx:
		out = append(out, nil)
	case lang.SlotPrep:
		if isVerb {
			for _, n := range c.post {
				if n.prep != nil && n.prep.Lemma == fl.Prep && n != c.subj && !r.elsewhere(c, n) {
					out = append(out, n)
				}
			}
			for _, n := range c.pre {
				if n.prep != nil && n.prep.Lemma == fl.Prep {
					out = append(out, n)
				}
			}
			for _, d := range r.clauses {
				// What hangs on a participle of the object: "lifts the sanctions imposed on".
				if d.link == linkPart && d.parent == c && d.host != nil && slices.Contains(c.post, d.host) {
					for _, n := range d.post {
						if n.prep != nil && n.prep.Lemma == fl.Prep {
							out = append(out, n)
						}
					}
				}
			}
			for _, n := range c.post {
				if n.prep == nil && n.next != nil && n.next.clause != c && n.next.prep.Lemma == fl.Prep {
					out = append(out, n.next)
				}
			}
			for _, d := range r.brought(c) {
				for _, n := range d.post {
					if n.prep != nil && n.prep.Lemma == fl.Prep {
						out = append(out, n)
					}
				}
			}
			if c.subj != nil && (v.passive || v.refl) {
				for n := c.subj.next; n != nil; n = n.next {
					if n.prep.Lemma == fl.Prep && !slices.Contains(out, n) {
						out = append(out, n)
					}
				}
			}
		} else {
			for _, n := range r.following(s) {
				if n.prep != nil && n.prep.Lemma == fl.Prep && r.nextTo(s, n) {
					out = append(out, n)
				}
			}
			if s.isObj || s.isSubj || v != nil && v.verb != nil && v.verb.Light {
				for _, n := range c.post {
					if n.prep != nil && n.prep.Lemma == fl.Prep && !slices.Contains(out, n) && n != s.n && n != s.outer && r.nextTo(s, n) {
						out = append(out, n)
					}
				}
				for _, n := range c.pre {
					if n.prep != nil && n.prep.Lemma == fl.Prep && !slices.Contains(out, n) && n != s.n && n != s.outer && !r.pack.AdjectiveBefore() {
						out = append(out, n)
					}
				}
			}
		}
	}
	return out
}

// carried reports whether a noun with a preposition is what the light verb
// carries: "a ajuns la un acord", "a impus un pachet de sancțiuni".
func (s *site) carried(r *parser) bool {
	if s.prepN == nil || len(s.c.post) == 0 || !slices.Contains(s.outer.equals(), s.n) {
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
			return n.prep == nil && (n.head == nil || n.head.Classes.Empty() || n == s.c.post[0])
		}
	}
	return false
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
		if d == 0 && (q.head == nil || !q.head.Classes.Any(r.cls.relations)) {
			return false
		}
		if d == 0 && !contains(r.pack.Of, q.prep.Lemma) {
			return true
		}
		n = q
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
			if p.np.prep == nil && !(r.pack.Case && p.np.feats.Any(lang.Dat) && !p.np.feats.Any(lang.Nom)) {
				return r.follow
			}
			r.follow = append(r.follow, p.np)
			if r.pack.AdjectiveBefore() && p.np.head != nil && !p.np.head.Classes.Any(r.cls.treaty) && len(r.pack.FramesOf(p.np.head)) > 0 {
				return r.follow // what comes now belongs to this event
			}
		case 'D', 'x', '(':
		case '"':
		case ',':
			// One more stretch in commas may belong: "livrarea, de către …".
			if k+1 < len(r.phrases) && r.phrases[k+1].kind == 'N' && r.phrases[k+1].np.prep != nil && r.isBy(r.phrases[k+1].np.prep) {
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
			if finite(v) && !v.passive || v.aux || v.verb == nil || !v.verb.Light && !r.pack.AdjectiveBefore() || k != at+1 && r.phrases[k-1].kind != 'N' && r.phrases[k-1].kind != 'D' {
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
			break
		}
	}
	if s.n.person != "" {
		out = append(out, s.n)
	}
	return out
}

// byOf picks the phrases that name an agent.
func (r *parser) byOf(ns []*np, out []*np) []*np {
	for _, n := range ns {
		if n.prep != nil && r.isBy(n.prep) && (n.head == nil || n.head.Office != "" || n.head.Classes.Any(r.cls.countries) || n.head.Classes.Any(r.cls.nobind)) {
			out = append(out, n)
		}
	}
	return out
}

// fits checks a candidate against a filler's type, and gives whom it means.
func (r *parser) fits(m *filled, fl *lang.Filler, n *np, role lang.Role) ([]ref, bool) {
	if n == nil {
		return r.context(m, role)
	}
	switch fl.Type {
	case lang.TypeAny:
		return nil, true
	case lang.TypePlace:
		return nil, n.name != nil || n.person != "" || n.head != nil
	case lang.TypeClass:
		if !r.ofClass(n, fl.Class) {
			return nil, false
		}
		if fl.Owner {
			o := r.ownersOf(n)
			return o, len(o) > 0
		}
		if role == lang.RoleSubject || role == lang.RoleObject || role == lang.RoleAgainst {
			x := r.resolve(n)
			return strong(x), len(strong(x)) > 0
		}
		return nil, true
	case lang.TypeBody:
		if n.head == nil || !n.head.Classes.Any(r.cls.nobind) {
			if x := strong(r.resolve(n)); len(x) > 0 {
				return x, true
			}
			if n.name == nil || n.name.Class != lang.ClassMinistry && n.name.Class != lang.ClassPalace {
				return nil, false
			}
		}
		o := r.owners(n)
		for i := range o {
			o[i].agent = graph.Agent{Name: r.span(n.i0, n.i1), Office: "PARLIAMENT"}
		}
		return o, len(o) > 0
	}
	var refs []ref
	switch fl.Slot {
	case lang.SlotAdj:
		if n.partLex != nil && n.partLex == m.s.lex {
			refs = append(refs, ref{id: n.partBy.Entity, np: n})
			break
		}
		for _, a := range n.adjs {
			refs = append(refs, ref{id: a.Entity, np: n})
		}
	case lang.SlotPoss:
		if n == m.s.n {
			if n.possF.Any(lang.Pl) {
				group := r.group(n)
				if !r.pack.Case && !n.possF.Any(lang.P1) {
					if ids := r.antecedents(n); len(ids) > 0 {
						group = ids
					}
				}
				for _, id := range group {
					refs = append(refs, ref{id: id, np: n, coref: true})
				}
			} else if id := r.possessor(n); id != "" {
				refs = append(refs, ref{id: id, np: n, coref: true})
			}
			break
		}
		fallthrough
	default:
		if fl.Owner {
			refs = r.ownersOf(n)
			break
		}
		refs = strong(r.resolve(n))
		if len(refs) > 0 && len(n.conj) > 0 && fl.Slot == lang.SlotPrep && r.pack.AdjectiveBefore() {
			refs = r.resolve(n) // "in northern Syria and Iraqi Kurdistan"
		}
		if len(refs) == 0 && (fl.Slot == lang.SlotPrep || fl.Slot == lang.SlotGen || fl.Slot == lang.SlotDat || fl.Type == lang.TypeState || fl.Slot == lang.SlotObj) && fl.Type != lang.TypeLeader {
			// A place or a people stands for its state where something is done to it.
			for _, x := range r.resolve(n) {
				if x.weak {
					x.agent = graph.Agent{}
					refs = append(refs, x)
				}
			}
		}
	}
	var out []ref
	for _, x := range refs {
		ok := true
		switch fl.Type {
		case lang.TypeState:
			ok = x.id.Kind() == graph.State
		case lang.TypeOrg:
			ok = x.id.Kind() == graph.Organisation
		case lang.TypeGroup:
			ok = x.id.Kind() == graph.NonStateActor
		case lang.TypeLeader:
			ok = x.person && x.agent.ID != ""
		}
		if ok && x.id != "" {
			out = append(out, x)
		}
	}
	return out, len(out) > 0
}

// ownersOf are the owners of a phrase and its equals.
func (r *parser) ownersOf(n *np) []ref {
	var out []ref
	for _, q := range n.equals() {
		if q.head == nil && q.name != nil && q.name.Class == lang.ClassAdj {
			out = append(out, ref{id: q.name.Entity, np: q}) // of a noun that the pack does not know
		}
		out = append(out, r.owners(q)...)
	}
	return out
}

func strong(refs []ref) []ref {
	for i := range refs {
		if refs[i].weak {
			var out []ref
			for _, x := range refs {
				if !x.weak {
					out = append(out, x)
				}
			}
			return out
		}
	}
	return refs
}

// ofClass reports whether the phrase, one of its equals, or what it counts
// ("50 de tancuri", "un lot de rachete") is of the class.
func (r *parser) ofClass(n *np, class lang.ClassSet) bool {
	for _, q := range n.equals() {
		if q.head != nil && q.head.Classes.Any(class) || q.person != "" && class.Any(r.cls.person) {
			return true
		}
		for _, l := range q.nouns {
			if l.Classes.Any(class) {
				return true
			}
		}
		for _, g := range q.gens {
			if class.Any(r.cls.person) {
				break
			}
			if g.head != nil && g.head.Classes.Any(class) && q.head != nil && q.head.Classes.Empty() {
				return true
			}
		}
	}
	if nx := n.next; nx != nil && nx.prep != nil && contains(r.pack.Of, nx.prep.Lemma) && nx.head != nil && nx.head.Classes.Any(class) && (n.head == nil || !n.head.Classes.Any(r.cls.nobind)) {
		return n.head == nil || n.head.Classes.Empty() || n.head.Classes.Any(class.Or(r.cls.delivery))
	}
	return false
}

// enemy finds whom the receiver of arms or help fights, when the sentence speaks
// of the war.
func (r *parser) enemy(m *filled) ([]ref, bool) {
	found := false
	for i := range r.items {
		if l := r.items[i].lex(); l != nil && l.Classes.Any(r.cls.war) {
			found = true
			break
		}
	}
	if !found {
		return nil, false
	}
	for w := len(r.said.wars) - 1; w >= 0; w-- {
		for _, list := range [][]ref{m.refs[lang.RoleObject], m.refs[lang.RoleSubject]} {
			for _, x := range list {
				switch x.id {
				case r.said.wars[w].a:
					return []ref{{id: r.said.wars[w].b, coref: true}}, true
				case r.said.wars[w].b:
					return []ref{{id: r.said.wars[w].a, coref: true}}, true
				}
			}
		}
	}
	return nil, false
}

// context finds the other party of a war that the text has named.
func (r *parser) context(m *filled, role lang.Role) ([]ref, bool) {
	other := m.refs[lang.RoleSubject]
	if role == lang.RoleAgainst {
		return r.enemy(m)
	}
	switch {
	case role == lang.RoleObject && m.f.Kind == "MEDIATED_FOR":
		return r.parties(m)
	case role == lang.RoleObject && m.f.Kind == "CONDEMNED":
		return r.culprit(m)
	}
	if role == lang.RoleSubject {
		// Who attacks the object: the subject of what the phrase serves, else the
		// war named before.
		for k := range m.f.Roles {
			rs := &m.f.Roles[k]
			if rs.Role != lang.RoleObject {
				continue
			}
			for i := range rs.Fillers {
				var buf [8]*np
				for _, cand := range r.candidates(m.s, &rs.Fillers[i], buf[:0]) {
					if cand == nil {
						continue
					}
					x, ok := r.fits(m, &rs.Fillers[i], cand, lang.RoleObject)
					if !ok {
						continue
					}
					for w := len(r.said.wars) - 1; w >= 0; w-- {
						if r.said.wars[w].b == x[0].id {
							return []ref{{id: r.said.wars[w].a, coref: true}}, true
						}
					}
				}
			}
		}
		return nil, false
	}
	if len(other) > 0 {
		for w := len(r.said.wars) - 1; w >= 0; w-- {
			if r.said.wars[w].a == other[0].id {
				return []ref{{id: r.said.wars[w].b, coref: true}}, true
			}
		}
	}
	return nil, false
}
