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
