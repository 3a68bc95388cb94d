package schema_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/schema"
)

// family is an ontology with a child that stands at the end of the file, as one
// that was just added does.
const family = small + `- name: GRIPS
  parent: HOLDS
  phrase: grips
  inverse: is gripped by
  time: interval
  ends: S-S
  closes_swapped: [HOLDS]
  cameo: "192"
  imports_swapped: ["192"]
  offices: [A, B]
  plover: COERCE
  goldstein: -9.5
  merge: 0
  doc: Tight.
- name: LET
  phrase: let
  inverse: was let by
  time: point
  ends: [S-S, L-L]
  closes: [GRIPS]
  goldstein: 5
  merge: 1
  doc: Free & <well>.
`

func parse(t *testing.T, text string) *schema.Ontology {
	t.Helper()
	o, err := schema.Parse("o.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestWriteText(t *testing.T) {
	var b bytes.Buffer
	if err := parse(t, family).WriteText(&b); err != nil {
		t.Fatal(err)
	}
	want := `KIND     ENDS     TIME      CAMEO  PHRASE  INVERSE
MET      SO-SO    point     -      met     (symmetric)
HOLDS    SO-S     interval  -      holds   is held by
  GRIPS  S-S      interval  192    grips   is gripped by
LET      S-S L-L  point     -      let     was let by
`
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestWriteJSON(t *testing.T) {
	var b bytes.Buffer
	if err := parse(t, family).WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"Free & <well>."`) {
		t.Errorf("the text is escaped for HTML: %s", b.String())
	}
	var got []map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := []map[string]any{
		{
			"name": "MET", "parent": nil, "phrase": "met", "inverse": "met", "symmetric": true, "temporality": "POINT",
			"ends": "SO-SO", "subject": "SO", "object": "SO", "closes": []any{}, "closesSwapped": []any{},
			"cameo": nil, "imports": []any{"04"}, "plover": nil, "goldstein": 1.0, "merge": 3.0, "staleAfter": nil,
			"offices": []any{}, "doc": "When they met.",
		},
		{
			"name": "HOLDS", "parent": nil, "phrase": "holds", "inverse": "is held by", "symmetric": false, "temporality": "INTERVAL",
			"ends": "SO-S", "subject": "SO", "object": "S", "closes": []any{}, "closesSwapped": []any{},
			"cameo": nil, "imports": []any{}, "plover": nil, "goldstein": -9.0, "merge": 9.0, "staleAfter": 5.0,
			"offices": []any{}, "doc": "When it is held.",
		},
		{
			"name": "GRIPS", "parent": "HOLDS", "phrase": "grips", "inverse": "is gripped by", "symmetric": false, "temporality": "INTERVAL",
			"ends": "S-S", "subject": "S", "object": "S", "closes": []any{}, "closesSwapped": []any{"HOLDS"},
			"cameo": "192", "imports": []any{"192"}, "plover": "COERCE", "goldstein": -9.5, "merge": 0.0, "staleAfter": nil,
			"offices": []any{"A", "B"}, "doc": "Tight.",
		},
		{
			"name": "LET", "parent": nil, "phrase": "let", "inverse": "was let by", "symmetric": false, "temporality": "POINT",
			"ends": "S-S L-L", "subject": "SL", "object": "SL", "closes": []any{"GRIPS"}, "closesSwapped": []any{},
			"cameo": nil, "imports": []any{}, "plover": nil, "goldstein": 5.0, "merge": 1.0, "staleAfter": nil,
			"offices": []any{}, "doc": "Free & <well>.",
		},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

type brokenPipe struct{}

var errPipe = errors.New("broken pipe")

func (brokenPipe) Write([]byte) (int, error) { return 0, errPipe }

func TestWriteFails(t *testing.T) {
	o := schema.Default()
	if err := o.WriteText(brokenPipe{}); !errors.Is(err, errPipe) {
		t.Errorf("WriteText: %v", err)
	}
	if err := o.WriteJSON(brokenPipe{}); !errors.Is(err, errPipe) {
		t.Errorf("WriteJSON: %v", err)
	}
}
