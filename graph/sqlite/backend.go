package sqlite

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// backend answers the steps of one question, in one read transaction.
type backend struct {
	ontology *schema.Ontology
	*session
	claims   *graph.Decoded[graph.Claim]
	entities *graph.Decoded[graph.Entity]
	copies   *lentCopies
	lent     []lent // until the question is answered
	revision graph.Revision
}

var _ graph.Backend = (*backend)(nil)

// State reads what answers are read against.
func (b *backend) State(ctx context.Context, undated bool) (rev graph.Revision, latest graph.Day, without int, err error) {
	if err := ctx.Err(); err != nil {
		return 0, 0, 0, err
	}
	text, args := `SELECT m.value, (SELECT value FROM meta WHERE name = 'latest'), 0 FROM meta m WHERE m.name = 'revision'`, []any(nil)
	if undated {
		text = `SELECT m.value, (SELECT value FROM meta WHERE name = 'latest'),
			(SELECT count(*) FROM article a WHERE a.pub = ? AND a.revision <= m.value AND ` + readByOthers + `) FROM meta m WHERE m.name = 'revision'`
		args = []any{int64(graph.MinDay)}
	}
	_, err = b.row(text, args, &rev, &latest, &without)
	b.revision = rev
	return rev, latest, without, err
}

// Ask answers one step.
func (b *backend) Ask(ctx context.Context, s *graph.Step) (*graph.Asked, error) {
	print := func(s *graph.Step) graph.Printer[statement] {
		p := newPrinter(b.ontology, s, b.revision)
		if s.Copies != nil {
			p.copies = b.lent[len(b.lent)-1]
		}
		return p
	}
	return graph.Ask(ctx, s, print, b)
}

// Counts runs a statement that counts the rows of parents.
func (b *backend) Counts(ctx context.Context, st statement, found func(string, int)) error {
	return b.each(ctx, st.text, st.args, func(scan func(...any) error) error {
		var parent string
		var n int
		err := scan(&parent, &n)
		found(parent, n)
		return err
	})
}

// Groups runs a statement that counts groups.
func (b *backend) Groups(ctx context.Context, st statement, g *graph.Group, found func(string, graph.GroupRow)) error {
	return b.each(ctx, st.text, st.args, func(scan func(...any) error) error {
		var parent string
		row := graph.GroupRow{Keys: make([]string, len(g.By))}
		into := []any{&parent}
		for i := range row.Keys {
			into = append(into, &row.Keys[i])
		}
		into = append(into, &row.Count)
		if g.Behind {
			into = append(into, &row.Articles, &row.Origins)
		}
		err := scan(into...)
		found(parent, row)
		return err
	})
}

// Rows runs a statement that finds rows.
func (b *backend) Rows(ctx context.Context, st statement, s *graph.Step, found func(string, graph.Row)) error {
	scan := scanners[s.Field.Rows]
	if s.Field.Short() {
		scan = briefScanners[s.Field.Rows]
	}
	return b.values(ctx, st.text, st.args, func(row []any) error {
		v := graph.ValuesOf(row)
		parent := v.Text()
		r, err := scan(b, v)
		if err != nil {
			return err
		}
		found(parent, r)
		return v.Err()
	})
}

// columns reads a text of several columns from its front.
type columns struct {
	rest string
	err  error
}

func (c *columns) text() string {
	value, rest, ok := strings.Cut(c.rest, "\x1f")
	if !ok && c.err == nil {
		c.err = fmt.Errorf("a row ends too soon: %w", graph.ErrCorrupt)
	}
	c.rest = rest
	return value
}

func (c *columns) number() int {
	n, err := strconv.Atoi(c.text())
	if err != nil && c.err == nil {
		c.err = fmt.Errorf("no number in a row: %w", graph.ErrCorrupt)
	}
	return n
}

func (c *columns) day() graph.Day { return graph.Day(c.number()) }

// scanners read the columns that a table's statements give, after the parent.
var scanners = map[graph.Rows]func(*backend, *graph.Values) (graph.Row, error){
	graph.Entities: (*backend).scanEntity, graph.Relations: (*backend).scanRelation, graph.Claims: (*backend).scanClaim,
	graph.Articles: alone(graph.ReadArticle), graph.Treaties: alone(graph.ReadTreaty), graph.Judgements: alone(graph.ReadJudgement),
}

// briefScanners read the columns of brief rows.
var briefScanners = map[graph.Rows]func(*backend, *graph.Values) (graph.Row, error){
	graph.Entities: alone(graph.ReadBriefEntity), graph.Relations: (*backend).scanBriefRelation, graph.Articles: alone(graph.ReadBriefArticle),
}

// alone is a scanner that needs no more than the row.
func alone(read func(*graph.Values) (graph.Row, error)) func(*backend, *graph.Values) (graph.Row, error) {
	return func(_ *backend, v *graph.Values) (graph.Row, error) { return read(v) }
}
