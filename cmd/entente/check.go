package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/schema"
)

// checkCmd runs the data files' own cases.
type checkCmd struct {
	Packs []string `arg:"" optional:"" name:"pack" help:"Language packs to check (default: all): the codes of those built in, or folders of others."`
}

// Run prints one line for each thing that is checked, and every fault.
func (c *checkCmd) Run(a *app) error {
	var packs []string
	folders := map[string]fs.FS{}
	for _, p := range c.Packs {
		if slices.Contains(lang.Codes(), p) {
			packs = append(packs, p)
			continue
		}
		code, dir, err := packFolder(p)
		if err != nil {
			return err
		}
		folders[code] = dir
		packs = append(packs, code)
	}
	reg, err := a.registry()
	if err != nil {
		return err
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
		switch {
		case n == 1:
			verdict, failed = "1 fault", true
		case n > 1:
			verdict, failed = fmt.Sprintf("%d faults", n), true
		}
		fmt.Fprintf(a.stdout, "%s: %s\n", what, verdict)
	}
	if len(packs) == 0 {
		packs = lang.Codes()
		// The ontology is parsed with all its checks, or the program says why.
		report(fmt.Sprintf("ontology %s, %d kinds", schema.Version, len(schema.Default().Kinds())))
		report("registry "+reg.Version(), reg.Check())
	}
	x := extract.New(reg, extract.Options{Folders: folders})
	for _, p := range packs {
		report("pack "+p, x.CheckPack(p)...)
	}
	if failed {
		return errFailed
	}
	return nil
}

// packFolder opens a language pack that is not built in: its folder's name is
// its code.
func packFolder(path string) (code string, dir fs.FS, err error) {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return "", nil, usageError{fmt.Errorf("there is no pack %s: give the folder of one, or the code of one built in (%s)", path, strings.Join(lang.Codes(), ", "))}
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return "", nil, fmt.Errorf("open the pack %s: %w", path, err)
	}
	return filepath.Base(full), os.DirFS(full), nil
}
