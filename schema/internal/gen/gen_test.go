package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/schema"
)

// What is committed is what the ontology gives.
func TestGeneratedFilesAreFresh(t *testing.T) {
	dir := filepath.Join("..", "..")
	data, err := os.ReadFile(filepath.Join(dir, "ontology.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	o, err := schema.Parse("ontology.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		want, err := f.make(o)
		if err != nil {
			t.Errorf("%s: %v", f.path, err)
			continue
		}
		got, err := os.ReadFile(filepath.Join(dir, f.path))
		if err != nil {
			t.Error(err)
			continue
		}
		if d := cmp.Diff(string(want), string(got)); d != "" {
			t.Errorf("%s is stale, run go generate ./schema (-generated +committed):\n%s", f.path, d)
		}
	}
}

// The generator writes all files from the folder that it is given, also when
// they are not there yet.
func TestRun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "schema")
	data, err := os.ReadFile(filepath.Join("..", "..", "ontology.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{dir, filepath.Join(dir, "..", "docs")} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := run(dir); err == nil {
		t.Error("no error without an ontology")
	}
	if err := os.WriteFile(filepath.Join(dir, "ontology.yaml"), data, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := run(dir); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if b, err := os.ReadFile(filepath.Join(dir, f.path)); err != nil || len(b) == 0 {
			t.Errorf("%s: %d bytes, %v", f.path, len(b), err)
		}
	}
}

func TestGoName(t *testing.T) {
	for k, want := range map[schema.Kind]string{
		"LEADS":                   "Leads",
		"SUPPLIED_AIR_DEFENCE_TO": "SuppliedAirDefenceTo",
		"AT_WAR_WITH":             "AtWarWith",
		"A_4X":                    "A4x",
	} {
		if got := goName(k); got != want {
			t.Errorf("goName(%s) = %s, want %s", k, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		text  string
		width int
		want  []string
	}{
		{"", 10, nil},
		{"one two three", 7, []string{"one two", "three"}},
		{"incomprehensible as it is", 6, []string{"incomprehensible", "as it", "is"}},
		{"  spaced \n out ", 80, []string{"spaced out"}},
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.want, wrap(tt.text, tt.width)); d != "" {
			t.Errorf("wrap(%q, %d) (-want +got):\n%s", tt.text, tt.width, d)
		}
	}
}
