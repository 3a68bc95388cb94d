// Command gen writes what is made from schema/ontology.yaml: the constants of
// the package schema, the GraphQL enum RelationKind and docs/relations.md. Run
// it with: go generate ./schema
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/entente-graph/entente/schema"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run generates into the folder of the package schema, where go generate
// starts this program. It reads the file and not what is built in, so that one
// run is enough.
func run(dir string) error {
	name := filepath.Join(dir, "ontology.yaml")
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	o, err := schema.Parse(name, data)
	if err != nil {
		return err
	}
	for _, f := range files {
		text, err := f.make(o)
		if err != nil {
			return fmt.Errorf("%s: %w", f.path, err)
		}
		if err := os.WriteFile(filepath.Join(dir, f.path), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// files are the generated files, their paths from the folder of schema.
var files = []struct {
	path string
	make func(*schema.Ontology) ([]byte, error)
}{
	{"kinds_gen.go", constants},
	{"relations.graphqls", enum},
	{filepath.Join("..", "docs", "relations.md"), reference},
}
