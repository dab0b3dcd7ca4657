"""The staff over HTTP, as a browser without scripts: pages read, forms sent with what is in them."""

from collections.abc import Iterable
from html import unescape
from html.parser import HTMLParser
from thads_portal.testing_http import Answer
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode
from urllib.parse import urlsplit

import re


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def hidden(page: str, name: str) -> str:
    """What the field `name` of a page holds, whatever stands before it in its tag."""
    for tag in re.findall(r"<input[^>]*>", page):
        if f'name="{name}"' in tag and (value := re.search(r'value="([^"]*)"', tag)):
            return unescape(value[1])
    raise AssertionError(f"no field {name}: {page[:3000]}")


def token_of(page: str) -> str:
    """The token against forms from elsewhere."""
    return hidden(page, "_authenticator")


def where(answer: Answer) -> str:
    """The path that an answer leads to."""
    return urlsplit(answer.headers["Location"]).path


def send_form(visitor: Visitor, page: str, **fields: object) -> Answer:
    """Send `fields` as the form on `page` would; lists are sent several times."""
    sent = {"_authenticator": token_of(visitor.get(page).text), **fields}
    body = urlencode(sent, doseq=True)
    return visitor.ask("POST", page.partition("?")[0], body=body, headers=FORM)


class Page(HTMLParser):
    """Forms of a page: fields and buttons by form."""

    def __init__(self, answer: Answer):
        super().__init__()
        self.answer = answer
        self.forms = []
        self.feed(answer.text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append({"fields": [], "buttons": {}, "action": given.get("action")})
        elif self.forms and tag in ("input", "textarea", "select") and given.get("name"):
            if given.get("type") not in ("checkbox", "radio", "file"):
                self.forms[-1]["fields"].append((given["name"], given.get("value") or ""))
        elif self.forms and tag == "button" and given.get("name"):
            self.forms[-1]["buttons"].setdefault(given["name"], []).append(given.get("value"))

    def form(self, action: str) -> list[tuple[str, str]]:
        """The fields of the form with the button `action`."""
        for form in self.forms:
            if action in form["buttons"].get("action", ()):
                return form["fields"]
        raise AssertionError(f"no button {action}: {self.answer.text[:3000]}")


class Staff(Visitor):
    """Somebody signed in who fills forms in and sends them."""

    def page(self, path: str) -> Page:
        answer = self.get(path)
        assert answer.status == 200, (path, answer.status, answer.text[:2000])
        return Page(answer)

    def token(self, path: str) -> str:
        return token_of(self.get(path).text)

    def send(self, path: str, fields: dict[str, object]) -> Answer:
        """These fields and no others; lists are sent several times."""
        return self.ask("POST", path, body=urlencode(fields, doseq=True), headers=FORM)

    def post(
        self,
        path: str,
        fields: Iterable[tuple[str, str]],
        token: str | None = None,
        *,
        page: str | None = None,
    ) -> Answer:
        """These fields with the token, of `page` if the form stands on another one."""
        sent = [("_authenticator", token or self.token(page or path)), *fields]
        return self.ask("POST", path, body=urlencode(sent), headers=FORM)

    def press(self, page: Page, path: str, action: str, **more) -> Page:
        """Send the form with the button `action`; follow to the page after it."""
        kept = {}
        for name, value in page.form(action):
            kept.setdefault(name, []).append(value)
        answer = self.send(path, {**kept, **more, "action": action})
        return self.page(where(answer)) if answer.status == 303 else Page(answer)


class _Filled(HTMLParser):
    def __init__(self):
        super().__init__()
        self.fields, self.area, self.select = [], None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "input" and given.get("name"):
            boxes = given.get("type") in ("checkbox", "radio")
            if not boxes or "checked" in given:
                self.fields.append((given["name"], given.get("value") or ""))
        elif tag == "textarea":
            self.area = given["name"]
            self.fields.append((self.area, ""))
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and self.select and "selected" in given:
            self.fields.append((self.select, given["value"]))

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.area:
            name, text = self.fields.pop()
            self.fields.append((name, text + data))


def form_of(visitor: Visitor, path: str) -> tuple[dict[str, str], str]:
    """(all fields of the page's forms but the token, as a browser would send them; the page)."""
    page = visitor.get(path).text
    parser = _Filled()
    parser.feed(page)
    return {name: value for name, value in parser.fields if name != "_authenticator"}, page
