"""An agency's leaders as its editors write them: one line each, ``position; name; telephone``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """One of the leaders; `telephone` is empty where none is given."""

    position: str
    name: str
    telephone: str = ""


def leader_of(line: str) -> Leader:
    """Read ``Cục trưởng; Hoàng Văn Mẫu; 0206 3852 000``; the telephone may be left out.

    Raises ValueError if position or name is missing or there are more than three parts.
    """
    parts = [" ".join(part.split()) for part in line.split(";")]
    if len(parts) not in (2, 3) or not parts[0] or not parts[1]:
        raise ValueError(line)
    return Leader(position=parts[0], name=parts[1], telephone=parts[2] if parts[2:] else "")
