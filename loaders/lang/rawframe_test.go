package lang

import (
	"io/fs"
	"path"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// sameFrames compares what is read of a file that is written plainly with what
// it says as YAML.
func sameFrames(t *testing.T, text string) (plain bool) {
	t.Helper()
	got, ok := plainFrames(text)
	if !ok {
		return false
	}
	want, err := yamlFrames([]byte(text))
	if err != nil {
		t.Fatalf("read as plain, but it is no YAML: %v", err)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(rawFrame{}), cmpopts.EquateErrors()); diff != "" {
		t.Fatalf("(-YAML +plain)\n%s", diff)
	}
	return true
}

// Every frame of the packs that are built in is written plainly, and says so
// what it says as YAML: otherwise the program would start slowly.
func TestPlainFrames(t *testing.T) {
	names, err := fs.Glob(files, "*/frames*.yaml")
	if err != nil || len(names) < len(Codes()) {
		t.Fatal(names, err)
	}
	for _, name := range names {
		t.Run(path.Dir(name)+"/"+path.Base(name), func(t *testing.T) {
			data, err := fs.ReadFile(files, name)
			if err != nil {
				t.Fatal(err)
			}
			if !sameFrames(t, string(data)) {
				t.Error("it is not written plainly")
			}
		})
	}
}

// What is read as plain says the same as YAML.
func FuzzPlainFrames(f *testing.F) {
	for _, s := range []string{
		"# a\n- rule: a/b\n  kind: X # c\n  verb: [a, b]\n\n  fires: A b, c.\n  gives: [A B C, \"d\"]\n  silent:\n    - A.\n    - \"b: c\"\n",
		"- rule: a\n  also:\n    - text: A.\n      gives: [x]\n    - text: 'b'\n      gives: [y]\n  ended: true\n  confidence: 800\n",
		"- rule: 1\n- rule: 8 men\n- kind: null\n- kind: -\n", "- rule: a\n  rule: b\n", "- rule: a\n   kind: b\n", "- rule: a\n    b\n", "- verb: [a,]\n", "- rule: \n    a\n",
		"- rule: \u2028\n", "- rule: \u0085a\n", "- rule: a\n  silent:\n    - b\n      c\n", "- rule: \"a\"\"\n", "- rule: \xff\n", "- confidence: 01\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { sameFrames(t, s) })
}
