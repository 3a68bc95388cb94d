package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// seat reads the capital that an organisation shares with a state, where a phrase
// names it, as the state when the deed is a state's or that state is spoken of:
// "Brussels expelled two diplomats". Nothing is left of an attribute ("Brussels
// police"), which is neither.
func (r *parser) seat(x *ref, states bool, spoken func(graph.EntityID) bool) {
	if x.id.Kind() != graph.Organisation || x.class != lang.ClassCapital || x.np == nil || !r.inSentence(x.np) {
		return
	}
	for i := x.np.i0; i < x.np.i1 && i < len(r.items); i++ {
		for _, e := range r.items[i].alts {
			if e.Name == nil || e.Name.Class != lang.ClassCapital || e.Name.Entity.Kind() != graph.State {
				continue
			}
			switch {
			case x.np.name == nil && states:
				x.id = ""
			case states, spoken(e.Name.Entity):
				x.id = e.Name.Entity
			}
			return
		}
	}
}

// actsAlso reports whether a phrase of the sentence stands for what acts for a state.
func (r *parser) actsAlso(id graph.EntityID) bool {
	for k := range r.phrases {
		if n := r.phrases[k].np; r.phrases[k].kind == 'N' && n.head != nil && slices.ContainsFunc(strong(n.refs), func(x ref) bool { return x.id == id }) {
			return true
		}
	}
	return false
}

// calledPlace reports whether what follows a capital says what place it is: "recognises
// Jerusalem as Israel's capital".
func (r *parser) calledPlace(n *np) bool {
	for k := range r.phrases {
		if q := r.phrases[k].np; q != nil && q.i0 >= n.i1 && q.prep != nil && contains(r.pack.As, q.prep.Lemma) && q.head != nil && q.head.Classes.Any(r.cls.locality) {
			return true
		}
	}
	return false
}

// there is a phrase of a word like "there", which stands for the place named last:
// "and will deploy missiles there".
func (r *parser) there(i int) *np {
	if len(r.pack.Place) == 0 || i+1 < len(r.items) && (r.items[i+1].pos == lang.Aux || r.items[i+1].pos == lang.Verb) && !r.pack.ProDrop {
		return nil // "there are"
	}
	p := r.newNP()
	p.i0, p.i1, p.pronoun = i, i+1, r.items[i].lex()
	for _, l := range r.pack.Lexemes(r.pack.Place[0]) {
		if l.POS == lang.Prep {
			p.prep = l
		}
	}
	return p
}

// goesOn reports whether a common noun that is an organisation's short name
// goes on as the name or description of another: "Alianța cu Rusia", "Alianța
// tinerilor fermieri", "Alianța militară". A possessor's own complement is that
// of the noun before it: "relația Alianței cu Rusia".
func (r *parser) goesOn(n *np) bool {
	if !r.pack.AdjectiveAfter() || !r.pack.Case || n.name.Class != lang.ClassShort || n.name.Entity.Kind() != graph.Organisation || !r.inSentence(n) {
		return false
	}
	j := n.i0
	for j < n.i1 && r.items[j].name() == nil {
		j++
	}
	if j >= n.i1 || j+1 >= len(r.items) || r.items[j].feats().Any(lang.Ambig) {
		return false
	}
	it := &r.items[j+1]
	switch {
	case it.pos == lang.Prep:
		k := it.e.Lex.Kind
		return k == "between" || (k == "with" || k == "purpose") && !r.items[j].feats().Any(lang.Gen)
	case it.pos == lang.Noun, it.pos == posName && it.class() != lang.ClassAdj:
		return it.feats().Any(lang.Gen) && !it.feats().Any(lang.Nom)
	case it.pos == lang.Adj:
		return j+1 < n.i1
	case it.pos == 0:
		return r.endsLike(it, r.pack.ObliqueEndings)
	}
	return false
}

// otherBloc is the organisation that a common description stands for ("the
// bloc", "blocul militar"), when the text has named another than the one that
// such words mean by themselves.
func (r *parser) otherBloc(n *np) graph.EntityID {
	if n.name.Class != lang.ClassShort || n.name.Entity.Kind() != graph.Organisation || r.said.org == "" || r.said.org == n.name.Entity || r.full[n.name.Entity] {
		return ""
	}
	words := r.ownSpan(n)
	if last, _ := utf8.DecodeRuneInString(words[strings.LastIndexByte(words, ' ')+1:]); unicode.IsUpper(last) {
		return "" // a name of its own: "the Union", "Alianța"
	}
	return r.said.org
}
