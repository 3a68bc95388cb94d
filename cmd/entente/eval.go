package main

import (
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/extract/score"
)

// evalCmd measures extraction against gold files.
type evalCmd struct {
	readerFlags
	Format string   `enum:"text,json" default:"text" help:"text or json."`
	Gold   []string `arg:"" help:"Gold files: JSON Lines of sentences with the relations that they state."`
}

// Run prints precision, recall and F1 by language and label, and what came
// instead of what was expected.
func (c *evalCmd) Run(a *app) error {
	r, err := c.reader(a)
	if err != nil {
		return err
	}
	for _, path := range c.Gold {
		gold, err := score.Load(path)
		if err != nil {
			return err
		}
		claims := map[string][]graph.Claim{}
		for i := range gold.Items {
			item := &gold.Items[i]
			article := &graph.Article{URL: item.URL(), Lang: item.Lang, Published: item.Published, Text: item.Text}
			article.ID = graph.NewArticleID(article.URL, article.Text)
			found, _, err := r.Read(a.ctx, article)
			if err != nil {
				fmt.Fprintf(a.stderr, "entente: %s: %v\n", item.ID, err)
				continue
			}
			for _, claim := range found {
				claims[item.URL()] = append(claims[item.URL()], *claim)
			}
		}
		result := score.Run(gold, claims)
		write := result.WriteText
		if c.Format == "json" {
			write = result.WriteJSON
		}
		if err := write(a.stdout); err != nil {
			return err
		}
	}
	return nil
}
