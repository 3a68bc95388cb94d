package extract

import (
	"slices"
	"strings"

	"github.com/mozillazg/go-unidecode"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/loaders/registry"
)

// ref is who a phrase stands for.
type ref struct {
	id     graph.EntityID // state, organisation or actor
	agent  graph.Agent    // who acts for it; zero when it acts itself
	class  lang.Class
	weak   bool // its people, its place: an owner, not an actor
	person bool // named by a person: may be a leader's end
	coref  bool
	np     *np
}

// discourse is what the text so far has named.
type discourse struct {
	pair     []graph.EntityID // the last two that stood together
	last     graph.EntityID   // the last state named
	lastSubj *ref
	person   *ref // the last person named
	persons  map[graph.EntityID]ref
	byState  map[graph.EntityID]ref // the last head named of each state
	byTitle  map[string]ref         // the last bearer of each office
	prior    graph.EntityID         // the state named before the last
	names    map[string]ref         // surnames of people met only in text
	wars     []war
	treaty   *graph.TreatyMention
	treatyAt int // sentence
	pairAt   int // sentence of the pair
}

type war struct{ a, b graph.EntityID }

func (d *discourse) reset() {
	*d = discourse{persons: map[graph.EntityID]ref{}, byState: map[graph.EntityID]ref{}, byTitle: map[string]ref{}, names: map[string]ref{}, wars: d.wars[:0]}
}

func (d *discourse) note(x *ref) {
	if x.id == "" {
		return
	}
	if x.weak {
		return
	}
	if d.last != x.id {
		d.prior, d.last = d.last, x.id
	}
	if x.person {
		d.person = x
	}
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
					e.head, e.feats = q.head, q.feats
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
	for i := range out {
		r.said.note(&out[i])
	}
	if len(out) == 2 && out[0].id != out[1].id && !out[0].weak && !out[1].weak {
		r.said.pair = []graph.EntityID{out[0].id, out[1].id}
		r.said.pairAt = r.report.Sentences
		r.paired = true
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
	if n.name != nil {
		x := mk(n.name.Entity)
		x.class = n.name.Class
		switch n.name.Class {
		case lang.ClassCity:
			x.weak = true
		case lang.ClassPeople, lang.ClassAdj:
			x.weak = n.name.Entity.Kind() != graph.NonStateActor
		case lang.ClassCapital:
			if n.prep != nil && contains(r.pack.Place, n.prep.Lemma) {
				x.weak = true
			}
		case lang.ClassPalace, lang.ClassMinistry, lang.ClassForces:
			x.agent = graph.Agent{Name: r.span(n.i0, n.i1), Office: "GOVERNMENT"}
		}
		return []ref{x}
	}
	if n.head == nil {
		return nil
	}
	h := n.head
	if h.Classes.Any(r.cls.countries) {
		return r.countries(n)
	}
	if h.Classes.Any(r.cls.locality) && h.Office == "" {
		out := r.owners(n)
		for i := range out {
			out[i].weak = true
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
		return out
	}
	if h.Office == "" || r.nobind(n) {
		return nil
	}
	states := r.owners(n)
	if h.Office == "COUNTERPART" {
		if len(states) == 0 {
			return nil
		}
	}
	if len(states) == 0 {
		if n.poss != nil && n.feats.Any(lang.Pl) || h.Classes.Any(r.cls.head) && n.num == 2 {
			// "their presidents", "the two leaders"
			ids := r.group(n)
			for _, id := range ids {
				x := mk(id)
				x.coref = true
				x.agent = r.headOf(id, h)
				x.person = true
				states = append(states, x)
			}
			return states
		}
		if n.poss != nil {
			if id := r.possessor(n); id != "" {
				x := mk(id)
				x.coref = true
				x.agent = graph.Agent{Name: r.span(n.i0, n.i1), Office: h.Office}
				return []ref{x}
			}
		}
		if r.pack.AdjectiveBefore() && n.def && h.Classes.Any(r.cls.body) && n.clause != nil && n.clause.link == linkThat && n.clause.parent != nil && n.clause.parent.subj != nil && n.clause.parent.subj != n {
			// "the minister says that the government will": his own
			for _, y := range strong(n.clause.parent.subj.refs) {
				x := mk(y.id)
				x.coref = true
				x.agent = graph.Agent{Name: r.span(n.i0, n.i1), Office: h.Office}
				return []ref{x}
			}
		}
		if x, ok := r.said.byTitle[h.Office]; ok && (n.def || n.feats.Any(lang.Def) || r.pack.AdjectiveBefore()) && h.Classes.Any(r.cls.person) {
			x.np, x.coref = n, true
			return []ref{x}
		}
		return nil
	}
	out := states[:0]
	for _, s := range states {
		x := mk(s.id)
		x.agent = graph.Agent{Office: h.Office, Name: r.span(n.i0, n.i1)}
		if h.Classes.Any(r.cls.head) {
			x.agent = r.headOf(s.id, h)
			if x.agent.ID == "" {
				x.agent.Name = r.span(n.i0, n.i1)
			}
			x.person = true
		}
		out = append(out, x)
	}
	return out
}

// nobind reports whether the phrase's bearer acts for no state: former, elected,
// of a parliament, a party, a company, the opposition.
func (r *parser) nobind(n *np) bool {
	if n.head != nil && n.head.Classes.Any(r.cls.nobind) {
		return true
	}
	for _, m := range n.mods {
		if m.Classes.Any(r.cls.former) || m.Classes.Any(r.cls.nobind) {
			return true
		}
	}
	for _, m := range n.nouns {
		if m.Classes.Any(r.cls.former) || m.Classes.Any(r.cls.nobind) {
			return true
		}
	}
	if n.head != nil && (n.head.Classes.Any(r.cls.person)) {
		for _, g := range n.gens {
			if g.head != nil && g.head.Office == "" && !g.head.Classes.Any(r.cls.countries) {
				return true
			}
			if g.head != nil && g.head.Classes.Any(r.cls.nobind) {
				return true
			}
		}
		if n.next != nil && n.next.prep != nil && contains(r.pack.Of, n.next.prep.Lemma) && n.next.head != nil && n.next.head.Office == "" && n.head.Classes.Any(r.cls.head) &&
			!n.next.head.Classes.Any(r.cls.countries) {
			return true
		}
	}
	return false
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
		for _, q := range g.equals() {
			switch {
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
		if !contains(r.pack.Place, n.next.prep.Lemma) || n.head.Classes.Any(r.cls.locality) {
			for _, q := range n.next.equals() {
				if q.name != nil {
					add(q.name.Entity, q.name.Class)
				}
			}
		}
	}
	if len(out) == 0 && n.head != nil {
		// "războiul dus de Rusia": a participle with its agent.
		for _, c := range r.clauses {
			if c.link == linkPart && c.host == n && c.verb != nil && c.verb.verb != nil && c.verb.verb.Light {
				for _, q := range r.byOf(c.post, nil) {
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
		(contains(r.pack.Of, n.next.prep.Lemma) && n.next.prep.Kind != "between" || n.next.prep.Kind == "origin" && n.head.Classes.Any(r.cls.nobind)) && n.head.Office == "" {
		// "leaders of Israeli settler groups", "a batch of Russian drones"
		for _, a := range n.next.adjs {
			add(a.Entity, a.Class)
		}
	}
	if x := n.next; len(out) == 0 && r.pack.AdjectiveBefore() && x != nil && x.prep != nil && x.prep.Kind == "origin" && x.name != nil && n.head != nil && n.head.Classes.Any(r.cls.nobind) {
		add(x.name.Entity, x.name.Class) // "travellers from Italy"
	}
	if len(out) == 0 && n.head != nil && n.head.Classes.Any(r.cls.treaty.Or(r.cls.document)) && (n.def || n.feats.Any(lang.Def)) && n.poss == nil && r.said.treaty != nil && r.report.Sentences-r.said.treatyAt <= 2 {
		// "the document": the treaty spoken of, and its parties.
		for _, p := range r.said.treaty.Parties {
			add(p, 0)
			out[len(out)-1].coref = true
		}
	}
	if len(out) == 0 && n.poss != nil {
		if id := r.possessor(n); id != "" && n.poss != nil && !n.possF.Any(lang.Pl) {
			out = append(out, ref{id: id, np: n, coref: true})
		}
	}
	return out
}

// possessor is the state that a possessive pronoun means.
func (r *parser) possessor(n *np) graph.EntityID {
	if n.asked {
		return "" // "its" of a phrase that the answer would come from
	}
	n.asked = true
	defer func() { n.asked = false }()
	if n.possF.Any(lang.P1) {
		if s := r.speaker; s != "" {
			return s
		}
		return ""
	}
	c := n.clause
	if c != nil && c.link == linkThat && c.subj == n && c.parent != nil {
		c = c.parent // "says that its army": the speaker's
	}
	if c != nil && c.link == linkComp && c.gov != nil && c.gov.ObjCtrl && c.gov.Op == lang.OpNone && c.parent != nil && c.parent.subj != nil && n != c.subj {
		c = c.parent // "lets X use its territory": the owner's
	}
	if n.prep != nil && n.prep.Kind == "cause" && c != nil {
		// "sanctions Russia over its invasion": of whom it is done to.
		for i := len(c.post) - 1; i >= 0; i-- {
			if q := c.post[i]; q.i1 <= n.i0 && q.done {
				if x := strong(q.refs); len(x) > 0 {
					return x[0].id
				}
				if o := r.owners(q); len(o) > 0 {
					return o[0].id
				}
			}
		}
	}
	if c != nil && c.link == linkThat && c.parent != nil && c.parent.subj != nil && c.subj != nil && c.subj.done && len(strong(c.subj.refs)) == 0 && r.pack.AdjectiveBefore() {
		c = c.parent // "reports that drones entered its airspace"
	}
	if c != nil && c.subj != nil && c.subj != n && c.subj.done {
		for _, x := range c.subj.refs {
			if !x.weak {
				return x.id
			}
		}
		if o := r.owners(c.subj); len(o) > 0 {
			return o[0].id
		}
	}
	if !r.pack.Case && n.possF.Any(lang.Masc|lang.Fem) {
		if x := r.said.person; x != nil {
			return x.id
		}
		return "" // somebody whom the text has not placed
	}
	return r.said.last
}

// group is the set of states that "their", "the two" means.
func (r *parser) group(n *np) []graph.EntityID {
	if n.possF.Any(lang.P1) && r.speaker != "" {
		return r.withSpeaker()
	}
	if len(r.states) == 2 && !r.paired {
		return slices.Clone(r.states)
	}
	if len(r.said.pair) == 2 {
		return r.said.pair
	}
	if r.said.prior != "" && r.said.last != "" {
		return []graph.EntityID{r.said.prior, r.said.last}
	}
	return nil
}

// withSpeaker is the speaker's state and the other one of the pair.
func (r *parser) withSpeaker() []graph.EntityID {
	if len(r.said.pair) == 2 && slices.Contains(r.said.pair, r.speaker) {
		return r.said.pair
	}
	return []graph.EntityID{r.speaker}
}

// countries resolves "the two countries", "both states", "his country".
func (r *parser) countries(n *np) []ref {
	if len(n.adjs) > 0 || len(n.gens) > 0 && n.gens[0].name != nil {
		// "statul ucrainean", "partea rusă"
		var out []ref
		for _, o := range r.owners(n) {
			out = append(out, ref{id: o.id, np: n})
		}
		return out
	}
	var ids []graph.EntityID
	switch {
	case n.poss != nil && n.possF.Any(lang.P1) && n.feats.Any(lang.Pl):
		ids = r.withSpeaker()
		if len(ids) < 2 {
			ids = nil
		}
	case n.poss != nil && n.feats.Any(lang.Sg):
		if id := r.possessor(n); id != "" {
			ids = []graph.EntityID{id}
		}
	case r.pack.AdjectiveBefore() && n.def && n.feats.Any(lang.Sg) && n.num == 0 && len(n.mods) == 0 && n.next == nil:
		// "the country": the last one named that is not the subject.
		var own *np
		if n.clause != nil && n.clause.subj != n {
			own = n.clause.subj
		}
		for _, id := range []graph.EntityID{r.said.last, r.said.prior} {
			if id.Kind() == graph.State && (own == nil || !slices.ContainsFunc(own.refs, func(x ref) bool { return x.id == id })) {
				ids = []graph.EntityID{id}
				break
			}
		}
	case n.num == 2, n.feats.Any(lang.Pl) && (n.def || n.feats.Any(lang.Def)) && len(n.gens) == 0 && n.next == nil && n.num == 0:
		ids = r.group(n)
	}
	var out []ref
	if len(ids) == 0 && n.num == 0 && n.feats.Any(lang.Pl) {
		// An apposition: "Belarus și Coreea de Nord, singurele țări care …".
		for k := 2; k < len(r.phrases); k++ {
			if r.phrases[k].np == n && (r.phrases[k-1].kind == ',' || r.phrases[k-1].kind == '-') && r.phrases[k-2].kind == 'N' && len(r.phrases[k-2].np.conj) > 0 {
				for _, x := range strong(r.resolve(r.phrases[k-2].np)) {
					ids = append(ids, x.id)
				}
			}
		}
	}
	if len(ids) == 0 && n.feats.Any(lang.Pl) {
		return r.such(n)
	}
	for _, id := range ids {
		out = append(out, ref{id: id, np: n, coref: true})
	}
	return out
}

// pronoun resolves pronouns that stand for states and people.
func (r *parser) pronoun(n *np) []ref {
	var out []ref
	cr := func(id graph.EntityID) {
		if id != "" {
			out = append(out, ref{id: id, np: n, coref: true})
		}
	}
	switch n.pronoun.Kind {
	case "both", "recip":
		for _, id := range r.group(n) {
			cr(id)
		}
	case "latter":
		if len(r.said.pair) == 2 {
			cr(r.said.pair[1])
		}
	case "former":
		if len(r.said.pair) == 2 {
			cr(r.said.pair[0])
		}
	case "dem", "pers":
		switch {
		case n.feats.Any(lang.P1):
			if n.feats.Any(lang.Pl) && r.speaker != "" {
				cr(r.speaker)
			}
		case n.feats.Any(lang.Pl):
			if !r.pack.Case {
				for _, x := range r.antecedents(n) {
					cr(x)
				}
				break
			}
			if n.prep != nil || r.pack.Case && n.feats.Any(lang.Gen) || !r.pack.Case {
				for _, id := range r.group(n) {
					cr(id)
				}
			}
		case n.feats.Any(lang.Neut) && !r.pack.Case:
			if n.clause != nil && n.clause.verb != nil && slices.Contains(n.clause.post, n) {
				// An object is not the subject: "accusing it of".
				own := r.subjectOf(n.clause)
				for _, id := range []graph.EntityID{r.said.last, r.said.prior} {
					if own == nil || id != "" && !slices.ContainsFunc(own.refs, func(x ref) bool { return x.id == id }) {
						cr(id)
						break
					}
				}
			} else if x := r.said.lastSubj; x != nil && !x.person {
				cr(x.id)
			}
		default:
			if x := r.said.person; x != nil && (n.feats.Any(lang.Masc) || n.feats.Any(lang.Fem)) {
				y := *x
				y.np, y.coref = n, true
				out = append(out, y)
			} else if n.feats.Any(lang.Fem) && r.pack.Case {
				cr(r.said.last)
			}
		}
	}
	return out
}

// headOf names who heads a state: as the text has said, else the registry.
func (r *parser) headOf(id graph.EntityID, office *lang.Lexeme) graph.Agent {
	if x, ok := r.said.byState[id]; ok {
		return x.agent
	}
	if x, ok := r.ahead[id]; ok {
		return x
	}
	a := graph.Agent{Office: office.Office}
	if t, ok := r.holder(id, office); ok {
		a.ID, a.Office = t.Leader, t.Office
		if e := r.x.reg.Entity(t.Leader); e != nil {
			a.Name = e.Name
		}
	}
	return a
}

// holder is the one holder of an office on the day of publication.
func (r *parser) holder(id graph.EntityID, office *lang.Lexeme) (registry.Term, bool) {
	if !r.art.Published.Known() {
		return registry.Term{}, false
	}
	day := r.art.Published.Last()
	var found []registry.Term
	for _, o := range registry.Offices() {
		for _, t := range r.x.reg.Holders(id, o, day) {
			if t.Title == office.Title && office.Title != "" || office.Title == "" && t.Office == office.Office || office.Title == "LEADER" && (o == "HEAD_OF_STATE" || o == "HEAD_OF_GOVERNMENT" || o == "DE_FACTO") {
				found = append(found, t)
			}
		}
	}
	if len(found) == 0 && office.Office != "" {
		for _, t := range r.x.reg.Holders(id, office.Office, day) {
			found = append(found, t)
		}
	}
	if len(found) != 1 {
		return registry.Term{}, false
	}
	return found[0], true
}

// personRef resolves a phrase with a person's name.
func (r *parser) personRef(n *np) []ref {
	name := n.person
	if n.head != nil && n.head.Source != "" {
		return nil
	}
	if n.head != nil && n.head.Classes.Any(r.cls.agency) {
		return nil
	}
	if r.nobind(n) {
		return nil
	}
	x := ref{np: n, person: true}
	x.agent = graph.Agent{Name: name}
	if n.leader != "" {
		x.agent.ID = n.leader
		if e := r.x.reg.Entity(n.leader); e != nil {
			x.agent.Name = e.Name
		}
	}
	if n.head == nil || n.head.Office == "" {
		// A bare name.
		if n.leader != "" {
			if y, ok := r.said.persons[n.leader]; ok {
				y.np = n
				return []ref{y}
			}
			t, ok := r.termOf(n.leader, nil)
			if !ok {
				return nil
			}
			x.id, x.agent.Office = t.Of, t.Office
			return []ref{x}
		}
		if y, ok := r.said.names[surname(name)]; ok {
			y.np = n
			return []ref{y}
		}
		if n.head == nil && n.leader == "" && len(n.adjs) > 0 && r.pack.AdjectiveBefore() {
			return []ref{{id: n.adjs[0].Entity, np: n, weak: true}} // "Iraqi Kurdistan"
		}
		return nil
	}
	h := n.head
	x.agent.Office = h.Office
	owners := r.owners(n)
	switch {
	case len(owners) > 0:
		x.id = owners[0].id
		if n.leader != "" {
			if t, ok := r.termOf(n.leader, h); ok && t.Of == x.id && h.Classes.Any(r.cls.head) {
				x.agent.Office = t.Office
			}
		}
	case n.leader != "":
		t, ok := r.termOf(n.leader, h)
		if !ok {
			return nil
		}
		x.id = t.Of
		if h.Classes.Any(r.cls.head) {
			x.agent.Office = t.Office
		}
	default:
		if n.poss != nil {
			if id := r.possessor(n); id != "" && !n.possF.Any(lang.Pl) {
				x.id = id
				break
			}
		}
		if y, ok := r.said.names[surname(name)]; ok {
			x.id = y.id
			break
		}
		return nil
	}
	if x.agent.ID == "" && h.Classes.Any(r.cls.head) {
		if t, ok := r.holder(x.id, h); ok {
			if e := r.x.reg.Entity(t.Leader); e != nil && sameName(e, name) {
				x.agent.ID, x.agent.Name, x.agent.Office = t.Leader, e.Name, t.Office
			}
		}
	}
	if h.Classes.Any(r.cls.head) || h.Office == "ORGANISATION" {
		if x.agent.ID == "" {
			x.agent.ID = leaderID(name)
			r.met(x.agent.ID, name)
		}
		y := x
		r.said.byState[x.id] = y
	} else if x.agent.ID == "" && strings.Contains(name, " ") {
		x.agent.ID = leaderID(name)
		r.met(x.agent.ID, name)
	}
	r.said.byTitle[h.Office] = x
	if x.agent.ID != "" {
		r.said.persons[x.agent.ID] = x
	}
	r.said.names[surname(name)] = x
	return []ref{x}
}

// termOf is the term of a leader that the article's day and the title choose.
func (r *parser) termOf(id graph.EntityID, office *lang.Lexeme) (registry.Term, bool) {
	terms := r.x.reg.TermsOf(id)
	var best registry.Term
	ok := false
	for _, t := range terms {
		if office != nil && office.Title != "" && t.Title != office.Title && office.Title != "LEADER" {
			continue
		}
		if office != nil && office.Title == "" && office.Office != t.Office && office.Office != "" && office.Office != "COUNTERPART" {
			continue
		}
		if r.art.Published.Known() {
			if t.From.First() > r.art.Published.Last() || t.To.Last() < r.art.Published.First() && t.To.Known() {
				continue
			}
		}
		if !ok || t.From.First() >= best.From.First() {
			best, ok = t, true
		}
	}
	return best, ok
}

func surname(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	return lang.Fold(words[len(words)-1])
}

// sameName reports whether a name in a text and one of an entity's names end in
// the same word.
func sameName(e *graph.Entity, name string) bool {
	s := surname(name)
	if surname(e.Name) == s {
		return true
	}
	for _, n := range e.Names {
		if surname(n.Text) == s {
			return true
		}
	}
	return false
}

// leaderID is the id of a person met only in text.
func leaderID(name string) graph.EntityID {
	var b strings.Builder
	for _, c := range strings.ToLower(unidecode.Unidecode(name)) {
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			b.WriteRune(c)
		case b.Len() > 0 && b.String()[b.Len()-1] != '-':
			b.WriteByte('-')
		}
	}
	return graph.EntityID("leader:" + strings.Trim(b.String(), "-"))
}

// met notes a person that the registry does not have.
func (r *parser) met(id graph.EntityID, name string) {
	if r.x.reg.Entity(id) != nil {
		return
	}
	for _, e := range r.report.Entities {
		if e.ID == id {
			return
		}
	}
	r.report.Entities = append(r.report.Entities, &graph.Entity{ID: id, Kind: graph.Leader, Name: name, Names: []graph.Name{{Lang: r.pack.Code, Text: name}}})
}
