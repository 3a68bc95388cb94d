package extract

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/loaders/registry"
	"github.com/entente-graph/entente/schema"
)

// domains are the fields of life that the clause names.
func (r *parser) domains(m *filled, c *graph.Claim) {
	i0, i1 := r.extent(m.s.c)
	for i := i0; i < i1 && i < len(r.items); i++ {
		if l := r.items[i].lex(); l != nil && l.Domain != "" && !slices.Contains(c.Domains, l.Domain) {
			c.Domains = append(c.Domains, l.Domain)
		}
	}
}

// amount is the sum or number that stands with what was given.
func (r *parser) amount(m *filled, c *graph.Claim) {
	n := m.nps[lang.RoleAmount]
	if n == nil {
		n = m.nps[lang.RoleItems]
	}
	if n != nil && n.num == 0 && n.next != nil && n.next.num > 0 && n.next.prep != nil && contains(r.pack.Of, n.next.prep.Lemma) {
		n = n.next // "a loan of 3 billion dollars"
	}
	if n == nil || n.num == 0 {
		return
	}
	unit := ""
	r.eachLexeme(n, func(l *lang.Lexeme) {
		if unit == "" && l.Unit != "" {
			unit = l.Unit
		}
	})
	if unit == "" && n.head != nil && n.head.Item != "" {
		unit = n.head.Item
	}
	if unit != "" {
		c.Amount = &graph.Amount{Value: n.num, Unit: unit}
	}
}

// when dates a claim by its clause, or by the date that follows its noun.
func (r *parser) when(m *filled, c *graph.Claim) {
	var d *dateRef
	s := m.s
	if s.n != nil {
		for k := range r.phrases {
			if r.phrases[k].kind == 'N' && r.phrases[k].np == s.outer {
				for j := k + 1; j < len(r.phrases) && j < k+4; j++ {
					if r.phrases[j].kind == 'D' {
						if !r.phrases[j].date.apart {
							d = &r.phrases[j].date
						}
						break
					}
					if r.phrases[j].kind != 'N' || r.phrases[j].np.prep == nil {
						break
					}
				}
			}
		}
	}
	if d == nil && (s.n == nil || s.isObj || s.c.verb != nil && s.c.verb.copula && s.prepN != nil && len(s.c.post) > 0 && s.c.post[0] == s.outer || m.slot[lang.RoleSubject] == lang.SlotMatrix && c.Relation == "MET_WITH" || s.isSubj && (s.c.verb.passive || s.c.verb.Light() || r.happens(s.c)) || s.c.verb == nil) {
		if len(s.c.dates) > 0 {
			d = &s.c.dates[0]
		}
		if d == nil && s.c.sharedFrom != nil && s.c.verb != nil && s.c.verb.tense() == tenseOf(s.c.sharedFrom) {
			if len(s.c.sharedFrom.dates) > 0 {
				d = &s.c.sharedFrom.dates[0]
			}
		}
		if d == nil && s.c.link == linkComp && s.c.parent != nil && s.n == nil {
			if len(s.c.parent.dates) > 0 && c.Modality == graph.Asserted {
				d = &s.c.parent.dates[0]
			}
		}
	}
	if d != nil && contains(r.pack.Since, d.prep) && d.prep != "from" && !d.span && s.c.verb != nil && !s.c.verb.perf && r.pack.AdjectiveBefore() {
		if spec := r.x.ontology.Spec(c.Relation); spec != nil && spec.Point {
			d = nil // "its largest strike since 2022": not the strike's day
		}
	}
	if d == nil {
		if r.sameDay(m, c) {
			c.ValidFrom, c.ValidTo = r.art.Published, r.art.Published
		}
		return
	}
	if d.words != "" {
		c.DateText = graph.Optional(d.words)
		return
	}
	if c.Modality != graph.Asserted && c.Modality != graph.Denied && r.art.Published.Known() && d.from.Last() <= r.art.Published.Last() && s.c.verb != nil && s.c.verb.Light() && s.c.verb.verb.Say {
		return // the day of the announcement
	}
	spec := r.x.ontology.Spec(c.Relation)
	lasts := spec != nil && !spec.Point
	if d.week && c.Modality.Prospect() && r.art.Published.Known() && d.from.First() <= r.art.Published.First() {
		// "se vor întâlni marți": the next one.
		next := *d
		next.from = graph.DateOf(d.from.First() + 7)
		next.to, d = next.from, &next
		d.from = next.from
	}
	if d.bare && c.Modality.Prospect() && r.art.Published.Known() && d.from.Last() < r.art.Published.First() {
		// "va semna în noiembrie": the next one.
		next := *d
		next.from = makeDate(atoi(string(d.from[:4]))+1, atoi(string(d.from[5:7])), 0)
		if len(d.from) > 7 {
			next.from = makeDate(atoi(string(d.from[:4]))+1, atoi(string(d.from[5:7])), atoi(string(d.from[8:])))
		}
		next.to, d = next.from, &next
	}
	switch {
	case d.span && !(lasts && c.Ended):
		c.ValidFrom, c.ValidTo = d.from, d.to
	case d.prep != "" && contains(r.pack.Until, d.prep), lasts && c.Ended && d.from == d.to:
		c.ValidTo = d.to
	case lasts && (d.from == d.to || d.prep != "" && contains(r.pack.Since, d.prep)):
		// Sanctions imposed in October began then; they did not end with it.
		c.ValidFrom = d.from
	default:
		c.ValidFrom, c.ValidTo = d.from, d.to
	}
}

// sameDay reports whether an event without a date is told in the present tense of
// reports, "Peru severs relations with Mexico": it happened on the day of
// publication. What is quoted, attributed, or stands in another clause is not
// told so.
func (r *parser) sameDay(m *filled, c *graph.Claim) bool {
	s := m.s
	spec := r.x.ontology.Spec(c.Relation)
	if spec == nil || !spec.Point || c.Modality != graph.Asserted || c.Ended || r.art.Published.Precision() < 3 {
		return false
	}
	v := s.c.verb
	if v == nil || s.n != nil && m.slot[lang.RoleSubject] != lang.SlotLight {
		return false
	}
	// "are signed": the auxiliary tells.
	present := v.feats.Any(lang.Pres) || v.passive && v.aux && !v.fut && !v.cond
	return present && s.c.link == linkMain && !s.c.quoted && finite(v) && !v.perf && !v.feats.Any(lang.Past)
}

// namesHim reports whether the object of a verb like "call" is told what it is: what
// follows is one more bare phrase, or a quotation.
func (r *parser) namesHim(m *filled) bool {
	n := m.nps[lang.RoleObject]
	for k := 0; n != nil && k+1 < len(r.phrases); k++ {
		if r.phrases[k].np == n {
			p := &r.phrases[k+1]
			return p.kind == '"' || p.kind == 'N' && p.np.prep == nil && (p.np.head == nil || !p.np.head.Classes.Any(r.cls.call))
		}
	}
	return false
}

// happens reports whether a clause only says that its subject came about: its date
// is the event's.
func (r *parser) happens(c *clause) bool {
	if c.verb.verb == nil || c.verb.verb.Say || c.object != nil {
		return false
	}
	for _, n := range c.post {
		if n.prep == nil && n != c.subj {
			return false
		}
	}
	return true
}

func tenseOf(c *clause) int {
	if c.verb == nil {
		return -1
	}
	return c.verb.tense()
}

// Light reports whether the group's verb carries an event noun.
func (v *vg) Light() bool { return v.verb != nil && v.verb.Light }

// treaty fills in what the claim says of a treaty.
func (r *parser) treaty(m *filled, n *np, c *graph.Claim) {
	t := &graph.TreatyMention{Kind: r.treatyKind(n), Title: strings.TrimSpace(r.span(n.i0, r.reach(n)))}
	if n.prep != nil {
		t.Title = strings.TrimSpace(r.span(n.i0, r.reach(n)))
	}
	switch {
	case m.f.Status != "":
		t.Status = m.f.Status
		switch {
		case c.Modality == graph.Asserted || t.Status == graph.TreatyNegotiating:
		case leaves(c.Relation):
			t.Status = graph.TreatySigned
		case c.Modality.Prospect():
			t.Status = graph.TreatyProposed
		}
	case c.Relation == "NEGOTIATES_TREATY_WITH":
		t.Status = graph.TreatyNegotiating
	case c.Relation == "RATIFIED_TREATY_WITH":
		t.Status = graph.TreatyRatified
	case leaves(c.Relation):
		t.Status = graph.TreatySigned
		if c.Modality == graph.Asserted {
			t.Status = graph.TreatyTerminated
		}
	case c.Modality == graph.Asserted:
		t.Status = graph.TreatySigned
	default:
		t.Status = graph.TreatyProposed
	}
	if t.Status == graph.TreatySigned && !leaves(c.Relation) {
		t.Signed = c.ValidFrom
	}
	for _, list := range [][]ref{m.refs[lang.RoleSubject], m.refs[lang.RoleObject]} {
		for _, x := range list {
			if !slices.Contains(t.Parties, x.id) {
				t.Parties = append(t.Parties, x.id)
			}
		}
	}
	slices.Sort(t.Parties)
	c.Treaty = t
	known := r.x.reg.Treaty(c.Object.ID)
	if list := r.pacts(n); known == nil && len(list) > 0 && among(list[0], c) {
		known = list[0]
	}
	if known != nil {
		r.knownTreaty(t, known, c)
		return
	}
	t.ID = graph.TreatyID(t.Kind, t.Parties, t.Signed)
}

// among reports whether a claim may speak of a treaty of few: its ends are parties of
// it. Others have another treaty of that name.
func among(t *registry.Treaty, c *graph.Claim) bool {
	parties := t.Parties()
	return t.Open() || slices.Contains(parties, c.Subject.ID) && slices.Contains(parties, c.Object.ID)
}

// leaves reports whether a kind is that a party leaves a treaty or suspends it.
func leaves(k schema.Kind) bool {
	return k == schema.WithdrewFromTreatyWith || k == schema.WithdrewFromTreaty
}

// quote sets the smallest stretch that carries trigger and ends.
func (r *parser) quote(m *filled, s, o *ref, c *graph.Claim) {
	i0, i1 := len(r.items), 0
	grow := func(a, b int) {
		if a < b {
			i0, i1 = min(i0, a), max(i1, b)
		}
	}
	if m.s.n != nil {
		grow(m.s.n.i0, m.s.n.i1)
		if m.s.isObj && m.slot[lang.RoleSubject] == lang.SlotLight && m.s.c.verb != nil {
			grow(m.s.c.verb.i0, m.s.c.verb.i1)
		}
	} else if m.s.c.verb != nil {
		grow(m.s.c.verb.i0, m.s.c.verb.i1)
		if p := m.s.c.parent; m.s.c.link == linkComp && p != nil && p.verb != nil {
			grow(p.verb.i0, p.verb.i1)
		}
	}
	for role, n := range m.nps {
		if n == nil || lang.Role(role) == lang.RoleNeed && n == m.s.n {
			continue
		}
		grow(n.i0, n.i1)
		if lang.Role(role) == lang.RoleTreaty || lang.Role(role) == lang.RoleItems {
			grow(n.i0, r.reach(n))
		}
	}
	for _, x := range []*ref{s, o} {
		if x.np != nil && x.np.i1 <= len(r.items) && r.inSentence(x.np) {
			grow(x.np.i0, x.np.i1)
		}
	}
	if i0 >= i1 {
		i0, i1 = 0, len(r.items)
	}
	r.evidence(c, i0, i1)
}

// inSentence reports whether a phrase is of the sentence being read.
func (r *parser) inSentence(n *np) bool {
	for k := range r.phrases {
		p := r.phrases[k].np
		if p == nil {
			continue
		}
		if p == n || slices.Contains(p.conj, n) {
			return true
		}
	}
	return false
}

// evidence sets quote and offsets of items [i0, i1).
func (r *parser) evidence(c *graph.Claim, i0, i1 int) {
	from := int(r.toks[r.items[i0].t0].Start)
	to := int(r.toks[r.items[i1-1].t1-1].End)
	c.Evidence = r.quoted(from, to)
}

// quoted is the text between two bytes as evidence.
func (r *parser) quoted(from, to int) graph.Evidence {
	return graph.Evidence{
		Form: graph.FormText, Article: r.art.ID, URL: r.art.URL, Published: r.art.Published,
		Start: r.runes(from), End: r.runes(to), Quote: r.text[from:to],
	}
}

// confidence is what the way of saying is worth.
func (r *parser) confidence(m *filled, s, o *ref, c *graph.Claim) {
	v := graph.Thousandths(900)
	if m.f.Weight > 0 {
		v = graph.Thousandths(m.f.Weight)
	}
	if s.coref || o.coref {
		v -= 60
	}
	if s.weak || o.weak {
		v -= 40
	}
	if m.s.n != nil {
		v -= 20
	}
	if c.Modality.Prospect() {
		v -= 30
	}
	if len(c.Attribution) > 0 {
		v -= 150
		for _, a := range c.Attribution {
			if a.Stance == graph.Alleges {
				v -= 60
			}
		}
		c.Confidence = max(v, 500)
		return
	}
	c.Confidence = max(v, 700)
}
