package lang_test

import (
	"testing"

	"github.com/entente-graph/entente/loaders/lang"
)

// Every pack that is built in loads without a complaint.
func TestPacksLoad(t *testing.T) {
	codes := lang.Codes()
	if len(codes) == 0 {
		t.Fatal("no packs are built in")
	}
	for _, code := range codes {
		if _, err := lang.Open(code); err != nil {
			t.Error(err)
		}
	}
}
