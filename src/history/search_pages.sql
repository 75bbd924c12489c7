-- Version 6: the index's pages are small. FTS5 merges what was added and taken out 64 pages at a time and level by
-- level, within the commit that filled the last of them: with its own size of 4,050 bytes `events prune` held up a
-- listener for 92 ms then, with this one for 37 ms.
INSERT INTO search (search, rank) VALUES ('pgsz', 1000);
