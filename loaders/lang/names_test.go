package lang_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/registry"
)

// nameRow is one row of a pack's names.tsv, read here without the package's
// own reader, so that the two check each other.
type nameRow struct {
	pack, where         string
	entity, class, form string
	feats               []string
}

// uncertain reports whether the row claims no more than that its form can mean
// the entity: the reader must find support for it.
func (r nameRow) uncertain() bool {
	return r.class == "short" || r.class == "city" || slices.Contains(r.feats, "ambig") || slices.Contains(r.feats, "short")
}

// namePacks reads all packs that have names, by code.
func namePacks(t *testing.T) map[string][]nameRow { return packRows(t, "*/names.tsv") }

// packRows reads the packs' files that match a pattern, by code.
func packRows(t *testing.T, pattern string) map[string][]nameRow {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Fatalf("no pack has a file %s", pattern)
	}
	packs := map[string][]nameRow{}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		code := filepath.Dir(path)
		for i, line := range strings.Split(string(data), "\n") {
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			where := fmt.Sprintf("%s:%d", path, i+1)
			cols := strings.Split(line, "\t")
			if len(cols) < 3 || len(cols) > 5 {
				t.Fatalf("%s: %d columns: want entity, class, form, features, note", where, len(cols))
			}
			row := nameRow{pack: code, where: where, entity: cols[0], class: cols[1], form: cols[2]}
			if len(cols) > 3 {
				row.feats = strings.Fields(cols[3])
			}
			packs[code] = append(packs[code], row)
		}
	}
	return packs
}

var nameClasses = []string{
	"name", "adj", "people", "capital", "city", "palace", "ministry-metonym", "short", "prefix", "surname", "forces",
}

// nameFeats are the features that a row of names can have.
var nameFeats = strings.Fields("ambig short m f n sg pl na gd nom gen dat acc ins loc def indef")

func TestNamesAreWellFormed(t *testing.T) {
	for _, rows := range namePacks(t) {
		for _, r := range rows {
			if !slices.Contains(nameClasses, r.class) {
				t.Errorf("%s: unknown class %q", r.where, r.class)
			}
			if r.form != strings.Join(strings.Fields(r.form), " ") || r.form == "" {
				t.Errorf("%s: form %q has stray white space", r.where, r.form)
			}
			if r.form != norm.NFC.String(r.form) {
				t.Errorf("%s: form %q is not composed (NFC)", r.where, r.form)
			}
			if strings.ContainsAny(r.form, "ŞşŢţ’") {
				t.Errorf("%s: form %q: write ș and ț with a comma and a straight apostrophe; folding reads the rest", r.where, r.form)
			}
			if mixesScripts(r.form) {
				t.Errorf("%s: form %q has a word of two scripts", r.where, r.form)
			}
			for _, f := range r.feats {
				if !slices.Contains(nameFeats, f) {
					t.Errorf("%s: unknown feature %q", r.where, f)
				}
			}
		}
	}
}

// mixesScripts finds the Latin letter in a Cyrillic word that looks right and
// never matches.
func mixesScripts(form string) bool {
	for word := range strings.FieldsFuncSeq(form, func(r rune) bool { return !unicode.IsLetter(r) }) {
		latin := strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
		cyrillic := strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
		if latin && cyrillic {
			return true
		}
	}
	return false
}

func TestNamesStandOnce(t *testing.T) {
	for _, rows := range namePacks(t) {
		seen := map[[3]string]string{}
		for _, r := range rows {
			key := [3]string{r.entity, r.class, r.form}
			if first, ok := seen[key]; ok {
				t.Errorf("%s: %s %s %q is there already, %s", r.where, r.entity, r.class, r.form, first)
			}
			seen[key] = r.where
		}
	}
}

func TestNamesAreOfTheRegistry(t *testing.T) {
	reg := registry.Default()
	for _, rows := range namePacks(t) {
		unknown := map[string]string{}
		for _, r := range rows {
			if reg.Entity(graph.EntityID(r.entity)) == nil && unknown[r.entity] == "" {
				unknown[r.entity] = r.where
			}
		}
		for _, id := range slices.Sorted(maps.Keys(unknown)) {
			t.Errorf("%s: %s is not in the registry", unknown[id], id)
		}
	}
}

func TestEveryStateIsNamed(t *testing.T) {
	for code, rows := range namePacks(t) {
		has := map[[2]string]bool{}
		for _, r := range rows {
			has[[2]string{r.entity, r.class}] = true
		}
		for _, e := range registry.Default().Entities() {
			if e.Kind != graph.State || e.Recognition == graph.Former {
				continue
			}
			want := []string{"name"}
			if e.Recognition == graph.UNMember {
				want = []string{"name", "adj", "capital"}
			}
			for _, class := range want {
				// "New Zealand" is its own adjective.
				if class == "adj" && code == "en" && e.ID == "state:NZL" {
					class = "people"
				}
				if !has[[2]string{string(e.ID), class}] {
					t.Errorf("%s: %s (%s) has no %s", code, e.ID, e.Name, class)
				}
			}
		}
	}
}

// Each pack knows the name that its readers are shown of each state, unless
// that is no name that a text would use: "Congo - Kinshasa", "Myanmar (Burma)".
func TestTheShownNameIsKnown(t *testing.T) {
	reg := registry.Default()
	for code, rows := range namePacks(t) {
		forms := map[[2]string]bool{}
		for _, r := range rows {
			forms[[2]string{r.entity, strings.ToLower(foldName(r.form))}] = true
		}
		for _, e := range reg.Entities() {
			if e.Kind != graph.State || e.Recognition == graph.Former {
				continue
			}
			for _, n := range reg.Names(e.ID) {
				if n.Lang != code {
					continue
				}
				name := strings.TrimPrefix(strings.ToLower(foldName(strings.ReplaceAll(n.Text, "’", "'"))), "the ")
				odd := strings.ContainsAny(name, "(&") || strings.Contains(name, " - ") || strings.Contains(name, " о-ва")
				if !odd && !forms[[2]string{string(e.ID), name}] {
					t.Errorf("%s: %s is shown as %q, which no row has", code, e.ID, n.Text)
				}
				break // the first is the one to show
			}
		}
	}
}

// TestNoFormNamesTwoStates is the promise of the closed registry: a form that
// is not marked as uncertain means one state, in whichever pack it is listed.
func TestNoFormNamesTwoStates(t *testing.T) {
	type owner struct{ entity, where string }
	owners := map[string]owner{}
	packs := namePacks(t)
	for _, code := range slices.Sorted(maps.Keys(packs)) {
		for _, r := range packs[code] {
			if !strings.HasPrefix(r.entity, "state:") || r.uncertain() {
				continue
			}
			if r.class != "name" && r.class != "adj" && r.class != "people" && r.class != "capital" {
				continue
			}
			form := foldName(r.form)
			if o, ok := owners[form]; ok && o.entity != r.entity {
				t.Errorf("%s: %q is a form of %s and, %s, of %s", r.where, r.form, r.entity, o.where, o.entity)
				continue
			}
			owners[form] = owner{r.entity, r.where}
		}
	}
}

// foldName takes off diacritics as matching does, and keeps capitals: "turkey"
// is a bird.
func foldName(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'ł':
			return 'l'
		case r == 'đ':
			return 'd'
		case r == 'ı':
			return 'i'
		}
		return r
	}, norm.NFD.String(s))
}

func TestFoldNameKeepsCapitals(t *testing.T) {
	for in, want := range map[string]string{"Republică": "Republica", "Türkiye": "Turkiye", "Łódź": "Łodz", "turkey": "turkey"} {
		if got := foldName(in); got != want {
			t.Errorf("foldName(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestTreatiesByName: what the packs call treaties by is in the registry, a form
// means one treaty, and each pack that is read in depth names all of them.
func TestTreatiesByName(t *testing.T) {
	reg := registry.Default()
	for code, rows := range packRows(t, "*/names-treaties.tsv") {
		named, means := map[string]bool{}, map[string]string{}
		for _, r := range rows {
			if r.class != "treaty" || reg.Treaty(graph.EntityID(r.entity)) == nil {
				t.Errorf("%s: %s, of the class %s, is no treaty of the registry", r.where, r.entity, r.class)
			}
			named[r.entity] = true
			form := strings.ToLower(r.form)
			if other := means[form]; other != "" && other != r.entity {
				t.Errorf("%s: %q names %s as well as %s", r.where, r.form, r.entity, other)
			}
			means[form] = r.entity
		}
		for _, treaty := range reg.Treaties() {
			if id := string(treaty.ID); (code == "en" || code == "ro") && !named[id] {
				t.Errorf("%s: %s has no name", code, id)
			}
		}
	}
}
