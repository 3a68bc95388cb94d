package export

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Head is the first line of an export in the format jsonl.
type Head struct {
	Entente string `json:"entente"` // "export"
	Version int    `json:"version"`
}

// Version is the version of the format jsonl.
const Version = 1

// Line is each further line: exactly one of its pointers is set.
type Line struct {
	Entity    *graph.Entity    `json:"entity,omitempty"`
	Article   *graph.Article   `json:"article,omitempty"`
	Claim     *graph.Claim     `json:"claim,omitempty"`
	Judgement *JudgementOnADay `json:"judgement,omitempty"`
}

// JudgementOnADay is a judgement with its day as text.
type JudgementOnADay struct {
	graph.Judgement
	On graph.Date `json:"on"`
}

// jsonl writes all that the store holds but the registry: entities, then each
// article with its claims, then judgements, each by id. The log comes in the
// order of loading; so that the order does not matter, its lines go to a
// temporary file, and memory holds only their keys and places.
func (w *writer) jsonl() (err error) {
	spill, err := os.CreateTemp("", "entente-export-*")
	if err != nil {
		return fmt.Errorf("export needs room for a temporary file: %w", err)
	}
	defer func() {
		spill.Close()
		if rerr := os.Remove(spill.Name()); err == nil {
			err = rerr
		}
	}()
	type place struct {
		key    string
		at     int64
		length int
	}
	var places []place
	buffered, at := bufio.NewWriterSize(spill, 1<<20), int64(0)
	for r, err := range w.store.Log(w.ctx, 0) {
		if err != nil {
			return err
		}
		key, line := lineOf(r)
		b, err := marshal(line)
		if err != nil {
			return err
		}
		if _, err := buffered.Write(b); err != nil {
			return fmt.Errorf("export needs room for a temporary file: %w", err)
		}
		places = append(places, place{key, at, len(b)})
		at += int64(len(b))
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("export needs room for a temporary file: %w", err)
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.key, b.key) })
	out := bufio.NewWriter(w.out)
	head, err := marshal(Head{"export", Version})
	if err != nil {
		return err
	}
	if _, err := out.Write(head); err != nil {
		return err
	}
	for _, p := range places {
		if _, err := io.Copy(out, io.NewSectionReader(spill, p.at, int64(p.length))); err != nil {
			return err
		}
	}
	return out.Flush()
}

// marshal encodes a value as one line, its text as it stands.
func marshal(v any) ([]byte, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return []byte(b.String()), err
}

// lineOf is a record's line, and the key that orders it.
func lineOf(r graph.Record) (string, Line) {
	switch {
	case r.Entity != nil:
		return "0 " + string(r.Entity.ID), Line{Entity: r.Entity}
	case r.Article != nil:
		return "1 " + string(r.Article.ID), Line{Article: r.Article}
	case r.Claim != nil:
		c := r.Claim
		return fmt.Sprintf("1 %s %s %09d %09d %s", c.Evidence.Article, c.Extractor, c.Evidence.Start, c.Evidence.End, c.ID), Line{Claim: c}
	}
	j := r.Judgement
	return "2 " + j.ID, Line{Judgement: &JudgementOnADay{*j, graph.DateOf(j.On)}}
}
