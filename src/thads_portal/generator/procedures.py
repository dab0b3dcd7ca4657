"""The procedures of civil enforcement as a citizen meets them, for the demo.

Their kinds, papers and terms follow the Law on civil judgment enforcement; where an
installation goes live its editors replace them by the Ministry's published list.
"""

from typing import Any


_WHERE = (
    "Cục Thi hành án dân sự hoặc Phòng Thi hành án dân sự khu vực có thẩm quyền\n"
    "Nộp trực tiếp, qua bưu chính hoặc qua Cổng dịch vụ công"
)
_LAW = "Luật Thi hành án dân sự"

#: id -> the fields of the procedure; ``forms`` are names of files
PROCEDURES: dict[str, dict[str, Any]] = {
    "yeu-cau-thi-hanh-an": {
        "title": "Yêu cầu thi hành án dân sự",
        "code": "TTHC-01 (mẫu)",
        "kind": "request",
        "description": "Khi bản án, quyết định đã có hiệu lực mà bên kia không tự nguyện thi hành.",
        "applicants": "Người được thi hành án, người phải thi hành án hoặc người được ủy quyền",
        "steps": [
            "Viết đơn yêu cầu thi hành án, hoặc trình bày trực tiếp để cơ quan lập biên bản.",
            "Nộp đơn kèm bản án, quyết định và tài liệu về điều kiện thi hành án (nếu có).",
            "Cơ quan kiểm tra, vào sổ nhận đơn và cấp giấy biên nhận.",
            "Thủ trưởng cơ quan ra quyết định thi hành án, hoặc thông báo từ chối và nêu lý do.",
            "Nhận quyết định thi hành án.",
        ],
        "papers": [
            "Đơn yêu cầu thi hành án (theo mẫu)",
            "Bản án, quyết định có hiệu lực pháp luật",
            "Giấy tờ tùy thân; giấy ủy quyền nếu nộp thay",
            "Thông tin về tài sản, điều kiện thi hành án (nếu có)",
        ],
        "copies": "01 bộ",
        "time_limit": "05 ngày làm việc kể từ ngày nhận yêu cầu",
        "fee": "Không thu phí khi nộp đơn; phí thi hành án tính trên số tiền, tài sản thực nhận",
        "where_to_go": _WHERE,
        "result": "Quyết định thi hành án",
        "legal_basis": [f"{_LAW}, quy định về yêu cầu và ra quyết định thi hành án"],
        "forms": ("Mẫu đơn yêu cầu thi hành án.docx",),
    },
    "xac-nhan-ket-qua": {
        "title": "Xác nhận kết quả thi hành án",
        "code": "TTHC-02 (mẫu)",
        "kind": "confirmation",
        "description": "Khi cần giấy xác nhận đã thi hành xong nghĩa vụ, toàn bộ hoặc từng phần.",
        "applicants": "Đương sự hoặc thân nhân của người phải thi hành án",
        "steps": [
            "Nộp văn bản yêu cầu xác nhận.",
            "Cơ quan đối chiếu hồ sơ thi hành án.",
            "Nhận giấy xác nhận kết quả thi hành án.",
        ],
        "papers": ["Văn bản yêu cầu xác nhận", "Giấy tờ tùy thân", "Biên lai, chứng từ đã nộp"],
        "copies": "01 bộ",
        "time_limit": "05 ngày làm việc kể từ ngày nhận yêu cầu",
        "fee": "Không thu",
        "where_to_go": _WHERE,
        "result": "Giấy xác nhận kết quả thi hành án",
        "legal_basis": [f"{_LAW}, quy định về xác nhận kết quả thi hành án"],
        "forms": ("Mẫu đề nghị xác nhận.docx",),
    },
    "mien-giam-nghia-vu": {
        "title": "Xét miễn, giảm nghĩa vụ đối với khoản thu nộp ngân sách nhà nước",
        "code": "TTHC-03 (mẫu)",
        "kind": "fees",
        "description": "Khi không có tài sản, thu nhập để nộp án phí, tiền phạt sau thời hạn luật định.",
        "applicants": "Người phải thi hành án khoản thu nộp ngân sách nhà nước",
        "steps": [
            "Đề nghị cơ quan thi hành án lập hồ sơ xét miễn, giảm.",
            "Cơ quan xác minh điều kiện và lập hồ sơ.",
            "Viện kiểm sát và Tòa án xem xét.",
            "Nhận quyết định của Tòa án.",
        ],
        "papers": [
            "Đơn đề nghị miễn, giảm",
            "Bản án, quyết định; quyết định thi hành án",
            "Biên bản xác minh điều kiện thi hành án",
            "Xác nhận của Ủy ban nhân dân cấp xã về hoàn cảnh (nếu có)",
        ],
        "copies": "01 bộ",
        "time_limit": "Theo thời hạn xét của Tòa án sau khi hồ sơ đầy đủ",
        "fee": "Không thu",
        "where_to_go": _WHERE,
        "result": "Quyết định miễn, giảm nghĩa vụ thi hành án",
        "legal_basis": [f"{_LAW}, quy định về miễn, giảm nghĩa vụ thi hành án"],
        "forms": ("Mẫu đơn đề nghị miễn giảm.docx",),
    },
    "mien-giam-phi": {
        "title": "Miễn, giảm phí thi hành án dân sự",
        "code": "TTHC-04 (mẫu)",
        "kind": "fees",
        "description": "Khi người được thi hành án thuộc diện được miễn hoặc giảm phí thi hành án.",
        "applicants": "Người được thi hành án",
        "steps": [
            "Nộp đơn đề nghị kèm giấy tờ chứng minh.",
            "Cơ quan xem xét hồ sơ.",
            "Nhận quyết định miễn, giảm phí hoặc văn bản trả lời.",
        ],
        "papers": ["Đơn đề nghị", "Giấy tờ chứng minh thuộc diện được miễn, giảm"],
        "copies": "01 bộ",
        "time_limit": "05 ngày làm việc kể từ ngày nhận đủ hồ sơ",
        "fee": "Không thu",
        "where_to_go": _WHERE,
        "result": "Quyết định miễn hoặc giảm phí thi hành án",
        "legal_basis": ["Luật Phí và lệ phí", f"{_LAW}, quy định về phí thi hành án"],
        "forms": ("Mẫu đơn đề nghị miễn giảm phí.docx",),
    },
    "cung-cap-thong-tin": {
        "title": "Đề nghị đính chính thông tin công khai về người chưa có điều kiện thi hành án",
        "code": "TTHC-05 (mẫu)",
        "kind": "confirmation",
        "description": "Khi thông tin trên Cổng chưa đúng, hoặc bạn bị nhầm với người trùng tên.",
        "applicants": "Người có tên trong danh sách, hoặc người cho rằng mình bị nhầm",
        "steps": [
            "Ghi lại số công khai của mục thông tin.",
            "Liên hệ cơ quan nêu trong mục đó, mang theo giấy tờ chứng minh.",
            "Cơ quan kiểm tra; nếu chưa đúng thì sửa hoặc chấm dứt công khai.",
        ],
        "papers": ["Giấy tờ tùy thân", "Bản án, biên lai, xác nhận nơi cư trú (nếu có)"],
        "time_limit": "03 ngày làm việc kể từ ngày xác minh thông tin chưa đúng",
        "fee": "Không thu",
        "where_to_go": "Cơ quan thi hành án dân sự nêu trong mục công khai",
        "result": "Thông tin được sửa, hoặc văn bản trả lời",
        "legal_basis": [f"{_LAW}, quy định về công khai thông tin", "Luật Bảo vệ dữ liệu cá nhân"],
    },
    "nhan-lai-tai-san": {
        "title": "Nhận lại tài sản, giấy tờ bị kê biên, tạm giữ",
        "code": "TTHC-06 (mẫu)",
        "kind": "property",
        "description": "Khi bản án tuyên trả lại tài sản, giấy tờ đã tạm giữ.",
        "applicants": "Người được trả lại tài sản hoặc người được ủy quyền",
        "steps": [
            "Nhận thông báo của cơ quan thi hành án.",
            "Đến kho vật chứng, đối chiếu tài sản với biên bản thu giữ.",
            "Ký biên bản và nhận tài sản.",
        ],
        "papers": ["Thông báo nhận tài sản", "Giấy tờ tùy thân; giấy ủy quyền nếu nhận thay"],
        "time_limit": "Trong ngày, sau khi đối chiếu xong",
        "fee": "Không thu",
        "where_to_go": _WHERE,
        "result": "Tài sản, giấy tờ và biên bản giao nhận",
        "legal_basis": [f"{_LAW}, quy định về trả lại tiền, tài sản tạm giữ"],
    },
    "khieu-nai": {
        "title": "Giải quyết khiếu nại về thi hành án dân sự",
        "code": "TTHC-07 (mẫu)",
        "kind": "complaint",
        "description": "Khi cho rằng quyết định, hành vi của chấp hành viên hoặc thủ trưởng là trái luật.",
        "applicants": "Đương sự, người có quyền lợi, nghĩa vụ liên quan",
        "steps": [
            "Gửi đơn khiếu nại trong thời hiệu.",
            "Nhận thông báo thụ lý, hoặc văn bản nêu lý do không thụ lý.",
            "Đối thoại khi cần thiết.",
            "Nhận quyết định giải quyết khiếu nại.",
        ],
        "papers": ["Đơn khiếu nại", "Tài liệu liên quan (nếu có)"],
        "time_limit": "15 ngày kể từ ngày thụ lý đối với khiếu nại về công khai thông tin",
        "fee": "Không thu",
        "where_to_go": _WHERE,
        "result": "Quyết định giải quyết khiếu nại",
        "legal_basis": [f"{_LAW}, quy định về khiếu nại", "Luật Khiếu nại"],
        "forms": ("Mẫu đơn khiếu nại.docx",),
    },
    "rut-yeu-cau": {
        "title": "Không yêu cầu tiếp tục thi hành án",
        "code": "TTHC-08 (mẫu)",
        "kind": "request",
        "description": "Khi người được thi hành án không muốn tiếp tục yêu cầu thi hành.",
        "applicants": "Người được thi hành án",
        "steps": [
            "Nộp văn bản thông báo không yêu cầu tiếp tục thi hành án.",
            "Nhận quyết định đình chỉ thi hành án.",
        ],
        "papers": ["Văn bản thông báo", "Giấy tờ tùy thân"],
        "time_limit": "05 ngày làm việc kể từ ngày nhận văn bản",
        "fee": "Không thu",
        "where_to_go": _WHERE,
        "result": "Quyết định đình chỉ thi hành án",
        "legal_basis": [f"{_LAW}, quy định về đình chỉ thi hành án"],
    },
}
