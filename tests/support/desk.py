"""Helpers of the tests of actions: people at their desks, and each step taken rightly."""

from AccessControl.SecurityManagement import newSecurityManager
from datetime import date
from plone import api
from thads_portal.actions.amend import amend
from thads_portal.actions.approve import approve
from thads_portal.actions.approve_amendment import approve_amendment
from thads_portal.actions.commune_posted import commune_posted
from thads_portal.actions.context import ActionContext
from thads_portal.actions.create import create
from thads_portal.actions.delegate import delegate
from thads_portal.actions.discard import discard
from thads_portal.actions.end import end
from thads_portal.actions.give_back import return_listing
from thads_portal.actions.give_back import return_unsigned
from thads_portal.actions.link_successor import link_successor
from thads_portal.actions.mark_track import mark_track
from thads_portal.actions.propose_amendment import propose_amendment
from thads_portal.actions.propose_ending import propose_ending
from thads_portal.actions.recall import recall
from thads_portal.actions.recall import recall_amendment
from thads_portal.actions.recall import recall_ending
from thads_portal.actions.recall import recall_signature
from thads_portal.actions.reopen import reopen
from thads_portal.actions.return_amendment import return_amendment
from thads_portal.actions.return_ending import return_ending
from thads_portal.actions.see_ending import see_ending
from thads_portal.actions.sign import sign
from thads_portal.actions.sign import sign_and_publish
from thads_portal.actions.sign import submit_signed
from thads_portal.actions.submit import submit
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.lifecycle import Step
from thads_portal.security.province_policy import ProvincePolicy


DOCUMENT = {"number": "77/QĐ-CTHADS", "date": "2026-11-20"}
HEAD_PUBLISHES = ProvincePolicy(head_publishes=frozenset({"cao-bang"}))
SIGNED_ON_PAPER = ProvincePolicy(board_alone=frozenset({"cao-bang"}))

#: Accounts beside the demo accounts: user name -> groups.
COLLEAGUES = {
    "bien-tap-hai": ("editors-cao-bang",),
    "bien-tap-bac-kan": ("editors-bac-kan",),
    "thu-truong-bac-kan": ("heads-bac-kan",),
    "kiem-nhiem": ("editors-cao-bang", "heads-cao-bang", "editorial-board"),
}

EDITOR = "bien-tap-cao-bang"
HEAD = "thu-truong-cao-bang"
BOARD = "ban-bien-tap"
BY_PERMISSION = {
    Permission.CREATE: EDITOR,
    Permission.SUBMIT: EDITOR,
    Permission.PROPOSE: EDITOR,
    Permission.SIGN: HEAD,
    Permission.APPROVE: BOARD,
}

#: A row as a form sends it: texts for dates, no tuple.
ROW = {
    "debtor_name": "Bế Văn Nhập",
    "debtor_kind": "individual",
    "debtor_address": "Xóm 2, xã Mẫu, tỉnh Cao Bằng",
    "judgment_number": "31/2023/DS-ST",
    "judgment_date": "2023-03-05",
    "judgment_body": "Tòa án nhân dân tỉnh Cao Bằng",
    "judgment_kind": "civil",
    "enforcement_decision_number": "88/QĐ-CTHADS",
    "enforcement_decision_date": date(2023, 6, 10),
    "no_conditions_decision_number": "90/QĐ-CTHADS",
    "no_conditions_decision_date": "2026-11-20",
    "signed_by": "Hoàng Thị Mẫu",
    "obligation": "Trả nợ 5.000.000 đồng",
    "obligation_kinds": ["debt"],
    "obligation_amount": 5_000_000,
    "ground": "a",
}

STEPS = {
    Step.CREATE: lambda listing, acting, **more: create(listing, ROW, acting, **more),
    Step.AMEND: lambda listing, acting, **more: amend(
        listing, acting, {"debtor_address": "Địa chỉ mới"}, **more
    ),
    Step.SUBMIT: submit,
    Step.SUBMIT_SIGNED: lambda listing, acting, **more: submit_signed(
        listing, acting, **{"document": DOCUMENT, "signatory": "Hoàng Thị Mẫu", **more}
    ),
    Step.SIGN: lambda listing, acting, **more: sign(
        listing, acting, **{"document": DOCUMENT, **more}
    ),
    Step.SIGN_AND_PUBLISH: lambda listing, acting, **more: sign_and_publish(
        listing, acting, **{"document": DOCUMENT, **more}
    ),
    Step.RECALL: recall,
    Step.RECALL_SIGNATURE: recall_signature,
    Step.RECALL_AMENDMENT: recall_amendment,
    Step.RECALL_ENDING: recall_ending,
    Step.RETURN_UNSIGNED: lambda listing, acting, **more: return_unsigned(
        listing, acting, **{"reason": "Thiếu quyết định", **more}
    ),
    Step.RETURN: lambda listing, acting, **more: return_listing(
        listing, acting, **{"reason": "Sai địa chỉ", **more}
    ),
    Step.APPROVE: approve,
    Step.PROPOSE_AMENDMENT: lambda listing, acting, **more: propose_amendment(
        listing, acting, {"debtor_address": "Địa chỉ mới"}, **{"document": DOCUMENT, **more}
    ),
    Step.APPROVE_AMENDMENT: approve_amendment,
    Step.RETURN_AMENDMENT: lambda listing, acting, **more: return_amendment(
        listing, acting, **{"reason": "Chưa xác minh", **more}
    ),
    Step.PROPOSE_ENDING: lambda listing, acting, **more: propose_ending(
        listing, acting, **{"end_reason": "discharged", "document": DOCUMENT, **more}
    ),
    Step.RETURN_ENDING: lambda listing, acting, **more: return_ending(
        listing, acting, **{"reason": "Chưa xong", **more}
    ),
    Step.END: lambda listing, acting, **more: end(
        listing, acting, **{"end_reason": "discharged", "document": DOCUMENT, **more}
    ),
    Step.LINK_SUCCESSOR: lambda listing, acting, **more: link_successor(
        listing, acting, **{"successor": listing.aq_parent["2026-9000001"], **more}
    ),
    Step.REOPEN: lambda listing, acting, **more: reopen(
        listing, acting, **{"reason": "Tiếp tục công khai", "document": DOCUMENT, **more}
    ),
    Step.DISCARD: discard,
    Step.SEE_ENDING: see_ending,
    Step.MARK_TRACK: lambda listing, acting, **more: mark_track(
        listing, acting, **{"document": DOCUMENT, **more}
    ),
    Step.COMMUNE_POSTED: lambda listing, acting, **more: commune_posted(
        listing, acting, {"commune": "Xã Mẫu", "sent_on": "2026-11-20"}, **more
    ),
    Step.DELEGATE: lambda listing, acting, **more: delegate(
        listing, acting, **{"agency": "bac-kan/cuc", **more}
    ),
}


def policy_for(step: Step) -> ProvincePolicy:
    """One under which Cao Bằng has the step."""
    return SIGNED_ON_PAPER if step is Step.SUBMIT_SIGNED else HEAD_PUBLISHES


def make_colleagues(site) -> None:
    """The accounts of COLLEAGUES; the caller commits."""
    for name, groups in COLLEAGUES.items():
        api.user.create(username=name, email=f"{name}@thads.example", password="Mot-mat-khau-9-dai")
        for group in groups:
            api.group.add_user(groupname=group, username=name)


def at_desk(site, name: str, **more) -> ActionContext:
    """Sign `name` in and let them begin to act."""
    users = site.acl_users
    newSecurityManager(None, users.getUser(name).__of__(users))
    return ActionContext(**more)


def values_of(listing) -> dict:
    """Everything that is stored on the listing, to see that nothing was written."""
    listing._p_activate()
    return {name: value for name, value in listing.__dict__.items() if name[:3] != "_v_"}
