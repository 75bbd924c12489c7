"""Fails unless a report keeps to the schema and readers that aren't ours find in it what the JSON Lines say."""

import json
import re
import sys

from junitparser import Failure, JUnitXml, Skipped, TestSuite
from lxml import etree

schema_file, report_file, lines_file, complete = sys.argv[1:]

schema = etree.XMLSchema(etree.parse(schema_file))
document = etree.parse(report_file)
schema.assertValid(document)

with open(lines_file, encoding="utf-8") as file:
    lines = [json.loads(line) for line in file]
# Rules end in another order where one is long in coming.
told = {line["id"]: line for line in lines if line["kind"] == "rule"}
summary = lines[-1]
assert summary["kind"] == "summary", summary

(suite,) = JUnitXml.fromfile(report_file)
assert isinstance(suite, TestSuite)
cases = list(suite)
assert [case.name for case in cases if case.name in told] == [case.name for case in cases]
assert len(cases) == len(told) == suite.tests, (len(cases), len(told), suite.tests)
assert (suite.failures, suite.errors, suite.skipped) == (summary["failed"], 0, summary["skipped"])
properties = {each.name: each.value for each in suite.properties()}
assert properties["complete"] == complete, properties
assert summary["complete"] == (complete == "true"), summary


def shown(text):
    """Without what XML can't hold, of which nothing else may get lost, and without times, for it may be of another run."""
    text = "".join(letter for letter in text if letter.isprintable() and letter != "\ufffd")
    return re.sub(r"\bin [0-9.]+ m?s\b", "in time", text)


for case in cases:
    rule = told[case.name]
    results = [(type(result), result.message) for result in case.result]
    expected = {
        "fail": [(Failure, rule["seen"])],
        "skipped": [(Skipped, rule["reason"])],
        "warn": [],
        "pass": [],
    }[rule["verdict"]]
    assert len(results) == len(expected), (case.name, results)
    for (kind, message), (expected_kind, text) in zip(results, expected):
        assert kind is expected_kind, (case.name, kind)
        assert "\\" in message or shown(message) == shown(text), (case.name, message, text)
