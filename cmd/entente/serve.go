package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/html"
	"github.com/entente-graph/entente/loaders/text"
	"github.com/entente-graph/entente/schema/gql"
)

// serveCmd serves the graph over HTTP.
type serveCmd struct {
	inputFlags
	readerFlags
	Load          []string `arg:"" optional:"" name:"path" help:"With --load: more files, folders or URLs."`
	LoadFlag      []string `name:"load" sep:"none" placeholder:"PATH" help:"Load these before the port opens."`
	Listen        string   `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen."`
	Tokens        string   `placeholder:"FILE" help:"File of the bearer tokens that may write (and read, with --private). Without it only this machine may write."`
	Private       bool     `help:"Refuse reading too without a token."`
	Rate          float64  `default:"-1" placeholder:"N" help:"Requests a second that one address may send, and twice as many at once; 0 is no limit. When left out: none for this machine, 50 for others."`
	Introspection bool     `help:"Answer questions about the schema even when listening for other machines."`
}

// Run loads, then listens until it is interrupted.
func (c *serveCmd) Run(a *app) error {
	// Before the load, which may take long, so that a port in use is known at
	// once; it is closed again, since nobody is to be kept waiting by an open one.
	probe, err := listen(a.ctx, c.Listen)
	if err != nil {
		return err
	}
	if err := probe.Close(); err != nil {
		return err
	}
	r, err := c.reader(a)
	if err != nil {
		return err
	}
	tokens, err := readTokens(c.Tokens)
	if err != nil {
		return err
	}
	store, err := a.openStore()
	if err != nil {
		return err
	}
	defer store.Close()
	if paths := append(c.LoadFlag, c.Load...); len(paths) > 0 {
		sum, err := a.load(store, &c.inputFlags, r, c.Workers, paths)
		if err != nil {
			return err
		}
		a.report(sum)
	}
	if w, ok := store.(graph.Warmer); ok {
		go func() { // the first to ask are answered meanwhile, if more slowly
			if err := w.Warm(a.ctx); err != nil && a.ctx.Err() == nil {
				a.log.Warn("the usual questions could not be asked beforehand", "error", err)
			}
		}()
	}
	listener, err := listen(a.ctx, c.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	loopback := isLoopback(listener.Addr())
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	answers := newMetrics(registry)
	limits := gql.DefaultLimits()
	if !loopback {
		limits.StreamsEach = limits.Streams / 4
	}
	switch {
	case c.Rate >= 0:
		limits.Rate = c.Rate
	case !loopback:
		limits.Rate = 50
	}
	api := gql.NewServer(store, gql.Options{
		Limits:          limits,
		NoIntrospection: !loopback && !c.Introspection,
		Private:         c.Private, Tokens: tokens, Stats: true, Log: a.log,
		Observe: func(ctx context.Context, o gql.Observation) {
			answers.observe(ctx, o)
			a.log.InfoContext(ctx, "operation", "name", o.Operation, "caller", o.Caller, "code", string(o.Code), "statements", o.Statements, "took", o.Duration.Round(time.Microsecond))
		},
		Read: readInput(store, r),
		Done: a.ctx.Done(),
	})
	registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "entente_subscriptions", Help: "Subscriptions that are open."},
		func() float64 { return float64(api.Subscriptions()) }))
	server := &http.Server{
		Handler:           guarded(a.log, answers.answered, routes(api, store, registry)),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(a.log.Handler(), slog.LevelWarn),
	}
	a.log.Info("serving", "graphiql", "http://"+listener.Addr().String()+"/graphiql", "graphql", "http://"+listener.Addr().String()+"/graphql")
	if tokens == nil {
		a.log.Info("there is no token file: only pages and programs of this machine may write")
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-a.ctx.Done():
	}
	a.log.Info("stopping: requests under way are answered")
	ctx, cancel := context.WithTimeout(context.WithoutCancel(a.ctx), 10*time.Second)
	defer cancel()
	err = server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) { // clients that do not take their answers, or exports
		a.log.Warn("requests that are still under way are cut off")
		err = server.Close()
	}
	if err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	return nil
}

// routes are the paths of the server.
func routes(api *gql.Server, store graph.Store, metrics *prometheus.Registry) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", api)
	mux.Handle("/graphiql/", gql.GraphiQL("/graphiql/", "/graphql"))
	mux.Handle("GET /graphiql", http.RedirectHandler("/graphiql/", http.StatusMovedPermanently))
	mux.Handle("GET /{$}", http.RedirectHandler("/graphiql/", http.StatusFound))
	mux.Handle("GET /export", api.Admit(exportHandler(store, api.Refuse)))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, req *http.Request) {
		ctx, cancel := context.WithTimeout(req.Context(), 2*time.Second)
		defer cancel()
		if _, err := store.Query(ctx, &graph.Query{}); err != nil {
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(metrics, promhttp.HandlerOpts{}))
	return mux
}

// listen opens the port; its errors say what to do.
func listen(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("the address %s is in use: stop the program that listens there, or choose another with --listen", address)
	case errors.Is(err, os.ErrPermission):
		return nil, fmt.Errorf("the address %s may not be listened on: choose a port above 1023 with --listen", address)
	case err != nil:
		return nil, fmt.Errorf("--listen %s: write HOST:PORT, as in 127.0.0.1:8080 (%w)", address, cause(err))
	}
	return l, nil
}

// cause is the innermost error, which does not repeat the address.
func cause(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		err = next
	}
}

func isLoopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

func readTokens(path string) (*gql.Tokens, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("--tokens: %w", err)
	}
	defer f.Close()
	tokens, err := gql.ReadTokens(f)
	if err != nil {
		return nil, fmt.Errorf("--tokens %s: %w", path, err)
	}
	return tokens, nil
}

// readInput reads an article that was sent to the mutation loadArticle, as load
// would read it.
func readInput(store graph.Store, r reader) func(context.Context, gql.ArticleInput) (graph.ArticleID, *graph.Batch, error) {
	return func(ctx context.Context, in gql.ArticleInput) (graph.ArticleID, *graph.Batch, error) {
		if (in.Text == "") == (in.HTML == "") {
			return "", nil, fmt.Errorf("an article needs either a text or its HTML: %w", graph.ErrBadInput)
		}
		a, err := newArticle(in)
		if err != nil {
			return "", nil, fmt.Errorf("%w: %w", err, graph.ErrBadInput)
		}
		nameOutlet(a)
		claims, met, err := r.Read(ctx, a)
		var aside *loaders.SetAside
		if errors.As(err, &aside) {
			return "", nil, fmt.Errorf("%s: %w", strings.ReplaceAll(aside.Reason, "--lang", "lang"), graph.ErrBadInput)
		}
		if err != nil {
			return "", nil, err
		}
		l := &loading{ctx: ctx, store: store, batch: &graph.Batch{}}
		if err := l.findPurged(); err != nil {
			return "", nil, err
		}
		if j := l.purged[a.ID]; j != nil {
			return "", nil, fmt.Errorf("%s: %w", purgedReason(j), graph.ErrBadInput)
		}
		b := &graph.Batch{Entities: met, Readings: []graph.Reading{{Article: a, Extractor: r.Name(), Claims: claims}}}
		_, err = supersede(ctx, store, b)
		return a.ID, b, err
	}
}

// newArticle makes an article of what was sent; what is said beside the text
// goes before what a page says of itself.
func newArticle(in gql.ArticleInput) (*graph.Article, error) {
	today := text.Loader{}.Now()
	meta := loaders.Meta{"title": in.Title, "url": in.URL, "source": in.Source, "lang": in.Lang, "published": string(in.Published)}
	if in.HTML == "" {
		return loaders.NewArticle([]byte(in.Text), meta, loaders.Defaults{}, today)
	}
	page, err := html.Parse([]byte(in.HTML), in.URL, loaders.Defaults{}, today)
	if err != nil {
		return nil, err
	}
	for key, value := range map[string]string{
		"title": page.Title, "url": page.URL, "source": page.Source, "lang": page.Lang, "published": string(page.Published),
	} {
		if meta[key] == "" {
			meta[key] = value
		}
	}
	return loaders.NewArticle([]byte(page.Text), meta, loaders.Defaults{}, today)
}

// metrics count and time the answers.
type metrics struct {
	duration   *prometheus.HistogramVec
	statements prometheus.Counter
	bytes      prometheus.Counter
	requests   *prometheus.CounterVec
}

func newMetrics(r *prometheus.Registry) *metrics {
	m := &metrics{
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "entente_operation_seconds", Help: "Time to answer a GraphQL operation, by the code of its first error (empty: none).",
			Buckets: prometheus.ExponentialBuckets(0.0005, 2, 15),
		}, []string{"code"}),
		statements: prometheus.NewCounter(prometheus.CounterOpts{Name: "entente_statements_total", Help: "Statements that the store answered."}),
		bytes:      prometheus.NewCounter(prometheus.CounterOpts{Name: "entente_answer_bytes_total", Help: "Bytes of answers sent."}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "entente_requests_total", Help: "Requests answered or refused, by the first part of their path and the status.",
		}, []string{"path", "status"}),
	}
	r.MustRegister(m.duration, m.statements, m.bytes, m.requests)
	return m
}

// answered counts a request. Paths that are not served are one, since anybody can
// make them up.
func (m *metrics) answered(path string, status int) {
	part, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if !slices.Contains([]string{"", "graphql", "graphiql", "export", "healthz", "readyz", "metrics"}, part) {
		part = "other"
	}
	m.requests.WithLabelValues("/"+part, strconv.Itoa(status)).Inc()
}

func (m *metrics) observe(_ context.Context, o gql.Observation) {
	m.duration.WithLabelValues(string(o.Code)).Observe(o.Duration.Seconds())
	m.statements.Add(float64(o.Statements))
	m.bytes.Add(float64(o.Bytes))
}
