package extract

import "github.com/entente-graph/entente/loaders/lang"

// unquote takes away the marks around a name, and around a few words that are quoted
// in the middle of a phrase: 'as a "state sponsor of terrorism"'. Nobody speaks there;
// the marks would part what belongs together.
func (r *parser) unquote() {
	const most = 7 // words
	out := r.items[:0]
	for i := 0; i < len(r.items); i++ {
		if isQuote(r.items[i].punct) && (r.quotedName(i) || i > 0 && r.pack.AdjectiveBefore() && (withinPhrase(&r.items[i-1]) || r.quotedObject(i))) {
			j := i + 1
			for j < len(r.items) && j <= i+most && quotable(&r.items[j]) {
				j++
			}
			if j > i+1 && j < len(r.items) && isQuote(r.items[j].punct) {
				out = append(out, r.items[i+1:j]...)
				i = j
				continue
			}
		}
		out = append(out, r.items[i])
	}
	r.items = out
}

// quotedName reports whether the quotation that opens at item i is the name of a state,
// an organisation or an actor and nothing else: Russian sets them so.
func (r *parser) quotedName(i int) bool {
	if i+2 >= len(r.items) || !isQuote(r.items[i+2].punct) {
		return false
	}
	n := r.items[i+1].name()
	return n != nil && n.Name.Class != lang.ClassAdj && n.Name.Class != lang.ClassPeople && !n.Feats.Has(lang.Ambig)
}

// tellsOf reports whether what happens in the sentence happens in the film or game of
// item i.
func (r *parser) tellsOf(i int) bool {
	for k := range r.phrases {
		if n := r.phrases[k].np; n != nil && n.i0 <= i && i < n.i1 {
			return n.prep != nil && contains(r.pack.Place, n.prep.Lemma)
		}
	}
	return false
}

func isQuote(p rune) bool {
	switch p {
	case '"', '“', '”', '„', '«', '»':
		return true
	}
	return false
}

// withinPhrase reports whether a noun is still to come behind a word.
func withinPhrase(it *item) bool {
	return it.has(lang.Det) != nil || it.has(lang.Prep) != nil || it.has(lang.Poss) != nil || it.kind(lang.Pron, "poss")
}

// quotedObject reports whether the quotation that opens at item i is of a few words that
// a verb has for its object: 'demanded "explanations" from X'.
func (r *parser) quotedObject(i int) bool {
	v := r.items[i-1].has(lang.Verb)
	if v == nil || v.Lex.Say {
		return false
	}
	for j := i + 1; j < len(r.items) && j < i+6; j++ {
		it := &r.items[j]
		if isQuote(it.punct) {
			if j == i+1 || j+1 >= len(r.items) {
				return false
			}
			p := r.items[j+1].has(lang.Prep)
			return p != nil && !contains(r.pack.Of, p.Lex.Lemma)
		}
		if it.punct != 0 || it.cap && j == i+1 || it.has(lang.Aux) != nil || it.has(lang.Pron) != nil {
			return false
		}
	}
	return false
}

// quotable reports whether a word can stand in a quoted phrase that is no
// sentence.
func quotable(it *item) bool {
	switch it.punct {
	case 0, ',', '-', '–':
	default:
		return false
	}
	return it.has(lang.Aux) == nil && it.has(lang.Sub) == nil && it.has(lang.Rel) == nil
}
