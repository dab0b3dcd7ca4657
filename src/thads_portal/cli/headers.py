"""The headers that no answer leaves without, whoever made it: pages, services, files, errors.

The portal's own pages say more than this of themselves. Plone's pages for the staff, downloads and
the framework's own errors say nothing; here they get it. What people have put in is never run
in a visitor's browser as part of the portal: neither as a script nor as a page.
"""

from collections.abc import Callable


#: Plone's pages for the staff: their scripts are the portal's own files, some of which compile
#: templates; their editor writes styles into the page.
STAFF_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "media-src 'self'",
        "frame-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'self'",
        "object-src 'none'",
        "frame-ancestors 'self'",
    )
)
#: Anything that is no page, opened by itself: it loads nothing and runs nothing.
DATA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox; frame-ancestors 'self'"
#: A sandbox keeps browsers from showing it at all.
PDF_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
)
#: A worker lives by the policy that its script came with.
SCRIPT_POLICY = "default-src 'self'; frame-ancestors 'self'"
_ANYBODY = "access-control-allow-origin"
_PAGES = ("text/html", "application/xhtml+xml")
_SCRIPTS = ("text/javascript", "application/javascript", "application/x-javascript")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: Browsers then ask by https only, for two years from the last answer; not said over plain http.
_TRANSPORT = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
#: No page of another site takes an answer into itself, but what is open to all of them.
_RESOURCE = "Cross-Origin-Resource-Policy"
_PRIVATE = "private, no-cache"
_ASK = "no-cache"
_ASK_HEADER = ("Cache-Control", _ASK)
_PRIVATE_HEADER = ("Cache-Control", _PRIVATE)
_NEUTRAL = "application/octet-stream"
#: What of the files that people put in may keep its type: none is run or shown as a page.
_HARMLESS = (
    "application/json", "application/msword", "application/octet-stream", "application/pdf",
    "application/rtf", "application/vnd.", "application/x-7z-compressed", "application/x-ndjson",
    "application/x-rar", "application/vnd.rar", "application/zip", "application/x-zip-compressed",
    "application/gzip", "audio/", "image/avif", "image/bmp", "image/gif", "image/jpeg",
    "image/png", "image/svg+xml", "image/tiff", "image/vnd.microsoft.icon", "image/webp",
    "image/x-icon", "text/calendar", "text/csv", "text/plain",
    "video/",
)  # fmt: skip
#: Shown in the page that names them, an image runs nothing; opened by itself it is sandboxed.
_INLINE = ("application/pdf", "audio/", "image/", "video/")
#: Segments that lead to what somebody has put in.
_UPLOADS = ("@@download", "@@display-file", "@@images", "download", "display-file", "images")

Start = Callable[..., Callable]


def secured(start_response: Start, environ: dict) -> Start:
    """`start_response` that adds what is missing and takes the danger out of uploads."""
    signed_in = bool(environ.get("HTTP_AUTHORIZATION") or "__ac" in environ.get("HTTP_COOKIE", ""))
    upload = any(each in _UPLOADS for each in environ.get("PATH_INFO", "").split("/"))

    def start(status: str, headers: list[tuple[str, str]], *exception) -> Callable:
        # Do not tell every visitor which software answers.
        kept = [each for each in headers if each[0].lower() != "x-powered-by"]
        sent_as_file = any(name.lower() == "content-disposition" for name, _value in kept)
        if (upload or sent_as_file) and status.startswith("2"):
            kept = _disarmed(kept)
        if signed_in:
            kept = [_PRIVATE_HEADER if each == _ASK_HEADER else each for each in kept]
        said = {name.lower() for name, _value in kept}
        added = {
            **_ALWAYS,
            "Content-Security-Policy": _policy(_kind(kept)),
            "Cache-Control": _PRIVATE if signed_in else _ASK,
            _RESOURCE: "cross-origin" if _ANYBODY in said else "same-origin",
        }
        # Told by the proxy, and settled while the request is on its way.
        if environ.get("wsgi.url_scheme") == "https":
            added.update([_TRANSPORT])
        kept += [each for each in added.items() if each[0].lower() not in said]
        return start_response(status, kept, *exception)

    return start


def _kind(headers: list[tuple[str, str]]) -> str:
    """The media type, without its parameters; empty if there is none."""
    value = next((value for name, value in headers if name.lower() == "content-type"), "")
    return value.partition(";")[0].strip().lower()


def _policy(kind: str) -> str:
    if kind in _PAGES:
        return STAFF_POLICY
    if kind in _SCRIPTS:
        return SCRIPT_POLICY
    return PDF_POLICY if kind == "application/pdf" else DATA_POLICY


def _disarmed(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What somebody has put in keeps its type only if no browser runs it."""
    kind = _kind(headers)
    changed = {}
    if not kind.startswith(_HARMLESS):
        changed["content-type"] = ("Content-Type", _NEUTRAL)
    if not kind.startswith(_INLINE):
        value = next((v for name, v in headers if name.lower() == "content-disposition"), "")
        _, mark, rest = value.partition(";")
        changed["content-disposition"] = ("Content-Disposition", f"attachment{mark}{rest}")
    return [each for each in headers if each[0].lower() not in changed] + list(changed.values())
