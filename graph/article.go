package graph

import (
	"crypto/sha256"
	"encoding/hex"
)

// ArticleID names an article: "article:" and 16 hexadecimal digits.
type ArticleID string

// Article is what was published. Offsets of quotes count the code points of
// its Text.
type Article struct {
	ID        ArticleID `json:"id"`
	Title     string    `json:"title,omitempty"`
	URL       string    `json:"url,omitempty"`    // any URI, as given
	Source    string    `json:"source,omitempty"` // the outlet: its name or domain
	Published Date      `json:"published,omitempty"`
	Lang      string    `json:"lang,omitempty"` // BCP 47
	Text      string    `json:"text,omitempty"` // empty when only quotes are kept

	// Print is a fingerprint of the text (see Fingerprint) by which near-copies
	// are told; it is kept when the text is not.
	Print string `json:"print,omitempty"`
}

// NewArticleID hashes an article's url and text.
func NewArticleID(url, text string) ArticleID {
	return ArticleID("article:" + hash16(url, text))
}

// Known is the day from which the article's claims are known: its publication,
// at the last day that its precision leaves open, or MaxDay without one.
func (a *Article) Known() Day { return a.Published.Last() }

// hash16 is the first 16 hexadecimal digits of the SHA-256 of the parts, each
// preceded by its length so that no two lists of parts run together.
func hash16(parts ...string) string {
	h := sha256.New()
	var n [8]byte
	for _, p := range parts {
		for i, l := 0, len(p); i < 8; i, l = i+1, l>>8 {
			n[i] = byte(l)
		}
		h.Write(n[:])
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
