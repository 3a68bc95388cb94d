package gql

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/entente-graph/entente/graph"
)

// ArticleInput is an article to be read: its text, or its HTML.
type ArticleInput struct {
	Title, URL, Source, Lang string
	Published                graph.Date
	Text, HTML               string
}

// Mutation is the resolver of the type Mutation.
func (r *Resolver) Mutation() MutationResolver { return mutations{r.server} }

type mutations struct{ s *Server }

// payload is what the outcome of a mutation has in common: the record, and the
// nodes that it names, asked for anew after the change.
type payload struct {
	scope
	j *graph.Judgement
}

// Judgement is the record that was made.
func (p *payload) Judgement() *Judgement {
	if p.j == nil {
		return nil
	}
	return &Judgement{p.j}
}

// LoadArticlePayload is the outcome of loading an article.
type LoadArticlePayload struct {
	payload
	ClaimCount int
	Revision   int
}

// Article is the article.
func (p *LoadArticlePayload) Article(ctx context.Context) *Article {
	return given[*Article](ctx, p.scope)
}

// RetractArticlePayload is the outcome of retracting an article.
type RetractArticlePayload struct{ payload }

// Article is the article.
func (p *RetractArticlePayload) Article(ctx context.Context) *Article {
	return given[*Article](ctx, p.scope)
}

// ReviewClaimPayload is the outcome of reviewing a claim.
type ReviewClaimPayload struct{ payload }

// Claim is the claim.
func (p *ReviewClaimPayload) Claim(ctx context.Context) *Claim { return given[*Claim](ctx, p.scope) }

// MergeEntitiesPayload is the outcome of merging entities.
type MergeEntitiesPayload struct {
	payload
	RelationCount, ClaimCount int
}

// Entity is the entity that goes into the other.
func (p *MergeEntitiesPayload) Entity(ctx context.Context) Entity { return given[Entity](ctx, p.scope) }

// Into is the entity that stays.
func (p *MergeEntitiesPayload) Into(ctx context.Context) Entity { return given[Entity](ctx, p.scope) }

// SplitEntityPayload is the outcome of splitting an entity off.
type SplitEntityPayload struct{ payload }

// Entity is the entity that comes out again.
func (p *SplitEntityPayload) Entity(ctx context.Context) Entity { return given[Entity](ctx, p.scope) }

// Into is the entity out of which it comes.
func (p *SplitEntityPayload) Into(ctx context.Context) Entity { return given[Entity](ctx, p.scope) }

// given is the node that a payload's field names; the field's type is its own.
func given[T Node](ctx context.Context, s scope) T {
	var none T
	k := s.kid(ctx)
	if k == nil || k.ans == nil {
		return none
	}
	for _, r := range k.ans.Page("").Rows {
		if n, ok := k.node(r).(T); ok {
			return n
		}
	}
	return none
}

// outcome asks for what the selections of the field that is being resolved
// want of the nodes that its payload names.
func (s *Server) outcome(ctx context.Context, typ string, ids map[string]string) (scope, error) {
	c, ks, err := s.compileOutcome(ctx, typ, ids)
	if err != nil {
		return scope{}, err
	}
	r := &run{store: s.store, networks: &s.nets, root: ks}
	return scope{ks}, r.answer(ctx, c)
}

// compileOutcome plans what outcome asks.
func (s *Server) compileOutcome(ctx context.Context, typ string, ids map[string]string) (*compiler, kids, error) {
	field := graphql.GetFieldContext(ctx).Field
	oc := graphql.GetOperationContext(ctx)
	c := &compiler{schema: s.schema, vars: oc.Variables, query: &graph.Query{}, late: &graph.Query{}, limits: s.opts.Limits, given: ids}
	ks := c.object(typ, []ast.SelectionSet{field.Selections}, owner{query: c.query})
	return c, ks, c.err
}

// judge puts a judgement into the store and folds.
func (s *Server) judge(ctx context.Context, who Caller, why string, on graph.Date, j graph.Judgement) (*graph.Judgement, error) {
	j.By, j.Why = who.Name, strings.TrimSpace(why)
	if j.Why == "" {
		return nil, badInput("why: say why, for those who read the record")
	}
	j.On = on.Last()
	if !on.Known() {
		j.On = graph.DayOf(s.opts.Now())
	}
	if err := j.Follow(ctx, s.store); err != nil {
		return nil, err
	}
	if err := s.store.Put(ctx, &graph.Batch{Judgements: []*graph.Judgement{&j}}); err != nil {
		return nil, err
	}
	_, err := s.store.Fold(ctx)
	return &j, err
}

func badInput(format string, v ...any) error {
	return &refusal{Code: BadUserInput, Message: fmt.Sprintf(format, v...)}
}

// exists refuses ids that are not in the graph.
func (s *Server) exists(ctx context.Context, rows graph.Rows, ids ...string) error {
	_, err := s.find(ctx, rows, ids...)
	return err
}

// find reads the rows of ids, each of which must be in the graph.
func (s *Server) find(ctx context.Context, rows graph.Rows, ids ...string) (found []graph.Row, err error) {
	f := &graph.Field{Name: "ids", Rows: rows, Where: graph.Where{IDs: ids}, Page: graph.Page{First: len(ids)}}
	res, err := s.store.Query(ctx, &graph.Query{Fields: []*graph.Field{f}})
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		row, ok := res.Fields["ids"].Row(id)
		if !ok {
			return nil, badInput("there is nothing with the id %q", id)
		}
		found = append(found, row)
	}
	return found, nil
}

func (m mutations) LoadArticle(ctx context.Context, article ArticleInput) (*LoadArticlePayload, error) {
	who, err := need(ctx, Editor)
	if err != nil {
		return nil, err
	}
	if m.s.opts.Read == nil {
		return nil, &refusal{Code: Forbidden, Message: "this server reads no articles"}
	}
	if (strings.TrimSpace(article.Text) == "") == (strings.TrimSpace(article.HTML) == "") {
		return nil, badInput("give the text of the article, or its HTML")
	}
	id, batch, err := m.s.opts.Read(ctx, article)
	if errors.Is(err, graph.ErrBadInput) {
		return nil, badInput("the article cannot be read: %s", strings.TrimSuffix(err.Error(), ": "+graph.ErrBadInput.Error()))
	}
	if err != nil {
		return nil, err
	}
	for _, j := range batch.Judgements { // the earlier texts that it supersedes
		j.By = who.Name
		j.ID = graph.NewJudgementID(j)
	}
	if err := m.s.store.Put(ctx, batch); err != nil {
		return nil, err
	}
	rev, err := m.s.store.Fold(ctx)
	if err != nil {
		return nil, err
	}
	out := &LoadArticlePayload{Revision: int(rev)}
	for _, r := range batch.Readings {
		out.ClaimCount += len(r.Claims)
	}
	out.scope, err = m.s.outcome(ctx, "LoadArticlePayload", map[string]string{"article": string(id)})
	return out, err
}

func (m mutations) RetractArticle(ctx context.Context, id string, why string, on *graph.Date) (*RetractArticlePayload, error) {
	who, err := need(ctx, Editor)
	if err != nil {
		return nil, err
	}
	if err := m.s.exists(ctx, graph.Articles, id); err != nil {
		return nil, err
	}
	out := &RetractArticlePayload{}
	if out.j, err = m.s.judge(ctx, who, why, day(on), graph.Judgement{Verb: graph.Retract, Article: graph.ArticleID(id)}); err != nil {
		return nil, err
	}
	out.scope, err = m.s.outcome(ctx, "RetractArticlePayload", map[string]string{"article": id})
	return out, err
}

func day(d *graph.Date) graph.Date {
	if d == nil {
		return ""
	}
	return *d
}

func (m mutations) ReviewClaim(ctx context.Context, id string, verdict string, why string, on *graph.Date) (*ReviewClaimPayload, error) {
	who, err := need(ctx, Editor)
	if err != nil {
		return nil, err
	}
	claim, err := graph.Reviewed(ctx, m.s.store, graph.ClaimID(id))
	if err != nil {
		return nil, err
	}
	if claim == nil {
		return nil, badInput("there is nothing with the id %q", id)
	}
	out := &ReviewClaimPayload{}
	if out.j, err = m.s.judge(ctx, who, why, day(on), graph.Judgement{Verb: graph.JudgementVerb(verdict), Claim: graph.ClaimID(id)}); err != nil {
		return nil, err
	}
	out.scope, err = m.s.outcome(ctx, "ReviewClaimPayload", map[string]string{"claim": id})
	return out, err
}

func (m mutations) MergeEntities(ctx context.Context, entity string, into string, why string, on *graph.Date, dryRun bool) (*MergeEntitiesPayload, error) {
	who, err := need(ctx, Admin)
	if err != nil {
		return nil, err
	}
	from, to := graph.EntityID(entity), graph.EntityID(into)
	if from == to || from.Kind() != to.Kind() {
		return nil, badInput("merge two different entities of one kind")
	}
	if err := m.s.exists(ctx, graph.Entities, entity, into); err != nil {
		return nil, err
	}
	out := &MergeEntitiesPayload{}
	if out.RelationCount, out.ClaimCount, err = m.s.moves(ctx, from); err != nil {
		return nil, err
	}
	if !dryRun {
		if out.j, err = m.s.judge(ctx, who, why, day(on), graph.Judgement{Verb: graph.Merge, Entity: from, Into: to}); err != nil {
			return nil, err
		}
	}
	out.scope, err = m.s.outcome(ctx, "MergeEntitiesPayload", map[string]string{"entity": entity, "into": into})
	return out, err
}

// moves counts what hangs on an entity.
func (s *Server) moves(ctx context.Context, id graph.EntityID) (relations, claims int, err error) {
	w := graph.Where{Either: []graph.EntityID{id}}
	res, err := s.store.Query(ctx, &graph.Query{Fields: []*graph.Field{
		{Name: "relations", Rows: graph.Relations, Where: w, Only: true, Count: true},
		{Name: "claims", Rows: graph.Claims, Where: w, Only: true, Count: true},
	}})
	if err != nil {
		return 0, 0, err
	}
	return res.Fields["relations"].Page("").Total, res.Fields["claims"].Page("").Total, nil
}

func (m mutations) SplitEntity(ctx context.Context, entity string, into string, why string, on *graph.Date, dryRun bool) (*SplitEntityPayload, error) {
	who, err := need(ctx, Admin)
	if err != nil {
		return nil, err
	}
	found, err := m.s.find(ctx, graph.Entities, entity, into)
	if err != nil {
		return nil, err
	}
	if found[0].Entity.MergedInto == "" {
		return nil, badInput("%s is not merged into anything", entity)
	}
	out := &SplitEntityPayload{}
	if !dryRun {
		j := graph.Judgement{Verb: graph.Split, Entity: graph.EntityID(entity), Into: graph.EntityID(into)}
		if out.j, err = m.s.judge(ctx, who, why, day(on), j); err != nil {
			return nil, err
		}
	}
	out.scope, err = m.s.outcome(ctx, "SplitEntityPayload", map[string]string{"entity": entity, "into": into})
	return out, err
}
