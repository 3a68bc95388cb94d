package main

import "github.com/entente-graph/entente/schema"

// ontologyCmd prints the kinds of relation.
type ontologyCmd struct {
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

// Run prints the ontology to standard output.
func (c *ontologyCmd) Run(a *app) error {
	if c.Format == "json" {
		return schema.Default().WriteJSON(a.stdout)
	}
	return schema.Default().WriteText(a.stdout)
}
