package registry

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// row is one line of a table, whatever the file's format.
type row struct {
	pos    position
	cols   []string // the names of the columns
	fields []string // may be fewer: trailing empty fields can be left out
}

func (r *row) get(col string) string {
	for i, c := range r.cols {
		if c == col {
			if i < len(r.fields) {
				return r.fields[i]
			}
			return ""
		}
	}
	return ""
}

func (r *row) errorf(format string, args ...any) error {
	return fmt.Errorf("%s: %w", r.pos, fmt.Errorf(format, args...))
}

// A table is one kind of row, recognised by the columns it must have.
type table struct {
	name     string // its key in a YAML file
	must     []string
	may      []string
	add      func(*rows, *row) error
	describe string
}

// tables lists the kinds of table. A header is matched with the first whose
// required columns it has, so that of entities, which needs least, is last.
func tables() []table {
	return []table{
		{"terms", []string{"leader", "office", "of"}, []string{"title", "from", "to"}, (*rows).addTerm, "a table of terms of office"},
		{"members", []string{"member", "org"}, []string{"from", "to"}, (*rows).addMember, "a table of memberships"},
		{"governs", []string{"actor", "state"}, []string{"from", "to"}, (*rows).addGoverns, "a table of who governs"},
		{"treaties", []string{"treaty", "name"}, []string{"names", "parties", "signed", "inForce", "to", "of"}, (*rows).addTreaty, "a table of treaties"},
		{"names", []string{"id", "names"}, nil, (*rows).addNames, "a table of names"},
		{
			"entities",
			[]string{"id", "name"},
			[]string{
				"names", "from", "to", "iso2", "cow", "recognition", "capitals", "successors",
				"basedIn", "claimedBy", "gender",
			},
			(*rows).addEntity, "a table of entities",
		},
	}
}

// tableFor finds the table that a header belongs to.
func tableFor(header []string) (table, error) {
	for _, t := range tables() {
		if !containsAll(header, t.must) {
			continue
		}
		if t.name == "names" && slices.Contains(header, "name") {
			continue // entities have a column of names too
		}
		for _, c := range header {
			if !slices.Contains(t.must, c) && !slices.Contains(t.may, c) {
				return t, fmt.Errorf("%s has no column %q: its columns are %s",
					t.describe, c, strings.Join(slices.Concat(t.must, t.may), ", "))
			}
		}
		return t, nil
	}
	var wants []string
	for _, t := range tables() {
		wants = append(wants, strings.Join(t.must, " and ")+" for "+t.describe)
	}
	return table{}, fmt.Errorf("the first line must name the columns: %s", strings.Join(wants, ", or "))
}

func containsAll(list, want []string) bool {
	for _, w := range want {
		if !slices.Contains(list, w) {
			return false
		}
	}
	return true
}

// readTSV adds the rows of a tab-separated file: comments begin with #, the
// first other line names the columns. All that is wrong is returned.
func (r *rows) readTSV(file, text string) error {
	var (
		t    table
		line int
		errs []error
		one  row
	)
	for rest, more := text, text != ""; more; {
		var s string
		s, rest, more = strings.Cut(rest, "\n")
		line++
		s = strings.TrimSuffix(s, "\r")
		if s == "" || s[0] == '#' {
			continue
		}
		pos := position{file, line}
		if t.add == nil {
			one.cols = strings.Split(strings.TrimPrefix(s, "\ufeff"), "\t")
			var err error
			if t, err = tableFor(one.cols); err != nil {
				return fmt.Errorf("%s: %w", pos, err)
			}
			continue
		}
		one.pos = pos
		one.fields = one.fields[:0]
		for field := range strings.SplitSeq(s, "\t") {
			one.fields = append(one.fields, strings.TrimSpace(field))
		}
		if len(one.fields) > len(one.cols) {
			errs = append(errs, one.errorf("%d fields, but the first line names %d columns", len(one.fields), len(one.cols)))
			continue
		}
		if err := t.add(r, &one); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func (r *rows) addEntity(in *row) error {
	e := r.newEntity()
	e.ID, e.Name, e.ISO2 = graph.EntityID(in.get("id")), in.get("name"), in.get("iso2")
	e.Registry = r.own
	if err := wellFormed(e.ID); err != nil {
		return in.errorf("%w", err)
	}
	if old, ok := r.where[string(e.ID)]; ok {
		return in.errorf("%s is there already (%s): to add names to it, write them in a table of names", e.ID, old)
	}
	if e.Name == "" {
		return in.errorf("%s has no name", e.ID)
	}
	e.Kind = e.ID.Kind()
	var err error
	if e.From, e.To, err = span(in); err != nil {
		return err
	}
	if e.Kind == graph.State && !strings.HasPrefix(e.ID.Code(), "COW-") {
		e.ISO3 = e.ID.Code()
	}
	if err := r.addState(in, e); err != nil {
		return err
	}
	e.BasedIn, e.ClaimedBy = ids(in.get("basedIn")), ids(in.get("claimedBy"))
	if g := in.get("gender"); g != "" {
		if g != "m" && g != "f" {
			return in.errorf("gender %q is neither m nor f", g)
		}
		r.genders[e.ID] = g
	}
	names, err := parseNames(in.get("names"))
	if err != nil {
		return in.errorf("%w", err)
	}
	e.Names = make([]graph.Name, 1, 1+len(names))
	e.Names[0] = graph.Name{Lang: "en", Text: e.Name}
	for _, n := range names {
		if n != e.Names[0] {
			e.Names = append(e.Names, n)
		}
	}
	if r.where != nil {
		r.where[string(e.ID)] = in.pos
	}
	r.entities = append(r.entities, e)
	return nil
}

// addState reads the columns that only states have.
func (r *rows) addState(in *row, e *graph.Entity) error {
	for code := range list(in.get("cow"), ",") {
		n, err := strconv.Atoi(code)
		if err != nil || n <= 0 {
			return in.errorf("%q is no Correlates of War code", code)
		}
		if e.COW == 0 {
			e.COW = n
		}
		r.cow = append(r.cow, cowCode{n, e.ID})
	}
	switch rec := graph.Recognition(in.get("recognition")); rec {
	case graph.UNMember, graph.Observer, graph.Partial, graph.Former, "":
		e.Recognition = rec
	default:
		return in.errorf("recognition %q is none of UN_MEMBER, OBSERVER, PARTIAL, FORMER", rec)
	}
	for s := range list(in.get("capitals"), ";") {
		c := Capital{State: e.ID, Name: s}
		if name, dates, ok := strings.Cut(s, "["); ok {
			from, to, ok := strings.Cut(strings.TrimSuffix(dates, "]"), "..")
			if !ok || !strings.HasSuffix(dates, "]") {
				return in.errorf("capital %q: write Name, or Name[1990-03-11..], or Name[..1960]", s)
			}
			c = Capital{e.ID, strings.TrimSpace(name), graph.Date(from), graph.Date(to)}
			if err := inOrder(c.From, c.To); err != nil {
				return in.errorf("capital %s: %w", c.Name, err)
			}
		}
		r.capitals = append(r.capitals, c)
	}
	if next := ids(in.get("successors")); next != nil {
		r.successors[e.ID] = next
	}
	return nil
}

func (r *rows) addTerm(in *row) error {
	t := Term{
		Leader: graph.EntityID(in.get("leader")), Of: graph.EntityID(in.get("of")),
		Office: in.get("office"), Title: in.get("title"),
	}
	if !slices.Contains(Offices(), t.Office) {
		return in.errorf("office %q is none of %s", t.Office, strings.Join(Offices(), ", "))
	}
	if t.Title != "" && !slices.Contains(Titles(), t.Title) {
		return in.errorf("title %q is none of %s", t.Title, strings.Join(Titles(), ", "))
	}
	var err error
	if t.From, t.To, err = span(in); err != nil {
		return err
	}
	t.Key = key("term", string(t.Leader), t.Office, string(t.Of), string(t.From))
	if err := r.once(in, t.Key); err != nil {
		return err
	}
	r.terms = append(r.terms, t)
	return nil
}

func (r *rows) addMember(in *row) error {
	m := Membership{Member: graph.EntityID(in.get("member")), Org: graph.EntityID(in.get("org"))}
	var err error
	if m.From, m.To, err = span(in); err != nil {
		return err
	}
	m.Key = key("member", string(m.Member), string(m.Org), string(m.From))
	if err := r.once(in, m.Key); err != nil {
		return err
	}
	r.members = append(r.members, m)
	return nil
}

func (r *rows) addGoverns(in *row) error {
	g := Governing{Actor: graph.EntityID(in.get("actor")), State: graph.EntityID(in.get("state"))}
	var err error
	if g.From, g.To, err = span(in); err != nil {
		return err
	}
	g.Key = key("governs", string(g.Actor), string(g.State), string(g.From))
	if err := r.once(in, g.Key); err != nil {
		return err
	}
	r.governs = append(r.governs, g)
	return nil
}

func (r *rows) addNames(in *row) error {
	names, err := parseNames(in.get("names"))
	if err != nil {
		return in.errorf("%w", err)
	}
	if len(names) == 0 {
		return in.errorf("no names for %s", in.get("id"))
	}
	for _, n := range names {
		r.aliases = append(r.aliases, alias{graph.EntityID(in.get("id")), n, in.pos})
	}
	return nil
}

func (r *rows) once(in *row, key string) error {
	if old, ok := r.where[key]; ok {
		return in.errorf("the same row is at %s already", old)
	}
	if r.where != nil {
		r.where[key] = in.pos
	}
	return nil
}

func key(parts ...string) string { return strings.Join(parts, "/") }

// span reads a row's from and to.
func span(in *row) (from, to graph.Date, err error) {
	from, to = graph.Date(in.get("from")), graph.Date(in.get("to"))
	if err := inOrder(from, to); err != nil {
		return "", "", in.errorf("%w", err)
	}
	return from, to, nil
}

// inOrder checks that two dates are dates and that the first is not after the
// second.
func inOrder(from, to graph.Date) error {
	for _, d := range []graph.Date{from, to} {
		if _, err := graph.ParseDate(string(d)); err != nil {
			return err
		}
	}
	if from != "" && to != "" && from.First() > to.Last() {
		return fmt.Errorf("from %s is after to %s", from, to)
	}
	return nil
}

// parseNames reads names written as "ro=România|Republica România; ru=Румыния":
// a language's names are separated by bars, and "*" stands for a name that is
// of no language, such as an acronym.
func parseNames(s string) ([]graph.Name, error) {
	var names []graph.Name
	for part := range list(s, ";") {
		lang, forms, ok := strings.Cut(part, "=")
		lang = strings.TrimSpace(lang)
		if !ok || lang == "" || strings.ContainsAny(lang, " |") {
			return nil, fmt.Errorf("names %q: write ro=România|Republica România; ru=Румыния", part)
		}
		if lang == "*" {
			lang = ""
		}
		for form := range list(forms, "|") {
			names = append(names, graph.Name{Lang: lang, Text: form})
		}
	}
	return names, nil
}

func ids(s string) []graph.EntityID {
	var out []graph.EntityID
	for id := range list(s, ",") {
		out = append(out, graph.EntityID(id))
	}
	return out
}

// list yields the parts of a separated list that are not blank.
func list(s, sep string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for part := range strings.SplitSeq(s, sep) {
			if part = strings.TrimSpace(part); part != "" && !yield(part) {
				return
			}
		}
	}
}
