-- +goose Up

-- What the store knows of itself: revision, unfolded (1 when Put has brought
-- what Fold has not seen), purged (1 when that takes articles out for good),
-- latest (the latest day of publication), registry (its version).
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value ANY
) WITHOUT ROWID;
INSERT INTO meta VALUES ('revision', 0), ('unfolded', 0), ('purged', 0), ('latest', -2147483648), ('registry', '');

-- The revision column of a row is that of the fold from which on it is in
-- answers: rows are put with the number of the next one, so that a fold shows
-- them all at once by raising the revision. What would change or remove a row
-- that may be in answers already waits in pending.
CREATE TABLE pending (
    what TEXT NOT NULL, -- entity, article, claim
    id TEXT NOT NULL,
    body TEXT, -- NULL: the row goes
    PRIMARY KEY (what, id)
) WITHOUT ROWID;

CREATE TABLE entity (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    names TEXT NOT NULL, -- all, as name_rank reads them
    registry INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL -- JSON
) WITHOUT ROWID;
CREATE INDEX entity_name ON entity (name, id);
CREATE INDEX entity_revision ON entity (revision) WHERE registry = 0;

-- The words of entities' names, by which a search finds its candidates.
CREATE TABLE entity_word (
    word TEXT NOT NULL,
    entity TEXT NOT NULL,
    PRIMARY KEY (word, entity)
) WITHOUT ROWID;

-- As what an entity is read on the days from known_from to before known_to,
-- where that is another one.
CREATE TABLE entity_merge (
    entity TEXT NOT NULL,
    known_from INTEGER NOT NULL,
    known_to INTEGER NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (entity, known_from)
) WITHOUT ROWID;

CREATE TABLE article (
    rid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    source TEXT NOT NULL,
    published TEXT NOT NULL,
    lang TEXT NOT NULL,
    print TEXT NOT NULL,
    known INTEGER NOT NULL, -- the day from which it is known
    pub INTEGER NOT NULL,   -- the same, the undated first: the key of the order
    revision INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX article_pub ON article (pub, id);
CREATE INDEX article_url ON article (url);
CREATE INDEX article_source ON article (source, pub, id);
CREATE INDEX article_revision ON article (revision, id);

CREATE TABLE claim (
    rid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article TEXT NOT NULL,
    extractor TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    object TEXT NOT NULL,
    symmetric INTEGER NOT NULL,
    modality TEXT NOT NULL,
    voice TEXT NOT NULL,
    form TEXT NOT NULL,
    place TEXT NOT NULL,
    confidence INTEGER NOT NULL,
    pub INTEGER NOT NULL,
    known_from INTEGER NOT NULL,
    known_to INTEGER NOT NULL,
    since INTEGER NOT NULL,
    low INTEGER NOT NULL,
    high INTEGER NOT NULL,
    holds_from INTEGER NOT NULL,
    holds_to INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL -- JSON
);
CREATE INDEX claim_article ON claim (article, extractor, pub, id);
CREATE INDEX claim_pub ON claim (pub, id);
CREATE INDEX claim_kind ON claim (kind, pub, id);
CREATE INDEX claim_subject ON claim (subject, pub, id);
CREATE INDEX claim_object ON claim (object, pub, id);
CREATE INDEX claim_subject_symmetric ON claim (subject, pub, id) WHERE symmetric = 1;
CREATE INDEX claim_object_symmetric ON claim (object, pub, id) WHERE symmetric = 1;
CREATE INDEX claim_revision ON claim (revision, id); -- the order of the log

-- Whom a claim names beside its ends: targets (against), parties between which
-- it mediates, agents, and speakers of its attribution.
CREATE TABLE claim_role (
    entity TEXT NOT NULL,
    role TEXT NOT NULL,
    pub INTEGER NOT NULL,
    id TEXT NOT NULL,
    claim INTEGER NOT NULL,
    PRIMARY KEY (entity, role, pub, id)
) WITHOUT ROWID;

-- The folded words of quotes, one space between them. They hold letters and
-- digits alone, so that the ascii tokenizer parts them just there.
CREATE VIRTUAL TABLE claim_text USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);

-- The groups in which claims are folded.
CREATE TABLE grp (
    rid INTEGER PRIMARY KEY, -- a hash of the key
    key TEXT NOT NULL,
    dirty INTEGER NOT NULL,
    folded INTEGER NOT NULL DEFAULT 0 -- 1 once it has been folded
);
CREATE INDEX grp_dirty ON grp (rid) WHERE dirty = 1;

CREATE TABLE grp_claim (
    grp INTEGER NOT NULL,
    claim INTEGER NOT NULL,
    PRIMARY KEY (grp, claim)
) WITHOUT ROWID;

-- One row a version. past is 1 for versions that are no longer current, so
-- that questions about the present walk the present alone.
CREATE TABLE relation (
    rid INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    grp INTEGER NOT NULL,
    past INTEGER NOT NULL,
    known_from INTEGER NOT NULL,
    known_to INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    object TEXT NOT NULL,
    symmetric INTEGER NOT NULL,
    modality TEXT NOT NULL,
    treaty TEXT NOT NULL,
    status TEXT NOT NULL,
    office TEXT NOT NULL,
    confidence INTEGER NOT NULL,
    claim_count INTEGER NOT NULL,
    source_count INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    first_reported INTEGER NOT NULL,
    reported INTEGER NOT NULL, -- the same, the undated first: the key of the order
    last_attested INTEGER NOT NULL,
    since INTEGER NOT NULL,
    low INTEGER NOT NULL,
    high INTEGER NOT NULL,
    holds_from INTEGER NOT NULL,
    holds_to INTEGER NOT NULL,
    ends_on INTEGER NOT NULL,
    lapses_on INTEGER NOT NULL,
    stale_on INTEGER NOT NULL,
    more TEXT NOT NULL, -- JSON: against, items, domains
    digest INTEGER NOT NULL
);
CREATE INDEX relation_id ON relation (id, past, known_from);
CREATE INDEX relation_grp ON relation (grp);
CREATE INDEX relation_since ON relation (past, since, id, status, ends_on);
CREATE INDEX relation_kind ON relation (kind, past, since, id, status, ends_on);
-- What follows the order is what most questions ask of a relation, so that a walk
-- passes what does not fit without a look at the table.
CREATE INDEX relation_subject ON relation (subject, past, since, id, status, ends_on, known_from, known_to, holds_from);
CREATE INDEX relation_object ON relation (object, past, since, id, status, ends_on, known_from, known_to, holds_from);
-- In either direction a symmetric relation is found from both ends.
CREATE INDEX relation_subject_symmetric ON relation (subject, past, since, id, status, ends_on, known_from, known_to, holds_from) WHERE symmetric = 1;
CREATE INDEX relation_object_symmetric ON relation (object, past, since, id, status, ends_on, known_from, known_to, holds_from) WHERE symmetric = 1;
CREATE INDEX relation_subject_kind ON relation (subject, kind, past, since, id, status, ends_on);
CREATE INDEX relation_object_kind ON relation (object, kind, past, since, id, status, ends_on);
CREATE INDEX relation_pair ON relation (subject, object, past, since, id, status, ends_on);

CREATE TABLE relation_against (
    entity TEXT NOT NULL,
    relation INTEGER NOT NULL,
    PRIMARY KEY (entity, relation)
) WITHOUT ROWID;

-- Which claims are behind a relation, as known on which days.
CREATE TABLE relation_claim (
    relation TEXT NOT NULL,
    pub INTEGER NOT NULL,
    claim TEXT NOT NULL,
    known_from INTEGER NOT NULL,
    known_to INTEGER NOT NULL,
    PRIMARY KEY (relation, pub, claim, known_from)
) WITHOUT ROWID;
CREATE INDEX relation_claim_claim ON relation_claim (claim);

CREATE TABLE treaty (
    rid INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    grp INTEGER NOT NULL,
    past INTEGER NOT NULL,
    known_from INTEGER NOT NULL,
    known_to INTEGER NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    since INTEGER NOT NULL,
    low INTEGER NOT NULL,
    high INTEGER NOT NULL,
    holds_from INTEGER NOT NULL,
    holds_to INTEGER NOT NULL,
    body TEXT NOT NULL, -- JSON
    digest INTEGER NOT NULL
);
CREATE INDEX treaty_id ON treaty (id);
CREATE INDEX treaty_grp ON treaty (grp);
CREATE INDEX treaty_since ON treaty (past, since, id);

CREATE TABLE treaty_party (
    entity TEXT NOT NULL,
    treaty INTEGER NOT NULL,
    PRIMARY KEY (entity, treaty)
) WITHOUT ROWID;

CREATE TABLE treaty_claim (
    treaty TEXT NOT NULL,
    pub INTEGER NOT NULL,
    claim TEXT NOT NULL,
    known_from INTEGER NOT NULL,
    known_to INTEGER NOT NULL,
    PRIMARY KEY (treaty, pub, claim, known_from)
) WITHOUT ROWID;
CREATE INDEX treaty_claim_claim ON treaty_claim (claim);

CREATE TABLE judgement (
    id TEXT PRIMARY KEY,
    verb TEXT NOT NULL,
    day INTEGER NOT NULL,
    article TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL -- JSON
) WITHOUT ROWID;
CREATE INDEX judgement_article ON judgement (article);
