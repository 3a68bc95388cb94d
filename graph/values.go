package graph

import (
	"encoding/json"
	"fmt"

	"github.com/entente-graph/entente/schema"
)

// Values are the columns of a row of a database, read one after the other.
type Values struct {
	row []any
	at  int
	err error
}

// ValuesOf are the columns of a row.
func ValuesOf(row []any) *Values { return &Values{row: row} }

// Next reads a column. One of another type, or that is not there, gives the empty
// value and an error (see Err) that is ErrCorrupt.
func Next[T any](v *Values) (value T) {
	if v.at >= len(v.row) {
		if v.err == nil {
			v.err = fmt.Errorf("a row of %d columns: %w", len(v.row), ErrCorrupt)
		}
		return value
	}
	value, ok := v.row[v.at].(T)
	if !ok && v.err == nil {
		v.err = fmt.Errorf("column %d is a %T: %w", v.at, v.row[v.at], ErrCorrupt)
	}
	v.at++
	return value
}

// Err is the first error of those that were read.
func (v *Values) Err() error { return v.err }

// Text reads a text.
func (v *Values) Text() string { return Next[string](v) }

// Number reads a whole number.
func (v *Values) Number() int64 { return Next[int64](v) }

// Day reads a day.
func (v *Values) Day() Day { return Day(v.Number()) }

// Date reads a date.
func (v *Values) Date() Date { return Date(v.Text()) }

// JSON reads a text into what it is the JSON of.
func (v *Values) JSON(into any) error {
	text := v.Text()
	if v.err != nil {
		return v.err
	}
	return json.Unmarshal([]byte(text), into)
}

// ReadArticle reads the columns of an article: those of a brief one, its print and
// its text.
func ReadArticle(v *Values) (Row, error) {
	r, _ := ReadBriefArticle(v)
	r.Article.Print, r.Article.Text = v.Text(), v.Text()
	return r, v.err
}

// ReadBriefArticle reads the columns of a brief article (see Field.Brief).
func ReadBriefArticle(v *Values) (Row, error) {
	return Row{Article: &Article{ID: ArticleID(v.Text()), Title: v.Text(), URL: v.Text(), Source: v.Text(), Published: v.Date(), Lang: v.Text()}}, v.err
}

// ReadTreaty reads the days from and to which a version of a treaty is known, its
// JSON and its rank.
func ReadTreaty(v *Values) (Row, error) {
	from, to := v.Day(), v.Day()
	t := &TreatyNode{}
	err := v.JSON(t)
	t.KnownFrom, t.KnownTo = from, to
	return Row{Treaty: t, Rank: int(v.Number())}, err
}

// ReadJudgement reads the day of a judgement and its JSON.
func ReadJudgement(v *Values) (Row, error) {
	on := v.Day()
	j := &Judgement{}
	err := v.JSON(j)
	j.On = on
	return Row{Judgement: j}, err
}

// ReadBriefEntity reads the columns of a brief entity (see Field.Brief).
func ReadBriefEntity(v *Values) (Row, error) {
	return Row{Entity: &Entity{ID: EntityID(v.Text()), Kind: EntityKind(v.Text()), Name: v.Text()}}, v.err
}

// ReadRelation gives a relation that was read its span, which takes less than to read
// it too; err is that of the reading.
func ReadRelation(o *schema.Ontology, r *Relation, err error) (Row, error) {
	spec := o.Spec(r.Kind)
	switch {
	case err != nil:
		return Row{}, err
	case spec == nil:
		return Row{}, fmt.Errorf("%s is of the kind %q, which this version does not know: %w", r.ID, r.Kind, ErrCorrupt)
	}
	r.Span = SpanOf(spec, r)
	return Row{Relation: r}, nil
}
