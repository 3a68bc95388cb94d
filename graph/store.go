package graph

import (
	"context"
	"errors"
	"iter"
)

// Revision counts the folds that changed a store: 0 is empty. It keys caches
// and orders live updates across processes.
type Revision int64

// Batch is what is put into a store at once: all of it or nothing.
type Batch struct {
	// Entities are added, or replace those of the same id.
	Entities []*Entity
	// Readings are articles with their whole claim sets.
	Readings []Reading
	// Judgements are added; one that is there already changes nothing. Of what one
	// of them purges nothing is kept, whatever batch brings it.
	Judgements []*Judgement
}

// Reading is an article with all the claims that one extractor found in it.
// Putting it again replaces the claims of the same extractor and article; a
// reading with the same claims changes nothing.
type Reading struct {
	Article   *Article
	Extractor string
	Claims    []*Claim
}

// Store keeps the graph and answers questions about it. All stores pass the
// suite of graph/graphtest whole and give the same answers. A Store is safe
// for concurrent use.
type Store interface {
	// Put adds a batch in one transaction and marks the groups it touches as
	// dirty. What it adds is not in any answer before the next Fold.
	Put(ctx context.Context, b *Batch) error
	// Fold refolds the dirty groups and returns the revision after it, raised
	// by one if any answer may have changed. Opening a store folds what an
	// interrupted process left behind.
	Fold(ctx context.Context) (Revision, error)
	// Query answers a question from one state of the graph: between two folds.
	Query(ctx context.Context, q *Query) (*Result, error)
	// Log yields what the store holds, in the order of the revision that
	// brought it, then by kind (entities, articles, claims, judgements), then
	// by id. after is the revision from which to go on; 0 yields all. The
	// entities and claims of the registry are left out: every store has them.
	Log(ctx context.Context, after Revision) iter.Seq2[Record, error]
	Close() error
}

// Record is one entry of a store's log: exactly one of its pointers is set.
type Record struct {
	Revision  Revision
	Entity    *Entity
	Article   *Article
	Claim     *Claim
	Judgement *Judgement
}

// The sentinel errors of questions and stores. Their texts are for people; the
// GraphQL codes for them stand in one table of schema/gql.
var (
	// ErrBadInput: the question contradicts itself or names what cannot be.
	ErrBadInput = errors.New("bad input")
	// ErrBadCursor: a cursor that no answer to this question gave.
	ErrBadCursor = errors.New("not a cursor of this list; use an endCursor or startCursor of an earlier page with the same order")
	// ErrTooMany: more rows than the question may have.
	ErrTooMany = errors.New("too many rows")
	// ErrUnavailable: the database does not answer; the text says what to do.
	ErrUnavailable = errors.New("the database does not answer")
	// ErrNewer: the database was written by a newer version of Entente.
	ErrNewer = errors.New("the database was written by a newer version of entente: install that version, or load into a new database")
	// ErrOlder: the database was written by an older version of Entente, and is not
	// brought forward.
	ErrOlder = errors.New("the database was written by an older version of entente: export it with that version (entente export --format jsonl) and load that into an empty database")
	// ErrCorrupt: the database cannot be read.
	ErrCorrupt = errors.New("the database is damaged")
)

// TooManyError carries the figures of ErrTooMany.
type TooManyError struct {
	What        string // "nodes", "relations"
	Have, Limit int
}

func (e *TooManyError) Error() string {
	return "too many " + e.What + ": " + itoa(e.Have) + ", at most " + itoa(e.Limit) + " are answered; narrow the question by kinds, dates or minConfidence"
}

// Is makes errors.Is(err, ErrTooMany) true.
func (e *TooManyError) Is(target error) bool { return target == ErrTooMany }

// Rebuilder is a store that keeps what it folds and can fold it all again. A
// store that folds anew each time has nothing to rebuild.
type Rebuilder interface {
	// Rebuild makes every group dirty; the next Fold does the work.
	Rebuild(ctx context.Context) error
}

// Warmer is a store that answers the usual questions faster once it has been
// asked them, as one whose server plans what it has not yet answered.
type Warmer interface {
	// Warm asks the usual questions. A server calls it beside its first answers;
	// whoever asks once need not.
	Warm(ctx context.Context) error
}
