"""The form of a new item, called as the button that leads to it: ``Viết tin``, not ``Thêm Mục Tin tức``."""

from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.browser.add import DefaultAddView
from thads_portal.browser.shared.content_work import ADD
from thads_portal.browser.staff.changes.fields import WithoutMakers
from thads_portal.domain.topics import SECTIONS


#: Type of an item -> the words for a new one.
LABELS = {section.item_type: ADD[section.portal_type] for section in SECTIONS}


class AddForm(WithoutMakers, DefaultAddForm):
    @property
    def label(self):
        return LABELS.get(self.portal_type) or super().label


class AddView(DefaultAddView):
    form = AddForm
