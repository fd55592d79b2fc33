"""Requests on a few connections that stay open, and what became of them."""

import http.client
import socket
import threading
import time
import urllib.parse


class Load:
    """Callers that ask for one URL again and again, each on a connection of its own, while the `with` block runs.
    Nothing is asked twice: a request that fails is a failure, noted, and the next one follows. The pause between two
    requests of a caller leaves the machine to what is looked at."""

    def __init__(self, url, connections=8, seconds=60, pause=0.05):
        address = urllib.parse.urlsplit(url)
        self.host, self.port = address.hostname, address.port
        self.path = (address.path or "/") + (f"?{address.query}" if address.query else "")
        self.seconds = seconds
        self.pause = pause
        self.requests = 0
        # (time.time() of its start, of its end, status or exception, body)
        self.failures = []
        self.ending = threading.Event()
        self.lock = threading.Lock()
        self.callers = [threading.Thread(target=self.call, daemon=True) for _ in range(connections)]

    def __enter__(self):
        for caller in self.callers:
            caller.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        for caller in self.callers:
            caller.join(self.seconds)

    def call(self):
        connection = None
        while not self.ending.wait(self.pause):
            began = time.time()
            status, body = None, ""
            try:
                if connection is None:
                    connection = http.client.HTTPConnection(self.host, self.port, timeout=self.seconds)
                    connection.connect()
                    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection.request("GET", self.path)
                answer = connection.getresponse()
                status, body = answer.status, answer.read().decode(errors="replace")
                if answer.will_close:
                    connection.close()
                    connection = None
            except (OSError, http.client.HTTPException) as failure:
                status = type(failure).__name__
                connection.close()
                connection = None
            with self.lock:
                self.requests += 1
                if status != 200:
                    self.failures.append((began, time.time(), status, body))

    def told(self, since=0):
        """The failures in words, for an assertion's message."""
        return "\n".join(
            f"{began:.3f} +{ended - began:.3f} s: {status} {body[:120]!r}"
            for began, ended, status, body in self.failures
            if ended >= since
        )
