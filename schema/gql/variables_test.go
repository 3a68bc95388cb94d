package gql

import (
	"encoding/json"
	"testing"
)

// A question with variables has the answer of the one in which their values
// stand, also where a single value stands for a list.
func TestVariables(t *testing.T) {
	s := world(t, opened[0].open)
	for _, c := range []struct{ text, vars, want string }{
		{`query ($k: [RelationKind!]) { relations(kinds: $k) { totalCount } }`, `{"k": "SUPPLIED_ARMS_TO"}`, `{ relations(kinds: SUPPLIED_ARMS_TO) { totalCount } }`},
		{`query ($k: [RelationKind!]) { relations(kinds: $k) { totalCount } }`, `{"k": ["SUPPLIED_ARMS_TO", "MET_WITH"]}`, `{ relations(kinds: [SUPPLIED_ARMS_TO, MET_WITH]) { totalCount } }`},
		{`query ($k: [RelationKind!]!) { claims(kinds: $k) { totalCount } }`, `{"k": "SUPPLIED_ARMS_TO"}`, `{ claims(kinds: [SUPPLIED_ARMS_TO]) { totalCount } }`},
		{`query ($i: [ID!]) { claims(either: $i) { totalCount } }`, `{"i": "state:BLR"}`, `{ claims(either: "state:BLR") { totalCount } }`},
		{`query ($i: [ID!]!) { nodes(ids: $i) { id } }`, `{"i": "state:BLR"}`, `{ nodes(ids: "state:BLR") { id } }`},
		{`query ($i: ID!) { relations(either: [$i]) { totalCount } }`, `{"i": "state:BLR"}`, `{ relations(either: "state:BLR") { totalCount } }`},
		{
			`query ($w: RelationWhere, $o: [RelationOrder!]) { relations(where: $w, orderBy: $o, first: 3) { totalCount nodes { id } } }`,
			`{"w": {"touching": "state:UKR", "claim": {"modality": "ASSERTED"}, "confidence": {"gte": 0.8}}, "o": {"field": "CONFIDENCE", "direction": "ASC"}}`,
			`{ relations(where: {touching: "state:UKR", claim: {modality: ASSERTED}, confidence: {gte: 0.8}}, orderBy: {field: CONFIDENCE, direction: ASC}, first: 3) { totalCount nodes { id } } }`,
		},
		{`query ($g: [ClaimGroup!]) { claims { stats(groupBy: $g) { groups { keys count } } } }`, `{"g": "KIND"}`, `{ claims { stats(groupBy: KIND) { groups { keys count } } } }`},
		{`query ($g: [CoverageKey!]! = [PAIR]) { coverage(groupBy: $g) { groups { keys claims } } }`, `{}`, `{ coverage(groupBy: PAIR) { groups { keys claims } } }`},
		{`query ($s: [RelationStatus!]) { relations(status: $s, either: "state:BLR") { totalCount } }`, `{"s": "PROSPECT"}`, `{ relations(status: [PROSPECT], either: "state:BLR") { totalCount } }`},
		{`query ($s: [RelationStatus!]) { relations(status: $s, either: "state:BLR") { totalCount } }`, `{}`, `{ relations(either: "state:BLR") { totalCount } }`},
		{`query ($s: [RelationStatus!]) { relations(status: $s, either: "state:BLR") { totalCount } }`, `{"s": null}`, `{ relations(status: null, either: "state:BLR") { totalCount } }`},
	} {
		var vars map[string]any
		if err := json.Unmarshal([]byte(c.vars), &vars); err != nil {
			t.Fatal(err)
		}
		got, want := ask(t, s, Options{}, c.text, vars), ask(t, s, Options{}, c.want, nil)
		if len(got.Errors)+len(want.Errors) > 0 || string(got.Data) != string(want.Data) {
			t.Errorf("%s with %s:\n got %s %v\nwant %s %v", c.text, c.vars, got.Data, got.Errors, want.Data, want.Errors)
		}
	}
	none := ask(t, s, Options{}, `query ($k: [RelationKind!]) { relations(kinds: $k) { totalCount } }`, map[string]any{"k": []any{}})
	if codeOf(none) != string(BadUserInput) {
		t.Errorf("an empty list: %s %v", none.Data, none.Errors)
	}
}
