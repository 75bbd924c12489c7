-- Version 2: the payments of events that were made here, for whoever looks them up. Of each the newest
-- state; of all the newest.
CREATE TABLE known_payment (
    seq         INTEGER PRIMARY KEY,   -- the order in which they were written down
    payment_key TEXT NOT NULL,
    order_id    TEXT NOT NULL,
    changed_at  INTEGER NOT NULL,      -- when its event was made, as that says
    kept_at     INTEGER NOT NULL,
    body        BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX known_payment_key ON known_payment (payment_key);
CREATE INDEX known_payment_order ON known_payment (order_id);
