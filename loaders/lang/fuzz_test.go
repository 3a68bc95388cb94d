package lang_test

import (
	"testing"
	"unicode/utf8"

	"github.com/entente-graph/entente/loaders/lang"
)

// Tokens stand in order, do not overlap, and lie on whole runes, whatever the
// text.
func FuzzTokenize(f *testing.F) {
	for _, s := range []string{
		"Iranul a furnizat drone Rusiei.", "S.U.A. și U.E.", "nord-coreean", "l-a declarat", "Russia's F-35s cost $1.5bn",
		"l’Ukraine", "\u0000\xff", "e\u0301", "1.000.000,5", "„Da”", "a\n\nb", "...", "O'Brien's", "–",
	} {
		f.Add(s)
	}
	p, err := lang.Open("ro")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip()
		}
		last := int32(0)
		for _, tok := range p.Tokenize(s, nil) {
			if tok.Start < last || tok.End <= tok.Start || int(tok.End) > len(s) {
				t.Fatalf("token %d–%d after %d in %q", tok.Start, tok.End, last, s)
			}
			if !utf8.ValidString(s[tok.Start:tok.End]) {
				t.Fatalf("token %d–%d of %q cuts a rune", tok.Start, tok.End, s)
			}
			last = tok.End
		}
	})
}

// The trie finds the same forms as trying every form at every place.
func FuzzLongest(f *testing.F) {
	for _, s := range []string{
		"Republica Moldova și Republica Populară Chineză", "coreea de nord", "președintele Coreei de Sud", "SUA, sua, Sua",
		"Marea Britanie", "Arabia Saudită Unită", "teritoriul belarus", "roman român Romania",
	} {
		f.Add(s)
	}
	p, err := lang.Open("ro")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || len(s) > 400 {
			t.Skip()
		}
		toks := p.Tokenize(s, nil)
		for _, sp := range []lang.Spelling{{}, {NoDiacritics: true}, {NoCapitals: true}} {
			for i := range toks {
				n, got := p.Longest(toks, i, sp, nil)
				m, want := p.LongestNaive(toks, i, sp)
				if n != m || len(got) != len(want) {
					t.Fatalf("at token %d of %q the trie finds %d tokens (%d readings), trying all forms %d (%d)", i, s, n, len(got), m, len(want))
				}
			}
		}
	})
}
