"""What both pages show of a new authenticator: its key, as a picture and as text."""

from thads_portal.domain import second_factor

import segno


def picture(secret: str, account: str, host: str) -> str:
    """The QR code as a ``data:`` address of an SVG."""
    text = second_factor.address(secret, account, host)
    code: str = segno.make(text, error="m").svg_data_uri(scale=5, border=2)
    return code


def in_groups(secret: str) -> str:
    """The key as one types it: four signs at a time."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def is_secret(text: str) -> bool:
    """Whether `text` is a key that these pages have made."""
    return len(text) == 32 and set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
