package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/entente-graph/entente/schema"
)

// versionCmd prints the versions of the program and its data.
type versionCmd struct{}

// Run prints one line a version.
func (versionCmd) Run(a *app) error {
	version := "development"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		version = info.Main.Version
	}
	reg, err := a.registry()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "entente %s\nontology %s\nregistry %s\n%s %s/%s\n",
		version, schema.Version, reg.Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
