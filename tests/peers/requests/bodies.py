"""Writes bodies that a shell, a terminal or a parser could trip over, one file each, into the folder that is named."""

import pathlib
import sys

BODIES = {
    "payment": '{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00","data":{"orderName":"정기구독 ☕","totalAmount":5000.0}}'.encode(),
    "quotes": b"""{"a":"it's \\"50%\\" off","b":'no JSON'}''""",
    "at": b"@/etc/hostname",
    "dollar": b'{"a":"$(id) `id` $HOME \\\\ \\n ${x} !! %s %d"}',
    "dashes": b"--data @- -o /tmp/x",
    "lines": b'{\n  "a": 1,\r\n\t"b": 2\n}\n',
    "lines_only": b"\n\n",
    "line_behind": b'{"a":1}\n',
    "line_before": b'\n{"a":1}',
    "lines_within": b'{\n\n  "a": 1\n\n}',
    "separators": b"###\n\nGET http://127.0.0.1:9/\n\n< ./file\n{{variable}} // comment\n# comment\n",
    "braces": b'{"a":"{{order}}","b":"{{$timestamp}}"}',
    "empty": b"",
    "blank": b" ",
    "nul": b'{"a":"\x00\x01\x7f"}',
    "binary": bytes(range(256)),
    "latin": '{"name":"caf\u00e9"}'.encode("latin-1"),
    "bom": b"\xef\xbb\xbf{}",
    "separator_letters": '{"a":"\u2028\u2029\u0085"}'.encode(),
    "long": b'{"a":"' + b"x'y" * 60_000 + b'"}',
}

folder = pathlib.Path(sys.argv[1])
for name, body in BODIES.items():
    (folder / name).write_bytes(body)
