// Package sqlite is the default store: one file, no server, no cgo.
//
// A question is answered with one flat statement for each of its fields, in
// one read transaction; the statements are printed by pure functions from a
// [graph.Step] and walk an index wherever a page of an entity's relations or
// claims is asked for, so that the page of a hub costs what that of a leaf
// does. A batch is put in one write transaction and becomes visible, whole,
// with the fold that follows; a fold refolds only the groups that a batch has
// touched, and writes only the rows that differ.
//
// Several processes may use one file: one writes at a time, any number read.
package sqlite
