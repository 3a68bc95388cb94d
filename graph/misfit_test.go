package graph

import (
	"errors"
	"reflect"
	"testing"
)

// TestEveryConditionFits fills every field of Where and looks each name up, so
// that a new condition cannot be forgotten in the plan or in the check.
func TestEveryConditionFits(t *testing.T) {
	var w Where
	v := reflect.ValueOf(&w).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i); f.Kind() {
		case reflect.Slice:
			f.Set(reflect.MakeSlice(f.Type(), 2, 2))
		case reflect.String:
			f.SetString("x")
		case reflect.Bool:
			f.SetBool(true)
		case reflect.Pointer:
			f.Set(reflect.New(f.Type().Elem()))
		case reflect.Struct: // a Range
			f.Field(0).Set(reflect.New(f.Field(0).Type().Elem()))
		default:
			t.Fatalf("%s is a %s: teach this test to fill it", v.Type().Field(i).Name, f.Kind())
		}
	}
	named := 0
	w.each(func(name string, _ any) {
		named++
		if fits[name] == nil {
			t.Errorf("%s fits no rows", name)
		}
	})
	if named != v.NumField() || named != len(fits) {
		t.Errorf("%d conditions are printed and %d fit rows, of %d", named, len(fits), v.NumField())
	}
}

func TestCheckRefusesWhatDoesNotFit(t *testing.T) {
	day := Day(20_000)
	for name, f := range map[string]*Field{
		"a condition":             {Name: "a", Rows: Entities, Where: Where{Voices: []Voice{VoiceOutlet}}},
		"an order":                {Name: "a", Rows: Articles, Order: []Order{{BySince, true}}},
		"a rank without a search": {Name: "a", Rows: Entities, Order: []Order{{ByRank, false}}},
		"at and from":             {Name: "a", Rows: Relations, Time: Time{At: &day, From: &day}},
		"a pair of one":           {Name: "a", Rows: Relations, Where: Where{Pair: []EntityID{"state:IRN"}}},
		"first and last":          {Name: "a", Rows: Relations, Page: Page{First: 1, Last: 1}},
		"too long a page":         {Name: "a", Rows: Relations, Page: Page{First: MaxPage + 1}},
		"two of a name":           {Name: "a", Rows: Relations, Fields: []*Field{{Name: "b", Rows: Claims, Via: ViaRelation}, {Name: "b", Rows: Claims, Via: ViaRelation}}},
	} {
		if err := (&Query{Fields: []*Field{f}}).Check(); !errors.Is(err, ErrBadInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ok := &Query{Fields: []*Field{{Name: "a", Rows: Entities, Where: Where{Search: "iran"}, Order: []Order{{ByRank, false}}}}}
	if err := ok.Check(); err != nil {
		t.Error(err)
	}
}
