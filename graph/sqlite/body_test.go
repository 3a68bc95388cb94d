package sqlite

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/graphtest"
)

// TestBody: a claim comes back from its row as it was.
func TestBody(t *testing.T) {
	same := func(t interface{ Fatalf(string, ...any) }, c *graph.Claim) {
		text, err := encodeClaim(c)
		if err != nil {
			t.Fatalf("%v", err)
		}
		got, err := decodeClaim([]byte(text))
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if d := cmp.Diff(c, got); d != "" {
			t.Fatalf("(-put +kept):\n%s", d)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		for _, c := range graphtest.Stories(6).Draw(t, "story").Claims() {
			same(t, c)
		}
	})
	t.Run("every field", func(t *testing.T) {
		c := &graph.Claim{}
		fill(reflect.ValueOf(c).Elem())
		c.Evidence.Published, c.ValidFrom, c.ValidTo, c.Treaty.Signed = "2025", "2025-01", "2025-01-17", "2024"
		same(t, c)
	})
	t.Run("shorter", func(t *testing.T) {
		short, long := 0, 0
		for _, c := range graphtest.Rich(1).Claims() {
			whole, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			text, err := encodeClaim(c)
			if err != nil {
				t.Fatal(err)
			}
			short, long = short+len(text), long+len(whole)
		}
		if short == 0 || short > long*2/3 {
			t.Errorf("%d bytes, and %d in the claims' own JSON", short, long)
		}
	})
}

// fill sets every field of a value to something.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.String:
		v.SetString("some " + v.Type().Name())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(1.25)
	default:
		v.SetInt(7)
	}
}
