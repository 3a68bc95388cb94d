package gql

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente-graph/entente/graph"
)

// New is the HTTP handler of /graphql: POST with JSON, GET for queries alone,
// and server-sent events for subscriptions, by the "GraphQL over HTTP"
// specification. It takes one operation a request.
func New(store graph.Store, opts Options) http.Handler {
	opts.Stats = true
	return NewServer(store, opts)
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	began := time.Now()
	// Whoever sends slowly or does not take the answer must not keep others out.
	conn := http.NewResponseController(w)
	if s.opts.Limits.Client > 0 {
		_ = conn.SetReadDeadline(began.Add(s.opts.Limits.Client)) // where the connection knows deadlines
	}
	leave, err := s.gate.enter(r, began)
	if err != nil {
		w.Header().Set("Retry-After", "1")
		s.refuse(w, r, http.StatusTooManyRequests, err)
		return
	}
	leave = sync.OnceFunc(leave)
	defer leave()
	params, status, err := s.read(w, r)
	if err != nil { // the deadline stays, since what was not sent is still to be read over
		s.refuse(w, r, status, err)
		return
	}
	_ = conn.SetReadDeadline(time.Time{})
	params.Headers = r.Header
	ctx := withCaller(r.Context(), s.caller(r))
	r = r.WithContext(ctx)
	if err := s.mayRead(ctx); err != nil {
		s.refuse(w, r, http.StatusUnauthorized, err)
		return
	}
	asEvents := strings.Contains(r.Header.Get("Accept"), "text/event-stream")
	var asked ast.Operation
	if asEvents || r.Method == http.MethodGet {
		asked = s.operationOf(ctx, params)
	}
	if r.Method == http.MethodGet && asked != "" && asked != ast.Query && !(asEvents && asked == ast.Subscription) {
		// Which a link or an image on any page could send.
		w.Header().Set("Allow", http.MethodPost)
		s.refuse(w, r, http.StatusMethodNotAllowed, &refusal{Code: BadUserInput, Message: "GET takes queries only; send this with POST"})
		return
	}
	if asEvents && asked == ast.Subscription {
		leave() // a stream may be open for days: Limits.Streams bounds them
		s.stream(w, r, params)
		return
	}
	buf := buffers.Get().(*bytes.Buffer)
	resp := s.Do(context.WithValue(ctx, bufferKey{}, buf), params)
	n := 0
	if asEvents { // of one answer
		out := s.events(w)
		if out.send(resp) {
			out.complete()
		}
		n = out.written
	} else {
		status := http.StatusOK
		if strings.Contains(r.Header.Get("Accept"), mediaType) {
			w.Header().Set("Content-Type", mediaType+"; charset=utf-8")
			status = statusOf(resp)
		}
		n = s.write(w, status, resp)
	}
	if buf.Cap() <= maxBuffer { // what it held is written
		buf.Reset()
		buffers.Put(buf)
	}
	if s.opts.Observe != nil {
		o := Observation{Operation: params.OperationName, Caller: callerOf(ctx).Name, Bytes: n, Duration: time.Since(began)}
		o.Statements, _ = resp.Extensions["statements"].(int)
		if len(resp.Errors) > 0 {
			o.Code, _ = resp.Errors[0].Extensions["code"].(Code)
		}
		s.opts.Observe(ctx, o)
	}
}

// mediaType is that of answers whose status says how it went; those of plain JSON
// have the status 200 whenever the request could be read, as many clients expect.
const mediaType = "application/graphql-response+json"

// statusOf is the status of an answer: without any data it is that of its error.
func statusOf(resp *Response) int {
	if resp.Data != nil || len(resp.Errors) == 0 {
		return http.StatusOK
	}
	switch resp.Errors[0].Extensions["code"] {
	case Unauthenticated:
		return http.StatusUnauthorized
	case Forbidden:
		return http.StatusForbidden
	case Internal:
		return http.StatusInternalServerError
	case Timeout:
		return http.StatusServiceUnavailable
	}
	return http.StatusBadRequest
}

// Admit serves a handler that may take long, exports, to those who may read the
// graph: within the same bounds on the rate of requests, and a bound of its own on
// those at once, so that slow ones do not keep questions out.
func (s *Server) Admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		leave, err := s.gate.take(s.gate.long, r, time.Now())
		if err != nil {
			w.Header().Set("Retry-After", "1")
			s.refuse(w, r, http.StatusTooManyRequests, err)
			return
		}
		defer leave()
		ctx := withCaller(r.Context(), s.caller(r))
		if err := s.mayRead(ctx); err != nil {
			s.refuse(w, r, http.StatusUnauthorized, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// read reads the operation of a request, and what status to answer when there
// is none to be read.
func (s *Server) read(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, int, error) {
	bad := func(format string, v ...any) (*graphql.RawParams, int, error) {
		return nil, http.StatusBadRequest, &refusal{Code: BadUserInput, Message: fmt.Sprintf(format, v...)}
	}
	params := &graphql.RawParams{}
	var variables []byte
	switch r.Method {
	case http.MethodGet:
		q := r.URL.Query()
		params.Query, params.OperationName = q.Get("query"), q.Get("operationName")
		variables = []byte(q.Get("variables"))
	case http.MethodPost:
		media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err != nil || media != "application/json" && media != mediaType {
			return nil, http.StatusUnsupportedMediaType, &refusal{Code: BadUserInput, Message: "send the operation as application/json"}
		}
		body := io.Reader(r.Body)
		if s.opts.Limits.Body > 0 {
			body = http.MaxBytesReader(w, r.Body, s.opts.Limits.Body)
		}
		b, err := io.ReadAll(body)
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, http.StatusRequestEntityTooLarge, &refusal{
				Code: QueryTooComplex, Limit: int(large.Limit), Cost: int(max(r.ContentLength, large.Limit+1)),
				Message: fmt.Sprintf("the request is larger than %d bytes", large.Limit),
			}
		}
		if err != nil {
			return bad("the request could not be read")
		}
		var in struct {
			Query         string          `json:"query"`
			OperationName string          `json:"operationName"`
			Variables     json.RawMessage `json:"variables"`
		}
		if len(b) > 0 && bytes.TrimLeft(b, " \t\r\n")[0] == '[' {
			return bad("send one operation a request: batches are not taken")
		}
		if err := json.Unmarshal(b, &in); err != nil {
			return bad("the request is not a JSON object with query, variables and operationName")
		}
		params.Query, params.OperationName, variables = in.Query, in.OperationName, in.Variables
	default:
		w.Header().Set("Allow", "GET, POST")
		return nil, http.StatusMethodNotAllowed, &refusal{Code: BadUserInput, Message: "use GET or POST"}
	}
	if params.Query == "" {
		return bad("the request has no query")
	}
	if len(variables) > 0 && string(variables) != "null" {
		d := json.NewDecoder(bytes.NewReader(variables))
		d.UseNumber()
		if err := d.Decode(&params.Variables); err != nil {
			return bad("variables is not a JSON object")
		}
	}
	return params, 0, nil
}

// Refuse answers a request of Admit with an error, as the API would.
func (s *Server) Refuse(w http.ResponseWriter, r *http.Request, status int, err error) {
	s.refuse(w, r, status, err)
}

// buffers are those of answers that have been written. One that has grown large
// is not kept.
var buffers = sync.Pool{New: func() any { return &bytes.Buffer{} }}

const maxBuffer = 1 << 20

func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int, err error) {
	s.write(w, status, &Response{Errors: gqlerror.List{s.present(r.Context(), err)}})
}

// write writes an answer. Its data are JSON already and are written as they are.
func (s *Server) write(w http.ResponseWriter, status int, resp *Response) int {
	rest, err := json.Marshal(&Response{Errors: resp.Errors, Extensions: resp.Extensions})
	data := resp.Data
	if err != nil { // errors and extensions are of plain values
		status, data = http.StatusInternalServerError, nil
		rest = []byte(`{"errors":[{"message":"the answer could not be written","extensions":{"code":"INTERNAL"}}]}`)
	}
	parts := [][]byte{rest}
	if data != nil {
		end := rest[1:] // without its bracket
		sep := []byte(",")
		if len(end) == 1 {
			sep = nil
		}
		parts = [][]byte{[]byte(`{"data":`), data, sep, end}
	}
	parts = append(parts, []byte("\n"))
	length := 0
	for _, p := range parts {
		length += len(p)
	}
	if w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	w.Header().Set("Content-Length", strconv.Itoa(length))
	w.WriteHeader(status)
	conn := http.NewResponseController(w)
	if s.opts.Limits.Client > 0 {
		_ = conn.SetWriteDeadline(time.Now().Add(s.opts.Limits.Client))
		defer func() { _ = conn.SetWriteDeadline(time.Time{}) }()
	}
	defer func() { _ = conn.Flush() }()
	n := 0
	for _, p := range parts {
		m, err := w.Write(p)
		if n += m; err != nil {
			break // nobody is left to tell
		}
	}
	return n
}
