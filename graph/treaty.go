package graph

import (
	"slices"
	"strings"
)

// TreatyID names a treaty: its kind, its parties' codes in bytewise order, and
// the year of signature or "open":
// treaty:strategic-partnership:IRN-RUS:2025. (The id of a treaty of many parties
// that is known by name has a code in their place: treaty:arms-control:NPT:1968.)
func TreatyID(kind TreatyKind, parties []EntityID, signed Date) EntityID {
	codes := make([]string, len(parties))
	for i, p := range parties {
		codes[i] = p.Code()
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	year := "open"
	if signed.Known() {
		year = string(signed[:4])
	}
	return EntityID("treaty:" + strings.ReplaceAll(strings.ToLower(string(kind)), "_", "-") +
		":" + strings.Join(codes, "-") + ":" + year)
}

// KindOfTreaty is the kind that a treaty's id names; it may be one that there is not
// (see TreatyKinds).
func KindOfTreaty(id EntityID) TreatyKind {
	kind, _, _ := strings.Cut(id.Code(), ":")
	return TreatyKind(strings.ToUpper(strings.ReplaceAll(kind, "-", "_")))
}

// Base is the treaty's id by this mention without the year.
func (t *TreatyMention) Base() EntityID {
	id := string(t.ID)
	if id == "" {
		id = string(TreatyID(t.Kind, t.Parties, t.Signed))
	}
	if cut := strings.LastIndexByte(id, ':'); cut >= 0 {
		id = id[:cut]
	}
	return EntityID(id)
}
