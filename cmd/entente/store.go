package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memory"
	"github.com/entente-graph/entente/graph/sqlite"
	"github.com/entente-graph/entente/loaders/registry"
)

// openStore opens the store that --db names and makes sure that it holds this
// version of the registry.
func (a *app) openStore() (graph.Store, error) {
	store, err := openDB(a.ctx, a.cli.DB, os.Getenv("ENTENTE_DB_PASSWORD"))
	if err != nil {
		return nil, err
	}
	if err := registry.Default().Install(a.ctx, store); err != nil {
		store.Close()
		return nil, fmt.Errorf("put the registry into %s: %w", a.cli.DB, err)
	}
	return store, nil
}

// openDB is the only list of stores. password is never part of a message.
func openDB(ctx context.Context, db, password string) (graph.Store, error) {
	scheme, rest, _ := strings.Cut(db, ":")
	switch scheme {
	case "memory":
		return memory.Open(), nil
	case "sqlite":
		if rest == "" {
			return nil, usageError{fmt.Errorf("--db sqlite: needs a file, as in --db sqlite:entente.db")}
		}
		return sqlite.Open(ctx, rest)
	}
	return nil, usageError{fmt.Errorf("--db %s: this is no database that entente knows; write sqlite:FILE, memory:, neo4j://user@host:7687 or bolt://user@host:7687", db)}
}
