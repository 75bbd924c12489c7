"""Fails unless a calendar library reads from the calendar what the JSON Lines say."""

import json
import sys
from datetime import datetime, timedelta

from icalendar import Calendar

with open(sys.argv[1], "rb") as file:
    calendar = Calendar.from_ical(file.read())
with open(sys.argv[2], encoding="utf-8") as file:
    attempts = [line for line in map(json.loads, file) if line["kind"] == "attempt"]
down = [timedelta(seconds=int(seconds)) for seconds in sys.argv[3:]]

entries = list(calendar.walk("VEVENT"))
assert not calendar.errors and not any(entry.errors for entry in entries), "not read without errors"
assert len({entry["UID"] for entry in entries}) == len(entries), "two entries are the same"
assert len(entries) == len(attempts) + len(down), f"{len(entries)} entries for {len(attempts)} attempts"
for entry, attempt in zip(entries, attempts):
    assert entry["DTSTART"].dt == datetime.fromisoformat(attempt["due_at"]), (entry["SUMMARY"], attempt)
    assert entry["DTSTART"].dt.utcoffset() == timedelta(0), "not in UTC"
    assert "DTEND" not in entry and "DURATION" not in entry, "an attempt is a moment"
    cancelled = attempt["outcome"] == "not_needed"
    assert (entry["STATUS"] == "CANCELLED") == cancelled, (entry["SUMMARY"], attempt)
    summary = str(entry["SUMMARY"])
    assert (attempt["outcome"] == "accepted") == summary.endswith("— accepted"), summary
for entry, length in zip(entries[len(attempts):], down):
    assert entry["DTEND"].dt - entry["DTSTART"].dt == length, entry["DTEND"].dt
