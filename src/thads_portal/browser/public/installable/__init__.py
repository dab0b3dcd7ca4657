"""The portal on a phone's home screen: manifest, service worker, and the page without a network.

The worker keeps the offline page and the files of its design, never a page of the portal.
"""

from functools import cache
from hashlib import blake2b
from pathlib import Path
from Products.Five.browser import BrowserView
from thads_portal.browser.shared.page import PublicPage
from thads_portal.i18n import _
from thads_portal.templates import PageTemplate
from thads_portal.theme.assets import FOLDER
from zope.component.hooks import getSite
from zope.i18n import translate

import json


OFFLINE = "ngoai-tuyen"
#: What the offline page needs.
FILES = (
    "portal.css",
    "mark.svg",
    "be-vietnam-pro-latin-400-normal.woff2",
    "be-vietnam-pro-latin-600-normal.woff2",
    "be-vietnam-pro-vietnamese-400-normal.woff2",
    "be-vietnam-pro-vietnamese-600-normal.woff2",
)
_NAME = _("site_title", default="Cổng thông tin điện tử Thi hành án dân sự")
_SHORT = _("brand_name", default="Thi hành án dân sự")
_SEARCH = _("nav_search", default="Tra cứu")


class Offline(PublicPage):
    """What is shown where there is no network; in both languages, since it is kept once."""

    template = PageTemplate("offline.pt")
    #: Of no use to a search engine.
    persons = True


class Manifest(BrowserView):
    """``manifest.webmanifest``."""

    def __call__(self):
        layout = self.context.restrictedTraverse("@@thads-layout")
        layout.prepare(content_type="application/manifest+json", shared=3600)

        def say(message):
            return translate(message, context=self.request, target_language=layout.language)

        icons = [
            {"src": layout.asset(name), "sizes": f"{side}x{side}", "type": "image/png", **more}
            for name, side, more in (
                ("icon-192.png", 192, {}),
                ("icon-512.png", 512, {}),
                ("icon-maskable-512.png", 512, {"purpose": "maskable"}),
            )
        ]
        return json.dumps(
            {
                "id": f"{layout.root}/",
                "name": say(_NAME),
                "short_name": say(_SHORT),
                "lang": layout.language,
                "start_url": f"{layout.root}/",
                "scope": f"{layout.root}/",
                "display": "minimal-ui",
                "background_color": "#ffffff",
                "theme_color": "#9b1c1f",
                "icons": icons,
                "shortcuts": [{"name": say(_SEARCH), "url": f"{layout.root}/tra-cuu"}],
            },
            ensure_ascii=False,
        )


class Worker(BrowserView):
    """``sw.js``: at the root, because a worker governs only what lies below it."""

    def __call__(self):
        layout = self.context.restrictedTraverse("@@thads-layout")
        layout.prepare(content_type="text/javascript")
        files = [layout.asset(name) for name in FILES]
        return _worker(getSite().absolute_url_path().rstrip("/"), tuple(files))


@cache
def _worker(root: str, files: tuple[str, ...]) -> str:
    # A new design or a new text of the offline page makes a new worker.
    page = Path(__file__).parent / "offline.pt"
    version = blake2b(repr(files).encode() + page.read_bytes(), digest_size=6).hexdigest()
    return (
        (FOLDER / "sw.js")
        .read_text(encoding="utf-8")
        .replace("__VERSION__", version)
        .replace("__OFFLINE__", f"{root}/{OFFLINE}")
        .replace("__FILES__", json.dumps(files))
    )
