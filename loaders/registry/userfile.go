package registry

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/entente-graph/entente/graph"
)

// With returns a registry with the rows of a user's own file added; r stays as
// it is. A file whose name ends in .tsv is a tab-separated table with the
// columns of any of the registry's own; a .yaml, .yml or .json file holds
// several tables by name:
//
//	entities:
//	  - id: actor:RIVER-GUARD
//	    name: River Guard
//	    names: {ro: [Garda Fluviului], ru: Речная стража}
//	    basedIn: [state:SYR]
//	names:
//	  - id: state:ROU
//	    names: {en: Roumania}
//	terms:
//	  - {leader: leader:jane-doe, office: HEAD_OF_STATE, of: state:SYR, from: 2025-01-01}
//
// Everything that is wrong with the file is returned, each line with the
// file's name and the line's number; nothing of a wrong file is added.
func (r *Registry) With(file string, data []byte) (*Registry, error) {
	switch path.Ext(file) {
	case ".tsv", ".yaml", ".yml", ".json":
	default:
		return nil, fmt.Errorf("%s: a registry file ends in .tsv, .yaml or .json", file)
	}
	sources := append(slices.Clip(r.sources), source{file, string(data), false})
	added, err := readSources(sources, true)
	if err != nil {
		return nil, err
	}
	if added.size() == r.size() {
		return nil, fmt.Errorf("%s: no rows in it", file)
	}
	added.cldr = r.cldr
	if errs := added.check(); len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	added.addedNames = slices.Clone(r.addedNames)
	for _, e := range added.entities {
		for _, n := range append([]graph.Name{{Text: e.Name}}, e.Names...) {
			if base := r.byID[e.ID]; base == nil || n.Text != base.Name && !slices.Contains(base.Names, n) {
				added.addedNames = append(added.addedNames, AddedName{e.ID, n})
			}
		}
	}
	for _, t := range added.treaties {
		if r.Treaty(t.ID) == nil {
			for _, n := range append([]graph.Name{{Lang: "en", Text: t.Name}}, t.Names...) {
				added.addedNames = append(added.addedNames, AddedName{t.ID, n})
			}
		}
	}
	added.version = sync.OnceValue(func() string {
		h := sha256.New()
		fmt.Fprintf(h, "%s %d\n%s", path.Base(file), len(data), data)
		return r.Version() + "+" + hex.EncodeToString(h.Sum(nil))[:8]
	})
	return added, nil
}

// AddedName is a name that a user's file gives to an entity.
type AddedName struct {
	Entity graph.EntityID
	graph.Name
}

// AddedNames are the names that users' files have added, which no language pack
// lists. One without a language is a name in all of them.
func (r *Registry) AddedNames() []AddedName { return r.addedNames }

// size counts the rows of all kinds.
func (r *rows) size() int {
	return len(r.entities) + len(r.terms) + len(r.members) + len(r.governs) + len(r.treaties) + len(r.aliases)
}

// readYAML adds the tables of a YAML file; JSON is YAML.
func (r *rows) readYAML(file string, data []byte) error {
	parsed, err := parser.ParseBytes(data, 0)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	var errs []error
	for _, doc := range parsed.Docs {
		if doc.Body == nil {
			continue
		}
		top, err := mapping(file, doc.Body)
		if err != nil {
			return err
		}
		// Entities come first, so that it does not matter where they stand.
		slices.SortStableFunc(top, func(a, b *ast.MappingValueNode) int {
			return cmp.Compare(order(a.Key.String()), order(b.Key.String()))
		})
		for _, list := range top {
			errs = append(errs, r.readList(file, list)...)
		}
	}
	return errors.Join(errs...)
}

func order(table string) int {
	if table == "entities" {
		return 0
	}
	return 1
}

// readList adds the rows of one table of a YAML file.
func (r *rows) readList(file string, list *ast.MappingValueNode) []error {
	pos := position{file, list.Key.GetToken().Position.Line}
	name := list.Key.String()
	i := slices.IndexFunc(tables(), func(t table) bool { return t.name == name })
	if i < 0 {
		var names []string
		for _, t := range tables() {
			names = append(names, t.name)
		}
		return []error{fmt.Errorf("%s: no table is called %q: write %s", pos, name, strings.Join(names, ", "))}
	}
	items, ok := list.Value.(*ast.SequenceNode)
	if !ok {
		return []error{fmt.Errorf("%s: %s must be a list", pos, name)}
	}
	var errs []error
	for _, item := range items.Values {
		one, err := yamlRow(file, item)
		if err == nil {
			var t table
			if t, err = tableFor(one.cols); err != nil {
				err = one.errorf("%w", err)
			} else if t.name != name {
				err = one.errorf("this is a row of %s, not of %s", t.name, name)
			} else {
				err = t.add(r, one)
			}
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// yamlRow turns a mapping into a row with the same text in its fields as a
// tab-separated file would have.
func yamlRow(file string, item ast.Node) (*row, error) {
	values, err := mapping(file, item)
	if err != nil {
		return nil, err
	}
	one := &row{pos: position{file, item.GetToken().Position.Line}}
	for _, v := range values {
		one.pos.line = min(one.pos.line, v.Key.GetToken().Position.Line)
		text, err := yamlText(v.Key.String(), v.Value)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, v.Key.GetToken().Position.Line, err)
		}
		one.cols = append(one.cols, v.Key.String())
		one.fields = append(one.fields, text)
	}
	return one, nil
}

func yamlText(col string, n ast.Node) (string, error) {
	var v any
	if err := yaml.NodeToValue(n, &v); err != nil {
		return "", err
	}
	switch v := v.(type) {
	case nil:
		return "", nil
	case []any:
		sep := ","
		if col == "capitals" {
			sep = ";"
		}
		return joined(v, sep), nil
	case map[string]any:
		var langs []string
		for lang, names := range v {
			several, ok := names.([]any)
			if !ok {
				several = []any{names}
			}
			if lang == "" {
				lang = "*"
			}
			langs = append(langs, lang+"="+joined(several, "|"))
		}
		slices.Sort(langs)
		return strings.Join(langs, ";"), nil
	}
	// The token's own words: 2025-01 must not become a number.
	if s, ok := n.(*ast.StringNode); ok {
		return s.Value, nil
	}
	return n.GetToken().Value, nil
}

func joined(values []any, sep string) string {
	var texts []string
	for _, v := range values {
		texts = append(texts, fmt.Sprint(v))
	}
	return strings.Join(texts, sep)
}

func mapping(file string, n ast.Node) ([]*ast.MappingValueNode, error) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, nil
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, nil
	}
	return nil, fmt.Errorf("%s:%d: names with values are wanted here, as in id: actor:RIVER-GUARD", file, n.GetToken().Position.Line)
}
