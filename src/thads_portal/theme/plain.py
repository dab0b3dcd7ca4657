"""A page in both languages that needs nothing: no site, no template, no database, no other file.

For what happens before or outside of the portal. Its style is inside of it and allowed by
its digest alone.
"""

from base64 import b64encode
from hashlib import sha256
from html import escape


_STYLE = (
    ":root{color-scheme:light dark}"
    "body{margin:0;border-top:4px solid #9b1c1f;font:18px/1.6 'Be Vietnam Pro',system-ui,sans-serif}"
    "main{max-width:42rem;margin:0 auto;padding:48px 16px}"
    "header{font-weight:600}h1{font-size:1.8rem;line-height:1.35}"
    "section{margin-top:32px;padding-top:16px;border-top:1px solid #807a70}h2{font-size:1rem}"
    "a{color:inherit}"
)
_DIGEST = b64encode(sha256(_STYLE.encode()).digest()).decode()
#: Content-Security-Policy of such a page.
POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; frame-ancestors 'none'"


def plain_page(*, heading: tuple[str, str], text: tuple[str, str], home: bool = True) -> str:
    """`heading` and `text` in Vietnamese and English; `home`: with a way to the home page."""
    (vi, en), (vi_text, en_text) = heading, text
    back = '<p><a href="/">Về trang chủ / To the home page</a></p>' if home else ""
    return (
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(vi)}</title><style>{_STYLE}</style></head><body><main>"
        "<header>Cổng thông tin điện tử Thi hành án dân sự</header>"
        f"<h1>{escape(vi)}</h1><p>{escape(vi_text)}</p>"
        f'<section lang="en"><h2>{escape(en)}</h2><p>{escape(en_text)}</p></section>'
        f"{back}</main></body></html>\n"
    )
