package gql

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// The Correlates of War alliance data, put into a store as claims, give through
// the API the figures that were computed from them elsewhere. The data are not
// part of the project.
func TestAlliancesThroughTheAPI(t *testing.T) {
	const reference = "../../../shared/data/cow"
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(reference, name))
		if os.IsNotExist(err) {
			t.Skipf("NOT TESTED against published figures: %s is not here", filepath.Join(reference, name))
		}
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	table := func(name string) (out []map[string]string) {
		rows, err := csv.NewReader(strings.NewReader(string(read(name)))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows[1:] {
			m := map[string]string{}
			for i, k := range rows[0] {
				m[k] = r[i]
			}
			out = append(out, m)
		}
		return out
	}
	var golden map[string]struct {
		States       int                `json:"states"`
		Edges        int                `json:"defense_edges"`
		Density      float64            `json:"density"`
		Transitivity float64            `json:"transitivity"`
		Degree       [][2]float64       `json:"degree"`
		Betweenness  [][2]float64       `json:"betweenness_normalised"`
		MaxCore      int                `json:"max_core"`
		S            map[string]float64 `json:"S_absolute"`
		TauB         map[string]float64 `json:"tau_b"`
	}
	if err := json.Unmarshal(read("golden_network_measures.json"), &golden); err != nil {
		t.Fatal(err)
	}
	members, system := table("alliance_v4.1_by_member.csv"), table("system2016.csv")
	id := func(code string) graph.EntityID { return graph.EntityID("state:COW-" + code) }
	year := func(s string, none int) int {
		if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil {
			return n
		}
		return none
	}
	kindOf := func(r map[string]string) int {
		switch {
		case r["defense"] == "1":
			return 3
		case r["neutrality"] == "1", r["nonaggression"] == "1":
			return 2
		case r["entente"] == "1":
			return 1
		}
		return 0
	}
	kinds := map[int]schema.Kind{3: schema.DefencePactWith, 2: schema.NeutralityPactWith, 1: schema.EntenteWith}
	for y, want := range golden {
		t.Run(y, func(t *testing.T) {
			now := year(y, 0)
			b := &graph.Batch{}
			for _, r := range system {
				if r["year"] == y {
					e := &graph.Entity{ID: id(r["ccode"]), Kind: graph.State, Name: r["stateabb"]}
					b.Entities = append(b.Entities, e)
				}
			}
			treaties := map[string][]map[string]string{}
			for _, r := range members {
				if year(r["mem_st_year"], 0) <= now && now <= year(r["mem_end_year"], 9999) {
					treaties[r["version4id"]] = append(treaties[r["version4id"]], r)
				}
			}
			in := func(code string) bool {
				return slices.ContainsFunc(b.Entities, func(e *graph.Entity) bool { return e.ID == id(code) })
			}
			a := &graph.Article{ID: graph.NewArticleID("cow:alliances", y), URL: "cow:alliances", Title: "Alliances"}
			reading := graph.Reading{Article: a, Extractor: "cow"}
			for treaty, ms := range treaties {
				for i, x := range ms {
					for _, z := range ms[:i] {
						// Two who are bound differently are bound by the lesser tie.
						kind := kinds[min(kindOf(x), kindOf(z))]
						if kind == "" || x["ccode"] == z["ccode"] || !in(x["ccode"]) || !in(z["ccode"]) {
							continue
						}
						c := &graph.Claim{
							Subject: graph.EntityRef{ID: id(x["ccode"]), Kind: graph.State}, Relation: kind,
							Object:   graph.EntityRef{ID: id(z["ccode"]), Kind: graph.State},
							Modality: graph.Asserted, Voice: graph.VoiceOutlet, Confidence: 1000, Rule: "cow", Extractor: "cow",
							ValidFrom: graph.Date(fmt.Sprintf("%04d", now)), ValidTo: graph.Date(fmt.Sprintf("%04d", now)),
							Evidence: graph.Evidence{Form: graph.FormRecord, Article: a.ID, URL: a.URL, Key: treaty + " " + x["ccode"] + " " + z["ccode"]},
						}
						c.Evidence.Quote = c.Evidence.Key
						c.Seal()
						if !slices.ContainsFunc(reading.Claims, func(d *graph.Claim) bool { return d.ID == c.ID }) {
							reading.Claims = append(reading.Claims, c)
						}
					}
				}
			}
			b.Readings = []graph.Reading{reading}
			s := opened[0].open(t)
			put(t, s, b)
			opts := Options{Log: quiet}
			r := data(t, Do(context.Background(), s, opts, `query ($y: Date!) { network(kinds: [DEFENCE_PACT_WITH], from: $y, to: $y, includeIsolates: true) { nodeCount density transitivity nodes { id degree betweenness core } } }`, map[string]any{"y": y}, ""))
			equal := func(what string, got any, want float64) {
				t.Helper()
				if g, ok := got.(float64); !ok || math.Abs(g-want) > 1e-6 {
					t.Errorf("%s = %v, want %v", what, got, want)
				}
			}
			net := at(t, r, "network").(map[string]any)
			equal("states", net["nodeCount"], float64(want.States))
			equal("density", net["density"], want.Density)
			equal("transitivity", net["transitivity"], want.Transitivity)
			nodes := map[string]map[string]any{}
			ends, core := 0.0, 0.0
			for _, n := range net["nodes"].([]any) {
				m := n.(map[string]any)
				nodes[m["id"].(string)] = m
				ends += m["degree"].(float64)
				core = max(core, m["core"].(float64))
			}
			equal("edges", ends/2, float64(want.Edges))
			equal("greatest core", core, float64(want.MaxCore))
			for _, d := range want.Degree {
				equal(fmt.Sprintf("degree of %v", d[0]), nodes[fmt.Sprintf("state:COW-%v", d[0])]["degree"], d[1])
			}
			for _, d := range want.Betweenness {
				equal(fmt.Sprintf("betweenness of %v", d[0]), nodes[fmt.Sprintf("state:COW-%v", d[0])]["betweenness"], d[1])
			}
			r = data(t, Do(context.Background(), s, opts, `query ($y: Date!, $of: [ID!]!) { similarity(of: $of, from: $y, to: $y) { a b sAbsolute tauB } }`,
				map[string]any{"y": y, "of": []any{"state:COW-2", "state:COW-200", "state:COW-220", "state:COW-365"}}, ""))
			found := 0
			for _, v := range r["similarity"].([]any) {
				m := v.(map[string]any)
				pair := strings.TrimPrefix(m["a"].(string), "state:COW-") + "-" + strings.TrimPrefix(m["b"].(string), "state:COW-")
				if s, ok := want.S[pair]; ok {
					equal("S of "+pair, m["sAbsolute"], s)
					found++
				}
				if tau, ok := want.TauB[pair]; ok {
					equal("tau-b of "+pair, m["tauB"], tau)
				}
			}
			if found != len(want.S) {
				t.Errorf("%d of %d pairs compared", found, len(want.S))
			}
		})
	}
}
