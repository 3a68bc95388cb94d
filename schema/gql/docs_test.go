package gql

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// The page on the API names every code and the limits as they are.
func TestPageOnTheAPI(t *testing.T) {
	page, err := os.ReadFile("../../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range enumsOfDomain()["ErrorCode"] {
		if !bytes.Contains(page, []byte("`"+code+"`")) {
			t.Errorf("the page does not name %s", code)
		}
	}
	text := strings.Join(strings.Fields(string(page)), " ")
	l := DefaultLimits()
	for _, says := range []string{
		fmt.Sprintf("%d tokens", l.Tokens), fmt.Sprintf("%d levels", l.Depth), fmt.Sprintf("%d fields", l.Fields), fmt.Sprintf("%d aliases", l.Aliases),
		fmt.Sprintf("%d rows", l.Cost), fmt.Sprintf("%d nodes", l.Nodes), fmt.Sprintf("%d relations", l.Edges), l.Time.String(),
		fmt.Sprintf("%d bytes", l.Body), fmt.Sprintf("%d requests at a time", l.Concurrent), fmt.Sprintf("%d subscriptions", l.Streams), l.Client.String() + " for a client",
	} {
		if !strings.Contains(text, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	_, after, _ := strings.Cut(string(page), "```\n#")
	file, _, _ := strings.Cut(after, "```")
	tokens, err := ReadTokens(strings.NewReader("#" + file))
	if err != nil || len(tokens.list) != 1 {
		t.Errorf("the token file of the page: %v", err)
	}
	if c := tokens.find("foo", time.Date(2027, 6, 30, 23, 0, 0, 0, time.UTC)); c.Name != "ann" || c.Role != Editor {
		t.Errorf("its token is %+v", c)
	}
}
