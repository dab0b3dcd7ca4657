"""Sets a paper with Typst: tagged (PDF/UA-1) and for the archive (PDF/A-2a), fonts embedded.

A template gets its values as data and sets them as text, so that nothing anybody has written is
read as markup. The fonts are Tinos, with the metrics of Times New Roman.
"""

from collections.abc import Mapping
from fontTools.ttLib import TTFont
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import category
from unicodedata import normalize

import orjson
import os
import subprocess
import sys
import typst


_HERE = Path(__file__).parent
_FONTS = _HERE / "fonts"
_TEMPLATES = _HERE / "templates"
_CHILD = _HERE / "child.py"
_UNKNOWN = "?"


def typeset(template: str, data: Mapping[str, Any], *, apart: bool = False) -> bytes:
    """The PDF of `template` (a file in ``templates``) with `data`, which becomes JSON.

    The same data gives the same bytes, whatever the clock says. `apart`: in a process of its own,
    whose memory is given back. Raises RuntimeError if the template cannot be set.
    """
    path = str(_TEMPLATES / f"{template}.typ")
    inputs = orjson.dumps(_clean(data)).decode()
    if apart:
        return _apart(path, inputs)
    return typst.compile(
        path,
        root=str(_TEMPLATES),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": inputs},
        pdf_standards=["a-2a", "ua-1"],
    )


def _apart(path: str, inputs: str) -> bytes:
    asked = {"template": path, "fonts": str(_FONTS), "data": inputs}
    done = subprocess.run(
        _command(),
        input=orjson.dumps(asked),
        capture_output=True,
        check=False,
        cwd="/",
        env={name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ},
    )
    if done.returncode:
        raise RuntimeError(f"typesetting ended with {done.returncode}: {done.stderr[-2000:]!r}")
    return done.stdout


@cache
def _command() -> tuple[str, ...]:
    """Runs ``child.py`` with nothing else on its path than Typst."""
    home = str(Path(typst.__file__).parents[1])
    start = f"import sys; sys.path[:0] = [{home!r}]; import runpy; runpy.run_path({str(_CHILD)!r}, run_name='__main__')"
    return (sys.executable, "-I", "-S", "-c", start)


def _clean(value: Any) -> Any:
    """`value` with its texts in NFC and in characters that the fonts have."""
    if isinstance(value, str):
        return settable(value)
    if isinstance(value, Mapping):
        return {name: _clean(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value


def settable(value: str) -> str:
    """`value` in NFC; a character that no font has becomes its plain form or a question mark."""
    value = normalize("NFC", value)
    known = _widths("Regular")
    if all(each in known for each in value):
        return value
    return "".join(each if each in known else _plain(each) for each in value)


def _plain(character: str) -> str:
    if character == "\n":
        return character
    if category(character) in ("Cc", "Cf", "Mn"):
        return ""
    known = _widths("Regular")
    plain = "".join(each for each in normalize("NFKD", character) if category(each) != "Mn")
    return plain if plain and all(each in known for each in plain) else _UNKNOWN


def width(value: str, size: float, *, bold: bool = False) -> float:
    """How wide `value` is in one line of `size` points, in points."""
    widths = _widths("Bold" if bold else "Regular")
    return sum(widths.get(each, 1.0) for each in value) * size


@cache
def _widths(style: str) -> Mapping[str, float]:
    """The characters that can be set, with their widths as parts of the size."""
    with TTFont(_FONTS / f"Tinos-{style}.ttf") as font:
        unit = font["head"].unitsPerEm
        advances = font["hmtx"]
        return {
            chr(code): advances[name][0] / unit
            for code, name in font.getBestCmap().items()
            if category(chr(code)) not in ("Cc", "Cf", "Co")
        }


def in_one_piece(value: str, most: float, size: float, *, bold: bool = False) -> str | list[str]:
    """What the templates' `piece` sets unbroken: `value`, or a list of it where `most` points are
    too few for it.
    """
    value = normalize("NFC", value)
    return value if width(value, size, bold=bold) <= most else [value]
