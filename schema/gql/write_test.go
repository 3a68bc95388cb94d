package gql

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
)

const loadText = `mutation ($a: ArticleInput!) { loadArticle(article: $a) { claimCount article { title claims { totalCount } } } }`

// readStub stands for the reader of articles, which this package does not know.
func readStub(_ context.Context, in ArticleInput) (graph.ArticleID, *graph.Batch, error) {
	if strings.Contains(in.Text, "broken") {
		return "", nil, fmt.Errorf("no language pack knows its words: %w", graph.ErrBadInput)
	}
	a := &graph.Article{Title: in.Title, URL: in.URL, Text: in.Text, Published: in.Published, Lang: in.Lang, Source: in.Source}
	a.ID = graph.NewArticleID(a.URL, a.Text)
	c := &graph.Claim{
		Subject: graph.EntityRef{ID: "state:FRA", Kind: graph.State, Name: "France"}, Relation: "CONDEMNED",
		Object: graph.EntityRef{ID: "state:PRK", Kind: graph.State, Name: "North Korea"}, Modality: graph.Asserted, Voice: graph.VoiceOutlet,
		Confidence: 900, Rule: "stub", Extractor: "stub",
		Evidence: graph.Evidence{Form: graph.FormText, Article: a.ID, URL: a.URL, Published: a.Published, End: len(a.Text), Quote: a.Text},
	}
	c.Seal()
	return a.ID, &graph.Batch{Readings: []graph.Reading{{Article: a, Extractor: "stub", Claims: []*graph.Claim{c}}}}, nil
}

func TestWriting(t *testing.T) {
	for _, o := range opened {
		t.Run(o.name, func(t *testing.T) {
			s := world(t, o.open)
			opts := Options{Read: readStub, Now: func() time.Time { return time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC) }}
			article := map[string]any{"title": "T", "url": "https://x.example/1", "published": "2025-09-30", "text": "France condemned North Korea"}
			r := data(t, ask(t, s, opts, loadText, map[string]any{"a": article}))
			if at(t, r, "loadArticle", "claimCount") != 1.0 || at(t, r, "loadArticle", "article", "claims", "totalCount") != 1.0 || at(t, r, "loadArticle", "article", "title") != "T" {
				t.Errorf("loaded: %v", r)
			}
			r = data(t, ask(t, s, opts, `{ articles(url: "https://x.example/1") { nodes { id claims { nodes { id evidence { quote } } } } } }`, nil))
			id := at(t, r, "articles", "nodes", 0, "id")
			claim := at(t, r, "articles", "nodes", 0, "claims", "nodes", 0, "id")
			count := `{ now: relations(subject: "state:FRA", kinds: [CONDEMNED]) { totalCount } then: relations(subject: "state:FRA", kinds: [CONDEMNED], knownBy: "2025-09-30") { totalCount } }`
			counts := func(now, then float64) {
				t.Helper()
				r := data(t, ask(t, s, opts, count, nil))
				if at(t, r, "now", "totalCount") != now || at(t, r, "then", "totalCount") != then {
					t.Errorf("%v, want %v now and %v then", r, now, then)
				}
			}
			counts(1, 1)
			r = data(t, ask(t, s, opts, `mutation ($id: ID!) { reviewClaim(id: $id, verdict: REJECT, why: "it says the opposite") { judgement { verb on by why claim } claim { kind } } }`, map[string]any{"id": claim}))
			if at(t, r, "reviewClaim", "judgement", "on") != "2025-10-01" || at(t, r, "reviewClaim", "judgement", "by") != "local" || at(t, r, "reviewClaim", "claim") != nil {
				t.Errorf("reviewed: %v", r)
			}
			counts(0, 1) // the judgement acts from its day on
			data(t, ask(t, s, opts, `mutation ($id: ID!) { reviewClaim(id: $id, verdict: ACCEPT, why: "it does not, on that very day") { judgement { id } } }`, map[string]any{"id": claim}))
			counts(1, 1)
			data(t, ask(t, s, opts, `mutation ($id: ID!) { reviewClaim(id: $id, verdict: REJECT, why: "it says the opposite") { judgement { id } } }`, map[string]any{"id": claim}))
			counts(0, 1)
			r = data(t, ask(t, s, opts, `mutation ($id: ID!) { retractArticle(id: $id, why: "withdrawn by the outlet", on: "2025-10-04") { judgement { verb article } article { judgements { why } } } }`, map[string]any{"id": id}))
			if at(t, r, "retractArticle", "article", "judgements", 0, "why") != "withdrawn by the outlet" {
				t.Errorf("retracted: %v", r)
			}
			counts(0, 1)

			merge := `mutation ($dry: Boolean!) { mergeEntities(entity: "leader:donald-trump", into: "leader:vladimir-putin", why: "a test", dryRun: $dry) { judgement { verb } relationCount claimCount into { name } } }`
			r = data(t, ask(t, s, opts, merge, map[string]any{"dry": true}))
			if at(t, r, "mergeEntities", "judgement") != nil || at(t, r, "mergeEntities", "relationCount") != 1.0 || at(t, r, "mergeEntities", "into", "name") != "Vladimir Putin" {
				t.Errorf("dry run: %v", r)
			}
			leads := `{ relations(object: "state:USA", kinds: [LEADS]) { nodes { subject { id } } } }`
			subject := func(want string) {
				t.Helper()
				r := data(t, ask(t, s, opts, leads, nil))
				if got := at(t, r, "relations", "nodes", 0, "subject", "id"); got != want {
					t.Errorf("the leader is %v, want %s", got, want)
				}
			}
			subject("leader:donald-trump")
			data(t, ask(t, s, opts, merge, map[string]any{"dry": false}))
			subject("leader:vladimir-putin")
			data(t, ask(t, s, opts, `mutation { splitEntity(entity: "leader:donald-trump", into: "leader:vladimir-putin", why: "a test") { judgement { verb } entity { id } } }`, nil))
			subject("leader:donald-trump")
		})
	}
}

func TestWritingRefused(t *testing.T) {
	s := world(t, opened[0].open)
	for _, c := range []struct{ name, text, says string }{
		{"unknown article", `mutation { retractArticle(id: "article:none", why: "x") { judgement { id } } }`, "article:none"},
		{"no reason", `mutation { reviewClaim(id: "claim:x", verdict: ACCEPT, why: " ") { judgement { id } } }`, "claim:x"},
		{"into itself", `mutation { mergeEntities(entity: "state:IRN", into: "state:IRN", why: "x") { relationCount } }`, "different"},
		{"of two kinds", `mutation { mergeEntities(entity: "state:IRN", into: "org:EU", why: "x") { relationCount } }`, "one kind"},
		{"split of what is one", `mutation { splitEntity(entity: "leader:donald-trump", into: "leader:vladimir-putin", why: "x") { judgement { id } } }`, "not merged"},
		{"broken text", `mutation { loadArticle(article: {text: "broken"}) { claimCount } }`, "no language pack"},
		{"no text", `mutation { loadArticle(article: {title: "x"}) { claimCount } }`, "text"},
		{"no language", `mutation { loadArticle(article: {text: "x", lang: "<script>"}) { claimCount } }`, "sr-Latn"},
		{"wrong date", `mutation { loadArticle(article: {text: "x", published: "yesterday"}) { claimCount } }`, "2025-01-17"},
	} {
		r := ask(t, s, Options{Read: readStub}, c.text, nil)
		if codeOf(r) != string(BadUserInput) || !strings.Contains(r.Errors[0].Message, c.says) {
			t.Errorf("%s: %v", c.name, r.Errors)
		}
	}
}

func TestWhoMayWrite(t *testing.T) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	hash := func(s string) string { h := sha256.Sum256([]byte(s)); return hex.EncodeToString(h[:]) }
	tokens, err := ReadTokens(strings.NewReader(strings.Join([]string{
		"# who may do what", "ann admin " + hash("a") + " -", "ed editor " + hash("e") + " 2026-01-01",
		"old editor " + hash("o") + " 2025-12-31", "rita reader " + hash("r") + " - # reads", "",
	}, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	const load, merge = `{"query": "mutation { loadArticle(article: {text: \"words\"}) { claimCount } }"}`,
		`{"query": "mutation { mergeEntities(entity: \"leader:donald-trump\", into: \"leader:vladimir-putin\", why: \"x\", dryRun: true) { claimCount } }"}`
	bearer := func(s string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+s) }
	}
	for _, c := range []struct {
		name   string
		tokens *Tokens
		body   string
		change func(*http.Request)
		code   Code // empty: it is done
	}{
		{"no token", tokens, load, nil, Unauthenticated},
		{"wrong token", tokens, load, bearer("x"), Unauthenticated},
		{"empty token", tokens, load, bearer(""), Unauthenticated},
		{"expired token", tokens, load, bearer("o"), Unauthenticated},
		{"reader", tokens, load, bearer("r"), Forbidden},
		{"editor on the last day", tokens, load, bearer("e"), ""},
		{"editor merges", tokens, merge, bearer("e"), Forbidden},
		{"admin merges", tokens, merge, bearer("a"), ""},
		{"this machine", nil, merge, nil, ""},
		{"this machine by a page of its own", nil, load, func(r *http.Request) { r.Header.Set("Origin", "http://localhost:8080") }, ""},
		{"another machine", nil, load, func(r *http.Request) { r.RemoteAddr = "192.0.2.7:4444" }, Unauthenticated},
		{"a name that was bound to this machine", nil, load, func(r *http.Request) { r.Host = "evil.example" }, Unauthenticated},
		{"a proxy on this machine", nil, load, func(r *http.Request) { r.Header.Set("X-Forwarded-For", "192.0.2.7") }, Unauthenticated},
		{"a page of another site", nil, load, func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, Unauthenticated},
		{"a page without an origin", nil, load, func(r *http.Request) { r.Header.Set("Origin", "null") }, Unauthenticated},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := New(world(t, opened[0].open), Options{Tokens: c.tokens, Read: readStub, Log: quiet, Now: func() time.Time { return now }})
			w := post(t, h, c.body, c.change)
			var r Response
			if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil {
				t.Fatal(err)
			}
			if codeOf(&r) != string(c.code) {
				t.Errorf("code %q, want %q: %s", codeOf(&r), c.code, w.Body)
			}
		})
	}
	for _, bad := range []string{"ann admin", "ann king " + hash("a") + " -", "ann admin abc -", "ann admin " + hash("a") + " soon"} {
		if _, err := ReadTokens(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
