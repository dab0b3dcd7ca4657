"""What keeps the portal from starting, told to the operator in Vietnamese and English.

These never reach a visitor: they end a command, with one line in each language and an exit code.
"""

from thads_portal.errors import ConfigurationError


class StartProblem(ConfigurationError):
    """The command cannot go on; `exit_code` is what the shell sees."""

    exit_code = 1

    def __init__(self, *, vi: str, en: str) -> None:
        super().__init__(detail=en)
        self.vi = vi
        self.en = en

    def lines(self) -> str:
        return f"thads: {self.en}\nthads: {self.vi}"


class DatabaseProblem(StartProblem):
    """No PostgreSQL to work with: unreachable, too old, or the embedded server does not start."""

    exit_code = 3
