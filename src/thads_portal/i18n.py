"""The portal's message factory and languages. Defaults are Vietnamese; ``locales/en`` holds the
English.
"""

from zope.i18nmessageid import MessageFactory


_ = MessageFactory("thads")

#: Code and name in the language itself.
LANGUAGES = (("vi", "Tiếng Việt"), ("en", "English"))
DEFAULT_LANGUAGE = "vi"
_KNOWN = dict(LANGUAGES)
#: Before the path of every page in English.
ENGLISH_PATH = "/en"


def language_of(request) -> str:
    """The language in which `request` is answered."""
    language = request.get("LANGUAGE") or DEFAULT_LANGUAGE
    return language if language in _KNOWN else DEFAULT_LANGUAGE
