// Package loaders holds what every reader of input agrees on: what an input
// is, what a loader makes of it, and how something that cannot be read is set
// aside without stopping the rest.
//
// A loader turns one format into articles (news, to be read by the extractor)
// or into readings (articles that come with their claims: data sets, exports).
// It knows no store. Which loaders there are is listed in cmd/entente alone.
package loaders

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/entente-graph/entente/graph"
)

// Input is a stream of bytes with the name under which people know it.
type Input struct {
	// Name is a path, a URL, or "-" for standard input.
	Name string
	// Head is the beginning of the content, at most HeadSize bytes; Body gives
	// the whole content, the head included.
	Head []byte
	Body io.Reader
	// Defaults fill what an article leaves out.
	Defaults Defaults
}

// HeadSize is how many bytes of an input a loader may look at to tell its
// format.
const HeadSize = 4096

// Defaults are the values for articles that do not bring their own.
type Defaults struct {
	Published graph.Date
	Source    string
	Lang      string
}

// Item is what a loader yields: exactly one of its pointers is set.
type Item struct {
	// Line is where the item begins in its input, counted from 1; 0 for an
	// item that is the whole input.
	Line int
	// Article is news to be read by the extractor.
	Article *graph.Article
	// Reading is an article that comes with its claims.
	Reading *graph.Reading
	// Entity and Judgement come out of an export of another store.
	Entity    *graph.Entity
	Judgement *graph.Judgement
}

// Loader reads one format.
type Loader interface {
	// Name is the format's name, as --format takes it.
	Name() string
	// Detects reports whether the input is of this format, by its content; the
	// name only decides between formats that look alike.
	Detects(in *Input) bool
	// Load yields the items of the input in their order. What cannot be read
	// is yielded as a *SetAside error and the rest goes on; any other error
	// ends the sequence: the input itself failed.
	Load(ctx context.Context, in *Input) iter.Seq2[Item, error]
}

// SetAside is a part of an input that cannot be read: it is reported and
// counted, and the rest goes on.
type SetAside struct {
	Input  string // the input's name
	Line   int    // where it begins, 0 for the whole input
	Reason string // for people
	// Raw is the part itself where the input cannot be looked up again, cut to
	// RawSize bytes.
	Raw string
}

// RawSize is how much of a part that was set aside is kept, in bytes.
const RawSize = 64 << 10

// Error says where and why in one line.
func (s *SetAside) Error() string {
	if s.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", s.Input, s.Line, s.Reason)
	}
	return fmt.Sprintf("%s: %s", s.Input, s.Reason)
}

// Aside makes the error that sets a whole input aside.
func Aside(in *Input, format string, args ...any) error {
	return &SetAside{Input: in.Name, Reason: fmt.Sprintf(format, args...)}
}

// AsideLine makes the error that sets one line of an input aside.
func AsideLine(in *Input, line int, raw []byte, format string, args ...any) error {
	return &SetAside{Input: in.Name, Line: line, Reason: fmt.Sprintf(format, args...), Raw: string(raw[:min(len(raw), RawSize)])}
}

// ErrTooLong is what ReadLine and ReadAll give for more bytes than allowed.
var ErrTooLong = errors.New("too long")
