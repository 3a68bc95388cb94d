// Command figures measures the program on a generated graph with the shape of
// real event data: 20,000 actors of which 200 states hold most claims, all
// kinds, degrees by a power law. It prints one table of loading and one of
// questions, each figure beside its floor in the same run: the same rows by bare
// prepared inserts, the same answer by SQL written by hand, over HTTP and without.
//
//	go run ./cmd/figures --claims 100000
//
// With ENTENTE_TEST_NEO4J it does the same on that server, whose database it
// empties, beside Cypher written by hand.
//
// It fails when a floor and the program answer differently, so what is compared
// is the same work.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/neo4j"
	"github.com/entente-graph/entente/graph/sqlite"
)

const (
	actors  = 20_000
	seed    = 1
	clients = 16

	// neo4jVariable names the server that is measured too. Its database is emptied.
	neo4jVariable = "ENTENTE_TEST_NEO4J"
)

type options struct {
	claims int
	file   string // of the graph; empty is one in a folder that is removed
	neo4j  string // the address of a server; empty is none
	budget time.Duration
	rounds int // how often the whole is loaded into Neo4j in either way; 0 is once
}

func main() {
	var o options
	flag.IntVar(&o.claims, "claims", 500_000, "how many claims the graph has")
	db := flag.String("db", "", "sqlite:FILE, a new file that keeps the graph; without it the graph is removed")
	flag.DurationVar(&o.budget, "time", 2*time.Second, "for how long each question is asked, by one client and by 16")
	flag.Parse()
	o.neo4j = os.Getenv(neo4jVariable)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM) // the folder is removed
	defer stop()
	file, ok := strings.CutPrefix(*db, "sqlite:")
	if *db != "" && (!ok || file == "") || flag.NArg() > 0 || o.claims < 10 {
		fmt.Fprintln(os.Stderr, "figures: write figures [--claims N] [--db sqlite:FILE] [--time 2s], with ten claims or more")
		os.Exit(2)
	}
	o.file = file
	o.rounds = min(3, 60_000/o.claims)
	if err := run(ctx, o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "figures:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options, out io.Writer) (err error) {
	folder, err := os.MkdirTemp("", "entente-figures")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if o.file == "" {
		o.file = filepath.Join(folder, "graph.db")
	} else if _, err := os.Stat(o.file); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is there already: name a new file", o.file)
	}
	fmt.Fprintf(out, "%d claims of %d actors; %s, %d processors\n", o.claims, actors, runtime.Version(), runtime.GOMAXPROCS(0))
	if err := onSQLite(ctx, o, folder, out); err != nil {
		return fmt.Errorf("SQLite: %w", err)
	}
	if o.neo4j == "" {
		fmt.Fprintf(out, "\nNeo4j was not measured: set %s to the address of a server whose database may be emptied.\n", neo4jVariable)
		return nil
	}
	if err := onNeo4j(ctx, o, folder, out); err != nil {
		return fmt.Errorf("Neo4j: %w", err)
	}
	return nil
}

// onSQLite measures the default store.
func onSQLite(ctx context.Context, o options, folder string, out io.Writer) error {
	fmt.Fprint(out, "\n## SQLite\n\n")
	open := func(file string) func() (graph.Store, error) {
		return func() (graph.Store, error) { return sqlite.Open(ctx, file, sqlite.Options{}) }
	}
	part, err := load(ctx, open(filepath.Join(folder, "part.db")), o.claims/10, processorTime)
	if err != nil {
		return err
	}
	whole, err := load(ctx, open(o.file), o.claims, processorTime)
	if err != nil {
		return err
	}
	byHand, err := loadByHand(ctx, o.file, filepath.Join(folder, "hand.db"))
	if err != nil {
		return err
	}
	loads(out, o, part, whole, byHand)
	store, err := open(o.file)()
	if err != nil {
		return err
	}
	by, err := openSQL(o.file)
	if err != nil {
		return errors.Join(err, store.Close())
	}
	err = questions(ctx, o, store, hand{by}, out)
	return errors.Join(err, by.close(), store.Close())
}

// onNeo4j measures the store for real use, on a server that it empties.
func onNeo4j(ctx context.Context, o options, folder string, out io.Writer) (err error) {
	fmt.Fprint(out, "\n## Neo4j\n\n")
	open := func() (graph.Store, error) { return neo4j.Open(ctx, o.neo4j, "", neo4j.Options{}) }
	by, err := openCypher(o.neo4j)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, by.close()) }()
	fill := func(claims int) (loading, error) {
		if err := by.empty(ctx); err != nil {
			return loading{}, err
		}
		return load(ctx, open, claims, func() (time.Duration, error) { return usedBy(ctx, by) })
	}
	if _, err := fill(1000); err != nil { // which plans the statements
		return err
	}
	part, err := fill(o.claims / 10)
	if err != nil {
		return err
	}
	whole, byHand, err := inTurn(ctx, by, func() (loading, error) { return fill(o.claims) }, folder, max(o.rounds, 1))
	if err != nil {
		return err
	}
	if err := by.setLatest(ctx); err != nil {
		return err
	}
	store, err := open()
	if err != nil {
		return err
	}
	loads(out, o, part, whole, byHand)
	return errors.Join(questions(ctx, o, store, hand{by}, out), store.Close())
}

// inTurn loads the graph by the store and by hand, in turn, so that both meet the same
// server, which gets quicker for minutes after its start, and the same machine, and gives
// the middle one of each; the store's is the last. A load of the store before gives the rows that are written by hand, and a few
// of those plan its statements.
func inTurn(ctx context.Context, by *byCypher, fill func() (loading, error), folder string, rounds int) (store, hand loading, err error) {
	if _, err := fill(); err != nil {
		return store, hand, err
	}
	size, err := by.size(ctx)
	if err != nil {
		return store, hand, err
	}
	rows, err := by.spilled(ctx, folder)
	if err == nil {
		_, err = by.writeByHand(ctx, rows, 200)
	}
	if err != nil {
		return store, hand, err
	}
	var stores, hands []loading
	for range rounds {
		l, err := by.writeByHand(ctx, rows, 0)
		if err != nil {
			return store, hand, err
		}
		hands = append(hands, l)
		switch have, err := by.size(ctx); {
		case err != nil:
			return store, hand, err
		case have != size:
			return store, hand, fmt.Errorf("the floor of the load wrote %s nodes and relationships, the store %s", have, size)
		}
		if l, err = fill(); err != nil {
			return store, hand, err
		}
		stores = append(stores, l)
	}
	return middle(stores), middle(hands), nil
}

// middle is the loading that took neither longest nor shortest.
func middle(list []loading) loading {
	slices.SortFunc(list, func(a, b loading) int { return cmp.Compare(a.put.clock+a.fold.clock, b.put.clock+b.fold.clock) })
	return list[len(list)/2]
}

// loads prints the table of loading a part and the whole.
func loads(out io.Writer, o options, part, whole, byHand loading) {
	fmt.Fprintf(out, "| load | claims | claims/s | by hand | share | of the processor | peak memory, MB |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	line := func(what string, claims int, took, hand taken, peak uint64) {
		by, share, processor := "", "", ""
		if hand.clock > 0 {
			by, share = number(float64(claims)/hand.clock.Seconds()), fmt.Sprintf("%.2f", hand.clock.Seconds()/took.clock.Seconds())
			processor = fmt.Sprintf("%.2f", hand.processor.Seconds()/took.processor.Seconds())
		}
		fmt.Fprintf(out, "| %s | %d | %s | %s | %s | %s | %d |\n", what, claims, number(float64(claims)/took.clock.Seconds()), by, share, processor, peak>>20)
	}
	line("put", o.claims/10, part.put, taken{}, part.putPeak)
	line("put", o.claims, whole.put, byHand.put, whole.putPeak)
	line("put and fold", o.claims/10, part.put.and(part.fold), taken{}, part.peak())
	line("put and fold", o.claims, whole.put.and(whole.fold), byHand.put.and(byHand.fold), whole.peak())
}

// number prints a figure with no more digits than it is good for.
func number(f float64) string {
	switch {
	case f >= 100:
		return fmt.Sprintf("%.0f", f)
	case f >= 1:
		return fmt.Sprintf("%.1f", f)
	}
	return fmt.Sprintf("%.2f", f)
}

// figure is what was measured of one way to answer a question.
type figure struct {
	p50, p95      time.Duration
	processor     time.Duration // an answer to all clients, of this process and the database's server
	one, many     float64       // answers a second, by one client and by all
	allocs, bytes uint64        // an answer
}

// measure asks by one client, the ways in turn, so that whatever else the machine
// does falls on all of them alike, for as long as a budget for each; then by all
// clients, one way after the other, and then what each has used of the processors is
// measured too. The first answers do not count: plans, pages
// and caches are warm. A slow question is asked less often, and three times at
// least.
func measure(budget time.Duration, used func() (time.Duration, error), ways ...func() error) ([]figure, error) {
	const least = 3
	out := make([]figure, len(ways))
	for i, ask := range ways {
		var before, after runtime.MemStats
		began := time.Now()
		if err := ask(); err != nil {
			return nil, err
		}
		rounds := min(5, max(1, int(budget/(time.Since(began)+1))))
		runtime.ReadMemStats(&before)
		for range rounds {
			if err := ask(); err != nil {
				return nil, err
			}
		}
		runtime.ReadMemStats(&after)
		out[i].allocs, out[i].bytes = (after.Mallocs-before.Mallocs)/uint64(rounds), (after.TotalAlloc-before.TotalAlloc)/uint64(rounds)
	}
	took := make([][]time.Duration, len(ways))
	runtime.GC()
	for began, n := time.Now(), 0; n < least || time.Since(began) < budget*time.Duration(len(ways)); n++ {
		for i, ask := range ways {
			t := time.Now()
			if err := ask(); err != nil {
				return nil, err
			}
			took[i] = append(took[i], time.Since(t))
		}
	}
	for i, t := range took {
		sum := time.Duration(0)
		for _, d := range t {
			sum += d
		}
		slices.Sort(t)
		out[i].p50, out[i].p95, out[i].one = t[len(t)/2], t[len(t)*95/100], float64(len(t))/sum.Seconds()
	}
	for i, ask := range ways {
		before, err := used()
		if err != nil {
			return nil, err
		}
		var answers int64
		if out[i].many, answers, err = together(budget, ask); err != nil {
			return nil, err
		}
		after, err := used()
		if err != nil {
			return nil, err
		}
		out[i].processor = (after - before) / time.Duration(answers)
	}
	return out, nil
}

// processorTime is what this process has used of the processors: beside other
// programs it tells more than the clock.
func processorTime() (time.Duration, error) {
	var u syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), err
}

// usedBy is what this process and the server of a floor's database have used.
func usedBy(ctx context.Context, f floor) (time.Duration, error) {
	server, err := f.used(ctx)
	if err != nil {
		return 0, err
	}
	own, err := processorTime()
	return server + own, err
}

// together asks by all clients at once and tells the answers a second, and how
// many there were.
func together(budget time.Duration, ask func() error) (rate float64, n int64, err error) {
	var answers atomic.Int64
	failed := make([]error, clients)
	var wg sync.WaitGroup
	began := time.Now()
	for i := range clients {
		wg.Go(func() {
			for more := true; more; more = failed[i] == nil && time.Since(began) < budget { // once at least
				failed[i] = ask()
				answers.Add(1)
			}
		})
	}
	wg.Wait()
	n = answers.Load()
	return float64(n) / time.Since(began).Seconds(), n, errors.Join(failed...)
}
