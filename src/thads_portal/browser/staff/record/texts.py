"""Entries of the record in words: what was done, to what, on which document, to which fields."""

from collections.abc import Iterator
from thads_portal.browser.staff.record.people import People
from thads_portal.content.agency import IEnforcementAgency
from thads_portal.content.document import ILegalDocument
from thads_portal.content.listing_schema import IDebtorListing
from thads_portal.content.notice import IPublicNotice
from thads_portal.content.procedure import IProcedure
from thads_portal.content.site import IProvincialSite
from thads_portal.domain import codes
from thads_portal.domain.codes import EndReason
from thads_portal.domain.recording import LABELS
from thads_portal.domain.recording import Recorded
from thads_portal.i18n import _
from thads_portal.register.record_search import RecordedAction
from typing import Any
from zope.schema import getFieldsInOrder

import re


#: Kinds of content whose changes are recorded; of a name that several have the later one's words.
_CONTENT = (IProcedure, IPublicNotice, ILegalDocument, IEnforcementAgency, IProvincialSite)
_CONTENT_LABELS = {
    name: field.title for schema in _CONTENT for name, field in getFieldsInOrder(schema)
} | {
    "title": _("label_title", default="Tiêu đề"),
    "description": _("label_summary", default="Tóm tắt"),
    "text": _("label_text", default="Nội dung"),
    "language": _("field_language", default="Ngôn ngữ"),
    "subjects": _("field_subjects", default="Từ khóa"),
    "image": _("field_image", default="Ảnh"),
    "image_caption": _("field_image_caption", default="Chú thích ảnh"),
    "file": _("field_file", default="Tệp"),
    "removed": _("field_file_removed", default="Bỏ tệp"),
    "effective": _("field_effective", default="Ngày đăng"),
    "expires": _("field_expires", default="Ngày hết hạn đăng"),
}
_FIELD_LABELS = (
    _CONTENT_LABELS
    | {name: field.title for name, field in getFieldsInOrder(IDebtorListing)}
    | {
        "number": _("field_document_number", default="Số văn bản"),
        "date": _("field_document_date", default="Ngày văn bản"),
        "occurred_on": _("field_occurred", default="Ngày sự việc"),
        "external_id": _("field_external_id", default="Mã thụ lý"),
        "event": _("field_event", default="Loại sự kiện"),
        "end_reason": _("field_end_reason", default="Căn cứ chấm dứt"),
        "commune": _("posting_commune", default="Xã, phường, thị trấn"),
        "sent_on": _("posting_sent", default="Ngày gửi"),
        "posted_from": _("posting_begun", default="Niêm yết từ ngày"),
        "posted_until": _("posting_until", default="Đến ngày"),
        "since": _("field_track_since", default="Ngày chuyển sổ"),
        "restricted": _("group_restricted", default="Chỉ dùng nội bộ, không công khai"),
        "listing": _("field_listing", default="Nội dung của mục"),
        "document": _("field_document", default="Văn bản"),
        "province": _("record_province", default="Tỉnh"),
    }
)
#: What a step of a posting batch is called beside its action, where it says more.
_BATCH_STEPS = {
    "split": _("detail_split", default="Tách đợt"),
    "add": _("detail_add", default="Thêm mục"),
    "remove": _("detail_remove", default="Bỏ mục"),
    "attach": _("detail_attach", default="Đính kèm tài liệu"),
    "detach": _("detail_detach", default="Bỏ tài liệu đính kèm"),
    "dissolve": _("detail_dissolve", default="Giải tán đợt"),
}
#: What became of an account's second factor.
_FACTOR_STEPS = {
    "second": _("detail_second_step", default="Bước xác nhận thứ hai"),
    "set_up": _("detail_app_set_up", default="Cài đặt ứng dụng xác thực"),
    "authenticator_removed": _("detail_app_removed", default="Bỏ ứng dụng xác thực"),
    "recovery_code": _("detail_recovery_code", default="Dùng mã khôi phục"),
    "recovery_renewed": _("detail_recovery_renewed", default="Lấy mã khôi phục mới"),
    "removed": _("detail_factor_removed", default="Bỏ bước xác nhận thứ hai"),
    "key_added": _("detail_key_added", default="Thêm khóa bảo mật"),
    "key_renamed": _("detail_key_renamed", default="Đổi tên khóa bảo mật"),
    "key_removed": _("detail_key_removed", default="Bỏ khóa bảo mật"),
}
_STEPS = _BATCH_STEPS | _FACTOR_STEPS
#: By what a second step was done or refused.
_BY = {
    "key": _("protection_keys", default="Khóa bảo mật"),
    "counter": _("detail_key_counter", default="Khóa bảo mật có dấu hiệu bị sao chép"),
}
#: Kinds of papers, files and jobs.
_KINDS = {
    "list": _("kind_list", default="Danh sách của cơ quan"),
    "public_list": _("kind_public_list", default="Danh sách toàn tỉnh"),
    "notice": _("kind_notice", default="Thông báo niêm yết"),
    "listing": _("kind_listing", default="Thông tin của một trường hợp"),
    "mail": _("kind_mail", default="Thư báo"),
    "password-link": _("kind_password_link", default="Thư đặt mật khẩu"),
    "posting-batch": _("kind_batch", default="Đợt công khai"),
    "official-list": _("kind_list", default="Danh sách của cơ quan"),
    "spreadsheet-read": _("kind_spreadsheet", default="Danh sách Excel"),
    "spreadsheet-write": _("kind_spreadsheet", default="Danh sách Excel"),
    "spreadsheet-remarks": _("kind_remarks", default="Tệp ghi chú của danh sách Excel"),
    # Ways of signing in.
    "basic": _("kind_sign_in_basic", default="Phần mềm, tên và mật khẩu kèm từng yêu cầu"),
    "token": _("kind_sign_in_token", default="Phần mềm, mã truy cập"),
    "single_sign_on": _("account_sso", default="Đăng nhập một lần"),
    "two_steps": _("kind_sign_in_two_steps", default="Mật khẩu và bước xác nhận thứ hai"),
}

#: What `details` hold beside what has words of its own.
_NAMES = {
    "kind": _("detail_kind", default="Loại"),
    "owner": _("detail_owner", default="Của"),
    "standing": _("assignment_standing", default="Thường trực"),
    "named": _("detail_named", default="Nhắc đến"),
    "substitute": _("substitute_who", default="Người làm thay"),
    "from": _("record_since", default="Từ ngày"),
    "turn": _("detail_turn", default="Chia lượt"),
    "item": _("record_about", default="Mục, đối tượng"),
    "rows": _("detail_rows", default="Số dòng"),
    "listings": _("detail_listings", default="Số mục"),
    "count": _("detail_count", default="Số lượng"),
    "received": _("feed_run_received", default="Nhận"),
    "created": _("feed_run_created", default="Mới"),
    "amended": _("feed_run_amended", default="Sửa"),
    "ended": _("feed_run_ended", default="Chấm dứt"),
    "rejected": _("feed_run_rejected", default="Từ chối"),
    "unchanged": _("feed_run_unchanged", default="Không đổi"),
    "reopened": _("record_reopened", default="Công khai lại"),
    "withdrawn": _("record_withdrawn", default="Rút"),
    "flagged": _("record_flagged", default="Có cảnh báo"),
    "proposed": _("record_proposed", default="Đề nghị sửa đổi"),
    "problems_omitted": _("record_problems_omitted", default="Lỗi không liệt kê"),
    "code": _("detail_code", default="Mã"),
    "reason": _("detail_reason", default="Lý do"),
    "added": _("detail_added", default="Thêm"),
    "removed": _("detail_removed", default="Bỏ"),
    "password": _("detail_password", default="Mật khẩu mới"),
    "active": _("detail_active", default="Được dùng"),
    "days": _("detail_days", default="Các ngày"),
    "size": _("detail_bytes", default="Số byte"),
    "bytes": _("detail_bytes", default="Số byte"),
    "sha256": _("detail_digest", default="Mã băm của tệp"),
    "group": _("detail_group", default="Nhóm"),
    "actor": _("record_account", default="Tài khoản"),
    "what": _("record_action", default="Việc đã làm"),
    "since": _("record_since", default="Từ ngày"),
    "until": _("record_until", default="Đến ngày"),
    "province": _("record_province", default="Tỉnh"),
    "new": _("detail_new", default="Mới"),
    "changed": _("detail_changed", default="Thay đổi"),
    "subject": _("account_subject", default="Danh tính đăng nhập một lần"),
    "left": _("protection_left", default="Mã khôi phục còn lại"),
    "key": _("security_key_name", default="Tên của khóa"),
    "before": _("detail_before", default="Trước đây"),
    "agencies": _("detail_agencies", default="Các cơ quan"),
}
_ISO_DAY = re.compile(r"([12][0-9]{3})-([01][0-9])-([0-3][0-9])")


#: Details that hold accounts.
_PEOPLE = ("owner", "standing", "named", "substitute")


def action_label(action: str, language: str) -> str:
    """What the closed list calls it; an entry of a later release keeps its code."""
    if action not in {*Recorded}:
        return action
    vietnamese, english = LABELS[Recorded(action)]
    return english if language == "en" else vietnamese


def field_label(page, name: str) -> str:
    """What the forms call the field `name`, which a feed may name by its path."""
    title = _FIELD_LABELS.get(name.rpartition(".")[2])
    return page.say(title) if title is not None else name


def details(page, entry: RecordedAction) -> list[str]:
    """Lines that tell what the entry says beside who, when and what."""
    return [line for line in _details(page, dict(entry.details)) if line]


def _details(page, found: dict[str, Any]) -> Iterator[str]:
    document = found.pop("document", None)
    day = found.pop("document_date", None)
    if document:
        text = f"{document}, {_day(day)}" if day else str(document)
        yield page.say(
            _("detail_document", default="Văn bản ${document}", mapping={"document": text})
        )
    fields = found.pop("fields", None)
    if isinstance(fields, list):
        names = "; ".join(field_label(page, str(name)) for name in fields)
        yield page.say(
            _("detail_fields", default="Các trường: ${fields}", mapping={"fields": names})
        )
    reason = found.pop("end_reason", None)
    if reason:
        known = reason in {*EndReason}
        yield codes.label(EndReason(reason), page.language) if known else str(reason)
    found.pop("public", None)
    step = found.pop("step", None)
    if step in _STEPS:
        yield page.say(_STEPS[step])
    if found.get("by") in _BY:
        yield page.say(_BY[found.pop("by")])
    kind = found.pop("kind", None)
    if kind:
        shown = page.say(_KINDS[kind]) if kind in _KINDS else str(kind)
        yield f"{page.say(_NAMES['kind'])}: {shown}"
    for name in _PEOPLE:
        accounts = found.pop(name, None)
        if accounts:
            listed = accounts if isinstance(accounts, list) else [accounts]
            people = ", ".join(People(page).name(str(each)) for each in listed)
            yield f"{page.say(_NAMES[name])}: {people}"
    for name, value in sorted(found.items()):
        if value in (None, "", 0, False):
            continue
        label = page.say(_NAMES[name]) if name in _NAMES else name
        yield f"{label}: {_plain(page, value)}"


def _plain(page, value: Any) -> str:
    if isinstance(value, bool):
        return "✓"
    if isinstance(value, int):
        return page.number(value)
    if isinstance(value, list):
        return ", ".join(_plain(page, each) for each in value)
    return _ISO_DAY.sub(r"\3/\2/\1", str(value))


def _day(text: str) -> str:
    return "/".join(reversed(str(text).split("-")))
