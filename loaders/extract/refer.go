package extract

import (
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// ref is who a phrase stands for.
type ref struct {
	id     graph.EntityID // state, organisation or actor
	agent  graph.Agent    // who acts for it; zero when it acts itself
	class  lang.Class
	weak   bool // its people, its place: an owner, not an actor
	person bool // named by a person: may be a leader's end
	coref  bool
	held   bool // a place in it that another holds
	np     *np
}

// resolve finds whom a phrase stands for, its equals included.
func (r *parser) resolve(n *np) []ref {
	if n.done {
		return n.refs
	}
	n.done = true
	var out []ref
	if len(n.conj) > 0 {
		// "miniștrii X și Y": the office is said once for all.
		for _, q := range n.conj {
			if q.head == nil && q.person != "" && r.bearer(n) && n.person != "" && n.feats.Any(lang.Pl) {
				q.head, q.feats = n.head, q.feats|lang.Sg
				if len(q.adjs) == 0 && len(q.gens) == 0 {
					q.adjs = nil
				}
			}
			if q.head == nil && q.person == "" && q.name != nil && r.bearer(n) && n.person == "" && q.name.Class == lang.ClassAdj {
				q.head = n.head
				q.adjs, q.name = append(q.adjs, q.name), nil
			}
		}
	}
	if r.pack.AdjectiveBefore() && len(n.conj) > 0 && n.head == nil && n.name != nil && n.person == "" && (n.name.Class == lang.ClassAdj || n.name.Class == lang.ClassPeople) {
		// "Thai and Cambodian soldiers": the noun comes once, last.
		if q := n.conj[len(n.conj)-1]; q.head != nil && len(q.adjs) > 0 && q.person == "" {
			for _, e := range n.equals() {
				if e != q && e.head == nil && e.name != nil && e.person == "" {
					e.head, e.feats, e.own = q.head, q.feats, 0
					e.adjs, e.name = append(e.adjs, e.name), nil
				}
			}
		}
	}
	for _, q := range n.equals() {
		refs := r.governing(r.one(q))
		if len(refs) == 0 && r.pack.AdjectiveBefore() {
			refs = r.placeOf(q)
		}
		if q != n {
			q.refs, q.done = refs, true
		}
		out = append(out, refs...)
	}
	n.refs = out
	if len(out) > 0 && n.prep != nil && n.pronoun == nil && (contains(r.pack.Place, n.prep.Lemma) || r.pack.AdjectiveBefore() && n.name != nil && n.name.Class == lang.ClassCity) && out[0].id.Kind() == graph.State {
		r.said.place, r.said.placeAt = out[0].id, r.report.Sentences
	}
	for i := range out {
		r.said.note(&out[i])
		if e := r.x.reg.Entity(out[i].id); e != nil && (e.Recognition == graph.Partial || e.Recognition == graph.Observer || len(e.ClaimedBy) > 0) {
			r.said.contested = out[i].id
		}
	}
	if len(out) == 2 && out[0].id != out[1].id && !out[0].weak && !out[1].weak {
		if len(r.said.pair) == 2 && (r.said.pair[0] != out[0].id || r.said.pair[1] != out[1].id) && !out[0].coref {
			r.said.before = r.said.pair
		}
		r.said.pair = []graph.EntityID{out[0].id, out[1].id}
		r.said.keepStates()
		r.said.pairAt = r.report.Sentences
		r.paired = true
	}
	if (len(out) == 0 || out[0].weak) && r.pack.FreeOrder && len(n.adjs) == 2 && n.head != nil && n.adjs[0].Class == lang.ClassPrefix && n.adjs[0].Entity != n.adjs[1].Entity {
		r.said.pair = []graph.EntityID{n.adjs[0].Entity, n.adjs[1].Entity} // "frontiera armeano-azeră"
		r.said.keepStates()
		r.said.pairAt = r.report.Sentences
	}
	if len(out) > 2 && distinct(out) == len(out) && !slices.ContainsFunc(out, func(x ref) bool { return x.weak || x.coref || x.id.Kind() != graph.State }) {
		r.said.list = r.said.list[:0]
		for i := range out {
			r.said.list = append(r.said.list, out[i].id)
		}
	}
	for i := range out {
		if id := out[i].id; !out[i].weak && !out[i].coref && id.Kind() == graph.State && !slices.Contains(r.states, id) {
			r.states = append(r.states, id)
		}
	}
	return out
}

// governing puts the state in the place of an actor that governs it on the day
// of publication, and keeps the actor as who acts.
func (r *parser) governing(refs []ref) []ref {
	for i := range refs {
		x := &refs[i]
		if x.id.Kind() != graph.NonStateActor || !r.art.Published.Known() {
			continue
		}
		if s := r.x.reg.Governs(x.id, r.art.Published.Last()); len(s) == 1 {
			if x.agent.Name == "" {
				x.agent = graph.Agent{ID: x.id, Name: r.nameOf(x.id), Office: "GOVERNMENT"}
			}
			x.id = s[0]
		}
	}
	return refs
}

// nounOf is the phrase's own refs, without its equals.
func (r *parser) one(n *np) []ref {
	mk := func(id graph.EntityID) ref { return ref{id: id, np: n} }
	if n.pronoun != nil {
		return r.pronoun(n)
	}
	if n.person != "" {
		return r.personRef(n)
	}
	if r.possessed(n) {
		return nil
	}
	if n.name != nil {
		if r.goesOn(n) {
			return nil
		}
		if n.num == 2 && strings.HasPrefix(string(n.name.Entity), "bloc:") {
			var out []ref
			for _, id := range r.group(n) {
				out = append(out, ref{id: id, np: n, coref: true}) // "the two Central Asian countries"
			}
			return out
		}
		x := mk(n.name.Entity)
		x.class = n.name.Class
		if by := n.partBy; by != nil && n.partLex.Classes.Any(r.cls.ruled) && n.prep == nil && by.Entity.Kind() == graph.NonStateActor {
			x.id = by.Entity // "Houthi-controlled Yemen declares"
		}
		if r.pack.AdjectiveBefore() && x.id.Kind() == graph.NonStateActor && slices.ContainsFunc(n.mods, func(l *lang.Lexeme) bool { return l.Classes.Any(r.cls.former) }) {
			return nil // "a former TPLF combatant"
		}
		if id := r.otherBloc(n); id != "" {
			x.id, x.coref = id, true
		}
		switch n.name.Class {
		case lang.ClassCity:
			x.id = r.citedState(n, x.id)
			x.weak, x.held = true, n.feats.Any(lang.Held)
		case lang.ClassPeople, lang.ClassAdj:
			x.weak = n.name.Entity.Kind() != graph.NonStateActor
		case lang.ClassCapital:
			if n.prep != nil && contains(r.pack.Place, n.prep.Lemma) {
				x.weak = true
			}
		case lang.ClassPalace, lang.ClassMinistry, lang.ClassForces:
			x.agent = graph.Agent{Name: r.ownSpan(n), Office: "GOVERNMENT"}
		}
		return []ref{x}
	}
	if n.head == nil {
		if (n.num == 2 || n.num > 2 && r.pack.FreeOrder) && n.feats.Any(lang.Def) && n.pronoun == nil {
			// "cei doi au semnat", "cei trei"
			var out []ref
			for _, id := range r.group(n) {
				x := mk(id)
				x.coref = true
				out = append(out, x)
			}
			return out
		}
		return nil
	}
	h := n.head
	if h.Classes.Any(r.cls.countries) {
		return r.countries(n)
	}
	if h.Classes.Any(r.cls.bloc) {
		if r.said.org == "" || !n.def && !n.feats.Any(lang.Def) || n.feats.Any(lang.Pl) || n.i1 > n.i0+1 {
			return nil
		}
		return []ref{{id: r.said.org, np: n, coref: true}} // "organizația": the one that the text has named
	}
	if h.Classes.Any(r.cls.locality) && h.Office == "" {
		if x := n.next; x != nil && r.pack.AdjectiveBefore() && contains(r.pack.Of, x.prep.Lemma) && x.name != nil && x.name.Entity.Kind() == graph.NonStateActor {
			return r.resolve(x) // "Georgia's regions of South Ossetia and Abkhazia"
		}
		out := r.owners(n)
		for i := range out {
			out[i].weak = !r.region(n)
		}
		if len(out) == 0 && r.saidPlace(n) {
			return []ref{{id: r.said.place, np: n, weak: true, coref: true}} // "in the region"
		}
		return out
	}
	if h.Classes.Any(r.cls.group) && h.Office == "" {
		var out []ref
		for _, x := range r.owners(n) {
			if x.id.Kind() == graph.NonStateActor {
				out = append(out, x)
			}
		}
		if len(out) == 0 && r.said.group != "" && n.def && r.pack.AdjectiveBefore() && len(n.adjs)+len(n.gens)+len(n.conj) == 0 && n.next == nil && n.poss == nil && n.num == 0 {
			return []ref{{id: r.said.group, np: n, coref: true}} // "the group", "the rebels"
		}
		if q := r.tellsMoreOf(n); len(out) == 0 && q != nil {
			for _, x := range r.resolve(q) {
				if x.id.Kind() == graph.NonStateActor {
					out = append(out, ref{id: x.id, np: n, coref: true}) // "Hezbollah, a group backed by Iran,"
				}
			}
		}
		return out
	}
	if h.Office == "" || r.nobind(n) {
		return nil
	}
	if x := n.next; r.pack.AdjectiveBefore() && h.Classes.Any(r.cls.body) && len(n.adjs) == 0 && x != nil && x.prep != nil && contains(r.pack.Of, x.prep.Lemma) && r.locality(x) {
		return nil // "the interior ministry of North Kivu province"
	}
	states := r.owners(n)
	if h.Office == "COUNTERPART" && len(states) == 0 {
		return nil
	}
	if h.Office == "COUNTERPART" && r.pack.FreeOrder && states[0].coref {
		id := r.hostOfCounterpart(n)
		if id == "" {
			return nil
		}
		x := mk(id)
		x.coref = true
		x.agent = graph.Agent{Name: r.span(n.i0, n.i1), Office: h.Office}
		return []ref{x}
	}
	if len(states) == 0 {
		if n.poss != nil && n.feats.Any(lang.Pl) || n.num == 2 && (h.Classes.Any(r.cls.head) || h.Classes.Any(r.cls.person) && (n.def || n.feats.Any(lang.Def)) || r.pack.FreeOrder && h.Classes.Any(r.cls.body) && n.feats.Any(lang.Def)) {
			// "their presidents", "the two ministers"
			ids := r.group(n)
			if h.Classes.Any(r.cls.head) && n.num == 2 {
				ids = r.said.headed(ids)
			}
			for _, id := range ids {
				x := mk(id)
				x.coref, x.person = true, true
				x.agent = graph.Agent{Office: h.Office, Name: r.span(n.i0, n.i1)}
				if h.Classes.Any(r.cls.head) {
					x.agent = r.headOf(id, h)
				}
				states = append(states, x)
			}
			return states
		}
		if n.poss != nil {
			if id := r.possessor(n); id != "" {
				x := mk(id)
				x.coref = true
				x.agent = graph.Agent{Name: r.ownSpan(n), Office: h.Office}
				return []ref{x}
			}
		}
		if r.pack.AdjectiveBefore() && n.def && h.Classes.Any(r.cls.body) && n.clause != nil && n.clause.link == linkThat && n.clause.parent != nil && n.clause.parent.subj != nil && n.clause.parent.subj != n {
			// "the minister says that the government will": his own
			for _, y := range strong(n.clause.parent.subj.refs) {
				x := mk(y.id)
				x.coref = true
				x.agent = graph.Agent{Name: r.ownSpan(n), Office: h.Office}
				return []ref{x}
			}
		}
		if x, ok := r.said.bodies[h]; ok && (n.def && r.pack.AdjectiveBefore() || r.pack.FreeOrder && n.feats.Any(lang.Def) && n.prep == nil) && n.next == nil && len(n.mods) == 0 && h.Classes.Any(r.cls.body) {
			x.np, x.coref = n, true // "the cabinet": the one that the text has named
			return []ref{x}
		}
		if x, ok := r.said.byTitle[h.Office]; ok && (n.def || n.feats.Any(lang.Def) || r.pack.AdjectiveBefore()) && h.Classes.Any(r.cls.person) {
			x.np, x.coref = n, true
			return []ref{x}
		}
		if id := r.x.reg.OnlyOf(h.Title); id != "" && n.person == "" && h.Office == "HEAD_OF_STATE" && !n.feats.Any(lang.Pl) && len(n.mods) == 0 {
			x := mk(id) // "the pope": there is one
			x.person = true
			x.agent = r.headOf(id, h)
			if x.agent.ID == "" {
				x.agent.Name = r.ownSpan(n)
			}
			return []ref{x}
		}
		if id := r.seatBefore(n); id != "" {
			x := mk(id)
			x.agent = graph.Agent{Name: r.ownSpan(n), Office: h.Office}
			return []ref{x}
		}
		if x := r.said.person; x != nil && r.pack.FreeOrder && h.Office == "DE_FACTO" && n.feats.Any(lang.Def) && !n.feats.Any(lang.Pl) && n.next == nil && len(n.mods) == 0 && x.id.Kind() == graph.State && x.agent.Office != "" {
			y := *x
			y.np, y.coref = n, true
			return []ref{y} // "liderul": whom the text has named
		}
		return nil
	}
	out := states[:0]
	for _, s := range states {
		x := mk(s.id)
		x.agent = graph.Agent{Office: h.Office, Name: r.ownSpan(n)}
		if h.Classes.Any(r.cls.body) && len(states) == 1 && !s.coref {
			r.said.bodies[h] = x
		}
		if h.Classes.Any(r.cls.head) {
			x.agent = r.headOf(s.id, h)
			if x.agent.ID == "" {
				x.agent.Name = r.ownSpan(n)
			}
			x.person = true
		}
		out = append(out, x)
	}
	return out
}

// owners are the states that a phrase names as its own: by adjective, genitive,
// possessor, or origin.
func (r *parser) owners(n *np) []ref {
	var out []ref
	add := func(id graph.EntityID, class lang.Class) {
		for _, o := range out {
			if o.id == id {
				return
			}
		}
		out = append(out, ref{id: id, np: n, class: class})
	}
	for _, a := range n.adjs {
		add(a.Entity, a.Class)
	}
	for _, g := range n.gens {
		if n.head != nil && n.head.Classes.Any(r.cls.acted) {
			break // "bombardarea Gazei": what it is done to
		}
		for _, q := range g.equals() {
			switch {
			case q.name != nil && q.feats.Any(lang.Held):
			case q.name != nil:
				add(q.name.Entity, q.name.Class)
			case q.person != "":
				for _, x := range r.resolve(q) {
					add(x.id, 0)
				}
			case q.head != nil:
				for _, x := range r.owners(q) {
					add(x.id, x.class)
				}
				if q.head.Classes.Any(r.cls.countries) && len(q.adjs) == 0 {
					for _, x := range r.countries(q) {
						add(x.id, 0)
					}
				}
			case q.pronoun != nil:
				for _, x := range r.pronoun(q) {
					add(x.id, 0)
				}
			}
		}
	}
	if len(out) == 0 && n.next != nil && n.next.prep != nil && !(n.head != nil && n.head.Classes.Any(r.cls.event)) && (contains(r.pack.Of, n.next.prep.Lemma) || contains(r.pack.Place, n.next.prep.Lemma) || n.next.prep.Lemma == "de la") && n.next.name != nil && n.head != nil {
		// Where somebody or something is of: "oficialii din Iran", "guvernul de la Tokyo".
		if !contains(r.pack.Place, n.next.prep.Lemma) || n.head.Classes.Any(r.cls.locality) || r.seated(n) {
			for _, q := range n.next.equals() {
				if q.name != nil && !q.feats.Any(lang.Held) {
					add(q.name.Entity, q.name.Class)
				}
			}
		}
	}
	if x := n.next; len(out) == 0 && r.pack.FreeOrder && x != nil && n.head != nil && n.person == "" && n.head.Office == "" && !n.head.Classes.Any(r.cls.people) && !n.head.Classes.Any(r.cls.event) && x.name == nil && x.person == "" && x.head != nil && x.head.Classes.Any(r.cls.locality) && contains(r.pack.Of, x.prep.Lemma) && x.prep.Kind == "" {
		for _, y := range r.resolve(x) {
			add(y.id, y.class) // "un spital din provincia Surin"
		}
	}
	if x := n.next; len(out) == 0 && r.pack.FreeOrder && x != nil && n.head != nil && n.person == "" && n.head.Classes.Any(r.cls.people) && x.head != nil && x.head.Classes.Any(r.cls.mission) && (contains(r.pack.Of, x.prep.Lemma) || contains(r.pack.Place, x.prep.Lemma)) {
		return r.owners(x) // "un diplomat din cadrul Ambasadei Rusiei"
	}
	if x := n.next; len(out) == 0 && r.pack.FreeOrder && x != nil && n.head != nil && n.head.Office != "" && contains(r.pack.Of, x.prep.Lemma) && x.prep.Kind == "" && x.head != nil && x.head.Classes.Any(r.cls.countries) && len(x.adjs) == 0 {
		for _, y := range r.resolve(x) {
			add(y.id, y.class) // "miniștrii de externe din cele două țări"
		}
	}
	if x := n.next; len(out) == 0 && r.pack.FreeOrder && x != nil && x.prep.Kind == "with" && x.name != nil && n.head != nil && n.head.Classes.Any(r.cls.border) {
		add(x.name.Entity, x.name.Class) // "la granița cu Ucraina"
	}
	if len(out) == 0 && n.head != nil {
		// "războiul dus de Rusia": a participle with its agent.
		for _, c := range r.clauses {
			if c.link == linkPart && c.host == n && c.verb != nil && c.verb.verb != nil && (c.verb.verb.Light || (r.pack.AdjectiveBefore() || n.head.Office != "") && c.verb.verb.Classes.Any(r.cls.owned)) {
				for _, q := range r.byOf(c.post, nil, nil) {
					for _, x := range r.resolve(q) {
						add(x.id, x.class)
					}
				}
			}
		}
	}
	if len(out) == 0 && n.next != nil && n.head != nil && n.next.prep != nil && contains(r.pack.Of, n.next.prep.Lemma) && n.next.head != nil && n.next.head.Office == "" && n.head.Classes.Any(r.cls.treaty) {
		return r.owners(n.next)
	}
	if len(out) == 0 && r.pack.AdjectiveBefore() && n.poss == nil && n.person == "" && n.next != nil && n.next.prep != nil && n.head != nil && n.next.head != nil &&
		(contains(r.pack.Of, n.next.prep.Lemma) && n.next.prep.Kind != "between" || n.next.prep.Kind == "origin" && n.head.Classes.Any(r.cls.nobind)) {
		// "leaders of Israeli settler groups", "a batch of Russian drones"
		for _, a := range n.next.adjs {
			add(a.Entity, a.Class)
		}
	}
	if x := n.next; len(out) == 0 && r.pack.AdjectiveBefore() && x != nil && x.prep != nil && x.prep.Kind == "origin" && x.name != nil && n.head != nil && (n.head == unknownNoun || n.head.Classes.Any(r.cls.goods.Or(r.cls.craft)) || n.head.Classes.Any(r.cls.nobind) || r.bearer(n) && n.person == "" && !n.head.Classes.Any(r.cls.units)) {
		for _, q := range x.equals() {
			if q.name != nil {
				add(q.name.Entity, q.name.Class) // "travellers from Italy", "officials from Rwanda and Burundi"
			}
		}
	}
	if len(out) == 0 && n.head != nil && n.head.Classes.Any(r.cls.treaty.Or(r.cls.document)) && (n.def || n.feats.Any(lang.Def) || r.bareDefinite(n)) && n.poss == nil && r.said.treaty != nil && r.report.Sentences-r.said.treatyAt <= 2 {
		// "the document": the treaty spoken of, and its parties.
		for _, p := range r.said.treaty.Parties {
			add(p, 0)
			out[len(out)-1].coref = true
		}
	}
	if len(out) == 0 && n.poss == nil {
		if id := r.tellersForces(n); id != "" {
			out = append(out, ref{id: id, np: n, coref: true})
		} else if id := r.orderersForces(n); id != "" {
			out = append(out, ref{id: id, np: n, coref: true})
		}
	}
	if len(out) == 0 && n.poss == nil {
		if id := r.cliticOwner(n); id != "" {
			out = append(out, ref{id: id, np: n, coref: true})
		}
	}
	if len(out) == 0 && n.poss != nil {
		if id := r.possessor(n); id != "" && n.poss != nil && !n.possF.Any(lang.Pl) {
			out = append(out, ref{id: id, np: n, coref: true})
		}
	}
	return out
}

// ownSpan is the text of a phrase without its equals and who acts beside it.
func (r *parser) ownSpan(n *np) string {
	if n.own > n.i0 && n.own < n.i1 {
		return r.span(n.i0, n.own)
	}
	return r.span(n.i0, n.i1)
}

// possessed reports whether a phrase is a possessor whose thing the pack does
// not know: "Kosovo's passports". It owns, and does not act.
func (r *parser) possessed(n *np) bool {
	return r.pack.AdjectiveBefore() && n.head == nil && n.name != nil && n.i1 > n.i0+1 && r.items[n.i1-1].pos == lang.Poss
}

// bareDefinite reports whether a phrase is definite without its article, as
// Romanian nouns are behind a preposition: "se va retrage din tratat".
func (r *parser) bareDefinite(n *np) bool {
	return r.pack.FreeOrder && r.pack.AdjectiveAfter() && n.prep != nil && n.prep.Kind == "" && !n.feats.Any(lang.Pl) && n.next == nil && len(n.mods) == 0 && n.i1 == n.i0+1
}
