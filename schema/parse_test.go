package schema_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/schema"
)

// source is the text of ontology.yaml.
func source(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("ontology.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// small is an ontology of two kinds, to which the tests add.
const small = `version: "1"
none:
  "01": words
kinds:
- name: MET
  phrase: met
  symmetric: true
  time: point
  ends: SO-SO
  imports: ["04"]
  goldstein: 1
  merge: 3
  doc: When they met.
- name: HOLDS
  phrase: holds
  inverse: is held by
  time: interval
  ends: SO-S
  goldstein: -9
  merge: 9
  stale_after: 5
  doc: >-
    When it is
    held.
`

func TestParse(t *testing.T) {
	o, err := schema.Parse("small.yaml", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	s := o.Spec("HOLDS")
	if s.Doc != "When it is held." || s.Line != 14 || s.StaleAfter != 5 || s.Goldstein != -9 || s.Point {
		t.Errorf("HOLDS = %+v", s)
	}
	if m := o.Spec("MET"); m.Inverse != "met" || !m.Symmetric || !m.Point {
		t.Errorf("MET = %+v", m)
	}
}

// A code is what is written: without quotes YAML would read 057 as a number.
func TestParseCodeWithoutQuotes(t *testing.T) {
	o, err := schema.Parse("small.yaml", []byte(strings.Replace(small, `["04"]`, "[057, 0841, 19]", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"057", "0841", "19"}, o.Spec("MET").Imports); d != "" {
		t.Errorf("imports (-want +got):\n%s", d)
	}
}

func TestParseErrors(t *testing.T) {
	// Each case replaces a text of small, or adds to its end (from line 25), and
	// lists all errors that must come.
	kind := func(fields string) string {
		return "- name: NEW\n  phrase: did\n  inverse: was done\n  time: point\n  ends: SO-SO\n  goldstein: 0\n  merge: 1\n  doc: Always.\n" + fields
	}
	tests := []struct {
		name, old, new string
		want           []string
	}{
		{"unknown trait", "  merge: 3\n", "  merge: 3\n  reading: [encounter, lnad]\n", []string{`13:24: unknown trait "lnad": one of presupposed, encounter, land, states, domains, war, people`}},
		{"no such modality", "  merge: 3\n", "  merge: 3\n  done_by: [ASSERTED]\n", []string{`13:13: done_by must be of AGREED, PLANNED, PLEDGED, POSSIBLE, DEMANDED, not "ASSERTED"`}},
		{"unknown field", "  merge: 3\n", "  merge: 3\n  merg: 4\n", []string{`13:3: unknown field "merg"`}},
		{"unknown top field", "none:", "nothing:", []string{`2:1: unknown field "nothing": the file has version, none and kinds`}},
		{"missing version", "version: \"1\"\n", "", []string{"1:1: version is missing"}},
		{"empty version", `"1"`, `""`, []string{"1:10: version is empty"}},
		{"missing fields", "", "- name: NEW\n", []string{
			"25:3: NEW has no doc", "25:3: NEW has no ends", "25:3: NEW has no goldstein", "25:3: NEW has no inverse",
			"25:3: NEW has no merge", "25:3: NEW has no phrase", "25:3: NEW has no time",
		}},
		{"unknown parent", "", kind("  parent: HOLD\n"), []string{"33:11: unknown parent HOLD of NEW (did you mean HOLDS?)"}},
		{"parent far off", "", kind("  parent: WALTZED_WITH\n"), []string{"33:11: unknown parent WALTZED_WITH of NEW"}},
		{"own parent", "", kind("  parent: NEW\n"), []string{"33:11: the parents of NEW go in a circle: NEW < NEW"}},
		{
			"circle", "",
			kind("  parent: NEWER\n") + strings.Replace(kind("  parent: NEW\n"), "NEW\n", "NEWER\n", 1),
			[]string{"33:11: the parents of NEW go in a circle: NEW < NEWER < NEW"},
		},
		{"parent of another time", "", kind("  parent: HOLDS\n"), []string{
			"29:9: NEW may have O-O at its ends, but its parent HOLDS may not",
			"29:9: NEW may have S-O at its ends, but its parent HOLDS may not",
			"33:11: NEW and its parent HOLDS must both be points or both intervals",
		}},
		{"parent of another symmetry", "", kind("  parent: MET\n"), []string{"33:11: NEW and its parent MET must both be symmetric or neither"}},
		{"doubled kind", "", kind("") + kind(""), []string{"33:9: the kind NEW stands already in line 25"}},
		{"doubled field", "  merge: 3\n", "  merge: 3\n  merge: 4\n", []string{"13:3: merge stands twice in this kind"}},
		{"doubled top field", "none:", "version: \"2\"\nnone:", []string{"2:1: version stands twice"}},
		{"bad name", "name: MET", "name: met_with", []string{`5:9: the name "met_with" must be capitals, digits and single underscores, beginning with a letter`}},
		{"bad letter", "ends: SO-SO", "ends: SX-SX", []string{`9:9: unknown letter 'X' in the ends "SX-SX": S state, O organisation, N non-state actor, L leader, T treaty`}},
		{"letters out of order", "ends: SO-S\n", "ends: OS-S\n", []string{`18:9: the letters of the subject in "OS-S" must be in the order SONLT, each once`}},
		{"no dash", "ends: SO-S\n", "ends: SO\n", []string{`18:9: ends must be subject-object, such as SO-SON, not "SO"`}},
		{"one end", "ends: SO-S\n", "ends: SO-\n", []string{`18:9: ends "SO-" leave the object empty`}},
		{"symmetric with different ends", "ends: SO-SO", "ends: SO-S", []string{"9:9: MET is symmetric, but its ends differ: SO-S"}},
		{"symmetric with inverse", "phrase: met\n", "phrase: met\n  inverse: met\n", []string{"7:12: MET is symmetric, so its inverse phrase is its phrase: leave it out"}},
		{"symmetric and swapped", "imports:", "imports_swapped:", []string{"10:20: MET is symmetric: there is nothing to swap, use imports"}},
		{"not a truth", "symmetric: true", "symmetric: perhaps", []string{
			`7:14: symmetric must be true or false, not "perhaps"`, "5:3: MET has no inverse",
		}},
		{"not a time", "time: point", "time: now", []string{`8:9: time must be point or interval, not "now"`}},
		{"closes unknown", "", kind("  closes: [HOLDS, HOLS]\n"), []string{"33:19: closes of NEW: unknown kind HOLS (did you mean HOLDS?)"}},
		{"closes twice", "", kind("  closes: [HOLDS, HOLDS]\n"), []string{"33:19: HOLDS stands twice in closes of NEW"}},
		{"closes itself", "", kind("  closes: [NEW]\n"), []string{"33:12: NEW cannot bring itself to an end"}},
		{"closes an event", "", kind("  closes_swapped: [MET]\n"), []string{"33:20: closes_swapped of NEW: MET is a point in time, which nothing ends"}},
		{"closes between others", "", strings.Replace(kind("  closes: [HOLDS]\n"), "SO-SO", "S-T", 1), []string{"33:12: closes of NEW: HOLDS never has the same ends"}},
		{"code imported twice", "", kind("  imports: [\"07\", \"04\"]\n"), []string{"33:19: code 04 is imported already in line 10"}},
		{"code imported and not", "", kind("  imports: \"01\"\n"), []string{"33:12: code 01 is imported already in line 3"}},
		{"no code", "", kind("  cameo: \"4\"\n  imports: [x57]\n"), []string{
			`33:10: "4" is no CAMEO code: two to four digits, in quotes`, `34:13: "x57" is no CAMEO code: two to four digits, in quotes`,
		}},
		{"none without reason", `"01": words`, `"01":`, []string{"3:3: code 01 imports to none without a reason"}},
		{"empty list", "imports: [\"04\"]", "imports: []", []string{"10:12: imports is empty: leave it out"}},
		{"no PLOVER type", "", kind("  plover: AIDE\n"), []string{`33:11: unknown PLOVER type "AIDE": one of AGREE, CONSULT, SUPPORT, COOPERATE, AID, CONCEDE, RETREAT, ACCUSE, REQUEST, REJECT, THREATEN, PROTEST, MOBILIZE, SANCTION, COERCE, ASSAULT`}},
		{"goldstein out of range", "goldstein: -9", "goldstein: -11", []string{`19:14: goldstein must be a number from -10 to 10, not "-11"`}},
		{"goldstein is no number", "goldstein: -9", "goldstein: NaN", []string{`19:14: goldstein must be a number from -10 to 10, not "NaN"`}},
		{"negative days", "merge: 9", "merge: -1", []string{`20:10: merge must be a whole number of days from 0, not "-1"`}},
		{"stale at once", "stale_after: 5", "stale_after: 0", []string{`21:16: stale_after must be a whole number of days from 1, not "0"`}},
		{"stale event", "  merge: 3\n", "  merge: 3\n  stale_after: 5\n", []string{"13:16: MET is a point in time, which cannot go stale"}},
		{"empty text", "phrase: holds", "phrase:", []string{"15:10: phrase is empty"}},
		{"a list for a word", "phrase: holds", "phrase: [holds]", []string{"15:11: phrase must be a single value"}},
		{"kinds is no list", "", "\nfoo: bar\n", []string{`26:1: unknown field "foo": the file has version, none and kinds`}},
		{"a kind is a word", "", "- NEW\n", []string{`25:3: a kind must be fields, each "key: value"`}},
		// One look at the file is enough: nothing hides behind the first error.
		{"several at once", "merge: 3", "merge: x\n  mrege: 3\n  parent: M", []string{
			`12:10: merge must be a whole number of days from 0, not "x"`, `13:3: unknown field "mrege"`, "14:11: unknown parent M of MET",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := small + tt.new
			if tt.old != "" {
				if !strings.Contains(small, tt.old) {
					t.Fatalf("the ontology does not contain %q", tt.old)
				}
				text = strings.Replace(small, tt.old, tt.new, 1)
			}
			checkErrors(t, text, tt.want)
		})
	}
}

func TestParseNoOntology(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{"1:1: the file is empty: it must have version, none and kinds"}},
		{"comment", "# nothing\n", []string{"1:1: the file is empty: it must have version, none and kinds"}},
		{"word", "hello\n", []string{`1:1: the file must be fields, each "key: value"`}},
		{"list", "- a\n- b\n", []string{`1:1: the file must be fields, each "key: value"`}},
		{"map of kinds", "version: 1\nkinds:\n  MET:\n    phrase: met\n", []string{`3:3: kinds must be a list: each entry begins with "- name: KIND"`}},
		{"two documents", small + "---\nversion: 2\n", []string{"26:1: a second YAML document: an ontology is one"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { checkErrors(t, tt.text, tt.want) })
	}
}

func TestParseNotYAML(t *testing.T) {
	_, err := schema.Parse("o.yaml", []byte("version: 1\nkinds: [\n"))
	var list schema.Errors
	if !errors.As(err, &list) || len(list) != 1 {
		t.Fatalf("err = %v", err)
	}
	if list[0].Line != 2 || !strings.HasPrefix(list[0].Message, "not YAML: ") {
		t.Errorf("err = %v", err)
	}
}

// checkErrors expects the errors, in any order but each with its place.
func checkErrors(t *testing.T, text string, want []string) {
	t.Helper()
	o, err := schema.Parse("o.yaml", []byte(text))
	if err == nil {
		t.Fatal("no error")
	}
	if o != nil {
		t.Error("an ontology beside the error")
	}
	got := map[string]bool{}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		got[line] = true
	}
	expected := map[string]bool{}
	for _, w := range want {
		expected["o.yaml:"+w] = true
	}
	if d := cmp.Diff(expected, got); d != "" {
		t.Errorf("errors (-want +got):\n%s", d)
	}
	var one *schema.Error
	if !errors.As(err, &one) || one.File != "o.yaml" || one.Line < 1 || one.Column < 1 {
		t.Errorf("no single error in %#v", err)
	}
}

// Whatever the text: an ontology that holds together or errors with a place.
func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("kinds:\n- name: A\n  parent: B\n- name: B\n  parent: A\n"))
	f.Add([]byte("kinds: [{name: A, ends: [S-S, 'X-']}, 3, [], {}]\nnone: {'1': }\n"))
	f.Add([]byte("a: &x [*x]\n<<: *x\n"))
	f.Add([]byte("version: !!binary x\nkinds: |\n  - a\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := schema.Parse("fuzz.yaml", data)
		if (o == nil) == (err == nil) {
			t.Fatalf("ontology %v, error %v", o, err)
		}
		if err != nil {
			var list schema.Errors
			if !errors.As(err, &list) || len(list) == 0 {
				t.Fatalf("an error without a place: %v", err)
			}
			return
		}
		for _, s := range o.Kinds() {
			if s.Parent != "" && o.Family(s.Parent) != o.Family(s.Name) {
				t.Errorf("%s and its parent are of two families", s.Name)
			}
			if d := o.Descendants(s.Name); d[0] != s.Name {
				t.Errorf("Descendants(%s) = %v", s.Name, d)
			}
			if s.Subject == "" || s.Object == "" || s.Phrase == "" || s.Inverse == "" {
				t.Errorf("%s lacks something: %+v", s.Name, s)
			}
		}
	})
}
