package schema_test

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/entente-graph/entente/schema"
)

type cameo struct {
	code      string
	goldstein float64
	plover    string
}

func readCAMEO(t *testing.T) []cameo {
	t.Helper()
	f, err := os.Open("testdata/cameo.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []cameo
	for s := bufio.NewScanner(f); s.Scan(); {
		fields := strings.Fields(s.Text())
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		v, err := strconv.ParseFloat(fields[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, cameo{fields[0], v, fields[2]})
	}
	if len(list) != 313 {
		t.Fatalf("testdata/cameo.txt has %d codes, CAMEO has 313", len(list))
	}
	return list
}

// No event of a data set may vanish unexplained: every code becomes one kind,
// or none for a reason.
func TestEveryCAMEOCodeIsAccountedFor(t *testing.T) {
	o := schema.Default()
	for _, c := range readCAMEO(t) {
		k, reason, ok := o.ImportCAMEO(c.code)
		switch {
		case !ok:
			t.Errorf("%s imports to nothing", c.code)
		case k == "" && reason == "":
			t.Errorf("%s imports to none without a reason", c.code)
		case k != "" && reason != "":
			t.Errorf("%s imports to %s and to none: %s", c.code, k, reason)
		case k != "" && o.Spec(k) == nil:
			t.Errorf("%s imports to the unknown kind %s", c.code, k)
		case k != "" && !o.Allows(k, 'S', 'S'):
			// An event has two actors, mostly states.
			t.Errorf("%s imports to %s, which may not stand between two states", c.code, k)
		}
	}
}

func TestImportCAMEO(t *testing.T) {
	tests := []struct {
		code string
		want schema.Kind // empty: none, for a reason
	}{
		{"057", schema.SignedTreatyWith},
		{"060", schema.CooperatesWith},
		{"050", schema.CooperatesWith},
		{"064", schema.SharedIntelligenceWith},
		{"070", schema.Aided},
		{"071", schema.GaveEconomicAidTo},
		{"072", schema.SuppliedArmsTo},
		{"073", schema.GaveHumanitarianAidTo},
		{"074", schema.SentTroopsTo},
		{"085", schema.LiftedSanctionsOn},
		{"0841", schema.ReleasedNationalsOf},
		{"0842", ""},
		{"087", schema.WithdrewForcesFrom},
		{"0871", schema.CeasefireWith},
		{"0872", ""},
		{"0874", schema.WithdrewForcesFrom},
		{"02", schema.RequestedFrom},
		{"0254", schema.RequestedFrom},
		{"1056", schema.DemandedFrom},
		{"111", schema.Condemned},
		{"1123", schema.Accused},
		{"114", schema.SummonedAmbassadorOf},
		{"115", schema.Sued},
		{"116", ""},
		{"1246", schema.Rejected},
		{"128", ""},
		{"1384", schema.Threatened},
		{"141", ""},
		{"154", schema.ShowedForceAgainst},
		{"153", ""},
		{"160", schema.ReducedRelationsWith},
		{"161", schema.ReducedRelationsWith},
		{"1622", schema.SuspendedCooperationWith},
		{"163", schema.Sanctioned},
		{"171", schema.SeizedPropertyOf},
		{"172", schema.Restricted},
		{"1723", ""},
		{"173", schema.DetainedNationalsOf},
		{"19", schema.FoughtWith},
		{"190", schema.Attacked},
		{"191", schema.Blockaded},
		{"192", schema.Invaded},
		{"195", schema.Attacked},
		{"196", schema.ViolatedCeasefireWith},
		{"0333", schema.PledgedSupportTo},
		{"036", ""},
		{"041", schema.Called},
		{"042", schema.Visited},
		{"043", schema.Visited},
		{"046", schema.NegotiatesTreatyWith},
	}
	o := schema.Default()
	for _, tt := range tests {
		got, reason, ok := o.ImportCAMEO(tt.code)
		if got != tt.want || !ok || (got == "") != (reason != "") {
			t.Errorf("ImportCAMEO(%q) = %q, %q, %t, want %q", tt.code, got, reason, ok, tt.want)
		}
		if swaps := o.ImportSwaps(tt.code); swaps != (tt.code == "043") {
			t.Errorf("ImportSwaps(%q) = %t", tt.code, swaps)
		}
	}
	for _, code := range []string{"", "0", "4", "21", "99", "057x", "---", "19000", "५७"} {
		if k, reason, ok := o.ImportCAMEO(code); ok || k != "" || reason != "" {
			t.Errorf("ImportCAMEO(%q) = %q, %q, %t", code, k, reason, ok)
		}
		if o.ImportSwaps(code) {
			t.Errorf("ImportSwaps(%q)", code)
		}
	}
}

// What is exported under a code has the code's weight and type, so that
// figures made from an export agree with those made from other event data.
func TestExportedCodesAgreeWithTheirTables(t *testing.T) {
	table := map[string]cameo{}
	for _, c := range readCAMEO(t) {
		table[c.code] = c
	}
	exported := 0
	for _, s := range schema.Default().Kinds() {
		if s.CAMEO == "" {
			continue
		}
		exported++
		c, ok := table[s.CAMEO]
		if !ok {
			t.Errorf("%s is exported as %s, which is no code of CAMEO", s.Name, s.CAMEO)
			continue
		}
		if s.Goldstein != c.goldstein {
			t.Errorf("%s has Goldstein %v, its code %s has %v", s.Name, s.Goldstein, s.CAMEO, c.goldstein)
		}
		if c.plover != "-" && s.PLOVER != c.plover {
			t.Errorf("%s has PLOVER type %s, its code %s has %s", s.Name, s.PLOVER, s.CAMEO, c.plover)
		}
		for _, i := range s.Imports {
			if _, ok := table[i]; !ok {
				t.Errorf("%s imports %s, which is no code of CAMEO", s.Name, i)
			}
		}
	}
	if exported == 0 {
		t.Error("no kind has a code")
	}
}
