-- Version 5: one row: the highest event.seq that was ever given, as of the last erasing. None is given twice, so
-- that an id, or what was noted for an event, never comes to mean another one.
CREATE TABLE given (upto INTEGER NOT NULL) STRICT;
INSERT INTO given VALUES (0);
