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
