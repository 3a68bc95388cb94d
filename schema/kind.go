package schema

// Kind is the name of a relation kind: the value of the GraphQL enum
// RelationKind and the Neo4j relationship type, such as SUPPLIED_DRONES_TO.
type Kind string
