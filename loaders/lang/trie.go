package lang

import (
	"errors"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
)

var errTooManyClasses = errors.New("a pack has at most 256 semantic classes")

// Name is an entity under one of its names.
type Name struct {
	Entity graph.EntityID
	Class  Class
}

// Entry is one reading of a form: a word or a name, with the form's features.
type Entry struct {
	Lex   *Lexeme
	Name  *Name
	Feats Feat
	// Particle is the part of a separable verb that closes the clause: "aus" of
	// "weist … aus". The form means the verb only with it.
	Particle string

	words []int32 // the form as written, lower case
	caps  uint32  // which tokens have a capital
	upper uint32  // which are in capitals only, and short or other words too
}

// trie finds the longest listed form that begins at a token. Its edges are
// folded tokens.
type trie struct {
	first []int32 // by folded token: node, 0 for none
	edges map[uint64]int32
	nodes [][]*Entry
	inner []bool // whether a node has edges
	// What forms are added with: the tokens of the form, and room.
	toks    []Token
	entries shelf[Entry]
	lists   shelf[*Entry]
	ids     shelf[int32]
}

// init makes room for about so many forms.
func (t *trie) init(forms int) {
	t.edges = make(map[uint64]int32, forms/3)
	t.nodes = append(make([][]*Entry, 0, forms), nil)
	t.inner = append(make([]bool, 0, forms), true)
}

// add puts a form into the trie.
func (p *Pack) add(form string, e Entry) {
	p.toks = p.tokenize(form, p.toks[:0], true)
	e.words = p.ids.take(len(p.toks))
	node := int32(0)
	for i, tok := range p.toks {
		e.words[i] = tok.Word
		if i < 32 {
			if tok.Flags&Cap != 0 {
				e.caps |= 1 << i
			}
			if tok.Flags&Upper != 0 && (e.Feats.Any(Ambig) || utf8.RuneCountInString(form[tok.Start:tok.End]) <= 3) {
				e.upper |= 1 << i
			}
		}
		if node == 0 {
			for int(tok.Fold) >= len(p.first) {
				p.first = append(p.first, 0)
			}
			if p.first[tok.Fold] == 0 {
				p.first[tok.Fold] = p.newNode()
			}
			node = p.first[tok.Fold]
			continue
		}
		key := uint64(node)<<32 | uint64(uint32(tok.Fold))
		next, ok := p.edges[key]
		if !ok {
			next = p.newNode()
			p.edges[key] = next
			p.inner[node] = true
		}
		node = next
	}
	if node == 0 {
		return
	}
	for _, o := range p.nodes[node] {
		if o.Lex == e.Lex && o.Particle == e.Particle && o.Feats == e.Feats && (o.Name == e.Name || o.Name != nil && e.Name != nil && *o.Name == *e.Name) && equal(o.words, e.words) {
			// Listed with and without capitals: the laxer spelling holds.
			o.caps &= e.caps
			o.upper &= e.upper
			return
		}
	}
	entry := &p.entries.take(1)[0]
	*entry = e
	if p.nodes[node] != nil {
		p.nodes[node] = append(p.nodes[node], entry)
		return
	}
	p.nodes[node] = p.lists.take(1)
	p.nodes[node][0] = entry
}

// Entities lists whom the pack has names for, sorted.
func (p *Pack) Entities() []graph.EntityID {
	seen := map[graph.EntityID]bool{}
	for _, entries := range p.nodes {
		for _, e := range entries {
			if e.Name != nil {
				seen[e.Name.Entity] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

func equal(a, b []int32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func (t *trie) newNode() int32 {
	t.nodes = append(t.nodes, nil)
	t.inner = append(t.inner, false)
	return int32(len(t.nodes) - 1)
}

// Spelling says how strictly a text is compared with listed forms.
type Spelling struct {
	NoDiacritics bool // the whole text has none: plain letters stand for all
	NoCapitals   bool // the whole text has none: names need none
}

// Longest finds the longest listed form that begins at toks[i], and appends its
// readings to out. It returns the number of tokens, 0 when there is none.
func (p *Pack) Longest(toks []Token, i int, sp Spelling, out []*Entry) (int, []*Entry) {
	f := toks[i].Fold
	if f < 0 || int(f) >= len(p.first) {
		return 0, out
	}
	node := p.first[f]
	if node == 0 {
		return 0, out
	}
	var path [24]int32
	path[0] = node
	depth := 1
	for j := i + 1; j < len(toks) && depth < len(path) && p.inner[node]; j++ {
		if toks[j].Fold < 0 {
			break
		}
		next, ok := p.edges[uint64(node)<<32|uint64(uint32(toks[j].Fold))]
		if !ok {
			break
		}
		node = next
		path[depth] = node
		depth++
	}
	for ; depth > 0; depth-- {
		n := len(out)
		for _, e := range p.nodes[path[depth-1]] {
			if e.fits(toks[i:i+depth], sp) {
				out = append(out, e)
			}
		}
		if len(out) > n {
			return depth, out
		}
	}
	return 0, out
}

// fits compares the form as listed with the tokens as written. A diacritic
// that the writer left out is forgiven in names, and everywhere in a text that
// has none; one that differs only in names of people. A form listed with a
// capital needs it.
func (e *Entry) fits(toks []Token, sp Spelling) bool {
	proper := e.Name != nil && e.Name.Class != ClassAdj && e.Name.Class != ClassPeople
	for i := range toks {
		t := &toks[i]
		if t.Word != e.words[i] {
			switch {
			case t.Flags&Plain != 0 && (sp.NoDiacritics || proper):
			case proper && e.Name.Entity.Kind() == graph.Leader:
			default:
				return false
			}
		}
		bit := uint32(1) << min(i, 31)
		if e.upper&bit != 0 && t.Flags&Upper == 0 && !(sp.NoCapitals && len(e.words) > 1) {
			return false
		}
		if e.caps&bit != 0 && t.Flags&Cap == 0 && !sp.NoCapitals {
			return false
		}
	}
	return true
}

// Compound finds the nouns whose form a word ends in: the longest that leaves
// something to stand before it.
func (p *Pack) Compound(word string) []*Entry {
	const first, last = 3, 4 // letters that each part must have
	var a, b [96]byte
	w, _ := normalise(a[:0], word)
	w = fold(b[:0], w, p.folds)
	for i := first; i+last <= len(w); i++ {
		id, ok := p.foldIDs[string(w[i:])]
		if !ok || int(id.fold) >= len(p.first) || p.first[id.fold] == 0 {
			continue
		}
		var nouns []*Entry
		for _, e := range p.nodes[p.first[id.fold]] {
			if e.Lex != nil && e.Lex.POS == Noun && e.Lex.Month == 0 && e.Lex.Week == 0 && e.Lex.Unit == "" && e.Lex.Source == "" && e.Particle == "" {
				nouns = append(nouns, e)
			}
		}
		if len(nouns) > 0 {
			return nouns
		}
	}
	return nil
}
