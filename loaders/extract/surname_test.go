package extract

import (
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/registry"
)

// A bare surname that several leaders bear is the one who was in office when the
// text was published, unless the text has named another in full.
func TestASurnameIsWhoWasInOffice(t *testing.T) {
	x := New(registry.Default(), Options{})
	for _, c := range []struct {
		published graph.Date
		text      string
		want      graph.EntityID
	}{
		{"2002-05-01", "Aliyev met Putin in Moscow.", "leader:heydar-aliyev"},
		{"2022-05-01", "Aliyev met Putin in Moscow.", "leader:ilham-aliyev"},
		{"2020-01-02", "Orban met Putin in Moscow.", "leader:viktor-orban"},
		{"2019-01-02", "Maduro met Putin in Moscow.", "leader:nicolas-maduro"},
		{"2025-01-02", "Khamenei met Putin in Tehran.", "leader:ali-khamenei"},
		{"2026-06-02", "Khamenei met Putin in Tehran.", "leader:mojtaba-khamenei"},
	} {
		claims, _, err := x.Article(&graph.Article{ID: "article:1", Lang: "en", Published: c.published, Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		var found bool
		for _, claim := range claims {
			for _, a := range claim.Agents {
				found = found || a.ID == c.want
			}
		}
		if !found {
			t.Errorf("%s: %q: %s is no agent of %d claims", c.published, c.text, c.want, len(claims))
		}
	}
}

// A surname that is also the name of a state or city, or a word, is the leader's
// only where the text has named the leader in full.
func TestASurnameThatIsAnotherName(t *testing.T) {
	x := New(registry.Default(), Options{})
	for _, c := range []struct {
		text     string
		of       graph.EntityID // a claim has it as an end
		leader   graph.EntityID
		isLeader bool
	}{
		{"Montenegro recognised Kosovo.", "state:MNE", "leader:luis-montenegro", false},
		{"Iran accused Muscat of spying.", "state:OMN", "leader:joseph-muscat", false},
		{"Luís Montenegro met Putin in Moscow. Montenegro condemned Russia.", "state:PRT", "leader:luis-montenegro", true},
		{"On Friday Belarus sanctioned Poland.", "state:BLR", "leader:godwin-friday", false},
	} {
		claims, _, err := x.Article(&graph.Article{ID: "article:1", Lang: "en", Published: "2025-06-01", Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		var ends, isLeader bool
		for _, claim := range claims {
			ends = ends || claim.Subject.ID == c.of || claim.Object.ID == c.of
			for _, a := range claim.Agents {
				isLeader = isLeader || a.ID == c.leader
			}
		}
		if !ends || isLeader != c.isLeader {
			t.Errorf("%q: an end is %s: %t; %s is an agent: %t, not %t", c.text, c.of, ends, c.leader, isLeader, c.isLeader)
		}
	}
}
