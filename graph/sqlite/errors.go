package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/entente-graph/entente/graph"
)

// explain turns a driver's error into one sentence that says what to do. The
// driver's own words go only into those that nobody but a developer can act on.
func explain(path string, err error) error {
	if err == nil {
		return nil
	}
	// What whoever asks can mend is none of the file, whose name is not for everybody.
	for _, theirs := range []error{context.Canceled, context.DeadlineExceeded, graph.ErrBadInput, graph.ErrBadCursor, graph.ErrTooMany} {
		if errors.Is(err, theirs) {
			return err
		}
	}
	switch failureOf(err) {
	case damaged:
		return fmt.Errorf("%s: %w: restore it from a copy, or move it away and load again", path, graph.ErrCorrupt)
	case notDatabase:
		return fmt.Errorf("%s is not an Entente database: choose another file, or move this one away: %w", path, graph.ErrCorrupt)
	case diskFull:
		return fmt.Errorf("%s: the disk is full: free some space and load again, nothing was lost: %w", path, graph.ErrUnavailable)
	case readOnly:
		return fmt.Errorf("%s: the file or its folder cannot be written: change its permissions, or choose another: %w", path, graph.ErrUnavailable)
	case cannotOpen:
		return fmt.Errorf("%s: the file cannot be opened: check that it is a file and that you may read and write it: %w", path, graph.ErrUnavailable)
	case locked:
		return fmt.Errorf("%s: another process has been writing to it for a minute: wait for it to end, or stop it: %w", path, graph.ErrUnavailable)
	case interrupted:
		return context.Canceled
	case diskFault:
		return fmt.Errorf("%s: the disk reports a fault: check it, and the copies of the file: %w", path, graph.ErrUnavailable)
	}
	return fmt.Errorf("%s: %w", path, err)
}
