package gql

import (
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// What is unusual and still allowed has the answer that follows from the words
// of the schema, on every store.
func TestOddQuestions(t *testing.T) {
	stores := map[string]graph.Store{}
	for _, o := range opened {
		stores[o.name] = world(t, o.open)
	}
	for _, c := range []struct{ name, text, want string }{
		{
			"an empty page", `{ relations(either: "state:IRN", first: 0) { totalCount nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
			`{"relations":{"totalCount":14,"nodes":[],"edges":[],"pageInfo":{"hasNextPage":true,"hasPreviousPage":false,"startCursor":null,"endCursor":null}}}`,
		},
		{
			"an empty last page", `{ relations(either: "state:IRN", last: 0) { nodes { id } pageInfo { hasNextPage hasPreviousPage } } }`,
			`{"relations":{"nodes":[],"pageInfo":{"hasNextPage":false,"hasPreviousPage":true}}}`,
		},
		{
			"an empty page of nothing", `{ relations(either: "state:ZZZ", first: 0) { totalCount nodes { id } pageInfo { hasNextPage } } }`,
			`{"relations":{"totalCount":0,"nodes":[],"pageInfo":{"hasNextPage":false}}}`,
		},
		{
			"an empty page under an entity", `{ state(id: "state:IRN") { relations(first: 0) { totalCount nodes { id } } } }`,
			`{"state":{"relations":{"totalCount":14,"nodes":[]}}}`,
		},
		{
			"no paths wanted", `{ paths(source: "state:IRN", target: "state:UKR", first: 0) { length } pledges(first: 0) { pledged { id } } neighborhood(of: "state:IRN", first: 0) { neighborCount neighbors { id } } coverage(first: 0) { claimCount groups { keys } } }`,
			`{"paths":[],"pledges":[],"neighborhood":{"neighborCount":9,"neighbors":[]},"coverage":{"claimCount":31,"groups":[]}}`,
		},
		{
			"null is left out", `{ relations(either: "state:IRN", first: null, at: null, kinds: null, minConfidence: null, where: null, orderBy: null) { totalCount } paths(source: "state:IRN", target: "state:UKR", maxHops: null, first: null) { length } }`,
			`{"relations":{"totalCount":14},"paths":[{"length":1},{"length":1},{"length":2},{"length":2},{"length":2}]}`,
		},
		{
			"no such id", `{ state(id: "state:ZZZ") { name } node(id: "nonsense") { id } nodes(ids: ["state:IRN", "x:y", "state:IRN"]) { id } neighborhood(of: "state:ZZZ") { center { id } neighborCount } paths(source: "state:IRN", target: "state:ZZZ") { length } }`,
			`{"state":null,"node":null,"nodes":[{"id":"state:IRN"},null,{"id":"state:IRN"}],"neighborhood":{"center":null,"neighborCount":0},"paths":[]}`,
		},
		{
			"an id of another type", `{ state(id: "org:NATO") { name } organisation(id: "state:IRN") { id } leader(id: "state:IRN") { id } treaty(id: "state:IRN") { id } }`,
			`{"state":null,"organisation":null,"leader":null,"treaty":null}`,
		},
		{"no nodes", `{ nodes(ids: []) { id } }`, `{"nodes":[]}`},
		{
			"a path to itself", `{ paths(source: "state:IRN", target: "state:IRN") { length } }`,
			`{"paths":[]}`,
		},
		{
			"an empty network", `{ network(kinds: [SANCTIONED], sign: POSITIVE) { nodeCount edgeCount density modularity transitivity nodes { id } communities { id } triads { total } } }`,
			`{"network":{"nodeCount":0,"edgeCount":0,"density":0,"modularity":0,"transitivity":0,"nodes":[],"communities":[],"triads":{"total":0}}}`,
		},
		{
			"a network of one", `{ network(within: ["state:IRN"], includeIsolates: true) { nodes { id degree betweenness closeness eigenvector pageRank core community } modularity } }`,
			`{"network":{"nodes":[{"id":"state:IRN","degree":0,"betweenness":0,"closeness":0,"eigenvector":0,"pageRank":1,"core":0,"community":0}],"modularity":0}}`,
		},
		{
			"symmetric kinds from either end", `{ a: relations(subject: "state:RUS", kinds: [EXERCISED_WITH]) { totalCount } b: relations(object: "state:RUS", kinds: [EXERCISED_WITH]) { totalCount }
				c: relations(subject: "state:RUS", object: "state:BLR", kinds: [EXERCISED_WITH]) { totalCount } d: relations(subject: "state:BLR", object: "state:RUS", kinds: [EXERCISED_WITH]) { totalCount }
				state(id: "state:RUS") { in: relations(direction: IN, kinds: [EXERCISED_WITH]) { nodes { other { id } } } out: relations(direction: OUT, kinds: [EXERCISED_WITH]) { nodes { other { id } } } both: relations(kinds: [EXERCISED_WITH]) { nodes { other { id } } } } }`,
			`{"a":{"totalCount":1},"b":{"totalCount":1},"c":{"totalCount":1},"d":{"totalCount":1},"state":{"in":{"nodes":[{"other":{"id":"state:BLR"}}]},"out":{"nodes":[{"other":{"id":"state:BLR"}}]},"both":{"nodes":[{"other":{"id":"state:BLR"}}]}}}`,
		},
		{
			"a window goes down and can be taken away", `{ state(id: "state:IRN") { relations(from: "2025-01-01", to: "2025-01-31", kinds: [SIGNED_TREATY_WITH]) { nodes { object { relations(kinds: [SIGNED_TREATY_WITH]) { totalCount } all: relations(kinds: [SIGNED_TREATY_WITH], from: null, to: null) { totalCount } } } } } }`,
			`{"state":{"relations":{"nodes":[{"object":{"relations":{"totalCount":1},"all":{"totalCount":2}}}]}}}`,
		},
		{
			"names in cases, scripts and marks", `{ a: search(text: "lukasenko") { nodes { id } } b: search(text: "LUKAŠENKO") { nodes { id } } c: search(text: "лукашенк") { nodes { id } } d: search(text: "Россия", types: [STATE]) { nodes { name(lang: "ru") } } e: search(text: "%") { totalCount } }`,
			`{"a":{"nodes":[{"id":"leader:aleksandr-lukashenko"}]},"b":{"nodes":[{"id":"leader:aleksandr-lukashenko"}]},"c":{"nodes":[{"id":"leader:aleksandr-lukashenko"}]},"d":{"nodes":[{"name":"Россия"}]},"e":{"totalCount":0}}`,
		},
		{
			"words of any mark", `{ a: claims(text: "SANCTIUNILE") { totalCount } b: claims(text: "sancțiunile") { totalCount } c: claims(text: "drone furniz") { totalCount } d: claims(text: "; DROP *") { totalCount } }`,
			`{"a":{"totalCount":2},"b":{"totalCount":2},"c":{"totalCount":3},"d":{"totalCount":0}}`,
		},
		{
			"days turned around in a comparison", `{ a: compare(before: "2023", after: "2025", kinds: [SANCTIONED]) { gainedCount lostCount keptCount } b: compare(before: "2025", after: "2023", kinds: [SANCTIONED]) { gainedCount lostCount keptCount } }`,
			`{"a":{"gainedCount":2,"lostCount":0,"keptCount":3},"b":{"gainedCount":0,"lostCount":2,"keptCount":3}}`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, o := range opened {
				r := ask(t, stores[o.name], Options{}, c.text, nil)
				if len(r.Errors) > 0 {
					t.Fatalf("%s: %v", o.name, r.Errors)
				}
				if got := string(r.Data); got != c.want {
					t.Errorf("%s:\n got %s\nwant %s", o.name, got, c.want)
				}
			}
		})
	}
}

// Whatever list is walked, its pages put together are the list, forwards and
// backwards, whatever their size.
func TestPagesOfChangesAndLists(t *testing.T) {
	s := world(t, opened[0].open)
	for _, list := range []string{
		`changes(from: "2022", to: "2025") { events(PAGE) { REST } }`,
		`changes(from: "2022", to: "2025", kinds: [LEADS]) { appeared(PAGE) { REST } }`,
		`timeline(pair: ["state:IRN", "state:RUS"], PAGE) { REST }`,
		`search(text: "a", PAGE) { REST }`,
		`search(text: "rus", PAGE) { REST }`,
		`search(text: "strategic", types: [TREATY], PAGE) { REST }`,
		`treaties(PAGE) { REST }`,
		`articles(PAGE) { REST }`,
		`claims(where: {form: [TEXT]}, orderBy: [{field: CONFIDENCE, direction: ASC}, {field: PUBLISHED}], PAGE) { REST }`,
		`relations(status: null, orderBy: [{field: SOURCES}, {field: REPORTED, direction: ASC}], PAGE) { REST }`,
	} {
		walk := func(page string) (ids []string, info map[string]any) {
			text := strings.NewReplacer("PAGE", page, "REST", "nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }").Replace(list)
			var v any = data(t, ask(t, s, Options{}, "{ "+text+" }", nil))
			for {
				m := v.(map[string]any)
				if nodes, ok := m["nodes"].([]any); ok {
					for _, n := range nodes {
						ids = append(ids, at(t, n, "id").(string))
					}
					return ids, m["pageInfo"].(map[string]any)
				}
				for _, below := range m {
					v = below
				}
			}
		}
		whole, _ := walk("first: 200")
		if len(whole) < 2 {
			t.Errorf("%s: %d rows", list, len(whole))
		}
		var forwards, backwards []string
		for page, more := "first: 2", true; more; {
			ids, info := walk(page)
			forwards, more = append(forwards, ids...), info["hasNextPage"].(bool)
			page = `first: 2, after: "` + info["endCursor"].(string) + `"`
		}
		for page, more := "last: 3", true; more; {
			ids, info := walk(page)
			backwards, more = append(ids, backwards...), info["hasPreviousPage"].(bool)
			page = `last: 3, before: "` + info["startCursor"].(string) + `"`
		}
		if strings.Join(forwards, " ") != strings.Join(whole, " ") || strings.Join(backwards, " ") != strings.Join(whole, " ") {
			t.Errorf("%s:\nwhole     %v\nforwards  %v\nbackwards %v", list, whole, forwards, backwards)
		}
	}
}
