package gql

import (
	"context"
	"io"
	"math"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"github.com/entente-graph/entente/graph"
)

// MarshalDate prints a date, the unknown one as null.
func MarshalDate(d graph.Date) graphql.Marshaler { return MarshalOptional(string(d)) }

// UnmarshalDate reads a date.
func UnmarshalDate(v any) (graph.Date, error) {
	s, ok := v.(string)
	if !ok {
		return "", badInput("%v is not a date: write 2025, 2025-01 or 2025-01-17", v)
	}
	d, err := graph.ParseDate(s)
	if err != nil || d == "" {
		return "", badInput("%q is not a date: write 2025, 2025-01 or 2025-01-17", s)
	}
	return d, nil
}

// MarshalOptional prints text that may be missing, the empty one as null.
func MarshalOptional(s string) graphql.Marshaler {
	if s == "" {
		return graphql.Null
	}
	return graphql.MarshalString(s)
}

// UnmarshalOptional reads text.
func UnmarshalOptional(v any) (string, error) { return graphql.UnmarshalString(v) }

// MarshalFloat prints a number in its shortest form.
func MarshalFloat(f float64) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		if math.IsNaN(f) || math.IsInf(f, 0) {
			_, _ = io.WriteString(w, "null") // gqlgen looks at no error of a writer
			return
		}
		_, _ = w.Write(strconv.AppendFloat(nil, f, 'f', -1, 64))
	})
}

// UnmarshalFloat reads a number.
func UnmarshalFloat(v any) (float64, error) { return graphql.UnmarshalFloat(v) }

// marshalSlice stands for graphql.MarshalSliceConcurrently in the generated
// code: it does the same, in turn.
func marshalSlice(ctx context.Context, n int, _ int64, _ bool, element func(context.Context, int) graphql.Marshaler) graphql.Array {
	out := make(graphql.Array, n)
	for i := range out {
		out[i] = element(graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &i}), i)
	}
	return out
}

// fieldSet stands for graphql.FieldSet in the generated code, without what
// @defer and goroutines need.
type fieldSet struct {
	fields   []graphql.CollectedField
	Values   []graphql.Marshaler
	Invalids uint32
}

func newFieldSet(fields []graphql.CollectedField) *fieldSet {
	return &fieldSet{fields: fields, Values: make([]graphql.Marshaler, len(fields))}
}

// Dispatch has nothing to wait for.
func (*fieldSet) Dispatch(context.Context) {}

// MarshalGQL writes the fields in the order of the operation.
func (s *fieldSet) MarshalGQL(w io.Writer) {
	for i, f := range s.fields {
		before := `,"`
		if i == 0 {
			before = `{"`
		}
		_, _ = io.WriteString(w, before) // to a buffer
		_, _ = io.WriteString(w, f.Alias)
		_, _ = io.WriteString(w, `":`)
		s.Values[i].MarshalGQL(w)
	}
	if len(s.fields) == 0 {
		_, _ = io.WriteString(w, "{")
	}
	_, _ = io.WriteString(w, "}")
}
