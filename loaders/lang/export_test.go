package lang

import "sync"

// LongestNaive does what Longest does by trying every listed form.
func (p *Pack) LongestNaive(toks []Token, i int, sp Spelling) (int, []*Entry) {
	forms := naiveForms(p)
	for n := 24; n > 0; n-- {
		if i+n > len(toks) {
			continue
		}
		var hits []*Entry
	form:
		for _, f := range forms[n] {
			for k, id := range f.folds {
				if toks[i+k].Fold != id {
					continue form
				}
			}
			if f.entry.fits(toks[i:i+n], sp) {
				hits = append(hits, f.entry)
			}
		}
		if len(hits) > 0 {
			return n, hits
		}
	}
	return 0, nil
}

type naiveForm struct {
	folds []int32
	entry *Entry
}

var naive sync.Map // *Pack → map[int][]naiveForm

// naiveForms lists all forms by their number of tokens.
func naiveForms(p *Pack) map[int][]naiveForm {
	if m, ok := naive.Load(p); ok {
		return m.(map[int][]naiveForm)
	}
	texts := make([]string, len(p.words))
	for s, id := range p.words {
		texts[id.word] = s
	}
	m := map[int][]naiveForm{}
	for _, node := range p.nodes {
		for _, e := range node {
			f := naiveForm{entry: e}
			for _, w := range e.words {
				f.folds = append(f.folds, p.foldIDs[string(fold(nil, []byte(texts[w]), p.folds))].fold)
			}
			m[len(e.words)] = append(m[len(e.words)], f)
		}
	}
	naive.Store(p, m)
	return m
}
