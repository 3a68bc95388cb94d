package memory

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// relation adds up an episode's claims.
func (v *view) relation(e *episode) *graph.Relation {
	r := &graph.Relation{
		Kind: e.Kind, Subject: e.Subject, Object: e.Object, Modality: e.Modality, Treaty: e.Treaty, Office: e.Office,
		ID: graph.NewRelationID(e.RelationKey, first(e.claims).Claim.ID), ValidFrom: e.from, ValidTo: e.to,
		FirstReported: graph.MaxDay, LastAttested: graph.MinDay,
	}
	if e.ended {
		r.ValidFrom, r.ValidTo = "", e.endsOn()
	}
	claims := slices.Concat(e.claims, e.over)
	slices.SortFunc(claims, byKnown)
	weights := map[string]graph.Thousandths{}
	thirds := map[string]bool{}
	vouched := false
	for _, p := range claims {
		c := p.Claim
		r.Claims = append(r.Claims, c.ID)
		r.Against = append(r.Against, p.Against...)
		r.Items = append(r.Items, c.Items...)
		r.Domains = append(r.Domains, c.Domains...)
		if known := c.Known(); known.Bounded() {
			r.FirstReported, r.LastAttested = min(r.FirstReported, known), max(r.LastAttested, known)
		}
		own := c.Voice == graph.VoiceOutlet || c.Voice == graph.VoiceSubject
		vouched = vouched || own || p.Accepted || c.Voice == graph.VoiceObject && v.o.Spec(e.Kind).Symmetric
		w := max(500, c.Confidence*7/10)
		if own {
			w = max(700, c.Confidence)
		}
		if p.Accepted {
			w = max(950, w)
		}
		for _, s := range v.origins(c) {
			weights[s] = max(weights[s], min(w, 1000))
			if c.Voice == graph.VoiceThird {
				thirds[s] = true
			}
		}
	}
	r.Against, r.Items, r.Domains = distinct(r.Against), distinct(r.Items), distinct(r.Domains)
	var all []graph.Thousandths
	for _, w := range weights {
		all = append(all, w)
	}
	r.Confidence, r.ClaimCount, r.SourceCount = graph.Confidence(all), len(r.Claims), len(weights)
	switch {
	case e.ended:
		r.Status = graph.StatusEnded
	case e.Modality == graph.Denied:
		r.Status = graph.StatusDenied
	case e.Modality != graph.Asserted:
		r.Status = graph.StatusProspect
	case e.disputed:
		r.Status = graph.StatusDisputed
	case vouched || len(thirds) >= 2:
		r.Status = graph.StatusFact
	default:
		r.Status = graph.StatusAlleged
	}
	r.Span = graph.SpanOf(v.o.Spec(e.Kind), r)
	return r
}

func distinct[T cmp.Ordered](list []T) []T {
	slices.Sort(list)
	return slices.Compact(list)
}

// origins are the sources behind a claim: of each chain of its attribution the
// innermost that has a name, and where there is none the outlet.
func (v *view) origins(c *graph.Claim) []string {
	outlet := "name " + v.sources[c.Evidence.Article]
	found := map[int]string{}
	for _, s := range c.Attribution {
		name := strings.Join(graph.Tokens(s.Name), " ")
		switch {
		case s.Role == graph.RoleUnnamed || s.ID == "" && name == "":
			if _, ok := found[s.Chain]; !ok {
				found[s.Chain] = ""
			}
		case s.ID != "":
			found[s.Chain] = "id " + string(s.ID)
		default:
			found[s.Chain] = "name " + name
		}
	}
	var all []string
	for _, s := range found {
		all = append(all, cmp.Or(s, outlet))
	}
	if len(all) == 0 {
		return []string{outlet}
	}
	return distinct(all)
}
