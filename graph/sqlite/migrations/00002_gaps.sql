-- +goose Up

-- Days between known_from and known_to on which the claim was not known, since it
-- had been rejected or its article superseded: pairs of days in JSON, from the
-- first to before the second; empty for almost all.
ALTER TABLE claim ADD COLUMN gaps TEXT NOT NULL DEFAULT '';

-- Verdicts and supersessions mean more than they did: the next fold lets them act
-- anew.
UPDATE judgement SET revision = (SELECT value + 1 FROM meta WHERE name = 'revision') WHERE verb IN ('ACCEPT', 'REJECT', 'SUPERSEDE');
UPDATE meta SET value = 1 WHERE name = 'unfolded' AND EXISTS (SELECT 1 FROM judgement WHERE verb IN ('ACCEPT', 'REJECT', 'SUPERSEDE'));
