package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/registry"
)

// readerFlags choose how articles are read.
type readerFlags struct {
	Extractor string `enum:"rules" default:"rules" help:"What reads the articles: rules (deterministic, offline)."`
	Workers   int    `placeholder:"N" help:"How many articles are read at once (default: the number of processors). The result is the same."`
}

func (f *readerFlags) reader(*app) (reader, error) {
	if f.Workers < 0 {
		return nil, usageError{fmt.Errorf("--workers %d: it must be 1 or more", f.Workers)}
	}
	return rulesReader{extract.New(registry.Default(), extract.Options{})}, nil
}

// rulesReader reads articles by the language packs' rules.
type rulesReader struct{ x *extract.Extractor }

func (rulesReader) Name() string { return extract.Name }

func (r rulesReader) Read(_ context.Context, a *graph.Article) ([]*graph.Claim, []*graph.Entity, error) {
	claims, report, err := r.x.Article(a)
	if err != nil {
		return nil, nil, asideOf(err)
	}
	return claims, report.Entities, nil
}

// asideOf turns the extractor's reasons into the loaders'.
func asideOf(err error) error {
	switch {
	case errors.Is(err, extract.ErrLanguage):
		return &loaders.SetAside{Reason: extract.ErrLanguage.Error() + "; if you know it, give it with --lang"}
	case errors.Is(err, extract.ErrEmpty):
		return &loaders.SetAside{Reason: extract.ErrEmpty.Error()}
	}
	return err
}
