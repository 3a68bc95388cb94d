package graphtest

import (
	"fmt"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// testEpisodes tells a story article by article, the last one first, and asks
// what was known on the day of each.
func testEpisodes(t *T) {
	story := []graph.Reading{
		Said("announcement", "2022-10-01", "IRN SUPPLIED_DRONES_TO RUS mod:PLANNED"),
		Said("accusation", "2022-10-10", "IRN SUPPLIED_DRONES_TO RUS by:THIRD who:Kyiv"),
		Said("denial", "2022-10-19", "IRN SUPPLIED_DRONES_TO RUS mod:DENIED by:SUBJECT"),
		Said("admission", "2022-11-05", "IRN SUPPLIED_DRONES_TO RUS by:SUBJECT"),
		Said("sanctions", "2022-10-20", "UKR SANCTIONED IRN from:2022-10-20"),
		Said("more sanctions", "2024-03-01", "UKR SANCTIONED IRN from:2024-03-01"),
		Said("lifted", "2025-06-01", "UKR LIFTED_SANCTIONS_ON IRN on:2025-05-30"),
		Said("undated", "", "BLR MET_WITH RUS"),
	}
	for _, r := range slices.Backward(story) {
		t.put(told(r))
	}
	for _, test := range []struct {
		known graph.Date
		want  []string
	}{
		{"2022-09-30", nil},
		{"2022-10-01", []string{"IRN SUPPLIED_DRONES_TO RUS PROSPECT .. PLANNED 1/1"}},
		{"2022-10-10", []string{
			"IRN SUPPLIED_DRONES_TO RUS ALLEGED .. 1/1",
			"IRN SUPPLIED_DRONES_TO RUS PROSPECT .. PLANNED 1/1",
		}},
		{"2022-10-20", []string{
			"IRN SUPPLIED_DRONES_TO RUS DENIED .. DENIED 1/1",
			"IRN SUPPLIED_DRONES_TO RUS DISPUTED .. 1/1",
			"IRN SUPPLIED_DRONES_TO RUS PROSPECT .. PLANNED 1/1",
			"UKR SANCTIONED IRN FACT 2022-10-20.. 1/1",
		}},
		{"2024-12-31", []string{
			"IRN SUPPLIED_DRONES_TO RUS DENIED .. DENIED 1/1",
			"IRN SUPPLIED_DRONES_TO RUS FACT .. 2/2",
			"IRN SUPPLIED_DRONES_TO RUS PROSPECT .. PLANNED 1/1",
			"UKR SANCTIONED IRN FACT 2022-10-20.. 1/1",
			"UKR SANCTIONED IRN FACT 2024-03-01.. 1/1",
		}},
		{"", []string{
			"BLR MET_WITH RUS FACT .. 1/1",
			"IRN SUPPLIED_DRONES_TO RUS DENIED .. DENIED 1/1",
			"IRN SUPPLIED_DRONES_TO RUS FACT .. 2/2",
			"IRN SUPPLIED_DRONES_TO RUS PROSPECT .. PLANNED 1/1",
			"UKR LIFTED_SANCTIONS_ON IRN FACT 2025-05-30..2025-05-30 1/1",
			"UKR SANCTIONED IRN ENDED 2022-10-20..2025-05-30 1/1",
			"UKR SANCTIONED IRN ENDED 2024-03-01..2025-05-30 1/1",
		}},
	} {
		t.same("as known by "+string(test.known), test.want, t.relations(test.known))
	}
	id := func(known graph.Date) []string {
		return keys(t.rows(graph.Field{Rows: graph.Relations, Time: knownBy(known), Where: graph.Where{
			Kinds: []schema.Kind{schema.SuppliedDronesTo}, Modalities: []graph.Modality{graph.Asserted},
		}}))
	}
	t.same("the id, whatever came later", id("2022-10-10"), id(""))
	res := t.ask(&graph.Field{Name: "r", Rows: graph.Relations, Time: knownBy("2025-01-01")})
	if res.Undated != 1 {
		t.Errorf("%d undated articles, want 1", res.Undated)
	}
	if res.Latest != graph.Date("2025-06-01").First() {
		t.Errorf("latest is %s", res.Latest)
	}
}

// testTime asks what may hold on a day or overlap a window.
func testTime(t *T) {
	t.put(told(
		Said("events", "2025-06-01", "IRN ATTACKED RUS on:2024-05-05", "IRN ATTACKED RUS on:2025-01", "IRN ATTACKED UKR"),
		Said("states", "2025-06-01", "BLR ALLIED_WITH RUS from:2010", "BLR OCCUPIES UKR from:2015-02-01 to:2018-06-30", "BLR CLOSE_TO UKR"),
		Said("plans", "2024-02-02", "RUS ATTACKED BLR mod:PLANNED from:2024-03", "RUS VISITED BLR mod:PLANNED"),
	))
	short := func(time graph.Time) []string {
		out := []string{}
		for _, r := range t.rows(graph.Field{Rows: graph.Relations, Time: time}) {
			out = append(out, fmt.Sprintf("%s %s %s %s", r.Relation.Subject.Code(), r.Relation.Kind, r.Relation.Object.Code(), r.Relation.ValidFrom))
		}
		slices.Sort(out)
		return out
	}
	at := func(d graph.Date) graph.Time { return graph.Time{At: day(d)} }
	window := func(from, to graph.Date) graph.Time { return graph.Time{From: day(from), To: day(to)} }
	for _, test := range []struct {
		name string
		time graph.Time
		want []string
	}{
		{"before all", at("2009-12-31"), []string{"BLR CLOSE_TO UKR "}},
		{"early", at("2016-01-01"), []string{"BLR ALLIED_WITH RUS 2010", "BLR CLOSE_TO UKR ", "BLR OCCUPIES UKR 2015-02-01"}},
		{"the last day", at("2018-06-30"), []string{"BLR ALLIED_WITH RUS 2010", "BLR CLOSE_TO UKR ", "BLR OCCUPIES UKR 2015-02-01"}},
		{"the day after", at("2018-07-01"), []string{"BLR ALLIED_WITH RUS 2010", "BLR CLOSE_TO UKR "}},
		{"plans stand from their report to their date", at("2024-03-31"), []string{"BLR ALLIED_WITH RUS 2010", "BLR CLOSE_TO UKR ", "RUS ATTACKED BLR 2024-03", "RUS VISITED BLR "}},
		{"after the first event", at("2024-05-05"), []string{"BLR ALLIED_WITH RUS 2010", "BLR CLOSE_TO UKR ", "IRN ATTACKED RUS 2024-05-05", "RUS VISITED BLR "}},
		{"within a month", at("2025-01-30"), []string{"BLR ALLIED_WITH RUS 2010", "BLR CLOSE_TO UKR ", "IRN ATTACKED RUS 2024-05-05", "RUS VISITED BLR "}},
		{"after all", at("2025-06-01"), []string{
			"BLR ALLIED_WITH RUS 2010", "BLR CLOSE_TO UKR ", "IRN ATTACKED RUS 2024-05-05", "IRN ATTACKED RUS 2025-01", "IRN ATTACKED UKR ", "RUS VISITED BLR ",
		}},
		{"a window within a month", window("2025-01-10", "2025-01-11"), []string{
			"BLR ALLIED_WITH RUS 2010", "BLR CLOSE_TO UKR ", "IRN ATTACKED RUS 2025-01", "IRN ATTACKED UKR ", "RUS VISITED BLR ",
		}},
		{"a window before", window("2017-01-01", "2017-12-31"), []string{"BLR ALLIED_WITH RUS 2010", "BLR CLOSE_TO UKR ", "BLR OCCUPIES UKR 2015-02-01", "IRN ATTACKED UKR "}},
		{"from alone", graph.Time{From: day("2025-06-02")}, []string{"BLR ALLIED_WITH RUS 2010", "BLR CLOSE_TO UKR ", "RUS VISITED BLR "}},
		{"to alone", graph.Time{To: day("2009-12-31")}, []string{"BLR CLOSE_TO UKR ", "IRN ATTACKED UKR "}},
	} {
		t.same(test.name, test.want, short(test.time))
	}
	status := func(time graph.Time, kind schema.Kind) graph.Status {
		f := &graph.Field{Name: "r", Rows: graph.Relations, Time: time, Where: graph.Where{Kinds: []schema.Kind{kind}, Either: []graph.EntityID{"state:BLR"}}}
		res := t.ask(f)
		return res.Fields["r"].Page("").Rows[0].Relation.StatusAt(time.Reference(res.Latest))
	}
	for _, test := range []struct {
		time graph.Time
		kind schema.Kind
		want graph.Status
	}{
		{at("2016-01-01"), schema.Occupies, graph.StatusFact},
		{window("2016-01-01", "2020-01-01"), schema.Occupies, graph.StatusFact},
		{graph.Time{}, schema.Occupies, graph.StatusEnded},
		{at("2024-03-31"), schema.Attacked, graph.StatusProspect},
		{graph.Time{}, schema.Attacked, graph.StatusLapsed},
		{graph.Time{}, schema.Visited, graph.StatusProspect},
	} {
		if got := status(test.time, test.kind); got != test.want {
			t.Errorf("%s in %q is %s, want %s", test.kind, test.time, got, test.want)
		}
		rows := t.rows(graph.Field{Rows: graph.Relations, Time: test.time, Where: graph.Where{
			Kinds: []schema.Kind{test.kind}, Either: []graph.EntityID{"state:BLR"}, Statuses: []graph.Status{test.want},
		}})
		if len(rows) != 1 {
			t.Errorf("%s in %q is not found by the status %s", test.kind, test.time, test.want)
		}
	}
}

func testTreaties(t *T) {
	t.put(told(
		Said("talks", "2024-10-01", "IRN NEGOTIATES_TREATY_WITH RUS stage:NEGOTIATING"),
		Said("signature", "2025-01-18", "IRN SIGNED_STRATEGIC_TREATY_WITH RUS on:2025-01-17 signed:2025-01-17 mutual:false"),
		Said("ratified", "2025-05-01", "RUS RATIFIED_TREATY_WITH IRN on:2025-04-21 stage:RATIFIED"),
		Said("more talks", "2026-03-01", "IRN NEGOTIATES_TREATY_WITH RUS stage:NEGOTIATING"),
	))
	nodes := func(known graph.Date) []string {
		out := []string{}
		for _, r := range t.rows(graph.Field{Rows: graph.Treaties, Time: knownBy(known)}) {
			n := r.Treaty
			s := fmt.Sprintf("%s %s by %v", n.ID.Code(), n.Status, n.Signatories)
			for _, e := range n.History {
				s += fmt.Sprintf(" %s %s/%d", e.Status, e.Date, len(e.Claims))
			}
			out = append(out, s)
		}
		return out
	}
	t.same("known while they talk", []string{"strategic-partnership:IRN-RUS:open NEGOTIATING by [] NEGOTIATING /1"}, nodes("2024-10-01"))
	t.same("known at the signature", []string{"strategic-partnership:IRN-RUS:2025 SIGNED by [state:IRN state:RUS] NEGOTIATING /1 SIGNED 2025-01-17/1"}, nodes("2025-01-18"))
	t.same("known now", []string{
		"strategic-partnership:IRN-RUS:2025 RATIFIED by [state:IRN state:RUS] NEGOTIATING /1 SIGNED 2025-01-17/1 RATIFIED 2025-04-21/1",
		"strategic-partnership:IRN-RUS:open NEGOTIATING by [] NEGOTIATING /1",
	}, nodes(""))
	parties := func(known graph.Date) []string {
		return slices.DeleteFunc(t.relations(known), func(l string) bool { return l[4:12] != "PARTY_TO" })
	}
	t.same("parties while they talk", []string{
		"IRN PARTY_TO strategic-partnership:IRN-RUS:open PROSPECT .. PLANNED 1/1",
		"RUS PARTY_TO strategic-partnership:IRN-RUS:open PROSPECT .. PLANNED 1/1",
	}, parties("2024-10-01"))
	t.same("parties once signed", []string{
		"IRN PARTY_TO strategic-partnership:IRN-RUS:2025 FACT 2025-01-17.. 1/1",
		"RUS PARTY_TO strategic-partnership:IRN-RUS:2025 FACT 2025-01-17.. 1/1",
	}, parties("2025-01-18"))
	yes, no := true, false
	for _, test := range []struct {
		where graph.Where
		want  int
	}{
		{graph.Where{MutualDefence: &yes}, 0},
		{graph.Where{MutualDefence: &no}, 1},
		{graph.Where{Parties: []graph.EntityID{"state:RUS", "state:IRN"}}, 2},
		{graph.Where{Parties: []graph.EntityID{"state:RUS", "state:UKR"}}, 0},
		{graph.Where{TreatyStatuses: []graph.TreatyStatus{graph.TreatyRatified}}, 1},
		{graph.Where{TreatyKinds: []graph.TreatyKind{graph.PeaceTreaty}}, 0},
		{graph.Where{IDs: []string{"treaty:strategic-partnership:IRN-RUS:2025"}}, 1},
	} {
		if n := len(t.rows(graph.Field{Rows: graph.Treaties, Where: test.where})); n != test.want {
			t.Errorf("%s finds %d treaties, want %d", test.where.String(), n, test.want)
		}
	}
}

// testNamedTreaties: a treaty that is known by name has its own code in the place of
// its parties, who come and go one by one.
func testNamedTreaties(t *T) {
	const pact = "treaty:arms-control:BAN:1997"
	t.put(told(
		Said("joins", "2005-03-10", "KEN PARTY_TO "+pact+" on:2005-03-01 signed:1997-12-03 stage:RATIFIED"),
		Said("means to", "2006-03-10", "UGA PARTY_TO "+pact+" mod:PLANNED signed:1997-12-03 stage:IN_FORCE"),
		Said("breaks", "2010-03-10", "RUS VIOLATED_TREATY "+pact+" signed:1997-12-03 stage:IN_FORCE"),
		Said("suspends", "2018-03-10", "TZA WITHDREW_FROM_TREATY "+pact+" on:2018-03-01 signed:1997-12-03 stage:SUSPENDED"),
		Said("leaves", "2025-07-10", "KEN WITHDREW_FROM_TREATY "+pact+" on:2025-07-01 signed:1997-12-03 stage:IN_FORCE"),
		Said("says it left", "2025-07-12", "TZA PARTY_TO "+pact+" over to:2024 signed:1997-12-03 stage:IN_FORCE"),
	))
	nodes := func(known graph.Date) []string {
		out := []string{}
		for _, r := range t.rows(graph.Field{Rows: graph.Treaties, Time: knownBy(known)}) {
			s := fmt.Sprintf("%s %s %v", r.Treaty.ID.Code(), r.Treaty.Status, r.Treaty.Parties)
			for _, e := range r.Treaty.History {
				s += fmt.Sprintf(" %s %s/%d", e.Status, e.Date, len(e.Claims))
			}
			out = append(out, s)
		}
		return out
	}
	t.same("known in 2012", []string{"arms-control:BAN:1997 IN_FORCE [state:KEN state:UGA] SIGNED 1997-12-03/3 RATIFIED 2005-03-01/1 IN_FORCE /2"}, nodes("2012"))
	t.same("known now", []string{
		"arms-control:BAN:1997 IN_FORCE [state:KEN state:TZA state:UGA] SIGNED 1997-12-03/6 RATIFIED 2005-03-01/1 IN_FORCE /5",
	}, nodes(""))
	t.same("parties", []string{
		"KEN PARTY_TO arms-control:BAN:1997 ENDED 2005-03-01..2025-07-01 2/2",
		"TZA PARTY_TO arms-control:BAN:1997 ENDED ..2024 1/1",
		"UGA PARTY_TO arms-control:BAN:1997 PROSPECT .. PLANNED 1/1",
	}, slices.DeleteFunc(t.relations(""), func(l string) bool { return l[4:12] != "PARTY_TO" }))
	t.same("deeds", []string{
		"KEN WITHDREW_FROM_TREATY arms-control:BAN:1997 FACT 2025-07-01..2025-07-01 1/1",
		"RUS VIOLATED_TREATY arms-control:BAN:1997 FACT .. 1/1",
		"TZA WITHDREW_FROM_TREATY arms-control:BAN:1997 FACT 2018-03-01..2018-03-01 1/1",
	}, slices.DeleteFunc(t.relations(""), func(l string) bool { return l[4:12] == "PARTY_TO" }))
}

func testJudgements(t *T) {
	first := Said("first", "2025-01-05", "IRN ATTACKED UKR on:2025-01-04 by:THIRD who:Kyiv", "BLR MET_WITH RUS on:2025-01-04")
	second := Said("second", "2025-01-10", "BLR MET_WITH RUS on:2025-01-04")
	corrected := Said("corrected", "2025-01-12", "BLR MET_WITH RUS on:2025-01-08")
	t.put(told(first, second, corrected),
		judged(graph.Accept, "2025-01-20", func(j *graph.Judgement) { j.Claim = first.Claims[0].ID }),
		judged(graph.Supersede, "2025-01-25", func(j *graph.Judgement) { j.Article, j.Successor = second.Article.ID, corrected.Article.ID }),
		judged(graph.Reject, "2025-01-27", func(j *graph.Judgement) { j.Claim = corrected.Claims[0].ID }),
	)
	rev := t.put(judged(graph.Retract, "2025-02-01", func(j *graph.Judgement) { j.Article = first.Article.ID }))
	for _, test := range []struct {
		known graph.Date
		want  []string
	}{
		{"2025-01-10", []string{"BLR MET_WITH RUS FACT 2025-01-04..2025-01-04 2/2", "IRN ATTACKED UKR ALLEGED 2025-01-04..2025-01-04 1/1"}},
		{"2025-01-12", []string{
			"BLR MET_WITH RUS FACT 2025-01-04..2025-01-04 2/2", "BLR MET_WITH RUS FACT 2025-01-08..2025-01-08 1/1",
			"IRN ATTACKED UKR ALLEGED 2025-01-04..2025-01-04 1/1",
		}},
		{"2025-01-20", []string{
			"BLR MET_WITH RUS FACT 2025-01-04..2025-01-04 2/2", "BLR MET_WITH RUS FACT 2025-01-08..2025-01-08 1/1",
			"IRN ATTACKED UKR FACT 2025-01-04..2025-01-04 1/1",
		}},
		{"2025-01-25", []string{
			"BLR MET_WITH RUS FACT 2025-01-04..2025-01-04 1/1", "BLR MET_WITH RUS FACT 2025-01-08..2025-01-08 1/1",
			"IRN ATTACKED UKR FACT 2025-01-04..2025-01-04 1/1",
		}},
		{"2025-01-31", []string{"BLR MET_WITH RUS FACT 2025-01-04..2025-01-04 1/1", "IRN ATTACKED UKR FACT 2025-01-04..2025-01-04 1/1"}},
		{"2025-02-01", nil},
		{"", nil},
	} {
		t.same("as known by "+string(test.known), test.want, t.relations(test.known))
	}
	claims := func(known graph.Date) int {
		return len(t.rows(graph.Field{Rows: graph.Claims, Time: knownBy(known)}))
	}
	if a, b, c := claims("2025-01-12"), claims("2025-01-31"), claims(""); a != 4 || b != 2 || c != 0 {
		t.Errorf("%d, %d and %d claims are known, want 4, 2 and 0", a, b, c)
	}
	again := judged(graph.Retract, "2025-02-01", func(j *graph.Judgement) { j.Article = first.Article.ID })
	if r := t.put(again); r != rev {
		t.Errorf("the same judgement again raises revision %d to %d", rev, r)
	}
	res := t.ask(&graph.Field{Name: "j", Rows: graph.Judgements, Count: true, Where: graph.Where{Verbs: []graph.JudgementVerb{graph.Retract}}},
		&graph.Field{Name: "all", Rows: graph.Judgements})
	t.same("the retraction", again.Judgements[0], res.Fields["j"].Page("").Rows[0].Judgement)
	var on []graph.Day
	for _, r := range res.Fields["all"].Page("").Rows {
		on = append(on, r.Judgement.On)
	}
	if len(on) != 4 || !slices.IsSortedFunc(on, func(a, b graph.Day) int { return int(b) - int(a) }) {
		t.Errorf("judgements are of %v", on)
	}
}

func testMerge(t *T) {
	entities := append(Entities(),
		&graph.Entity{ID: "leader:a-lukasenko", Kind: graph.Leader, Name: "A. Lukașenko"},
		&graph.Entity{ID: "leader:lukasz", Kind: graph.Leader, Name: "Łukasz"})
	t.put(&graph.Batch{Entities: entities, Readings: []graph.Reading{
		Said("one", "2025-01-05", "leader:a-lukasenko LEADS BLR"),
		Said("two", "2025-01-06", "leader:aleksandr-lukashenko LEADS BLR"),
		Said("three", "2025-01-07", "leader:lukasz LEADS BLR"),
	}})
	apart := t.relations("")
	merge := func(verb graph.JudgementVerb, on graph.Date, a, b graph.EntityID) {
		t.put(judged(verb, on, func(j *graph.Judgement) { j.Entity, j.Into = a, b }))
	}
	merge(graph.Merge, "2025-02-01", "leader:a-lukasenko", "leader:lukasz")
	merge(graph.Merge, "2025-02-05", "leader:lukasz", "leader:aleksandr-lukashenko")
	together := []string{"aleksandr-lukashenko LEADS BLR FACT .. 3/3"}
	t.same("before", apart, t.relations("2025-01-31"))
	t.same("after one merge", []string{"aleksandr-lukashenko LEADS BLR FACT .. 1/1", "lukasz LEADS BLR FACT .. 2/2"}, t.relations("2025-02-01"))
	t.same("after two", together, t.relations("2025-02-05"))
	t.same("now", together, t.relations(""))
	readAs := func(known graph.Date) string {
		return string(t.rows(graph.Field{Rows: graph.Entities, Time: knownBy(known), Where: graph.Where{IDs: []string{"leader:a-lukasenko"}}})[0].Entity.MergedInto)
	}
	if a, b, c := readAs("2025-01-31"), readAs("2025-02-01"), readAs(""); a != "" || b != "leader:lukasz" || c != "leader:aleksandr-lukashenko" {
		t.Errorf("it is read as %q, then %q, then %q", a, b, c)
	}
	merge(graph.Split, "2025-03-01", "leader:lukasz", "leader:aleksandr-lukashenko")
	merge(graph.Split, "2025-03-01", "leader:a-lukasenko", "leader:lukasz")
	t.same("while merged", together, t.relations("2025-02-28"))
	t.same("after the split", apart, t.relations(""))
	// A claim that comes later for a day on which its end was merged.
	t.put(told(Said("four", "2025-02-10", "leader:a-lukasenko LEADS BLR")))
	t.same("one more", []string{"aleksandr-lukashenko LEADS BLR FACT .. 4/4"}, t.relations("2025-02-10"))
}
