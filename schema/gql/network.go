package gql

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/analysis"
	"github.com/entente-graph/entente/schema"
)

// networkWork is what is planned for a network, and what comes of it.
type networkWork struct {
	weight, sign     string
	within           []graph.EntityID
	rollup, isolates bool
	limit, most      int             // nodes and edges
	members, states  *plan           // MEMBER_OF relations, with rollup; states, with isolates
	wanted           []*plan         // of the entities of its nodes
	measures         map[string]bool // that are asked for, by their fields

	key   string // of the cache: the question but for its relations' revision
	net   *measured
	edges []*NetworkEdge
}

// network plans the relations of a network.
func (c *compiler) network(g group, o owner, a args) *plan {
	f := &graph.Field{Rows: graph.Relations, Time: o.time, Page: graph.Page{All: true, Limit: c.limits.Edges}}
	a.relations(&f.Where)
	a.told(&f.Where)
	w := &networkWork{
		weight: a.str("weightBy"), sign: a.str("sign"), within: a.ids("within"), rollup: a.str("rollup") == "MEMBERS",
		isolates: a.m["includeIsolates"] == true, limit: c.limits.Nodes, most: c.limits.Edges,
		measures: map[string]bool{},
	}
	// Too many ends are refused before the relations are read. Without rollup each
	// is a node; with it all but the organisations are, of which there are fewer than
	// a network may have nodes. With both rollup and within most may fall away.
	switch {
	case !w.rollup:
		f.Page.Ends = c.limits.Nodes
	case w.within == nil:
		f.Page.Ends = 2 * c.limits.Nodes
	}
	if !w.rollup && w.within != nil {
		f.Where.Within = w.within // with rollup, members are not known before the answer
	}
	if w.sign != "" {
		if f.Where.Kinds = signed(f.Where.Kinds, w.sign); len(f.Where.Kinds) == 0 {
			f.Where.IDs = []string{""} // which no relation has: the network is empty
		}
	}
	f.Brief = w.weight != "SOURCES" && c.briefNetwork(g)
	p := &plan{field: f, of: map[string]kids{}, value: w}
	in := c.ask(o, g.alias, f, graph.MaxPage)
	if w.rollup {
		m := &graph.Field{Rows: graph.Relations, Time: o.time, Page: graph.Page{All: true, Limit: c.limits.Edges}}
		m.Where = graph.Where{Kinds: schema.Default().Expand([]schema.Kind{"MEMBER_OF"}), Statuses: []graph.Status{graph.StatusFact}}
		c.ask(o, g.alias+"/members", m, graph.MaxPage)
		w.members = &plan{field: m}
		p.below = append(p.below, w.members)
	}
	if w.isolates && w.within == nil {
		s := &graph.Field{Rows: graph.Entities, Time: known(o.time), Page: graph.Page{All: true, Limit: c.limits.Nodes}}
		s.Where.EntityKinds = []graph.EntityKind{graph.State}
		c.ask(o, g.alias+"/isolates", s, graph.MaxPage)
		w.states = &plan{field: s}
		p.below = append(p.below, w.states)
	}
	c.nets = append(c.nets, w)
	p.of["Network"] = c.object("Network", g.sets(), in)
	c.nets = c.nets[:len(c.nets)-1]
	w.key = fmt.Sprintln(f.Where.String(), f.Time.String(), w.weight, w.within, w.rollup, w.isolates)
	c.jobs = append(c.jobs, func(ctx context.Context, r *run) error { return w.build(ctx, p, r) })
	return p
}

// signed keeps the kinds of a sign; no kinds are all.
func signed(kinds []schema.Kind, sign string) []schema.Kind {
	if len(kinds) == 0 {
		for _, s := range schema.Default().Kinds() {
			kinds = append(kinds, s.Name)
		}
	}
	return slices.DeleteFunc(slices.Clone(kinds), func(k schema.Kind) bool { return signOf(k) != sign })
}

func signOf(k schema.Kind) string {
	s := schema.Default().Spec(k)
	switch {
	case s == nil || s.Goldstein == 0:
		return ""
	case s.Goldstein > 0:
		return "POSITIVE"
	}
	return "NEGATIVE"
}

// build makes edges of the relations, and the graph of the edges with the
// measures that are asked for. The store has refused what has far too many ends
// before it read the relations. How many nodes there are where members stand for
// organisations or isolates are added is only known here: a network over the limit
// is refused before anything is measured, with its figure.
func (w *networkWork) build(ctx context.Context, p *plan, r *run) error {
	members := map[graph.EntityID][]graph.EntityID{}
	if w.members != nil {
		for _, r := range w.members.ans.Page("").Rows {
			org := r.Relation.Object
			members[org] = append(members[org], r.Relation.Subject)
		}
		for org, ms := range members {
			slices.Sort(ms)
			members[org] = slices.Compact(ms)
		}
	}
	expand := func(id graph.EntityID) []graph.EntityID {
		if ms := members[id]; len(ms) > 0 {
			return ms
		}
		return []graph.EntityID{id}
	}
	var within map[graph.EntityID]bool
	var further []string
	if w.within != nil {
		within = map[graph.EntityID]bool{}
		for _, id := range w.within {
			for _, m := range expand(id) {
				within[m] = true
				if w.isolates {
					further = append(further, string(m))
				}
			}
		}
	}
	if w.states != nil {
		for _, r := range w.states.ans.Page("").Rows {
			if r.Entity.MergedInto == "" && existed(r.Entity, p.field.Time) {
				further = append(further, string(r.Entity.ID))
			}
		}
	}
	memberOf := w.members != nil
	nodes := map[string]bool{}
	for _, id := range further {
		nodes[id] = true
	}
	count := 0 // of edges
	for _, row := range p.ans.Page("").Rows {
		r := row.Relation
		if memberOf && schema.Default().Family(r.Kind) == schema.Default().Family("MEMBER_OF") && len(members[r.Object]) > 0 {
			continue // a member is not joined to itself
		}
		sources, targets := expand(r.Subject), expand(r.Object)
		if err := ctx.Err(); err != nil {
			return err
		}
		rolled := len(members[r.Subject]) > 0 || len(members[r.Object]) > 0
		for _, s := range sources {
			for _, t := range targets {
				if s == t || within != nil && !(within[s] && within[t]) {
					continue
				}
				if count++; w.most > 0 && count > w.most {
					continue // from here on they are only counted
				}
				nodes[string(s)], nodes[string(t)] = true, true
				id := string(r.ID)
				if rolled {
					id += "/" + string(s) + "/" + string(t)
				}
				w.edges = append(w.edges, &NetworkEdge{r: r, p: p, id: id, source: string(s), target: string(t), weight: w.weightOf(r)})
			}
		}
	}
	if w.most > 0 && count > w.most {
		return &graph.TooManyError{What: "edges", Have: count, Limit: w.most}
	}
	if n := len(nodes); w.limit > 0 && n > w.limit {
		return &graph.TooManyError{What: "nodes", Have: n, Limit: w.limit}
	}
	slices.SortFunc(w.edges, func(a, b *NetworkEdge) int { return cmp.Compare(a.id, b.id) })
	w.net = r.networks.get(w.key, r.base)
	err := w.net.measure(ctx, func() *analysis.Network {
		edges := make([]analysis.Edge, len(w.edges))
		for i, e := range w.edges {
			spec := schema.Default().Spec(e.r.Kind)
			edges[i] = analysis.Edge{Source: e.source, Target: e.target, Weight: e.weight, Directed: !spec.Symmetric, Value: spec.Goldstein}
		}
		return analysis.New(edges, further...)
	}, w.measures)
	if err != nil {
		return err
	}
	for _, p := range w.wanted {
		p.want(w.net.ids())
	}
	return nil
}

func (w *networkWork) weightOf(r *graph.Relation) float64 {
	switch w.weight {
	case "CLAIMS":
		return float64(r.ClaimCount)
	case "SOURCES":
		return float64(r.SourceCount)
	case "CONFIDENCE":
		return share(r.Confidence)
	}
	return 1
}

// existed reports whether an entity existed at the time of a question.
func existed(e *graph.Entity, t graph.Time) bool {
	from, to := e.From.First(), e.To.Last()
	switch {
	case t.At != nil:
		return from <= *t.At && *t.At <= to
	case t.From == nil && t.To == nil:
		return !e.To.Known()
	}
	return (t.To == nil || from <= *t.To) && (t.From == nil || to >= *t.From)
}

// Network is the answer to `network`.
type Network struct {
	scope
	w *networkWork
}

// Nodes lists the nodes by id.
func (n *Network) Nodes(ctx context.Context) []*NetworkNode {
	s := n.below(ctx, "NetworkNode")
	out := make([]*NetworkNode, len(n.w.net.ids()))
	for i := range out {
		out[i] = &NetworkNode{s, n.w.net, i}
	}
	return out
}

// Edges lists the edges by id.
func (n *Network) Edges(ctx context.Context) []*NetworkEdge {
	s := n.below(ctx, "NetworkEdge")
	out := make([]*NetworkEdge, len(n.w.edges))
	for i, e := range n.w.edges {
		at := *e
		at.scope = s
		out[i] = &at
	}
	return out
}

// Communities lists the communities by number.
func (n *Network) Communities(ctx context.Context) []*Community {
	s := n.below(ctx, "Community")
	out := []*Community{}
	for i, c := range n.w.net.community {
		if c == len(out) { // numbered by least member, so in the order of first members
			out = append(out, &Community{scope: s, net: n.w.net, number: c})
		}
		out[c].members = append(out[c].members, i)
	}
	return out
}

// Modularity is that of the communities.
func (n *Network) Modularity() float64 {
	return n.w.net.modularity
}

// NodeCount is the number of nodes.
func (n *Network) NodeCount() int { return len(n.w.net.ids()) }

// EdgeCount is the number of edges.
func (n *Network) EdgeCount() int { return len(n.w.edges) }

// Density is the share of pairs that are joined.
func (n *Network) Density() float64 { return n.w.net.net.Density() }

// Transitivity is the share of triples that are triangles.
func (n *Network) Transitivity() float64 { return *n.w.net.transitivity }

// Triads counts the triangles.
func (n *Network) Triads() *Triads {
	t := n.w.net.triads
	return &Triads{
		Total: t.Total(), Balanced: t.Balanced(), Unbalanced: t.Total() - t.Balanced(),
		Ppp: t.PPP, Ppm: t.PPM, Pmm: t.PMM, Mmm: t.MMM,
	}
}

// Triads counts triangles by the signs of their sides.
type Triads struct{ Total, Balanced, Unbalanced, Ppp, Ppm, Pmm, Mmm int }

// NetworkNode is a node with its measures.
type NetworkNode struct {
	scope
	net *measured
	i   int
}

// ID is the entity's id.
func (v *NetworkNode) ID() string { return v.net.ids()[v.i] }

// Name is the entity's name.
func (v *NetworkNode) Name(ctx context.Context) string {
	k := v.kid(ctx)
	switch e := k.entityAt(graph.EntityID(v.ID()), "").(type) {
	case *State:
		return e.e.NameIn(k.langs[0])
	case *Organisation:
		return e.e.NameIn(k.langs[0])
	case *NonStateActor:
		return e.e.NameIn(k.langs[0])
	case *Leader:
		return e.e.NameIn(k.langs[0])
	case *Treaty:
		return e.Title()
	}
	return v.ID()
}

// Kind is what the entity is.
func (v *NetworkNode) Kind() graph.EntityKind { return graph.EntityID(v.ID()).Kind() }

// Entity is the entity.
func (v *NetworkNode) Entity(ctx context.Context) Entity {
	return v.kid(ctx).entityAt(graph.EntityID(v.ID()), "")
}

// Degree is the number of others to which it is joined.
func (v *NetworkNode) Degree() int { return v.net.degree[v.i] }

// InDegree is the number of others that act on it.
func (v *NetworkNode) InDegree() int { return v.net.inDegree[v.i] }

// OutDegree is the number of others on which it acts.
func (v *NetworkNode) OutDegree() int { return v.net.outDegree[v.i] }

// Strength is the sum of the weights of its edges.
func (v *NetworkNode) Strength() float64 {
	return v.net.strength[v.i]
}

// Betweenness is the share of shortest paths through it.
func (v *NetworkNode) Betweenness() float64 {
	return v.net.betweenness[v.i]
}

// Closeness is how near it is to the others.
func (v *NetworkNode) Closeness() float64 {
	return v.net.closeness[v.i]
}

// Eigenvector is its value in the leading eigenvector.
func (v *NetworkNode) Eigenvector() float64 {
	return v.net.eigenvector[v.i]
}

// PageRank is its PageRank.
func (v *NetworkNode) PageRank() float64 {
	return v.net.pageRank[v.i]
}

// Core is the greatest k of its k-cores.
func (v *NetworkNode) Core() int { return v.net.core[v.i] }

// Community is the number of its community.
func (v *NetworkNode) Community() int {
	return v.net.community[v.i]
}

// Community is a community of nodes.
type Community struct {
	scope
	net     *measured
	number  int
	members []int
}

// ID is its number.
func (c *Community) ID() int { return c.number }

// Size is the number of its members.
func (c *Community) Size() int { return len(c.members) }

// Members lists its members by id.
func (c *Community) Members(ctx context.Context) []*NetworkNode {
	s := c.below(ctx, "NetworkNode")
	out := make([]*NetworkNode, len(c.members))
	for i, m := range c.members {
		out[i] = &NetworkNode{s, c.net, m}
	}
	return out
}

// NetworkEdge is a relation in a network.
type NetworkEdge struct {
	scope
	r                  *graph.Relation
	p                  *plan
	id, source, target string
	weight             float64
}

// ID is the relation's id.
func (e *NetworkEdge) ID() string { return e.id }

// Source is the subject's id.
func (e *NetworkEdge) Source() string { return e.source }

// Target is the object's id.
func (e *NetworkEdge) Target() string { return e.target }

// Kind is the kind.
func (e *NetworkEdge) Kind() schema.Kind { return e.r.Kind }

// Weight is the weight.
func (e *NetworkEdge) Weight() float64 { return e.weight }

// Sign is whether the kind is friendly or hostile.
func (e *NetworkEdge) Sign() string { return signOf(e.r.Kind) }

// Confidence is how sure the relation is.
func (e *NetworkEdge) Confidence() float64 { return share(e.r.Confidence) }

// ClaimCount is the number of claims.
func (e *NetworkEdge) ClaimCount() int { return e.r.ClaimCount }

// SourceCount is the number of independent origins.
func (e *NetworkEdge) SourceCount() int { return e.r.SourceCount }

// ValidFrom is when it happened or began.
func (e *NetworkEdge) ValidFrom() graph.Date { return e.r.ValidFrom }

// ValidTo is when it ended.
func (e *NetworkEdge) ValidTo() graph.Date { return e.r.ValidTo }

// Relation is the relation.
func (e *NetworkEdge) Relation(ctx context.Context) *Relation {
	return e.kid(ctx).relation(e.r, "")
}
