"""``/yeu-cau``: all pages of citizens' requests, one class for each kind of page, none for a procedure.

``/yeu-cau`` the services; ``/yeu-cau/<service>`` what it is; ``…/<question>`` one page;
``…/giay-to`` papers, ``…/tai-len`` one in pieces; ``…/kiem-tra`` check; ``…/luu`` save; ``…/bien-nhan`` the receipt;
``/yeu-cau/quay-lai`` come back to a draft; ``/yeu-cau/theo-doi`` follow by number and code;
``/yeu-cau/quyet-dinh-lan-hai`` and ``/yeu-cau/ket-luan-to-cao`` published answers; ``/yeu-cau/dinh-danh`` who one is. No address
holds anything of a request.
"""

from Products.Five.browser import BrowserView
from thads_portal.browser.public.requests.check import Check
from thads_portal.browser.public.requests.decisions import Conclusions
from thads_portal.browser.public.requests.decisions import Decisions
from thads_portal.browser.public.requests.follow import Follow
from thads_portal.browser.public.requests.front import Front
from thads_portal.browser.public.requests.front import Start
from thads_portal.browser.public.requests.identity import Identity
from thads_portal.browser.public.requests.papers import Papers
from thads_portal.browser.public.requests.question import Asking
from thads_portal.browser.public.requests.receipt import Receipt
from thads_portal.browser.public.requests.receipt import ReceiptPdf
from thads_portal.browser.public.requests.saved import ComeBack
from thads_portal.browser.public.requests.saved import Saved
from thads_portal.browser.public.requests.upload import Upload
from thads_portal.domain.requests.procedures import BY_ID
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


_OWN = {
    "quay-lai": ComeBack,
    "theo-doi": Follow,
    "quyet-dinh-lan-hai": Decisions,
    "ket-luan-to-cao": Conclusions,
    "dinh-danh": Identity,
}
_OF_PROCEDURE = {
    "giay-to": Papers,
    "tai-len": Upload,
    "kiem-tra": Check,
    "luu": Saved,
    "bien-nhan": Receipt,
    "bien-nhan.pdf": ReceiptPdf,
}


@implementer(IPublishTraverse)
class Requests(BrowserView):
    """Finds the page that an address below ``/yeu-cau`` means."""

    def __init__(self, context, request):
        super().__init__(context, request)
        self._way = []

    def publishTraverse(self, request, name):
        self._way.append(name)
        if self._page() is None:
            raise NotFound(name)
        return self

    def _page(self):
        match self._way:
            case []:
                return Front, None, None
            case [name] if name in _OWN:
                return _OWN[name], None, None
            case [name] if name in BY_ID:
                return Start, BY_ID[name], None
            case [name, step] if name in BY_ID:
                procedure = BY_ID[name]
                if step in _OF_PROCEDURE:
                    return _OF_PROCEDURE[step], procedure, None
                question = procedure.question(step)
                if question is not None:
                    return Asking, procedure, question
        return None

    def __call__(self):
        kind, procedure, question = self._page()
        page = kind(self.context, self.request)
        page.procedure, page.question = procedure, question
        return page()
