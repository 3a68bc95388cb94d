package registry

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Names returns all names of an entity: the English one, those of the CLDR, and
// the others of the registry's own files. The first name of a language is the
// one to show: the CLDR's short one, where it has one. The names of all
// languages are read at the first call.
func (r *Registry) Names(id graph.EntityID) []graph.Name {
	e := r.byID[id]
	if e == nil {
		return nil
	}
	more := r.cldr()[id]
	if len(more) == 0 {
		return e.Names
	}
	names := make([]graph.Name, 0, len(e.Names)+len(more))
	for _, list := range [][]graph.Name{e.Names[:1], more, e.Names[1:]} {
		for _, n := range list {
			if !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
	}
	return names
}

// Named returns the entities as Entities does, but with their names in all
// languages: what a store keeps. The entities are copies.
func (r *Registry) Named() []*graph.Entity {
	named := make([]*graph.Entity, len(r.entities))
	for i, e := range r.entities {
		copied := *e
		copied.Names = r.Names(e.ID)
		named[i] = &copied
	}
	return named
}

// Languages returns the languages that the CLDR's names are in, sorted.
func (r *Registry) Languages() []string {
	seen := map[string]bool{}
	var langs []string
	for _, names := range r.cldr() {
		for _, n := range names {
			if !seen[n.Lang] {
				seen[n.Lang] = true
				langs = append(langs, n.Lang)
			}
		}
	}
	slices.Sort(langs)
	return langs
}

// readNames reads the generated files of names, one a language: an id, a tab,
// the names separated by bars. The files are ours, so that no line is refused;
// a test reads them with more care.
func readNames(tree fs.FS) map[graph.EntityID][]graph.Name {
	names := make(map[graph.EntityID][]graph.Name, 256)
	// Reading an embedded tree cannot fail.
	_ = eachFile(tree, func(file, text string) error {
		lang := strings.TrimSuffix(path.Base(file), ".tsv")
		for line := range strings.SplitSeq(text, "\n") {
			id, forms, ok := strings.Cut(line, "\t")
			if !ok || line[0] == '#' {
				continue
			}
			for form := range strings.SplitSeq(forms, "|") {
				names[graph.EntityID(id)] = append(names[graph.EntityID(id)], graph.Name{Lang: lang, Text: form})
			}
		}
		return nil
	})
	return names
}
