"""Wrong codes and keys are counted and slowed like passwords, apart from them."""

from thads_portal.domain.sign_in import network_of
from thads_portal.domain.sign_in import wait_of
from thads_portal.errors import TooManyAttempts
from thads_portal.register.join import connection_of
from thads_portal.register.join import dsn_of
from thads_portal.register.sign_in import SignIn
from thads_portal.security.pas import clock

import math


class Try:
    """One try of `account` at its second step. Raises TooManyAttempts where one must wait first."""

    def __init__(self, page, account: str):
        now = clock.now()
        network = network_of(page.request.getClientAddr() or "")
        dsn = dsn_of(connection_of(page.context).db())
        self._users = page.context.acl_users.source_users
        self._account = account
        self._attempt = SignIn(dsn, f"{account}|second step", network, now)
        self._tries = self._attempt.tries()
        wait = wait_of(self._tries, now)
        if wait:
            raise TooManyAttempts(seconds=math.ceil(wait.total_seconds()))

    def succeeded(self) -> None:
        self._attempt.succeeded()

    def failed(self, **why: str) -> None:
        """Count and record it."""
        self._attempt.failed(self._tries)
        self._users.refuse_second_step(self._account, **why)
