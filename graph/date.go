package graph

import (
	"fmt"
	"math"
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

// span reads the date without allocating: claims are compared by their dates
// again and again.
func (d Date) span() (first, last Day, ok bool) {
	if len(d) != 4 && len(d) != 7 && len(d) != 10 || len(d) > 4 && d[4] != '-' || len(d) > 7 && d[7] != '-' {
		return 0, 0, false
	}
	year, month, day := digits(d[:4]), 1, 1
	if len(d) > 4 {
		month = digits(d[5:7])
	}
	if len(d) > 7 {
		day = digits(d[8:])
	}
	if year < 1 || month < 1 || month > 12 || day < 1 || day > 28 && day > daysIn(year, month) {
		return 0, 0, false
	}
	first = dayOf(year, month, day)
	switch len(d) {
	case 4:
		last = dayOf(year+1, 1, 1) - 1
	case 7:
		last = first + Day(daysIn(year, month)) - 1
	default:
		last = first
	}
	return first, last, true
}

// digits is the number that the digits write, -1 when they are none.
func digits(d Date) int {
	n := 0
	for i := range len(d) {
		if d[i] < '0' || d[i] > '9' {
			return -1
		}
		n = n*10 + int(d[i]-'0')
	}
	return n
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// dayOf counts the days of the Gregorian calendar by eras of 400 years that
// begin in March (Hinnant, "chrono-compatible low-level date algorithms").
func dayOf(year, month, day int) Day {
	if month <= 2 {
		year--
		month += 12
	}
	era := year / 400 // years are not negative here
	of := year - era*400
	return Day(era*146097 + of*365 + of/4 - of/100 + (153*(month-3)+2)/5 + day - 1 - 719468)
}

// UndatedFirst is a day of publication as a key of the order, in which what has
// none comes before everything else.
func (d Day) UndatedFirst() Day {
	if d >= MaxDay {
		return MinDay
	}
	return d
}
