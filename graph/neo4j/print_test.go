package neo4j

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// TestStatements holds what the statements of the hot shapes rest on: the index
// that is walked, in whose order, and where the walk ends.
func TestStatements(t *testing.T) {
	under := func(rows graph.Rows, via graph.Via, w graph.Where) *graph.Step {
		return &graph.Step{Field: &graph.Field{Rows: rows, Via: via, Where: w, Page: graph.Page{First: 20}}, Parents: []string{"state:IRN", "state:RUS"}}
	}
	day := graph.Day(19_000)
	for name, test := range map[string]struct {
		step   *graph.Step
		says   []string
		params params
	}{
		"relations of entities": {
			under(graph.Relations, graph.ViaEntity, graph.Where{}),
			[]string{
				"UNWIND $parents AS p CALL (p) {", "USING INDEX SEEK w:Relation(subject, past, since, id) WHERE w.subject = p AND w.past = 0",
				" UNION ", "USING INDEX SEEK w:Relation(object, past, since, id) WHERE w.object = p AND w.past = 0",
				"RETURN w ORDER BY w.object DESC, w.past DESC, w.since DESC, w.id DESC LIMIT $limit", "WITH collect([p, ", " AS found MATCH (d:Meta {id: 'done'}) RETURN found, coalesce(d.begun, d.done)",
			},
			params{"parents": []any{"state:IRN", "state:RUS"}, "limit": int64(21)},
		},
		"relations of a kind from entities": {
			under(graph.Relations, graph.ViaEntity, graph.Where{Direction: graph.Out, Kinds: []schema.Kind{schema.SuppliedDronesTo}}),
			[]string{"USING INDEX SEEK w:Relation(subject, kind, past, since, id)", "ORDER BY w.subject DESC, w.kind DESC, w.past DESC, w.since DESC, w.id DESC LIMIT $limit"},
			params{"walked": []any{"SUPPLIED_DRONES_TO"}, "limit": int64(21)},
		},
		"all relations of a time": {
			&graph.Step{Field: &graph.Field{Rows: graph.Relations, Where: graph.Where{Statuses: []graph.Status{graph.StatusFact}}, Time: graph.Time{From: &day, To: &day}, Page: graph.Page{All: true, Limit: 9}, Brief: true}},
			[]string{
				"UNWIND $parents AS p MATCH (w:Relation) USING INDEX SEEK w:Relation(past, since, id) WHERE w.past = 0 AND w.since <= $begun AND w.id IS NOT NULL AND " +
					"w.high >= $from AND w.low <= $to AND w.status = 'FACT' AND w.endsOn > $ended WITH p, w LIMIT $limit WITH collect([p, w.id, w.kind, w.subject, w.object, ",
			},
			params{"parents": []any{""}, "limit": int64(10), "begun": int64(day), "from": int64(day), "to": int64(day)},
		},
		"claims behind relations": {
			under(graph.Claims, graph.ViaRelation, graph.Where{}),
			[]string{"MATCH ()-[s:RESTS_ON]->(w) USING INDEX SEEK s:RESTS_ON(of, pub, claim) WHERE s.of = p", "ORDER BY s.of DESC, s.pub DESC, s.claim DESC LIMIT $limit"},
			params{"limit": int64(21)},
		},
		"entities by id": {
			&graph.Step{Field: &graph.Field{Rows: graph.Entities, Via: graph.ViaSubject}, IDs: []string{"state:RUS", "state:IRN"}},
			[]string{"UNWIND $ids AS i", "MATCH (w:Entity) USING INDEX SEEK w:Entity(id) WHERE w.id = i"},
			params{"ids": []any{"state:IRN", "state:RUS"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			st := printStep(schema.Default(), test.step, 7).Rows
			rest := st.text
			for _, s := range test.says {
				_, after, ok := strings.Cut(rest, s)
				if !ok {
					t.Fatalf("%q does not stand, or not in its place, in\n%s", s, st.text)
				}
				rest = after
			}
			for k, v := range test.params {
				if d := cmp.Diff(v, st.params[k]); d != "" {
					t.Errorf("$%s (-want +got)\n%s", k, d)
				}
			}
		})
	}
}

// TestFixedTexts: questions that differ in values alone have one text, so that the
// server has planned it before; the conditions that are set make it another.
func TestFixedTexts(t *testing.T) {
	text := func(parents []string, w graph.Where, time graph.Time, first int) string {
		f := &graph.Field{Rows: graph.Relations, Via: graph.ViaEntity, Where: w, Time: time, Page: graph.Page{First: first}}
		return printStep(schema.Default(), &graph.Step{Field: f, Parents: parents}, graph.Revision(first)).Rows.text
	}
	day, other, half, third := graph.Day(19_000), graph.Day(20_000), graph.Thousandths(500), graph.Thousandths(333)
	one, more := []string{"state:IRN"}, []string{"state:IRN", "state:RUS", "org:EU"}
	seen := map[string]string{}
	for what, pair := range map[string][2]string{
		"pages":      {text(one, graph.Where{}, graph.Time{}, 20), text(more, graph.Where{}, graph.Time{}, 100)},
		"days":       {text(one, graph.Where{}, graph.Time{At: &day}, 20), text(more, graph.Where{}, graph.Time{At: &other}, 20)},
		"windows":    {text(one, graph.Where{}, graph.Time{From: &day, To: &other}, 20), text(one, graph.Where{}, graph.Time{From: &other, To: &other}, 20)},
		"days known": {text(one, graph.Where{}, graph.Time{KnownBy: &day}, 20), text(one, graph.Where{}, graph.Time{KnownBy: &other}, 20)},
		"confidence": {text(one, graph.Where{Confidence: &half}, graph.Time{}, 20), text(one, graph.Where{Confidence: &third}, graph.Time{}, 20)},
		"modalities": {
			text(one, graph.Where{Modalities: []graph.Modality{graph.Asserted, graph.Agreed}}, graph.Time{}, 20),
			text(one, graph.Where{Modalities: []graph.Modality{graph.Denied}}, graph.Time{}, 20),
		},
		"statuses": {
			text(one, graph.Where{Statuses: []graph.Status{graph.StatusProspect}}, graph.Time{}, 20),
			text(one, graph.Where{Statuses: []graph.Status{graph.StatusEnded, graph.StatusLapsed}}, graph.Time{}, 20),
		},
		"facts": {
			text(one, graph.Where{Statuses: []graph.Status{graph.StatusFact}}, graph.Time{}, 20),
			text(more, graph.Where{Statuses: []graph.Status{graph.StatusFact}}, graph.Time{}, 30),
		},
	} {
		if d := cmp.Diff(pair[0], pair[1]); d != "" {
			t.Errorf("%s: two values give two texts\n%s", what, d)
		}
		if same := seen[pair[0]]; same != "" {
			t.Errorf("%s and %s have one text", what, same)
		}
		seen[pair[0]] = what
	}
}

// TestValuesAreParameters: nothing that a question brings stands in a text.
func TestValuesAreParameters(t *testing.T) {
	const evil = "x'}) DETACH DELETE n //`\""
	id := []graph.EntityID{evil}
	day, n := graph.Day(123456), 987654
	confidence, over := graph.Thousandths(n), true
	span := graph.Range{From: &day, To: &day}
	all := graph.Where{
		IDs: []string{evil}, Kinds: []schema.Kind{evil}, Subject: id, Object: id, Either: id, Pair: []graph.EntityID{evil, evil}, Touching: id, Against: id, Within: id,
		Modalities: []graph.Modality{evil}, Items: []string{evil}, Domains: []string{evil}, Confidence: &confidence,
		Statuses: []graph.Status{evil}, Sources: &n, ClaimsMin: &n, Began: span, Appeared: span, Ended: span, Reported: span, Office: []string{evil},
		Agent: id, Voices: []graph.Voice{evil}, Over: &over, Places: []string{evil}, Forms: []graph.Form{evil}, Published: span, Text: "DETACH DELETE", Speaker: id,
		Outlets: []string{evil}, Languages: []string{evil}, URLs: []string{evil}, EntityKinds: []graph.EntityKind{evil}, Search: "DETACH DELETE",
		Parties: id, TreatyKinds: []graph.TreatyKind{evil}, TreatyStatuses: []graph.TreatyStatus{evil}, Verbs: []graph.JudgementVerb{evil},
	}
	printed := 0
	for rows := range tables {
		for _, via := range []graph.Via{graph.Root, graph.ViaEntity, graph.ViaAgent, graph.ViaClaim, graph.ViaRelation, graph.ViaTreaty, graph.ViaDocument, graph.ViaSubject} {
			f := &graph.Field{
				Rows: rows, Via: via, Where: all, Time: graph.Time{From: &day, To: &day, KnownBy: &day}, Count: true, Group: &graph.Group{By: []graph.GroupBy{evil, graph.GroupDay}},
				Page: graph.Page{First: 20, After: &graph.Cursor{Keys: []string{evil, "5"}, ID: evil}},
			}
			if rows == graph.Entities {
				f.Order = []graph.Order{{Field: graph.ByName}}
			}
			a := printStep(schema.Default(), &graph.Step{Field: f, Parents: []string{evil}, IDs: []string{evil}}, 1)
			for _, st := range []*statement{a.Rows, a.Count, a.Groups} {
				if st == nil {
					continue
				}
				printed++
				for _, bad := range []string{"DETACH", "detach", "123456", "987654"} {
					if strings.Contains(st.text, bad) {
						t.Errorf("%s via %q: %q stands in the text:\n%s", rows, via, bad, st.text)
					}
				}
			}
		}
	}
	if printed < 100 {
		t.Errorf("only %d statements were printed", printed)
	}
}
