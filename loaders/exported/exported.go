// Package exported loads what `entente export --format jsonl` wrote: it moves a
// graph between stores with nothing lost.
package exported

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// Loader reads the format "export".
type Loader struct{}

// Name is "export".
func (Loader) Name() string { return "export" }

// Version is the newest version of the format that can be read.
const Version = 1

// maxLine is the most bytes of a line: an article with every character escaped.
const maxLine = 8 * loaders.MaxArticle

type head struct {
	Entente string `json:"entente"`
	Version int    `json:"version"`
}

type line struct {
	Entity    *graph.Entity  `json:"entity"`
	Article   *graph.Article `json:"article"`
	Claim     *graph.Claim   `json:"claim"`
	Judgement *struct {
		graph.Judgement
		On graph.Date `json:"on"`
	} `json:"judgement"`
}

// Detects accepts what begins with the head of an export.
func (Loader) Detects(in *loaders.Input) bool {
	first, _, _ := bytes.Cut(in.Head, []byte("\n"))
	var h head
	return json.Unmarshal(first, &h) == nil && h.Entente == "export"
}

// Load yields entities, then articles with their claims as readings, then
// judgements. A line that is damaged is set aside, and so is a claim whose id
// is not that of its content.
func (Loader) Load(_ context.Context, in *loaders.Input) iter.Seq2[loaders.Item, error] {
	return func(yield func(loaders.Item, error) bool) {
		lines := loaders.NewLines(in.Body, maxLine)
		var article *graph.Article
		var began int
		byExtractor := map[string][]*graph.Claim{}
		var extractors []string // in the order of the file
		flush := func() bool {
			if article == nil {
				return true
			}
			if len(extractors) == 0 {
				extractors = []string{""}
			}
			for _, x := range extractors {
				r := &graph.Reading{Article: article, Extractor: x, Claims: byExtractor[x]}
				if !yield(loaders.Item{Line: began, Reading: r}, nil) {
					return false
				}
			}
			article, extractors = nil, nil
			clear(byExtractor)
			return true
		}
		for {
			b, n, err := lines.Next()
			switch {
			case err == io.EOF:
				flush()
				return
			case errors.Is(err, loaders.ErrTooLong):
				if !yield(loaders.Item{}, loaders.AsideLine(in, n, b, "the line has more than %d bytes", maxLine)) {
					return
				}
				continue
			case err != nil:
				yield(loaders.Item{}, fmt.Errorf("read %s: %w", in.Name, err))
				return
			}
			if n == 1 {
				var h head
				if err := json.Unmarshal(b, &h); err != nil || h.Entente != "export" {
					yield(loaders.Item{}, loaders.Aside(in, "it does not begin with the head of an export"))
					return
				}
				if h.Version > Version {
					yield(loaders.Item{}, loaders.Aside(in, "it was written by a newer version of entente (format %d, this one reads %d)", h.Version, Version))
					return
				}
				continue
			}
			var l line
			reason := ""
			if err := json.Unmarshal(b, &l); err != nil {
				reason = fmt.Sprintf("the line is no record of an export: %v", err)
			}
			more := true
			switch {
			case reason != "":
			case l.Claim != nil:
				reason = check(l.Claim, article)
				if reason == "" {
					x := l.Claim.Extractor
					if _, ok := byExtractor[x]; !ok {
						extractors = append(extractors, x)
					}
					byExtractor[x] = append(byExtractor[x], l.Claim)
				}
			case l.Article != nil:
				if more = flush(); more {
					article, began = l.Article, n
				}
			case l.Entity != nil:
				more = flush() && yield(loaders.Item{Line: n, Entity: l.Entity}, nil)
			case l.Judgement != nil:
				j := l.Judgement.Judgement
				j.On = l.Judgement.On.First()
				more = flush() && yield(loaders.Item{Line: n, Judgement: &j}, nil)
			default:
				reason = "the line holds no record that this version knows"
			}
			if reason != "" {
				more = yield(loaders.Item{}, loaders.AsideLine(in, n, b, "%s", reason))
			}
			if !more {
				return
			}
		}
	}
}

// check says what is wrong with a claim under its article.
func check(c *graph.Claim, a *graph.Article) string {
	id := c.ID
	c.Seal()
	switch {
	case a == nil || c.Evidence.Article != a.ID:
		return "the claim does not stand under its article"
	case c.ID != id:
		return fmt.Sprintf("the claim's id %s is not that of its content (%s): the line was changed", id, c.ID)
	}
	return ""
}
