package extract

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/loaders/registry"
)

// pacts are the treaties that a phrase and its equals name, those that the registry
// knows: by a name to the letter, by an article of the treaty of an organisation
// ("NATO's Article 5"), or as the treaty that the text has just named.
func (r *parser) pacts(n *np) []*registry.Treaty {
	var out []*registry.Treaty
	for _, q := range n.equals() {
		if t := r.pact(q); t != nil && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

func (r *parser) pact(n *np) *registry.Treaty {
	end := n.i1
	if n.own > n.i0 {
		end = n.own
	}
	if t := r.namedIn(n.i0, end); t != nil {
		return t
	}
	if n.head == nil || !n.head.Classes.Any(r.cls.treaty.Or(r.cls.article)) {
		return nil
	}
	article := n.head.Classes.Any(r.cls.article)
	for x, d := n.next, 0; x != nil && d < 2 && x.i0 <= end+2; x, d = x.next, d+1 {
		// "Article 5 of the Washington Treaty", "the obligations under the memorandum"
		if t := r.namedIn(x.i0, x.i1); t != nil && (article || contains(r.pack.Of, x.prep.Lemma)) {
			return t
		}
		end = x.i1
	}
	for _, g := range n.gens {
		if t := r.namedIn(g.i0, g.i1); t != nil && article {
			return t
		}
	}
	if article {
		for _, o := range r.owners(n) {
			if t := r.x.reg.TreatyOf(o.id); t != nil && !o.coref {
				return t
			}
		}
		if x := r.numberOf(n); x != nil {
			if t := r.namedIn(x.i0, x.i1); t != nil {
				return t
			}
			if x.next != nil {
				if t := r.namedIn(x.next.i0, x.next.i1); t != nil {
					return t
				}
			}
			if x.name == nil && x.next == nil {
				return r.onlyTreatyOf() // "consultations with NATO under Article 4"
			}
			for _, y := range []*np{x, x.next} {
				if y != nil && y.name != nil {
					return r.x.reg.TreatyOf(y.name.Entity)
				}
			}
		}
		return nil
	}
	// "the accord": the treaty spoken of.
	if t := r.said.treaty; t != nil && (n.def || n.feats.Any(lang.Def) || r.bareDefinite(n)) && n.poss == nil && len(n.adjs)+len(n.gens)+len(n.mods)+len(n.nouns) == 0 && n.next == nil &&
		r.report.Sentences-r.said.treatyAt <= 2 {
		return r.x.reg.Treaty(t.ID)
	}
	return nil
}

// numberOf is the phrase that begins with the number of an article: "4 of the North
// Atlantic Treaty".
func (r *parser) numberOf(n *np) *np {
	for k := range r.phrases {
		if x := r.phrases[k].np; x != nil && x.i0 == n.i1 && x.i0 < len(r.items) && r.items[x.i0].digits {
			return x
		}
	}
	return nil
}

// namedIn is the treaty whose name stands among items [i0, i1).
func (r *parser) namedIn(i0, i1 int) *registry.Treaty {
	for i := i0; i < i1 && i < len(r.items); i++ {
		if l := r.items[i].lex(); l != nil && l.Named != "" {
			return r.x.reg.Treaty(l.Named)
		}
	}
	return nil
}

// onlyTreatyOf is the treaty of the one organisation that the sentence names and that
// has a treaty.
func (r *parser) onlyTreatyOf() *registry.Treaty {
	var found *registry.Treaty
	for i := range r.items {
		if r.items[i].pos != posName {
			continue
		}
		if t := r.x.reg.TreatyOf(r.items[i].e.Name.Entity); t != nil && t != found {
			if found != nil {
				return nil
			}
			found = t
		}
	}
	return found
}

// pairedParties is to how many others at most a treaty of few is told of a party: the
// ontology records pairs for up to six parties.
const pairedParties = 5

// asEnds are treaties as ends of claims; of those of few, where only treaties open to
// many are wanted, the ones that bind the subject to too many for pairs.
func asEnds(m *filled, treaties []*registry.Treaty, n *np, open bool) []ref {
	var out []ref
	for _, t := range treaties {
		if t.Open() || !open || slices.ContainsFunc(m.refs[lang.RoleSubject], func(s ref) bool { return len(t.Others(s.id)) > pairedParties }) {
			out = append(out, ref{id: t.ID, np: n})
		}
	}
	return out
}

// boundTo are the parties to whom treaties of few bind the subject.
func (r *parser) boundTo(m *filled, n *np) []ref {
	var out []ref
	for _, t := range r.pacts(n) {
		for _, s := range m.refs[lang.RoleSubject] {
			others := t.Others(s.id)
			if len(others) > pairedParties {
				continue
			}
			for _, id := range others {
				if !slices.ContainsFunc(out, func(x ref) bool { return x.id == id }) && !slices.ContainsFunc(m.refs[lang.RoleSubject], func(x ref) bool { return x.id == id }) {
					out = append(out, ref{id: id, np: n})
				}
			}
		}
	}
	return out
}

// calledTreaty is the name by which the sentence calls a treaty; "" where it has none.
func (r *parser) calledTreaty(id graph.EntityID) string {
	for i := range r.items {
		if l := r.items[i].lex(); l != nil && l.Named == id {
			return r.span(i, i+1)
		}
	}
	return ""
}

// knownTreaty makes a mention of a treaty that the registry knows one of it, and of no
// other: its id, kind, name, parties and day of signature. What the text says stays,
// which is how far the treaty or a party has gone.
func (r *parser) knownTreaty(t *graph.TreatyMention, by *registry.Treaty, c *graph.Claim) {
	if as := r.calledTreaty(by.ID); as != by.Name {
		t.As = as
	}
	t.ID, t.Kind, t.Title, t.Signed = by.ID, by.Kind, by.Name, by.Signed
	t.Parties = by.Parties()
	joins := c.Relation != "INVOKED_TREATY" && c.Relation != "VIOLATED_TREATY" // or leaves: who calls on a treaty or breaks it is not thereby a party
	if len(t.Parties) == 0 && joins {
		for _, e := range []graph.EntityRef{c.Subject, c.Object} {
			if e.Kind != graph.Treaty {
				t.Parties = append(t.Parties, e.ID)
			}
		}
		slices.Sort(t.Parties)
	}
	now := graph.MaxDay
	if r.art.Published.Known() {
		now = r.art.Published.Last()
	}
	stage := by.Stage(now)
	switch {
	case c.Modality == graph.Asserted && (t.Status == graph.TreatySuspended || t.Status == graph.TreatyRatified || t.Status == graph.TreatySigned && joins):
		// What was done.
	case c.Modality == graph.Asserted && t.Status == graph.TreatyTerminated && len(t.Parties) == 2:
		// One of two that leaves ends it.
	default:
		t.Status = stage
	}
}
