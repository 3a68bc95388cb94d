// Package gql answers GraphQL operations over a graph.Store. An operation is
// compiled, once, to one graph.Query (see plan.go), the store answers it, and
// resolvers look their rows up by response key: they never touch the store, and
// the number of statements depends on the operation's text, never on rows.
//
// Errors carry a code (see Code) and a message for people; an operation over a
// limit is refused before anything of it runs.
package gql

//go:generate go run ./internal/generate
