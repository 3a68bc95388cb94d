package extract

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/schema"
)

// emit makes the claims of a frame that has fired; it reports whether there
// are any.
func (r *parser) emit(m *filled) bool {
	r.repeated = false
	subj, obj := m.refs[lang.RoleSubject], m.refs[lang.RoleObject]
	mod, ended := r.stands(m)
	if m.f.When == "prospect" && !mod.Prospect() || m.f.When == "fact" && mod.Prospect() {
		r.drop(m.f.Rule, "modality")
		return false
	}
	if m.f.Kind == "PLEDGED_SUPPORT_TO" && (mod == graph.Pledged || mod == graph.Agreed || mod == graph.Planned) {
		mod = graph.Asserted // the pledge was made
	}
	kind := r.child(m)
	spec := r.x.ontology.Spec(kind)
	if spec == nil {
		r.drop(m.f.Rule, "unknown kind")
		return false
	}
	made := false
	threat := mod.Prospect() && spec.Goldstein < 0 && kind != "THREATENED" && r.threatens(m)
	pair := func(s, o *ref) {
		if threat {
			// A threat of harm is that, and not the harm as well.
			if r.claim(m, "THREATENED", r.x.ontology.Spec("THREATENED"), s, o, graph.Asserted, false) {
				made = true
				return
			}
		}
		if r.claim(m, kind, spec, s, o, mod, ended) {
			made = true
		}
	}
	if len(obj) == 0 {
		for i := range subj {
			for j := i + 1; j < len(subj) && len(subj) <= 6; j++ {
				pair(&subj[i], &subj[j])
			}
		}
	} else {
		for i := range subj {
			for j := range obj {
				pair(&subj[i], &obj[j])
			}
		}
		if spec.Symmetric && len(obj) > 1 && len(obj) <= 5 && kind == "MET_WITH" {
			for i := range obj {
				for j := i + 1; j < len(obj); j++ {
					pair(&obj[i], &obj[j])
				}
			}
		}
	}
	return made || r.repeated
}

// stands is the modality of what a frame says.
func (r *parser) stands(m *filled) (graph.Modality, bool) {
	f, s := m.f, m.s
	mod, ended := graph.Asserted, false
	switch {
	case s.n == nil:
		mod, ended = r.modality(s.c)
		if s.c.gov3 == s.lex && s.lex.Op != lang.OpNone {
			own := mod
			mod, ended = under(s.lex.Op, own, graph.Asserted, false)
		}
	case s.c.verb != nil && (s.isObj || s.isSubj || s.prepN != nil) && s.c.verb.verb != nil:
		v := s.c.verb.verb
		carries := s.isObj || s.isSubj && (s.c.verb.passive || s.c.verb.refl || v.Light)
		switch {
		case f.Modality == graph.Asserted && (carries || s.carried(r)) && (v.Op == lang.OpAgreed || v.Op == lang.OpPlanned && v.Say):
			// To announce or agree is to do: sanctions, a ceasefire.
			mod, ended = r.modality(s.c)
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
		case r.unreal(s.c) && !r.presupposed(f.Kind) && !(s.isSubj && s.c.link == linkIf && f.Kind == "NEGOTIATES_TREATY_WITH"):
			mod, ended = r.modality(s.c)
		}
	}
	if s.n != nil && s.outer.prep != nil && s.outer.prep.Kind == "purpose" && mod == graph.Asserted && !r.presupposed(f.Kind) && m.slot[lang.RoleSubject] != lang.SlotGen {
		mod = graph.Planned // "a sosit pentru discuții"
	}
	if s.n != nil && s.n.neg {
		mod = graph.Denied
	}
	if s.n != nil && mod.Prospect() && s.c.verb != nil {
		// "vor prelungi sancțiunile impuse Zimbabwe": what is imposed stands.
		for _, d := range r.clauses {
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
	switch k {
	case "AT_WAR_WITH", "FOUGHT_WITH", "INVADED", "OCCUPIES", "ANNEXED", "SANCTIONED", "HOSTS_FORCES_OF", "CLOSE_TO", "ALLIED_WITH":
		return true
	}
	return false
}

// unreal reports whether a clause hangs on a wish, a demand or a condition.
func (r *parser) unreal(c *clause) bool {
	m, _ := r.modality(c)
	return m.Prospect()
}

// before are the phrases that the site's noun depends on, nearest first.
func (r *parser) before(s *site) []*np {
	if s.outer != s.n && s.outer.head != nil && s.outer.head.Op != lang.OpNone {
		return []*np{s.outer}
	}
	if s.outer.prep == nil || !contains(r.pack.Of, s.outer.prep.Lemma) && s.outer.prep.Kind != "purpose" && s.outer.prep.Kind != "topic" && !contains(r.pack.To, s.outer.prep.Lemma) {
		return nil
	}
	for k := range r.phrases {
		if r.phrases[k].kind == 'N' && r.phrases[k].np == s.outer && k > 0 && r.phrases[k-1].kind == 'N' && r.phrases[k-1].np.next == s.outer {
			return []*np{r.phrases[k-1].np}
		}
	}
	return nil
}

var treatyChild = map[graph.TreatyKind]schema.Kind{
	graph.StrategicPartnership: "SIGNED_STRATEGIC_TREATY_WITH", graph.DefenceTreaty: "SIGNED_DEFENCE_TREATY_WITH",
	graph.PeaceTreaty: "SIGNED_PEACE_TREATY_WITH", graph.TradeTreaty: "SIGNED_TRADE_TREATY_WITH",
	graph.BorderTreaty: "SIGNED_BORDER_TREATY_WITH", graph.ArmsControlTreaty: "SIGNED_ARMS_CONTROL_TREATY_WITH",
}

var aidChild = map[string]schema.Kind{
	"ECONOMIC": "GAVE_ECONOMIC_AID_TO", "HUMANITARIAN": "GAVE_HUMANITARIAN_AID_TO", "MILITARY": "GAVE_MILITARY_AID_TO",
}

// child narrows a kind by what was signed, delivered or hosted.
func (r *parser) child(m *filled) schema.Kind {
	k := m.f.Kind
	switch k {
	case "SUPPLIED_ARMS_TO", "HOSTS_WEAPONS_OF":
		arms := ""
		r.eachLexeme(m.nps[lang.RoleItems], func(l *lang.Lexeme) {
			if l.Arms != "" && (arms == "" || arms == "WEAPONS" || l.Arms == "NUCLEAR" || l.Arms == "AIR_DEFENCE") {
				arms = l.Arms
			}
			if l.Classes.Any(r.cls.nuclear) {
				arms = "NUCLEAR"
			}
		})
		if k == "HOSTS_WEAPONS_OF" {
			if arms == "NUCLEAR" {
				return "HOSTS_NUCLEAR_WEAPONS_OF"
			}
			return k
		}
		if c := schema.Kind("SUPPLIED_" + arms + "_TO"); r.x.ontology.Spec(c) != nil {
			return c
		}
	case "SIGNED_TREATY_WITH":
		if c, ok := treatyChild[r.treatyKind(m.nps[lang.RoleTreaty])]; ok {
			return c
		}
	case "AIDED":
		aid := ""
		r.eachLexeme(m.nps[lang.RoleItems], func(l *lang.Lexeme) {
			if l.Aid != "" && aid == "" {
				aid = l.Aid
			}
		})
		if c, ok := aidChild[aid]; ok {
			return c
		}
	}
	return k
}

// reach is where a phrase ends with the phrases of material and purpose that
// follow it: "un tratat de parteneriat strategic".
func (r *parser) reach(n *np) int {
	end := n.i1
	for d := 0; n.next != nil && d < 3; d++ {
		if !contains(r.pack.Of, n.next.prep.Lemma) && n.next.prep.Kind != "topic" || r.isBy(n.next.prep) && r.actorish(n.next) {
			break
		}
		if n.next.i0 > end+3 {
			break
		}
		n = n.next
		end = max(end, n.i1)
	}
	return end
}

func (r *parser) eachLexeme(n *np, f func(*lang.Lexeme)) {
	if n == nil {
		return
	}
	end := r.reach(n)
	for _, q := range n.equals() {
		end = max(end, q.i1)
	}
	for i := n.i0; i < end; i++ {
		if l := r.items[i].lex(); l != nil {
			f(l)
		}
	}
}

func (r *parser) treatyKind(n *np) graph.TreatyKind {
	k := graph.OtherTreaty
	r.eachLexeme(n, func(l *lang.Lexeme) {
		if l.Treaty == "" || l.Treaty == graph.OtherTreaty {
			return
		}
		if k == graph.OtherTreaty || l.Treaty == graph.StrategicPartnership {
			k = l.Treaty
		}
	})
	return k
}

// claim makes one claim.
func (r *parser) claim(m *filled, kind schema.Kind, spec *schema.Spec, s, o *ref, mod graph.Modality, ended bool) bool {
	c := &graph.Claim{Relation: kind, Modality: mod, Ended: ended, Rule: m.f.Rule, Extractor: Name}
	switch {
	case kind == "ATTACKED" && o.person:
		r.drop(m.f.Rule, "a person is attacked")
		return false
	case kind == "VISITED" && (s.agent.Office == "AMBASSADOR" || s.agent.Office == "DIPLOMAT"):
		r.drop(m.f.Rule, "an ambassador is no visitor")
		return false
	}
	c.Subject, c.Object = r.end(s, roleType(m.f, lang.RoleSubject)), r.end(o, roleType(m.f, lang.RoleObject))
	if c.Subject.ID == c.Object.ID || c.Subject.ID == "" || c.Object.ID == "" {
		return false
	}
	if !r.x.ontology.Allows(kind, c.Subject.Kind.Letter(), c.Object.Kind.Letter()) {
		r.drop(m.f.Rule, "the kind does not take these ends")
		return false
	}
	agent := func(x *ref, side graph.Side) {
		if x.agent.Name != "" && x.agent.ID != c.Subject.ID && x.agent.ID != c.Object.ID {
			a := x.agent
			a.Side = side
			c.Agents = append(c.Agents, a)
		}
	}
	agent(s, graph.SideSubject)
	agent(o, graph.SideObject)
	for _, a := range m.refs[lang.RoleAgainst] {
		if a.id != c.Subject.ID && a.id != c.Object.ID {
			c.Against = append(c.Against, graph.EntityRef{ID: a.id, Name: r.nameOf(a.id)})
		}
	}
	for _, b := range m.refs[lang.RoleBetween] {
		if b.id != c.Subject.ID {
			c.Between = append(c.Between, graph.EntityRef{ID: b.id, Name: r.nameOf(b.id)})
		}
	}
	if kind == "MEDIATED_FOR" && len(c.Between) == 0 && len(m.refs[lang.RoleObject]) > 1 {
		for _, b := range m.refs[lang.RoleObject] {
			c.Between = append(c.Between, graph.EntityRef{ID: b.id, Name: r.nameOf(b.id)})
		}
	}
	if n := m.nps[lang.RoleItems]; n != nil {
		r.eachLexeme(n, func(l *lang.Lexeme) {
			if l.Item != "" && !slices.Contains(c.Items, l.Item) {
				c.Items = append(c.Items, l.Item)
			}
		})
	}
	if kind == "COOPERATES_WITH" || kind == "SUSPENDED_COOPERATION_WITH" {
		r.domains(m, c)
	}
	if m.f.Domain != "" && !slices.Contains(c.Domains, m.f.Domain) {
		c.Domains = append(c.Domains, m.f.Domain)
	}
	slices.Sort(c.Domains)
	if n := m.nps[lang.RoleTopic]; n != nil {
		c.Topic = graph.Optional(r.span(n.i0, n.i1))
	}
	if n := m.nps[lang.RolePlace]; n != nil {
		c.Place = graph.Optional(r.span(n.i0, n.i1))
	}
	r.amount(m, c)
	r.when(m, c)
	r.attribute(m.s.c, c)
	if n := m.nps[lang.RoleTreaty]; n != nil {
		r.treaty(m, n, c)
	}
	r.quote(m, s, o, c)
	r.confidence(m, s, o, c)
	return r.keep(c, m)
}

func roleType(f *lang.Frame, role lang.Role) lang.Type {
	for _, rs := range f.Roles {
		if rs.Role == role {
			return rs.Fillers[0].Type
		}
	}
	return lang.TypeActor
}

// end is an end of a claim.
func (r *parser) end(x *ref, t lang.Type) graph.EntityRef {
	id := x.id
	if t == lang.TypeLeader && x.agent.ID != "" {
		id = x.agent.ID
	}
	return graph.EntityRef{ID: id, Kind: id.Kind(), Name: r.nameOf(id)}
}

func (r *parser) nameOf(id graph.EntityID) string {
	if e := r.x.reg.Entity(id); e != nil {
		return e.Name
	}
	for _, e := range r.report.Entities {
		if e.ID == id {
			return e.Name
		}
	}
	return id.Code()
}

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
						d = &r.phrases[j].date
						break
					}
					if r.phrases[j].kind != 'N' || r.phrases[j].np.prep == nil {
						break
					}
				}
			}
		}
	}
	if d == nil && (s.n == nil || s.isObj || s.isSubj && (s.c.verb.passive || s.c.verb.Light()) || s.c.verb == nil) {
		for i := range s.c.dates {
			d = &s.c.dates[i]
			break
		}
		if d == nil && s.c.sharedFrom != nil && s.c.verb != nil && s.c.verb.tense() == tenseOf(s.c.sharedFrom) {
			for i := range s.c.sharedFrom.dates {
				d = &s.c.sharedFrom.dates[i]
				break
			}
		}
		if d == nil && s.c.link == linkComp && s.c.parent != nil && s.n == nil {
			for i := range s.c.parent.dates {
				if c.Modality == graph.Asserted {
					d = &s.c.parent.dates[i]
				}
				break
			}
		}
	}
	if d == nil {
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
	switch {
	case d.prep != "" && contains(r.pack.Until, d.prep), lasts && c.Ended && d.from == d.to:
		c.ValidTo = d.to
	case lasts && (d.from == d.to || d.prep != "" && contains(r.pack.Since, d.prep)):
		// Sanctions imposed in October began then; they did not end with it.
		c.ValidFrom = d.from
	default:
		c.ValidFrom, c.ValidTo = d.from, d.to
	}
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
		if c.Modality.Prospect() && t.Status != graph.TreatyNegotiating {
			t.Status = graph.TreatyProposed
		}
	case c.Relation == "NEGOTIATES_TREATY_WITH":
		t.Status = graph.TreatyNegotiating
	case c.Relation == "RATIFIED_TREATY_WITH":
		t.Status = graph.TreatyRatified
	case c.Modality == graph.Asserted:
		t.Status = graph.TreatySigned
	default:
		t.Status = graph.TreatyProposed
	}
	if t.Status == graph.TreatySigned {
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
	t.ID = graph.TreatyID(t.Kind, t.Parties, t.Signed)
	c.Treaty = t
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
	c.Evidence = graph.Evidence{
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

// keep adds a claim unless the sentence, or for lasting states the article, has
// said it already.
func (r *parser) keep(c *graph.Claim, m *filled) bool {
	spec := r.x.ontology.Spec(c.Relation)
	if spec.Symmetric && c.Subject.ID > c.Object.ID {
		c.Subject, c.Object = c.Object, c.Subject
		for i := range c.Agents {
			if c.Agents[i].Side == graph.SideSubject {
				c.Agents[i].Side = graph.SideObject
			} else {
				c.Agents[i].Side = graph.SideSubject
			}
		}
	}
	// Forces that are withdrawn are not said to be hosted as well.
	for i := len(r.claims) - 1; i >= r.sentenceAt; i-- {
		o := r.claims[i]
		if o.Subject.ID != c.Object.ID || o.Object.ID != c.Subject.ID {
			continue
		}
		switch {
		case c.Relation == "HOSTS_FORCES_OF" && o.Relation == "WITHDREW_FORCES_FROM":
			return false
		case c.Relation == "WITHDREW_FORCES_FROM" && o.Relation == "HOSTS_FORCES_OF":
			r.claims = append(r.claims[:i], r.claims[i+1:]...)
			r.from = append(r.from[:i], r.from[i+1:]...)
		}
	}
	for i := len(r.claims) - 1; i >= 0; i-- {
		o := r.claims[i]
		if o.Subject.ID != c.Subject.ID || o.Object.ID != c.Object.ID {
			continue
		}
		same := i >= r.sentenceAt
		if o.Relation == c.Relation && o.Modality == c.Modality && o.Ended == c.Ended {
			if same && (len(o.Domains) == 0 || len(c.Domains) == 0 || slices.Equal(o.Domains, c.Domains)) || !same && m != nil && m.s.n != nil && r.presupposed(c.Relation) {
				if same && len(o.Domains) == 0 {
					o.Domains = c.Domains
				}
				r.repeated = true
				return false
			}
		}
		if same && o.Modality == c.Modality && m != nil && r.from[i] == m.s.c {
			if slices.Contains(r.x.ontology.Descendants(c.Relation), o.Relation) {
				return false
			}
			if slices.Contains(r.x.ontology.Ancestors(c.Relation), o.Relation) {
				c.Seal()
				r.claims[i] = c
				return true
			}
		}
	}
	r.claims = append(r.claims, c)
	if m != nil {
		r.from = append(r.from, m.s.c)
	} else {
		r.from = append(r.from, nil)
	}
	if c.Relation == "AT_WAR_WITH" || c.Relation == "INVADED" || c.Relation == "ATTACKED" {
		a, b := c.Subject.ID, c.Object.ID
		if m != nil && len(m.refs[lang.RoleSubject]) > 0 {
			a = m.refs[lang.RoleSubject][0].id
			if a == b {
				b = c.Subject.ID
			}
		}
		r.said.wars = append(r.said.wars, war{a, b})
	}
	if c.Treaty != nil {
		r.said.treaty, r.said.treatyAt = c.Treaty, r.report.Sentences
	}
	return true
}

// drop counts a match that gave no claim.
func (r *parser) drop(rule, why string) {
	if r.report.Dropped == nil {
		r.report.Dropped = map[string]int{}
	}
	r.report.Dropped[why]++
	if r.explain {
		r.trace.Dropped = append(r.trace.Dropped, Dropped{Rule: rule, Why: why})
	}
}

// leads makes a claim of each head of state, government or movement that a
// phrase names with title and name.
func (r *parser) leads(c *clause, n *np) {
	if n.head != nil && n.head.Office == "DE_FACTO" && r.items[n.i0].kind(lang.Det, "indef") {
		return // "a leader of" is one of several
	}
	r.respectively(n)
	for _, q := range n.equals() {
		for _, g := range q.gens {
			r.leads(c, g)
		}
		if q.person == "" || q.head == nil || r.nobind(q) || !(q.head.Classes.Any(r.cls.head) || q.head.Office == "ORGANISATION" || q.head.Office == "COUNTERPART") {
			continue
		}
		refs := r.resolve(q)
		if len(refs) == 0 {
			continue
		}
		x := refs[0]
		if x.agent.ID == "" || x.id == "" {
			continue
		}
		office := x.agent.Office
		switch office {
		case "HEAD_OF_STATE", "HEAD_OF_GOVERNMENT", "DE_FACTO", "ORGANISATION":
		default:
			if q.head.Office != "COUNTERPART" {
				continue
			}
			office = "HEAD_OF_STATE"
			if s := c.subj; s != nil && s.head != nil && s.head.Classes.Any(r.cls.head) {
				office = s.head.Office
			} else {
				continue
			}
		}
		if x.id.Kind() == graph.Organisation {
			office = "ORGANISATION"
		}
		key := string(x.agent.ID) + " " + string(x.id)
		if r.ledBy[key] {
			continue
		}
		if q.head.Office == "DE_FACTO" && r.x.reg.Entity(x.agent.ID) == nil && x.id.Kind() == graph.State && len(q.gens) == 0 && len(q.adjs) == 0 {
			continue
		}
		r.ledBy[key] = true
		cl := &graph.Claim{Relation: "LEADS", Modality: graph.Asserted, Voice: graph.VoiceOutlet, Office: office, Rule: "leads/title", Extractor: Name, Confidence: 900}
		cl.Subject = graph.EntityRef{ID: x.agent.ID, Kind: graph.Leader, Name: q.person}
		cl.Object = graph.EntityRef{ID: x.id, Kind: x.id.Kind(), Name: r.nameOf(x.id)}
		if !r.x.ontology.Allows("LEADS", 'L', cl.Object.Kind.Letter()) {
			continue
		}
		end := q.i1
		if q.next != nil && q.next.i0 <= q.i1+2 && len(q.adjs) == 0 && len(q.gens) == 0 && q.next.name != nil && q.next.name.Entity == x.id {
			end = q.next.i1
		}
		r.evidence(cl, q.i0, end)
		r.claims = append(r.claims, cl)
		r.from = append(r.from, nil)
	}
}

// becomes makes a claim of office of a clause that says so: "X a devenit
// președintele Georgiei".
func (r *parser) becomes(c *clause) {
	v := c.verb
	if v == nil || v.verb == nil || !(v.copula || v.verb.Copula) || c.subj == nil || c.subj.person == "" || c.subj.head != nil || len(c.subj.conj) > 0 {
		return
	}
	if m, _ := r.modality(c); m != graph.Asserted {
		return
	}
	for _, n := range c.post {
		if n.prep != nil && !contains(r.pack.As, n.prep.Lemma) || n.head == nil || !n.head.Classes.Any(r.cls.head) || n.person != "" || r.nobind(n) {
			continue
		}
		owners := r.owners(n)
		if len(owners) != 1 || owners[0].coref {
			return
		}
		// The phrase of the office with its bearer, as an apposition would have it.
		q := r.newNP()
		*q = *n
		q.prep, q.person, q.leader, q.done, q.refs = nil, c.subj.person, c.subj.leader, false, nil
		q.i0, q.i1 = c.subj.i0, n.i1
		r.leads(c, q)
		return
	}
}

// mutualDefence notes whether the treaty spoken of has a clause on it.
func (r *parser) mutualDefence(c *clause, n *np) {
	if n.head == nil || !n.head.Classes.Any(r.cls.mutual) || r.said.treaty == nil || r.report.Sentences-r.said.treatyAt > 2 {
		return
	}
	yes := !(c.verb != nil && c.verb.neg) && !n.neg && !(n.prep != nil && contains(r.pack.Without, n.prep.Lemma))
	r.said.treaty.MutualDefence = &yes
	for _, o := range r.claims {
		if o.Treaty != nil && o.Treaty.ID == r.said.treaty.ID {
			o.Treaty.MutualDefence = &yes
		}
	}
}
