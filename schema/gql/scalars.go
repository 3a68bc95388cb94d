package gql

import (
	"fmt"
	"regexp"

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
	return marshalText(s)
}

// UnmarshalOptional reads text.
func UnmarshalOptional(v any) (string, error) { return graphql.UnmarshalString(v) }

// MarshalFloat prints a number in its shortest form.
func MarshalFloat(f float64) graphql.Marshaler { return float(f) }

// UnmarshalFloat reads a number.
func UnmarshalFloat(v any) (float64, error) { return graphql.UnmarshalFloat(v) }

// languageTag is the form of a tag of BCP 47.
var languageTag = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

// UnmarshalLanguage reads a language tag.
func UnmarshalLanguage(v any) (string, error) {
	s, ok := v.(string)
	if !ok || len(s) > 64 || !languageTag.MatchString(s) {
		return "", badInput("%.100q is not a language: write a tag as ro, en or sr-Latn", fmt.Sprint(v))
	}
	return s, nil
}

// MarshalLanguage prints a language, the unknown one as null.
func MarshalLanguage(s string) graphql.Marshaler { return MarshalOptional(s) }
