"""A debtor listing (mục công khai): one judgment debtor under one no-conditions decision.

The object is the truth; the register's row is computed from it at commit. A
listing is not in the portal catalog: its catalog methods tell the register
instead. Values are stored plain (str, int, date, tuple, dict), so that a
rename in the code never breaks what is stored.
"""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from Acquisition import aq_inner
from Acquisition import aq_parent
from DateTime import DateTime
from datetime import datetime
from datetime import UTC
from plone.autoform import directives
from plone.dexterity.content import Item
from plone.supermodel import model
from Products.CMFCore.permissions import ModifyPortalContent
from thads_portal.content.access import computed_permissions
from thads_portal.content.packed import packed
from thads_portal.content.projection import IRegisterProjection
from thads_portal.domain.codes import State
from thads_portal.domain.records import LISTING_FIELDS
from thads_portal.domain.records import Snapshot
from thads_portal.i18n import _
from types import MappingProxyType
from zope import schema
from zope.component import getUtility
from zope.interface import implementer


WORKFLOW_ID = "listing_workflow"


def _vocabulary(name):
    return f"thads_portal.{name}"


class IDebtorListing(model.Schema):
    """The fields of a listing, in the order of the law (Law 26/2008/QH12, Art. 44a)."""

    debtor_name = schema.TextLine(
        title=_("label_debtor_name", default="Tên người phải thi hành án"), max_length=255
    )
    debtor_kind = schema.Choice(
        title=_("label_debtor_kind", default="Loại đối tượng"),
        vocabulary=_vocabulary("DebtorKind"),
    )
    debtor_address = schema.TextLine(
        title=_("label_debtor_address", default="Địa chỉ"), max_length=500
    )
    judgment_number = schema.TextLine(
        title=_("label_judgment_number", default="Số bản án, quyết định"), max_length=100
    )
    judgment_date = schema.Date(title=_("label_judgment_date", default="Ngày bản án, quyết định"))
    judgment_body = schema.TextLine(
        title=_("label_judgment_body", default="Cơ quan ra bản án, quyết định"), max_length=255
    )
    judgment_kind = schema.Choice(
        title=_("label_judgment_kind", default="Loại bản án, quyết định"),
        vocabulary=_vocabulary("JudgmentKind"),
    )
    enforcement_decision_number = schema.TextLine(
        title=_("label_enforcement_decision_number", default="Số quyết định thi hành án"),
        max_length=100,
    )
    enforcement_decision_date = schema.Date(
        title=_("label_enforcement_decision_date", default="Ngày quyết định thi hành án")
    )
    no_conditions_decision_number = schema.TextLine(
        title=_(
            "label_no_conditions_decision_number",
            default="Số quyết định về việc chưa có điều kiện thi hành án",
        ),
        max_length=100,
    )
    no_conditions_decision_date = schema.Date(
        title=_(
            "label_no_conditions_decision_date",
            default="Ngày quyết định về việc chưa có điều kiện thi hành án",
        )
    )
    signed_by = schema.TextLine(
        title=_("label_signed_by", default="Người ký quyết định"), max_length=255
    )
    agency = schema.TextLine(
        title=_("label_agency", default="Cơ quan thi hành án dân sự"), max_length=255
    )
    obligation = schema.Text(
        title=_("label_obligation", default="Nghĩa vụ chưa có điều kiện thi hành"),
        max_length=4000,
    )
    obligation_kinds = schema.Tuple(
        title=_("label_obligation_kinds", default="Loại nghĩa vụ"),
        value_type=schema.Choice(vocabulary=_vocabulary("ObligationKind")),
    )
    obligation_amount = schema.Int(
        title=_("label_obligation_amount", default="Số tiền (đồng)"), required=False, min=0
    )
    ground = schema.Choice(
        title=_("label_ground", default="Căn cứ"), vocabulary=_vocabulary("Ground")
    )
    ground_text = schema.Text(
        title=_("label_ground_text", default="Lý do chưa có điều kiện thi hành án"),
        required=False,
        max_length=2000,
    )

    model.fieldset(
        "restricted",
        label=_("fieldset_restricted", default="Thông tin hạn chế, không công khai"),
        fields=[
            "personal_id",
            "date_of_birth",
            "creditor",
            "enforcement_officer",
            "case_number",
            "external_id",
        ],
    )
    directives.read_permission(
        personal_id="thads.ViewRestricted",
        date_of_birth="thads.ViewRestricted",
        creditor="thads.ViewRestricted",
        enforcement_officer="thads.ViewRestricted",
        case_number="thads.ViewRestricted",
        external_id="thads.ViewRestricted",
    )
    personal_id = schema.TextLine(
        title=_("label_personal_id", default="Số định danh cá nhân hoặc mã số doanh nghiệp"),
        required=False,
    )
    date_of_birth = schema.Date(title=_("label_date_of_birth", default="Ngày sinh"), required=False)
    creditor = schema.TextLine(
        title=_("label_creditor", default="Người được thi hành án"), required=False
    )
    enforcement_officer = schema.TextLine(
        title=_("label_enforcement_officer", default="Chấp hành viên"), required=False
    )
    case_number = schema.TextLine(
        title=_("label_case_number", default="Số hồ sơ thi hành án"), required=False
    )
    external_id = schema.TextLine(
        title=_("label_external_id", default="Mã của phần mềm thụ lý"), required=False
    )


def utc_now() -> datetime:
    return datetime.now(UTC)


@packed(
    *LISTING_FIELDS,
    *("external_id", "province", "agency", "created_by", "end_reason", "successor", "predecessor"),
    *("created_at", "changed_at", "first_published", "last_amended", "ended_at"),
    *("flags", "history", "applied", "pending", "proposed_ending", "workflow_history"),
    *("separate_track", "commune_posting"),
)
@computed_permissions
@implementer(IDebtorListing)
class DebtorListing(Item):
    """One debtor under one decision; its id is the permanent public number.

    `history` is a tuple of dicts with the keys of ``records.LegalEvent``;
    `applied` maps the key digest of each applied feed event to its payload
    digest; `pending` is the amendment that waits for approval, or None, and
    `proposed_ending` the ending that does (their keys: ``actions/apply.py``).
    `created_by` is whoever entered it: nobody approves what they entered.
    """

    security = ClassSecurityInfo()

    portal_type = "DebtorListing"
    province = ""
    agency = ""
    external_id = None
    history = ()
    applied = MappingProxyType({})
    pending = None
    proposed_ending = None
    #: ``{"since", "document_number", "document_date"}`` or None: ``actions/mark_track.py``.
    separate_track = None
    #: ``{"commune", "sent_on", "posted_from", "posted_until"}`` or None.
    commune_posting = None
    flags = ()
    #: Grows with every change that reaches the register: tells which row is newer.
    revision = 0
    created_at = None
    changed_at = None
    created_by = None
    first_published = None
    last_amended = None
    ended_at = None
    end_reason = None
    successor = None
    predecessor = None

    def __init__(self, id=None, **fields):
        # Not the base class's: its two DateTime values cost more to store than
        # all legal dates of a listing together.
        if id is not None:
            self.id = id
        self.created_at = self.changed_at = utc_now()
        for name, value in fields.items():
            setattr(self, name, value)

    # Dublin Core, derived

    @property
    def title(self):
        return self.__dict__.get("debtor_name", "")

    @title.setter
    def title(self, value):
        """The title is the debtor's name; it is changed by amending that."""

    @property
    def creation_date(self):
        return DateTime(self.created_at or utc_now())

    @property
    def modification_date(self):
        return DateTime(self.changed_at or utc_now())

    @modification_date.setter
    def modification_date(self, value):
        self.changed_at = value.asdatetime().astimezone(UTC)

    @security.private
    def notifyModified(self):
        self.changed_at = utc_now()

    # The catalog's four methods lead to the register

    @security.protected(ModifyPortalContent)
    def indexObject(self):
        self._settle()
        getUtility(IRegisterProjection).changed(self)

    @security.protected(ModifyPortalContent)
    def reindexObject(self, idxs=(), update_metadata=1, uid=None):
        if not idxs:
            self.notifyModified()
        getUtility(IRegisterProjection).changed(self)

    @security.protected(ModifyPortalContent)
    def reindexObjectSecurity(self, skip_self=False):
        """Nothing: who sees a row follows from its state and province, not from role lists."""

    @security.protected(ModifyPortalContent)
    def unindexObject(self):
        getUtility(IRegisterProjection).removed(self)

    def _settle(self):
        """Take the province from where the listing now is: an address is never stored."""
        register = aq_parent(aq_inner(self))
        site = aq_parent(register) if register is not None else None
        slug = site.getId() if site is not None else ""
        if slug and self.province != slug:
            self.province = slug

    # State

    @property
    def state(self) -> State:
        """The workflow state; a listing without history is a draft."""
        history = (self.__dict__.get("workflow_history") or {}).get(WORKFLOW_ID)
        return State(history[-1]["review_state"]) if history else State.DRAFT

    def snapshot(self) -> Snapshot:
        """The listing as planning sees it; field values as stored (plain)."""
        stored = self.__dict__
        return Snapshot(
            number=self.id,
            external_id=self.external_id,
            province=self.province,
            agency=self.agency,
            state=self.state,
            fields={name: stored.get(name) for name in LISTING_FIELDS},
            applied=self.applied,
            pending=self.pending["changes"] if self.pending else None,
            flags=self.flags,
            first_published=self.first_published,
        )


InitializeClass(DebtorListing)
