// Package schema is the vocabulary of the graph: the kinds of relation, what
// may stand at their ends, how they are said, dated and exchanged with event
// data.
//
// The kinds are data. ontology.yaml is their one source, embedded in the
// program; [Default] reads it. The constants of this package, the GraphQL enum
// RelationKind and docs/relations.md are generated from it, and a test holds
// them equal to it. docs/add-a-relation.md shows how a kind is added.
//
// The package imports nothing else of the project.
package schema

//go:generate go run ./internal/gen
