package neo4j

import (
	"slices"

	"github.com/entente-graph/entente/graph"
)

// stretch is a time in which a claim is behind a relation or treaty.
type stretch struct {
	of    string
	pub   graph.Day
	claim graph.ClaimID
	from  graph.Day
}

// behind are the stretches of a group with their ends, built from its versions
// in the order of their days.
type behind struct {
	pubs   map[graph.ClaimID]graph.Day
	ends   map[stretch]graph.Day
	latest map[string]*standing
}

// standing is what the latest version of a relation or treaty rests on.
type standing struct {
	to     graph.Day
	claims []graph.ClaimID
	since  map[graph.ClaimID]graph.Day
}

func behindOf(pieces []*graph.Piece) *behind {
	b := &behind{pubs: map[graph.ClaimID]graph.Day{}, ends: map[stretch]graph.Day{}, latest: map[string]*standing{}}
	for _, p := range pieces {
		b.pubs[p.Claim.ID] = undatedFirst(p.Claim.Known())
	}
	return b
}

// add adds a version. A claim that was behind the version before it goes on. In
// a version that only grew, as most do, only what is new is looked at.
func (b *behind) add(of string, from, to graph.Day, claims []graph.ClaimID) {
	s := b.latest[of]
	if s == nil {
		s = &standing{to: from, since: map[graph.ClaimID]graph.Day{}}
		b.latest[of] = s
	}
	added := claims
	if n := len(s.claims); s.to == from && n > 0 && n <= len(claims) && (&s.claims[0] == &claims[0] || slices.Equal(s.claims, claims[:n])) {
		added = claims[n:]
	} else {
		kept := make(map[graph.ClaimID]bool, len(claims))
		if s.to == from {
			for _, c := range claims {
				kept[c] = true
			}
		}
		for c, since := range s.since {
			if !kept[c] {
				b.ends[stretch{of, b.pubs[c], c, since}] = s.to
				delete(s.since, c)
			}
		}
	}
	for _, c := range added {
		if _, ok := s.since[c]; !ok {
			s.since[c] = from
		}
	}
	s.to, s.claims = to, claims
}

// all are the stretches with their ends, once all versions are added.
func (b *behind) all() map[stretch]graph.Day {
	for of, s := range b.latest {
		for c, since := range s.since {
			b.ends[stretch{of, b.pubs[c], c, since}] = s.to
		}
	}
	return b.ends
}
