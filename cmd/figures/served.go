package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// served is a server on this machine with the connections of those who ask it.
type served struct {
	url    string
	server *http.Server
	client *http.Client
	failed chan error
}

func serve(h http.Handler) (*served, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &served{
		url: "http://" + l.Addr().String() + "/graphql", server: &http.Server{Handler: h, ReadHeaderTimeout: time.Minute},
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}, failed: make(chan error, 1),
	}
	go func() { s.failed <- s.server.Serve(l) }()
	return s, nil
}

func (s *served) close() error {
	s.client.CloseIdleConnections()
	err := s.server.Close()
	if e := <-s.failed; !errors.Is(e, http.ErrServerClosed) {
		err = errors.Join(err, e)
	}
	return err
}

// ask sends a question and reads the answer whole.
func (s *served) ask(ctx context.Context, question []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(question))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := s.client.Do(r)
	if err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(resp.Body)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %.500s", resp.Status, answer)
	}
	return answer, nil
}

// handWritten serves one question: what a person would write who needs no other.
// Whoever has gone is not answered, and nobody for more than a while.
func handWritten(answer func(context.Context) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
		defer cancel()
		_, err := io.Copy(io.Discard, r.Body)
		var body []byte
		if err == nil {
			var v any
			if v, err = answer(ctx); err == nil {
				body, err = json.Marshal(map[string]any{"data": v})
			}
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body) // to nobody, if it fails
	})
}
