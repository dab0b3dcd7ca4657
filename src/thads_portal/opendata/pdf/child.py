"""Sets one piece in a process of its own, which gives back all its memory: Typst keeps what it has
set for the next time. Run as a file, so that nothing of the portal is loaded.

From standard input comes JSON with `template` (a path), `fonts` (a folder) and `data` (JSON as
text); the PDF goes to standard output.
"""

from pathlib import Path

import json
import sys
import typst


def main() -> None:
    asked = json.load(sys.stdin.buffer)
    made = typst.compile(
        asked["template"],
        root=str(Path(asked["template"]).parent),
        font_paths=[asked["fonts"]],
        ignore_system_fonts=True,
        sys_inputs={"data": asked["data"]},
        pdf_standards=["a-2a", "ua-1"],
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
