"""A posting batch (đợt công khai): listings of one province that are published together.

Staff only, in no catalog: its register rows (``register/batches.py``) answer lists and counts.
It changes by the actions ``actions/batch_*.py`` and by nothing else.
"""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from BTrees.OOBTree import OOBTree
from collections.abc import Mapping
from DateTime import DateTime
from datetime import date
from datetime import datetime
from persistent import Persistent
from plone.dexterity.content import Container
from plone.dexterity.content import Item
from plone.supermodel import model
from Products.CMFCore.permissions import ModifyPortalContent
from thads_portal.content.access import BATCH_ACCESS
from thads_portal.content.access import with_access
from thads_portal.content.not_relocatable import NotRelocatable
from thads_portal.content.projection import IRegisterProjection
from thads_portal.content.restricted_parts import joined_batch
from thads_portal.content.restricted_parts import joined_rows
from thads_portal.content.restricted_parts import parted_batch
from thads_portal.content.restricted_parts import parted_rows
from thads_portal.content.sealed_blob import open_blob
from thads_portal.content.sealed_blob import SealedBlob
from thads_portal.content.sealed_state import sealed_as
from thads_portal.domain.batches import BatchState
from typing import Any
from zope.component import getUtility
from zope.interface import implementer


BATCHES_ID = "dot-cong-khai"


class IPostingBatches(model.Schema):
    """The posting batches of a province."""


class IPostingBatch(model.Schema):
    """Listings that are submitted, signed and approved together."""


@with_access(BATCH_ACCESS)
@implementer(IPostingBatches)
class PostingBatches(NotRelocatable, Container):
    _ordering = "unordered"

    def indexObject(self):
        """Nothing: it is for the staff."""

    def reindexObject(self, idxs=(), update_metadata=1, uid=None):
        """Nothing, as above."""

    def reindexObjectSecurity(self, skip_self=False):
        """Nothing, as above."""

    def unindexObject(self):
        """Nothing, as above."""


@sealed_as(part=parted_rows, join=joined_rows, about="batch rows")
class Rows(Persistent):
    """The rows of a batch, one record of the database, apart from what changes more often.

    `waiting`: public number -> revision of the listing when the batch took its last step.
    `published`: numbers. `returned`: number -> (reason, account, moment).
    """

    waiting: Mapping[str, int] = {}
    published: tuple[str, ...] = ()
    returned: Mapping[str, tuple[Any, ...]] = {}


class BatchDocument(Persistent):
    """An attachment: `blob` is a NamedBlobFile, sealed where `label` is set; never public."""

    label: str | None = None
    #: Bytes of what was attached; None for a document of an earlier release.
    size: int | None = None

    def __init__(self, *, title: str, kept: SealedBlob, actor: str, when: datetime) -> None:
        self.title = title
        self.blob = kept.blob
        self.label = kept.label
        self.size = kept.size
        self.actor = actor
        self.when = when

    def length(self) -> int:
        size: int = self.blob.getSize() if self.size is None else self.size
        return size

    def open(self) -> Any:
        """What was attached, as a file to read. Raises CannotUnseal."""
        return open_blob(self, self.blob, self.label)


@with_access(BATCH_ACCESS)
@sealed_as(part=parted_batch, join=joined_batch, about="batch")
@implementer(IPostingBatch)
class PostingBatch(NotRelocatable, Item):
    """`history` is a tuple of dicts: ``kind``, ``actor``, ``at``, ``rows`` (how many), and where
    it applies ``signed_by``, ``document_number``, ``document_date``, ``comment``, ``job``.

    `source` is (kind, id): a code of ``batches.Source`` and the upload, if it is one.
    """

    security = ClassSecurityInfo()

    portal_type = "PostingBatch"
    #: The slug of the subsite it is in, which never changes.
    province = ""
    title = ""
    note = ""
    source: tuple[str, str | None] = ("picked", None)
    state = BatchState.DRAFT.value
    created_by = ""
    created_at: datetime | None = None
    changed_at: datetime | None = None
    #: The first day from which a term of publication counts among its rows.
    clock_from: date | None = None
    history: tuple[dict[str, Any], ...] = ()
    #: Grows with every change: a page says which one it showed.
    revision = 0
    #: The running job of the last large step, by its id.
    job: tuple[str, str] | None = None

    def __init__(
        self,
        id: str | None = None,
        *,
        created_by: str = "",
        when: datetime | None = None,
        **values: Any,
    ) -> None:
        # Not the base class's: nothing here comes from a form.
        if id is not None:
            self.id = id
        self.created_by = created_by
        self.created_at = self.changed_at = when
        self.rows = Rows()
        self.documents = OOBTree()
        for name, value in values.items():
            setattr(self, name, value)

    @property
    def creation_date(self):
        return DateTime(self.created_at)

    @property
    def modification_date(self):
        return DateTime(self.changed_at)

    @modification_date.setter
    def modification_date(self, value):
        """The actions set when it changed."""

    @security.protected(ModifyPortalContent)
    def indexObject(self):
        getUtility(IRegisterProjection).batch_changed(self)

    @security.protected(ModifyPortalContent)
    def reindexObject(self, idxs=(), update_metadata=1, uid=None):
        getUtility(IRegisterProjection).batch_changed(self)

    @security.protected(ModifyPortalContent)
    def reindexObjectSecurity(self, skip_self=False):
        """Nothing: who sees a batch follows from its province."""

    @security.protected(ModifyPortalContent)
    def unindexObject(self):
        getUtility(IRegisterProjection).batch_removed(self)


InitializeClass(PostingBatch)
