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
#: What is folded on a page and cannot be opened, or shows nothing when it is. Menus on bars and what a
#: script folds for a phone (data-fold, data-drop) are left out.
SHUT = """
    const shown = (node) => node.getClientRects().length > 0;
    const found = [];
    for (const fold of document.querySelectorAll("main details:not([data-fold], [data-drop])")) {
        const around = fold.parentElement.closest("details");
        if (!shown(fold) || (around && !around.open)) continue;
        const summary = fold.querySelector(":scope > summary");
        const before = fold.open;
        fold.open = true;
        const inside = [...fold.children].filter((child) => child !== summary && child.textContent.trim());
        if (!summary || !shown(summary) || (inside.length && !inside.some(shown)))
            found.push(summary ? summary.textContent.trim() : fold.className);
        fold.open = before;
    }
    return found;
"""
#: What axe finds by colours alone, and so what another colour scheme can change.
COLOURS = ("color-contrast", "link-in-text-block")
_RUN = """
const done = arguments[arguments.length - 1];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'].concat(arguments[0]);
const colours = arguments[1];
const only = arguments[2] === 'only' ? {type: 'rule', values: colours} : {type: 'tag', values: tags};
const rules = arguments[2] ? {} : Object.fromEntries(colours.map((name) => [name, {enabled: false}]));
axe.run(document, {runOnly: only, rules: rules, resultTypes: ['violations']})
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


def violations(browser, *, more: tuple[str, ...] = (), colours: bool | str = True) -> list:
    """What the page that is open violates; axe must be on it.

    `more`: further tags of rules. `colours`: whether those of colours are looked at, which takes
    three times as long as all others together (``contrasts_below`` is quick); ``only``: no others.
    """
    return browser.execute_async_script(_RUN, list(more), list(COLOURS), colours)


_CONTRAST = """
const least = arguments[0];
const parts = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
const canvas = parts(getComputedStyle(document.body).backgroundColor).slice(0, 3);
function over(top, below) {
  const alpha = top.length > 3 ? top[3] : 1;
  return [0, 1, 2].map((i) => top[i] * alpha + below[i] * (1 - alpha));
}
function ground(element) {
  const layers = [];
  for (let e = element; e; e = e.parentElement) {
    const colour = parts(getComputedStyle(e).backgroundColor);
    if (colour.length > 3 && colour[3] === 0) continue;
    layers.push(colour);
    if (colour.length < 4 || colour[3] === 1) break;
  }
  return layers.reverse().reduce((below, top) => over(top, below), canvas);
}
const light = (colour) => colour
  .map((c) => c / 255)
  .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
const found = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
  if (element.closest('svg, script, style, option')) continue;
  const style = getComputedStyle(element);
  if (style.color.startsWith('color(')) continue;
  const below = ground(element);
  const [a, b] = [light(over(parts(style.color), below)), light(below)];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const size = parseFloat(style.fontSize);
  const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  if (ratio < (large ? 3 : least))
    found.push([walker.currentNode.data.trim().slice(0, 40), ratio.toFixed(2)]);
}
return found;
"""


def contrasts_below(browser, least: float) -> list:
    """Texts of the page that is open whose contrast with what lies below them is under `least`,
    as WCAG computes it (1.4.3); large ones under 3.
    """
    return browser.execute_script(_CONTRAST, least)


_HIDDEN_FOCUS = """
const least = arguments[0];
const able = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
const found = [];
for (const element of document.querySelectorAll(able)) {
  if (!element.checkVisibility({visibilityProperty: true}) || element.disabled) continue;
  element.focus();
  if (document.activeElement !== element) continue;
  const box = element.getBoundingClientRect();
  if (box.width < 2 || box.height < 2) continue;
  // What is clipped out of sight on purpose is a box in a label, which is seen.
  const seen = box.width < 8 && element.closest('label') ? element.closest('label') : element;
  const place = seen.getBoundingClientRect();
  const [top, bottom] = [Math.max(place.top, 0), Math.min(place.bottom, innerHeight)];
  const [left, right] = [Math.max(place.left, 0), Math.min(place.right, innerWidth)];
  let shown = 0, asked = 0;
  for (const x of [0.1, 0.3, 0.5, 0.7, 0.9]) for (const y of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    asked += 1;
    const at = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
    if (at && (at === seen || seen.contains(at) || at.contains(seen) || at.closest('label')?.contains(element)))
      shown += 1;
  }
  const inside = bottom > top && right > left;
  if (!inside || shown < asked * least)
    found.push([element.outerHTML.slice(0, 120), Math.round(place.top), shown + '/' + asked]);
}
document.activeElement.blur();
return found.slice(0, 5);
"""


def hidden_focus(browser, *, least: float = 0.5) -> list:
    """What takes the focus and is then covered by something else, or out of sight (2.4.11, and more:
    at least that part of it is to be seen).
    """
    return browser.execute_script(_HIDDEN_FOCUS, least)
