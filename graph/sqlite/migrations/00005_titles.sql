-- +goose Up

-- The keys of a treaty's titles, as key_rank reads them, by which a search finds it.
ALTER TABLE treaty ADD COLUMN keys TEXT NOT NULL DEFAULT '';

-- The next fold makes all treaties anew.
UPDATE grp SET dirty = 1 WHERE rid IN (SELECT grp FROM treaty);
UPDATE treaty SET digest = digest + 1;
UPDATE meta SET value = 1 WHERE name = 'unfolded' AND EXISTS (SELECT 1 FROM treaty);
