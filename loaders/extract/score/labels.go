package score

import (
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// label is a coarse relation that a kind may stand for.
type label struct {
	name    string
	swapped bool // the ends the other way round
	ended   bool // the kind says that the labelled relation ended
}

// labels reads "name", with "~" for swapped ends and "!" for an ending.
func labels(words ...string) []label {
	out := make([]label, len(words))
	for i, w := range words {
		out[i] = label{
			name:    strings.TrimRight(w, "~!"),
			swapped: strings.Contains(w, "~"),
			ended:   strings.HasSuffix(w, "!"),
		}
	}
	return out
}

// coarse maps each kind that the gold's labels can express to those labels. A
// kind that is not here is scored by its name alone (Result.Kinds).
var coarse = map[schema.Kind][]label{
	"SIGNED_TREATY_WITH":              labels("signed_treaty_with"),
	"SIGNED_STRATEGIC_TREATY_WITH":    labels("signed_treaty_with"),
	"SIGNED_DEFENCE_TREATY_WITH":      labels("signed_treaty_with"),
	"SIGNED_PEACE_TREATY_WITH":        labels("signed_treaty_with"),
	"SIGNED_TRADE_TREATY_WITH":        labels("signed_treaty_with"),
	"SIGNED_BORDER_TREATY_WITH":       labels("signed_treaty_with"),
	"SIGNED_ARMS_CONTROL_TREATY_WITH": labels("signed_treaty_with"),
	"RATIFIED_TREATY_WITH":            labels("signed_treaty_with"),
	"CEASEFIRE_WITH":                  labels("signed_treaty_with"),
	"NEGOTIATES_TREATY_WITH":          labels("negotiates_treaty_with", "intends_treaty"),
	"ALLIED_WITH":                     labels("ally_of"),
	"DEFENCE_PACT_WITH":               labels("ally_of"),
	"COOPERATES_WITH":                 labels("cooperates_with"),
	"EXERCISED_WITH":                  labels("cooperates_with"),
	"TRAINED_FORCES_OF":               labels("cooperates_with", "aid_to"),
	"SHARED_INTELLIGENCE_WITH":        labels("cooperates_with", "aid_to"),
	"SUPPLIED_ARMS_TO":                labels("supplied_arms_to"),
	"SUPPLIED_DRONES_TO":              labels("supplied_arms_to"),
	"SUPPLIED_MISSILES_TO":            labels("supplied_arms_to"),
	"SUPPLIED_AMMUNITION_TO":          labels("supplied_arms_to"),
	"SUPPLIED_AIRCRAFT_TO":            labels("supplied_arms_to"),
	"SUPPLIED_ARMOUR_TO":              labels("supplied_arms_to"),
	"SUPPLIED_AIR_DEFENCE_TO":         labels("supplied_arms_to"),
	"SENT_TROOPS_TO":                  labels("hosts_forces_or_weapons_of~", "aid_to", "supplied_arms_to"),
	"HOSTS_FORCES_OF":                 labels("hosts_forces_or_weapons_of"),
	"HOSTS_WEAPONS_OF":                labels("hosts_forces_or_weapons_of"),
	"HOSTS_NUCLEAR_WEAPONS_OF":        labels("hosts_forces_or_weapons_of"),
	"WITHDREW_FORCES_FROM":            labels("hosts_forces_or_weapons_of~!"),
	"GRANTED_TERRITORY_TO":            labels("allowed_use_of_territory_to"),
	"SUPPORTED_WAR_OF":                labels("supports_war_of"),
	"AIDED":                           labels("aid_to"),
	"GAVE_ECONOMIC_AID_TO":            labels("aid_to"),
	"GAVE_HUMANITARIAN_AID_TO":        labels("aid_to"),
	"GAVE_MILITARY_AID_TO":            labels("aid_to", "supplied_arms_to"),
	"SANCTIONED":                      labels("sanctions"),
	"EMBARGOED":                       labels("sanctions"),
	"LIFTED_SANCTIONS_ON":             labels("sanctions!"),
	"AT_WAR_WITH":                     labels("at_war_with"),
	"FOUGHT_WITH":                     labels("at_war_with"),
	"INVADED":                         labels("invaded", "at_war_with"),
	"ATTACKED":                        labels("invaded", "at_war_with"),
	"OCCUPIES":                        labels("invaded"),
	"TOOK_TERRITORY_FROM":             labels("invaded"),
	"ANNEXED":                         labels("invaded"),
	"THREATENED":                      labels("threatened"),
	"MET_WITH":                        labels("met_with"),
	"CALLED":                          labels("met_with"),
	"VISITED":                         labels("visited"),
	"RECOGNISED":                      labels("recognised"),
	"ESTABLISHED_RELATIONS_WITH":      labels("recognised", "broke_relations!"),
	"BROKE_RELATIONS_WITH":            labels("broke_relations"),
	"REDUCED_RELATIONS_WITH":          labels("broke_relations"),
	"RECALLED_AMBASSADOR_FROM":        labels("broke_relations"),
	"EXPELLED_DIPLOMATS_OF":           labels("expelled_diplomats"),
	"MEDIATED_FOR":                    labels("mediates"),
	"SUPPORTED":                       labels("supports"),
	"PRAISED":                         labels("supports"),
	"PLEDGED_SUPPORT_TO":              labels("pledged"),
	"CONDEMNED":                       labels("condemned"),
	"ACCUSED":                         labels("accused"),
	"LEADS":                           labels("leader_of"),
}

// symmetric lists the labels whose ends may come in either order.
var symmetric = map[string]bool{
	"ally_of": true, "signed_treaty_with": true, "negotiates_treaty_with": true,
	"at_war_with": true, "met_with": true, "cooperates_with": true,
}

// stance is what the strict level compares: a fact, a prospect, or said not to
// be so.
func stance(m graph.Modality, ended bool) string {
	switch {
	case ended || m == graph.Denied:
		return "not"
	case m == graph.Asserted:
		return "fact"
	case m.Prospect():
		return "prospect"
	}
	return "?"
}

// goldStance is the same of a gold relation's factuality.
var goldStance = map[string]string{
	"asserted": "fact", "attributed": "fact", "planned": "prospect",
	"hypothetical": "prospect", "negated": "not", "denied": "not",
}
