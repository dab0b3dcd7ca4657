"""The portal's page templates.

Five's template class hands each expression to an engine that looks its names up one by one, and
each message to a negotiation of the language of its own: a third of a page's time. Here the
expressions become Python in the compiled template, and the language is settled once for all.
"""

from thads_portal.i18n import language_of
from z3c.pt.pagetemplate import ViewPageTemplateFile


class PageTemplate(ViewPageTemplateFile):
    """A template of a view, as an attribute of its class; the file lies beside the module.

    In it: ``view``, ``context``, ``request``, and what it is called with in ``options``.
    """

    def render(self, target_language=None, **context):
        language = target_language or language_of(context["request"])
        return super().render(target_language=language, **context)
