package main

import (
	"context"
	"strings"
	"testing"
	"time"
)

func TestDrivers(t *testing.T) {
	var out strings.Builder
	if err := run(context.Background(), 3000, time.Millisecond, &out); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\n"); n != 3+2*len(questions) {
		t.Errorf("%d lines:\n%s", n, &out)
	}
}
