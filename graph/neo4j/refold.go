package neo4j

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// refold writes the versions of some groups, only where they differ from those
// that are there, and the relationships between entities that go with them.
type refold struct {
	*fold
	groups              []*group
	relations, treaties versions
	claims              map[graph.Backing]graph.Day // those behind the versions that are there

	gone, moved, fresh []any // backings
	edges              []any
	noEdges            map[schema.Kind][]any
	nodes, noNodes     []any // treaties that people find
}

// group is a dirty group, and what its claims have been folded into.
type group struct {
	key       graph.GroupKey
	pieces    []*graph.Piece
	relations []*graph.Relation
	treaties  []*graph.TreatyNode
}

// versions are those of a label: those that are there, and the rows that change
// them.
type versions struct {
	label             string
	have              map[string]versionRow // by key
	create, set, ends []any
	targets, gone     []any
}

// versionRow is what is there of a version.
type versionRow struct {
	id     string
	group  string
	digest string
	from   graph.Day
	to     graph.Day
	// Of a relation, where its relationship is.
	edge            bool
	kind            schema.Kind
	subject, object string
}

func versionKey(id string, from graph.Day) string { return id + "@" + strconv.Itoa(int(from)) }

// newRefold reads the claims of groups and the versions that are there.
func (f *fold) newRefold(dirty []dirtyGroup) (*refold, error) {
	r := &refold{
		fold: f, relations: versions{label: "Relation", have: map[string]versionRow{}}, treaties: versions{label: "TreatyVersion", have: map[string]versionRow{}},
		claims: map[graph.Backing]graph.Day{}, noEdges: map[schema.Kind][]any{},
	}
	groups := make(map[string]*group, len(dirty))
	var keys, folded []any
	for _, d := range dirty {
		g := &group{key: d.key}
		r.groups, groups[string(d.key)] = append(r.groups, g), g
		keys = append(keys, string(d.key))
		if !d.fresh {
			folded = append(folded, string(d.key))
		}
	}
	err := f.rows(readGroups, params{"keys": keys}, func(v *graph.Values) error {
		g := groups[v.Text()]
		c := &graph.Claim{}
		if err := v.JSON(c); err != nil {
			return err
		}
		a := &graph.Article{ID: graph.ArticleID(v.Text()), URL: v.Text(), Source: v.Text(), Print: v.Text()}
		for _, p := range f.corrected.Pieces(c, a) {
			if slices.Contains(p.Groups(f.ontology), g.key) {
				g.pieces = append(g.pieces, p)
			}
		}
		return nil
	})
	if err != nil || len(folded) == 0 {
		return r, err
	}
	q := params{"keys": folded}
	err = f.rows(readRelations, q, func(v *graph.Values) error {
		row := versionRow{id: v.Text(), group: v.Text(), digest: v.Text(), from: v.Day(), to: v.Day(), edge: graph.Next[bool](v), kind: schema.Kind(v.Text()), subject: v.Text(), object: v.Text()}
		r.relations.have[versionKey(row.id, row.from)] = row
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = f.rows(readTreaties, q, func(v *graph.Values) error {
		row := versionRow{id: v.Text(), group: v.Text(), digest: v.Text(), from: v.Day(), to: v.Day()}
		r.treaties.have[versionKey(row.id, row.from)] = row
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, label := range versionLabels {
		err = f.rows(readBehind(label), q, func(v *graph.Values) error {
			s := graph.Backing{Of: v.Text(), Pub: v.Day(), Claim: graph.ClaimID(v.Text()), From: v.Day()}
			r.claims[s] = v.Day()
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return r, nil
}

// compare folds the groups and compares what has become of them with what is
// there; it asks the database nothing.
func (r *refold) compare() {
	for _, g := range r.groups {
		slices.SortFunc(g.pieces, func(a, b *graph.Piece) int {
			return cmp.Or(cmp.Compare(a.Claim.ID, b.Claim.ID), cmp.Compare(a.From, b.From))
		})
		if g.key.IsTreaty() {
			g.treaties, g.relations = graph.FoldTreaty(r.ontology, g.pieces)
		} else {
			g.relations = graph.FoldGroup(r.ontology, g.pieces)
		}
		r.group(g)
	}
}

func digestOf(v any) string {
	h := sha256.Sum256([]byte(jsonText(v)))
	return hex.EncodeToString(h[:12])
}

func past(to graph.Day) int64 {
	if to == graph.Never {
		return 0
	}
	return 1
}

// group compares what a group has been folded into with what is there.
func (r *refold) group(g *group) {
	behind := graph.NewBackings(g.pieces)
	kept := map[string]bool{}
	for _, v := range g.treaties {
		behind.Add(string(v.ID), v.KnownFrom, v.KnownTo, v.Claims)
		kept[r.treaty(g, v)] = true
	}
	for _, v := range g.relations {
		behind.Add(string(v.ID), v.KnownFrom, v.KnownTo, v.Claims)
		kept[r.relation(g, v)] = true
	}
	gone := map[string]bool{}
	for _, of := range []*versions{&r.treaties, &r.relations} {
		for _, key := range slices.Sorted(maps.Keys(of.have)) {
			if row := of.have[key]; row.group == string(g.key) {
				gone[key] = !kept[key]
				if gone[key] {
					of.gone = append(of.gone, key)
					if row.edge {
						r.noEdge(row)
					}
				}
			}
		}
	}
	r.noTreaties(g)
	want := behind.All()
	for s, to := range want {
		have, ok := r.claims[s]
		switch row := []any{versionKey(s.Of, s.From), s.Of, int64(s.Pub), string(s.Claim), int64(s.From), int64(to)}; {
		case !ok:
			r.fresh = append(r.fresh, row)
		case have != to:
			r.moved = append(r.moved, row)
		}
	}
	ids := map[string]bool{}
	for _, of := range []*versions{&r.treaties, &r.relations} {
		for _, row := range of.have {
			if row.group == string(g.key) {
				ids[row.id] = true
			}
		}
	}
	for s := range r.claims {
		if _, ok := want[s]; !ok && ids[s.Of] && !gone[versionKey(s.Of, s.From)] {
			r.gone = append(r.gone, []any{versionKey(s.Of, s.From), s.Of, int64(s.Pub), string(s.Claim), int64(s.From), int64(0)})
		}
	}
}

// relation writes a version and gives its key.
func (r *refold) relation(g *group, v *graph.Relation) string {
	key := versionKey(string(v.ID), v.KnownFrom)
	bare := *v
	bare.Claims, bare.KnownFrom, bare.KnownTo = nil, 0, 0
	digest := digestOf(&bare)
	have, ok := r.relations.have[key]
	edge := v.KnownTo == graph.Never && v.Status == graph.StatusFact
	if ok && have.digest == digest && have.to == v.KnownTo {
		return key
	}
	if ok && have.edge {
		r.noEdge(have)
	}
	if edge {
		r.edges = append(r.edges, edgeOf(v))
	}
	if ok && have.digest == digest {
		r.relations.ends = append(r.relations.ends, []any{key, int64(v.KnownTo), past(v.KnownTo), edge})
		return key
	}
	spec := r.ontology.Spec(v.Kind)
	symmetric := int64(0)
	if spec != nil && spec.Symmetric {
		symmetric = 1
	}
	row := params{
		"key": key, "id": string(v.ID), "grp": string(g.key), "digest": digest, "edge": edge, "past": past(v.KnownTo), "knownFrom": int64(v.KnownFrom), "knownTo": int64(v.KnownTo),
		"kind": string(v.Kind), "subject": string(v.Subject), "object": string(v.Object), "symmetric": symmetric, "modality": string(v.Modality),
		"treaty": string(v.Treaty), "status": string(v.Status), "office": v.Office, "confidence": int64(v.Confidence),
		"claimCount": int64(v.ClaimCount), "sourceCount": int64(v.SourceCount), "validFrom": string(v.ValidFrom), "validTo": string(v.ValidTo),
		"firstReported": int64(v.FirstReported), "reported": int64(v.FirstReported.UndatedFirst()), "lastAttested": int64(v.LastAttested),
		"since": int64(v.Since), "low": int64(v.Low), "high": int64(v.High), "holdsFrom": int64(v.HoldsFrom), "holdsTo": int64(v.HoldsTo),
		"endsOn": int64(v.EndsOn), "lapsesOn": int64(v.LapsesOn), "against": texts(v.Against), "items": texts(v.Items), "domains": texts(v.Domains),
	}
	if ok {
		r.relations.set = append(r.relations.set, row)
	} else {
		r.relations.create = append(r.relations.create, row)
	}
	for _, e := range v.Against {
		r.relations.targets = append(r.relations.targets, []any{key, params{"entity": string(e), "role": roleTarget, "pub": int64(v.Since), "id": string(v.ID)}})
	}
	return key
}

// treaty writes a version of a treaty, with the node that people find for the
// current one, and gives its key.
func (r *refold) treaty(g *group, v *graph.TreatyNode) string {
	key := versionKey(string(v.ID), v.KnownFrom)
	bare := *v
	bare.Claims, bare.KnownFrom, bare.KnownTo = nil, 0, 0
	digest := digestOf(&bare)
	have, ok := r.treaties.have[key]
	if ok && have.digest == digest && have.to == v.KnownTo {
		return key
	}
	if v.KnownTo == graph.Never {
		node := params{"id": string(v.ID), "kind": string(v.Kind), "name": v.Title, "status": string(v.Status), "signed": string(v.Signed), "clauses": texts(v.Clauses)}
		if v.MutualDefence != nil {
			node["mutualDefence"] = *v.MutualDefence
		}
		r.nodes = append(r.nodes, node)
	}
	if ok && have.digest == digest {
		r.treaties.ends = append(r.treaties.ends, []any{key, int64(v.KnownTo), past(v.KnownTo), false})
		return key
	}
	span := v.Span()
	row := params{
		"key": key, "id": string(v.ID), "grp": string(g.key), "digest": digest, "past": past(v.KnownTo), "knownFrom": int64(v.KnownFrom), "knownTo": int64(v.KnownTo),
		"kind": string(v.Kind), "status": string(v.Status), "since": int64(v.Since), "low": int64(span.Low), "high": int64(span.High),
		"holdsFrom": int64(span.HoldsFrom), "holdsTo": int64(span.HoldsTo), "parties": texts(v.Parties), "keys": texts(v.Keys()), "body": jsonText(&bare),
	}
	if v.MutualDefence != nil {
		row["mutualDefence"] = *v.MutualDefence
	}
	if ok {
		r.treaties.set = append(r.treaties.set, row)
	} else {
		r.treaties.create = append(r.treaties.create, row)
	}
	for _, e := range v.Parties {
		r.treaties.targets = append(r.treaties.targets, []any{key, params{"entity": string(e), "role": roleParty, "pub": int64(v.Since), "id": string(v.ID)}})
	}
	return key
}

// noTreaties takes out the nodes of treaties that are no longer there.
func (r *refold) noTreaties(g *group) {
	if !g.key.IsTreaty() {
		return
	}
	current := map[string]bool{}
	for _, v := range g.treaties {
		if v.KnownTo == graph.Never {
			current[string(v.ID)] = true
		}
	}
	for _, row := range r.treaties.have {
		if row.group == string(g.key) && row.to == graph.Never && !current[row.id] {
			r.noNodes = append(r.noNodes, row.id)
		}
	}
}

// edgeOf is the relationship that people find for a fact.
func edgeOf(v *graph.Relation) params {
	set := params{
		"id": string(v.ID), "confidence": float64(v.Confidence) / 1000, "claims": int64(v.ClaimCount), "sources": int64(v.SourceCount), "modality": string(v.Modality),
	}
	for name, value := range map[string]string{
		"from": string(v.ValidFrom), "to": string(v.ValidTo), "office": v.Office,
		"firstReported": string(graph.DateOf(v.FirstReported)), "lastAttested": string(graph.DateOf(v.LastAttested)),
	} {
		if value != "" {
			set[name] = value
		}
	}
	if len(v.Items) > 0 {
		set["items"] = texts(v.Items)
	}
	if len(v.Against) > 0 {
		set["against"] = texts(v.Against)
	}
	return params{"kind": string(v.Kind), "subject": string(v.Subject), "object": string(v.Object), "set": set}
}

func (r *refold) noEdge(row versionRow) {
	r.noEdges[row.kind] = append(r.noEdges[row.kind], params{"subject": row.subject, "object": row.object, "id": row.id})
}

// steps are the statements that write the versions.
func (v *versions) steps() []step {
	var kept []any
	for _, row := range v.set {
		kept = append(kept, row.(params)["key"])
	}
	return []step{
		{deleteVersions(v.label), v.gone},
		{deleteVersionRoles(v.label), kept},
		{replaceVersions(v.label), v.set},
		{endVersions(v.label), v.ends},
		{createVersions(v.label), v.create},
		{createVersionRoles(v.label), v.targets},
	}
}

// step is a statement with the rows that it takes.
type step struct {
	text string
	rows []any
}

func (r *refold) write() error {
	var steps []step
	for _, k := range slices.Sorted(maps.Keys(r.noEdges)) {
		steps = append(steps, step{deleteEdges(k), r.noEdges[k]})
	}
	steps = append(steps, step{deleteEntities, r.noNodes}, step{mergeTreaties, r.nodes})
	steps = append(steps, r.treaties.steps()...)
	steps = append(steps, r.relations.steps()...)
	steps = append(steps, step{deleteBehind, r.gone}, step{endBehind, r.moved})
	// A claim hangs on the version with which it came.
	byLabel := map[string][]any{}
	for _, row := range r.fresh {
		label := "Relation"
		if graph.EntityID(row.([]any)[1].(string)).Kind() == graph.Treaty {
			label = "TreatyVersion"
		}
		byLabel[label] = append(byLabel[label], row)
	}
	for _, label := range versionLabels {
		steps = append(steps, step{createBehind(label), byLabel[label]})
	}
	var keys []any
	for _, g := range r.groups {
		keys = append(keys, string(g.key))
	}
	for _, s := range append(steps, step{createEdges, r.edges}, step{cleanGroups, keys}) {
		if err := r.tx.each(s.text, s.rows); err != nil {
			return err
		}
	}
	return nil
}

// lateEdges makes the relationships of entities that have come with this fold
// and after the claims that name them.
func (f *fold) lateEdges() error {
	missing := map[schema.Kind][]any{}
	for _, end := range []string{"subject", "object"} {
		err := f.rows(readEdges(end), params{"next": int64(f.next)}, func(v *graph.Values) error {
			row, err := scanRelationOf(f.ontology, v)
			if err == nil {
				edge := edgeOf(row.Relation)
				missing[row.Relation.Kind] = append(missing[row.Relation.Kind], edge)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	for _, k := range slices.Sorted(maps.Keys(missing)) {
		if err := f.tx.each(createMissingEdges(k), missing[k]); err != nil {
			return err
		}
	}
	return nil
}
