package gql

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// events writes server-sent events to a client.
type events struct {
	w    http.ResponseWriter
	conn *http.ResponseController
	// patience is how long the client may take for each; one that takes longer is
	// gone.
	patience time.Duration
	written  int
}

func (s *Server) events(w http.ResponseWriter) *events {
	w.Header().Set("Content-Type", "text/event-stream")
	e := &events{w: w, conn: http.NewResponseController(w), patience: s.opts.Limits.Client}
	if e.patience <= 0 {
		e.patience = 30 * time.Second
	}
	return e
}

// say writes a text, and is false when the client is gone.
func (e *events) say(text string) bool {
	_ = e.conn.SetWriteDeadline(time.Now().Add(e.patience)) // where the connection knows deadlines
	n, err := io.WriteString(e.w, text)
	e.written += n
	return err == nil && e.conn.Flush() == nil
}

func (e *events) send(resp *Response) bool {
	b, err := json.Marshal(resp)
	return err == nil && e.say("event: next\ndata: "+string(b)+"\n\n")
}

func (e *events) complete() { e.say("event: complete\ndata:\n\n") }

// operationOf is the kind of a request's operation; empty when it cannot be told,
// and Do says what is wrong with it.
func (s *Server) operationOf(ctx context.Context, params *graphql.RawParams) ast.Operation {
	oc, errs := s.exec.CreateOperationContext(graphql.StartOperationTrace(ctx), params)
	if len(errs) > 0 {
		return ""
	}
	return oc.Operation.Operation
}

// stream answers a subscription over server-sent events: one for each answer, and a
// comment now and then so that a connection that is gone is found out. It ends
// when the client may not read any more.
func (s *Server) stream(w http.ResponseWriter, r *http.Request, params *graphql.RawParams) {
	out := s.events(w)
	ctx, cancel := context.WithCancel(graphql.StartOperationTrace(r.Context()))
	defer cancel()
	oc, errs := s.exec.CreateOperationContext(ctx, params)
	if len(errs) > 0 { // read a moment ago
		return
	}
	answers := make(chan *graphql.Response)
	next, ctx := s.exec.DispatchOperation(ctx, oc)
	go func() {
		defer close(answers)
		for {
			resp := next(ctx)
			if resp == nil {
				return
			}
			resp.Data = bytes.Clone(resp.Data) // gqlgen writes the next one to the same place
			select {
			case answers <- resp:
			case <-ctx.Done():
				return
			}
		}
	}()
	alive := time.NewTicker(15 * time.Second)
	defer alive.Stop()
	if !out.say(":\n\n") {
		return
	}
	for open := true; open; {
		var resp *graphql.Response
		select {
		case resp, open = <-answers:
		case <-s.opts.Done:
			open = false // a client goes on from its cursor elsewhere
		case <-alive.C:
		}
		if err := s.mayRead(withCaller(ctx, s.caller(r))); err != nil { // a token expires
			out.send(&Response{Errors: gqlerror.List{s.present(ctx, err)}})
			break
		}
		switch {
		case resp != nil && !out.send(&Response{Data: resp.Data, Errors: resp.Errors, Extensions: resp.Extensions}):
			return
		case resp == nil && open && !out.say(":\n\n"):
			return
		}
	}
	out.complete()
}

// mayRead refuses those who may not read the graph.
func (s *Server) mayRead(ctx context.Context) error {
	if !s.opts.Private {
		return nil
	}
	_, err := need(ctx, Reader)
	return err
}
