-- Version 4: which events came from a file, by the ids that they brought along (see names.rs).
CREATE TABLE imported (
    id    TEXT PRIMARY KEY,   -- event.id
    event INTEGER NOT NULL,   -- event.seq
    run   INTEGER NOT NULL    -- which import it was
) STRICT, WITHOUT ROWID;

CREATE INDEX imported_event ON imported (event);
