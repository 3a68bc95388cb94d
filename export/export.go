// Package export writes the graph in the formats that other programs read. The
// format jsonl holds everything and moves a graph between stores; the others
// hold the network of relations that a filter picks, with the ids of the API
// and the words source and target for the ends of an edge.
//
// Everything is streamed: memory holds the ids of the nodes, never the edges or
// the claims. No export holds a clock, a revision or a host, so that the same
// graph gives the same bytes from every store.
package export

import (
	"context"
	"fmt"
	"io"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Filter picks the relations of an export. Its zero value takes the current
// facts.
type Filter struct {
	Where graph.Where
	// Claim holds conditions that one claim behind a relation must meet.
	Claim graph.Where
	Time  graph.Time
}

// zero reports whether nothing is asked.
func (f *Filter) zero() bool { return reflect.ValueOf(*f).IsZero() }

// Format is a way to write the graph.
type Format struct {
	Name string
	Type string // media type
	// Ext is the usual ending of a file's name.
	Ext string
	// Tables: the format is a set of tables (nodes, edges, claims); the whole
	// is a zip archive of them.
	Tables bool
	write  func(*writer) error
}

// Formats lists the formats by name.
func Formats() []Format {
	return []Format{
		{Name: "cytoscape", Type: "application/json", Ext: "cyjs", write: (*writer).cytoscape},
		{Name: "csv", Type: "text/csv; charset=utf-8", Ext: "csv", Tables: true},
		{Name: "gexf", Type: "application/gexf+xml", Ext: "gexf", write: (*writer).gexf},
		{Name: "graphml", Type: "application/graphml+xml", Ext: "graphml", write: (*writer).graphml},
		{Name: "jsonl", Type: "application/jsonl", Ext: "jsonl", write: (*writer).jsonl},
		{Name: "jsonld", Type: "application/ld+json", Ext: "jsonld", write: (*writer).jsonld},
		{Name: "nodelink", Type: "application/json", Ext: "json", write: (*writer).nodelink},
		{Name: "parquet", Type: "application/vnd.apache.parquet", Ext: "parquet", Tables: true},
	}
}

// FormatOf finds a format by its name.
func FormatOf(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("there is no export format %q; the formats are %s: %w", name, strings.Join(names, ", "), graph.ErrBadInput)
}

// Tables are the names of the tables of a format that has tables.
func Tables() []string { return []string{"nodes", "edges", "claims"} }

// Write writes the graph to out. table picks one table of a format that has
// tables; empty takes all, as a zip archive.
func Write(ctx context.Context, store graph.Store, f Format, table string, pick Filter, out io.Writer) error {
	if f.Name == "jsonl" && !pick.zero() {
		return fmt.Errorf("the format jsonl holds the whole graph, so that it can be moved: leave the conditions out, or choose another format: %w", graph.ErrBadInput)
	}
	w := &writer{ctx: ctx, store: store, pick: pick, out: out}
	if !reflect.ValueOf(pick.Claim).IsZero() {
		w.pick.Where.Said = &w.pick.Claim
	}
	if len(w.pick.Where.Statuses) == 0 {
		w.pick.Where.Statuses = []graph.Status{graph.StatusFact}
	}
	switch {
	case !f.Tables && table != "":
		return fmt.Errorf("the format %s has no tables: %w", f.Name, graph.ErrBadInput)
	case !f.Tables:
		return f.write(w)
	case table == "":
		return w.archive(f)
	case !slices.Contains(Tables(), table):
		return fmt.Errorf("there is no table %q; the tables are %s: %w", table, strings.Join(Tables(), ", "), graph.ErrBadInput)
	}
	return w.table(f, table)
}

type writer struct {
	ctx   context.Context
	store graph.Store
	pick  Filter
	out   io.Writer
	ref   graph.Reference
}

// rows yields all rows of a field, page by page in the order of their ids.
func (w *writer) rows(f graph.Field) iter.Seq2[graph.Row, error] {
	return func(yield func(graph.Row, error) bool) {
		f.Name, f.Order, f.Page = "rows", []graph.Order{{Field: graph.ByID}}, graph.Page{First: graph.MaxPage}
		for {
			res, err := w.store.Query(w.ctx, &graph.Query{Fields: []*graph.Field{&f}})
			if err != nil {
				yield(graph.Row{}, err)
				return
			}
			w.ref = f.Time.Reference(res.Latest)
			page := res.Fields["rows"].Page("")
			for _, r := range page.Rows {
				if !yield(r, nil) {
					return
				}
			}
			if !page.HasNext {
				return
			}
			c := graph.CursorOf(&f, page.Rows[len(page.Rows)-1])
			f.Page.After = &c
		}
	}
}

// edges yields the relations that the filter picks, by id.
func (w *writer) edges() iter.Seq2[*graph.Relation, error] {
	return func(yield func(*graph.Relation, error) bool) {
		for r, err := range w.rows(graph.Field{Rows: graph.Relations, Where: w.pick.Where, Time: w.pick.Time}) {
			if !yield(r.Relation, err) || err != nil {
				return
			}
		}
	}
}

// nodes yields the entities at the ends of the relations, by id.
func (w *writer) nodes() iter.Seq2[*graph.Entity, error] {
	return func(yield func(*graph.Entity, error) bool) {
		ids := map[string]bool{}
		for r, err := range w.edges() {
			if err != nil {
				yield(nil, err)
				return
			}
			ids[string(r.Subject)], ids[string(r.Object)] = true, true
		}
		for part := range slices.Chunk(slices.Sorted(maps.Keys(ids)), graph.MaxPage) {
			byID := map[graph.EntityID]*graph.Entity{}
			for r, err := range w.rows(graph.Field{Rows: graph.Entities, Where: graph.Where{IDs: part}}) {
				if err != nil {
					yield(nil, err)
					return
				}
				byID[r.Entity.ID] = r.Entity
			}
			if err := w.treaties(part, byID); err != nil {
				yield(nil, err)
				return
			}
			for _, id := range part {
				e := byID[graph.EntityID(id)]
				if e == nil || e.Name == "" {
					e = &graph.Entity{ID: graph.EntityID(id), Kind: graph.EntityID(id).Kind(), Name: graph.EntityID(id).Code()}
				}
				if !yield(e, nil) {
					return
				}
			}
		}
	}
}

// treaties adds those among the ids as nodes with their titles: a treaty is
// folded, not kept.
func (w *writer) treaties(ids []string, byID map[graph.EntityID]*graph.Entity) error {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return graph.EntityID(id).Kind() != graph.Treaty })
	if len(ids) == 0 { // which would ask for all
		return nil
	}
	f := graph.Field{Rows: graph.Treaties, Where: graph.Where{IDs: ids}, Time: graph.Time{KnownBy: w.pick.Time.KnownBy}}
	for r, err := range w.rows(f) {
		if err != nil {
			return err
		}
		byID[r.Treaty.ID] = &graph.Entity{ID: r.Treaty.ID, Kind: graph.Treaty, Name: r.Treaty.Title}
	}
	return nil
}

// claims yields the claims that the filter picks, by id.
func (w *writer) claims() iter.Seq2[*graph.Claim, error] {
	where := w.pick.Where
	// What only relations know is no condition on claims.
	where.Statuses, where.Sources, where.ClaimsMin, where.Said, where.Direction = nil, nil, nil, nil, ""
	where.Began, where.Ended, where.Reported = graph.Range{}, graph.Range{}, graph.Range{}
	c := &w.pick.Claim
	where.Agent, where.Speaker, where.Voices, where.Forms, where.Places = c.Agent, c.Speaker, c.Voices, c.Forms, c.Places
	where.Outlets, where.Languages, where.Text, where.Published = c.Outlets, c.Languages, c.Text, c.Published
	return func(yield func(*graph.Claim, error) bool) {
		for r, err := range w.rows(graph.Field{Rows: graph.Claims, Where: where, Time: w.pick.Time}) {
			if !yield(r.Claim, err) || err != nil {
				return
			}
		}
	}
}

// node is what every format says of an entity.
type node struct {
	ID   string `json:"id" parquet:"id"`
	Name string `json:"name" parquet:"name"`
	Kind string `json:"kind" parquet:"kind"`
	ISO3 string `json:"iso3,omitempty" parquet:"iso3"`
	From string `json:"from,omitempty" parquet:"from"`
	To   string `json:"to,omitempty" parquet:"to"`
}

func nodeOf(e *graph.Entity) node {
	return node{string(e.ID), e.Name, string(e.Kind), e.ISO3, string(e.From), string(e.To)}
}

// edge is what every format says of a relation. Dates are at the precision of
// the text; empty is unknown.
type edge struct {
	ID            string  `json:"id" parquet:"id"`
	Source        string  `json:"source" parquet:"source"`
	Target        string  `json:"target" parquet:"target"`
	Kind          string  `json:"kind" parquet:"kind"`
	Modality      string  `json:"modality" parquet:"modality"`
	Status        string  `json:"status" parquet:"status"`
	Confidence    float64 `json:"confidence" parquet:"confidence"`
	ClaimCount    int64   `json:"claimCount" parquet:"claimCount"`
	SourceCount   int64   `json:"sourceCount" parquet:"sourceCount"`
	ValidFrom     string  `json:"validFrom,omitempty" parquet:"validFrom"`
	ValidTo       string  `json:"validTo,omitempty" parquet:"validTo"`
	FirstReported string  `json:"firstReported,omitempty" parquet:"firstReported"`
	LastAttested  string  `json:"lastAttested,omitempty" parquet:"lastAttested"`
	Against       string  `json:"against,omitempty" parquet:"against"` // ids, separated by a space
	Items         string  `json:"items,omitempty" parquet:"items"`     // separated by a semicolon
}

func (w *writer) edgeOf(r *graph.Relation) edge {
	var against []string
	for _, id := range r.Against {
		against = append(against, string(id))
	}
	return edge{
		ID: string(r.ID), Source: string(r.Subject), Target: string(r.Object), Kind: string(r.Kind),
		Modality: string(r.Modality), Status: string(r.StatusAt(w.ref)), Confidence: float64(r.Confidence) / 1000,
		ClaimCount: int64(r.ClaimCount), SourceCount: int64(r.SourceCount),
		ValidFrom: string(r.ValidFrom), ValidTo: string(r.ValidTo),
		FirstReported: string(graph.DateOf(r.FirstReported)), LastAttested: string(graph.DateOf(r.LastAttested)),
		Against: strings.Join(against, " "), Items: strings.Join(r.Items, "; "),
	}
}

// statement is what a table says of a claim.
type statement struct {
	ID        string  `parquet:"id"`
	Source    string  `parquet:"source"`
	Target    string  `parquet:"target"`
	Kind      string  `parquet:"kind"`
	Modality  string  `parquet:"modality"`
	Voice     string  `parquet:"voice"`
	Ended     bool    `parquet:"ended"`
	ValidFrom string  `parquet:"validFrom"`
	ValidTo   string  `parquet:"validTo"`
	Conf      float64 `parquet:"confidence"`
	Rule      string  `parquet:"rule"`
	Article   string  `parquet:"article"`
	URL       string  `parquet:"url"`
	Published string  `parquet:"published"`
	Start     int64   `parquet:"start"`
	End       int64   `parquet:"end"`
	Quote     string  `parquet:"quote"`
}

func statementOf(c *graph.Claim) statement {
	e := &c.Evidence
	return statement{
		string(c.ID), string(c.Subject.ID), string(c.Object.ID), string(c.Relation), string(c.Modality), string(c.Voice), c.Ended,
		string(c.ValidFrom), string(c.ValidTo), float64(c.Confidence) / 1000, c.Rule,
		string(e.Article), e.URL, string(e.Published), int64(e.Start), int64(e.End), e.Quote,
	}
}
