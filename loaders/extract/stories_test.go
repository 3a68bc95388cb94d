package extract_test

import (
	"path/filepath"
	"strings"
	"testing"
)

// The project's own articles give what a careful reader records of them. Found
// of all required claims may only rise: raise the floors with it.
func TestOwnArticles(t *testing.T) {
	found, wanted, others := 0, 0, 0
	for _, dir := range []struct{ articles, claims string }{
		{"../../testdata/articles", "../../testdata/claims"},
		{"testdata/articles", "testdata/articles"}, // in Russian, French and German
	} {
		files, err := filepath.Glob(filepath.Join(dir.articles, "*.txt"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no articles: %v", err)
		}
		for _, f := range files {
			name := strings.TrimSuffix(filepath.Base(f), ".txt")
			s := story(t, f, filepath.Join(dir.claims, name+".json"))
			found += len(s.Found)
			wanted += len(s.Found) + len(s.Missing) + len(s.Partly)
			others += len(s.Others)
			for _, m := range s.Missing {
				t.Logf("%s: missing %s", name, m)
			}
			for _, m := range s.Partly {
				t.Logf("%s: not right in all: %s", name, m)
			}
			for _, c := range s.Others {
				t.Logf("%s: other %s (%s) %q", name, short(&c), c.Rule, c.Evidence.Quote)
			}
		}
	}
	t.Logf("found %d of %d, %d others", found, wanted, others)
	if found < 128 {
		t.Errorf("found %d of %d required claims, want 128 at least", found, wanted)
	}
}

// More articles of our own, each of which holds what goes wrong in a whole text: who
// "it", "the two sides" and a bare surname are, what is background with its year,
// who says and who denies. The claims are what a careful reader lists; the floor is
// what has been reached.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/stories/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no articles: %v", err)
	}
	found, wanted, others := 0, 0, 0
	for _, f := range files {
		s := story(t, f, strings.TrimSuffix(f, ".txt")+".json")
		found += len(s.Found)
		wanted += len(s.Found) + len(s.Missing) + len(s.Partly)
		others += len(s.Others)
		for _, m := range append(s.Missing, s.Partly...) {
			t.Logf("%s: %s", filepath.Base(f), m)
		}
		for _, c := range s.Others {
			t.Logf("%s: other %s (%s) %q", filepath.Base(f), short(&c), c.Rule, c.Evidence.Quote)
		}
	}
	t.Logf("found %d of %d, %d others", found, wanted, others)
	if found < 70 || others > 12 {
		t.Errorf("found %d of %d required claims with %d others, want 70 and at most 12", found, wanted, others)
	}
}
