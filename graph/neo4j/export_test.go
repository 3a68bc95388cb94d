package neo4j

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Texts are the statements for a step, for tests that look at plans.
func Texts(s *graph.Step) (texts []string, parameters []map[string]any) {
	st := printStep(schema.Default(), s, 1<<30)
	for _, one := range []*statement{st.Rows, st.Count, st.Groups} {
		if one != nil {
			texts = append(texts, one.text)
			parameters = append(parameters, one.params)
		}
	}
	return texts, parameters
}

// Usual are the steps that are warmed at start.
var Usual = usualSteps

// CheckVersion refuses servers that are too old.
var CheckVersion = checkVersion

// FixedTexts are the texts of texts.go, of the log and of the state.
func FixedTexts() []string {
	list := []string{
		makeMeta, readMeta, readUnfolded, lockGates, setUnfolded, setRegistry, endFold, announceFold, confirmFold, readSettled,
		countJudgements, readJudgements, readFresh, createJudgements,
		findArticles, lockArticles, readArticles, readTexts, createArticles, replaceArticles, deleteArticles,
		readClaims, readExtracted, readClaimsOf, readClaimsByID, readClaimsFrom, readClaimsTo, readClaimsAmong, setLives, createClaims, createClaimRoles, deleteClaims,
		findGroups, markGroups, mergeGroups, markAll, joinGroups, mergeJoins, readDirty, readGroups, cleanGroups,
		readEntities, readRegistry, lockEntities, replaceEntity, deleteEntities, createWords, deleteWords, mergeTreaties,
		readPending, createPending, replacePending, allPending, dropPending,
		readRelations, readTreaties, deleteBehind, endBehind, createEdges, readEdges("subject"), readEdges("object"), stateText, stateUndatedText,
	}
	// The kinds give the same text but for their name.
	for _, kind := range []schema.Kind{schema.SuppliedDronesTo, schema.MetWith, schema.Leads} {
		list = append(list, deleteEdges(kind), createMissingEdges(kind))
	}
	for _, label := range labels {
		list = append(list, createEntities(label))
	}
	for _, label := range versionLabels {
		list = append(list, readBehind(label), deleteVersions(label), deleteVersionRoles(label), replaceVersions(label), endVersions(label), createVersions(label), createVersionRoles(label), createBehind(label))
	}
	for _, part := range logParts {
		list = append(list, part.text)
	}
	return append(list, revisionTexts...)
}

// printStep prints the statements for a step.
func printStep(o *schema.Ontology, s *graph.Step, revision graph.Revision) graph.Statements[statement] {
	return graph.Print(s, func() graph.Printer[statement] { return newPrinter(o, s, revision) })
}
