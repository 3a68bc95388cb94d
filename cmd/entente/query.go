package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema/gql"
)

// queryCmd answers one operation with no server.
type queryCmd struct {
	inputFlags
	readerFlags
	Load      []string `placeholder:"PATH" sep:"none" help:"Load these files, folders or URLs first."`
	Variables string   `placeholder:"JSON" help:"The operation's variables, as a JSON object, or @FILE."`
	Operation string   `placeholder:"NAME" help:"Which operation of the document to run."`
	Query     string   `arg:"" name:"graphql" help:"The operation, @FILE, or - for standard input."`
}

// Run prints the answer as JSON; an answer with errors ends with exit 1.
func (c *queryCmd) Run(a *app) error {
	query, err := a.textOf(c.Query)
	if err != nil {
		return err
	}
	vars, err := a.textOf(c.Variables)
	if err != nil {
		return err
	}
	var variables map[string]any
	if strings.TrimSpace(vars) != "" {
		if err := json.Unmarshal([]byte(vars), &variables); err != nil {
			return usageError{fmt.Errorf("--variables is not a JSON object: %w", err)}
		}
	}
	store, err := a.openStore()
	if err != nil {
		return err
	}
	defer store.Close()
	if len(c.Load) > 0 {
		r, err := c.reader(a)
		if err != nil {
			return err
		}
		sum, err := a.load(store, &c.inputFlags, r, c.Workers, c.Load)
		if err != nil {
			return err
		}
		a.report(sum)
	}
	read := func(ctx context.Context, in gql.ArticleInput) (graph.ArticleID, *graph.Batch, error) {
		r, err := c.reader(a) // made for an operation that asks for it alone
		if err != nil {
			return "", nil, err
		}
		return readInput(store, r)(ctx, in)
	}
	resp := gql.Do(a.ctx, store, gql.Options{Read: read}, query, variables, c.Operation)
	out, err := json.MarshalIndent(resp, "", "  ")
	if err != nil {
		return fmt.Errorf("print the answer: %w", err)
	}
	if _, err := fmt.Fprintf(a.stdout, "%s\n", out); err != nil {
		return err
	}
	if len(resp.Errors) > 0 {
		return errFailed
	}
	return nil
}

// textOf is an argument's text: itself, a file's after @, standard input's for -.
func (a *app) textOf(arg string) (string, error) {
	switch {
	case arg == "-":
		b, err := io.ReadAll(a.stdin)
		return string(b), err
	case strings.HasPrefix(arg, "@"):
		b, err := os.ReadFile(arg[1:])
		if err != nil {
			return "", usageError{fmt.Errorf("%s cannot be read: %w", arg[1:], err)}
		}
		return string(b), nil
	}
	return arg, nil
}
