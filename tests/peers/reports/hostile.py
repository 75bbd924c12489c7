"""A server whose answers are made to break the report that they stand in. It takes the first delivery."""

import itertools
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# For content: markup, controls, lone surrogates as an escape and as bytes, bytes that are no UTF-8, no characters.
TEXT = (
    b"]]><!--&lt;<b a=\"'\">&\x00\x08\x1b[2J\\ud800\\udfff\xed\xa0\x80\xff\xfe\xef\xbf\xbe\xef\xbf\xbf"
    b"\xc2\x85\xe2\x80\xa8\xe2\x80\xae\xf0\x9f\x92\xb3"
)
# A header line holds no controls.
PLACE = bytes(byte for byte in TEXT if byte >= 0x20)

deliveries = itertools.count()
worked = 0


class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=TEXT, lines=()):
        self.send_response(status, "]]>&")
        for name, value in lines:
            self.send_header(name, value.decode("latin-1"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/effects":
            return self.answer(200, b"%d %s" % (worked, TEXT))
        return self.answer(500)

    def do_POST(self):
        global worked
        self.rfile.read(int(self.headers["Content-Length"]))
        worked += 1
        if self.path == "/works" or next(deliveries) == 0:
            return self.answer(200)
        match self.path:
            case "/redirects":
                self.answer(302, lines=[("Location", PLACE)])
            case "/breaks":
                self.answer(500)
            case "/talks":
                self.wfile.write(TEXT)
                self.close_connection = True
            case "/hangs":
                # Until the sender hangs up.
                self.connection.recv(1)
                self.close_connection = True

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Server).serve_forever()
