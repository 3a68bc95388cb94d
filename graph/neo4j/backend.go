package neo4j

import (
	"context"

	"github.com/entente-graph/entente/graph"
)

// Ask answers one step.
func (b *backend) Ask(ctx context.Context, s *graph.Step) (*graph.Asked, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return graph.Ask(ctx, s, func(s *graph.Step) graph.Printer[statement] { return newPrinter(b.ontology, s, b.revision) }, b)
}

// Counts runs a statement that counts the rows of parents.
func (b *backend) Counts(_ context.Context, st statement, found func(string, int)) error {
	return b.found(st, func(v *graph.Values) error {
		found(v.Text(), int(v.Number()))
		return nil
	})
}

// Groups runs a statement that counts groups.
func (b *backend) Groups(_ context.Context, st statement, g *graph.Group, found func(string, graph.GroupRow)) error {
	return b.found(st, func(v *graph.Values) error {
		parent := v.Text()
		row := graph.GroupRow{Keys: make([]string, len(g.By))}
		for i := range row.Keys {
			row.Keys[i] = v.Text()
		}
		row.Count = int(v.Number())
		if g.Behind {
			row.Articles, row.Origins = int(v.Number()), int(v.Number())
		}
		found(parent, row)
		return nil
	})
}

// Copies are the articles whose texts are near-copies of others with claims.
func (b *backend) Copies(context.Context) (map[graph.ArticleID]string, error) {
	return b.copies.At(b.revision, func() ([]graph.Text, error) {
		var texts []graph.Text
		err := b.rows(readTexts, params{"revision": int64(b.revision)}, func(v *graph.Values) error {
			texts = append(texts, graph.Text{Article: graph.ArticleID(v.Text()), Outlet: v.Text(), Print: v.Text(), Known: v.Day()})
			return nil
		})
		return texts, err
	})
}

// Rows runs a statement that finds rows.
func (b *backend) Rows(_ context.Context, st statement, s *graph.Step, found func(string, graph.Row)) error {
	scan := scanners[s.Field.Rows]
	if s.Field.Short() {
		scan = briefScanners[s.Field.Rows]
	}
	return b.found(st, func(v *graph.Values) error {
		parent := v.Text()
		r, err := scan(b, v)
		if err != nil {
			return err
		}
		if r.Entity != nil {
			if as := b.moves.ReadAs(r.Entity.ID, s.Field.Time.Known()); as != r.Entity.ID {
				r.Entity.MergedInto = as
			}
		}
		found(parent, r)
		return nil
	})
}

// scanners read the columns that a table's statements give, after the parent.
var scanners = map[graph.Rows]func(*backend, *graph.Values) (graph.Row, error){
	graph.Entities: (*backend).keptEntity, graph.Relations: (*backend).scanRelation, graph.Claims: (*backend).keptClaim,
	graph.Articles: alone(graph.ReadArticle), graph.Treaties: alone(graph.ReadTreaty), graph.Judgements: alone(graph.ReadJudgement),
}

// briefColumns are what is read of brief rows.
var briefColumns = map[graph.Rows][]string{
	graph.Entities:  {"id", "kind", "name"},
	graph.Relations: {"id", "kind", "subject", "object", "modality", "status", "confidence", "claimCount", "validFrom", "validTo"},
	graph.Articles:  {"id", "title", "url", "source", "published", "lang"},
}

// briefScanners read them.
var briefScanners = map[graph.Rows]func(*backend, *graph.Values) (graph.Row, error){
	graph.Entities: alone(graph.ReadBriefEntity), graph.Relations: (*backend).scanBriefRelation, graph.Articles: alone(graph.ReadBriefArticle),
}

// alone is a scanner that needs no more than the row.
func alone(read func(*graph.Values) (graph.Row, error)) func(*backend, *graph.Values) (graph.Row, error) {
	return func(_ *backend, v *graph.Values) (graph.Row, error) { return read(v) }
}
