"""Keeps a child process from outliving the supervisor that started it.

The supervisor holds the other end of the child's standard input and never writes to it. When the
supervisor is gone, however it went, the system closes that end and the child ends as well. A
worker left alone would go on serving the port with nobody to stop it.
"""

import os
import signal
import sys
import threading
import time


VARIABLE = "THADS_LIFELINE"

_GRACE_SECONDS = 5


def environment() -> dict[str, str]:
    """What the supervisor adds to the environment of a child whose stdin is the lifeline."""
    return {VARIABLE: "stdin"}


def follow() -> None:
    """End this process when its supervisor is gone; does nothing without one."""
    if os.environ.pop(VARIABLE, None) != "stdin":
        return
    threading.Thread(target=_wait, args=(sys.stdin.fileno(),), daemon=True).start()


def _wait(descriptor: int) -> None:
    while os.read(descriptor, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    os._exit(1)
