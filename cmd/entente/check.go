package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/loaders/registry"
	"github.com/entente-graph/entente/schema"
)

// checkCmd runs the data files' own cases.
type checkCmd struct {
	Packs []string `arg:"" optional:"" name:"pack" help:"Language packs to check (default: all)."`
}

// Run prints one line for each thing that is checked, and every fault.
func (c *checkCmd) Run(a *app) error {
	packs := c.Packs
	for _, p := range packs {
		if !slices.Contains(lang.Codes(), p) {
			return usageError{fmt.Errorf("there is no pack %s; there are %s", p, strings.Join(lang.Codes(), ", "))}
		}
	}
	failed := false
	report := func(what string, errs ...error) {
		n := 0
		for _, err := range errs {
			if err != nil {
				n++
				fmt.Fprintln(a.stdout, err)
			}
		}
		verdict := "ok"
		if n > 0 {
			verdict, failed = fmt.Sprintf("%d faults", n), true
		}
		fmt.Fprintf(a.stdout, "%s: %s\n", what, verdict)
	}
	if len(packs) == 0 {
		packs = lang.Codes()
		// The ontology is parsed with all its checks, or the program says why.
		report(fmt.Sprintf("ontology %s, %d kinds", schema.Version, len(schema.Default().Kinds())))
		report("registry "+registry.Default().Version(), registry.Default().Check())
	}
	x := extract.New(registry.Default(), extract.Options{})
	for _, p := range packs {
		report("pack "+p, x.CheckPack(p)...)
	}
	if failed {
		return errFailed
	}
	return nil
}
