package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Token is a word, a number or a sign of punctuation. Hyphens inside words are
// no tokens: the part after one has Joined set, so that "nord-coreean" and
// "nord coreean" are the same two tokens.
type Token struct {
	Start, End int32 // bytes of the text
	Word       int32 // the pack's number of the written form, lower case; -1 unknown
	Fold       int32 // the pack's number of the form without diacritics; -1 unknown
	Flags      TokenFlags
	Punct      rune // of punctuation and symbols, else 0
}

// TokenFlags says how a token is written.
type TokenFlags uint8

// How a token is written.
const (
	Cap     TokenFlags = 1 << iota // begins with a capital
	Upper                          // capitals only, at least one
	Digit                          // begins with a digit
	Joined                         // follows a hyphen with no space
	Plain                          // has no diacritics
	Spaced                         // follows white space
	Newline                        // follows the end of a line
	Initial                        // letters with full stops: S.U.A.
)

// vocabulary numbers the written forms that a pack knows.
type vocabulary struct {
	words   map[string]numbers // by the form as written, in lower case
	foldIDs map[string]numbers // by the form without diacritics
	folds   map[string]string
	classes map[string]ClassSet
}

// numbers are those of a form as written in lower case, -1 when none is written
// so, and without diacritics.
type numbers struct{ word, fold int32 }

// init makes room for about so many words.
func (v *vocabulary) init(words int) {
	v.words, v.foldIDs = make(map[string]numbers, words), make(map[string]numbers, words)
	v.folds, v.classes = map[string]string{}, map[string]ClassSet{}
}

// ClassSet is a set of semantic classes, numbered by their pack.
type ClassSet [4]uint64

// Or is the union of two sets.
func (s ClassSet) Or(t ClassSet) ClassSet {
	return ClassSet{s[0] | t[0], s[1] | t[1], s[2] | t[2], s[3] | t[3]}
}

// Any reports whether the sets have a class in common.
func (s ClassSet) Any(t ClassSet) bool { return s[0]&t[0]|s[1]&t[1]|s[2]&t[2]|s[3]&t[3] != 0 }

// Empty reports whether the set has no class.
func (s ClassSet) Empty() bool { return s == ClassSet{} }

// Class returns the set of one semantic class, empty when no word has it.
func (v *vocabulary) Class(name string) ClassSet { return v.classes[name] }

// class numbers a semantic class; a pack has at most 256.
func (v *vocabulary) class(name string) (ClassSet, error) {
	if bit, ok := v.classes[name]; ok {
		return bit, nil
	}
	n := len(v.classes)
	if n == len(ClassSet{})*64 {
		return ClassSet{}, errTooManyClasses
	}
	var bit ClassSet
	bit[n/64] = 1 << (n % 64)
	v.classes[name] = bit
	return bit, nil
}

// foldTable has for letters below U+0400 what they are without diacritics.
var foldTable = func() (t [0x400]string) {
	special := map[rune]string{
		'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ð': "d", 'þ': "th", 'ə': "e", 'ʻ': "", 'ʼ': "",
	}
	for r := rune(0x80); r < 0x400; r++ {
		if s, ok := special[r]; ok {
			t[r] = s
			continue
		}
		var b strings.Builder
		for _, d := range norm.NFD.String(string(r)) {
			if !unicode.Is(unicode.Mn, d) {
				b.WriteRune(d)
			}
		}
		t[r] = b.String()
	}
	return t
}()

// normalise appends the lower-case form of a word to buf, with one spelling for
// letters that are written in two ways. plain reports that it has no diacritics.
func normalise(buf []byte, word string) (out []byte, plain bool) {
	plain = true
	marks := false
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			buf = append(buf, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(word[i:])
		i += n
		switch r = unicode.ToLower(r); r {
		case 'ş':
			r = 'ș'
		case 'ţ':
			r = 'ț'
		case '’', 'ʼ', '‘':
			buf = append(buf, '\'')
			continue
		}
		if unicode.Is(unicode.Mn, r) {
			marks = true
		}
		if r < 0x400 || r == 'ё' || marks {
			plain = false
		}
		buf = utf8.AppendRune(buf, r)
	}
	if marks {
		buf = append(buf[:0], norm.NFC.String(string(buf))...)
	}
	return buf, plain
}

// fold appends to buf the form without diacritics of a normalised word.
func fold(buf []byte, word []byte, extra map[string]string) []byte {
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			buf = append(buf, c)
			i++
			continue
		}
		r, n := utf8.DecodeRune(word[i:])
		i += n
		if s, ok := extra[string(r)]; ok {
			buf = append(buf, s...)
		} else if r < 0x400 {
			buf = append(buf, foldTable[r]...)
		} else if r == 'ё' {
			buf = append(buf, "е"...)
		} else if !unicode.Is(unicode.Mn, r) {
			buf = utf8.AppendRune(buf, r)
		}
	}
	return buf
}

// Fold returns a word in lower case and without diacritics.
func Fold(word string) string {
	var a, b [64]byte
	w, plain := normalise(a[:0], word)
	if plain {
		return string(w)
	}
	return string(fold(b[:0], w, nil))
}

var contractions = map[string]bool{"s": true, "t": true, "re": true, "ve": true, "ll": true, "d": true, "m": true}

// Tokenize appends the tokens of text to out.
func (p *Pack) Tokenize(text string, out []Token) []Token {
	return p.tokenize(text, out, false)
}

func (p *Pack) tokenize(text string, out []Token, learn bool) []Token {
	var flags TokenFlags
	if a := apostrophe(text); a > 0 && contractions[text[a:]] {
		// A pack lists the ending alone: 's.
		return p.word(out, text, 0, len(text), 0, learn)
	}
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case r == '\n':
			flags |= Newline | Spaced
			i += n
			continue
		case r == ' ' || r == '\t' || r == '\r' || r >= utf8.RuneSelf && (unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u00ad'):
			flags |= Spaced
			i += n
			continue
		}
		if isWord(r) {
			end := i + n
			for end < len(text) {
				r, n := rune(text[end]), 1
				if r >= utf8.RuneSelf {
					r, n = utf8.DecodeRuneInString(text[end:])
				}
				if !isWord(r) && !(r == '\u00ad') {
					break
				}
				end += n
			}
			switch {
			case '0' <= text[i] && text[i] <= '9':
				for end+1 < len(text) && (text[end] == '.' || text[end] == ',') && isDigit(text[end+1]) {
					end++
					for end < len(text) && isDigit(text[end]) {
						end++
					}
				}
			case max(initials(text[i:]), lowInitials(text[i:])) > 0:
				k := max(initials(text[i:]), lowInitials(text[i:]))
				out = p.word(out, text, i, i+k, flags|Initial, learn)
				i, flags = i+k, 0
				continue
			}
			// An apostrophe goes with the ending behind it or with what is before it.
			if end < len(text) {
				if a := apostrophe(text[end:]); a > 0 {
					tail := end + a
					for tail < len(text) {
						r, n := utf8.DecodeRuneInString(text[tail:])
						if !isWord(r) {
							break
						}
						tail += n
					}
					switch {
					case contractions[strings.ToLower(text[end+a:tail])]:
						out = p.word(out, text, i, end, flags, learn)
						out = p.word(out, text, end, tail, 0, learn)
						i, flags = tail, 0
						continue
					case tail > end+a, learn && tail == len(text):
						end += a // a listed form such as "l'" stands before a word
					}
				}
			}
			out = p.word(out, text, i, end, flags, learn)
			i, flags = end, 0
			continue
		}
		if (r == '-' || r == '‐' || r == '‑' || r == '–') && flags == 0 && len(out) > 0 && out[len(out)-1].Punct == 0 && i+n < len(text) {
			if next, _ := utf8.DecodeRuneInString(text[i+n:]); isWord(next) {
				flags = Joined
				i += n
				continue
			}
		}
		t := Token{Start: int32(i), End: int32(i + n), Word: -1, Fold: -1, Flags: flags, Punct: r}
		ids, ok := p.words[text[i:i+n]]
		if !ok && learn {
			sign := []byte(text[i : i+n])
			ids, ok = p.learn(sign, sign), true
		}
		if ok {
			t.Word, t.Fold = ids.word, ids.fold
		}
		out = append(out, t)
		i, flags = i+n, 0
	}
	return out
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) || unicode.IsDigit(r)
}

// apostrophe returns the length of the apostrophe that s begins with, or 0.
func apostrophe(s string) int {
	switch {
	case s == "":
	case s[0] == '\'':
		return 1
	case strings.HasPrefix(s, "’"):
		return len("’")
	}
	return 0
}

// initials returns the length of letters each followed by a full stop, two at
// least ("S.U.A."), that s begins with; a last letter may lack its stop.
func initials(s string) int {
	end, letters := 0, 0
	for end < len(s) {
		r, n := utf8.DecodeRuneInString(s[end:])
		if !unicode.IsUpper(r) || end+n >= len(s) || s[end+n] != '.' {
			break
		}
		letters++
		end += n + 1
	}
	if letters < 2 {
		return 0
	}
	if r, n := utf8.DecodeRuneInString(s[end:]); n > 0 && end < len(s) && unicode.IsUpper(r) {
		if next, _ := utf8.DecodeRuneInString(s[end+n:]); !isWord(next) {
			end += n
		}
	}
	return end
}

// lowInitials returns the length of "u." and another small letter with its full stop that s
// begins with: a union or united states in a text without capitals. Others are no names: "a.m.".
func lowInitials(s string) int {
	if len(s) < 4 || s[0] != 'u' || s[1] != '.' || s[3] != '.' || s[2] < 'a' || s[2] > 'z' {
		return 0
	}
	return 4
}

// word appends the token of text[start:end].
func (p *Pack) word(out []Token, text string, start, end int, flags TokenFlags, learn bool) []Token {
	var a, b [96]byte
	raw := text[start:end]
	r, _ := utf8.DecodeRuneInString(raw)
	switch {
	case isDigit(raw[0]):
		flags |= Digit
	case unicode.IsUpper(r):
		flags |= Cap
		if upper(raw) {
			flags |= Upper
		}
	}
	if flags&Initial != 0 {
		if unicode.IsUpper(r) {
			flags |= Upper
		}
		raw = strings.ReplaceAll(raw, ".", "")
	}
	w, plain := normalise(a[:0], raw)
	if plain {
		flags |= Plain
	}
	t := Token{Start: int32(start), End: int32(end), Flags: flags}
	f := w
	if !plain || len(p.folds) > 0 {
		if ids, ok := p.words[string(w)]; ok {
			t.Word, t.Fold = ids.word, ids.fold
			return append(out, t)
		}
		f = fold(b[:0], w, p.folds)
	}
	ids, ok := p.foldIDs[string(f)]
	if string(f) != string(w) {
		ids.word = -1 // it is another's
	}
	switch {
	case learn && (!ok || ids.word < 0):
		ids = p.learn(w, f)
	case !ok:
		ids = numbers{-1, -1}
	}
	t.Word, t.Fold = ids.word, ids.fold
	return append(out, t)
}

func upper(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		n++
	}
	return n > 0
}

// learn numbers a word that is new, and the form without diacritics.
func (v *vocabulary) learn(word, folded []byte) numbers {
	w := string(word)
	same := w == string(folded)
	f, ok := v.foldIDs[string(folded)]
	ids := numbers{int32(len(v.words)), f.fold}
	if !ok {
		ids.fold = int32(len(v.foldIDs))
	}
	switch {
	case same:
		v.foldIDs[w] = ids
	case !ok:
		v.foldIDs[string(folded)] = numbers{-1, ids.fold}
	}
	v.words[w] = ids
	return ids
}
