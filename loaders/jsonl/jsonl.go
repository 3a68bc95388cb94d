// Package jsonl loads articles from JSON: one object, a list of objects, or
// JSON Lines, with the keys title, url, source, published (or date), lang and
// text.
package jsonl

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// Loader reads the formats json and jsonl.
type Loader struct {
	// Today bounds dates of publication; zero is the day on which it runs.
	Today graph.Day
}

// Name is "jsonl".
func (Loader) Name() string { return "jsonl" }

// Detects accepts what begins with an object, or with a list of objects.
func (Loader) Detects(in *loaders.Input) bool {
	head := bytes.TrimLeft(bytes.TrimPrefix(in.Head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	if bytes.HasPrefix(head, []byte("[")) {
		head = bytes.TrimLeft(head[1:], " \t\r\n")
		return bytes.HasPrefix(head, []byte("{")) || bytes.HasPrefix(head, []byte("]"))
	}
	return bytes.HasPrefix(head, []byte("{"))
}

// maxLine is the most bytes of a line of JSON: an article in which every
// character is escaped, and its other keys.
const maxLine = 6*loaders.MaxArticle + 64<<10

// Load yields the articles in their order. A line that is no article is set
// aside and the next line is read. An object that spans lines is read as one
// JSON value; then the first fault in it ends the input, since where the next
// object begins can't be told.
func (l Loader) Load(_ context.Context, in *loaders.Input) iter.Seq2[loaders.Item, error] {
	today := l.Today
	if today == 0 {
		today = graph.DayOf(time.Now())
	}
	return func(yield func(loaders.Item, error) bool) {
		lines := loaders.NewLines(in.Body, maxLine)
		for first := true; ; {
			b, n, err := lines.Next()
			switch {
			case err == io.EOF:
				return
			case errors.Is(err, loaders.ErrTooLong):
				first = false
				if !yield(loaders.Item{}, loaders.AsideLine(in, n, b, "the line has more than %d bytes", maxLine)) {
					return
				}
				continue
			case err != nil:
				yield(loaders.Item{}, fmt.Errorf("read %s: %w", in.Name, err))
				return
			}
			b = bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF")))
			if len(b) == 0 {
				continue
			}
			if first && !json.Valid(b) && (b[0] == '[' || incomplete(b)) {
				l.loadWhole(in, lines, b, n, today, yield)
				return
			}
			first = false
			if b[0] == '[' && json.Valid(b) { // a whole list on one line
				if !l.loadWhole(in, loaders.NewLines(bytes.NewReader(nil), maxLine), b, n, today, yield) {
					return
				}
				continue
			}
			a, err := parse(b, in.Defaults, today)
			if err != nil {
				err = loaders.AsideLine(in, n, b, "%v", err)
			}
			if !yield(loaders.Item{Line: n, Article: a}, err) {
				return
			}
		}
	}
}

// incomplete reports whether b is the beginning of a JSON value that goes on.
func incomplete(b []byte) bool {
	var v json.RawMessage
	err := json.NewDecoder(bytes.NewReader(b)).Decode(&v)
	return errors.Is(err, io.ErrUnexpectedEOF)
}

// loadWhole reads what may span lines: an object or a list of objects.
func (l Loader) loadWhole(in *loaders.Input, lines *loaders.Lines, head []byte, line int, today graph.Day, yield func(loaders.Item, error) bool) bool {
	dec := json.NewDecoder(&joined{head: append(head, '\n'), lines: lines})
	inList := false
	if head[0] == '[' {
		if _, err := dec.Token(); err != nil {
			return yield(loaders.Item{}, loaders.AsideLine(in, line, head, "it is not JSON: %v", err))
		}
		inList = true
	}
	for i := 1; !inList || dec.More(); i++ {
		var raw json.RawMessage
		err := dec.Decode(&raw)
		if err == io.EOF {
			return true
		}
		if err != nil {
			return yield(loaders.Item{}, loaders.AsideLine(in, line, nil, "value %d is not JSON: %v; the rest of the input is not read", i, err))
		}
		a, err := parse(raw, in.Defaults, today)
		if err != nil {
			err = loaders.AsideLine(in, line, raw, "value %d: %v", i, err)
		}
		if !yield(loaders.Item{Line: line, Article: a}, err) {
			return false
		}
	}
	if _, err := dec.Token(); err != nil {
		return yield(loaders.Item{}, loaders.AsideLine(in, line, nil, "the list does not end: %v", err))
	}
	if _, err := dec.Token(); err != io.EOF {
		return yield(loaders.Item{}, loaders.AsideLine(in, line, nil, "something follows the list, and is not read"))
	}
	return true
}

// joined gives the lines as one stream again.
type joined struct {
	head  []byte
	lines *loaders.Lines
}

func (j *joined) Read(p []byte) (int, error) {
	for len(j.head) == 0 {
		b, _, err := j.lines.Next()
		if err != nil {
			return 0, err
		}
		j.head = append(b, '\n')
	}
	n := copy(p, j.head)
	j.head = j.head[n:]
	return n, nil
}

func parse(b []byte, d loaders.Defaults, today graph.Day) (*graph.Article, error) {
	// What else an object holds is skipped, not made.
	var raw struct{ Title, URL, Source, Published, Date, Lang, Text any }
	if err := json.Unmarshal(b, &raw); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			err = errors.New("it is of the type " + kind.Value)
		}
		return nil, fmt.Errorf("it is not a JSON object: %w", err)
	}
	meta := make(loaders.Meta, 7)
	for _, f := range []struct {
		key   string
		value any
	}{
		{"title", raw.Title},
		{"url", raw.URL},
		{"source", raw.Source},
		{"published", raw.Published},
		{"date", raw.Date},
		{"lang", raw.Lang},
		{"text", raw.Text},
	} {
		switch v := f.value.(type) {
		case nil:
		case string:
			meta[f.key] = v
		case float64:
			meta[f.key] = fmt.Sprint(v)
		default:
			return nil, fmt.Errorf("its %s is not text", f.key)
		}
	}
	text, ok := meta["text"]
	if !ok {
		return nil, fmt.Errorf("it has no text")
	}
	return loaders.NewArticle([]byte(text), meta, d, today)
}
