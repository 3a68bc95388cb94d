package graph_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// said writes a claim as one line: who did what to whom, then words of the form
// key:value, in any order. pub is the day of publication, by the voice, from and
// to the dates, src the outlet, who the speaker.
func said(t *testing.T, line string) *graph.Piece {
	t.Helper()
	words := strings.Fields(line)
	end := func(code string) graph.EntityRef {
		id := graph.EntityID(code)
		if !strings.Contains(code, ":") {
			id = graph.EntityID("state:" + code)
		}
		return graph.EntityRef{ID: id, Kind: id.Kind(), Name: code}
	}
	c := &graph.Claim{
		Subject: end(words[0]), Relation: schema.Kind(words[1]), Object: end(words[2]),
		Modality: graph.Asserted, Voice: graph.VoiceOutlet, Confidence: 800,
	}
	a := &graph.Article{Source: "Gazette"}
	p := &graph.Piece{Claim: c, To: graph.Never}
	for _, w := range words[3:] {
		key, value, _ := strings.Cut(w, ":")
		switch key {
		case "pub":
			a.Published = graph.Date(value)
		case "by":
			c.Voice = graph.Voice(value)
		case "from":
			c.ValidFrom = graph.Date(value)
		case "to":
			c.ValidTo = graph.Date(value)
		case "on":
			c.ValidFrom, c.ValidTo = graph.Date(value), graph.Date(value)
		case "mod":
			c.Modality = graph.Modality(value)
		case "over":
			c.Modality, c.Ended = graph.Denied, true
		case "src":
			a.Source = value
		case "who":
			c.Attribution = append(c.Attribution, graph.Source{Name: value, Role: graph.RoleSpeaker, Chain: len(c.Attribution)})
		case "conf":
			if _, err := fmt.Sscan(value, &c.Confidence); err != nil {
				panic(err) // a table of this file
			}
		case "office":
			c.Office = value
		case "until":
			p.To = graph.Date(value).First()
		case "stage", "signed", "mutual", "title", "clause":
			if c.Treaty == nil {
				c.Treaty = &graph.TreatyMention{Kind: graph.StrategicPartnership, Parties: []graph.EntityID{c.Subject.ID, c.Object.ID}}
				slices.Sort(c.Treaty.Parties)
			}
			switch m := c.Treaty; key {
			case "stage":
				m.Status = graph.TreatyStatus(value)
			case "signed":
				m.Signed = graph.Date(value)
			case "mutual":
				yes := value == "yes"
				m.MutualDefence = &yes
			case "title":
				m.Title = value
			case "clause":
				m.Clauses = append(m.Clauses, value)
			}
		default:
			t.Fatalf("unknown word %q in %q", w, line)
		}
	}
	if c.Attribution == nil && c.Voice != graph.VoiceOutlet {
		c.Attribution = []graph.Source{{Name: string(c.Voice), Role: graph.RoleSpeaker}}
	}
	if m := c.Treaty; m != nil {
		m.ID = graph.TreatyID(m.Kind, m.Parties, m.Signed)
	}
	a.ID = graph.NewArticleID("", line)
	c.Evidence = graph.Evidence{Form: graph.FormText, Article: a.ID, Published: a.Published}
	c.Seal()
	p.Subject, p.Object, p.From, p.Outlet = c.Subject.ID, c.Object.ID, c.Known(), graph.Outlet(a, c)
	return p
}

// versions prints relations as the tests expect them.
func versions(relations []*graph.Relation) string {
	var b strings.Builder
	for _, r := range relations {
		fmt.Fprintf(&b, "%s..%s %s %s %s", r.KnownFrom, r.KnownTo, r.Subject.Code(), r.Kind, r.Object.Code())
		if r.Modality != graph.Asserted {
			fmt.Fprintf(&b, " %s", r.Modality)
		}
		fmt.Fprintf(&b, " %s %s..%s %d/%d", r.Status, r.ValidFrom, r.ValidTo, r.ClaimCount, r.SourceCount)
		b.WriteByte('\n')
	}
	return b.String()
}

func TestFoldGroup(t *testing.T) {
	for _, test := range []struct{ name, claims, want string }{
		{
			"dated claims chain within the merge days",
			`A MET_WITH B on:2025-01-01 pub:2025-01-02
			 B MET_WITH A on:2025-01-06 pub:2025-01-07
			 A MET_WITH B on:2025-01-03 pub:2025-01-08
			 A MET_WITH B on:2025-02-01 pub:2025-02-01`,
			`2025-01-02..2025-01-08 A MET_WITH B FACT 2025-01-01..2025-01-01 1/1
			 2025-01-08..never A MET_WITH B FACT 2025-01-01..2025-01-06 3/1
			 2025-01-07..2025-01-08 A MET_WITH B FACT 2025-01-06..2025-01-06 1/1
			 2025-02-01..never A MET_WITH B FACT 2025-02-01..2025-02-01 1/1`,
		},
		{
			"a coarser date joins the earliest finer one and bridges none",
			`A VISITED B on:2025-01-05 pub:2025-03-01
			 A VISITED B on:2025-01-25 pub:2025-03-01
			 A VISITED B on:2025-01 pub:2025-03-01 src:Herald
			 A VISITED B on:2025 pub:2025-03-01 src:Courier
			 A VISITED B on:2024-12 pub:2025-03-01`,
			`2025-03-01..never A VISITED B FACT 2024-12..2024-12 1/1
			 2025-03-01..never A VISITED B FACT 2025-01-05..2025-01-05 3/3
			 2025-03-01..never A VISITED B FACT 2025-01-25..2025-01-25 1/1`,
		},
		{
			"undated claims join the latest episode begun by their publication",
			`A ATTACKED B on:2025-01-05 pub:2025-01-05
			 A ATTACKED B on:2025-02-05 pub:2025-02-05
			 A ATTACKED B pub:2025-01-20 src:Herald
			 A ATTACKED B pub:2025-01-01 src:Courier`,
			`2025-01-01..never A ATTACKED B FACT .. 1/1
			 2025-01-05..2025-01-20 A ATTACKED B FACT 2025-01-05..2025-01-05 1/1
			 2025-01-20..never A ATTACKED B FACT 2025-01-05..2025-01-05 2/2
			 2025-02-05..never A ATTACKED B FACT 2025-02-05..2025-02-05 1/1`,
		},
		{
			"its object alone alleges, two third parties make a fact",
			`A ATTACKED B on:2025-01-05 pub:2025-01-05 by:OBJECT
			 A ATTACKED B on:2025-01-05 pub:2025-01-06 by:THIRD who:C
			 A ATTACKED B on:2025-01-05 pub:2025-01-07 by:THIRD who:C src:Herald
			 A ATTACKED B on:2025-01-05 pub:2025-01-08 by:THIRD who:D`,
			`2025-01-05..2025-01-06 A ATTACKED B ALLEGED 2025-01-05..2025-01-05 1/1
			 2025-01-06..2025-01-07 A ATTACKED B ALLEGED 2025-01-05..2025-01-05 2/2
			 2025-01-07..2025-01-08 A ATTACKED B ALLEGED 2025-01-05..2025-01-05 3/2
			 2025-01-08..never A ATTACKED B FACT 2025-01-05..2025-01-05 4/3`,
		},
		{
			"a denial disputes the kind and its descendants, never its ancestors, and admission ends it",
			`A SUPPLIED_DRONES_TO B pub:2022-10-01
			 A SUPPLIED_ARMS_TO B pub:2022-10-01
			 A SUPPLIED_DRONES_TO B mod:DENIED by:SUBJECT pub:2022-10-19
			 A SUPPLIED_DRONES_TO B by:SUBJECT pub:2022-11-05`,
			`2022-10-01..never A SUPPLIED_ARMS_TO B FACT .. 1/1
			 2022-10-01..2022-10-19 A SUPPLIED_DRONES_TO B FACT .. 1/1
			 2022-10-19..2022-11-05 A SUPPLIED_DRONES_TO B DISPUTED .. 1/1
			 2022-11-05..never A SUPPLIED_DRONES_TO B FACT .. 2/2
			 2022-10-19..never A SUPPLIED_DRONES_TO B DENIED DENIED .. 1/1`,
		},
		{
			"a third party's denial disputes nothing, nor does one of another time, nor any a prospect",
			`A SUPPLIED_DRONES_TO B on:2024-05-05 pub:2024-05-05
			 A SUPPLIED_DRONES_TO B mod:PLANNED pub:2024-05-05
			 A SUPPLIED_ARMS_TO B mod:DENIED by:THIRD pub:2024-06-01
			 A SUPPLIED_ARMS_TO B mod:DENIED by:SUBJECT on:2022-06-01 pub:2024-06-01`,
			`2024-06-01..never A SUPPLIED_ARMS_TO B DENIED DENIED 2022-06-01..2022-06-01 2/2
			 2024-05-05..never A SUPPLIED_DRONES_TO B FACT 2024-05-05..2024-05-05 1/1
			 2024-05-05..never A SUPPLIED_DRONES_TO B PLANNED PROSPECT .. 1/1`,
		},
		{
			"lifting closes all open sanctions and embargoes; a second report of it adds to the latest",
			`A SANCTIONED B from:2010-05-01 pub:2010-05-01
			 A SANCTIONED B from:2014-05-01 pub:2014-05-01
			 A EMBARGOED B from:2012 pub:2012-05-01
			 A LIFTED_SANCTIONS_ON B on:2016-01-16 pub:2016-01-16
			 A SANCTIONED B over: pub:2016-01-20
			 A SANCTIONED B from:2018-08-01 pub:2018-08-01`,
			`2010-05-01..2016-01-16 A SANCTIONED B FACT 2010-05-01.. 1/1
			 2016-01-16..never A SANCTIONED B FACT 2010-05-01..2016-01-16 1/1
			 2014-05-01..2016-01-16 A SANCTIONED B FACT 2014-05-01.. 1/1
			 2016-01-16..2016-01-20 A SANCTIONED B FACT 2014-05-01..2016-01-16 1/1
			 2016-01-20..never A SANCTIONED B FACT 2014-05-01..2016-01-16 2/1
			 2012-05-01..2016-01-16 A EMBARGOED B FACT 2012.. 1/1
			 2016-01-16..never A EMBARGOED B FACT 2012..2016-01-16 1/1
			 2016-01-16..never A LIFTED_SANCTIONS_ON B FACT 2016-01-16..2016-01-16 1/1
			 2018-08-01..never A SANCTIONED B FACT 2018-08-01.. 1/1`,
		},
		{
			"what ended without having begun stands by itself",
			`A HOSTS_FORCES_OF B over: to:2020-03 pub:2020-04-01
			 B WITHDREW_FORCES_FROM A on:2021-05-05 pub:2021-05-05`,
			`2020-04-01..never A HOSTS_FORCES_OF B DENIED ENDED ..2020-03 1/1
			 2021-05-05..never B WITHDREW_FORCES_FROM A FACT 2021-05-05..2021-05-05 1/1`,
		},
		{
			"withdrawal closes the other's hosting",
			`A HOSTS_FORCES_OF B from:2015 pub:2016-01-01
			 B WITHDREW_FORCES_FROM A pub:2021-05-05`,
			`2016-01-01..2021-05-05 A HOSTS_FORCES_OF B FACT 2015.. 1/1
			 2021-05-05..never A HOSTS_FORCES_OF B FACT 2015..2021-05-05 1/1
			 2021-05-05..never B WITHDREW_FORCES_FROM A FACT .. 1/1`,
		},
		{
			"broken relations close alliances of every kind",
			`A DEFENCE_PACT_WITH B from:2015-01-01 pub:2016-01-01
			 B BROKE_RELATIONS_WITH A on:2021-05-05 pub:2021-05-05`,
			`2021-05-05..never B BROKE_RELATIONS_WITH A FACT 2021-05-05..2021-05-05 1/1
			 2016-01-01..2021-05-05 A DEFENCE_PACT_WITH B FACT 2015-01-01.. 1/1
			 2021-05-05..never A DEFENCE_PACT_WITH B FACT 2015-01-01..2021-05-05 1/1`,
		},
		{
			"what is taken back splits an episode",
			`A MET_WITH B on:2025-01-01 pub:2025-01-02
			 A MET_WITH B on:2025-01-03 pub:2025-01-03 until:2025-02-01
			 A MET_WITH B on:2025-01-06 pub:2025-01-06`,
			`2025-01-02..2025-01-03 A MET_WITH B FACT 2025-01-01..2025-01-01 1/1
			 2025-01-03..2025-01-06 A MET_WITH B FACT 2025-01-01..2025-01-03 2/1
			 2025-01-06..2025-02-01 A MET_WITH B FACT 2025-01-01..2025-01-06 3/1
			 2025-02-01..never A MET_WITH B FACT 2025-01-01..2025-01-01 1/1
			 2025-02-01..never A MET_WITH B FACT 2025-01-06..2025-01-06 1/1`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var pieces []*graph.Piece
			for line := range strings.Lines(test.claims) {
				pieces = append(pieces, said(t, line))
			}
			want := strings.ReplaceAll(test.want, "\t\t\t ", "") + "\n"
			for range 5 {
				got := versions(graph.FoldGroup(schema.Default(), pieces))
				if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
					t.Fatal(diff)
				}
				rand.Shuffle(len(pieces), func(i, j int) { pieces[i], pieces[j] = pieces[j], pieces[i] })
			}
		})
	}
}

func sorted(lines string) []string {
	list := strings.Split(lines, "\n")
	slices.Sort(list)
	return list
}

func TestFoldTreaty(t *testing.T) {
	for _, test := range []struct{ name, claims, want string }{
		{
			"negotiated, signed, ratified: one treaty, called as it was made; what comes after it another",
			`A NEGOTIATES_TREATY_WITH B stage:NEGOTIATING pub:2024-10-01 title:Pact
			 A SIGNED_STRATEGIC_TREATY_WITH B stage:SIGNED on:2025-01-17 signed:2025-01-17 pub:2025-01-18 mutual:no
			 A RATIFIED_TREATY_WITH B stage:RATIFIED from:2025-04 pub:2025-05-01 title:Partnership
			 A NEGOTIATES_TREATY_WITH B stage:NEGOTIATING pub:2026-02-01`,
			`2024-10-01..2025-01-18 A-B:open Pact NEGOTIATING signed: by:[] mutual:? NEGOTIATING@/1
			 2025-01-18..2025-05-01 A-B:2025 Pact SIGNED signed:2025-01-17 by:[state:A state:B] mutual:false NEGOTIATING@/1 SIGNED@2025-01-17/1
			 2025-05-01..never A-B:2025 Partnership RATIFIED signed:2025-01-17 by:[state:A state:B] mutual:false NEGOTIATING@/1 SIGNED@2025-01-17/1 RATIFIED@2025-04/1
			 2026-02-01..never A-B:open  NEGOTIATING signed: by:[] mutual:? NEGOTIATING@/1
			 2024-10-01..2025-01-18 A PARTY_TO strategic-partnership:A-B:open PLANNED PROSPECT .. 1/1
			 2024-10-01..2025-01-18 B PARTY_TO strategic-partnership:A-B:open PLANNED PROSPECT .. 1/1
			 2025-01-18..2025-05-01 A PARTY_TO strategic-partnership:A-B:2025 FACT 2025-01-17.. 1/1
			 2025-01-18..2025-05-01 B PARTY_TO strategic-partnership:A-B:2025 FACT 2025-01-17.. 1/1
			 2025-05-01..never A PARTY_TO strategic-partnership:A-B:2025 FACT 2025-01-17.. 2/1
			 2025-05-01..never B PARTY_TO strategic-partnership:A-B:2025 FACT 2025-01-17.. 2/1
			 2026-02-01..never A PARTY_TO strategic-partnership:A-B:open PLANNED PROSPECT .. 1/1
			 2026-02-01..never B PARTY_TO strategic-partnership:A-B:open PLANNED PROSPECT .. 1/1`,
		},
		{
			"a later word on mutual defence wins, a contradiction of one day is no word; a denial says nothing; agreed is not signed",
			`A SIGNED_STRATEGIC_TREATY_WITH B mod:AGREED stage:SIGNED pub:2025-01-01
			 A SIGNED_STRATEGIC_TREATY_WITH B mod:DENIED stage:SIGNED pub:2025-01-02
			 A COOPERATES_WITH B stage:SIGNED pub:2025-02-01 mutual:no by:THIRD
			 A COOPERATES_WITH B stage:SIGNED pub:2025-02-02 mutual:yes by:THIRD
			 A COOPERATES_WITH B stage:SIGNED pub:2025-02-02 mutual:no by:THIRD who:D`,
			`2025-01-01..2025-02-01 A-B:open  PROPOSED signed: by:[] mutual:? PROPOSED@/1
			 2025-02-01..2025-02-02 A-B:open  SIGNED signed: by:[state:A state:B] mutual:false PROPOSED@/1 SIGNED@/1
			 2025-02-02..never A-B:open  SIGNED signed: by:[state:A state:B] mutual:? PROPOSED@/1 SIGNED@/3
			 2025-01-01..2025-02-01 A PARTY_TO strategic-partnership:A-B:open PLANNED PROSPECT .. 1/1
			 2025-01-01..2025-02-01 B PARTY_TO strategic-partnership:A-B:open PLANNED PROSPECT .. 1/1
			 2025-02-01..2025-02-02 A PARTY_TO strategic-partnership:A-B:open ALLEGED .. 1/1
			 2025-02-01..2025-02-02 B PARTY_TO strategic-partnership:A-B:open ALLEGED .. 1/1
			 2025-02-02..never A PARTY_TO strategic-partnership:A-B:open FACT .. 3/2
			 2025-02-02..never B PARTY_TO strategic-partnership:A-B:open FACT .. 3/2`,
		},
		{
			"two signatures are two treaties; a word without a date is of the latest; it ends",
			`A SIGNED_STRATEGIC_TREATY_WITH B stage:SIGNED signed:2001-03-12 pub:2025-01-01
			 A SIGNED_STRATEGIC_TREATY_WITH B stage:SIGNED signed:2025-01-17 pub:2025-01-18
			 A COOPERATES_WITH B stage:IN_FORCE pub:2025-12-01
			 A SIGNED_STRATEGIC_TREATY_WITH B over: stage:TERMINATED signed:2001 to:2025-10-02 pub:2025-12-01`,
			`2025-01-01..2025-12-01 A-B:2001  SIGNED signed:2001-03-12 by:[state:A state:B] mutual:? SIGNED@2001-03-12/1
			 2025-12-01..never A-B:2001  TERMINATED signed:2001-03-12 by:[state:A state:B] mutual:? SIGNED@2001-03-12/2 TERMINATED@2025-10-02/1
			 2025-01-18..2025-12-01 A-B:2025  SIGNED signed:2025-01-17 by:[state:A state:B] mutual:? SIGNED@2025-01-17/1
			 2025-12-01..never A-B:2025  IN_FORCE signed:2025-01-17 by:[state:A state:B] mutual:? SIGNED@2025-01-17/1 IN_FORCE@/1
			 2025-01-01..2025-12-01 A PARTY_TO strategic-partnership:A-B:2001 FACT 2001-03-12.. 1/1
			 2025-01-01..2025-12-01 B PARTY_TO strategic-partnership:A-B:2001 FACT 2001-03-12.. 1/1
			 2025-12-01..never A PARTY_TO strategic-partnership:A-B:2001 FACT 2001-03-12..2025-10-02 1/1
			 2025-12-01..never B PARTY_TO strategic-partnership:A-B:2001 FACT 2001-03-12..2025-10-02 1/1
			 2025-01-18..2025-12-01 A PARTY_TO strategic-partnership:A-B:2025 FACT 2025-01-17.. 1/1
			 2025-01-18..2025-12-01 B PARTY_TO strategic-partnership:A-B:2025 FACT 2025-01-17.. 1/1
			 2025-12-01..never A PARTY_TO strategic-partnership:A-B:2025 FACT 2025-01-17.. 2/1
			 2025-12-01..never B PARTY_TO strategic-partnership:A-B:2025 FACT 2025-01-17.. 2/1`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var pieces []*graph.Piece
			for line := range strings.Lines(test.claims) {
				pieces = append(pieces, said(t, line))
			}
			want := strings.ReplaceAll(test.want, "\t\t\t ", "") + "\n"
			for range 5 {
				nodes, parties := graph.FoldTreaty(schema.Default(), pieces)
				var b strings.Builder
				for _, n := range nodes {
					mutual := "?"
					if n.MutualDefence != nil {
						mutual = fmt.Sprint(*n.MutualDefence)
					}
					fmt.Fprintf(&b, "%s..%s %s %s %s signed:%s by:%v mutual:%s", n.KnownFrom, n.KnownTo,
						strings.TrimPrefix(n.ID.Code(), "strategic-partnership:"), n.Title, n.Status, n.Signed, n.Signatories, mutual)
					for _, e := range n.History {
						fmt.Fprintf(&b, " %s@%s/%d", e.Status, e.Date, len(e.Claims))
					}
					b.WriteByte('\n')
				}
				if diff := cmp.Diff(sorted(want), sorted(b.String()+versions(parties))); diff != "" {
					t.Fatal(diff)
				}
				rand.Shuffle(len(pieces), func(i, j int) { pieces[i], pieces[j] = pieces[j], pieces[i] })
			}
		})
	}
}

// TestFoldOfAHub folds the claims of a much reported pair.
func TestFoldOfAHub(t *testing.T) {
	const n = 10_000
	for _, test := range []struct {
		name string
		line func(i int, day, pub graph.Date) string
	}{
		{"one long episode", func(i int, day, pub graph.Date) string {
			return fmt.Sprintf("A SANCTIONED B from:%s pub:%s src:s%d", day, pub, i%50)
		}},
		{"half undated", func(i int, day, pub graph.Date) string {
			if i%2 == 0 {
				return fmt.Sprintf("A SANCTIONED B pub:%s src:s%d", pub, i%50)
			}
			return fmt.Sprintf("A SANCTIONED B from:%s pub:%s src:s%d", day, pub, i%50)
		}},
		{"many episodes", func(i int, day, pub graph.Date) string {
			return fmt.Sprintf("A MET_WITH B on:%s pub:%s src:s%d", day, pub, i%50)
		}},
		{"many kinds", func(i int, day, pub graph.Date) string {
			return fmt.Sprintf("A %s B from:%s pub:%s src:s%d", []string{"SANCTIONED", "LIFTED_SANCTIONS_ON", "EMBARGOED"}[i%3], day, pub, i%50)
		}},
		{"many denials", func(i int, day, pub graph.Date) string {
			if i%5 == 0 {
				return fmt.Sprintf("A ATTACKED B mod:DENIED by:SUBJECT pub:%s src:s%d", pub, i%50)
			}
			return fmt.Sprintf("A ATTACKED B on:%s by:THIRD pub:%s src:s%d", day, pub, i%50)
		}},
		{"many endings", func(i int, day, pub graph.Date) string {
			if i%40 == 0 {
				return fmt.Sprintf("A BLOCKADED B over: pub:%s src:s%d", pub, i%50)
			}
			if i%40 < 20 {
				return fmt.Sprintf("A BLOCKADED B pub:%s src:s%d", pub, i%50)
			}
			return fmt.Sprintf("A BLOCKADED B from:%s pub:%s src:s%d", graph.DateOf(day.First()-day.First()%40), pub, i%50)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var pieces []*graph.Piece
			for i := range n {
				day := graph.Day(10_000 + i - i%7*3)
				if test.name == "many episodes" {
					day = graph.Day(10_000 + i/4*5)
				}
				pieces = append(pieces, said(t, test.line(i, graph.DateOf(day), graph.DateOf(graph.Day(10_020+i)))))
			}
			start := time.Now()
			versions := graph.FoldGroup(schema.Default(), pieces)
			took := time.Since(start)
			t.Logf("%d claims, %d versions: %d ms", n, len(versions), took.Milliseconds())
			if len(versions) < n/10 || len(versions) > 2*n+n {
				t.Errorf("%d claims have %d versions", n, len(versions))
			}
		})
	}
}

// TestFoldOfAMuchReportedTreaty folds the mentions of one treaty.
func TestFoldOfAMuchReportedTreaty(t *testing.T) {
	const n = 4_000
	var pieces []*graph.Piece
	for i := range n {
		pub := graph.DateOf(graph.Day(10_020 + i))
		line := fmt.Sprintf("A SIGNED_STRATEGIC_TREATY_WITH B stage:SIGNED signed:1997-05-01 pub:%s src:s%d", pub, i%50)
		if i%3 > 0 {
			line = fmt.Sprintf("A COOPERATES_WITH B stage:IN_FORCE pub:%s src:s%d", pub, i%50)
		}
		pieces = append(pieces, said(t, line))
	}
	start := time.Now()
	nodes, parties := graph.FoldTreaty(schema.Default(), pieces)
	t.Logf("%d mentions, %d versions of the treaty and %d of its parties: %d ms", n, len(nodes), len(parties), time.Since(start).Milliseconds())
	if len(nodes) != n || len(parties) != 2*n {
		t.Errorf("%d mentions make %d versions of the treaty and %d of its parties", n, len(nodes), len(parties))
	}
}
