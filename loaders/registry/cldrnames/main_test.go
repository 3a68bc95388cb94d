package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		why, iso2 string
		names     map[string]string
		want      []string
	}{
		{"one name", "RO", map[string]string{"RO": "Rumänien"}, []string{"Rumänien"}},
		{"other names follow", "CZ", map[string]string{"CZ": "Cehia", "CZ-alt-variant": "Republica Cehă"}, []string{"Cehia", "Republica Cehă"}},
		{"a name twice", "CZ", map[string]string{"CZ": "Česko", "CZ-alt-variant": "Česko"}, []string{"Česko"}},
		{"brackets hold a second name", "MM", map[string]string{"MM": "Myanmar (Birma)"}, []string{"Myanmar", "Birma"}},
		{"wide brackets", "MM", map[string]string{"MM": "ミャンマー（ビルマ）"}, []string{"ミャンマー", "ビルマ"}},
		{"a variant in brackets is for lists", "NZ", map[string]string{"NZ": "Neuseeland", "NZ-alt-variant": "Aotearoa (Neuseeland)"}, []string{"Neuseeland"}},
		{"a placeholder", "TR", map[string]string{"TR": "Turcia", "TR-alt-variant": "TR-variant"}, []string{"Turcia"}},
		{"so short that it is a word", "US", map[string]string{"US": "United States", "US-alt-short": "US"}, []string{"United States"}},
		{"an acronym of three letters", "US", map[string]string{"US": "Соединенные Штаты", "US-alt-short": "США"}, []string{"Соединенные Штаты", "США"}},
		{"the state, not its territories", "PS", map[string]string{"PS": "Palestinian Territories", "PS-alt-short": "Palestine"}, []string{"Palestine"}},
		{"named by hand", "CD", map[string]string{"CD": "Congo - Kinshasa", "CD-alt-variant": "Congo (DRC)"}, nil},
		{"no name", "XX", nil, nil},
	} {
		if diff := cmp.Diff(c.want, choose(c.iso2, c.names)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.why, diff)
		}
	}
}

// The committed files are those that the package gives.
func TestTheFilesAreFresh(t *testing.T) {
	dir := os.Getenv("CLDR_LOCALENAMES")
	if dir == "" {
		t.Skip("CLDR_LOCALENAMES does not name the unpacked package cldr-localenames-full, so whether the files of names are fresh was not tested")
	}
	out := t.TempDir()
	if err := run(dir, out); err != nil {
		t.Fatal(err)
	}
	for _, lang := range languages {
		want, err := os.ReadFile(filepath.Join(out, lang+".tsv"))
		if err != nil {
			t.Fatal(err)
		}
		have, err := os.ReadFile(filepath.Join("..", "names", lang+".tsv"))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(have, want) {
			t.Errorf("names/%s.tsv is not what the package gives: run go generate", lang)
		}
	}
}
