package main

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/exported"
	"github.com/entente-graph/entente/loaders/html"
	"github.com/entente-graph/entente/loaders/jsonl"
	"github.com/entente-graph/entente/loaders/text"
)

// allLoaders lists the loaders in the order in which they are asked whether an
// input is theirs; the last takes what no other does.
func allLoaders() []loaders.Loader {
	return []loaders.Loader{
		exported.Loader{},
		jsonl.Loader{},
		html.Loader{},
		text.Loader{},
	}
}

// inputFlags are the flags of every verb that reads articles.
type inputFlags struct {
	Format    string `placeholder:"FORMAT" help:"Read the input as this format instead of telling it by content: ${formats}."`
	Published string `placeholder:"DAY" help:"Day of publication of articles that give none: 2025-08-20."`
	Source    string `placeholder:"OUTLET" help:"Outlet of articles that give none."`
	Lang      string `placeholder:"LANG" help:"Language of articles that give none: ro, en, …"`
	NoText    bool   `help:"Keep quotes only, not the texts of articles."`
}

// formats are the names that --format takes.
func formats() string {
	var names []string
	for _, l := range allLoaders() {
		names = append(names, l.Name())
	}
	return strings.Join(names, ", ")
}

// input is an item with the name of what it came from.
type input struct {
	loaders.Item
	Name string
}

// read yields the items of all paths in order. What cannot be read comes as a
// *loaders.SetAside error; after any other error nothing follows.
func (f *inputFlags) read(ctx context.Context, a *app, paths []string) iter.Seq2[input, error] {
	return func(yield func(input, error) bool) {
		published, err := graph.ParseDate(f.Published)
		if err != nil {
			yield(input{}, usageError{fmt.Errorf("--published: %w", err)})
			return
		}
		d := loaders.Defaults{Published: published, Source: f.Source, Lang: f.Lang}
		for _, path := range paths {
			for in, err := range loaders.Open(ctx, path, d, a.stdin) {
				if err == nil {
					var l loaders.Loader
					if l, err = f.loader(in); err == nil {
						for item, err := range l.Load(ctx, in) {
							if !yield(input{item, in.Name}, err) {
								return
							}
						}
						continue
					}
				}
				if !yield(input{}, err) {
					return
				}
			}
		}
	}
}

func (f *inputFlags) loader(in *loaders.Input) (loaders.Loader, error) {
	for _, l := range allLoaders() {
		if f.Format == l.Name() || f.Format == "" && l.Detects(in) {
			return l, nil
		}
	}
	return nil, usageError{fmt.Errorf("--format %s: there is no such format; the formats are %s", f.Format, formats())}
}
