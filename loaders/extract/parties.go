package extract

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// parties finds the two between whom somebody mediates where the talks do not
// say it themselves: the nearest list before the trigger, else the clause's
// subject and whom it deals with. Whoever mediates is none of them.
func (r *parser) parties(m *filled) ([]ref, bool) {
	own := m.refs[lang.RoleSubject]
	fit := func(refs []ref) ([]ref, bool) {
		var out []ref
		for _, x := range strong(refs) {
			if slices.ContainsFunc(own, func(o ref) bool { return o.id == x.id }) {
				return nil, false
			}
			x.coref, x.agent = true, graph.Agent{}
			out = append(out, x)
		}
		return out, distinct(out) >= 2
	}
	at := 0
	if m.s.n != nil {
		at = m.s.n.i0
	} else {
		at = m.s.c.verb.i0
	}
	for k := len(r.phrases) - 1; k >= 0; k-- {
		if p := &r.phrases[k]; p.kind == 'N' && p.i0 < at {
			if out, ok := fit(r.resolve(p.np)); ok {
				return out, true
			}
		}
	}
	for k := range r.phrases {
		if p := &r.phrases[k]; p.kind == 'N' && p.i0 > at {
			if out, ok := fit(r.resolve(p.np)); ok {
				return out, true
			}
		}
	}
	for c := m.s.c; c != nil; c = c.parent {
		if c.subj == nil {
			continue
		}
		refs := slices.Clone(r.resolve(c.subj))
		for _, n := range c.post {
			if n.prep != nil && n.prep.Kind == "with" {
				refs = append(refs, r.resolve(n)...)
			}
		}
		if out, ok := fit(refs); ok {
			return out, true
		}
	}
	if m.s.n == nil && r.report.Sentences-r.said.pairAt <= 2 && len(r.said.pair) == 2 && len(r.states) <= 1 {
		// "Malaezia s-a oferit să medieze": between the two spoken of.
		a, b := r.said.pair[0], r.said.pair[1]
		if party(a.Kind()) && party(b.Kind()) {
			return fit([]ref{{id: a}, {id: b}})
		}
	}
	return nil, false
}

// others puts the pair named before in the place of an object that would be the
// subject's own pair: "X și Y au salutat decizia celor două țări" is of two others.
// It reports whether there is one.
func (r *parser) others(m *filled) bool {
	subj, obj := m.refs[lang.RoleSubject], m.refs[lang.RoleObject]
	n := m.nps[lang.RoleObject]
	if len(subj) != 2 || len(obj) != 2 || n == nil || !obj[0].coref && !(len(n.gens) > 0 && n.gens[0].head != nil && n.gens[0].head.Classes.Any(r.cls.countries)) || n == m.nps[lang.RoleSubject] || n.pronoun != nil && n.pronoun.Kind == "recip" {
		return true
	}
	for _, o := range obj {
		if !slices.ContainsFunc(subj, func(s ref) bool { return s.id == o.id }) {
			return true
		}
	}
	if len(r.said.before) != 2 {
		return false
	}
	m.refs[lang.RoleObject] = []ref{{id: r.said.before[0], np: n, coref: true}, {id: r.said.before[1], np: n, coref: true}}
	return true
}

// culprit is who did what a condemnation without a name is about: the doer of
// the last hostile act that the sentence has told.
func (r *parser) culprit(m *filled) ([]ref, bool) {
	own := m.refs[lang.RoleSubject]
	from := r.sentenceAt
	if r.knownDeed(m.s.c) || m.f.Kind == "THREATENED" && r.hitBefore(own) {
		from = r.priorAt
	}
	for i := len(r.claims) - 1; i >= from; i-- {
		c := r.claims[i]
		spec := r.x.ontology.Spec(c.Relation)
		if spec == nil || spec.Goldstein >= 0 || spec.Symmetric || c.Relation == m.f.Kind || c.Modality != graph.Asserted && (c.Modality != graph.Agreed || m.f.Kind != "THREATENED") || c.Subject.ID.Kind() == graph.Leader {
			continue
		}
		if c.Relation == "THREATENED" && m.f.Kind == "CONDEMNED" && r.pack.AdjectiveBefore() && slices.ContainsFunc(m.s.c.post, func(n *np) bool {
			return n.prep == nil && n.def && (n.head == nil || !n.head.Classes.Any(r.cls.threat))
		}) {
			continue // "X vows revenge for the killing; Y condemned the killing": not X
		}
		if i < r.sentenceAt && c.Relation != "ATTACKED" && c.Relation != "INVADED" && !(r.pack.FreeOrder && m.f.Kind == "THREATENED" && spec.Goldstein < 0 && slices.ContainsFunc(own, func(o ref) bool { return o.id == c.Object.ID })) {
			continue
		}
		if !slices.ContainsFunc(own, func(o ref) bool { return o.id == c.Subject.ID }) {
			return []ref{{id: c.Subject.ID, coref: true}}, true
		}
	}
	return nil, false
}

// doer is who did what a clause judges, where it only calls it "the decision" or "the
// launch": who alone was the subject of the sentence before.
func (r *parser) doer(m *filled) ([]ref, bool) {
	id := r.said.doer
	if !r.pack.FreeOrder || m.s.n != nil {
		return nil, false
	}
	n := m.s.c.subj
	if !m.s.c.verb.passive {
		n = nil
		for _, q := range m.s.c.post {
			if q.prep == nil && q != m.s.c.subj {
				n = q
				break
			}
		}
	}
	if n == nil || n.head == nil || !n.feats.Any(lang.Def) && !n.head.Classes.Any(r.cls.harm) || n.poss != nil || len(n.adjs)+len(n.gens) > 0 || n.next != nil && (contains(r.pack.Of, n.next.prep.Lemma) || n.next.prep.Kind == "between") {
		return nil, false
	}
	if w := r.said.wars; len(w) > 0 && n.head.Classes.Any(r.cls.harm) {
		a := w[len(w)-1].a
		for i := len(w) - 1; i >= 0; i-- {
			if slices.ContainsFunc(m.refs[lang.RoleSubject], func(o ref) bool { return o.id == w[i].b }) {
				a = w[i].a // who was hit condemns what hit them
				break
			}
		}
		if slices.ContainsFunc(m.refs[lang.RoleSubject], func(o ref) bool { return o.id == a }) {
			return nil, false
		}
		return []ref{{id: a, np: n, coref: true}}, true // "a condamnat invazia"
	}
	if n.head.Classes.Any(r.cls.harm) {
		return nil, false
	}
	if n.head.Op != lang.OpAgreed && !n.head.Classes.Any(r.cls.event.Or(r.cls.delivery).Or(r.cls.deed)) {
		return nil, false
	}
	if id == "" || slices.ContainsFunc(m.refs[lang.RoleSubject], func(o ref) bool { return o.id == id }) {
		return nil, false
	}
	return []ref{{id: id, np: n, coref: true}}, true
}

// accuser is who said of the subject, or asked it for, what it rejects without naming
// anybody: "Khartoum rejected the accusation".
func (r *parser) accuser(m *filled) ([]ref, bool) {
	n := m.nps[lang.RoleNeed]
	for i := len(r.claims) - 1; i >= r.priorAt && n != nil && n.head != nil; i-- {
		c := r.claims[i]
		asked := c.Relation == "DEMANDED_FROM" || c.Relation == "REQUESTED_FROM"
		if !asked && c.Relation != "ACCUSED" && c.Relation != "CONDEMNED" || asked != (n.head.Op == lang.OpDemanded) {
			continue
		}
		if slices.ContainsFunc(m.refs[lang.RoleSubject], func(o ref) bool { return o.id == c.Object.ID }) {
			return []ref{{id: c.Subject.ID, coref: true}}, true
		}
	}
	return nil, false
}

// punished is who is punished or blamed for the deed that a clause names as its cause
// or occasion: "sancțiuni împotriva Rusiei după invadarea Ucrainei".
func (r *parser) punished(m *filled, victim graph.EntityID) graph.EntityID {
	if !r.pack.FreeOrder || m.s.prepN == nil || m.f.Kind != "INVADED" {
		return ""
	}
	for i := len(r.claims) - 1; i >= r.sentenceAt; i-- {
		c := r.claims[i]
		if spec := r.x.ontology.Spec(c.Relation); r.from[i] == m.s.c && spec.Goldstein < 0 && !spec.Symmetric && c.Object.Kind == graph.State && c.Object.ID != victim {
			return c.Object.ID
		}
	}
	return ""
}

// hitBefore reports whether one of the ends is whom the sentence before told an attack
// on ("Islamabad vowed to respond"), or another hostile step where the verb may have
// no subject beside it.
func (r *parser) hitBefore(own []ref) bool {
	for _, c := range r.claims[r.priorAt:r.sentenceAt] {
		step := c.Relation == "ATTACKED" || c.Relation == "INVADED"
		if spec := r.x.ontology.Spec(c.Relation); spec != nil && r.pack.FreeOrder && !spec.Symmetric && c.Modality == graph.Asserted {
			step = step || spec.Goldstein < 0
		}
		if step && slices.ContainsFunc(own, func(o ref) bool { return o.id == c.Object.ID }) {
			return true
		}
	}
	return false
}

// unrecognised is the state or actor, not recognised by all, that the text has named
// last, where a clause speaks of recognising it: "nu i-a recunoscut independența".
func (r *parser) unrecognised(m *filled) ([]ref, bool) {
	c := m.s.c
	speaks := c.verb.clitic && len(c.post) == 0
	for _, n := range append(slices.Clone(c.post), c.subj, c.host) {
		speaks = speaks || n != nil && n.head != nil && n.head.Classes.Any(r.cls.independence)
	}
	if !r.pack.FreeOrder || !speaks {
		return nil, false
	}
	if id := r.said.contested; id != "" && !slices.ContainsFunc(m.refs[lang.RoleSubject], func(o ref) bool { return o.id == id }) {
		return []ref{{id: id, coref: true}}, true
	}
	return nil, false
}

// knownDeed reports whether a clause speaks of a hostile act as of one that the text
// has told: "condemned the attacks".
func (r *parser) knownDeed(c *clause) bool {
	for _, n := range c.post {
		if n.head != nil && n.head.Classes.Any(r.cls.event) && (n.def || n.feats.Any(lang.Def)) && len(n.adjs)+len(n.gens) == 0 && n.poss == nil && n.next == nil {
			return true
		}
	}
	return false
}

// enemies names against whom a war is that a sentence says somebody supported,
// where the war itself is told beside it.
func (r *parser) enemies() {
	for _, c := range r.claims[r.sentenceAt:] {
		if c.Relation != "SUPPORTED_WAR_OF" || len(c.Against) > 0 {
			continue
		}
		for _, o := range r.claims[r.sentenceAt:] {
			if (o.Relation == "INVADED" || o.Relation == "AT_WAR_WITH" || o.Relation == "ATTACKED") && o.Subject.ID == c.Object.ID && o.Object.ID != c.Subject.ID {
				c.Against = append(c.Against, graph.EntityRef{ID: o.Object.ID, Name: o.Object.Name})
				break
			}
		}
	}
}

// sanctions finds an end of sanctions that are spoken of as known: "the sanctions
// were lifted" are the last ones that the article has told of, by whoever lifts
// them if that is said.
func (r *parser) sanctions(m *filled, role lang.Role) ([]ref, bool) {
	for i := len(r.claims) - 1; i >= 0; i-- {
		c := r.claims[i]
		if c.Relation != "SANCTIONED" && c.Relation != "EMBARGOED" || c.Modality != graph.Asserted {
			continue
		}
		by := m.refs[lang.RoleSubject]
		switch {
		case role == lang.RoleSubject:
			return []ref{{id: c.Subject.ID, coref: true}}, true
		case len(by) == 1 && by[0].id == c.Subject.ID:
			return []ref{{id: c.Object.ID, coref: true}}, true
		}
	}
	return nil, false
}

// deserted is whom sanctions meet that name nobody, where the sentence has told that
// the same state left an agreement with somebody: "a retras SUA din acordul cu Iranul
// și a reintrodus sancțiunile".
func (r *parser) deserted(m *filled) ([]ref, bool) {
	own := m.refs[lang.RoleSubject]
	for i := len(r.claims) - 1; i >= r.sentenceAt; i-- {
		c := r.claims[i]
		if c.Relation == "WITHDREW_FROM_TREATY_WITH" && c.Object.Kind == graph.State && slices.ContainsFunc(own, func(o ref) bool { return o.id == c.Subject.ID }) {
			return []ref{{id: c.Object.ID, coref: true}}, true
		}
	}
	return nil, false
}

// standElsewhere reports whether the text has told that the forces that somebody asks
// to be withdrawn are in another land than the asker's, or fight for another.
func (r *parser) standElsewhere(m *filled, asker *np) bool {
	own := m.refs[lang.RoleSubject]
	if len(own) == 0 {
		return true
	}
	by := strong(r.resolve(asker))
	there := func(at, of graph.EntityID) bool {
		return of == own[0].id && !slices.ContainsFunc(by, func(x ref) bool { return x.id == at })
	}
	return slices.ContainsFunc(r.claims, func(c *graph.Claim) bool {
		switch c.Relation {
		case "INVADED", "ATTACKED", "OCCUPIES", "AT_WAR_WITH", "ANNEXED", "SENT_TROOPS_TO", "SUPPORTED_WAR_OF", "SPONSORS":
			return there(c.Object.ID, c.Subject.ID) || c.Relation == "AT_WAR_WITH" && there(c.Subject.ID, c.Object.ID)
		case "HOSTS_FORCES_OF":
			return there(c.Subject.ID, c.Object.ID)
		}
		return false
	})
}

// quarrel is with whom a step is taken that names nobody, such as recalling an
// ambassador: who did the last hostile act of the sentence to us, or with whom
// somebody else has just broken.
func (r *parser) quarrel(m *filled) ([]ref, bool) {
	own := m.refs[lang.RoleSubject]
	ours := func(id graph.EntityID) bool {
		return slices.ContainsFunc(own, func(o ref) bool { return o.id == id })
	}
	for i := len(r.claims) - 1; i >= r.sentenceAt; i-- {
		c := r.claims[i]
		spec := r.x.ontology.Spec(c.Relation)
		if spec == nil || spec.Goldstein >= 0 || spec.Symmetric || c.Modality != graph.Asserted || c.Subject.ID.Kind() != graph.State {
			continue
		}
		switch {
		case ours(c.Object.ID) && !ours(c.Subject.ID):
			return []ref{{id: c.Subject.ID, coref: true}}, true
		case ours(c.Subject.ID) && !ours(c.Object.ID) && c.Object.ID.Kind() == graph.State && m.f.Kind == "RECALLED_AMBASSADOR_FROM":
			return []ref{{id: c.Object.ID, coref: true}}, true // "a condamnat Israelul și și-a chemat ambasadorul"
		case ours(c.Subject.ID) && !ours(c.Object.ID) && c.Relation != m.f.Kind && m.f.Kind != "RECALLED_AMBASSADOR_FROM" && r.pack.AdjectiveBefore():
			return []ref{{id: c.Object.ID, coref: true}}, true // "closes the border with X, expels ambassador"
		case !ours(c.Subject.ID) && !ours(c.Object.ID) && (c.Relation == "REDUCED_RELATIONS_WITH" || slices.Contains(r.x.ontology.Descendants("REDUCED_RELATIONS_WITH"), c.Relation)):
			return []ref{{id: c.Object.ID, coref: true}}, true
		}
	}
	if p := r.said.pair; m.f.Kind != "RECALLED_AMBASSADOR_FROM" && len(p) == 2 && len(own) == 1 && r.report.Sentences-r.said.pairAt <= 2 && len(r.states) <= 1 {
		// "Cambodia answered by reducing relations": with the other of the two spoken of.
		switch {
		case ours(p[0]):
			return []ref{{id: p[1], coref: true}}, true
		case ours(p[1]):
			return []ref{{id: p[0], coref: true}}, true
		}
	}
	return nil, false
}

// threatens reports whether what the site says is threatened by its own
// subject: "threatens to attack", "threatens sanctions".
func (r *parser) threatens(m *filled) bool {
	c := m.s.c
	if m.s.n != nil && m.s.isObj && c.verb != nil && c.verb.verb != nil && c.verb.verb.Op == lang.OpThreat {
		return true
	}
	for d := 0; c != nil && c.parent != nil && d < 4; c, d = c.parent, d+1 {
		if c.link == linkThat && c.gov != nil && c.gov.Kind == "warn" {
			// "warned that it would strike": who warns of what another may do threatens nobody.
			who := r.resolve(r.warner(c.parent))
			return len(who) > 0 && slices.ContainsFunc(m.refs[lang.RoleSubject], func(x ref) bool { return x.id == who[0].id })
		}
		if (c.link == linkComp || c.link == linkThat) && c.gov != nil && c.gov.Op == lang.OpThreat {
			who := r.subjectOf(c.parent)
			if who != r.subjectOf(m.s.c) || m.s.n == nil {
				return who == r.subjectOf(m.s.c)
			}
			// "threatens to strike X due to attacks by Y": Y's are no threat.
			return slices.ContainsFunc(m.refs[lang.RoleSubject], func(x ref) bool {
				return slices.ContainsFunc(r.resolve(who), func(y ref) bool { return y.id == x.id })
			})
		}
	}
	return false
}

// warner is who says what a clause says: its subject, who may be named in it.
func (r *parser) warner(c *clause) *np {
	if n := r.subjectOf(c); n != nil {
		return n
	}
	return &np{done: true}
}

// such are the members that a plural names by examples: "twenty countries,
// including Germany and Poland,".
func (r *parser) such(n *np) []ref {
	if x := r.examples(n); x != nil {
		return r.resolve(x)
	}
	return nil
}

// examples is the phrase that names some of what a phrase counts.
func (r *parser) examples(n *np) *np {
	for k := range r.phrases {
		if r.phrases[k].kind != 'N' || r.phrases[k].np != n {
			continue
		}
		j := k + 1
		if j < len(r.phrases) && r.phrases[j].kind == ',' {
			j++
		}
		if j < len(r.phrases) && r.phrases[j].kind == 'N' && r.phrases[j].np.prep != nil && r.phrases[j].np.prep.Kind == "such" {
			return r.phrases[j].np
		}
		break
	}
	return nil
}

// respectively gives the leaders of a plural office their names: "the presidents
// of Venezuela and Guyana, Nicolás Maduro and Irfaan Ali,".
func (r *parser) respectively(n *np) {
	if !r.pack.AdjectiveBefore() || n.head == nil || n.person != "" || !n.head.Classes.Any(r.cls.head) || !n.feats.Any(lang.Pl) || r.nobind(n) {
		return
	}
	refs := strong(r.resolve(n))
	if len(refs) < 2 {
		return
	}
	for i, q := range r.bearers(n, len(refs)) {
		id := q.leader
		if id == "" {
			id = leaderID(q.person)
			r.met(id, q.person)
		}
		key := string(id) + " " + string(refs[i].id)
		if r.ledBy[key] || !r.x.ontology.Allows("LEADS", 'L', refs[i].id.Kind().Letter()) {
			continue
		}
		r.ledBy[key] = true
		cl := &graph.Claim{Relation: "LEADS", Modality: graph.Asserted, Voice: graph.VoiceOutlet, Office: n.head.Office, Rule: "leads/title", Extractor: Name, Confidence: 850}
		cl.Subject = graph.EntityRef{ID: id, Kind: graph.Leader, Name: q.person}
		cl.Object = graph.EntityRef{ID: refs[i].id, Kind: refs[i].id.Kind(), Name: r.nameOf(refs[i].id)}
		r.evidence(cl, n.i0, q.i1)
		r.claims = append(r.claims, cl)
		r.from = append(r.from, nil)
	}
}

// bearers lists the people named behind a plural office, when they are as many
// as its states: in the apposition that follows, or at the end of the list of
// states when the two have run into one.
func (r *parser) bearers(n *np, count int) []*np {
	var people []*np
	if n.next != nil {
		for _, q := range n.next.equals() {
			if q.person != "" && q.head == nil {
				people = append(people, q)
			}
		}
	}
	for k := range r.phrases {
		if len(people) > 0 || r.phrases[k].kind != 'N' || r.phrases[k].np != n {
			continue
		}
		j := k + 1
		if j < len(r.phrases) && r.phrases[j].kind == 'N' && r.phrases[j].np == n.next {
			j++
		}
		if j+1 < len(r.phrases) && r.phrases[j].kind == ',' && r.phrases[j+1].kind == 'N' {
			for _, q := range r.phrases[j+1].np.equals() {
				if q.person != "" && q.head == nil {
					people = append(people, q)
				}
			}
		}
	}
	if len(people) != count {
		return nil
	}
	return people
}
