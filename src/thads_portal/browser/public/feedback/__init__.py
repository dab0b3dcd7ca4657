"""``/gop-y``: one anonymous question on satisfaction, and where to send a remark.

The answer is only counted. A cookie that says nothing but the month keeps a browser from
answering twice in it; an address counts a few times a day, whatever its cookies.
"""

from datetime import datetime
from datetime import UTC
from plone.protect import CheckAuthenticator
from thads_portal.browser.shared.contact import contact_of_gateway
from thads_portal.browser.shared.page import PublicPage
from thads_portal.errors import RegisterUnavailable
from thads_portal.i18n import _
from thads_portal.opendata.rate import client_of
from thads_portal.register.ratings import A_DAY
from thads_portal.register.ratings import months
from thads_portal.register.ratings import rate
from thads_portal.register.ratings import Rating
from thads_portal.templates import PageTemplate


COOKIE = "thads-danh-gia"
ANSWERS = {
    Rating.SATISFIED: _("rating_satisfied", default="Hài lòng"),
    Rating.NEUTRAL: _("rating_neutral", default="Bình thường"),
    Rating.DISSATISFIED: _("rating_dissatisfied", default="Không hài lòng"),
}
ABOUT = _(
    "about_feedback",
    default="Đánh giá mức độ hài lòng không cần tên, và nơi gửi góp ý, báo lỗi về Cổng.",
)


class Feedback(PublicPage):
    template = PageTemplate("feedback.pt")
    #: A question was sent without an answer.
    unanswered = False
    months = ()
    most = A_DAY

    def __call__(self):
        if self.request.method == "POST":
            return self._answered()
        return super().__call__()

    def update(self):
        self.contact = contact_of_gateway()
        self.layout.tell(
            headline=self.say(_("feedback_title", default="Góp ý, đánh giá")),
            description=self.say(ABOUT),
        )
        #: The address of the visitor has counted often enough today.
        self.enough = bool(self.request.form.get("du-luot"))
        self.thanks = self.request.cookies.get(COOKIE) == self._month
        self.request.response.setHeader("Cache-Control", "private, no-cache")
        try:
            with self.register() as cursor:
                self.months = months(cursor)
        except RegisterUnavailable:
            # The remarks still have an address.
            self.months = ()

    @property
    def _today(self):
        return datetime.now(UTC).astimezone(self.words.VIETNAM).date()

    @property
    def _month(self) -> str:
        return f"{self._today:%Y-%m}"

    @property
    def answers(self):
        return [(answer.value, self.say(message)) for answer, message in ANSWERS.items()]

    @property
    def token(self) -> str:
        """A form of another site must not answer in a visitor's name."""
        return self.context.restrictedTraverse("@@authenticator").authenticator()

    def _answered(self) -> str:
        CheckAuthenticator(self.request)
        answer = self.request.form.get("answer")
        if answer not in list(Rating):
            self.unanswered = True
            self.request.response.setStatus(400)
            return super().__call__()
        response = self.request.response
        home = f"{self.context.absolute_url()}/gop-y"
        if self.request.cookies.get(COOKIE) != self._month:
            environ = self.request.environ
            client = client_of(
                environ.get("REMOTE_ADDR", ""), environ.get("HTTP_X_FORWARDED_FOR", "")
            )
            if not rate(self.database, Rating(answer), today=self._today, client=client):
                response.redirect(f"{home}?du-luot=1", status=303)
                return ""
            response.setCookie(
                COOKIE,
                self._month,
                path="/",
                max_age=31 * 24 * 3600,
                http_only=True,
                same_site="Lax",
            )
        response.redirect(home, status=303)
        return ""
