package schema_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/schema"
)

func TestDefault(t *testing.T) {
	o := schema.Default()
	if o != schema.Default() {
		t.Error("Default read the ontology twice")
	}
	if o.Version() != schema.Version {
		t.Errorf("the file has version %q, the constant is %q: run go generate ./schema", o.Version(), schema.Version)
	}
	var got schema.Spec
	if s := o.Spec(schema.SuppliedDronesTo); s != nil {
		got = schema.Spec{
			Name: s.Name, Parent: s.Parent, Phrase: s.Phrase, Inverse: s.Inverse, Point: s.Point,
			Subject: s.Subject, Object: s.Object, CAMEO: s.CAMEO, PLOVER: s.PLOVER, Goldstein: s.Goldstein, Merge: s.Merge,
		}
	}
	want := schema.Spec{
		Name: "SUPPLIED_DRONES_TO", Parent: "SUPPLIED_ARMS_TO", Phrase: "supplied drones to", Inverse: "was supplied drones by", Point: true,
		Subject: "SON", Object: "SON", CAMEO: "072", PLOVER: "AID", Goldstein: 8.3, Merge: 90,
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(schema.Spec{})); d != "" {
		t.Errorf("SUPPLIED_DRONES_TO (-want +got):\n%s", d)
	}
}

// Whoever asks of a kind that is not there must get an empty answer, not a
// crash: names come from queries and from other versions' databases.
func TestUnknownKind(t *testing.T) {
	o := schema.Default()
	const k schema.Kind = "WALTZED_WITH"
	if s := o.Spec(k); s != nil {
		t.Errorf("Spec = %v", s)
	}
	if p := o.Parent(k); p != "" {
		t.Errorf("Parent = %s", p)
	}
	if l := slices.Concat(o.Ancestors(k), o.Descendants(k), o.Expand([]schema.Kind{k})); len(l) != 0 {
		t.Errorf("has relatives %v", l)
	}
	if f := o.Family(k); f != k {
		t.Errorf("Family = %s", f)
	}
	if o.Allows(k, 'S', 'S') {
		t.Error("Allows two states")
	}
	if same, swapped := o.Closes(k, schema.AtWarWith); same || swapped {
		t.Error("closes AT_WAR_WITH")
	}
	if same, swapped := o.Closes(schema.SignedPeaceTreatyWith, k); same || swapped {
		t.Error("is closed by SIGNED_PEACE_TREATY_WITH")
	}
}

func TestTree(t *testing.T) {
	o := schema.Default()
	if d := cmp.Diff([]schema.Kind{schema.SignedTreatyWith}, o.Ancestors(schema.SignedPeaceTreatyWith)); d != "" {
		t.Errorf("Ancestors (-want +got):\n%s", d)
	}
	arms := []schema.Kind{
		schema.SuppliedArmsTo, schema.SuppliedDronesTo, schema.SuppliedMissilesTo, schema.SuppliedAmmunitionTo,
		schema.SuppliedAircraftTo, schema.SuppliedArmourTo, schema.SuppliedAirDefenceTo,
	}
	if d := cmp.Diff(arms, o.Descendants(schema.SuppliedArmsTo)); d != "" {
		t.Errorf("Descendants (-want +got):\n%s", d)
	}
	got := o.Expand([]schema.Kind{schema.MetWith, schema.SuppliedDronesTo, schema.SuppliedArmsTo, schema.MetWith, "NONE"})
	if d := cmp.Diff(append(slices.Clone(arms), schema.MetWith, schema.Called), got); d != "" {
		t.Errorf("Expand (-want +got):\n%s", d)
	}
	// The tree holds every kind once, at the depth of its ancestors.
	var walked []schema.Kind
	for depth, s := range o.Tree() {
		walked = append(walked, s.Name)
		if want := len(o.Ancestors(s.Name)); depth != want {
			t.Errorf("%s stands at depth %d with %d ancestors", s.Name, depth, want)
		}
	}
	if d := cmp.Diff(names(o), o.Expand(walked)); d != "" || len(walked) != len(o.Kinds()) {
		t.Errorf("Tree has %d kinds of %d (-want +got):\n%s", len(walked), len(o.Kinds()), d)
	}
}

func names(o *schema.Ontology) []schema.Kind {
	var list []schema.Kind
	for _, s := range o.Kinds() {
		list = append(list, s.Name)
	}
	return list
}

func TestFamily(t *testing.T) {
	o := schema.Default()
	tests := []struct {
		family  schema.Kind
		members []schema.Kind
	}{
		{schema.Sanctioned, []schema.Kind{schema.Sanctioned, schema.LiftedSanctionsOn, schema.Embargoed}},
		{schema.SuppliedArmsTo, o.Descendants(schema.SuppliedArmsTo)},
		{schema.SignedTreatyWith, append(o.Descendants(schema.SignedTreatyWith), schema.AtWarWith)},
		{schema.WithdrewForcesFrom, []schema.Kind{schema.WithdrewForcesFrom, schema.HostsForcesOf, schema.Occupies}},
		{schema.MemberOf, []schema.Kind{schema.MemberOf, schema.Left}},
		{schema.Leads, []schema.Kind{schema.Leads}},
		{schema.AlliedWith, slices.Concat(o.Descendants(schema.AlliedWith), []schema.Kind{schema.CooperatesWith, schema.HasDiplomaticRelationsWith}, o.Descendants(schema.ReducedRelationsWith))},
	}
	for _, tt := range tests {
		var got []schema.Kind
		for _, k := range names(o) {
			if o.Family(k) == tt.family {
				got = append(got, k)
			}
		}
		if d := cmp.Diff(tt.members, got); d != "" {
			t.Errorf("family of %s (-want +got):\n%s", tt.family, d)
		}
	}
}

func TestAllows(t *testing.T) {
	o := schema.Default()
	tests := []struct {
		kind schema.Kind
		ends string
		want bool
	}{
		{schema.SuppliedDronesTo, "SN", true},
		{schema.SuppliedDronesTo, "NS", true},
		{schema.SuppliedDronesTo, "LS", false},
		{schema.Leads, "LS", true},
		{schema.Leads, "SL", false},
		{schema.Sanctioned, "SL", true},
		{schema.Sanctioned, "LS", false},
		{schema.PartyTo, "ST", true},
		{schema.PartyTo, "TS", false},
		{schema.MemberOf, "SO", true},
		{schema.MemberOf, "SS", false},
		// Two leaders or two states, never one of each.
		{schema.CloseTo, "LL", true},
		{schema.CloseTo, "OS", true},
		{schema.CloseTo, "LS", false},
		{schema.CloseTo, "SL", false},
		{schema.MetWith, "NS", true},
		{schema.MetWith, "SN", true},
		{schema.MetWith, "?S", false},
	}
	for _, tt := range tests {
		if got := o.Allows(tt.kind, tt.ends[0], tt.ends[1]); got != tt.want {
			t.Errorf("Allows(%s, %s) = %t", tt.kind, tt.ends, got)
		}
	}
	// A symmetric kind takes its ends in either order.
	for _, s := range o.Kinds() {
		for _, a := range "SONLT" {
			for _, b := range "SONLT" {
				if s.Symmetric && o.Allows(s.Name, byte(a), byte(b)) != o.Allows(s.Name, byte(b), byte(a)) {
					t.Errorf("%s allows %c-%c in one order only", s.Name, a, b)
				}
			}
		}
	}
}

func TestCloses(t *testing.T) {
	o := schema.Default()
	tests := []struct {
		kind, other   schema.Kind
		same, swapped bool
	}{
		{schema.LiftedSanctionsOn, schema.Sanctioned, true, false},
		{schema.LiftedSanctionsOn, schema.Embargoed, true, false},
		{schema.LiftedSanctionsOn, schema.Restricted, false, false},
		{schema.Sanctioned, schema.LiftedSanctionsOn, false, false},
		{schema.SignedPeaceTreatyWith, schema.AtWarWith, true, true},
		{schema.SignedTreatyWith, schema.AtWarWith, false, false},
		{schema.CeasefireWith, schema.AtWarWith, false, false},
		// Russia withdraws from Syria: Syria no longer hosts, Russia no longer occupies.
		{schema.WithdrewForcesFrom, schema.HostsForcesOf, false, true},
		{schema.WithdrewForcesFrom, schema.Occupies, true, false},
		// The children of what is ended end with it.
		{schema.BrokeRelationsWith, schema.DefencePactWith, true, true},
		{schema.BrokeRelationsWith, schema.HasDiplomaticRelationsWith, true, true},
		{schema.ReducedRelationsWith, schema.AlliedWith, false, false},
		{schema.Left, schema.MemberOf, true, false},
	}
	for _, tt := range tests {
		same, swapped := o.Closes(tt.kind, tt.other)
		if same != tt.same || swapped != tt.swapped {
			t.Errorf("Closes(%s, %s) = %t, %t, want %t, %t", tt.kind, tt.other, same, swapped, tt.same, tt.swapped)
		}
	}
}

// The rows of the design that other packages rest on, so that an edit of the
// file cannot change them unseen.
func TestKinds(t *testing.T) {
	const want = `
ALLIED_WITH SO-SO interval symmetric
AT_WAR_WITH SON-SON interval symmetric
ATTACKED SON-SON point
BLOCKED_ACCESSION_OF SO-S point
CEASEFIRE_WITH SON-SON interval symmetric
CEDED_TERRITORY_TO S-S point
CLOSE_TO L-L SO-SO interval symmetric
COOPERATES_WITH SO-SO interval symmetric
DETAINED_NATIONALS_OF SON-S point
GRANTED_TERRITORY_TO S-SO interval
HOSTS_FORCES_OF S-SO interval
INVOKED_TREATY S-T point
LEADS L-SON interval
MEMBER_OF SO-O interval
MET_WITH SON-SON point symmetric
NEGOTIATES_TREATY_WITH SON-SON interval symmetric
PARTY_TO SO-T interval
RATIFIED_TREATY_WITH SO-SO point
SANCTIONED SO-SONL interval
SIGNED_TREATY_WITH SO-SO point symmetric
SPONSORS SO-N interval
SUPPLIED_ARMS_TO SON-SON point
SUPPORTED_WAR_OF SO-SON interval
VIOLATED_TREATY SO-T point
VISITED SO-SO point
WITHDREW_FROM_TREATY SO-T point`
	for line := range strings.SplitSeq(strings.TrimSpace(want), "\n") {
		name, _, _ := strings.Cut(line, " ")
		s := schema.Default().Spec(schema.Kind(name))
		if s == nil {
			t.Errorf("no kind %s", name)
			continue
		}
		got := name + " " + s.EndLetters() + " " + strings.ToLower(s.Temporality())
		if s.Symmetric {
			got += " symmetric"
		}
		if got != line {
			t.Errorf("got  %s\nwant %s", got, line)
		}
	}
}

func TestDays(t *testing.T) {
	o := schema.Default()
	for kind, want := range map[schema.Kind][2]int{
		schema.MetWith:              {3, 0},
		schema.SuppliedDronesTo:     {90, 0},
		schema.CloseTo:              {90, 365},
		schema.CooperatesWith:       {90, 365},
		schema.NegotiatesTreatyWith: {90, 180},
		schema.Occupies:             {3650, 0},
		schema.MemberOf:             {3650, 0},
	} {
		if s := o.Spec(kind); s.Merge != want[0] || s.StaleAfter != want[1] {
			t.Errorf("%s: merge %d and stale_after %d, want %v", kind, s.Merge, s.StaleAfter, want)
		}
	}
	offices := []string{"HEAD_OF_STATE", "HEAD_OF_GOVERNMENT", "DE_FACTO", "ORGANISATION"}
	if d := cmp.Diff(offices, o.Spec(schema.Leads).Offices); d != "" {
		t.Errorf("offices of LEADS (-want +got):\n%s", d)
	}
	if s := o.Spec(schema.Occupies); !s.Reads(schema.Presupposed) || s.Reads(schema.Encounter) {
		t.Errorf("OCCUPIES is read as %v", s.Reading)
	}
	if s := o.Spec(schema.Threatened); !slices.Equal(s.DoneBy, []string{"PLANNED", "PLEDGED"}) {
		t.Errorf("THREATENED is done by %v", s.DoneBy)
	}
}

// Doc lines point to the kinds that are recorded instead; a name in them that is
// misspelt or gone would send the analyst nowhere.
func TestDocs(t *testing.T) {
	o := schema.Default()
	others := []string{"AGREED", "PLANNED", "PLEDGED", "POSSIBLE", "DEMANDED", "DENIED"}
	for _, s := range o.Kinds() {
		for _, w := range strings.FieldsFunc(s.Doc, func(r rune) bool { return r != '_' && (r < 'A' || r > 'Z') }) {
			if len(w) < 3 || slices.Contains(others, w) || slices.Contains(s.Offices, w) {
				continue
			}
			if o.Spec(schema.Kind(w)) == nil {
				t.Errorf("the doc of %s names %s, which is no kind, modality or office of it", s.Name, w)
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	data := source(b)
	for b.Loop() {
		if _, err := schema.Parse("ontology.yaml", data); err != nil {
			b.Fatal(err)
		}
	}
}
