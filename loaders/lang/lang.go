// Package lang reads language packs: what a linguist writes down about a
// language so that the extractor can read its news. A pack is a folder of data
// files (docs/add-a-language.md describes them) and no code; this package turns
// it into one table of words and one token trie of names, words and fixed
// expressions, and into compiled frames. It knows nothing of sentences.
package lang

import (
	"embed"
	"fmt"
	"io/fs"
	"sort"
	"sync"

	"github.com/entente-graph/entente/graph"
)

//go:embed all:*/*.yaml all:*/*.tsv all:*/*.txt
var files embed.FS

// Codes lists the codes of the packs that are built in, sorted.
func Codes() []string {
	dirs, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil
	}
	var codes []string
	for _, d := range dirs {
		if _, err := fs.Stat(files, d.Name()+"/pack.yaml"); err == nil {
			codes = append(codes, d.Name())
		}
	}
	sort.Strings(codes)
	return codes
}

// Files is the folder of a built-in pack.
func Files(code string) (fs.FS, error) { return fs.Sub(files, code) }

// Pack is a language, ready for reading: never changed once it is loaded, and
// safe for concurrent use.
type Pack struct {
	Code string
	Name string
	Settings

	// Frames are the pack's frames in file order; FramesOf finds those that a
	// lexeme triggers.
	Frames   []*Frame
	framesOf map[*Lexeme][]*Frame

	lexemes  map[string][]*Lexeme
	treaties map[graph.EntityID]*Lexeme // that are known by name
	vocabulary
	trie
}

// Settings are the switches and lists of pack.yaml.
type Settings struct {
	// Case: the forms of nouns and names show their case.
	Case bool `yaml:"case"`
	// Adjective says on which side of its noun an adjective stands: "before",
	// "after" (the default) or "both".
	Adjective string `yaml:"adjective"`
	// ProDrop: a finite verb may stand without a subject.
	ProDrop bool `yaml:"pro-drop"`
	// FreeOrder: subject and object may stand on either side of the verb, so
	// position alone does not tell them apart.
	FreeOrder bool `yaml:"free-order"`
	// Abbreviations end in a full stop that ends no sentence.
	Abbreviations []string `yaml:"abbreviations"`
	// Fixed slots: the prepositions (lemmas) that introduce the agent of a
	// passive, a possessor or complement "of", and where somebody stands.
	By    []string `yaml:"by"`
	Of    []string `yaml:"of"`
	Place []string `yaml:"place"`
	// To introduces a dative in languages that have no such case.
	To []string `yaml:"to"`
	// Object marks a direct object: the Romanian "pe".
	Object []string `yaml:"object"`
	// Until and Since are prepositions of a date that ends or begins a span.
	Until []string `yaml:"until"`
	Since []string `yaml:"since"`
	// As are prepositions that say what something is called or taken for.
	As []string `yaml:"as"`
	// VerbEndings tell a finite verb that the pack does not list.
	VerbEndings []string `yaml:"verb-endings"`
	// GerundEndings tell, behind a preposition and before an object, a gerund
	// that the pack does not list: "of serving the interests".
	GerundEndings []string `yaml:"gerund-endings"`
	// SureGerunds tell a gerund that the pack does not list wherever it stands.
	SureGerunds []string `yaml:"sure-gerund-endings"`
	// PastEndings tell, between a noun and an object, a past tense that the pack
	// does not list: "a coup toppled the president".
	PastEndings []string `yaml:"past-endings"`
	// ParticipleEndings tell a participle that the pack does not list, behind an
	// auxiliary that may be another word too.
	ParticipleEndings []string `yaml:"participle-endings"`
	// PerfectBe: a conditional, the infinitive of "be" and a participle make a
	// perfect of hearsay: "ar fi vândut".
	PerfectBe bool `yaml:"perfect-be"`
	// NounEndings tell a noun that the pack does not list.
	NounEndings []string `yaml:"noun-endings"`
	// ObliqueEndings tell a genitive or dative that the pack does not list.
	ObliqueEndings []string `yaml:"oblique-endings"`
	// Without are prepositions that deny what they govern.
	Without []string `yaml:"without"`
	// Deed are prepositions before a gerund whose doer is the object before
	// them: accuse X of sending.
	Deed []string `yaml:"deed"`
	// Asked are prepositions before whom somebody asks to do something: "calls on X to".
	Asked []string `yaml:"asked"`
	// VerbLast: the verb closes a subordinate clause, and what goes with an
	// auxiliary closes the main one: "hat einen Vertrag unterzeichnet".
	VerbLast bool `yaml:"verb-last"`
	// Compounds: a noun that the pack does not list is read by the listed noun
	// that it ends in: "Grenzvertrag" by "Vertrag".
	Compounds bool `yaml:"compounds"`
	// NounCapitals: nouns are written with a capital, so that a word with one
	// inside a sentence is no verb.
	NounCapitals bool `yaml:"noun-capitals"`
	// NameEndings inflect the names of persons: "stem's ending", then forms as
	// in paradigms.tsv. The first that fits a word is taken.
	NameEndings []string `yaml:"name-endings"`
	// Folds are further equal spellings, such as "ё: е".
	Folds map[string]string `yaml:"folds"`
}

// AdjectiveBefore reports whether adjectives stand before their noun.
func (s *Settings) AdjectiveBefore() bool { return s.Adjective == "before" || s.Adjective == "both" }

// AdjectiveAfter reports whether adjectives stand after their noun.
func (s *Settings) AdjectiveAfter() bool { return s.Adjective != "before" }

// FramesOf returns the frames that a lexeme triggers, in file order.
func (p *Pack) FramesOf(l *Lexeme) []*Frame { return p.framesOf[l] }

// Lexemes returns the lexemes of a lemma.
func (p *Pack) Lexemes(lemma string) []*Lexeme { return p.lexemes[lemma] }

var (
	cacheMu sync.Mutex
	cache   = map[string]func() (*Pack, error){}
)

// Open returns a built-in pack, loading it when it is first asked for.
func Open(code string) (*Pack, error) {
	cacheMu.Lock()
	load, ok := cache[code]
	if !ok {
		load = sync.OnceValues(func() (*Pack, error) {
			dir, err := Files(code)
			if err != nil {
				return nil, fmt.Errorf("open language pack %q: %w", code, err)
			}
			return Load(dir, code, nil)
		})
		cache[code] = load
	}
	cacheMu.Unlock()
	return load()
}

// Form is a written form of a name that comes from outside the pack, such as
// the registry's names of leaders.
type Form struct {
	Entity graph.EntityID
	Class  Class
	Text   string
	Feats  Feat
}
