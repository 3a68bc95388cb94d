package graph

import "slices"

// Backing is a time in which a claim is behind a relation or treaty: it begins at
// From, and the claim was published on Pub.
type Backing struct {
	Of    string
	Pub   Day // Day.UndatedFirst, by which claims are ordered
	Claim ClaimID
	From  Day
}

// Backings are those of a group with their ends, built from its versions in the
// order of their days.
type Backings struct {
	pubs   map[ClaimID]Day
	ends   map[Backing]Day
	latest map[string]*backed
}

// backed is what the latest version of a relation or treaty rests on.
type backed struct {
	to     Day
	claims []ClaimID
	since  map[ClaimID]Day
}

// NewBackings begins with the pieces that the group was folded from.
func NewBackings(pieces []*Piece) *Backings {
	b := &Backings{pubs: map[ClaimID]Day{}, ends: map[Backing]Day{}, latest: map[string]*backed{}}
	for _, p := range pieces {
		b.pubs[p.Claim.ID] = p.Claim.Known().UndatedFirst()
	}
	return b
}

// Add adds a version of a relation or treaty. A claim that was behind the version
// before it goes on. In a version that only grew, as most do, only what is new is
// looked at.
func (b *Backings) Add(of string, from, to Day, claims []ClaimID) {
	s := b.latest[of]
	if s == nil {
		s = &backed{to: from, since: map[ClaimID]Day{}}
		b.latest[of] = s
	}
	added := claims
	if n := len(s.claims); s.to == from && n > 0 && n <= len(claims) && (&s.claims[0] == &claims[0] || slices.Equal(s.claims, claims[:n])) {
		added = claims[n:]
	} else {
		kept := make(map[ClaimID]bool, len(claims))
		if s.to == from {
			for _, c := range claims {
				kept[c] = true
			}
		}
		for c, since := range s.since {
			if !kept[c] {
				b.ends[Backing{of, b.pubs[c], c, since}] = s.to
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

// All are the backings with their ends, once all versions are added.
func (b *Backings) All() map[Backing]Day {
	for of, s := range b.latest {
		for c, since := range s.since {
			b.ends[Backing{of, b.pubs[c], c, since}] = s.to
		}
	}
	return b.ends
}
