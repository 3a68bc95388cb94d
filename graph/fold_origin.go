package graph

import (
	"maps"
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
	var texts []Text
	for _, p := range pieces {
		e := &p.Claim.Evidence
		if _, ok := g.outlet[e.Article]; ok {
			continue
		}
		g.outlet[e.Article] = p.Outlet
		texts = append(texts, Text{e.Article, p.Claim.Known(), p.Outlet, p.Print})
	}
	maps.Copy(g.outlet, Copies(texts))
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
