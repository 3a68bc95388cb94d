package registry

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memory"
	"github.com/entente-graph/entente/schema"
)

func day(t testing.TB, s string) graph.Day {
	t.Helper()
	d, err := graph.ParseDate(s)
	if err != nil || d.Precision() != 3 {
		t.Fatalf("%q is no day: %v", s, err)
	}
	return d.First()
}

func TestTheRegistryIsSound(t *testing.T) {
	if err := Default().Check(); err != nil {
		t.Error(err)
	}
}

// The figures are those that the data promise: they change only when the world
// does, or a list grows.
func TestHowManyThereAre(t *testing.T) {
	r := Default()
	counts := map[graph.Recognition]int{}
	kinds := map[graph.EntityKind]int{}
	for _, e := range r.Entities() {
		kinds[e.Kind]++
		if e.Kind == graph.State {
			counts[e.Recognition]++
		}
	}
	want := map[graph.Recognition]int{graph.UNMember: 193, graph.Observer: 2, graph.Partial: 3, graph.Former: 28}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("states by recognition (-want +got):\n%s", diff)
	}
	for kind, least := range map[graph.EntityKind]int{graph.Organisation: 140, graph.NonStateActor: 150, graph.Leader: 1000} {
		if kinds[kind] < least {
			t.Errorf("%d of %s, fewer than %d", kinds[kind], kind, least)
		}
	}
	if got := len(r.Members("org:UN", day(t, "2025-01-01"))); got != 193 {
		t.Errorf("the United Nations have %d members, not 193", got)
	}
	if got := len(r.Members("org:NATO", day(t, "2025-01-01"))); got != 32 {
		t.Errorf("NATO has %d members, not 32", got)
	}
	if got := len(r.Members("org:EU", day(t, "2019-01-01"))); got != 28 {
		t.Errorf("the European Union had %d members in 2019, not 28", got)
	}
	if got := len(r.Members("org:EU", day(t, "2021-01-01"))); got != 27 {
		t.Errorf("the European Union has %d members since Brexit, not 27", got)
	}
}

func TestEntitiesAreSorted(t *testing.T) {
	es := Default().Entities()
	if !slices.IsSortedFunc(es, func(a, b *graph.Entity) int { return strings.Compare(string(a.ID), string(b.ID)) }) {
		t.Error("the entities are not in the order of their ids")
	}
}

// Every state of today has a name in every language, so that no answer falls
// back to English.
func TestEveryStateHasANameInEveryLanguage(t *testing.T) {
	r := Default()
	langs := r.Languages()
	if len(langs) != 35 {
		t.Errorf("%d languages, not 35: %v", len(langs), langs)
	}
	for _, e := range r.Named() {
		if e.Kind != graph.State || e.Recognition == graph.Former {
			continue
		}
		for _, lang := range langs {
			if !slices.ContainsFunc(e.Names, func(n graph.Name) bool { return n.Lang == lang }) {
				t.Errorf("%s has no name in %s", e.ID, lang)
			}
		}
	}
}

func TestNamesToShow(t *testing.T) {
	named := map[graph.EntityID]*graph.Entity{}
	for _, e := range Default().Named() {
		named[e.ID] = e
	}
	for _, c := range []struct {
		id         graph.EntityID
		lang, want string
	}{
		{"state:IRN", "ro", "Iran"},
		{"state:DEU", "ro", "Germania"},
		{"state:COD", "en", "Democratic Republic of the Congo"},
		{"state:COD", "hu", "Kongói Demokratikus Köztársaság"},
		{"state:USA", "ru", "Соединенные Штаты"},
		{"state:TUR", "en", "Turkey"},
		{"state:SRB", "sr-Latn", "Srbija"},
		{"state:SUN", "uk", "Радянський Союз"},
		{"state:SUN", "vi", "Soviet Union"},
		{"org:EU", "ro", "Uniunea Europeană"},
		{"leader:vladimir-putin", "be", "Уладзімір Пуцін"},
	} {
		if got := named[c.id].NameIn(c.lang); got != c.want {
			t.Errorf("%s is shown as %q in %s, not %q", c.id, got, c.lang, c.want)
		}
	}
}

func TestHolders(t *testing.T) {
	r := Default()
	for _, c := range []struct {
		of             graph.EntityID
		office, on     string
		want           []graph.EntityID
		whyNotOneAlone string
	}{
		{of: "state:BLR", office: HeadOfState, on: "2025-08-20", want: []graph.EntityID{"leader:alexander-lukashenko"}},
		{of: "state:IRN", office: HeadOfGovernment, on: "2025-08-20", want: []graph.EntityID{"leader:masoud-pezeshkian"}},
		{of: "state:IRN", office: HeadOfState, on: "2025-08-20", want: []graph.EntityID{"leader:ali-khamenei"}},
		{of: "state:RUS", office: HeadOfState, on: "2010-06-01", want: []graph.EntityID{"leader:dmitry-medvedev"}},
		{of: "state:USA", office: HeadOfState, on: "2021-01-20", want: []graph.EntityID{"leader:joe-biden", "leader:donald-trump"}, whyNotOneAlone: "the day of the handover"},
		{of: "state:RUS", office: ForeignMinister, on: "2022-02-24", want: []graph.EntityID{"leader:sergey-lavrov"}},
		{of: "state:MDA", office: DefenceMinister, on: "2023-01-01", want: []graph.EntityID{"leader:anatolie-nosatii"}},
		{of: "org:NATO", office: HeadOfOrg, on: "2023-01-01", want: []graph.EntityID{"leader:jens-stoltenberg"}},
		{of: "state:USA", office: HeadOfState, on: "1900-01-01"},
		{of: "state:XXX", office: HeadOfState, on: "2020-01-01"},
	} {
		var got []graph.EntityID
		for _, term := range r.Holders(c.of, c.office, day(t, c.on)) {
			got = append(got, term.Leader)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s of %s on %s %s (-want +got):\n%s", c.office, c.of, c.on, c.whyNotOneAlone, diff)
		}
	}
	if n := len(r.Holders("state:ROU", "", day(t, "2024-01-01"))); n != 4 {
		t.Errorf("%d holders of any office in Romania, not its president, prime minister and two ministers", n)
	}
}

func TestTermsOf(t *testing.T) {
	terms := Default().TermsOf("leader:vladimir-putin")
	var got []string
	for _, term := range terms {
		got = append(got, term.Title+" "+string(term.From)+" "+string(term.To))
	}
	want := []string{
		"PRIME_MINISTER 1999-08-09 2000-05-07",
		"PRESIDENT 1999-12-31 2008-05-07",
		"PRIME_MINISTER 2008-05-08 2012-05-07",
		"PRESIDENT 2012-05-07 ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("terms (-want +got):\n%s", diff)
	}
}

func TestGoverns(t *testing.T) {
	for _, c := range []struct {
		actor graph.EntityID
		on    string
		want  []graph.EntityID
	}{
		{"actor:TALIBAN", "2021-08-14", nil},
		{"actor:TALIBAN", "2021-08-15", []graph.EntityID{"state:AFG"}},
		{"actor:TALIBAN", "2000-01-01", []graph.EntityID{"state:AFG"}},
		{"actor:TALIBAN", "2010-01-01", nil},
		{"actor:HOUTHIS", "2024-01-01", nil},
		{"actor:HAMAS", "2023-01-01", nil},
	} {
		if diff := cmp.Diff(c.want, Default().Governs(c.actor, day(t, c.on))); diff != "" {
			t.Errorf("%s on %s (-want +got):\n%s", c.actor, c.on, diff)
		}
	}
}

func TestByCOW(t *testing.T) {
	for _, c := range []struct {
		code int
		on   string
		want graph.EntityID
	}{
		{365, "1900-01-01", "state:COW-365"},
		{365, "1950-01-01", "state:SUN"},
		{365, "2000-01-01", "state:RUS"},
		{345, "1900-01-01", "state:COW-345"},
		{345, "1999-03-24", "state:YUG"},
		{345, "2005-01-01", "state:SCG"},
		{345, "2010-01-01", "state:SRB"},
		{255, "1850-01-01", "state:COW-255"},
		{260, "1970-01-01", "state:DEU"},
		{265, "1970-01-01", "state:DDR"},
		{640, "1914-01-01", "state:COW-640"},
		{640, "1950-01-01", "state:TUR"},
		{678, "1970-01-01", "state:YEM"},
		{680, "1970-01-01", "state:YMD"},
		{816, "1970-01-01", "state:VNM"},
		{817, "1970-01-01", "state:COW-817"},
		{710, "1900-01-01", "state:CHN"},
		{999, "2000-01-01", ""},
	} {
		if got := Default().ByCOW(c.code, day(t, c.on)); got != c.want {
			t.Errorf("the code %d on %s is %q, not %q", c.code, c.on, got, c.want)
		}
	}
}

func TestCapitalsAndSuccessors(t *testing.T) {
	r := Default()
	want := []Capital{
		{State: "state:KAZ", Name: "Almaty", To: "1997-12-09"},
		{State: "state:KAZ", Name: "Astana", From: "1997-12-10"},
	}
	if diff := cmp.Diff(want, r.CapitalsOf("state:KAZ")); diff != "" {
		t.Errorf("capitals (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]graph.EntityID{"state:CZE", "state:SVK"}, r.Successors("state:CSK")); diff != "" {
		t.Errorf("successors (-want +got):\n%s", diff)
	}
}

func TestTheBatchFitsAStore(t *testing.T) {
	r := Default()
	b := r.Batch()
	if err := b.Check(schema.Default()); err != nil {
		t.Fatal(err)
	}
	store, err := memory.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := r.Install(context.Background(), store); err != nil {
		t.Fatal(err)
	}
	seen := map[graph.ClaimID]bool{}
	spec := schema.Default()
	for _, c := range b.Readings[0].Claims {
		if seen[c.ID] {
			t.Errorf("two claims are %s: %s", c.ID, c.Evidence.Quote)
		}
		seen[c.ID] = true
		if spec.Spec(c.Relation) == nil {
			t.Errorf("no kind %s", c.Relation)
		}
	}
	ministers := 0
	for _, term := range r.Terms() {
		if term.Office == ForeignMinister || term.Office == DefenceMinister {
			ministers++
		}
	}
	if want := len(r.Terms()) - ministers + len(r.Memberships()); len(seen) != want {
		t.Errorf("%d claims, not %d", len(seen), want)
	}
}

func TestVersionFollowsTheData(t *testing.T) {
	version := func(states string) string {
		r, err := read(fstest.MapFS{"data/states.tsv": {Data: []byte(states)}}, fstest.MapFS{})
		if err != nil {
			t.Fatal(err)
		}
		return r.Version()
	}
	a := version("id\tname\nstate:AAA\tAlpha\n")
	if b := version("id\tname\nstate:AAA\tAlpha\n"); a != b {
		t.Errorf("the same data have the versions %s and %s", a, b)
	}
	if b := version("id\tname\nstate:AAA\tBeta\n"); a == b {
		t.Errorf("other data have the same version %s", b)
	}
}

// BenchmarkRead is what the program pays at start.
func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		if _, err := read(dataFiles, nameFiles); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNames is what the first question for a name in another language pays.
func BenchmarkNames(b *testing.B) {
	for b.Loop() {
		if names := readNames(nameFiles); len(names) == 0 {
			b.Fatal("no names")
		}
	}
}

func BenchmarkBatch(b *testing.B) {
	for b.Loop() {
		if batch := Default().Batch(); len(batch.Entities) == 0 {
			b.Fatal("no entities")
		}
	}
}
