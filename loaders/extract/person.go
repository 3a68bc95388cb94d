package extract

import (
	"slices"
	"strings"

	"github.com/mozillazg/go-unidecode"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/loaders/registry"
)

// headOf names who heads a state: as the text has said, else the registry.
func (r *parser) headOf(id graph.EntityID, office *lang.Lexeme) graph.Agent {
	if x, ok := r.said.byState[id]; ok {
		return x.agent
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
		found = append(found, r.x.reg.Holders(id, office.Office, day)...)
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
			r.called(name, x)
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
	if h.Office == "COUNTERPART" && r.pack.FreeOrder && len(owners) > 0 && owners[0].coref {
		if t, ok := r.anyTerm(n.leader); ok && n.leader != "" && t.Of.Kind() == graph.State && t.Of != owners[0].id {
			owners = []ref{{id: t.Of, np: n}} // "omologul său, Keir Starmer"
		} else if n.leader == "" || !ok {
			owners = nil // "omologul său": of the other
		}
	}
	if r.pack.AdjectiveBefore() && n.leader == "" && h.Classes.Any(r.cls.head) && len(owners) > 0 && (owners[0].class == lang.ClassCity || owners[0].class == lang.ClassCapital) && owners[0].id.Kind() == graph.State {
		return nil // "Alberta premier Danielle Smith" heads no state
	}
	switch {
	case len(owners) > 0:
		x.id = owners[0].id
		if t, ok := r.termOf(n.leader, h); n.leader != "" && owners[0].coref && ok && t.Of != x.id && h.Classes.Any(r.cls.head) {
			x.id = t.Of // "visits Pyongyang to meet its supreme leader X"
		}
		if n.leader != "" {
			if t, ok := r.termOf(n.leader, h); ok && t.Of == x.id && h.Classes.Any(r.cls.head) {
				x.agent.Office = t.Office
			}
		}
	case n.leader != "":
		t, ok := r.termOf(n.leader, h)
		if !ok && (h.Classes.Any(r.cls.body) || h.Office == "VICE_PRESIDENT" || h.Office == "MINISTER" || h.Office == "FOREIGN_MINISTER" || h.Office == "DEFENCE_MINISTER") {
			t, ok = r.anyTerm(n.leader) // "administrația Obama", "vicepreședintele Joe Biden"
			ok = ok && t.Of.Kind() == graph.State
		}
		if !ok {
			return nil
		}
		x.id = t.Of
		if h.Classes.Any(r.cls.head) {
			x.agent.Office = t.Office
		}
	default:
		if h.Office == "COUNTERPART" {
			if x.id = r.hostOfCounterpart(n); x.id != "" {
				break
			}
		}
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
		r.said.heads = append(slices.DeleteFunc(r.said.heads, func(id graph.EntityID) bool { return id == x.id }), x.id)
	} else if x.agent.ID == "" && strings.Contains(name, " ") {
		x.agent.ID = leaderID(name)
		r.met(x.agent.ID, name)
	}
	r.said.byTitle[h.Office] = x
	if x.agent.ID != "" {
		r.said.persons[x.agent.ID] = x
	}
	r.said.names[surname(name)] = x
	r.called(name, x)
	return []ref{x}
}

// hostOfCounterpart is whose counterpart somebody is where the clause or the one
// around it says only the place: "pleacă la Chișinău, unde se va întâlni cu omologul
// său". It is the state of that place.
func (r *parser) hostOfCounterpart(n *np) graph.EntityID {
	if !r.pack.FreeOrder || n.clause == nil {
		return ""
	}
	own := r.possessor(n)
	at := func(q *np) graph.EntityID {
		if q != nil && q.name == nil && q.head != nil && q.head.Classes.Any(r.cls.locality) && len(q.adjs) == 1 && q.prep != nil && contains(r.pack.Place, q.prep.Lemma) && q.adjs[0].Entity != own {
			return q.adjs[0].Entity // "în capitala georgiană, unde"
		}
		if q == nil || q == n || q.name == nil || q.prep == nil || !contains(r.pack.Place, q.prep.Lemma) || q.name.Entity.Kind() != graph.State || q.name.Entity == own {
			return ""
		}
		return q.name.Entity
	}
	for c, d := n.clause, 0; c != nil && d < 2; c, d = c.parent, d+1 {
		if id := at(c.place); id != "" {
			return id
		}
		for _, list := range [][]*np{c.post, c.pre} {
			for _, q := range list {
				if id := at(q); id != "" {
					return id
				}
			}
		}
	}
	return ""
}

// called notes by what single names a person may be meant from now on, unless
// another has them: "Kim Jong Un … Kim", "Wang Yi … Wang".
func (r *parser) called(name string, x ref) {
	first, _, ok := strings.Cut(name, " ")
	if !ok {
		return
	}
	for _, s := range []string{surname(name), lang.Fold(first)} {
		if _, known := r.said.names[s]; !known {
			r.said.names[s] = x
		}
	}
}

// metBefore reports whether item i is the surname of somebody whom the text has named.
func (r *parser) metBefore(i int) bool {
	_, ok := r.said.names[lang.Fold(r.span(i, i+1))]
	return ok
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
		if !ok || t.From.First() > best.From.First() || t.From == best.From && r.named[t.Of] && !r.named[best.Of] {
			best, ok = t, true // of several states at once: the one that the text names, else the first listed
		}
	}
	return best, ok
}

// anyTerm is the term of a leader on the day of publication, else the latest.
func (r *parser) anyTerm(id graph.EntityID) (registry.Term, bool) {
	if t, ok := r.termOf(id, nil); ok {
		return t, true
	}
	var best registry.Term
	ok := false
	for _, t := range r.x.reg.TermsOf(id) {
		if !ok || t.From.First() > best.From.First() {
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
