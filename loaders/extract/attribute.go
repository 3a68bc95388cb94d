package extract

import "github.com/entente-graph/entente/loaders/lang"

// longAttribute steps over a participle with all that belongs to it where it stands
// before its noun and agrees with it: "оккупированных в ходе войны территорий".
// It returns the item of the noun, or i.
func (r *parser) longAttribute(i int) int {
	it := &r.items[i]
	f := it.feats()
	if !r.pack.Case || !r.pack.AdjectiveBefore() || it.pos != lang.Verb || !f.Any(lang.Part) || f.Any(lang.Fin) || f&lang.Cases == 0 {
		return i
	}
	const genders = lang.Masc | lang.Fem | lang.Neut
	for j := i + 1; j < len(r.items) && j < i+8; j++ {
		n := &r.items[j]
		if n.punct != 0 && n.pos == 0 || n.pos == lang.Verb || n.pos == lang.Aux {
			return i
		}
		if n.pos != lang.Noun || r.items[j-1].pos == lang.Prep {
			continue
		}
		g := n.feats()
		if f&g&lang.Cases == 0 || f&g&(lang.Sg|lang.Pl) == 0 && !(f.Any(genders) && g.Any(lang.Sg)) {
			continue
		}
		if f&genders != 0 && g&genders != 0 && f&g&genders == 0 {
			continue
		}
		return j
	}
	return i
}
