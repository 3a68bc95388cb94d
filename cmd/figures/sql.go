package main

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"runtime"
	"slices"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// bySQL is the floor of SQLite.
type bySQL struct {
	db                                         *sql.DB
	latest                                     int64
	name, pages, inWindow, byKind, all, byEnds *sql.Stmt
	claims, objects, symmetric, articles       *sql.Stmt
}

const (
	facts   = ` past = 0 AND status = 'FACT' `
	columns = ` r.id, r.kind, r.subject, r.object, r.valid_from, r.claim_count `
)

func openSQL(file string) (*bySQL, error) {
	db, err := sql.Open("sqlite", "file:"+file+"?mode=ro&_pragma=cache_size(-16384)&_pragma=temp_store(MEMORY)")
	if err != nil {
		return nil, err
	}
	connections := runtime.GOMAXPROCS(0)*2 + 2 // as the store has
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	h := &bySQL{db: db}
	if err := db.QueryRow(`SELECT value FROM meta WHERE name = 'latest'`).Scan(&h.latest); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	walk := func(end string) string {
		return `SELECT p.value AS parent, r.rid, r.since, r.id FROM json_each(?1) p CROSS JOIN relation r ON r.rid IN (SELECT rid FROM relation
			WHERE ` + end + ` = p.value AND` + facts + `AND ends_on > ?2 ORDER BY since DESC, id DESC LIMIT 20)`
	}
	for _, s := range []struct {
		into **sql.Stmt
		text string
	}{
		{&h.name, `SELECT id, name FROM entity WHERE id IN (SELECT value FROM json_each(?))`},
		{&h.pages, `WITH pick AS (` + walk("subject") + ` UNION ALL ` + walk("object") + `),
			top AS MATERIALIZED (SELECT parent, rid, row_number() OVER (PARTITION BY parent ORDER BY since DESC, id DESC) AS n FROM pick)
			SELECT t.parent,` + columns + `FROM top t CROSS JOIN relation r ON r.rid = t.rid WHERE t.n <= 20 ORDER BY t.parent, t.n`},
		{&h.inWindow, `SELECT` + columns + `FROM json_each(?1) k CROSS JOIN relation r ON r.rid IN (SELECT rid FROM relation
			WHERE kind = k.value AND` + facts + `AND since <= ?3 AND high >= ?2 AND low <= ?3 AND ends_on > ?2 ORDER BY since DESC, id DESC LIMIT 100)
			ORDER BY r.since DESC, r.id DESC LIMIT 100`},
		{&h.byKind, `SELECT kind, count(*) AS n FROM relation WHERE` + facts + `AND ends_on > ? GROUP BY kind ORDER BY n DESC, kind LIMIT 100`},
		{&h.all, `SELECT` + columns + `FROM relation r WHERE` + facts + `AND since <= ?2 AND high >= ?1 AND low <= ?2 AND ends_on > ?1 ORDER BY id`},
		{&h.byEnds, `SELECT e, count(*) FROM (SELECT subject AS e FROM relation WHERE` + facts + `AND ends_on > ?1 UNION ALL
			SELECT object FROM relation WHERE` + facts + `AND ends_on > ?1) WHERE e LIKE 'state:%' GROUP BY e ORDER BY count(*) DESC, e`},
		{&h.claims, `SELECT c.pub, c.body FROM relation_claim rc JOIN claim c ON c.id = rc.claim WHERE rc.relation = ? AND rc.known_to > 2147483646 ORDER BY rc.pub DESC, rc.claim DESC LIMIT 3`},
		{&h.objects, `SELECT pub, body FROM claim WHERE object = ? ORDER BY pub DESC, id DESC LIMIT 50`},
		{&h.symmetric, `SELECT pub, body FROM claim WHERE subject = ? AND symmetric = 1 ORDER BY pub DESC, id DESC LIMIT 50`},
		{&h.articles, `SELECT id, title, url FROM article WHERE id IN (SELECT value FROM json_each(?))`},
	} {
		if *s.into, err = db.Prepare(s.text); err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	return h, nil
}

func (h *bySQL) used(context.Context) (time.Duration, error) { return 0, nil }

func (h *bySQL) close() error { return h.db.Close() }

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

func (e *edge) fields() []any {
	return []any{&e.id, &e.kind, &e.subject, &e.object, &e.from, &e.claims}
}

func (h *bySQL) names(ctx context.Context, ids []string) (map[string]string, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(ids))
	return names, each(ctx, h.name, []any{string(list)}, func(r *sql.Rows) error {
		var id, name string
		err := r.Scan(&id, &name)
		names[id] = name
		return err
	})
}

func (h *bySQL) page(ctx context.Context, ids []string, do func(string, edge)) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	return each(ctx, h.pages, []any{string(list), h.latest}, func(r *sql.Rows) error {
		var parent string
		var e edge
		err := r.Scan(append([]any{&parent}, e.fields()...)...)
		do(parent, e)
		return err
	})
}

func edges(ctx context.Context, st *sql.Stmt, args ...any) (list []edge, err error) {
	return list, each(ctx, st, args, func(r *sql.Rows) error {
		var e edge
		err := r.Scan(e.fields()...)
		list = append(list, e)
		return err
	})
}

func (h *bySQL) window(ctx context.Context, kinds []schema.Kind, from, to graph.Day) ([]edge, error) {
	list, err := json.Marshal(kinds)
	if err != nil {
		return nil, err
	}
	return edges(ctx, h.inWindow, string(list), int64(from), int64(to))
}

func (h *bySQL) within(ctx context.Context, from, to graph.Day) ([]edge, error) {
	return edges(ctx, h.all, int64(from), int64(to))
}

func (h *bySQL) counted(ctx context.Context, st *sql.Stmt) (list []count, err error) {
	err = each(ctx, st, []any{h.latest}, func(r *sql.Rows) error {
		var c count
		err := r.Scan(&c.what, &c.n)
		list = append(list, c)
		return err
	})
	return list, err
}

func (h *bySQL) counts(ctx context.Context) ([]count, error) { return h.counted(ctx, h.byKind) }
func (h *bySQL) ends(ctx context.Context) ([]count, error)   { return h.counted(ctx, h.byEnds) }

// claim reads a row of a claim: its body is JSON, of which only what is wanted is
// decoded. (Names in small letters would else be taken for those in capitals.)
func (h *bySQL) claim(ctx context.Context, st *sql.Stmt, id string, found func(c claim, article string)) error {
	return each(ctx, st, []any{id}, func(r *sql.Rows) error {
		var c claim
		var text []byte
		if err := r.Scan(&c.pub, &text); err != nil {
			return err
		}
		var b struct {
			ID       string          `json:"i"`
			Kind     string          `json:"k"`
			Subject  [3]string       `json:"s"`
			Object   [3]string       `json:"o"`
			Modality string          `json:"m"`
			Voice    string          `json:"v"`
			Quote    string          `json:"Q"`
			Article  string          `json:"A"`
			Start    json.RawMessage `json:"S"`
			Agents   json.RawMessage `json:"a"`
			Key      json.RawMessage `json:"K"`
		}
		err := json.Unmarshal(text, &b)
		c.id, c.kind, c.subject, c.object, c.modality, c.voice, c.quote = b.ID, b.Kind, b.Subject[0], b.Object[0], b.Modality, b.Voice, b.Quote
		found(c, b.Article)
		return err
	})
}

func (h *bySQL) behind(ctx context.Context, relations []string) (map[string][]claim, error) {
	out, of, in := map[string][]claim{}, map[string][]*claim{}, []string(nil)
	for _, id := range relations {
		list := make([]claim, 0, 3)
		err := h.claim(ctx, h.claims, id, func(c claim, article string) {
			list = append(list, c)
			of[article], in = append(of[article], &list[len(list)-1]), append(in, article)
		})
		if err != nil {
			return nil, err
		}
		out[id] = list
	}
	ids, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	return out, each(ctx, h.articles, []any{string(ids)}, func(r *sql.Rows) error {
		var id, title, link string
		err := r.Scan(&id, &title, &link)
		for _, c := range of[id] {
			c.title, c.url = title, link
		}
		return err
	})
}

func (h *bySQL) about(ctx context.Context, id string) (list []claim, err error) {
	for _, st := range []*sql.Stmt{h.objects, h.symmetric} {
		if err := h.claim(ctx, st, id, func(c claim, _ string) { list = append(list, c) }); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(list, func(a, b claim) int { return cmp.Or(cmp.Compare(b.pub, a.pub), cmp.Compare(b.id, a.id)) })
	return list[:min(len(list), 50)], nil
}
