package gql

import (
	"context"
	"strings"
	"testing"

	"github.com/entente-graph/entente/graph"
)

// Reprints with small edits are one origin, for the relation that they tell of
// as well as in the coverage of it, by whatever it is counted. A text of its own
// is another, and so is a speaker with a name.
func TestReprintsAreOneOrigin(t *testing.T) {
	words := strings.Fields(`Iran delivered drones to Russia in the summer the ministry of defence in Kyiv has counted them at the
		front and the wreckage was shown to reporters who were told how the aircraft are put together in a factory by the river
		while the government in Tehran says that it knows nothing of any such deliveries since the beginning of the war`)
	text := func(lead string, without int) string {
		kept := append([]string{lead}, words[:without]...)
		return strings.Join(append(kept, words[without+1:]...), " ")
	}
	article := func(source, published, text string) *graph.Article {
		a := &graph.Article{URL: "https://" + source + ".example/1", Source: source, Published: graph.Date(published), Lang: "en", Text: text}
		a.ID = graph.NewArticleID(a.URL, a.Text)
		return a
	}
	claim := func(a *graph.Article, more func(*graph.Claim)) graph.Reading {
		c := said{quote: "drones to Russia", subject: "state:IRN", kind: "SUPPLIED_DRONES_TO", object: "state:RUS", more: more}.claim(t, a)
		return graph.Reading{Article: a, Extractor: "hand", Claims: []*graph.Claim{c}}
	}
	first := article("agency", "2025-01-02", strings.Join(words, " "))
	own := article("courier", "2025-01-05", "Tehran has sent drones to Russia, writes our correspondent, who has seen the containers at the port.")
	speaker := func(c *graph.Claim) {
		c.Voice = graph.VoiceThird
		c.Attribution = []graph.Source{{Name: "Jane Roe", Role: graph.RoleSpeaker, Stance: graph.Says}}
	}
	batch := &graph.Batch{Entities: worldEntities(), Readings: []graph.Reading{
		claim(article("mirror", "2025-01-03", text("KYIV.", 20)), nil), claim(first, nil), claim(article("echo", "2025-01-03", text("Breaking:", 31)), nil),
		claim(own, nil), claim(article("post", "2025-01-04", text("Again", 40)), speaker),
	}}
	for _, o := range opened {
		t.Run(o.name, func(t *testing.T) {
			s := o.open(t)
			defer s.Close()
			put(t, s, batch)
			resp := Do(context.Background(), s, Options{}, `{
				relations(subject: "state:IRN") { nodes { claimCount sourceCount } }
				all: coverage(groupBy: [PAIR]) { articleCount claimCount originCount groups { articles claims origins outlets } }
				outlets: coverage(groupBy: [OUTLET]) { groups { keys origins } }
				copies: coverage(groupBy: [DAY], outlet: ["echo", "mirror"]) { originCount groups { keys articles origins outlets } }
				then: coverage(groupBy: [KIND], knownBy: "2025-01-03") { originCount groups { articles origins } } }`, nil, "")
			want := `{"relations":{"nodes":[{"claimCount":5,"sourceCount":3}]},` +
				`"all":{"articleCount":5,"claimCount":5,"originCount":3,"groups":[{"articles":5,"claims":5,"origins":3,"outlets":5}]},` +
				`"outlets":{"groups":[{"keys":["agency"],"origins":1},{"keys":["courier"],"origins":1},{"keys":["echo"],"origins":1},{"keys":["mirror"],"origins":1},{"keys":["post"],"origins":1}]},` +
				`"copies":{"originCount":1,"groups":[{"keys":["2025-01-03"],"articles":2,"origins":1,"outlets":2}]},` +
				`"then":{"originCount":1,"groups":[{"articles":3,"origins":1}]}}`
			if got := string(resp.Data); len(resp.Errors) > 0 || got != want {
				t.Errorf("%v\n got %s\nwant %s", resp.Errors, got, want)
			}
		})
	}
}
