package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestGuides builds and tests the code of the guides as it stands in them,
// laid over the tree, so that a guide cannot go stale.
func TestGuides(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED with -short: builds the packages of the guides")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```go file=([a-z/_]+\\.go)\n(.*?)```")
	for guide, pkg := range map[string]string{
		"add-a-loader.md": "./loaders/tabbed",
		"add-a-store.md":  "./graph/counting",
	} {
		t.Run(guide, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(root, "docs", guide))
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			overlay := map[string]map[string]string{"Replace": {}}
			for i, m := range block.FindAllStringSubmatch(string(text), -1) {
				file := filepath.Join(dir, filepath.Base(m[1]))
				if err := os.WriteFile(file, []byte(m[2]), 0o644); err != nil {
					t.Fatalf("block %d: %v", i, err)
				}
				overlay["Replace"][filepath.Join(root, m[1])] = file
			}
			if len(overlay["Replace"]) != 2 {
				t.Fatalf("%d blocks of Go with a file name, want 2", len(overlay["Replace"]))
			}
			b, err := json.Marshal(overlay)
			if err != nil {
				t.Fatal(err)
			}
			list := filepath.Join(dir, "overlay.json")
			if err := os.WriteFile(list, b, 0o644); err != nil {
				t.Fatal(err)
			}
			// The folder is not there, so the test is built and run apart.
			binary := filepath.Join(dir, "guide.test")
			build := exec.Command("go", "test", "-c", "-vet=off", "-overlay", list, "-o", binary, pkg)
			build.Dir = root
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			run := exec.Command(binary)
			run.Dir = dir
			if out, err := run.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// TestRegistryGuide runs the commands of the page on the registry with its file.
func TestRegistryGuide(t *testing.T) {
	page, err := os.ReadFile("../../docs/add-to-the-registry.md")
	if err != nil {
		t.Fatal(err)
	}
	block := func(lang string) string {
		_, rest, ok := strings.Cut(string(page), "```"+lang+"\n")
		text, _, closed := strings.Cut(rest, "```")
		if !ok || !closed {
			t.Fatalf("the page has no block of %s", lang)
		}
		return text
	}
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	file("own.yaml", block("yaml"))
	file("article.txt", "---\npublished: 2025-08-20\nlang: ro\n---\nGarda Fluviului a atacat Siria.\n")
	t.Chdir(dir)
	do := func(want int, args ...string) (stdout, stderr string) {
		t.Helper()
		var out, errs strings.Builder
		if code := run(t.Context(), args, strings.NewReader(""), &out, &errs); code != want {
			t.Fatalf("entente %q: exit %d: %s", args, code, &errs)
		}
		return out.String(), errs.String()
	}
	word := regexp.MustCompile(`'[^']*'|\S+`)
	var said string
	for line := range strings.Lines(block("sh")) {
		var args []string
		for _, w := range word.FindAllString(line, -1)[1:] {
			args = append(args, strings.Trim(w, "'"))
		}
		out, errs := do(exitDone, args...)
		said += out + errs
	}
	for _, want := range []string{"1 articles with 1 claims", "River Guard", "ATTACKED", "Syria"} {
		if !strings.Contains(said, want) {
			t.Errorf("the commands of the page do not say %q:\n%s", want, said)
		}
	}
	// Without the file the name is nobody's; ENTENTE_REGISTRY is as good as the flag.
	if out, _ := do(exitDone, "-q", "extract", "article.txt"); strings.Contains(out, "RIVER-GUARD") {
		t.Errorf("the name is known without the file: %s", out)
	}
	t.Setenv("ENTENTE_REGISTRY", "own.yaml")
	if out, _ := do(exitDone, "-q", "extract", "article.txt"); !strings.Contains(out, `"id":"actor:RIVER-GUARD"`) {
		t.Errorf("the variable is not read: %s", out)
	}
	if out, _ := do(exitDone, "check", "en"); !strings.Contains(out, "ok") {
		t.Errorf("check: %s", out)
	}
	file("own.yaml", "entities:\n  - {id: actor:X, name: River Guard}\n  - {id: Nobody, name: Nobody}\n")
	if _, errs := do(exitUsage, "query", "{ __typename }"); !strings.Contains(errs, "own.yaml:3") {
		t.Errorf("a wrong file: %s", errs)
	}
}
