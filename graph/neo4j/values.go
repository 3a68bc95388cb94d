package neo4j

import "github.com/entente-graph/entente/graph"

// texts are values as a parameter.
func texts[T ~string](list []T) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

// ids reads a column that is a list of texts.
func ids[T ~string](v *graph.Values) []T {
	var out []T
	for _, s := range graph.Next[[]any](v) {
		text, _ := s.(string)
		out = append(out, T(text))
	}
	return out
}
