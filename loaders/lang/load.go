package lang

import (
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
)

// Load reads a pack from a folder. More forms, such as a registry's names, go
// into the same trie. Errors name the file and line, all that were found.
func Load(dir fs.FS, code string, more []Form) (*Pack, error) {
	l, err := open(dir, code)
	if err != nil {
		return nil, fmt.Errorf("language pack %q: %w", code, err)
	}
	l.room(size(l.words)+size(l.names), len(more))
	errs := l.readWords()
	errs = append(errs, l.checkPrepositions()...)
	for _, f := range l.names {
		errs = append(errs, eachRow(dir, f.Name(), l.name)...)
	}
	rules, err := nameRules(l.NameEndings)
	if err != nil {
		errs = append(errs, fmt.Errorf("pack.yaml: name-endings: %w", err))
	}
	for _, m := range more {
		for _, f := range inflected(m, rules) {
			if err := l.addName(f); err != nil {
				errs = append(errs, err)
			}
		}
	}
	errs = append(errs, l.readFrames(dir, l.frames))
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("language pack %q: %w", code, err)
	}
	return l.Pack, nil
}

// LoadWords reads of a pack the words alone, without names and frames, in a
// fraction of the time: enough to know how many words of a text are its own.
func LoadWords(dir fs.FS, code string) (*Pack, error) {
	l, err := open(dir, code)
	if err == nil {
		l.room(size(l.words), 0)
		err = errors.Join(l.readWords()...)
	}
	if err != nil {
		return nil, fmt.Errorf("language pack %q: %w", code, err)
	}
	return l.Pack, nil
}

// loader is a pack that is being read.
type loader struct {
	*Pack
	dir                      fs.FS
	paradigms                map[string]*paradigm
	inflection, words, names []fs.DirEntry
	frames                   []string
}

// open reads pack.yaml and sees what files there are.
func open(dir fs.FS, code string) (*loader, error) {
	p := &Pack{Code: code, lexemes: map[string][]*Lexeme{}}
	var head struct {
		Code     string `yaml:"code"`
		Name     string `yaml:"name"`
		Settings `yaml:",inline"`
	}
	data, err := fs.ReadFile(dir, "pack.yaml")
	if err != nil {
		return nil, err
	}
	node, err := document(data)
	if err == nil && node != nil {
		err = decode(node, &head, keysOf(reflect.TypeOf(head)))
	}
	if err != nil {
		return nil, fmt.Errorf("pack.yaml: %w", err)
	}
	if head.Code != code {
		return nil, fmt.Errorf("pack.yaml names another code: %q", head.Code)
	}
	p.Name, p.Settings = head.Name, head.Settings
	switch p.Adjective {
	case "", "before", "after", "both":
	default:
		return nil, fmt.Errorf("pack.yaml: adjective is before, after or both, not %q", p.Adjective)
	}
	l := &loader{Pack: p, dir: dir, paradigms: map[string]*paradigm{}}
	entries, err := fs.ReadDir(dir, ".")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		name := e.Name()
		switch tsv := strings.HasSuffix(name, ".tsv"); {
		case tsv && strings.HasPrefix(name, "paradigms"):
			l.inflection = append(l.inflection, e)
		case tsv && strings.HasPrefix(name, "words"):
			l.words = append(l.words, e)
		case tsv:
			l.names = append(l.names, e)
		case strings.HasPrefix(name, "frames") && strings.HasSuffix(name, ".yaml"):
			l.frames = append(l.frames, name)
		}
	}
	return l, nil
}

// room makes room at once for what so many bytes of rows and so many forms
// besides will need: some 30 bytes make a form, and two forms bring a new word.
func (l *loader) room(bytes, forms int) {
	l.trie.init(bytes/30 + forms)
	l.vocabulary.init(bytes/60 + forms)
	for from, to := range l.Folds {
		l.folds[from] = to
	}
}

func size(files []fs.DirEntry) int {
	n := 0
	for _, f := range files {
		if info, err := f.Info(); err == nil {
			n += int(info.Size())
		}
	}
	return n
}

// readWords reads the words, after the paradigms that they need.
func (l *loader) readWords() []error {
	var errs []error
	for _, f := range l.inflection {
		errs = append(errs, eachRow(l.dir, f.Name(), l.paradigm)...)
	}
	for _, f := range l.words {
		errs = append(errs, eachRow(l.dir, f.Name(), l.word)...)
	}
	return errs
}

// checkPrepositions looks whether words.tsv has what pack.yaml names.
func (p *Pack) checkPrepositions() []error {
	var errs []error
	for _, list := range []struct {
		key    string
		lemmas []string
	}{
		{"by", p.By},
		{"of", p.Of},
		{"place", p.Place},
		{"to", p.To},
		{"object", p.Object},
		{"until", p.Until},
		{"since", p.Since},
		{"as", p.As},
		{"without", p.Without},
		{"deed", p.Deed},
		{"asked", p.Asked},
	} {
		for _, lemma := range list.lemmas {
			if !slices.ContainsFunc(p.lexemes[lemma], func(l *Lexeme) bool { return l.POS == Prep || l.POS == Poss }) {
				errs = append(errs, fmt.Errorf("pack.yaml: %s: words.tsv has no preposition %q", list.key, lemma))
			}
		}
	}
	return errs
}

// eachRow reads the rows of a tab separated file; "#" opens a comment line.
func eachRow(dir fs.FS, name string, read func([]string) error) []error {
	data, err := fs.ReadFile(dir, name)
	if err != nil {
		return []error{err}
	}
	if !utf8.Valid(data) {
		return []error{fmt.Errorf("%s: it is not text in UTF-8", name)}
	}
	rest := strings.TrimPrefix(string(data), "\uFEFF")
	var errs []error
	var cols []string // of one row; read keeps its strings, not the list
	for n, more := 1, rest != ""; more; n++ {
		var line string
		line, rest, more = strings.Cut(rest, "\n")
		line = strings.TrimRight(line, " \t\r")
		if line == "" || line[0] == '#' {
			continue
		}
		cols = cols[:0]
		for col := range strings.SplitSeq(line, "\t") {
			cols = append(cols, strings.TrimSpace(col))
		}
		if err := read(cols); err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, n, err))
		}
	}
	return errs
}

// paradigm is a way to inflect: what to strip off the lemma, and the endings.
type paradigm struct {
	strip   int // runes
	endings []ending
}

type ending struct {
	suffix string
	feats  Feat
}

// paradigm reads a row of paradigms.tsv: name, the lemma's ending to strip, and
// endings "ează:pres,sg"; "0" is the empty ending.
func (l *loader) paradigm(cols []string) error {
	if len(cols) < 3 {
		return fmt.Errorf("want 3 columns (name, strip, endings) between tabs, got %d", len(cols))
	}
	pd := &paradigm{}
	if cols[1] != "0" {
		pd.strip = len([]rune(cols[1]))
	}
	for spec := range strings.FieldsSeq(strings.Join(cols[2:], " ")) {
		suffix, feats, err := formSpec(spec)
		if err != nil {
			return err
		}
		pd.endings = append(pd.endings, ending{suffix, feats})
	}
	if l.paradigms[cols[0]] != nil {
		return fmt.Errorf("paradigm %q is there twice", cols[0])
	}
	l.paradigms[cols[0]] = pd
	return nil
}

// formSpec reads "form:feat,feat"; "_" in the form is a space, "0" is nothing.
func formSpec(spec string) (form string, feats Feat, err error) {
	form, list, _ := strings.Cut(spec, ":")
	if form == "0" {
		form = ""
	}
	form = strings.ReplaceAll(form, "_", " ")
	for name := range strings.SplitSeq(list, ",") {
		if name == "" {
			continue
		}
		f, err := parseFeat(name)
		if err != nil {
			return "", 0, fmt.Errorf("%s: %w", spec, err)
		}
		feats |= f
	}
	return form, feats, nil
}

// word reads a row of words.tsv: lemma, part of speech, forms, features.
func (l *loader) word(cols []string) error {
	if len(cols) < 2 {
		return fmt.Errorf("want lemma, part of speech, forms, features between tabs; got %d columns", len(cols))
	}
	pos, ok := posNames[cols[1]]
	if !ok {
		return fmt.Errorf("unknown part of speech %q (columns are parted by tabs: lemma, part of speech, forms, features)", cols[1])
	}
	if lemma, ok := strings.CutPrefix(cols[0], "+"); ok {
		return l.further(lemma, pos, cols)
	}
	lex := &Lexeme{Lemma: cols[0], POS: pos}
	if len(cols) > 3 {
		for f := range strings.FieldsSeq(strings.Join(cols[3:], " ")) {
			if err := lex.apply(f, l.class); err != nil {
				return err
			}
		}
	}
	if prev := l.lexemes[lex.Lemma]; slices.ContainsFunc(prev, func(o *Lexeme) bool { return o.POS == pos }) {
		return fmt.Errorf("%q (%s) is there twice", cols[0], cols[1])
	}
	l.lexemes[lex.Lemma] = append(l.lexemes[lex.Lemma], lex)
	forms := "0"
	if len(cols) > 2 && cols[2] != "" {
		forms = cols[2]
	}
	return l.forms(lex, forms)
}

// further reads a row of more forms of a word that an earlier row has.
func (l *loader) further(lemma string, pos POS, cols []string) error {
	i := slices.IndexFunc(l.lexemes[lemma], func(o *Lexeme) bool { return o.POS == pos })
	switch {
	case i < 0:
		return fmt.Errorf("no row above has %q (%s)", lemma, cols[1])
	case len(cols) != 3 || cols[2] == "":
		return fmt.Errorf("a row of more forms has a lemma, a part of speech and forms; %q has %d columns", lemma, len(cols))
	}
	return l.forms(l.lexemes[lemma][i], cols[2])
}

// forms adds the forms of a word.
func (l *loader) forms(lex *Lexeme, forms string) error {
	pos := lex.POS
	for spec := range strings.FieldsSeq(forms) {
		if spec == "0" {
			l.add(lex.Lemma, Entry{Lex: lex})
			continue
		}
		if name, ok := strings.CutPrefix(spec, "="); ok {
			// "=name" inflects the lemma, "=name/stem" another stem.
			name, stem, hasStem := strings.Cut(name, "/")
			pd := l.paradigms[name]
			if pd == nil {
				return fmt.Errorf("unknown paradigm %q", name)
			}
			if !hasStem {
				runes := []rune(strings.ReplaceAll(lex.Lemma, "_", " "))
				if len(runes) < pd.strip {
					return fmt.Errorf("%q is too short for the paradigm %q", lex.Lemma, name)
				}
				stem = string(runes[:len(runes)-pd.strip])
			}
			stem = strings.ReplaceAll(stem, "_", " ")
			// The paradigm of a multi-word lemma inflects its first word.
			// So does that of a phrasal verb: "=v/hand_over".
			head, tail := stem, ""
			if i := strings.IndexByte(stem, ' '); i > 0 {
				switch {
				case pos == Noun && !hasStem && pd.strip == 0 && l.AdjectiveAfter(), pos == Verb && hasStem:
					head, tail = stem[:i], stem[i:]
				}
			}
			for _, e := range pd.endings {
				l.add(head+e.suffix+tail, Entry{Lex: lex, Feats: e.feats})
			}
			continue
		}
		form, feats, err := formSpec(spec)
		if err != nil {
			return err
		}
		if form == "" {
			form = lex.Lemma
		}
		form, particle, _ := strings.Cut(form, "~")
		l.add(form, Entry{Lex: lex, Feats: feats, Particle: particle})
	}
	return nil
}

// name reads a row of names.tsv: entity, class, form, features.
func (l *loader) name(cols []string) error {
	if len(cols) < 3 {
		return fmt.Errorf("want entity, class, form, features between tabs; got %d columns", len(cols))
	}
	class, ok := classNames[cols[1]]
	if !ok {
		return fmt.Errorf("unknown class %q", cols[1])
	}
	f := Form{Entity: graph.EntityID(cols[0]), Class: class, Text: cols[2]}
	if f.Entity.Kind() == "" || f.Entity.Code() == "" {
		return fmt.Errorf("%q is no entity id", cols[0])
	}
	if len(cols) > 3 {
		for name := range strings.FieldsSeq(cols[3]) {
			feat, err := parseFeat(name)
			if err != nil {
				return err
			}
			f.Feats |= feat
		}
	}
	return l.addName(f)
}

// addName puts one form of a name into the trie.
func (p *Pack) addName(f Form) error {
	if strings.TrimSpace(f.Text) == "" {
		return fmt.Errorf("%s has an empty form", f.Entity)
	}
	if f.Entity.Kind() == graph.Treaty {
		p.add(f.Text, Entry{Lex: p.treaty(f.Entity), Feats: f.Feats})
		return nil
	}
	p.add(f.Text, Entry{Name: &Name{Entity: f.Entity, Class: f.Class}, Feats: f.Feats})
	return nil
}

// treaty is the noun that stands for a treaty under all its names: it reads like
// other nouns of treaties, and says which one it is.
func (p *Pack) treaty(id graph.EntityID) *Lexeme {
	if l := p.treaties[id]; l != nil {
		return l
	}
	l := &Lexeme{Lemma: string(id), POS: Noun, Named: id, Classes: p.Class("treaty"), Treaty: graph.KindOfTreaty(id)}
	if p.treaties == nil {
		p.treaties = map[graph.EntityID]*Lexeme{}
	}
	p.treaties[id] = l
	return l
}
