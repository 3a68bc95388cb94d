package neo4j

import (
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
	relations, treaties versions
	claims              map[stretch]graph.Day // those behind the versions that are there

	gone, moved, fresh []any // stretches
	edges              map[schema.Kind][]any
	noEdges            map[schema.Kind][]any
	nodes, noNodes     []any // treaties that people find
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

func (f *fold) newRefold(keys []graph.GroupKey) (*refold, error) {
	r := &refold{
		fold: f, relations: versions{label: "Relation", have: map[string]versionRow{}}, treaties: versions{label: "TreatyVersion", have: map[string]versionRow{}},
		claims: map[stretch]graph.Day{}, edges: map[schema.Kind][]any{}, noEdges: map[schema.Kind][]any{},
	}
	q := params{"keys": texts(keys)}
	err := f.rows(`UNWIND $keys AS key MATCH (v:Relation) USING INDEX SEEK v:Relation(grp) WHERE v.grp = key RETURN collect([v.id, v.grp, v.digest, v.knownFrom, v.knownTo, v.edge, v.kind, v.subject, v.object])`, q, func(v *values) error {
		row := versionRow{id: v.text(), group: v.text(), digest: v.text(), from: v.day(), to: v.day(), edge: next[bool](v), kind: schema.Kind(v.text()), subject: v.text(), object: v.text()}
		r.relations.have[versionKey(row.id, row.from)] = row
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = f.rows(`UNWIND $keys AS key MATCH (v:TreatyVersion) USING INDEX SEEK v:TreatyVersion(grp) WHERE v.grp = key RETURN collect([v.id, v.grp, v.digest, v.knownFrom, v.knownTo])`, q, func(v *values) error {
		row := versionRow{id: v.text(), group: v.text(), digest: v.text(), from: v.day(), to: v.day()}
		r.treaties.have[versionKey(row.id, row.from)] = row
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, label := range []string{"Relation", "TreatyVersion"} {
		err = f.rows(`UNWIND $keys AS key MATCH (v:`+label+`)-[s:RESTS_ON]->()`+hintOf("v", label, "grp")+` WHERE v.grp = key RETURN collect([s.of, s.pub, s.claim, s.knownFrom, s.knownTo])`, q, func(v *values) error {
			s := stretch{v.text(), v.day(), graph.ClaimID(v.text()), v.day()}
			r.claims[s] = v.day()
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return r, nil
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
	behind := behindOf(g.pieces)
	kept := map[string]bool{}
	for _, v := range g.treaties {
		behind.add(string(v.ID), v.KnownFrom, v.KnownTo, v.Claims)
		kept[r.treaty(g, v)] = true
	}
	for _, v := range g.relations {
		behind.add(string(v.ID), v.KnownFrom, v.KnownTo, v.Claims)
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
	want := behind.all()
	for s, to := range want {
		have, ok := r.claims[s]
		switch row := []any{versionKey(s.of, s.from), s.of, int64(s.pub), string(s.claim), int64(s.from), int64(to)}; {
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
		if _, ok := want[s]; !ok && ids[s.of] && !gone[versionKey(s.of, s.from)] {
			r.gone = append(r.gone, []any{versionKey(s.of, s.from), s.of, int64(s.pub), string(s.claim), int64(s.from), int64(0)})
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
		r.edges[v.Kind] = append(r.edges[v.Kind], edgeOf(v))
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
		"firstReported": int64(v.FirstReported), "reported": int64(undatedFirst(v.FirstReported)), "lastAttested": int64(v.LastAttested),
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
		"holdsFrom": int64(span.HoldsFrom), "holdsTo": int64(span.HoldsTo), "parties": texts(v.Parties), "body": jsonText(&bare),
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

// roleParty is the role of a treaty's parties.
const roleParty = "party"

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
	return params{"subject": string(v.Subject), "object": string(v.Object), "set": set}
}

func (r *refold) noEdge(row versionRow) {
	r.noEdges[row.kind] = append(r.noEdges[row.kind], []any{row.subject, row.object, row.id})
}

// createEdges and deleteEdges are the statements for the relationships of a
// kind.
func createEdges(k schema.Kind) string {
	return "UNWIND $rows AS r MATCH (a:Entity) USING INDEX SEEK a:Entity(id) WHERE a.id = r.subject MATCH (b:Entity) USING INDEX SEEK b:Entity(id) WHERE b.id = r.object CREATE (a)-[e:`" + string(k) + "`]->(b) SET e = r.set"
}

func deleteEdges(k schema.Kind) string {
	return "UNWIND $rows AS r MATCH (a:Entity) USING INDEX SEEK a:Entity(id) WHERE a.id = r[0] MATCH (b:Entity) USING INDEX SEEK b:Entity(id) WHERE b.id = r[1] MATCH (a)-[e:`" + string(k) + "`]->(b) WHERE e.id = r[2] DELETE e"
}

// Statements of versions, with the label to be put in.
func (v *versions) steps() []step {
	of := "UNWIND $rows AS r MATCH (v:" + v.label + ")" + hintOf("v", v.label, "key") + " WHERE v.key = "
	drop := func(rows []any) (keys []any) {
		for _, row := range rows {
			keys = append(keys, row.(params)["key"])
		}
		return keys
	}
	return []step{
		{of + "r OPTIONAL MATCH (v)-[:HAS]->(x) DETACH DELETE x, v", v.gone},
		{of + "r MATCH (v)-[:HAS]->(x) DETACH DELETE x", drop(v.set)},
		{of + "r.key SET v = r", v.set},
		{of + "r[0] SET v.knownTo = r[1], v.past = r[2], v.edge = r[3]", v.ends},
		{"UNWIND $rows AS r CREATE (v:" + v.label + ") SET v = r", v.create},
		{of + "r[0] CREATE (v)-[:HAS]->(x:Role) SET x = r[1]", v.targets},
	}
}

type step struct {
	text string
	rows []any
}

func (r *refold) write() error {
	var steps []step
	for _, k := range slices.Sorted(maps.Keys(r.noEdges)) {
		steps = append(steps, step{deleteEdges(k), r.noEdges[k]})
	}
	steps = append(steps,
		step{"UNWIND $rows AS r MATCH (e:Entity) USING INDEX SEEK e:Entity(id) WHERE e.id = r DETACH DELETE e", r.noNodes},
		step{"UNWIND $rows AS r MERGE (e:Entity {id: r.id}) SET e = r, e:Treaty", r.nodes})
	steps = append(steps, r.treaties.steps()...)
	steps = append(steps, r.relations.steps()...)
	const behind = "UNWIND $rows AS r MATCH ()-[s:RESTS_ON]->() USING INDEX SEEK s:RESTS_ON(of, pub, claim) WHERE s.of = r[1] AND s.pub = r[2] AND s.claim = r[3] AND s.knownFrom = r[4] "
	steps = append(steps, step{behind + "DELETE s", r.gone}, step{behind + "SET s.knownTo = r[5]", r.moved})
	// A claim hangs on the version with which it came.
	byLabel := map[string][]any{}
	for _, row := range r.fresh {
		label := "Relation"
		if graph.EntityID(row.([]any)[1].(string)).Kind() == graph.Treaty {
			label = "TreatyVersion"
		}
		byLabel[label] = append(byLabel[label], row)
	}
	for _, label := range []string{"Relation", "TreatyVersion"} {
		steps = append(steps, step{"UNWIND $rows AS r MATCH (v:" + label + ")" + hintOf("v", label, "key") + " WHERE v.key = r[0] MATCH (c:Claim) USING INDEX SEEK c:Claim(id) WHERE c.id = r[3] CREATE (v)-[:RESTS_ON {of: r[1], pub: r[2], claim: r[3], knownFrom: r[4], knownTo: r[5]}]->(c)", byLabel[label]})
	}
	for _, k := range slices.Sorted(maps.Keys(r.edges)) {
		steps = append(steps, step{createEdges(k), r.edges[k]})
	}
	for _, s := range steps {
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
		err := f.rows(`MATCH (e:Entity) USING INDEX SEEK e:Entity(revision) WHERE e.revision = $next
			MATCH (r:Relation) USING INDEX SEEK r:Relation(`+end+`, past, since, id) WHERE r.`+end+` = e.id AND r.past = 0 AND r.since IS NOT NULL AND r.id IS NOT NULL AND r.edge
			RETURN collect([`+columnsOf("r", relationColumns)+`])`, params{"next": int64(f.next)}, func(v *values) error {
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
		text := "UNWIND $rows AS r MATCH (a:Entity) USING INDEX SEEK a:Entity(id) WHERE a.id = r.subject MATCH (b:Entity) USING INDEX SEEK b:Entity(id) WHERE b.id = r.object AND NOT EXISTS { (a)-[e:`" + string(k) + "`]->(b) WHERE e.id = r.set.id } CREATE (a)-[e:`" + string(k) + "`]->(b) SET e = r.set"
		if err := f.tx.each(text, missing[k]); err != nil {
			return err
		}
	}
	return nil
}
