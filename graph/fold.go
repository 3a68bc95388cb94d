package graph

import (
	"strings"

	"github.com/entente-graph/entente/schema"
)

// GroupKey names a group: the unit of refolding and of locking. It is a family
// of kinds and an unordered pair of ends, or a treaty's kind and parties.
// Retraction, the splitting of episodes, closing kinds and denials all stay
// inside a group.
type GroupKey string

// GroupOf is the group of a kind and two ends.
func GroupOf(o *schema.Ontology, kind schema.Kind, a, b EntityID) GroupKey {
	if b < a {
		a, b = b, a
	}
	return GroupKey(string(o.Family(kind)) + " " + string(a) + " " + string(b))
}

// TreatyGroup is the group in which mentions of a treaty are folded: its id
// without the year.
func TreatyGroup(t *TreatyMention) GroupKey {
	return GroupKey("TREATY " + t.Base())
}

// IsTreaty reports whether the group folds treaties.
func (k GroupKey) IsTreaty() bool { return strings.HasPrefix(string(k), "TREATY ") }

// Piece is a claim as the fold sees it for a stretch of known days: with its
// ends as merges leave them, and for as long as nothing has taken it back.
type Piece struct {
	Claim   *Claim
	Subject EntityID
	Object  EntityID
	Against []EntityID
	From    Day // known from this day
	To      Day // to the day before this one; Never when it still is
	// Accepted: a person has vouched for the claim.
	Accepted bool
	// Outlet is who published the claim: see the function Outlet.
	Outlet string
	// Print is the fingerprint of the article's text (see Article.Print).
	Print string
}
