package extract

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// gives reports whether a clause tells of arms or aid for somebody.
func (r *parser) gives(c *clause) bool {
	if c.verb == nil {
		return false
	}
	for _, f := range r.pack.FramesOf(c.verb.verb) {
		if sp := r.x.ontology.Spec(f.Kind); sp == nil || sp.Goldstein <= 0 {
			continue
		}
		for _, rs := range f.Roles {
			for i := range rs.Fillers {
				fl := &rs.Fillers[i]
				if rs.Role == lang.RoleItems && fl.Type == lang.TypeClass && slices.ContainsFunc(c.post, func(n *np) bool { return n.prep == nil && r.ofClass(n, fl.Class) }) {
					return true
				}
			}
		}
	}
	return false
}

// concludes reports whether the frame that is tried says that something was signed
// or agreed.
func (r *parser) concludes() bool {
	return r.frame != nil && (r.frame.Kind == "CEASEFIRE_WITH" || r.frame.Kind == "SIGNED_TREATY_WITH")
}

// brought are the participles of light verbs that hang on a clause's object or
// on what becomes its subject: "a ridicat sancțiunile impuse Libiei".
func (r *parser) brought(c *clause) []*clause {
	var out []*clause
	for _, d := range r.clauses {
		if d.link == linkPart && d.verb != nil && d.verb.verb != nil && d.verb.verb.Light && d.host != nil && d.host.clause == c && !r.actorish(d.host) {
			out = append(out, d)
		}
	}
	return out
}

// candidates lists the phrases in a slot, nearest first.
func (r *parser) candidates(s *site, fl *lang.Filler, out []*np) []*np {
	c := s.c
	v := c.verb
	isVerb := s.n == nil
	switch fl.Slot {
	case lang.SlotSubj:
		if isVerb && v != nil {
			if v.passive && !v.verb.Intrans {
				out = slices.DeleteFunc(r.byOf(c.post, fl, out), func(n *np) bool { return r.ofDeed(c, n) })
				if len(out) == 0 {
					out = r.sharedDoer(c, fl, out)
				}
				if len(out) == 0 && !r.pack.AdjectiveBefore() {
					out = r.byOf(c.pre, fl, out) // in English it belongs to the noun before it
				}
				if n := r.doerAround(c); n != nil && len(out) == 0 {
					out = append(out, n)
				}
				break
			}
			if c.subj == nil && v.feats.Any(lang.P1) {
				out = append(out, r.weOf(c))
			}
			if c.subj != nil && c.subj != c.object {
				out = append(out, c.subj)
			}
		}
	case lang.SlotObj:
		if isVerb && v != nil {
			if v.passive {
				if len(c.post) > 0 && c.post[0].prep == nil && !r.pack.Case && v.aux {
					out = append(out, c.post[0]) // "was sold drones"
				}
				if c.subj != nil {
					out = append(out, c.subj)
				}
				break
			}
			if c.object != nil {
				out = append(out, c.object)
			}
			for _, n := range c.post {
				if n == c.subj || n == c.object || r.pack.AdjectiveBefore() && r.tellsWhere(n) {
					continue
				}
				if n.prep == nil && (n.feats&lang.Cases == 0 || n.feats.Any(lang.Acc|lang.Nom|lang.Gen&^lang.Dat)) || n.prep != nil && contains(r.pack.Object, n.prep.Lemma) {
					if n.feats&lang.Cases == lang.Gen && !v.neg && n.num == 0 && !n.counted {
						continue // a genitive is the object of a denied verb or of a number alone
					}
					if n.feats&lang.Cases != 0 && !n.feats.Any(lang.Acc|lang.Nom) && r.pack.Case && n.prep == nil && n.feats.Any(lang.Dat) {
						continue
					}
					out = append(out, n)
				}
			}
			if len(out) > 1 && !r.pack.Case {
				out = r.unparted(out, fl.Type == lang.TypeClass)
			}
			if len(out) > 1 && !r.pack.Case && fl.Type != lang.TypeClass {
				// The last of two bare phrases is the object.
				slices.Reverse(out)
			}
			if v.refl && c.subj != nil {
				out = append(out, c.subj)
			}
			if len(out) == 0 && len(c.post) == 0 {
				// "condemned and sanctioned X": one object for both.
				for _, d := range r.clauses {
					if d.sharedFrom == c && d.verb != nil && d.verb.i0 == v.i1+1 && !d.verb.passive {
						for _, n := range d.post {
							if (n.prep == nil || contains(r.pack.Object, n.prep.Lemma)) && (r.actorish(n) || len(n.adjs)+len(n.gens) > 0) {
								out = append(out, n)
							}
						}
					}
				}
			}
			if r.pack.FreeOrder && len(out) == 0 {
				for _, n := range c.pre {
					if n != c.subj && n.prep == nil {
						out = append(out, n)
					}
				}
			}
			if r.pack.FreeOrder && v.clitic && c.sharedFrom != nil && !slices.ContainsFunc(out, r.actorish) && !r.actorishDat(c) {
				// "a rechemat ambasadorul din țara vecină și a acuzat-o": whom the clause before names last.
				for i := len(c.sharedFrom.post) - 1; i >= 0; i-- {
					if n := c.sharedFrom.post[i]; n != c.subj && (n.name != nil || n.head != nil && n.head.Classes.Any(r.cls.countries)) {
						out = append(out, n)
						break
					}
				}
			}
		}
	case lang.SlotDat:
		list := func(ns []*np) {
			for _, n := range ns {
				if n == c.subj && !(s.n != nil) {
					continue
				}
				switch {
				case n.prep == nil && r.pack.Case && n.feats.Any(lang.Dat) && !n.feats.Any(lang.Nom):
					out = append(out, n)
				case n.prep != nil && contains(r.pack.To, n.prep.Lemma):
					out = append(out, n)
				}
			}
		}
		if isVerb {
			if c.relKind() == "dative" && c.host != nil {
				out = append(out, c.host)
			}
			list(c.post)
			list(c.pre)
			for _, d := range r.brought(c) {
				for _, n := range d.post {
					if n.prep == nil && r.pack.Case && (n == d.post[0] && n.name != nil || n.feats.Any(lang.Dat) && !n.feats.Any(lang.Nom)) {
						out = append(out, n)
					}
				}
			}
			if !r.pack.Case && v != nil && v.passive && v.aux && c.subj != nil && len(c.post) > 0 && c.post[0].prep == nil {
				out = append(out, c.subj) // "was sold drones"
			}
			if (!r.pack.Case || r.pack.VerbLast && len(out) == 0) && v != nil && !v.passive {
				// "gave Ukraine tanks"
				var bare []*np
				for _, n := range c.post {
					if n.prep == nil && n != c.subj {
						bare = append(bare, n)
					}
				}
				if len(bare) > 1 {
					out = append(out, bare[0])
				}
			}
			if len(out) == 0 && v != nil && r.pack.Case && r.pack.FreeOrder && !v.passive && len(c.post) > 1 {
				// "a cerut NATO permisiunea": a name without cases before the object.
				if n := c.post[0]; n != c.subj && n.prep == nil && n.name != nil && n.feats&lang.Cases == 0 && c.post[1].prep == nil && c.post[1].name == nil {
					out = append(out, n)
				}
			}
			if len(out) == 0 && v != nil && v.verb != nil && v.verb.ObjCtrl && v.verb.Op == lang.OpDemanded && r.pack.FreeOrder && !v.passive && len(c.post) == 1 {
				// "a cerut NATO să întărească": the same, before what is asked.
				if n := c.post[0]; n != c.subj && n.prep == nil && n.name != nil && n.feats&lang.Cases == 0 {
					out = append(out, n)
				}
			}
			if h := c.host; len(out) == 0 && v != nil && v.clitic && c.link == linkComp && h != nil && c.gov != nil && c.gov == h.head && c.gov.Op == lang.OpDemanded && r.pack.FreeOrder {
				out = append(out, h.gens...) // "cererea Kievului de a-i furniza"
			}
			if len(out) == 0 && v != nil && v.clitic && c.sharedFrom != nil && r.pack.Case && !v.passive {
				// "a livrat Armeniei radare, iar India îi furnizează obuze": the same;
				// "…, iar Moscova i-a furnizat": whoever acted before.
				for _, n := range c.sharedFrom.post {
					if n.prep == nil && r.pack.FreeOrder && n.feats.Any(lang.Dat) && !n.feats.Any(lang.Nom) && n != c.subj {
						out = append(out, n)
					}
				}
				if n := r.subjectOf(c.sharedFrom); n != nil && n != c.subj {
					out = append(out, n)
				} else if q := r.actedOn(c); q != nil && r.pack.FreeOrder && v.dative && len(out) == 0 && q.name.Class != lang.ClassCity {
					out = append(out, q) // "a sprijinit Azerbaidjanul și i-a vândut drone"
				}
			}
			if len(out) == 0 && v != nil && v.clitic && c.link == linkComp && c.parent != nil && r.pack.Case {
				// "a cerut Germaniei să îi livreze": who asked.
				if n := r.subjectOf(c.parent); n != nil && n != c.subj {
					out = append(out, n)
				}
			}
			if len(out) == 0 && v != nil {
				// "a livrat tancurile Ucrainei": a genitive that may be a dative.
				for _, n := range c.post {
					if n.prep == nil && len(n.gens) > 0 && r.pack.Case && n.head != nil {
						out = append(out, n.gens[len(n.gens)-1])
					}
				}
				if c.subj != nil && v.passive && len(c.subj.gens) > 0 && c.subj.head != nil && r.pack.Case {
					out = append(out, c.subj.gens[0])
				}
			}
		} else {
			for _, n := range r.following(s) {
				if n.prep == nil && r.pack.Case && (n.feats.Any(lang.Dat) && !n.feats.Any(lang.Nom) || n == r.followBare && n.name != nil) || n.prep != nil && contains(r.pack.To, n.prep.Lemma) {
					out = append(out, n)
				}
			}
			if s.isObj || s.isSubj {
				list(c.post)
				if c.relKind() == "dative" && c.host != nil {
					out = append(out, c.host)
				}
			}
		}
	case lang.SlotBy:
		if isVerb {
			out = r.byOf(c.post, fl, out)
			if v.passive {
				out = r.byOf(c.pre, fl, out) // "Anexarea Crimeei de către Rusia a fost condamnată"
			}
			for _, d := range r.clauses {
				// "intercepts missiles fired by X"
				if len(out) == 0 && d.link == linkPart && d.parent == c && d.host != nil && slices.Contains(c.post, d.host) {
					out = r.byOf(d.post, fl, out)
				}
			}
		} else {
			out = r.byOf(r.following(s), fl, out)
			if len(out) == 0 && (s.isObj || s.isSubj) && !(v.passive && (!v.Light() || v.verb.Stance != "")) && (v.passive || !r.pack.AdjectiveBefore()) {
				out = r.byOf(c.post, fl, out)
			}
		}
	case lang.SlotGen:
		if s.n != nil {
			for _, g := range s.n.gens {
				if !r.pack.AdjectiveBefore() || g.i1 > s.n.headAt(r) {
					out = append(out, g)
				}
			}
			if !r.pack.Case || len(out) == 0 {
				for _, n := range r.following(s) {
					if !r.pack.Case && n != s.n.next && n != s.outer.next {
						break // "of" joins what stands side by side
					}
					if n.prep != nil && !r.pack.Case && contains(r.pack.Of, n.prep.Lemma) || n.prep != nil && n.prep.Kind == "" && r.pack.Case && len(r.pack.Of) > 0 && n.prep.Lemma == r.pack.Of[0] {
						out = append(out, n)
						break
					}
				}
			}
			if len(out) == 0 && r.pack.Case && s.head {
				// An indefinite noun: the form that could be a dative is its genitive.
				for _, n := range r.following(s) {
					if n.prep != nil {
						break
					}
					if n.feats.Any(lang.Gen) && !n.feats.Any(lang.Nom) {
						out = append(out, n)
						break
					}
					if !n.feats.Any(lang.Dat) {
						break // "продажу Тайваню ракет": whom it is for may stand between
					}
				}
			}
		}
	case lang.SlotPoss:
		if s.n != nil {
			for _, g := range s.n.gens {
				if r.pack.AdjectiveBefore() && g.i1 <= s.n.headAt(r) {
					out = append(out, g)
				}
			}
			if s.n.poss != nil {
				out = append(out, s.n)
			}
		}
	case lang.SlotAdj:
		if s.n != nil && (len(s.n.adjs) > 0 || s.n.partLex == s.lex && s.lex != nil) {
			out = append(out, s.n)
		}
	case lang.SlotSelf:
		if s.n != nil {
			out = append(out, s.n)
		}
	case lang.SlotLight:
		if s.prepN != nil && s.prepN.Kind == "given" {
			break // "strikes X in response to an attack on Y": who strikes did not attack
		}
		if s.n != nil && v != nil && v.verb != nil && v.verb.Classes.Any(r.cls.bargains) && r.concludes() {
			break // what is negotiated is not concluded
		}
		if s.n != nil && v != nil && v.verb != nil && (v.verb.Light || v.copula && v.verb.POS == lang.Aux && (s.isObj || s.carried(r) && r.adjoins(c, s.outer))) && (s.isObj || s.isSubj || s.carried(r)) {
			if r.pack.FreeOrder && v.verb.Op == lang.OpDemanded && v.verb.ObjCtrl && r.frame != nil && !r.x.ontology.Spec(r.frame.Kind).Symmetric {
				for _, n := range c.post {
					if n.prep == nil && n.feats.Any(lang.Dat) && !n.feats.Any(lang.Nom) {
						out = append(out, n) // "cere Rusiei retragerea trupelor": who is asked
					}
				}
				break
			}
			if v.verb.Stance == graph.Alleges && v.verb.ObjCtrl && s.prepN != nil {
				// "acuză Israelul de încălcarea armistițiului": who is accused did it.
				if n := r.accused(c); n != nil {
					out = append(out, n)
				}
				break
			}
			if v.passive && !v.verb.Intrans {
				out = r.byOf(c.post, fl, out)
				if len(out) == 0 && c.link == linkPart && c.parent != nil {
					break
				}
			} else if c.subj != nil && c.subj != s.n && c.subj != s.outer {
				out = append(out, c.subj)
			}
		}
		if s.n != nil && len(out) == 0 && r.pack.FreeOrder {
			// "Sancțiuni noi împotriva Iranului, anunțate de Casa Albă"
			for _, d := range r.clauses {
				if d.link == linkPart && d.host != nil && (d.host == s.n || d.host == s.outer) && d.verb != nil && d.verb.verb != nil && d.verb.verb.Light && d.verb.verb.Op != lang.OpRefuse && d.verb.verb.Op != lang.OpDeny &&
					!(d.verb.verb.Classes.Any(r.cls.bargains) && r.concludes()) {
					out = r.byOf(d.post, fl, out)
				}
			}
		}
	case lang.SlotCharged:
		for _, d := range r.clauses {
			if d.parent == c && (d.link == linkThat && (isVerb || d.gov == s.lex && s.head) || isVerb && d.link == linkComp && d.verb != nil && !d.verb.marker && r.pack.AdjectiveBefore() && !r.pack.VerbLast) {
				if n := r.subjectOf(d); n != nil && n != c.subj && !(d.verb != nil && d.verb.passive) {
					out = append(out, n)
				}
			}
		}
	case lang.SlotContent:
		for _, d := range r.clauses {
			if d.parent != c || d.link != linkThat && d.link != linkComp && d.link != linkPurpose {
				continue
			}
			gives := r.gives(d)
			for _, n := range d.post {
				if gives && (n.prep == nil && n.feats.Any(lang.Dat) && !n.feats.Any(lang.Nom) || n.prep != nil && contains(r.pack.To, n.prep.Lemma)) {
					continue // "threatens to send Y arms": Y is not whom it threatens
				}
				out = append(out, n)
			}
		}
	case lang.SlotMatrix:
		if !isVerb {
			for d := c; d != nil; d = d.parent {
				if n := r.subjectOf(d); n != nil && n != s.outer && n != s.n {
					out = append(out, n)
					if d.link == linkThat && d.gov != nil && d.gov.Say && n.head != nil && n.head.Classes.Any(r.cls.units) && r.pack.AdjectiveBefore() && len(r.ownersOf(n)) == 0 {
						continue // "Chad says that 40 soldiers were killed in clashes with Sudan"
					}
					break
				}
				if !r.pack.AdjectiveBefore() {
					break
				}
			}
			break
		}
		if c.parent != nil {
			if n := r.subjectOf(c.parent); n != nil && n != c.subj {
				out = append(out, n)
			}
		}
	case lang.SlotPred:
		if isVerb && v != nil && v.copula {
			for _, n := range c.post {
				if n.prep == nil {
					out = append(out, n)
				}
			}
		}
	case lang.SlotHost:
		if isVerb {
			if c.host != nil {
				out = append(out, c.host)
			}
		} else {
			out = r.hostOf(s, out)
		}
	case lang.SlotCtx:
		out = append(out, nil)
	case lang.SlotPrep:
		if isVerb {
			for _, n := range c.post {
				if n.prep != nil && n.prep.Lemma == fl.Prep && n != c.subj && !r.elsewhere(c, n) {
					out = append(out, n)
				}
			}
			for _, n := range c.pre {
				if n.prep != nil && n.prep.Lemma == fl.Prep {
					out = append(out, n)
				}
			}
			if c.host != nil && c.relPrep != nil && c.relPrep.Lemma == fl.Prep {
				out = append(out, c.host) // "bazele în care staționează"
			}
			if r.concludes() && len(out) == 0 && c.sharedFrom != nil && c.shared && r.pack.FreeOrder {
				// "a discutat cu X și a semnat un acord": with him.
				for _, n := range c.sharedFrom.post {
					if n.prep != nil && n.prep.Kind == "with" && n.prep.Lemma == fl.Prep && (n.person != "" || r.bearer(n)) {
						out = append(out, n)
					}
				}
			}
			if c.place != nil && contains(r.pack.Place, fl.Prep) {
				out = append(out, c.place) // "baza unde staționează"
			}
			for _, d := range r.clauses {
				// What hangs on a participle of the object: "lifts the sanctions imposed on".
				if d.link == linkPart && d.parent == c && d.host != nil && slices.Contains(c.post, d.host) {
					for _, n := range d.post {
						if n.prep != nil && n.prep.Lemma == fl.Prep {
							out = append(out, n)
						}
					}
				}
			}
			for _, n := range c.post {
				if n.prep == nil && n.next != nil && n.next.clause != c && n.next.prep.Lemma == fl.Prep {
					out = append(out, n.next)
				}
			}
			for _, d := range r.brought(c) {
				for _, n := range d.post {
					if n.prep != nil && n.prep.Lemma == fl.Prep {
						out = append(out, n)
					}
				}
			}
			if c.subj != nil && (v.passive || v.refl) {
				for n := c.subj.next; n != nil; n = n.next {
					if n.prep.Lemma == fl.Prep && !slices.Contains(out, n) {
						out = append(out, n)
					}
				}
			}
		} else {
			for _, n := range r.following(s) {
				if n.prep != nil && n.prep.Lemma == fl.Prep && r.nextTo(s, n) && !(n.prep.Kind == "with" && r.pack.AdjectiveBefore() && s.n.head != nil && s.n.head.Classes.Any(r.cls.event) && r.atBorder(n)) {
					out = append(out, n)
				}
			}
			if s.isObj || s.isSubj || v != nil && v.verb != nil && v.verb.Light {
				for _, n := range c.post {
					if n.prep != nil && n.prep.Lemma == fl.Prep && !slices.Contains(out, n) && n != s.n && n != s.outer && r.nextTo(s, n) && !(n.prep.Kind == "with" && r.atBorder(n)) && !r.ofOther(s, n) {
						out = append(out, n)
					}
				}
				for _, n := range c.pre {
					if n.prep != nil && n.prep.Lemma == fl.Prep && !slices.Contains(out, n) && n != s.n && n != s.outer && (!r.pack.AdjectiveBefore() || r.pack.FreeOrder) && (s.isObj || s.isSubj || n.prep.Kind == "between") && !(n.prep.Kind == "between" && r.ofPerson(c.pre, n)) {
						out = append(out, n)
					}
				}
			}
		}
	}
	return out
}

// ofPerson reports whether a phrase says who somebody right before it stands between:
// "intermediar între X și Y, a început consultări cu Z".
func (r *parser) ofPerson(list []*np, n *np) bool {
	return slices.ContainsFunc(list, func(q *np) bool { return q.next == n && q.head != nil && q.head.Classes.Any(r.cls.person) })
}
