-- Version 1. Times are nanoseconds since 1970, durations nanoseconds.
-- Long texts from the network are stored as their digest (see row.rs); the bytes have them whole.

-- One row: the key of the permutation that ids are made by (see names.rs).
CREATE TABLE naming (key INTEGER NOT NULL) STRICT;
INSERT INTO naming VALUES (random());

-- One row per event, never updated: what its first request brought.
CREATE TABLE event (
    seq             INTEGER PRIMARY KEY,   -- the order of arrival
    id              TEXT NOT NULL,
    transmission_id TEXT,
    first_arrival   INTEGER NOT NULL,
    kind            TEXT,                  -- the event type; none for a body that is no event
    event_status    TEXT,
    order_id        TEXT,
    payment_key     TEXT,
    amount          TEXT,
    transaction_key TEXT,
    twin_key        TEXT,
    twin_of         INTEGER,               -- event.seq
    retried_count   INTEGER NOT NULL,      -- 0 where the request carried none
    remote          TEXT NOT NULL,
    signature       TEXT NOT NULL,
    promised        INTEGER,               -- the answer, where it was known before it was given
    head            BLOB NOT NULL,
    body            BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX event_transmission ON event (transmission_id) WHERE transmission_id IS NOT NULL;
CREATE INDEX event_twin ON event (twin_key) WHERE twin_key IS NOT NULL;

-- One row per request after an event's first.
CREATE TABLE delivery (
    event           INTEGER NOT NULL,      -- event.seq
    number          INTEGER NOT NULL,      -- from 2, within the event, in the order of arrival
    repeat          TEXT NOT NULL,
    retried_count   INTEGER NOT NULL,
    arrived_at      INTEGER NOT NULL,
    remote          TEXT NOT NULL,
    signature       TEXT NOT NULL,
    promised        INTEGER,
    head            BLOB NOT NULL,
    body            BLOB,                  -- none where it is the event's
    PRIMARY KEY (event, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_resend ON delivery (event, retried_count) WHERE repeat = 'resend';

-- What was answered, where that was not known before or took too long.
CREATE TABLE answer (
    event           INTEGER NOT NULL,      -- event.seq
    number          INTEGER NOT NULL,      -- which of its requests
    http_status     INTEGER NOT NULL,
    answered_after  INTEGER NOT NULL,
    delivery_status TEXT NOT NULL,
    PRIMARY KEY (event, number)
) STRICT, WITHOUT ROWID;

-- One row per call of an endpoint.
CREATE TABLE attempt (
    seq           INTEGER PRIMARY KEY,
    event         INTEGER NOT NULL,        -- event.seq
    endpoint      TEXT NOT NULL,
    number        INTEGER NOT NULL,        -- from 1, within event and endpoint
    retried_count INTEGER,
    also          INTEGER NOT NULL,
    begun_at      INTEGER NOT NULL,
    outcome       TEXT,                    -- none: begun, and never heard of again
    http_status   INTEGER,
    elapsed       INTEGER,
    response      BLOB                     -- the answer's first bytes
) STRICT;

CREATE INDEX attempt_event ON attempt (event, endpoint);

-- One row per event and endpoint for which failures are re-sent from here. It outlives the sending,
-- so that a repeat of the event starts no second one.
CREATE TABLE plan (
    event         INTEGER NOT NULL,        -- event.seq
    endpoint      TEXT NOT NULL,           -- as shown, without user information
    url           TEXT NOT NULL,           -- what is called, the event's own path included
    state         TEXT NOT NULL,           -- Sending, Completed, Failed
    retried_count INTEGER NOT NULL,        -- of the next attempt; while one is under way, of the one after it
    at            INTEGER NOT NULL,        -- the simulated time up to which the wait is counted
    wait_left     INTEGER,                 -- none: the last attempt is under way
    stored_at     INTEGER NOT NULL,        -- when that was, by the wall clock
    holder        TEXT,                    -- lease.holder; none: whoever comes may take it up
    PRIMARY KEY (event, endpoint)
) STRICT, WITHOUT ROWID;

CREATE INDEX plan_pending ON plan (holder, endpoint, event) WHERE state = 'Sending';

-- One row per process that works on plans.
CREATE TABLE lease (
    holder TEXT PRIMARY KEY,               -- see holder.rs
    until  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
