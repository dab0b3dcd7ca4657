"""Who has an account, found by name, province or role: read from the user source at once.

Seven thousand accounts are some tens of milliseconds; asking Plone's member tools for each
would be seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from thads_portal.domain.passwords import fold
from thads_portal.domain.provinces import by_slug
from thads_portal.security.roles import Group
from thads_portal.security.roles import NATIONAL_GROUPS
from thads_portal.security.roles import PROVINCIAL_GROUPS


#: The part of the id of a province's group before the slug.
KINDS = tuple(group.id.removesuffix("{slug}") for group in PROVINCIAL_GROUPS)
_KIND_TITLES = {
    group.id.removesuffix("{slug}"): {
        "vi": group.title.removesuffix(" {name}"),
        "en": group.title_en.removesuffix(" {name}"),
    }
    for group in PROVINCIAL_GROUPS
}


@dataclass(frozen=True, slots=True)
class Person:
    user_id: str
    full_name: str
    email: str
    groups: frozenset[str]
    disabled_since: str | None

    def roles(self, language: str) -> tuple[str, ...]:
        """The portal's groups of the person, in words."""
        named = (words_of_group(group, language) for group in sorted(self.groups))
        return tuple(filter(None, named))


def words_of_group(group_id: str, language: str) -> str:
    """A group as people call it; "" for one that is not the portal's."""
    for group in NATIONAL_GROUPS:
        if group.id == group_id:
            return title_of(group, language)
    for kind in KINDS:
        province = by_slug(group_id.removeprefix(kind)) if group_id.startswith(kind) else None
        if province is not None:
            return f"{kind_title(kind, language)} {province.name}"
    return ""


def title_of(group: Group, language: str) -> str:
    return group.title_en if language == "en" else group.title


def kind_title(kind: str, language: str) -> str:
    titles = _KIND_TITLES[kind]
    return titles.get(language, titles["vi"])


def person(site, user_id: str) -> Person | None:
    pas = site.acl_users
    if user_id not in pas.source_users._user_passwords:
        return None
    return _person(pas, user_id)


def people(site, *, q: str = "", province: str = "", group: str = "") -> list[Person]:
    """All whose login, name or mail has `q`, in the groups of `province` and in `group`."""
    pas = site.acl_users
    wanted = fold(q).split()
    found = []
    for user_id in pas.source_users._user_passwords:
        one = _person(pas, user_id)
        if province and not any(f"{kind}{province}" in one.groups for kind in KINDS):
            continue
        if group and not any(
            each == group or (group in KINDS and each.startswith(group)) for each in one.groups
        ):
            continue
        text = fold(f"{one.user_id} {one.full_name} {one.email}")
        if all(word in text for word in wanted):
            found.append(one)
    return sorted(found, key=lambda each: (fold(each.full_name), each.user_id))


def _person(pas, user_id: str) -> Person:
    stored: Mapping = pas.mutable_properties._storage.get(user_id) or {}
    return Person(
        user_id,
        str(stored.get("fullname") or ""),
        str(stored.get("email") or ""),
        frozenset(pas.source_groups._principal_groups.get(user_id, ())),
        pas.source_users.disabled_since(user_id),
    )
