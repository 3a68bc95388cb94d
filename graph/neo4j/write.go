package neo4j

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// labels of the kinds of entity.
var labels = map[graph.EntityKind]string{
	graph.State: "State", graph.Organisation: "Organisation", graph.NonStateActor: "NonStateActor", graph.Leader: "Leader", graph.Treaty: "Treaty",
}

// flush writes what has become of the slots.
func (p *put) flush() error {
	var queue, queued []any
	wait := func(what, id string, k kept, gone, again bool) {
		row := params{"key": what + " " + id, "what": what, "id": id, "body": ""}
		if !gone {
			row["body"] = jsonText(k)
		}
		if again {
			queued = append(queued, row)
		} else {
			queue = append(queue, row)
		}
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
			wait("entity", id, k, s.wait == nil, s.queued)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.articles)) {
		s := p.articles[id]
		if s.changed {
			w.article(id, s.have, s.stored)
		}
		if s.waited {
			wait("article", id, kept{Article: s.wait}, s.wait == nil, s.queued)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.claims)) {
		s := p.claims[id]
		if s.changed {
			w.claim(id, s.have, s.stored)
		}
		if s.waited {
			wait("claim", id, kept{Claim: s.wait}, s.wait == nil, s.queued)
		}
	}
	for _, j := range p.fresh {
		w.judgements = append(w.judgements, params{
			"id": j.ID, "verb": string(j.Verb), "day": int64(j.On), "article": string(j.Article), "revision": int64(p.next), "body": jsonText(j),
		})
	}
	if !w.any() && len(queue)+len(queued)+len(p.groups) == 0 {
		return nil
	}
	if err := p.tx.each(createPending, queue); err != nil {
		return err
	}
	if err := p.tx.each(replacePending, queued); err != nil {
		return err
	}
	if err := p.exec(setUnfolded, params{"gate": p.gate}); err != nil {
		return err
	}
	return w.run()
}

// markGroups makes the marked groups dirty, in the order of their keys.
func (p *put) markGroups() error {
	keys := texts(slices.Sorted(maps.Keys(p.groups)))
	clear(p.groups)
	var folded, missing []any
	for part := range slices.Chunk(keys, batchMax) {
		have := make(map[string]bool, len(part))
		err := p.rows(findGroups, params{"keys": part}, func(v *graph.Values) error {
			key := v.Text()
			have[key] = true
			if v.Number() == 0 {
				folded = append(folded, key)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, key := range part {
			if !have[key.(string)] {
				missing = append(missing, key)
			}
		}
	}
	sortTexts(folded)
	if err := p.tx.each(markGroups, folded); err != nil {
		return err
	}
	return p.tx.each(mergeGroups, missing)
}

// sortTexts puts ids or keys in the order in which all transactions lock them.
func sortTexts(list []any) {
	slices.SortFunc(list, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
}

// writer collects the rows of what is to be written.
type writer struct {
	*put
	goneEntities, goneArticles, goneClaims, oldWords         []any
	entities                                                 map[graph.EntityKind][]any
	changed, words, articles, replaced, claims, roles, joins []any
	judgements                                               []any
}

func (w *writer) any() bool {
	return len(w.goneEntities)+len(w.goneArticles)+len(w.goneClaims)+len(w.entities)+len(w.changed)+len(w.articles)+len(w.replaced)+len(w.claims)+len(w.judgements) > 0
}

// run writes: what goes first, what others hang on before them, and last the
// groups, where loads meet, so that none waits there for long.
func (w *writer) run() error {
	for _, step := range []step{
		{deleteWords, w.oldWords},
		{deleteEntities, w.goneEntities},
		{deleteClaims, w.goneClaims},
		{deleteArticles, w.goneArticles},
		{createArticles, w.articles},
		{replaceArticles, w.replaced},
		{createClaims, w.claims},
		{createClaimRoles, w.roles},
		{createWords, w.words},
		{createJudgements, w.judgements},
		{replaceEntity, w.changed},
	} {
		if err := w.tx.each(step.text, step.rows); err != nil {
			return err
		}
	}
	for _, kind := range graph.EntityKinds() {
		if err := w.tx.each(createEntities(labels[kind]), w.entities[kind]); err != nil {
			return err
		}
	}
	if err := w.markGroups(); err != nil {
		return err
	}
	slices.SortFunc(w.joins, func(a, b any) int {
		return slices.CompareFunc(a.([]any), b.([]any), func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	})
	return w.tx.each(joinGroups, w.joins)
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
	if stored {
		w.changed = append(w.changed, row)
		return
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
		"known": int64(a.Known()), "pub": int64(a.Known().UndatedFirst()), "revision": int64(w.next), "text": a.Text,
		"outlet": graph.Outlet(a, &graph.Claim{}),
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
	pub := int64(c.Known().UndatedFirst())
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
	if len(c.Attribution) > 0 {
		origins := graph.Origins(c, "")
		for i, o := range origins {
			if o == "name:" {
				origins[i] = ""
			}
		}
		row["origins"] = texts(origins)
	}
	of := map[string][]any{}
	for _, t := range c.Takings() {
		role, entity := roles[t.Part], string(t.Entity)
		w.roles = append(w.roles, params{"entity": entity, "role": role, "pub": pub, "id": id})
		of[role] = append(of[role], entity)
	}
	for role, list := range of {
		row[role] = list
	}
	w.claims = append(w.claims, row)
	for _, key := range w.groupsOf(c) {
		w.joins = append(w.joins, []any{string(key), id})
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

// roles are those of the nodes :Role for a part in a claim, and the lists of the
// claim that have the same.
var roles = map[graph.Part]string{graph.PartAgainst: "against", graph.PartBetween: "between", graph.PartAgent: "agents", graph.PartSpeaker: "speakers"}

// The roles of a relation's targets and of a treaty's parties.
const (
	roleTarget = "target"
	roleParty  = "party"
)
