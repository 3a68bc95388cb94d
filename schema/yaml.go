package schema

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// field is a key of a mapping with its value.
type field struct {
	key   word
	value ast.Node
}

func (r *reader) mapping(n ast.Node, what string) ([]field, bool) {
	var values []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		r.fail(nodePos(n), "%s must be fields, each \"key: value\"", what)
		return nil, false
	}
	fields := make([]field, len(values))
	for i, v := range values {
		fields[i] = field{r.scalar(v.Key, "a key"), v.Value}
	}
	return fields, true
}

// list reads a list of scalars; a scalar alone is a list of one.
func (r *reader) list(n ast.Node, key string) []word {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		return []word{r.text(n, key)}
	}
	if len(seq.Values) == 0 {
		r.fail(nodePos(n), "%s is empty: leave it out", key)
	}
	words := make([]word, len(seq.Values))
	for i, v := range seq.Values {
		words[i] = r.text(v, key)
	}
	return words
}

// text reads a scalar that says something.
func (r *reader) text(n ast.Node, key string) word {
	w := r.scalar(n, key)
	if w.text == "" && isScalar(n) {
		r.fail(w.pos, "%s is empty", key)
	}
	return w
}

// scalar reads a value as it is written: 057 without quotes is a code and not
// the number 47.
func (r *reader) scalar(n ast.Node, key string) word {
	at := nodePos(n)
	switch n := n.(type) {
	case *ast.StringNode:
		return word{strings.TrimSpace(n.Value), at}
	case *ast.LiteralNode:
		return word{strings.TrimSpace(n.Value.Value), at}
	case *ast.NullNode:
		return word{"", at}
	}
	if isScalar(n) {
		return word{n.GetToken().Value, at}
	}
	r.fail(at, "%s must be a single value", key)
	return word{"", at}
}

func isScalar(n ast.Node) bool {
	_, ok := n.(ast.ScalarNode)
	return ok
}

func nodePos(n ast.Node) pos {
	// The token of a mapping is its first colon; people look for the key.
	switch v := n.(type) {
	case *ast.MappingNode:
		if len(v.Values) > 0 {
			return nodePos(v.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return nodePos(v.Key)
	}
	if n == nil {
		return pos{1, 1}
	}
	return place(n.GetToken())
}

func place(t *token.Token) pos {
	if t == nil || t.Position == nil {
		return pos{1, 1}
	}
	return pos{t.Position.Line, t.Position.Column}
}
