"""Which kind of address a request is for: few names, known beforehand, without anybody's data.

An address may carry a name that somebody searched for, and a counter for each would grow with
every visitor; so requests are counted and logged under these names only.
"""

import re


_SERVICES = frozenset(
    {
        "case-feed", "cases", "certificates", "changes", "login", "login-renew", "logout", "match",
        "organisations", "register-search", "suggest", "watches",
    }
)  # fmt: skip
_PAGES = {
    "": "home",
    "tra-cuu": "search",
    "xac-minh": "verify",
    "thong-ke": "statistics",
    "du-lieu": "open-data",
    "login": "sign-in",
    "logout": "sign-out",
}
_REGISTER = "nguoi-phai-thi-hanh-an"
_SERVICE = re.compile(r"/@([a-z-]+)(?:/|$)")

#: Every name there is.
ROUTES = frozenset(
    {
        *(f"@{name}" for name in _SERVICES),
        *_PAGES.values(),
        "api",
        "asset",
        "list",
        "listing",
        "page",
    }
)


def route_of(path: str) -> str:
    """The name of the kind of address that `path` (without its query) is."""
    if "/++api++" in path or "/@" in path:
        named = _SERVICE.search(path)
        return f"@{named[1]}" if named and named[1] in _SERVICES else "api"
    if path.startswith(("/++", "/favicon")):
        return "asset"
    parts = [part for part in path.split("/") if part]
    if parts[:1] == ["en"]:
        del parts[0]
    if _REGISTER in parts:
        return "list" if parts[-1] == _REGISTER else "listing"
    return _PAGES.get(parts[0] if parts else "", "page")
