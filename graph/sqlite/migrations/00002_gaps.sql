-- +goose Up

-- Days between known_from and known_to on which the claim was not known, since it
-- had been rejected or its article superseded: pairs of days in JSON, from the
-- first to before the second; empty for almost all.
ALTER TABLE claim ADD COLUMN gaps TEXT NOT NULL DEFAULT '';
