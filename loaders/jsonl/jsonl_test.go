package jsonl_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/jsonl"
)

var loader = jsonl.Loader{Today: graph.Date("2026-01-01").First()}

// told is what a loader yields of an input, a line each.
func told(content string) []string {
	in := &loaders.Input{Name: "in", Head: []byte(content[:min(len(content), loaders.HeadSize)]), Body: strings.NewReader(content)}
	var out []string
	for item, err := range loader.Load(context.Background(), in) {
		var aside *loaders.SetAside
		switch {
		case errors.As(err, &aside):
			out = append(out, fmt.Sprintf("%d aside: %s", aside.Line, aside.Reason))
		case err != nil:
			out = append(out, "failed: "+err.Error())
		default:
			a := item.Article
			out = append(out, fmt.Sprintf("%d %s|%s|%s|%s|%s|%s", item.Line, a.Title, a.URL, a.Source, a.Published, a.Lang, a.Text))
		}
	}
	return out
}

// TestLoad: JSON Lines, one object, a list; one bad line costs one line.
func TestLoad(t *testing.T) {
	cases := []struct {
		name, in string
		want     []string
	}{
		{"lines", `{"title":"T","url":"u","source":"S","published":"2025-08-20","lang":"ro","text":"A."}` + "\n\n" + `{"text":"B.","x":[1]}`, []string{"1 T|u|S|2025-08-20|ro|A.", "3 |||||B."}},
		{"keys in capitals, null, twice", `{"TEXT":"A.","Url":null,"title":"T","title":"U"}`, []string{"1 U|||||A."}},
		{"date for published", `{"date":2025,"text":"A."}`, []string{"1 |||2025||A."}},
		{"an object over lines", "{\n \"text\":\n \"A.\"}\n{\"text\": \"B.\"}", []string{"1 |||||A.", "1 |||||B."}},
		{"a list", `[{"text":"A."},{"text":"B."}]`, []string{"1 |||||A.", "1 |||||B."}},
		{"a list over lines", "[\n{\"text\":\"A.\"},\n{\"lang\":\"ro\"}]", []string{"1 |||||A.", "1 aside: value 2: it has no text"}},
		{"an empty list", "[]", nil},
		{"a bad line between", "{\"text\":\"A.\"}\n{nonsense\n{\"text\":\"B.\"}", []string{
			"1 |||||A.",
			"2 aside: it is not a JSON object: invalid character 'n' looking for beginning of object key string", "3 |||||B.",
		}},
		{"no text, a text that is none, tomorrow", `{"a":1}` + "\n" + `{"text":[1]}` + "\n" + `{"text":"A.","published":"2026-01-02"}`, []string{
			"1 aside: it has no text", "2 aside: its text is not text", "3 aside: published 2026-01-02 is in the future",
		}},
		{"a list in a line between", "{\"text\":\"A.\"}\n[{\"text\":\"B.\"}]\n[1]\n[{\n{\"text\":\"C.\"}", []string{
			"1 |||||A.", "2 |||||B.",
			"3 aside: value 1: it is not a JSON object: it is of the type number",
			"4 aside: it is not a JSON object: unexpected end of JSON input", "5 |||||C.",
		}},
		{"more behind a list", "[\n{\"text\":\"A.\"}\n]\n{\"text\":\"B.\"}", []string{"1 |||||A.", "1 aside: something follows the list, and is not read"}},
		{"a list that does not end", `[{"text":"A."}`, []string{"1 |||||A.", "1 aside: the list does not end: EOF"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, told(c.in)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestDetects: what is told by its content.
func TestDetects(t *testing.T) {
	for head, want := range map[string]bool{
		`{"text":""}`: true, " \n[ {": true, "\uFEFF{": true, "[]": true,
		"[1, 2]": false, "Un text {": false, "---\n{": false, "": false,
	} {
		if got := loader.Detects(&loaders.Input{Head: []byte(head)}); got != want {
			t.Errorf("%q: %v, want %v", head, got, want)
		}
	}
}

// FuzzLoad: whatever the bytes, every line is an article or is set aside, and
// the end is reached.
func FuzzLoad(f *testing.F) {
	for _, s := range []string{`{"text":"a"}`, "[{\"text\":\"a\"},\n{", "{\n}\n{", "[[", "\"", "{\"text\":\"\\ud800\"}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, line := range told(s) {
			if strings.HasPrefix(line, "failed") {
				t.Errorf("%q: %s", s, line)
			}
		}
	})
}
