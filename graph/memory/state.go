package memory

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// state is what one fold made. It is never changed.
type state struct {
	o           *schema.Ontology
	revision    graph.Revision
	latest      graph.Day
	undated     int
	kept        kept
	corrections *graph.Corrections
	relations   []*graph.Relation
	treaties    []*graph.TreatyNode

	sources func() map[graph.ArticleID]string // found when first asked for
}

// readByOthers are the articles that anything but the registry has read. An
// article without any claim counts: whoever read it found nothing.
func (st *state) readByOthers() map[graph.ArticleID]bool {
	registry, others := map[graph.ArticleID]bool{}, map[graph.ArticleID]bool{}
	for _, c := range st.kept.claims {
		if a := c.value.Evidence.Article; c.value.Extractor == graph.RegistryExtractor {
			registry[a] = true
		} else {
			others[a] = true
		}
	}
	for id := range st.kept.articles {
		if !registry[id] {
			others[id] = true
		}
	}
	return others
}

// records are the log after a revision.
func (st *state) records(after graph.Revision) []graph.Record {
	var list []graph.Record
	add := func(r graph.Record) {
		if r.Revision > after {
			list = append(list, r)
		}
	}
	for _, id := range sortedKeys(st.kept.entities) {
		if e := st.kept.entities[id]; !e.value.Registry {
			add(graph.Record{Revision: e.rev, Entity: e.value})
		}
	}
	read := st.readByOthers()
	for _, id := range sortedKeys(st.kept.articles) {
		if read[id] {
			add(graph.Record{Revision: st.kept.articles[id].rev, Article: st.kept.articles[id].value})
		}
	}
	for _, id := range sortedKeys(st.kept.claims) {
		if c := st.kept.claims[id]; c.value.Extractor != graph.RegistryExtractor {
			add(graph.Record{Revision: c.rev, Claim: c.value})
		}
	}
	for _, id := range sortedKeys(st.kept.judgements) {
		add(graph.Record{Revision: st.kept.judgements[id].rev, Judgement: st.kept.judgements[id].value})
	}
	slices.SortStableFunc(list, func(a, b graph.Record) int { return cmp.Compare(a.Revision, b.Revision) })
	return list
}

// State implements graph.Backend.
func (st *state) State(_ context.Context, undated bool) (graph.Revision, graph.Day, int, error) {
	if !undated {
		return st.revision, st.latest, 0, nil
	}
	return st.revision, st.latest, st.undated, nil
}

// Ask implements graph.Backend: it looks at every row of the kind.
func (st *state) Ask(ctx context.Context, s *graph.Step) (*graph.Asked, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f := s.Field
	found := map[string][]graph.Row{}
	standings := map[string]graph.Standing{} // of claims
	parents := st.parents(s)
	for _, row := range st.rows(f) {
		var standing graph.Standing
		if row.Claim != nil {
			standing = st.standing(row.Claim)
			standings[row.Key()] = standing
		}
		if !graph.Match(st.o, f, row, standing, s.Ref) || f.Where.Said != nil && !st.said(f, row.Relation, s.Ref) {
			continue
		}
		for _, p := range parents(row) {
			found[p] = append(found[p], row)
		}
	}
	asked := &graph.Asked{Pages: map[string]*graph.RowPage{}, Statements: s.Statements()}
	if f.Page.After != nil || f.Page.Before != nil {
		// Of which there is one parent. What stands on the other side of a cursor
		// is said of an empty page too.
		parent := ""
		if len(s.Parents) > 0 {
			parent = s.Parents[0]
		}
		if found[parent] == nil {
			found[parent] = []graph.Row{}
		}
	}
	for p, rows := range found {
		slices.SortFunc(rows, func(a, b graph.Row) int { return graph.CompareRows(f.Ordering(), a, b) })
		page, err := cut(f, rows)
		if err != nil {
			return nil, err
		}
		if f.Group != nil {
			page.Groups = st.count(f.Group, rows, standings, s.Ref)
		}
		asked.Pages[p] = page
	}
	return asked, nil
}

// said reports whether one of the claims behind a relation meets Where.Said.
func (st *state) said(f *graph.Field, r *graph.Relation, ref graph.Reference) bool {
	claims := &graph.Field{Rows: graph.Claims, Where: *f.Where.Said, Time: graph.Time{KnownBy: f.Time.KnownBy}}
	return slices.ContainsFunc(r.Claims, func(id graph.ClaimID) bool {
		c := st.kept.claims[id].value
		return graph.Match(st.o, claims, graph.Row{Claim: c}, st.standing(c), ref)
	})
}

// cut takes the field's page of sorted rows.
func cut(f *graph.Field, rows []graph.Row) (*graph.RowPage, error) {
	page := &graph.RowPage{}
	if f.Count {
		page.Total = len(rows)
	}
	if f.Via.ByID() {
		page.Rows = rows
		return page, nil
	}
	p, ordering := f.Page, f.Ordering()
	if p.All && p.Limit > 0 && len(rows) > p.Limit {
		return nil, &graph.TooManyError{What: string(f.Rows), Have: len(rows), Limit: p.Limit}
	}
	if f.Only {
		return page, nil
	}
	if p.All && p.Ends > 0 {
		ends := map[graph.EntityID]bool{}
		for _, r := range rows {
			ends[r.Relation.Subject], ends[r.Relation.Object] = true, true
		}
		if len(ends) > p.Ends {
			return nil, &graph.TooManyError{What: "nodes", Have: len(ends), Limit: p.Ends}
		}
	}
	if p.After != nil {
		rows = slices.DeleteFunc(slices.Clone(rows), func(r graph.Row) bool { return graph.CompareCursor(ordering, r, p.After) <= 0 })
	}
	if p.Before != nil {
		rows = slices.DeleteFunc(slices.Clone(rows), func(r graph.Row) bool { return graph.CompareCursor(ordering, r, p.Before) >= 0 })
	}
	// Of the side on which a page was cut it says whether there is more; of the
	// other, whether a cursor stands there.
	page.HasPrev, page.HasNext = p.After != nil, p.Before != nil
	switch first := p.First; {
	case p.Last > 0:
		page.HasPrev = len(rows) > p.Last
		rows = rows[max(0, len(rows)-p.Last):]
	case !p.All:
		if first == 0 {
			first = graph.DefaultPage
		}
		page.HasNext = len(rows) > first
		rows = rows[:min(first, len(rows))]
	}
	page.Rows = rows
	return page, nil
}

func (st *state) count(g *graph.Group, rows []graph.Row, standings map[string]graph.Standing, ref graph.Reference) []graph.GroupRow {
	counts := map[string]*graph.GroupRow{}
	articles, origins := map[[2]string]bool{}, map[[2]string]bool{} // of each group
	for _, r := range rows {
		standing := standings[r.Key()]
		keys := graph.GroupKeys(g.By, r, standing, ref)
		k := strings.Join(keys, "\x00")
		if counts[k] == nil {
			counts[k] = &graph.GroupRow{Keys: keys}
		}
		counts[k].Count++
		if !g.Behind {
			continue
		}
		if a := [2]string{k, string(r.Claim.Evidence.Article)}; !articles[a] {
			articles[a] = true
			counts[k].Articles++
		}
		for _, origin := range graph.Origins(r.Claim, st.sources()[r.Claim.Evidence.Article]) {
			if o := [2]string{k, origin}; !origins[o] {
				origins[o] = true
				counts[k].Origins++
			}
		}
	}
	var list []graph.GroupRow
	for _, c := range counts {
		list = append(list, *c)
	}
	return g.SortGroups(list)
}

// allSources finds the outlet behind each article with claims: its own, or that
// of the first text of which it is a copy.
func (st *state) allSources() map[graph.ArticleID]string {
	var first []*graph.Piece
	seen := map[graph.ArticleID]bool{}
	for _, id := range sortedKeys(st.kept.claims) {
		c := st.kept.claims[id].value
		article := st.kept.articles[c.Evidence.Article].value
		if seen[c.Evidence.Article] || article == nil {
			continue
		}
		seen[article.ID] = true
		first = append(first, &graph.Piece{Claim: c, Outlet: graph.Outlet(article, c), Print: article.Print})
	}
	return sourcesOf(first)
}

func (st *state) standing(c *graph.Claim) graph.Standing {
	var s graph.Standing
	if a := st.kept.articles[c.Evidence.Article].value; a != nil {
		s.Source, s.Lang = a.Source, a.Lang
	}
	s.Outlet = graph.Outlet(st.kept.articles[c.Evidence.Article].value, c)
	s.Life = st.corrections.Life(c)
	return s
}

// rows are all rows of the field's kind.
func (st *state) rows(f *graph.Field) []graph.Row {
	var rows []graph.Row
	switch f.Rows {
	case graph.Entities:
		for id, e := range st.kept.entities {
			row := graph.Row{Entity: e.value}
			if as := st.corrections.ReadAs(id, f.Time.Known()); as != id {
				merged := *e.value
				merged.MergedInto = as
				row.Entity = &merged
			}
			if f.Where.Search != "" {
				row.Rank, _ = graph.MatchName(f.Where.Search, e.value.AllNames())
			}
			rows = append(rows, row)
		}
	case graph.Relations:
		for _, r := range st.relations {
			rows = append(rows, graph.Row{Relation: r})
		}
	case graph.Claims:
		for _, c := range st.kept.claims {
			rows = append(rows, graph.Row{Claim: c.value})
		}
	case graph.Articles:
		read := map[graph.ArticleID]bool{}
		if f.Where.News {
			read = st.readByOthers()
		}
		for id, a := range st.kept.articles {
			if f.Where.News && !read[id] {
				continue
			}
			rows = append(rows, graph.Row{Article: a.value})
		}
	case graph.Treaties:
		for _, t := range st.treaties {
			row := graph.Row{Treaty: t}
			if f.Where.Search != "" {
				row.Rank, _ = graph.MatchName(f.Where.Search, t.AllNames())
			}
			rows = append(rows, row)
		}
	case graph.Judgements:
		for _, j := range st.kept.judgements {
			rows = append(rows, graph.Row{Judgement: j.value})
		}
	}
	return rows
}

// parents tells under which of the step's parents a row stands.
func (st *state) parents(s *graph.Step) func(graph.Row) []string {
	f := s.Field
	known := f.Time.Known()
	asked := func(ids ...string) []string {
		var in []string
		for _, id := range ids {
			if slices.Contains(s.Parents, id) && !slices.Contains(in, id) {
				in = append(in, id)
			}
		}
		return in
	}
	texts := func(ids []graph.EntityID) []string {
		var list []string
		for _, id := range ids {
			list = append(list, string(id))
		}
		return list
	}
	switch f.Via {
	case graph.Root:
		return func(graph.Row) []string { return []string{""} }
	case graph.ViaEntity:
		ends := func(kind schema.Kind, subject, object graph.EntityID) []string {
			either := f.Where.Direction == graph.Both || f.Where.Direction == "" || st.o.Spec(kind).Symmetric
			var ids []string
			if either || f.Where.Direction == graph.Out {
				ids = append(ids, string(subject))
			}
			if either || f.Where.Direction == graph.In {
				ids = append(ids, string(object))
			}
			return asked(ids...)
		}
		return func(r graph.Row) []string {
			switch {
			case r.Relation != nil:
				return ends(r.Relation.Kind, r.Relation.Subject, r.Relation.Object)
			case r.Claim != nil:
				return ends(r.Claim.Relation, r.Claim.Subject.ID, r.Claim.Object.ID)
			case r.Treaty != nil:
				return asked(texts(r.Treaty.Parties)...)
			}
			return nil
		}
	case graph.ViaRelation:
		// Which relations, as known on the day, a claim supports.
		supports := map[graph.ClaimID][]string{}
		for _, r := range st.relations {
			if r.KnownFrom <= known && known < r.KnownTo {
				for _, c := range r.Claims {
					supports[c] = append(supports[c], string(r.ID))
				}
			}
		}
		return func(r graph.Row) []string {
			var ids []string
			switch {
			case r.Claim != nil:
				ids = supports[r.Claim.ID]
			case r.Treaty != nil:
				for _, c := range r.Treaty.Claims {
					ids = append(ids, supports[c]...)
				}
			}
			return asked(ids...)
		}
	case graph.ViaClaim:
		claims := func(list []graph.ClaimID) []string {
			var ids []string
			for _, c := range list {
				ids = append(ids, string(c))
			}
			return asked(ids...)
		}
		return func(r graph.Row) []string {
			switch {
			case r.Relation != nil:
				return claims(r.Relation.Claims)
			case r.Treaty != nil:
				return claims(r.Treaty.Claims)
			}
			return nil
		}
	case graph.ViaTreaty:
		mentions := map[graph.ClaimID][]string{}
		for _, t := range st.treaties {
			if t.KnownFrom <= known && known < t.KnownTo {
				for _, c := range t.Claims {
					mentions[c] = append(mentions[c], string(t.ID))
				}
			}
		}
		return func(r graph.Row) []string {
			if r.Claim == nil {
				return nil
			}
			return asked(mentions[r.Claim.ID]...)
		}
	case graph.ViaAgent:
		return func(r graph.Row) []string {
			var ids []string
			for _, a := range r.Claim.Agents {
				ids = append(ids, string(a.ID))
			}
			return asked(ids...)
		}
	case graph.ViaDocument:
		return func(r graph.Row) []string {
			switch {
			case r.Claim != nil:
				return asked(string(r.Claim.Evidence.Article))
			case r.Judgement != nil:
				return asked(string(r.Judgement.Article))
			}
			return nil
		}
	}
	// The ways that follow ids: the rows of these ids, under no parent.
	return func(r graph.Row) []string {
		if slices.Contains(s.IDs, r.Key()) {
			return []string{""}
		}
		return nil
	}
}
