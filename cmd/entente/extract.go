package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/entente-graph/entente/loaders/extract"
)

// extractCmd prints the claims of articles and keeps nothing.
type extractCmd struct {
	inputFlags
	readerFlags
	Explain bool     `help:"Print how each sentence was read instead: mentions, clauses, rules that fired, what was dropped and why."`
	JSON    bool     `name:"json" help:"With --explain: one JSON object an article (--format json does the same)."`
	Paths   []string `arg:"" name:"path" help:"Files, folders, URLs, or - for standard input."`
}

// Run prints JSON Lines in the order of the articles, whatever the number of
// workers.
func (c *extractCmd) Run(a *app) error {
	if c.Explain {
		// Of what explains, --format json is the form of the answer, as it is of
		// eval and ontology; no input has a format of that name.
		if c.Format == "json" {
			c.JSON, c.Format = true, ""
		}
		return c.explain(a)
	}
	r, err := c.reader(a)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(a.stdout, 1<<16)
	encode := func(o *outcome) {
		var b bytes.Buffer
		b.Grow(len(o.claims) << 10) // of a claim's usual size
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false) // quotes are shown as they stand
		for _, claim := range o.claims {
			if o.err = enc.Encode(claim); o.err != nil {
				return
			}
		}
		o.encoded = b.Bytes()
	}
	for o := range readAll(a.ctx, c.read(a.ctx, a, c.Paths), r, workers(c.Workers), encode) {
		if o.err != nil {
			if a.dead.add(o.err) {
				continue
			}
			out.Flush()
			return o.err
		}
		if _, err := out.Write(o.encoded); err != nil {
			return fmt.Errorf("write the claims: %w", err)
		}
	}
	if err := a.ctx.Err(); err != nil {
		return err
	}
	return out.Flush()
}

// explanation is what --explain --json prints of an article.
type explanation struct {
	Article string                   `json:"article"`
	URL     string                   `json:"url"`
	Input   string                   `json:"input"`
	Lang    string                   `json:"lang"`
	Dropped map[string]int           `json:"dropped"`
	Traces  []*extract.SentenceTrace `json:"sentences"`
}

func (c *extractCmd) explain(a *app) error {
	reg, err := a.registry()
	if err != nil {
		return err
	}
	opts, err := c.options()
	if err != nil {
		return err
	}
	x := extract.New(reg, opts)
	out := bufio.NewWriter(a.stdout)
	defer out.Flush()
	for item, err := range c.read(a.ctx, a, c.Paths) {
		if err == nil && item.Article == nil {
			continue
		}
		var report *extract.Report
		if err == nil {
			o := outcome{input: item}
			if _, report, err = x.Explain(item.Article); err != nil {
				err = o.aside(asideOf(err))
			}
		}
		if err != nil {
			if a.dead.add(err) {
				continue
			}
			return err
		}
		if c.JSON {
			enc := json.NewEncoder(out)
			enc.SetEscapeHTML(false)
			if err := enc.Encode(explanation{string(item.Article.ID), item.Article.URL, item.Name, report.Lang, report.Dropped, report.Trace}); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(out, "# %s: %s, %d sentences\n", item.Name, report.Lang, report.Sentences)
		for _, t := range report.Trace {
			fmt.Fprintln(out)
			if err := t.WriteText(out); err != nil {
				return err
			}
		}
	}
	return nil
}
