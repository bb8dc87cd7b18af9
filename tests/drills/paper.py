"""A paper served from a data folder, ended by force, and a client that knows an answer from half of one."""

import html
import http.client
import json
import os
import select
import signal
import subprocess
import time
import urllib.parse

# No browser's, so that what the drill itself looks at is no view.
USER_AGENT = "courant-drill"


class Cut(Exception):
    """No whole answer arrived: nobody was told that it was done."""


class Answer:
    """An answer that was received to its last byte."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def text(self):
        return self.body.decode("utf-8", "replace")

    def page(self):
        """The text with its character references resolved: a slash may be written as one."""
        return html.unescape(self.text())

    def json(self):
        return json.loads(self.body)


class Client:
    """One connection, kept open. Not to be shared between threads."""

    def __init__(self, address, cookie="", token=""):
        self.address, self.cookie, self.token = address, cookie, token
        self.connection = None

    def send(self, method, path, body=None, kind="", drip=0.0, user_agent=USER_AGENT):
        """Sends a request; `drip` sends the second half of the body that many seconds after the first.

        Raises Cut unless the whole answer came."""
        headers = {"User-Agent": user_agent, "Accept": "application/json"}
        if kind:
            headers["Content-Type"] = kind
        if path.startswith("/newsroom"):
            headers.update({"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"})
        if path.startswith("/api") and self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            return self._exchange(method, path, body, headers, drip)
        except (OSError, http.client.HTTPException) as why:
            self.close()
            raise Cut(f"{method} {path}: {why!r}") from why

    def get(self, path):
        """Reads; once more on a connection that the server had closed for idleness."""
        fresh = self.connection is None
        try:
            return self.send("GET", path)
        except Cut:
            if fresh:
                raise
            return self.send("GET", path)

    def form(self, path, **fields):
        kind = "application/x-www-form-urlencoded"
        return self.send("POST", path, urllib.parse.urlencode(fields).encode(), kind)

    def _exchange(self, method, path, body, headers, drip):
        if self.connection is None:
            host, port = self.address
            self.connection = http.client.HTTPConnection(host, port, timeout=20)
        whole = body
        if drip and body:
            headers["Content-Length"] = str(len(body))
            whole = dripping(body, drip)
        self.connection.request(method, path, body=whole, headers=headers)
        got = self.connection.getresponse()
        answer = Answer(got.status, got.headers, got.read())
        if got.will_close:
            self.close()
        return answer

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def dripping(body, pause):
    yield body[: len(body) // 2]
    time.sleep(pause)
    yield body[len(body) // 2 :]


class Paper:
    """The demo paper of one data folder, and the process that serves it."""

    def __init__(self, binary, data, log):
        self.binary, self.data, self.log = binary, data, log
        self.process, self.address, self.newsroom = None, None, ""

    def start(self):
        """Starts the server. Returns the seconds until it said that it is ready, and until the front had come whole."""
        begun = time.monotonic()
        command = [self.binary, "demo", "--data", str(self.data), "--listen", "127.0.0.1:0", "--json"]
        with open(self.log, "ab") as log:
            self.started_at = time.time()
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log)
        line = self._first_line(60.0)
        ready = time.monotonic() - begun
        told = json.loads(line)
        site = urllib.parse.urlsplit(told["site"])
        self.address = (site.hostname, site.port)
        self.newsroom = urllib.parse.urlsplit(told["newsroom"]).path
        front = Client(self.address).get("/")
        first_page = time.monotonic() - begun
        if front.status != 200:
            raise SystemExit(f"The front answered {front.status}: {front.text()[:300]}")
        return ready, first_page

    def _first_line(self, longest):
        readable, _, _ = select.select([self.process.stdout], [], [], longest)
        line = self.process.stdout.readline() if readable else b""
        if not line.startswith(b"{"):
            ended = self.process.poll()
            raise SystemExit(f"The server did not say that it is ready (exit {ended}); its log is {self.log}.")
        return line

    def kill(self):
        """kill -9."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        """Asks it to end; returns its exit code."""
        self.process.terminate()
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            return "still running after 20 s"
        self.process.stdout.close()
        return code

    def run(self, *words, killed_after=None):
        """Runs another command on the same folder, beside the server; returns its exit code and what it said."""
        command = [self.binary, *words, "--data", str(self.data)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            said, _ = process.communicate(timeout=60 if killed_after is None else killed_after)
        except subprocess.TimeoutExpired:
            process.kill()
            said, _ = process.communicate()
        return process.returncode, said.strip()

    def enter(self):
        """Signs in by the link that was printed; returns the cookie."""
        client = Client(self.address)
        answer = client.get(self.newsroom)
        if "set-cookie" not in answer.headers:
            answer = client.form(self.newsroom)
        given = [one.split(";")[0] for one in answer.headers.get_all("set-cookie") or []]
        cookie = next((one for one in given if one.startswith("courant_session=")), "")
        if not cookie:
            raise SystemExit(f"The link into the newsroom gave no session: {answer.status} {answer.text()[:300]}")
        return cookie
