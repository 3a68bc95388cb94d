package html_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/html"
)

var today = graph.Date("2025-12-31").First()

// page puts a head into a page with a menu, two paragraphs and a footer.
func page(head, body string) string {
	return `<!doctype html><html lang="ro"><head><title>Iranul și Rusia</title>` + head + `</head><body>
<nav><a href="/a">Acasă</a> <a href="/b">Sport</a></nav>` + body + `<article><h1>Iranul și Rusia</h1>
<p>Iranul a furnizat drone Rusiei pentru a fi folosite în război, au declarat miercuri autoritățile de la Kiev, care au cerut noi sancțiuni împotriva Teheranului.</p>
<p>Ministrul de externe a mai spus că livrările continuă de mai multe luni și că țara sa va răspunde la ele împreună cu aliații săi din Europa.</p></article>
<footer>Toate drepturile rezervate</footer></body></html>`
}

func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		page, address        string
		url, published, lang string
		source               string
	}{
		"nothing said": {page("", ""), "", "", "", "ro", ""},
		"address":      {page("", ""), "https://www.stiri.example/x", "https://www.stiri.example/x", "", "ro", "stiri.example"},
		"canonical": {
			page(`<link rel="canonical" href="https://stiri.example/y"><meta property="og:site_name" content="Știri">`, ""),
			"https://stiri.example/x?utm=1", "https://stiri.example/y", "", "ro", "Știri",
		},
		"published_time": {page(`<meta property="article:published_time" content="2025-08-20T10:00:00+03:00">`, ""), "", "", "2025-08-20", "ro", ""},
		"json-ld": {
			page(`<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Iranul și Rusia","datePublished":"2025-08-21T08:00:00Z"}</script>`, ""),
			"", "", "2025-08-21", "ro", "",
		},
		"time":     {page("", `<time datetime="2025-08-22T09:00">ieri</time>`), "", "", "2025-08-22", "ro", ""},
		"odd time": {page("", `<time datetime="PT2H">2h</time>`), "", "", "", "ro", ""},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := html.Parse([]byte(c.page), c.address, loaders.Defaults{}, today)
			if err != nil {
				t.Fatal(err)
			}
			if a.URL != c.url || string(a.Published) != c.published || a.Lang != c.lang || a.Source != c.source {
				t.Errorf("url %q published %q lang %q source %q", a.URL, a.Published, a.Lang, a.Source)
			}
			if !strings.Contains(a.Text, "Iranul a furnizat drone Rusiei pentru") || strings.Contains(a.Text, "Sport") || strings.Contains(a.Text, "<p>") {
				t.Errorf("the text is %q", a.Text)
			}
			if a.Title != "Iranul și Rusia" {
				t.Errorf("the title is %q", a.Title)
			}
		})
	}
}

// An old page in the encoding of Central Europe is read as it was meant.
func TestEncoding(t *testing.T) {
	latin2 := strings.NewReplacer("ă", "\xe3", "Ș", "\xaa", "ș", "\xba", "ț", "\xfe", "î", "\xee", "â", "\xe2").
		Replace(strings.Replace(page(`<meta charset="iso-8859-2">`, ""), "Iranul și Rusia", "Iranul si Rusia", -1))
	a, err := html.Parse([]byte(latin2), "", loaders.Defaults{}, today)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(a.Text, "în război") {
		t.Errorf("the text is %q", a.Text)
	}
}

func TestNoText(t *testing.T) {
	if _, err := html.Parse([]byte("<!doctype html><html><body></body></html>"), "", loaders.Defaults{}, today); err == nil {
		t.Error("a page without text gives no error")
	}
}

func TestDetects(t *testing.T) {
	for head, want := range map[string]bool{
		"<!DOCTYPE html><html>":         true,
		"\n<!-- hello -->\n<html lang>": true,
		"<p>Iranul":                     false,
		"Iranul a furnizat":             false,
		"<!-- never ends <html>":        false,
	} {
		if got := (html.Loader{}).Detects(&loaders.Input{Head: []byte(head)}); got != want {
			t.Errorf("Detects(%q) = %v", head, got)
		}
	}
}

// Whatever the page, it is an article with text in UTF-8 or there is a reason.
func FuzzParse(f *testing.F) {
	f.Add([]byte(page("", "")), "https://stiri.example/x")
	f.Add([]byte(`<meta charset="utf-16"><link rel=canonical href="::"><time datetime="9">`), "")
	f.Add([]byte("<!doctype html><script type=application/ld+json>{\"@type\":[{}],\"datePublished\":1}</script><article><p>"+strings.Repeat("a, b ", 60)), "http://[::1")
	f.Add([]byte("<table><tr><td><svg><p><math><!--"), "x:y")
	f.Fuzz(func(t *testing.T, b []byte, address string) {
		if len(b) > 20000 {
			t.Skip()
		}
		a, err := html.Parse(b, address, loaders.Defaults{}, today)
		switch {
		case err != nil && err.Error() == "":
			t.Error("an error says nothing")
		case err == nil && (strings.TrimSpace(a.Text) == "" || !utf8.ValidString(a.Text)):
			t.Errorf("the text is %q", a.Text)
		}
	})
}
