package extract

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// fits checks a candidate against a filler's type, and gives whom it means.
func (r *parser) fits(m *filled, fl *lang.Filler, n *np, role lang.Role) ([]ref, bool) {
	if n == nil {
		return r.context(m, role)
	}
	if fl.Slot == lang.SlotMatrix && role == lang.RoleObject && m.s.n == nil && m.s.c.link == linkThat && m.s.c.gov != nil && m.s.c.gov.Say && m.s.c.gov.Stance == graph.Says {
		return nil, false // who tells of a deed is not whom it is done to
	}
	if fl.Slot == lang.SlotMatrix && role == lang.RoleObject && m.f.Kind == "WITHDREW_FORCES_FROM" && r.standElsewhere(m, n) {
		return nil, false // "Franța a cerut Rusiei să își retragă trupele": from where the text has them
	}
	switch fl.Type {
	case lang.TypeAny:
		return nil, true
	case lang.TypePact, lang.TypeOpenPact:
		out := asEnds(m, r.pacts(n), n, fl.Type == lang.TypeOpenPact)
		return out, len(out) > 0
	case lang.TypeTreatyParty:
		out := r.boundTo(m, n)
		return out, len(out) > 0
	case lang.TypePlace:
		if role == lang.RoleNeed && n.head != nil {
			return nil, n.name != nil || n.head.Office == "" && n.person == "" && n.poss == nil && !n.head.Classes.Any(r.cls.people)
		}
		if role == lang.RoleNeed && fl.Slot == lang.SlotObj && m.s.n == nil && len(m.s.c.post) > 0 && m.s.c.post[0] != n {
			if h := m.s.c.post[0].head; h != nil && m.s.c.post[0].prep == nil && h.Classes.Any(r.cls.person) {
				return nil, false // "capture the mayor of Melitopol Ivan Fedorov"
			}
		}
		// An unknown name may be a place's.
		return nil, n.name != nil || n.head != nil && n.person == "" || n.person != "" && n.leader == "" && n.head == nil
	case lang.TypeClass:
		if !r.ofClass(n, fl.Class) {
			return nil, false
		}
		if fl.Owner {
			o := r.ownersFor(m, n)
			if slices.ContainsFunc(n.mods, func(l *lang.Lexeme) bool { return l.Classes.Any(r.cls.former) }) && n.head != nil && n.head.Classes.Any(r.cls.combatant) {
				return nil, false // "a former TPLF combatant"
			}
			if role == lang.RoleSubject && n.head != nil && n.head.Classes.Any(r.cls.combatant) {
				// Fighters act for a group, not for the state they come from.
				o = slices.DeleteFunc(o, func(x ref) bool { return x.id.Kind() != graph.NonStateActor })
			}
			return o, len(o) > 0
		}
		if role == lang.RoleSubject || role == lang.RoleObject || role == lang.RoleAgainst {
			x := r.resolve(n)
			return strong(x), len(strong(x)) > 0
		}
		return nil, true
	case lang.TypeBody:
		if n.head == nil || !n.head.Classes.Any(r.cls.nobind) {
			if x := strong(r.resolve(n)); len(x) > 0 {
				return x, true
			}
			if n.name == nil || n.name.Class != lang.ClassMinistry && n.name.Class != lang.ClassPalace {
				return nil, false
			}
		}
		o := r.owners(n)
		for i := range o {
			o[i].agent = graph.Agent{Name: r.span(n.i0, n.i1), Office: "PARLIAMENT"}
		}
		return o, len(o) > 0
	}
	var refs []ref
	switch fl.Slot {
	case lang.SlotAdj:
		if n.partLex != nil && n.partLex == m.s.lex {
			refs = append(refs, ref{id: n.partBy.Entity, np: n})
			break
		}
		if role == lang.RoleSubject && slices.ContainsFunc(n.nouns, func(l *lang.Lexeme) bool {
			return l.Classes.Any(r.cls.nationals) && l.Classes.Any(r.cls.nobind) && !l.Classes.Any(r.cls.hostages)
		}) {
			break // "Cambodian protesters clash": no state does
		}
		for _, a := range n.adjs {
			refs = append(refs, ref{id: a.Entity, np: n})
		}
	case lang.SlotPoss:
		if n == m.s.n {
			if n.possF.Any(lang.Pl) {
				group := r.group(n)
				if !r.pack.Case && !n.possF.Any(lang.P1) {
					if ids := r.antecedents(n); len(ids) > 0 {
						group = r.withAccuser(n.clause, ids)
					} else if c := n.clause; c != nil && c.subj != nil && c.subj != n && c.subj.prep == nil && c.subj.pronoun == nil && len(c.subj.refs) == 0 && r.actorish(c.subj) {
						group = nil // "Amharan forces announce their withdrawal": theirs, whoever they are
					}
				}
				for _, id := range group {
					refs = append(refs, ref{id: id, np: n, coref: true})
				}
			} else if id := r.possessor(n); id != "" {
				refs = append(refs, ref{id: id, np: n, coref: true})
			}
			break
		}
		fallthrough
	default:
		if fl.Owner {
			refs = r.ownersFor(m, n)
			break
		}
		refs = strong(r.peopleAct(m, role, slices.Clone(r.resolve(n))))
		if len(refs) > 0 && len(n.conj) > 0 && fl.Slot == lang.SlotPrep && r.pack.AdjectiveBefore() {
			refs = r.resolve(n) // "in northern Syria and Iraqi Kurdistan"
		}
		if len(refs) == 0 && (fl.Slot == lang.SlotPrep || fl.Slot == lang.SlotGen || fl.Slot == lang.SlotDat || fl.Type == lang.TypeState || fl.Type == lang.TypeHome || fl.Slot == lang.SlotObj) && fl.Type != lang.TypeLeader {
			// A place or a people stands for its state where something is done to it.
			for _, x := range r.resolve(n) {
				if x.weak {
					x.agent = graph.Agent{}
					refs = append(refs, x)
				}
			}
		}
	}
	var out []ref
	for _, x := range refs {
		ok := true
		switch fl.Type {
		case lang.TypeState:
			x.id = r.claimant(m, x.id)
			ok = x.id.Kind() == graph.State
		case lang.TypeHome:
			ok = x.id.Kind() == graph.State && n.clause == m.s.c && r.hosted(m.s.c, n, x.id)
		case lang.TypeOrg:
			ok = x.id.Kind() == graph.Organisation
		case lang.TypeGroup:
			ok = x.id.Kind() == graph.NonStateActor
		case lang.TypeLeader:
			ok = x.person && x.agent.ID != ""
		}
		if ok && x.id != "" {
			out = append(out, x)
		}
	}
	return out, len(out) > 0
}

// withAccuser adds who accuses to the one that does what it is accused of, where "their"
// speaks of a thing of both: "accuses X of violating their agreement".
func (r *parser) withAccuser(c *clause, ids []graph.EntityID) []graph.EntityID {
	if len(ids) != 1 || c == nil || c.gov == nil || c.gov.Stance != graph.Alleges || !c.gov.ObjCtrl || c.parent == nil {
		return ids
	}
	who := r.subjectOf(c.parent)
	if who == nil || !r.x.ontology.Spec(r.frame.Kind).Symmetric {
		return ids
	}
	for _, x := range strong(who.refs) {
		if x.id != ids[0] {
			ids = append(ids, x.id)
		}
	}
	return ids
}

// claimant is the state whose land an actor holds, where forces stand on it: soldiers
// "in Transnistria" are in Moldova.
func (r *parser) claimant(m *filled, id graph.EntityID) graph.EntityID {
	if id.Kind() != graph.NonStateActor || m.f.Kind != "HOSTS_FORCES_OF" && m.f.Kind != "HOSTS_WEAPONS_OF" {
		return id
	}
	if e := r.x.reg.Entity(id); e != nil && len(e.ClaimedBy) == 1 {
		return e.ClaimedBy[0]
	}
	return id
}

// hosted reports whether somebody of a state, other than who stands at n, takes part
// in what a clause says happens there.
func (r *parser) hosted(c *clause, n *np, id graph.EntityID) bool {
	for _, q := range c.post {
		if q == n || q == c.subj || q.prep != nil && q.prep.Kind != "with" && !contains(r.pack.Object, q.prep.Lemma) {
			continue
		}
		if slices.ContainsFunc(strong(r.resolve(q)), func(x ref) bool { return x.id == id }) {
			return true
		}
	}
	return false
}

// ownersOf are the owners of a phrase and its equals.
func (r *parser) ownersOf(n *np) []ref {
	var out []ref
	for _, q := range n.equals() {
		if q.head == nil && q.name != nil && (q.name.Class == lang.ClassAdj || q.name.Class == lang.ClassPeople || r.possessed(q)) {
			out = append(out, ref{id: q.name.Entity, np: q}) // of a noun that the pack does not know
		}
		out = append(out, r.owners(q)...)
	}
	if len(out) == 0 {
		if x := r.examples(n); x != nil {
			return r.ownersOf(x) // "52 prisoners, including Lithuanian citizens"
		}
	}
	return out
}

// ownersFor are the owners of what a frame acts on. The flag of a ship counts
// where it is seized: "a Panama-flagged tanker".
func (r *parser) ownersFor(m *filled, n *np) []ref {
	out := r.ownersOf(n)
	if n.partLex != nil && n.partLex.Classes.Any(r.cls.owned) && m.f.Kind == "SEIZED_PROPERTY_OF" {
		out = append(out, ref{id: n.partBy.Entity, np: n})
	}
	if len(out) == 0 && m.f.Kind == "EXPELLED_DIPLOMATS_OF" && n.poss == nil {
		// "Polonia expulzează patru diplomați": of the state whose others are expelled.
		for i := len(r.claims) - 1; i >= 0; i-- {
			if c := r.claims[i]; c.Relation == m.f.Kind && !slices.ContainsFunc(m.refs[lang.RoleSubject], func(x ref) bool { return x.id == c.Object.ID }) {
				return []ref{{id: c.Object.ID, np: n, coref: true}}
			}
		}
	}
	return out
}

func strong(refs []ref) []ref {
	for i := range refs {
		if refs[i].weak {
			var out []ref
			for _, x := range refs {
				if !x.weak {
					out = append(out, x)
				}
			}
			return out
		}
	}
	return refs
}

// ofClass reports whether the phrase, one of its equals, or what it counts
// ("50 de tancuri", "un lot de rachete") is of the class.
func (r *parser) ofClass(n *np, class lang.ClassSet) bool {
	for _, q := range n.equals() {
		if q.head != nil && q.head.Classes.Any(class) || q.person != "" && class.Any(r.cls.person) || q.name != nil && q.name.Class == lang.ClassPeople && class.Any(r.cls.nationals) {
			return true
		}
		if q.head == unknownNoun && len(q.adjs) > 0 && class.Any(r.cls.nationals) && r.items[q.i1-1].cap && r.items[q.i1-1].pos == 0 {
			return true // "baschetbalista americană Brittney Griner"
		}
		for _, l := range q.nouns {
			if l.Classes.Any(class) && l.Unit == "" && !class.Any(r.cls.airborne) {
				return true // "missile sites" do not fly, and a unit only measures: "a $2 million prize"
			}
		}
		for _, g := range q.gens {
			if class.Any(r.cls.person) {
				break
			}
			if g.head != nil && g.head.Classes.Any(class) && q.head != nil && (q.head.Classes.Empty() || q.head.Classes.Any(r.cls.document)) {
				return true
			}
		}
	}
	if nx := n.next; nx != nil && nx.prep != nil && (contains(r.pack.Of, nx.prep.Lemma) || n.num > 0 && n.head == unknownNoun) && nx.head != nil && nx.head.Classes.Any(class) && (n.head == nil || !n.head.Classes.Any(r.cls.nobind)) {
		return n.head == nil || n.head.Classes.Empty() || n.head.Classes.Any(class.Or(r.cls.delivery))
	}
	return r.holds(n) && n.next.head.Classes.Any(class)
}

// holds reports whether a phrase only counts or packs what follows it with "with":
// "mii de containere cu muniție".
func (r *parser) holds(n *np) bool {
	nx := n.next
	return r.pack.FreeOrder && nx != nil && nx.prep != nil && nx.prep.Kind == "with" && nx.head != nil && n.head != nil && n.head != unknownNoun && n.person == "" && n.head.Classes.Empty() && n.head.Op == lang.OpNone
}

// enemy finds whom the receiver of arms or help fights, when the sentence speaks
// of the war.
func (r *parser) enemy(m *filled) ([]ref, bool) {
	found := false
	for i := range r.items {
		if l := r.items[i].lex(); l != nil && l.Classes.Any(r.cls.war) {
			found = true
			break
		}
	}
	if !found {
		return nil, false
	}
	for w := len(r.said.wars) - 1; w >= 0; w-- {
		for _, list := range [][]ref{m.refs[lang.RoleObject], m.refs[lang.RoleSubject]} {
			for _, x := range list {
				switch x.id {
				case r.said.wars[w].a:
					return []ref{{id: r.said.wars[w].b, coref: true}}, true
				case r.said.wars[w].b:
					return []ref{{id: r.said.wars[w].a, coref: true}}, true
				}
			}
		}
	}
	return nil, false
}

// context finds the other party of a war that the text has named.
func (r *parser) context(m *filled, role lang.Role) ([]ref, bool) {
	other := m.refs[lang.RoleSubject]
	if role == lang.RoleAgainst {
		return r.enemy(m)
	}
	switch {
	case role == lang.RoleObject && m.f.Kind == "MEDIATED_FOR":
		return r.parties(m)
	case role == lang.RoleObject && (m.f.Kind == "CONDEMNED" || m.f.Kind == "THREATENED"):
		if out, ok := r.culprit(m); ok || m.f.Kind == "THREATENED" {
			return out, ok
		}
		return r.doer(m)
	case role == lang.RoleObject && m.f.Kind == "PRAISED":
		return r.doer(m)
	case role == lang.RoleObject && m.f.Kind == "REJECTED":
		return r.accuser(m)
	case role == lang.RoleObject && m.f.Kind == "RECOGNISED":
		return r.unrecognised(m)
	case role == lang.RoleObject && m.f.Kind == "ATTACKED" && r.pack.AdjectiveBefore():
		return r.struckPlace(m)
	case m.f.Kind == "LIFTED_SANCTIONS_ON":
		return r.sanctions(m, role)
	case role == lang.RoleObject && m.f.Kind == "SANCTIONED":
		return r.deserted(m)
	case role == lang.RoleObject && (m.f.Kind == "SUMMONED_AMBASSADOR_OF" || m.f.Kind == "EXPELLED_DIPLOMATS_OF"):
		if n := m.nps[lang.RoleNeed]; n == nil || len(n.adjs)+len(n.gens) > 0 || n.poss != nil || n.num > 0 || n.next != nil && n.next.i0 <= n.i1+1 && contains(r.pack.Of, n.next.prep.Lemma) {
			return nil, false
		}
		return r.quarrel(m)
	case role == lang.RoleObject && (m.f.Kind == "RECALLED_AMBASSADOR_FROM" || m.f.Kind == "REDUCED_RELATIONS_WITH"):
		out, ok := r.quarrel(m)
		if !ok && r.pack.AdjectiveBefore() && m.f.Kind == "RECALLED_AMBASSADOR_FROM" && len(r.quarrels) < 4 && !slices.Contains(r.quarrels, m.s.c) {
			r.quarrels = append(r.quarrels, m.s.c)
		}
		return out, ok
	}
	if role == lang.RoleSubject {
		// Who attacks the object: the subject of what the phrase serves, else the
		// war named before.
		for k := range m.f.Roles {
			rs := &m.f.Roles[k]
			if rs.Role != lang.RoleObject {
				continue
			}
			for i := range rs.Fillers {
				var buf [8]*np
				for _, cand := range r.candidates(m.s, &rs.Fillers[i], buf[:0]) {
					if cand == nil {
						continue
					}
					x, ok := r.fits(m, &rs.Fillers[i], cand, lang.RoleObject)
					if !ok {
						continue
					}
					for w := len(r.said.wars) - 1; w >= 0; w-- {
						if r.said.wars[w].b == x[0].id {
							return []ref{{id: r.said.wars[w].a, coref: true}}, true
						}
					}
					if id := r.punished(m, x[0].id); id != "" {
						return []ref{{id: id, coref: true}}, true
					}
				}
			}
		}
		return nil, false
	}
	if len(other) > 0 {
		for w := len(r.said.wars) - 1; w >= 0; w-- {
			if r.said.wars[w].a == other[0].id {
				return []ref{{id: r.said.wars[w].b, coref: true}}, true
			}
			if r.said.wars[w].b == other[0].id && m.f.Kind == "INVADED" {
				return []ref{{id: r.said.wars[w].a, coref: true}}, true // one invades whom it fights
			}
		}
	}
	return nil, false
}
