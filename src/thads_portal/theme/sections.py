"""The sections of the gateway and of a subsite, for the navigation.

Only what is there is shown: a link to an empty place helps nobody.
"""

from Acquisition import aq_base
from thads_portal.i18n import _
from zope.component import getSiteManager
from zope.interface import Interface
from zope.interface import providedBy


#: address below the gateway or subsite -> its name
SECTIONS = {
    "tin-tuc": _("section_news", default="Tin tức"),
    "van-ban": _("section_documents", default="Văn bản"),
    "thu-tuc": _("section_procedures", default="Thủ tục"),
    "thong-bao": _("section_notices", default="Thông báo"),
    "su-kien": _("section_events", default="Sự kiện"),
    "thong-ke": _("section_statistics", default="Thống kê"),
    "du-lieu": _("section_data", default="Dữ liệu mở"),
}


def sections_of(place, request) -> list[tuple[str, str]]:
    """``(address below the place, message)`` of the sections that `place` has."""
    return [(name, message) for name, message in SECTIONS.items() if _there(place, request, name)]


def _there(place, request, name: str) -> bool:
    if aq_base(place).get(name) is not None:
        return True
    required = (providedBy(place), providedBy(request))
    return getSiteManager().adapters.lookup(required, Interface, name) is not None
