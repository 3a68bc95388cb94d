package extract

import (
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/loaders/registry"
)

// splitter is a parser that stands before an article's first sentence.
func splitter(t testing.TB, code, text string) *parser {
	p, err := lang.Open(code)
	if err != nil {
		t.Fatal(err)
	}
	x := New(registry.Default(), Options{Packs: []string{code}})
	r := x.parsers.New().(*parser)
	a := &graph.Article{Text: text, Lang: code, Published: "2025-08-20"}
	r.article(p, a, false)
	return r
}

// TestSplit: where sentences end and where a full stop ends none.
func TestSplit(t *testing.T) {
	for _, c := range []struct{ code, text string }{
		{"en", "Mr. Smith met J. Doe in the U.S. on Jan. 4.|He left at 5 p.m. on Monday."},
		{"en", "He said \"no.\"|She left... and came back.|Why?|Because!"},
		{"en", "A headline without a stop\n\n|The text begins."},
		{"ro", "Premierul a plecat din S.U.A. luni.|A revenit marți, la ora 10.30, cu dl. Popescu."},
		{"fr", "M. Macron a reçu S.E. l'ambassadeur.|Il est parti."},
		{"de", "Am 3. Oktober traf er Dr. Müller.|Er reiste z. B. nach Wien."},
		{"ru", "В 2024 г. Иран поставил ракеты.|Он прибыл на ул. Ленина."},
	} {
		text := strings.ReplaceAll(c.text, ".|", ". ")
		text = strings.ReplaceAll(text, "\"|", "\" ")
		text = strings.ReplaceAll(text, "?|", "? ")
		text = strings.ReplaceAll(text, "!|", "! ")
		text = strings.ReplaceAll(text, "|", "")
		r := splitter(t, c.code, text)
		var got []string
		for from := 0; from < len(r.toks); {
			to := r.sentenceEnd(from)
			got = append(got, text[r.toks[from].Start:r.toks[to-1].End])
			from = to
		}
		var want []string
		for s := range strings.SplitSeq(c.text, "|") {
			want = append(want, strings.TrimSpace(s))
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%s:\n got %s\nwant %s", c.code, strings.Join(got, "|"), strings.Join(want, "|"))
		}
	}
}

// FuzzSplit: sentences follow each other without a gap and none is empty.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{"A. B. C.", "...", "S.U.A. Iranul", "a\n\nb\nC", "\".\" ”.”", "1. Oktober", "?!?!»", strings.Repeat("a ", 900)} {
		f.Add(s)
	}
	r := splitter(f, "en", "x")
	f.Fuzz(func(t *testing.T, s string) {
		r.text = strings.ToValidUTF8(s, "")
		r.toks = r.pack.Tokenize(r.text, r.toks[:0])
		for from := 0; from < len(r.toks); {
			to := r.sentenceEnd(from)
			if to <= from || to > len(r.toks) || to-from > 402 {
				t.Fatalf("the sentence at token %d of %d ends at %d in %q", from, len(r.toks), to, s)
			}
			from = to
		}
	})
}

// FuzzDate: a date stands where it is read, is a day that there is, and does
// not end before it begins.
func FuzzDate(f *testing.F) {
	for _, s := range []string{
		"on 4 July 2003", "July 4, 2003", "31 February 2024", "in 2199", "yesterday", "last year", "Wednesday, 9 May", "29 February 1900",
		"0 January 0000", "Monday 2025", "99 July 9999", "am 17. Januar 2025", "le 1 mai 2024", "1 мая 2024 г.", "29 februarie",
	} {
		f.Add(s, "2025-08-20")
	}
	f.Add("yesterday", "0001-01-01")
	f.Add("last month", "2025")
	var readers []*parser
	for _, code := range lang.Codes() {
		readers = append(readers, splitter(f, code, "x"))
	}
	f.Fuzz(func(t *testing.T, s, published string) {
		s = strings.ToValidUTF8(s, "")
		day, err := graph.ParseDate(published)
		if err != nil {
			t.Skip()
		}
		for _, r := range readers {
			r.text, r.art = s, &graph.Article{Text: s, Published: day}
			r.toks = r.pack.Tokenize(s, r.toks[:0])
			r.lex(0, len(r.toks))
			for i := range r.items {
				d, next, ok := r.date(i)
				if !ok {
					continue
				}
				if next <= i || next > len(r.items) || d.i0 != i || d.i1 > next {
					t.Fatalf("%s: the date at item %d of %q stands at %d–%d, before %d", r.pack.Code, i, s, d.i0, d.i1, next)
				}
				for _, x := range []graph.Date{d.from, d.to} {
					if x == "" {
						continue
					}
					if _, err := graph.ParseDate(string(x)); err != nil {
						t.Fatalf("%s: %q is read as %q: %v", r.pack.Code, s, x, err)
					}
				}
				if d.from == "" && d.words == "" {
					t.Fatalf("%s: the date at item %d of %q is lost", r.pack.Code, i, s)
				}
				if d.from != "" && d.to != "" && d.to.Last() < d.from.First() {
					t.Fatalf("%s: %q is read as %s to %s", r.pack.Code, s, d.from, d.to)
				}
			}
		}
	})
}
