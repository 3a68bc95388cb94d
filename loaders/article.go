package loaders

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
)

// MaxArticle is the most bytes that an article's text may hold. The longest
// reports and treaties are well under it; beyond it lie dumps and accidents.
const MaxArticle = 4 << 20

// Meta is what is said about an article beside its text, as a header or a JSON
// object gives it: keys in lower case, values as text. Unknown keys do no harm.
type Meta map[string]string

// NewArticle makes an article of a text and what is said about it. It cleans
// the text (no byte order mark, CRLF as LF, nothing else changed), fills what
// is missing from the defaults, and gives an error for people when something
// is wrong: no text, no UTF-8, a date that is none or that lies ahead of today.
func NewArticle(text []byte, m Meta, d Defaults, today graph.Day) (*graph.Article, error) {
	clean, err := CleanText(text)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(clean) == "" {
		return nil, fmt.Errorf("there is no text in it")
	}
	a := &graph.Article{
		Title: m["title"], URL: m["url"], Source: cmp.Or(m["source"], d.Source),
		Lang: cmp.Or(m["lang"], d.Lang), Text: clean, Published: d.Published,
	}
	if s := cmp.Or(m["published"], m["date"]); s != "" {
		if a.Published, err = ParsePublished(s); err != nil {
			return nil, err
		}
	}
	if a.Published.Known() && a.Published.First() > today {
		return nil, fmt.Errorf("published %s is in the future", a.Published)
	}
	a.ID = graph.NewArticleID(a.URL, a.Text)
	a.Print = graph.Fingerprint(a.Text)
	return a, nil
}

// ParsePublished reads a date of publication: 2025, 2025-01, 2025-01-17, or a
// time stamp that begins with a day, which is kept as that day.
func ParsePublished(s string) (graph.Date, error) {
	s = strings.TrimSpace(s)
	if len(s) > 10 && (s[10] == 'T' || s[10] == ' ') {
		if _, err := time.Parse("2006-01-02", s[:10]); err == nil {
			s = s[:10]
		}
	}
	date, err := graph.ParseDate(s)
	if err != nil {
		return "", fmt.Errorf("published: %w", err)
	}
	return date, nil
}

// CleanText checks that the bytes are text in UTF-8 and returns it without a
// byte order mark and with CRLF as LF.
func CleanText(b []byte) (string, error) {
	if len(b) > MaxArticle {
		return "", fmt.Errorf("the text has %d bytes, more than the %d that an article may have", len(b), MaxArticle)
	}
	if bytes.HasPrefix(b, []byte{0xFF, 0xFE}) || bytes.HasPrefix(b, []byte{0xFE, 0xFF}) {
		return "", fmt.Errorf("it is UTF-16, not UTF-8: convert it first, as with iconv -f UTF-16 -t UTF-8")
	}
	for _, m := range magic {
		if bytes.HasPrefix(b, []byte(m.begins)) {
			return "", fmt.Errorf("it is %s, not text: %s", m.what, m.do)
		}
	}
	b = bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF"))
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return "", fmt.Errorf("it is a binary file, not text (a zero byte at offset %d)", i)
	}
	if !utf8.Valid(b) {
		return "", fmt.Errorf("it is not UTF-8 (first wrong byte at offset %d): convert it first, as with iconv -f ISO-8859-2 -t UTF-8", invalidAt(b))
	}
	return strings.ReplaceAll(string(b), "\r\n", "\n"), nil
}

// magic tells what people take for text from how it begins.
var magic = []struct{ begins, what, do string }{
	{"\x1f\x8b", "a gzip archive", "unpack it first, as with gzip -d"},
	{"PK\x03\x04", "a zip archive or an office document", "unpack it first, or save it as text"},
	{"%PDF-", "a PDF", "save it as text first, as with pdftotext"},
	{"\x00\x00\xFE\xFF", "UTF-32", "convert it to UTF-8 first, as with iconv -f UTF-32 -t UTF-8"},
	{"\x89PNG", "a picture", "only text can be read"},
}

func invalidAt(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(b)
}
