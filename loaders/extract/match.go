package extract

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/schema"
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
}

// filled is what a frame found.
type filled struct {
	f    *lang.Frame
	s    *site
	refs [lang.NumRoles][]ref
	nps  [lang.NumRoles]*np
	slot [lang.NumRoles]lang.Slot
	n    int
	deep int // the last role that was asked for and not filled
}

// frames fires all frames of the sentence.
func (r *parser) frames() {
	for _, c := range r.clauses {
		if c.verb != nil && c.verb.verb != nil {
			if !r.fireVerb(c) {
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
	// With whom the quarrel is may be told only behind: "recalled its ambassador after
	// X attacked".
	for _, c := range r.quarrels {
		r.fireVerb(c)
	}
	r.quarrels = r.quarrels[:0]
}

// fireVerb fires the frames of a clause's verb, once for each group of a gapped
// list: "bought howitzers from France and radars from India".
func (r *parser) fireVerb(c *clause) bool {
	post, fired := c.post, false
	from := 0
	for i := 2; i+1 < len(post); i++ {
		if r.gapped(post, from, i) {
			c.post = post[from:i]
			fired = r.fire(&site{lex: c.verb.verb, c: c}) || fired
			from = i
		}
	}
	c.post = post[from:]
	fired = r.fire(&site{lex: c.verb.verb, c: c}) || fired
	c.post = post
	return fired
}

// gapped reports whether the verb's objects begin anew at post[i]: a bare phrase
// behind "and", followed by one with the preposition that the phrase before has.
func (r *parser) gapped(post []*np, from, i int) bool {
	a, b, c := post[i-1], post[i], post[i+1]
	if i-from < 2 || post[from].prep != nil || b.prep != nil || a.prep == nil || c.prep != a.prep || r.actorish(b) || post[from].head == nil || b.head == nil {
		return false
	}
	for k := 1; k < len(r.phrases); k++ {
		if r.phrases[k].np == b {
			return r.phrases[k-1].kind == 'c' && r.phrases[k-1].lex.Kind == "and"
		}
	}
	return false
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
	if n.head != nil && !(n.head.Classes.Any(r.cls.relations) && r.ofTreaty(outer)) {
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

// ofTreaty reports whether a phrase only says what a treaty is about: "un acord
// de cooperare".
func (r *parser) ofTreaty(n *np) bool {
	if n.prep == nil || !contains(r.pack.Of, n.prep.Lemma) && n.prep.Kind != "topic" {
		return false
	}
	for k := range r.phrases {
		p := r.phrases[k].np
		if p == nil {
			continue
		}
		for q := p; q != nil; {
			if q.next == n && q.head != nil && q.head.Classes.Any(r.cls.treaty) {
				return true
			}
			if len(q.gens) == 0 {
				break
			}
			q = q.gens[len(q.gens)-1]
		}
	}
	return false
}

// fire tries the frames of a site. The first that fits wins; an extra one may
// fire beside it, and one that is of another thing: "sent troops and drones".
func (r *parser) fire(s *site) bool {
	fired := false
	var things *np
	for _, f := range r.pack.FramesOf(s.lex) {
		if fired && !f.Extra && things == nil {
			continue
		}
		m := filled{f: f, s: s}
		if why := r.match(&m); why != "" {
			r.drop(f.Rule, why)
			continue
		}
		items := m.nps[lang.RoleItems]
		if fired && !f.Extra && (items == nil || items == things || items.prep != nil) {
			continue
		}
		if r.emit(&m) && !f.Extra {
			fired = true
			if items != nil && items.prep == nil && s.n == nil && r.pack.AdjectiveBefore() {
				things = items
			}
		}
	}
	return fired
}

// nothingFits is why a frame does not fire, for each role.
var nothingFits = func() (why [lang.NumRoles]string) {
	for role := range lang.NumRoles {
		why[role] = "nothing fits as its " + role.String()
	}
	return why
}()

// match fills a frame's roles; it says why it could not.
func (r *parser) match(m *filled) string {
	f := m.f
	r.frame = f
	if n := m.s.n; n != nil && slices.ContainsFunc(n.mods, func(l *lang.Lexeme) bool { return l.Classes.Any(r.cls.mock) }) {
		return "only played"
	}
	if v := m.s.c.verb; m.s.n != nil && m.s.isObj && v != nil && v.verb != nil && v.verb.Classes.Any(r.cls.mock) {
		return "only played"
	}
	if f.NoPassive && m.s.c.verb != nil && m.s.c.verb.passive && m.s.n == nil {
		return "passive"
	}
	if f.Passive && (m.s.n != nil || m.s.c.verb == nil || !m.s.c.verb.passive) {
		return "active"
	}
	if f.HeadOnly && m.s.n != nil && !m.s.head {
		return "no head"
	}
	if len(f.Within) > 0 && !r.within(m) {
		return "none of the words it wants is there"
	}
	if len(f.Behind) > 0 && (m.s.n == nil || !slices.Contains(f.Behind, m.s.prepN)) {
		return "no such preposition"
	}
	if !r.fill(m, 0) {
		if role := f.Roles[m.deep].Role; role != lang.RoleNeed {
			return nothingFits[role]
		}
		return "what it needs is not there"
	}
	if f.Plural && distinct(m.refs[lang.RoleSubject]) < 2 {
		return "one subject"
	}
	return ""
}

// within reports whether one of the words that a frame wants stands in the
// clause, or governs it.
func (r *parser) within(m *filled) bool {
	if g := m.s.c.gov; g != nil && slices.Contains(m.f.Within, g) {
		return true
	}
	for _, d := range r.clauses {
		if d.parent == m.s.c && (d.link == linkPurpose || d.link == linkComp) && d.verb != nil && slices.Contains(m.f.Within, d.verb.verb) {
			return true // "gave them a week to leave"
		}
	}
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
	for _, ns := range [][]*np{c.pre, c.post} {
		for _, n := range ns {
			at := n.i0
			if n.prep != nil && at > 0 {
				at-- // its preposition
			}
			grow(at, n.i1)
		}
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
			if rs.Role == lang.RoleObject {
				refs = r.spokenOf(m, cand, refs)
			}
			if r.taken(m, k, cand, fl) || rs.Role == lang.RoleObject && cand != nil && cand == m.nps[lang.RoleSubject] && sameEnds(refs, m.refs[lang.RoleSubject]) {
				continue
			}
			if v := m.s.c.verb; rs.Role == lang.RoleObject && fl.Slot == lang.SlotBy && m.s.n == nil && v != nil && v.passive && slices.Contains(m.s.c.post, cand) {
				continue // "condemned by Seoul": who does it
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
		m.deep = max(m.deep, k)
		return false
	}
	return r.fill(m, k+1)
}

// spokenOf gives what is "its" of a hostile deed to whoever tells of it, where it
// would be the doer's own: "Sierra Leone says that Guinea has detained its soldiers".
func (r *parser) spokenOf(m *filled, n *np, refs []ref) []ref {
	if n == nil || n.poss == nil || !n.possF.Any(lang.Sg) || n.possF.Any(lang.P1) || !r.pack.AdjectiveBefore() || !sameEnds(refs, m.refs[lang.RoleSubject]) {
		return refs
	}
	if sp := r.x.ontology.Spec(m.f.Kind); sp == nil || sp.Symmetric || sp.Goldstein > -5 && m.s.c.link != linkThat {
		return refs
	}
	for c := m.s.c; c != nil; c = c.parent {
		if c.link != linkThat || c.parent == nil {
			continue
		}
		if c.gov == nil || !c.gov.Say && c.gov.Stance != graph.Alleges {
			return refs
		}
		who := r.subjectOf(c.parent)
		if who == nil {
			return refs
		}
		var out []ref
		for _, x := range strong(r.resolve(who)) {
			out = append(out, ref{id: x.id, np: n, coref: true})
		}
		if len(out) == 1 {
			return out
		}
		return refs
	}
	return refs
}

// lacks notes an end that is not there.
func (m *filled) lacks(role lang.Role) {
	if k := slices.IndexFunc(m.f.Roles, func(rs lang.RoleSlot) bool { return rs.Role == role }); k >= 0 {
		m.deep = max(m.deep, k)
	}
}

// complete checks that both ends are there.
func (r *parser) complete(m *filled) bool {
	subj, obj := m.refs[lang.RoleSubject], m.refs[lang.RoleObject]
	if len(subj) == 0 {
		m.lacks(lang.RoleSubject)
		return false
	}
	m.lacks(lang.RoleObject)
	sp := r.x.ontology.Spec(m.f.Kind)
	if len(obj) == 0 {
		if m.f.Kind == "CEASEFIRE_WITH" && distinct(subj) > 2 && r.pack.FreeOrder {
			return false // a truce has two sides: the others brokered it
		}
		if sp != nil && (sp.Symmetric || m.f.Mutual) && distinct(subj) >= 2 && !objectRequired(m.f) {
			return true
		}
		return false
	}
	if sp != nil && sp.Goldstein < 0 && !sp.Symmetric && m.nps[lang.RoleSubject] != m.nps[lang.RoleObject] && distinct(subj) > 1 && distinct(obj) == 1 && (r.pack.FreeOrder || r.pack.AdjectiveBefore() && m.slot[lang.RoleObject] == lang.SlotPrep && contains(r.pack.Place, m.nps[lang.RoleObject].prep.Lemma) || r.pack.AdjectiveBefore() && sp.Reads(schema.OfLand)) &&
		slices.ContainsFunc(subj, func(s ref) bool { return s.id == obj[0].id }) {
		return false // two that drill near one of them threaten nobody
	}
	if sp != nil && !sp.Symmetric && r.pack.FreeOrder && !r.others(m) {
		return false
	}
	obj = m.refs[lang.RoleObject]
	if m.slot[lang.RoleSubject] == lang.SlotLight && r.pack.AdjectiveBefore() && sp != nil && sp.Goldstein < 0 &&
		slices.ContainsFunc(m.s.n.adjs, func(a *lang.Name) bool { return a.Entity == obj[0].id }) {
		return false // "Kenya raises the toll of a Somali raid on Kismayo": who tells of it did not do it
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

// sameEnds reports whether two lists mean the same, in order.
func sameEnds(a, b []ref) bool {
	return slices.EqualFunc(a, b, func(x, y ref) bool { return x.id == y.id })
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
