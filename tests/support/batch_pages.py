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


def attached(editor, path, name: str, content: bytes, *, title: str):
    """The answer to a document that `editor` adds to the batch at `path`, as a browser sends it."""
    fields = dict(editor.page(path).form("attach"))
    boundary = "xxBOUNDARYxx"
    parts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{each}"\r\n\r\n{value}\r\n'
        for each, value in {**fields, "document_title": title, "action": "attach"}.items()
        if each != "document"
    )
    parts += (
        f'--{boundary}\r\nContent-Disposition: form-data; name="document";'
        f' filename="{name}"\r\nContent-Type: text/html\r\n\r\n'
    )
    return editor.ask(
        "POST",
        path,
        body=parts.encode() + content + f"\r\n--{boundary}--\r\n".encode(),
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
    )
