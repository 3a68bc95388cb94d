package extract

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/loaders/outlets"
)

// attribute sets who says what a clause says, outermost first, and the voice.
func (r *parser) attribute(c *clause, cl *graph.Claim) {
	cl.Attribution = append(cl.Attribution, r.cites...)
	// Speakers around the clause, the outermost first.
	var chain []graph.Source
	var inner *clause // the innermost saying
	for d, x := 0, c; x != nil && x.parent != nil && d < 8; d++ {
		p := x.parent
		if x.link == linkThat && p.verb != nil && p.verb.verb != nil && (p.verb.verb.Say || p.verb.verb.Stance != "" || x.gov != nil && x.gov.Say) {
			if s, ok := r.source(p); ok {
				chain = append(chain, s)
				if inner == nil {
					inner = p
				}
			}
		}
		x = p
	}
	slices.Reverse(chain)
	for _, p := range r.clauses {
		if p.sayPost && p != c && !isAncestor(p, c) && !aside(c) && c.i0 <= p.i0 && r.rootBefore(c, p) {
			if s, ok := r.source(p); ok {
				if s.Role == graph.RoleAgency || s.Role == graph.RoleOutlet {
					cl.Attribution = append([]graph.Source{s}, cl.Attribution...) // it reports what others say
				} else {
					chain = append([]graph.Source{s}, chain...)
				}
				if inner == nil {
					inner = p
				}
			}
		}
	}
	cl.Attribution = append(cl.Attribution, chain...)
	if inner != nil && !inner.verb.passive {
		cl.Attribution = append(cl.Attribution, r.besides(inner)...)
	}
	if c.reported || c.verb != nil && c.verb.reported && len(chain) == 0 {
		cl.Attribution = append(cl.Attribution, graph.Source{Name: "unnamed", Role: graph.RoleUnnamed, Stance: graph.Says})
	}
	cl.Voice = r.voice(cl)
}

// besides are those who say it beside the first: "președinții X și Y au declarat".
// Each is a chain of its own.
func (r *parser) besides(c *clause) []graph.Source {
	if c.subj == nil {
		return nil
	}
	refs := r.resolve(c.subj)
	var out []graph.Source
	for i := 1; i < len(refs) && i < 6; i++ {
		x := &refs[i]
		s := graph.Source{ID: x.id, Name: r.nameOf(x.id), Role: graph.RoleSpeaker, Stance: graph.Says, Chain: i}
		if x.person && x.agent.ID != "" {
			s.ID, s.Name = x.agent.ID, x.agent.Name
		}
		if st := c.verb.verb.Stance; st != "" {
			s.Stance = st
		}
		out = append(out, s)
	}
	return out
}

// voice is who stands behind a claim: the innermost source that speaks for
// itself. An agency or another outlet reports as the article does.
func (r *parser) voice(cl *graph.Claim) graph.Voice {
	for _, s := range slices.Backward(cl.Attribution) {
		if s.Role == graph.RoleAgency || s.Role == graph.RoleOutlet {
			continue
		}
		if s.Chain > 0 && r.stateOf(s) != cl.Subject.ID {
			continue // one of several who say it
		}
		who := r.stateOf(s)
		switch {
		case who != "" && who == cl.Subject.ID:
			return graph.VoiceSubject
		case who != "" && who == cl.Object.ID:
			return graph.VoiceObject
		}
		return graph.VoiceThird
	}
	return graph.VoiceOutlet
}

// aside reports whether a clause only describes what another speaks of ("two
// countries that have supported the war"): a saying that follows the sentence
// does not cover it, the article says it.
func aside(c *clause) bool {
	for x := c; x != nil; x = x.parent {
		if x.link == linkRel {
			return true
		}
	}
	return false
}

func isAncestor(p, c *clause) bool {
	for x := c; x != nil; x = x.parent {
		if x == p {
			return true
		}
	}
	return false
}

// rootBefore reports whether the clause stands before the postposed saying.
func (r *parser) rootBefore(c, say *clause) bool { return c.i0 < say.i0 }

// stateOf is the state or organisation that a source speaks for.
func (r *parser) stateOf(s graph.Source) graph.EntityID {
	if s.ID.Kind() == graph.Leader {
		if x, ok := r.said.persons[s.ID]; ok {
			return x.id
		}
		if t, ok := r.termOf(s.ID, nil); ok {
			return t.Of
		}
	}
	return s.ID
}

// source is the speaker of a clause with a verb of saying.
func (r *parser) source(c *clause) (graph.Source, bool) {
	n := c.subj
	v := c.verb.verb
	if c.verb.passive {
		n = nil
		for _, q := range c.post {
			if q.prep != nil && r.isBy(q.prep) {
				n = q
			}
		}
	}
	if n == nil {
		if c.verb.passive || c.verb.refl {
			return graph.Source{Name: "unnamed", Role: graph.RoleUnnamed, Stance: graph.Says}, true
		}
		return graph.Source{}, false
	}
	s := r.sourceOf(n)
	if v.Stance != "" {
		s.Stance = v.Stance
	}
	return s, true
}

// sourceOf is a phrase as a source.
func (r *parser) sourceOf(n *np) graph.Source {
	s := graph.Source{Role: graph.RoleSpeaker, Stance: graph.Says}
	lo, hi := n.i0, n.i1
	for i := lo; i < hi+1 && i < len(r.items); i++ {
		if i == hi && !(n.head != nil && n.head.Classes.Any(r.cls.agency)) {
			break // "agenția IRNA" has its name behind
		}
		if l := r.items[i].lex(); l != nil && l.Source != "" {
			s.Role, s.Name = l.Source, r.outlet(i, l)
			return s
		}
	}
	if n.head != nil && n.head.Classes.Any(r.cls.agency) {
		s.Role = graph.RoleAgency
		s.Name = r.span(lo, hi)
		if n.person != "" {
			s.Name = n.person
		}
		// "Agenția …, Belta," has its name behind.
		for k := range r.phrases {
			if r.phrases[k].np == n && k+2 < len(r.phrases) && r.phrases[k+1].kind == ',' && r.phrases[k+2].kind == 'N' {
				q := r.phrases[k+2].np
				for i := q.i0; i < q.i1; i++ {
					if l := r.items[i].lex(); l != nil && l.Source != "" {
						s.Name = r.outlet(i, l)
					}
				}
			}
		}
		return s
	}
	if n.head != nil && n.head.Classes.Any(r.cls.unnamed) {
		s.Role, s.Name = graph.RoleUnnamed, r.span(lo, hi)
		return s
	}
	if n.head != nil && n.head.Classes.Any(r.cls.treaty.Or(r.cls.document)) {
		s.Role, s.Name = graph.RoleDocument, r.span(lo, hi)
		return s
	}
	refs := r.resolve(n)
	if len(refs) > 0 {
		x := refs[0]
		s.ID = x.id
		s.Name = r.nameOf(x.id)
		if x.person && x.agent.ID != "" {
			s.ID = x.agent.ID
			s.Name = x.agent.Name
		} else if x.agent.Name != "" && x.person {
			s.Name = x.agent.Name
		}
		return s
	}
	s.Name = r.span(lo, hi)
	if n.person != "" {
		s.Name = n.person
	}
	return s
}

// outlet is the name of an agency or outlet that a text names: the one that it
// is known by, or what the text calls it. (A pack may list many outlets as the
// forms of one word.)
func (r *parser) outlet(i int, l *lang.Lexeme) string {
	said := r.span(i, i+1)
	if o, ok := outlets.Find(said); ok {
		return o.Name
	}
	// "agenția Reuters"
	if o, ok := outlets.Find(l.Lemma); ok && strings.Contains(graph.Fold(said), graph.Fold(l.Lemma)) {
		return o.Name
	}
	return said
}

// listen finds the sentence's citations and, for each clause, who speaks in it.
func (r *parser) listen() {
	r.cites = r.cites[:0]
	for k := range r.phrases {
		p := &r.phrases[k]
		if p.kind == 'N' && p.np.prep != nil && p.np.prep.Kind == "cite" {
			r.cites = append(r.cites, r.sourceOf(p.np))
		}
	}
	for _, c := range r.clauses {
		if c.verb != nil && c.verb.verb != nil && c.verb.verb.Kind == "cite" && c.link == linkPart {
			for _, n := range c.post {
				if n.prep != nil && r.isBy(n.prep) {
					r.cites = append([]graph.Source{r.sourceOf(n)}, r.cites...)
					break
				}
			}
		}
	}
}

// speakerOf is the state that speaks in a clause, for "we" and "our".
func (r *parser) speakerOf(c *clause) graph.EntityID {
	for x := c; x != nil && x.parent != nil; x = x.parent {
		if p := x.parent; x.link == linkThat && p.verb != nil && p.verb.verb != nil && p.verb.verb.Say && p.subj != nil {
			for _, y := range r.resolve(p.subj) {
				return y.id
			}
		}
	}
	for _, p := range r.clauses {
		if p.sayPost && p != c && p.subj != nil && c.i0 < p.i0 {
			for _, y := range r.resolve(p.subj) {
				return y.id
			}
		}
	}
	return ""
}

// setClause tells what is in a phrase which clause it stands in.
func setClause(n *np, c *clause) {
	for _, g := range n.gens {
		for _, q := range g.equals() {
			if q.clause == nil {
				q.clause = c
			}
			if q != n {
				setClause(q, c)
			}
		}
	}
	for _, q := range n.conj {
		if q.clause == nil {
			q.clause = c
		}
	}
}

// settle resolves all phrases of the sentence in the order of the text, and
// gives the claims that stand in titles.
func (r *parser) settle() {
	for k := range r.phrases {
		if r.phrases[k].kind != 'N' {
			continue
		}
		n := r.phrases[k].np
		if n.clause != nil && (n.possF.Any(lang.P1) || n.pronoun != nil && n.feats.Any(lang.P1)) || n.clause != nil && n.clause.quoted {
			r.speaker = r.speakerOf(n.clause)
		} else {
			r.speaker = ""
		}
		setClause(n, n.clause)
		for _, g := range n.gens {
			if g.possF.Any(lang.P1) && n.clause != nil {
				r.speaker = r.speakerOf(n.clause)
			}
			r.resolve(g)
		}
		refs := r.resolve(n)
		for i := range refs {
			if n.leader != "" && n.person != "" {
				r.known[n.leader] = true
				if len(n.person) > len(r.spelt[n.leader]) {
					r.spelt[n.leader] = n.person
				}
			}
			if n.clause != nil && n == n.clause.subj && !refs[i].weak {
				r.said.lastSubj = &refs[i]
			}
		}
		if n.clause != nil {
			r.leads(n.clause, n)
		}
	}
	r.speaker = ""
}
