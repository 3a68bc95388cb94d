// Package extract reads an article and gives the claims that it makes, by rules
// alone: the same text gives the same claims on every machine. What a language
// looks like is data (package lang); who exists is data (package registry); this
// package knows how clauses are put together, who speaks, what is denied, and
// who "the two countries" are.
package extract

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/loaders/registry"
	"github.com/entente-graph/entente/schema"
)

// Errors that set an article aside.
var (
	ErrEmpty    = errors.New("the text is empty")
	ErrLanguage = errors.New("no language pack knows the language of the text")
)

// Name is the extractor's name, kept with each claim.
const Name = "rules"

// Options change how an extractor reads.
type Options struct {
	// Packs limits the languages; empty means all built-in packs.
	Packs []string
	// Folders are packs that are not built in: the folder of each, by its code.
	Folders map[string]fs.FS
}

// Extractor reads articles. It is safe for concurrent use.
type Extractor struct {
	reg      *registry.Registry
	ontology *schema.Ontology
	codes    []string
	packs    map[string]func() (*lang.Pack, error)
	words    map[string]func() (*lang.Pack, error) // the same without names and frames
	guess    *lang.Guesser
	parsers  sync.Pool
}

// Report says what an article's reading came to, for counts and explanations.
type Report struct {
	Lang      string
	Sentences int
	Mentions  int
	Dropped   map[string]int // reason → how many matches gave no claim
	Entities  []*graph.Entity
	Trace     []*SentenceTrace // only from Explain
}

// New makes an extractor over a registry. Packs are loaded when a text first
// needs them.
func New(reg *registry.Registry, opts Options) *Extractor {
	x := &Extractor{reg: reg, ontology: schema.Default(), codes: opts.Packs}
	x.packs, x.words = map[string]func() (*lang.Pack, error){}, map[string]func() (*lang.Pack, error){}
	if len(x.codes) == 0 {
		x.codes = lang.Codes()
	}
	for code := range opts.Folders {
		if !slices.Contains(x.codes, code) {
			x.codes = append(slices.Clone(x.codes), code)
		}
	}
	slices.Sort(x.codes)
	leaders := sync.OnceValue(func() []lang.Form { return leaderForms(reg) })
	folder := func(code string) (fs.FS, error) {
		if dir, ok := opts.Folders[code]; ok {
			return dir, nil
		}
		dir, err := lang.Files(code)
		if err != nil {
			return nil, fmt.Errorf("open language pack %q: %w", code, err)
		}
		return dir, nil
	}
	for _, code := range x.codes {
		x.packs[code] = sync.OnceValues(func() (*lang.Pack, error) {
			dir, err := folder(code)
			if err != nil {
				return nil, err
			}
			return lang.Load(dir, code, slices.Concat(leaders(), addedForms(reg, code)))
		})
		x.words[code] = sync.OnceValues(func() (*lang.Pack, error) {
			dir, err := folder(code)
			if err != nil {
				return nil, err
			}
			return lang.LoadWords(dir, code)
		})
	}
	x.guess = lang.NewGuesser(x.codes)
	x.parsers.New = func() any { return &parser{x: x} }
	return x
}

// addedForms are the names that users' files give to others than leaders, in one
// language.
func addedForms(reg *registry.Registry, code string) []lang.Form {
	var forms []lang.Form
	for _, n := range reg.AddedNames() {
		if n.Entity.Kind() != graph.Leader && (n.Lang == code || n.Lang == "") {
			forms = append(forms, lang.Form{Entity: n.Entity, Class: lang.ClassName, Text: n.Text})
		}
	}
	return forms
}

// leaderForms are the names of the registry's leaders as a text may write them:
// in full and by surname.
func leaderForms(reg *registry.Registry) []lang.Form {
	var forms []lang.Form
	seen := map[graph.EntityID]bool{}
	owners := map[string]graph.EntityID{}
	for _, t := range reg.Terms() {
		if seen[t.Leader] {
			continue
		}
		seen[t.Leader] = true
		e := reg.Entity(t.Leader)
		if e == nil {
			continue
		}
		names := []string{e.Name}
		for _, n := range e.Names {
			names = append(names, n.Text)
		}
		for _, n := range names {
			words := strings.Fields(n)
			if len(words) == 0 {
				continue
			}
			forms = append(forms, lang.Form{Entity: e.ID, Class: lang.ClassName, Text: n})
			last := words[len(words)-1]
			if len(words) < 2 || utf8.RuneCountInString(last) < 4 || strings.Trim(last, "IVXLC-ale") == "" {
				continue
			}
			key := lang.Fold(last)
			if o, ok := owners[key]; ok && o != e.ID {
				owners[key] = "" // two leaders of one surname: the text must say which
				forms = append(forms, lang.Form{Entity: e.ID, Class: lang.ClassSurname, Text: last, Feats: lang.Ambig})
				continue
			}
			owners[key] = e.ID
			forms = append(forms, lang.Form{Entity: e.ID, Class: lang.ClassSurname, Text: last})
		}
	}
	return forms
}

// Article reads an article. It is pure: it changes neither the article nor the
// extractor. An error wraps ErrEmpty or ErrLanguage when the article should be
// set aside.
func (x *Extractor) Article(a *graph.Article) ([]*graph.Claim, *Report, error) {
	return x.read(a, false)
}

// Explain reads an article as Article does and keeps a trace of each sentence.
func (x *Extractor) Explain(a *graph.Article) ([]*graph.Claim, *Report, error) {
	return x.read(a, true)
}

func (x *Extractor) read(a *graph.Article, explain bool) ([]*graph.Claim, *Report, error) {
	if strings.TrimSpace(a.Text) == "" {
		return nil, &Report{}, fmt.Errorf("read article %s: %w", a.ID, ErrEmpty)
	}
	p, err := x.pack(a)
	if err != nil {
		return nil, &Report{}, fmt.Errorf("read article %s: %w", a.ID, err)
	}
	r := x.parsers.Get().(*parser)
	defer x.parsers.Put(r)
	claims, report := r.article(p, a, explain)
	return claims, report, nil
}

// pack finds the language of an article: as declared, as its common words or
// its letters say, or that of the pack with most of its words. Names count only
// where words do not tell, since they are written alike in many languages.
func (x *Extractor) pack(a *graph.Article) (*lang.Pack, error) {
	code, _, _ := strings.Cut(strings.ToLower(a.Lang), "-")
	if open, ok := x.packs[code]; ok {
		return open()
	}
	if open, ok := x.packs[x.guess.Guess(a.Text)]; ok && code == "" {
		return open()
	}
	head := beginning(a.Text)
	best, most, next, err := x.vote(x.words, head)
	switch {
	case err != nil:
		return nil, err
	case foreign(most, next, len(strings.Fields(head)), code != ""):
		return nil, ErrLanguage
	case most > next:
		return x.packs[best]()
	}
	best, most, _, err = x.vote(x.packs, head)
	if err != nil {
		return nil, err
	}
	if most == 0 {
		return nil, ErrLanguage
	}
	return x.packs[best]()
}

// foreign reports whether a text is of a language that no pack reads: the best
// pack knows less than a fifth of its words, or less than two fifths and no
// other language of its script comes far behind, as with Spanish and French. Ten
// words are needed to tell. A text that declares another language is of it
// unless it is plainly of a pack's.
func foreign(most, next, words int, declared bool) bool {
	if declared {
		return most*2 < words || most < 2*next
	}
	return words >= 10 && (most*5 < words || most*5 < 2*words && (most < 2*next || next == 0))
}

// vote finds the pack that knows most words of a text, how many, and how many
// the next best knows.
func (x *Extractor) vote(packs map[string]func() (*lang.Pack, error), text string) (best string, most, next int, err error) {
	for _, c := range x.codes {
		if !x.guess.MayBe(c, text) {
			continue
		}
		p, err := packs[c]()
		if err != nil {
			return "", 0, 0, err
		}
		switch n := known(p, text); {
		case n > most:
			best, most, next = c, n, most
		case n > next:
			next = n
		}
	}
	return best, most, next, nil
}

// beginning is as much of a text as its language is told by.
func beginning(text string) string {
	if len(text) > 2000 {
		text = text[:2000]
		for len(text) > 0 && !utf8.ValidString(text[len(text)-1:]) {
			text = text[:len(text)-1]
		}
	}
	return text
}

// known counts the words of a text that a pack lists.
func known(p *lang.Pack, text string) int {
	n := 0
	for _, t := range p.Tokenize(text, nil) {
		if t.Word >= 0 && t.Punct == 0 {
			n++
		}
	}
	return n
}
