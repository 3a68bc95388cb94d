package extract

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// How a clause hangs on its parent.
type link uint8

const (
	linkMain link = iota
	linkThat      // content of saying, thinking, asking
	linkComp      // infinitive or subjunctive that the parent governs
	linkPurpose
	linkIf
	linkFact // because, although, while, after
	linkRel
	linkPart // participle: "signed in 2003"
	linkGer
)

// clause is a verb with what stands around it.
type clause struct {
	i0, i1     int
	verb       *vg
	subj       *np
	pre        []*np
	post       []*np
	dates      []dateRef
	parent     *clause
	link       link
	gov        *lang.Lexeme // what governs it: the parent's verb, a noun, an adjective
	denied     bool         // the noun that governs it is denied: "no plans to"
	host       *np          // what a relative clause or participle belongs to
	object     *np          // an object that stands before its verb
	sayPost    bool         // "…, said X": speaks for what stands before
	quoted     bool
	until      bool // "until X withdraws"
	asLong     bool // "solange X nicht abzieht"
	sep        int  // how much of post stood before the last separator
	shared     bool // its subject is the previous verb's
	known      bool
	reported   bool
	gov3       *lang.Lexeme // an adjective or noun of the predicate that governs what follows
	as         *lang.Lexeme // the preposition before "what"
	sharedFrom *clause
	rel        *lang.Lexeme // the relative that opens it
	relPrep    *lang.Lexeme // and the preposition before that: "in which"
	place      *np          // what "where" belongs to
}

func (r *parser) newClause(parent *clause, l link, at int) *clause {
	if len(r.clauseBuf) == cap(r.clauseBuf) {
		r.clauseBuf = make([]clause, 0, 64)
	}
	r.clauseBuf = r.clauseBuf[:len(r.clauseBuf)+1]
	c := &r.clauseBuf[len(r.clauseBuf)-1]
	// The lists of an earlier article's clause in this place are used again.
	*c = clause{parent: parent, link: l, i0: at, i1: at, pre: c.pre[:0], post: c.post[:0]}
	r.clauses = append(r.clauses, c)
	return c
}

// clausesOf puts the phrases of a sentence together into clauses.
func (r *parser) clausesOf() {
	r.clauses = r.clauses[:0]
	cur := r.newClause(nil, linkMain, 0)
	inQuote := r.inQuote
	var lastN *np
	var dash []*clause
	prev := byte(0)
	prev2 := byte(0)
	ph := r.phrases
	for k := range ph {
		p := &ph[k]
		switch p.kind {
		case 'N':
			p.np.clause = cur
			if cur.verb == nil {
				cur.pre = append(cur.pre, p.np)
			} else {
				cur.post = append(cur.post, p.np)
			}
			lastN = p.np
			cur.i1 = p.i1
		case 'D':
			if !r.dateOfNoun(k) {
				cur.dates = append(cur.dates, p.date)
			}
			cur.i1 = p.i1
		case 'x':
			cur.reported = true
		case 'a':
			// "ready to": governs like a verb.
			if cur.verb != nil {
				cur.gov3 = p.lex
			}
		case ',', ';':
			cur.sep = len(cur.post)
			if p.kind == ';' {
				cur = r.newClause(nil, linkMain, p.i1)
				cur.quoted = inQuote
			}
		case ':':
			if cur.verb != nil && cur.verb.verb != nil && cur.verb.verb.Say {
				c := r.newClause(cur, linkThat, p.i1)
				c.gov = cur.verb.verb
				cur = c
			} else {
				cur.sep = len(cur.post)
			}
		case '-', '(', ')':
			if p.kind == ')' || p.kind == '-' && len(dash) > 0 && dash[len(dash)-1] != nil {
				if len(dash) > 0 {
					cur = dash[len(dash)-1]
					dash = dash[:len(dash)-1]
					cur.sep = len(cur.post)
					break
				}
				cur.sep = len(cur.post)
				break
			}
			if r.dateline(k) {
				cur.pre = cur.pre[:0] // "SEUL, 19 aug. — Liderii …"
				break
			}
			// What stands between dashes tells more of the phrase before, if it has
			// a noun for that: "Belarus și Iran – două țări care …".
			dash = append(dash, cur)
			c := r.newClause(cur, linkFact, p.i1)
			c.host = lastN
			c.quoted = inQuote
			cur = c
		case '"':
			if p.open {
				inQuote = true
				if prev == ':' || prev == 'V' && cur.verb != nil && cur.verb.verb != nil && cur.verb.verb.Say {
					if prev != ':' && !fragment(ph[k+1:]) {
						c := r.newClause(cur, linkThat, p.i1)
						c.gov = cur.verb.verb
						cur = c
					}
				}
			} else {
				inQuote = false
			}
			cur.quoted = cur.quoted || p.open && cur.verb == nil
		case 'c':
			cur.sep = len(cur.post)
			if p.lex.Kind == "new" {
				root := cur
				for root.parent != nil && root.link != linkThat {
					root = root.parent
				}
				c := r.newClause(root.parent, root.link, p.i1)
				c.gov, c.quoted = root.gov, inQuote
				c.sharedFrom = root
				cur = c
			}
		case 's':
			l := linkFact
			switch p.lex.Kind {
			case "whether":
				l = linkThat
				if r.pack.AdjectiveBefore() {
					l = linkIf
				}
			case "that":
				l = linkThat
			case "if":
				l = linkIf
			case "purpose":
				l = linkPurpose
			}
			parent := cur
			if l == linkThat {
				// "a spus că …, că …", "a spus că … și că …": the same saying.
				for parent != nil && parent.link == linkThat && (prev == 'c' || prev == ',') {
					parent = parent.parent
				}
				if parent == nil {
					parent = cur
				}
			}
			c := r.newClause(parent, l, p.i1)
			if parent.verb != nil {
				c.gov = parent.verb.verb
			}
			if l == linkThat && prev == 'N' && lastN != nil && lastN.head != nil && (lastN.head.Op != lang.OpNone || lastN.head.Say) {
				c.gov = lastN.head
			}
			c.quoted, c.until, c.asLong = inQuote, p.lex.Kind == "until", p.lex.Kind == "as-long"
			cur = c
		case 'r':
			c := r.newClause(cur, linkRel, p.i1)
			c.host = lastN
			c.quoted = inQuote
			if n := lastN; n != nil && n.prep != nil && contains(r.pack.Of, n.prep.Lemma) && n.name != nil {
				// "rebelii houthi din Yemen, care …": the rebels.
				for m := range r.phrases[:k] {
					if q := r.phrases[m].np; q != nil && q.next == n && r.phrases[m].kind == 'N' && (q.head != nil && (q.head.Classes.Any(r.cls.group) || r.bearer(q)) || q.name != nil && q.name.Entity.Kind() == graph.NonStateActor) {
						c.host = q
					}
				}
			}
			if q := r.oneOf(c.host, k); q != nil {
				c.host = q
			}
			if n := lastN; n != nil && r.pack.AdjectiveBefore() && n.prep != nil && n.name != nil && n.head == nil && p.lex.Kind == "who" && (contains(r.pack.Place, n.prep.Lemma) && prev != ',' || p.lex.Classes.Any(r.cls.person) && n.name.Entity.Kind() == graph.State) {
				// "strikes in Gaza that killed", "a fighter in Gaza, who": not the place.
				for m := range r.phrases[:k] {
					if q := r.phrases[m].np; q != nil && q.next == n && r.phrases[m].kind == 'N' {
						c.host = q
					}
				}
			}
			c.rel, c.relPrep = p.lex, p.prep
			switch p.lex.Kind {
			case "what":
				c.host, c.as = nil, p.prep
			case "where":
				c.host, c.place = nil, c.host
			case "whose", "whom", "dative":
			default:
				c.known = c.host != nil && (p.prep == nil || !r.pack.FreeOrder)
			}
			cur = c
		case 'V':
			cur = r.place(cur, k, prev, prev2, inQuote, lastN)
			cur.i1 = p.i1
		}
		prev2, prev = prev, p.kind
	}
	r.inQuote = inQuote
	for _, c := range r.clauses {
		r.whatClause(c)
		r.ownedByHost(c)
	}
	for _, c := range r.clauses {
		r.subject(c)
	}
	for _, c := range r.clauses {
		r.joinBeside(c)
	}
}

// ownedByHost gives what a relative clause says the host has to it: "Spania, al cărei
// premier".
func (r *parser) ownedByHost(c *clause) {
	if c.relKind() != "whose" || c.host == nil || !r.pack.AdjectiveAfter() {
		return
	}
	for _, ns := range [][]*np{c.pre, c.post} {
		if len(ns) == 0 {
			continue
		}
		if n := ns[0]; n.head != nil && len(n.gens) == 0 && len(n.adjs) == 0 {
			n.gens = append(n.gens, c.host)
			n.feats |= lang.Def
		}
		return
	}
}

// oneOf is what a plural with "of" or "from" says the kind or place of, where the
// verb of the relative clause behind it, phrase k, is in the singular: "singurul stat
// din Balcanii de Vest care nu a impus".
func (r *parser) oneOf(n *np, k int) *np {
	if !r.pack.FreeOrder || n == nil || n.prep == nil || !contains(r.pack.Of, n.prep.Lemma) || len(n.conj) == 0 && (!n.feats.Any(lang.Pl) || n.feats.Any(lang.Sg)) || k+1 >= len(r.phrases) || r.phrases[k+1].kind != 'V' {
		return nil
	}
	if f := r.phrases[k+1].vg.feats; !f.Any(lang.Sg) || f.Any(lang.Pl) {
		return nil
	}
	for m := range r.phrases[:k] {
		if q := r.phrases[m].np; q != nil && q.next == n && q.head != nil && !q.feats.Any(lang.Pl) {
			return q
		}
	}
	return nil
}

// dateline reports whether the dash at phrase k closes the place and the day where a
// report was written, with which it opens.
func (r *parser) dateline(k int) bool {
	if k > 3 && k < 9 && r.pack.AdjectiveBefore() && r.phrases[k-1].kind == ')' && r.phrases[k-3].kind == '(' && r.phrases[0].kind == 'N' {
		n := r.phrases[k-2].np
		return n != nil && n.head != nil && n.head.Source == graph.RoleAgency // "PARIS, Oct 22 (AFP) - "
	}
	if !r.pack.FreeOrder || k == 0 || k > 5 || r.phrases[0].kind != 'N' {
		return false
	}
	if n := r.phrases[0].np; n.prep != nil || n.name == nil || n.name.Class != lang.ClassCapital && n.name.Class != lang.ClassCity || len(n.conj) > 0 {
		return false
	}
	for _, p := range r.phrases[1:k] {
		if p.kind != ',' && p.kind != 'D' && p.kind != 'N' && p.kind != '(' && p.kind != ')' {
			return false
		}
	}
	for _, p := range r.phrases[k+1:] {
		if p.kind == '-' {
			return false // "Minsk – capitala Belarusului – a găzduit"
		}
	}
	return true
}

// fragment reports whether a quotation ends without a verb and the clause goes on
// behind it: "susține „fără rezerve” hotărârea".
func fragment(ph []phrase) bool {
	for k := range ph {
		switch ph[k].kind {
		case 'V':
			return false
		case '"':
			return k+1 < len(ph) && ph[k+1].kind == 'N'
		}
	}
	return false
}

// whatClause gives the outer clause what a clause like "what he called illegal
// sanctions" names: behind a preposition, and in Romanian as the object ("a
// condamnat ceea ce a numit provocările Belarusului").
func (r *parser) whatClause(c *clause) {
	if c.parent == nil || c.as == nil && !(r.pack.FreeOrder && c.relKind() == "what" && c.verb != nil && c.parent.verb != nil && len(c.parent.post) == 0) {
		return
	}
	for _, n := range c.post {
		if c.as == nil && (n == c.subj || n.head == nil || len(n.adjs)+len(n.gens) == 0) {
			continue // "a condamnat ceea ce face Rusia"
		}
		if n.prep == nil || contains(r.pack.As, n.prep.Lemma) {
			m := r.newNP()
			*m = *n
			m.prep, m.clause = c.as, c.parent
			c.parent.post = append(c.parent.post, m)
			return
		}
	}
}
