package extract

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// modality climbs from a clause to the outermost and says how what it says
// stands to the facts.
func (r *parser) modality(c *clause) (m graph.Modality, ended bool) {
	v := c.verb
	m = graph.Asserted
	if v != nil {
		m, ended = own(v)
		if m == graph.Asserted && c.link == linkMain && v.marker && !finite(v) && v.feats.Any(lang.Inf) && c.subj != nil && r.pack.AdjectiveBefore() && !r.pack.VerbLast {
			m = graph.Planned // "Peru to sign accord"
		}
	}
	for d := 0; c != nil && c.parent != nil && d < 8; d++ {
		switch c.link {
		case linkComp, linkThat:
			p := c.parent
			op := lang.OpNone
			if c.gov != nil {
				op = c.gov.Op
			}
			if op == lang.OpAgreed && c.gov.Classes.Any(r.cls.orders) && r.ofAnother(c) {
				op = lang.OpDemanded // "ordered French troops to leave"
			}
			pm, _ := graph.Asserted, false
			if p.verb != nil {
				pm, _ = own(p.verb)
			}
			if c.denied || p.verb != nil && p.verb.verb != nil && c.gov != nil && c.gov.POS == lang.Noun && (p.verb.verb.Op == lang.OpDeny || p.verb.verb.Op == lang.OpRefuse) {
				pm = graph.Denied // "has no plans to send", "denied plans to send"
			}
			if c.link == linkThat && op == lang.OpPlanned && c.gov.Say {
				op = lang.OpNone
			}
			if c.gov != nil && c.gov.Say && p.verb != nil && c.verb != nil && c.verb.cond && c.verb.op == lang.OpNone && m == graph.Possible && p.verb.feats.Any(lang.Past) && !r.pack.PerfectBe {
				m = graph.Planned // the future told in the past: "a annoncé qu'il livrerait"
			}
			if h := c.host; h != nil && op != lang.OpDemanded && c.gov != nil && c.gov == h.head && (len(h.gens) > 0 || len(h.adjs) > 0) {
				// "rejects Germany's plan to send": whatever is done about it, the plan stands.
				return under(op, graph.Asserted, m, ended)
			}
			if op == lang.OpFail && pm == graph.Denied && c.gov.ObjCtrl && m == graph.Asserted {
				m = graph.Possible // "will not prevent Poland from sending"
			}
			m, ended = under(op, pm, m, ended)
			if op == lang.OpNone && c.link == linkComp && c.gov != nil && c.gov.ObjCtrl && c.gov.Stance == "" && m == graph.Asserted && (pm == graph.Denied || pm.Prospect()) {
				m = pm // "will not let X use its ports"
			}
			if h := c.host; h != nil && c.gov == h.head && op == lang.OpDemanded && pm == graph.Asserted && p.verb != nil && p.verb.verb != nil && refuses(p.verb.verb.Op) && slices.Contains(p.post, h) {
				m = graph.Denied // "rejects a request to transfer"
			}
			if h := c.host; h != nil && c.gov == h.head && h.prep != nil && p.verb != nil && p.verb.verb != nil && p.verb.verb.Op == lang.OpEnd && pm == graph.Asserted && contains(r.pack.Place, h.prep.Lemma) && m.Prospect() {
				return graph.Denied, ended // "a renunțat la planul de a amplasa"
			}
			if h := c.host; h != nil && c.gov == h.head && h.prep != nil && !contains(r.pack.To, h.prep.Lemma) && !contains(r.pack.Object, h.prep.Lemma) {
				return m, ended // "bans X over its decision to invade"
			}
		case linkRel, linkPart, linkFact:
			if c.link == linkRel && c.host != nil && m == graph.Asserted && r.whichever(c.host) {
				m = graph.Possible // "any deal that the two reach"
			}
			if c.asLong && c.verb != nil && c.verb.neg && !c.verb.nomore {
				return graph.Possible, ended // as long as X does not withdraw: until it does
			}
			if c.until && c.verb != nil && !c.verb.feats.Any(lang.Past) && m != graph.Denied {
				return graph.Possible, ended // "until X withdraws": it has not yet
			}
			return m, ended // told by the way: it holds whatever the clause around it says
		case linkGer:
			if c.verb != nil && c.verb.verb == unknownVerb && r.pack.AdjectiveBefore() {
				return m, ended // "will open a consulate, signalling its rejection": by the way
			}
			if p := c.parent; p.verb != nil && m == graph.Asserted {
				if pm, _ := own(p.verb); pm.Prospect() {
					m = pm
				}
			}
		case linkPurpose:
			if m == graph.Asserted {
				m = graph.Planned
			}
		case linkIf:
			if r.pack.AdjectiveBefore() && !ended {
				return graph.Possible, false // whatever depends on it
			}
			if m != graph.Denied {
				m = graph.Possible
			}
		}
		c = c.parent
		if c.link == linkPurpose && m == graph.Asserted {
			m = graph.Planned
		}
	}
	return m, ended
}

// ofAnother reports whether the troops that are ordered to do what a clause says are of
// another state than who orders it.
func (r *parser) ofAnother(c *clause) bool {
	by, who := r.subjectOf(c.parent), r.subjectOf(c)
	if by == nil || who == nil || who.head == nil || !who.head.Classes.Any(r.cls.units) {
		return false
	}
	a, b := strong(r.resolve(by)), strong(r.resolve(who))
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(b, func(x ref) bool { return x.id == a[0].id })
}

// whichever reports whether a phrase speaks of whatever there may be: "any attack".
func (r *parser) whichever(n *np) bool {
	return n.i0 < len(r.items) && r.items[n.i0].kind(lang.Det, "any")
}

// refuses reports whether a verb keeps what it governs from being done.
func refuses(op lang.Op) bool { return op == lang.OpRefuse || op == lang.OpDeny || op == lang.OpFail }

// own is the modality that a verb group shows itself.
func own(v *vg) (graph.Modality, bool) {
	m := graph.Asserted
	switch {
	case v.neg:
		return graph.Denied, v.nomore
	case v.op != lang.OpNone:
		m = opModality(v.op)
	case v.cond:
		m = graph.Possible
	case v.fut:
		m = graph.Planned
	}
	return m, false
}

func opModality(op lang.Op) graph.Modality {
	switch op {
	case lang.OpAgreed:
		return graph.Agreed
	case lang.OpPlanned:
		return graph.Planned
	case lang.OpPledged:
		return graph.Pledged
	case lang.OpPossible, lang.OpThreat:
		return graph.Possible
	case lang.OpDemanded:
		return graph.Demanded
	case lang.OpDeny, lang.OpRefuse, lang.OpEnd, lang.OpFail, lang.OpExclude:
		return graph.Denied
	}
	return graph.Asserted
}

// under composes what governs with what is governed.
func under(op lang.Op, gov, m graph.Modality, ended bool) (graph.Modality, bool) {
	if op == lang.OpNone || op == lang.OpFact {
		if op == lang.OpFact && gov != graph.Asserted && m == graph.Asserted {
			return gov, ended
		}
		return m, ended
	}
	if gov == graph.Denied {
		switch op {
		case lang.OpExclude:
			return graph.Possible, ended
		case lang.OpDeny, lang.OpFail:
			return m, ended // "did not deny"
		case lang.OpEnd:
			return m, ended
		default:
			return graph.Denied, ended
		}
	}
	if m == graph.Denied && ended && opModality(op).Prospect() && op != lang.OpThreat {
		return opModality(op), true // "promises to stop"
	}
	if m == graph.Denied && op != lang.OpDeny {
		return m, ended
	}
	switch op {
	case lang.OpEnd:
		if gov.Prospect() {
			return gov, true
		}
		return graph.Denied, true
	case lang.OpDeny, lang.OpRefuse, lang.OpFail, lang.OpExclude:
		return graph.Denied, ended
	}
	if gov.Prospect() && op != lang.OpDemanded && m == graph.Asserted {
		if gov == graph.Planned {
			return opModality(op), ended
		}
		return gov, ended
	}
	if op == lang.OpPossible && m.Prospect() && m != graph.Planned {
		return m, ended
	}
	return opModality(op), ended
}

// noLonger notes which denied verbs say that something was so before: "no
// longer", "ne … plus", "nicht mehr", wherever the word stands in the clause.
func (r *parser) noLonger() {
	for k := range r.phrases {
		v := r.phrases[k].vg
		if v == nil || !v.neg || v.nomore {
			continue
		}
		for i := v.i0; i < len(r.items); i++ {
			it := &r.items[i]
			if it.punct != 0 && it.pos == 0 || i >= v.i1 && (it.pos == lang.Verb || it.pos == lang.Sub || it.pos == lang.Rel) {
				break
			}
			if !it.kind(lang.Neg, "no-longer") && !it.kind(lang.Adv, "no-longer") {
				continue
			}
			// "no more than"
			if i+1 < len(r.items) && (r.items[i+1].pos == lang.Sub || r.items[i+1].pos == lang.Prep && contains(r.pack.As, r.items[i+1].lex().Lemma)) {
				continue
			}
			v.nomore = true
			break
		}
	}
}
