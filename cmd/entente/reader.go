package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/llm"
	"github.com/entente-graph/entente/schema"
)

// readerFlags choose how articles are read.
type readerFlags struct {
	Extractor string   `enum:"rules,llm" default:"rules" help:"What reads the articles: rules (deterministic, offline) or llm (a language model at ENTENTE_LLM_URL, ENTENTE_LLM_MODEL, ENTENTE_LLM_KEY)."`
	Packs     []string `name:"pack" placeholder:"FOLDER" help:"A language pack of your own, beside those built in (see docs/add-a-language.md). May be given more than once."`
	Workers   int      `placeholder:"N" help:"How many articles are read at once (default: the number of processors). The result is the same."`
	LLMBudget int      `name:"llm-budget" placeholder:"N" help:"With llm: at most so many requests (default: no limit)."`
	LLMCache  string   `name:"llm-cache" placeholder:"FOLDER" help:"With llm: keep its answers here, by content (default: the user's cache folder; - keeps none)."`
}

func (f *readerFlags) reader(a *app) (reader, error) {
	if f.Workers < 0 {
		return nil, usageError{fmt.Errorf("--workers %d: it must be 1 or more", f.Workers)}
	}
	reg, err := a.registry()
	if err != nil {
		return nil, err
	}
	if f.Extractor != llm.Name {
		opts, err := f.options()
		if err != nil {
			return nil, err
		}
		return rulesReader{extract.New(reg, opts)}, nil
	}
	cache := f.LLMCache
	switch cache {
	case "-":
		cache = ""
	case "":
		if dir, err := os.UserCacheDir(); err == nil {
			cache = filepath.Join(dir, "entente", "llm")
		}
	}
	r, err := llm.New(reg, schema.Default(), llm.Options{
		URL: os.Getenv("ENTENTE_LLM_URL"), Model: os.Getenv("ENTENTE_LLM_MODEL"), Key: os.Getenv("ENTENTE_LLM_KEY"),
		Budget: f.LLMBudget, Cache: cache,
	})
	if err != nil {
		return nil, err
	}
	a.atEnd = append(a.atEnd, func() {
		for _, why := range slices.Sorted(maps.Keys(r.Dropped())) {
			fmt.Fprintf(a.stderr, "entente: %d claims of the model were dropped: %s\n", r.Dropped()[why], why)
		}
	})
	return r, nil
}

// options are what the rules' reader is made with.
func (f *readerFlags) options() (extract.Options, error) {
	opts := extract.Options{Folders: map[string]fs.FS{}}
	for _, path := range f.Packs {
		code, dir, err := packFolder(path)
		if err != nil {
			return opts, err
		}
		opts.Folders[code] = dir
	}
	return opts, nil
}

// rulesReader reads articles by the language packs' rules.
type rulesReader struct{ x *extract.Extractor }

func (rulesReader) Name() string { return extract.Name }

func (r rulesReader) Read(_ context.Context, a *graph.Article) ([]*graph.Claim, []*graph.Entity, error) {
	claims, report, err := r.x.Article(a)
	if err != nil {
		return nil, nil, asideOf(err)
	}
	if a.Lang == "" { // so that articles can be told apart and counted by it
		a.Lang = report.Lang
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
