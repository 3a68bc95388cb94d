package main

import (
	"bufio"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// copied is what lies in a loaded database, by the statement that reads it, and the
// one that writes its rows by hand.
type copied struct {
	read, write string
	folded      bool
	file        string
}

// copies are all that a load leaves but the store's nodes of itself, those first on
// which others hang. What is named by a key is merged, what hangs on it created.
func copies() []*copied {
	ends := `UNWIND $rows AS r MATCH (a:Entity {id: r[0]}) MATCH (b:Entity {id: r[1]}) `
	list := []*copied{
		{read: `MATCH (n:Entity) WHERE n.revision IS NOT NULL RETURN [n.id, labels(n), properties(n)]`, write: `UNWIND $rows AS r MERGE (n:Entity {id: r[0]}) SET n = r[2], n:$(r[1])`},
		{read: `MATCH (n:Word) RETURN properties(n)`, write: `UNWIND $rows AS r CREATE (n:Word) SET n = r`},
		{read: `MATCH (n:Article) RETURN properties(n)`, write: `UNWIND $rows AS r MERGE (n:Article {id: r.id}) SET n = r`},
		{read: `MATCH (n:Group) RETURN properties(n)`, write: `UNWIND $rows AS r MERGE (n:Group {key: r.key}) SET n = r`},
		{read: `MATCH (n:Claim) RETURN properties(n)`, write: `UNWIND $rows AS r MATCH (a:Article {id: r.article}) MERGE (n:Claim {id: r.id}) SET n = r MERGE (n)-[:IN]->(a)`},
		{read: `MATCH (n:Claim)-[:HAS]->(x) RETURN [n.id, properties(x)]`, write: `UNWIND $rows AS r MATCH (n:Claim {id: r[0]}) CREATE (n)-[:HAS]->(x:Role) SET x = r[1]`},
		{read: `MATCH (c:Claim)-[:IN_GROUP]->(g) RETURN [c.id, g.key]`, write: `UNWIND $rows AS r MATCH (c:Claim {id: r[0]}) MATCH (g:Group {key: r[1]}) MERGE (c)-[:IN_GROUP]->(g)`},
		{read: `MATCH (n:Entity) WHERE n.revision IS NULL RETURN [n.id, labels(n), properties(n)]`, write: `UNWIND $rows AS r MERGE (n:Entity {id: r[0]}) SET n = r[2], n:$(r[1])`, folded: true},
		{read: `MATCH (a:Entity)-[e]->(b:Entity) RETURN [a.id, b.id, type(e), properties(e)]`, write: ends + `CREATE (a)-[e:$(r[2])]->(b) SET e = r[3]`, folded: true},
	}
	for _, label := range []string{"Relation", "TreatyVersion"} {
		list = append(list,
			&copied{read: `MATCH (n:` + label + `) RETURN properties(n)`, write: `UNWIND $rows AS r MERGE (n:` + label + ` {key: r.key}) SET n = r`, folded: true},
			&copied{read: `MATCH (n:` + label + `)-[:HAS]->(x) RETURN [n.key, properties(x)]`, write: `UNWIND $rows AS r MATCH (n:` + label + ` {key: r[0]}) CREATE (n)-[:HAS]->(x:Role) SET x = r[1]`, folded: true},
			&copied{
				read:  `MATCH (n:` + label + `)-[s:RESTS_ON]->(c) RETURN [n.key, c.id, properties(s)]`,
				write: `UNWIND $rows AS r MATCH (n:` + label + ` {key: r[0]}) MATCH (c:Claim {id: r[1]}) CREATE (n)-[s:RESTS_ON]->(c) SET s = r[2]`, folded: true,
			})
	}
	return list
}

// empty takes all nodes out of the database.
func (h *byCypher) empty(ctx context.Context) error {
	s := h.driver.NewSession(ctx, neo4j.SessionConfig{})
	res, err := s.Run(ctx, `MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS`, nil)
	if err == nil {
		_, err = res.Consume(ctx)
	}
	return errors.Join(err, s.Close(ctx))
}

// size is the number of nodes and of relationships that a load has left.
func (h *byCypher) size(ctx context.Context) (string, error) {
	list, err := h.ask(ctx, `RETURN [COUNT { (n) WHERE NOT n:Meta }, COUNT { ()-->() }]`, nil)
	return fmt.Sprint(list), err
}

// spilled reads what a load has left in the database into files.
func (h *byCypher) spilled(ctx context.Context, folder string) ([]*copied, error) {
	all := copies()
	for i, c := range all {
		c.file = fmt.Sprintf("%s/rows%d", folder, i)
		if err := h.spill(ctx, c); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// writeByHand empties the database and writes the very same rows by batched UNWIND
// and MERGE, under the same constraints and indexes, and tells how long that took for
// what is put and for what is folded; at most so many rows of each kind, or all with 0.
func (h *byCypher) writeByHand(ctx context.Context, all []*copied, most int) (l loading, err error) {
	if err := h.empty(ctx); err != nil {
		return l, err
	}
	for _, c := range all {
		into := &l.put
		if c.folded {
			into = &l.fold
		}
		if err := h.write(ctx, c, most, into); err != nil {
			return l, err
		}
	}
	return l, nil
}

// spill writes rows into a file, so that memory does not hold them.
func (h *byCypher) spill(ctx context.Context, c *copied) (err error) {
	f, err := os.Create(c.file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	out := bufio.NewWriter(f)
	enc := gob.NewEncoder(out)
	s := h.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead})
	defer func() { err = errors.Join(err, s.Close(ctx)) }()
	res, err := s.Run(ctx, c.read, nil)
	if err != nil {
		return err
	}
	for res.Next(ctx) {
		if err := enc.Encode(&res.Record().Values); err != nil {
			return err
		}
	}
	return errors.Join(res.Err(), out.Flush())
}

// write writes rows, 2,000 a transaction, and adds what the writing took; at most so
// many, or all with 0.
func (h *byCypher) write(ctx context.Context, c *copied, most int, took *taken) (err error) {
	f, err := os.Open(c.file)
	if err != nil {
		return err
	}
	defer f.Close()
	dec := gob.NewDecoder(bufio.NewReader(f))
	s := h.driver.NewSession(ctx, neo4j.SessionConfig{})
	defer func() { err = errors.Join(err, s.Close(ctx)) }()
	for n, more := 0, true; more && (most == 0 || n < most); {
		var rows []any
		for len(rows) < 2000 && (most == 0 || n < most) {
			var row []any
			if err := dec.Decode(&row); errors.Is(err, io.EOF) {
				more = false
				break
			} else if err != nil {
				return err
			}
			rows, n = append(rows, row[0]), n+1
		}
		err := took.clocked(func() (time.Duration, error) { return usedBy(ctx, h) }, func() error {
			_, err := s.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
				res, err := tx.Run(ctx, c.write, map[string]any{"rows": rows})
				if err != nil {
					return nil, err
				}
				return res.Consume(ctx)
			})
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
