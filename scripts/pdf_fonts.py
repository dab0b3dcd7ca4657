"""Makes the font files of the official PDFs from the web fonts of the package `@fontsource/tinos`.

    npm pack @fontsource/tinos && tar xzf fontsource-tinos-*.tgz
    .venv/bin/python scripts/pdf_fonts.py package

A web font comes in pieces, one for each script; a PDF wants one TrueType file. Tinos has the
metrics of Times New Roman, in which the State's papers are set (Decree 30/2020/NĐ-CP, annex I).
"""

from fontTools import merge
from fontTools import subset
from fontTools.ttLib import TTFont
from pathlib import Path

import shutil
import sys
import tempfile


TARGET = Path(__file__).parent.parent / "src" / "thads_portal" / "opendata" / "pdf" / "fonts"
SCRIPTS = ("latin", "latin-ext", "vietnamese")
STYLES = {"Regular": "400-normal", "Bold": "700-normal", "Italic": "400-italic"}
#: Layout tables of the pieces do not fit together, and the PDF writer reads none of them.
_LAYOUT = ["GSUB", "GPOS", "GDEF", "STAT", "DSIG", "meta", "FFTM"]


def main(package: Path) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for style, name in STYLES.items():
        with tempfile.TemporaryDirectory() as folder:
            pieces = [_plain(package, script, name, Path(folder)) for script in SCRIPTS]
            whole = merge.Merger(merge.Options(drop_tables=_LAYOUT)).merge(pieces)
        whole["name"].setName(f"Tinos-{style}", 6, 3, 1, 0x409)
        whole.save(TARGET / f"Tinos-{style}.ttf")
    shutil.copy(package / "LICENSE", TARGET / "OFL.txt")


def _plain(package: Path, script: str, name: str, folder: Path) -> str:
    """One piece as TrueType without compression and hinting."""
    font = TTFont(package / "files" / f"tinos-{script}-{name}.woff2")
    options = subset.Options(hinting=False, drop_tables=_LAYOUT, notdef_outline=True)
    options.glyph_names = True
    trimmed = subset.Subsetter(options)
    trimmed.populate(unicodes=list(font.getBestCmap()))
    trimmed.subset(font)
    font.flavor = None
    target = folder / f"{script}.ttf"
    font.save(target)
    return str(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
