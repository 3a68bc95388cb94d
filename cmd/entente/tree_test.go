package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/entente-graph/entente"

// mayImport is the table of docs/design.md: what of the project a package may
// import. A key ending in /… stands for the packages below it. cmd/entente
// knows them all and is not in it.
var mayImport = map[string][]string{
	"schema":                {},
	"schema/internal/…":     {"schema"},
	"graph":                 {"schema"},
	"graph/graphtest":       {"graph", "schema"},
	"graph/memory":          {"graph", "schema"},
	"graph/sqlite":          {"graph", "schema"},
	"graph/neo4j":           {"graph", "schema"},
	"graph/analysis":        {"graph", "schema"},
	"schema/gql":            {"graph", "graph/analysis", "schema"},
	"schema/gql/internal/…": {},
	"loaders":               {"graph"},
	"loaders/registry":      {"graph", "schema"},
	"loaders/registry/…":    {"loaders/registry", "graph", "schema"},
	"loaders/lang":          {"graph", "schema"},
	"loaders/extract":       {"graph", "schema", "loaders/lang", "loaders/outlets", "loaders/registry"},
	"loaders/extract/…":     {"graph", "schema"},
	"loaders/llm":           {"graph", "schema", "loaders", "loaders/registry"},
	"loaders/…":             {"graph", "schema", "loaders", "loaders/registry"},
	"export":                {"graph", "schema"},
	"cmd/figures":           {"graph", "graph/graphtest", "graph/neo4j", "graph/sqlite", "schema", "schema/gql"},
	"testdata/…":            {"graph", "schema"},
	"internal/corrections":  {"graph", "schema"},
}

type listed struct {
	ImportPath string
	Name       string
	Doc        string
	Imports    []string
}

func listPackages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Name,Doc,Imports", module+"/...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// TestTree holds the direction of imports and a package comment each: rules
// that are kept by a test need no reviewer.
func TestTree(t *testing.T) {
	for _, p := range listPackages(t) {
		path := strings.TrimPrefix(p.ImportPath, module+"/")
		if p.Doc == "" {
			t.Errorf("%s has no package comment", path)
		}
		if path == "cmd/entente" {
			continue
		}
		allowed, ok := mayImport[path]
		if !ok {
			allowed, ok = allowedBelow(path)
		}
		if !ok {
			t.Errorf("%s is not in the table of imports: add it here and to docs/design.md", path)
			continue
		}
		for _, imp := range p.Imports {
			ours, found := strings.CutPrefix(imp, module+"/")
			if found && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s, which the table does not allow", path, ours)
			}
		}
	}
}

func allowedBelow(path string) (allowed []string, ok bool) {
	longest := 0
	for key, list := range mayImport {
		prefix, below := strings.CutSuffix(key, "…")
		if below && strings.HasPrefix(path, prefix) && len(prefix) > longest {
			allowed, ok, longest = list, true, len(prefix)
		}
	}
	return allowed, ok
}

func TestNoReplace(t *testing.T) {
	b, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b, []byte("\nreplace ")) {
		t.Error("go.mod has a replace directive: whoever installs the program would get another one")
	}
}
