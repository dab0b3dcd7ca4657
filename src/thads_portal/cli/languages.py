"""The English pages have addresses of their own: ``/en/cao-bang`` is ``/cao-bang`` in English.

Every link of such a page leads on in English, since Zope writes all addresses below the prefix. The
language is told to Plone as its own cookie tells it, for this request alone; none is set, so that the
Vietnamese address stays Vietnamese. The cookie is what the staff's pages use.
"""

from thads_portal.i18n import ENGLISH_PATH

import re


#: How Zope's virtual hosting is told what stands before every path.
_BELOW = f"_vh_{ENGLISH_PATH.removeprefix('/')}"
_COOKIE = re.compile(r"(?:^|;)\s*I18N_LANGUAGE=[^;]*")
_PARAMETER = re.compile(r"(?:^|&)set_language=[^&]*")
#: One file for every language.
_SHARED = (
    "thads-static/",
    "robots.txt",
    "sitemap.xml",
    "sw.js",
    "manifest.webmanifest",
    ".well-known",
)


def below(path: str, environ: dict) -> str | None:
    """What Zope is to serve for `path`, below the portal; None if there is no such address.

    Of an English address `environ` gets the language.
    """
    name = path.removeprefix("/")
    if path != ENGLISH_PATH and not path.startswith(f"{ENGLISH_PATH}/"):
        return name
    name = path.removeprefix(ENGLISH_PATH).removeprefix("/")
    if name.startswith(_SHARED) or "++api++" in name or name.partition("/")[0] == _BELOW[4:]:
        return None
    cookies = _COOKIE.sub("", environ.get("HTTP_COOKIE", "")).strip("; ")
    environ["HTTP_COOKIE"] = "; ".join(filter(None, (cookies, "I18N_LANGUAGE=en")))
    query = environ.get("QUERY_STRING", "")
    environ["QUERY_STRING"] = _PARAMETER.sub("", query).removeprefix("&")
    return f"{_BELOW}/{name}"
