package neo4j

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Log yields what the store holds from a revision on. What is folded meanwhile
// is in the next log, and so is what such a fold replaces.
func (s *Store) Log(ctx context.Context, after graph.Revision) iter.Seq2[graph.Record, error] {
	return func(yield func(graph.Record, error) bool) {
		if err := s.log(ctx, after, yield); err != nil && !errors.Is(err, errStop) {
			yield(graph.Record{}, err)
		}
	}
}

// errStop ends a log whose reader has had enough.
var errStop = errors.New("stop")

func (s *Store) log(ctx context.Context, after graph.Revision, yield func(graph.Record, error) bool) error {
	var last graph.Revision
	err := s.read(ctx, func(t *tx) error {
		rec, err := t.record(readMeta, nil)
		if err == nil && len(rec) > 1 {
			n, _ := rec[1].(int64)
			last = graph.Revision(n)
		}
		return err
	})
	for at := after; err == nil && at < last; {
		var revision graph.Revision
		var records []graph.Record
		err = s.read(ctx, func(t *tx) error {
			var err error
			if revision, err = revisionAfter(t, at); err != nil || revision == 0 || revision > last {
				return err
			}
			records = records[:0]
			for _, part := range logParts {
				if err := part.read(t, revision, "", &records); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || revision == 0 || revision > last {
			return err
		}
		for _, r := range records {
			r.Revision = revision
			if !yield(r, nil) {
				return errStop
			}
		}
		at = revision
	}
	return err
}

// revisionTexts find the next revision of each kind of record.
var revisionTexts = []string{
	`MATCH (n:Entity) USING INDEX SEEK n:Entity(revision) WHERE n.revision > $at AND NOT n.registry RETURN n.revision ORDER BY n.revision LIMIT 1`,
	`MATCH (n:Article) USING INDEX SEEK n:Article(revision, id) WHERE n.revision > $at AND n.id IS NOT NULL RETURN n.revision ORDER BY n.revision LIMIT 1`,
	`MATCH (n:Claim) USING INDEX SEEK n:Claim(revision, id) WHERE n.revision > $at AND n.id IS NOT NULL RETURN n.revision ORDER BY n.revision LIMIT 1`,
	`MATCH (n:Judgement) USING INDEX SEEK n:Judgement(revision) WHERE n.revision > $at RETURN n.revision ORDER BY n.revision LIMIT 1`,
}

// revisionAfter is the next revision that has brought anything; 0 when there is
// none.
func revisionAfter(t *tx, at graph.Revision) (graph.Revision, error) {
	var least graph.Revision
	for _, text := range revisionTexts {
		rec, err := t.record(text, params{"at": int64(at)})
		if err != nil {
			return 0, err
		}
		if len(rec) == 0 {
			continue
		}
		n, _ := rec[0].(int64)
		if r := graph.Revision(n); least == 0 || r < least {
			least = r
		}
	}
	return least, nil
}

// logPart reads the records of one kind, so many at a time, by id.
type logPart struct {
	text string
	scan func(*graph.Values) (graph.Row, error)
}

// logAtOnce bounds what one statement gives.
const logAtOnce = 5000

var logParts = []logPart{
	{
		`MATCH (w:Entity) USING INDEX SEEK w:Entity(revision) WHERE w.revision = $revision AND w.id > $id AND NOT w.registry WITH w ORDER BY w.id LIMIT $limit RETURN collect([w.registry, w.body, 0])`,
		readEntity,
	},
	{
		`MATCH (w:Article) USING INDEX SEEK w:Article(revision, id) WHERE w.revision = $revision AND w.id > $id AND ` + readByOthers + ` WITH w ORDER BY w.revision, w.id LIMIT $limit RETURN collect([` + columnsOf("w", articleColumns) + `])`,
		graph.ReadArticle,
	},
	{
		`MATCH (w:Claim) USING INDEX SEEK w:Claim(revision, id) WHERE w.revision = $revision AND w.id > $id AND w.extractor <> '` + graph.RegistryExtractor + `' WITH w ORDER BY w.revision, w.id LIMIT $limit RETURN collect([w.body])`,
		readClaim,
	},
	{
		`MATCH (w:Judgement) USING INDEX SEEK w:Judgement(revision) WHERE w.revision = $revision AND w.id > $id WITH w ORDER BY w.id LIMIT $limit RETURN collect([w.day, w.body])`,
		graph.ReadJudgement,
	},
}

func (l *logPart) read(t *tx, revision graph.Revision, id string, into *[]graph.Record) error {
	for {
		var rows []graph.Row
		err := t.rows(l.text, params{"revision": int64(revision), "id": id, "limit": int64(logAtOnce)}, func(v *graph.Values) error {
			r, err := l.scan(v)
			rows = append(rows, r)
			return err
		})
		if err != nil {
			return err
		}
		slices.SortFunc(rows, func(a, b graph.Row) int { return strings.Compare(a.Key(), b.Key()) })
		for _, r := range rows {
			*into = append(*into, graph.Record{Entity: r.Entity, Article: r.Article, Claim: r.Claim, Judgement: r.Judgement})
		}
		if len(rows) < logAtOnce {
			return nil
		}
		id = rows[len(rows)-1].Key()
	}
}
