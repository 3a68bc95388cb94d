package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"runtime"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// hand answers the questions by SQL that was written for them alone.
type hand struct {
	db                               *sql.DB
	latest                           int64
	names, page, inWindow, by, month *sql.Stmt
}

type obj = map[string]any

const (
	facts   = ` past = 0 AND status = 'FACT' `
	columns = ` r.id, r.kind, r.subject, r.object, r.valid_from, r.claim_count `
)

func openHand(file string) (*hand, error) {
	db, err := sql.Open("sqlite", "file:"+file+"?mode=ro&_pragma=cache_size(-16384)&_pragma=temp_store(MEMORY)")
	if err != nil {
		return nil, err
	}
	connections := runtime.GOMAXPROCS(0)*2 + 2 // as the store has
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	h := &hand{db: db}
	if err := db.QueryRow(`SELECT value FROM meta WHERE name = 'latest'`).Scan(&h.latest); err != nil {
		return nil, err
	}
	walk := func(end string) string {
		return `SELECT p.value AS parent, r.rid, r.since, r.id FROM json_each(?1) p CROSS JOIN relation r ON r.rid IN (SELECT rid FROM relation
			WHERE ` + end + ` = p.value AND` + facts + `AND ends_on > ?2 ORDER BY since DESC, id DESC LIMIT 20)`
	}
	for _, s := range []struct {
		into **sql.Stmt
		text string
	}{
		{&h.names, `SELECT id, name FROM entity WHERE id IN (SELECT value FROM json_each(?))`},
		{&h.page, `WITH pick AS (` + walk("subject") + ` UNION ALL ` + walk("object") + `),
			top AS MATERIALIZED (SELECT parent, rid, row_number() OVER (PARTITION BY parent ORDER BY since DESC, id DESC) AS n FROM pick)
			SELECT t.parent,` + columns + `FROM top t CROSS JOIN relation r ON r.rid = t.rid WHERE t.n <= 20 ORDER BY t.parent, t.n`},
		{&h.inWindow, `SELECT` + columns + `FROM json_each(?1) k CROSS JOIN relation r ON r.rid IN (SELECT rid FROM relation
			WHERE kind = k.value AND` + facts + `AND high >= ?2 AND low <= ?3 AND ends_on > ?2 ORDER BY since DESC, id DESC LIMIT 100)
			ORDER BY r.since DESC, r.id DESC LIMIT 100`},
		{&h.by, `SELECT kind, count(*) AS n FROM relation WHERE` + facts + `AND ends_on > ? GROUP BY kind ORDER BY n DESC, kind LIMIT 100`},
		{&h.month, `SELECT` + columns + `FROM relation r WHERE` + facts + `AND high >= ?1 AND low <= ?2 AND ends_on > ?1 ORDER BY id`},
	} {
		if *s.into, err = db.Prepare(s.text); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// extremes are the state of most relations, one of few but at least a page, and
// the commonest kind.
func (h *hand) extremes(ctx context.Context) (hub, leaf, kind string, err error) {
	rows, err := h.db.QueryContext(ctx, `SELECT e FROM (SELECT subject AS e FROM relation WHERE`+facts+`AND ends_on > ?1 UNION ALL
		SELECT object FROM relation WHERE`+facts+`AND ends_on > ?1) WHERE e LIKE 'state:%' GROUP BY e HAVING count(*) > 20 ORDER BY count(*) DESC, e`, h.latest)
	if err != nil {
		return "", "", "", err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&leaf); err != nil {
			return "", "", "", err
		}
		if hub == "" {
			hub = leaf
		}
	}
	if err := rows.Err(); err != nil {
		return "", "", "", err
	}
	err = h.by.QueryRowContext(ctx, h.latest).Scan(&kind, new(int))
	return hub, leaf, kind, err
}

// What the answer of hops is made of: plain structs, since maps take longer to
// write than the whole question to answer.
type (
	actor struct {
		ID        string `json:"id"`
		Name      string `json:"name"`
		Relations *page  `json:"relations,omitempty"`
	}
	page struct {
		Edges []pageEdge `json:"edges"`
	}
	pageEdge struct {
		Other *actor `json:"other"`
		Node  node   `json:"node"`
	}
	node struct {
		ID         string     `json:"id"`
		Kind       string     `json:"kind"`
		ValidFrom  graph.Date `json:"validFrom"`
		ClaimCount int        `json:"claimCount"`
	}
)

type edge struct {
	id, kind, subject, object, from string
	claims                          int
}

func (e *edge) node() obj {
	return obj{"id": e.id, "kind": e.kind, "validFrom": graph.Date(e.from), "claimCount": e.claims}
}

func (e *edge) fields() []any {
	return []any{&e.id, &e.kind, &e.subject, &e.object, &e.from, &e.claims}
}

func each(ctx context.Context, st *sql.Stmt, args []any, f func(*sql.Rows) error) error {
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (h *hand) entities(ctx context.Context, ids []string) (map[string]string, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(ids))
	return names, each(ctx, h.names, []any{string(list)}, func(r *sql.Rows) error {
		var id, name string
		err := r.Scan(&id, &name)
		names[id] = name
		return err
	})
}

// hops answers breadth-first, two statements a level.
func (h *hand) hops(ctx context.Context, id string, levels int) (any, error) {
	at := []string{id}
	names, err := h.entities(ctx, at)
	if err != nil {
		return nil, err
	}
	root := &actor{ID: id, Name: names[id]}
	nodes := map[string][]*actor{id: {root}}
	for range levels {
		list, err := json.Marshal(at)
		if err != nil {
			return nil, err
		}
		pages := map[string][]edge{}
		next := map[string]bool{}
		err = each(ctx, h.page, []any{string(list), h.latest}, func(r *sql.Rows) error {
			var parent string
			var e edge
			err := r.Scan(append([]any{&parent}, e.fields()...)...)
			if e.object == parent { // now the other end
				e.object = e.subject
			}
			pages[parent], next[e.object] = append(pages[parent], e), true
			return err
		})
		if err != nil {
			return nil, err
		}
		at = slices.Collect(maps.Keys(next))
		if names, err = h.entities(ctx, at); err != nil {
			return nil, err
		}
		below := map[string][]*actor{}
		for parent, same := range nodes {
			for _, o := range same {
				edges := make([]pageEdge, 0, len(pages[parent]))
				for _, e := range pages[parent] {
					other := &actor{ID: e.object, Name: names[e.object]}
					below[e.object] = append(below[e.object], other)
					edges = append(edges, pageEdge{other, node{e.id, e.kind, graph.Date(e.from), e.claims}})
				}
				o.Relations = &page{edges}
			}
		}
		nodes = below
	}
	return map[string]*actor{"state": root}, nil
}

// edges reads relations and the names of their ends.
func (h *hand) edges(ctx context.Context, st *sql.Stmt, args ...any) ([]edge, map[string]string, error) {
	var list []edge
	ends := map[string]bool{}
	err := each(ctx, st, args, func(r *sql.Rows) error {
		var e edge
		err := r.Scan(e.fields()...)
		list = append(list, e)
		ends[e.subject], ends[e.object] = true, true
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	names, err := h.entities(ctx, slices.Sorted(maps.Keys(ends)))
	return list, names, err
}

func (h *hand) window(ctx context.Context, kinds []schema.Kind, from, to graph.Date) (any, error) {
	list, err := json.Marshal(kinds)
	if err != nil {
		return nil, err
	}
	found, names, err := h.edges(ctx, h.inWindow, string(list), int64(from.First()), int64(to.Last()))
	nodes := []obj{}
	for _, e := range found {
		n := e.node()
		n["subject"], n["object"] = obj{"id": e.subject, "name": names[e.subject]}, obj{"id": e.object, "name": names[e.object]}
		nodes = append(nodes, n)
	}
	return obj{"relations": obj{"nodes": nodes}}, err
}

func (h *hand) counts(ctx context.Context) (any, error) {
	groups := []obj{}
	err := each(ctx, h.by, []any{h.latest}, func(r *sql.Rows) error {
		var kind string
		var n int
		err := r.Scan(&kind, &n)
		groups = append(groups, obj{"keys": []string{kind}, "count": n})
		return err
	})
	return obj{"relations": obj{"stats": obj{"groups": groups}}}, err
}

func (h *hand) network(ctx context.Context, month graph.Date) (any, error) {
	found, names, err := h.edges(ctx, h.month, int64(month.First()), int64(month.Last()))
	nodes, edges := []obj{}, []obj{}
	for _, id := range slices.Sorted(maps.Keys(names)) {
		nodes = append(nodes, obj{"id": id, "name": names[id]})
	}
	for _, e := range found {
		edges = append(edges, obj{"id": e.id, "source": e.subject, "target": e.object, "kind": e.kind, "claimCount": e.claims})
	}
	return obj{"network": obj{"nodes": nodes, "edges": edges}}, err
}
