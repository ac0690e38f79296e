"""Work for processes of tests, in place of the real: what a body says is done."""

from __future__ import annotations

import os
import time

import msgspec

from infobox.web.work import Reply


def do(operation: str, body: bytes) -> Reply:
    """`{"sleep": s}` takes that many seconds, `{"exit": true}` ends the process, `{"raise": true}` is a mistake; the answer holds the
    process's id.
    """
    wanted = msgspec.json.decode(body)
    time.sleep(wanted.get("sleep", 0))
    if "raise" in wanted:
        raise LookupError("a mistake")
    if "exit" in wanted:
        os._exit(3)
    return Reply(200, msgspec.json.encode({"process": os.getpid()}))
