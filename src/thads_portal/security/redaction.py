"""What may be written down of an error: its kind and its place in the code, never a value.

The text of an exception repeats what could not be read, and a page template that fails
adds all its variables: names and personal numbers would stand in a log that operators read.
Only texts that the interpreter itself makes of names in the code are kept.
"""

from types import TracebackType

import logging
import traceback


#: Their texts name attributes, arguments and modules.
_OF_CODE = (AttributeError, ImportError, NameError, NotImplementedError, TypeError)
#: Frames nearest to the fault; above them it is always the publisher.
_FRAMES = 40
_LONGEST = 200
#: Behind it a template tells its variables.
_VARIABLES = " - Arguments:"


def said(error: BaseException) -> str:
    """The kind of `error`, with its text where that can hold no value, and its template."""
    kind = type(error).__name__
    try:
        text, _, place = str(error).partition("\n\n - Expression:")
    except Exception:  # noqa: BLE001 - whatever a broken one does, it is not the fault to tell of
        return kind
    where = f"\n - Expression:{place.partition(_VARIABLES)[0].rstrip()}" if place else ""
    if isinstance(error, _OF_CODE):
        return f"{kind}: {' '.join(text.split())[:_LONGEST]}{where}"
    return f"{kind}{where}"


def told(error: BaseException | None, trace: TracebackType | None) -> str:
    """`error` and where it came from, as lines."""
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    lines = [f'  File "{each.filename}", line {each.lineno}, in {each.name}' for each in frames]
    cause = error and (error.__cause__ or error.__context__)
    if error is not None:
        lines.append(said(error))
    if cause is not None:
        lines.append(f"after {said(cause)}")
    return "\n".join(lines)


class RedactingFormatter(logging.Formatter):
    """Writes the errors that come with a record as `told` does."""

    def formatException(self, ei) -> str:
        return told(ei[1], ei[2])
