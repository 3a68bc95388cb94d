package gql

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// args reads the arguments of a field, which have been validated against the
// schema but for the texts of scalars. The first fault fails the compilation.
type args struct {
	c    *compiler
	path string // of the field or input object, for messages
	m    map[string]any
}

func (c *compiler) args(g group) args {
	return args{c, g.alias, g.fields[0].ArgumentMap(c.vars)}
}

func (a args) bad(name, format string, v ...any) {
	a.c.fail(fmt.Errorf("%s: %s: %s: %w", a.path, name, fmt.Sprintf(format, v...), graph.ErrBadInput))
}

// has reports whether the argument was given, be it as null.
func (a args) has(name string) bool { _, ok := a.m[name]; return ok }

// in is an argument that is an input object; one without fields when it was
// not given.
func (a args) in(name string) args {
	m, _ := a.m[name].(map[string]any)
	return args{a.c, a.path + "." + name, m}
}

// items is a list argument; a single value stands for a list of one. (Of a variable
// that is a single value, validation makes a list of that value's type.)
func (a args) items(name string) []any {
	switch v := a.m[name].(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	v := reflect.ValueOf(a.m[name])
	if v.Kind() != reflect.Slice {
		return []any{a.m[name]}
	}
	out := make([]any, v.Len())
	for i := range out {
		out[i] = v.Index(i).Interface()
	}
	return out
}

func (a args) objects(name string) []args {
	var out []args
	for _, v := range a.items(name) {
		m, _ := v.(map[string]any)
		out = append(out, args{a.c, a.path + "." + name, m})
	}
	return out
}

func (a args) str(name string) string {
	switch v := a.m[name].(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v) // an ID may be written as a number
	}
}

// maxList is the most values that a list argument may hold.
const maxList = 1000

func (a args) strs(name string) []string {
	items := a.items(name)
	if len(items) > maxList {
		a.bad(name, "%d values, at most %d are allowed", len(items), maxList)
		return nil
	}
	var out []string
	for _, v := range items {
		if s, ok := v.(string); ok {
			out = append(out, s)
		} else if v != nil {
			out = append(out, fmt.Sprint(v))
		}
	}
	return out
}

func enums[T ~string](a args, name string) []T {
	var out []T
	for _, s := range a.strs(name) {
		if !slices.Contains(out, T(s)) {
			out = append(out, T(s))
		}
	}
	return out
}

// wanted is a list of which a row must match one. An empty list that was given
// is refused, since it reads as "none of these" and would be taken as "any".
func wanted[T ~string](a args, name string) []T {
	if a.m[name] != nil && len(a.items(name)) == 0 {
		a.bad(name, "an empty list matches nothing; leave it out")
	}
	return enums[T](a, name)
}

func (a args) ids(name string) []graph.EntityID { return wanted[graph.EntityID](a, name) }

// language is a language tag; "" when it was not given.
func (a args) language(name string) string {
	if a.m[name] == nil {
		return ""
	}
	return a.tag(name, a.str(name))
}

// languages is a list of language tags.
func (a args) languages(name string) []string {
	tags := a.strs(name)
	for _, t := range tags {
		a.tag(name, t)
	}
	return tags
}

// tag refuses what is no language tag.
func (a args) tag(name, s string) string {
	if _, err := UnmarshalLanguage(s); err != nil {
		a.bad(name, "%.100q is not a language: write a tag as ro, en or sr-Latn", s)
	}
	return s
}

// text is what is searched for. Nothing is no search.
func (a args) text(name string) string {
	s := strings.TrimSpace(a.str(name))
	if a.m[name] != nil && s == "" {
		a.bad(name, "it is empty")
	}
	return s
}

// yes is a condition that is true, false or not set.
func (a args) yes(name string) *bool {
	if v, ok := a.m[name].(bool); ok {
		return &v
	}
	return nil
}

func (a args) kinds(name string) []schema.Kind {
	ks := wanted[schema.Kind](a, name)
	if len(ks) == 0 {
		return nil
	}
	return schema.Default().Expand(ks)
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case float64:
		return v, true
	case interface{ Float64() (float64, error) }: // json.Number
		f, err := v.Float64()
		return f, err == nil
	}
	return 0, false
}

// count reads a whole number within bounds; low-1 when it was not given.
func (a args) count(name string, low, high int) int {
	f, ok := number(a.m[name])
	switch {
	case !ok:
		return low - 1
	case f != math.Trunc(f) || f < float64(low) || f > float64(high):
		a.bad(name, "%v is not between %d and %d", a.m[name], low, high)
		return low
	}
	return int(f)
}

// most reads how many may be listed, none up to high; usual when it was left
// out or given as null.
func (a args) most(name string, usual, high int) int {
	if n := a.count(name, 0, high); n >= 0 {
		return n
	}
	return usual
}

func (a args) thousandths(name string) *graph.Thousandths {
	f, ok := number(a.m[name])
	if !ok {
		return nil
	}
	if f < 0 || f > 1 {
		a.bad(name, "%v is not between 0 and 1", f)
	}
	t := graph.Thousandths(math.Ceil(f*1000 - 1e-9))
	return &t
}

func (a args) date(name string) graph.Date {
	s := a.str(name)
	d, err := graph.ParseDate(s)
	if err != nil || (a.m[name] != nil && s == "") {
		a.bad(name, "%q is not a date: write 2025, 2025-01 or 2025-01-17", s)
	}
	return d
}

func (a args) first(name string) *graph.Day {
	if d := a.date(name); d.Known() {
		day := d.First()
		return &day
	}
	return nil
}

func (a args) last(name string) *graph.Day {
	if d := a.date(name); d.Known() {
		day := d.Last()
		return &day
	}
	return nil
}

// days reads a DateRange.
func (a args) days(name string) graph.Range {
	in := a.in(name)
	r := graph.Range{From: in.first("from"), To: in.last("to")}
	if d := in.date("during"); d.Known() {
		if !r.Open() {
			a.bad(name, "give either during, or from and to")
		}
		from, to := d.First(), d.Last()
		r = graph.Range{From: &from, To: &to}
	}
	a.upright(name, r)
	return r
}

// published reads the days of publication that stand as two arguments.
func (a args) published() graph.Range {
	r := graph.Range{From: a.first("publishedFrom"), To: a.last("publishedTo")}
	a.upright("publishedFrom", r)
	return r
}

// upright refuses a range that ends before it begins.
func (a args) upright(name string, r graph.Range) {
	if r.From != nil && r.To != nil && *r.From > *r.To {
		a.bad(name, "%s is after %s, the end", r.From, r.To)
	}
}

// time is the time of a field: that of the field above it, with what its own
// arguments set. at, and from with to, take each other's place; null takes
// away what is inherited.
func (a args) time(above graph.Time) graph.Time {
	t := above
	window := a.m["from"] != nil || a.m["to"] != nil
	if a.m["at"] != nil && window {
		a.bad("at", "give either at, or from and to, not both")
	}
	if a.has("at") || a.has("from") || a.has("to") {
		t.At, t.From, t.To = a.last("at"), a.first("from"), a.last("to")
		a.upright("from", graph.Range{From: t.From, To: t.To})
	}
	if a.has("knownBy") {
		t.KnownBy = a.last("knownBy")
	}
	return t
}

// order reads orderBy; usual is the direction of a key that names none.
// (Defaults of an input object's fields are not filled in for literals.)
func (a args) order(usual string) []graph.Order {
	var out []graph.Order
	for _, o := range a.objects("orderBy") {
		key := graph.Order{Field: graph.OrderField(o.str("field")), Desc: cmp.Or(o.str("direction"), usual) == "DESC"}
		if slices.ContainsFunc(out, func(k graph.Order) bool { return k.Field == key.Field }) {
			a.bad("orderBy", "%s stands twice", key.Field)
		}
		out = append(out, key)
		if key.Field == graph.ByID {
			break // it is total: nothing after it can matter
		}
	}
	return out
}

// page reads first, after, last and before for a field whose order and time
// are set. A cursor brings the day as known on which its list was asked. An
// empty page looks for one row, which tells whether the list goes on.
func (a args) page(f *graph.Field) {
	first, last := a.count("first", 0, graph.MaxPage), a.count("last", 0, graph.MaxPage)
	if first >= 0 && last >= 0 {
		a.bad("first", "give either first or last, not both")
	}
	switch {
	case last >= 0:
		f.Page.Last = max(last, 1)
	case first >= 0:
		f.Page.First = max(first, 1)
	default:
		f.Page.First = graph.DefaultPage
	}
	f.Page.After = a.cursor("after", f)
	f.Page.Before = a.cursor("before", f)
}

func (a args) cursor(name string, f *graph.Field) *graph.Cursor {
	s := a.str(name)
	if a.m[name] == nil {
		return nil
	}
	cur, err := graph.ParseCursor(s, f)
	if err != nil {
		a.c.fail(fmt.Errorf("%s: %s: %w", a.path, name, err))
		return nil
	}
	if cur.Known != f.Time.Known() {
		if f.Time.KnownBy != nil {
			a.c.fail(fmt.Errorf("%s: %s: the cursor is of a list as known by %s: %w", a.path, name, cur.Known, graph.ErrBadCursor))
			return nil
		}
		known := cur.Known
		f.Time.KnownBy = &known
	}
	return cur
}

// relations reads the arguments that questions about relations share.
func (a args) relations(w *graph.Where) {
	w.Kinds = a.kinds("kinds")
	w.Statuses = wanted[graph.Status](a, "status")
	w.Confidence = a.thousandths("minConfidence")
	a.ends(w)
	in := a.in("where")
	w.IDs = wanted[string](in, "ids")
	in.conditions(w)
	in.atLeast("sources", &w.Sources)
	in.atLeast("claims", &w.ClaimsMin)
	w.Office = wanted[string](in, "office")
	w.Began, w.Ended, w.Reported = in.days("began"), in.days("ended"), in.days("reported")
	if said := in.in("claim"); len(said.m) > 0 {
		w.Said = &graph.Where{}
		said.ofClaims(w.Said)
	}
}

// told leaves out what the registry and data sets alone hold by the hundred,
// unless the question names kinds or asks for it.
func (a args) told(w *graph.Where) { w.Told = len(w.Kinds) == 0 && a.m["unreported"] != true }

// claims reads the arguments that questions about claims share.
func (a args) claims(w *graph.Where) {
	w.Text = a.text("text")
	w.Kinds = a.kinds("kinds")
	w.Modalities = wanted[graph.Modality](a, "modality")
	w.Voices = wanted[graph.Voice](a, "voice")
	w.Confidence = a.thousandths("minConfidence")
	w.Published = a.published()
	a.ends(w)
	a.in("where").ofClaims(w)
}

// ofClaims reads a ClaimWhere.
func (a args) ofClaims(w *graph.Where) {
	w.IDs = wanted[string](a, "ids")
	a.conditions(w)
	w.Agent, w.Speaker = a.ids("agent"), a.ids("speaker")
	w.Voices = both(a, "voice", w.Voices, wanted[graph.Voice](a, "voice"))
	w.Over = a.yes("ended")
	w.Places, w.Forms = wanted[string](a, "places"), wanted[graph.Form](a, "form")
	w.Outlets, w.Languages = wanted[string](a, "outlet"), wanted[string](a, "lang")
	a.languages("lang")
	if r := a.days("published"); !r.Open() {
		if !w.Published.Open() {
			a.bad("published", "give it once: here or as publishedFrom and publishedTo")
		}
		w.Published = r
	}
	if text := a.text("text"); text != "" {
		if w.Text != "" {
			a.bad("text", "give it once: here or as an argument")
		}
		w.Text = text
	}
}

func (a args) ends(w *graph.Where) {
	w.Subject, w.Object, w.Either = a.ids("subject"), a.ids("object"), a.ids("either")
	w.Pair, w.Against = a.ids("pair"), a.ids("against")
	if with := a.ids("with"); with != nil {
		w.Either = with // the other end is the entity above
	}
	if a.has("pair") && a.m["pair"] != nil && len(w.Pair) != 2 {
		a.bad("pair", "a pair is two different ids")
	}
}

// conditions reads what the where of relations and that of claims share. What
// stands in an argument too must not be set twice.
func (a args) conditions(w *graph.Where) {
	ids := func(name string, into *[]graph.EntityID) {
		v := a.ids(name)
		if v == nil {
			return
		}
		if *into != nil {
			a.bad(name, "give it once: here or as an argument")
		}
		*into = v
	}
	ids("subject", &w.Subject)
	ids("object", &w.Object)
	ids("either", &w.Either)
	ids("between", &w.Pair)
	if a.m["between"] != nil && len(w.Pair) != 2 {
		a.bad("between", "a pair is two different ids")
	}
	ids("touching", &w.Touching)
	ids("against", &w.Against)
	ids("within", &w.Within)
	w.Modalities = both(a, "modality", w.Modalities, wanted[graph.Modality](a, "modality"))
	w.Items, w.Domains = wanted[string](a, "items"), wanted[string](a, "domains")
	if t := a.in("confidence").thousandths("gte"); t != nil {
		if w.Confidence == nil || *t > *w.Confidence {
			w.Confidence = t
		}
	}
}

func (a args) atLeast(name string, into **int) {
	if in := a.in(name); in.m != nil {
		n := in.count("gte", 0, math.MaxInt32)
		*into = &n
	}
}

// both is what is in both lists, where either may be unset.
func both[T comparable](a args, name string, x, y []T) []T {
	switch {
	case x == nil:
		return y
	case y == nil:
		return x
	}
	var out []T
	for _, v := range x {
		if slices.Contains(y, v) {
			out = append(out, v)
		}
	}
	if out == nil {
		a.bad(name, "the argument and where exclude each other")
	}
	return out
}
