package neo4j

import (
	"encoding/json"

	"github.com/entente-graph/entente/graph"
)

// read reads what the database has under the ids of a batch.
func (p *put) read(b *graph.Batch) error {
	p.of = map[graph.ArticleID][]*slot[graph.Claim]{}
	var articles []any
	seen := map[graph.ArticleID]bool{}
	add := func(id graph.ArticleID) {
		if !seen[id] {
			seen[id] = true
			articles = append(articles, string(id))
		}
	}
	for i := range b.Readings {
		add(b.Readings[i].Article.ID)
	}
	for _, j := range b.Judgements {
		if j.Verb == graph.Purge {
			add(j.Article)
		}
	}
	var entities []any
	for _, e := range b.Entities {
		entities = append(entities, string(e.ID))
	}
	if err := p.readEntities(entities); err != nil {
		return err
	}
	there, err := p.list(findArticles, params{"ids": articles})
	if err != nil || len(there) == 0 {
		return err
	}
	sortTexts(there)
	if err := p.exec(lockArticles, params{"ids": there}); err != nil {
		return err
	}
	err = p.rows(readArticles, params{"ids": there}, func(v *graph.Values) error {
		rev := graph.Revision(v.Number())
		row, err := graph.ReadArticle(v)
		s := p.articles.at(row.Key())
		s.have, s.rev, s.stored = row.Article, rev, true
		return err
	})
	if err != nil {
		return err
	}
	if err := p.readClaims(readClaims, params{"ids": there}); err != nil {
		return err
	}
	return p.readPending("article", "claim")
}

// lockChanged locks the entities that are there and are to become others, and
// reads them again: another load may have changed them in between. Most are
// brought again as they are, and those nobody waits for.
func (p *put) lockChanged(list []*graph.Entity) error {
	var changed []any
	for _, e := range list {
		s := p.entities[string(e.ID)]
		if s == nil || s.now() != nil && s.now().Same(graph.JoinEntity(s.now(), e)) {
			continue
		}
		delete(p.entities, string(e.ID))
		changed = append(changed, string(e.ID))
	}
	if len(changed) == 0 {
		return nil
	}
	sortTexts(changed)
	if err := p.exec(lockEntities, params{"ids": changed}); err != nil {
		return err
	}
	return p.readEntities(changed)
}

// readEntities reads entities, beside those that have been read.
func (p *put) readEntities(ids []any) error {
	if len(ids) == 0 {
		return nil
	}
	found := false
	err := p.rows(readEntities, params{"ids": ids}, func(v *graph.Values) error {
		rev, registry := graph.Revision(v.Number()), graph.Next[bool](v)
		e := &graph.Entity{}
		err := v.JSON(e)
		e.Registry = registry
		s := p.entities.at(string(e.ID))
		s.have, s.rev, s.stored = e, rev, true
		found = true
		return err
	})
	if err != nil || !found {
		return err
	}
	return p.readPending("entity")
}

func (p *put) readClaims(text string, q params) error {
	return p.rows(text, q, func(v *graph.Values) error {
		rev := graph.Revision(v.Number())
		c := &graph.Claim{}
		err := v.JSON(c)
		s := p.claims.at(string(c.ID))
		if s.stored {
			return err
		}
		s.have, s.rev, s.stored = c, rev, true
		p.of[c.Evidence.Article] = append(p.of[c.Evidence.Article], s)
		return err
	})
}

// kept is the JSON of what waits.
type kept struct {
	Registry bool           `json:"registry,omitempty"` // of the entity
	Entity   *graph.Entity  `json:"entity,omitempty"`
	Article  *graph.Article `json:"article,omitempty"`
	Claim    *graph.Claim   `json:"claim,omitempty"`
}

// readPending reads what waits for the ids that have been read.
func (p *put) readPending(what ...string) error {
	var keys []any
	for _, w := range what {
		switch w {
		case "article":
			keys = append(keys, pendingKeys(w, p.articles)...)
		case "claim":
			keys = append(keys, pendingKeys(w, p.claims)...)
		case "entity":
			keys = append(keys, pendingKeys(w, p.entities)...)
		}
	}
	return p.rows(readPending, params{"keys": keys}, func(v *graph.Values) error {
		what, id := v.Text(), v.Text()
		k, err := keptOf(v)
		switch what {
		case "article":
			s := p.articles.at(id)
			s.wait, s.late, s.queued = k.Article, true, true
		case "claim":
			s := p.claims.at(id)
			s.wait, s.late, s.queued = k.Claim, true, true
		case "entity":
			s := p.entities.at(id)
			s.wait, s.late, s.queued = k.Entity, true, true
		}
		return err
	})
}

func pendingKeys[T any](what string, s slots[T]) []any {
	var keys []any
	for id := range s {
		keys = append(keys, what+" "+id)
	}
	return keys
}

// keptOf reads the body of what waits; an empty one takes the node out.
func keptOf(v *graph.Values) (*kept, error) {
	k := &kept{}
	if body := v.Text(); body != "" {
		if err := json.Unmarshal([]byte(body), k); err != nil {
			return k, err
		}
		if k.Entity != nil {
			k.Entity.Registry = k.Registry
		}
	}
	return k, nil
}
