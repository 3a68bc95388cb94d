package graph

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Day is a calendar day of the proleptic Gregorian calendar, counted from
// 1970-01-01 (day 0). All of Entente's time is in whole days: news is dated by
// the day, and an hour that a report does not give must not be invented.
type Day int32

const (
	// MinDay is before every day: the start of what has no known start.
	MinDay Day = math.MinInt32
	// MaxDay is after every day: the end of what has no known end, and the
	// "known on" day of a question that does not set one. What an article
	// without a publication date says is known from MaxDay on, so that it is
	// in the answer to every question but those that ask "as known on".
	MaxDay Day = math.MaxInt32 - 1
	// Never is after MaxDay: a version that is known until Never is current.
	Never Day = math.MaxInt32
)

// DayOf returns the day on which t falls in UTC.
func DayOf(t time.Time) Day {
	return Day(floorDiv(t.Unix(), 86400))
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Time returns midnight UTC of the day.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Bounded reports whether d is a real day and none of MinDay, MaxDay, Never.
func (d Day) Bounded() bool { return d > MinDay && d < MaxDay }

// String prints the day as 2006-01-02, and the three unbounded days as -inf,
// +inf and never.
func (d Day) String() string {
	switch d {
	case MinDay:
		return "-inf"
	case MaxDay:
		return "+inf"
	case Never:
		return "never"
	}
	return d.Time().Format("2006-01-02")
}

// Date is a day, a month or a year as a text gives it: "2025-01-17", "2025-01"
// or "2025". It stands for the range of days that it names (2025 is 2025-01-01
// to 2025-12-31); the empty Date is unknown.
type Date string

// ParseDate checks s and returns it as a Date. It accepts years 0001 to 9999
// at the precision of a year, a month or a day, and the empty string.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return "", nil
	}
	if _, _, ok := Date(s).span(); !ok {
		return "", fmt.Errorf("%q is not a date: write 2025, 2025-01 or 2025-01-17", s)
	}
	return Date(s), nil
}

// DateOf returns the Date of a single day; the unbounded days give the empty Date.
func DateOf(d Day) Date {
	if !d.Bounded() {
		return ""
	}
	return Date(d.String())
}

// First returns the first day of the range; MinDay when the date is unknown.
func (d Date) First() Day {
	first, _, ok := d.span()
	if !ok {
		return MinDay
	}
	return first
}

// Last returns the last day of the range; MaxDay when the date is unknown.
func (d Date) Last() Day {
	_, last, ok := d.span()
	if !ok {
		return MaxDay
	}
	return last
}

// Known reports whether the date names a range of days.
func (d Date) Known() bool { return d != "" }

// Precision is 1 for a year, 2 for a month, 3 for a day and 0 for unknown.
func (d Date) Precision() int {
	switch len(d) {
	case 4:
		return 1
	case 7:
		return 2
	case 10:
		return 3
	}
	return 0
}

func (d Date) span() (first, last Day, ok bool) {
	parts := strings.Split(string(d), "-")
	n := make([]int, 3)
	n[1], n[2] = 1, 1
	if len(parts) > 3 || len(parts[0]) != 4 {
		return 0, 0, false
	}
	for i, p := range parts {
		if i > 0 && len(p) != 2 {
			return 0, 0, false
		}
		v, err := strconv.ParseUint(p, 10, 16)
		if err != nil || v == 0 {
			return 0, 0, false
		}
		n[i] = int(v)
	}
	t := time.Date(n[0], time.Month(n[1]), n[2], 0, 0, 0, 0, time.UTC)
	// time.Date normalises 31 April to 1 May; a date that moves is no date.
	if t.Year() != n[0] || int(t.Month()) != n[1] || t.Day() != n[2] {
		return 0, 0, false
	}
	first = DayOf(t)
	switch len(parts) {
	case 1:
		last = DayOf(t.AddDate(1, 0, 0)) - 1
	case 2:
		last = DayOf(t.AddDate(0, 1, 0)) - 1
	default:
		last = first
	}
	return first, last, true
}
