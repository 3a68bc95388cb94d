package neo4j

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/entente-graph/entente/graph"
)

// explain turns a driver's error into one sentence that says what to do. The
// driver's own words go only into those that nobody but a developer can act on;
// none of them holds the password.
func (c *conn) explain(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	for _, ours := range []error{graph.ErrBadInput, graph.ErrBadCursor, graph.ErrTooMany, graph.ErrUnavailable, graph.ErrNewer, graph.ErrOlder, graph.ErrCorrupt} {
		if errors.Is(err, ours) {
			return err
		}
	}
	code := codeOf(err)
	switch {
	case strings.HasPrefix(code, "Neo.ClientError.Security."):
		if strings.HasSuffix(code, "Forbidden") {
			return fmt.Errorf("%s: this user may not write here: grant the role of an editor and of one who makes indexes, or name another user: %w", c.address, graph.ErrUnavailable)
		}
		return fmt.Errorf("%s refuses this user and password: name the user in the address, as in neo4j://user@host:7687, and set ENTENTE_DB_PASSWORD: %w", c.address, graph.ErrUnavailable)
	case strings.Contains(code, "MemoryPoolOutOfMemory") || strings.Contains(code, "OutOfMemory"):
		return fmt.Errorf("%s: the server has too little memory for this: raise server.memory.heap.max_size, or load less at a time: %w", c.address, graph.ErrUnavailable)
	case strings.Contains(code, "TransactionTimedOut"):
		return fmt.Errorf("%s: the server cut the transaction off after its db.transaction.timeout: narrow the question, or raise it: %w", c.address, graph.ErrUnavailable)
	case strings.Contains(code, "DatabaseUnavailable") || strings.Contains(code, "DatabaseNotFound"):
		return fmt.Errorf("%s: the server answers, but its database is not there: start the database, or wait for it: %w", c.address, graph.ErrUnavailable)
	case lost(err):
		return fmt.Errorf("%s: no Neo4j server answers there: check the address, and that the server runs: %w", c.address, graph.ErrUnavailable)
	}
	return fmt.Errorf("%s: %w", c.address, err)
}

// cut is the error of what was cut off because the server was lost meanwhile.
func (c *conn) cut(ctx context.Context, what, then string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("%s: the server was lost in the middle of %s, which was cut off: see that it runs, and %s: %w", c.address, what, then, graph.ErrUnavailable)
}

// gone reports whether the connection to the server was lost, or the server ends.
func gone(err error) bool {
	var limit *neo4j.TransactionExecutionLimit
	if errors.As(err, &limit) && len(limit.Errors) > 0 {
		return gone(limit.Errors[len(limit.Errors)-1])
	}
	var connection *neo4j.ConnectivityError
	code := codeOf(err)
	return errors.As(err, &connection) || strings.Contains(code, "DatabaseUnavailable") || strings.HasSuffix(code, "Transaction.Terminated")
}

// lost reports whether the server could not be reached, or was lost on the way.
func lost(err error) bool {
	var auth *neo4j.TokenExpiredError
	if errors.As(err, &auth) {
		return false
	}
	return gone(err) || neo4j.IsRetryable(err) || neo4j.IsTransactionExecutionLimit(err)
}
