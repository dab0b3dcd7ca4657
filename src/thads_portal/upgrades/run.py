"""Takes the steps that the portal's profile lacks, each in a transaction of its own."""

from collections.abc import Callable
from Products.GenericSetup.upgrade import UpgradeStep

import transaction


PROFILE = "thads_portal:default"
#: Visitors and editors write meanwhile: a step that met one of them is taken again.
_ATTEMPTS = 10


def version(setup_tool) -> int:
    """The version that the portal's profile is at."""
    return _number(setup_tool.getLastVersionForProfile(PROFILE))


def pending(setup_tool) -> list[UpgradeStep]:
    """The steps that are still to be taken, in their order."""
    return sorted(
        setup_tool.listUpgrades(PROFILE, simple=True), key=lambda step: _number(step.dest)
    )


def run(setup_tool, *, tell: Callable[[str], None] = lambda title: None) -> int:
    """Take them all and commit each; returns how many."""
    manager = transaction.manager
    taken = pending(setup_tool)
    for step in taken:
        tell(step.title)
        for attempt in manager.attempts(_ATTEMPTS):
            with attempt:
                step.doStep(setup_tool)
                # Together with what the step did: a stop between the two would take it twice.
                setup_tool.setLastVersionForProfile(PROFILE, step.dest)
    return len(taken)


def _number(value: str | tuple[str, ...]) -> int:
    return int(value if isinstance(value, str) else value[0])
