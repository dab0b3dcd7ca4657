"""axe in the browser: what a page violates at each width, in the rules of WCAG 2.2 A and AA."""

from importlib.resources import files


WIDTHS = (320, 768, 1280)
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
#: A phone also makes room for what is clipped out of sight: then the window is the wider one.
TOO_WIDE = (
    "const page = document.documentElement;"
    # On a desktop the window's width is with the scroll bar.
    " const window_ = page.clientWidth < 600 ? window.innerWidth : 0;"
    " return Math.max(page.scrollWidth, window_) - page.clientWidth"
)
_RUN = """
const done = arguments[arguments.length - 1];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'].concat(arguments[0]);
axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
  .then((found) => done(found.violations.map((each) =>
    [each.id, each.nodes.slice(0, 3).map((node) => node.target.join(' ') + ': '
      + (node.any[0] || node.all[0] || node.none[0] || {}).message)])))
  .catch((error) => done([['axe failed', [String(error)]]]));
"""


def show(browser, width: int, scheme: str = "light") -> None:
    """The window at `width`, in a colour scheme."""
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 768},
    )
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )


def violations(browser, *, more: tuple[str, ...] = ()) -> list:
    """What the page that is open violates; axe must be on it. `more`: further tags of rules."""
    return browser.execute_async_script(_RUN, list(more))
