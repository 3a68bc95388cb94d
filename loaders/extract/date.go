package extract

import (
	"fmt"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// dateRef is a date as a text gives it.
type dateRef struct {
	from, to graph.Date
	words    string // of one that could not be resolved
	prep     string
	i0, i1   int
	week     bool // a weekday alone
}

// date reads a date at item i: "4 iulie 2003", "July 4, 2003", "ianuarie",
// "miercuri", "ieri", "2002".
func (r *parser) date(i int) (dateRef, int, bool) {
	if i >= len(r.items) {
		return dateRef{}, i, false
	}
	start := i
	it := &r.items[i]
	day, month, year := 0, 0, 0
	week := 0
	if it.pos == lang.Noun && it.e.Lex.Week > 0 && !(i > 0 && (r.items[i-1].digits || r.items[i-1].pos == lang.Num)) {
		week = int(it.e.Lex.Week)
		i++
		if i < len(r.items) && r.items[i].punct == ',' && i+1 < len(r.items) && (r.isDay(i+1) || r.isMonth(i+1)) {
			i++
		}
	} else if it.pos == lang.Adv && (it.e.Lex.Day != nil || it.e.Lex.Year != nil || it.e.Lex.Moon != nil) {
		return r.relative(it.e.Lex, start, i+1), i + 1, true
	}
	if i+2 < len(r.items) && r.isDay(i) && r.items[i+1].punct == '.' && r.isMonth(i+2) {
		// "17. Januar"
		day, month = int(r.items[i].num), int(r.items[i+2].e.Lex.Month)
		i += 3
	} else if i < len(r.items) && r.isDay(i) && i+1 < len(r.items) && r.isMonth(i+1) {
		day, month = int(r.items[i].num), int(r.items[i+1].e.Lex.Month)
		i += 2
	} else if i < len(r.items) && r.isMonth(i) {
		month = int(r.items[i].e.Lex.Month)
		i++
		if i < len(r.items) && r.isDay(i) {
			day = int(r.items[i].num)
			i++
			if i < len(r.items) && r.items[i].punct == ',' && i+1 < len(r.items) && r.isYear(i+1) {
				i++
			}
		}
	}
	if i < len(r.items) && r.isYear(i) && (month > 0 || week == 0 && (i+1 >= len(r.items) || !r.items[i+1].isNounish() || month > 0 || i > 0 && r.items[i-1].pos == lang.Prep && r.pack.AdjectiveAfter())) {
		year = int(r.items[i].num)
		i++
	}
	if month == 0 && year == 0 && week == 0 {
		return dateRef{}, start, false
	}
	d := dateRef{i0: start, i1: i}
	pub := r.art.Published
	switch {
	case month > 0 && year == 0:
		// The year of a bare month: the last one not after publication.
		if pub.Known() && len(pub) >= 4 {
			year = atoi(string(pub[:4]))
			if pub.Precision() >= 2 && month > atoi(string(pub[5:7])) {
				year--
			}
		}
		if year == 0 {
			d.words = r.span(start, i)
			return d, i, true
		}
		d.from = makeDate(year, month, day)
	case year > 0:
		d.from = makeDate(year, month, day)
	case week > 0:
		if pub.Precision() < 3 {
			d.words = r.span(start, i)
			return d, i, true
		}
		d.week = true
		d.from = dayBefore(pub, (int(pub.First().Time().Weekday()+6)%7+1-week+7)%7)
	}
	d.to = d.from
	if d.from == "" {
		d.words = r.span(start, i)
	}
	return d, i, true
}

func (it *item) isNounish() bool {
	return it.pos == lang.Noun && it.e.Lex.Month == 0 || it.pos == posName && it.class() == lang.ClassAdj
}

func (r *parser) isMonth(i int) bool {
	it := &r.items[i]
	return it.pos == lang.Noun && it.e.Lex.Month > 0
}

func (r *parser) isDay(i int) bool {
	it := &r.items[i]
	return it.digits && it.num >= 1 && it.num <= 31 && it.num == float64(int(it.num)) && r.tokenLen(i) <= 4
}

func (r *parser) isYear(i int) bool {
	it := &r.items[i]
	if !it.digits || it.num < 1800 || it.num > 2199 || r.tokenLen(i) != 4 {
		return false
	}
	return it.pos == 0 || it.pos == lang.Num
}

// relative resolves "ieri" and "anul trecut" against the day of publication.
func (r *parser) relative(l *lang.Lexeme, i0, i1 int) dateRef {
	d := dateRef{i0: i0, i1: i1}
	pub := r.art.Published
	switch {
	case l.Day != nil && pub.Precision() == 3:
		d.from = dayBefore(pub, -*l.Day)
	case l.Year != nil && pub.Known():
		d.from = makeDate(atoi(string(pub[:4]))+*l.Year, 0, 0)
	case l.Moon != nil && pub.Precision() >= 2:
		m := atoi(string(pub[:4]))*12 + atoi(string(pub[5:7])) - 1 + *l.Moon
		d.from = makeDate(m/12, m%12+1, 0)
	}
	if d.from == "" {
		d.words = r.span(i0, i1)
	}
	d.to = d.from
	return d
}

// dayBefore is the day so many days before another; empty where the calendar
// ends.
func dayBefore(d graph.Date, days int) graph.Date {
	day, err := graph.ParseDate(string(graph.DateOf(d.First() - graph.Day(days))))
	if err != nil {
		return ""
	}
	return day
}

func atoi(s string) int {
	n := 0
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}

// makeDate is the date at the precision given; empty when there is no such day.
func makeDate(year, month, day int) graph.Date {
	s := fmt.Sprintf("%04d", year)
	if month > 0 {
		s += fmt.Sprintf("-%02d", month)
		if day > 0 {
			s += fmt.Sprintf("-%02d", day)
		}
	}
	d, err := graph.ParseDate(s)
	if err != nil {
		return ""
	}
	return d
}
