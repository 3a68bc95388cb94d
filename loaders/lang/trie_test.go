package lang

import (
	"testing"

	"github.com/entente-graph/entente/graph"
)

// A name may be listed in two capitalisations; whichever comes first, the one
// that asks for less is what counts.
func TestLaxerCapitalsHold(t *testing.T) {
	for _, forms := range [][]string{{"Al-Qaida", "al-Qaida"}, {"al-Qaida", "Al-Qaida"}} {
		p := &Pack{lexemes: map[string][]*Lexeme{}}
		p.vocabulary.init(1)
		p.trie.init(1)
		for _, form := range forms {
			if err := p.addName(Form{Entity: graph.EntityID("actor:AL-QAEDA"), Class: ClassName, Text: form}); err != nil {
				t.Fatal(err)
			}
		}
		for text, want := range map[string]int{"al-Qaida": 2, "Al-Qaida": 2, "al-qaida": 0} {
			if got, _ := p.Longest(p.Tokenize(text, nil), 0, Spelling{}, nil); got != want {
				t.Errorf("listed as %q: %q matches %d tokens, want %d", forms, text, got, want)
			}
		}
	}
}
