package score

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Level is how much of a claim must be right.
type Level string

// The levels, from the loosest.
const (
	Dyad   Level = "dyad"
	Label  Level = "label"
	Strict Level = "strict"
)

// Levels lists the levels from the loosest.
func Levels() []Level { return []Level{Dyad, Label, Strict} }

// fold splits a name into its words, without case and marks.
func fold(name string) []string {
	plain := norm.NFKD.String(cases.Fold().String(name))
	var b strings.Builder
	for _, r := range plain {
		switch {
		case norm.NFKD.PropertiesString(string(r)).CCC() != 0:
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}

// within reports whether all words of a are words of b.
func within(a, b []string) bool {
	for _, w := range a {
		if !slices.Contains(b, w) {
			return false
		}
	}
	return true
}

// isEntity reports whether an end of a claim is the gold's entity: its code is
// the id's, or the words of one of its names and of the end's name (or id)
// include one another.
func isEntity(end graph.EntityRef, code, name string, aliases []string) bool {
	_, tail, ok := strings.Cut(string(end.ID), ":")
	if !ok {
		tail = string(end.ID)
	}
	if code != "" && strings.EqualFold(tail, code) {
		return true
	}
	ends := [][]string{fold(tail), fold(end.Name)}
	for _, n := range append([]string{name}, aliases...) {
		words := fold(n)
		if len(words) == 0 {
			continue
		}
		for _, e := range ends {
			if within(words, e) || len(e) > 0 && within(e, words) {
				return true
			}
		}
	}
	return false
}

// hasEnds reports whether s and o are the gold relation's ends, in this order.
func (r *Relation) hasEnds(s, o graph.EntityRef) bool {
	return isEntity(s, r.SubjectCode, r.Subject, r.SubjectAliases) &&
		isEntity(o, r.ObjectCode, r.Object, r.ObjectAliases)
}

// matches reports whether the claim says the labelled relation, at a level.
func (r *Relation) matches(c *graph.Claim, level Level) bool {
	for _, l := range coarse[c.Relation] {
		s, o := c.Subject, c.Object
		if l.swapped {
			s, o = o, s
		}
		either := symmetric[r.Relation] || symmetric[l.name]
		if !r.hasEnds(s, o) && !(either && r.hasEnds(o, s)) {
			continue
		}
		if level == Dyad {
			return true
		}
		if l.name != r.Relation && !slices.Contains(r.Alternatives, l.name) {
			continue
		}
		if level == Label || stance(c.Modality, l.ended || c.Ended) == goldStance[r.Factuality] {
			return true
		}
	}
	return false
}

// saysKind reports whether the claim's kind is one that the gold names for the
// relation, or a child of one, with the right ends; at the strict level, with
// the right stance too.
func (r *Relation) saysKind(c *graph.Claim, o *schema.Ontology, level Level) bool {
	named := slices.Contains(r.Kinds, c.Relation)
	for _, a := range o.Ancestors(c.Relation) {
		named = named || slices.Contains(r.Kinds, a)
	}
	if !named {
		return false
	}
	if r.Relation != "" && len(coarse[c.Relation]) > 0 {
		return r.matches(c, level)
	}
	spec := o.Spec(c.Relation)
	if !r.hasEnds(c.Subject, c.Object) && !(spec != nil && spec.Symmetric && r.hasEnds(c.Object, c.Subject)) {
		return false
	}
	return level != Strict || stance(c.Modality, c.Ended) == goldStance[r.Factuality]
}
