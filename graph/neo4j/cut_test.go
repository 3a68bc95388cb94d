package neo4j_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
	"github.com/entente-graph/entente/graph/neo4j"
)

// proxy stands between a store and its server.
type proxy struct {
	target string
	listen net.Listener

	mu     sync.Mutex
	opened []net.Conn
	word   string        // a question with this word gets no answer
	asked  chan struct{} // closed when there was one
}

func newProxy(t *testing.T, target string) *proxy {
	t.Helper()
	p := &proxy{target: strings.TrimPrefix(target, "bolt://")}
	p.open(t, "127.0.0.1:0")
	t.Cleanup(p.cut)
	return p
}

func (p *proxy) address() string { return "bolt://" + p.listen.Addr().String() }

func (p *proxy) open(t *testing.T, address string) {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	p.listen = l
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", p.target)
			if err != nil {
				client.Close()
				continue
			}
			p.mu.Lock()
			p.opened = append(p.opened, client, server)
			p.mu.Unlock()
			var mute atomic.Bool
			go pass(server, client, func(text []byte) bool {
				if p.waited(text) {
					mute.Store(true)
				}
				return true
			})
			go pass(client, server, func([]byte) bool { return !mute.Load() })
		}
	}()
}

// pass copies what comes from one side to the other when it may.
func pass(to, from net.Conn, may func([]byte) bool) {
	defer to.Close()
	buf := make([]byte, 1<<16)
	for {
		n, err := from.Read(buf)
		if n > 0 && may(buf[:n]) {
			if _, err := to.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// hold lets the next question with a word have no answer; the channel is closed
// when it has been asked.
func (p *proxy) hold(word string) <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.word, p.asked = word, make(chan struct{})
	return p.asked
}

// waited reports whether this is the question that is waited for.
func (p *proxy) waited(text []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.word == "" || !bytes.Contains(text, []byte(p.word)) {
		return false
	}
	p.word = ""
	close(p.asked)
	return true
}

// cut ends all connections and takes no more.
func (p *proxy) cut() {
	p.listen.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.opened {
		c.Close()
	}
	p.opened = nil
}

var question = &graph.Query{Fields: []*graph.Field{{Name: "r", Rows: graph.Relations}}}

// TestCutOff loses the connection and then the server in the middle of a
// question: its error says so in one sentence, without the password, and the same
// store answers when the connection or the server is there again. A change that
// comes meanwhile waits and is made.
func TestCutOff(t *testing.T) {
	ctx := context.Background()
	address, stop, again := start(t, t.TempDir(), "s3cret-word")
	p := newProxy(t, address)
	s, err := neo4j.Open(ctx, strings.Replace(p.address(), "//", "//neo4j@", 1), "s3cret-word", neo4j.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	put := func(line string) error {
		if err := s.Put(ctx, &graph.Batch{Readings: []graph.Reading{graphtest.Said("meridian", "2022-11-05", line)}}); err != nil {
			return err
		}
		_, err := s.Fold(ctx)
		return err
	}
	if err := put("IRN SUPPLIED_DRONES_TO RUS"); err != nil {
		t.Fatal(err)
	}
	waited := make(chan error, 1)
	at := p.listen.Addr().String()
	for _, way := range []struct {
		name      string
		cut, mend func()
		wants     string
	}{
		{"the connection", p.cut, func() { p.open(t, at) }, "IRN SUPPLIED_DRONES_TO RUS"},
		{"the server", stop, func() {
			go func() { waited <- put("IRN SUPPLIED_MISSILES_TO RUS") }()
			down := time.Now()
			again()
			err := <-waited
			if errors.Is(err, graph.ErrUnavailable) && time.Since(down) > 30*time.Second {
				err = put("IRN SUPPLIED_MISSILES_TO RUS") // a load waits half a minute for a server, and a slow machine needs more
			}
			if err != nil {
				t.Errorf("a change that waited for the server: %v", err)
			}
		}, "IRN SUPPLIED_MISSILES_TO RUS"},
	} {
		answered := make(chan error, 1)
		asked := p.hold("(w:Relation)")
		go func() {
			_, err := s.Query(ctx, question)
			answered <- err
		}()
		select {
		case <-asked:
		case err := <-answered:
			t.Fatalf("%s: the question was answered: %v", way.name, err)
		}
		way.cut()
		select {
		case err = <-answered:
		case <-time.After(30 * time.Second):
			t.Fatalf("%s is lost, and nobody says so", way.name)
		}
		sentence(t, err, graph.ErrUnavailable, p.address(), "in the middle of a question, which was cut off", "ask again")
		way.mend()
		res, err := s.Query(ctx, question)
		if err != nil {
			t.Fatalf("after %s is back: %v", way.name, err)
		}
		var got []string
		for _, r := range res.Fields["r"].Page("").Rows {
			got = append(got, fmt.Sprintf("%s %s %s", graph.EntityID(r.Relation.Subject).Code(), r.Relation.Kind, r.Relation.Object.Code()))
		}
		if !slices.Equal(got, []string{way.wants}) {
			t.Errorf("after %s is back there is %v, not %s", way.name, got, way.wants)
		}
	}
}
