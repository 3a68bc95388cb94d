package graph

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-unidecode"
	"golang.org/x/text/unicode/norm"
)

// Fold brings a text to the form in which texts are compared: compatibility
// decomposed (NFKD), marks stripped, lower case, and letters that are written
// now one way and now another made one: "Ș" and "Ş" give "s", "ß" gives "ss",
// "Ł" gives "l". What it gives is a key for finding, not something to show.
// Folding twice changes nothing more.
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD")) {
		if r < utf8.RuneSelf {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			b.WriteByte(byte(r))
			continue
		}
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		r = unicode.ToLower(r)
		if t, ok := letters[r]; ok {
			b.WriteString(t)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func isFolded(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

// letters are those that have no decomposition and that people type without
// their strokes and ligatures.
var letters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l",
	'ı': "i", 'ħ': "h", 'ŋ': "n", 'ə': "a", 'ς': "σ", 'ſ': "s",
}

// Tokens are the words of a text: the longest runs of letters and digits, folded.
func Tokens(s string) []string {
	return strings.FieldsFunc(Fold(s), betweenWords)
}

func betweenWords(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// MatchText reports whether all words of a question stand in a quote, the last
// one as the beginning of a word. Both are Tokens. A question without words
// matches nothing.
func MatchText(query, quote []string) bool {
	if len(query) == 0 {
		return false
	}
	last := len(query) - 1
	for _, q := range query[:last] {
		if !slices.Contains(quote, q) {
			return false
		}
	}
	return slices.ContainsFunc(quote, func(t string) bool { return strings.HasPrefix(t, query[last]) })
}

// How well a name matches what was typed: the values of Row.Rank.
const (
	RankExact  = 0 // it is the name
	RankPrefix = 1 // the name begins with it
	RankWord   = 2 // its words stand in the name, the last one as the beginning of a word
)

// NameWords are the words of a name as names are matched: folded, in Latin
// letters, and spelled so that the usual romanisations of a name meet:
// "Лукашенко", "Lukașenko" and "Lukashenko" all give "lukasenko". A store may
// index them; the order of what it finds is MatchName's.
func NameWords(name string) []string {
	var words []string
	for _, t := range Tokens(name) {
		if isFolded(t) {
			words = append(words, respell(t))
			continue
		}
		// unidecode writes the soft sign as an apostrophe, which parts no words.
		latin := strings.NewReplacer("'", "", "\"", "", "`", "").Replace(unidecode.Unidecode(t))
		for _, w := range Tokens(latin) {
			words = append(words, respell(w))
		}
	}
	return words
}

// NameKey is the whole of a name as names are matched: its words, joined by
// one space.
func NameKey(name string) string { return strings.Join(NameWords(name), " ") }

// respell writes the sounds that romanisations spell differently in one way.
// It only has to bring spellings of one name together; what it makes of other
// words does not matter as long as it is always the same.
func respell(w string) string {
	out := make([]byte, 0, len(w))
	for i := 0; i < len(w); {
		c, n := sound(w[i:])
		if len(out) == 0 || out[len(out)-1] != c {
			out = append(out, c)
		}
		i += n
	}
	return string(out)
}

// sound is the letter for the sound at the start of a word, and how many
// letters it takes.
func sound(w string) (byte, int) {
	for _, d := range digraphs {
		if strings.HasPrefix(w, d.spelled) {
			return d.as, len(d.spelled)
		}
	}
	switch w[0] {
	case 'y', 'j':
		return 'i', 1
	case 'w':
		return 'v', 1
	}
	return w[0], 1
}

// digraphs stand longest first.
var digraphs = []struct {
	spelled string
	as      byte
}{
	{"tsch", 'c'},
	{"shch", 's'},
	{"sch", 's'},
	{"tch", 'c'},
	{"sh", 's'},
	{"sz", 's'},
	{"ch", 'c'},
	{"cz", 'c'},
	{"zh", 'z'},
	{"kh", 'h'},
	{"gh", 'g'},
	{"ph", 'f'},
	{"ck", 'k'},
}

// MatchName tells how well the best of an entity's names matches what was
// typed, in any script, case or spelling of the marks; ok is false when none
// does. See Entity.AllNames.
func MatchName(query string, names []string) (rank int, ok bool) {
	keys := make([]string, len(names))
	for i, name := range names {
		keys[i] = NameKey(name)
	}
	return MatchKeys(NameKey(query), keys)
}

// MatchKeys is MatchName of what is a NameKey already, as a store may keep it.
func MatchKeys(query string, keys []string) (rank int, ok bool) {
	if query == "" {
		return 0, false
	}
	words := strings.Fields(query)
	rank = RankWord + 1
	for _, k := range keys {
		switch {
		case k == query:
			return RankExact, true
		case strings.HasPrefix(k, query):
			rank = RankPrefix
		case rank > RankWord && MatchText(words, strings.Fields(k)):
			rank = RankWord
		}
	}
	return rank, rank <= RankWord
}

// AllNames are the names by which the entity is found: those in all languages
// and its codes.
func (e *Entity) AllNames() []string {
	names := []string{e.Name}
	for _, n := range e.Names {
		names = append(names, n.Text)
	}
	for _, code := range []string{e.ISO3, e.ISO2} {
		if code != "" {
			names = append(names, code)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// AllNames are the names by which the treaty is found: all its titles, and what
// its id says of its kind, its parties and its year.
func (n *TreatyNode) AllNames() []string { return append(slices.Clone(n.Titles), n.ID.Code()) }

// Keys are the names as names are matched, each once.
func (n *TreatyNode) Keys() []string {
	var keys []string
	for _, name := range n.AllNames() {
		keys = append(keys, NameKey(name))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
