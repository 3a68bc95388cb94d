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
	by               []graph.GroupBy
	first            int
	claims, articles *plan
}

// coverage plans counts of claims by the keys and outlet, and of articles where
// the keys are theirs too.
func (c *compiler) coverage(g group, o owner, a args) *plan {
	w := &Coverage{by: enums[graph.GroupBy](a, "groupBy"), first: a.most("first", 100, 1000)}
	if len(w.by) == 0 {
		a.bad("groupBy", "give at least one key")
	}
	f := &graph.Field{Rows: graph.Claims, Time: known(o.time), Only: true, Count: true}
	f.Where.Kinds, f.Where.Touching = a.kinds("kinds"), a.ids("touching")
	f.Where.Forms = []graph.Form{graph.FormText} // data sets are no news
	f.Where.Published = a.published()
	f.Group = &graph.Group{By: append(slices.Clone(w.by), graph.GroupOutlet), Limit: maxGroups}
	if slices.Contains(w.by, graph.GroupOutlet) {
		f.Group.By = w.by
	}
	w.claims = &plan{field: f}
	c.ask(o, g.alias+"/claims", f, graph.MaxPage)
	p := &plan{below: []*plan{w.claims}, value: w}
	if f.Where.Kinds == nil && f.Where.Touching == nil {
		articles := &graph.Field{Rows: graph.Articles, Time: f.Time, Only: true, Count: true, Where: graph.Where{Published: f.Where.Published, News: true}}
		if !slices.Contains(w.by, graph.GroupKind) && !slices.Contains(w.by, graph.GroupPair) {
			articles.Group = &graph.Group{By: w.by, Limit: maxGroups}
		}
		w.articles = &plan{field: articles}
		c.ask(o, g.alias+"/articles", articles, graph.MaxPage)
		p.below = append(p.below, w.articles)
	}
	return p
}

// ArticleCount is the number of articles.
func (w *Coverage) ArticleCount() *int {
	if w.articles == nil {
		return nil
	}
	n := w.articles.ans.Page("").Total
	return &n
}

// ClaimCount is the number of claims.
func (w *Coverage) ClaimCount() int { return w.claims.ans.Page("").Total }

// Groups lists the counts by keys, most claims first.
func (w *Coverage) Groups() []*CoverageGroup {
	of := map[string]*CoverageGroup{}
	all := []*CoverageGroup{}
	at := func(keys []string) *CoverageGroup {
		k := strings.Join(keys, "\x00")
		g := of[k]
		if g == nil {
			g = &CoverageGroup{Keys: keys}
			if w.articles != nil && w.articles.field.Group != nil {
				g.Articles = new(int)
			}
			of[k] = g
			all = append(all, g)
		}
		return g
	}
	for _, c := range w.claims.ans.Page("").Groups {
		g := at(c.Keys[:len(w.by)])
		g.Claims += c.Count
		if outlet := slices.Index(w.claims.field.Group.By, graph.GroupOutlet); c.Keys[outlet] != "" {
			g.Outlets++
		}
	}
	if w.articles != nil && w.articles.field.Group != nil {
		for _, c := range w.articles.ans.Page("").Groups {
			*at(c.Keys).Articles += c.Count
		}
	}
	slices.SortFunc(all, func(a, b *CoverageGroup) int {
		return cmp.Or(cmp.Compare(b.Claims, a.Claims), slices.Compare(a.Keys, b.Keys))
	})
	return all[:min(w.first, len(all))]
}

// CoverageGroup is how much is told under the same keys.
type CoverageGroup struct {
	Keys            []string
	Articles        *int
	Claims, Outlets int
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
