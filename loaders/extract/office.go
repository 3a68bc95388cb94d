package extract

import (
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

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
		if q.head == nil || r.nobind(q) || q.person == "" && !r.ownTitle(q) || !(q.head.Classes.Any(r.cls.head) || q.head.Office == "ORGANISATION" || q.head.Office == "COUNTERPART") {
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
			if t, ok := r.termOf(x.agent.ID, nil); ok && t.Of == x.id && (t.Office == "HEAD_OF_STATE" || t.Office == "HEAD_OF_GOVERNMENT") {
				office = t.Office
			} else if s := c.subj; s != nil && s.head != nil && s.head.Classes.Any(r.cls.head) {
				office = s.head.Office
			} else {
				continue
			}
		}
		if office == "ORGANISATION" && x.id.Kind() == graph.State {
			continue // a "secretary general" of a state heads it not
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
		if !r.mayLead(q, x.agent.ID, x.id, office) {
			continue
		}
		r.ledBy[key] = q.person != ""
		cl := &graph.Claim{Relation: "LEADS", Modality: graph.Asserted, Voice: graph.VoiceOutlet, Office: office, Rule: "leads/title", Extractor: Name, Confidence: 900}
		cl.Subject = graph.EntityRef{ID: x.agent.ID, Kind: graph.Leader, Name: q.person}
		if q.person == "" {
			cl.Subject.Name = x.agent.Name
		}
		cl.Object = graph.EntityRef{ID: x.id, Kind: x.id.Kind(), Name: r.nameOf(x.id)}
		if !r.x.ontology.Allows("LEADS", 'L', cl.Object.Kind.Letter()) {
			continue
		}
		end := q.i1
		if q.next != nil && q.next.i0 <= q.i1+2 && len(q.adjs) == 0 && len(q.gens) == 0 && q.next.name != nil && q.next.name.Entity == x.id {
			end = q.next.i1
		}
		r.evidence(cl, q.i0, end)
		if q.person == "" {
			r.titled = append(r.titled, cl)
			continue
		}
		r.claims = append(r.claims, cl)
		r.from = append(r.from, nil)
	}
}

// ownTitle reports whether a phrase without a name is the title of one head, with
// the state whose it is: "președintele rus".
func (r *parser) ownTitle(q *np) bool {
	return q.head != nil && q.head.Classes.Any(r.cls.head) && q.head.Office != "DE_FACTO" && (q.def || q.feats.Any(lang.Def)) && !q.feats.Any(lang.Pl) && len(q.adjs)+len(q.gens) > 0 && len(q.conj) == 0
}

// mayLead keeps what the registry knows against a reading of a title: a person
// of one unknown name is none, and where the phrase itself does not name the
// state ("Alberta premier Danielle Smith", "its leader"), a leader of another
// state, or somebody unknown beside the one in office, does not lead it.
func (r *parser) mayLead(n *np, who, of graph.EntityID, office string) bool {
	known := r.x.reg.Entity(who) != nil
	if !known && !strings.Contains(n.person, " ") && !(n.head.Title == "MONARCH" && len(n.adjs)+len(n.gens) > 0) {
		return false
	}
	if len(n.adjs) > 0 || len(n.gens) > 0 {
		return true
	}
	if known {
		for _, t := range r.x.reg.TermsOf(who) {
			if t.Of == of {
				return true
			}
		}
		return len(r.x.reg.TermsOf(who)) == 0
	}
	day := r.art.Published.First()
	return !r.art.Published.Known() || len(r.x.reg.Holders(of, office, day)) == 0
}

// becomes makes a claim of office of a clause that says so: "X a devenit
// președintele Georgiei", "Parliament elects X prime minister".
func (r *parser) becomes(c *clause) {
	who, offices := r.made(c)
	if who == nil || who.person == "" || who.leader == "" && !strings.Contains(who.person, " ") || len(who.conj) > 0 || who.head != nil && !c.verb.verb.Classes.Any(r.cls.elects) {
		return
	}
	if m, _ := r.modality(c); m != graph.Asserted {
		return
	}
	for _, n := range offices {
		if n == who || n.prep != nil && !contains(r.pack.As, n.prep.Lemma) || n.head == nil || !n.head.Classes.Any(r.cls.head) && n.head.Office != "ORGANISATION" || n.person != "" || r.nobind(n) {
			continue
		}
		// The phrase of the office with its bearer, as an apposition would have it.
		q := r.newNP()
		*q = *n
		q.prep, q.person, q.leader, q.done, q.refs = nil, who.person, who.leader, false, nil
		q.i0, q.i1 = min(who.i0, n.i0), max(who.i1, n.i1)
		switch owners := r.owners(n); {
		case len(owners) == 0 && c.subj != nil && c.subj != who && c.subj.head != nil && c.subj.head.Classes.Any(r.cls.body):
			q.gens = append(q.gens, c.subj) // the parliament's state
		case len(owners) != 1 || owners[0].coref:
			return
		}
		r.leads(c, q)
		return
	}
}

// made finds who becomes something in a clause, and the phrases that may say
// what: the subject of "become" and of "is elected", the object of "elect".
func (r *parser) made(c *clause) (*np, []*np) {
	v := c.verb
	if v == nil || v.verb == nil {
		return nil, nil
	}
	elects := v.verb.Classes.Any(r.cls.elects)
	if s := c.subj; !elects && v.copula && s != nil && s.person == "" && r.ownTitle(s) {
		// "al cărei premier este X"
		for _, n := range c.post {
			if n.prep == nil && n.person != "" && n.head == nil {
				return n, []*np{s}
			}
		}
	}
	if v.passive && elects || !elects && (v.copula || v.verb.Copula) {
		return c.subj, c.post
	}
	if !elects {
		return nil, nil
	}
	for i, n := range c.post {
		if n != c.subj && n.person != "" && (n.prep == nil || contains(r.pack.Object, n.prep.Lemma)) {
			return n, c.post[i:]
		}
	}
	return nil, nil
}

// seatBefore is the state whose capital opens the clause of a body of state that says
// no owner: "La Londra, Ministerul de Externe a transmis".
func (r *parser) seatBefore(n *np) graph.EntityID {
	c := n.clause
	if !r.pack.FreeOrder || c == nil || c.subj != n || len(c.pre) < 2 || !n.head.Classes.Any(r.cls.body) || n.head.Classes.Any(r.cls.units) || !n.feats.Any(lang.Def) || n.poss != nil || len(n.mods) > 0 {
		return ""
	}
	if q := c.pre[0]; q.i0 <= 1 && q.prep != nil && contains(r.pack.Place, q.prep.Lemma) && q.name != nil && q.name.Class == lang.ClassCapital && len(q.conj) == 0 && q.name.Entity.Kind() == graph.State {
		return q.name.Entity
	}
	return ""
}

// seated reports whether a body that acts for a state is known by its seat:
// "the junta in Niamey". Soldiers may be in any capital.
func (r *parser) seated(n *np) bool {
	return r.pack.AdjectiveBefore() && n.head.Office != "" && n.head.Classes.Any(r.cls.body) && !n.head.Classes.Any(r.cls.units) &&
		(n.next.name.Class == lang.ClassCapital || n.next.name.Class == lang.ClassCity && n.def) && n.next.name.Entity.Kind() == graph.State
}

// namedBehind is where a name ends that an office is held of, when the bearer's own
// follows it at once: "Prime Minister of Fiji Sitiveni Rabuka". 0 where none does.
func (r *parser) namedBehind(p *np, j int) int {
	if !r.pack.AdjectiveBefore() || p.head == nil || p.head.Office == "" || !p.head.Classes.Any(r.cls.person) || p.person != "" || len(p.gens) > 0 || j != p.headAt(r)+1 || !contains(r.pack.Of, r.items[j].lex().Lemma) || r.items[j].lex().Kind != "" {
		return 0
	}
	k := j + 1
	if k < len(r.items) && r.items[k].kind(lang.Det, "def") {
		k++
	}
	if k+1 >= len(r.items) || r.items[k].class() != lang.ClassName {
		return 0
	}
	if n := &r.items[k+1]; n.pos == posName && n.e.Name.Entity.Kind() == graph.Leader || n.pos == 0 && n.cap && n.punct == 0 && len(n.alts) == 0 {
		return k + 1
	}
	return 0
}

// nobind reports whether the phrase's bearer acts for no state: former, elected,
// of a parliament, a party, a company, the opposition.
func (r *parser) nobind(n *np) bool {
	if n.head != nil && n.head.Classes.Any(r.cls.nobind) || r.titledGroup(n) {
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
