package extract

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// after reads what follows a head: adjectives, names, genitives.
func (r *parser) after(p *np, j int) int {
	gap := 0
	for j < len(r.items) {
		it := &r.items[j]
		if it.punct != 0 && it.pos == 0 && it.punct != ',' {
			return j - gap
		}
		switch {
		case it.class() == lang.ClassAdj && (r.pack.AdjectiveAfter() && p.head != nil || p.head != nil && r.pack.AdjectiveBefore() && false):
			p.adjs = append(p.adjs, it.e.Name)
			p.feats = mergeCase(p.feats, it.feats()&lang.Cases&^lang.Nom|it.feats()&lang.Cases)
			gap = 0
		case it.class() == lang.ClassAdj && r.pack.AdjectiveAfter() && p.head == nil && p.name != nil && p.name.Class != lang.ClassAdj && p.name.Entity == it.e.Name.Entity:
			// "Gardienii Revoluției iranieni"
		case it.class() == lang.ClassPrefix && p.head != nil && r.pack.AdjectiveAfter():
			p.adjs = append(p.adjs, it.e.Name)
			gap = 0
			if j+2 < len(r.items) && isDash(r.items[j+1].punct) && r.items[j+2].class() == lang.ClassAdj {
				j++
			}
		case it.pos == posName && p.head != nil && len(p.gens) == 0 && j+2 < len(r.items) && it.e.Name.Entity.Kind() != graph.Leader &&
			(isDash(r.items[j+1].punct) && r.items[j+2].pos == posName && r.items[j+2].e.Name.Entity.Kind() != graph.Leader):
			// "summitul S.U.A. - U.E."
			a, b := r.newNP(), r.newNP()
			a.i0, a.i1, a.name, a.feats, a.sub = j, j+1, it.e.Name, it.feats(), true
			b.i0, b.i1, b.name, b.feats, b.sub = j+2, j+3, r.items[j+2].e.Name, r.items[j+2].feats(), true
			a.conj = []*np{b}
			p.gens = append(p.gens, a)
			j += 3
			p.i1 = j
			gap = 0
			continue
		case it.pos == lang.Adj && r.pack.AdjectiveAfter() && !(it.e.Lex.Classes.Any(r.cls.former) && j+1 < len(r.items) && r.items[j+1].pos == lang.Noun) && (it.e.Lex.Op == lang.OpNone || !r.governs(j+1)):
			p.mods = append(p.mods, it.e.Lex)
			gap = 0
		case it.pos == posName && (gap == 0 || r.pack.FreeOrder && (r.toks[it.t0].Flags&lang.Upper != 0 || gap == 1 && p.head != nil && p.head.Classes.Any(r.cls.locality))) && (it.feats()&lang.Cases == 0 || r.bareGenitive(p, it)) && p.head != nil && r.pack.Case && len(p.gens) == 0 && it.e.Name.Entity.Kind() != graph.Leader && it.class() != lang.ClassCity &&
			(r.bearer(p) || p.feats.Any(lang.Def) || r.toks[it.t0].Flags&lang.Upper != 0) && !p.head.Classes.Any(r.cls.group):
			// "președintele SUA": a name that shows no case.
			g, end := r.nounPhrase(j, true)
			end = r.genList(p, g, end)
			p.gens = append(p.gens, g)
			g.sub = true
			j = end
			p.i1 = end
			continue
		case it.pos == posName && gap == 0 && p.head != nil && p.head.Classes.Any(r.cls.named) && len(p.gens) == 0 && (r.pack.AdjectiveAfter() || r.pack.AdjectiveBefore()) && (it.class() == lang.ClassCity || it.class() == lang.ClassCapital):
			// "orașului Harkov"
			g := r.newNP()
			g.i0, g.i1, g.name, g.feats, g.sub = j, j+1, it.e.Name, it.feats(), true
			p.gens = append(p.gens, g)
		case it.pos == posName && gap == 0 && p.head != nil && p.head.Classes.Any(r.cls.group) && p.name == nil && (it.e.Name.Entity.Kind() == graph.NonStateActor || it.e.Name.Entity.Kind() == graph.Organisation):
			// "gruparea Hezbollah"
			p.name = it.e.Name
		case it.pos == 0 && it.cap && gap == 0 && len(it.alts) == 0 && p.head != nil && r.pack.AdjectiveAfter() && !r.bearer(p):
			// "programului Phare", "Cooperare Transfrontalieră": what the thing is called.
			for j+1 < len(r.items) && r.items[j+1].joined && (r.items[j+1].pos == 0 || r.items[j+1].digits) {
				j++ // "bombardierele B-2 americane"
			}
		case it.pos == lang.Noun && it.cap && gap == 0 && p.head != nil && r.pack.AdjectiveAfter() && p.head.Classes.Any(r.cls.bloc):
			// "Organizația Armata Islamică": what it is called.
		case it.pos == lang.Noun && gap == 0 && p.head != nil && r.pack.AdjectiveAfter() && it.e.Lex.Classes.Any(r.cls.close) && p.head.Classes.Any(r.cls.ally):
			p.nouns = append(p.nouns, it.e.Lex) // "un aliat apropiat"
		case it.pos == lang.Noun && p.head != nil && r.pack.AdjectiveAfter() && it.e.Lex.Item != "" && (it.cap || p.head.Item != "") && gap == 0:
			p.nouns = append(p.nouns, it.e.Lex) // "rachete S-300"
			for j+1 < len(r.items) && r.items[j+1].joined && r.items[j+1].pos == 0 {
				j++
			}
		case it.pos == lang.Pron && it.e.Lex.Kind == "poss" && r.pack.AdjectiveAfter() && p.head != nil:
			p.poss, p.possF = it.e.Lex, it.feats()
			gap = 0
		case it.punct == ',' && r.pack.AdjectiveAfter() && p.head != nil && r.bearer(p) && p.feats.Any(lang.Pl) && len(p.adjs) > 0 && r.items[j-1].class() == lang.ClassAdj &&
			j+2 < len(r.items) && r.items[j+1].class() == lang.ClassAdj && (r.items[j+2].punct == ',' || r.items[j+2].pos == lang.Conj):
			// "premierii polonez, lituanian și leton"
		case (it.pos == lang.Conj && (it.e.Lex.Kind == "and" || it.e.Lex.Kind == "")) && r.pack.AdjectiveAfter() && j+1 < len(r.items) && j > p.i0 && p.head != nil &&
			((r.items[j-1].pos == lang.Adj && r.items[j+1].pos == lang.Adj && r.items[j+1].e.Lex.Op == lang.OpNone) || r.items[j-1].class() == lang.ClassAdj && r.items[j+1].class() == lang.ClassAdj):
			// "economică și culturală", "rus și belarus"
		case it.pos == 0 && it.cap && it.punct == 0 && len(it.alts) == 0 && p.head != nil && p.person == "" && r.bearer(p) && r.pack.FreeOrder && len(p.gens) == 0 && r.endsLike(it, r.pack.ObliqueEndings):
			// "președintele Societății Scriitorilor": of a body that the pack does not know.
			k := r.properName(j)
			g := r.newNP()
			g.i0, g.i1, g.head, g.sub = j, k, unknownNoun, true
			p.gens = append(p.gens, g)
			p.i1 = k
			return k
		case it.pos == lang.Prep && r.namedBehind(p, j) > 0:
			// "President of the Maldives Mohamed Muizzu"
			k := r.namedBehind(p, j)
			g := r.newNP()
			g.i0, g.i1, g.name, g.feats, g.sub = j+1, k, r.items[k-1].e.Name, r.items[k-1].feats(), true
			p.gens = append(p.gens, g)
			j = k
			continue
		case (it.pos == posName && it.e.Name.Entity.Kind() == graph.Leader || it.pos == 0 && it.cap && it.punct == 0) && p.head != nil && p.person == "" && r.bearer(p):
			if it.pos == posName {
				p.leader = it.e.Name.Entity
				p.person = r.span(j, j+1)
				j = r.restOfName(j+1, p)
			} else {
				k := r.properName(j)
				if k < len(r.items) && r.items[k].joined && r.items[k].pos == 0 && r.pack.AdjectiveAfter() {
					k++ // "al II-lea"
				}
				p.person = r.span(j, k)
				if k < len(r.items) && r.items[k].class() == lang.ClassSurname {
					p.leader = r.items[k].e.Name.Entity
					p.person = r.span(j, k+1)
					k++
				}
				j = k
			}
			// "Abdullah al II-lea al Iordaniei"
			if r.pack.AdjectiveAfter() && j+2 < len(r.items) && r.items[j].pos == lang.Poss && r.items[j+1].cap && r.items[j+2].joined {
				p.person += " " + r.span(j, j+3)
				j += 3
			}
			if r.pack.AdjectiveAfter() && j+1 < len(r.items) && r.items[j].pos == lang.Poss && len(p.gens) == 0 && len(p.adjs) == 0 {
				if g, end := r.nounPhrase(j+1, true); g != nil && g.name != nil {
					p.gens = append(p.gens, g)
					g.sub = true
					j = end
				}
			}
			p.i1 = j
			return j
		case it.pos == posName && it.cap && r.pack.AdjectiveBefore() && p.head != nil && p.head.Classes.Any(r.cls.ship) && it.class() != lang.ClassAdj:
			// "the landing ship Minsk": what the thing is called.
		case it.kind(lang.Det, "def") && it.feats().Any(lang.Gen) && r.pack.Case && j+1 < len(r.items) && (r.items[j+1].cap) && p.head != nil && (p.def || p.feats.Any(lang.Def) || r.bearer(p)):
			// "lui Putin"
			g, end := r.nounPhrase(j+1, true)
			if g == nil {
				return j - gap
			}
			p.gens = append(p.gens, g)
			g.sub = true
			p.i1 = end
			return end
		case it.pos == lang.Poss && r.pack.AdjectiveAfter() && p.head != nil && (!r.agrees(j) || p.head.Period != "" && (p.num > 0 || p.some)):
			// "ratificarea de către Senatul olandez a tratatului", "prelungirea cu un an a misiunii": of the ratification.
			return j - gap
		case it.pos == lang.Poss && r.pack.AdjectiveAfter() && p.head != nil:
			g, end := r.nounPhrase(j+1, true)
			if g == nil {
				return j - gap
			}
			end = r.genList(p, g, end)
			p.gens = append(p.gens, g)
			g.sub = true
			p.i1 = end
			j = end
			gap = 0
			continue
		case r.genitive(j) && p.head != nil && (p.def || p.feats.Any(lang.Def) || r.bearer(p) || p.sub || r.pack.AdjectiveBefore()) && !it.digits:
			g, end := r.nounPhrase(j, true)
			if g == nil {
				return j - gap
			}
			end = r.genList(p, g, end)
			p.gens = append(p.gens, g)
			g.sub = true
			j = end
			gap = 0
			p.i1 = end
			continue
		case it.pos == 0 && !it.cap && len(it.alts) == 0 && gap < 2 && p.head != nil && r.pack.AdjectiveAfter() && !it.digits:
			gap++
			j++
			continue
		case it.pos == lang.Adv && it.e.Lex.Day == nil && it.e.Lex.Year == nil && it.e.Lex.Moon == nil && gap < 2 && p.head != nil && r.pack.AdjectiveAfter() && it.e.Lex.Kind == "":
			gap++
			j++
			continue
		default:
			return j - gap
		}
		j++
		p.i1 = j
	}
	return j - gap
}

// genList reads further equals of a genitive of p: "a României și Bulgariei".
func (r *parser) genList(p, g *np, end int) int {
	for end < len(r.items) {
		k := end
		comma := r.items[k].punct == ','
		if !comma && r.items[k].pos != lang.Conj {
			return end
		}
		k++
		if k < len(r.items) && r.items[k].pos == lang.Poss {
			k++
		}
		if k >= len(r.items) || !r.genitive(k) && !r.caseless(p, k) || r.items[k].pos == lang.Pron || r.items[k].pos == lang.Det {
			return end
		}
		if comma {
			// A comma joins only when a conjunction ends the list.
			found := false
			for m := k; m < len(r.items) && m < k+12; m++ {
				if r.items[m].pos == lang.Verb || r.items[m].pos == lang.Aux {
					break
				}
				if r.items[m].pos == lang.Conj && m+1 < len(r.items) && r.genitive(m+1) {
					found = true
					break
				}
			}
			if !found {
				return end
			}
		}
		h, e := r.nounPhrase(k, true)
		if h == nil || (h.head == nil) != (g.head == nil) {
			return end
		}
		h.sub = true
		g.conj = append(g.conj, h)
		end = e
	}
	return end
}

// caseless reports whether item k is the name of a state that shows no case and of whose
// people, too, a plural tells: "лидеры Китая и США".
func (r *parser) caseless(p *np, k int) bool {
	it := &r.items[k]
	return r.pack.AdjectiveBefore() && it.pos == posName && it.feats()&lang.Cases == 0 && it.class() == lang.ClassName && it.e.Name.Entity.Kind() == graph.State &&
		r.bearer(p) && p.feats.Any(lang.Pl)
}

// bareGenitive reports whether a name that stands in its first form behind a noun
// with its article is that noun's genitive all the same: "statului Mali", "atacul
// Hamas".
func (r *parser) bareGenitive(p *np, it *item) bool {
	if p.head == nil || !p.feats.Any(lang.Def) && !r.bearer(p) || it.feats().Any(lang.Def) || !it.feats().Any(lang.Nom) {
		return false
	}
	return p.head.Classes.Any(r.cls.countries) || it.e.Name.Entity.Kind() == graph.NonStateActor
}

// bearer reports whether a person's name may follow the head: an office.
func (r *parser) bearer(p *np) bool {
	return p.head != nil && (p.head.Office != "" || p.head.Classes.Any(r.cls.person)) || p.head != nil && p.head.Classes.Any(r.cls.title)
}

// agrees reports whether the possessive article at item j may belong to the word
// before it: their genders, where both show, are not apart.
func (r *parser) agrees(j int) bool {
	const genders = lang.Masc | lang.Fem | lang.Neut
	if j == 0 || r.items[j-1].class() != lang.ClassAdj {
		return true
	}
	a, b := r.items[j-1].feats()&genders, r.items[j].feats()&genders
	return a == 0 || b == 0 || a&b != 0
}
