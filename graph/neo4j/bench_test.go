package neo4j_test

import (
	"context"
	"encoding/json"
	"slices"
	"syscall"
	"testing"
	"time"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
)

// profile asks for an entity, a page of 20 of its relations and their other ends.
func profile(id string) *graph.Query {
	return &graph.Query{Fields: []*graph.Field{{
		Name: "state", Rows: graph.Entities, Where: graph.Where{IDs: []string{id}}, Page: graph.Page{First: 1},
		Fields: []*graph.Field{{
			Name: "relations", Rows: graph.Relations, Via: graph.ViaEntity, Page: graph.Page{First: 20},
			Fields: []*graph.Field{{Name: "other", Rows: graph.Entities, Via: graph.ViaOther}},
		}},
	}}}
}

// byHand answers profile with Cypher written for it alone, in one read
// transaction, a statement a step, and gives the relations' ids in order.
func byHand(ctx context.Context, d driver.DriverWithContext, id string) ([]string, error) {
	const lookUp = `UNWIND $ids AS id MATCH (e:Entity) USING INDEX SEEK e:Entity(id) WHERE e.id = id RETURN collect([e.id, e.body])`
	columns := "w.id, w.knownFrom, w.knownTo, w.kind, w.subject, w.object, w.modality, w.treaty, w.status, w.office, w.confidence, w.claimCount, w.sourceCount, " +
		"w.validFrom, w.validTo, w.firstReported, w.lastAttested, w.against, w.items, w.domains"
	arm := func(end string) string {
		return `MATCH (w:Relation) USING INDEX SEEK w:Relation(` + end + `, past, since, id) WHERE w.` + end + ` = $id AND w.past = 0 AND w.since <= $max AND w.id IS NOT NULL
			RETURN w ORDER BY w.since DESC, w.id DESC LIMIT 21`
	}
	page := `CALL () { ` + arm("subject") + ` UNION ALL ` + arm("object") + ` } WITH w ORDER BY w.since DESC, w.id DESC LIMIT 21 RETURN collect([` + columns + `])`
	s := d.NewSession(ctx, driver.SessionConfig{AccessMode: driver.AccessModeRead, FetchSize: driver.FetchAll})
	defer s.Close(ctx)
	tx, err := s.BeginTransaction(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.Close(ctx)
	list := func(text string, p map[string]any) ([]any, error) {
		res, err := tx.Run(ctx, text, p)
		if err != nil {
			return nil, err
		}
		rec, err := res.Single(ctx)
		if err != nil {
			return nil, err
		}
		return rec.Values[0].([]any), nil
	}
	entities := func(ids []string) error {
		rows, err := list(lookUp, map[string]any{"ids": ids})
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := json.Unmarshal([]byte(r.([]any)[1].(string)), &graph.Entity{}); err != nil {
				return err
			}
		}
		return nil
	}
	if err := entities([]string{id}); err != nil {
		return nil, err
	}
	rows, err := list(page, map[string]any{"id": id, "max": int64(graph.Never)})
	if err != nil {
		return nil, err
	}
	var ids, others []string
	for _, r := range rows[:min(len(rows), 20)] {
		row := r.([]any)
		ids = append(ids, row[0].(string))
		other := row[5].(string)
		if other == id {
			other = row[4].(string)
		}
		if !slices.Contains(others, other) {
			others = append(others, other)
		}
	}
	return ids, entities(others)
}

// BenchmarkPoint is a look-up of an entity with 20 of its relations and their
// other ends, of one with thousands of relations (hub) and of one with few
// (leaf), and the same by hand, which must find the same relations.
func BenchmarkPoint(b *testing.B) {
	ctx := context.Background()
	s := filled(b, 2000, 12000)
	d := raw(b)
	for _, who := range []struct{ name, id string }{{"hub", "state:AAA"}, {"leaf", "state:ADA"}} {
		ask := func() ([]string, error) {
			res, err := s.Query(ctx, profile(who.id))
			if err != nil {
				return nil, err
			}
			var ids []string
			for _, p := range res.Fields["state"].Fields["relations"].Pages {
				for _, r := range p.Rows {
					ids = append(ids, string(r.Relation.ID))
				}
			}
			return ids, nil
		}
		want, err := ask()
		if err != nil {
			b.Fatal(err)
		}
		got, err := byHand(ctx, d, who.id)
		if err != nil {
			b.Fatal(err)
		}
		if len(want) != 20 || !slices.Equal(want, got) {
			b.Fatalf("%s: the store finds %d relations, by hand %d: they must be the same 20\n%v\n%v", who.name, len(want), len(got), want, got)
		}
		b.Run(who.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := ask(); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(who.name+" by hand", func(b *testing.B) {
			for b.Loop() {
				if _, err := byHand(ctx, d, who.id); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// copied are the nodes of a label, or the relationships of a type with the keys of
// their ends, as they lie in a loaded database.
type copied struct {
	create string
	rows   []any
}

func copyOf(b *testing.B, d driver.DriverWithContext, read, create string) copied {
	b.Helper()
	c := copied{create: create, rows: run(b, d, read, nil)[0].Values[0].([]any)}
	if len(c.rows) == 0 {
		b.Fatalf("nothing to copy: %s", read)
	}
	return c
}

// BenchmarkLoad puts articles with their claims and folds them, and writes the
// very same articles, claims, groups and relations, nothing worked out, by
// batched UNWIND and MERGE over Bolt under the same constraints and indexes. The
// store writes entities, words, roles and native relationships besides.
func BenchmarkLoad(b *testing.B) {
	ctx := context.Background()
	s := open(b)
	defer s.Close()
	d := raw(b)
	var batches []*graph.Batch
	for batch := range graphtest.Generate(200, 4000, 1) {
		batches = append(batches, batch)
	}
	load := func(b *testing.B, fold bool) {
		for _, batch := range batches {
			if err := s.Put(ctx, batch); err != nil {
				b.Fatal(err)
			}
		}
		if fold {
			if _, err := s.Fold(ctx); err != nil {
				b.Fatal(err)
			}
		}
	}
	load(b, true)
	claims := int(run(b, d, `MATCH (c:Claim) RETURN count(c)`, nil)[0].Values[0].(int64))
	kept := []copied{
		copyOf(b, d, `MATCH (n:Article) RETURN collect(properties(n))`, `UNWIND $rows AS r MERGE (n:Article {id: r.id}) SET n = r`),
		copyOf(b, d, `MATCH (n:Group) RETURN collect(properties(n))`, `UNWIND $rows AS r MERGE (n:Group {key: r.key}) SET n = r`),
		copyOf(b, d, `MATCH (n:Claim) RETURN collect(properties(n))`, `UNWIND $rows AS r MATCH (a:Article {id: r.article}) MERGE (n:Claim {id: r.id}) SET n = r MERGE (n)-[:IN]->(a)`),
		copyOf(b, d, `MATCH (c:Claim)-[:IN_GROUP]->(g) RETURN collect([c.id, g.key])`, `UNWIND $rows AS r MATCH (c:Claim {id: r[0]}) MATCH (g:Group {key: r[1]}) MERGE (c)-[:IN_GROUP]->(g)`),
	}
	folded := []copied{
		copyOf(b, d, `MATCH (n:Relation) RETURN collect(properties(n))`, `UNWIND $rows AS r MERGE (n:Relation {key: r.key}) SET n = r`),
		copyOf(b, d, `MATCH (n:Relation)-[s:RESTS_ON]->(c) RETURN collect([n.key, c.id, properties(s)])`,
			`UNWIND $rows AS r MATCH (n:Relation {key: r[0]}) MATCH (c:Claim {id: r[1]}) CREATE (n)-[s:RESTS_ON]->(c) SET s = r[2]`),
	}
	write := func(b *testing.B, all []copied) {
		for _, c := range all {
			for part := range slices.Chunk(c.rows, 2000) {
				run(b, d, c.create, map[string]any{"rows": part})
			}
		}
	}
	// What a store knows of itself (Meta) goes with the rest and is made again by
	// opening it.
	fresh := func(b *testing.B) {
		b.StopTimer()
		empty(b, d)
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		s = reopen(b, server(b))
		b.StartTimer()
	}
	// The server has planned the store's statements by now; those by hand must not
	// be measured with their planning either.
	empty(b, d)
	write(b, kept)
	write(b, folded)
	for _, way := range []struct {
		name string
		do   func(*testing.B)
	}{
		{"put", func(b *testing.B) { load(b, false) }},
		{"put by hand", func(b *testing.B) { write(b, kept) }},
		{"put and fold", func(b *testing.B) { load(b, true) }},
		{"put and fold by hand", func(b *testing.B) { write(b, kept); write(b, folded) }},
	} {
		b.Run(way.name, func(b *testing.B) {
			var used time.Duration
			for b.Loop() {
				fresh(b)
				b.StopTimer()
				began := computed(b, d)
				b.StartTimer()
				way.do(b)
				b.StopTimer()
				used += computed(b, d) - began
				b.StartTimer()
			}
			b.ReportMetric(float64(claims*b.N)/b.Elapsed().Seconds(), "claims/s")
			b.ReportMetric(float64(claims*b.N)/used.Seconds(), "claims/cpu-s")
		})
	}
}

// computed is the processor time that the server and this process have used: on
// a machine that others use too it tells more than the clock.
func computed(b *testing.B, d driver.DriverWithContext) time.Duration {
	b.Helper()
	const text = `CALL dbms.queryJmx('java.lang:type=OperatingSystem') YIELD attributes RETURN attributes.ProcessCpuTime.value`
	server, ok := run(b, d, text, nil)[0].Values[0].(int64)
	var own syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &own); err != nil || !ok {
		b.Fatalf("no processor time: %v, %v", err, server)
	}
	return time.Duration(server + own.Utime.Nano() + own.Stime.Nano())
}
