"""How a PDF is sent."""

PDF = "application/pdf"


def send(request, document: bytes, name: str) -> bytes:
    """Answer with `document`; search engines and shared caches keep no copy of it."""
    response = request.response
    response.setHeader("Content-Type", PDF)
    response.setHeader("Content-Disposition", f'inline; filename="{name}"')
    response.setHeader("X-Robots-Tag", "noindex, nofollow, noarchive")
    response.setHeader("Cache-Control", "private, no-cache")
    # By `Accept` the same address answers with the page.
    response.setHeader("Vary", "Accept, Authorization, Cookie")
    return document
