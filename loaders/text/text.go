// Package text loads an article from a text file with an optional YAML header
// between two lines of three dashes.
package text

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// Loader reads the format "text".
type Loader struct {
	// Today bounds dates of publication; zero is the day on which it runs.
	Today graph.Day
}

// Name is "text".
func (Loader) Name() string { return "text" }

// Detects accepts everything: text is what is left when no other format fits.
func (Loader) Detects(*loaders.Input) bool { return true }

// Load yields the one article of the input.
func (l Loader) Load(_ context.Context, in *loaders.Input) iter.Seq2[loaders.Item, error] {
	return func(yield func(loaders.Item, error) bool) {
		b, err := loaders.ReadAll(in.Body, loaders.MaxArticle)
		switch {
		case errors.Is(err, loaders.ErrTooLong):
			err = loaders.Aside(in, "it has more than the %d bytes that an article may have", loaders.MaxArticle)
		case err != nil:
			err = fmt.Errorf("read %s: %w", in.Name, err)
		case len(b) == 0:
			err = loaders.Aside(in, "the file is empty")
		}
		if err != nil {
			yield(loaders.Item{}, err)
			return
		}
		a, err := Parse(b, in.Defaults, l.Now())
		if err != nil {
			yield(loaders.Item{}, loaders.Aside(in, "%v", err))
			return
		}
		yield(loaders.Item{Article: a}, nil)
	}
}

// Now is the day that bounds dates of publication.
func (l Loader) Now() graph.Day {
	if l.Today != 0 {
		return l.Today
	}
	return graph.DayOf(time.Now())
}

// maxHeader is the most bytes of a header. The longest title and url are far
// below it, and what a YAML parser may take for so few bytes is bounded: its
// time and memory grow with their square.
const maxHeader = 8 << 10

// Parse reads an article with its header.
func Parse(b []byte, d loaders.Defaults, today graph.Day) (*graph.Article, error) {
	body := bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF"))
	meta := loaders.Meta{}
	if header, rest, ok, err := cutHeader(body); err != nil {
		return nil, err
	} else if ok {
		if len(header) > maxHeader {
			return nil, fmt.Errorf("the header has %d bytes, more than the %d that one may have", len(header), maxHeader)
		}
		// The header is checked as text before YAML sees it, so that a binary
		// is called a binary.
		clean, err := loaders.CleanText(header)
		if err != nil {
			return nil, err
		}
		if meta, err = parseHeader(clean); err != nil {
			return nil, err
		}
		body = rest
	}
	return loaders.NewArticle(body, meta, d, today)
}

// cutHeader splits off what stands between a first line of three dashes and
// the next such line.
func cutHeader(b []byte) (header, rest []byte, ok bool, err error) {
	first, after, found := bytes.Cut(b, []byte("\n"))
	if !found || string(bytes.TrimRight(first, " \t\r")) != "---" {
		return nil, b, false, nil
	}
	for pos := 0; pos < len(after); {
		line, _, more := bytes.Cut(after[pos:], []byte("\n"))
		end := pos + len(line)
		if string(bytes.TrimRight(line, " \t\r")) == "---" {
			return after[:pos], after[min(end+1, len(after)):], true, nil
		}
		if !more {
			break
		}
		pos = end + 1
	}
	return nil, nil, false, fmt.Errorf("the header that begins in line 1 has no closing line of three dashes")
}

func parseHeader(header string) (loaders.Meta, error) {
	var raw map[string]any
	if err := decode(header, &raw); err != nil {
		return nil, fmt.Errorf("the header is not YAML: %s", oneLine(yaml.FormatError(err, false, false)))
	}
	meta := loaders.Meta{}
	for k, v := range raw {
		switch v := v.(type) {
		case nil:
		case string, bool, int64, uint64, float64:
			meta[strings.ToLower(k)] = fmt.Sprint(v)
		case time.Time:
			meta[strings.ToLower(k)] = v.Format("2006-01-02")
		default:
			switch strings.ToLower(k) {
			case "title", "url", "source", "published", "date", "lang":
				return nil, fmt.Errorf("the header's %s is a list or a map, not one value", k)
			}
		}
	}
	return meta, nil
}

// decode makes an error of a panic of the YAML parser too: no file that people
// load may end the program.
func decode(header string, into any) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("it cannot be read (%v)", p)
		}
	}()
	return yaml.Unmarshal([]byte(header), into)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
