"""Numbers for the administrator: jobs by state, errors of pages, each with where they stand."""

from thads_portal.browser.shared.pager import address_with
from thads_portal.browser.staff.jobs import texts
from thads_portal.i18n import _
from thads_portal.jobs import lookup
from thads_portal.jobs.states import JobState


_SHOWN = (JobState.WAITING, JobState.RUNNING, JobState.FAILED)


def in_short(page, cursor) -> list[dict[str, str]]:
    """``label``, ``number``, ``address`` ("" where the account cannot go)."""
    counts = lookup.counts(cursor)
    found = [
        {
            "label": page.say(texts.STATES[state][0]),
            "number": page.number(counts[state]),
            "address": address_with(f"{page.root}/cong-viec", {}, **{"trang-thai": state.value}),
            "pressing": state is JobState.FAILED and counts[state] > 0,
        }
        for state in _SHOWN
    ]
    log = getattr(page.context, "error_log", None)
    if log is not None:
        found.append(
            {
                "label": page.say(_("errors_of_pages", default="Lỗi trang gần đây")),
                "number": page.number(len(log.getLogEntries())),
                "address": f"{page.root}/error_log/manage_main"
                if page.may("Manage portal")
                else "",
                "pressing": False,
            }
        )
    return found
