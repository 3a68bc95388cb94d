package lang

import (
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Guesser tells the language of a text by the frequent words that each pack
// lists in common.txt. It is quick and sure, or says that it does not know: a
// text in a language of no pack, or a short one, is left to slower ways.
type Guesser struct {
	codes    []string
	words    map[string]uint32 // word → set of packs, by their place in codes
	cyrillic map[string]bool   // packs whose words are written so, by code
}

// NewGuesser makes a guesser of the built-in packs of the given codes. At most
// 32 packs take part.
func NewGuesser(codes []string) *Guesser {
	g := &Guesser{codes: codes[:min(len(codes), 32)], words: map[string]uint32{}, cyrillic: map[string]bool{}}
	for i, code := range g.codes {
		data, err := fs.ReadFile(files, code+"/common.txt")
		if err != nil { // a pack need not have the file
			continue
		}
		for line := range strings.Lines(string(data)) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			for _, w := range strings.Fields(line) {
				g.words[w] |= 1 << i
				g.cyrillic[code] = g.cyrillic[code] || hasCyrillic(w)
			}
		}
	}
	return g
}

// MayBe reports whether a text may be in a pack's language by its letters: a
// pack whose common words are Cyrillic knows none of a text without such letters.
func (g *Guesser) MayBe(code, text string) bool {
	return !g.cyrillic[code] || hasCyrillic(text)
}

func hasCyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

// The guess is sure when, among the first guessWords words, at least one in
// guessShare and no fewer than guessLeast are common words of one pack, and no
// other pack has more than half as many.
const (
	guessWords = 200
	guessLeast = 3
	guessShare = 10
)

// Guess returns the code of the pack in whose language the text is written,
// or "" when it is not sure.
func (g *Guesser) Guess(text string) string {
	var hits [32]int
	n := 0
	var buf [32]byte
	for i := 0; i < len(text) && n < guessWords; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) {
			i += size
			continue
		}
		word := buf[:0]
		for i < len(text) {
			r, size := utf8.DecodeRuneInString(text[i:])
			if !unicode.IsLetter(r) {
				break
			}
			if len(word) < len(buf)-utf8.UTFMax {
				word = utf8.AppendRune(word, unicode.ToLower(r))
			}
			i += size
		}
		n++
		for set, at := g.words[string(word)], 0; set != 0; set, at = set>>1, at+1 {
			hits[at] += int(set & 1)
		}
	}
	best, second := 0, 0
	code := ""
	for i, c := range g.codes {
		switch {
		case hits[i] > best:
			best, second, code = hits[i], best, c
		case hits[i] > second:
			second = hits[i]
		}
	}
	if best < guessLeast || best*guessShare < n || second*2 > best {
		return ""
	}
	return code
}
