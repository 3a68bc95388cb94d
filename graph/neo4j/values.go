package neo4j

import (
	"encoding/json"
	"fmt"

	"github.com/entente-graph/entente/graph"
)

// values are the columns of a row, read one after the other.
type values struct {
	row []any
	at  int
	err error
}

func next[T any](v *values) (value T) {
	if v.at >= len(v.row) {
		if v.err == nil {
			v.err = fmt.Errorf("a row of %d columns: %w", len(v.row), graph.ErrCorrupt)
		}
		return value
	}
	value, ok := v.row[v.at].(T)
	if !ok && v.err == nil {
		v.err = fmt.Errorf("column %d is a %T: %w", v.at, v.row[v.at], graph.ErrCorrupt)
	}
	v.at++
	return value
}

func (v *values) text() string     { return next[string](v) }
func (v *values) number() int64    { return next[int64](v) }
func (v *values) day() graph.Day   { return graph.Day(v.number()) }
func (v *values) date() graph.Date { return graph.Date(v.text()) }

// json reads a column into what it is the JSON of.
func (v *values) json(into any) error {
	text := v.text()
	if v.err != nil {
		return v.err
	}
	return json.Unmarshal([]byte(text), into)
}

// texts are values as a parameter.
func texts[T ~string](list []T) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

// ids reads a column that is a list of texts.
func ids[T ~string](v *values) []T {
	var out []T
	for _, s := range next[[]any](v) {
		text, _ := s.(string)
		out = append(out, T(text))
	}
	return out
}
