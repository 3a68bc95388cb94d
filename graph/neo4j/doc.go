// Package neo4j keeps a graph in a Neo4j 5 server, where people can walk it with
// their own Cypher while Entente loads and answers.
//
// Entities are nodes (:Entity, and one of :State, :Organisation, :NonStateActor,
// :Leader, :Treaty); the facts of today are relationships between them, of the
// kind's name. Answers do not come from those: every version of a relation is a
// node (:Relation) with copies of its ends' ids, so that a page of a hub walks an
// index and expands nothing. Claims hang on their articles, (:Claim)-[:IN]->
// (:Article), and relations on the claims behind them, (:Relation)-[:RESTS_ON]->
// (:Claim). docs/cypher.md shows how to ask.
//
// Neo4j has no snapshots: a transaction sees what others commit. What a fold
// writes is therefore announced before and confirmed after it is committed, in
// two counters on a node :Meta, and a question that meets a change of them is
// asked again: see Store.Query. Loads run side by side, each behind a gate; a fold
// locks all gates.
package neo4j
