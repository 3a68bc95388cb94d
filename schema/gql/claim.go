package gql

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Claim is what one article says.
type Claim struct {
	scope
	c *graph.Claim
}

// IsNode marks a node.
func (*Claim) IsNode() {}

// ID is the claim's id.
func (c *Claim) ID() string { return string(c.c.ID) }

// Kind is the kind of relation claimed.
func (c *Claim) Kind() schema.Kind { return c.c.Relation }

// Modality is how it stands to the facts.
func (c *Claim) Modality() graph.Modality { return c.c.Modality }

// Voice is who stands behind it.
func (c *Claim) Voice() graph.Voice { return c.c.Voice }

// Ended is whether a state of affairs is said to be over.
func (c *Claim) Ended() bool { return c.c.Ended }

// Subject is who does it.
func (c *Claim) Subject(ctx context.Context) Entity {
	return c.kid(ctx).entityAt(c.c.Subject.ID, c.c.Subject.Name)
}

// Object is to whom.
func (c *Claim) Object(ctx context.Context) Entity {
	return c.kid(ctx).entityAt(c.c.Object.ID, c.c.Object.Name)
}

// Agents lists who acted for an end.
func (c *Claim) Agents(ctx context.Context) []*Agent {
	s := c.below(ctx, "Agent")
	out := make([]*Agent, len(c.c.Agents))
	for i := range c.c.Agents {
		out[i] = &Agent{s, &c.c.Agents[i]}
	}
	return out
}

// Against lists the targets.
func (c *Claim) Against(ctx context.Context) []Entity { return c.kid(ctx).refs(c.c.Against) }

// Between lists the parties to a mediation.
func (c *Claim) Between(ctx context.Context) []Entity { return c.kid(ctx).refs(c.c.Between) }

// Attribution lists who says so.
func (c *Claim) Attribution() []*Attribution {
	out := make([]*Attribution, len(c.c.Attribution))
	for i := range c.c.Attribution {
		out[i] = &Attribution{&c.c.Attribution[i]}
	}
	return out
}

// Treaty is what is said of a treaty.
func (c *Claim) Treaty(ctx context.Context) *TreatyMention {
	if c.c.Treaty == nil {
		return nil
	}
	return &TreatyMention{c.below(ctx, "TreatyMention"), c.c}
}

// ValidFrom is when it happened or began.
func (c *Claim) ValidFrom() graph.Date { return c.c.ValidFrom }

// ValidTo is when it ended.
func (c *Claim) ValidTo() graph.Date { return c.c.ValidTo }

// DateText is the words of a date that could not be resolved.
func (c *Claim) DateText() *string { return opt(string(c.c.DateText)) }

// Items lists what was delivered.
func (c *Claim) Items() []string { return list(c.c.Items) }

// Domains lists the domains concerned.
func (c *Claim) Domains() []string { return list(c.c.Domains) }

// Amount is the sum or number.
func (c *Claim) Amount() *Amount {
	if c.c.Amount == nil {
		return nil
	}
	return &Amount{Value: c.c.Amount.Value, Unit: c.c.Amount.Unit}
}

// Place is where.
func (c *Claim) Place() *string { return opt(string(c.c.Place)) }

// Topic is on what matter.
func (c *Claim) Topic() *string { return opt(string(c.c.Topic)) }

// Scope is what of the object is concerned.
func (c *Claim) Scope() string { return string(c.c.Scope) }

// Office is the office, of LEADS.
func (c *Claim) Office() string { return c.c.Office }

// Confidence is how sure the reading is.
func (c *Claim) Confidence() float64 { return share(c.c.Confidence) }

// Rule is the rule that read it.
func (c *Claim) Rule() string { return c.c.Rule }

// Extractor is the reader that made it.
func (c *Claim) Extractor() string { return c.c.Extractor }

// Evidence is what it rests on.
func (c *Claim) Evidence(ctx context.Context) *Evidence {
	return &Evidence{c.below(ctx, "Evidence"), &c.c.Evidence}
}

// Relations is a page of the relations that it supports.
func (c *Claim) Relations(ctx context.Context) *RelationConnection {
	return &RelationConnection{c.kid(ctx).page(c.ID())}
}

// Agent is who acted for an end of a claim.
type Agent struct {
	scope
	a *graph.Agent
}

// ID is the leader's id.
func (a *Agent) ID() *string { return opt(string(a.a.ID)) }

// Name is the name as the text has it.
func (a *Agent) Name() *string { return opt(a.a.Name) }

// Office is the office.
func (a *Agent) Office() *string { return opt(a.a.Office) }

// Side is the end for which they acted.
func (a *Agent) Side() graph.Side { return a.a.Side }

// Entity is the leader.
func (a *Agent) Entity(ctx context.Context) Entity {
	return a.kid(ctx).entityAt(a.a.ID, a.a.Name)
}

// Attribution is one step of an attribution.
type Attribution struct{ s *graph.Source }

// Name is the source's name.
func (a *Attribution) Name() string { return a.s.Name }

// ID is the source's id.
func (a *Attribution) ID() *string { return opt(string(a.s.ID)) }

// Role is what the source is.
func (a *Attribution) Role() graph.Role { return a.s.Role }

// Stance is how it stands to what is said.
func (a *Attribution) Stance() graph.Stance { return a.s.Stance }

// Chain tells parallel sources apart.
func (a *Attribution) Chain() int { return a.s.Chain }

// TreatyMention is what one claim says of a treaty.
type TreatyMention struct {
	scope
	c *graph.Claim
}

// ID is the treaty's id by this mention alone.
func (m *TreatyMention) ID() string { return string(m.c.Treaty.ID) }

// Title is the title.
func (m *TreatyMention) Title() *string { return opt(m.c.Treaty.Title) }

// Kind is the kind of treaty.
func (m *TreatyMention) Kind() graph.TreatyKind { return m.c.Treaty.Kind }

// Status is the stage of its life.
func (m *TreatyMention) Status() graph.TreatyStatus { return m.c.Treaty.Status }

// Signed is when it was signed.
func (m *TreatyMention) Signed() graph.Date { return m.c.Treaty.Signed }

// MutualDefence is whether the parties must defend each other.
func (m *TreatyMention) MutualDefence() *bool { return m.c.Treaty.MutualDefence }

// Clauses lists the clauses told of.
func (m *TreatyMention) Clauses() []string { return list(m.c.Treaty.Clauses) }

// Treaty is the treaty that all mentions add up to.
func (m *TreatyMention) Treaty(ctx context.Context) *Treaty {
	k := m.kid(ctx)
	for _, row := range k.ans.Page(string(m.c.ID)).Rows {
		return k.treaty(row.Treaty)
	}
	return nil
}

// Amount is a number with its unit.
type Amount struct {
	Value float64
	Unit  string
}

// Evidence is what a claim rests on.
type Evidence struct {
	scope
	e *graph.Evidence
}

// Form tells a quote from a row.
func (e *Evidence) Form() graph.Form { return e.e.Form }

// Article is the article.
func (e *Evidence) Article(ctx context.Context) *Article {
	k := e.kid(ctx)
	if r, ok := k.ans.Row(string(e.e.Article)); ok {
		return k.article(r.Article)
	}
	return nil
}

// URL is the article's address.
func (e *Evidence) URL() string { return e.e.URL }

// Published is when the article was published.
func (e *Evidence) Published() graph.Date { return e.e.Published }

// Start is where the quote begins.
func (e *Evidence) Start() int { return e.e.Start }

// End is where the quote ends.
func (e *Evidence) End() int { return e.e.End }

// Quote is the quote.
func (e *Evidence) Quote() string { return e.e.Quote }

// Key is the key of the row.
func (e *Evidence) Key() *string { return opt(e.e.Key) }

// Article is what was published.
type Article struct {
	scope
	a *graph.Article
}

// IsNode marks a node.
func (*Article) IsNode() {}

// ID is the article's id.
func (a *Article) ID() string { return string(a.a.ID) }

// Title is the title.
func (a *Article) Title() *string { return opt(a.a.Title) }

// URL is the address.
func (a *Article) URL() string { return a.a.URL }

// Source is the outlet.
func (a *Article) Source() *string { return opt(a.a.Source) }

// Published is when it was published.
func (a *Article) Published() graph.Date { return a.a.Published }

// Lang is the language.
func (a *Article) Lang() string { return a.a.Lang }

// Text is the text.
func (a *Article) Text() *string { return opt(a.a.Text) }

// Claims is a page of what it says.
func (a *Article) Claims(ctx context.Context) *ClaimConnection {
	return &ClaimConnection{a.kid(ctx).page(a.ID())}
}

// Judgements lists the corrections made to it.
func (a *Article) Judgements(ctx context.Context) []*Judgement {
	out := []*Judgement{}
	for _, r := range a.kid(ctx).ans.Page(a.ID()).Rows {
		out = append(out, &Judgement{r.Judgement})
	}
	return out
}

// Judgement is a person's correction.
type Judgement struct{ j *graph.Judgement }

// ID is the judgement's id.
func (j *Judgement) ID() string { return j.j.ID }

// Verb is what it does.
func (j *Judgement) Verb() graph.JudgementVerb { return j.j.Verb }

// On is the day from which it acts.
func (j *Judgement) On() graph.Date { return graph.DateOf(j.j.On) }

// By is who made it.
func (j *Judgement) By() *string { return opt(j.j.By) }

// Why is why.
func (j *Judgement) Why() string { return j.j.Why }

// Article is the article retracted or superseded.
func (j *Judgement) Article() *string { return opt(string(j.j.Article)) }

// Successor is the article in its place.
func (j *Judgement) Successor() *string { return opt(string(j.j.Successor)) }

// Claim is the claim accepted or rejected.
func (j *Judgement) Claim() *string { return opt(string(j.j.Claim)) }

// Entity is the entity merged or split off.
func (j *Judgement) Entity() *string { return opt(string(j.j.Entity)) }

// Into is what it is merged into or split from.
func (j *Judgement) Into() *string { return opt(string(j.j.Into)) }
