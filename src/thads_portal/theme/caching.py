"""What caches may do with a page, and the tag by which an unchanged one is not sent again.

A page that shows persons is never kept by a cache in front: publication may end at any
moment, and a copy would go on naming the person. See docs/caching.md.
"""

from hashlib import blake2b


#: Kept by nobody without asking again; caches in front do not keep it at all.
ASK_EACH_TIME = "no-cache"
#: Of who is signed in.
PRIVATE = "private, no-cache"


def policy(*, shared: int = 0, signed_in: bool = False) -> str:
    """The value of Cache-Control: `shared` seconds in a cache in front, none in browsers."""
    if signed_in:
        return PRIVATE
    if shared:
        return f"public, max-age=0, s-maxage={shared}, must-revalidate"
    return ASK_EACH_TIME


def tagged(request, body: str) -> str:
    """`body` with an ETag made from it; empty, with status 304, if the visitor has that one.

    Only of a complete answer to a question: what is signed in, refused or redirected has none.
    """
    response = request.response
    kept_private = "private" in (response.getHeader("Cache-Control") or "")
    if request.method not in ("GET", "HEAD") or response.getStatus() != 200 or kept_private:
        return body
    digest = blake2b(body.encode("utf-8", "replace"), digest_size=12).hexdigest()
    # Weak: a proxy that packs the page keeps its meaning, not its bytes.
    tag = f'W/"{digest}"'
    response.setHeader("ETag", tag)
    if not has(request, tag):
        return body
    response.setStatus(304)
    return ""


def has(request, tag: str) -> bool:
    """Whether the visitor says to have what `tag` names."""
    asked = request.getHeader("If-None-Match") or ""
    wanted = tag.removeprefix("W/")
    return any(each.strip().removeprefix("W/") == wanted for each in asked.split(","))
