package extract_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/registry"
)

// What a text calls by name is one treaty, whatever the text says of its day and
// parties; what a text defines itself is that.
func TestNamedTreaties(t *testing.T) {
	x := extract.New(registry.Default(), extract.Options{})
	for _, tt := range []struct{ text, want string }{
		{"Russia withdrew from the New START treaty.", "treaty:arms-control:RUS-USA:2010 TERMINATED state:RUS,state:USA 2010-04-08"},
		{"Russia may withdraw from the New START treaty.", "treaty:arms-control:RUS-USA:2010 IN_FORCE state:RUS,state:USA 2010-04-08"},
		{"Russia suspended the New START treaty.", "treaty:arms-control:RUS-USA:2010 SUSPENDED state:RUS,state:USA 2010-04-08"},
		{"Barack Obama, the American president, and the Russian president signed the New START treaty in April 2010.", "treaty:arms-control:RUS-USA:2010 SIGNED state:RUS,state:USA 2010-04-08"},
		{"Kenya ratified the Rome Statute.", "treaty:other:ROME-STATUTE:1998 RATIFIED state:KEN 1998-07-17"},
		{"Finland left the Ottawa Convention.", "treaty:arms-control:OTTAWA:1997 IN_FORCE state:FIN 1997-12-03"},
		{"Iran signed the Comprehensive Nuclear-Test-Ban Treaty.", "treaty:arms-control:CTBT:1996 SIGNED state:IRN 1996-09-24"},
		{"Israel violated the Rome Statute.", "treaty:other:ROME-STATUTE:1998 IN_FORCE  1998-07-17"},
		{"Russia violated the INF Treaty.", "treaty:arms-control:RUS-USA:1987 TERMINATED state:RUS,state:USA 1987-12-08"},
		// Others have signed another memorandum in Budapest.
		{"Hungary and Serbia signed the Budapest Memorandum.", "treaty:other:HUN-SRB:open SIGNED state:HUN,state:SRB "},
		// No name: the parties and the year are the text's.
		{"Chad terminated the defence agreement with France.", "treaty:defence:FRA-TCD:open TERMINATED state:FRA,state:TCD "},
		{"Chad will terminate the defence agreement with France.", "treaty:defence:FRA-TCD:open SIGNED state:FRA,state:TCD "},
	} {
		claims := read(t, x, "en", tt.text)
		var got []string
		for _, c := range claims {
			if m := c.Treaty; m != nil {
				var parties []string
				for _, p := range m.Parties {
					parties = append(parties, string(p))
				}
				got = append(got, strings.Join([]string{string(m.ID), string(m.Status), strings.Join(parties, ","), string(m.Signed)}, " "))
			}
		}

		if d := cmp.Diff([]string{tt.want}, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", tt.text, d)
		}
	}
}

// A user's registry can bring treaties of its own, with their names.
func TestAddedTreaties(t *testing.T) {
	reg, err := registry.Default().With("own.yaml", []byte(`
treaties:
  - treaty: treaty:border:BOL-PRY:1938
    name: Chaco Treaty
    names: {ro: Tratatul Chaco}
    parties: [state:BOL, state:PRY]
    signed: 1938-07-21
`))
	if err != nil {
		t.Fatal(err)
	}
	x := extract.New(reg, extract.Options{})
	for code, text := range map[string]string{"en": "Paraguay violated the Chaco Treaty.", "ro": "Paraguayul a încălcat Tratatul Chaco."} {
		claims := read(t, x, code, text)
		if len(claims) != 1 || claims[0].Object != (graph.EntityRef{ID: "treaty:border:BOL-PRY:1938", Kind: graph.Treaty, Name: "Chaco Treaty"}) {
			t.Errorf("%s: %v", text, claims)
		}
	}
	if claims := read(t, extract.New(registry.Default(), extract.Options{}), "en", "Paraguay violated the Chaco Treaty."); len(claims) > 0 {
		t.Errorf("known without the file: %v", claims)
	}
}
