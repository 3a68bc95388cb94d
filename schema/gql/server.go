package gql

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente-graph/entente/graph"
)

// Options are what a server may be told. The zero value answers queries with
// the default limits and takes no writes.
type Options struct {
	// Limits of an operation; a zero value stands for DefaultLimits.
	Limits Limits
	// NoIntrospection refuses questions about the schema.
	NoIntrospection bool
	// Stats adds the revision of the graph and the number of statements to the
	// extensions of an answer. They differ between stores of the same data.
	Stats bool
	// Private refuses reading too without a token.
	Private bool
	// Observe is told of every operation that was answered over HTTP, for
	// metrics and logs; nil is nobody.
	Observe func(context.Context, Observation)
	// Tokens that may be sent; nil takes writes from this machine alone.
	Tokens *Tokens
	// Read reads an article that was sent to be loaded: its id, and what is to be put
	// of it, the entities met in it and the articles that it supersedes. A text that
	// its page had before is not read again. nil reads none.
	Read func(context.Context, ArticleInput) (graph.ArticleID, *graph.Batch, error)
	// Done, once closed, ends all subscriptions: a server that stops would wait
	// for them.
	Done <-chan struct{}
	// Poll is how often subscriptions look for what was added; 0 is a second.
	Poll time.Duration
	// Now tells the day of a judgement that does not; nil is time.Now.
	Now func() time.Time
	// Log receives faults of the server; nil is slog.Default.
	Log *slog.Logger
}

// Observation tells how an operation was answered.
type Observation struct {
	Operation  string // its name; empty when it has none
	Caller     string // who asked; empty when nobody knows
	Code       Code   // of the first error; empty when there is none
	Statements int
	Bytes      int
	Duration   time.Duration
}

// Response is the answer to an operation. Its JSON has the keys of the data in
// the order of the operation.
type Response struct {
	Data       json.RawMessage `json:"data,omitempty"`
	Errors     gqlerror.List   `json:"errors,omitempty"`
	Extensions map[string]any  `json:"extensions,omitempty"`
}

// Server answers operations over one store.
type Server struct {
	store  graph.Store
	opts   Options
	schema *ast.Schema
	exec   *executor.Executor
	gate   *gate
	nets   networks

	streaming sync.Mutex // of what follows
	streams   int        // open subscriptions
	streamsOf map[string]int
}

// NewServer prepares a server. It starts nothing and asks nothing.
func NewServer(store graph.Store, opts Options) *Server {
	if opts.Limits == (Limits{}) {
		opts.Limits = DefaultLimits()
	}
	if opts.Log == nil {
		opts.Log = slog.Default()
	}
	if opts.Poll == 0 {
		opts.Poll = time.Second
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	s := &Server{store: store, opts: opts, gate: newGate(opts.Limits)}
	es := NewExecutableSchema(Config{Resolvers: &Resolver{s}})
	s.schema = es.Schema()
	s.exec = executor.New(es)
	s.exec.SetQueryCache(documents{lru.New[*ast.QueryDocument](500)})
	s.exec.SetParserTokenLimit(opts.Limits.Tokens)
	s.exec.SetDisableSuggestion(true)
	s.exec.SetErrorPresenter(s.present)
	s.exec.SetRecoverFunc(func(_ context.Context, p any) error {
		return fmt.Errorf("panic: %v\n%s", p, debug.Stack())
	})
	s.exec.AroundOperations(s.operation)
	return s
}

// documents keeps the operations that were read last, but for long ones, with
// which a stranger could fill the memory.
type documents struct {
	graphql.Cache[*ast.QueryDocument]
}

// maxKept is the length in bytes of the longest operation that is kept.
const maxKept = 16 << 10

// Add keeps an operation.
func (d documents) Add(ctx context.Context, text string, doc *ast.QueryDocument) {
	if len(text) <= maxKept {
		d.Cache.Add(ctx, text, doc)
	}
}

// present logs what is the server's own fault and shows what a user may see.
func (s *Server) present(ctx context.Context, err error) *gqlerror.Error {
	out := present(ctx, err)
	if out.Extensions["code"] == Internal {
		s.opts.Log.ErrorContext(ctx, "an operation failed", "error", err)
	}
	return out
}

// operation plans an operation and asks the store, before any resolver runs.
func (s *Server) operation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	oc := graphql.GetOperationContext(ctx)
	if oc.DisableIntrospection = s.opts.NoIntrospection; oc.DisableIntrospection {
		for _, f := range graphql.CollectFields(oc, oc.Operation.SelectionSet, nil) {
			if f.Name == "__schema" || f.Name == "__type" {
				err := &refusal{Code: Forbidden, Message: "this server does not answer questions about its schema"}
				return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{s.present(ctx, err)}})
			}
		}
	}
	r := &run{store: s.store, networks: &s.nets}
	ctx = context.WithValue(ctx, runKey{}, r)
	if oc.Operation.Operation != ast.Query {
		if err := s.opts.Limits.measure(oc.Operation); err != nil {
			return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{s.present(ctx, err)}})
		}
		if fields := graphql.CollectFields(oc, oc.Operation.SelectionSet, nil); oc.Operation.Operation == ast.Subscription && (len(fields) != 1 || strings.HasPrefix(fields[0].Name, "__")) {
			return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{s.present(ctx, badInput("a subscription asks for one of its fields"))}})
		}
		return next(ctx)
	}
	if err := s.prepare(ctx, r, oc); err != nil {
		return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{s.present(ctx, err)}, Extensions: s.extensions(r)})
	}
	return next(ctx)
}

func (s *Server) prepare(ctx context.Context, r *run, oc *graphql.OperationContext) error {
	c, root, err := compile(s.schema, oc.Operation, oc.Variables, s.opts.Limits)
	if err != nil {
		return err
	}
	r.root = root
	return r.answer(ctx, c)
}

func (s *Server) extensions(r *run) map[string]any {
	all := r.extensions()
	if all == nil || s.opts.Stats {
		return all
	}
	if u, ok := all["undated"]; ok {
		return map[string]any{"undated": u}
	}
	return nil
}

// Do answers one operation.
func (s *Server) Do(ctx context.Context, params *graphql.RawParams) *Response {
	if s.opts.Limits.Time > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, s.opts.Limits.Time)
		defer cancel()
	}
	ctx = graphql.StartOperationTrace(ctx)
	oc, errs := s.exec.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		out := &Response{}
		for _, e := range errs {
			out.Errors = append(out.Errors, s.present(ctx, e))
		}
		return out
	}
	if oc.Operation.Operation == ast.Subscription {
		err := badInput("subscriptions come as server-sent events: send Accept: text/event-stream")
		return &Response{Errors: gqlerror.List{s.present(ctx, err)}}
	}
	handler, ctx := s.exec.DispatchOperation(ctx, oc)
	resp := handler(ctx)
	if resp == nil {
		return &Response{Errors: gqlerror.List{s.present(ctx, ctx.Err())}}
	}
	out := &Response{Data: resp.Data, Errors: resp.Errors, Extensions: resp.Extensions}
	if r := runOf(ctx); r != nil && len(out.Extensions) == 0 {
		out.Extensions = s.extensions(r)
	}
	if string(out.Data) == "null" && len(out.Errors) == 0 {
		out.Data = nil
	}
	return out
}

// Do answers one operation without a server. For the same data its JSON is the
// same bytes, whatever the store.
func Do(ctx context.Context, store graph.Store, opts Options, query string, variables map[string]any, operation string) *Response {
	ctx = withCaller(ctx, Caller{Name: "local", Role: Admin}) // who can open the store may write to it
	return NewServer(store, opts).Do(ctx, &graphql.RawParams{Query: query, Variables: variables, OperationName: operation})
}
