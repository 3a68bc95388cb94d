package registry

import (
	"os"
	"strings"
	"testing"
)

// The example of the page is read as a user's file would be.
func TestThePageOnTheRegistry(t *testing.T) {
	page, err := os.ReadFile("../../docs/add-to-the-registry.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(page), "```yaml\n")
	example, _, closed := strings.Cut(rest, "```")
	if !ok || !closed {
		t.Fatal("the page has no example in YAML")
	}
	r, err := Default().With("example.yaml", []byte(example))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.TermsOf("leader:jane-doe")) != 1 || !hasName(r, "state:ROU", "Roumania") {
		t.Error("the rows of the example are not in the registry")
	}
	files, err := os.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.Contains(string(page), "| `"+f.Name()+"` |") {
			t.Errorf("the page does not tell of data/%s", f.Name())
		}
	}
}
