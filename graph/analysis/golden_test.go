package analysis

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// reference is the folder of reference data that is not part of the project;
// its tests are skipped where it is missing.
const reference = "../../../shared/data"

func open(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(reference, name))
	if os.IsNotExist(err) {
		t.Skipf("NOT TESTED against published figures: %s is not here", filepath.Join(reference, name))
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func table(t *testing.T, name string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(string(open(t, name)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, k := range rows[0] {
			m[k] = r[i]
		}
		out = append(out, m)
	}
	return out
}

// alliances holds the alliance matrix of a year: 3 a defence pact, 2 neutrality
// or non-aggression, 1 an entente; of two members bound differently, the
// lesser.
type alliances struct {
	states []string
	value  map[[2]string]float64
	pacts  []Edge
}

func readAlliances(t *testing.T, year int) alliances {
	a := alliances{value: map[[2]string]float64{}}
	in := map[string]bool{}
	for _, r := range table(t, "cow/system2016.csv") {
		if r["year"] == strconv.Itoa(year) {
			a.states = append(a.states, r["ccode"])
			in[r["ccode"]] = true
		}
	}
	slices.Sort(a.states)
	treaties := map[string][]map[string]string{}
	for _, r := range table(t, "cow/alliance_v4.1_by_member.csv") {
		from, _ := strconv.Atoi(r["mem_st_year"])
		to, err := strconv.Atoi(strings.TrimSpace(r["mem_end_year"]))
		if err != nil {
			to = 9999
		}
		if from <= year && year <= to {
			treaties[r["version4id"]] = append(treaties[r["version4id"]], r)
		}
	}
	bound := func(r map[string]string) float64 {
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
	pacts := map[[2]string]bool{}
	for _, members := range treaties {
		for i, x := range members {
			for _, y := range members[:i] {
				p, q := x["ccode"], y["ccode"]
				if p == q || !in[p] || !in[q] {
					continue
				}
				v := min(bound(x), bound(y))
				a.value[[2]string{p, q}] = max(v, a.value[[2]string{p, q}])
				a.value[[2]string{q, p}] = a.value[[2]string{p, q}]
				if v == 3 {
					pacts[[2]string{min(p, q), max(p, q)}] = true
				}
			}
		}
	}
	for p := range pacts {
		a.pacts = append(a.pacts, Edge{Source: p[0], Target: p[1], Weight: 1})
	}
	return a
}

func (a alliances) portfolio(of string) Portfolio {
	var p Portfolio
	for _, s := range a.states {
		v := a.value[[2]string{of, s}]
		if s == of {
			v = 3
		}
		p = append(p, v)
	}
	return p
}

// The figures were computed with networkx from the Correlates of War alliance
// data; they hold for any correct implementation.
func TestAlliances(t *testing.T) {
	var golden map[string]struct {
		States       int
		Edges        int                `json:"defense_edges"`
		Isolates     int                `json:"isolates"`
		Components   int                `json:"components_gt1"`
		Largest      int                `json:"largest_component"`
		Density      float64            `json:"density"`
		Transitivity float64            `json:"transitivity"`
		Degree       [][2]float64       `json:"degree"`
		Betweenness  [][2]float64       `json:"betweenness_normalised"`
		Eigenvector  [][2]float64       `json:"eigenvector_largest_component"`
		MaxCore      int                `json:"max_core"`
		S            map[string]float64 `json:"S_absolute"`
		TauB         map[string]float64 `json:"tau_b"`
	}
	if err := json.Unmarshal(open(t, "cow/golden_network_measures.json"), &golden); err != nil {
		t.Fatal(err)
	}
	if len(golden) == 0 {
		t.Fatal("no golden figures")
	}
	for year, want := range golden {
		t.Run(year, func(t *testing.T) {
			y, _ := strconv.Atoi(year)
			a := readAlliances(t, y)
			n := New(a.pacts, a.states...)
			size := map[int]int{}
			for _, c := range n.Components() {
				size[c]++
			}
			isolates, components, largest := 0, 0, 0
			for _, s := range size {
				if s == 1 {
					isolates++
				} else {
					components++
				}
				largest = max(largest, s)
			}
			equal := func(what string, got, want float64) {
				t.Helper()
				if math.Abs(got-want) > 1e-6 {
					t.Errorf("%s = %v, want %v", what, got, want)
				}
			}
			equal("states", float64(n.Len()), float64(want.States))
			equal("edges", float64(len(a.pacts)), float64(want.Edges))
			equal("isolates", float64(isolates), float64(want.Isolates))
			equal("components", float64(components), float64(want.Components))
			equal("largest component", float64(largest), float64(want.Largest))
			equal("density", n.Density(), want.Density)
			equal("transitivity", must(n.Transitivity(t.Context())), want.Transitivity)
			equal("greatest core", float64(slices.Max(n.Core())), float64(want.MaxCore))
			degree, between, eigen := n.Degree(), must(n.Betweenness(t.Context())), must(n.Eigenvector(t.Context()))
			at := func(code float64) int { return n.Place(strconv.Itoa(int(code))) }
			for _, d := range want.Degree {
				equal("degree of "+n.ids[at(d[0])], float64(degree[at(d[0])]), d[1])
			}
			for _, b := range want.Betweenness {
				equal("betweenness of "+n.ids[at(b[0])], between[at(b[0])], b[1])
			}
			for _, e := range want.Eigenvector {
				equal("eigenvector of "+n.ids[at(e[0])], eigen[at(e[0])], e[1])
			}
			for pair, s := range want.S {
				p, q, _ := strings.Cut(pair, "-")
				equal("S of "+pair, SAbsolute(a.portfolio(p), a.portfolio(q), 3), s)
			}
			for pair, tau := range want.TauB {
				p, q, _ := strings.Cut(pair, "-")
				got, ok := TauB(a.portfolio(p), a.portfolio(q))
				if !ok {
					t.Errorf("tau-b of %s is undefined", pair)
				}
				equal("tau-b of "+pair, got, tau)
			}
		})
	}
}

// Signed networks of 51 four-year windows, with the triads counted elsewhere.
func TestSignedNetworks(t *testing.T) {
	edges := map[string][]Edge{}
	for _, r := range table(t, "signed-networks/cow_signed_51_slices.csv") {
		v, err := strconv.ParseFloat(r["sign"], 64)
		if err != nil {
			t.Fatal(err)
		}
		edges[r["slice"]] = append(edges[r["slice"]], Edge{Source: r["from"], Target: r["to"], Weight: 1, Value: v})
	}
	golden := table(t, "signed-networks/triads_by_slice_golden.csv")
	if len(golden) == 0 {
		t.Fatal("no golden figures")
	}
	for _, want := range golden {
		n := New(edges[want["slice"]])
		tr := must(n.Triads(t.Context()))
		for name, got := range map[string]int{"ppp": tr.PPP, "ppn": tr.PPM, "pnn": tr.PMM, "nnn": tr.MMM, "nodes": n.Len()} {
			if strconv.Itoa(got) != want[name] {
				t.Errorf("%s: %s = %d, want %s", want["slice"], name, got, want[name])
			}
		}
		share, _ := strconv.ParseFloat(want["balanced_fraction"], 64)
		if got := Round(float64(tr.Balanced()) / float64(tr.Total())); got != share {
			t.Errorf("%s: balanced share = %v, want %v", want["slice"], got, share)
		}
	}
}
