package gql

import (
	"context"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Relation is what claims add up to.
type Relation struct {
	scope
	r *graph.Relation
	// ref is the day against which its status is read.
	ref graph.Reference
	// parent is the entity under which it was found; empty for none.
	parent graph.EntityID
}

// IsNode marks a node.
func (*Relation) IsNode() {}

// ID is the relation's id.
func (r *Relation) ID() string { return string(r.r.ID) }

// Kind is the kind.
func (r *Relation) Kind() schema.Kind { return r.r.Kind }

// Phrase is the kind in words.
func (r *Relation) Phrase() string {
	if s := schema.Default().Spec(r.r.Kind); s != nil {
		return s.Phrase
	}
	return ""
}

// Symmetric is whether the ends can change places.
func (r *Relation) Symmetric() bool {
	s := schema.Default().Spec(r.r.Kind)
	return s != nil && s.Symmetric
}

// Status is how it stands.
func (r *Relation) Status() graph.Status { return r.r.StatusAt(r.ref) }

// Currency is whether it was attested lately.
func (r *Relation) Currency() graph.Currency { return r.r.CurrencyAt(r.ref) }

// Modality is how its claims stand to the facts.
func (r *Relation) Modality() graph.Modality { return r.r.Modality }

// Subject is who does it.
func (r *Relation) Subject(ctx context.Context) Entity {
	return r.kid(ctx).entityAt(r.r.Subject, "")
}

// Object is to whom.
func (r *Relation) Object(ctx context.Context) Entity {
	return r.kid(ctx).entityAt(r.r.Object, "")
}

// Other is the end other than the entity under which it was found.
func (r *Relation) Other(ctx context.Context) Entity {
	if r.parent == "" {
		return nil
	}
	return r.kid(ctx).entityAt(r.r.Other(r.parent), "")
}

// Treaty is the treaty concerned.
func (r *Relation) Treaty(ctx context.Context) *Treaty {
	k := r.kid(ctx)
	for _, row := range k.ans.Page(r.ID()).Rows {
		return k.treaty(row.Treaty)
	}
	return nil
}

// Office is the office, of LEADS.
func (r *Relation) Office() string { return r.r.Office }

// Confidence is how sure it is.
func (r *Relation) Confidence() float64 { return share(r.r.Confidence) }

// ClaimCount is the number of claims.
func (r *Relation) ClaimCount() int { return r.r.ClaimCount }

// SourceCount is the number of independent origins.
func (r *Relation) SourceCount() int { return r.r.SourceCount }

// Date is when it happened or began.
func (r *Relation) Date() graph.Date { return r.r.ValidFrom }

// ValidFrom is when it happened or began.
func (r *Relation) ValidFrom() graph.Date { return r.r.ValidFrom }

// ValidTo is when it ended.
func (r *Relation) ValidTo() graph.Date { return r.r.ValidTo }

// FirstReported is when the first article told of it.
func (r *Relation) FirstReported() graph.Date { return graph.DateOf(r.r.FirstReported) }

// LastAttested is when the last article told of it.
func (r *Relation) LastAttested() graph.Date { return graph.DateOf(r.r.LastAttested) }

// Against lists the targets.
func (r *Relation) Against(ctx context.Context) []Entity { return r.kid(ctx).entities(r.r.Against) }

// Items lists what was delivered.
func (r *Relation) Items() []string { return list(r.r.Items) }

// Domains lists the domains concerned.
func (r *Relation) Domains() []string { return list(r.r.Domains) }

// Claims is a page of the claims behind it.
func (r *Relation) Claims(ctx context.Context) *ClaimConnection {
	return &ClaimConnection{r.kid(ctx).page(r.ID())}
}
