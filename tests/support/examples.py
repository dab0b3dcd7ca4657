"""How many examples a property test asks for, where it wants more or fewer than the profile says."""

from hypothesis import settings


def examples(count: int) -> int:
    """`count`; with ``--hypothesis-profile=quick`` no more than that profile gives to any test."""
    given = settings().max_examples
    return min(count, given) if given < settings.get_profile("default").max_examples else count
