package registry

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
)

const riverGuard = `# A group that the registry does not know.
terms:
  - {leader: leader:jane-doe, office: ORGANISATION, title: COMMANDER, of: actor:RIVER-GUARD, from: 2025-01-01}
entities:
  - id: actor:RIVER-GUARD
    name: River Guard
    names:
      ro: [Garda Fluviului, Garda Râului]
      ru: Речная стража
    basedIn: [state:SYR, state:IRQ]
    from: 2024-05
  - id: leader:jane-doe
    name: Jane Doe
    gender: f
names:
  - id: state:ROU
    names: {en: [Roumania]}
governs:
  - {actor: actor:RIVER-GUARD, state: state:SYR, from: 2026, to: 2027-03}
`

func TestWithYAML(t *testing.T) {
	base := Default()
	r, err := base.With("mine.yaml", []byte(riverGuard))
	if err != nil {
		t.Fatal(err)
	}
	want := &graph.Entity{
		ID: "actor:RIVER-GUARD", Kind: graph.NonStateActor, Name: "River Guard", From: "2024-05",
		BasedIn: []graph.EntityID{"state:SYR", "state:IRQ"},
		Names: []graph.Name{
			{Lang: "en", Text: "River Guard"},
			{Lang: "ro", Text: "Garda Fluviului"},
			{Lang: "ro", Text: "Garda Râului"},
			{Lang: "ru", Text: "Речная стража"},
		},
	}
	if diff := cmp.Diff(want, r.Entity("actor:RIVER-GUARD")); diff != "" {
		t.Errorf("the entity (-want +got):\n%s", diff)
	}
	holders := r.Holders("actor:RIVER-GUARD", HeadOfOrg, day(t, "2025-06-01"))
	if len(holders) != 1 || holders[0].Leader != "leader:jane-doe" || holders[0].Title != "COMMANDER" {
		t.Errorf("the holders are %v", holders)
	}
	if diff := cmp.Diff([]graph.EntityID{"state:SYR"}, r.Governs("actor:RIVER-GUARD", day(t, "2026-12-31"))); diff != "" {
		t.Errorf("governs (-want +got):\n%s", diff)
	}
	if !hasName(r, "state:ROU", "Roumania") || hasName(base, "state:ROU", "Roumania") {
		t.Error("the name Roumania is not in the new registry, or it is in the old one")
	}
	if base.Entity("actor:RIVER-GUARD") != nil || len(base.TermsOf("leader:jane-doe")) != 0 {
		t.Error("With changed the registry it was called on")
	}
	if r.Version() == base.Version() {
		t.Error("the version stayed the same")
	}
	if e := r.Entity("state:ROU"); !e.Registry {
		t.Error("Romania is no longer of the closed registry")
	}
}

func hasName(r *Registry, id graph.EntityID, name string) bool {
	for _, n := range r.Names(id) {
		if n.Text == name {
			return true
		}
	}
	return false
}

func TestWithTSV(t *testing.T) {
	r, err := Default().With("terms.tsv", []byte("# comment\r\nof\tleader\toffice\tto\tfrom\r\nstate:FRA\tleader:donald-tusk\tDEFENCE_MINISTER\t1901-02\t1901\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []Term{{
		Leader: "leader:donald-tusk", Office: DefenceMinister, Of: "state:FRA", From: "1901", To: "1901-02",
		Key: "term/leader:donald-tusk/DEFENCE_MINISTER/state:FRA/1901",
	}}
	if diff := cmp.Diff(want, r.Holders("state:FRA", "", day(t, "1901-02-28"))); diff != "" {
		t.Errorf("holders (-want +got):\n%s", diff)
	}
}

// A user sees what is wrong, and where.
func TestWithSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		want             []string
	}{
		{"no table", "a.tsv", "colour\tshape\nred\tround\n", []string{"a.tsv:1: ", "leader and office and of for a table of terms"}},
		{"unknown column", "a.tsv", "id\tname\tcolour\n", []string{`a.tsv:1: a table of entities has no column "colour"`}},
		{"too many fields", "a.tsv", "id\tname\n\nactor:A\tAlpha\tx\n", []string{"a.tsv:3: 3 fields, but the first line names 2 columns"}},
		{"bad id", "a.tsv", "id\tname\nactor:river guard\tRiver Guard\n", []string{`a.tsv:2: "actor:river guard": `, "capital letters"}},
		{"bad state id", "a.tsv", "id\tname\nstate:A-B\tAlpha\n", []string{`a.tsv:2: "state:A-B": `}},
		{"no prefix", "a.tsv", "id\tname\nFRA\tFrance\n", []string{`a.tsv:2: "FRA": an id begins with state:`}},
		{"there already", "a.tsv", "id\tname\nstate:FRA\tFrance\n", []string{"a.tsv:2: state:FRA is there already (data/states.tsv:"}},
		{"bad date", "a.tsv", "id\tname\tfrom\nactor:A\tAlpha\t2025-02-30\n", []string{`a.tsv:2: "2025-02-30" is not a date`}},
		{"dates swapped", "a.tsv", "member\torg\tfrom\tto\nstate:FRA\torg:CIS\t2020\t2019\n", []string{"a.tsv:2: from 2020 is after to 2019"}},
		{"bad office", "a.tsv", "leader\toffice\tof\nleader:x\tBOSS\tstate:FRA\n", []string{`a.tsv:2: office "BOSS" is none of HEAD_OF_STATE`}},
		{"unknown leader", "a.tsv", "leader\toffice\tof\nleader:nobody-at-all\tHEAD_OF_STATE\tstate:FRA\n", []string{"a.tsv:2: leader:nobody-at-all is not in the registry"}},
		{"wrong kind", "a.tsv", "member\torg\nstate:FRA\tstate:DEU\n", []string{"a.tsv:2: state:DEU is STATE, and wanted here is ORGANISATION"}},
		{"the same twice", "a.tsv", "actor\tstate\tfrom\nactor:TALIBAN\tstate:AFG\t2021-08-15\n", []string{"a.tsv:2: the same row is at data/governs.tsv:"}},
		{"name of another state", "a.tsv", "id\tnames\nstate:FRA\tro=Germania\n", []string{`"Germania" (ro) names state:`}},
		{"name for nobody", "a.tsv", "id\tnames\nstate:QQQ\tro=Nimeni\n", []string{"a.tsv:2: names for state:QQQ, which is not in the registry"}},
		{"bad names", "a.tsv", "id\tnames\nstate:FRA\tFranța\n", []string{"a.tsv:2: names \"Franța\": write ro="}},
		{"all that is wrong", "a.tsv", "id\tname\nFRA\tFrance\nactor:A\n", []string{"a.tsv:2: ", "a.tsv:3: actor:A has no name"}},
		{"nothing", "a.tsv", "# nothing\n", []string{"a.tsv: no rows in it"}},
		{"a format that is none", "a.txt", "id\tname\n", []string{"a.txt: a registry file ends in .tsv"}},
		{"not YAML", "a.yaml", "entities: [\n", []string{"a.yaml: "}},
		{"unknown table", "a.yaml", "countries:\n  - id: state:FRA\n", []string{`a.yaml:1: no table is called "countries": write terms, members`}},
		{"not a list", "a.yaml", "entities:\n  id: actor:A\n", []string{"a.yaml:1: entities must be a list"}},
		{"not a mapping", "a.yaml", "entities:\n  - actor:A\n", []string{"a.yaml:2: names with values are wanted here"}},
		{"bad row", "a.yaml", "entities:\n  - id: actor:A\n    name: Alpha\n    colour: red\n", []string{`a.yaml:2: a table of entities has no column "colour"`}},
		{"row of another table", "a.yaml", "terms:\n  - {id: actor:A, name: Alpha}\n", []string{"a.yaml:2: this is a row of entities, not of terms"}},
		{"bad date in YAML", "a.yaml", "entities:\n  - id: actor:A\n    name: Alpha\n    from: May 2024\n", []string{`a.yaml:2: "May 2024" is not a date`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Default().With(c.file, []byte(c.text))
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error says\n%v\nand not %q", err, want)
				}
			}
		})
	}
}

// FuzzWith: whatever a file holds, it is added or refused with its name.
func FuzzWith(f *testing.F) {
	f.Add(true, riverGuard)
	f.Add(false, "id\tname\tnames\nactor:A\tAlpha\tro=Alfa|A; ru=Альфа\n")
	f.Add(false, "leader\toffice\tof\tfrom\nleader:x\tHEAD_OF_STATE\tstate:FRA\t2020\n")
	f.Add(true, "entities: {}\n---\n- a\n")
	f.Add(true, "entities:\n- id: &a actor:A\n  name: *a\n  from: 2024\n")
	base, err := read(dataFiles, nameFiles)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, isYAML bool, text string) {
		name := "x.tsv"
		if isYAML {
			name = "x.yaml"
		}
		r, err := base.With(name, []byte(text))
		if err != nil {
			if !strings.Contains(err.Error(), "x.") && !strings.Contains(err.Error(), "data/") {
				t.Errorf("the error names no file: %v", err)
			}
			return
		}
		if err := r.Check(); err != nil {
			t.Errorf("a registry was returned that is wrong: %v", err)
		}
	})
}
