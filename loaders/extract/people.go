package extract

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/schema"
)

// stateDeeds are the kinds that a people does through its state alone: who says
// that the Russians shelled a town, or that the Dutch trained recruits, means the army.
var stateDeeds = map[schema.Kind]bool{
	"SUPPLIED_ARMS_TO": true, "SENT_TROOPS_TO": true, "WITHDREW_FORCES_FROM": true, "TRAINED_FORCES_OF": true,
	"SHARED_INTELLIGENCE_WITH": true, "EXERCISED_WITH": true, "SANCTIONED": true, "LIFTED_SANCTIONS_ON": true,
	"EMBARGOED": true, "RESTRICTED": true, "IMPOSED_TARIFFS_ON": true, "SEIZED_PROPERTY_OF": true,
	"DETAINED_NATIONALS_OF": true, "RELEASED_NATIONALS_OF": true, "EXCHANGED_PRISONERS_WITH": true,
	"AT_WAR_WITH": true, "INVADED": true, "ATTACKED": true, "FOUGHT_WITH": true, "INTERCEPTED": true,
	"VIOLATED_TERRITORY_OF": true, "SHOWED_FORCE_AGAINST": true, "TOOK_TERRITORY_FROM": true, "ANNEXED": true,
	"CEDED_TERRITORY_TO": true, "OCCUPIES": true, "BLOCKADED": true, "CEASEFIRE_WITH": true,
	"VIOLATED_CEASEFIRE_WITH": true, "GRANTED_TERRITORY_TO": true, "HOSTS_FORCES_OF": true, "EXPELLED_DIPLOMATS_OF": true,
	"JOINED": true, "LEFT": true, "SIGNED_TREATY_WITH": true, "NEGOTIATES_TREATY_WITH": true, "BROKE_RELATIONS_WITH": true,
}

// peopleAct makes a whole people the doer of what only its state does. A part of
// it, "trei ruși", is nobody.
func (r *parser) peopleAct(m *filled, role lang.Role, refs []ref) []ref {
	if role != lang.RoleSubject && role != lang.RoleObject || !stateDeeds[m.f.Kind] {
		return refs
	}
	for i := range refs {
		x := &refs[i]
		if !x.weak || x.np == nil || x.np.head != nil || x.np.num != 0 || x.np.some || !x.np.feats.Any(lang.Pl) || x.id.Kind() != graph.State {
			continue
		}
		if x.class == lang.ClassPeople || x.class == lang.ClassAdj && x.np.prep != nil && r.isBy(x.np.prep) {
			x.weak = false
		}
	}
	return refs
}
