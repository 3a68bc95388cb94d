package extract

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

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
	if x := r.said.person; r.pack.FreeOrder && x != nil && c != nil && c.link == linkMain && c.subj == n && n.possF.Any(lang.Sg) && n.head != nil && n.head.Office != "" && n.head.Office != "COUNTERPART" && n.head.Classes.Any(r.cls.person) {
		return x.id // "Consilierul său": of the man spoken of
	}
	if c != nil && c.link == linkThat && c.subj == n && c.parent != nil {
		c = c.parent // "says that its army": the speaker's
	}
	if c != nil && r.pack.FreeOrder && c.link == linkMain && c.subj == n && n.possF.Any(lang.Sg) && c.sharedFrom != nil && n.head != nil && !n.head.Classes.Any(r.cls.person) {
		if s := r.subjectOf(c.sharedFrom); s != nil && s != n && s.done {
			if x := strong(s.refs); len(x) == 1 {
				return x[0].id // "Turcia a invadat Siria, iar trupele sale": the Turkish ones
			}
		}
	}
	if c != nil && c.sayPost && (c.subj == n || c.subj == nil) && r.pack.AdjectiveBefore() && len(r.clauses) > 0 && r.clauses[0] != c && r.clauses[0].subj != n {
		// "X has closed the border, its cabinet said"
		if s := r.subjectOf(r.clauses[0]); s != nil {
			if x := strong(r.resolve(s)); len(x) == 1 {
				return x[0].id
			}
		}
	}
	if c != nil && c.link == linkComp && c.gov != nil && c.gov.ObjCtrl && c.gov.Op == lang.OpNone && c.parent != nil && c.parent.subj != nil && n != c.subj {
		c = c.parent // "lets X use its territory": the owner's
	}
	if c != nil && c.link == linkThat && c.known && c.verb != nil && c.verb.feats.Any(lang.Ger) && c.parent != nil && n != c.subj && n.prep == nil {
		c = c.parent // "accuses X of shelling its villages": the accuser's
	}
	if c != nil && r.pack.FreeOrder && c.link == linkThat && c.gov != nil && c.gov.Stance == graph.Alleges && c.gov.ObjCtrl && c.parent != nil && c.parent.subj != nil && n != c.subj {
		c = c.parent // "a acuzat-o pe Rwanda că a deschis focul asupra militarilor săi": the accuser's
	}
	if c != nil && c.link == linkRel && c.known && c.host != nil && c.subj == c.host && n.possF.Any(lang.Sg) && !n.possF.Any(lang.Masc|lang.Fem) && !r.pack.Case && c.host.feats.Any(lang.Pl) && c.parent != nil && !r.actorish(c.host) {
		c = c.parent // "drones that had violated its airspace"
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
	if c != nil && c.link == linkThat && c.parent != nil && c.parent.subj != nil && c.subj != nil && c.subj.done && r.pack.AdjectiveBefore() &&
		(len(strong(c.subj.refs)) == 0 || n.possF.Any(lang.Sg) && !n.possF.Any(lang.Masc|lang.Fem) && c.subj.head != nil && c.subj.feats.Any(lang.Pl) && n != c.subj) {
		c = c.parent // "reports that drones entered its airspace", "… Russian forces shelled its towns"
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

// cliticOwner is whose a thing with its article is where a pronoun that leans on
// the verb says so: "i-a încălcat spațiul aerian", "i-a intrat în spațiul aerian".
// It is whoever acted before, or whom the same one acted on: "a atacat Iranul și
// i-a bombardat porturile".
func (r *parser) cliticOwner(n *np) graph.EntityID {
	c := n.clause
	if !r.pack.FreeOrder || c == nil || c.verb == nil || !c.verb.dative || c.verb.passive || n.head == nil || n.head == unknownNoun || !n.feats.Any(lang.Def) || r.bearer(n) || !slices.Contains(c.post, n) || r.actorishDat(c) {
		return ""
	}
	if n.prep != nil && !(contains(r.pack.Place, n.prep.Lemma) && n.head.Classes.Any(r.cls.territory)) {
		return ""
	}
	from := c.sharedFrom
	if from == nil && c.link != linkMain {
		from = c.parent
	}
	s := r.subjectOf(from)
	if s != nil && s == c.subj {
		s = r.actedOn(c)
	}
	if s == nil || s == c.subj || !s.done {
		return ""
	}
	for _, x := range s.refs {
		if !x.weak {
			return x.id
		}
	}
	return ""
}

// actedOn is whom the subject of a clause acts on in those that it goes on from.
func (r *parser) actedOn(c *clause) *np {
	for d := c.sharedFrom; d != nil && d != c; d = d.sharedFrom {
		for _, n := range d.post {
			if n.name != nil && n != d.subj && (n.prep == nil || contains(r.pack.Object, n.prep.Lemma)) {
				return n
			}
		}
	}
	return nil
}

// group is the set of states that "their", "the two" means.
func (r *parser) group(n *np) []graph.EntityID {
	ids := r.together(n)
	if r.helps(n, ids) {
		return nil // "Lula s-a oferit să găzduiască discuții între cele două părți": he is none of them
	}
	return ids
}

// together is the set of states that the text has named together last.
func (r *parser) together(n *np) []graph.EntityID {
	if n.possF.Any(lang.P1) && r.speaker != "" {
		return r.withSpeaker()
	}
	if n.num > 2 {
		if float64(len(r.said.list)) == n.num {
			return r.said.list
		}
		return nil
	}
	if c := n.clause; c != nil && c.subj != nil && c.subj != n && c.subj.done && len(r.said.before) == 2 && distinct(strong(c.subj.refs)) == 2 && len(c.subj.conj) > 0 && n.prep != nil && n.prep.Kind == "between" {
		return r.said.before // "X and Y brokered a truce between the two sides"
	}
	if len(r.states) == 2 && !r.paired {
		return slices.Clone(r.states)
	}
	if len(r.said.pair) == 2 {
		actors := slices.ContainsFunc(r.said.pair, func(id graph.EntityID) bool { return id.Kind() != graph.State })
		if actors && n.head != nil && n.head.Classes.Any(r.cls.states) && len(r.said.statePair) == 2 {
			return r.said.statePair // a rebel group is no neighbour
		}
		return r.said.pair
	}
	if r.said.prior != "" && r.said.last != "" && !(slices.Contains(r.said.list, r.said.prior) && slices.Contains(r.said.list, r.said.last)) {
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
	if r.pack.FreeOrder && n.num > 1 && n.feats.Any(lang.Def) && len(n.gens) == 0 && slices.ContainsFunc(n.mods, func(l *lang.Lexeme) bool { return l.Classes.Any(r.cls.former) }) {
		// "cele două foste republici sovietice": two that the text has named
		var out []ref
		for _, id := range r.group(n) {
			out = append(out, ref{id: id, np: n, coref: true})
		}
		return out
	}
	if len(n.adjs) > 0 || len(n.gens) > 0 && n.gens[0].name != nil {
		// "statul ucrainean", "partea rusă"
		var out []ref
		for _, o := range r.owners(n) {
			if o.id.Kind() == graph.Organisation && (n.some || n.num > 0) {
				continue // some of its members are not the organisation
			}
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
	case n.poss != nil && n.possF.Any(lang.Pl) && n.feats.Any(lang.Pl) && r.pack.AdjectiveBefore():
		ids = r.antecedents(n) // "their countries"
		if len(ids) < 2 {
			ids = r.group(n)
		}
	case n.poss == nil && r.cliticOwner(n) != "":
		ids = []graph.EntityID{r.cliticOwner(n)} // "i-a amenințat țara"
	case n.poss != nil && !n.feats.Any(lang.Pl):
		if id := r.possessor(n); id != "" {
			ids = []graph.EntityID{id}
		}
	case (r.pack.AdjectiveBefore() || r.pack.FreeOrder && n.prep != nil && !n.feats.Any(lang.Def)) && n.def && (n.feats.Any(lang.Sg) || r.pack.FreeOrder && !n.feats.Any(lang.Pl)) && n.num == 0 && len(n.mods) == 0 && (n.next == nil || r.pack.AdjectiveBefore() && n.prep != nil && n.next.prep.Kind == "origin"):
		// "the country", "into the country from": the last one named that is not the subject.
		var own *np
		if n.clause != nil && n.clause.subj != n {
			own = n.clause.subj
		}
		owners := r.ownersBefore(n)
		if len(owners) > 0 && own != nil {
			// "Iran's attacks on the country": somebody else's, first of all the subject's.
			for _, x := range strong(own.refs) {
				if x.id.Kind() == graph.State && !slices.ContainsFunc(owners, func(o ref) bool { return o.id == x.id }) {
					ids = []graph.EntityID{x.id}
				}
			}
			if len(ids) > 0 {
				break
			}
		}
		for _, id := range []graph.EntityID{r.said.last, r.said.prior} {
			if slices.ContainsFunc(owners, func(o ref) bool { return o.id == id }) {
				continue
			}
			if id.Kind() == graph.State && (own == nil || !slices.ContainsFunc(own.refs, func(x ref) bool { return x.id == id })) {
				ids = []graph.EntityID{id}
				break
			}
		}
	case n.head.Classes.Any(r.cls.neighbour):
		// "țara vecină": the other of the two spoken of, else the last one named.
		own := r.subjectOf(n.clause)
		ours := func(id graph.EntityID) bool {
			return own != nil && own != n && slices.ContainsFunc(own.refs, func(x ref) bool { return x.id == id })
		}
		if id := r.said.last; r.namedStates() < 3 {
			if id.Kind() != graph.State || ours(id) {
				id = r.said.prior
			}
			if id.Kind() == graph.State && !ours(id) {
				ids = []graph.EntityID{id}
			}
		}
		if p := r.said.pair; own != nil && len(p) == 2 && r.namedStates() < 3 && ours(p[0]) != ours(p[1]) {
			ids = []graph.EntityID{p[0]}
			if ours(p[0]) {
				ids = []graph.EntityID{p[1]}
			}
		}
	case n.num != 2 && n.i1 < len(r.items) && r.items[n.i1].pos == lang.Rel:
		// "the countries that allow …": not those of the text.
	case n.num == 2, n.num > 2 && (n.def || n.feats.Any(lang.Def)) && n.next == nil, n.feats.Any(lang.Pl) && (n.def || n.feats.Any(lang.Def)) && len(n.gens) == 0 && n.next == nil && n.num == 0:
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

// ownersBefore are whose the noun is that a phrase follows with a preposition.
func (r *parser) ownersBefore(n *np) []ref {
	if n.prep == nil {
		return nil
	}
	for k := range r.phrases {
		if q := r.phrases[k].np; q != nil && q.next == n && q.head != nil && q.head.Office == "" {
			return r.owners(q)
		}
	}
	return nil
}

// pronoun resolves pronouns that stand for states and people.
func (r *parser) pronoun(n *np) []ref {
	var out []ref
	cr := func(id graph.EntityID) {
		if id != "" {
			out = append(out, ref{id: id, np: n, coref: true})
		}
	}
	if n.pronoun.Kind == "dem" && n.i1 < len(r.items) && r.items[n.i1].pos == lang.Rel {
		return nil // "those who carried out the attack"
	}
	switch n.pronoun.Kind {
	case "both", "recip":
		ids := r.group(n)
		if a := r.antecedents(n); len(a) == 2 && r.pack.AdjectiveBefore() && n.pronoun.Kind == "both" && n.clause != nil && n.clause.subj == n {
			ids = a // "X and Y agreed to a truce mediated by Z and W, though each …"
		} else if s := n.clause; s != nil && s.subj != nil && s.subj != n && s.subj.pronoun != nil && s.subj.pronoun.Kind == "both" && n.pronoun.Kind == "recip" {
			ids = nil
			for _, x := range r.resolve(s.subj) {
				ids = append(ids, x.id) // "each accused the other"
			}
		}
		for _, id := range ids {
			cr(id)
		}
	case "all":
		if len(r.said.list) == int(n.pronoun.Number) {
			for _, id := range r.said.list {
				cr(id)
			}
		}
	case "place":
		if id := r.said.place; id != "" && r.report.Sentences-r.said.placeAt <= 1 {
			out = append(out, ref{id: id, np: n, coref: true, weak: true})
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
		case n.pronoun.Kind == "dem" && r.pack.AdjectiveBefore() && n.i1 < len(r.items) && r.items[n.i1].pos == lang.Rel:
			// "those who": nobody whom the text has named
		case n.feats.Any(lang.P1):
			if n.feats.Any(lang.Pl) && r.speaker != "" {
				cr(r.speaker)
			}
		case n.feats.Any(lang.Pl):
			if !r.pack.Case {
				ids := r.antecedents(n)
				if len(ids) == 0 && n.clause != nil && n.clause.link == linkMain {
					ids = r.said.subjects // of the sentence before
				}
				for _, x := range ids {
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
			if c := n.clause; c != nil && c.link == linkThat && c.subj == n && !r.pack.Case && c.parent != nil && c.parent.subj != nil && c.parent.subj.done && c.parent.subj.person == "" && len(strong(c.parent.subj.refs)) == 1 && n.feats.Any(lang.Masc|lang.Fem) && r.pack.AdjectiveAfter() {
				// "le gouvernement a annoncé qu'il livrerait": where things are he and she.
				cr(c.parent.subj.refs[0].id)
				break
			}
			if x := r.said.person; x != nil && (n.feats.Any(lang.Masc) || n.feats.Any(lang.Fem)) && !r.anotherGender(n, x) {
				y := *x
				y.np, y.coref = n, true
				out = append(out, y)
			} else if x == nil && !r.pack.Case && n.feats.Any(lang.Masc|lang.Fem) && n.clause != nil && n.clause.parent != nil {
				// "The Turkish minister visited Damascus, where he met"
				if s := r.subjectOf(n.clause.parent); s != nil && s.done && s.head != nil && s.head.Classes.Any(r.cls.person) {
					for _, y := range strong(s.refs) {
						y.np, y.coref = n, true
						out = append(out, y)
					}
				}
			} else if r.pack.Case && (n.feats.Any(lang.Fem) || n.pronoun.Kind == "dem" && n.feats.Any(lang.Masc)) {
				cr(r.said.last)
			}
		}
	}
	return out
}

// anotherGender reports whether a pronoun in the feminine cannot mean a man whom the
// registry knows: "dacă aceasta nu acceptă" is a state.
func (r *parser) anotherGender(n *np, x *ref) bool {
	if !r.pack.FreeOrder || n.pronoun.Kind != "dem" || !n.feats.Any(lang.Fem) || n.feats.Any(lang.Masc) {
		return false
	}
	return r.x.reg.Gender(x.agent.ID) == "m"
}

// tellsMoreOf is the phrase in front of the comma that an indefinite phrase is an
// apposition to.
func (r *parser) tellsMoreOf(n *np) *np {
	for k := 2; k < len(r.phrases); k++ {
		if r.phrases[k].kind == 'N' && r.phrases[k].np == n {
			if q := r.phrases[k-2].np; r.phrases[k-1].kind == ',' && r.phrases[k-2].kind == 'N' && n.prep == nil && (!n.def && !n.feats.Any(lang.Def) || r.groupToldOf(n, q)) {
				return q
			}
			return nil
		}
	}
	return nil
}

// groupToldOf reports whether a definite phrase tells by an adjective or a participle
// what group it is that stands in front of it: "Hezbollah, gruparea libaneză finanțată de Iran".
func (r *parser) groupToldOf(n, q *np) bool {
	return r.pack.FreeOrder && q.name != nil && q.name.Entity.Kind() == graph.NonStateActor && len(q.conj) == 0 &&
		(len(n.adjs) > 0 || slices.ContainsFunc(r.clauses, func(c *clause) bool { return c.link == linkPart && c.host == n }))
}

// namedStates counts the states that the sentence names, by their adjectives too.
func (r *parser) namedStates() int {
	var ids []graph.EntityID
	for i := range r.items {
		if it := &r.items[i]; it.pos == posName && it.e.Name.Entity.Kind() == graph.State && !slices.Contains(ids, it.e.Name.Entity) {
			ids = append(ids, it.e.Name.Entity)
		}
	}
	return len(ids)
}
