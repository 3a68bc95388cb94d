package extract_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"testing/fstest"

	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/registry"
)

// The small pack that the guide shows is built from the page itself: it loads,
// its own cases hold, and it reads a sentence that the page does not have.
func TestTheGuide(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "add-a-language.md"))
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```(?:yaml|tsv)\n# ([a-z]+\\.(?:yaml|tsv))\n(.*?)```")
	dir := fstest.MapFS{}
	for _, m := range block.FindAllStringSubmatch(string(page), -1) {
		if dir[m[1]] != nil {
			t.Errorf("the guide has two files %s", m[1])
		}
		dir[m[1]] = &fstest.MapFile{Data: []byte(m[2])}
	}
	for _, name := range []string{"pack.yaml", "paradigms.tsv", "words.tsv", "names.tsv", "frames.yaml"} {
		if dir[name] == nil {
			t.Fatalf("the guide has no %s", name)
		}
	}
	x := extract.New(registry.Default(), extract.Options{Packs: []string{"en"}, Folders: map[string]fs.FS{"es": dir}})
	for _, err := range x.CheckPack("es") {
		t.Error(err)
	}
	claims := read(t, x, "es", "Irán prometió enviar drones a Moscú.")
	if !gives(claims, "IRN SUPPLIED_DRONES_TO RUS PLEDGED") {
		t.Errorf("the guide's pack gives %v", shorts(claims))
	}
}
