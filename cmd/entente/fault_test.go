package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
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

// TestKilledLoad kills loads at moments drawn at random, several in a row on one
// database; loading again gives the graph that an undisturbed load gives.
func TestKilledLoad(t *testing.T) {
	const articles = 3000
	file := news(t, 0, articles)
	whole := "sqlite:" + filepath.Join(t.TempDir(), "g.db")
	began := time.Now()
	loadWhole(t, whole, file)
	took := time.Since(began)
	want := wholeExport(t, whole)
	seed := uint64(began.UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	killed := 0
	for range 4 {
		path := filepath.Join(t.TempDir(), "g.db")
		var moments []time.Duration
		for range 1 + random.IntN(3) {
			after := time.Duration(random.Int64N(int64(took)))
			moments = append(moments, after)
			cmd := exec.Command("entente", "--db", "sqlite:"+path, "load", file)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(after)
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
				killed++
			}
		}
		loadWhole(t, "sqlite:"+path, file)
		if got := wholeExport(t, "sqlite:"+path); got != want {
			t.Errorf("killed after %v of %v and loaded again: the export differs, %d bytes for %d", moments, took, len(got), len(want))
		}
	}
	if killed == 0 {
		t.Error("every load ended before it was killed: nothing was tested")
	}
}

// TestReaderDuringLoad asks again and again while another process loads: each
// answer holds the articles of whole folds, with all their claims.
func TestReaderDuringLoad(t *testing.T) {
	const articles = 3000 // of two claims each
	db := "sqlite:" + filepath.Join(t.TempDir(), "g.db")
	load := exec.Command("entente", "-q", "--db", db, "load", news(t, 0, articles))
	var errs bytes.Buffer
	load.Stderr = &errs
	if err := load.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- load.Wait() }()
	seen := map[int]int{}
	for running := true; running; {
		select {
		case err := <-done:
			if err != nil {
				t.Fatalf("load: %v: %s", err, &errs)
			}
			running = false
		default:
		}
		code, out, errs := program(t, "--db", db, "query", `{
			articles { totalCount }
			claims(where: {form: [TEXT]}) { totalCount }
			relations(status: [FACT, ALLEGED, PROSPECT, DISPUTED, DENIED, ENDED, LAPSED], kinds: [SUPPLIED_ARMS_TO, CONDEMNED], first: 200) { nodes { claimCount } }
		}`)
		if code != exitDone {
			t.Fatalf("query: exit %d: %s %s", code, out, errs)
		}
		var answer struct {
			Data struct {
				Articles, Claims struct{ TotalCount int }
				Relations        struct{ Nodes []struct{ ClaimCount int } }
			}
		}
		if err := json.Unmarshal([]byte(out), &answer); err != nil {
			t.Fatal(err)
		}
		d, behind := answer.Data, 0
		for _, r := range d.Relations.Nodes {
			behind += r.ClaimCount
		}
		seen[d.Articles.TotalCount]++
		if d.Claims.TotalCount != 2*d.Articles.TotalCount || behind != d.Claims.TotalCount {
			t.Errorf("an answer has %d articles, %d claims and %d of them behind relations", d.Articles.TotalCount, d.Claims.TotalCount, behind)
		}
	}
	if seen[articles] == 0 {
		t.Errorf("no answer had all articles; they had %v", seen)
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

// TestDamaged damages a database in several ways: every verb says so in one
// sentence.
func TestDamaged(t *testing.T) {
	file := news(t, 0, 500)
	whole := filepath.Join(t.TempDir(), "g.db")
	loadWhole(t, "sqlite:"+whole, file)
	good, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		damage func([]byte) []byte
		says   string
	}{
		{"the middle overwritten", func(b []byte) []byte { copy(b[1<<15:], bytes.Repeat([]byte{0xA5}, 1<<20)); return b }, "the database is damaged: restore it from a copy"},
		{"cut in half", func(b []byte) []byte { return b[:len(b)/2] }, "the database is damaged: restore it from a copy"},
		{"the first pages overwritten", func(b []byte) []byte { copy(b[100:], bytes.Repeat([]byte{0xA5}, 1<<14)); return b }, "the database is damaged: restore it from a copy"},
		{"without its head", func(b []byte) []byte { copy(b, make([]byte, 100)); return b }, "is not a database: choose another file, or move this one away"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, args := range [][]string{
				{"export", "--format", "jsonl"},
				{"load", file},
				{"rebuild"},
				{"query", "{ claims(first: 200, where: {form: [TEXT]}) { nodes { id } } relations(first: 200) { nodes { id } totalCount } }"},
			} {
				path := filepath.Join(t.TempDir(), "g.db")
				if err := os.WriteFile(path, test.damage(bytes.Clone(good)), 0o600); err != nil {
					t.Fatal(err)
				}
				code, out, errs := program(t, append([]string{"--db", "sqlite:" + path}, args...)...)
				said := errs
				if args[0] == "query" && strings.Contains(out, "errors") {
					said = out
				}
				if code != exitFailed || !strings.Contains(said, test.says) || strings.Count(errs, "\n") > 1 || strings.Contains(out+errs, "goroutine") {
					t.Errorf("%s: exit %d: %s%s", args[0], code, out, errs)
				}
			}
		})
	}
}

// TestFullDisk loads with no room for more than a part of it: a sentence, and what
// was kept before is whole; with room again the load is completed. A limit on the
// size of files stands for the end of the disk.
func TestFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "g.db")
	db := "sqlite:" + path
	loadWhole(t, db, news(t, 0, 20))
	before := wholeExport(t, db)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	more := news(t, 20, 6000)
	for _, room := range []int64{0, 1 << 16, 1 << 20, 4 << 20} {
		t.Setenv(fileSizeVariable, strconv.FormatInt(info.Size()+room, 10))
		code, _, errs := program(t, "--db", db, "load", more)
		if code != exitFailed || !strings.Contains(errs, "the disk is full: free some space and load again, nothing was lost\n") || strings.Count(errs, "\n") != 1 {
			t.Fatalf("with room for %d bytes: exit %d: %s", room, code, errs)
		}
		t.Setenv(fileSizeVariable, "")
		// Whatever whole batches found room stay; nothing of before is gone.
		after := wholeExport(t, db)
		for line := range strings.Lines(before) {
			if !strings.Contains(after, line) {
				t.Errorf("with room for %d bytes: lost: %s", room, line)
			}
		}
	}
	loadWhole(t, db, more)
	whole := "sqlite:" + filepath.Join(t.TempDir(), "g.db")
	loadWhole(t, whole, news(t, 0, 6000))
	if wholeExport(t, db) != wholeExport(t, whole) {
		t.Error("once there is room, the load does not give the graph of an undisturbed one")
	}
}

// fileSizeVariable limits, in bytes, the files that the program of a test may
// write.
const fileSizeVariable = "ENTENTE_TEST_FILE_SIZE"

// limited is the program under the limits of a test.
func limited() {
	if s := os.Getenv(fileSizeVariable); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err == nil {
			err = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n})
		}
		if err != nil {
			panic(err)
		}
	}
	main()
}
