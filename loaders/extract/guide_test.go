package extract_test

import (
	"io/fs"
	"os"
	"os/exec"
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
	dir := guidePack(t, guidePage(t))
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

// The command by which the guide makes rows of the names of all states is run as it
// stands there; the pack then reads states that the page does not name.
func TestTheGuideNamesAllStates(t *testing.T) {
	page := guidePage(t)
	m := regexp.MustCompile(`(?m)^ *(awk .*) > es/(names-states\.tsv)$`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the guide has no command for the names of states")
	}
	if _, err := exec.LookPath("awk"); err != nil {
		t.Skip("no awk here")
	}
	cmd := exec.Command("sh", "-c", m[1])
	cmd.Dir = filepath.Join("..", "..")
	rows, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	dir := guidePack(t, page)
	dir[m[2]] = &fstest.MapFile{Data: rows}
	x := extract.New(registry.Default(), extract.Options{Packs: []string{"en"}, Folders: map[string]fs.FS{"es": dir}})
	for _, err := range x.CheckPack("es") {
		t.Error(err)
	}
	claims := read(t, x, "es", "Francia envió drones a Jordania.")
	if !gives(claims, "FRA SUPPLIED_DRONES_TO JOR") {
		t.Errorf("the guide's pack gives %v", shorts(claims))
	}
}

func guidePage(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "add-a-language.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// guidePack are the files of the pack that the page shows.
func guidePack(t *testing.T, page string) fstest.MapFS {
	t.Helper()
	block := regexp.MustCompile("(?s)```(?:yaml|tsv)\n# ([a-z]+\\.(?:yaml|tsv))\n(.*?)```")
	dir := fstest.MapFS{}
	for _, m := range block.FindAllStringSubmatch(page, -1) {
		if dir[m[1]] != nil {
			t.Errorf("the guide has two files %s", m[1])
		}
		dir[m[1]] = &fstest.MapFile{Data: []byte(m[2])}
	}
	return dir
}
