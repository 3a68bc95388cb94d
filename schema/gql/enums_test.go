package gql

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

func texts[T ~string](values []T) []string {
	var out []string
	for _, v := range values {
		out = append(out, string(v))
	}
	return out
}

func enumsOfDomain() map[string][]string {
	var kinds []schema.Kind
	for _, s := range schema.Default().Kinds() {
		kinds = append(kinds, s.Name)
	}
	return map[string][]string{
		"RelationKind": texts(kinds), "EntityKind": texts(graph.EntityKinds()), "Modality": texts(graph.Modalities()),
		"Voice": texts(graph.Voices()), "RelationStatus": texts(graph.Statuses()), "TreatyKind": texts(graph.TreatyKinds()),
		"TreatyStatus": texts(graph.TreatyStatuses()), "Office": schema.Default().Spec(schema.Leads).Offices,
		"Recognition": texts([]graph.Recognition{graph.UNMember, graph.Observer, graph.Partial, graph.Former}),
		"Currency":    texts([]graph.Currency{graph.Current, graph.Stale}),
		"Direction":   texts([]graph.Direction{graph.Both, graph.Out, graph.In}),
		"ErrorCode": texts([]Code{
			BadUserInput, BadCursor, Unauthenticated, Forbidden, QueryTooComplex, QueryTooDeep, Timeout, RateLimited, Internal,
		}),
		"Side":         texts([]graph.Side{graph.SideSubject, graph.SideObject}),
		"SourceRole":   texts([]graph.Role{graph.RoleOutlet, graph.RoleAgency, graph.RoleSpeaker, graph.RoleDocument, graph.RoleUnnamed}),
		"Stance":       texts([]graph.Stance{graph.Says, graph.Alleges, graph.Denies, graph.Confirms}),
		"EvidenceForm": texts([]graph.Form{graph.FormText, graph.FormRecord}),
		"JudgementVerb": texts([]graph.JudgementVerb{
			graph.Retract, graph.Supersede, graph.Accept, graph.Reject, graph.Merge, graph.Split, graph.Purge,
		}),
	}
}
