package main

import (
	"context"
	"fmt"
	"os/user"
	"strings"
	"time"

	"github.com/entente-graph/entente/graph"
)

// judgeFlags are the flags of every correction. A correction is a record in
// the log: who made it, when and why is kept and listed.
type judgeFlags struct {
	Why    string `placeholder:"TEXT" help:"The reason; kept with the correction."`
	On     string `placeholder:"DAY" help:"The day from which the correction acts (default: today)."`
	By     string `placeholder:"NAME" help:"Who makes it (default: the user's name)."`
	DryRun bool   `help:"Say what the correction would change, and change nothing."`
	List   bool   `help:"List the corrections of this kind that were made."`
}

// judgement makes the record.
func (f *judgeFlags) judgement(verb graph.JudgementVerb) (*graph.Judgement, error) {
	if strings.TrimSpace(f.Why) == "" {
		return nil, usageError{fmt.Errorf("--why is missing: say why, it is kept with the correction")}
	}
	j := &graph.Judgement{Verb: verb, Why: f.Why, By: f.By, On: graph.DayOf(time.Now())}
	if f.On != "" {
		date, err := graph.ParseDate(f.On)
		if err != nil || date.Precision() != 3 {
			return nil, usageError{fmt.Errorf("--on %s: write a day, as in 2025-08-20", f.On)}
		}
		j.On = date.First()
	}
	if j.By == "" {
		if u, err := user.Current(); err == nil {
			j.By = u.Username
		}
	}
	return j, nil
}

// put keeps the judgements, folds, and says what was done; with --dry-run it
// only says what would be.
func (a *app) put(store graph.Store, f *judgeFlags, what string, js ...*graph.Judgement) error {
	if f.DryRun {
		fmt.Fprintf(a.stdout, "would %s\nnothing was changed (--dry-run)\n", what)
		return nil
	}
	b := &graph.Batch{Judgements: js}
	for _, j := range js {
		if err := j.Follow(a.ctx, store); err != nil {
			return err
		}
	}
	if err := store.Put(a.ctx, b); err != nil {
		return err
	}
	if _, err := store.Fold(a.ctx); err != nil {
		return err
	}
	for _, j := range js {
		fmt.Fprintf(a.stdout, "%s\n", j.ID)
	}
	fmt.Fprintf(a.stderr, "entente: %s\n", what)
	return nil
}

// list prints the judgements of some verbs, newest first.
func (a *app) list(store graph.Store, verbs ...graph.JudgementVerb) error {
	rows, err := all(a.ctx, store, &graph.Field{Name: "judgements", Rows: graph.Judgements, Where: graph.Where{Verbs: verbs}})
	if err != nil {
		return err
	}
	for _, r := range rows {
		j := r.Judgement
		target := strings.Join(strings.Fields(strings.Join([]string{
			string(j.Article), string(j.Successor), string(j.Claim), string(j.Entity), string(j.Into),
		}, " ")), " ")
		fmt.Fprintf(a.stdout, "%s\t%s\t%s\t%s\t%s\t%s\n", j.On, j.Verb, target, j.By, j.Why, j.ID)
	}
	return nil
}

// mostRows bounds what a correction may look at.
const mostRows = 1_000_000

// all answers one field with all its rows.
func all(ctx context.Context, store graph.Store, f *graph.Field) ([]graph.Row, error) {
	f.Page = graph.Page{All: true, Limit: mostRows}
	res, err := store.Query(ctx, &graph.Query{Fields: []*graph.Field{f}})
	if err != nil {
		return nil, err
	}
	return res.Fields[f.Name].Page("").Rows, nil
}

// retractCmd takes back an article.
type retractCmd struct {
	judgeFlags
	Purge   bool   `help:"Remove the article, its claims and quotes for good, as the law may ask. Only a record of its id stays, with the day, the reason and who did it; it is not loaded again."`
	Article string `arg:"" optional:"" help:"The article: its id or its url."`
}

// Run retracts the article of an id, or all articles of a url.
func (c *retractCmd) Run(a *app) error {
	store, err := a.openStore()
	if err != nil {
		return err
	}
	defer store.Close()
	if c.List {
		return a.list(store, graph.Retract, graph.Supersede, graph.Purge)
	}
	if c.Article == "" {
		return usageError{fmt.Errorf("name the article by its id or its url")}
	}
	where := graph.Where{URLs: []string{c.Article}}
	if strings.HasPrefix(c.Article, "article:") {
		where = graph.Where{IDs: []string{c.Article}}
	}
	articles, err := all(a.ctx, store, &graph.Field{Name: "articles", Rows: graph.Articles, Where: where})
	if err != nil {
		return err
	}
	if len(articles) == 0 {
		return fmt.Errorf("no article has the id or url %s", c.Article)
	}
	var js []*graph.Judgement
	verb, claims := graph.Retract, 0
	if c.Purge {
		verb = graph.Purge
	}
	for _, r := range articles {
		res, err := store.Query(a.ctx, &graph.Query{Fields: []*graph.Field{{
			Name: "a", Rows: graph.Articles, Where: graph.Where{IDs: []string{string(r.Article.ID)}}, Page: graph.Page{First: 1},
			Fields: []*graph.Field{{Name: "claims", Rows: graph.Claims, Via: graph.ViaDocument, Only: true, Count: true}},
		}}})
		if err != nil {
			return err
		}
		claims += res.Fields["a"].Fields["claims"].Page(string(r.Article.ID)).Total
		j, err := c.judgement(verb)
		if err != nil {
			return err
		}
		j.Article = r.Article.ID
		js = append(js, j)
	}
	what := fmt.Sprintf("retract %d articles with %d claims from %s on", len(articles), claims, js[0].On)
	if c.Purge {
		what = fmt.Sprintf("purge %d articles with all their claims for good", len(articles))
	}
	return a.put(store, &c.judgeFlags, what, js...)
}

// reviewCmd accepts or rejects a claim.
type reviewCmd struct {
	judgeFlags
	Claim   string `arg:"" optional:"" help:"The claim's id."`
	Verdict string `arg:"" optional:"" help:"accept (a person vouches for it) or reject (it ends)."`
}

// Run keeps the verdict.
func (c *reviewCmd) Run(a *app) error {
	store, err := a.openStore()
	if err != nil {
		return err
	}
	defer store.Close()
	if c.List {
		return a.list(store, graph.Accept, graph.Reject)
	}
	verb := map[string]graph.JudgementVerb{"accept": graph.Accept, "reject": graph.Reject}[c.Verdict]
	if verb == "" || c.Claim == "" {
		return usageError{fmt.Errorf("write entente review CLAIM accept, or reject")}
	}
	j, err := c.judgement(verb)
	if err != nil {
		return err
	}
	claim, err := graph.Reviewed(a.ctx, store, graph.ClaimID(c.Claim))
	if err != nil {
		return err
	}
	if claim == nil {
		return fmt.Errorf("there is no claim %s", c.Claim)
	}
	j.Claim = claim.ID
	return a.put(store, &c.judgeFlags, fmt.Sprintf("%s %s %s %s from %s on: %q", c.Verdict, claim.Subject.ID, claim.Relation, claim.Object.ID, j.On, claim.Evidence.Quote), j)
}

// mergeCmd reads one entity as another.
type mergeCmd struct {
	judgeFlags
	Entity string `arg:"" optional:"" help:"The entity that goes into the other."`
	Into   string `arg:"" optional:"" help:"The entity as which it is read."`
}

// Run keeps the merge; with --dry-run it says which relations would move.
func (c *mergeCmd) Run(a *app) error {
	return a.mergeOrSplit(&c.judgeFlags, graph.Merge, c.Entity, c.Into)
}

// splitCmd takes a merge back.
type splitCmd struct {
	judgeFlags
	Entity string `arg:"" optional:"" help:"The entity that comes out again."`
	Into   string `arg:"" optional:"" help:"The entity that it had gone into."`
}

// Run keeps the split.
func (c *splitCmd) Run(a *app) error {
	return a.mergeOrSplit(&c.judgeFlags, graph.Split, c.Entity, c.Into)
}

func (a *app) mergeOrSplit(f *judgeFlags, verb graph.JudgementVerb, entity, into string) error {
	store, err := a.openStore()
	if err != nil {
		return err
	}
	defer store.Close()
	if f.List {
		return a.list(store, graph.Merge, graph.Split)
	}
	name := strings.ToLower(string(verb))
	if entity == "" || into == "" {
		return usageError{fmt.Errorf("write entente %s ENTITY INTO", name)}
	}
	j, err := f.judgement(verb)
	if err != nil {
		return err
	}
	j.Entity, j.Into = graph.EntityID(entity), graph.EntityID(into)
	known, err := all(a.ctx, store, &graph.Field{Name: "e", Rows: graph.Entities, Where: graph.Where{IDs: []string{entity, into}}})
	if err != nil {
		return err
	}
	found := map[graph.EntityID]*graph.Entity{}
	for _, r := range known {
		found[r.Entity.ID] = r.Entity
	}
	for _, id := range []graph.EntityID{j.Entity, j.Into} {
		if found[id] == nil {
			return fmt.Errorf("there is no entity %s", id)
		}
	}
	if verb == graph.Split && found[j.Entity].MergedInto == "" {
		return fmt.Errorf("%s is not merged into anything", entity)
	}
	claims, err := all(a.ctx, store, &graph.Field{Name: "c", Rows: graph.Claims, Where: graph.Where{Either: []graph.EntityID{j.Entity}}})
	if err != nil {
		return err
	}
	if f.DryRun {
		for _, r := range claims {
			fmt.Fprintf(a.stdout, "%s\t%s\t%s\t%s\t%q\n", r.Claim.ID, r.Claim.Subject.ID, r.Claim.Relation, r.Claim.Object.ID, r.Claim.Evidence.Quote)
		}
	}
	return a.put(store, f, fmt.Sprintf("%s %s and %s from %s on; %d claims move", name, entity, into, j.On, len(claims)), j)
}
