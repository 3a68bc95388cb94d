package graph

import (
	"fmt"
	"strconv"
	"strings"
)

// String prints the query as a readable plan, one line a field, the same for
// the same query: tests and traces compare and show it.
func (q *Query) String() string {
	var b strings.Builder
	var walk func(fs []*Field, depth int)
	walk = func(fs []*Field, depth int) {
		for _, f := range fs {
			b.WriteString(strings.Repeat("  ", depth))
			b.WriteString(f.line())
			b.WriteByte('\n')
			walk(f.Fields, depth+1)
		}
	}
	walk(q.Fields, 0)
	return b.String()
}

func (f *Field) line() string {
	parts := []string{f.Name + ": " + string(f.Rows)}
	if f.Via != Root {
		parts = append(parts, "via "+string(f.Via))
	}
	if len(f.Of) > 0 {
		parts = append(parts, fmt.Sprintf("of %v", f.Of))
	}
	if w := f.Where.String(); w != "" {
		parts = append(parts, "where "+w)
	}
	if t := f.Time.String(); t != "" {
		parts = append(parts, t)
	}
	if !f.Only {
		var keys []string
		for _, o := range f.Ordering() {
			k := string(o.Field)
			if o.Desc {
				k += " desc"
			}
			keys = append(keys, k)
		}
		parts = append(parts, "order "+strings.Join(keys, ", "))
		if p := f.Page.String(); p != "" {
			parts = append(parts, p)
		}
	}
	if f.Count {
		parts = append(parts, "count")
	}
	if f.Group != nil {
		parts = append(parts, fmt.Sprintf("group %v limit %d", f.Group.By, f.Group.Limit))
		if f.Group.Behind {
			parts = append(parts, "with articles and origins")
		}
	}
	return strings.Join(parts, " ")
}

// String prints the conditions in the order of their declaration.
func (w *Where) String() string {
	var out []string
	w.each(func(name string, v any) { out = append(out, fmt.Sprintf("%s=%v", name, v)) })
	return strings.Join(out, " ")
}

// each calls f with the conditions that are set.
func (w *Where) each(f func(name string, v any)) {
	add := func(name string, v any, set bool) {
		if set {
			f(name, v)
		}
	}
	add("ids", w.IDs, len(w.IDs) > 0)
	add("kinds", w.Kinds, len(w.Kinds) > 0)
	add("subject", w.Subject, len(w.Subject) > 0)
	add("object", w.Object, len(w.Object) > 0)
	add("either", w.Either, len(w.Either) > 0)
	add("pair", w.Pair, len(w.Pair) > 0)
	add("touching", w.Touching, len(w.Touching) > 0)
	add("against", w.Against, len(w.Against) > 0)
	add("within", w.Within, len(w.Within) > 0)
	add("modality", w.Modalities, len(w.Modalities) > 0)
	add("items", w.Items, len(w.Items) > 0)
	add("domains", w.Domains, len(w.Domains) > 0)
	if w.Confidence != nil {
		add("confidence>", int(*w.Confidence), true)
	}
	add("direction", w.Direction, w.Direction != "")
	add("status", w.Statuses, len(w.Statuses) > 0)
	if w.Sources != nil {
		add("sources>", *w.Sources, true)
	}
	if w.ClaimsMin != nil {
		add("claims>", *w.ClaimsMin, true)
	}
	add("began", w.Began, !w.Began.Open())
	add("appeared", w.Appeared, !w.Appeared.Open())
	add("ended", w.Ended, !w.Ended.Open())
	add("reported", w.Reported, !w.Reported.Open())
	add("office", w.Office, len(w.Office) > 0)
	if w.Said != nil {
		add("said", "("+w.Said.String()+")", true)
	}
	add("told", w.Told, w.Told)
	add("agent", w.Agent, len(w.Agent) > 0)
	add("voice", w.Voices, len(w.Voices) > 0)
	if w.Over != nil {
		add("over", *w.Over, true)
	}
	add("places", w.Places, len(w.Places) > 0)
	add("form", w.Forms, len(w.Forms) > 0)
	add("published", w.Published, !w.Published.Open())
	add("text", strconv.Quote(w.Text), w.Text != "")
	add("speaker", w.Speaker, len(w.Speaker) > 0)
	add("outlets", w.Outlets, len(w.Outlets) > 0)
	add("languages", w.Languages, len(w.Languages) > 0)
	add("urls", w.URLs, len(w.URLs) > 0)
	add("news", w.News, w.News)
	add("entities", w.EntityKinds, len(w.EntityKinds) > 0)
	add("search", strconv.Quote(w.Search), w.Search != "")
	add("parties", w.Parties, len(w.Parties) > 0)
	add("treaties", w.TreatyKinds, len(w.TreatyKinds) > 0)
	add("stages", w.TreatyStatuses, len(w.TreatyStatuses) > 0)
	if w.MutualDefence != nil {
		add("mutual", *w.MutualDefence, true)
	}
	add("verbs", w.Verbs, len(w.Verbs) > 0)
}

// String prints the range as [from,to], an open end as nothing.
func (r Range) String() string {
	s := "["
	if r.From != nil {
		s += r.From.String()
	}
	s += ","
	if r.To != nil {
		s += r.To.String()
	}
	return s + "]"
}

// String prints the time's conditions; empty when there are none.
func (t Time) String() string {
	var out []string
	if t.At != nil {
		out = append(out, "at "+t.At.String())
	}
	if t.From != nil || t.To != nil {
		out = append(out, "overlapping "+Range{t.From, t.To}.String())
	}
	if t.KnownBy != nil {
		out = append(out, "known by "+t.KnownBy.String())
	}
	return strings.Join(out, " ")
}

// String prints the page's bounds.
func (p Page) String() string {
	var out []string
	if p.All {
		out = append(out, fmt.Sprintf("all up to %d", p.Limit))
	}
	if p.Ends > 0 {
		out = append(out, fmt.Sprintf("between up to %d", p.Ends))
	}
	if p.First > 0 {
		out = append(out, fmt.Sprintf("first %d", p.First))
	}
	if p.Last > 0 {
		out = append(out, fmt.Sprintf("last %d", p.Last))
	}
	if p.After != nil {
		out = append(out, fmt.Sprintf("after %v %s", p.After.Keys, p.After.ID))
	}
	if p.Before != nil {
		out = append(out, fmt.Sprintf("before %v %s", p.Before.Keys, p.Before.ID))
	}
	return strings.Join(out, " ")
}
