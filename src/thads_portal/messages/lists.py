"""Lists that the portal is given: the calendar, offices, laws and acts."""

from collections.abc import Mapping


LISTS: Mapping[str, tuple[str, str]] = {
    "bad_calendar_line": (
        "Dòng {line}: không đọc được. Mỗi dòng một ngày, rồi “nghỉ” hoặc “làm”, ví dụ: 02/01/2027 nghỉ.",
        "Line {line} is not readable. One day a line, then “nghỉ” (off) or “làm” (worked), such as"
        " 02/01/2027 nghỉ.",
    ),
    "bad_population_line": (
        "Dòng {line}: hãy ghi tên một tỉnh rồi số dân, ví dụ “Cao Bằng 530.341”; mỗi tỉnh một dòng.",
        "Line {line}: write the name of a province, then its people, such as “Cao Bằng 530.341”; one line"
        " a province.",
    ),
    "calendar_without_source": (
        "Dòng {line}: hãy ghi số và ngày của văn bản quyết định ngày này.",
        "Line {line}: name the decision that says so, with its number and date.",
    ),
    "case_list_missing": (
        "Không tìm thấy danh sách trong tệp: cần một dòng tiêu đề có cột “Số công khai” hoặc “Số"
        " quyết định thi hành án” và ít nhất một cột khác của tệp mẫu. Hãy tải tệp mẫu để đối"
        " chiếu.",
        "No list was found in the file: it needs a row of headings with the column “Số công khai”"
        " or “Số quyết định thi hành án” and at least one more of the template's. Compare with"
        " the template.",
    ),
    "acts_no_list": (
        "Không tìm thấy danh sách trong tệp: cần một dòng tiêu đề có cột “Số công khai” hoặc “Số"
        " quyết định chưa có điều kiện” và ít nhất một cột khác của tệp mẫu. Hãy tải tệp mẫu để đối chiếu.",
        "No list was found in the file: it needs a row of headings with the column “Số công khai” or"
        " “Số quyết định chưa có điều kiện” and at least one more of the template's. Compare with the"
        " template.",
    ),
    "office_no_list": (
        "Không tìm thấy danh sách cơ quan trong tệp: cần một dòng tiêu đề có cột “Tên cơ "
        "quan” và ít nhất một cột khác của tệp mẫu. Hãy tải tệp mẫu để đối chiếu.",
        "No list of offices was found in the file: it needs a row of headings with the column "
        "“Tên cơ quan” and at least one more of the template's. Compare with the template.",
    ),
    "office_no_rows": (
        "Danh sách không có dòng nào.",
        "The list has no rows.",
    ),
    "office_province": (
        "Không có tỉnh, thành phố “{value}”. Hãy ghi tên tỉnh, ví dụ Cao Bằng, TP.HCM.",
        "There is no province “{value}”. Write its name, such as Cao Bằng, TP.HCM.",
    ),
    "office_unknown": (
        "Không có cơ quan “{value}” trên Cổng và trong tệp này. Hãy ghi mã (ví dụ "
        "cao-bang/thads) hoặc tên đầy đủ; cơ quan mới phải có dòng riêng trong tệp.",
        "There is no agency “{value}” on the portal or in this file. Write its key (such as "
        "cao-bang/thads) or its whole name; a new one needs a row of its own in the file.",
    ),
    "office_ambiguous": (
        "“{value}” có thể là nhiều cơ quan: {found}. Hãy ghi mã của cơ quan.",
        "“{value}” may be several agencies: {found}. Write the key of the one that is meant.",
    ),
    "office_by_law": (
        "Mục này theo quy định của pháp luật, không đổi bằng danh sách được. Giá trị đúng: "
        "{right}.",
        "This follows from the law and is not changed by a list. What is right: {right}.",
    ),
    "office_bad_key": (
        "Mã “{value}” không dùng được. Mã gồm <tỉnh>/<mã cơ quan> bằng chữ thường không dấu, "
        "số và gạch nối, ví dụ cao-bang/phong-khu-vuc-1; chỉ mã của Chi cục bắt đầu bằng "
        "chi-cuc.",
        "The key “{value}” cannot be used. A key is <province>/<id> in small letters without "
        "marks, digits and hyphens, such as cao-bang/phong-khu-vuc-1; only that of a Chi cục "
        "begins with chi-cuc.",
    ),
    "office_key_taken": (
        "Mã “{value}” đã dùng cho nội dung khác của trang tỉnh. Hãy ghi mã khác ở cột “Mã”.",
        "The key “{value}” stands for something else on the subsite. Write another in the "
        "column “Mã”.",
    ),
    "office_repeated": (
        "Cơ quan “{name}” đã có ở dòng {line}. Mỗi cơ quan chỉ ghi một dòng.",
        "The agency “{name}” stands in line {line} already. Each has one line.",
    ),
    "office_telephone": (
        "“{value}” không phải là số điện thoại. Hãy ghi chữ số, ví dụ 0206 3852 000; nhiều số "
        "cách nhau bằng dấu chấm phẩy.",
        "“{value}” is no telephone number. Write digits, such as 0206 3852 000; part several "
        "with semicolons.",
    ),
    "office_personal_number": (
        "Ô này có dãy số giống số định danh cá nhân. Tên và địa chỉ cơ quan được công khai: "
        "hãy bỏ dãy số đó.",
        "This cell holds a number like a personal ID. Names and addresses of offices are "
        "public: take it out.",
    ),
    "office_too_early": (
        "Phòng Thi hành án dân sự khu vực chỉ có từ ngày {first}. Hãy ghi ngày đó hoặc ngày sau.",
        "Regional offices exist since {first} only. Write that day or a later one.",
    ),
    "office_bad_successor": (
        "“{value}” không thể là đơn vị kế thừa ở dòng này. Cơ quan không kế thừa chính mình, "
        "cũng không theo vòng; sau Chi cục là cơ quan cấp tỉnh và các Phòng khu vực, sau "
        "Phòng chỉ có thể là Phòng.",
        "“{value}” cannot come after the agency of this line. None comes after itself, nor in "
        "a circle; after a Chi cục come the provincial agency and regional offices, after a "
        "regional office only regional offices.",
    ),
    "repeated_calendar_day": (
        "Dòng {line}: ngày này đã có ở một dòng trên.",
        "Line {line}: this day stands in a line above.",
    ),
}
