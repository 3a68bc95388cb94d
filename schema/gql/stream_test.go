package gql

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
)

// asEvents asks for an answer as server-sent events.
func asEvents(r *http.Request) { r.Header.Set("Accept", "text/event-stream") }

// A query as server-sent events is one event, within the same bounds as any other; a
// write by GET is refused, whatever it asks for.
func TestEventsOfOneAnswer(t *testing.T) {
	s := world(t, opened[0].open)
	h := NewServer(s, Options{Log: quiet, Limits: Limits{Cost: 1000, Depth: 20, Concurrent: 1}})
	const query = `{"query": "{ state(id: \"state:IRN\") { name } }"}`
	w := post(t, h, query, asEvents)
	want := "event: next\ndata: {\"data\":{\"state\":{\"name\":\"Iran\"}}}\n\nevent: complete\ndata:\n\n"
	if got := w.Body.String(); got != want || w.Header().Get("Content-Type") != "text/event-stream" {
		t.Errorf("%s: %q", w.Header(), got)
	}
	h.gate.running <- struct{}{} // another request is being answered
	if w := post(t, h, query, asEvents); w.Code != http.StatusTooManyRequests {
		t.Errorf("over the capacity: %d %s", w.Code, w.Body)
	}
	<-h.gate.running
	var article string
	for rec, err := range s.Log(context.Background(), 0) {
		if err == nil && rec.Article != nil {
			article = string(rec.Article.ID)
		}
	}
	before, _ := s.Query(context.Background(), &graph.Query{})
	w = post(t, h, "", func(r *http.Request) {
		asEvents(r)
		r.Method, r.URL.RawQuery = "GET", url.Values{"query": {`mutation { retractArticle(id: "` + article + `", why: "x") { judgement { id } } }`}}.Encode()
	})
	after, _ := s.Query(context.Background(), &graph.Query{})
	if w.Code != http.StatusMethodNotAllowed || before.Revision != after.Revision {
		t.Errorf("a write by GET: %d %s, revision %d after %d", w.Code, w.Body, after.Revision, before.Revision)
	}
	limited := New(slow{s, new(atomic.Int32), new(atomic.Int32)}, Options{Log: quiet, Limits: Limits{Cost: 1000, Depth: 20, Time: time.Nanosecond}})
	if w := post(t, limited, query, asEvents); !strings.Contains(w.Body.String(), string(Timeout)) {
		t.Errorf("over the time: %s", w.Body)
	}
}

// What is wrong with a subscription is said at once, with its code, and ends it.
func TestRefusedSubscriptions(t *testing.T) {
	h := New(world(t, opened[0].open), Options{Log: quiet, Poll: time.Millisecond, Limits: Limits{Tokens: 500, Cost: 1000, Depth: 10, Fields: 100, Aliases: 10}})
	bomb := "claim { object { " + strings.Repeat("relations { nodes { object { ", 2) + "id" + strings.Repeat(" } } }", 2) + " } }"
	for _, c := range []struct {
		name, text string
		code       Code
	}{
		{"no cursor", `claimAdded(after: "yesterday") { cursor }`, BadCursor},
		{"empty cursor", `claimAdded(after: "") { cursor }`, BadCursor},
		{"cursor of no id", `claimAdded(after: "1.") { cursor }`, BadCursor},
		{"cursor of another id", `relationChanged(after: "1.' OR 1=1 --") { cursor }`, BadCursor},
		{"cursor before the first", `claimAdded(after: "-1.claim:1") { cursor }`, BadCursor},
		{"cursor of a revision to come", `claimAdded(after: "2.claim:1") { cursor }`, BadCursor},
		{"cursor over all numbers", `claimAdded(after: "99999999999999999999.claim:1") { cursor }`, BadCursor},
		{"huge cursor", `claimAdded(after: "1.claim:` + strings.Repeat("9", 10_000) + `") { cursor }`, BadCursor},
		{"a cursor of a list", `claimAdded(after: "` + cursorOf(graph.Claims) + `") { cursor }`, BadCursor},
		{"unknown kind", `claimAdded(kinds: [FRIENDS_WITH]) { cursor }`, BadUserInput},
		{"two fields", `claimAdded { cursor } other: claimAdded { cursor }`, BadUserInput},
		{"two fields by way of a fragment", `...on Subscription { claimAdded { cursor } relationChanged { cursor } }`, BadUserInput},
		{"no field", `claimAdded @skip(if: true) { cursor }`, BadUserInput},
		{"the type alone", `__typename`, BadUserInput},
		{"unknown field", `claimAdded { secret }`, BadUserInput},
		{"too many rows", `claimAdded { ` + bomb + ` }`, QueryTooComplex},
		{"too many rows of relations", `relationChanged { relation { claims(first: 200) { nodes { subject { claims(first: 200) { nodes { id } } } } } } }`, QueryTooComplex},
		{"too deep", `claimAdded { claim { subject { ` + strings.Repeat("relations { nodes { subject { ", 8) + "id" + strings.Repeat(" } } }", 8) + ` } } }`, QueryTooDeep},
		{"aliases", `claimAdded { ` + strings.Repeat("a: cursor ", 11) + ` }`, QueryTooComplex},
		{"tokens", `claimAdded { ` + strings.Repeat("cursor ", 600) + ` }`, QueryTooComplex},
	} {
		t.Run(c.name, func(t *testing.T) {
			body, err := json.Marshal(map[string]string{"query": "subscription { " + c.text + " }"})
			if err != nil {
				t.Fatal(err)
			}
			answered := make(chan string, 1)
			go func() {
				w := post(t, h, string(body), func(r *http.Request) {
					asEvents(r)
					r.Header.Set("Last-Event-ID", "\x00; DROP TABLE claim")
				})
				answered <- w.Body.String()
			}()
			select {
			case got := <-answered:
				if !strings.Contains(got, `"code":"`+string(c.code)+`"`) || strings.Contains(got, `"data":{`) || !strings.HasSuffix(got, "event: complete\ndata:\n\n") {
					t.Errorf("got %s, want %s", got, c.code)
				}
			case <-time.After(time.Minute):
				t.Error("it stays open")
			}
		})
	}
}

// open counts the logs that are being read.
type open struct {
	graph.Store
	logs, most *atomic.Int32
}

func (o open) Log(ctx context.Context, after graph.Revision) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		o.most.Add(1)
		o.logs.Add(1)
		defer o.logs.Add(-1)
		o.Store.Log(ctx, after)(yield)
	}
}

// A client that does not take its events keeps no log open, of which a database has
// few; and however many there are at once, each comes once and in order.
func TestSubscriptionsLetGoOfTheLog(t *testing.T) {
	for _, o := range opened {
		t.Run(o.name, func(t *testing.T) {
			var logs, most atomic.Int32
			s := world(t, o.open)
			batch := &graph.Batch{}
			a := &graph.Article{URL: "https://many.example/", Published: "2025-10-01", Text: "many"}
			a.ID = graph.NewArticleID(a.URL, a.Text)
			r := graph.Reading{Article: a, Extractor: "many"}
			for i := range atOnce + 500 {
				c := said{quote: "many", subject: "state:FRA", kind: "PRAISED", object: "state:ISR", more: func(c *graph.Claim) { c.Items = []string{fmt.Sprint(i)} }}.claim(t, a)
				c.Extractor = r.Extractor
				r.Claims = append(r.Claims, c)
			}
			batch.Readings = append(batch.Readings, r)
			put(t, s, batch)
			srv := NewServer(open{s, &logs, &most}, Options{Log: quiet, Poll: time.Millisecond})
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
			defer cancel()
			seen := position{}
			n := 0
			want := func(rec graph.Record) bool { return rec.Claim != nil && rec.Claim.Extractor == "many" }
			srv.follow(ctx, position{}, want, func(e told) bool {
				if logs.Load() > 0 {
					t.Error("the log is open while a client is told of it")
				}
				if !seen.before(e.at) {
					t.Errorf("%v after %v", e.at, seen)
				}
				seen = e.at
				n++
				return n < len(r.Claims)
			})
			if n != len(r.Claims) || most.Load() != 2 {
				t.Errorf("%d events of %d, from %d logs", n, len(r.Claims), most.Load())
			}
		})
	}
}

// A subscription ends when its token does.
func TestTokenExpiresMeanwhile(t *testing.T) {
	s := world(t, opened[0].open)
	hash := sha256.Sum256([]byte("secret"))
	tokens, err := ReadTokens(strings.NewReader("ann reader " + hex.EncodeToString(hash[:]) + " 2025-10-31\n"))
	if err != nil {
		t.Fatal(err)
	}
	var now atomic.Int64
	now.Store(time.Date(2025, 10, 31, 23, 0, 0, 0, time.UTC).Unix())
	srv := httptest.NewServer(New(s, Options{Log: quiet, Poll: time.Millisecond, Private: true, Tokens: tokens, Now: func() time.Time { return time.Unix(now.Load(), 0) }}))
	defer srv.Close()
	req, err := http.NewRequest("POST", srv.URL, strings.NewReader(`{"query": "subscription { claimAdded { claim { kind } } }"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer secret")
	asEvents(req)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	told := func() string {
		for lines.Scan() {
			if text, ok := bytes.CutPrefix(lines.Bytes(), []byte("data:")); ok {
				return string(text)
			}
		}
		return "the end"
	}
	add := func(n int) {
		_, batch, err := readStub(context.Background(), ArticleInput{URL: fmt.Sprintf("https://x.example/%d", n), Text: fmt.Sprintf("text %d", n), Published: "2025-10-01"})
		if err != nil {
			t.Fatal(err)
		}
		put(t, s, batch)
	}
	add(1)
	if got := told(); !strings.Contains(got, "CONDEMNED") {
		t.Errorf("before: %s", got)
	}
	now.Add(int64(2 * time.Hour / time.Second))
	add(2)
	if got := told(); !strings.Contains(got, string(Unauthenticated)) || strings.Contains(got, "CONDEMNED") {
		t.Errorf("after: %s", got)
	}
	if got := told(); got != "" || told() != "the end" {
		t.Errorf("it goes on with %q", got)
	}
}
