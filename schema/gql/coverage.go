package gql

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Coverage is how much is told of what.
type Coverage struct {
	by       []graph.GroupBy
	first    int
	claims   *plan // claims, articles and origins by the keys
	total    *plan // the same over all
	articles *plan // articles, those without claims too; nil where conditions of claims are set
	outlets  *plan // claims by the keys and outlet; nil where nobody asks
}

// coverage plans counts of claims by the keys, with the articles and origins
// behind them, and of articles by themselves where no condition is of claims.
func (c *compiler) coverage(g group, o owner, a args) *plan {
	w := &Coverage{by: enums[graph.GroupBy](a, "groupBy"), first: a.most("first", 100, 1000)}
	if len(w.by) == 0 {
		a.bad("groupBy", "give at least one key")
	}
	f := graph.Field{Rows: graph.Claims, Time: known(o.time), Only: true}
	f.Where.Kinds, f.Where.Touching = a.kinds("kinds"), a.ids("touching")
	f.Where.Outlets, f.Where.Languages = wanted[string](a, "outlet"), wanted[string](a, "lang")
	a.languages("lang")
	f.Where.Forms = []graph.Form{graph.FormText} // data sets are no news
	f.Where.Published = a.published()
	p := &plan{value: w}
	ask := func(name string, f graph.Field, by []graph.GroupBy) *plan {
		f.Group = &graph.Group{By: by, Limit: maxGroups, Behind: f.Rows == graph.Claims}
		k := &plan{field: &f}
		c.ask(o, g.alias+"/"+name, &f, graph.MaxPage)
		p.below = append(p.below, k)
		return k
	}
	w.claims, w.total = ask("claims", f, w.by), ask("total", f, nil)
	if c.selects(g, "Coverage", "groups", "CoverageGroup", "outlets") {
		w.outlets = ask("outlets", f, append(slices.Clone(w.by), graph.GroupOutlet))
		w.outlets.field.Group.Behind = false
	}
	if f.Where.Kinds == nil && f.Where.Touching == nil {
		articles := graph.Field{Rows: graph.Articles, Time: f.Time, Only: true, Count: true, Where: graph.Where{Published: f.Where.Published, News: true}}
		articles.Where.Outlets, articles.Where.Languages = f.Where.Outlets, f.Where.Languages
		by := w.by
		if slices.Contains(by, graph.GroupKind) || slices.Contains(by, graph.GroupPair) {
			by = nil
		}
		w.articles = ask("articles", articles, by)
	}
	c.jobs = append(c.jobs, w.complete)
	return p
}

// selects reports whether a field of an object below the group's is selected.
func (c *compiler) selects(g group, typ, field, below, name string) bool {
	for _, f := range c.collect(g.sets(), typ) {
		if f.name() != field {
			continue
		}
		for _, s := range c.collect(f.sets(), below) {
			if s.name() == name {
				return true
			}
		}
	}
	return false
}

// complete refuses counts that were cut off, from which others are added up.
func (w *Coverage) complete(context.Context, *run) error {
	for _, p := range []*plan{w.claims, w.outlets, w.articles} {
		if p == nil || p == w.claims && !p.field.Group.InTime() { // the greatest are there
			continue
		}
		if n := len(p.ans.Page("").Groups); n >= maxGroups {
			return &graph.TooManyError{What: "groups", Have: n, Limit: maxGroups}
		}
	}
	return nil
}

// all is the one group of the counts over all.
func (w *Coverage) all() graph.GroupRow {
	for _, g := range w.total.ans.Page("").Groups {
		return g
	}
	return graph.GroupRow{}
}

// ArticleCount is the number of articles.
func (w *Coverage) ArticleCount() int {
	if w.articles != nil {
		return w.articles.ans.Page("").Total
	}
	return w.all().Articles
}

// ClaimCount is the number of claims.
func (w *Coverage) ClaimCount() int { return w.all().Count }

// OriginCount is the number of origins.
func (w *Coverage) OriginCount() int { return w.all().Origins }

// Groups lists the counts by keys, most claims first.
func (w *Coverage) Groups() []*CoverageGroup {
	of := map[string]*CoverageGroup{}
	all := []*CoverageGroup{}
	at := func(keys []string) *CoverageGroup {
		k := strings.Join(keys, "\x00")
		if of[k] == nil {
			of[k] = &CoverageGroup{Keys: keys}
			all = append(all, of[k])
		}
		return of[k]
	}
	for _, c := range w.claims.ans.Page("").Groups {
		g := at(c.Keys)
		g.Claims, g.Articles, g.Origins = c.Count, c.Articles, c.Origins
	}
	if w.articles != nil && len(w.articles.field.Group.By) > 0 {
		for _, c := range w.articles.ans.Page("").Groups {
			at(c.Keys).Articles = c.Count
		}
	}
	if w.outlets != nil {
		for _, c := range w.outlets.ans.Page("").Groups {
			if c.Keys[len(w.by)] != "" {
				at(c.Keys[:len(w.by)]).Outlets++
			}
		}
	}
	slices.SortFunc(all, func(a, b *CoverageGroup) int {
		return cmp.Or(cmp.Compare(b.Claims, a.Claims), cmp.Compare(b.Articles, a.Articles), slices.Compare(a.Keys, b.Keys))
	})
	return all[:min(w.first, len(all))]
}

// CoverageGroup is how much is told under the same keys.
type CoverageGroup struct {
	Keys                               []string
	Articles, Claims, Origins, Outlets int
}

// Ontology is the kinds of relation.
type Ontology struct{ scope }

// Version is the version of the file.
func (Ontology) Version() string { return schema.Default().Version() }

// Kinds lists the kinds.
func (o Ontology) Kinds(ctx context.Context) []*KindInfo {
	out := []*KindInfo{}
	wanted, some := o.kid(ctx).value.([]schema.Kind)
	for _, s := range schema.Default().Kinds() {
		if !some || slices.Contains(wanted, s.Name) {
			out = append(out, &KindInfo{s})
		}
	}
	return out
}

// KindInfo is what a kind of relation means.
type KindInfo struct{ s *schema.Spec }

// Name is the kind.
func (k *KindInfo) Name() schema.Kind { return k.s.Name }

// Parent is the kind of which it is a special case.
func (k *KindInfo) Parent() *schema.Kind {
	if k.s.Parent == "" {
		return nil
	}
	return &k.s.Parent
}

// Phrase stands between subject and object.
func (k *KindInfo) Phrase() string { return k.s.Phrase }

// Inverse stands between object and subject.
func (k *KindInfo) Inverse() string { return k.s.Inverse }

// Symmetric is whether the ends can change places.
func (k *KindInfo) Symmetric() bool { return k.s.Symmetric }

// Point is whether it is an event.
func (k *KindInfo) Point() bool { return k.s.Point }

// Subjects lists what may be the subject.
func (k *KindInfo) Subjects() []graph.EntityKind { return lettered(k.s.Subject) }

// Objects lists what may be the object.
func (k *KindInfo) Objects() []graph.EntityKind { return lettered(k.s.Object) }

func lettered(letters string) []graph.EntityKind {
	out := []graph.EntityKind{}
	for _, k := range graph.EntityKinds() {
		if strings.IndexByte(letters, k.Letter()) >= 0 {
			out = append(out, k)
		}
	}
	return out
}

// Ends lists the kinds that it brings to an end.
func (k *KindInfo) Ends() []schema.Kind { return list(k.s.Ends) }

// Cameo is the CAMEO code of exports.
func (k *KindInfo) Cameo() *string { return opt(k.s.CAMEO) }

// Plover is the PLOVER event type.
func (k *KindInfo) Plover() *string { return opt(k.s.PLOVER) }

// Goldstein is its value in the scale of Goldstein.
func (k *KindInfo) Goldstein() float64 { return k.s.Goldstein }

// Doc is when an analyst records it.
func (k *KindInfo) Doc() string { return k.s.Doc }
