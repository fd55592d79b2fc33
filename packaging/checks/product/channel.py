"""A small client of session data channels, written against the protocol alone: none of the product's code."""

import hashlib
import json
import struct
import time
import uuid

import websocket

OUTPUT, SIZE, HANDSHAKE_REQUEST, HANDSHAKE_RESPONSE, HANDSHAKE_COMPLETE, FLAG = 1, 3, 5, 6, 7, 10
HEADER = struct.Struct(">I32sIQqQ16s32sI")


class Channel:
    """One session, as ExecuteCommand or StartSession has answered it."""

    def __init__(self, session):
        self.client = str(uuid.uuid4())
        self.sent = 0
        self.expected = 0
        self.early = {}
        self.output = b""
        self.session_type = None
        self.properties = None
        self.ready = False
        # What channel_closed said; None while the session is open.
        self.closed = None
        self.connect(session)
        # What is sent during the handshake is lost.
        self._read(lambda: self.ready or self.closed is not None, "the handshake is complete", 60)

    def connect(self, session):
        """Opens a socket: the first, or another one in place of one that was lost. Numbers go on across sockets."""
        fields = {key[0].lower() + key[1:]: value for key, value in session.items()}
        self.socket = websocket.create_connection(fields["streamUrl"], timeout=30, suppress_origin=True)
        self.socket.send(json.dumps({
            "MessageSchemaVersion": "1.0",
            "RequestId": str(uuid.uuid4()),
            "TokenValue": fields["tokenValue"],
            "ClientId": self.client,
            # Below 1.1.70: agents then do not multiplex ports.
            "ClientVersion": "1.1.69.0",
        }))

    def close(self):
        self.socket.close()

    def type(self, text):
        """Types as a person does: a key a message."""
        for key in text:
            self.send(OUTPUT, key.encode())

    def resize(self, columns, rows):
        self.send(SIZE, json.dumps({"cols": columns, "rows": rows}).encode())

    def send(self, kind, payload):
        self._put("input_stream_data", payload, kind, self.sent, 0)
        self.sent += 1

    def until(self, wanted, seconds=60):
        """Reads until the output holds these bytes, and returns all of it."""
        self._read(lambda: wanted in self.output, f"{wanted!r} was put out", seconds)
        return self.output

    def end(self, seconds=60):
        """Reads until the session is closed, and returns what it said."""
        self._read(lambda: self.closed is not None, "the session is closed", seconds)
        return self.closed

    def _read(self, done, what, seconds):
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, f"waited {seconds} s in vain until {what}: {self.output!r}, {self.closed!r}"
            assert self.closed is None, f"closed before {what}: {self.output!r}, {self.closed!r}"
            kind, frame = self.socket.recv_data()
            if kind == websocket.ABNF.OPCODE_BINARY:
                self._take(frame)
            elif kind == websocket.ABNF.OPCODE_CLOSE:
                raise AssertionError(f"the socket was closed before {what}: {frame!r}, {self.output!r}")

    def _take(self, frame):
        length, name, _, _, sequence, _, identity, digest, kind = HEADER.unpack_from(frame)
        name = name.strip(b" \0").decode()
        payload = frame[length + 4:]
        if name == "channel_closed":
            self.closed = json.loads(payload)["Output"]
        elif name == "output_stream_data":
            assert hashlib.sha256(payload).digest() == digest
            self.early[sequence] = kind, payload
            self._acknowledge(identity, sequence)
            while self.expected in self.early:
                self._handle(*self.early.pop(self.expected))
                self.expected += 1

    def _handle(self, kind, payload):
        if kind == OUTPUT:
            self.output += payload
            # Programs that ask where the cursor is wait for the answer; irb asks before each prompt.
            for _ in range(payload.count(b"\x1b[6n")):
                self.send(OUTPUT, b"\x1b[1;1R")
        elif kind == HANDSHAKE_REQUEST:
            actions = json.loads(payload)["RequestedClientActions"]
            parameters = actions[0]["ActionParameters"]
            self.session_type, self.properties = parameters["SessionType"], parameters["Properties"]
            self.send(HANDSHAKE_RESPONSE, json.dumps({
                "ClientVersion": "1.1.69.0",
                "ProcessedClientActions": [
                    {"ActionType": action["ActionType"], "ActionStatus": 1, "ActionResult": None, "Error": ""}
                    for action in actions
                ],
                "Errors": None,
            }).encode())
        elif kind == HANDSHAKE_COMPLETE:
            self.ready = True
            if self.session_type != "Port":
                self.resize(120, 40)

    def _acknowledge(self, identity, sequence):
        # The halves of an id travel swapped.
        named = str(uuid.UUID(bytes=identity[8:] + identity[:8]))
        self._put("acknowledge", json.dumps({
            "AcknowledgedMessageType": "output_stream_data",
            "AcknowledgedMessageId": named,
            "AcknowledgedMessageSequenceNumber": sequence,
            "IsSequentialMessage": True,
        }).encode(), 0, 0, 3)

    def _put(self, name, payload, kind, sequence, flags):
        identity = uuid.uuid4().bytes
        head = HEADER.pack(
            116, name.encode().ljust(32), 1, int(time.time() * 1000), sequence, flags, identity[8:] + identity[:8],
            hashlib.sha256(payload).digest(), kind,
        )
        self.socket.send_binary(head + struct.pack(">I", len(payload)) + payload)
