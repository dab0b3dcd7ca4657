"""Agencies outside that ask: their keys, agreements, shares, and what they ask."""

from collections.abc import Mapping


SHARING: Mapping[str, tuple[str, str]] = {
    "key_refused": (
        "Cần khóa của tổ chức (Authorization: Bearer …) còn hiệu lực. Khóa này thiếu, sai, hết hạn hoặc đã bị thu hồi; hãy liên hệ quản trị hệ thống.",
        "A valid key of an organisation is needed (Authorization: Bearer …). This one is missing, wrong, over or revoked; ask the administrators.",
    ),
    "scope_missing": (
        "Khóa này không dùng được cho dịch vụ “{scope}”. Hãy dùng khóa có phạm vi đó.",
        "This key does not open the service “{scope}”. Use a key with that scope.",
    ),
    "purpose_not_agreed": (
        "Mục đích “{purpose}” không có trong thỏa thuận còn hiệu lực. Mục đích được phép: {allowed}.",
        "The purpose “{purpose}” is in no agreement in force. Allowed: {allowed}.",
    ),
    "kind_not_agreed": (
        "Thỏa thuận cho mục đích này không cho so loại dữ liệu “{kind}”; không có khóa thì chỉ hỏi được theo tên. Hãy bỏ trường đó.",
        "The agreement for this purpose does not cover the kind of data “{kind}”; without a key only names may be asked for. Leave that member out.",
    ),
    "quota_used_up": (
        "Đã hết số chủ thể được hỏi trong ngày ({most}). Hãy tiếp tục vào ngày mai (giờ Việt Nam).",
        "The subjects of the day ({most}) are used up. Go on tomorrow (Vietnam's time).",
    ),
    "too_many_subjects": (
        "Nhiều hơn {max} chủ thể trong một yêu cầu. Hãy chia thành nhiều yêu cầu.",
        "More than {max} subjects in one request. Send them in several.",
    ),
    "not_a_name": (
        "Không đọc được thành họ tên hoặc tên tổ chức: cần chữ cái, tối đa {max} ký tự.",
        "This cannot be read as a name: letters are needed, at most {max} characters.",
    ),
    "keys_enough": (
        "Tổ chức đã có {most} khóa còn hiệu lực. Hãy thu hồi một khóa trước khi cấp khóa mới.",
        "The organisation has {most} keys that hold. Revoke one before another is made.",
    ),
    "bad_term": (
        "Thời hạn phải sau ngày bắt đầu và không quá {most}.",
        "The term must end after it begins, and not later than {most}.",
    ),
}
