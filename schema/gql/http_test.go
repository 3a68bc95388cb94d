package gql

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
)

func post(t *testing.T, h http.Handler, body string, change func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:8080/graphql", strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:50000"
	r.Header.Set("Content-Type", "application/json")
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestHTTP(t *testing.T) {
	accept := func(r *http.Request) {
		r.Header.Set("Accept", "application/graphql-response+json, application/json;q=0.9")
	}
	h := New(world(t, opened[0].open), Options{Log: quiet, Limits: Limits{Body: 1000, Cost: 1000, Depth: 20}})
	for _, c := range []struct {
		name, body string
		change     func(*http.Request)
		status     int
		has        string
	}{
		{"post", `{"query": "{ state(id: \"state:IRN\") { name } }"}`, nil, 200, `{"data":{"state":{"name":"Iran"}},"extensions":{"revision":1,"statements":2}}`},
		{"variables", `{"query": "query Q($n: Int!) { states(first: $n) { nodes { id } } }", "variables": {"n": 1}, "operationName": "Q"}`, nil, 200, `{"nodes":[{"id":"state:BLR"}]}`},
		{"get", "", func(r *http.Request) {
			r.Method, r.URL.RawQuery = "GET", "query=%7Bstate(id%3A%22state%3AIRN%22)%7Bname%7D%7D"
		}, 200, `"Iran"`},
		{"write by get", "", func(r *http.Request) {
			r.Method, r.URL.RawQuery = "GET", "query=mutation%7BretractArticle(id%3A%22x%22%2Cwhy%3A%22x%22)%7Bjudgement%7Bid%7D%7D%7D"
		}, 405, "BAD_USER_INPUT"},
		{"form", `query=x`, func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }, 415, "BAD_USER_INPUT"},
		{"text", `{"query":"{__typename}"}`, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, 415, "BAD_USER_INPUT"},
		{"batch", `[{"query":"{__typename}"}]`, nil, 400, "batches"},
		{"not json", `{`, nil, 400, "BAD_USER_INPUT"},
		{"no query", `{}`, nil, 400, "no query"},
		{"large", `{"query":"` + strings.Repeat(" ", 2000) + `"}`, nil, 413, `"limit":1000`},
		{"wrong, in plain JSON", `{"query":"{ nothing }"}`, nil, 200, "BAD_USER_INPUT"},
		{"wrong, with a status", `{"query":"{ nothing }"}`, accept, 400, "BAD_USER_INPUT"},
		{"right, with a status", `{"query":"{ state(id: \"state:IRN\") { name } }"}`, accept, 200, `"Iran"`},
		{"put", `{}`, func(r *http.Request) { r.Method = "PUT" }, 405, "GET or POST"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := post(t, h, c.body, c.change)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.has) {
				t.Errorf("%d %s\nwant %d with %s", w.Code, w.Body, c.status, c.has)
			}
			if !json.Valid(w.Body.Bytes()) {
				t.Error("not JSON")
			}
		})
	}
}

func TestGraphiQL(t *testing.T) {
	h := GraphiQL("/graphiql/", "/graphql")
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		return w
	}
	page := get("/graphiql/")
	if page.Code != 200 || !strings.Contains(page.Body.String(), `data-endpoint="/graphql"`) {
		t.Errorf("%d %s", page.Code, page.Body)
	}
	if strings.Contains(page.Body.String(), "//") {
		t.Error("the page names another host")
	}
	for line := range strings.Lines(page.Body.String()) {
		for _, attr := range []string{`src="`, `href="`} {
			_, rest, ok := strings.Cut(line, attr)
			if !ok {
				continue
			}
			name, _, _ := strings.Cut(rest, `"`)
			if name == "data:," {
				continue
			}
			if w := get("/graphiql/" + name); w.Code != 200 || w.Body.Len() == 0 {
				t.Errorf("%s is not there: %d", name, w.Code)
			}
		}
	}
	if w := get("/graphiql/../server.go"); w.Code == 200 {
		t.Error("a file outside the folder is served")
	}
}

func TestGate(t *testing.T) {
	now := time.Unix(0, 0)
	g := newGate(Limits{Rate: 2, Concurrent: 3})
	from := func(addr string) *http.Request {
		r := httptest.NewRequest("POST", "/graphql", nil)
		r.RemoteAddr = addr
		return r
	}
	enter := func(addr string) (func(), bool) {
		t.Helper()
		leave, err := g.enter(from(addr), now)
		var r *refusal
		if err != nil && (!errors.As(err, &r) || r.Code != RateLimited || r.Limit == 0) {
			t.Fatalf("refused with %v", err)
		}
		return leave, err == nil
	}
	for i := range 5 {
		leave, ok := enter("192.0.2.1:1")
		if !ok {
			t.Fatalf("request %d is refused", i)
		}
		leave()
	}
	if _, ok := enter("192.0.2.1:2"); ok {
		t.Error("the sixth at once from one address is admitted")
	}
	now = now.Add(time.Second)
	var open []func()
	for _, addr := range []string{"192.0.2.1:1", "192.0.2.2:1", "192.0.2.3:1"} {
		leave, ok := enter(addr)
		if !ok {
			t.Fatalf("%s is refused", addr)
		}
		open = append(open, leave)
	}
	if _, ok := enter("192.0.2.4:1"); ok {
		t.Error("a fourth at a time is admitted")
	}
	open[0]()
	if leave, ok := enter("192.0.2.4:1"); !ok {
		t.Error("after one was answered none is admitted")
	} else {
		leave()
	}
	now = now.Add(time.Hour)
	enter("192.0.2.9:1")
	if len(g.clients) != 1 {
		t.Errorf("%d clients are kept after an hour", len(g.clients))
	}
}

func TestPrivateAndObserved(t *testing.T) {
	var seen []Observation
	h := New(world(t, opened[0].open), Options{Log: quiet, Private: true, Observe: func(_ context.Context, o Observation) { seen = append(seen, o) }})
	body := `{"query": "query Named { states(first: 201) { totalCount } }", "operationName": "Named"}`
	w := post(t, h, body, func(r *http.Request) { r.RemoteAddr = "192.0.2.1:1" })
	if w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), string(Unauthenticated)) {
		t.Errorf("without a token: %d %s", w.Code, w.Body)
	}
	post(t, h, body, nil)
	if len(seen) != 1 || seen[0].Operation != "Named" || seen[0].Code != BadUserInput || seen[0].Caller != "local" || seen[0].Bytes == 0 {
		t.Errorf("observed: %+v", seen)
	}
}

// TestAdmit: what is served beside the API is as private as the API, and as
// bounded.
func TestAdmit(t *testing.T) {
	inside := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "all of it") })
	get := func(o Options, from string) *httptest.ResponseRecorder {
		o.Log = quiet
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/export", nil)
		r.RemoteAddr = from
		w := httptest.NewRecorder()
		NewServer(world(t, opened[0].open), o).Admit(inside).ServeHTTP(w, r)
		return w
	}
	for _, c := range []struct {
		name string
		opts Options
		from string
		want int
	}{
		{"open", Options{}, "192.0.2.1:1", http.StatusOK},
		{"private, from here", Options{Private: true}, "127.0.0.1:1", http.StatusOK},
		{"private, from elsewhere", Options{Private: true}, "192.0.2.1:1", http.StatusUnauthorized},
		{"private, without a token", Options{Private: true, Tokens: &Tokens{}}, "127.0.0.1:1", http.StatusUnauthorized},
	} {
		w := get(c.opts, c.from)
		if w.Code != c.want || strings.Contains(w.Body.String(), "all of it") != (c.want == http.StatusOK) {
			t.Errorf("%s: %d %s, want %d", c.name, w.Code, w.Body, c.want)
		}
	}
}

// slow is a store that takes its time.
type slow struct {
	graph.Store
	running, most *atomic.Int32
}

func (s slow) Query(ctx context.Context, q *graph.Query) (*graph.Result, error) {
	n := s.running.Add(1)
	defer s.running.Add(-1)
	for most := s.most.Load(); n > most && !s.most.CompareAndSwap(most, n); most = s.most.Load() {
	}
	time.Sleep(2 * time.Millisecond)
	return s.Store.Query(ctx, q)
}

// Sixteen times its capacity: those who are served get right answers, the
// others are told to come again, and no more than the capacity runs at a time.
func TestOverCapacity(t *testing.T) {
	var running, most atomic.Int32
	h := New(slow{world(t, opened[0].open), &running, &most}, Options{Log: quiet, Limits: Limits{Concurrent: 4, Cost: 1000}})
	var served, refused atomic.Int32
	var clients sync.WaitGroup
	for range 64 {
		clients.Go(func() {
			for range 5 {
				w := post(t, h, `{"query": "{ state(id: \"state:IRN\") { name } }"}`, nil)
				switch body := w.Body.String(); {
				case w.Code == 200 && strings.Contains(body, `{"data":{"state":{"name":"Iran"}}`):
					served.Add(1)
				case w.Code == http.StatusTooManyRequests && strings.Contains(body, string(RateLimited)) && w.Header().Get("Retry-After") != "":
					refused.Add(1)
				default:
					t.Errorf("%d %s", w.Code, body)
				}
			}
		})
	}
	clients.Wait()
	if most.Load() > 4 || served.Load() == 0 || refused.Load() == 0 {
		t.Errorf("%d at a time, %d served, %d refused", most.Load(), served.Load(), refused.Load())
	}
}

// Clients that send slowly, or never take their answer, keep nobody out for
// longer than they may take.
func TestSlowClients(t *testing.T) {
	s := world(t, opened[0].open)
	limits := DefaultLimits()
	limits.Concurrent, limits.Client = 2, 300*time.Millisecond
	srv := httptest.NewServer(New(s, Options{Log: quiet, Limits: limits}))
	t.Cleanup(srv.Close) // after the connections
	dial := func(text string) net.Conn {
		t.Helper()
		c, err := net.Dial("tcp", srv.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		if _, err := io.WriteString(c, text); err != nil {
			t.Fatal(err)
		}
		return c
	}
	ask := func() int {
		resp, err := http.Post(srv.URL, "application/json", strings.NewReader(`{"query": "{ state(id: \"state:IRN\") { name } }"}`))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		return resp.StatusCode
	}
	head := "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
	began := time.Now()
	for range limits.Concurrent {
		dial(fmt.Sprintf(head, 100) + `{"query": "`)
	}
	full := false
	for {
		switch code := ask(); code {
		case http.StatusTooManyRequests:
			full = true
		case http.StatusOK:
			if full {
				goto unread
			}
		}
		if time.Since(began) > time.Minute {
			t.Fatalf("the slow ones filled the server: %v; they still do", full)
		}
		time.Sleep(5 * time.Millisecond)
	}
unread: // Now some that ask for much and read none of it.
	body := `{"query": "{ states(first: 200) { nodes { relations(first: 200) { nodes { id kind claims(first: 2) { nodes { id evidence { quote } } } } } } } }"}`
	for range limits.Concurrent {
		dial(strings.Repeat(fmt.Sprintf(head, len(body))+body, 50))
	}
	time.Sleep(50 * time.Millisecond)
	for began = time.Now(); ask() != http.StatusOK; time.Sleep(20 * time.Millisecond) {
		if time.Since(began) > time.Minute {
			t.Fatal("those who do not read keep others out")
		}
	}
}
