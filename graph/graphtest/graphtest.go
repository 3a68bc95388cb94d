// Package graphtest is the suite that every store passes whole. Run tells the
// store small stories and asks what they must have made of it; Compare tells
// random ones to two stores and asks both. There is no list of exceptions: what
// does not pass is not a store.
package graphtest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Run runs the whole suite. open opens a store that holds nothing; the suite
// closes it.
func Run(t *testing.T, open func(t *testing.T) graph.Store) {
	for _, part := range []struct {
		name string
		test func(*T)
	}{
		{"empty", testEmpty},
		{"put and fold", testPutAndFold},
		{"again", testAgain},
		{"readings replace each other", testReplace},
		{"refused batches", testRefused},
		{"episodes and known on a day", testEpisodes},
		{"at, from and to", testTime},
		{"every condition", testWhere},
		{"what is said behind relations", testSaid},
		{"every order", testOrders},
		{"pages", testPages},
		{"pages while others put", testPagesUnderInsertion},
		{"counts and groups", testGroups},
		{"search", testSearch},
		{"every way", testVias},
		{"brief rows", testBrief},
		{"treaties", testTreaties},
		{"treaties by name", testNamedTreaties},
		{"retract, supersede, accept, reject", testJudgements},
		{"rejected and accepted again", testVerdicts},
		{"a text that comes back", testTextBack},
		{"merge and split", testMerge},
		{"purge", testPurge},
		{"log", testLog},
		{"the registry is in no log", testRegistry},
		{"statements do not grow with rows", testStatements},
		{"readers see whole folds", testConcurrent},
		{"a cancelled question", testCancelled},
	} {
		t.Run(part.name, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Errorf("Close: %v", err)
				}
			})
			part.test(&T{T: t, Store: s})
		})
	}
}

// T is a test with the store under it.
type T struct {
	*testing.T
	Store graph.Store
}

// put puts readings and folds.
func (t *T) put(batches ...*graph.Batch) graph.Revision {
	t.Helper()
	for _, b := range batches {
		if err := t.Store.Put(context.Background(), b); err != nil {
			t.Fatalf("Put: %v", err)
		}
	}
	rev, err := t.Store.Fold(context.Background())
	if err != nil {
		t.Fatalf("Fold: %v", err)
	}
	return rev
}

// ask asks one question.
func (t *T) ask(fields ...*graph.Field) *graph.Result {
	t.Helper()
	q := &graph.Query{Fields: fields}
	res, err := t.Store.Query(context.Background(), q)
	if err != nil {
		t.Fatalf("Query: %v\n%s", err, q)
	}
	return res
}

// rows asks for all rows of a field at the root.
func (t *T) rows(f graph.Field) []graph.Row {
	t.Helper()
	f.Name = "rows"
	if f.Page == (graph.Page{}) {
		f.Page = all
	}
	return t.ask(&f).Fields["rows"].Page("").Rows
}

var all = graph.Page{All: true, Limit: 1_000_000}

// keys are the ids of rows, in their order.
func keys(rows []graph.Row) []string {
	out := []string{}
	for _, r := range rows {
		out = append(out, r.Key())
	}
	return out
}

// same fails when two values differ.
func (t *T) same(what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, equal...); diff != "" {
		t.Errorf("%s (-want +got)\n%s", what, diff)
	}
}

// equal compares rows: an empty list is as good as none, and a store need not
// read the claims behind a row that nobody asked for.
var equal = cmp.Options{
	cmpopts.EquateEmpty(),
	cmpopts.IgnoreFields(graph.Relation{}, "Claims"),
	cmpopts.IgnoreFields(graph.TreatyNode{}, "Claims"),
}

// Said makes a reading of one article, published on the day, with one claim a
// line: subject, kind and object, then words of the form key:value, in any order
// (see the switch). Ends without a prefix are states. Articles of one name are
// one article.
func Said(name string, published graph.Date, lines ...string) graph.Reading {
	a := &graph.Article{URL: "https://" + name + ".example/", Title: name, Source: name, Published: published, Lang: "en"}
	a.ID = graph.NewArticleID(a.URL, name+string(published))
	r := graph.Reading{Article: a, Extractor: "rules"}
	for i, line := range lines {
		c := &graph.Claim{
			Modality: graph.Asserted, Voice: graph.VoiceOutlet, Confidence: 900, Rule: "told", Extractor: r.Extractor,
			Evidence: graph.Evidence{Form: graph.FormText, Article: a.ID, URL: a.URL, Published: published, Start: i * 100, End: i*100 + len(line), Quote: line},
		}
		title := ""
		var mutual *bool
		words := strings.Fields(line)
		c.Subject, c.Relation, c.Object = ref(id(words[0])), schema.Kind(words[1]), ref(id(words[2]))
		for _, w := range words[3:] {
			key, value, _ := strings.Cut(w, ":")
			switch key {
			case "by":
				c.Voice = graph.Voice(value)
			case "who":
				c.Attribution = append(c.Attribution, graph.Source{Name: value, Role: graph.RoleSpeaker, Stance: graph.Says})
			case "mod":
				c.Modality = graph.Modality(value)
			case "over":
				c.Modality, c.Ended = graph.Denied, true
			case "on":
				c.ValidFrom, c.ValidTo = graph.Date(value), graph.Date(value)
			case "from":
				c.ValidFrom = graph.Date(value)
			case "to":
				c.ValidTo = graph.Date(value)
			case "against":
				c.Against = append(c.Against, ref(id(value)))
			case "agent":
				c.Agents = append(c.Agents, graph.Agent{ID: graph.EntityID(value), Name: value, Side: graph.SideSubject})
			case "item":
				c.Items = append(c.Items, value)
			case "office":
				c.Office = value
			case "signed":
				c.Treaty = &graph.TreatyMention{Kind: graph.StrategicPartnership, Status: graph.TreatySigned, Signed: graph.Date(value)}
			case "stage":
				if c.Treaty == nil {
					c.Treaty = &graph.TreatyMention{Kind: graph.StrategicPartnership}
				}
				c.Treaty.Status = graph.TreatyStatus(value)
			case "mutual":
				yes := value == "true"
				mutual = &yes
			case "title":
				title = strings.ReplaceAll(value, "_", " ")
			default:
				panic("graphtest: no such word: " + w)
			}
		}
		if m := c.Treaty; m != nil {
			m.Title, m.MutualDefence = title, mutual
			if m.ID = c.Object.ID; m.ID.Kind() != graph.Treaty {
				m.Parties = []graph.EntityID{min(c.Subject.ID, c.Object.ID), max(c.Subject.ID, c.Object.ID)}
				m.ID = graph.TreatyID(m.Kind, m.Parties, m.Signed)
			}
		}
		c.Seal()
		r.Claims = append(r.Claims, c)
	}
	return r
}

func id(code string) graph.EntityID {
	if strings.Contains(code, ":") {
		return graph.EntityID(code)
	}
	return graph.EntityID("state:" + code)
}

// told is a batch of readings.
func told(readings ...graph.Reading) *graph.Batch { return &graph.Batch{Readings: readings} }

// judged is a batch of one judgement.
func judged(verb graph.JudgementVerb, on graph.Date, fill func(*graph.Judgement)) *graph.Batch {
	j := &graph.Judgement{Verb: verb, On: on.First(), By: "tester", Why: "for the test"}
	fill(j)
	j.ID = graph.NewJudgementID(j)
	return &graph.Batch{Judgements: []*graph.Judgement{j}}
}

// purged is a batch that removes articles for good.
func purged(articles ...graph.ArticleID) *graph.Batch {
	b := &graph.Batch{}
	for _, id := range articles {
		b.Judgements = append(b.Judgements, Purged(id))
	}
	return b
}

// Purged is the record of an article that was removed for good.
func Purged(id graph.ArticleID) *graph.Judgement {
	return judged(graph.Purge, "2025-12-01", func(j *graph.Judgement) { j.Article = id }).Judgements[0]
}

func day(d graph.Date) *graph.Day {
	first := d.First()
	return &first
}

// knownBy is a question's time as known on a day; the empty date is today.
func knownBy(d graph.Date) graph.Time {
	if d == "" {
		return graph.Time{}
	}
	return graph.Time{KnownBy: day(d)}
}

// relations prints all relations as known on a day, in bytewise order: who,
// kind, whom, status, dates, and the number of claims and of origins.
func (t *T) relations(known graph.Date) []string {
	t.Helper()
	f := graph.Field{Name: "rows", Rows: graph.Relations, Time: knownBy(known), Page: all}
	res := t.ask(&f)
	out := []string{}
	for _, row := range res.Fields["rows"].Page("").Rows {
		out = append(out, line(row.Relation, f.Time.Reference(res.Latest)))
	}
	slices.Sort(out)
	return out
}

func line(r *graph.Relation, ref graph.Reference) string {
	words := []string{r.Subject.Code(), string(r.Kind), r.Object.Code(), string(r.StatusAt(ref)), string(r.ValidFrom) + ".." + string(r.ValidTo)}
	if r.Modality != graph.Asserted {
		words = append(words, string(r.Modality))
	}
	return strings.Join(append(words, digits(r.ClaimCount)+"/"+digits(r.SourceCount)), " ")
}

func digits(n int) string {
	if n > 9 {
		return digits(n/10) + digits(n%10)
	}
	return string(rune('0' + n))
}
