"""The port: taken before the long start begins, and silent until there is something to serve.

A bound socket that does not listen refuses connections, so that nobody sees half a portal, and
yet no other program can take the port meanwhile.
"""

from thads_portal.database.problems import StartProblem

import errno
import socket


class PortProblem(StartProblem):
    exit_code = 4


def reserve(address: str, port: int) -> list[socket.socket]:
    """Bind every address of that name; raises `PortProblem`. `*` stands for all interfaces."""
    sockets = []
    try:
        for family, place in _places(address, port):
            sockets.append(_bound(family, place))
    except OSError as error:
        for bound in sockets:
            bound.close()
        raise _explained(error, address, port) from error
    return sockets


def _places(address: str, port: int) -> list[tuple[int, tuple]]:
    # Both addresses of `localhost`, whichever of them the machine's resolver knows: browsers try
    # the one, and monitoring the other.
    known: dict[str, list[str | None]] = {"*": [None], "localhost": ["127.0.0.1", "::1"]}
    found = []
    for name in known.get(address, [address]):
        found += socket.getaddrinfo(name, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    places: list[tuple[int, tuple]] = list(
        dict.fromkeys((family, place) for family, _t, _p, _n, place in found)
    )
    # In many containers only IPv4 works.
    usable = [item for item in places if _usable(*item)]
    return usable or places


def _usable(family: int, place: tuple) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind((place[0], 0, *place[2:]))
    except OSError:
        return False
    return True


def _bound(family: int, place: tuple) -> socket.socket:
    # Where another address of this machine listens on all interfaces, some systems would let us
    # bind beside it and take its visitors.
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        target = ("::1" if family == socket.AF_INET6 else "127.0.0.1", *place[1:])
        if probe.connect_ex(target) == 0:
            raise OSError(errno.EADDRINUSE, "in use")
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            # Not yet reusable: a second start that also waits for its content must fail here.
            bound.bind(place)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            # Perhaps only connections of the previous run linger; they do not stop this one.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(place)
            # The worker sets it again when it listens.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
    except OSError:
        bound.close()
        raise
    return bound


def _explained(error: OSError, address: str, port: int) -> PortProblem:
    if error.errno == errno.EADDRINUSE:
        return PortProblem(
            en=f"port {port} is taken by another program; stop it or set THADS_PORT",
            vi=f"cổng {port} đã có chương trình khác dùng; hãy dừng nó hoặc đặt THADS_PORT",
        )
    reason = error.strerror or str(error)
    return PortProblem(
        en=f"port {port} of {address} cannot be opened: {reason}",
        vi=f"không mở được cổng {port} của {address}: {reason}",
    )
