package extract

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// discourse is what the text so far has named.
type discourse struct {
	pair      []graph.EntityID // the last two that stood together
	before    []graph.EntityID // and the pair before
	statePair []graph.EntityID // the last two states that stood together
	last      graph.EntityID   // the last state named
	lastSubj  *ref
	person    *ref // the last person named
	persons   map[graph.EntityID]ref
	byState   map[graph.EntityID]ref // the last head named of each state
	heads     []graph.EntityID       // whose heads were named, the last at the end
	byTitle   map[string]ref         // the last bearer of each office
	prior     graph.EntityID         // the state named before the last
	names     map[string]ref         // surnames of people met only in text
	bodies    map[*lang.Lexeme]ref   // the last government, cabinet, army of each word named
	wars      []war
	treaty    *graph.TreatyMention
	treatyAt  int              // sentence
	pairAt    int              // sentence of the pair
	subjects  []graph.EntityID // of the last sentence's main clause, when there were several
	list      []graph.EntityID // the last three or more states that stood together
	org       graph.EntityID   // the last organisation named in full
	group     graph.EntityID   // the last armed group or the like
	day       graph.Date       // the last day named
	contested graph.EntityID   // the last state or actor named that not all recognise
	doer      graph.EntityID   // who alone was the subject of the last sentence
	place     graph.EntityID   // the state where the last thing told took place
	placeAt   int              // sentence
}

type war struct{ a, b graph.EntityID }

func (d *discourse) reset() {
	*d = discourse{persons: emptied(d.persons), byState: emptied(d.byState), byTitle: emptied(d.byTitle), names: emptied(d.names), bodies: emptied(d.bodies), wars: d.wars[:0]}
}

func (d *discourse) note(x *ref) {
	if x.id == "" {
		return
	}
	if x.weak {
		return
	}
	if d.last != x.id {
		d.prior, d.last = d.last, x.id
	}
	if x.id.Kind() == graph.Organisation && !x.coref && x.class != lang.ClassShort {
		d.org = x.id
	}
	if x.id.Kind() == graph.NonStateActor && !x.coref {
		d.group = x.id
	}
	if x.person {
		d.person = x
	}
}

// headed is the pair that "the two leaders" are of: as found, unless no head of one
// of them has been named and the heads of two others have.
func (d *discourse) headed(pair []graph.EntityID) []graph.EntityID {
	if len(d.heads) < 2 || !slices.ContainsFunc(pair, func(id graph.EntityID) bool { return !slices.Contains(d.heads, id) }) {
		return pair
	}
	return d.heads[len(d.heads)-2:]
}

// keepStates keeps the pair where both are states.
func (d *discourse) keepStates() {
	if d.pair[0].Kind() == graph.State && d.pair[1].Kind() == graph.State {
		d.statePair = d.pair
	}
}
