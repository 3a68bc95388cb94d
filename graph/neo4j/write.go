package neo4j

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// The statements that write what has been put. Writers come one at a time, so
// what is not there may be created without a look.
const (
	deleteClaims = `UNWIND $rows AS r MATCH (c:Claim) USING INDEX SEEK c:Claim(id) WHERE c.id = r OPTIONAL MATCH (c)-[:HAS]->(x) DETACH DELETE x, c`
	createClaims = `UNWIND $rows AS r MATCH (a:Article) USING INDEX SEEK a:Article(id) WHERE a.id = r.article CREATE (c:Claim)-[:IN]->(a) SET c = r`
	createRoles  = `UNWIND $rows AS r MATCH (c:Claim) USING INDEX SEEK c:Claim(id) WHERE c.id = r.id CREATE (c)-[:HAS]->(x:Role) SET x = r`
	joinGroups   = `UNWIND $rows AS r MATCH (c:Claim) USING INDEX SEEK c:Claim(id) WHERE c.id = r[0] MATCH (g:Group) USING INDEX SEEK g:Group(key) WHERE g.key = r[1] CREATE (c)-[:IN_GROUP]->(g)`

	deleteArticles  = `UNWIND $rows AS r MATCH (a:Article) USING INDEX SEEK a:Article(id) WHERE a.id = r DETACH DELETE a`
	createArticles  = `UNWIND $rows AS r CREATE (a:Article) SET a = r`
	replaceArticles = `UNWIND $rows AS r MATCH (a:Article) USING INDEX SEEK a:Article(id) WHERE a.id = r.id SET a = r`

	deleteWords    = `UNWIND $rows AS r MATCH (w:Word) USING INDEX SEEK w:Word(entity) WHERE w.entity = r DELETE w`
	createWords    = `UNWIND $rows AS r CREATE (w:Word {word: r[0], entity: r[1]})`
	deleteEntities = `UNWIND $rows AS r MATCH (e:Entity) USING INDEX SEEK e:Entity(id) WHERE e.id = r DETACH DELETE e`

	createJudgements = `UNWIND $rows AS r CREATE (j:Judgement) SET j = r`

	// A group is marked where it is, and made where it is not.
	markGroups   = `UNWIND $keys AS key MATCH (g:Group) USING INDEX SEEK g:Group(key) WHERE g.key = key SET g.dirty = 1 RETURN collect(g.key)`
	createGroups = `UNWIND $rows AS r CREATE (g:Group {key: r, dirty: 1})`

	mergePending = `UNWIND $rows AS r MERGE (w:Pending {key: r.key}) SET w = r`
)

// labels of the kinds of entity.
var labels = map[graph.EntityKind]string{
	graph.State: "State", graph.Organisation: "Organisation", graph.NonStateActor: "NonStateActor", graph.Leader: "Leader", graph.Treaty: "Treaty",
}

// mergeEntities is the statement that writes entities of a kind.
func mergeEntities(label string) string {
	return "UNWIND $rows AS r MERGE (e:Entity {id: r.id}) SET e = r, e:`" + label + "`"
}

// flush writes what has become of the slots.
func (p *put) flush() error {
	var pending []any
	wait := func(what, id string, k kept, gone bool) {
		body := ""
		if !gone {
			body = jsonText(k)
		}
		pending = append(pending, params{"key": what + " " + id, "what": what, "id": id, "body": body})
	}
	w := &writer{put: p}
	for _, id := range slices.Sorted(maps.Keys(p.entities)) {
		s := p.entities[id]
		if s.changed {
			w.entity(id, s.have, s.stored)
		}
		if s.waited {
			k := kept{Entity: s.wait}
			if s.wait != nil {
				k.Registry = s.wait.Registry
			}
			wait("entity", id, k, s.wait == nil)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.articles)) {
		s := p.articles[id]
		if s.changed {
			w.article(id, s.have, s.stored)
		}
		if s.waited {
			wait("article", id, kept{Article: s.wait}, s.wait == nil)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.claims)) {
		s := p.claims[id]
		if s.changed {
			w.claim(id, s.have, s.stored)
		}
		if s.waited {
			wait("claim", id, kept{Claim: s.wait}, s.wait == nil)
		}
	}
	for _, j := range p.fresh {
		w.judgements = append(w.judgements, params{
			"id": j.ID, "verb": string(j.Verb), "day": int64(j.On), "article": string(j.Article), "revision": int64(p.next), "body": jsonText(j),
		})
	}
	changed := w.any() || len(pending) > 0 || len(p.groups) > 0
	if err := w.run(); err != nil {
		return err
	}
	if err := p.tx.each(mergePending, pending); err != nil {
		return err
	}
	if !changed {
		return nil
	}
	return p.exec(`MATCH (m:Meta {id: 'meta'}) SET m.unfolded = 1`, nil)
}

// markAll makes the marked groups dirty, in the order of their keys.
func (p *put) markAll() error {
	keys := texts(slices.Sorted(maps.Keys(p.groups)))
	for len(keys) > 0 {
		n := min(len(keys), batchMax)
		l, err := p.list(markGroups, params{"keys": keys[:n]})
		if err != nil {
			return err
		}
		have := map[any]bool{}
		for _, k := range l {
			have[k] = true
		}
		var missing []any
		for _, k := range keys[:n] {
			if !have[k] {
				missing = append(missing, k)
			}
		}
		if err := p.tx.each(createGroups, missing); err != nil {
			return err
		}
		keys = keys[n:]
	}
	clear(p.groups)
	return nil
}

// writer collects the rows of what is to be written.
type writer struct {
	*put
	goneEntities, goneArticles, goneClaims, oldWords []any
	entities                                         map[graph.EntityKind][]any
	words, articles, replaced, claims, roles, joins  []any
	judgements                                       []any
}

func (w *writer) any() bool {
	return len(w.goneEntities)+len(w.goneArticles)+len(w.goneClaims)+len(w.entities)+len(w.articles)+len(w.replaced)+len(w.claims)+len(w.judgements) > 0
}

// run writes: what goes first, and what others hang on before them.
func (w *writer) run() error {
	if err := w.markAll(); err != nil {
		return err
	}
	for _, step := range []struct {
		text string
		rows []any
	}{
		{deleteWords, w.oldWords},
		{deleteEntities, w.goneEntities},
		{deleteClaims, w.goneClaims},
		{deleteArticles, w.goneArticles},
		{createArticles, w.articles},
		{replaceArticles, w.replaced},
		{createClaims, w.claims},
		{createRoles, w.roles},
		{joinGroups, w.joins},
		{createWords, w.words},
		{createJudgements, w.judgements},
	} {
		if err := w.tx.each(step.text, step.rows); err != nil {
			return err
		}
	}
	for _, kind := range graph.EntityKinds() {
		if err := w.tx.each(mergeEntities(labels[kind]), w.entities[kind]); err != nil {
			return err
		}
	}
	return nil
}

// entity writes an entity, or takes it out.
func (w *writer) entity(id string, e *graph.Entity, stored bool) {
	if stored {
		w.oldWords = append(w.oldWords, id)
	}
	if e == nil {
		if stored {
			w.goneEntities = append(w.goneEntities, id)
		}
		return
	}
	var words, keys []string
	for _, n := range e.AllNames() {
		list := graph.NameWords(n)
		words = append(words, list...)
		keys = append(keys, strings.Join(list, " "))
	}
	slices.Sort(words)
	for _, word := range slices.Compact(words) {
		w.words = append(w.words, []any{word, id})
	}
	slices.Sort(keys)
	row := params{
		"id": id, "kind": string(e.Kind), "name": e.Name, "keys": texts(slices.Compact(keys)), "registry": e.Registry, "revision": int64(w.next), "body": jsonText(e),
	}
	for name, value := range map[string]string{"iso2": e.ISO2, "iso3": e.ISO3, "from": string(e.From), "to": string(e.To), "recognition": string(e.Recognition)} {
		if value != "" { // for people
			row[name] = value
		}
	}
	if w.entities == nil {
		w.entities = map[graph.EntityKind][]any{}
	}
	w.entities[e.Kind] = append(w.entities[e.Kind], row)
}

// article writes an article, or takes it out. One that is there keeps its node,
// on which its claims hang.
func (w *writer) article(id string, a *graph.Article, stored bool) {
	if a == nil {
		if stored {
			w.goneArticles = append(w.goneArticles, id)
		}
		return
	}
	row := params{
		"id": id, "title": a.Title, "url": a.URL, "link": linkOf(a.URL), "source": a.Source, "published": string(a.Published), "lang": a.Lang, "print": a.Print,
		"known": int64(a.Known()), "pub": int64(undatedFirst(a.Known())), "revision": int64(w.next), "text": a.Text,
	}
	if stored {
		w.replaced = append(w.replaced, row)
		return
	}
	w.articles = append(w.articles, row)
}

// linkOf is a hash by which articles of a URL are found: a URL may be longer than
// what an index takes.
func linkOf(url string) string {
	h := sha256.Sum256([]byte(url))
	return hex.EncodeToString(h[:12])
}

// claim writes a claim, in the place of the node that it has.
func (w *writer) claim(id string, c *graph.Claim, stored bool) {
	if stored {
		w.goneClaims = append(w.goneClaims, id)
	}
	if c == nil {
		return
	}
	span := graph.ClaimSpan(w.ontology, c)
	life := w.corrected.Life(c)
	pub := int64(undatedFirst(c.Known()))
	symmetric := int64(0)
	if spec := w.ontology.Spec(c.Relation); spec != nil && spec.Symmetric {
		symmetric = 1
	}
	row := params{
		"id": id, "article": string(c.Evidence.Article), "extractor": c.Extractor, "kind": string(c.Relation),
		"subject": string(c.Subject.ID), "object": string(c.Object.ID), "symmetric": symmetric,
		"modality": string(c.Modality), "voice": string(c.Voice), "form": string(c.Evidence.Form), "place": string(c.Place), "confidence": int64(c.Confidence),
		"pub": pub, "knownFrom": int64(life.From), "knownTo": int64(life.To), "gaps": gapsOf(life), "since": int64(c.ValidFrom.First()),
		"low": int64(span.Low), "high": int64(span.High), "holdsFrom": int64(span.HoldsFrom), "holdsTo": int64(span.HoldsTo),
		"revision": int64(w.next), "body": jsonText(c), "quote": c.Evidence.Quote, "words": " " + strings.Join(graph.Tokens(c.Evidence.Quote), " ") + " ",
	}
	if len(c.Items) > 0 {
		row["items"] = texts(c.Items)
	}
	if len(c.Domains) > 0 {
		row["domains"] = texts(c.Domains)
	}
	of := map[string][]any{}
	for _, r := range rolesOf(c) {
		w.roles = append(w.roles, params{"entity": r.entity, "role": r.role, "pub": pub, "id": id})
		of[r.role] = append(of[r.role], r.entity)
	}
	for role, list := range of {
		row[role] = list
	}
	w.claims = append(w.claims, row)
	for _, key := range w.groupsOf(c) {
		w.joins = append(w.joins, []any{id, string(key)})
	}
}

// gapsOf are the first and the last day but one of each gap of a life, in turn;
// nil when there are none.
func gapsOf(l graph.Life) any {
	var days []any
	for _, g := range l.Gaps {
		days = append(days, int64(g.From), int64(g.To))
	}
	if days == nil {
		return nil
	}
	return days
}

// The roles of the nodes :Role, and the lists of a claim that have the same.
const (
	roleAgainst = "against"
	roleBetween = "between"
	roleAgent   = "agents"
	roleSpeaker = "speakers"
	roleTarget  = "target" // of a relation
)

type role struct{ entity, role string }

func rolesOf(c *graph.Claim) []role {
	var list []role
	add := func(id graph.EntityID, as string) {
		if r := (role{string(id), as}); id != "" && !slices.Contains(list, r) {
			list = append(list, r)
		}
	}
	for _, e := range c.Against {
		add(e.ID, roleAgainst)
	}
	for _, e := range c.Between {
		add(e.ID, roleBetween)
	}
	for _, a := range c.Agents {
		add(a.ID, roleAgent)
	}
	for _, s := range c.Attribution {
		add(s.ID, roleSpeaker)
	}
	return list
}

// undatedFirst is a day of publication as a key of the order.
func undatedFirst(d graph.Day) graph.Day {
	if d >= graph.MaxDay {
		return graph.MinDay
	}
	return d
}
