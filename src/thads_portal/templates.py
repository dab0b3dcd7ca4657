"""The portal's page templates.

Five's template class hands each expression to an engine that looks its names up one by one, and
each message to a negotiation of the language of its own: a third of a page's time. Here the
expressions become Python in the compiled template, and the language is settled once for all.
"""

from thads_portal.i18n import language_of
from threading import RLock
from z3c.pt.pagetemplate import ViewPageTemplateFile


#: Python 3.11 counts how deep it is in a syntax tree for all threads together: of two that compile
#: templates at once, one may fail (SystemError).
_COMPILING = RLock()


class PageTemplate(ViewPageTemplateFile):
    """A template of a view, as an attribute of its class; the file lies beside the module.

    In it: ``view``, ``context``, ``request``, and what it is called with in ``options``.
    """

    def render(self, target_language=None, **context):
        language = target_language or language_of(context["request"])
        return super().render(target_language=language, **context)

    def cook_check(self):
        if self._cooked and not self.auto_reload:
            return False
        with _COMPILING:
            return super().cook_check()
