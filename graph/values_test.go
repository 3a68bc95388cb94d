package graph

import (
	"errors"
	"testing"

	"github.com/entente-graph/entente/schema"
)

// TestValues reads rows as they are due, and such as a damaged database gives.
func TestValues(t *testing.T) {
	row := []any{int64(20_000), int64(20_001), `{"id":"treaty:1"}`, int64(2)}
	for _, test := range []struct {
		name string
		row  []any
		ok   bool
	}{
		{"as it is due", row, true},
		{"too short", row[:3], false},
		{"a number for a text", []any{int64(1), int64(2), int64(3), int64(4)}, false},
		{"a text for a number", []any{"1", int64(2), `{}`, int64(0)}, false},
		{"nothing", []any{int64(1), int64(2), nil, int64(0)}, false},
	} {
		v := ValuesOf(test.row)
		r, err := ReadTreaty(v)
		switch {
		case !test.ok && !errors.Is(v.Err(), ErrCorrupt):
			t.Errorf("%s: got %v and %v", test.name, err, v.Err())
		case test.ok && (err != nil || v.Err() != nil):
			t.Errorf("%s: %v, %v", test.name, err, v.Err())
		case test.ok && (r.Treaty.ID != "treaty:1" || r.Treaty.KnownFrom != 20_000 || r.Treaty.KnownTo != 20_001 || r.Rank != 2):
			t.Errorf("%s: got %+v", test.name, r.Treaty)
		}
	}
	if _, err := ReadRelation(schema.Default(), &Relation{Kind: "NO_SUCH_KIND"}, nil); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a relation of a kind that nobody knows: %v", err)
	}
}
