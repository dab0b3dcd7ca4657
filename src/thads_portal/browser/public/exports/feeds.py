"""A search as a feed: its latest fifty changes, in words of the portal, and on to older ones."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from plone import api
from thads_portal.browser.shared.labels import value_label
from thads_portal.browser.shared.search_state import State
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import DebtorKind
from thads_portal.domain.codes import label
from thads_portal.domain.grounds import key_of
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.words import day
from thads_portal.domain.words import money
from thads_portal.errors import BadFilter
from thads_portal.i18n import _
from thads_portal.opendata.feeds import Ended
from thads_portal.opendata.feeds import Feed
from thads_portal.opendata.feeds import FeedEntry
from thads_portal.opendata.values import moment
from thads_portal.register import recent
from thads_portal.register.query import FILTERS
from thads_portal.register.query import Query
from thads_portal.register.query import WAYS
from thads_portal.register.recent import Place
from thads_portal.register.recent import place_in
from thads_portal.services.followers.changes import DEFAULT_KEPT
from thads_portal.services.followers.changes import KEPT
from urllib.parse import urlencode
from zope.i18n import translate


MOST = 50
#: The parameter with which a feed goes on; its parts stand for changes and endings.
BEFORE = "before"
_END = "0"
_SELECTING = (*FILTERS, *WAYS)
_READ = (
    "number",
    "first_published",
    "last_amended",
    "republished_at",
    "province",
    "debtor_name",
    "debtor_kind",
    "debtor_address",
    "obligation",
    "obligation_amount",
    "ground",
    "ground_scheme",
)
_DATA = ("province", "debtor_kind", "debtor_address", "obligation", "ground", "ground_scheme")
_SITE = _("site_title", default="Cổng thông tin điện tử Thi hành án dân sự")
_RIGHTS = _(
    "feed_rights",
    default="Dùng để biết những mục đang được công khai. Mục đã chấm dứt phải được gỡ bỏ; không đăng"
    " lại tên người sau khi chấm dứt công khai. Trùng tên không có nghĩa là cùng một người.",
)


class _Words:
    """What ``value_label`` needs of a page."""

    def __init__(self, language: str):
        self.language = language

    def say(self, message) -> str:
        return translate(message, target_language=self.language)

    def money(self, value: int) -> str:
        return money(value, self.language)


def feed_of(cursor, query: Query, *, view, language: str) -> Feed:
    """`view`: the export that answers, with its addresses, form and time.

    ``before`` in its form goes on behind another page. Raises BadFilter.
    """
    words = _Words(language)
    state = State("", view.request.form, fixed=view.fixed)
    given = sorted((name, value) for name, value in state.params.items() if name in _SELECTING)
    asked = [(name, value) for name, value in given if name in FILTERS]
    place = f"{view.fixed}/{REGISTER_ID}" if view.fixed else "tra-cuu"
    parts = f"?{urlencode(given)}" if given else ""
    page = _page(cursor, query, since=view.now - _horizon(), form=view.request.form)
    entries = [_entry(row, view.root, words) for row in page.rows]
    ended = [
        Ended(number, f"{view.root}/{province}/{REGISTER_ID}/{number}", when)
        for number, province, when in page.gone
    ]
    moments = [each.updated for each in entries] + [each.ended for each in ended]
    midnight = view.now.replace(hour=0, minute=0, second=0, microsecond=0)
    first = f"{view.at(view.format.suffix)}{parts}"

    def behind(text: str) -> str:
        return f"{first}{'&' if parts else '?'}{urlencode({BEFORE: text})}"

    return Feed(
        key=f"{place}{parts}",
        title=words.say(_title(view.fixed)) + _asked(asked, words),
        subtitle=words.say(
            _(
                "feed_subtitle",
                default="${most} thay đổi mới nhất của danh sách công khai người phải thi hành án"
                " chưa có điều kiện thi hành.",
                mapping={"most": str(MOST)},
            )
        ),
        author=words.say(_SITE),
        page=f"{view.at('')}{parts}",
        address=behind(page.before) if page.before else first,
        updated=max(moments, default=midnight),
        language=language,
        rights=words.say(_RIGHTS),
        entries=entries,
        ended=ended,
        first=first if page.before else "",
        next=behind(page.next) if page.next else "",
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """`before` and `next`: what the address has to reach this page, and the one behind it."""

    rows: Sequence[tuple]
    gone: Sequence[tuple[str, str, datetime]]
    before: str
    next: str


def _horizon() -> timedelta:
    return timedelta(days=api.portal.get_registry_record(KEPT, default=DEFAULT_KEPT))


def _page(cursor, query: Query, *, since: datetime, form: Mapping) -> _Page:
    """The first page of changes, or that behind the places of its ``before``; each list has its own."""
    before = form.get(BEFORE) or ""
    changed, ended = _places(before)
    rows: Sequence[tuple]
    if not before:
        rows = recent.latest(cursor, query, _READ, most=MOST)
    elif changed:
        rows = recent.older(cursor, query, _READ, since=since, before=changed, most=MOST)
    else:
        rows = []
    gone: list[tuple[str, str, datetime]] = []
    if ended or not before:
        gone = recent.ended(cursor, query, since=since, before=ended, most=MOST)
    follow = [_END, _END]
    if len(rows) == MOST:
        place = Place(_updated(rows[-1]), rows[-1][0])
        if recent.older(cursor, query, ("number",), since=since, before=place, most=1):
            follow[0] = place.encode()
    if len(gone) == MOST:
        place = Place(gone[-1][2], gone[-1][0])
        if recent.ended(cursor, query, since=since, before=place, most=1):
            follow[1] = place.encode()
    return _Page(rows, gone, before, "" if follow == [_END, _END] else ".".join(follow))


def _places(before: object) -> tuple[Place | None, Place | None]:
    """Behind which change and which ending a page begins; None: nothing of it comes any more."""
    if not before:
        return None, None
    parts = before.split(".") if isinstance(before, str) else []
    try:
        changed, ended = (None if part == _END else place_in(part) for part in parts)
    except ValueError:
        raise BadFilter(name=BEFORE, allowed=["next"]) from None
    return changed, ended


def _updated(row: tuple) -> datetime:
    """When a row of _READ changed last."""
    return max(when for when in row[1:4] if when)


def _title(province: str | None):
    if province is None:
        return _("feed_title", default="Danh sách công khai: mới và thay đổi")
    known = by_slug(province)
    return _(
        "feed_title_province",
        default="Danh sách công khai ${province}: mới và thay đổi",
        mapping={"province": known.name if known else province},
    )


def _asked(asked: list[tuple[str, str]], words: _Words) -> str:
    return "".join(f" · {value_label(words, name, value)}" for name, value in asked)


def _entry(row: tuple, root: str, words: _Words) -> FeedEntry:
    values = dict(zip(_READ, row, strict=True))
    published, amended = values["first_published"], values["last_amended"]
    again = values["republished_at"]
    amount = values["obligation_amount"]
    lines = [
        label(DebtorKind(values["debtor_kind"]), words.language),
        values["debtor_address"],
        values["obligation"],
        None if amount is None else words.money(amount),
        value_label(words, "ground", key_of(values["ground"], values["ground_scheme"])),
        words.say(
            _("feed_published", default="Công khai ngày ${date}", mapping={"date": day(published)})
        ),
    ]
    if amended:
        changed = _("feed_amended", default="Sửa ngày ${date}", mapping={"date": day(amended)})
        lines.append(words.say(changed))
    if again:
        reopened = _(
            "feed_reopened", default="Công khai lại ngày ${date}", mapping={"date": day(again)}
        )
        lines.append(words.say(reopened))
    return FeedEntry(
        number=values["number"],
        address=f"{root}/{values['province']}/{REGISTER_ID}/{values['number']}",
        title=values["debtor_name"],
        summary="\n".join(line for line in lines if line),
        published=published,
        updated=_updated(row),
        category=values["province"],
        data={name: values[name] for name in _DATA}
        | {"obligation_amount": amount}
        | ({"reopened": moment(again)} if again else {}),
    )
