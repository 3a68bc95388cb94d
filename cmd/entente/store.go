package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memory"
	"github.com/entente-graph/entente/graph/neo4j"
	"github.com/entente-graph/entente/graph/sqlite"
	"github.com/entente-graph/entente/loaders/registry"
)

// openStore opens the store that --db names, with this version of the registry
// in it.
func (a *app) openStore() (graph.Store, error) {
	reg, err := a.registry()
	if err != nil {
		return nil, err
	}
	return openDB(a.ctx, a.cli.DB, os.Getenv("ENTENTE_DB_PASSWORD"), reg)
}

// registry is the registry with what the user's own file adds.
func (a *app) registry() (*registry.Registry, error) {
	if a.reg == nil {
		reg := registry.Default()
		if file := a.cli.Registry; file != "" {
			data, err := os.ReadFile(file)
			if err != nil {
				return nil, usageError{fmt.Errorf("--registry: %w", err)}
			}
			if reg, err = reg.With(file, data); err != nil {
				return nil, usageError{fmt.Errorf("--registry: %w", err)}
			}
		}
		a.reg = reg
	}
	return a.reg, nil
}

// redact is a database's address without whatever might be a secret.
func redact(db string) string {
	u, err := url.Parse(db)
	if err != nil || u.User == nil {
		return db
	}
	return u.Redacted()
}

// openDB is the only list of stores. password is never part of a message.
func openDB(ctx context.Context, db, password string, reg *registry.Registry) (graph.Store, error) {
	scheme, rest, _ := strings.Cut(db, ":")
	secure, _, _ := strings.Cut(scheme, "+") // neo4j+s, bolt+ssc: with TLS
	switch secure {
	case "memory":
		store, err := memory.Open()
		if err != nil {
			return nil, err
		}
		return store, reg.Install(ctx, store)
	case "sqlite":
		if rest == "" {
			return nil, usageError{errors.New("--db sqlite: needs a file, as in --db sqlite:entente.db")}
		}
		return sqlite.Open(ctx, rest, sqlite.Options{Registry: reg.Batch, RegistryVersion: reg.Version()})
	case "neo4j", "bolt":
		return neo4j.Open(ctx, db, password, neo4j.Options{Registry: reg.Batch, RegistryVersion: reg.Version()})
	}
	return nil, usageError{fmt.Errorf("--db %s: this is no database that entente knows; write sqlite:FILE, memory:, neo4j://user@host:7687 or bolt://user@host:7687", redact(db))}
}
