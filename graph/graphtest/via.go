package graphtest

import (
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// testVias goes every way from a parent to its rows, and works out from all
// rows which they must be.
func testVias(t *T) {
	k := t.know(Rich(17))
	for _, time := range []graph.Time{{}, knownBy("2025-02-04")} {
		k.testWays(time)
	}
}

// byWay are the rows of one kind that must stand under each parent by one way.
type byWay map[string][]string

func (k *known) testWays(time graph.Time) {
	k.Helper()
	versions := k.fold(time.Known())
	field := func(name string, rows graph.Rows, via graph.Via, fields ...*graph.Field) *graph.Field {
		return &graph.Field{Name: name, Rows: rows, Via: via, Time: time, Page: all, Count: !via.ByID(), Fields: fields}
	}
	directed := func(name string, rows graph.Rows, d graph.Direction) *graph.Field {
		f := field(name, rows, graph.ViaEntity)
		f.Where.Direction = d
		return f
	}
	res := k.ask(
		field("entities", graph.Entities, graph.Root,
			directed("both", graph.Relations, graph.Both), directed("out", graph.Relations, graph.Out), directed("in", graph.Relations, graph.In),
			directed("claims", graph.Claims, graph.Both), directed("claims out", graph.Claims, graph.Out), directed("claims in", graph.Claims, graph.In),
			field("treaties", graph.Treaties, graph.ViaEntity), field("acts", graph.Claims, graph.ViaAgent),
			field("based", graph.Entities, graph.ViaBasedIn)),
		field("relations", graph.Relations, graph.Root,
			field("subject", graph.Entities, graph.ViaSubject), field("object", graph.Entities, graph.ViaObject),
			field("against", graph.Entities, graph.ViaAgainst), field("treaty object", graph.Treaties, graph.ViaObject),
			field("claims", graph.Claims, graph.ViaRelation), field("treaty", graph.Treaties, graph.ViaRelation)),
		field("claims", graph.Claims, graph.Root,
			field("subject", graph.Entities, graph.ViaSubject), field("object", graph.Entities, graph.ViaObject),
			field("against", graph.Entities, graph.ViaAgainst), field("between", graph.Entities, graph.ViaBetween),
			field("agents", graph.Entities, graph.ViaAgents), field("article", graph.Articles, graph.ViaArticle),
			field("relations", graph.Relations, graph.ViaClaim), field("treaty", graph.Treaties, graph.ViaClaim)),
		field("treaties", graph.Treaties, graph.Root,
			field("parties", graph.Entities, graph.ViaParties), field("signatories", graph.Entities, graph.ViaSignatories),
			field("history", graph.Claims, graph.ViaHistory), field("claims", graph.Claims, graph.ViaTreaty)),
		field("articles", graph.Articles, graph.Root,
			field("claims", graph.Claims, graph.ViaDocument), field("judgements", graph.Judgements, graph.ViaDocument)),
		field("judgements", graph.Judgements, graph.Root, field("article", graph.Articles, graph.ViaArticle)),
	)
	rows := func(name string) []graph.Row { return res.Fields[name].Page("").Rows }

	// The ways that follow ids: all ids that the parents carry and that exist.
	exists := func(child *graph.Answer, id string) bool {
		for _, r := range k.rows(graph.Field{Rows: child.Field.Rows, Time: time, Where: graph.Where{IDs: []string{id}}}) {
			return r.Key() == id
		}
		return false
	}
	for _, parent := range []string{"entities", "relations", "claims", "treaties", "judgements"} {
		for name, child := range res.Fields[parent].Fields {
			if !child.Field.Via.ByID() {
				continue
			}
			followed := 0
			for _, r := range rows(parent) {
				for _, id := range r.Links(child.Field.Via) {
					got, ok := child.Row(id)
					if ok != exists(child, id) || ok && got.Key() != id {
						k.Errorf("%s of %s %s: %s is found: %v", name, parent, r.Key(), id, ok)
						return
					}
					followed++
				}
			}
			if followed == 0 {
				k.Errorf("no %s has %s: the story is too poor", parent, name)
			}
		}
	}

	// The ways that ask for what belongs to the parent's id.
	check := func(parent, child string, want byWay) {
		k.Helper()
		answer := res.Fields[parent].Fields[child]
		for _, r := range rows(parent) {
			page := answer.Page(r.Key())
			list := slices.Clone(want[r.Key()])
			slices.Sort(list)
			got := keys(page.Rows)
			if !slices.IsSortedFunc(page.Rows, func(a, b graph.Row) int { return graph.CompareRows(answer.Field.Ordering(), a, b) }) {
				k.Errorf("%s of %s are out of order", child, r.Key())
			}
			slices.Sort(got)
			k.same(child+" of "+r.Key()+" "+time.String(), list, got)
			if page.Total != len(list) {
				k.Errorf("%s of %s: total %d of %d", child, r.Key(), page.Total, len(list))
			}
			if k.Failed() {
				return
			}
		}
		if len(want) == 0 {
			k.Errorf("no %s has %s: the story is too poor", parent, child)
		}
	}
	under := func(rows []graph.Row, parents func(graph.Row) []string) byWay {
		w := byWay{}
		for _, r := range rows {
			seen := map[string]bool{}
			for _, p := range parents(r) {
				if p != "" && !seen[p] {
					seen[p] = true
					w[p] = append(w[p], r.Key())
				}
			}
		}
		return w
	}
	symmetric := func(kind schema.Kind) bool { return k.o.Spec(kind).Symmetric }
	ends := func(out, in bool) func(graph.Row) []string {
		return func(r graph.Row) []string {
			var subject, object graph.EntityID
			var both bool
			if r.Relation != nil {
				subject, object, both = r.Relation.Subject, r.Relation.Object, symmetric(r.Relation.Kind)
			} else {
				subject, object, both = r.Claim.Subject.ID, r.Claim.Object.ID, symmetric(r.Claim.Relation)
			}
			var list []string
			if out || both {
				list = append(list, string(subject))
			}
			if in || both {
				list = append(list, string(object))
			}
			return list
		}
	}
	check("entities", "both", under(rows("relations"), ends(true, true)))
	check("entities", "out", under(rows("relations"), ends(true, false)))
	check("entities", "in", under(rows("relations"), ends(false, true)))
	check("entities", "claims", under(rows("claims"), ends(true, true)))
	check("entities", "claims out", under(rows("claims"), ends(true, false)))
	check("entities", "claims in", under(rows("claims"), ends(false, true)))
	check("entities", "treaties", under(rows("treaties"), func(r graph.Row) []string { return texts(r.Treaty.Parties) }))
	check("entities", "acts", under(rows("claims"), func(r graph.Row) []string {
		var list []string
		for _, a := range r.Claim.Agents {
			list = append(list, string(a.ID))
		}
		return list
	}))
	check("relations", "claims", under(rows("claims"), func(r graph.Row) []string { return versions.relations[r.Claim.ID] }))
	check("relations", "treaty", under(rows("treaties"), func(r graph.Row) []string {
		var list []string
		for _, c := range versions.claims[r.Key()] {
			list = append(list, versions.relations[c]...)
		}
		return list
	}))
	check("claims", "relations", under(rows("relations"), func(r graph.Row) []string { return texts(versions.claims[r.Key()]) }))
	check("claims", "treaty", under(rows("treaties"), func(r graph.Row) []string { return texts(versions.claims[r.Key()]) }))
	check("treaties", "claims", under(rows("claims"), func(r graph.Row) []string { return versions.treaties[r.Claim.ID] }))
	check("articles", "claims", under(rows("claims"), func(r graph.Row) []string { return []string{string(r.Claim.Evidence.Article)} }))
	check("articles", "judgements", under(rows("judgements"), func(r graph.Row) []string { return []string{string(r.Judgement.Article)} }))
}

func texts[T ~string](ids []T) []string {
	var list []string
	for _, id := range ids {
		list = append(list, string(id))
	}
	return list
}

// folded is which claims stand behind which relations and treaties, as known on
// a day.
type folded struct {
	relations map[graph.ClaimID][]string
	treaties  map[graph.ClaimID][]string
	claims    map[string][]graph.ClaimID
}

func (k *known) fold(on graph.Day) *folded {
	f := &folded{relations: map[graph.ClaimID][]string{}, treaties: map[graph.ClaimID][]string{}, claims: map[string][]graph.ClaimID{}}
	relation := func(list []*graph.Relation) {
		for _, r := range list {
			if r.KnownFrom <= on && on < r.KnownTo {
				f.claims[string(r.ID)] = r.Claims
				for _, c := range r.Claims {
					f.relations[c] = append(f.relations[c], string(r.ID))
				}
			}
		}
	}
	for g, pieces := range PiecesOf(k.o, k.story) {
		if !g.IsTreaty() {
			relation(graph.FoldGroup(k.o, pieces))
			continue
		}
		nodes, parties := graph.FoldTreaty(k.o, pieces)
		relation(parties)
		for _, n := range nodes {
			if n.KnownFrom <= on && on < n.KnownTo {
				f.claims[string(n.ID)] = n.Claims
				for _, c := range n.Claims {
					f.treaties[c] = append(f.treaties[c], string(n.ID))
				}
			}
		}
	}
	return f
}
