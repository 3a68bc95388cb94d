package main

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/export"
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Every condition of an export reaches its filter, by the name that the API has
// for it.
func TestExportParameters(t *testing.T) {
	least, two := graph.Thousandths(500), 2
	first, last := graph.Date("2025").First(), graph.Date("2025").Last()
	ids := []graph.EntityID{"state:IRN", "state:RUS"}
	for query, want := range map[string]export.Filter{
		"kinds=supplied_drones_to&status=FACT,prospect": {Where: graph.Where{Kinds: []schema.Kind{schema.SuppliedDronesTo}, Statuses: []graph.Status{graph.StatusFact, graph.StatusProspect}}},
		"subject=state:IRN&subject=state:RUS":           {Where: graph.Where{Subject: ids}},
		"object=state:IRN,state:RUS":                    {Where: graph.Where{Object: ids}},
		"either=state:IRN,state:RUS":                    {Where: graph.Where{Either: ids}},
		"pair=state:IRN,state:RUS":                      {Where: graph.Where{Pair: ids}},
		"within=state:IRN,state:RUS":                    {Where: graph.Where{Within: ids}},
		"touching=state:IRN,state:RUS":                  {Where: graph.Where{Touching: ids}},
		"against=state:IRN,state:RUS":                   {Where: graph.Where{Against: ids}},
		"modality=PLANNED&items=drone&domains=TRADE":    {Where: graph.Where{Modalities: []graph.Modality{graph.Planned}, Items: []string{"drone"}, Domains: []string{"TRADE"}}},
		"minConfidence=0.5&minSources=2&minClaims=2":    {Where: graph.Where{Confidence: &least, Sources: &two, ClaimsMin: &two}},
		"at=2025":                             {Time: graph.Time{At: &last}},
		"from=2025&to=2025":                   {Time: graph.Time{From: &first, To: &last}},
		"knownBy=2025":                        {Time: graph.Time{KnownBy: &last}},
		"agent=state:IRN,state:RUS":           {Claim: graph.Where{Agent: ids}},
		"speaker=state:IRN,state:RUS":         {Claim: graph.Where{Speaker: ids}},
		"voice=THIRD&form=TEXT":               {Claim: graph.Where{Voices: []graph.Voice{graph.VoiceThird}, Forms: []graph.Form{graph.FormText}}},
		"places=Minsk&outlet=A B":             {Claim: graph.Where{Places: []string{"Minsk"}, Outlets: []string{"A B"}}},
		"lang=ro&text=drone, Shahed":          {Claim: graph.Where{Languages: []string{"ro"}, Text: "drone, Shahed"}},
		"publishedFrom=2025&publishedTo=2025": {Claim: graph.Where{Published: graph.Range{From: &first, To: &last}}},
	} {
		values, err := url.ParseQuery(strings.ReplaceAll(query, " ", "+"))
		if err != nil {
			t.Fatal(err)
		}
		values.Set("format", "csv")
		if _, _, got, err := exportOf(values); err != nil || !cmp.Equal(got, want) {
			t.Errorf("%s: %v %s", query, err, cmp.Diff(want, got))
		}
	}
}

// What is wrong is refused by its name, as one writes it there.
func TestExportRefuses(t *testing.T) {
	for query, words := range map[string]string{
		"foo=1":             `no parameter "foo"`,
		"kinds=":            "kinds is empty",
		"kinds=MET_WITH,":   "kinds is empty, or has an empty value",
		"at=":               "at is empty",
		"at=2025&at=2024":   "at is given more than once",
		"at=2025-13":        `at: "2025-13" is not a date`,
		"publishedTo=soon":  `publishedTo: "soon" is not a date`,
		"at=2025&from=2024": "at: give either the day, or a window",
		"from=2025&to=2024": "from: 2025-01-01 is after 2024-12-31",
		"minConfidence=2":   "minConfidence 2: it lies between 0 and 1",
		"minConfidence=NaN": "minConfidence NaN: it lies between 0 and 1",
		"minSources=x":      "minSources x is not a whole number",
		"kinds=NOPE":        "kinds NOPE: there is no such kind",
		"voice=LOUD":        "voice LOUD: there are",
		"pair=state:IRN":    "pair: a pair is two different ids",
		"table=nothing":     "table is nodes, edges or claims",
		"format=csv":        "format is given more than once",
	} {
		values, err := url.ParseQuery("format=csv&" + query)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := exportOf(values); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v, want %s", query, err, words)
		}
	}
	if flag := flagNamed("minConfidence"); flag != "--min-confidence" {
		t.Errorf("the flag of minConfidence is %s", flag)
	}
}

// No flag of an export takes its value from a variable that is of another verb.
func TestExportVariables(t *testing.T) {
	loads := map[string]bool{}
	for field := range reflect.TypeFor[loadCmd]().Fields() {
		loads[field.Name] = true
	}
	for field := range reflect.TypeFor[inputFlags]().Fields() {
		loads[field.Name] = true
	}
	for field := range reflect.TypeFor[pickFlags]().Fields() {
		if loads[field.Name] && field.Tag.Get("env") == "" {
			t.Errorf("ENTENTE_%s sets --%s of load and of export", strings.ToUpper(field.Name), strings.ToLower(field.Name))
		}
	}
}
