package graph

import "strconv"

func itoa(n int) string { return strconv.Itoa(n) }

// Result is the answer to a query, a tree like it.
type Result struct {
	Revision Revision
	// Latest is the latest day of publication in the store (MinDay when none):
	// what "ended", "lapsed" and "stale" are read against. See Time.Reference.
	Latest Day
	// Undated counts the articles without a day of publication, which are in
	// no answer "as known on" a day. Counted only when a field sets KnownBy.
	Undated int
	// Statements counts the statements that answered the query.
	Statements int
	Fields     map[string]*Answer
}

// Answer is the answer to one field: a page of rows for each parent.
type Answer struct {
	Field *Field
	// Pages by the parent's key (see Row.Key); the key of the root is "". A
	// parent without rows may have no entry: use Page.
	Pages  map[string]*RowPage
	Fields map[string]*Answer

	byID map[string]Row // see Row
}

// Page returns the page of a parent, an empty one when it has no rows.
func (a *Answer) Page(parent string) *RowPage {
	if p := a.Pages[parent]; p != nil {
		return p
	}
	return &RowPage{}
}

// RowPage is a page of one parent's rows.
type RowPage struct {
	Rows             []Row
	HasNext, HasPrev bool
	Total            int // set when Field.Count
	Groups           []GroupRow
}

// GroupRow is a count of rows by the keys of a Group.
type GroupRow struct {
	Keys              []string
	Count             int
	Articles, Origins int // with Group.Behind
}

// Row is one row: exactly one of its pointers is set. Rows are shared and must
// not be changed.
type Row struct {
	Entity    *Entity
	Relation  *Relation
	Claim     *Claim
	Article   *Article
	Treaty    *TreatyNode
	Judgement *Judgement
	// Rank is how well the name matched, of what was searched for.
	Rank int
}

// Key is the row's id, by which the fields below it find their page.
func (r Row) Key() string {
	switch {
	case r.Entity != nil:
		return string(r.Entity.ID)
	case r.Relation != nil:
		return string(r.Relation.ID)
	case r.Claim != nil:
		return string(r.Claim.ID)
	case r.Article != nil:
		return string(r.Article.ID)
	case r.Treaty != nil:
		return string(r.Treaty.ID)
	case r.Judgement != nil:
		return r.Judgement.ID
	}
	return ""
}

// SortKey is the row's value under an order field, as a cursor carries it.
func (r Row) SortKey(f OrderField) string {
	if f == ByName && r.Entity != nil {
		return r.Entity.Name
	}
	if f == ByID {
		return r.Key()
	}
	return strconv.FormatInt(r.SortValue(f), 10)
}

// SortValue is the row's value under a numeric order field.
func (r Row) SortValue(f OrderField) int64 {
	undatedLast := func(d Day) int64 {
		if d >= MaxDay {
			d = MinDay
		}
		return int64(d)
	}
	switch f {
	case ByRank:
		return int64(r.Rank)
	case ByOn:
		if r.Judgement != nil {
			return int64(r.Judgement.On)
		}
	case BySince:
		switch {
		case r.Relation != nil:
			return int64(r.Relation.Since)
		case r.Treaty != nil:
			return int64(r.Treaty.Since)
		case r.Claim != nil:
			return int64(r.Claim.ValidFrom.First())
		}
	case ByConfidence:
		switch {
		case r.Relation != nil:
			return int64(r.Relation.Confidence)
		case r.Claim != nil:
			return int64(r.Claim.Confidence)
		}
	case ByClaims:
		if r.Relation != nil {
			return int64(r.Relation.ClaimCount)
		}
	case BySources:
		if r.Relation != nil {
			return int64(r.Relation.SourceCount)
		}
	case ByReported:
		if r.Relation != nil {
			return undatedLast(r.Relation.FirstReported)
		}
	case ByAttested:
		if r.Relation != nil {
			return int64(r.Relation.LastAttested)
		}
	case ByPublished:
		switch {
		case r.Claim != nil:
			return undatedLast(r.Claim.Known())
		case r.Article != nil:
			return undatedLast(r.Article.Known())
		}
	}
	return 0
}

// CursorOf is the cursor that stands at a row of a field.
func CursorOf(f *Field, r Row) Cursor {
	ordering := f.Ordering()
	c := Cursor{List: f.list(), Known: f.Time.Known(), ID: r.Key()}
	for _, o := range ordering {
		if o.Field != ByID {
			c.Keys = append(c.Keys, r.SortKey(o.Field))
		}
	}
	return c
}
