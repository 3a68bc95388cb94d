package schema

import (
	"slices"
	"strings"
)

// resolve looks up the names that entries mention, and builds the ontology.
// What it returns is whole only when nothing has failed.
func (r *reader) resolve() *Ontology {
	o := &Ontology{
		version:  r.version.text,
		place:    map[Kind]int{},
		children: map[Kind][]Kind{},
		family:   map[Kind]Kind{},
		codes:    map[string]imported{},
	}
	if o.version == "" && r.version.line > 0 {
		r.fail(r.version.pos, "version is empty")
	}
	var entries []*entry // with a name of their own
	for _, e := range r.entries {
		s := e.spec()
		if s.Name == "" {
			continue
		}
		if first := o.Spec(s.Name); first != nil {
			r.fail(e.name.pos, "the kind %s stands already in line %d", s.Name, first.Line)
			continue
		}
		o.place[s.Name] = len(o.specs)
		o.specs = append(o.specs, s)
		entries = append(entries, e)
	}
	r.checkParents(o, entries)
	r.checkClosing(o, entries)
	r.checkCodes(o, entries)
	for _, s := range o.specs {
		if s.Parent != "" {
			o.children[s.Parent] = append(o.children[s.Parent], s.Name)
		}
	}
	o.joinFamilies()
	return o
}

func (e *entry) spec() *Spec {
	s := &Spec{
		Name: Kind(e.name.text), Parent: Kind(e.parent.text),
		Phrase: e.phrase.text, Inverse: e.inverse.text,
		Symmetric: e.symmetric, Point: e.point,
		CAMEO: e.cameo.text, Imports: append(texts(e.imports), texts(e.importsSwapped)...), ImportsSwapped: texts(e.importsSwapped),
		PLOVER: e.plover.text, Goldstein: e.goldstein,
		Merge: e.merge, StaleAfter: e.staleAfter, Offices: texts(e.offices), DoneBy: texts(e.doneBy),
		Doc: e.doc.text, Line: e.line, pairs: e.pairs,
	}
	if s.Symmetric {
		s.Inverse = s.Phrase
	}
	s.Subject = letters(e.pairs, func(p pair) string { return p.subject })
	s.Object = letters(e.pairs, func(p pair) string { return p.object })
	for _, w := range e.reading {
		s.Reading = append(s.Reading, Trait(w.text))
	}
	for _, w := range e.closes {
		s.closes = append(s.closes, Kind(w.text))
	}
	for _, w := range e.swapped {
		s.swapped = append(s.swapped, Kind(w.text))
	}
	for _, k := range slices.Concat(s.closes, s.swapped) {
		if !slices.Contains(s.Ends, k) {
			s.Ends = append(s.Ends, k)
		}
	}
	return s
}

func texts(words []word) []string {
	var list []string
	for _, w := range words {
		list = append(list, w.text)
	}
	return list
}

// letters is all letters at one end of the pairs, in their order.
func letters(pairs []pair, end func(pair) string) string {
	var b strings.Builder
	for _, c := range endLetters {
		if slices.ContainsFunc(pairs, func(p pair) bool { return strings.ContainsRune(end(p), c) }) {
			b.WriteRune(c)
		}
	}
	return b.String()
}

func (r *reader) checkParents(o *Ontology, entries []*entry) {
	for i, e := range entries {
		s := o.specs[i]
		if s.Parent == "" {
			continue
		}
		p := o.Spec(s.Parent)
		if p == nil {
			r.fail(e.parent.pos, "unknown parent %s of %s%s", s.Parent, s.Name, o.guess(s.Parent))
			s.Parent = ""
			continue
		}
		// An answer about the parent includes the child, so both must be read the
		// same way.
		if p.Symmetric != s.Symmetric {
			r.fail(e.parent.pos, "%s and its parent %s must both be symmetric or neither", s.Name, p.Name)
		}
		if p.Point != s.Point {
			r.fail(e.parent.pos, "%s and its parent %s must both be points or both intervals", s.Name, p.Name)
		}
		s.each(func(subject, object byte) {
			if len(p.pairs) > 0 && !p.allows(subject, object) {
				r.fail(e.fields["ends"], "%s may have %c-%c at its ends, but its parent %s may not", s.Name, subject, object, p.Name)
			}
		})
	}
	for i, e := range entries {
		s := o.specs[i]
		path := []string{string(s.Name)}
		for p := s.Parent; p != ""; p = o.Parent(p) {
			path = append(path, string(p))
			if p == s.Name {
				r.fail(e.parent.pos, "the parents of %s go in a circle: %s", s.Name, strings.Join(path, " < "))
				s.Parent = "" // one report a circle, and walks upwards end
				break
			}
			if len(path) > len(o.specs) {
				break // a circle further up; its own members report it
			}
		}
	}
}

func (r *reader) checkClosing(o *Ontology, entries []*entry) {
	for i, e := range entries {
		s := o.specs[i]
		for key, list := range map[string][]word{"closes": e.closes, "closes_swapped": e.swapped} {
			seen := map[string]bool{}
			for _, w := range list {
				k := Kind(w.text)
				t := o.Spec(k)
				switch {
				case seen[w.text]:
					r.fail(w.pos, "%s stands twice in %s of %s", k, key, s.Name)
				case t == nil:
					r.fail(w.pos, "%s of %s: unknown kind %s%s", key, s.Name, k, o.guess(k))
				case k == s.Name:
					r.fail(w.pos, "%s cannot bring itself to an end", s.Name)
				case t.Point:
					r.fail(w.pos, "%s of %s: %s is a point in time, which nothing ends", key, s.Name, k)
				case key == "closes_swapped" && t.Symmetric:
					r.fail(w.pos, "closes_swapped of %s: %s is symmetric, use closes", s.Name, k)
				case !meet(s, t, key == "closes_swapped"):
					r.fail(w.pos, "%s of %s: %s never has the same ends", key, s.Name, k)
				}
				seen[w.text] = true
			}
		}
	}
}

// meet reports whether both kinds can hold between the same two entities.
func meet(s, t *Spec, swapped bool) bool {
	found := len(s.pairs) == 0 || len(t.pairs) == 0 // which is an error of its own
	s.each(func(subject, object byte) {
		if swapped {
			subject, object = object, subject
		}
		found = found || t.allows(subject, object)
	})
	return found
}

func (r *reader) checkCodes(o *Ontology, entries []*entry) {
	first := map[string]pos{}
	add := func(w word, i imported) {
		if at, ok := first[w.text]; ok {
			r.fail(w.pos, "code %s is imported already in line %d", w.text, at.line)
			return
		}
		first[w.text] = w.pos
		o.codes[w.text] = i
	}
	for _, n := range r.none {
		add(n.code, imported{reason: n.why.text})
		o.none = append(o.none, NotImported{n.code.text, n.why.text})
	}
	for i, e := range entries {
		k := o.specs[i].Name
		for _, w := range e.imports {
			add(w, imported{kind: k})
		}
		for _, w := range e.importsSwapped {
			add(w, imported{kind: k, swapped: true})
		}
	}
}

// joinFamilies finds, for each kind, the first of those that parents and
// endings join it to.
func (o *Ontology) joinFamilies() {
	lead := make([]int, len(o.specs))
	for i := range lead {
		lead[i] = i
	}
	find := func(i int) int {
		for lead[i] != i {
			lead[i] = lead[lead[i]]
			i = lead[i]
		}
		return i
	}
	for i, s := range o.specs {
		for _, k := range append([]Kind{s.Parent}, s.Ends...) {
			if j, ok := o.place[k]; ok {
				a, b := find(i), find(j)
				lead[max(a, b)] = min(a, b) // the first of a family stands for it
			}
		}
	}
	for i, s := range o.specs {
		o.family[s.Name] = o.specs[find(i)].Name
	}
}

// guess is a hint at the kind that was meant, or nothing.
func (o *Ontology) guess(k Kind) string {
	best, least := Kind(""), min(4, len(k)/2+1) // three slips of the pen at most
	for _, s := range o.specs {
		if n := len(s.Name) - len(k); n >= least || -n >= least {
			continue
		}
		if d := distance(string(k), string(s.Name)); d < least {
			best, least = s.Name, d
		}
	}
	if best == "" {
		return ""
	}
	return " (did you mean " + string(best) + "?)"
}

// distance is the Levenshtein distance.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
