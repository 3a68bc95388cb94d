package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program runs the program as a process of its own: its exit code and what it
// said.
func program(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.Command("entente", args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

// news is a file of articles from one number to another.
func news(t *testing.T, from, to int) string {
	t.Helper()
	names := []string{"Iranul", "Belarusul", "China", "Turcia", "Serbia"}
	var b strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, `{"url": "https://example.org/%d", "published": "2025-%02d-%02d", "lang": "ro", "text": "%s a furnizat %d drone Rusiei. %s a criticat Franța."}`+"\n",
			i, 1+i%12, 1+i%28, names[i%5], 10+i, names[i%3])
	}
	path := filepath.Join(t.TempDir(), "news.jsonl")
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// wholeExport is the whole graph of a database.
func wholeExport(t *testing.T, db string) string {
	t.Helper()
	code, out, errs := program(t, "--db", db, "export", "--format", "jsonl")
	if code != exitDone {
		t.Fatalf("export: exit %d: %s", code, errs)
	}
	return out
}

func loadWhole(t *testing.T, db string, paths ...string) {
	t.Helper()
	if code, _, errs := program(t, slices.Concat([]string{"--db", db, "load"}, paths)...); code != exitDone {
		t.Fatalf("load: exit %d: %s", code, errs)
	}
}

// TestKilledLoad kills a load at several moments; loading again gives the graph
// that an undisturbed load gives.
func TestKilledLoad(t *testing.T) {
	const articles = 3000
	file := news(t, 0, articles)
	whole := "sqlite:" + filepath.Join(t.TempDir(), "g.db")
	began := time.Now()
	loadWhole(t, whole, file)
	took := time.Since(began)
	want := wholeExport(t, whole)
	killed := 0
	for _, part := range []int{3, 6, 8} { // tenths of the time that a load takes
		path := filepath.Join(t.TempDir(), "g.db")
		cmd := exec.Command("entente", "--db", "sqlite:"+path, "load", file)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(took * time.Duration(part) / 10)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
			killed++
		}
		loadWhole(t, "sqlite:"+path, file)
		if got := wholeExport(t, "sqlite:"+path); got != want {
			t.Errorf("killed after %d tenths and loaded again: the export differs, %d bytes for %d", part, len(got), len(want))
		}
	}
	if killed == 0 {
		t.Error("every load ended before it was killed: nothing was tested")
	}
}

// TestLoadsAtOnce loads two files that overlap into one database at once.
func TestLoadsAtOnce(t *testing.T) {
	a, b := news(t, 0, 1500), news(t, 1000, 2500)
	one := "sqlite:" + filepath.Join(t.TempDir(), "g.db")
	loadWhole(t, one, a, b)
	both := "sqlite:" + filepath.Join(t.TempDir(), "g.db")
	var wg sync.WaitGroup
	for _, file := range []string{a, b} {
		wg.Go(func() {
			if code, _, errs := program(t, "--db", both, "load", file); code != exitDone {
				t.Errorf("load: exit %d: %s", code, errs)
			}
		})
	}
	wg.Wait()
	if wholeExport(t, one) != wholeExport(t, both) {
		t.Error("two loads at once do not give the graph of one after the other")
	}
}

// TestDamaged overwrites a database's middle: every verb says so in one
// sentence.
func TestDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "g.db")
	file := news(t, 0, 500)
	loadWhole(t, "sqlite:"+path, file)
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xA5}, 1<<20), 1<<15); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"export", "--format", "jsonl"}, {"load", file}, {"rebuild"}} {
		code, _, errs := program(t, append([]string{"--db", "sqlite:" + path}, args...)...)
		if code != exitFailed || !strings.Contains(errs, "the database is damaged: restore it from a copy") ||
			strings.Count(errs, "\n") != 1 || strings.Contains(errs, "goroutine") {
			t.Errorf("%s: exit %d: %s", args[0], code, errs)
		}
	}
}

// TestFullDisk loads into a file system of 16 MB: a sentence, and what was kept
// before is whole. Only a system that lets the test mount one can run it.
func TestFullDisk(t *testing.T) {
	disk := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk).CombinedOutput(); err != nil {
		t.Skipf("SKIPPED, the full disk is NOT tested: this user may not mount a small file system: %s", out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", disk).CombinedOutput(); err != nil {
			t.Errorf("umount: %s", out)
		}
	})
	db := "sqlite:" + filepath.Join(disk, "g.db")
	loadWhole(t, db, news(t, 0, 20))
	before := wholeExport(t, db)
	code, _, errs := program(t, "--db", db, "load", news(t, 20, 6000))
	if code != exitFailed || !strings.Contains(errs, "the disk is full: free some space and load again, nothing was lost\n") {
		t.Fatalf("exit %d: %s", code, errs)
	}
	// Whatever whole batches found room stay; nothing of before is gone.
	after := wholeExport(t, db)
	for line := range strings.Lines(before) {
		if strings.Contains(line, `"url":"https://example.org/`) && !strings.Contains(after, line) {
			t.Errorf("lost: %s", line)
		}
	}
}
