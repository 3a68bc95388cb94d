package graph

import (
	"cmp"
	"slices"
	"strings"
)

// GroupKeys are a row's values under the keys of a Group; an unknown day has
// the key "". ref is that of the field, standing that of a claim.
func GroupKeys(by []GroupBy, row Row, standing Standing, ref Reference) []string {
	keys := make([]string, len(by))
	for i, k := range by {
		keys[i] = groupKey(k, row, standing, ref)
	}
	return keys
}

func groupKey(k GroupBy, row Row, standing Standing, ref Reference) string {
	var subject, object EntityID
	var kind, modality, status, voice string
	outlet, lang := standing.Source, standing.Lang
	day := MinDay
	switch {
	case row.Relation != nil:
		r := row.Relation
		subject, object, kind, modality, status, day = r.Subject, r.Object, string(r.Kind), string(r.Modality), string(r.StatusAt(ref)), r.Since
	case row.Claim != nil:
		c := row.Claim
		subject, object, kind, modality, voice, day = c.Subject.ID, c.Object.ID, string(c.Relation), string(c.Modality), string(c.Voice), c.Known()
	case row.Article != nil:
		outlet, lang, day = row.Article.Source, row.Article.Lang, row.Article.Known()
	case row.Treaty != nil:
		kind, status, day = string(row.Treaty.Kind), string(row.Treaty.Status), row.Treaty.Since
	case row.Entity != nil:
		kind = string(row.Entity.Kind)
	case row.Judgement != nil:
		kind, day = string(row.Judgement.Verb), row.Judgement.On
	}
	date := DateOf(day)
	switch k {
	case GroupKind:
		return kind
	case GroupSubject:
		return string(subject)
	case GroupObject:
		return string(object)
	case GroupPair:
		if object < subject {
			subject, object = object, subject
		}
		return string(subject) + " " + string(object)
	case GroupModality:
		return modality
	case GroupStatus:
		return status
	case GroupVoice:
		return voice
	case GroupOutlet:
		return outlet
	case GroupLanguage:
		return lang
	case GroupDay:
		return string(date)
	case GroupMonth:
		return string(date[:min(len(date), 7)])
	case GroupYear:
		return string(date[:min(len(date), 4)])
	}
	return ""
}

// InTime reports whether the groups come in the order of time.
func (g *Group) InTime() bool {
	return len(g.By) > 0 && slices.Contains([]GroupBy{GroupDay, GroupMonth, GroupYear}, g.By[0])
}

// SortGroups puts counts into the order of a Group's answer and cuts them to
// its limit.
func (g *Group) SortGroups(rows []GroupRow) []GroupRow {
	inTime := g.InTime()
	slices.SortFunc(rows, func(a, b GroupRow) int {
		if !inTime && a.Count != b.Count {
			return cmp.Compare(b.Count, a.Count)
		}
		return slices.CompareFunc(a.Keys, b.Keys, strings.Compare)
	})
	limit := g.Limit
	if limit <= 0 {
		limit = DefaultPage
	}
	return rows[:min(len(rows), limit)]
}
