-- +goose Up

-- high, the last day on which a relation may have held, stands in the indexes that
-- are walked: so a walk through a window of time passes what had ended before it
-- without a look at the table.
DROP INDEX relation_since;
CREATE INDEX relation_since ON relation (past, since, id, status, ends_on, high);
DROP INDEX relation_kind;
CREATE INDEX relation_kind ON relation (kind, past, since, id, status, ends_on, high);
DROP INDEX relation_subject;
CREATE INDEX relation_subject ON relation (subject, past, since, id, status, ends_on, known_from, known_to, holds_from, high);
DROP INDEX relation_object;
CREATE INDEX relation_object ON relation (object, past, since, id, status, ends_on, known_from, known_to, holds_from, high);
DROP INDEX relation_subject_symmetric;
CREATE INDEX relation_subject_symmetric ON relation (subject, past, since, id, status, ends_on, known_from, known_to, holds_from, high) WHERE symmetric = 1;
DROP INDEX relation_object_symmetric;
CREATE INDEX relation_object_symmetric ON relation (object, past, since, id, status, ends_on, known_from, known_to, holds_from, high) WHERE symmetric = 1;
