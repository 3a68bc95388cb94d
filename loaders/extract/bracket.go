package extract

import (
	"slices"

	"github.com/entente-graph/entente/loaders/lang"
)

// unbracket takes the abbreviation out that stands in brackets behind the name that it
// is of, so that the name and what follows it are one phrase: "the Gulf Cooperation
// Council (GCC) states and Jordan".
func (r *parser) unbracket() {
	for i := 1; i+2 < len(r.items); i++ {
		before, in := &r.items[i-1], &r.items[i+1]
		if r.items[i].punct != '(' || r.items[i+2].punct != ')' || !r.initials(in) {
			continue
		}
		name := before.name()
		switch e := in.name(); {
		case name != nil && e != nil && name.Name.Entity == e.Name.Entity, name != nil && len(in.alts) == 0:
			r.items = slices.Delete(r.items, i, i+3)
		}
	}
}

// initials reports whether an item is one word in capitals.
func (r *parser) initials(it *item) bool {
	if it.t1 != it.t0+1 || r.toks[it.t0].Flags&lang.Cap == 0 {
		return false
	}
	word := r.text[r.toks[it.t0].Start:r.toks[it.t0].End]
	n := 0
	for _, c := range word {
		if c >= 'A' && c <= 'Z' {
			n++
		}
	}
	return n > 1 && n >= len(word)-1
}
