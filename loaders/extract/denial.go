package extract

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// denials adds what a party says is not so, where the text denies in one word what
// somebody was just said to have alleged: "…, acuzație respinsă de Teheran", "…,
// însă Moscova dezminte". The allegation stays beside it.
func (r *parser) denials() {
	for _, c := range r.clauses {
		if c.verb == nil || c.verb.neg || c.verb.verb == nil || !r.denies(c) {
			continue
		}
		who := r.denier(c)
		if len(who) == 0 {
			continue
		}
		i0, i1 := r.extent(c)
		if h := c.host; h != nil {
			i0 = min(i0, h.i0)
		}
		for i, n := r.allegedFrom(c), len(r.claims); i < n; i++ {
			o := r.claims[i]
			open := o.Modality == graph.Asserted || o.Modality == graph.Possible && c.verb.verb.Op == lang.OpExclude
			if r.from[i] == c || !open || o.Ended || !alleged(o) {
				continue
			}
			k := slices.IndexFunc(who, func(x ref) bool { return x.id == o.Subject.ID || x.id == o.Object.ID })
			if k < 0 || slices.ContainsFunc(o.Attribution, func(s graph.Source) bool { return r.stateOf(s) == who[k].id }) {
				continue // of no stake, or denied once and admitted now
			}
			d := *o
			d.Modality, d.Rule = graph.Denied, o.Rule
			s := graph.Source{ID: who[k].id, Name: r.nameOf(who[k].id), Role: graph.RoleSpeaker, Stance: graph.Denies}
			if who[k].person && who[k].agent.ID != "" {
				s.ID, s.Name = who[k].agent.ID, who[k].agent.Name
			}
			d.Attribution = []graph.Source{s}
			d.Voice = r.voice(&d)
			r.evidence(&d, i0, i1)
			r.claims = append(r.claims, &d)
			r.from = append(r.from, c)
		}
	}
}

// denies reports whether a clause denies what stands before it: its verb denies or
// rejects, and governs nothing, or what it governs is a word like "accusation".
func (r *parser) denies(c *clause) bool {
	v := c.verb.verb
	if v.Op != lang.OpDeny && v.Op != lang.OpRefuse && v.Op != lang.OpExclude {
		return false
	}
	for _, d := range r.clauses {
		if d.parent == c && (d.link == linkThat || d.link == linkComp) {
			return false
		}
	}
	claim := func(n *np) bool {
		return n.head != nil && n.head.Classes.Any(r.cls.claim) && len(n.gens) == 0 && len(n.adjs) == 0
	}
	if c.link == linkPart || c.relKind() == "whom" {
		return c.host != nil && claim(c.host)
	}
	if c.relKind() == "what" || c.link == linkRel && c.host != nil && claim(c.host) {
		return true
	}
	bare := 0
	for _, n := range c.post {
		if n == c.subj || n.prep != nil && !contains(r.pack.Object, n.prep.Lemma) {
			continue
		}
		if claim(n) {
			return true
		}
		bare++
	}
	return bare == 0 && v.Op == lang.OpDeny && c.link == linkMain && !c.verb.passive
}

// denier is who denies.
func (r *parser) denier(c *clause) []ref {
	if c.verb.passive {
		for _, n := range r.byOf(c.post, nil, nil) {
			return strong(r.resolve(n))
		}
		return nil
	}
	if n := r.subjectOf(c); n != nil {
		return strong(r.resolve(n))
	}
	return nil
}

// allegedFrom is the first claim that a denial may be about: of its sentence, or of
// the sentence before when its own has told nothing.
func (r *parser) allegedFrom(c *clause) int {
	if c == r.clauses[0] {
		return r.priorAt
	}
	return r.sentenceAt
}

// alleged reports whether somebody other than the article says a claim.
func alleged(c *graph.Claim) bool {
	for _, s := range c.Attribution {
		if s.Role == graph.RoleSpeaker || s.Role == graph.RoleUnnamed {
			return true
		}
	}
	return false
}

// takeBack removes claim i of those made so far.
func (r *parser) takeBack(i int) {
	r.claims = slices.Delete(r.claims, i, i+1)
	r.from = slices.Delete(r.from, i, i+1)
}

// asked takes back a demand or request whose content is a claim of its own: "cere
// Rusiei să își retragă trupele" is a withdrawal that is demanded, and not both. Nor is
// anything demanded from the land of "demands the withdrawal of troops from X".
func (r *parser) asked() {
	for i := len(r.claims) - 1; i >= r.sentenceAt; i-- {
		c := r.claims[i]
		if c.Relation != "DEMANDED_FROM" && c.Relation != "REQUESTED_FROM" || r.from[i] == nil {
			continue
		}
		for k := r.sentenceAt; k < len(r.claims); k++ {
			o := r.claims[k]
			if o.Modality == graph.Demanded && (o.Subject.ID == c.Object.ID || o.Object.ID == c.Object.ID && (r.from[k] != r.from[i] || o.Subject.ID != c.Subject.ID && strings.HasSuffix(c.Evidence.Quote, o.Evidence.Quote))) && r.from[k] != nil && isAncestor(r.from[i], r.from[k]) {
				r.takeBack(i)
				break
			}
		}
	}
}

// purposes takes back what two do only in order to do it: "s-au întâlnit pentru a
// discuta" is one meeting.
func (r *parser) purposes() {
	for i := len(r.claims) - 1; i >= r.sentenceAt; i-- {
		c := r.claims[i]
		if r.from[i] == nil || r.from[i].link != linkPurpose || !c.Modality.Prospect() {
			continue
		}
		for k := r.sentenceAt; k < len(r.claims); k++ {
			o := r.claims[k]
			if o.Relation == c.Relation && o.Subject.ID == c.Subject.ID && o.Object.ID == c.Object.ID && r.from[k] == r.from[i].parent {
				r.takeBack(i)
				break
			}
		}
	}
}

// questions takes back what the sentence only asks: "A părăsit Armenia alianța?".
func (r *parser) questions() {
	last := len(r.items) - 1
	if last < 0 || r.items[last].punct != '?' || r.inQuote {
		return
	}
	for i := len(r.claims) - 1; i >= r.sentenceAt; i-- {
		if c := r.from[i]; c != nil && c.link == linkMain && !c.quoted && r.claims[i].Modality == graph.Asserted && !r.presupposed(r.claims[i].Relation) {
			r.takeBack(i)
		}
	}
}
