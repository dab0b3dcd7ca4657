"""The mark after two years in words, for the public page and the page of the staff."""

from thads_portal.domain.two_years import is_automatic
from thads_portal.domain.two_years import last_news
from thads_portal.domain.two_years import standing_track
from thads_portal.i18n import _


def track_tag(page, listing) -> str | None:
    """What the tag says; None without a mark, or with one that news has overtaken."""
    news = last_news(listing.history, listing.no_conditions_decision_date)
    track = standing_track(listing.separate_track, news)
    if track is None:
        return None
    if is_automatic(track):
        text, day = _("track_tag_quiet", default="Không có thông tin mới từ ${date}"), news
    else:
        text, day = _("track_tag", default="Theo dõi riêng từ ${date}"), track["since"]
    return page.say(_(text, default=text.default, mapping={"date": page.words.day(day)}))
