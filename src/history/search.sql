-- Version 3: what events are found by (see terms.rs). Filled behind the recording, up to a mark: what lies
-- beyond it is looked through instead.
CREATE VIRTUAL TABLE search USING fts5 (
    terms, content = '', detail = none, columnsize = 0, tokenize = "ascii tokenchars '_'"
);

-- One row: event.seq up to which the index is filled.
CREATE TABLE searchable (upto INTEGER NOT NULL) STRICT;
INSERT INTO searchable VALUES (0);
