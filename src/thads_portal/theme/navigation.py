"""Where the person signed in may work: the links of the staff bar, and their own desk.

Asked on every page of the staff, so it looks at the groups of the person and not at 63
subsites.
"""

from AccessControl import getSecurityManager
from dataclasses import dataclass
from datetime import datetime
from thads_portal.content.access import STAFF
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.lifecycle import Permission
from thads_portal.domain.places import DESK
from thads_portal.domain.provinces import by_slug
from thads_portal.domain.words import VIETNAM
from thads_portal.i18n import _
from thads_portal.security import permissions
from thads_portal.security.handover import handed_over


#: The desk of the gateway's editors.
CENTRAL = "ban-bien-tap"
#: The search in every state.
FIND = "tim-trong-ban"
_FIND = _("nav_find", default="Tìm mục")
#: The inbox of citizens' requests.
REQUESTS = "hop-yeu-cau"
_NAV_REQUESTS = _("nav_requests", default="Yêu cầu")
_GROUPS = ("editors-", "heads-")


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    label: object
    current: bool = False


def provinces_of(user) -> tuple[str, ...]:
    """The slugs of the provinces whose editor or head `user` is, in their order."""
    found = {
        group.removeprefix(prefix)
        for group in getattr(user, "getGroups", tuple)()
        for prefix in _GROUPS
        if group.startswith(prefix)
    }
    return tuple(sorted(slug for slug in found if by_slug(slug) is not None))


def worked_for(site, user) -> tuple[str, ...]:
    """The same with those that were merged into them, from the day of the merger on."""
    today = datetime.now(VIETNAM).date()
    own = provinces_of(user)
    found = (slug for each in own for slug in handed_over(site, each, today))
    return tuple(dict.fromkeys((*own, *found)))


def desk_of(site, user) -> str | None:
    """The path below the portal of the desk of `user`; None for who has none."""
    if user is None or not user.getId():
        return None
    if getSecurityManager().checkPermission(permissions.VIEW_DESK, site):
        return DESK
    provinces = provinces_of(user)
    if provinces:
        return f"{provinces[0]}/{DESK}"
    writes = getSecurityManager().checkPermission(permissions.SHOW_EVERYWHERE, site)
    return CENTRAL if writes else None


def staff_links(layout) -> list[Link]:
    """For the bar of the staff: what the person signed in may use, in the order of the day."""
    site, user = layout.site, layout.user
    may = getSecurityManager().checkPermission
    path = layout.request.get("ACTUAL_URL", "").removeprefix(site.absolute_url())
    found: list[tuple[str, object]] = []
    if may(permissions.VIEW_DESK, site):
        found.append((f"/{DESK}", _("nav_desk", default="Bàn làm việc")))
        if set(STAFF) & set(user.getRolesInContext(site)):
            found.append((f"/{FIND}", _FIND))
    elif may(permissions.SHOW_EVERYWHERE, site):
        found.append((f"/{CENTRAL}", _("nav_desk", default="Bàn làm việc")))
    provinces = worked_for(site, user)
    for slug in provinces:
        found.extend(_of_province(slug, site, several=len(provinces) > 1))
    found.extend((below, label) for permission, below, label in _NATIONAL if may(permission, site))
    return [Link(f"{layout.root}{below}", label, path == below) for below, label in found]


def _of_province(slug: str, site, *, several: bool):
    subsite = site.get(slug)
    if subsite is None:
        return
    may = getSecurityManager().checkPermission
    label = _("nav_desk", default="Bàn làm việc")
    if several:
        label = _(
            "nav_desk_of",
            default="Bàn làm việc ${province}",
            mapping={"province": by_slug(slug).name},
        )
    yield f"/{slug}/{DESK}", label
    yield f"/{slug}/{FIND}", _FIND
    if may(Permission.CREATE.value, subsite):
        yield f"/{slug}/{REGISTER_ID}/them-moi", _("nav_new", default="Thêm mới")
        yield f"/{slug}/nhap-excel", _("nav_excel", default="Nhập Excel")
    yield f"/{slug}/dot-cong-khai", _("nav_batches", default="Đợt công khai")
    yield f"/{slug}/{REQUESTS}", _NAV_REQUESTS
    yield f"/{slug}/in-danh-sach", _("nav_papers", default="In danh sách")
    if may(permissions.VIEW_RECORD, subsite):
        yield f"/nhat-ky?province={slug}", _("nav_record", default="Nhật ký")
        yield f"/dieu-hanh?tinh={slug}", _("nav_leading", default="Điều hành")


_NATIONAL = (
    (Permission.APPROVE.value, f"/{REQUESTS}", _NAV_REQUESTS),
    (permissions.MANAGE_PORTAL_SETTINGS, "/tai-khoan", _("nav_accounts", default="Tài khoản")),
    (
        permissions.MANAGE_PORTAL_SETTINGS,
        "/lich-lam-viec",
        _("nav_calendar", default="Lịch làm việc"),
    ),
    (
        permissions.MANAGE_PORTAL_SETTINGS,
        "/quy-trinh",
        _("nav_policies", default="Quy trình"),
    ),
    (
        permissions.MANAGE_PORTAL_SETTINGS,
        "/co-quan",
        _("nav_offices", default="Cơ quan"),
    ),
    (
        permissions.MANAGE_PORTAL_SETTINGS,
        "/thu-dien-tu",
        _("mail_title", default="Thư điện tử"),
    ),
    (
        Permission.APPROVE.value,
        "/xac-nhan-vai-tro",
        _("nav_consent", default="Xác nhận vai trò"),
    ),
    (permissions.ACCEPT_CONTENT, "/de-nghi-dang", _("nav_proposals", default="Đề nghị đăng")),
    (permissions.VIEW_RECORD, "/tuan-thu", _("nav_compliance", default="Tuân thủ")),
    (permissions.VIEW_RECORD, "/dieu-hanh", _("nav_leading", default="Điều hành")),
    (
        permissions.MANAGE_PORTAL_SETTINGS,
        "/to-chuc-khai-thac",
        _("nav_organisations", default="Khai thác"),
    ),
    (
        permissions.MANAGE_PORTAL_SETTINGS,
        "/gui-co-quan",
        _("nav_outboxes", default="Gửi cơ quan"),
    ),
    (permissions.VIEW_DESK, "/cong-viec", _("nav_jobs", default="Việc chạy nền")),
    (permissions.VIEW_RECORD, "/nhat-ky", _("nav_record", default="Nhật ký")),
)
