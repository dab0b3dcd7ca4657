"""The cookie that holds what must be known on the way back from a provider of identities (``security/openid.py``).

Over https it has a name that a browser takes from this very host only, and never in clear.
"""

from thads_portal.security import openid
from thads_portal.security.openid import Asking
from thads_portal.security.pas import clock


class WayCookie:
    """The cookie `name` of a request's visitor; `about` says what its content is for."""

    def __init__(self, request, name: str, about: str) -> None:
        self._request, self._about = request, about
        self._secure = request.get("SERVER_URL", "").startswith("https:")
        self._name = f"__Host-{name}" if self._secure else name

    def begin(self, came_from: str = "") -> Asking:
        """A new way there; nothing is set yet."""
        return openid.begin(clock.now(), came_from)

    def keep(self, asking: Asking) -> None:
        self._request.response.setCookie(
            self._name,
            asking.sealed(self._about),
            path="/",
            http_only=True,
            same_site="Lax",
            max_age=openid.LASTS,
            **self._more,
        )

    def take(self) -> Asking | None:
        """What was kept, once: None where there is nothing, or its time is over."""
        asking = openid.unsealed(self._request.cookies.get(self._name), self._about, clock.now())
        self._request.response.expireCookie(self._name, path="/", **self._more)
        return asking

    @property
    def _more(self) -> dict[str, bool]:
        return {"secure": True} if self._secure else {}
