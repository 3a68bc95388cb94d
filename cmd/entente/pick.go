package main

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/entente-graph/entente/export"
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// pickFlags are the conditions of an export; the format jsonl holds everything and
// takes none. Over HTTP they are parameters, by the names of the same arguments of
// the API: those of the fields here with a small first letter. Of a claim behind a
// relation are Agent and what follows it.
type pickFlags struct {
	Kinds         []string `placeholder:"KIND" help:"Only relations of these kinds and those below them."`
	Status        []string `placeholder:"STATUS" help:"Only relations of these statuses (default: FACT)."`
	Subject       []string `placeholder:"ID" help:"Only relations of which one of these is the subject; of a symmetric kind, an end."`
	Object        []string `placeholder:"ID" help:"Only relations of which one of these is the object; of a symmetric kind, an end."`
	Either        []string `placeholder:"ID" help:"Only relations of which one of these is an end."`
	Pair          []string `placeholder:"ID,ID" help:"Only relations between these two."`
	Within        []string `placeholder:"ID" help:"Only relations of which both ends are among these."`
	Touching      []string `placeholder:"ID" help:"Only relations of which one of these is an end or a target."`
	Against       []string `placeholder:"ID" help:"Only relations directed against one of these."`
	Modality      []string `placeholder:"MODALITY" help:"Only relations of these modalities."`
	Items         []string `placeholder:"ITEM" help:"Only relations with one of these things."`
	Domains       []string `placeholder:"DOMAIN" help:"Only relations in one of these fields."`
	At            string   `placeholder:"DAY" help:"Only what may hold on the day."`
	From          string   `placeholder:"DAY" help:"Only what overlaps the window that begins on the day."`
	To            string   `placeholder:"DAY" help:"Only what overlaps the window that ends on the day."`
	KnownBy       string   `placeholder:"DAY" help:"Only what articles published up to the day said."`
	MinConfidence float64  `placeholder:"0..1" help:"Only relations of at least this confidence."`
	MinSources    int      `placeholder:"N" help:"Only relations of at least so many independent origins."`
	MinClaims     int      `placeholder:"N" help:"Only relations of at least so many claims."`
	Agent         []string `placeholder:"ID" help:"Only what a claim says in which one of these acts for a side. All conditions from here on must hold of one claim."`
	Speaker       []string `placeholder:"ID" help:"Only what one of these says."`
	Voice         []string `placeholder:"VOICE" help:"Only what is said in one of these voices."`
	Form          []string `placeholder:"FORM" help:"Only what texts say (TEXT), or data sets (RECORD)."`
	Places        []string `placeholder:"PLACE" help:"Only what is said to be at one of these places."`
	Outlet        []string `placeholder:"OUTLET" help:"Only what articles of these outlets say."`
	Lang          []string `placeholder:"LANG" env:"ENTENTE_EXPORT_LANG" help:"Only what articles in these languages say."`
	Text          string   `placeholder:"WORDS" help:"Only what is said in these words, the last of which may be a beginning."`
	PublishedFrom string   `placeholder:"DAY" help:"Only what articles published from the day on say."`
	PublishedTo   string   `placeholder:"DAY" help:"Only what articles published up to the day say."`
}

// filter turns the flags into a filter; its errors say which is wrong, by what named
// makes of its parameter's name.
func (f *pickFlags) filter(named func(string) string) (export.Filter, error) {
	var pick export.Filter
	var err error
	bad := func(name, format string, v ...any) {
		if err == nil {
			err = usageError{fmt.Errorf(named(name)+format, v...)}
		}
	}
	w, of := &pick.Where, &pick.Claim
	var kinds []schema.Kind
	for _, k := range f.Kinds {
		kind := schema.Kind(strings.ToUpper(k))
		if schema.Default().Spec(kind) == nil {
			bad("kinds", " %s: there is no such kind; see entente ontology", k)
		}
		kinds = append(kinds, kind)
	}
	w.Kinds = schema.Default().Expand(kinds)
	w.Statuses = oneOf(bad, "status", f.Status, graph.Statuses())
	w.Modalities = oneOf(bad, "modality", f.Modality, graph.Modalities())
	of.Voices = oneOf(bad, "voice", f.Voice, graph.Voices())
	of.Forms = oneOf(bad, "form", f.Form, []graph.Form{graph.FormText, graph.FormRecord})
	for _, list := range []struct {
		ids  []string
		into *[]graph.EntityID
	}{
		{f.Subject, &w.Subject},
		{f.Object, &w.Object},
		{f.Either, &w.Either},
		{f.Pair, &w.Pair},
		{f.Within, &w.Within},
		{f.Touching, &w.Touching},
		{f.Against, &w.Against},
		{f.Agent, &of.Agent},
		{f.Speaker, &of.Speaker},
	} {
		for _, id := range list.ids {
			*list.into = append(*list.into, graph.EntityID(id))
		}
	}
	if p := f.Pair; len(p) > 0 && (len(p) != 2 || p[0] == p[1]) {
		bad("pair", ": a pair is two different ids")
	}
	w.Items, w.Domains = f.Items, f.Domains
	of.Places, of.Outlets, of.Languages, of.Text = f.Places, f.Outlet, f.Lang, f.Text
	if f.MinConfidence < 0 || f.MinConfidence > 1 || math.IsNaN(f.MinConfidence) {
		bad("minConfidence", " %v: it lies between 0 and 1", f.MinConfidence)
	}
	if f.MinConfidence > 0 {
		least := graph.Thousandths(math.Ceil(f.MinConfidence*1000 - 1e-9))
		w.Confidence = &least
	}
	if f.MinSources > 0 {
		w.Sources = &f.MinSources
	}
	if f.MinClaims > 0 {
		w.ClaimsMin = &f.MinClaims
	}
	for _, day := range []struct {
		name, value string
		last        bool // the last day that the date leaves open
		into        **graph.Day
	}{
		{"at", f.At, true, &pick.Time.At},
		{"from", f.From, false, &pick.Time.From},
		{"to", f.To, true, &pick.Time.To},
		{"knownBy", f.KnownBy, true, &pick.Time.KnownBy},
		{"publishedFrom", f.PublishedFrom, false, &of.Published.From},
		{"publishedTo", f.PublishedTo, true, &of.Published.To},
	} {
		if day.value == "" {
			continue
		}
		date, wrong := graph.ParseDate(day.value)
		if wrong != nil {
			bad(day.name, ": %w", wrong)
		}
		d := date.First()
		if day.last {
			d = date.Last()
		}
		*day.into = &d
	}
	if f.At != "" && f.From+f.To != "" {
		bad("at", ": give either the day, or a window, not both")
	}
	for _, window := range []struct {
		name     string
		from, to *graph.Day
	}{{"from", pick.Time.From, pick.Time.To}, {"publishedFrom", of.Published.From, of.Published.To}} {
		if window.from != nil && window.to != nil && *window.from > *window.to {
			bad(window.name, ": %s is after %s, the end", window.from, window.to)
		}
	}
	return pick, err
}

// flagNamed is the flag of the command line for a parameter: --min-confidence for
// minConfidence.
func flagNamed(name string) string {
	flag := "--"
	for _, r := range name {
		if unicode.IsUpper(r) {
			flag += "-"
		}
		flag += string(unicode.ToLower(r))
	}
	return flag
}

// oneOf reads a list of names of which there are but some.
func oneOf[T ~string](bad func(string, string, ...any), name string, list []string, known []T) []T {
	var out []T
	for _, s := range list {
		v := T(strings.ToUpper(s))
		if !slices.Contains(known, v) {
			bad(name, " %s: there are %v", s, known)
		}
		out = append(out, v)
	}
	return out
}

// exportOf reads the parameters of an export. One that there is not, or that is
// empty, is refused: it is a condition that would be left out.
func exportOf(q url.Values) (format export.Format, table string, pick export.Filter, err error) {
	if len(q["format"]) > 1 {
		return format, "", pick, errors.New("format is given more than once")
	}
	if format, err = export.FormatOf(q.Get("format")); err != nil {
		return format, "", pick, err
	}
	var flags pickFlags
	known := []string{"format", "table"}
	left := maps.Clone(q)
	delete(left, "format")
	if err = parameter(left, "table", reflect.ValueOf(&table).Elem()); err != nil {
		return format, "", pick, err
	}
	for field, v := range reflect.ValueOf(&flags).Elem().Fields() {
		name := string(unicode.ToLower(rune(field.Name[0]))) + field.Name[1:]
		known = append(known, name)
		if err = parameter(left, name, v); err != nil {
			return format, "", pick, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(left)) {
		return format, "", pick, fmt.Errorf("there is no parameter %q: an export takes %s", name, strings.Join(known, ", "))
	}
	if table != "" && (!format.Tables || !slices.Contains(export.Tables(), table)) {
		return format, "", pick, errors.New("table is nodes, edges or claims, of the formats csv and parquet")
	}
	pick, err = flags.filter(func(name string) string { return name })
	return format, table, pick, err
}

// parameter takes one parameter out of those of a request and sets a flag by it.
// The values of a list are separated by commas, or the parameter is repeated.
func parameter(q url.Values, name string, flag reflect.Value) error {
	values, given := q[name]
	delete(q, name)
	switch {
	case !given:
		return nil
	case flag.Kind() == reflect.Slice:
		var list []string
		for _, v := range values {
			list = append(list, strings.Split(v, ",")...)
		}
		if slices.Contains(list, "") {
			return fmt.Errorf("%s is empty, or has an empty value: leave it out", name)
		}
		flag.Set(reflect.ValueOf(list))
		return nil
	case len(values) > 1:
		return fmt.Errorf("%s is given more than once", name)
	case values[0] == "":
		return fmt.Errorf("%s is empty: leave it out", name)
	}
	switch flag.Kind() {
	case reflect.Float64:
		n, err := strconv.ParseFloat(values[0], 64)
		if err != nil {
			return fmt.Errorf("%s %s is not a number", name, values[0])
		}
		flag.SetFloat(n)
	case reflect.Int:
		n, err := strconv.Atoi(values[0])
		if err != nil || n < 0 {
			return fmt.Errorf("%s %s is not a whole number", name, values[0])
		}
		flag.SetInt(int64(n))
	default:
		flag.SetString(values[0])
	}
	return nil
}
