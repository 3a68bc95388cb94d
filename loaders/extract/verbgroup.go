package extract

import (
	"github.com/entente-graph/entente/loaders/lang"
)

// verbGroup reads a verb with its auxiliaries from item i.
func (r *parser) verbGroup(i int) (*vg, int) {
	first := &r.items[i]
	switch first.pos {
	case lang.Verb, lang.Aux, lang.Neg, lang.Marker:
	case lang.Pron:
		if k := first.e.Lex.Kind; k != "clitic" && k != "refl" {
			return nil, i
		}
		if j := r.skip(i + 1); j >= len(r.items) || r.items[j].pos != lang.Verb && r.items[j].pos != lang.Aux {
			return nil, i
		}
	default:
		return nil, i
	}
	v := vg{i0: i}
	var be, bareBe, beingBe, pass, do bool
	j := i
	last := i
loop:
	for ; j < len(r.items); j++ {
		it := &r.items[j]
		if it.punct != 0 && it.pos == 0 {
			break
		}
		switch it.pos {
		case lang.Neg:
			v.neg = true
		case lang.Marker:
			if j > i && (v.perf || be || v.fut || v.cond || do) {
				if !be {
					break loop
				}
				v.fut = true // "is to visit"
			}
			v.marker = true
		case lang.Aux:
			v.aux = true
			last = j
			v.feats |= it.feats() & lang.P1
			switch it.e.Lex.Kind {
			case "perf":
				v.perf = true
				if j == i && it.feats().Any(lang.Inf) {
					v.marker = true // "démenti avoir livré"
				}
			case "fut":
				v.fut = true
			case "cond":
				v.cond = true
			case "be":
				be = true
				beingBe = j == i && it.feats().Any(lang.Ger) && r.pack.Adjective == "before"
				bareBe = j == i && it.feats().Any(lang.Inf) && !it.feats().Any(lang.Fin)
				if it.feats().Any(lang.Past) {
					v.feats |= lang.Past
				}
			case "pass":
				pass = true
			case "do":
				do = true
			case "modal":
				v.op = it.e.Lex.Op
			}
			if it.feats().Any(lang.Ger) && !be {
				v.feats |= lang.Ger
			}
		case lang.Pron:
			switch it.e.Lex.Kind {
			case "refl":
				v.refl = true
			case "clitic":
				v.clitic = true
				v.dative = v.dative || !it.feats().Any(lang.Acc)
			default:
				break loop
			}
		case lang.Adv:
			if it.e.Lex.Kind == "reportedly" {
				v.reported = true
			}
			if it.e.Lex.Day != nil || it.e.Lex.Year != nil || it.e.Lex.Moon != nil {
				break loop
			}
		case lang.Verb:
			f := it.feats()
			if r.pack.PerfectBe && be && v.cond && r.items[j-1].pos == lang.Aux && r.items[j-1].feats().Any(lang.Inf) && f.Any(lang.Part) && f.Any(lang.Masc) && f.Any(lang.Sg) {
				be, v.cond, v.perf, v.reported = false, false, true, true
			}
			if v.aux && be && !f.Any(lang.Part|lang.Ger|lang.Inf|lang.Pass) {
				break loop
			}
			v.verb = it.e.Lex
			v.start = j
			v.copula = v.verb.Copula
			switch {
			case (be || pass) && f.Any(lang.Part|lang.Pass) && !(f.Any(lang.Ger) && !f.Any(lang.Part)):
				// "s'est excusé": the perfect of what is done to oneself.
				v.passive = (!f.Any(lang.Ger) || f.Any(lang.Part)) && !(be && v.refl && !r.pack.ProDrop)
				v.feats |= lang.Fin
				if beingBe {
					v.feats = v.feats&^lang.Fin | lang.Ger // "after being listed"
				}
			case v.perf && v.feats.Any(lang.Ger):
				v.feats &^= lang.Fin // "having signed"
			case v.perf || v.fut || v.cond || do || v.op != 0:
				v.feats |= lang.Fin
				v.passive = v.passive || v.fut && f.Any(lang.Pass) // "будут сняты"
			case be:
				v.feats |= lang.Fin
			default:
				v.feats |= f
				v.passive = v.passive || f.Any(lang.Pass)
				if f&(lang.Fin|lang.Part|lang.Ger|lang.Inf) == 0 {
					v.feats |= lang.Fin
				}
			}
			if v.perf {
				v.feats |= lang.Past
			}
			if v.marker && !v.fut || bareBe && !r.pack.Case {
				v.feats &^= lang.Fin | lang.Part // "to be used", "let it be used"
				v.feats |= lang.Inf
			}
			if v.feats.Any(lang.Fut) {
				v.fut = true
			}
			if v.feats.Any(lang.Cond) {
				v.cond = true
			}
			v.i1 = j + 1
			if j+1 < len(r.items) && r.items[j+1].joined && r.items[j+1].has(lang.Pron) != nil && r.pack.FreeOrder {
				// "acuzându-se"
				p := r.items[j+1].has(lang.Pron)
				v.refl = v.refl || p.Lex.Kind == "refl"
				if p.Lex.Kind == "clitic" {
					v.clitic = true
					v.dative = v.dative || !p.Feats.Any(lang.Acc)
				}
				v.i1 = j + 2
			}
			return r.keepVG(v), v.i1
		case 0:
			// An unknown word, such as an adverb in -ly, may stand inside.
			if j == i || it.cap || !(j+1 < len(r.items) && (r.items[j+1].pos == lang.Verb || r.items[j+1].pos == lang.Aux)) || !v.aux {
				break loop
			}
		default:
			break loop
		}
	}
	v.passAux = pass
	if be || v.aux && (pass || v.perf || r.pack.VerbLast) {
		// "is", "has" alone.
		v.copula = be
		v.i1 = last + 1
		v.start = last
		if v.verb == nil {
			v.verb = r.items[last].e.Lex
			if has := r.items[last].has(lang.Verb); has != nil && v.perf && !be && !pass && r.pack.FreeOrder {
				v.verb, v.perf = has.Lex, false // "au soldați": they have them
			}
		}
		v.feats |= lang.Fin
		if v.marker && !v.fut {
			v.feats &^= lang.Fin
			v.feats |= lang.Inf
		}
		if beingBe && last == i {
			v.feats = v.feats&^lang.Fin | lang.Ger // "accused X of being complicit"
		}
		return r.keepVG(v), last + 1
	}
	return nil, i
}

func (r *parser) keepVG(v vg) *vg {
	if len(r.vgs) == cap(r.vgs) {
		r.vgs = make([]vg, 0, 128)
	}
	r.vgs = append(r.vgs, v)
	return &r.vgs[len(r.vgs)-1]
}

func finite(v *vg) bool { return v.feats.Any(lang.Fin) && !(v.marker && !v.fut) }
