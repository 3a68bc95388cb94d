package main

import (
	"fmt"

	"github.com/entente-graph/entente/graph"
)

// rebuildCmd folds all claims again.
type rebuildCmd struct{}

// Run refolds and says which revision came of it.
func (rebuildCmd) Run(a *app) error {
	store, err := a.openStore()
	if err != nil {
		return err
	}
	defer store.Close()
	if r, ok := store.(graph.Rebuilder); ok {
		if err := r.Rebuild(a.ctx); err != nil {
			return err
		}
	}
	rev, err := store.Fold(a.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "entente: all claims were folded again; the graph is at revision %d\n", rev)
	return nil
}
