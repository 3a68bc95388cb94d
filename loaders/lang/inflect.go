package lang

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameRule inflects words of persons' names that end alike.
type nameRule struct {
	end     string
	endings []ending
}

// nameRules reads pack.yaml's name-endings: the ending that a word has in the
// nominative, and the endings that take its place. The ending "*" is any letter
// of the Latin script, to which the others are added.
func nameRules(lines []string) ([]nameRule, error) {
	var rules []nameRule
	for _, line := range lines {
		cols := strings.Fields(line)
		if len(cols) < 2 {
			return nil, fmt.Errorf("%q: want an ending and its forms", line)
		}
		r := nameRule{end: cols[0]}
		for _, spec := range cols[1:] {
			suffix, feats, err := formSpec(spec)
			if err != nil {
				return nil, err
			}
			r.endings = append(r.endings, ending{suffix, feats})
		}
		rules = append(rules, r)
	}
	return rules, nil
}

// inflected returns the forms of a person's name: each word by the first rule
// that fits it, all words in the same case. A word that no rule fits stays.
func inflected(f Form, rules []nameRule) []Form {
	words := strings.Fields(f.Text)
	if len(words) == 0 || f.Class != ClassName && f.Class != ClassSurname {
		return []Form{f}
	}
	fit := func(word string) (string, *nameRule) {
		last, _ := utf8.DecodeLastRuneInString(word)
		for i := range rules {
			r := &rules[i]
			if r.end == "*" && unicode.Is(unicode.Latin, last) {
				return word, r
			}
			if stem, ok := strings.CutSuffix(word, r.end); ok && stem != "" {
				return stem, r
			}
		}
		return "", nil
	}
	_, main := fit(words[len(words)-1])
	if main == nil {
		return []Form{f}
	}
	var out []Form
	for _, e := range main.endings {
		forms := make([]string, len(words))
		for i, w := range words {
			forms[i] = w
			// A rule for any word speaks of the last word alone.
			if stem, r := fit(w); r != nil && (i == len(words)-1 || r.end != "*") {
				for _, x := range r.endings {
					if x.feats&e.feats&Cases != 0 {
						forms[i] = stem + x.suffix
						break
					}
				}
			}
		}
		g := f
		g.Text, g.Feats = strings.Join(forms, " "), f.Feats|e.feats
		out = append(out, g)
	}
	return out
}
