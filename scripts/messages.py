"""Collects the portal's messages from code, templates and profiles into its catalogues.

    .venv/bin/python scripts/messages.py

Vietnamese is the default in the source, so `vi` is written anew each time; it must
exist, or a Vietnamese reader would be shown English. English is kept and gets empty
entries for new messages, which a test then names. Zope compiles the catalogues at start.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from thads_portal.domain.listing_fields import LISTING_TABLE

import ast
import re


ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "thads_portal"
LOCALES = SOURCES / "locales"
DOMAIN = "thads"
_HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"Domain: {domain}\\n"

"""
#: Marks within a sentence: they are part of its text.
_INLINE = ("strong", "em", "code")
_ENTRY = re.compile(r'^msgid (?P<id>(?:".*"\n)+)msgstr (?P<text>(?:".*"(?:\n|$))+)', re.MULTILINE)


class _Template(HTMLParser):
    """The messages of a page template: ``i18n:translate`` and ``i18n:attributes`` with ids."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        #: Open elements: [tag, message id, its text so far, the name it has in a message]
        self._open: list[list] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes, closed=False):
        given = dict(attributes)
        for pair in filter(None, (given.get("i18n:attributes") or "").split(";")):
            name, _, message = pair.strip().partition(" ")
            if message:
                self.found.append((message.strip(), given.get(name) or ""))
        name = given.get("i18n:name")
        if name:
            self._say(f"${{{name}}}")
        elif tag in _INLINE:
            self._say(f"<{tag}>")
        if not closed:
            self._open.append([tag, given.get("i18n:translate"), "", name])

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes, closed=True)

    def handle_endtag(self, tag):
        while self._open:
            opened, message, text, name = self._open.pop()
            if message:
                self.found.append((message, " ".join(text.split())))
            if opened in _INLINE and not name:
                self._say(f"</{opened}>")
            if opened == tag:
                break

    def handle_data(self, data):
        self._say(data)

    def _say(self, data):
        """Add to the message that is open, unless inside one of its named parts."""
        for element in reversed(self._open):
            if element[3]:
                return
            if element[1]:
                element[2] += data
                return


def _of_code(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "_" and node.args:
            message = node.args[0]
            default = next((each.value for each in node.keywords if each.arg == "default"), message)
            if isinstance(message, ast.Constant) and isinstance(default, ast.Constant):
                yield message.value, default.value


def _of_profile(path: Path) -> Iterator[tuple[str, str]]:
    """Titles of types: the Vietnamese text is the message."""
    text = path.read_text(encoding="utf-8")
    if 'i18n:domain="thads"' in text:
        for message in re.findall(r'i18n:translate=""\s*>([^<]+)<', text):
            yield message, message


def collected() -> dict[str, str]:
    """Message id -> Vietnamese default. ValueError if one id has two defaults."""
    found: dict[str, str] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        _add(found, _of_code(path), path)
    _add(found, ((_label(field), field.label[0]) for field in LISTING_TABLE), "listing_fields.py")
    for path in sorted(SOURCES.rglob("*.pt")):
        _add(found, _Template(path.read_text(encoding="utf-8")).found, path)
    for path in sorted((ROOT / "profiles").rglob("*.xml")):
        _add(found, _of_profile(path), path)
    return found


def _label(field) -> str:
    """The message of the label of a listing's field: the table has it in both languages."""
    return f"label_{field.name}"


def _add(found, messages, path) -> None:
    for message, default in messages:
        if found.setdefault(message, default) != default:
            raise ValueError(f"{path}: “{message}” has two defaults")


def catalogue(language: str) -> dict[str, str]:
    """Message id -> text of the catalogue of `language`."""
    path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not path.exists():
        return {}
    return {
        _read(entry["id"]): _read(entry["text"])
        for entry in _ENTRY.finditer(path.read_text(encoding="utf-8"))
        if _read(entry["id"])
    }


def _read(lines: str) -> str:
    return "".join(ast.literal_eval(line) for line in lines.strip().splitlines())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def written(language: str, texts: dict[str, str], defaults: dict[str, str]) -> str:
    """The catalogue of `language` as a file."""
    parts = [_HEADER.format(language=language, domain=DOMAIN)]
    for message, default in sorted(defaults.items()):
        comment = "" if language == "vi" or message == default else f"#. {default}\n"
        text = texts.get(message, "")
        parts.append(f"{comment}msgid {_quoted(message)}\nmsgstr {_quoted(text)}\n\n")
    return "".join(parts).rstrip("\n") + "\n"


def _english() -> dict[str, str]:
    return {_label(field): field.label[1] for field in LISTING_TABLE}


def main() -> None:
    defaults = collected()
    for language, texts in (("vi", defaults), ("en", catalogue("en") | _english())):
        folder = LOCALES / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{DOMAIN}.po"
        path.write_text(written(language, texts, defaults), encoding="utf-8")
        print(f"{path.relative_to(ROOT)}: {sum(map(bool, map(texts.get, defaults)))} texts")


if __name__ == "__main__":
    main()
