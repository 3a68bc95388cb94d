package gql

import (
	"fmt"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// Limits bound what an operation may cost. One over a limit is refused before
// anything of it runs. A zero limit is none.
type Limits struct {
	Tokens  int           // of the operation's text
	Depth   int           // of its selections
	Fields  int           // that it selects, fragments counted where they are used
	Aliases int           // that it gives
	Cost    int           // rows that it may give: the products of its page sizes, added up
	Nodes   int           // of a network
	Edges   int           // of a network
	Time    time.Duration // to answer it
	Body    int64         // bytes of a request
	Streams int           // subscriptions open at a time
	// StreamsEach are those that one address may have open.
	StreamsEach int
	Client      time.Duration // that a client may take to send an operation, or to take its answer

	Concurrent int     // requests being answered at a time; more are refused
	Exports    int     // exports under way at a time
	Rate       float64 // requests a second from one address, and twice as many at once
}

// DefaultLimits are the limits of a server that does not set its own.
func DefaultLimits() Limits {
	return Limits{
		Tokens: 4000, Depth: 24, Fields: 2000, Aliases: 100, Cost: 100_000,
		Nodes: 2000, Edges: 100_000, Time: 30 * time.Second, Body: 1 << 20, Streams: 200,
		Client: 15 * time.Second, Concurrent: 64, Exports: 8,
	}
}

// measure walks the document of an operation as it will be answered and refuses
// it over a limit. It visits no more than a little beyond the limits.
func (l Limits) measure(op *ast.OperationDefinition) error {
	var fields, aliases, deepest int
	var over error
	var walk func(ast.SelectionSet, int)
	walk = func(set ast.SelectionSet, depth int) {
		if over != nil {
			return
		}
		deepest = max(deepest, depth)
		if l.Depth > 0 && depth > l.Depth {
			over = &refusal{Code: QueryTooDeep, Limit: l.Depth, Cost: depth, Message: fmt.Sprintf("the operation is more than %d levels deep", l.Depth)}
			return
		}
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				fields++
				if s.Alias != s.Name {
					aliases++
				}
				if l.Fields > 0 && fields > l.Fields {
					over = &refusal{Code: QueryTooComplex, Limit: l.Fields, Cost: fields, Message: fmt.Sprintf("the operation selects more than %d fields", l.Fields)}
					return
				}
				if l.Aliases > 0 && aliases > l.Aliases {
					over = &refusal{Code: QueryTooComplex, Limit: l.Aliases, Cost: aliases, Message: fmt.Sprintf("the operation gives more than %d aliases", l.Aliases)}
					return
				}
				walk(s.SelectionSet, depth+1)
			case *ast.InlineFragment:
				walk(s.SelectionSet, depth)
			case *ast.FragmentSpread:
				if fields++; s.Definition != nil { // counted, so that empty nesting ends too
					walk(s.Definition.SelectionSet, depth)
				}
			}
		}
	}
	walk(op.SelectionSet, 0)
	return over
}
