package schema

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// WriteText prints the kinds as a table for people, children indented below
// their parents.
func (o *Ontology) WriteText(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "KIND\tENDS\tTIME\tCAMEO\tPHRASE\tINVERSE")
	for depth, s := range o.Tree() {
		cameo, inverse := s.CAMEO, s.Inverse
		if cameo == "" {
			cameo = "-"
		}
		if s.Symmetric {
			inverse = "(symmetric)"
		}
		fmt.Fprintf(t, "%s%s\t%s\t%s\t%s\t%s\t%s\n", strings.Repeat("  ", depth), s.Name, s.EndLetters(),
			strings.ToLower(s.Temporality()), cameo, s.Phrase, inverse)
	}
	return t.Flush()
}

// kindJSON is a kind as `entente ontology --format json` prints it. The names
// of its fields are public.
type kindJSON struct {
	Name          Kind     `json:"name"`
	Parent        *Kind    `json:"parent"`
	Phrase        string   `json:"phrase"`
	Inverse       string   `json:"inverse"`
	Symmetric     bool     `json:"symmetric"`
	Temporality   string   `json:"temporality"`
	Ends          string   `json:"ends"` // what may stand at each: "SO-SON"
	Subject       string   `json:"subject"`
	Object        string   `json:"object"`
	Closes        []Kind   `json:"closes"`
	ClosesSwapped []Kind   `json:"closesSwapped"`
	CAMEO         *string  `json:"cameo"`
	Imports       []string `json:"imports"`
	PLOVER        *string  `json:"plover"`
	Goldstein     float64  `json:"goldstein"`
	Merge         int      `json:"merge"`
	StaleAfter    *int     `json:"staleAfter"`
	Offices       []string `json:"offices"`
	Doc           string   `json:"doc"`
}

// WriteJSON prints the kinds as an array of objects, in the order of the file.
// What a kind does not have is null, or an empty list.
func (o *Ontology) WriteJSON(w io.Writer) error {
	list := make([]kindJSON, len(o.specs))
	for i, s := range o.specs {
		list[i] = kindJSON{
			Name: s.Name, Parent: orNull(s.Parent), Phrase: s.Phrase, Inverse: s.Inverse,
			Symmetric: s.Symmetric, Temporality: s.Temporality(),
			Ends: s.EndLetters(), Subject: s.Subject, Object: s.Object,
			Closes: orEmpty(s.closes), ClosesSwapped: orEmpty(s.swapped),
			CAMEO: orNull(s.CAMEO), Imports: orEmpty(s.Imports), PLOVER: orNull(s.PLOVER), Goldstein: s.Goldstein,
			Merge: s.Merge, StaleAfter: orNull(s.StaleAfter), Offices: orEmpty(s.Offices), Doc: s.Doc,
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(list)
}

// orNull is nil for a zero value.
func orNull[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// orEmpty is the list, never nil.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
