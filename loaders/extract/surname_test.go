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
