"""Keeps what is sent to it: `record.py PORT FOLDER` writes 1.json and 1.body, then 2.json and 2.body, … and answers 200."""

import http.server
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[2])


class Record(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    count = 0

    def record(self):
        Record.count += 1
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        (folder / f"{Record.count}.body").write_bytes(body)
        lines = [[name.lower(), value] for name, value in self.headers.items()]
        said = {"method": self.command, "target": self.path, "headers": lines}
        (folder / f"{Record.count}.json").write_text(json.dumps(said))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    do_GET = do_POST = do_PUT = record

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Record)
(folder / "ready").touch()
server.serve_forever()
