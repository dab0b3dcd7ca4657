"""What a desk says where its list is empty, and what to do next."""

from thads_portal.browser.shared.pager import address_with
from thads_portal.i18n import _


def nothing_here(page) -> dict[str, str]:
    """``text`` and, if there is a next thing to do, ``address`` and ``label``."""
    if not page.reads:
        text = _(
            "desk_numbers_only",
            default="Tài khoản này xem được số việc, không xem trường hợp chưa công khai.",
        )
        return {"text": page.say(text)}
    filtered = {name for name in page.params if name != "viec"}
    if filtered:
        text = _("desk_nothing_filtered", default="Không có gì khớp với bộ lọc.")
        return {
            "text": page.say(text),
            "address": address_with(page.address, {"viec": page.params.get("viec", "")}),
            "label": page.say(_("filters_clear", default="Bỏ lọc")),
        }
    if page.tab is not None:
        return {"text": page.say(page.tab.empty)}
    return page.next_thing
