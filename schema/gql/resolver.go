package gql

import (
	"context"
)

// Resolver is the root of all resolvers. Those of Query look up what was
// planned and answered before they run.
type Resolver struct{ server *Server }

// Query is the resolver of the type Query.
func (r *Resolver) Query() QueryResolver { return queries{} }

type queries struct{}

// one is the only row of a field that was asked for by its id; false when
// there is none.
func one(ctx context.Context) (Node, bool) {
	p := runOf(ctx).kid(ctx)
	if p == nil || p.ans == nil {
		return nil, false
	}
	for _, r := range p.ans.Page("").Rows {
		n := p.node(r)
		return n, n != nil
	}
	return nil, false
}

func oneOf[T Node](ctx context.Context) (T, error) {
	var none T
	if n, ok := one(ctx); ok {
		if t, ok := n.(T); ok {
			return t, nil
		}
	}
	return none, nil
}

func page(ctx context.Context) connection { return runOf(ctx).kid(ctx).page("") }

func (queries) Node(ctx context.Context) (Node, error)     { return oneOf[Node](ctx) }
func (queries) Entity(ctx context.Context) (Entity, error) { return oneOf[Entity](ctx) }
func (queries) State(ctx context.Context) (*State, error)  { return oneOf[*State](ctx) }
func (queries) Organisation(ctx context.Context) (*Organisation, error) {
	return oneOf[*Organisation](ctx)
}
func (queries) Actor(ctx context.Context) (*NonStateActor, error) { return oneOf[*NonStateActor](ctx) }
func (queries) Leader(ctx context.Context) (*Leader, error)       { return oneOf[*Leader](ctx) }
func (queries) Treaty(ctx context.Context) (*Treaty, error)       { return oneOf[*Treaty](ctx) }
func (queries) Article(ctx context.Context) (*Article, error)     { return oneOf[*Article](ctx) }
func (queries) Claim(ctx context.Context) (*Claim, error)         { return oneOf[*Claim](ctx) }
func (queries) Relation(ctx context.Context) (*Relation, error)   { return oneOf[*Relation](ctx) }

func (queries) Nodes(ctx context.Context) ([]Node, error) {
	return runOf(ctx).kid(ctx).value.(*nodesByID).nodes(), nil
}

func (queries) States(ctx context.Context) (*StateConnection, error) {
	return &StateConnection{page(ctx)}, nil
}

func (queries) Organisations(ctx context.Context) (*OrganisationConnection, error) {
	return &OrganisationConnection{page(ctx)}, nil
}

func (queries) Actors(ctx context.Context) (*NonStateActorConnection, error) {
	return &NonStateActorConnection{page(ctx)}, nil
}

func (queries) Leaders(ctx context.Context) (*LeaderConnection, error) {
	return &LeaderConnection{page(ctx)}, nil
}

func (queries) Search(ctx context.Context) (*EntityConnection, error) {
	return &EntityConnection{page(ctx)}, nil
}

func (queries) Relations(ctx context.Context) (*RelationConnection, error) {
	return &RelationConnection{page(ctx)}, nil
}

func (queries) Claims(ctx context.Context) (*ClaimConnection, error) {
	return &ClaimConnection{page(ctx)}, nil
}

func (queries) Treaties(ctx context.Context) (*TreatyConnection, error) {
	return &TreatyConnection{page(ctx)}, nil
}

func (queries) Articles(ctx context.Context) (*ArticleConnection, error) {
	return &ArticleConnection{page(ctx)}, nil
}

func (queries) Timeline(ctx context.Context) (*RelationConnection, error) {
	return &RelationConnection{page(ctx)}, nil
}

func (queries) Network(ctx context.Context) (*Network, error) {
	p := runOf(ctx).kid(ctx)
	return &Network{scope: scope{p.of["Network"]}, w: p.value.(*networkWork)}, nil
}

func (queries) Paths(ctx context.Context) ([]*Path, error) {
	p := runOf(ctx).kid(ctx)
	out := []*Path{}
	for _, hops := range p.value.(*pathWork).found {
		out = append(out, &Path{scope{p.of["Path"]}, p, hops})
	}
	return out, nil
}

func (queries) Changes(ctx context.Context) (*Changes, error) {
	return &Changes{scope{runOf(ctx).kid(ctx).of["Changes"]}}, nil
}

func (queries) Neighborhood(ctx context.Context) (*Neighborhood, error) {
	p := runOf(ctx).kid(ctx)
	n := *p.value.(*Neighborhood)
	n.scope = scope{p.of["Neighborhood"]}
	return &n, nil
}

func (queries) Compare(ctx context.Context) (*Comparison, error) {
	p := runOf(ctx).kid(ctx)
	w := *p.value.(*Comparison)
	w.scope = scope{p.of["Comparison"]}
	return &w, nil
}

func (queries) Coverage(ctx context.Context) (*Coverage, error) {
	return runOf(ctx).kid(ctx).value.(*Coverage), nil
}

func (queries) Similarity(ctx context.Context) ([]*Similarity, error) {
	return runOf(ctx).kid(ctx).value.(*similarityWork).all, nil
}

func (queries) Pledges(ctx context.Context) ([]*Pledge, error) {
	p := runOf(ctx).kid(ctx)
	out := []*Pledge{}
	for _, w := range p.value.(*pledgeWork).all {
		at := *w
		at.scope = scope{p.of["Pledge"]}
		out = append(out, &at)
	}
	return out, nil
}

func (queries) Ontology(ctx context.Context) (*Ontology, error) {
	return &Ontology{scope{runOf(ctx).kid(ctx).of["Ontology"]}}, nil
}
