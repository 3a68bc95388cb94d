package neo4j

import "github.com/entente-graph/entente/schema"

// The fixed texts of statements, but for those that answer questions
// (print.go). A statement takes its rows, ids or keys as one parameter, and
// every walk names its index, so that the server plans each text once.

// Of the nodes :Meta: what the store knows of itself, the announcements of folds
// ('done') and the gates. The announcements are counted from the time at which the
// database was made, so that one which is emptied and made again under a process
// that has read its state has other numbers.
const (
	makeMeta = `MERGE (m:Meta {id: 'meta'}) ON CREATE SET m.revision = 0, m.latest = $min, m.registry = '', m.lock = 0
		MERGE (d:Meta {id: 'done'}) ON CREATE SET d.done = timestamp(), d.begun = timestamp()
		FOREACH (id IN $gates | MERGE (g:Meta {id: id}) ON CREATE SET g.lock = 0, g.unfolded = coalesce(m.unfolded, 0)) SET m.layout = $layout`
	readMeta     = `MATCH (m:Meta {id: 'meta'}) RETURN m.layout, m.revision, m.registry`
	readUnfolded = `MATCH (m:Meta {id: 'meta'}) UNWIND $gates AS id MATCH (g:Meta) USING INDEX SEEK g:Meta(id) WHERE g.id = id RETURN m.revision, max(g.unfolded)`
	lockGates    = `UNWIND $gates AS id MATCH (g:Meta) USING INDEX SEEK g:Meta(id) WHERE g.id = id SET g.lock = g.lock + 1
		WITH count(g) AS locked, max(coalesce(g.unfolded, 0)) AS unfolded MATCH (m:Meta {id: 'meta'}) RETURN locked, m.revision, unfolded`
	setUnfolded = `MATCH (g:Meta {id: $gate}) SET g.unfolded = 1`
	setRegistry = `MATCH (m:Meta {id: 'meta'}) SET m.registry = $version`
	endFold     = `UNWIND $gates AS id MATCH (g:Meta) USING INDEX SEEK g:Meta(id) WHERE g.id = id SET g.unfolded = 0
		WITH count(g) AS gates MATCH (m:Meta {id: 'meta'})
		OPTIONAL CALL (m) { MATCH (w:Article) USING INDEX SEEK w:Article(pub, id) WHERE w.pub > $min AND w.id IS NOT NULL AND ` + readByOthers + ` RETURN w.pub AS pub ORDER BY w.pub DESC, w.id DESC LIMIT 1 }
		SET m.revision = $next, m.latest = coalesce(pub, $min)`
	announceFold = `MATCH (d:Meta {id: 'done'}) SET d.begun = coalesce(d.begun, d.done) + 1`
	confirmFold  = `MATCH (m:Meta {id: 'meta'}) SET m.lock = m.lock + 1 WITH m MATCH (d:Meta {id: 'done'}) SET d.done = coalesce(d.begun, d.done)`
	readSettled  = `MATCH (d:Meta {id: 'done'}) RETURN coalesce(d.begun, d.done) = d.done`
)

// Of judgements.
const (
	countJudgements  = `MATCH (j:Judgement) RETURN count(j)`
	readJudgements   = `MATCH (j:Judgement) WHERE j.id >= '' RETURN collect([j.day, j.body])`
	readFresh        = `MATCH (j:Judgement) USING INDEX SEEK j:Judgement(revision) WHERE j.revision = $next RETURN collect([j.day, j.body])`
	createJudgements = `UNWIND $rows AS r CREATE (j:Judgement) SET j = r`
)

// Of articles. What is there is found by a look at the index that locks
// nothing; only what was found is locked, and what is missing is created: of two
// loads that create the same the constraint refuses one, which is then sent again.
// To lock is to remove a property that is not there, which writes nothing; it is
// called as one of the nodes :Meta is, since the server does nothing at all about
// a name that no node has.
const (
	findArticles = `UNWIND $ids AS id MATCH (a:Article) USING INDEX SEEK a:Article(id) WHERE a.id = id RETURN collect(a.id)`
	lockArticles = `UNWIND $ids AS id MATCH (a:Article) USING INDEX SEEK a:Article(id) WHERE a.id = id REMOVE a.lock`
	readArticles = `UNWIND $ids AS id MATCH (a:Article) USING INDEX SEEK a:Article(id) WHERE a.id = id RETURN collect([a.revision, a.id, a.title, a.url, a.source, a.published, a.lang, a.print, a.text])`
	readTexts    = `MATCH (a:Article) USING INDEX SEEK a:Article(pub, id) WHERE a.pub <= 2147483647 AND a.id IS NOT NULL AND a.print <> '' AND a.revision <= $revision
		AND EXISTS { (a)<-[:IN]-(c:Claim) WHERE c.revision <= $revision } RETURN collect([a.id, a.outlet, a.print, a.known])`
	createArticles  = `UNWIND $rows AS r CREATE (a:Article) SET a = r`
	replaceArticles = `UNWIND $rows AS r MATCH (a:Article) USING INDEX SEEK a:Article(id) WHERE a.id = r.id SET a = r`
	deleteArticles  = `UNWIND $rows AS r MATCH (a:Article) USING INDEX SEEK a:Article(id) WHERE a.id = r DETACH DELETE a`
)

// Of claims; whoever writes them holds their article.
const (
	readClaims       = `UNWIND $ids AS id MATCH (c:Claim) USING INDEX SEEK c:Claim(article, extractor) WHERE c.article = id AND c.extractor >= '' RETURN collect([c.revision, c.body])`
	readExtracted    = `MATCH (c:Claim) WHERE c.id >= '' AND c.extractor = $extractor RETURN collect([c.revision, c.body])`
	readClaimsOf     = `UNWIND $ids AS id MATCH (a:Article) USING INDEX SEEK a:Article(id) WHERE a.id = id MATCH (a)<-[:IN]-(c) RETURN collect([c.body])`
	readClaimsByID   = `UNWIND $ids AS id MATCH (c:Claim) USING INDEX SEEK c:Claim(id) WHERE c.id = id RETURN collect([c.body])`
	readClaimsFrom   = `UNWIND $ids AS id MATCH (c:Claim) USING INDEX SEEK c:Claim(subject, pub, id) WHERE c.subject = id AND c.pub IS NOT NULL AND c.id IS NOT NULL RETURN collect([c.body])`
	readClaimsTo     = `UNWIND $ids AS id MATCH (c:Claim) USING INDEX SEEK c:Claim(object, pub, id) WHERE c.object = id AND c.pub IS NOT NULL AND c.id IS NOT NULL RETURN collect([c.body])`
	readClaimsAmong  = `UNWIND $ids AS id MATCH (x:Role) USING INDEX SEEK x:Role(entity, role, pub, id) WHERE x.entity = id AND x.role = 'against' AND x.pub IS NOT NULL AND x.id IS NOT NULL MATCH (x)<-[:HAS]-(c) RETURN collect([c.body])`
	setLives         = `UNWIND $rows AS r MATCH (c:Claim) USING INDEX SEEK c:Claim(id) WHERE c.id = r[0] SET c.knownFrom = r[1], c.knownTo = r[2], c.gaps = r[3]`
	createClaims     = `UNWIND $rows AS r MATCH (a:Article) USING INDEX SEEK a:Article(id) WHERE a.id = r.article CREATE (c:Claim)-[:IN]->(a) SET c = r`
	createClaimRoles = `UNWIND $rows AS r MATCH (c:Claim) USING INDEX SEEK c:Claim(id) WHERE c.id = r.id CREATE (c)-[:HAS]->(x:Role) SET x = r`
	deleteClaims     = `UNWIND $rows AS r MATCH (c:Claim) USING INDEX SEEK c:Claim(id) WHERE c.id = r OPTIONAL MATCH (c)-[:HAS]->(x) DETACH DELETE x, c`
)

// Of groups. dirty is 0 when a group is folded, 1 when it has never been, and 2
// when it has and is to be folded again. A group that is dirty already is left
// alone, so that two loads that go on about the same pairs do not wait for each
// other; MERGE makes what is missing, since two loads meet there often.
const (
	findGroups  = `UNWIND $keys AS key MATCH (g:Group) USING INDEX SEEK g:Group(key) WHERE g.key = key RETURN collect([g.key, g.dirty])`
	markGroups  = `UNWIND $rows AS r MATCH (g:Group) USING INDEX SEEK g:Group(key) WHERE g.key = r SET g.dirty = 2`
	mergeGroups = `UNWIND $rows AS r MERGE (g:Group {key: r}) ON CREATE SET g.dirty = 1`
	markAll     = `MATCH (g:Group) USING INDEX SEEK g:Group(dirty) WHERE g.dirty = 0 SET g.dirty = 2`
	joinGroups  = `UNWIND $rows AS r MATCH (g:Group) USING INDEX SEEK g:Group(key) WHERE g.key = r[0] MATCH (c:Claim) USING INDEX SEEK c:Claim(id) WHERE c.id = r[1] CREATE (c)-[:IN_GROUP]->(g)`
	mergeJoins  = `UNWIND $rows AS r MATCH (g:Group) USING INDEX SEEK g:Group(key) WHERE g.key = r[0] MATCH (c:Claim) USING INDEX SEEK c:Claim(id) WHERE c.id = r[1] MERGE (c)-[:IN_GROUP]->(g)`
	readDirty   = `MATCH (g:Group) USING INDEX SEEK g:Group(dirty) WHERE g.dirty > 0 RETURN collect([g.key, g.dirty, COUNT { (g)<-[:IN_GROUP]-() }])`
	readGroups  = `UNWIND $keys AS key MATCH (g:Group) USING INDEX SEEK g:Group(key) WHERE g.key = key MATCH (g)<-[:IN_GROUP]-(c) MATCH (c)-[:IN]->(a)
		RETURN collect([key, c.body, a.id, a.url, a.source, a.print])`
	cleanGroups = `UNWIND $rows AS r MATCH (g:Group) USING INDEX SEEK g:Group(key) WHERE g.key = r SET g.dirty = 0`
)

// Of entities and the words of their names.
const (
	readEntities   = `UNWIND $ids AS id MATCH (e:Entity) USING INDEX SEEK e:Entity(id) WHERE e.id = id AND e.revision IS NOT NULL RETURN collect([e.revision, e.registry, e.body])`
	readRegistry   = `MATCH (e:Entity) WHERE e.id >= '' AND e.registry RETURN collect([e.id])`
	lockEntities   = `UNWIND $ids AS id MATCH (e:Entity) USING INDEX SEEK e:Entity(id) WHERE e.id = id REMOVE e.lock`
	replaceEntity  = `UNWIND $rows AS r MATCH (e:Entity) USING INDEX SEEK e:Entity(id) WHERE e.id = r.id SET e = r`
	deleteEntities = `UNWIND $rows AS r MATCH (e:Entity) USING INDEX SEEK e:Entity(id) WHERE e.id = r DETACH DELETE e`
	createWords    = `UNWIND $rows AS r CREATE (w:Word {word: r[0], entity: r[1]})`
	deleteWords    = `UNWIND $rows AS r MATCH (w:Word) USING INDEX SEEK w:Word(entity) WHERE w.entity = r DELETE w`
	mergeTreaties  = `UNWIND $rows AS r MERGE (e:Entity {id: r.id}) SET e = r, e:Treaty`
)

// createEntities is the statement that creates entities of a kind.
func createEntities(label string) string {
	return "UNWIND $rows AS r CREATE (e:Entity:`" + label + "`) SET e = r"
}

// Of what waits for the next fold; whoever writes it holds what it is of.
const (
	readPending    = `UNWIND $keys AS key MATCH (w:Pending) USING INDEX SEEK w:Pending(key) WHERE w.key = key RETURN collect([w.what, w.id, w.body])`
	createPending  = `UNWIND $rows AS r CREATE (w:Pending) SET w = r`
	replacePending = `UNWIND $rows AS r MATCH (w:Pending) USING INDEX SEEK w:Pending(key) WHERE w.key = r.key SET w = r`
	allPending     = `MATCH (w:Pending) WHERE w.key >= '' RETURN collect([w.what, w.id, w.body])`
	dropPending    = `MATCH (w:Pending) WHERE w.key >= '' DELETE w`
)

// Of versions, with their label.
const (
	readRelations = `UNWIND $keys AS key MATCH (v:Relation) USING INDEX SEEK v:Relation(grp) WHERE v.grp = key RETURN collect([v.id, v.grp, v.digest, v.knownFrom, v.knownTo, v.edge, v.kind, v.subject, v.object])`
	readTreaties  = `UNWIND $keys AS key MATCH (v:TreatyVersion) USING INDEX SEEK v:TreatyVersion(grp) WHERE v.grp = key RETURN collect([v.id, v.grp, v.digest, v.knownFrom, v.knownTo])`
)

// versionLabels are the labels of versions.
var versionLabels = []string{"Relation", "TreatyVersion"}

func matchVersions(label, key string) string {
	return "UNWIND $rows AS r MATCH (v:" + label + ")" + hintOf("v", label, "key") + " WHERE v.key = " + key + " "
}

func readBehind(label string) string {
	return "UNWIND $keys AS key MATCH (v:" + label + ")-[s:RESTS_ON]->()" + hintOf("v", label, "grp") + " WHERE v.grp = key RETURN collect([s.of, s.pub, s.claim, s.knownFrom, s.knownTo])"
}

func deleteVersions(label string) string {
	return matchVersions(label, "r") + "OPTIONAL MATCH (v)-[:HAS]->(x) DETACH DELETE x, v"
}

func deleteVersionRoles(label string) string {
	return matchVersions(label, "r") + "MATCH (v)-[:HAS]->(x) DETACH DELETE x"
}

func replaceVersions(label string) string { return matchVersions(label, "r.key") + "SET v = r" }

func endVersions(label string) string {
	return matchVersions(label, "r[0]") + "SET v.knownTo = r[1], v.past = r[2], v.edge = r[3]"
}

func createVersions(label string) string {
	return "UNWIND $rows AS r CREATE (v:" + label + ") SET v = r"
}

func createVersionRoles(label string) string {
	return matchVersions(label, "r[0]") + "CREATE (v)-[:HAS]->(x:Role) SET x = r[1]"
}

// Of the claims behind versions.
const (
	matchBehind  = `UNWIND $rows AS r MATCH ()-[s:RESTS_ON]->() USING INDEX SEEK s:RESTS_ON(of, pub, claim) WHERE s.of = r[1] AND s.pub = r[2] AND s.claim = r[3] AND s.knownFrom = r[4] `
	deleteBehind = matchBehind + `DELETE s`
	endBehind    = matchBehind + `SET s.knownTo = r[5]`
)

func createBehind(label string) string {
	return matchVersions(label, "r[0]") + "MATCH (c:Claim) USING INDEX SEEK c:Claim(id) WHERE c.id = r[3] CREATE (v)-[:RESTS_ON {of: r[1], pub: r[2], claim: r[3], knownFrom: r[4], knownTo: r[5]}]->(c)"
}

// Of the relationships between entities that people find. They are created by
// one text for all kinds, since a load has many; to find one in order to delete
// it, a text needs its kind, or it would expand a hub, and so it would without
// CALL: the server then goes through all of the kind that one end has.
const (
	matchEnds   = `UNWIND $rows AS r MATCH (a:Entity) USING INDEX SEEK a:Entity(id) WHERE a.id = r.subject MATCH (b:Entity) USING INDEX SEEK b:Entity(id) WHERE b.id = r.object `
	createEdges = matchEnds + `CREATE (a)-[e:$(r.kind)]->(b) SET e = r.set`
)

func deleteEdges(k schema.Kind) string {
	return matchEnds + "CALL (r, a, b) { MATCH (a)-[e:`" + string(k) + "`]->(b) WHERE e.id = r.id DELETE e }"
}

func createMissingEdges(k schema.Kind) string {
	return matchEnds + "AND NOT EXISTS { (a)-[e:`" + string(k) + "`]->(b) WHERE e.id = r.set.id } CREATE (a)-[e:`" + string(k) + "`]->(b) SET e = r.set"
}

// readEdges gives the current facts of the entities that come with a fold.
func readEdges(end string) string {
	return `MATCH (e:Entity) USING INDEX SEEK e:Entity(revision) WHERE e.revision = $next
		MATCH (r:Relation) USING INDEX SEEK r:Relation(` + end + `, past, since, id) WHERE r.` + end + ` = e.id AND r.past = 0 AND r.since IS NOT NULL AND r.id IS NOT NULL AND r.edge
		RETURN collect([` + columnsOf("r", relationColumns) + `])`
}
