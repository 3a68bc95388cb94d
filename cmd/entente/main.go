// Command entente reads news into a graph of who does what with whom among
// states, and answers questions about it. There is one file for each verb; the
// lists of loaders and of stores stand in loaders.go and store.go, and nowhere
// else.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/registry"
)

// The exit codes of the program.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitAside  = 3 // done, but some input was set aside
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // asked twice, it ends at once
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// cli is the whole command line. Every flag has a variable ENTENTE_… of the
// same name in capitals.
type cli struct {
	DB         string `name:"db" default:"sqlite:entente.db" placeholder:"URL" help:"Where the graph is kept: sqlite:FILE, memory:, neo4j://user@host:7687 or bolt://user@host:7687 (the password comes from ENTENTE_DB_PASSWORD alone)."`
	Registry   string `name:"registry" placeholder:"FILE" help:"A file of your own that adds to the registry of who can act: .tsv, .yaml or .json (see docs/add-to-the-registry.md). The database keeps what it adds."`
	DeadLetter string `name:"dead-letter" placeholder:"FILE" help:"Where input that was set aside is listed, one JSON object a line (default: beside the database)."`
	Quiet      bool   `short:"q" help:"Say nothing on standard error but warnings and errors."`

	Serve    serveCmd    `cmd:"" help:"Serve the graph: GraphQL at /graphql, GraphiQL at /graphiql."`
	Load     loadCmd     `cmd:"" help:"Load articles and data sets into the graph."`
	Extract  extractCmd  `cmd:"" help:"Print the claims of articles as JSON Lines; keeps nothing."`
	Query    queryCmd    `cmd:"" help:"Answer one GraphQL operation without a server."`
	Export   exportCmd   `cmd:"" help:"Write the graph in another format."`
	Retract  retractCmd  `cmd:"" help:"Take back an article: its own claims end, and no others."`
	Review   reviewCmd   `cmd:"" help:"Accept or reject a claim."`
	Merge    mergeCmd    `cmd:"" help:"Read one entity as another."`
	Split    splitCmd    `cmd:"" help:"Take a merge back."`
	Rebuild  rebuildCmd  `cmd:"" help:"Fold all claims again."`
	Eval     evalCmd     `cmd:"" help:"Measure extraction against gold files."`
	Check    checkCmd    `cmd:"" help:"Run the data files' own cases: ontology, registry, language packs."`
	Ontology ontologyCmd `cmd:"" help:"Print the kinds of relation."`
	Version  versionCmd  `cmd:"" help:"Print the versions of the program and its data."`
}

// app is what every verb works with.
type app struct {
	ctx            context.Context
	cli            *cli
	stdin          io.Reader
	stdout, stderr io.Writer
	log            *slog.Logger
	dead           *deadLetter
	reg            *registry.Registry // once it was asked for
	// atEnd is what is still to be said when the verb is done.
	atEnd []func()
}

// usageError is a wrong use of the command line: exit 2.
type usageError struct{ error }

// errFailed ends the program with exit 1 when all has been said already.
var errFailed = errors.New("failed")

// run is the program without its process.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var c cli
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("entente"),
		kong.Description("Turns news into a graph of diplomatic relations, each edge with its quote."),
		kong.DefaultEnvars("ENTENTE"),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exited = code }),
		kong.Vars{"formats": formats(), "exports": exportFormats()},
	)
	if err != nil {
		fmt.Fprintln(stderr, "entente:", err)
		return exitFailed
	}
	kctx, err := parser.Parse(args)
	if exited >= 0 { // --help
		return exited
	}
	if err != nil {
		fmt.Fprintf(stderr, "entente: %v; see entente --help\n", err)
		return exitUsage
	}
	level := slog.LevelInfo
	if c.Quiet {
		level = slog.LevelWarn
	}
	a := &app{
		ctx: ctx, cli: &c, stdin: stdin, stdout: stdout, stderr: stderr,
		log: slog.New(namedLog{slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: level})}),
	}
	a.dead = &deadLetter{app: a, path: c.DeadLetter}
	err = kctx.Run(a)
	for _, f := range a.atEnd {
		f()
	}
	if cerr := a.dead.close(); err == nil {
		err = cerr
	}
	return a.exitCode(err)
}

func (a *app) exitCode(err error) int {
	var usage usageError
	switch {
	case errors.Is(err, context.Canceled) && a.ctx.Err() != nil:
		fmt.Fprintln(a.stderr, "entente: interrupted; run the same command again to complete it, nothing is kept twice")
		return exitFailed
	case errors.Is(err, errFailed):
		return exitFailed
	case errors.As(err, &usage):
		fmt.Fprintln(a.stderr, "entente:", err)
		return exitUsage
	case err != nil:
		// One sentence for people, whatever the depth it comes from.
		fmt.Fprintln(a.stderr, "entente:", sentence(err))
		return exitFailed
	case a.dead.count > 0:
		return exitAside
	}
	return exitDone
}

// sentence is an error for people: on one line, and without the class of error
// that programs tell it by.
func sentence(err error) string {
	s := strings.Join(strings.Fields(err.Error()), " ")
	for _, class := range []error{graph.ErrBadInput, graph.ErrUnavailable} {
		if short, ok := strings.CutSuffix(s, ": "+class.Error()); ok {
			return short
		}
	}
	return s
}
