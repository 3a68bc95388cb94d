package graph

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// Text is what tells whether the text of an article is a copy of another one.
type Text struct {
	Article ArticleID
	Known   Day    // the day from which it is known; MaxDay without one
	Outlet  string // see Outlet
	Print   string // see Fingerprint; one without is a copy of nothing
}

// Copies gives, for each text that is a near-copy of an earlier one, the outlet
// of the first text that it copies, in the order of publication and then of the
// article's id. A text that is itself a copy is not looked for among the
// originals, so that later copies never change earlier answers.
func Copies(texts []Text) map[ArticleID]string {
	type printed struct {
		Text
		print *minhash
	}
	var list []printed
	for _, t := range texts {
		if print, ok := bins(t.Print); ok {
			list = append(list, printed{t, print})
		}
	}
	slices.SortFunc(list, func(a, b printed) int {
		return cmp.Or(cmp.Compare(a.Known, b.Known), strings.Compare(string(a.Article), string(b.Article)))
	})
	outlets := map[ArticleID]string{}
	originals := copyIndex{}
	for i, t := range list {
		if o := originals.first(t.print); o >= 0 {
			outlets[t.Article] = list[o].Outlet
		} else {
			originals.add(i, t.print)
		}
	}
	return outlets
}

// copyIndex finds the first of some prints of which another is a near-copy.
type copyIndex struct {
	of     []int // what each print was added as
	prints []*minhash
	// Two prints of which copyBins of all bins are equal agree in at least one of
	// any reach bins. By each of these and its value, the last print that has it,
	// plus one, and of each print the one before it.
	last map[uint32]int32
	back [][reach]int32
	seen []int // by which search
	no   int   // of searches
}

const reach = printBins - copyBins + 1

// plainly is the number of prints that are compared one by one.
const plainly = 32

func (x *copyIndex) add(as int, print *minhash) {
	x.of, x.prints = append(x.of, as), append(x.prints, print)
	switch n := len(x.prints); {
	case n == plainly:
		x.last, x.seen = map[uint32]int32{}, make([]int, n)
		for i, p := range x.prints {
			x.enter(i, p)
		}
	case n > plainly:
		x.seen = append(x.seen, 0)
		x.enter(n-1, print)
	}
}

func (x *copyIndex) enter(i int, print *minhash) {
	var back [reach]int32
	for at := range back {
		key := uint32(at)<<16 | uint32(print[at])
		back[at], x.last[key] = x.last[key], int32(i)+1
	}
	x.back = append(x.back, back)
}

// first is what the first print was added as of which this one is a copy; -1
// where there is none.
func (x *copyIndex) first(print *minhash) int {
	if x.last == nil {
		for i, p := range x.prints {
			if p.equal(print) >= copyBins {
				return x.of[i]
			}
		}
		return -1
	}
	x.no++
	found := len(x.prints)
	for at := range reach {
		for i := x.last[uint32(at)<<16|uint32(print[at])] - 1; i >= 0; i = x.back[i][at] - 1 {
			if x.seen[i] != x.no {
				x.seen[i] = x.no
				if int(i) < found && x.prints[i].equal(print) >= copyBins {
					found = int(i)
				}
			}
		}
	}
	if found == len(x.prints) {
		return -1
	}
	return x.of[found]
}

// CopyCache keeps what Copies found among all articles of a revision. It is
// safe for concurrent use; those who ask at once wait for the first.
type CopyCache struct {
	mu       sync.Mutex
	revision Revision
	copies   map[ArticleID]string
}

// At gives the copies of a revision; read reads the texts, if they are needed.
func (c *CopyCache) At(rev Revision, read func() ([]Text, error)) (map[ArticleID]string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.copies != nil && c.revision == rev {
		return c.copies, nil
	}
	texts, err := read()
	if err != nil {
		return nil, err
	}
	c.revision, c.copies = rev, Copies(texts)
	return c.copies, nil
}
