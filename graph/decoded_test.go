package graph

import (
	"fmt"
	"strings"
	"testing"
)

// What was decoded once is found again, and what is kept stays bounded.
func TestDecoded(t *testing.T) {
	var d Decoded[Name]
	text := func(i int) string {
		return fmt.Sprintf(`{"lang":"ro","text":"%s%d"}`, strings.Repeat("x", 10_000), i)
	}
	first, err := d.Get(text(0), DecodeJSON[Name])
	if err != nil || !strings.HasSuffix(first.Text, "x0") {
		t.Fatal(first, err)
	}
	if again, err := d.Get(text(0), DecodeJSON[Name]); err != nil || again != first {
		t.Error("it was decoded twice")
	}
	most := 0
	for i := range 5 * decodedMax / 10_000 {
		if v, err := d.Get(text(i), DecodeJSON[Name]); err != nil || !strings.HasSuffix(v.Text, fmt.Sprintf("x%d", i)) {
			t.Fatal(v, err)
		}
		if again, err := d.Get(text(0), DecodeJSON[Name]); err != nil || again != first {
			t.Fatalf("what is asked for all the time was forgotten after %d others", i)
		}
		most = max(most, d.size)
	}
	if most > decodedMax || len(d.now)+len(d.before) > 2*decodedMax/10_000 {
		t.Errorf("%d bytes, %d texts are kept", most, len(d.now)+len(d.before))
	}
	if _, err := d.Get("{", DecodeJSON[Name]); err == nil {
		t.Error("what is no JSON was decoded")
	}
}
