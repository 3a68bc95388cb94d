package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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
