package main

import (
	"context"
	"os"
	"strings"
	"testing"
)

// TestReadme runs the commands of the README's console blocks: each must end
// well, and the lines below it must stand in what it prints.
func TestReadme(t *testing.T) {
	b, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("../..")
	t.Setenv("ENTENTE_DB", "memory:")
	ran := 0
	for _, block := range strings.Split(string(b), "```console\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		for _, part := range strings.Split("\n"+block, "\n$ entente ")[1:] {
			command, expected, _ := strings.Cut(part, "\n")
			var out, errs strings.Builder
			code := run(context.Background(), words(command), strings.NewReader(""), &out, &errs)
			if code != exitDone {
				t.Errorf("entente %s: exit %d, %s", command, code, errs.String())
			}
			for line := range strings.Lines(expected) {
				line = strings.TrimSpace(line)
				if !strings.Contains(out.String()+errs.String(), line) {
					t.Errorf("entente %s\ndoes not print %s\nbut\n%s%s", command, line, out.String(), errs.String())
				}
			}
			ran++
		}
	}
	if ran < 4 {
		t.Errorf("%d commands ran; the README has more", ran)
	}
}

// words splits a command as a shell does, with single quotes alone.
func words(command string) []string {
	var out []string
	for i, part := range strings.Split(command, "'") {
		if i%2 == 1 {
			out = append(out, part)
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}
