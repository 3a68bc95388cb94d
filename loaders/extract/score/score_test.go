package score

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

const (
	sampleGold   = "testdata/sample.gold.jsonl"
	sampleClaims = "testdata/sample.claims.jsonl"
)

func runSample(t *testing.T) *Result {
	t.Helper()
	g, err := Load(sampleGold)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(sampleClaims)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	claims, err := ReadClaims(f)
	if err != nil {
		t.Fatal(err)
	}
	return Run(g, claims)
}

// The figures of the sample, counted by the reference scorer.
func TestRunCountsAsTheReference(t *testing.T) {
	r := runSample(t)
	want := map[Level]Counts{
		Dyad:   {Right: 34, Wrong: 11, Missed: 10},
		Label:  {Right: 30, Wrong: 15, Missed: 14},
		Strict: {Right: 27, Wrong: 20, Missed: 17},
	}
	if diff := cmp.Diff(want, r.Levels); diff != "" {
		t.Errorf("levels (-want +got):\n%s", diff)
	}
	var sum Counts
	for _, c := range r.Relations {
		sum.add(c)
	}
	if got, want := sum.Right, r.Levels[Label].Right; got != want {
		t.Errorf("relations add up to %d right, label level has %d", got, want)
	}
}

// The reference scorer, where it lies beside the project, prints the same.
func TestRunAgreesWithTheReferenceScorer(t *testing.T) {
	tool := filepath.FromSlash("../../../../shared/tools/score_claims.py")
	if _, err := os.Stat(tool); err != nil {
		t.Skipf("SKIPPED: the reference scorer is not there: %v", err)
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skipf("SKIPPED: no python3: %v", err)
	}
	out, err := exec.Command(python, tool, sampleGold, sampleClaims).Output()
	if err != nil {
		t.Fatal(err)
	}
	r := runSample(t)
	line := regexp.MustCompile(`(?m)^(\w+) +P ([\d.]+) R ([\d.]+) F1 ([\d.]+)  right (\d+) wrong (\d+) missed (\d+)  (.*)$`)
	lines := line.FindAllStringSubmatch(string(out), -1)
	if len(lines) != len(Levels()) {
		t.Fatalf("the reference scorer printed\n%s", out)
	}
	for _, m := range lines {
		c := r.Levels[Level(m[1])]
		got := fmt.Sprintf("P %.3f R %.3f F1 %.3f right %d wrong %d missed %d", c.Precision(), c.Recall(), c.F1(), c.Right, c.Wrong, c.Missed)
		want := fmt.Sprintf("P %s R %s F1 %s right %s wrong %s missed %s", m[2], m[3], m[4], m[5], m[6], m[7])
		if got != want {
			t.Errorf("%s: got %s, want %s", m[1], got, want)
		}
		var langs []string
		for _, lang := range []string{"en", "ro"} {
			c := r.Languages[lang][Level(m[1])]
			langs = append(langs, fmt.Sprintf("%s:%d/%d(+%d wrong)", lang, c.Right, c.Right+c.Missed, c.Wrong))
		}
		if got, want := strings.Join(langs, " "), m[8]; got != want {
			t.Errorf("%s: got %s, want %s", m[1], got, want)
		}
	}
}

func ref(id, name string) graph.EntityRef {
	return graph.EntityRef{ID: graph.EntityID(id), Name: name}
}

func claim(subject string, kind schema.Kind, object string, m graph.Modality) graph.Claim {
	return graph.Claim{Subject: ref(subject, ""), Relation: kind, Object: ref(object, ""), Modality: m}
}

func TestMatches(t *testing.T) {
	gold := Relation{
		Subject: "Iran", SubjectCode: "IRN", Relation: "supplied_arms_to", Object: "Russia", ObjectCode: "RUS",
		Factuality: "asserted",
	}
	hosts := Relation{
		Subject: "Niger", SubjectCode: "NER", Relation: "hosts_forces_or_weapons_of", Object: "United States",
		ObjectCode: "USA", Factuality: "negated", Ended: true,
	}
	met := Relation{Subject: "China", SubjectCode: "CHN", Relation: "met_with", Object: "Russia", ObjectCode: "RUS", Factuality: "planned"}
	for _, c := range []struct {
		name  string
		gold  Relation
		claim graph.Claim
		want  string // the finest level that matches
	}{
		{"the same", gold, claim("state:IRN", "SUPPLIED_DRONES_TO", "state:RUS", graph.Asserted), "strict"},
		{"denied", gold, claim("state:IRN", "SUPPLIED_DRONES_TO", "state:RUS", graph.Denied), "label"},
		{"another kind", gold, claim("state:IRN", "MET_WITH", "state:RUS", graph.Asserted), "dyad"},
		{"the wrong way", gold, claim("state:RUS", "SUPPLIED_DRONES_TO", "state:IRN", graph.Asserted), ""},
		{"another state", gold, claim("state:BLR", "SUPPLIED_DRONES_TO", "state:RUS", graph.Asserted), ""},
		{"withdrawal ends hosting", hosts, claim("state:USA", "WITHDREW_FORCES_FROM", "state:NER", graph.Asserted), "strict"},
		{"symmetric", met, claim("state:RUS", "MET_WITH", "state:CHN", graph.Planned), "strict"},
		{"a kind without a label", gold, claim("state:IRN", "SUED", "state:RUS", graph.Asserted), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			for _, l := range Levels() {
				if c.gold.matches(&c.claim, l) {
					got = string(l)
				}
			}
			if got != c.want {
				t.Errorf("matches up to %q, want %q", got, c.want)
			}
		})
	}
}

func TestIsEntityByName(t *testing.T) {
	for _, c := range []struct {
		id, name, gold string
		want           bool
	}{
		{"actor:HAMAS", "", "Hamas", true},
		{"bloc:WEST", "Occident", "the West", true},
		{"leader:aleksandr-lukashenko", "Aleksandr Lukașenko", "Lukasenko", true},
		{"leader:luiz-inacio-lula-da-silva", "", "Lula da Silva", true},
		{"state:NER", "Niger", "Nigeria", false},
		{"leader:vladimir-putin", "Vladimir Putin", "Vladimir Voronin", false},
	} {
		if got := isEntity(ref(c.id, c.name), "", c.gold, nil); got != c.want {
			t.Errorf("isEntity(%s %q, %q) = %v, want %v", c.id, c.name, c.gold, got, c.want)
		}
	}
}

func TestConfusions(t *testing.T) {
	g := &Gold{Name: "g", Items: []Item{{ID: "1", Lang: "en", Relations: []Relation{
		{Subject: "Iran", SubjectCode: "IRN", Relation: "visited", Object: "Russia", ObjectCode: "RUS", Factuality: "asserted"},
		{Subject: "Iran", SubjectCode: "IRN", Relation: "condemned", Object: "Israel", ObjectCode: "ISR", Factuality: "asserted"},
	}}}}
	r := Run(g, map[string][]graph.Claim{"urn:gold:1": {
		claim("state:RUS", "MET_WITH", "state:IRN", graph.Asserted),
		claim("state:FRA", "MET_WITH", "state:DEU", graph.Asserted),
	}})
	want := []Confusion{
		{"condemned", "nothing", []string{"1"}},
		{"nothing", "MET_WITH", []string{"1"}},
		{"visited", "MET_WITH", []string{"1"}},
	}
	if diff := cmp.Diff(want, r.Confusions); diff != "" {
		t.Errorf("confusions (-want +got):\n%s", diff)
	}
}

func TestKindsAreScoredWhereTheGoldNamesThem(t *testing.T) {
	g := &Gold{Items: []Item{{ID: "1", Lang: "en", Kinds: []Relation{
		{
			Subject: "Iran", SubjectCode: "IRN", Kinds: []schema.Kind{"SUPPLIED_ARMS_TO"}, Object: "Russia",
			ObjectCode: "RUS", Factuality: "asserted",
		},
		{Subject: "Estonia", SubjectCode: "EST", Kinds: []schema.Kind{"SUMMONED_AMBASSADOR_OF"}, Object: "Russia", ObjectCode: "RUS", Factuality: "asserted"},
	}}, {ID: "2", Lang: "en"}}}
	r := Run(g, map[string][]graph.Claim{
		"urn:gold:1": {claim("state:IRN", "SUPPLIED_DRONES_TO", "state:RUS", graph.Planned), claim("state:EST", "SUED", "state:RUS", graph.Asserted)},
		"urn:gold:2": {claim("state:EST", "SUED", "state:RUS", graph.Asserted)},
	})
	want := map[Level]Counts{Label: {Right: 1, Wrong: 1, Missed: 1}, Strict: {Wrong: 2, Missed: 2}}
	if diff := cmp.Diff(want, r.Kinds); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
}

func TestRunStory(t *testing.T) {
	dir := filepath.FromSlash("../../../testdata/claims")
	want, err := LoadStory(filepath.Join(dir, "2022-11-05-iran-admits-drones.ro.json"))
	if err != nil {
		t.Fatal(err)
	}
	visit := claim("state:RUS", "VISITED", "state:IRN", graph.Planned)
	visit.ValidFrom = "2022-11-09"
	leads := claim("leader:volodymyr-zelenskyy", "LEADS", "state:UKR", graph.Asserted)
	leads.Subject.Name = "Volodimir Zelenski"
	negotiates := claim("state:RUS", "NEGOTIATES_TREATY_WITH", "state:IRN", graph.Asserted) // without its treaty
	war := claim("state:UKR", "AT_WAR_WITH", "state:RUS", graph.Asserted)                   // optional
	other := claim("state:POL", "SUED", "state:IRN", graph.Asserted)
	s := RunStory(want, []graph.Claim{visit, leads, negotiates, war, other})
	if diff := cmp.Diff([]string{"leads-ua", "visit"}, s.Found); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"negotiates: treaty STRATEGIC_PARTNERSHIP"}, s.Partly); diff != "" {
		t.Errorf("partly (-want +got):\n%s", diff)
	}
	if len(s.Others) != 1 || s.Others[0].Subject.ID != "state:POL" {
		t.Errorf("others: %v", s.Others)
	}
	if got, want := len(s.Missing), 9; got != want {
		t.Errorf("%d missing, want %d: %v", got, want, s.Missing)
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"not JSON":      "{",
		"no text":       `{"id":"1","lang":"en"}`,
		"empty":         "\n",
		"factuality":    `{"id":"1","lang":"en","text":"a b","relations":[{"evidence":"a","factuality":"sure"}]}`,
		"evidence":      `{"id":"1","lang":"en","text":"a b","relations":[{"evidence":"c","factuality":"asserted"}]}`,
		"the same id 2": `{"id":"1","lang":"en","text":"a"}` + "\n" + `{"id":"1","lang":"en","text":"b"}`,
	} {
		path := filepath.Join(t.TempDir(), "gold.jsonl")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(path); err == nil {
			t.Errorf("%s: loaded", name)
		}
	}
}

func TestWrite(t *testing.T) {
	r := runSample(t)
	var text, again, doc bytes.Buffer
	for _, b := range []*bytes.Buffer{&text, &again} {
		if err := r.WriteText(b); err != nil {
			t.Fatal(err)
		}
	}
	if text.String() != again.String() {
		t.Error("two prints differ")
	}
	for _, want := range []string{"strict", "signed_treaty_with", "expected"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the table has no %q", want)
		}
	}
	if err := r.WriteJSON(&doc); err != nil {
		t.Fatal(err)
	}
	var back struct {
		Levels map[string]struct {
			Right int
			F1    float64
		}
	}
	if err := json.Unmarshal(doc.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if got, want := back.Levels["label"].Right, r.Levels[Label].Right; got != want || back.Levels["label"].F1 == 0 {
		t.Errorf("JSON says %+v", back.Levels["label"])
	}
}
