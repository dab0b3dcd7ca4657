"""What holds for a whole feed: asked of the portal once, when it begins."""

from datetime import datetime
from thads_portal.domain.provinces import provinces_by_slug
from thads_portal.domain.words import VIETNAM
from thads_portal.importing.feed_plan import FeedSettings
from thads_portal.importing.report import MAX_PROBLEMS
from thads_portal.security.province_policy import province_policy
from thads_portal.subsites.create import known_agencies


def settings_of(
    *, allowed: frozenset[str] | None, now: datetime, most_problems: int = MAX_PROBLEMS
) -> FeedSettings:
    """What holds for a feed that starts at `now` (aware); the others as in FeedSettings."""
    return FeedSettings(
        today=now.astimezone(VIETNAM).date(),
        known_province=provinces_by_slug().__contains__,
        known_agency=known_agencies().__contains__,
        trusted=province_policy().trusted,
        allowed=allowed,
        most_problems=most_problems,
    )
