"""Without a network: the portal says so, and shows nothing that it showed before.

The way to the server is cut as a cable would be; what emulates it in the browser does not reach
the service worker.
"""

from contextlib import suppress
from urllib.parse import urlsplit

import pytest
import socket
import threading


pytestmark = pytest.mark.browser
OFFLINE = "Bạn đang ngoại tuyến"
_IN_CHARGE = """
const done = arguments[0];
navigator.serviceWorker.ready.then(() => {
  if (navigator.serviceWorker.controller) done(true);
  else navigator.serviceWorker.addEventListener('controllerchange', () => done(true));
});
"""
_KEPT = """
const done = arguments[0];
caches.keys()
  .then((names) => Promise.all(names.map((name) => caches.open(name).then((c) => c.keys()))))
  .then((found) => done(found.flat().map((request) => new URL(request.url).pathname)));
"""


class Cable:
    """Carries connections to `server` until it is cut; `address` is its near end."""

    def __init__(self, server: str):
        self._far = (urlsplit(server).hostname, urlsplit(server).port)
        self._open: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(self._far)
                self._open += [near, far]
                for source, target in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    @staticmethod
    def _carry(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def cut(self) -> None:
        for each in (self._listening, *self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


@pytest.fixture
def cable(server):
    made = Cable(server)
    yield made
    made.cut()


def test_without_a_network_nothing_old_is_shown(chromium, cable, addresses, server):
    pages = [
        address.replace(server, cable.address)
        for name, address in addresses.items()
        if name in ("home", "results", "register", "listing")
    ]
    chromium.get(cable.address)
    assert chromium.execute_async_script(_IN_CHARGE)
    for page in pages:
        chromium.get(page)
        assert OFFLINE not in chromium.page_source
    kept = chromium.execute_async_script(_KEPT)
    assert "/ngoai-tuyen" in kept
    assert all(path.startswith("/thads-static/") for path in kept if path != "/ngoai-tuyen")

    cable.cut()
    for page in (*pages, f"{cable.address}/tra-cuu?q=khac", f"{cable.address}/cao-bang"):
        chromium.get(page)
        text = chromium.find_element("css selector", "main").text
        assert OFFLINE in text and "You are offline" in text
        assert "Đây không phải là kết quả “không tìm thấy”" in text
        assert "Nông" not in text
        # With its design, which the worker keeps.
        assert chromium.execute_script(
            "return getComputedStyle(document.body).fontFamily"
        ).startswith('"Be Vietnam Pro"')
    # What the browser says of the cut is no complaint of the next test.
    chromium.get_log("browser")
