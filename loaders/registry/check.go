package registry

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/entente-graph/entente/graph"
)

// wellFormed says what is wrong with the form of an id.
func wellFormed(id graph.EntityID) error {
	code := id.Code()
	switch id.Kind() {
	case graph.State:
		number, cow := strings.CutPrefix(code, "COW-")
		if cow && each(number, isDigit) && number[0] != '0' || len(code) == 3 && each(code, isCapital) {
			return nil
		}
		return fmt.Errorf("%q: the id of a state is state: and three capital letters, or state:COW- and a number", id)
	case graph.Organisation, graph.NonStateActor:
		if words(code, func(c byte) bool { return isCapital(c) || isDigit(c) }) {
			return nil
		}
		return fmt.Errorf("%q: after the colon of this id stand capital letters, digits and single hyphens", id)
	case graph.Leader:
		if words(code, func(c byte) bool { return c >= 'a' && c <= 'z' || isDigit(c) }) {
			return nil
		}
		return fmt.Errorf("%q: after leader: stand small letters a to z, digits and single hyphens", id)
	}
	return fmt.Errorf("%q: an id begins with state:, org:, bloc:, actor: or leader: and goes on with a code", id)
}

// words reports whether s is words of the given letters with single hyphens
// between them.
func words(s string, letter func(byte) bool) bool {
	for word := range strings.SplitSeq(s, "-") {
		if !each(word, letter) {
			return false
		}
	}
	return true
}

// each reports whether s has letters, and none but the given ones.
func each(s string, letter func(byte) bool) bool {
	for i := range len(s) {
		if !letter(s[i]) {
			return false
		}
	}
	return s != ""
}

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool   { return c >= '0' && c <= '9' }

// Check reports everything that is wrong with the registry as a whole, each
// with the file and line where there is one: rows that name what is not there,
// offices of what has none, two states of one name in whatever language, a
// member of the United Nations without a code or a capital.
func (r *Registry) Check() error {
	again, err := readSources(r.sources, true)
	if err != nil {
		return err
	}
	again.cldr = r.cldr
	return errors.Join(again.check()...)
}

func (r *Registry) check() []error {
	var errs []error
	report := func(where string, format string, args ...any) {
		errs = append(errs, fmt.Errorf("%s: %w", r.where[where], fmt.Errorf(format, args...)))
	}
	known := func(where string, id graph.EntityID, kinds ...graph.EntityKind) {
		if r.byID[id] == nil {
			report(where, "%s is not in the registry", id)
		} else if !slices.Contains(kinds, id.Kind()) {
			report(where, "%s is %s, and wanted here is %s", id, id.Kind(), join(kinds))
		}
	}
	for _, t := range r.terms {
		known(t.Key, t.Leader, graph.Leader)
		known(t.Key, t.Of, graph.State, graph.Organisation, graph.NonStateActor)
		if e := r.byID[t.Of]; e != nil && e.To != "" && (t.To == "" || t.To.First() > e.To.Last()) {
			report(t.Key, "the term goes on after the end of %s, %s", e.ID, e.To)
		}
	}
	errs = append(errs, r.checkOverlaps()...)
	for _, m := range r.members {
		known(m.Key, m.Member, graph.State, graph.Organisation)
		known(m.Key, m.Org, graph.Organisation)
		if e := r.byID[m.Member]; e != nil && e.To != "" && (m.To == "" || m.To.First() > e.To.Last()) {
			report(m.Key, "the membership goes on after the end of %s, %s", e.ID, e.To)
		}
	}
	for _, g := range r.governs {
		known(g.Key, g.Actor, graph.NonStateActor)
		known(g.Key, g.State, graph.State)
	}
	for _, t := range r.treaties {
		for _, p := range t.Parties() {
			known(string(t.ID), p, graph.State, graph.Organisation, graph.NonStateActor)
		}
		if t.Of != "" {
			known(string(t.ID), t.Of, graph.Organisation)
		}
	}
	for _, a := range r.aliases {
		if r.byID[a.id] == nil {
			errs = append(errs, fmt.Errorf("%s: names for %s, which is not in the registry", a.pos, a.id))
		}
	}
	for _, e := range r.entities {
		for _, id := range slices.Concat(e.BasedIn, e.ClaimedBy, r.successors[e.ID]) {
			known(string(e.ID), id, graph.State)
		}
		if e.Recognition == graph.UNMember {
			if e.ISO2 == "" || e.COW == 0 || len(r.byState[e.ID]) == 0 {
				report(string(e.ID), "%s is a member of the United Nations: it needs iso2, cow and a capital", e.ID)
			}
		}
		if e.Recognition == graph.Former && e.To == "" {
			report(string(e.ID), "%s is a former state, but has no last day", e.ID)
		}
		if e.Kind == graph.State && e.Recognition == "" {
			report(string(e.ID), "%s has no recognition", e.ID)
		}
	}
	return append(errs, r.checkNames()...)
}

func join(kinds []graph.EntityKind) string {
	texts := make([]string, len(kinds))
	for i, k := range kinds {
		texts[i] = string(k)
	}
	return strings.Join(texts, " or ")
}

// checkOverlaps reports terms of one leader in one office that overlap: one of
// the two rows is wrong.
func (r *Registry) checkOverlaps() []error {
	var errs []error
	for _, terms := range r.byLeader {
		for i, a := range terms {
			for _, b := range terms[i+1:] {
				if a.Office == b.Office && a.Of == b.Of && a.Title == b.Title && b.From.Last() < a.To.First() {
					errs = append(errs, fmt.Errorf("%s: overlaps the term at %s", r.where[b.Key], r.where[a.Key]))
				}
			}
		}
	}
	slices.SortFunc(errs, func(a, b error) int { return cmp.Compare(a.Error(), b.Error()) })
	return errs
}

// checkNames crosses the names of all states in all languages: a name that two
// states share, even in two languages, cannot name either.
func (r *Registry) checkNames() []error {
	type use struct {
		id   graph.EntityID
		name graph.Name
	}
	first := map[string]use{}
	var errs []error
	for _, e := range r.entities {
		if e.Kind != graph.State {
			continue
		}
		for _, n := range r.Names(e.ID) {
			if n.Text == "" || n.Text != strings.TrimSpace(n.Text) || strings.ContainsAny(n.Text, "\t\n|;=") {
				errs = append(errs, fmt.Errorf("%s: %q (%s) is no name", r.where[string(e.ID)], n.Text, n.Lang))
			}
			k := foldName(n.Text)
			if old, ok := first[k]; !ok {
				first[k] = use{e.ID, n}
			} else if old.id != e.ID {
				errs = append(errs, fmt.Errorf("%s: %q (%s) names %s, and %q (%s) names %s",
					r.where[string(e.ID)], n.Text, n.Lang, e.ID, old.name.Text, old.name.Lang, old.id))
			}
		}
	}
	return errs
}

// foldName makes names equal that a reader would not tell apart.
func foldName(s string) string {
	return punctuation.Replace(strings.ToLower(norm.NFC.String(s)))
}

var punctuation = strings.NewReplacer("’", "'", "‘", "'", "‑", "-", "–", "-", "\u00a0", " ")
