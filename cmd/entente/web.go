package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"regexp"
	"time"
)

// requestKey is the context key of a request's id.
type requestKey struct{}

// namedLog adds the id of the request on whose behalf something is logged.
type namedLog struct{ slog.Handler }

// Handle logs a record with the request's id.
func (h namedLog) Handle(ctx context.Context, r slog.Record) error {
	if id, ok := ctx.Value(requestKey{}).(string); ok {
		r.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps the ids.
func (h namedLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return namedLog{h.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the ids.
func (h namedLog) WithGroup(name string) slog.Handler { return namedLog{h.Handler.WithGroup(name)} }

// requestID is an id that a proxy may have given a request: nothing that could
// be mistaken for more of a log's line.
var requestID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// guarded gives every request an id, which its answer and all that is logged
// of it carry; logs how it was answered, without its query, its body or its
// headers, in which secrets may stand; tells answered of its path and status; and
// tells browsers to trust answers with nothing. A handler may ask for less strictness
// by headers of its own.
func guarded(log *slog.Logger, answered func(path string, status int), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		id := r.Header.Get("X-Request-Id")
		if !requestID.MatchString(id) {
			id = rand.Text()
		}
		ctx := context.WithValue(r.Context(), requestKey{}, id)
		h := w.Header()
		h.Set("X-Request-Id", id)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
		seen := &watched{ResponseWriter: w, status: http.StatusOK}
		defer func() { answered(r.URL.Path, seen.status) }() // an export that is cut off panics
		next.ServeHTTP(seen, r.WithContext(ctx))
		level := slog.LevelInfo
		if p := r.URL.Path; p == "/healthz" || p == "/readyz" || p == "/metrics" {
			level = slog.LevelDebug // asked every few seconds by machines
		}
		log.LogAttrs(ctx, level, "request", slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Int("status", seen.status),
			slog.Int("bytes", seen.bytes), slog.Duration("took", time.Since(began).Round(time.Microsecond)))
	})
}

// watched notes how a request was answered.
type watched struct {
	http.ResponseWriter
	status, bytes int
}

// WriteHeader notes the status.
func (w *watched) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (w *watched) Write(b []byte) (int, error) {
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }
