package extract

import (
	"slices"

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
	if ended && mod.Prospect() {
		if m.s.n != nil && r.onlyMeant(m.s.n) {
			r.drop(m.f.Rule, "the end of what was only meant") // "will cancel the planned tariffs"
			return false
		}
		if m.slot[lang.RoleSubject] == lang.SlotLight && distinct(subj) > 1 {
			r.drop(m.f.Rule, "several agree to an end, and one of them may have done it")
			return false
		}
		mod, ended = graph.Asserted, false // "agreed to end the war": it goes on
	}
	if m.f.When == "prospect" && !mod.Prospect() || m.f.When == "fact" && mod.Prospect() {
		r.drop(m.f.Rule, "modality")
		return false
	}
	if slices.Contains(r.x.ontology.Spec(m.f.Kind).DoneBy, string(mod)) {
		mod = graph.Asserted // the pledge was made
	}
	if m.f.Kind == "PLEDGED_SUPPORT_TO" && m.s.n == nil && (m.s.c.link == linkPurpose || m.s.c.link == linkGer) {
		r.drop(m.f.Rule, "a purpose is no pledge")
		return false
	}
	if m.f.Kind == "PLEDGED_SUPPORT_TO" && m.s.n == nil && m.s.c.link == linkComp && r.givesMoney(m.s.c.parent) {
		r.drop(m.f.Rule, "the help has a name: money")
		return false
	}
	if m.f.Kind == "CEASEFIRE_WITH" && len(obj) == 0 && m.slot[lang.RoleSubject] == lang.SlotLight && (mod == graph.Possible || mod == graph.Demanded) && m.s.isObj && opModality(m.s.c.verb.verb.Op) == mod {
		r.drop(m.f.Rule, "who proposes a ceasefire may not be who fights")
		return false
	}
	if m.f.Kind == "SIGNED_TREATY_WITH" && r.treatyKind(m.nps[lang.RoleTreaty]) == graph.CeasefireTreaty {
		r.drop(m.f.Rule, "a ceasefire")
		return false
	}
	if m.f.Kind == "NEGOTIATES_TREATY_WITH" && m.s.n == nil && m.s.c.verb.passive && len(obj) == 0 && r.treatyKind(m.s.c.subj) == graph.CeasefireTreaty {
		r.drop(m.f.Rule, "who negotiates a truce may mediate it")
		return false
	}
	kind := r.child(m)
	spec := r.x.ontology.Spec(kind)
	if spec == nil {
		r.drop(m.f.Rule, "unknown kind")
		return false
	}
	if m.f.Kind == "SIGNED_TREATY_WITH" && (ended && mod == graph.Denied || m.s.n != nil && m.slot[lang.RoleSubject] == lang.SlotLight && m.s.c.verb.verb.Op == lang.OpEnd) {
		r.drop(m.f.Rule, "a treaty that ends was signed all the same")
		return false
	}
	if ended && mod == graph.Denied && kind == "FOUGHT_WITH" && m.s.c.link != linkMain {
		r.drop(m.f.Rule, "an end that is only sought")
		return false
	}
	if ended && mod == graph.Denied && spec.Reads(schema.Encounter) {
		ended = false
	}
	made := false
	threat := mod.Prospect() && spec.Goldstein < 0 && kind != "THREATENED" && r.threatens(m)
	pair := func(s, o *ref) {
		if threat {
			// A threat of harm is that, and not the harm as well.
			if r.claim(m, "THREATENED", r.x.ontology.Spec("THREATENED"), s, o, graph.Asserted, false) || r.repeated && r.threatOf(m.s.c) {
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
				if !spec.Symmetric {
					pair(&subj[j], &subj[i])
				}
			}
		}
	} else {
		for i := range subj {
			for j := range obj {
				pair(&subj[i], &obj[j])
			}
		}
		if spec.Symmetric && len(obj) > 1 && len(obj) <= 5 && kind == "MET_WITH" && m.slot[lang.RoleObject] == lang.SlotPrep && !(r.pack.FreeOrder && slices.ContainsFunc(obj, func(x ref) bool { return x.np != nil && x.np.sub && x.np.prep != nil })) {
			// "cu X și Y" is one meeting, "cu X și cu Y" two.
			for i := range obj {
				for j := i + 1; j < len(obj); j++ {
					pair(&obj[i], &obj[j])
				}
			}
		}
	}
	return made || r.repeated
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

// onlyMeant reports whether a phrase says of its noun that it is planned or
// possible.
func (r *parser) onlyMeant(n *np) bool {
	for i := n.i0; i < n.i1; i++ {
		for _, e := range r.items[i].alts {
			if e.Lex != nil && e.Lex != n.head && (e.Lex.POS == lang.Adj || e.Lex.POS == lang.Verb && e.Feats.Any(lang.Part)) && opModality(e.Lex.Op).Prospect() {
				return true
			}
		}
	}
	return false
}

// givesMoney reports whether the object of a clause is a sum: "pledged $100 million to help Chad".
func (r *parser) givesMoney(c *clause) bool {
	return c != nil && slices.ContainsFunc(c.post, func(n *np) bool {
		return n.prep == nil && n.head != nil && n.head.Classes.Any(r.cls.money)
	})
}

// claim makes one claim.
func (r *parser) claim(m *filled, kind schema.Kind, spec *schema.Spec, s, o *ref, mod graph.Modality, ended bool) bool {
	c := &graph.Claim{Relation: kind, Modality: mod, Ended: ended, Rule: m.f.Rule, Extractor: Name}
	switch {
	case kind == "ATTACKED" && o.person:
		r.drop(m.f.Rule, "a person is attacked")
		return false
	case kind == "RECOGNISED" && (o.class == lang.ClassCity || o.class == lang.ClassCapital && r.calledPlace(o.np)):
		r.drop(m.f.Rule, "a city is recognised as something of somebody")
		return false
	case kind == "ATTACKED" && m.s.n == nil && slices.ContainsFunc(m.s.c.post, func(n *np) bool {
		return n.prep == nil && n.head != nil && n.head.Classes.Any(r.cls.treaty)
	}):
		r.drop(m.f.Rule, "a bargain is struck")
		return false
	case kind == "MET_WITH" && m.slot[lang.RoleSubject] == lang.SlotLight && r.pack.AdjectiveBefore() && m.s.n.next != nil && contains(r.pack.Of, m.s.n.next.prep.Lemma) && m.s.n.next.prep.Kind != "between" && len(r.resolve(m.s.n.next)) > 0:
		r.drop(m.f.Rule, "the meeting is of others") // "called for a meeting of the Council"
		return false
	case kind == "CALLED" && m.s.n == nil && r.namesHim(m):
		r.drop(m.f.Rule, "says what somebody is")
		return false
	case kind == "VISITED" && (s.agent.Office == "AMBASSADOR" || s.agent.Office == "DIPLOMAT"):
		r.drop(m.f.Rule, "an ambassador is no visitor")
		return false
	}
	if kind == "RECOGNISED" && o.class == lang.ClassCity {
		r.drop(m.f.Rule, "a place is no state")
		return false
	}
	if (s.held || o.held) && !spec.Reads(schema.OfLand) {
		r.drop(m.f.Rule, "the place is held by another")
		return false
	}
	if n := m.nps[lang.RoleObject]; kind == "ATTACKED" && n != nil && n.prep != nil && contains(r.pack.Place, n.prep.Lemma) && s.id.Kind() == graph.NonStateActor && slices.Contains(r.struck, m.s.outer) {
		r.drop(m.f.Rule, "only where somebody was struck")
		return false // "four Israeli soldiers were wounded in a Hamas attack in Rafah"
	}
	r.seat(s, spec.Reads(schema.ByStates), r.actsAlso)
	if spec.Reads(schema.Encounter) && !spec.Symmetric {
		r.seat(o, false, r.mentions) // Brussels, to see Belgians
	}
	c.Subject, c.Object = r.end(s, roleType(m.f, lang.RoleSubject)), r.end(o, roleType(m.f, lang.RoleObject))
	if c.Subject.ID == c.Object.ID || c.Subject.ID == "" || c.Object.ID == "" {
		return false
	}
	if allows := r.x.ontology.Allows; kind == "SIGNED_PEACE_TREATY_WITH" && !allows(kind, c.Subject.Kind.Letter(), c.Object.Kind.Letter()) {
		kind = "CEASEFIRE_WITH" // a peace deal with rebels is no treaty between states
		c.Relation, spec = kind, r.x.ontology.Spec(kind)
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
	if spec.Reads(schema.InDomains) {
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
	if spec.Reads(schema.Encounter) && c.Modality == graph.Asserted && c.ValidFrom.Known() && r.art.Published.Known() && c.ValidFrom.First() > r.art.Published.Last() {
		c.Modality = graph.Planned // "visits Ulaanbaatar next week"
	}
	r.attribute(m.s.c, c)
	if k := len(c.Attribution); k > 0 && c.Attribution[k-1].Stance == graph.Denies && c.Modality == graph.Asserted && m.s.c.link == linkPart {
		r.drop(m.f.Rule, "told within what is denied")
		return false
	}
	if n := m.nps[lang.RoleTreaty]; n != nil {
		r.treaty(m, n, c)
	}
	if kind == "ATTACKED" && m.s.n == nil && m.slot[lang.RoleObject] == lang.SlotObj && m.nps[lang.RoleSubject] != nil {
		r.struck = append(r.struck, m.nps[lang.RoleSubject])
	}
	r.quote(m, s, o, c)
	r.confidence(m, s, o, c)
	return r.keep(c, m)
}

// mentions reports whether the sentence names an entity, by its adjective too.
func (r *parser) mentions(id graph.EntityID) bool {
	for i := range r.items {
		if it := &r.items[i]; it.pos == posName && it.e.Name.Entity == id {
			return true
		}
	}
	return false
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
	if t := r.x.reg.Treaty(id); t != nil {
		return t.Name
	}
	for _, e := range r.report.Entities {
		if e.ID == id {
			return e.Name
		}
	}
	return id.Code()
}

// threatOf reports whether a clause, or one that governs it, has given a threat
// already.
func (r *parser) threatOf(c *clause) bool {
	for d := 0; c != nil && d < 4; c, d = c.parent, d+1 {
		for i := r.sentenceAt; i < len(r.claims); i++ {
			if r.claims[i].Relation == "THREATENED" && r.from[i] == c {
				return true
			}
		}
	}
	return false
}

// telling is what a claim says, without where and how.
type telling struct {
	subject, object graph.EntityID
	relation        schema.Kind
	modality        graph.Modality
	ended           bool
}

func tellingOf(c *graph.Claim) telling {
	return telling{c.Subject.ID, c.Object.ID, c.Relation, c.Modality, c.Ended}
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
	// Forces that are withdrawn are not said to be hosted as well; those that only should
	// be are, where a clause of its own says so.
	for i := len(r.claims) - 1; i >= r.sentenceAt; i-- {
		o := r.claims[i]
		if c.Relation == "COOPERATES_WITH" && (c.Ended || c.Subject.ID == o.Subject.ID && c.Object.ID == o.Object.ID || c.Subject.ID == o.Object.ID && c.Object.ID == o.Subject.ID) && o.Relation == "SUSPENDED_COOPERATION_WITH" && m != nil && r.from[i] == m.s.c {
			return false // one field may stop while others go on
		}
		if o.Subject.ID != c.Object.ID || o.Object.ID != c.Subject.ID {
			continue
		}
		if m != nil && r.from[i] != m.s.c && (c.Modality == graph.Demanded) != (o.Modality == graph.Demanded) {
			continue
		}
		switch {
		case c.Relation == "HOSTS_FORCES_OF" && o.Relation == "WITHDREW_FORCES_FROM":
			return false
		case c.Relation == "WITHDREW_FORCES_FROM" && o.Relation == "HOSTS_FORCES_OF":
			r.takeBack(i)
		}
	}
	if m != nil && m.s.n != nil && r.presupposed(c.Relation) && r.told[tellingOf(c)] {
		r.repeated = true
		return false
	}
	for i := len(r.claims) - 1; i >= r.sentenceAt; i-- {
		o := r.claims[i]
		if o.Subject.ID != c.Subject.ID || o.Object.ID != c.Object.ID {
			continue
		}
		if tellingOf(o) == tellingOf(c) && (len(o.Domains) == 0 || len(c.Domains) == 0 || slices.Equal(o.Domains, c.Domains)) {
			if len(o.Domains) == 0 {
				o.Domains = c.Domains
			}
			r.repeated = true
			return false
		}
		if o.Relation == "LIFTED_SANCTIONS_ON" && o.Modality == graph.Asserted && m != nil && r.from[i] == m.s.c && slices.Contains(r.x.ontology.Spec(o.Relation).Ends, c.Relation) {
			return false // sanctions that are lifted are not said to be in force as well
		}
		if o.Relation == c.Relation && m != nil && r.from[i] == m.s.c && !o.Ended && !c.Ended {
			// "to agree on a truce": once is enough, and what was done counts.
			if o.Modality == graph.Asserted && c.Modality == graph.Agreed {
				return false
			}
			if o.Modality == graph.Agreed && c.Modality == graph.Asserted {
				c.Seal()
				r.claims[i] = c
				return true
			}
		}
		if o.Modality == c.Modality && m != nil && r.from[i] == m.s.c {
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
	if r.x.ontology.Spec(c.Relation).Reads(schema.AWar) && (c.Modality == graph.Asserted || c.Ended) {
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

// mutualDefence notes whether the treaty spoken of has a clause on it.
func (r *parser) mutualDefence(c *clause, n *np) {
	if n.head == nil || !n.head.Classes.Any(r.cls.mutual) || r.said.treaty == nil || r.report.Sentences-r.said.treatyAt > 2 {
		return
	}
	yes := !(c.verb != nil && c.verb.neg) && !n.neg && !(n.prep != nil && contains(r.pack.Without, n.prep.Lemma))
	r.said.treaty.MutualDefence = &yes
	r.mutual[r.said.treaty.ID] = &yes
}
