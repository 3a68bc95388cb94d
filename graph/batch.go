package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/entente-graph/entente/schema"
)

// RegistryExtractor is the extractor of the registry's claims. Every store has
// them, so they are not in its log, and neither are articles that nothing else
// has read.
const RegistryExtractor = "registry"

// SameRegistry reports whether a store that holds one version of the registry needs
// no other. What a user's own file has added (a version followed by "+" and that
// of the file) stays when the store is opened without the file.
func SameRegistry(have, want string) bool {
	return have == want || strings.HasPrefix(have, want+"+")
}

// Check refuses a batch that cannot be kept, with ErrBadInput and the reason.
// Stores call it before they keep anything.
func (b *Batch) Check(o *schema.Ontology) error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf(format+": %w", append(args, ErrBadInput)...)
	}
	for _, e := range b.Entities {
		if strings.ContainsFunc(string(e.ID), unicode.IsControl) {
			return bad("the id %q has a control character", e.ID)
		}
		if e.ID == "" || e.ID.Kind() != e.Kind || e.Kind == Treaty {
			return bad("entity %q has the kind %s, which its id does not say", e.ID, e.Kind)
		}
	}
	for i := range b.Readings {
		r := &b.Readings[i]
		switch {
		case r.Article == nil || r.Article.ID == "":
			return bad("a reading without an article")
		case r.Extractor == "":
			return bad("%s: a reading without an extractor", r.Article.ID)
		}
		for _, c := range r.Claims {
			switch {
			case c.ID == "" || c.Evidence.Article != r.Article.ID || c.Extractor != r.Extractor:
				return bad("claim %q of %q by %q stands in the reading of %q by %q", c.ID, c.Evidence.Article, c.Extractor, r.Article.ID, r.Extractor)
			case o.Spec(c.Relation) == nil:
				return bad("%s: no such kind of relation: %q", c.ID, c.Relation)
			case !slices.Contains(Modalities(), c.Modality) || !slices.Contains(Voices(), c.Voice):
				return bad("%s: no such modality or voice: %q, %q", c.ID, c.Modality, c.Voice)
			case c.Subject.ID == "" || c.Object.ID == "":
				return bad("%s: an end is missing", c.ID)
			case strings.ContainsFunc(string(c.Subject.ID+c.Object.ID), unicode.IsControl):
				return bad("%s: the id of an end has a control character", c.ID)
			}
		}
	}
	for _, j := range b.Judgements {
		var missing bool
		switch j.Verb {
		case Retract, Purge:
			missing = j.Article == ""
		case Supersede:
			missing = j.Article == "" || j.Successor == ""
		case Accept, Reject:
			missing = j.Claim == ""
		case Merge:
			missing = j.Entity == "" || j.Into == ""
		case Split:
			missing = j.Entity == ""
		default:
			return bad("judgement %q: no such verb: %q", j.ID, j.Verb)
		}
		if missing || j.ID == "" || !j.On.Bounded() {
			return bad("judgement %q: %s does not say what, or from which day", j.ID, j.Verb)
		}
	}
	return nil
}

// Kept is the article as stores keep it: with the fingerprint of its text.
func (a *Article) Kept() *Article {
	if a.Print != "" || a.Text == "" {
		return a
	}
	kept := *a
	kept.Print = Fingerprint(a.Text)
	return &kept
}

// JoinEntity is what a store keeps of an entity that it has and one of the same
// id that is put. It is the new one, but for leaders that were met in texts:
// those are known by every name that a text gave them, whatever the order of the
// texts, and are shown by the longest (of several the first in bytewise order).
func JoinEntity(have, put *Entity) *Entity {
	if have == nil {
		have = put
	}
	switch {
	case put.Registry || put.Kind != Leader:
		return put
	case have.Registry:
		return have
	}
	joined := *put
	joined.Names = slices.Concat(have.Names, put.Names)
	for _, n := range []string{have.Name, put.Name} {
		if len(n) > len(joined.Name) || len(n) == len(joined.Name) && n < joined.Name {
			joined.Name = n
		}
	}
	for _, n := range []string{have.Name, put.Name} {
		if n != joined.Name && !slices.ContainsFunc(joined.Names, func(m Name) bool { return m.Text == n }) {
			joined.Names = append(joined.Names, Name{Text: n})
		}
	}
	slices.SortFunc(joined.Names, func(a, b Name) int {
		return cmp.Or(strings.Compare(a.Lang, b.Lang), strings.Compare(a.Text, b.Text))
	})
	joined.Names = slices.Compact(joined.Names)
	joined.From, joined.To = cmp.Or(have.From, put.From), cmp.Or(have.To, put.To)
	if have.From.Known() && put.From.Known() {
		joined.From = min(have.From, put.From)
	}
	if have.To.Known() && put.To.Known() {
		joined.To = max(have.To, put.To)
	}
	return &joined
}

// Same compares all that a store keeps of an entity. An empty list is no list.
func (e *Entity) Same(o *Entity) bool {
	return e.Registry == o.Registry && e.ID == o.ID && e.Kind == o.Kind && e.Name == o.Name && slices.Equal(e.Names, o.Names) &&
		e.From == o.From && e.To == o.To && e.ISO2 == o.ISO2 && e.ISO3 == o.ISO3 && e.COW == o.COW && e.Recognition == o.Recognition &&
		slices.Equal(e.BasedIn, o.BasedIn) && slices.Equal(e.ClaimedBy, o.ClaimedBy)
}
