package extract

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/schema"
)

// peopleAct makes a whole people the doer of what only its state does. A part of
// it, "trei ruși", is nobody.
func (r *parser) peopleAct(m *filled, role lang.Role, refs []ref) []ref {
	if role != lang.RoleSubject && role != lang.RoleObject || !r.x.ontology.Spec(m.f.Kind).Reads(schema.ByPeoples) {
		return refs
	}
	for i := range refs {
		x := &refs[i]
		if !x.weak || x.np == nil || x.np.head != nil || x.np.num != 0 || x.np.some || !x.np.feats.Any(lang.Pl) || x.id.Kind() != graph.State {
			continue
		}
		if x.np.prep != nil && m.s.n == nil && slices.Contains(m.s.c.pre, x.np) {
			continue // "un grup de americani a fost atacat"
		}
		if x.class == lang.ClassPeople || x.class == lang.ClassAdj && x.np.prep != nil && r.isBy(x.np.prep) {
			x.weak = false
		}
	}
	return refs
}

// tellersForces is whose forces or aircraft are that nobody is named for, where
// somebody who acts for a state tells what they did: "the ministry reports that
// forces killed".
func (r *parser) tellersForces(n *np) graph.EntityID {
	c := n.clause
	if !r.pack.AdjectiveBefore() || n.head == nil || c == nil || c.link != linkThat || c.gov == nil || !c.gov.Say || c.parent == nil || c.subj != n || c.verb == nil || c.verb.passive {
		return ""
	}
	if !n.feats.Any(lang.Pl) || n.def || n.num > 0 && c.object != nil || n.next != nil || len(n.mods)+len(n.nouns)+len(n.conj) > 0 || !n.head.Classes.Any(r.cls.units) && n.head.Arms != "AIRCRAFT" {
		return ""
	}
	x, ok := r.oneState(r.subjectOf(c.parent))
	if !ok || x.agent.Name == "" {
		return ""
	}
	return x.id
}

// oneState is the one state that a phrase means, if it means one.
func (r *parser) oneState(n *np) (ref, bool) {
	if n == nil {
		return ref{}, false
	}
	refs := strong(r.resolve(n))
	if len(refs) != 1 || refs[0].id.Kind() != graph.State {
		return ref{}, false
	}
	return refs[0], true
}

// orderersForces is whose forces are that nobody is named for, where somebody who acts for
// a state orders them to do something: "the premier ordered the army to strike".
func (r *parser) orderersForces(n *np) graph.EntityID {
	c := n.clause
	if !r.pack.AdjectiveBefore() || n.head == nil || c == nil || c.verb == nil || c.verb.verb == nil || c.verb.passive || c.subj == n || n.prep != nil || n.next != nil || len(n.nouns)+len(n.conj) > 0 ||
		c.verb.verb.Op != lang.OpAgreed || !c.verb.verb.ObjCtrl || !n.head.Classes.Any(r.cls.units) {
		return ""
	}
	who := r.subjectOf(c)
	if who == n {
		return ""
	}
	x, _ := r.oneState(who)
	return x.id
}
