"""The environment variables, read once and judged before anything starts.

A wrong value ends the command with a line that says what would have been right; a default taken
silently would let the portal run with fewer processes or on another port than the operator thinks.
"""

from dataclasses import dataclass
from pathlib import Path
from psycopg2.extensions import parse_dsn
from thads_portal.database import read_settings
from thads_portal.database import slow
from thads_portal.database.problems import StartProblem
from thads_portal.domain.web_addresses import origins_of
from thads_portal.watching.json_lines import FORMATS

import os
import psycopg2


#: Each takes about 100 MB while it works.
_MOST_BY_ITSELF = 8


class BadSetting(StartProblem):
    exit_code = 2


@dataclass(frozen=True, slots=True)
class Settings:
    instance: Path
    address: str
    port: int
    workers: int
    job_workers: int
    #: Processes beside each other that write a feed, or rebuild or check the register.
    processes: int
    #: Empty: what the registry says, or none.
    public_address: str
    #: How the log is written: `text` or `json`.
    log: str
    #: Milliseconds from which a statement is told of; 0: none is.
    slow_statement: int
    #: Seconds after which a replica that is behind is not waited for.
    read_lag: int

    @property
    def var(self) -> Path:
        return self.instance / "var"


def settings() -> Settings:
    """All settings; raises `BadSetting`."""
    _connection_string(read_settings.VARIABLE)
    return Settings(
        instance=instance_folder(),
        address=os.environ.get("THADS_ADDRESS", "").strip() or "localhost",
        port=_number("THADS_PORT", default=8080, lowest=1, highest=65535),
        workers=_number("THADS_WORKERS", default=1, lowest=1, highest=64),
        job_workers=_number("THADS_JOB_WORKERS", default=1, lowest=0, highest=16),
        processes=processes(),
        public_address=_address("THADS_PUBLIC_ADDRESS"),
        log=_one_of("THADS_LOG", FORMATS),
        slow_statement=_number(slow.VARIABLE, default=slow.DEFAULT, lowest=0, highest=600_000),
        read_lag=_number(
            read_settings.LAG_VARIABLE, default=read_settings.DEFAULT_LAG, lowest=0, highest=3600
        ),
    )


def processes() -> int:
    """As many as there are cores, but not so many that a feed would need much of the memory."""
    return _number(
        "THADS_PROCESSES", default=min(available_cores(), _MOST_BY_ITSELF), lowest=1, highest=64
    )


def available_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def instance_folder() -> Path:
    """`THADS_INSTANCE`, else `instance/` of the checkout, else of the current folder."""
    named = os.environ.get("THADS_INSTANCE", "").strip()
    if named:
        return Path(named).expanduser().resolve()
    checkout = Path(__file__).resolve().parents[3]
    base = checkout if (checkout / "buildout.cfg").exists() else Path.cwd()
    return base / "instance"


def etc_folder(instance: Path) -> Path:
    """Zope's configuration: the operator's own in the instance, else the one we ship."""
    own = instance / "etc"
    return own if (own / "zope.conf").exists() else Path(__file__).parent / "etc"


def _number(name: str, *, default: int, lowest: int, highest: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if text.isascii() and text.isdigit() and lowest <= int(text) <= highest:
        return int(text)
    raise BadSetting(
        en=f"{name} must be a whole number from {lowest} to {highest}, not {text!r}",
        vi=f"{name} phải là số nguyên từ {lowest} đến {highest}, không phải {text!r}",
    )


def _one_of(name: str, words: tuple[str, ...]) -> str:
    """One of `words`; the first is the default."""
    text = os.environ.get(name, "").strip() or words[0]
    if text in words:
        return text
    raise BadSetting(
        en=f"{name} must be one of {', '.join(words)}, not {text!r}",
        vi=f"{name} phải là một trong: {', '.join(words)}, không phải {text!r}",
    )


def _connection_string(name: str) -> None:
    try:
        parse_dsn(os.environ.get(name, "").strip())
    except psycopg2.ProgrammingError:
        # libpq repeats the part it could not read, and that may be the password.
        raise BadSetting(
            en=f"{name} must be a connection string of PostgreSQL, such as"
            " host=db-2.example dbname=thads user=thads",
            vi=f"{name} phải là chuỗi kết nối PostgreSQL, ví dụ"
            " host=db-2.example dbname=thads user=thads",
        ) from None


def _address(name: str) -> str:
    text = os.environ.get(name, "").strip()
    try:
        origins_of(text)
    except ValueError:
        raise BadSetting(
            en=f"{name} must be the portal's address, such as https://thads.example, and after a"
            f" blank others that it answers at; not {text!r}",
            vi=f"{name} phải là địa chỉ của Cổng, ví dụ https://thads.example, sau dấu cách có thể"
            f" thêm địa chỉ khác cũng được phục vụ; không phải {text!r}",
        ) from None
    return text
