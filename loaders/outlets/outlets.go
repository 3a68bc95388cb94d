// Package outlets knows who publishes news: agencies and outlets, their names,
// the hosts under which they appear, and their states. With it, "AP",
// "Associated Press" and apnews.com are one origin.
package outlets

import (
	_ "embed"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"github.com/entente-graph/entente/graph"
)

// Kind tells an agency, whose reports others reprint, from an outlet.
type Kind string

// The kinds.
const (
	Agency Kind = "AGENCY"
	Paper  Kind = "OUTLET"
)

// Outlet is one that publishes news.
type Outlet struct {
	Name  string // as it is shown
	Kind  Kind
	State graph.EntityID // where it is based; empty for none
	// Owned tells an outlet that the government of its state owns or directs.
	Owned bool
	Other []string // other names
	Hosts []string // without www.
}

//go:embed outlets.tsv
var data string

type index struct {
	all    []*Outlet
	byName map[string]*Outlet
	byHost map[string]*Outlet
}

var read = sync.OnceValue(func() *index {
	x, err := parse("outlets.tsv", data)
	if err != nil { // the file is part of the program, and its test reads it
		panic(err)
	}
	return x
})

// All lists the outlets in the order of the file.
func All() []*Outlet { return read().all }

// Find returns the outlet of a name, whatever its case, marks and article
// ("The"), or of a host.
func Find(name string) (*Outlet, bool) {
	x := read()
	if o, ok := x.byName[key(name)]; ok {
		return o, true
	}
	return byHost(x, strings.ToLower(strings.TrimSpace(name)))
}

// OfURL returns the outlet at whose host a URL points.
func OfURL(address string) (*Outlet, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return nil, false
	}
	return byHost(read(), strings.ToLower(u.Hostname()))
}

// byHost looks a host up, and then what it is a part of: en.mehrnews.com is
// mehrnews.com.
func byHost(x *index, host string) (*Outlet, bool) {
	for strings.Contains(host, ".") {
		if o, ok := x.byHost[host]; ok {
			return o, true
		}
		_, host, _ = strings.Cut(host, ".")
	}
	return nil, false
}

func key(name string) string {
	return strings.TrimPrefix(strings.Join(graph.Tokens(name), " "), "the ")
}

func parse(file, text string) (*index, error) {
	x := &index{byName: map[string]*Outlet{}, byHost: map[string]*Outlet{}}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cols := append(strings.Split(line, "\t"), make([]string, 5)...)
		o := &Outlet{Name: cols[0], Kind: Kind(cols[1]), Other: list(cols[3]), Hosts: list(cols[4])}
		state, owned := strings.CutSuffix(cols[2], "!")
		o.State, o.Owned = graph.EntityID(state), owned
		switch {
		case o.Name == "":
			return nil, fmt.Errorf("%s:%d: an outlet without a name", file, n)
		case o.Kind != Agency && o.Kind != Paper:
			return nil, fmt.Errorf("%s:%d: %q is neither AGENCY nor OUTLET", file, n, o.Kind)
		case state != "" && o.State.Kind() != graph.State:
			return nil, fmt.Errorf("%s:%d: %q is no state's id", file, n, state)
		}
		x.all = append(x.all, o)
		for _, name := range append([]string{o.Name}, o.Other...) {
			k := key(name)
			if have := x.byName[k]; have != nil && have != o {
				return nil, fmt.Errorf("%s:%d: %q is a name of %s already", file, n, name, have.Name)
			}
			x.byName[k] = o
		}
		for _, host := range o.Hosts {
			if have := x.byHost[host]; have != nil {
				return nil, fmt.Errorf("%s:%d: %s is a host of %s already", file, n, host, have.Name)
			}
			x.byHost[host] = o
		}
	}
	return x, nil
}

func list(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
