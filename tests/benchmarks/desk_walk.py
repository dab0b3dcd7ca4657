"""A new member of the board decides a batch in a real browser: ``python -m tests.benchmarks.desk_walk 50``.

By keyboard alone, from the inbox to the last listing: each tenth is given back with a reason, the
others are approved. Told are the keys, the seconds that passed without any reading, and how long the
server took for each page, as the browser saw it. What a person reads in comes on top: of the ten
minutes for fifty listings the portal leaves them the rest.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from selenium.webdriver import Chrome
from selenium.webdriver import ChromeOptions
from selenium.webdriver import ChromeService
from tests.benchmarks import results
from tests.benchmarks.installation import child
from tests.benchmarks.installation import serving
from tests.benchmarks.load import percentile
from tests.benchmarks.results import Goal
from tests.benchmarks.results import Row
from tests.support.keyboard import Keyboard

import shutil
import time


PAGE = Goal(must=150, aim=100, most=True)
#: Of the ten minutes for fifty, those that pass without reading.
WITHOUT_READING = Goal(must=300, aim=120, most=True)
REASON = "Thiếu số nhà"
#: Milliseconds from the request to the first byte: (of the page, of the decision sent before it).
_SERVER_TIME = (
    "const page = performance.getEntriesByType('navigation')[0];"
    " return [page.responseStart - page.requestStart, page.redirectEnd - page.redirectStart]"
)


@contextmanager
def chromium() -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for argument in ("headless", "no-sandbox", "disable-gpu", "disable-dev-shm-usage"):
        options.add_argument(f"--{argument}")
    service = ChromeService(executable_path=shutil.which("chromedriver"))
    browser = Chrome(options=options, service=service)
    try:
        yield browser
    finally:
        browser.quit()


def measured(count: int) -> list[Row]:
    with serving(0) as (portal, _filled), chromium() as browser:
        made = child("batches", portal.instance, str(count))
        keyboard = Keyboard(browser)
        server = f"http://127.0.0.1:{portal.port}"
        begun = time.monotonic()
        keyboard.sign_in(server, portal.accounts["editorial_board"])
        browser.get(f"{server}/ban-lam-viec?viec=dot")
        keyboard.into_batch(made["batch"])
        way, pages = keyboard.keys, [browser.execute_script(_SERVER_TIME)]
        back = 0
        for place in range(count):
            if place % 10 == 9:
                keyboard.give_back(REASON)
                back += 1
            else:
                keyboard.approve()
            pages.append(browser.execute_script(_SERVER_TIME))
        took = time.monotonic() - begun
        rows = portal.query(
            "SELECT state, count(*) FROM thads_listing GROUP BY state ORDER BY state"
        )
    assert dict(rows) == {"published": count - back} | ({"returned": back} if back else {}), rows
    keys = f"{keyboard.keys} keys, {way} of them to the first listing"
    return [
        _line("page", f"card after each of {count} decisions: p95", [page for page, _sent in pages]),
        _line("sent", "a decision sent: p95", [sent for _page, sent in pages if sent]),
        Row("desk.walk.seconds", f"{count} listings decided by keyboard, no reading", took, "s",
            WITHOUT_READING, note=keys),
    ]  # fmt: skip


def _line(key: str, work: str, times: list[float]) -> Row:
    note = f"median {percentile(times, 0.5):.0f} ms, longest {max(times):.0f} ms"
    return Row(f"desk.walk.{key}", work, percentile(times, 0.95), "ms", PAGE, note=note)


if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m tests.benchmarks.desk_walk")
    parser.add_argument("count", type=int, nargs="?", default=50)
    print(results.table(measured(parser.parse_args().count)))
