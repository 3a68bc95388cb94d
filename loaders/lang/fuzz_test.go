package lang_test

import (
	"strings"
	"testing"
	"testing/fstest"
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
	packs := openAll(f)
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip()
		}
		for _, p := range packs {
			last := int32(0)
			for _, tok := range p.Tokenize(s, nil) {
				if tok.Start < last || tok.End <= tok.Start || int(tok.End) > len(s) {
					t.Fatalf("%s: token %d–%d after %d in %q", p.Code, tok.Start, tok.End, last, s)
				}
				if !utf8.ValidString(s[tok.Start:tok.End]) {
					t.Fatalf("%s: token %d–%d of %q cuts a rune", p.Code, tok.Start, tok.End, s)
				}
				last = tok.End
			}
		}
	})
}

// The trie finds the same forms as trying every form at every place.
func FuzzLongest(f *testing.F) {
	for _, s := range []string{
		"Republica Moldova și Republica Populară Chineză", "coreea de nord", "președintele Coreei de Sud", "SUA, sua, Sua",
		"Marea Britanie", "Arabia Saudită Unită", "teritoriul belarus", "roman român Romania",
		"the Democratic Republic of the Congo", "l’Arabie saoudite", "Демократической Республикой Конго", "Vereinigten Arabischen Emirate",
	} {
		f.Add(s)
	}
	packs := openAll(f)
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || len(s) > 400 {
			t.Skip()
		}
		for _, p := range packs {
			toks := p.Tokenize(s, nil)
			for _, sp := range []lang.Spelling{{}, {NoDiacritics: true}, {NoCapitals: true}} {
				for i := range toks {
					n, got := p.Longest(toks, i, sp, nil)
					m, want := p.LongestNaive(toks, i, sp)
					if n != m || len(got) != len(want) {
						t.Fatalf("%s: at token %d of %q the trie finds %d tokens (%d readings), trying all forms %d (%d)", p.Code, i, s, n, len(got), m, len(want))
					}
				}
			}
		}
	})
}

func openAll(f *testing.F) []*lang.Pack {
	var packs []*lang.Pack
	for _, code := range lang.Codes() {
		p, err := lang.Open(code)
		if err != nil {
			f.Fatal(err)
		}
		packs = append(packs, p)
	}
	return packs
}

// A pack is read or refused with the file that is wrong, whatever its files
// hold; a pack that is read can read.
func FuzzLoad(f *testing.F) {
	f.Add("code: xx\nname: X\n", "v\tar\tó:past,sg", "enviar\tverb\t=v\nel\tdet", "state:IRN\tname\tIrán\tm sg", "- rule: a/b\n  kind: ATTACKED\n  verb: [enviar]\n  subject: subj\n  object: obj !\n  fires: a\n  gives: [IRN ATTACKED RUS]\n  silent: [b]\n")
	f.Add("code: xx\nname-endings:\n  - ов ов:nom ова:gen\nfolds: {ё: е}", "n\t0\t0:sg s:pl", "a_b\tnoun\t=n/x_y weist~aus:pres\tclass=arms", "org:EU\tshort\tUE\tshort", "[]")
	f.Add("", "\t\t", "\tverb\t=\t=", ":\t\t\t", "- {}")
	f.Fuzz(func(t *testing.T, head, paradigms, words, names, frames string) {
		if len(head)+len(paradigms)+len(words)+len(names)+len(frames) > 4000 {
			t.Skip()
		}
		p, err := lang.Load(fstest.MapFS{
			"pack.yaml": {Data: []byte(head)}, "paradigms.tsv": {Data: []byte(paradigms)}, "words.tsv": {Data: []byte(words)},
			"names.tsv": {Data: []byte(names)}, "frames.yaml": {Data: []byte(frames)},
		}, "xx", []lang.Form{{Entity: "leader:x", Class: lang.ClassName, Text: "Иван Иванов"}})
		if err != nil {
			for line := range strings.SplitSeq(err.Error(), "\n") {
				if strings.TrimSpace(line) != "" {
					return
				}
			}
			t.Fatal("an error says nothing")
		}
		toks := p.Tokenize(words+" "+names, nil)
		for i := range toks {
			p.Longest(toks, i, lang.Spelling{}, nil)
		}
	})
}
