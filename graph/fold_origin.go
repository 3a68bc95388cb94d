package graph

import (
	"cmp"
	"slices"
	"strings"
)

// origins finds who stands behind claims: for each chain of an attribution the
// innermost source with a name, else the outlet. The outlet of a near-copy is
// the outlet of the first text that it copies, in the order of publication and
// then of the article's id, so that later copies never change earlier answers.
type origins struct {
	outlet map[ArticleID]string
	ids    map[string]int32
}

func newOrigins(pieces []*Piece) *origins {
	g := &origins{outlet: map[ArticleID]string{}, ids: map[string]int32{}}
	type text struct {
		article ArticleID
		known   Day
		outlet  string
		print   *minhash
	}
	var texts []text
	for _, p := range pieces {
		e := &p.Claim.Evidence
		if _, ok := g.outlet[e.Article]; ok {
			continue
		}
		g.outlet[e.Article] = p.Outlet
		if print, ok := bins(p.Print); ok {
			texts = append(texts, text{e.Article, p.Claim.Known(), p.Outlet, print})
		}
	}
	slices.SortFunc(texts, func(a, b text) int {
		return cmp.Or(cmp.Compare(a.known, b.known), strings.Compare(string(a.article), string(b.article)))
	})
	// Each text is compared with the originals before it through an index from
	// bins to originals: all that share copyBins of them are found.
	type bin struct {
		at    int
		value uint16
	}
	var originals []int
	index := map[bin][]int32{}
	shared := make([]int, len(texts))
	for i, t := range texts {
		var found []int32
		for at, v := range t.print {
			for _, o := range index[bin{at, v}] {
				if shared[o]++; shared[o] == copyBins {
					found = append(found, o)
				}
			}
		}
		for at, v := range t.print {
			for _, o := range index[bin{at, v}] {
				shared[o] = 0
			}
		}
		if len(found) > 0 {
			g.outlet[t.article] = texts[originals[slices.Min(found)]].outlet
			continue
		}
		for at, v := range t.print {
			b := bin{at, v}
			index[b] = append(index[b], int32(len(originals)))
		}
		originals = append(originals, i)
	}
	return g
}

// of lists the origins of a claim, numbered.
func (g *origins) of(c *Claim) []int32 {
	var list []int32
	for _, name := range Origins(c, g.outlet[c.Evidence.Article]) {
		n, ok := g.ids[name]
		if !ok {
			n = int32(len(g.ids))
			g.ids[name] = n
		}
		list = append(list, n)
	}
	return list
}

// Origins are who stands behind one claim by itself: for each chain of its
// attribution the innermost source with a name, else the outlet (see Outlet),
// sorted. The outlet is named as a source in an attribution would be, so that an
// agency's own report and those that quote it are one origin.
func Origins(c *Claim, outlet string) []string {
	own := "name:" + outlet
	if len(c.Attribution) == 0 {
		return []string{own}
	}
	chains := map[int]string{}
	for _, s := range c.Attribution {
		who := "name:" + strings.Join(Tokens(s.Name), " ")
		if s.ID != "" {
			who = string(s.ID)
		}
		if s.Role == RoleUnnamed || who == "name:" {
			who = chains[s.Chain]
		}
		chains[s.Chain] = who
	}
	var names []string
	for _, who := range chains {
		if who == "" {
			who = own
		}
		names = append(names, who)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
