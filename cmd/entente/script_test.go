package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes the test binary the program itself, for the scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"entente": limited})
}

// TestScripts runs testdata/scripts: what users type, and what they see.
// ENTENTE_UPDATE=1 rewrites what the scripts compare with.
func TestScripts(t *testing.T) {
	articles, err := filepath.Abs("../../testdata/articles")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/scripts",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("ENTENTE_UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("ARTICLES", articles)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"makefile": makeFile,
			"waitfor":  waitFor,
		},
	})
}

// makeFile writes a file that a script cannot hold: makefile NAME KIND.
func makeFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: makefile NAME empty|binary|latin2|utf16|longtext|longline")
	}
	sentence := "Iranul a furnizat drone Rusiei."
	contents := map[string]string{
		"empty":    "",
		"binary":   "\x7fELF\x00\x01\x02" + strings.Repeat("\x00\xff", 500),
		"latin2":   "Iranul a furnizat drone Rusiei \xee n ianuarie.",
		"utf16":    "\xff\xfeI\x00r\x00a\x00n\x00",
		"longtext": strings.Repeat("a", 50_000_000),
		"longline": `{"text":"` + strings.Repeat("a", 50_000_000) + "\"}\n" + `{"lang":"ro","text":"` + sentence + "\"}\n",
	}
	b, ok := contents[args[1]]
	if !ok {
		ts.Fatalf("makefile: there is no kind %s", args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b), 0o644))
}

// waitFor waits until a file holds a text: waitfor FILE TEXT.
func waitFor(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: waitfor FILE TEXT")
	}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if b, err := os.ReadFile(ts.MkAbs(args[0])); err == nil && strings.Contains(string(b), args[1]) {
			return
		}
	}
	ts.Fatalf("%s does not hold %q after a minute", args[0], args[1])
}

// TestInterrupt: what is interrupted says so and can be run again.
func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, errs strings.Builder
	code := run(ctx, []string{"--db", "memory:", "load", "../../testdata/articles"}, strings.NewReader(""), &out, &errs)
	if code != exitFailed || !strings.Contains(errs.String(), "interrupted") {
		t.Errorf("exit %d, said %q; want exit %d and the word interrupted", code, errs.String(), exitFailed)
	}
}
