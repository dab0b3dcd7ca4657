"""``buoc``: an item is handed in, accepted, returned or withdrawn; then back to its page."""

from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.statusmessages.interfaces import IStatusMessage
from thads_portal.actions.context import ActionContext
from thads_portal.actions.publication import take_step
from thads_portal.errors import ThadsError
from thads_portal.i18n import _
from zExceptions import MethodNotAllowed
from zope.i18n import translate


DONE = {
    "submit": _("content_done_submit", default="Đã gửi Ban Biên tập duyệt."),
    "publish": _("content_done_publish", default="Đã đăng."),
    "reject": _("content_done_reject", default="Đã trả lại để sửa."),
    "retract": _("content_done_retract", default="Đã rút lại, mục này không còn hiện ra ngoài."),
}


class StepView(BrowserView):
    """A POST that takes one step on the item and leads back to its page with a message."""

    def __call__(self):
        request = self.request
        if request.method != "POST":
            raise MethodNotAllowed("POST")
        CheckAuthenticator(request)
        try:
            done = self.take()
        except ThadsError as refusal:
            for text in texts_of(refusal, request.get("LANGUAGE")):
                self._say(text, kind="error")
        else:
            self._say(translate(done, context=request))
        request.response.redirect(self._back())
        return ""

    def _back(self) -> str:
        """The item's page, or the list that the step was taken on."""
        if self.given("ve") == "de-nghi-dang":
            return f"{api.portal.get().absolute_url()}/de-nghi-dang"
        return self.context.absolute_url()

    def take(self):
        """Take the step that the form names; the message that says so."""
        raise NotImplementedError

    def given(self, name: str) -> str:
        """The field `name` as text; empty if it is none."""
        value = self.request.form.get(name, "")
        return value if isinstance(value, str) else ""

    def _say(self, text: str, kind: str = "info") -> None:
        IStatusMessage(self.request).addStatusMessage(text, type=kind)


class TakeStep(StepView):
    def take(self):
        step = self.given("buoc")
        take_step(
            self.context,
            step,
            ActionContext(),
            reason=self.given("ly-do"),
            seen=self.given("ban-da-xem"),
        )
        return DONE[step]


def texts_of(refusal: ThadsError, language: str | None) -> list[str]:
    """What a person reads of `refusal`: one text for each problem."""
    language = language if language in ("vi", "en") else "vi"
    problems = getattr(refusal, "problems", ())
    if problems:
        label = {"vi": "Lý do", "en": "Reason"}[language]
        return [f"{label}: {problem.as_dict()['message'][language]}" for problem in problems]
    return [refusal.as_dict()["message"][language]]
