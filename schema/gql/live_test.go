package gql

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente-graph/entente/graph"
)

// Claims that anyone puts into the store arrive, with why they matched; after
// a break a client goes on from its cursor.
func TestSubscription(t *testing.T) {
	for _, o := range opened {
		t.Run(o.name, func(t *testing.T) {
			s := world(t, o.open)
			srv := httptest.NewServer(New(s, Options{Log: quiet, Poll: 5 * time.Millisecond}))
			defer srv.Close()
			subscribe := func(after string) (events chan map[string]any, stop func()) {
				ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
				body := `{"query": "subscription ($after: String) { claimAdded(touching: [\"state:FRA\"], after: $after) { cursor matched claim { kind object { name } } } }", "variables": {"after": ` + after + `}}`
				req, err := http.NewRequestWithContext(ctx, "POST", srv.URL, strings.NewReader(body))
				if err != nil {
					t.Fatal(err)
				}
				req.Header.Set("Content-Type", "application/json")
				req.Header.Set("Accept", "text/event-stream")
				resp, err := http.DefaultClient.Do(req)
				if err != nil {
					t.Fatal(err)
				}
				lines := bufio.NewReader(resp.Body)
				if first, err := lines.ReadString('\n'); err != nil || !strings.HasPrefix(first, ":") {
					t.Fatalf("%q %v", first, err)
				}
				events = make(chan map[string]any, 10)
				go func() {
					defer close(events)
					defer resp.Body.Close()
					for {
						line, err := lines.ReadString('\n')
						if err != nil {
							return
						}
						if text, ok := strings.CutPrefix(line, "data: "); ok {
							var v map[string]any
							if json.Unmarshal([]byte(text), &v) == nil {
								events <- v
							}
						}
					}
				}()
				return events, cancel
			}
			next := func(events chan map[string]any) map[string]any {
				t.Helper()
				select {
				case v, ok := <-events:
					if ok {
						return v
					}
				case <-time.After(time.Minute):
				}
				t.Fatal("no event")
				return nil
			}
			add := func(n int) {
				_, batch, err := readStub(context.Background(), ArticleInput{URL: fmt.Sprintf("https://x.example/%d", n), Text: fmt.Sprintf("text %d", n), Published: "2025-10-01"})
				if err != nil {
					t.Fatal(err)
				}
				put(t, s, batch)
			}
			events, stop := subscribe("null")
			add(1)
			e := next(events)
			if at(t, e, "data", "claimAdded", "matched", 0) != "state:FRA" || at(t, e, "data", "claimAdded", "claim", "object", "name") != "North Korea" {
				t.Errorf("event %v", e)
			}
			cursor := at(t, e, "data", "claimAdded", "cursor").(string)
			stop()
			srv.Close()
			add(2)
			add(3)
			srv = httptest.NewServer(New(s, Options{Log: quiet, Poll: 5 * time.Millisecond})) // as after a restart
			defer srv.Close()
			events, stop = subscribe(`"` + cursor + `"`)
			defer stop()
			a, b := next(events), next(events)
			ca, cb := at(t, a, "data", "claimAdded", "cursor"), at(t, b, "data", "claimAdded", "cursor")
			if ca == cb || ca == cursor || cb == cursor {
				t.Errorf("after the break: %v %v %v", cursor, ca, cb)
			}
		})
	}
}

func TestSubscriptionsAreBounded(t *testing.T) {
	srv := NewServer(world(t, opened[0].open), Options{Log: quiet, Limits: Limits{Streams: 3, StreamsEach: 2}})
	refused := func(from string, limit int) {
		t.Helper()
		var r *refusal
		if _, err := srv.open(from); !errors.As(err, &r) || r.Code != RateLimited || r.Limit != limit || r.Cost != limit+1 {
			t.Errorf("one more: %v", err)
		}
	}
	var release []func()
	for _, from := range []string{"192.0.2.1", "192.0.2.1", "192.0.2.2"} {
		one, err := srv.open(from)
		if err != nil {
			t.Fatal(err)
		}
		release = append(release, one)
	}
	refused("192.0.2.3", 3)
	release[2]()
	refused("192.0.2.1", 2)
	release[0]()
	if _, err := srv.open("192.0.2.1"); err != nil || srv.Subscriptions() != 2 {
		t.Errorf("after one was closed: %v, %d are open", err, srv.Subscriptions())
	}
	if release[1](); len(srv.streamsOf) != 1 {
		t.Errorf("clients are kept: %v", srv.streamsOf)
	}
	resp := srv.Do(context.Background(), &graphql.RawParams{Query: `subscription { claimAdded { cursor } }`})
	if codeOf(resp) != string(BadUserInput) {
		t.Errorf("a subscription as a plain request: %v", resp.Errors)
	}
}

// A claim makes a relation, and a correction changes it: both are told, with
// what did it.
func TestRelationChanged(t *testing.T) {
	for _, o := range opened {
		t.Run(o.name, func(t *testing.T) {
			s := world(t, o.open)
			srv := NewServer(s, Options{Log: quiet, Poll: time.Millisecond})
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			oc, errs := srv.exec.CreateOperationContext(graphql.StartOperationTrace(ctx), &graphql.RawParams{Query: `subscription {
				relationChanged(touching: ["state:FRA", "state:ISR"], kinds: [CONDEMNED]) { id relation { status } claim judgement { verb } matched matchedKinds } }`})
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			next, ctx := srv.exec.DispatchOperation(ctx, oc)
			_, batch, err := readStub(ctx, ArticleInput{URL: "https://x.example/1", Text: "text", Published: "2025-10-01"})
			if err != nil {
				t.Fatal(err)
			}
			put(t, s, batch)
			event := func() map[string]any {
				t.Helper()
				resp := next(ctx)
				if resp == nil {
					t.Fatal("no event")
				}
				return at(t, data(t, &Response{Data: resp.Data, Errors: resp.Errors}), "relationChanged").(map[string]any)
			}
			made := event()
			if made["claim"] != string(batch.Readings[0].Claims[0].ID) || at(t, made, "relation", "status") != "FACT" || at(t, made, "matched", 0) != "state:FRA" || at(t, made, "matchedKinds", 0) != "CONDEMNED" {
				t.Errorf("made: %v", made)
			}
			j := &graph.Judgement{Verb: graph.Retract, On: graph.Date("2025-11-01").First(), Why: "a test", Article: batch.Readings[0].Article.ID}
			j.ID = graph.NewJudgementID(j)
			put(t, s, &graph.Batch{Judgements: []*graph.Judgement{j}})
			gone := event()
			if gone["id"] != made["id"] || gone["relation"] != nil || at(t, gone, "judgement", "verb") != "RETRACT" || gone["claim"] != nil {
				t.Errorf("gone: %v", gone)
			}
		})
	}
}

// After any event a client goes on with the next one, also where a claim changed
// several relations.
func TestGoOnAfterAnyEvent(t *testing.T) {
	srv := NewServer(world(t, opened[0].open), Options{Log: quiet, Poll: time.Millisecond})
	// events are the next of a subscription after a cursor.
	events := func(after string, n int) (list []string, cursors []string) {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		oc, errs := srv.exec.CreateOperationContext(graphql.StartOperationTrace(ctx), &graphql.RawParams{
			Query: fmt.Sprintf(`subscription { relationChanged(touching: ["state:IRN"], after: %q) { cursor id claim relation { kind } } }`, after),
		})
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		next, ctx := srv.exec.DispatchOperation(ctx, oc)
		for range n {
			resp := next(ctx)
			if resp == nil {
				t.Fatalf("after %s there are %d events, want %d", after, len(list), n)
			}
			e := at(t, data(t, &Response{Data: resp.Data, Errors: resp.Errors}), "relationChanged").(map[string]any)
			list, cursors = append(list, fmt.Sprint(e["claim"], e["id"])), append(cursors, e["cursor"].(string))
		}
		return list, cursors
	}
	all, cursors := events("0."+end, 20)
	several := 0
	for i, c := range cursors[:len(cursors)-1] {
		if strings.Contains(c, "/") {
			several++
		}
		if next, _ := events(c, 1); next[0] != all[i+1] {
			t.Errorf("after %s comes %s, want %s", c, next[0], all[i+1])
		}
	}
	if several == 0 {
		t.Error("no claim changed several relations")
	}
}

// What matches nothing is refused at once.
func TestSubscriptionsForNothing(t *testing.T) {
	h := New(world(t, opened[0].open), Options{Log: quiet, Poll: time.Millisecond})
	for _, field := range []string{"claimAdded", "relationChanged"} {
		for _, args := range []string{"touching: []", "kinds: []"} {
			w := post(t, h, `{"query": "subscription { `+field+`(`+args+`) { cursor } }"}`, func(r *http.Request) { r.Header.Set("Accept", "text/event-stream") })
			if !strings.Contains(w.Body.String(), `"code":"BAD_USER_INPUT"`) || !strings.Contains(w.Body.String(), "event: complete") {
				t.Errorf("%s(%s): %s", field, args, w.Body)
			}
		}
	}
}

// A server that stops ends its subscriptions with a last word.
func TestSubscriptionsEnd(t *testing.T) {
	done := make(chan struct{})
	h := New(world(t, opened[0].open), Options{Log: quiet, Poll: time.Millisecond, Done: done})
	time.AfterFunc(10*time.Millisecond, func() { close(done) })
	w := post(t, h, `{"query": "subscription { claimAdded { cursor } }"}`, func(r *http.Request) { r.Header.Set("Accept", "text/event-stream") })
	if !strings.HasSuffix(w.Body.String(), "event: complete\ndata:\n\n") {
		t.Errorf("the stream ends with %q", w.Body)
	}
}
