"""What is new in the sections of a site, for its home page."""

from thads_portal.browser.shared.latest import DAY_LABELS
from thads_portal.browser.shared.latest import latest
from thads_portal.domain.topics import Topic
from thads_portal.i18n import _


#: kind -> (address, heading, what the link to all of them says)
ON_HOME = {
    "news": (
        "tin-tuc",
        _("home_news", default="Tin tức"),
        _("home_news_all", default="Tất cả tin tức"),
    ),
    "documents": (
        "van-ban",
        _("home_documents", default="Văn bản chỉ đạo mới"),
        _("home_documents_all", default="Tất cả văn bản"),
    ),
    "procedures": (
        "thu-tuc",
        _("home_procedures", default="Thủ tục hành chính"),
        _("home_procedures_all", default="Tất cả thủ tục"),
    ),
    "notices": (
        "thong-bao",
        _("home_notices", default="Thông báo"),
        _("home_notices_all", default="Tất cả thông báo"),
    ),
}
#: As many items of a kind are on a home page.
IN_VIEW = 4


def newest_of(place) -> list[dict]:
    """What is new on a home page: ``kind``, ``name`` (its address), ``heading``, ``all``, ``items``,
    ``day`` (what happened on the day of an item).

    Kinds without an item are left out.
    """
    found = []
    for kind, (name, heading, everything) in ON_HOME.items():
        items = latest(place, kind, IN_VIEW)
        if items:
            found.append(
                {
                    "kind": kind,
                    "name": name,
                    "heading": heading,
                    "all": everything,
                    "items": items,
                    "day": DAY_LABELS[Topic(kind)],
                }
            )
    return found
