package main

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/entente-graph/entente/graph/memory"
	"github.com/entente-graph/entente/schema/gql"
)

// Every answer has an id that its line of the log has too, closes itself to
// other origins and to frames, and no secret of a request is logged.
func TestGuarded(t *testing.T) {
	store, err := memory.Open()
	if err != nil {
		t.Fatal(err)
	}
	var lines strings.Builder
	log := slog.New(namedLog{slog.NewTextHandler(&lines, nil)})
	registry := prometheus.NewRegistry()
	h := guarded(log, newMetrics(registry).answered, routes(gql.NewServer(store, gql.Options{Log: log}), store, registry))
	ask := func(method, path, id string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(`{"query": "{ __typename }"}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer hunter2")
		r.Header.Set("Origin", "https://evil.example")
		r.Header.Set("X-Request-Id", id)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for _, path := range []string{"/graphql", "/graphiql/", "/export?format=csv&table=edges", "/healthz", "/metrics", "/nothing", "/graphiql/..%2f..%2fgo.mod", "/graphiql/%2e%2e/%2e%2e/go.mod"} {
		method := "GET"
		if path == "/graphql" {
			method = "POST"
		}
		w := ask(method, path, "")
		for _, name := range []string{"X-Request-Id", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Content-Security-Policy"} {
			if w.Header().Get(name) == "" {
				t.Errorf("%s has no %s", path, name)
			}
		}
		for name := range w.Header() {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s opens itself to other origins: %s", path, name)
			}
		}
		if strings.Contains(w.Body.String(), "module github.com") {
			t.Errorf("%s reads files", path)
		}
	}
	if w := ask("POST", "/graphql", "proxy-7"); w.Header().Get("X-Request-Id") != "proxy-7" || !strings.Contains(lines.String(), "request=proxy-7") {
		t.Errorf("the id of a proxy is not kept: %q", w.Header().Get("X-Request-Id"))
	}
	if w := ask("POST", "/graphql", "x\nlevel=ERROR"); w.Header().Get("X-Request-Id") == "x\nlevel=ERROR" {
		t.Error("an id that breaks the line of a log is kept")
	}
	if w := ask("OPTIONS", "/graphql", ""); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("a preflight is answered with %d", w.Code)
	}
	counts := ask("GET", "/metrics", "").Body.String()
	for _, line := range []string{
		`entente_requests_total{path="/graphql",status="200"} 3`, `entente_requests_total{path="/graphql",status="405"} 1`,
		`entente_requests_total{path="/export",status="200"} 1`, `entente_requests_total{path="/other",status="404"} 1`,
	} {
		if !strings.Contains(counts, line+"\n") {
			t.Errorf("the metrics lack %s", line)
		}
	}
	if log := lines.String(); strings.Contains(log, "hunter2") || strings.Contains(log, "format=csv") || strings.Count(log, "msg=request") < 6 {
		t.Errorf("the log:\n%s", log)
	}
}

// What a handler needs of the connection it still reaches.
func TestGuardedFlushes(t *testing.T) {
	h := guarded(slog.New(slog.DiscardHandler), func(string, int) {}, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if err := http.NewResponseController(w).Flush(); errors.Is(err, http.ErrNotSupported) {
			t.Error(err)
		}
	}))
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
}
