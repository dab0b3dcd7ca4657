"""Draws the icons of the installed portal from its mark, with a Chromium on this machine.

    .venv/bin/python scripts/icons.py

The PNG files are committed; run it again only when ``mark.svg`` changes. A maskable icon fills
its square, because each system cuts its own shape out of it.
"""

from pathlib import Path

import shutil
import subprocess
import tempfile


STATIC = Path(__file__).parent.parent / "src" / "thads_portal" / "theme" / "static"
GROUND = "#9b1c1f"
#: file -> (side in pixels, share of the side that the mark takes, ground)
ICONS = {
    "icon-192.png": (192, 1.0, "transparent"),
    "icon-512.png": (512, 1.0, "transparent"),
    "icon-maskable-512.png": (512, 0.74, GROUND),
    "apple-touch-icon.png": (180, 0.84, GROUND),
}


def main() -> None:
    browser = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))))
    mark = (STATIC / "mark.svg").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for name, (side, share, ground) in ICONS.items():
            page = Path(folder) / "icon.html"
            page.write_text(
                "<!doctype html><style>*{margin:0}"
                f"body{{width:{side}px;height:{side}px;display:grid;place-items:center;"
                f"background:{ground}}}svg{{width:{side * share}px;height:{side * share}px}}"
                f"</style>{mark}",
                encoding="utf-8",
            )
            subprocess.run(
                [
                    browser,
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--hide-scrollbars",
                    "--default-background-color=00000000",
                    f"--window-size={side},{side}",
                    f"--screenshot={STATIC / name}",
                    page.as_uri(),
                ],
                check=True,
                stderr=subprocess.DEVNULL,
            )
            print(name, (STATIC / name).stat().st_size)


if __name__ == "__main__":
    main()
