package gql

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/sqlite"
	"github.com/entente-graph/entente/schema"
)

// recorded answers every question with the result that it gave first, so that
// what is measured is the API alone.
type recorded struct {
	graph.Store
	res *graph.Result
}

func (r *recorded) Query(ctx context.Context, q *graph.Query) (*graph.Result, error) {
	if r.res == nil {
		res, err := r.Store.Query(ctx, q)
		r.res = res
		return res, err
	}
	return r.res, nil
}

// hub is a world in which Russia has many relations.
func hub(b *testing.B, s graph.Store, relations int) {
	b.Helper()
	batch := &graph.Batch{Entities: worldEntities()}
	kinds := schema.Default().Kinds()
	for i := range relations / 100 {
		a := &graph.Article{URL: fmt.Sprintf("https://x.example/%d", i), Title: "T", Source: "Meridian", Lang: "ro", Published: graph.DateOf(graph.Day(20000 + i))}
		a.ID = graph.NewArticleID(a.URL, "")
		r := graph.Reading{Article: a, Extractor: "bench"}
		for j := range 100 {
			kind := kinds[(i*100+j)%40].Name
			c := &graph.Claim{
				Subject: graph.EntityRef{ID: "state:RUS", Kind: graph.State, Name: "Russia"}, Relation: kind,
				Object:   graph.EntityRef{ID: worldEntities()[j%8].ID, Kind: graph.State},
				Modality: graph.Asserted, Voice: graph.VoiceOutlet, ValidFrom: a.Published, ValidTo: a.Published,
				Confidence: 900, Rule: "bench", Extractor: "bench",
				Evidence: graph.Evidence{Form: graph.FormText, Article: a.ID, URL: a.URL, Published: a.Published, Start: j, End: j + 9, Quote: "o vorbă oarecare"},
			}
			if c.Object.ID == c.Subject.ID {
				continue
			}
			c.Seal()
			r.Claims = append(r.Claims, c)
		}
		batch.Readings = append(batch.Readings, r)
	}
	if err := s.Put(context.Background(), batch); err != nil {
		b.Fatal(err)
	}
	if _, err := s.Fold(context.Background()); err != nil {
		b.Fatal(err)
	}
}

const profile = `query P($id: ID!) { state(id: $id) { id name relations(first: 20) { pageInfo { hasNextPage } edges { other { id name } node { id kind status validFrom validTo confidence claimCount claims(first: 3) { nodes { modality voice evidence { quote start end article { title url } } } } } } } } }`

const window = `query W($from: Date!, $to: Date!) { relations(kinds: [SIGNED_TREATY_WITH], from: $from, to: $to, first: 100) { nodes { id kind subject { id name } object { id name } validFrom validTo confidence claimCount } } }`

const month = `query M($from: Date!, $to: Date!) { network(from: $from, to: $to) { nodes { id name degree } edges { id source target kind weight claimCount validFrom validTo } } }`

const counted = `query C { relations { stats(groupBy: [KIND], limit: 100) { groups { keys count } } } }`

const said50 = `query S($id: [ID!]) { claims(object: $id, first: 50) { nodes { id kind object { id name } evidence { quote start end } } } }`

// BenchmarkQuestions measures questions over HTTP on SQLite, each against its
// floor: the same answer by SQL written by hand behind net/http, from the same
// file and process. What of the time is the API's own is measured as well.
func BenchmarkQuestions(b *testing.B) {
	file := filepath.Join(b.TempDir(), "graph.db")
	s, err := sqlite.Open(context.Background(), file, sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	hub(b, s, 10_000)
	db, err := sql.Open("sqlite", "file:"+file+"?mode=ro")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for _, q := range []struct {
		name, text, vars string
		floor            func(*floor, http.ResponseWriter) error
	}{
		{"profile", profile, `{"id": "state:RUS"}`, (*floor).profile},
		{"window", window, `{"from": "2024-10", "to": "2024-12"}`, (*floor).window},
		{"month", month, `{"from": "2024-11", "to": "2024-11"}`, (*floor).month},
		{"counted", counted, `{}`, (*floor).counted},
		{"claims", said50, `{"id": ["state:IRN"]}`, (*floor).claims},
	} {
		body, err := json.Marshal(map[string]any{"query": q.text, "variables": json.RawMessage(q.vars)})
		if err != nil {
			b.Fatal(err)
		}
		f := &floor{db: db, kept: map[string]*sql.Stmt{}}
		byHand := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				b.Error(err)
			}
			// Like the API, a server by hand lets go of a question whose asker has.
			ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
			defer cancel()
			f := *f
			f.ctx = ctx
			if err := q.floor(&f, w); err != nil {
				b.Error(err)
			}
		})
		answers := map[string]string{}
		for _, h := range []struct {
			name string
			http.Handler
		}{{"floor", byHand}, {"sqlite", New(s, Options{})}, {"api alone", New(&recorded{Store: s}, Options{})}} {
			ask := func() string {
				r := httptest.NewRequest("POST", "http://localhost/graphql", bytes.NewReader(body))
				r.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				return w.Body.String()
			}
			var got struct{ Data json.RawMessage }
			if err := json.Unmarshal([]byte(ask()), &got); err != nil {
				b.Fatal(err)
			}
			answers[h.name] = string(got.Data)
			b.Run(q.name+"/"+h.name, func(b *testing.B) {
				b.ReportAllocs()
				began := processorTime(b)
				for b.Loop() {
					ask()
				}
				b.ReportMetric(float64(processorTime(b)-began)/float64(b.N), "cpu-ns/op")
			})
		}
		if answers["floor"] != answers["sqlite"] || len(answers["floor"]) < 1000 {
			b.Fatalf("the floor answers\n%.2000s\nthe API\n%.2000s", answers["floor"], answers["sqlite"])
		}
	}
}

// processorTime is what this process has used of the processors: beside other
// programs it tells more than the clock.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// floor answers by SQL written by hand.
type floor struct {
	ctx  context.Context
	db   *sql.DB
	kept map[string]*sql.Stmt
}

func (f *floor) rows(query string, args []any, each func(*sql.Rows) error) error {
	st := f.kept[query]
	if st == nil {
		var err error
		if st, err = f.db.PrepareContext(f.ctx, query); err != nil {
			return err
		}
		f.kept[query] = st
	}
	rows, err := st.QueryContext(f.ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

type (
	floorName struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	floorArticle struct {
		Title string `json:"title"`
		URL   string `json:"url"`
	}
	floorEvidence struct {
		Quote   string        `json:"quote"`
		Start   int           `json:"start"`
		End     int           `json:"end"`
		Article *floorArticle `json:"article"`
		id      string
	}
	floorClaim struct {
		Modality string        `json:"modality"`
		Voice    string        `json:"voice"`
		Evidence floorEvidence `json:"evidence"`
	}
	floorClaims struct {
		Nodes []*floorClaim `json:"nodes"`
	}
	floorRelation struct {
		ID         string       `json:"id"`
		Kind       string       `json:"kind"`
		Status     string       `json:"status,omitempty"`
		Subject    *floorName   `json:"subject,omitempty"`
		Object     *floorName   `json:"object,omitempty"`
		ValidFrom  *string      `json:"validFrom"`
		ValidTo    *string      `json:"validTo"`
		Confidence float64      `json:"confidence"`
		ClaimCount int          `json:"claimCount"`
		Claims     *floorClaims `json:"claims,omitempty"`
		since      int64
		s, o       string
	}
	floorEdge struct {
		Other *floorName     `json:"other"`
		Node  *floorRelation `json:"node"`
	}
)

const floorColumns = `r.id, kind, status, subject, object, valid_from, valid_to, confidence, claim_count, since`

func scanFloor(rows *sql.Rows) (*floorRelation, error) {
	r := &floorRelation{}
	var from, to string
	var thousandths int
	err := rows.Scan(&r.ID, &r.Kind, &r.Status, &r.s, &r.o, &from, &to, &thousandths, &r.ClaimCount, &r.since)
	r.ValidFrom, r.ValidTo, r.Confidence = opt(from), opt(to), float64(thousandths)/1000
	return r, err
}

func (f *floor) names(ids []string) (map[string]*floorName, error) {
	list, _ := json.Marshal(ids)
	out := map[string]*floorName{}
	err := f.rows(`SELECT id, name FROM entity WHERE id IN (SELECT value FROM json_each(?))`, []any{string(list)}, func(r *sql.Rows) error {
		n := &floorName{}
		if err := r.Scan(&n.ID, &n.Name); err != nil {
			return err
		}
		out[n.ID] = n
		return nil
	})
	return out, err
}

func (f *floor) profile(w http.ResponseWriter) error {
	const id = "state:RUS"
	latest := int64(0)
	if err := f.rows(`SELECT value FROM meta WHERE name = 'latest'`, nil, func(r *sql.Rows) error { return r.Scan(&latest) }); err != nil {
		return err
	}
	var rels []*floorRelation
	for _, walk := range []string{
		`SELECT ` + floorColumns + ` FROM relation r WHERE subject = ? AND past = 0 AND status = 'FACT' AND ends_on > ? ORDER BY since DESC, id DESC LIMIT 21`,
		`SELECT ` + floorColumns + ` FROM relation r WHERE object = ? AND past = 0 AND status = 'FACT' AND ends_on > ? ORDER BY since DESC, id DESC LIMIT 21`,
	} {
		err := f.rows(walk, []any{id, latest}, func(r *sql.Rows) error {
			rel, err := scanFloor(r)
			rels = append(rels, rel)
			return err
		})
		if err != nil {
			return err
		}
	}
	slices.SortFunc(rels, func(a, b *floorRelation) int {
		return cmp.Or(cmp.Compare(b.since, a.since), strings.Compare(b.ID, a.ID))
	})
	more := len(rels) > 20
	rels = rels[:min(20, len(rels))]
	ids := []string{id}
	articles := map[string]*floorArticle{}
	var edges []*floorEdge
	for _, r := range rels {
		ids = append(ids, r.s, r.o)
		r.Claims = &floorClaims{Nodes: []*floorClaim{}}
		err := f.rows(`SELECT c.body FROM relation_claim rc JOIN claim c ON c.id = rc.claim WHERE rc.relation = ? AND rc.known_to > 2147483646 ORDER BY rc.pub DESC, rc.claim DESC LIMIT 3`, []any{r.ID}, func(rows *sql.Rows) error {
			var body []byte
			if err := rows.Scan(&body); err != nil {
				return err
			}
			var c struct { // what the row of a claim calls the fields that are wanted
				Modality string `json:"m"`
				Voice    string `json:"v"`
				Article  string `json:"A"`
				Start    int    `json:"S"`
				End      int    `json:"E"`
				Quote    string `json:"Q"`
				// Names in small letters would else be taken for those in capitals.
				Subject json.RawMessage `json:"s"`
				Ended   json.RawMessage `json:"e"`
				Agents  json.RawMessage `json:"a"`
			}
			if err := json.Unmarshal(body, &c); err != nil {
				return err
			}
			e := floorEvidence{Quote: c.Quote, Start: c.Start, End: c.End, id: c.Article}
			articles[e.id] = nil
			r.Claims.Nodes = append(r.Claims.Nodes, &floorClaim{c.Modality, c.Voice, e})
			return nil
		})
		if err != nil {
			return err
		}
	}
	names, err := f.names(ids)
	if err != nil {
		return err
	}
	list, _ := json.Marshal(slices.Collect(maps.Keys(articles)))
	err = f.rows(`SELECT id, title, url FROM article WHERE id IN (SELECT value FROM json_each(?))`, []any{string(list)}, func(r *sql.Rows) error {
		a := &floorArticle{}
		var id string
		err := r.Scan(&id, &a.Title, &a.URL)
		articles[id] = a
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range rels {
		other := r.o
		if other == id {
			other = r.s
		}
		for _, c := range r.Claims.Nodes {
			c.Evidence.Article = articles[c.Evidence.id]
		}
		edges = append(edges, &floorEdge{names[other], r})
	}
	type page struct {
		PageInfo struct {
			HasNextPage bool `json:"hasNextPage"`
		} `json:"pageInfo"`
		Edges []*floorEdge `json:"edges"`
	}
	p := page{Edges: edges}
	p.PageInfo.HasNextPage = more
	return json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{"state": struct {
		floorName
		Relations page `json:"relations"`
	}{*names[id], p}}})
}

func (f *floor) window(w http.ResponseWriter) error {
	from, to := graph.Date("2024-10").First(), graph.Date("2024-12").Last()
	var rels []*floorRelation
	var ids []string
	kinds, _ := json.Marshal(schema.Default().Expand([]schema.Kind{schema.SignedTreatyWith}))
	err := f.rows(`SELECT `+floorColumns+` FROM json_each(?) k JOIN relation r ON r.rid IN (SELECT rid FROM relation WHERE kind = k.value AND past = 0 AND status = 'FACT' AND high >= ? AND low <= ? ORDER BY since DESC, id DESC LIMIT 100)
		ORDER BY since DESC, r.id DESC LIMIT 100`, []any{string(kinds), int64(from), int64(to)}, func(r *sql.Rows) error {
		rel, err := scanFloor(r)
		rels, ids = append(rels, rel), append(ids, rel.s, rel.o)
		return err
	})
	if err != nil {
		return err
	}
	names, err := f.names(ids)
	if err != nil {
		return err
	}
	for _, r := range rels {
		r.Subject, r.Object, r.Status = names[r.s], names[r.o], ""
	}
	return json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{"relations": map[string]any{"nodes": rels}}})
}

func (f *floor) month(w http.ResponseWriter) error {
	from, to := graph.Date("2024-11").First(), graph.Date("2024-11").Last()
	type edge struct {
		ID         string  `json:"id"`
		Source     string  `json:"source"`
		Target     string  `json:"target"`
		Kind       string  `json:"kind"`
		Weight     int     `json:"weight"`
		ClaimCount int     `json:"claimCount"`
		ValidFrom  *string `json:"validFrom"`
		ValidTo    *string `json:"validTo"`
	}
	type node struct {
		ID     string `json:"id"`
		Name   string `json:"name"`
		Degree int    `json:"degree"`
	}
	edges, near := []edge{}, map[string]map[string]bool{}
	err := f.rows(`SELECT `+floorColumns+` FROM relation r WHERE past = 0 AND status = 'FACT' AND high >= ? AND low <= ? ORDER BY id`, []any{int64(from), int64(to)}, func(rows *sql.Rows) error {
		r, err := scanFloor(rows)
		if err != nil {
			return err
		}
		edges = append(edges, edge{r.ID, r.s, r.o, r.Kind, 1, r.ClaimCount, r.ValidFrom, r.ValidTo})
		for _, ends := range [][2]string{{r.s, r.o}, {r.o, r.s}} {
			if near[ends[0]] == nil {
				near[ends[0]] = map[string]bool{}
			}
			near[ends[0]][ends[1]] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	ids := slices.Sorted(maps.Keys(near))
	names, err := f.names(ids)
	if err != nil {
		return err
	}
	nodes := []node{}
	for _, id := range ids {
		nodes = append(nodes, node{id, names[id].Name, len(near[id])})
	}
	return json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{"network": struct {
		Nodes []node `json:"nodes"`
		Edges []edge `json:"edges"`
	}{nodes, edges}}})
}

func (f *floor) counted(w http.ResponseWriter) error {
	latest := int64(0)
	if err := f.rows(`SELECT value FROM meta WHERE name = 'latest'`, nil, func(r *sql.Rows) error { return r.Scan(&latest) }); err != nil {
		return err
	}
	type group struct {
		Keys  []string `json:"keys"`
		Count int      `json:"count"`
	}
	groups := []group{}
	err := f.rows(`SELECT kind, count(*) FROM relation WHERE past = 0 AND status = 'FACT' AND ends_on > ? GROUP BY kind ORDER BY count(*) DESC, kind LIMIT 100`, []any{latest}, func(r *sql.Rows) error {
		g := group{Keys: make([]string, 1)}
		err := r.Scan(&g.Keys[0], &g.Count)
		groups = append(groups, g)
		return err
	})
	if err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{"relations": map[string]any{"stats": map[string]any{"groups": groups}}}})
}

func (f *floor) claims(w http.ResponseWriter) error {
	type evidence struct {
		Quote string `json:"quote"`
		Start int    `json:"start"`
		End   int    `json:"end"`
	}
	type claim struct {
		ID       string     `json:"id"`
		Kind     string     `json:"kind"`
		Object   *floorName `json:"object"`
		Evidence evidence   `json:"evidence"`
		pub      int64
		object   string
	}
	all := []*claim{}
	ids := []string{}
	for _, walk := range []string{
		`SELECT pub, object, body FROM claim WHERE object = ? ORDER BY pub DESC, id DESC LIMIT 50`,
		`SELECT pub, object, body FROM claim WHERE subject = ? AND symmetric = 1 ORDER BY pub DESC, id DESC LIMIT 50`,
	} {
		err := f.rows(walk, []any{"state:IRN"}, func(r *sql.Rows) error {
			c := &claim{}
			var body []byte
			if err := r.Scan(&c.pub, &c.object, &body); err != nil {
				return err
			}
			var b struct {
				ID       string          `json:"i"`
				Relation string          `json:"k"`
				Start    int             `json:"S"`
				End      int             `json:"E"`
				Quote    string          `json:"Q"`
				Subject  json.RawMessage `json:"s"`
				Ended    json.RawMessage `json:"e"`
				Key      json.RawMessage `json:"K"`
			}
			if err := json.Unmarshal(body, &b); err != nil {
				return err
			}
			c.ID, c.Kind, c.Evidence = b.ID, b.Relation, evidence{b.Quote, b.Start, b.End}
			all, ids = append(all, c), append(ids, c.object)
			return nil
		})
		if err != nil {
			return err
		}
	}
	slices.SortFunc(all, func(a, b *claim) int { return cmp.Or(cmp.Compare(b.pub, a.pub), strings.Compare(b.ID, a.ID)) })
	all = all[:min(50, len(all))]
	names, err := f.names(ids)
	if err != nil {
		return err
	}
	for _, c := range all {
		c.Object = names[c.object]
	}
	return json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{"claims": map[string]any{"nodes": all}}})
}
