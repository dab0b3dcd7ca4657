"""The portal's message factory. Defaults are Vietnamese; ``locales/en`` holds the English."""

from zope.i18nmessageid import MessageFactory


_ = MessageFactory("thads")
