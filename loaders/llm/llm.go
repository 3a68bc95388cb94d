// Package llm reads an article with a language model behind an
// OpenAI-compatible endpoint, for users who want one. It is off by default,
// and it is not believed: each claim that the model gives must quote the article word for
// word, name entities of the registry and fit the ontology, or it is dropped
// and counted. What is left is marked as the model's (extractor "llm"), with
// less confidence than a rule's.
//
// The article is data to the model and nothing else: whatever instructions it
// contains, the worst that a reply can do is to be dropped.
package llm

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/sashabaranov/go-openai"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/registry"
	"github.com/entente-graph/entente/schema"
)

// Name is the extractor's name, kept with each claim.
const Name = "llm"

// Confidence is what a model's claim is given, in thousandths: at least what
// one attributed claim has, less than any rule's.
const Confidence graph.Thousandths = 550

// Options say which model is asked, and how much.
type Options struct {
	// URL is the endpoint's base, such as http://127.0.0.1:8000/v1.
	URL, Model, Key string
	// Timeout bounds one request; 0 is two minutes.
	Timeout time.Duration
	// Retries is how often a request is sent again after a time-out, a fault of
	// the server or its word that it is too busy; negative is never, 0 is twice.
	Retries int
	// Budget is how many requests may be sent in all, retries included; 0 is no
	// limit. An article that would go over it is set aside.
	Budget int
	// Cache is a folder in which answers are kept by content; empty keeps none.
	Cache string
	// Wait is the pause before the first retry, doubled each time; 0 is a second.
	Wait time.Duration
}

// Reader asks a model. It is safe for concurrent use.
type Reader struct {
	opts   Options
	client *openai.Client
	reg    *registry.Registry
	prompt string
	names  map[string]graph.EntityID

	mu      sync.Mutex
	sent    int
	dropped map[string]int
}

// New makes a reader; the prompt comes from the ontology.
func New(reg *registry.Registry, o *schema.Ontology, opts Options) (*Reader, error) {
	if opts.URL == "" || opts.Model == "" {
		return nil, errors.New("the extractor llm needs an endpoint and a model: set ENTENTE_LLM_URL and ENTENTE_LLM_MODEL (and ENTENTE_LLM_KEY)")
	}
	if opts.Timeout == 0 {
		opts.Timeout = 2 * time.Minute
	}
	if opts.Retries == 0 {
		opts.Retries = 2
	}
	if opts.Wait == 0 {
		opts.Wait = time.Second
	}
	config := openai.DefaultConfig(opts.Key)
	config.BaseURL = strings.TrimRight(opts.URL, "/")
	config.HTTPClient = &http.Client{Transport: bounded{http.DefaultTransport}}
	r := &Reader{
		opts: opts, client: openai.NewClientWithConfig(config), reg: reg,
		prompt: prompt(o), names: map[string]graph.EntityID{}, dropped: map[string]int{},
	}
	ambiguous := graph.EntityID("?")
	for _, e := range reg.Entities() {
		for _, n := range append([]graph.Name{{Text: e.Name}}, e.Names...) {
			key := graph.Fold(n.Text)
			if have, ok := r.names[key]; ok && have != e.ID {
				r.names[key] = ambiguous
				continue
			}
			r.names[key] = e.ID
		}
	}
	return r, nil
}

// Name is "llm".
func (r *Reader) Name() string { return Name }

// Dropped counts the claims of the model that were dropped, by reason.
func (r *Reader) Dropped() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := map[string]int{}
	for k, n := range r.dropped {
		out[k] = n
	}
	return out
}

// Read gives the claims of an article that stand up to it. An article that the
// model does not answer for is set aside with the reason.
func (r *Reader) Read(ctx context.Context, a *graph.Article) ([]*graph.Claim, []*graph.Entity, error) {
	reply, err := r.ask(ctx, a)
	if err != nil {
		return nil, nil, err
	}
	var claims []*graph.Claim
	seen := map[graph.ClaimID]bool{}
	for _, raw := range reply {
		c, why := r.claim(a, raw)
		if why == "" && seen[c.ID] {
			why = "said twice"
		}
		if why != "" {
			r.mu.Lock()
			r.dropped[why]++
			r.mu.Unlock()
			continue
		}
		seen[c.ID] = true
		claims = append(claims, c)
	}
	graph.SortClaims(claims)
	return claims, nil, nil
}

// ask gets the model's reply, from the cache or the endpoint.
func (r *Reader) ask(ctx context.Context, a *graph.Article) ([]rawClaim, error) {
	user := "Published: " + string(a.Published) + "\n\n" + a.Text
	file := r.cached(user)
	if file != "" {
		if b, err := os.ReadFile(file); err == nil {
			if reply, err := parse(string(b)); err == nil {
				return reply, nil
			}
		}
	}
	text, err := r.send(ctx, user)
	if err != nil {
		return nil, err
	}
	reply, err := parse(text)
	if err != nil {
		return nil, &loaders.SetAside{Reason: "the model's reply is not what was asked for: " + err.Error()}
	}
	if file != "" {
		// A cache that cannot be written costs a request next time, no more.
		_ = writeWhole(file, text)
	}
	return reply, nil
}

func (r *Reader) cached(user string) string {
	if r.opts.Cache == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(r.opts.Model + "\x00" + r.prompt + "\x00" + user))
	return filepath.Join(r.opts.Cache, hex.EncodeToString(sum[:])+".json")
}

// writeWhole writes a file so that a reader sees all of it or nothing.
func writeWhole(file, text string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), "*.tmp")
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// send asks the endpoint, again after a fault that may pass.
func (r *Reader) send(ctx context.Context, user string) (string, error) {
	wait := r.opts.Wait
	for try := 0; ; try++ {
		r.mu.Lock()
		over := r.opts.Budget > 0 && r.sent >= r.opts.Budget
		if !over {
			r.sent++
		}
		r.mu.Unlock()
		if over {
			return "", &loaders.SetAside{Reason: fmt.Sprintf("the budget of %d requests to the language model is used up", r.opts.Budget)}
		}
		text, err := r.once(ctx, user)
		if err == nil {
			return text, nil
		}
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		again, why := judge(err)
		if !again || try >= r.opts.Retries {
			return "", &loaders.SetAside{Reason: "the language model gave no answer: " + why}
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return "", ctx.Err()
		}
		wait *= 2
	}
}

func (r *Reader) once(ctx context.Context, user string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, r.opts.Timeout)
	defer cancel()
	resp, err := r.client.CreateChatCompletion(ctx, openai.ChatCompletionRequest{
		Model:          r.opts.Model,
		Temperature:    0,
		ResponseFormat: &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject},
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: r.prompt},
			{Role: openai.ChatMessageRoleUser, Content: user},
		},
	})
	if err != nil {
		return "", err
	}
	if len(resp.Choices) == 0 {
		return "", errors.New("the reply is empty")
	}
	return resp.Choices[0].Message.Content, nil
}

// judge tells faults that may pass from those that will not, in words that
// hold neither the key nor the endpoint's own text.
func judge(err error) (again bool, why string) {
	var api *openai.APIError
	var request *openai.RequestError
	status := 0
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return true, "it took too long"
	case errors.Is(err, loaders.ErrTooLong):
		return false, fmt.Sprintf("the reply has more than %d bytes", maxReply)
	case errors.As(err, &api):
		status = api.HTTPStatusCode
	case errors.As(err, &request):
		status = request.HTTPStatusCode
	}
	switch {
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return false, "the endpoint refused the key: set ENTENTE_LLM_KEY"
	case status == http.StatusTooManyRequests || status >= 500:
		return true, fmt.Sprintf("the endpoint answered %d", status)
	case status >= 400:
		return false, fmt.Sprintf("the endpoint answered %d: see ENTENTE_LLM_URL and ENTENTE_LLM_MODEL", status)
	case status > 0:
		return false, "the endpoint's answer is not that of a chat completion"
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return false, "the endpoint's answer is not JSON"
	}
	return true, "the endpoint cannot be reached or broke off"
}

// maxReply is the most bytes that a reply may have.
const maxReply = 4 << 20

// bounded cuts replies that would fill the memory.
type bounded struct{ next http.RoundTripper }

func (b bounded) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := b.next.RoundTrip(req)
	if err == nil {
		resp.Body = &limited{ReadCloser: resp.Body, left: maxReply}
	}
	return resp, err
}

type limited struct {
	io.ReadCloser
	left int
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, loaders.ErrTooLong
	}
	n, err := l.ReadCloser.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}
