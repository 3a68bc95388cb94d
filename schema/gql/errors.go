package gql

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/entente-graph/entente/graph"
)

// Code is the `extensions.code` of an error: what a program can act on.
type Code string

// The codes.
const (
	BadUserInput    Code = "BAD_USER_INPUT"    // the operation or an argument is wrong
	BadCursor       Code = "BAD_CURSOR"        // a cursor that this list did not give
	Unauthenticated Code = "UNAUTHENTICATED"   // no token, a wrong one or an expired one
	Forbidden       Code = "FORBIDDEN"         // the token's role does not allow it
	QueryTooComplex Code = "QUERY_TOO_COMPLEX" // over a limit on tokens, aliases, rows or nodes
	QueryTooDeep    Code = "QUERY_TOO_DEEP"    // over the limit on depth
	Timeout         Code = "TIMEOUT"           // not answered within the time limit
	RateLimited     Code = "RATE_LIMITED"      // too many at once; try again later
	Internal        Code = "INTERNAL"          // a fault of the server or its database
)

// refusal is an error whose text is for the user, with its code and, of a
// limit, its figures.
type refusal struct {
	Code    Code
	Message string
	Limit   int // 0: no figures
	Cost    int
}

func (r *refusal) Error() string { return r.Message }

// codes is the one table from the graph's sentinel errors to codes. Where show
// is set, the error's own text is shown; it was written for users.
var codes = []struct {
	is   error
	code Code
	show bool
}{
	{graph.ErrBadCursor, BadCursor, true},
	{graph.ErrTooMany, QueryTooComplex, true},
	{graph.ErrBadInput, BadUserInput, true},
	{context.DeadlineExceeded, Timeout, false},
	{context.Canceled, Timeout, false},
	{graph.ErrUnavailable, Internal, false},
	{graph.ErrNewer, Internal, false},
	{graph.ErrOlder, Internal, false},
	{graph.ErrCorrupt, Internal, false},
}

// shown turns an error into what a user may see: never a driver's text.
func shown(err error) *gqlerror.Error {
	var g *gqlerror.Error
	if errors.As(err, &g) {
		out := &gqlerror.Error{Message: g.Message, Extensions: map[string]any{"code": Internal}}
		switch inner := g.Unwrap(); {
		case inner != nil:
			out = shown(inner)
		case isLibraryCode(g.Extensions["code"]):
			out = invalid(g.Message)
			if len(g.Path) > 1 && g.Path[0] == ast.PathName("variable") {
				out.Message = fmt.Sprintf("the variable $%s: %s", g.Path[1:].String(), out.Message)
				return out
			}
		default:
			out.Message = failed
		}
		out.Path, out.Locations = g.Path, g.Locations
		return out
	}
	var r *refusal
	if errors.As(err, &r) {
		out := gqlerror.Errorf("%s", r.Message)
		out.Extensions = map[string]any{"code": r.Code}
		if r.Limit > 0 {
			out.Extensions["limit"], out.Extensions["cost"] = r.Limit, r.Cost
		}
		return out
	}
	code, message := Internal, failed
	for _, c := range codes {
		if !errors.Is(err, c.is) {
			continue
		}
		code = c.code
		switch {
		case c.code == BadCursor:
			message = err.Error()
		case c.show:
			message = strings.TrimSuffix(err.Error(), ": "+c.is.Error())
		case c.code == Timeout:
			message = "the operation was not answered in time; ask for less of it at once"
		default:
			message = c.is.Error()
		}
		break
	}
	out := gqlerror.Errorf("%s", message)
	out.Extensions = map[string]any{"code": code}
	var many *graph.TooManyError
	if errors.As(err, &many) {
		out.Message = many.Error()
		out.Extensions["limit"], out.Extensions["count"] = many.Limit, many.Have
	}
	return out
}

const failed = "the server failed to answer; its log says why"

// invalid is the error of an operation that cannot be read or does not fit the
// schema. gqlparser's texts are for people, but for its guesses at names.
func invalid(message string) *gqlerror.Error {
	message, _, _ = strings.Cut(message, " Did you mean")
	if strings.HasPrefix(message, "operation ") && strings.HasSuffix(message, " not found") {
		message = "the document has several operations, or none of this name: name one of them as operationName"
	}
	out := gqlerror.Errorf("%s", message)
	out.Extensions = map[string]any{"code": BadUserInput}
	for prefix, is := range map[string]struct {
		code Code
		says string
	}{
		"exceeded token limit of ":           {QueryTooComplex, "the operation has more than %d tokens"},
		"exceeded maximum nesting depth of ": {QueryTooDeep, "the operation is nested more than %d deep"},
	} {
		if n, ok := strings.CutPrefix(message, prefix); ok {
			limit, _ := strconv.Atoi(n)
			out.Message = fmt.Sprintf(is.says, limit)
			out.Extensions = map[string]any{"code": is.code, "limit": limit}
		}
	}
	return out
}

func isLibraryCode(code any) bool {
	s := fmt.Sprint(code)
	return s == "GRAPHQL_VALIDATION_FAILED" || s == "GRAPHQL_PARSE_FAILED"
}

// present is gqlgen's error presenter.
func present(ctx context.Context, err error) *gqlerror.Error {
	out := shown(err)
	if out.Path == nil {
		if fc := graphql.GetFieldContext(ctx); fc != nil {
			out.Path = fc.Path()
		}
	}
	return out
}
