"""A search as a feed: its latest fifty changes, in words of the portal."""

from thads_portal.browser.shared.labels import value_label
from thads_portal.browser.shared.search_state import State
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import DebtorKind
from thads_portal.domain.codes import label
from thads_portal.domain.grounds import key_of
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.words import day
from thads_portal.domain.words import money
from thads_portal.i18n import _
from thads_portal.opendata.feeds import Ended
from thads_portal.opendata.feeds import Feed
from thads_portal.opendata.feeds import FeedEntry
from thads_portal.opendata.values import moment
from thads_portal.register import recent
from thads_portal.register.query import FILTERS
from thads_portal.register.query import Query
from urllib.parse import urlencode
from zope.i18n import translate


MOST = 50
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
    """`view`: the export that answers, with its addresses, form and time."""
    words = _Words(language)
    state = State("", view.request.form, fixed=view.fixed)
    asked = sorted((name, value) for name, value in state.params.items() if name in FILTERS)
    place = f"{view.fixed}/{REGISTER_ID}" if view.fixed else "tra-cuu"
    parts = f"?{urlencode(asked)}" if asked else ""
    rows = recent.latest(cursor, query, _READ, most=MOST)
    gone = recent.ended(cursor, query, now=view.now, most=MOST)
    entries = [_entry(row, view.root, words) for row in rows]
    ended = [
        Ended(number, f"{view.root}/{province}/{REGISTER_ID}/{number}", when)
        for number, province, when in gone
    ]
    moments = [each.updated for each in entries] + [each.ended for each in ended]
    midnight = view.now.replace(hour=0, minute=0, second=0, microsecond=0)
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
        address=f"{view.at(view.format.suffix)}{parts}",
        updated=max(moments, default=midnight),
        language=language,
        rights=words.say(_RIGHTS),
        entries=entries,
        ended=ended,
    )


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
    updated = max(when for when in (published, amended, again) if when)
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
        updated=updated,
        category=values["province"],
        data={name: values[name] for name in _DATA}
        | {"obligation_amount": amount}
        | ({"reopened": moment(again)} if again else {}),
    )
