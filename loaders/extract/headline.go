package extract

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// headlineList reports whether two states before a verb are its subjects with no
// "and" between them, as headlines write: "Ethiopia, Somaliland sign a deal".
func (r *parser) headlineList(ph []phrase, k, n int, p, q *np) bool {
	if !r.pack.AdjectiveBefore() || p.prep != nil || q.prep != nil || r.lastVerb(ph, k) >= 0 || n+1 >= len(ph) || ph[n+1].kind != 'V' && ph[n+1].kind != ',' {
		return false
	}
	for m := 0; m < k; m++ {
		if ph[m].kind != 'N' && ph[m].kind != ',' {
			return false
		}
	}
	acts := func(x *np) bool {
		return x.name != nil && x.head == nil && x.person == "" && x.name.Entity.Kind() != graph.Leader && x.name.Class != lang.ClassCity && x.name.Class != lang.ClassAdj && x.name.Class != lang.ClassPeople
	}
	if !acts(p) || !acts(q) || p.name.Entity == q.name.Entity {
		return false
	}
	if ph[n+1].kind == ',' {
		return n+3 < len(ph) && ph[n+2].kind == 'N' && acts(ph[n+2].np) && ph[n+3].kind == 'V'
	}
	v := ph[n+1].vg
	return finite(v) && !(v.feats.Any(lang.Sg) && !v.feats.Any(lang.Pl|lang.Inf|lang.Past)) && !(v.verb != nil && v.verb.Say) || v.marker
}
