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
	bare     bool // a month without its year
	span     bool // from one date to another
	apart    bool // not of what is told: "for the first time since 2019"
}

// date reads a date at item i: "4 iulie 2003", "July 4, 2003", "17.01.2025",
// "ianuarie", "miercuri", "ieri", "2002", "two years ago", "2015-2019".
func (r *parser) date(i int) (dateRef, int, bool) {
	if d, end, ok := r.ago(i); ok {
		return d, end, true
	}
	if d, end, ok := r.numeric(i); ok {
		return d, end, true
	}
	d, end, ok := r.calendar(i)
	if ok && d.from != "" && end+1 < len(r.items) && isDash(r.items[end].punct) {
		// "2015-2019"
		if e, last, ok := r.calendar(end + 1); ok && e.to != "" && e.to.First() > d.from.First() {
			return d.until(e), last, true
		}
	}
	return d, end, ok
}

// until is the span from one date to another.
func (d dateRef) until(e dateRef) dateRef {
	d.to, d.i1, d.span, d.week = e.to, e.i1, true, false
	return d
}

// through goes on from a date behind a preposition to the one that ends its span:
// "from 2015 to 2019", "between 1980 and 1988".
func (r *parser) through(prep *lang.Lexeme, d dateRef, end int) (dateRef, int) {
	if d.from == "" || end+1 >= len(r.items) {
		return d, end
	}
	join := &r.items[end]
	p := join.has(lang.Prep)
	switch {
	case prep.Kind == "between" && join.kind(lang.Conj, "and"):
	case contains(r.pack.Since, prep.Lemma) && p != nil && (contains(r.pack.To, p.Lex.Lemma) || contains(r.pack.Until, p.Lex.Lemma)):
	default:
		return d, end
	}
	if e, last, ok := r.calendar(end + 1); ok && e.to != "" && e.to.First() >= d.from.First() {
		return d.until(e), last
	}
	return d, end
}

// numeric reads 17.01.2025, 17/01/2025 and 2025-01-17.
func (r *parser) numeric(i int) (dateRef, int, bool) {
	if i >= len(r.items) || !r.items[i].digits {
		return dateRef{}, i, false
	}
	at := int(r.toks[r.items[i].t0].Start)
	text := r.text[at:min(len(r.text), at+11)]
	var n [3]int
	k, digits := 0, 0
	var sep byte
	end := 0
	for ; end < len(text); end++ {
		c := text[end]
		if c >= '0' && c <= '9' {
			n[k] = n[k]*10 + int(c-'0')
			digits++
			continue
		}
		if (c != '.' && c != '/' && c != '-') || sep != 0 && c != sep || k == 2 || digits == 0 {
			break
		}
		sep, k, digits = c, k+1, 0
	}
	if k != 2 || digits == 0 {
		return dateRef{}, i, false
	}
	year, month, day := n[2], n[1], n[0]
	if sep == '-' {
		year, day = n[0], n[2]
	}
	d := dateRef{i0: i, from: makeDate(year, month, day)}
	if year < 1800 || year > 2199 || month == 0 || day == 0 || d.from == "" {
		return dateRef{}, i, false
	}
	last := i
	for last < len(r.items) && int(r.toks[r.items[last].t0].Start) < at+end {
		last++
	}
	d.to, d.i1 = d.from, last
	return d, last, true
}

// ago reads "two years ago", "acum doi ani", "în urmă cu trei zile", and, from the
// day named before, "two days earlier".
func (r *parser) ago(i int) (dateRef, int, bool) {
	start := i
	before := i < len(r.items) && (r.items[i].kind(lang.Prep, "ago") || r.items[i].kind(lang.Adv, "ago"))
	if before {
		i++
	}
	if i >= len(r.items) {
		return dateRef{}, start, false
	}
	n := 0
	switch it := &r.items[i]; {
	case it.digits && it.num == float64(int(it.num)):
		n = int(it.num)
	case it.has(lang.Num) != nil:
		n = int(it.has(lang.Num).Lex.Number)
	case it.kind(lang.Det, "indef"):
		n = 1
	}
	i++
	if i+1 < len(r.items) && r.items[i].has(lang.Prep) != nil && contains(r.pack.Of, r.items[i].has(lang.Prep).Lex.Lemma) {
		i++ // "20 de ani"
	}
	if n < 1 || n > 999 || i >= len(r.items) || r.items[i].has(lang.Noun) == nil {
		return dateRef{}, start, false
	}
	period := r.items[i].has(lang.Noun).Lex.Period
	i++
	from := r.art.Published
	n = -n
	switch {
	case before:
	case i >= len(r.items):
		return dateRef{}, start, false
	case r.items[i].kind(lang.Adv, "ago"):
		i++
	case r.items[i].kind(lang.Adv, "earlier"), r.items[i].kind(lang.Adv, "later"):
		if r.items[i].kind(lang.Adv, "later") {
			n = -n
		}
		i++
		from = r.said.day
	default:
		return dateRef{}, start, false
	}
	count := n // apart from n, so that only a date takes memory
	l := &lang.Lexeme{}
	switch period {
	case "day":
		l.Day = &count
	case "week":
		l.Weeks = &count
	case "month":
		l.Moon = &count
	case "year":
		l.Year = &count
	default:
		return dateRef{}, start, false
	}
	return r.relative(l, from, start, i), i, true
}

// calendar reads a date as the calendar names it, or a word like "yesterday".
func (r *parser) calendar(i int) (dateRef, int, bool) {
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
	} else if it.pos == lang.Adv && (it.e.Lex.Day != nil || it.e.Lex.Year != nil || it.e.Lex.Moon != nil || it.e.Lex.Weeks != nil) {
		return r.relative(it.e.Lex, r.art.Published, start, i+1), i + 1, true
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
		if i+1 < len(r.items) && r.items[i].punct == '.' && (r.isDay(i+1) || r.isYear(i+1)) {
			i++ // "Dec. 22"
		}
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
		if i < len(r.items) && r.items[i].has(lang.Noun) != nil && r.items[i].has(lang.Noun).Lex.Period == "year" {
			i++ // "2022 года"
		}
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
		d.from, d.bare = makeDate(year, month, day), true
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
	if !it.digits || it.num < 1800 || it.num > 2199 || r.tokenLen(i) != 4 || r.numbered(i) {
		return false
	}
	return it.pos == 0 || it.pos == lang.Num
}

// numbered reports whether a number only ends a name: "Zapad-2025".
func (r *parser) numbered(i int) bool {
	if i > 1 && isDash(r.items[i-1].punct) && r.toks[r.items[i].t0].Flags&lang.Spaced == 0 {
		i--
	} else if !r.items[i].joined {
		return false
	}
	p := &r.items[i-1]
	return p.cap && p.pos == 0 && p.punct == 0
}

// relative resolves "ieri" and "anul trecut" against a day, that of publication or the
// one named before.
func (r *parser) relative(l *lang.Lexeme, pub graph.Date, i0, i1 int) dateRef {
	d := dateRef{i0: i0, i1: i1}
	switch {
	case l.Day != nil && pub.Precision() == 3:
		d.from = dayBefore(pub, -*l.Day)
	case l.Year != nil && pub.Known():
		d.from = makeDate(atoi(string(pub[:4]))+*l.Year, 0, 0)
	case l.Moon != nil && pub.Precision() >= 2:
		m := atoi(string(pub[:4]))*12 + atoi(string(pub[5:7])) - 1 + *l.Moon
		d.from = makeDate(m/12, m%12+1, 0)
	case l.Weeks != nil && pub.Precision() == 3:
		back := (int(pub.First().Time().Weekday())+6)%7 - 7**l.Weeks
		d.from, d.to, d.span = dayBefore(pub, back), dayBefore(pub, back-6), true
	}
	switch {
	case d.from == "" || d.span && d.to == "":
		d.from, d.span, d.words = "", false, r.span(i0, i1)
	case d.span:
		return d
	}
	d.to = d.from
	return d
}

// dayNamed keeps a day for "two days earlier".
func (r *parser) dayNamed(d dateRef) {
	if d.from.Precision() == 3 && d.from == d.to {
		r.said.day = d.from
	}
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

// dateOfNoun reports whether the date of phrase k is of a noun that only tells
// since or after what something happened, "since the death of X in 2011", or of
// one that it tells apart, "the Act of 1954".
func (r *parser) dateOfNoun(k int) bool {
	if !r.pack.AdjectiveBefore() || r.pack.Case {
		return false
	}
	d := &r.phrases[k].date
	if d.apart || !d.span && contains(r.pack.Of, d.prep) {
		return true
	}
	for m := k - 1; m >= 0 && r.phrases[m].kind == 'N'; m-- {
		p := r.phrases[m].np.prep
		switch {
		case p == nil:
			return false
		case p.Kind == "apart", contains(r.pack.Since, p.Lemma) && p.Kind == "":
			return true
		case p.Kind == "given" && p.Lemma == "after":
			return d.from.Precision() < 3 || m == 0 && k+1 < len(r.phrases) && r.phrases[k+1].kind == ','

		}
	}
	return false
}
