package extract

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/schema"
)

// stands is the modality of what a frame says.
func (r *parser) stands(m *filled) (graph.Modality, bool) {
	f, s := m.f, m.s
	mod, ended := graph.Asserted, false
	switch {
	case s.n != nil && s.n.partLex != nil && s.lex == s.n.partLex && s.c.verb != nil && s.c.verb.verb != nil && s.c.verb.verb.Op == lang.OpAgreed && !s.c.verb.fut:
		// "agree to a US-mediated ceasefire": the mediation is done.
	case s.n == nil:
		mod, ended = r.modality(s.c)
		if s.c.gov3 == s.lex && s.lex.Op != lang.OpNone {
			own := mod
			mod, ended = under(s.lex.Op, own, graph.Asserted, false)
		}
	case f.Kind == "CALLED" && s.outer.prep != nil && s.c.verb != nil && r.pack.AdjectiveBefore():
		mod, ended = r.modality(s.c) // "agreed by telephone": the call was made
	case s.isSubj && s.c.verb != nil && s.c.verb.verb != nil && s.c.verb.verb.Op == lang.OpEnd && !s.c.verb.passive && (r.x.ontology.Spec(f.Kind).Reads(schema.Encounter) || f.Kind == "WITHDREW_FORCES_FROM" || f.Kind == "EXERCISED_WITH"):
		mod, _ = r.modality(s.c) // "the withdrawal ended": it took place
	case s.c.verb != nil && (s.isObj || s.isSubj || s.prepN != nil) && s.c.verb.verb != nil:
		v := s.c.verb.verb
		carries := s.isObj || s.isSubj && (s.c.verb.passive || s.c.verb.refl || v.Light)
		switch {
		case f.Kind == "DISPUTES_TERRITORY_WITH" && carries && v.Op == lang.OpRefuse:
			// To reject a claim to land is to dispute it.
		case f.Modality == graph.Asserted && (carries || s.carried(r)) && (v.Op == lang.OpAgreed || v.Op == lang.OpPlanned && v.Say):
			// To announce or agree is to do: sanctions, a ceasefire.
			mod, ended = r.modality(s.c)
		case s.isObj && v.Op == lang.OpThreat && !r.pack.AdjectiveBefore():
			// "amenință trupele americane din Irak": they are there; what is threatened stands behind a preposition.
		case carries && v.Op != lang.OpNone && !(v.Say && v.Op == lang.OpNone):
			cm, _ := r.modality(s.c)
			mod, ended = under(v.Op, cm, graph.Asserted, false)
			if v.Op == lang.OpPlanned && v.Say && cm == graph.Asserted {
				mod = graph.Planned
			}
		case carries && v.Light, s.carried(r) && v.Light:
			mod, ended = r.modality(s.c)
			if v.Op != lang.OpNone && !carries {
				mod, ended = under(v.Op, mod, graph.Asserted, false)
			}
		case m.slot[lang.RoleSubject] == lang.SlotLight, carries && s.c.verb.copula:
			mod, ended = r.modality(s.c)
		case s.outer.prep != nil && s.outer.prep.Kind == "given":
			// "in response to the closure of": it has happened, whatever is done about it.
		case s.c.link == linkPurpose && f.Kind == "ATTACKED" && v.Op == lang.OpNone && !v.Light && v != unknownVerb:
			// "to protest against the attacks": they have happened.
		case f.Modality == graph.Asserted && s.isObj && r.pack.AdjectiveBefore() && v.Op == lang.OpNone && !v.Light && v != unknownVerb && m.slot[lang.RoleSubject] != lang.SlotLight && r.unreal(s.c):
			// "would reduce US tariffs on": they have been imposed.
		case r.unreal(s.c) && !r.presupposed(f.Kind) && !(s.isSubj && s.c.link == linkIf && f.Kind == "NEGOTIATES_TREATY_WITH"):
			mod, ended = r.modality(s.c)
		}
	}
	if s.n != nil && s.outer.prep != nil && s.outer.prep.Kind == "purpose" && mod == graph.Asserted && !r.presupposed(f.Kind) && m.slot[lang.RoleSubject] != lang.SlotGen {
		mod = graph.Planned // "a sosit pentru discuții"
	}
	if s.n != nil && mod == graph.Asserted && slices.ContainsFunc(s.n.mods, func(l *lang.Lexeme) bool { return l.POS == lang.Adj && l.Op == lang.OpPossible }) {
		mod = graph.Possible // "a potential deal"
	}
	if s.n != nil && f.Kind == "ACCUSED" && mod == graph.Denied && s.c.verb.verb.Stance == graph.Denies {
		mod, ended = graph.Asserted, false // an accusation that is denied was made
	}
	if s.n != nil && mod == graph.Asserted && r.inSentence(s.n) && r.whichever(s.n) && !r.presupposed(f.Kind) {
		mod = graph.Possible
	}
	if s.n != nil && s.n.neg {
		mod = graph.Denied
	}
	if s.n != nil && s.isSubj && mod == graph.Asserted && s.c.verb != nil && s.c.verb.copula && s.c.gov3 != nil && s.c.gov3.Op == lang.OpEnd {
		mod, ended = graph.Denied, true // "the war is over"
	}
	if s.n != nil && mod.Prospect() && s.c.verb != nil {
		// "vor prelungi sancțiunile impuse Zimbabwe": what is imposed stands.
		for _, d := range r.clauses {
			if r.pack.FreeOrder && !s.outer.feats.Any(lang.Def) {
				break // "pregătește cele mai dure sancțiuni adoptate vreodată"
			}
			if d.link == linkPart && d.host == s.outer && d.verb != nil && d.verb.Light() && d.verb.verb.Op == lang.OpNone {
				mod, ended = graph.Asserted, false
				break
			}
		}
	}
	// A noun that governs: "a plan for the delivery", "the refusal of a visit".
	if s.n != nil && s.head {
		for _, n := range r.before(s) {
			if n.head != nil && n.head.Op != lang.OpNone && n != s.n {
				mod, ended = under(n.head.Op, mod, graph.Asserted, false)
				if ended && mod == graph.Denied && r.onlyAsked(n) {
					mod, ended = graph.Asserted, false // "a proposal for a pause in the fighting": it goes on
				}
				if v := s.c.verb; n.head.Op == lang.OpDemanded && v != nil && v.verb != nil && refuses(v.verb.Op) && n.prep == nil && slices.Contains(s.c.post, n) {
					mod = graph.Denied // "a respins apelurile la retragerea trupelor"
				}
				break
			}
		}
	}
	if f.Modality != "" {
		switch {
		case mod == graph.Asserted:
			mod = f.Modality
		case mod == graph.Denied && f.Modality == graph.Denied:
			// "the lack of": both say no.
		}
	}
	if f.Ended {
		switch mod {
		case graph.Asserted:
			mod, ended = graph.Denied, true
		case graph.Denied:
			mod, ended = graph.Asserted, false
		default:
			ended = true
		}
	}
	return mod, ended
}

// presupposed kinds hold whatever the clause around them says.
func (r *parser) presupposed(k schema.Kind) bool {
	return r.x.ontology.Spec(k).Reads(schema.Presupposed)
}

// unreal reports whether a clause hangs on a wish, a demand or a condition.
func (r *parser) unreal(c *clause) bool {
	m, _ := r.modality(c)
	return m.Prospect()
}

// onlyAsked reports whether a phrase hangs on a noun of planning or asking.
func (r *parser) onlyAsked(n *np) bool {
	for k := range r.phrases {
		if q := r.phrases[k].np; q != nil && q.next == n && q.head != nil && opModality(q.head.Op).Prospect() {
			return true
		}
	}
	return false
}

// before are the phrases that the site's noun depends on, nearest first.
func (r *parser) before(s *site) []*np {
	if s.outer != s.n && s.outer.head != nil && s.outer.head.Op != lang.OpNone {
		return []*np{s.outer}
	}
	if s.outer.prep == nil || !contains(r.pack.Of, s.outer.prep.Lemma) && s.outer.prep.Kind != "purpose" && s.outer.prep.Kind != "topic" && !contains(r.pack.To, s.outer.prep.Lemma) && !r.calledFor(s) {
		return nil
	}
	for k := range r.phrases {
		if r.phrases[k].kind == 'N' && r.phrases[k].np == s.outer && k > 0 && r.phrases[k-1].kind == 'N' && r.phrases[k-1].np.next == s.outer {
			return []*np{r.phrases[k-1].np}
		}
	}
	return nil
}

// calledFor reports whether the phrase before the site's noun is a call: "apel la dialog".
func (r *parser) calledFor(s *site) bool {
	if !r.pack.FreeOrder || !contains(r.pack.Place, s.outer.prep.Lemma) {
		return false
	}
	return slices.ContainsFunc(s.c.post, func(n *np) bool { return n.next == s.outer && n.head != nil && n.head.Op == lang.OpDemanded })
}
