package extract

import (
	"slices"

	"github.com/entente-graph/entente/loaders/lang"
)

// attach joins phrases: lists, appositions, and prepositional phrases that
// follow a noun.
func (r *parser) attach() {
	ph := r.phrases
	out := ph[:0]
	var claimed map[int]*np // possessors given away, by the phrase that follows them
	for k := 0; k < len(ph); k++ {
		cur := ph[k]
		if cur.kind != 'N' {
			out = append(out, cur)
			continue
		}
		p := cur.np
		p.own = p.i1
		if (p.owned || r.behindQuote(out, p)) && r.claimOwned(out, p) {
			if claimed == nil {
				claimed = map[int]*np{}
			}
			claimed[len(out)] = p
			for {
				n, ok := r.list(ph, k, p) // "a României și Bulgariei"
				if !ok {
					break
				}
				k = n
			}
			continue
		}
		for {
			// Apposition: "Premierul israelian, Ariel Sharon," and "Putin, the Russian president,".
			if k+2 < len(ph) && ph[k+1].kind == ',' && ph[k+2].kind == 'N' && ph[k+2].np.prep == nil && !r.subjectsFollow(ph, k) && r.apposition(r.tail(p), ph[k+2].np) {
				q := ph[k+2].np
				r.fuse(r.tail(p), q)
				cur.i1 = ph[k+2].i1
				k += 2
				if k+2 < len(ph) && ph[k+1].kind == ',' && ph[k+2].kind == 'V' {
					k++
				}
				continue
			}
			// "omologului său din Moldova, Vladimir Voronin"
			if k+3 < len(ph) && ph[k+1].kind == 'N' && ph[k+1].np.prep != nil && (contains(r.pack.Of, ph[k+1].np.prep.Lemma) || r.pack.FreeOrder && contains(r.pack.Place, ph[k+1].np.prep.Lemma)) && ph[k+2].kind == ',' && ph[k+3].kind == 'N' && ph[k+3].np.prep == nil &&
				r.bearer(r.tail(p)) && r.tail(p).person == "" && ph[k+3].np.person != "" && ph[k+3].np.head == nil && ph[k+1].np.name != nil {
				t := r.tail(p)
				r.fuse(t, ph[k+3].np)
				if contains(r.pack.Of, ph[k+1].np.prep.Lemma) {
					t.gens = append(t.gens, ph[k+1].np) // and not of where she is: "ambasadoarea americană la Nairobi, Meg Whitman"
				}
				ph[k+1].np.sub = true
				cur.i1 = ph[k+3].i1
				k += 3
				if k+2 < len(ph) && r.pack.FreeOrder && ph[k+1].kind == ',' && ph[k+2].kind == 'V' {
					k++
				}
				continue
			}
			// "liderul de la Kremlin și Kim Jong-un": where he is of, and an equal.
			if r.seatedBeside(ph, k, p) {
				if n, ok := r.list(ph, k+1, p); ok {
					p.gens = append(p.gens, ph[k+1].np)
					ph[k+1].np.sub = true
					cur.i1 = ph[n].i1
					k = n
					continue
				}
			}
			// "vizita președintelui X și a ministrului Y": one more whose it is.
			if n, ok := r.coOwner(ph, k, p); ok {
				cur.i1 = ph[n].i1
				k = n
				continue
			}
			if n, ok := r.beside(ph, k, p); ok {
				cur.i1 = ph[n].i1
				k = n
				continue
			}
			// "cu Putin la Moscova și cu Xi la Beijing"
			if r.alsoWith(ph, k, p) {
				q := ph[k+3].np
				q.sub = true
				p.conj = append(append(p.conj, q), q.conj...)
				q.conj = nil
				ph = append(ph[:k+2], ph[k+4:]...)
				break
			}
			// Lists.
			if n, ok := r.list(ph, k, p); ok {
				cur.i1 = ph[n].i1
				k = n
				continue
			}
			break
		}
		p.i1 = max(p.i1, cur.i1)
		out = append(out, cur)
	}
	r.phrases = out
	// What follows a noun directly with a preposition belongs to it as well.
	for k := 1; k < len(out); k++ {
		if out[k].kind == 'N' && out[k].np.prep != nil {
			if p := claimed[k]; p != nil {
				p.next = out[k].np
				continue
			}
			for m := k - 1; m >= 0; m-- {
				if out[m].kind == 'N' {
					out[m].np.next = out[k].np
					if c := out[m].np.conj; len(c) > 0 {
						c[len(c)-1].next = out[k].np
					}
					for q := out[m].np; len(q.gens) > 0; {
						g := q.gens[len(q.gens)-1]
						if g.i1 != q.i1 {
							break
						}
						g.next = out[k].np
						q = g
					}
					break
				}
				if out[m].kind != 'D' && out[m].kind != 'x' {
					break
				}
			}
		}
	}
}

// alsoWith reports whether a place or a day parts phrase k, whom somebody deals with,
// from a further one.
func (r *parser) alsoWith(ph []phrase, k int, p *np) bool {
	if !r.pack.FreeOrder || k+3 >= len(ph) || p.prep == nil || p.prep.Kind != "with" || ph[k+2].kind != 'c' || ph[k+2].lex.Kind != "and" || ph[k+3].kind != 'N' {
		return false
	}
	at, q := &ph[k+1], ph[k+3].np
	return (at.kind == 'D' || at.kind == 'N' && at.np.prep != nil && contains(r.pack.Place, at.np.prep.Lemma)) && q.prep == p.prep && r.actorish(p) && r.actorish(q)
}

// behindQuote reports whether phrase p is the genitive of a thing whose name a quotation
// mark closes: "a lăudat „curajul” Kenyei".
func (r *parser) behindQuote(before []phrase, p *np) bool {
	m := len(before) - 1
	if !r.pack.FreeOrder || m < 2 || before[m].kind != '"' || before[m].open || p.prep != nil || p.name == nil || !p.feats.Any(lang.Gen) || p.feats.Any(lang.Nom) {
		return false
	}
	q := before[m-1].np
	return before[m-1].kind == 'N' && before[m-2].kind == '"' && q.head != nil && q.feats.Any(lang.Def)
}

// seatedBeside reports whether phrase k bears an office, the next says by its seat
// of whom, and somebody else follows "and".
func (r *parser) seatedBeside(ph []phrase, k int, p *np) bool {
	if !r.pack.FreeOrder || k+3 >= len(ph) || ph[k+1].kind != 'N' || ph[k+2].kind != 'c' || ph[k+3].kind != 'N' || !r.bearer(p) || len(p.adjs)+len(p.gens)+len(p.conj) > 0 {
		return false
	}
	at, q := ph[k+1].np, ph[k+3].np
	return at.prep != nil && at.name != nil && at.person == "" && contains(r.pack.Of, at.prep.Lemma) && (q.person != "" || r.bearer(q))
}

// tail is the innermost genitive of a phrase that bears an office without a
// name, else the phrase: "la invitația omologului său".
func (r *parser) tail(p *np) *np {
	for q := p; len(q.gens) > 0; {
		g := q.gens[len(q.gens)-1]
		if g.head == nil || len(g.conj) > 0 {
			break
		}
		if r.bearer(g) && g.person == "" {
			return g
		}
		q = g
	}
	return p
}

// claimOwned gives a possessor that stands apart from its thing to it: "vizita
// în Rusia a ministrului japonez".
func (r *parser) claimOwned(before []phrase, p *np) bool {
	for m := len(before) - 1; m >= 0; m-- {
		b := &before[m]
		if b.kind == '"' || b.kind == 'c' && m+1 < len(before) && before[m+1].kind == '"' && m > 0 && before[m-1].kind == 'N' {
			continue // "comportamentul „periculos și agresiv” al Beijingului"
		}
		if b.kind != 'N' && b.kind != 'D' {
			return false
		}
		if b.kind == 'N' && b.np.head != nil && len(b.np.gens) == 0 && (m == 0 || m < len(before)-1 || b.np.prep == nil) && !r.bearer(b.np) {
			b.np.gens = append(b.np.gens, p)
			p.sub = true
			return true
		}
	}
	return false
}

// coOwner joins a further possessor of phrase k to its last one, and returns its
// index.
func (r *parser) coOwner(ph []phrase, k int, p *np) (int, bool) {
	if len(p.gens) == 0 || p.head == nil {
		return 0, false
	}
	n := k + 1
	if n < len(ph) && ph[n].kind == ',' {
		n++
	}
	if n+1 >= len(ph) || ph[n].kind != 'c' || ph[n].lex.Kind != "and" || ph[n+1].kind != 'N' || !ph[n+1].np.owned {
		return 0, false
	}
	n++
	t, q := p.gens[len(p.gens)-1], ph[n].np
	if !r.similar(t, q) {
		return 0, false
	}
	for n+2 < len(ph) && ph[n+1].kind == ',' && ph[n+2].kind == 'N' && ph[n+2].np.prep == nil && r.apposition(q, ph[n+2].np) {
		r.fuse(q, ph[n+2].np)
		q.i1 = ph[n+2].i1
		n += 2
	}
	q.sub = true
	t.conj = append(t.conj, q)
	return n, true
}

// apposition reports whether q names the bearer of the office p, or the office
// of the person p.
func (r *parser) apposition(p, q *np) bool {
	if len(p.conj) > 0 {
		return false
	}
	if r.bearer(p) && p.person == "" && q.person != "" && q.head == nil && q.name == nil && len(q.conj) == 0 {
		return true
	}
	if r.pack.AdjectiveBefore() && p.person != "" && len(p.adjs) > 0 && q.feats.Any(lang.Pl) {
		return false // "Football Federation referees, club presidents"
	}
	if p.head == nil && p.person != "" && r.bearer(q) && q.person == "" && !q.head.Classes.Any(r.cls.close) {
		return true
	}
	return q.head != nil && q.head.Classes.Any(r.cls.title) && q.person != "" && r.bearer(p) && p.person == ""
}

// fuse makes p the bearer with its office, of an apposition.
func (r *parser) fuse(p, q *np) {
	if p.person == "" {
		p.person, p.leader = q.person, q.leader
		return
	}
	p.head = q.head
	p.adjs = append(p.adjs, q.adjs...)
	p.gens = append(p.gens, q.gens...)
	p.mods = append(p.mods, q.mods...)
	if p.poss == nil {
		p.poss, p.possF = q.poss, q.possF
	}
}

// beside joins who acts together with the subject p: "Canada, together with
// Australia, imposed". The preposition says so in several words.
func (r *parser) beside(ph []phrase, k int, p *np) (int, bool) {
	n := k + 1
	if n < len(ph) && ph[n].kind == ',' {
		n++
	}
	if p.prep != nil || n+1 >= len(ph) || ph[n].kind != 'N' {
		return 0, false
	}
	q := ph[n].np
	if q.prep == nil || q.prep.Kind != "with" || !r.similar(p, q) || len(p.conj) > 0 && slices.Contains(p.conj, q) {
		return 0, false
	}
	if w := &r.items[ph[n].i0]; w.lex() != q.prep || w.t1-w.t0 < 2 {
		return 0, false
	}
	end := n
	if ph[n+1].kind == ',' && n+2 < len(ph) {
		n++
	}
	if ph[n+1].kind != 'V' || !finite(ph[n+1].vg) {
		return 0, false
	}
	if n > end {
		end = n
	}
	q.sub = true
	p.conj = append(p.conj, q)
	p.conj = append(p.conj, q.conj...)
	q.conj = nil
	return end, true
}

// equals are the phrases of a list.
func (p *np) equals() []*np {
	if len(p.conj) == 0 {
		p.self[0] = p
		return p.self[:]
	}
	return slices.Concat([]*np{p}, p.conj)
}
