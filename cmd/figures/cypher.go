package main

import (
	"context"
	"encoding/gob"
	"errors"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// byCypher is the floor of Neo4j: statements of fixed texts, each answered by one
// record, as the store's are.
type byCypher struct {
	driver neo4j.DriverWithContext
	latest int64
}

func openCypher(address string) (*byCypher, error) {
	d, err := neo4j.NewDriverWithContext(address, neo4j.NoAuth())
	if err != nil {
		return nil, err
	}
	for _, v := range []any{map[string]any{}, []any{}} { // what spilled rows are made of
		gob.Register(v)
	}
	return &byCypher{driver: d}, nil
}

// setLatest reads the latest day of publication, as of which the questions are
// answered.
func (h *byCypher) setLatest(ctx context.Context) error {
	rows, err := h.ask(ctx, `MATCH (m:Meta {id: 'meta'}) RETURN [m.latest]`, nil)
	if err == nil {
		h.latest, _ = rows[0].(int64)
	}
	return err
}

func (h *byCypher) used(ctx context.Context) (time.Duration, error) {
	rows, err := h.ask(ctx, `CALL dbms.queryJmx('java.lang:type=OperatingSystem') YIELD attributes RETURN [attributes.ProcessCpuTime.value]`, nil)
	if err != nil {
		return 0, err
	}
	n, _ := rows[0].(int64)
	return time.Duration(n), nil
}

func (h *byCypher) close() error { return h.driver.Close(context.Background()) }

// ask runs a statement that answers with one list.
func (h *byCypher) ask(ctx context.Context, text string, params map[string]any) (list []any, err error) {
	s := h.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead, FetchSize: neo4j.FetchAll})
	defer func() { err = errors.Join(err, s.Close(ctx)) }()
	// As the store does: else the server plans each anew while it still counts what
	// was loaded.
	res, err := s.Run(ctx, "CYPHER replan=skip "+text, params)
	if err != nil {
		return nil, err
	}
	rec, err := res.Single(ctx)
	if err != nil {
		return nil, err
	}
	return rec.Values[0].([]any), nil
}

const (
	cypherFacts   = ` w.past = 0 AND w.since <= $to AND w.id IS NOT NULL AND w.status = 'FACT' `
	cypherColumns = `[w.id, w.kind, w.subject, w.object, w.validFrom, w.claimCount]`
)

// edgeOf reads the columns of a relation.
func edgeOf(row any) edge {
	v := row.([]any)
	text := func(i int) string { return v[i].(string) }
	return edge{text(0), text(1), text(2), text(3), text(4), int(v[5].(int64))}
}

func (h *byCypher) params(more map[string]any) map[string]any {
	p := map[string]any{"to": int64(graph.Never), "latest": h.latest}
	for k, v := range more {
		p[k] = v
	}
	return p
}

func (h *byCypher) names(ctx context.Context, ids []string) (map[string]string, error) {
	rows, err := h.ask(ctx, `UNWIND $ids AS id MATCH (e:Entity) USING INDEX SEEK e:Entity(id) WHERE e.id = id RETURN collect([e.id, e.name])`, h.params(map[string]any{"ids": ids}))
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		v := r.([]any)
		names[v[0].(string)] = v[1].(string)
	}
	return names, err
}

var cypherPage = func() string {
	walk := func(end string) string {
		return `MATCH (w:Relation) USING INDEX SEEK w:Relation(` + end + `, past, since, id) WHERE w.` + end + ` = p AND` + cypherFacts + `AND w.endsOn > $latest
			RETURN w ORDER BY w.since DESC, w.id DESC LIMIT 20`
	}
	return `UNWIND $ids AS p CALL (p) { CALL (p) { ` + walk("subject") + ` UNION ALL ` + walk("object") + ` }
		WITH w ORDER BY w.since DESC, w.id DESC LIMIT 20 RETURN collect(` + cypherColumns + `) AS page } RETURN collect([p, page])`
}()

func (h *byCypher) page(ctx context.Context, ids []string, do func(string, edge)) error {
	rows, err := h.ask(ctx, cypherPage, h.params(map[string]any{"ids": ids}))
	for _, r := range rows {
		v := r.([]any)
		for _, e := range v[1].([]any) {
			do(v[0].(string), edgeOf(e))
		}
	}
	return err
}

func edgesOf(rows []any, err error) ([]edge, error) {
	var list []edge
	for _, r := range rows {
		list = append(list, edgeOf(r))
	}
	return list, err
}

func (h *byCypher) window(ctx context.Context, kinds []schema.Kind, from, to graph.Day) ([]edge, error) {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return edgesOf(h.ask(ctx, `UNWIND $kinds AS k CALL (k) { MATCH (w:Relation) USING INDEX SEEK w:Relation(kind, past, since, id) WHERE w.kind = k AND`+cypherFacts+
		`AND w.high >= $from AND w.low <= $to AND w.endsOn > $from RETURN w ORDER BY w.since DESC, w.id DESC LIMIT 100 }
		WITH w ORDER BY w.since DESC, w.id DESC LIMIT 100 RETURN collect(`+cypherColumns+`)`, h.params(map[string]any{"kinds": names, "from": int64(from), "to": int64(to)})))
}

func (h *byCypher) within(ctx context.Context, from, to graph.Day) ([]edge, error) {
	return edgesOf(h.ask(ctx, `MATCH (w:Relation) USING INDEX SEEK w:Relation(past, since, id) WHERE`+cypherFacts+
		`AND w.high >= $from AND w.low <= $to AND w.endsOn > $from WITH w ORDER BY w.id RETURN collect(`+cypherColumns+`)`, h.params(map[string]any{"from": int64(from), "to": int64(to)})))
}

func (h *byCypher) counted(ctx context.Context, text string) (list []count, err error) {
	rows, err := h.ask(ctx, text, h.params(nil))
	for _, r := range rows {
		v := r.([]any)
		list = append(list, count{v[0].(string), int(v[1].(int64))})
	}
	return list, err
}

const cypherStanding = `MATCH (w:Relation) USING INDEX SEEK w:Relation(past, since, id) WHERE` + cypherFacts + `AND w.endsOn > $latest `

func (h *byCypher) counts(ctx context.Context) ([]count, error) {
	return h.counted(ctx, cypherStanding+`WITH w.kind AS k, count(*) AS n ORDER BY n DESC, k LIMIT 100 RETURN collect([k, n])`)
}

func (h *byCypher) ends(ctx context.Context) ([]count, error) {
	return h.counted(ctx, cypherStanding+`UNWIND [w.subject, w.object] AS e WITH e WHERE e STARTS WITH 'state:' WITH e, count(*) AS n ORDER BY n DESC, e RETURN collect([e, n])`)
}

// claimOf reads the columns of a claim.
func claimOf(row any) claim {
	v := row.([]any)
	text := func(i int) string { return v[i].(string) }
	return claim{id: text(0), kind: text(1), subject: text(2), object: text(3), modality: text(4), voice: text(5), quote: text(6), title: text(7), url: text(8)}
}

const cypherClaim = `[c.id, c.kind, c.subject, c.object, c.modality, c.voice, c.quote, a.title, a.url]`

func (h *byCypher) behind(ctx context.Context, relations []string) (map[string][]claim, error) {
	rows, err := h.ask(ctx, `UNWIND $ids AS r CALL (r) { MATCH ()-[s:RESTS_ON]->(c) USING INDEX SEEK s:RESTS_ON(of, pub, claim)
		WHERE s.of = r AND s.pub IS NOT NULL AND s.claim IS NOT NULL AND s.knownTo > 2147483646 RETURN c ORDER BY s.of DESC, s.pub DESC, s.claim DESC LIMIT 3 }
		MATCH (c)-[:IN]->(a) RETURN collect([r, `+cypherClaim+`])`, map[string]any{"ids": relations})
	out := map[string][]claim{}
	for _, r := range rows {
		v := r.([]any)
		out[v[0].(string)] = append(out[v[0].(string)], claimOf(v[1]))
	}
	return out, err
}

func (h *byCypher) about(ctx context.Context, id string) (list []claim, err error) {
	walk := func(end, more string) string {
		return `MATCH (c:Claim) USING INDEX SEEK c:Claim(` + end + `, pub, id) WHERE c.` + end + ` = $id AND c.pub <= 2147483647 AND c.id IS NOT NULL ` + more +
			` RETURN c ORDER BY c.` + end + ` DESC, c.pub DESC, c.id DESC LIMIT 50`
	}
	rows, err := h.ask(ctx, `CALL () { `+walk("object", "")+` UNION ALL `+walk("subject", "AND c.symmetric = 1")+` }
		WITH c ORDER BY c.pub DESC, c.id DESC LIMIT 50 MATCH (c)-[:IN]->(a) RETURN collect(`+cypherClaim+`)`, map[string]any{"id": id})
	for _, r := range rows {
		list = append(list, claimOf(r))
	}
	return list, err
}
