-- +goose Up

-- Counts of the present by kind read a narrow index from end to end, not a wide one.
CREATE INDEX relation_count ON relation (past, status, kind, ends_on);
