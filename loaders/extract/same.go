package extract

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// same gives who "does the same" the deed told last of another, in the sentence
// or in the one before it: "Poland recalled its ambassador from Belarus.
// Lithuania followed suit."
func (r *parser) same() {
	for _, c := range r.clauses {
		v := c.verb
		if v == nil || v.verb == nil || !v.verb.Classes.Any(r.cls.same) || v.passive || c.subj == nil {
			continue
		}
		if slices.ContainsFunc(c.post, func(n *np) bool { return n != c.subj && len(strong(n.refs)) > 0 }) {
			continue // "did the same to Chad"
		}
		mod, ended := r.modality(c)
		if ended {
			continue
		}
		refs := strong(c.subj.refs)
		deeds := r.deeds(r.sentenceAt, len(r.claims), refs)
		if len(deeds) == 0 {
			deeds = r.deeds(r.priorAt, r.sentenceAt, refs)
		}
		for i := range refs {
			for _, d := range deeds {
				r.again(c, &refs[i], d, mod)
			}
		}
	}
}

// gaps gives who did as many the deed whose verb and object are said of another: "France
// expelled 40 diplomats and Spain 35".
func (r *parser) gaps() {
	if !r.pack.AdjectiveBefore() {
		return
	}
	for k := 0; k+1 < len(r.phrases); k++ {
		n, m := r.phrases[k].np, r.phrases[k+1].np
		if r.phrases[k].kind != 'N' || r.phrases[k+1].kind != 'N' || m.num == 0 || m.head != nil || m.name != nil || m.person != "" || m.prep != nil || k+2 < len(r.phrases) && r.phrases[k+2].kind == 'N' && r.phrases[k+2].np.prep == nil {
			continue
		}
		q := n.equals()[len(n.equals())-1]
		c := m.clause
		if c == nil || c.verb == nil || c.subj == nil || c.subj == n || q.name == nil || q.head != nil || q == n && (n.prep != nil || k == 0 || r.phrases[k-1].kind != 'c' && r.phrases[k-1].kind != ',') {
			continue
		}
		refs := strong(r.one(q))
		for i := range r.claims[r.sentenceAt:len(r.claims):len(r.claims)] {
			d := r.claims[r.sentenceAt+i]
			if r.from[r.sentenceAt+i] != c || d.Relation == "LEADS" || r.x.ontology.Spec(d.Relation).Symmetric || !slices.ContainsFunc(strong(c.subj.refs), func(x ref) bool { return x.id == d.Subject.ID }) {
				continue
			}
			for j := range refs {
				if refs[j].id != d.Object.ID && refs[j].id != d.Subject.ID {
					r.again(c, &refs[j], d, d.Modality)
				}
			}
		}
	}
}

// deeds are what was last said to have been done by somebody else, of the claims
// between two places. What two do to each other has no one doer.
func (r *parser) deeds(from, to int, but []ref) []*graph.Claim {
	var out []*graph.Claim
	var told *clause
	for i := to - 1; i >= from; i-- {
		d := r.claims[i]
		if d.Relation == "LEADS" || d.Modality != graph.Asserted || d.Ended || !party(d.Subject.Kind) || r.x.ontology.Spec(d.Relation).Symmetric {
			continue
		}
		if slices.ContainsFunc(but, func(x ref) bool { return x.id == d.Subject.ID }) {
			continue
		}
		if len(out) > 0 && (r.from[i] != told || out[0].Subject.ID != d.Subject.ID) {
			break
		}
		told = r.from[i]
		out = append(out, d)
	}
	return out
}

// again makes the claim that x has done what another claim tells.
func (r *parser) again(c *clause, x *ref, d *graph.Claim, mod graph.Modality) {
	s := graph.EntityRef{ID: x.id, Kind: x.id.Kind(), Name: r.nameOf(x.id)}
	o := d.Object
	if o.ID == s.ID {
		o = d.Subject // it was done to x, who pays it back
	}
	if s.ID == "" || !r.x.ontology.Allows(d.Relation, s.Kind.Letter(), o.Kind.Letter()) {
		return
	}
	to := int(r.toks[r.items[max(c.i1, c.verb.i1)-1].t1-1].End)
	from := strings.LastIndex(r.text[:to], d.Evidence.Quote)
	if from < 0 {
		return
	}
	n := &graph.Claim{
		Relation: d.Relation, Modality: mod, Rule: d.Rule, Extractor: Name, Subject: s, Object: o,
		Items: slices.Clone(d.Items), Domains: slices.Clone(d.Domains), Scope: d.Scope, Confidence: min(d.Confidence, 750),
	}
	if x.agent.Name != "" && x.agent.ID != s.ID {
		a := x.agent
		a.Side = graph.SideSubject
		n.Agents = append(n.Agents, a)
	}
	r.attribute(c, n)
	n.Evidence = r.quoted(from, to)
	r.keep(n, nil)
}
