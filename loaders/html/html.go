// Package html loads an article from a web page: its main text without what
// stands around it, and what the page says of itself.
package html

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"
	"time"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
)

// Loader reads the format "html".
type Loader struct {
	// Today bounds dates of publication; zero is the day on which it runs.
	Today graph.Day
}

// Name is "html".
func (Loader) Name() string { return "html" }

// Detects accepts what begins as a page does, behind white space and comments.
func (Loader) Detects(in *loaders.Input) bool {
	head := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(in.Head, []byte("\xEF\xBB\xBF")), " \t\r\n"))
	for bytes.HasPrefix(head, []byte("<!--")) {
		_, after, found := bytes.Cut(head, []byte("-->"))
		if !found {
			return false
		}
		head = bytes.TrimLeft(after, " \t\r\n")
	}
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}

// maxPage is the most bytes that a page may have: an article and four times as
// much around it.
const maxPage = 5 * loaders.MaxArticle

// Load yields the one article of the page.
func (l Loader) Load(_ context.Context, in *loaders.Input) iter.Seq2[loaders.Item, error] {
	return func(yield func(loaders.Item, error) bool) {
		b, err := loaders.ReadAll(in.Body, maxPage)
		switch {
		case errors.Is(err, loaders.ErrTooLong):
			yield(loaders.Item{}, loaders.Aside(in, "the page has more than %d bytes", maxPage))
			return
		case err != nil:
			yield(loaders.Item{}, fmt.Errorf("read %s: %w", in.Name, err))
			return
		}
		today := l.Today
		if today == 0 {
			today = graph.DayOf(time.Now())
		}
		address := ""
		if strings.HasPrefix(in.Name, "http://") || strings.HasPrefix(in.Name, "https://") {
			address = in.Name
		}
		a, err := Parse(b, address, in.Defaults, today)
		if err != nil {
			yield(loaders.Item{}, loaders.Aside(in, "%v", err))
			return
		}
		yield(loaders.Item{Article: a}, nil)
	}
}

// Parse makes an article of a page. address is where the page came from, ""
// when that is not known; a canonical address in the page goes before it. The
// day of publication is the page's own word: article:published_time, JSON-LD,
// or the first <time>.
func Parse(page []byte, address string, d loaders.Defaults, today graph.Day) (*graph.Article, error) {
	// Pages say their encoding in many ways; whatever it is, the text is UTF-8.
	r, err := charset.NewReader(bytes.NewReader(page), "text/html")
	if err != nil {
		return nil, fmt.Errorf("the page's encoding is not known: %w", err)
	}
	doc, err := html.Parse(r)
	if err != nil {
		return nil, fmt.Errorf("it is no HTML: %w", err)
	}
	said := look(doc)
	meta := loaders.Meta{"url": said.canonical, "published": said.published, "lang": said.lang}
	if meta["url"] == "" {
		meta["url"] = address
	}
	base, err := url.Parse(meta["url"])
	if err != nil || base.Host == "" {
		base, meta["url"] = &url.URL{Scheme: "https", Host: "localhost"}, address
	}
	main, err := readability.FromDocument(doc, base)
	if err != nil {
		return nil, fmt.Errorf("no main text is found in the page: %w", err)
	}
	var text strings.Builder
	if main.Node != nil {
		if err := main.RenderText(&text); err != nil {
			return nil, fmt.Errorf("no main text is found in the page: %w", err)
		}
	}
	meta["title"], meta["source"] = main.Title(), main.SiteName()
	if t, err := main.PublishedTime(); err == nil {
		meta["published"] = t.Format("2006-01-02")
	}
	if meta["lang"] == "" {
		meta["lang"] = main.Language()
	}
	if meta["source"] == "" && d.Source == "" && base.Host != "localhost" {
		meta["source"] = strings.TrimPrefix(base.Hostname(), "www.")
	}
	if _, err := loaders.ParsePublished(meta["published"]); err != nil {
		delete(meta, "published") // the page's <time> may be anything
	}
	return loaders.NewArticle([]byte(strings.TrimSpace(text.String())), meta, d, today)
}

// own is what a page says of itself beside its text.
type own struct{ canonical, published, lang string }

func look(doc *html.Node) own {
	var o own
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "html":
			o.lang = attr(n, "lang")
		case "link":
			if attr(n, "rel") == "canonical" {
				o.canonical = attr(n, "href")
			}
		case "time":
			if o.published == "" {
				o.published = attr(n, "datetime")
			}
		}
	}
	return o
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
