package schema

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Error is one thing that is wrong with an ontology.
type Error struct {
	File         string
	Line, Column int // from 1
	Message      string
}

// Error is "file:line:column: what is wrong".
func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// Errors is all that is wrong with an ontology, in the order of the file.
type Errors []*Error

// Error has a line for each error.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lists the errors.
func (e Errors) Unwrap() []error {
	list := make([]error, len(e))
	for i, one := range e {
		list[i] = one
	}
	return list
}

// Parse reads an ontology in the form of ontology.yaml. The name stands in
// errors, which are of type [Errors] and tell everything that is wrong, not
// only the first thing.
func Parse(name string, data []byte) (*Ontology, error) {
	r := &reader{file: name}
	r.read(data)
	var o *Ontology
	if r.readable {
		o = r.resolve()
	}
	if len(r.errs) > 0 {
		slices.SortStableFunc(r.errs, func(a, b *Error) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), strings.Compare(a.Message, b.Message))
		})
		return nil, Errors(slices.CompactFunc(r.errs, func(a, b *Error) bool { return *a == *b }))
	}
	return o, nil
}

// pos is a place in the file.
type pos struct{ line, column int }

// word is a scalar with its place.
type word struct {
	text string
	pos
}

// entry is a kind as it was read, before names are looked up.
type entry struct {
	pos
	fields                  map[string]pos // where each field's value stands
	name, parent            word
	phrase, inverse         word
	symmetric, point        bool
	pairs                   []pair
	closes, swapped         []word
	cameo                   word
	imports, importsSwapped []word
	plover                  word
	goldstein               float64
	merge, staleAfter       int
	offices                 []word
	reading, doneBy         []word
	doc                     word
}

// reader turns the text into entries, and collects what is wrong.
type reader struct {
	file     string
	errs     []*Error
	readable bool // the text is YAML with kinds in it: names are worth looking up
	version  word
	none     []reason
	entries  []*entry
}

// reason is a code that imports to no kind.
type reason struct{ code, why word }

func (r *reader) fail(at pos, format string, args ...any) {
	r.errs = append(r.errs, &Error{r.file, at.line, at.column, fmt.Sprintf(format, args...)})
}

func (r *reader) read(data []byte) {
	// Doubled keys are found below, with all other errors; the parser would stop
	// at the first.
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		at := pos{1, 1}
		message := err.Error()
		var syntax *yaml.SyntaxError
		if errors.As(err, &syntax) {
			at, message = place(syntax.Token), syntax.Message
		}
		r.fail(at, "not YAML: %s", message)
		return
	}
	var docs []ast.Node
	for _, d := range file.Docs {
		if d.Body != nil {
			docs = append(docs, d.Body)
		}
	}
	if len(docs) == 0 {
		r.fail(pos{1, 1}, "the file is empty: it must have version, none and kinds")
		return
	}
	if len(docs) > 1 {
		r.fail(nodePos(docs[1]), "a second YAML document: an ontology is one")
	}
	top, ok := r.mapping(docs[0], "the file")
	if !ok {
		return
	}
	seen := map[string]bool{}
	for _, f := range top {
		if seen[f.key.text] {
			r.fail(f.key.pos, "%s stands twice", f.key.text)
			continue
		}
		seen[f.key.text] = true
		switch f.key.text {
		case "version":
			r.version = r.scalar(f.value, "version")
		case "none":
			r.readNone(f.value)
		case "kinds":
			r.readKinds(f.value)
		default:
			r.fail(f.key.pos, "unknown field %q: the file has version, none and kinds", f.key.text)
		}
	}
	for _, key := range []string{"version", "kinds"} {
		if !seen[key] {
			r.fail(pos{1, 1}, "%s is missing", key)
		}
	}
}

func (r *reader) readNone(n ast.Node) {
	fields, ok := r.mapping(n, "none")
	if !ok {
		return
	}
	for _, f := range fields {
		why := r.scalar(f.value, "the reason of "+f.key.text)
		if strings.TrimSpace(why.text) == "" {
			r.fail(f.key.pos, "code %s imports to none without a reason", f.key.text)
		}
		r.code(f.key)
		r.none = append(r.none, reason{f.key, why})
	}
}

func (r *reader) readKinds(n ast.Node) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		r.fail(nodePos(n), "kinds must be a list: each entry begins with \"- name: KIND\"")
		return
	}
	r.readable = true
	for _, v := range seq.Values {
		if e := r.readKind(v); e != nil {
			r.entries = append(r.entries, e)
		}
	}
}

// required are the fields that every kind has; inverse is asked for apart.
var required = []string{"name", "phrase", "time", "ends", "goldstein", "merge", "doc"}

func (r *reader) readKind(n ast.Node) *entry {
	fields, ok := r.mapping(n, "a kind")
	if !ok || len(fields) == 0 {
		return nil
	}
	e := &entry{pos: fields[0].key.pos, fields: map[string]pos{}}
	for _, f := range fields {
		key := f.key.text
		if _, ok := e.fields[key]; ok {
			r.fail(f.key.pos, "%s stands twice in this kind", key)
			continue
		}
		e.fields[key] = nodePos(f.value)
		r.readField(e, f)
	}
	label := e.name.text
	if label == "" {
		label = "this kind"
	}
	for _, key := range required {
		if _, ok := e.fields[key]; !ok {
			r.fail(e.pos, "%s has no %s", label, key)
		}
	}
	_, inverse := e.fields["inverse"]
	switch {
	case e.symmetric && inverse:
		r.fail(e.fields["inverse"], "%s is symmetric, so its inverse phrase is its phrase: leave it out", label)
	case !e.symmetric && !inverse:
		r.fail(e.pos, "%s has no inverse", label)
	}
	if e.symmetric {
		for _, p := range e.pairs {
			if p.subject != p.object {
				r.fail(e.fields["ends"], "%s is symmetric, but its ends differ: %s-%s", label, p.subject, p.object)
			}
		}
		if len(e.importsSwapped) > 0 {
			r.fail(e.fields["imports_swapped"], "%s is symmetric: there is nothing to swap, use imports", label)
		}
	}
	if _, ok := e.fields["stale_after"]; ok && e.point {
		r.fail(e.fields["stale_after"], "%s is a point in time, which cannot go stale", label)
	}
	return e
}

func (r *reader) readField(e *entry, f field) {
	key := f.key.text
	switch key {
	case "name":
		e.name = r.scalar(f.value, key)
		if !isName(e.name.text) {
			r.fail(e.name.pos, "the name %q must be capitals, digits and single underscores, beginning with a letter", e.name.text)
		}
	case "parent":
		e.parent = r.text(f.value, key)
	case "phrase":
		e.phrase = r.text(f.value, key)
	case "inverse":
		e.inverse = r.text(f.value, key)
	case "symmetric":
		switch w := r.scalar(f.value, key); w.text {
		case "true":
			e.symmetric = true
		case "false":
		default:
			r.fail(w.pos, "symmetric must be true or false, not %q", w.text)
		}
	case "time":
		switch w := r.scalar(f.value, key); w.text {
		case "point":
			e.point = true
		case "interval":
		default:
			r.fail(w.pos, "time must be point or interval, not %q", w.text)
		}
	case "ends":
		for _, w := range r.list(f.value, key) {
			if p, ok := r.pair(w); ok {
				e.pairs = append(e.pairs, p)
			}
		}
	case "closes":
		e.closes = r.list(f.value, key)
	case "closes_swapped":
		e.swapped = r.list(f.value, key)
	case "offices":
		e.offices = r.list(f.value, key)
	case "reading":
		e.reading = r.list(f.value, key)
		for _, w := range e.reading {
			if !slices.Contains(traits, Trait(w.text)) {
				r.fail(w.pos, "unknown trait %q: one of %s", w.text, joined(traits))
			}
		}
	case "done_by":
		e.doneBy = r.list(f.value, key)
		for _, w := range e.doneBy {
			if !slices.Contains(prospects, w.text) {
				r.fail(w.pos, "done_by must be of %s, not %q", joined(prospects), w.text)
			}
		}
	case "cameo":
		e.cameo = r.scalar(f.value, key)
		r.code(e.cameo)
	case "imports":
		e.imports = r.codes(f.value, key)
	case "imports_swapped":
		e.importsSwapped = r.codes(f.value, key)
	case "plover":
		e.plover = r.scalar(f.value, key)
		if !slices.Contains(ploverTypes, e.plover.text) {
			r.fail(e.plover.pos, "unknown PLOVER type %q: one of %s", e.plover.text, strings.Join(ploverTypes, ", "))
		}
	case "goldstein":
		w := r.scalar(f.value, key)
		v, err := strconv.ParseFloat(w.text, 64)
		if err != nil || !(v >= -10 && v <= 10) {
			r.fail(w.pos, "goldstein must be a number from -10 to 10, not %q", w.text)
		}
		e.goldstein = v
	case "merge":
		e.merge = r.days(f.value, key, 0)
	case "stale_after":
		e.staleAfter = r.days(f.value, key, 1)
	case "doc":
		e.doc = r.text(f.value, key)
	default:
		r.fail(f.key.pos, "unknown field %q", key)
	}
}

// ploverTypes are the event types of PLOVER.
var ploverTypes = []string{
	"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "ACCUSE",
	"REQUEST", "REJECT", "THREATEN", "PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT",
}

// prospects are the modalities of what is not yet, or not, done.
var prospects = []string{"AGREED", "PLANNED", "PLEDGED", "POSSIBLE", "DEMANDED"}

func joined[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

func (r *reader) days(n ast.Node, key string, least int) int {
	w := r.scalar(n, key)
	v, err := strconv.Atoi(w.text)
	if err != nil || v < least || v > 100_000 {
		r.fail(w.pos, "%s must be a whole number of days from %d, not %q", key, least, w.text)
		return 0
	}
	return v
}

// endLetters are the letters of what may stand at an end, in their order.
const endLetters = "SONLT"

func (r *reader) pair(w word) (pair, bool) {
	subject, object, ok := strings.Cut(w.text, "-")
	if !ok {
		r.fail(w.pos, "ends must be subject-object, such as SO-SON, not %q", w.text)
		return pair{}, false
	}
	for i, end := range []string{subject, object} {
		side := [...]string{"subject", "object"}[i]
		if end == "" {
			r.fail(w.pos, "ends %q leave the %s empty", w.text, side)
			return pair{}, false
		}
		last := -1
		for _, c := range end {
			at := strings.IndexRune(endLetters, c)
			if at < 0 {
				r.fail(w.pos, "unknown letter %q in the ends %q: S state, O organisation, N non-state actor, L leader, T treaty", c, w.text)
				return pair{}, false
			}
			if at <= last {
				r.fail(w.pos, "the letters of the %s in %q must be in the order %s, each once", side, w.text, endLetters)
				return pair{}, false
			}
			last = at
		}
	}
	return pair{subject, object}, true
}

func (r *reader) codes(n ast.Node, key string) []word {
	list := r.list(n, key)
	for _, w := range list {
		r.code(w)
	}
	return list
}

func (r *reader) code(w word) {
	if !isCAMEO(w.text) {
		r.fail(w.pos, "%q is no CAMEO code: two to four digits, in quotes", w.text)
	}
}

// isCAMEO reports whether the code has CAMEO's form.
func isCAMEO(code string) bool {
	if len(code) < 2 || len(code) > 4 {
		return false
	}
	for i := range len(code) {
		if code[i] < '0' || code[i] > '9' {
			return false
		}
	}
	return true
}

// isName reports whether the name can be a GraphQL enum value and a Neo4j
// relationship type, and tells words apart by single underscores.
func isName(name string) bool {
	for i := range len(name) {
		switch c := name[i]; {
		case 'A' <= c && c <= 'Z':
		case '0' <= c && c <= '9' && i > 0:
		case c == '_' && i > 0 && name[i-1] != '_' && i < len(name)-1:
		default:
			return false
		}
	}
	return name != ""
}
