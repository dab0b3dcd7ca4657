"""The dark scheme is other colours and nothing else: what tests in the browser rely on."""

from pathlib import Path

import re
import thads_portal.theme


STATIC = Path(thads_portal.theme.__file__).parent / "static"
SCHEME = "prefers-color-scheme"


def test_the_dark_scheme_changes_colours_only():
    asking = [path for path in STATIC.rglob("*.css") if SCHEME in path.read_text("utf-8")]
    assert asking == [STATIC / "tokens.css"]
    text = asking[0].read_text("utf-8")
    (block,) = re.findall(rf"@media \({SCHEME}: dark\) {{\s*:root {{([^{{}}]*)}}\s*}}", text)
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    assert lines
    assert [line for line in lines if not re.fullmatch(r"--[a-z-]+: #[0-9a-f]{6};", line)] == []
    assert text.count(SCHEME) == 1


def test_no_script_asks_for_the_scheme():
    assert not [path for path in STATIC.rglob("*.js") if SCHEME in path.read_text("utf-8")]
