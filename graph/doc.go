// Package graph is the domain: what articles claim about states, organisations,
// non-state actors, leaders and treaties, what the claims add up to, and how one
// asks about it. It does no I/O and knows no database.
//
// A Claim is what an article says: one relation between two ends, quoted, dated,
// attributed, never changed. A Relation is what claims add up to: a pure fold
// over them (FoldGroup, FoldTreaty) that can be thrown away and made again. It
// comes in versions, each known on a stretch of days, so that a question can be
// asked as of any day. Judgements are people's corrections, records like the
// rest; Corrections turns claims and judgements into the Pieces that are folded.
// A Query is a tree that asks; Match is the meaning of its conditions and
// Execute how it is answered, one statement a field. A Store keeps and answers.
//
// docs/folding.md says the rules of the fold in plain words.
package graph
