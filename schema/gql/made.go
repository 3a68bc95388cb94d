package gql

import (
	"bytes"
	"context"
	"io"
	"math"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// made holds what the answer to one operation is made of, taken from pieces for
// many: most of the time of an answer went into making each part by itself. An operation is answered in one goroutine.
type made struct {
	sets     piece[fieldSet]
	values   piece[graphql.Marshaler]
	contexts piece[graphql.FieldContext]

	collected [8]collected
	next      int // of collected, the one to be replaced
}

// bufferKey is the context key of the buffer that an answer is written to.
type bufferKey struct{}

// bufferOf is the buffer that whoever asked has given for the answer, or a new
// one.
func bufferOf(ctx context.Context) *bytes.Buffer {
	if b, ok := ctx.Value(bufferKey{}).(*bytes.Buffer); ok {
		return b
	}
	b := &bytes.Buffer{}
	b.Grow(4096)
	return b
}

// piece is what parts are taken from, one after the other.
type piece[T any] struct {
	rest []T
	size int // of the piece
}

// take takes n parts, and makes a new piece where too few are left: ever larger
// ones, so that a small answer has small ones.
func (p *piece[T]) take(n int) []T {
	const least, most = 16, 256
	if len(p.rest) < n {
		p.size = min(max(2*p.size, least), most)
		p.rest = make([]T, max(n, p.size))
	}
	out := p.rest[:n:n]
	p.rest = p.rest[n:]
	return out
}

// collected are the fields that a selection has for a type.
type collected struct {
	of     *ast.Selection // the first of the selection
	n      int
	typ    *string // the first of the type's names
	fields []graphql.CollectedField
}

// collect stands for graphql.CollectFields in the generated code, which would be
// called with the same for every row.
func (m *made) collect(oc *graphql.OperationContext, sel ast.SelectionSet, types []string) []graphql.CollectedField {
	if len(sel) == 0 || len(types) == 0 {
		return graphql.CollectFields(oc, sel, types)
	}
	of, typ := &sel[0], &types[0]
	for i := range m.collected {
		if c := &m.collected[i]; c.of == of && c.n == len(sel) && c.typ == typ {
			return c.fields
		}
	}
	c := collected{of, len(sel), typ, graphql.CollectFields(oc, sel, types)}
	m.collected[m.next] = c
	m.next = (m.next + 1) % len(m.collected)
	return c.fields
}

// context is that in which a field of an object is resolved.
func (m *made) context(ctx context.Context, object string, field graphql.CollectedField) context.Context {
	fc := &m.contexts.take(1)[0]
	fc.Object, fc.Field = object, field
	return graphql.WithFieldContext(ctx, fc)
}

// marshalSlice stands for graphql.MarshalSliceConcurrently in the generated
// code: it does the same, in turn.
func marshalSlice(ctx context.Context, n int, _ int64, _ bool, element func(context.Context, int) graphql.Marshaler) graphql.Array {
	out := make(graphql.Array, n)
	at := make([]struct {
		graphql.FieldContext
		index int
	}, n)
	for i := range out {
		at[i].index = i
		at[i].Index = &at[i].index
		out[i] = element(graphql.WithFieldContext(ctx, &at[i].FieldContext), i)
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

func (m *made) fieldSet(fields []graphql.CollectedField) *fieldSet {
	s := &m.sets.take(1)[0]
	s.fields, s.Values = fields, m.values.take(len(fields))
	return s
}

// Dispatch has nothing to wait for.
func (*fieldSet) Dispatch(context.Context) {}

// MarshalGQL writes the fields in the order of the operation.
func (s *fieldSet) MarshalGQL(w io.Writer) {
	if len(s.fields) == 0 {
		_, _ = io.WriteString(w, "{}") // to a buffer, as all that follows
		return
	}
	b, direct := w.(*bytes.Buffer)
	if !direct {
		b = &bytes.Buffer{}
	}
	for i, f := range s.fields {
		if i == 0 {
			b.WriteString(`{"`)
		} else {
			b.WriteString(`,"`)
		}
		b.WriteString(f.Alias)
		b.WriteString(`":`)
		s.Values[i].MarshalGQL(b)
	}
	b.WriteByte('}')
	if !direct {
		_, _ = w.Write(b.Bytes())
	}
}

// text is a value that is written in quotes.
type text string

// marshalText stands for graphql.MarshalString in the generated code.
func marshalText(s string) graphql.Marshaler { return text(s) }

// MarshalGQL writes the text as gqlgen does.
func (t text) MarshalGQL(w io.Writer) {
	b, ok := w.(*bytes.Buffer)
	if !ok {
		graphql.MarshalString(string(t)).MarshalGQL(w)
		return
	}
	for i := range len(t) {
		if c := t[i]; c < 0x20 || c == '\\' || c == '"' {
			graphql.MarshalString(string(t)).MarshalGQL(b)
			return
		}
	}
	b.WriteByte('"')
	b.WriteString(string(t))
	b.WriteByte('"')
}

// integer is a value that is written as a whole number.
type integer int

// marshalInt stands for graphql.MarshalInt in the generated code.
func marshalInt(i int) graphql.Marshaler { return integer(i) }

// MarshalGQL writes the number.
func (i integer) MarshalGQL(w io.Writer) {
	if b, ok := w.(*bytes.Buffer); ok {
		b.Write(strconv.AppendInt(b.AvailableBuffer(), int64(i), 10))
		return
	}
	_, _ = io.WriteString(w, strconv.Itoa(int(i)))
}

// float is a value that is written as a number in its shortest form.
type float float64

// MarshalGQL writes the number, and what is none as null.
func (f float) MarshalGQL(w io.Writer) {
	if math.IsNaN(float64(f)) || math.IsInf(float64(f), 0) {
		_, _ = io.WriteString(w, "null")
		return
	}
	if b, ok := w.(*bytes.Buffer); ok {
		b.Write(strconv.AppendFloat(b.AvailableBuffer(), float64(f), 'f', -1, 64))
		return
	}
	_, _ = io.WriteString(w, strconv.FormatFloat(float64(f), 'f', -1, 64))
}
