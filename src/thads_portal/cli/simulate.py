"""``thads simulate``: stand-ins for the provider of identities and the national service portal."""

from argparse import ArgumentParser
from argparse import Namespace
from thads_portal.generator.simulators import Simulator

import contextlib
import os


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8099, help="port on this machine (8099)")


def run(arguments: Namespace) -> int:
    key = bytes.fromhex(os.environ.get("THADS_STATUS_KEY", ""))
    server = Simulator(arguments.port, key=key)
    print(f"THADS_OIDC_ISSUER={server.issuer} THADS_OIDC_CLIENT=thads")
    print(f"THADS_STATUS_URL={server.issuer}/status")
    with contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    return 0
