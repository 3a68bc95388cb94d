// Package score measures extraction against sentences and articles that a
// careful reader has annotated.
//
// A gold file has one item a line: a text and the relations that it states,
// under coarse labels that several kinds of the ontology may stand for.
// Three levels are scored. Dyad: both ends are right. Label: the label as
// well. Strict: also whether it is a fact, a prospect, or said not to be so.
// An optional relation is never missed, and a claim that matches one is never
// wrong. Where the gold names kinds of the ontology, these are scored too.
package score

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// URLPrefix begins the url of an article that is made from a gold item; the
// item's id follows.
const URLPrefix = "urn:gold:"

// Relation is what a reader recorded of an item. Relation is a coarse label;
// it is empty in Item.Kinds, where only Kinds say what it is.
type Relation struct {
	Subject        string        `json:"subject"`
	Relation       string        `json:"relation"`
	Object         string        `json:"object"`
	Factuality     string        `json:"factuality"`
	Evidence       string        `json:"evidence"`
	SubjectCode    string        `json:"subject_code"`
	ObjectCode     string        `json:"object_code"`
	SubjectAliases []string      `json:"subject_aliases"`
	ObjectAliases  []string      `json:"object_aliases"`
	Alternatives   []string      `json:"alternatives"`
	Kinds          []schema.Kind `json:"kinds"`
	Optional       bool          `json:"optional"`
	Ended          bool          `json:"ended"`
}

// Item is a text with the relations that it states. Kinds is nil in a gold
// that records labels only.
type Item struct {
	ID        string     `json:"id"`
	Lang      string     `json:"lang"`
	Text      string     `json:"text"`
	Published graph.Date `json:"published"`
	Note      string     `json:"note"`
	Relations []Relation `json:"relations"`
	Kinds     []Relation `json:"kinds"`
}

// URL is the url under which the item's claims are looked up.
func (i *Item) URL() string { return URLPrefix + i.ID }

// Gold is a file of items, in its order.
type Gold struct {
	Name  string
	Items []Item
}

// Load reads a gold file.
func Load(path string) (*Gold, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("load gold: %w", err)
	}
	defer f.Close()
	g := &Gold{Name: path}
	seen := map[string]bool{}
	err = eachLine(f, func(n int, line []byte) error {
		var item Item
		if err := json.Unmarshal(line, &item); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
		if err := item.check(); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
		if seen[item.ID] {
			return fmt.Errorf("%s:%d: the id %q is there twice", path, n, item.ID)
		}
		seen[item.ID] = true
		g.Items = append(g.Items, item)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(g.Items) == 0 {
		return nil, fmt.Errorf("%s: no gold items", path)
	}
	return g, nil
}

func (i *Item) check() error {
	if i.ID == "" || i.Text == "" || i.Lang == "" {
		return fmt.Errorf("a gold item needs id, lang and text")
	}
	for _, list := range [][]Relation{i.Relations, i.Kinds} {
		for _, r := range list {
			if goldStance[r.Factuality] == "" {
				return fmt.Errorf("%s: unknown factuality %q", i.ID, r.Factuality)
			}
			if !strings.Contains(i.Text, r.Evidence) {
				return fmt.Errorf("%s: the evidence %q is not in the text", i.ID, r.Evidence)
			}
		}
	}
	return nil
}

// ReadClaims reads claims as `entente extract` prints them, by the url of
// their article.
func ReadClaims(r io.Reader) (map[string][]graph.Claim, error) {
	out := map[string][]graph.Claim{}
	err := eachLine(r, func(n int, line []byte) error {
		var c graph.Claim
		if err := json.Unmarshal(line, &c); err != nil {
			return fmt.Errorf("claim on line %d: %w", n, err)
		}
		out[c.Evidence.URL] = append(out[c.Evidence.URL], c)
		return nil
	})
	return out, err
}

// eachLine calls f with each line that is not blank, numbered from 1.
func eachLine(r io.Reader, f func(n int, line []byte) error) error {
	b := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := b.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			if err := f(n, line); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
