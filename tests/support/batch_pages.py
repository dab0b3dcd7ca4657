"""Posting batches through their pages: drafts to put into one, and a new one of them."""

from tests.support.staff import where
from thads_portal.domain.codes import State
from thads_portal.testing import make_listing

import transaction


BATCHES = "/cao-bang/dot-cong-khai"


def drafts(portal, count, **fields):
    with portal.site() as site:
        made = [
            make_listing(
                portal,
                site,
                state=State.DRAFT,
                created_by="bien-tap-cao-bang",
                **{
                    "debtor_name": f"Triệu Văn {'ABCDEĐGHIK'[place % 10]}{place}",
                    "judgment_number": f"{place + 1}/2025/DS-ST",
                    **fields,
                },
            ).id
            for place in range(count)
        ]
        transaction.commit()
    return made


def made(people, numbers, **more):
    """The path of a new batch of `numbers`, by the editor."""
    editor = people["provincial_editor"]
    sent = {"_authenticator": editor.token(BATCHES), "action": "create", "number": numbers}
    answer = editor.send(BATCHES, {**sent, **more})
    assert answer.status == 303, answer.text[:3000]
    return where(answer)


def state_of(portal, numbers):
    return {
        state
        for (state,) in portal.query(
            "SELECT state FROM thads_listing WHERE number = ANY(%s)", list(numbers)
        )
    }
