"""Reads an archive with mitmproxy: `read_archive.py FILE FOLDER NAME…` holds its requests, in their order, to the bodies."""

import pathlib
import sys

from mitmproxy import io

archive, folder, *names = sys.argv[1:]
with open(archive, "rb") as file:
    flows = list(io.FlowReader(file).stream())
assert len(flows) == len(names), f"{len(flows)} requests, not {len(names)}"
for flow, name in zip(flows, names):
    request, expected = flow.request, (pathlib.Path(folder) / name).read_bytes()
    try:
        expected.decode()
        said = request.raw_content or b""
        assert said == expected, f"{name}: {said[:200]!r}"
    except UnicodeDecodeError:
        pass
    assert request.method == "POST" and request.path == "/hook?q=%5B1%5D&r=a+b", request.path
    assert request.headers["x-own"] == "it's \"own\"", request.headers
    assert flow.response.status_code == 200, flow.response
