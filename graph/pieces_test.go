package graph_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// judgement reads "2025-01-02 MERGE a b": the day, the verb, and what it is
// about; "2025-01-02/1" is the next of the day.
func judgement(line string) *graph.Judgement {
	w := strings.Fields(line + " - -")
	on, nth, _ := strings.Cut(w[0], "/")
	j := &graph.Judgement{On: graph.Date(on).First(), Verb: graph.JudgementVerb(w[1]), Nth: len(nth)}
	switch j.Verb {
	case graph.Retract, graph.Supersede:
		j.Article, j.Successor = graph.ArticleID(w[2]), graph.ArticleID(strings.Trim(w[3], "-"))
	case graph.Accept, graph.Reject:
		j.Claim = graph.ClaimID(w[2])
	default:
		j.Entity, j.Into = graph.EntityID(w[2]), graph.EntityID(strings.Trim(w[3], "-"))
	}
	j.ID = graph.NewJudgementID(j)
	return j
}

func TestPieces(t *testing.T) {
	claim := &graph.Claim{
		ID: "claim:1", Subject: graph.EntityRef{ID: "actor:A"}, Object: graph.EntityRef{ID: "actor:B"}, Relation: schema.Attacked,
		Against:  []graph.EntityRef{{ID: "actor:T"}},
		Evidence: graph.Evidence{Article: "article:1", Published: "2025-01-10"},
	}
	for _, test := range []struct{ name, judgements, want string }{
		{"nothing", "", "2025-01-10..never A-B T"},
		{"retracted", "2025-02-01 RETRACT article:1", "2025-01-10..2025-02-01 A-B T"},
		{"another is retracted", "2025-02-01 RETRACT article:2", "2025-01-10..never A-B T"},
		{"retracted before it was known", "2025-01-10 RETRACT article:1", ""},
		{"the first of two acts", "2025-03-01 SUPERSEDE article:1\n2025-02-01 REJECT claim:1", "2025-01-10..2025-02-01 A-B T"},
		{"accepted", "2025-02-01 ACCEPT claim:1", "2025-01-10..2025-02-01 A-B T\n2025-02-01..never A-B T accepted"},
		{"accepted before it was known", "2025-01-01 ACCEPT claim:1", "2025-01-10..never A-B T accepted"},
		{"accepted and rejected", "2025-02-01 ACCEPT claim:1\n2025-03-01 REJECT claim:1", "2025-01-10..2025-02-01 A-B T\n2025-02-01..2025-03-01 A-B T accepted"},
		{
			"rejected and accepted", "2025-02-01 REJECT claim:1\n2025-03-01 ACCEPT claim:1",
			"2025-01-10..2025-02-01 A-B T\n2025-03-01..never A-B T accepted",
		},
		{
			"to and fro", "2025-02-01 ACCEPT claim:1\n2025-02-10 REJECT claim:1\n2025-02-20 ACCEPT claim:1\n2025-03-01 REJECT claim:1",
			"2025-01-10..2025-02-01 A-B T\n2025-02-01..2025-02-10 A-B T accepted\n2025-02-20..2025-03-01 A-B T accepted",
		},
		{"accepted later that day", "2025-02-01 REJECT claim:1\n2025-02-01/1 ACCEPT claim:1", "2025-01-10..2025-02-01 A-B T\n2025-02-01..never A-B T accepted"},
		{"rejected later that day", "2025-02-01/1 REJECT claim:1\n2025-02-01 ACCEPT claim:1", "2025-01-10..2025-02-01 A-B T"},
		{"accepted before it was rejected", "2025-03-01 REJECT claim:1\n2025-02-01/1 ACCEPT claim:1", "2025-01-10..2025-02-01 A-B T\n2025-02-01..2025-03-01 A-B T accepted"},
		{"rejected before it was known, accepted after", "2025-01-01 REJECT claim:1\n2025-02-01 ACCEPT claim:1", "2025-02-01..never A-B T accepted"},
		{"accepted once its article is retracted", "2025-02-01 RETRACT article:1\n2025-03-01 ACCEPT claim:1", "2025-01-10..2025-02-01 A-B T"},
		{
			"superseded and back", "2025-02-01 SUPERSEDE article:1 article:2\n2025-03-01 SUPERSEDE article:2 article:1",
			"2025-01-10..2025-02-01 A-B T\n2025-03-01..never A-B T",
		},
		{"superseded by one that it supersedes that day", "2025-02-01 SUPERSEDE article:1 article:2\n2025-02-01 SUPERSEDE article:3 article:1", "2025-01-10..2025-02-01 A-B T"},
		{
			"back but rejected", "2025-02-01 SUPERSEDE article:1 article:2\n2025-03-01 SUPERSEDE article:2 article:1\n2025-02-10 REJECT claim:1\n2025-04-01 ACCEPT claim:1",
			"2025-01-10..2025-02-01 A-B T\n2025-04-01..never A-B T accepted",
		},
		{"an article that is retracted does not come back", "2025-02-01 RETRACT article:1\n2025-03-01 SUPERSEDE article:2 article:1", "2025-01-10..2025-02-01 A-B T"},
		{
			"merged while it is gone", "2025-02-01 REJECT claim:1\n2025-02-10 MERGE actor:A actor:C\n2025-03-01 ACCEPT claim:1",
			"2025-01-10..2025-02-01 A-B T\n2025-03-01..never C-B T accepted",
		},
		{
			"merged again later that day", "2025-02-01 MERGE actor:A actor:C\n2025-02-01/1 SPLIT actor:A actor:C\n2025-02-01/11 MERGE actor:A actor:D",
			"2025-01-10..2025-02-01 A-B T\n2025-02-01..never D-B T",
		},
		{"an end is merged", "2025-02-01 MERGE actor:A actor:C", "2025-01-10..2025-02-01 A-B T\n2025-02-01..never C-B T"},
		{"merged before it was known", "2025-01-01 MERGE actor:A actor:C", "2025-01-10..never C-B T"},
		{"a target is merged", "2025-02-01 MERGE actor:T actor:C", "2025-01-10..2025-02-01 A-B T\n2025-02-01..never A-B C"},
		{"what it does not name is merged", "2025-02-01 MERGE actor:X actor:A", "2025-01-10..never A-B T"},
		{
			"merged and split", "2025-02-01 MERGE actor:A actor:C\n2025-03-01 SPLIT actor:A actor:C",
			"2025-01-10..2025-02-01 A-B T\n2025-02-01..2025-03-01 C-B T\n2025-03-01..never A-B T",
		},
		{
			"a chain of merges", "2025-02-01 MERGE actor:A actor:C\n2025-03-01 MERGE actor:C actor:D\n2025-04-01 SPLIT actor:A",
			"2025-01-10..2025-02-01 A-B T\n2025-02-01..2025-03-01 C-B T\n2025-03-01..2025-04-01 D-B T\n2025-04-01..never A-B T",
		},
		{
			"a split from the end of a chain", "2025-02-01 MERGE actor:A actor:C\n2025-02-01 MERGE actor:C actor:D\n2025-04-01 SPLIT actor:A actor:D",
			"2025-01-10..2025-02-01 A-B T\n2025-02-01..2025-04-01 D-B T\n2025-04-01..never A-B T",
		},
		{"a split of another merge", "2025-02-01 MERGE actor:A actor:C\n2025-03-01 SPLIT actor:A actor:D", "2025-01-10..2025-02-01 A-B T\n2025-02-01..never C-B T"},
		{
			"a circle is refused, the later one", "2025-03-01 MERGE actor:C actor:A\n2025-02-01 MERGE actor:A actor:C",
			"2025-01-10..2025-02-01 A-B T\n2025-02-01..never C-B T",
		},
		{
			"a circle of three", "2025-02-01 MERGE actor:A actor:C\n2025-02-02 MERGE actor:C actor:D\n2025-02-03 MERGE actor:D actor:A",
			"2025-01-10..2025-02-01 A-B T\n2025-02-01..2025-02-02 C-B T\n2025-02-02..never D-B T",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var list []*graph.Judgement
			for line := range strings.Lines(test.judgements) {
				list = append(list, judgement(line))
			}
			for range 4 {
				var got []string
				for _, p := range graph.NewCorrections(list).Pieces(claim, nil) {
					s := fmt.Sprintf("%s..%s %s-%s %s", p.From, p.To, p.Subject.Code(), p.Object.Code(), p.Against[0].Code())
					if p.Accepted {
						s += " accepted"
					}
					got = append(got, s)
				}
				if diff := cmp.Diff(test.want, strings.Join(got, "\n")); diff != "" {
					t.Error(diff)
				}
				rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			}
		})
	}
}

func TestGroups(t *testing.T) {
	o := schema.Default()
	groups := func(line string, subject, object graph.EntityID) []graph.GroupKey {
		p := said(t, line)
		if subject != "" {
			p.Subject, p.Object = subject, object
		}
		return p.Groups(o)
	}
	drones, arms := groups("A SUPPLIED_DRONES_TO B", "", ""), groups("B SUPPLIED_ARMS_TO A", "", "")
	if diff := cmp.Diff(drones, arms); diff != "" || len(drones) != 1 {
		t.Errorf("a kind and its parent, of one pair, are in two groups: %q, %q", drones, arms)
	}
	if g := groups("A SUPPLIED_DRONES_TO B", "actor:X", "actor:X"); len(g) != 0 {
		t.Errorf("a claim of which both ends are read as one is folded in %q", g)
	}
	treaty := groups("A SIGNED_STRATEGIC_TREATY_WITH B stage:SIGNED signed:2025", "", "")
	later := groups("B RATIFIED_TREATY_WITH A stage:RATIFIED", "", "")
	if len(treaty) != 2 || len(later) != 2 || !treaty[1].IsTreaty() && !treaty[0].IsTreaty() {
		t.Fatalf("mentions are in %q and %q", treaty, later)
	}
	shared := 0
	for _, g := range treaty {
		for _, h := range later {
			if g == h && g.IsTreaty() {
				shared++
			}
		}
	}
	if shared != 1 {
		t.Errorf("mentions of one treaty are in %q and %q", treaty, later)
	}
	if g := groups("A PARTY_TO treaty:x:A-B:2025 stage:SIGNED", "", ""); len(g) != 1 || !g[0].IsTreaty() {
		t.Errorf("a party's claim is in %q", g)
	}
}

func TestCheckMerges(t *testing.T) {
	ab, bc, ca := judgement("2025-01-01 MERGE actor:A actor:B"), judgement("2025-01-01 MERGE actor:B actor:C"), judgement("2025-01-02 MERGE actor:C actor:A")
	split := judgement("2025-01-02 SPLIT actor:A actor:B")
	list := func(js ...*graph.Judgement) []*graph.Judgement { return js }
	for _, test := range []struct {
		name      string
		have, add []*graph.Judgement
		ok        bool
	}{
		{"a chain", list(ab), list(bc), true},
		{"again", list(ab, bc), list(ab), true},
		{"a circle", list(ab, bc), list(ca), false},
		{"a circle at once", nil, list(ca, bc, ab), false},
		{"a circle by an earlier one", list(ab, ca), list(bc), false},
		{"into itself", nil, list(judgement("2025-01-01 MERGE actor:A actor:A")), false},
		{"after a split", list(ab, bc, split), list(judgement("2025-01-03 MERGE actor:C actor:A")), true},
		{"before a split", list(ab, bc, split), list(judgement("2025-01-01 MERGE actor:C actor:A")), false},
	} {
		err := graph.CheckMerges(test.have, test.add)
		if (err == nil) != test.ok || err != nil && !errors.Is(err, graph.ErrBadInput) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	c := graph.NewCorrections(list(ab, bc, ca))
	if len(c.Refused()) != 1 || c.Refused()[0] != ca {
		t.Errorf("%v are refused", c.Refused())
	}
	if diff := cmp.Diff([]graph.EntityID{"actor:A", "actor:B", "actor:C"}, c.Affected("actor:C")); diff != "" {
		t.Error(diff)
	}
}

func TestOutlet(t *testing.T) {
	claim := func(url string) *graph.Claim {
		return &graph.Claim{Evidence: graph.Evidence{Article: "article:1", URL: url}}
	}
	for _, test := range []struct {
		source, url, want string
	}{
		{"Le Monde", "https://x.example/1", "le monde"},
		{"LE  MONDE ", "", "le monde"},
		{"", "https://www.lemonde.example/a?b", "lemonde example"},
		{"www.lemonde.example", "", "lemonde example"},
		{"", "urn:isbn:1", "article:1"},
		{"", "", "article:1"},
		{"", "http://[bad", "article:1"},
	} {
		a := &graph.Article{ID: "article:1", Source: test.source, URL: test.url}
		if got := graph.Outlet(a, claim(test.url)); got != test.want {
			t.Errorf("%q at %q is %q, want %q", test.source, test.url, got, test.want)
		}
	}
}

// TestOrigins counts who stands behind the claims of one relation.
func TestOrigins(t *testing.T) {
	step := func(chain int, role graph.Role, name string) graph.Source {
		return graph.Source{Name: name, Role: role, Chain: chain}
	}
	type told struct {
		outlet, text string
		pub          graph.Date
		steps        []graph.Source
	}
	report := "Delegations of both countries met on Monday in the old palace and spoke for three hours about trade, transit and the release of prisoners, a spokesman said after the talks had ended."
	copied := "Breaking: " + report + " More soon."
	own := "On Monday an envoy of one side was received by the foreign minister of the other, who called the meeting useful and promised to answer the proposals by the end of the month."
	for _, test := range []struct {
		name string
		told []told
		want int
	}{
		{"two outlets", []told{{"Herald", own, "2025-01-01", nil}, {"Gazette", report, "2025-01-01", nil}}, 2},
		{"one outlet twice", []told{{"Herald", own, "2025-01-01", nil}, {"HERALD", report, "2025-01-02", nil}}, 1},
		{"five quote one agency", []told{
			{"A", own, "2025-01-01", []graph.Source{step(0, graph.RoleAgency, "IRNA")}},
			{"B", report, "2025-01-01", []graph.Source{step(0, graph.RoleOutlet, "Meridian"), step(0, graph.RoleAgency, "Irna")}},
			{"C", "", "2025-01-01", []graph.Source{step(0, graph.RoleAgency, "IRNA"), step(0, graph.RoleUnnamed, "an official")}},
			{"Irna", "", "2025-01-01", nil},
		}, 1},
		{"unnamed is the outlet's word", []told{{"A", "", "2025-01-01", []graph.Source{step(0, graph.RoleUnnamed, "sources")}}, {"A", own, "2025-01-02", nil}}, 1},
		{"parallel sources", []told{{"A", "", "2025-01-01", []graph.Source{step(0, graph.RoleSpeaker, "X"), step(1, graph.RoleSpeaker, "Y")}}}, 2},
		{"a copy", []told{{"Herald", report, "2025-01-01", nil}, {"Gazette", copied, "2025-01-02", nil}, {"Courier", own, "2025-01-02", nil}}, 2},
		{"copies of a copy", []told{{"Herald", report, "2025-01-01", nil}, {"Gazette", copied, "2025-01-02", nil}, {"Courier", copied, "2025-01-03", nil}}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			var pieces []*graph.Piece
			for i, w := range test.told {
				a := &graph.Article{ID: graph.ArticleID(fmt.Sprint("article:", i)), Source: w.outlet, Published: w.pub, Text: w.text}
				c := &graph.Claim{
					Subject: graph.EntityRef{ID: "state:A"}, Object: graph.EntityRef{ID: "state:B"}, Relation: schema.MetWith, Modality: graph.Asserted,
					Voice: graph.VoiceThird, Attribution: w.steps, Confidence: 900, Evidence: graph.Evidence{Article: a.ID, Published: w.pub},
				}
				c.Seal()
				pieces = append(pieces, graph.NewCorrections(nil).Pieces(c, a.Kept())...)
			}
			all := graph.FoldGroup(schema.Default(), pieces)
			last := all[len(all)-1]
			if last.SourceCount != test.want || last.ClaimCount != len(test.told) {
				t.Errorf("%d claims of %d origins, want %d of %d", last.ClaimCount, last.SourceCount, len(test.told), test.want)
			}
		})
	}
}

func TestConfidence(t *testing.T) {
	for _, test := range []struct {
		weights []graph.Thousandths
		want    graph.Thousandths
	}{
		{[]graph.Thousandths{700}, 700},
		{[]graph.Thousandths{500}, 500},
		{[]graph.Thousandths{500, 500}, 750},
		{[]graph.Thousandths{700, 500, 500}, 925},
		{[]graph.Thousandths{500, 700, 500}, 925},
		{[]graph.Thousandths{900, 900, 900}, 999},
		{[]graph.Thousandths{1000}, 1000},
	} {
		if got := graph.Confidence(test.weights); got != test.want {
			t.Errorf("%v give %d, want %d", test.weights, got, test.want)
		}
	}
	one := func(words string) graph.Thousandths {
		return graph.FoldGroup(schema.Default(), []*graph.Piece{said(t, "A ATTACKED B pub:2025-01-01 "+words)})[0].Confidence
	}
	if plain, own, attributed := one("conf:300"), one("conf:300 by:SUBJECT"), one("conf:300 by:THIRD"); plain < 700 || own < 700 || attributed < 500 {
		t.Errorf("one plain claim gives %d, one of its subject %d, one attributed %d", plain, own, attributed)
	}
	if a, b := one("conf:950"), one("conf:950 by:THIRD"); a <= b {
		t.Errorf("what the outlet says gives %d, what another says %d", a, b)
	}
}

func TestJoinEntity(t *testing.T) {
	met := func(name string, more ...graph.Name) *graph.Entity {
		return &graph.Entity{ID: "leader:x", Kind: graph.Leader, Name: name, Names: more}
	}
	all := []*graph.Entity{met("Lukașenko"), met("Alexandr Lukașenko", graph.Name{Lang: "ro", Text: "Alexandr Lukașenko"}), met("A. Lukașenko"), met("Lukașenko")}
	want := met("Alexandr Lukașenko", graph.Name{Text: "A. Lukașenko"}, graph.Name{Text: "Lukașenko"}, graph.Name{Lang: "ro", Text: "Alexandr Lukașenko"})
	for range 6 {
		var e *graph.Entity
		for _, m := range all {
			e = graph.JoinEntity(e, m)
			if diff := cmp.Diff(e, graph.JoinEntity(e, m)); diff != "" {
				t.Errorf("joining again changes it: %s", diff)
			}
		}
		if diff := cmp.Diff(want, e); diff != "" {
			t.Error(diff)
		}
		rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	}
	known := met("Aleksandr Lukashenko")
	known.Registry = true
	if e := graph.JoinEntity(known, met("Somebody Else Altogether")); e != known {
		t.Errorf("a text changes the registry's leader to %v", e)
	}
	if e := graph.JoinEntity(met("Somebody Else Altogether"), known); e != known {
		t.Errorf("the registry's leader is %v", e)
	}
}
