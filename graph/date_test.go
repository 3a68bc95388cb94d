package graph

import (
	"testing"
	"time"
)

// TestDatesAgreeWithTime compares every day of four centuries, and the first
// and last ones, with package time.
func TestDatesAgreeWithTime(t *testing.T) {
	check := func(at time.Time) {
		t.Helper()
		d := Date(at.Format("2006-01-02"))
		want := DayOf(at)
		if d.First() != want || d.Last() != want {
			t.Fatalf("%s is the days %d to %d, want %d", d, d.First(), d.Last(), want)
		}
		month, year := d[:7], d[:4]
		first := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
		if month.First() != DayOf(first) || month.Last() != DayOf(first.AddDate(0, 1, 0))-1 {
			t.Fatalf("%s is the days %d to %d", month, month.First(), month.Last())
		}
		first = time.Date(at.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
		if year.First() != DayOf(first) || year.Last() != DayOf(first.AddDate(1, 0, 0))-1 {
			t.Fatalf("%s is the days %d to %d", year, year.First(), year.Last())
		}
		if DateOf(want) != d {
			t.Fatalf("day %d is %s, want %s", want, DateOf(want), d)
		}
	}
	for at := time.Date(1799, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2201; at = at.AddDate(0, 0, 1) {
		check(at)
	}
	check(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC))
	check(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))
}

func TestParseDate(t *testing.T) {
	for _, s := range []string{"2025-02-29", "2025-13", "2025-00", "2025-1", "0000", "25", "2025-01-1", "2025/01/01", "2025-01-32", "2025-04-31", "1900-02-29", "+025", "2025-", "20250101", " 2025", "२०२५"} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("%q is read as %q", s, d)
		}
		if Date(s).First() != MinDay || Date(s).Last() != MaxDay {
			t.Errorf("%q names days", s)
		}
	}
	for _, s := range []string{"", "2025", "2024-02-29", "2000-02-29", "2025-12", "0001-01-01"} {
		if _, err := ParseDate(s); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
}
