package main

import "fmt"

// loadCmd reads articles and data sets into the store.
type loadCmd struct {
	inputFlags
	readerFlags
	Paths []string `arg:"" name:"path" help:"Files, folders, URLs, or - for standard input."`
}

// Run loads and says on standard error what was loaded.
func (c *loadCmd) Run(a *app) error {
	r, err := c.reader(a)
	if err != nil {
		return err
	}
	store, err := a.openStore()
	if err != nil {
		return err
	}
	defer store.Close()
	sum, err := a.load(store, &c.inputFlags, r, c.Workers, c.Paths)
	if err != nil {
		return err
	}
	a.report(sum)
	return store.Close()
}

func (a *app) report(sum loaded) {
	if a.cli.Quiet {
		return
	}
	fmt.Fprintf(a.stderr, "entente: loaded %d articles with %d claims into %s", sum.Articles, sum.Claims, redact(a.cli.DB))
	if sum.Superseded > 0 {
		fmt.Fprintf(a.stderr, "; %d earlier texts superseded", sum.Superseded)
	}
	fmt.Fprintln(a.stderr)
}
