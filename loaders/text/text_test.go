package text_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/text"
)

var today = graph.Date("2026-01-01").First()

// TestParse: what is stored is exactly what follows the header, and the header
// says what it says.
func TestParse(t *testing.T) {
	defaults := loaders.Defaults{Source: "Curierul", Lang: "ro", Published: "2025-01-01"}
	cases := []struct {
		name, in string
		want     graph.Article // of which the id and the print are left out
		fails    string
	}{
		{name: "no header", in: "Un text.\n", want: graph.Article{Text: "Un text.\n", Source: "Curierul", Lang: "ro", Published: "2025-01-01"}},
		{
			name: "a header", in: "---\ntitle: Un titlu\nurl: urn:x:1\nsource: Nord\npublished: 2025-08-20\nlang: en\n---\n\nA text.",
			want: graph.Article{Title: "Un titlu", URL: "urn:x:1", Source: "Nord", Lang: "en", Published: "2025-08-20", Text: "\nA text."},
		},
		{name: "date for published, keys of others", in: "---\nDate: 2025-08\ntags: [a, b]\nmore: {x: 1}\n---\nA.", want: graph.Article{Source: "Curierul", Lang: "ro", Published: "2025-08", Text: "A."}},
		{name: "a time stamp", in: "---\npublished: 2025-08-20T23:30:00+03:00\n---\nA.", want: graph.Article{Source: "Curierul", Lang: "ro", Published: "2025-08-20", Text: "A."}},
		{name: "a byte order mark and CRLF", in: "\uFEFF---\r\nlang: en\r\n---\r\nOne.\r\n\r\nTwo.", want: graph.Article{Source: "Curierul", Lang: "en", Published: "2025-01-01", Text: "One.\n\nTwo."}},
		{name: "dashes in the text", in: "Un text.\n---\nAltul.", want: graph.Article{Source: "Curierul", Lang: "ro", Published: "2025-01-01", Text: "Un text.\n---\nAltul."}},
		{name: "no end of the header", in: "---\ntitle: x\nA text.", fails: "no closing line"},
		{name: "no YAML", in: "---\ntitle: \"a\nlang: ro\n---\nA.", fails: "the header is not YAML: [1:8]"},
		{name: "a header of a megabyte", in: "---\nx: " + strings.Repeat("[", 1<<20) + "\n---\nA.", fails: "more than the 8192"},
		{name: "a deep header", in: "---\nx: " + strings.Repeat("[", 8000) + "\n---\nA.", fails: "the header is not YAML"},
		{name: "a list for a title", in: "---\ntitle: [a]\n---\nA.", fails: "title is a list or a map"},
		{name: "a date that is none", in: "---\npublished: someday\n---\nA.", fails: "published"},
		{name: "tomorrow", in: "---\npublished: 2026-01-02\n---\nA.", fails: "2026-01-02 is in the future"},
		{name: "this year, not over", in: "---\npublished: 2026\n---\nA.", want: graph.Article{Source: "Curierul", Lang: "ro", Published: "2026", Text: "A."}},
		{name: "nothing behind the header", in: "---\nlang: ro\n---\n \n", fails: "there is no text"},
		{name: "a zero byte", in: "a\x00b", fails: "binary file, not text (a zero byte at offset 1)"},
		{name: "another encoding", in: "ab\xeec", fails: "not UTF-8 (first wrong byte at offset 2)"},
		{name: "UTF-16", in: "\xfe\xff\x00a", fails: "UTF-16"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := text.Parse([]byte(c.in), defaults, today)
			if c.fails != "" {
				if err == nil || !strings.Contains(err.Error(), c.fails) {
					t.Fatalf("error %v, want one that says %q", err, c.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got.ID != graph.NewArticleID(got.URL, got.Text) {
				t.Errorf("id %s", got.ID)
			}
			got.ID, got.Print = "", ""
			if diff := cmp.Diff(&c.want, got); diff != "" {
				t.Errorf("article (-want +got):\n%s", diff)
			}
		})
	}
}

// TestLoad: what cannot be read is set aside under the input's name.
func TestLoad(t *testing.T) {
	for content, reason := range map[string]string{
		"": "the file is empty",
		strings.Repeat("a", loaders.MaxArticle+1): "more than the 4194304 bytes",
	} {
		in := &loaders.Input{Name: "a.txt", Body: strings.NewReader(content)}
		for item, err := range (text.Loader{Today: today}).Load(context.Background(), in) {
			var aside *loaders.SetAside
			if !errors.As(err, &aside) || aside.Input != "a.txt" || !strings.Contains(aside.Reason, reason) {
				t.Errorf("%d bytes: %+v, %v; want %q", len(content), item, err, reason)
			}
		}
	}
}

// FuzzParse: whatever the bytes, an article or an error; a stored text is the
// end of what came, but for the ends of its lines.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"---\ntitle: a\n---\ntext", "---\n---", "text", "\xff\xfe", "---\r\na: [\r\n---\r\nx", "---\nx: &a [*a]\n---\ny"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := text.Parse(b, loaders.Defaults{}, today)
		if err != nil {
			return
		}
		if !utf8.ValidString(a.Text) || strings.TrimSpace(a.Text) == "" {
			t.Errorf("stored %q", a.Text)
		}
		if !strings.HasSuffix(strings.ReplaceAll(string(b), "\r\n", "\n"), a.Text) {
			t.Errorf("stored %q, which does not end %q", a.Text, b)
		}
	})
}
