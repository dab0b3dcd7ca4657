"""The closed list of refusals and the HTTP status of those that answer a whole request."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Code(StrEnum):
    """The closed list of refusals; clients compare these, so one is never renamed."""

    # the body as a whole
    FEED_TOO_LARGE = "feed_too_large"
    LINE_TOO_LONG = "line_too_long"
    TOO_MANY_LINES = "too_many_lines"
    UNSUPPORTED_FEED = "unsupported_feed"
    UNSUPPORTED_ENCODING = "unsupported_encoding"
    FEED_UNREADABLE = "feed_unreadable"
    FEED_REJECTED = "feed_rejected"
    # one line, before its fields are looked at
    WRONG_ENCODING = "wrong_encoding"
    NUL_BYTE = "nul_byte"
    NOT_JSON = "not_json"
    NOT_AN_OBJECT = "not_an_object"
    REPEATED_KEY = "repeated_key"
    # one field
    MISSING = "missing"
    UNKNOWN_KEY = "unknown_key"
    WRONG_TYPE = "wrong_type"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    BAD_CHARACTER = "bad_character"
    BAD_DATE = "bad_date"
    DATE_IN_FUTURE = "date_in_future"
    DATE_TOO_EARLY = "date_too_early"
    TRACK_TOO_EARLY = "track_too_early"
    UNKNOWN_VALUE = "unknown_value"
    GROUND_OF_ANOTHER_LAW = "ground_of_another_law"
    REPEATED_VALUE = "repeated_value"
    OUT_OF_RANGE = "out_of_range"
    BAD_SHAPE = "bad_shape"
    NOTHING_CHANGES = "nothing_changes"
    DATES_CONTRADICT = "dates_contradict"
    # an entry in the ledger of a case
    ENTRY_BEFORE_CASE = "entry_before_case"
    CASE_CLOSED = "case_closed"
    UNKNOWN_LINE = "unknown_line"
    OVERPAID = "overpaid"
    LESS_THAN_DONE = "less_than_done"
    PAID_OUT_TOO_MUCH = "paid_out_too_much"
    PAID_OUT_ALREADY = "paid_out_already"
    NOTHING_TO_REVERSE = "nothing_to_reverse"
    REVERSED_ALREADY = "reversed_already"
    LINE_OF_ANOTHER_KIND = "line_of_another_kind"
    EVIDENCE_WRONG_TYPE = "evidence_wrong_type"
    NO_CASE = "no_case"
    # a row of a list for the ledgers
    CASE_ROW_UNNAMED = "case_row_unnamed"
    CASE_UNKNOWN = "case_unknown"
    CASE_SEVERAL = "case_several"
    CASE_OTHER_NAME = "case_other_name"
    CASE_OTHER_DECISION = "case_other_decision"
    CASE_ROW_REPEATED = "case_row_repeated"
    CASE_RECEIPT_TAKEN = "case_receipt_taken"
    CASE_SUM_TAKEN = "case_sum_taken"
    CASE_DAY_TAKEN = "case_day_taken"
    BAD_MOMENT = "bad_moment"
    ENDS_BEFORE = "ends_before"
    PICTURE_WITHOUT_WORDS = "picture_without_words"
    NO_PICTURE = "no_picture"
    PICTURE_TOO_LARGE = "picture_too_large"
    FILE_REFUSED = "file_refused"
    TEMPLATE_GAP = "template_gap"
    IN_BIN = "in_bin"
    PERIOD_DOES_NOT_ADD_UP = "period_does_not_add_up"
    PERIOD_NOT_OVER = "period_not_over"
    AS_OF_IS_NOT_CLOSED = "as_of_is_not_closed"
    UNKNOWN_PROVINCE = "unknown_province"
    UNKNOWN_AGENCY = "unknown_agency"
    AGENCY_OF_ANOTHER_PROVINCE = "agency_of_another_province"
    # the line against what is stored
    SAME_KEY_OTHER_PAYLOAD = "same_key_other_payload"
    ALREADY_LISTED = "already_listed"
    UNKNOWN_LISTING = "unknown_listing"
    ALREADY_ENDED = "already_ended"
    NOT_ENDED = "not_ended"
    LISTED_IN_ANOTHER_PROVINCE = "listed_in_another_province"
    NOT_YOUR_PROVINCE = "not_your_province"
    # an uploaded spreadsheet as a whole
    SPREADSHEET_EMPTY = "spreadsheet_empty"
    SPREADSHEET_TOO_LARGE = "spreadsheet_too_large"
    SPREADSHEET_UNPACKS_TOO_LARGE = "spreadsheet_unpacks_too_large"
    SPREADSHEET_TOO_MANY_ROWS = "spreadsheet_too_many_rows"
    SPREADSHEET_DAMAGED = "spreadsheet_damaged"
    SPREADSHEET_ENCRYPTED = "spreadsheet_encrypted"
    SPREADSHEET_WRONG_TYPE = "spreadsheet_wrong_type"
    SPREADSHEET_WEB_PAGE = "spreadsheet_web_page"
    SPREADSHEET_UNKNOWN_ENCODING = "spreadsheet_unknown_encoding"
    SPREADSHEET_STRAY_QUOTE = "spreadsheet_stray_quote"
    SPREADSHEET_NO_LIST = "spreadsheet_no_list"
    # one of its cells or rows
    CELL_BAD_DATE = "cell_bad_date"
    CELL_NO_DAY = "cell_no_day"
    CELL_BAD_AMOUNT = "cell_bad_amount"
    CELL_BAD_PARTS = "cell_bad_parts"
    CELL_UNKNOWN_WORD = "cell_unknown_word"
    CELL_LOST_ZEROS = "cell_lost_zeros"
    CELL_NO_VALUE = "cell_no_value"
    COLUMN_MISSING = "column_missing"
    ROW_LISTING_WAITS = "row_listing_waits"
    # what is done with an upload
    UPLOAD_CELL_CHANGED = "upload_cell_changed"
    UPLOAD_NOT_FOUND = "upload_not_found"
    UPLOAD_HAS_PROBLEMS = "upload_has_problems"
    UPLOAD_WRITTEN = "upload_written"
    # accounts
    PASSWORD_TOO_SHORT = "password_too_short"  # noqa: S105 - a code
    PASSWORD_TOO_LONG = "password_too_long"  # noqa: S105 - a code
    PASSWORD_HAS_NAME = "password_has_name"  # noqa: S105 - a code
    PASSWORD_COMMON = "password_common"  # noqa: S105 - a code
    WAITS_FOR_PERSON = "waits_for_person"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a code
    WRONG_CODE = "wrong_code"
    SECURITY_KEY_REFUSED = "security_key_refused"
    SECURITY_KEY_COPIED = "security_key_copied"
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    LOGIN_TAKEN = "login_taken"
    SUBJECT_TAKEN = "subject_taken"
    ROLE_NEEDS_ANOTHER = "role_needs_another"
    ROLE_REQUEST_OVER = "role_request_over"
    FOREIGN_ORIGIN = "foreign_origin"
    UNSUPPORTED_MEDIA = "unsupported_media"
    SETTING_FIXED = "setting_fixed"
    # the calendar
    BAD_CALENDAR_LINE = "bad_calendar_line"
    REPEATED_CALENDAR_DAY = "repeated_calendar_day"
    CALENDAR_WITHOUT_SOURCE = "calendar_without_source"
    BAD_POPULATION_LINE = "bad_population_line"
    # a list of offices
    OFFICE_NO_LIST = "office_no_list"
    ACTS_NO_LIST = "acts_no_list"
    CASE_LIST_MISSING = "case_list_missing"
    OFFICE_NO_ROWS = "office_no_rows"
    OFFICE_PROVINCE = "office_province"
    OFFICE_UNKNOWN = "office_unknown"
    OFFICE_AMBIGUOUS = "office_ambiguous"
    OFFICE_BY_LAW = "office_by_law"
    OFFICE_BAD_KEY = "office_bad_key"
    OFFICE_KEY_TAKEN = "office_key_taken"
    OFFICE_REPEATED = "office_repeated"
    OFFICE_TELEPHONE = "office_telephone"
    OFFICE_PERSONAL_NUMBER = "office_personal_number"
    OFFICE_TOO_EARLY = "office_too_early"
    OFFICE_BAD_SUCCESSOR = "office_bad_successor"
    # organisations outside and what they ask
    KEY_REFUSED = "key_refused"
    SCOPE_MISSING = "scope_missing"
    PURPOSE_NOT_AGREED = "purpose_not_agreed"
    KIND_NOT_AGREED = "kind_not_agreed"
    QUOTA_USED_UP = "quota_used_up"
    TOO_MANY_SUBJECTS = "too_many_subjects"
    NOT_A_NAME = "not_a_name"
    KEYS_ENOUGH = "keys_enough"
    BAD_TERM = "bad_term"
    # requests and actions
    BAD_REQUEST = "bad_request"
    BAD_FILTER = "bad_filter"
    PERSONAL_NUMBER_TYPED = "personal_number_typed"
    UNKNOWN_PARAMETER = "unknown_parameter"
    ADDRESS_NOT_UTF8 = "address_not_utf8"
    NOT_ALLOWED = "not_allowed"
    UNAUTHORIZED = "unauthorized"
    NOT_FOUND = "not_found"
    NOT_ACCEPTABLE = "not_acceptable"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    OWN_WORK = "own_work"
    PUBLIC_ALREADY = "public_already"
    LISTING_NOT_FOUND = "listing_not_found"
    LISTING_ENDED = "listing_ended"
    CURSOR_EXPIRED = "cursor_expired"
    WRONG_STATE = "wrong_state"
    WAITS_FOR_BOARD = "waits_for_board"
    WAITS_FOR_HEAD = "waits_for_head"
    SIGNATURE_NEEDED = "signature_needed"
    NOT_SENDER = "not_sender"
    SENT_IN_BATCH = "sent_in_batch"
    ALREADY_TAKEN = "already_taken"
    UNKNOWN_COLLEAGUE = "unknown_colleague"
    NO_AUTHORITY = "no_authority"
    IS_HEAD = "is_head"
    NOTHING_PENDING = "nothing_pending"
    BAD_SUCCESSOR = "bad_successor"
    BATCH_CHANGED = "batch_changed"
    BATCH_REFUSED = "batch_refused"
    BATCH_EMPTY = "batch_empty"
    BATCH_FULL = "batch_full"
    BATCH_BUSY = "batch_busy"
    FILE_TOO_LARGE = "file_too_large"
    ROW_CHANGED = "row_changed"
    ROW_ELSEWHERE = "row_elsewhere"
    IN_ANOTHER_BATCH = "in_another_batch"
    NOT_IN_BATCH = "not_in_batch"
    STEP_NOT_POSSIBLE = "step_not_possible"
    NOT_PUBLIC_YET = "not_public_yet"
    CONFLICT = "conflict"
    REGISTER_NOT_EMPTY = "register_not_empty"
    JOB_NOT_FOUND = "job_not_found"
    JOB_FAILED = "job_failed"
    JOB_INTERRUPTED = "job_interrupted"
    JOB_OUT_OF_MEMORY = "job_out_of_memory"
    JOB_OVER = "job_over"
    MAIL_FAILED = "mail_failed"
    FILE_GONE = "file_gone"
    TOO_MANY_REPRESENTATIVES = "too_many_representatives"
    REQUEST_NOT_FOUND = "request_not_found"
    REQUEST_MOVED_ON = "request_moved_on"
    SLOT_TAKEN = "slot_taken"
    CONTENT_SEALED = "content_sealed"
    PERSON_IN_TEXT = "person_in_text"
    REJECTED = "rejected"
    TOO_MANY_REQUESTS = "too_many_requests"
    REGISTER_UNAVAILABLE = "register_unavailable"
    REGISTER_READ_ONLY = "register_read_only"
    WORK_INTERRUPTED = "work_interrupted"
    CANNOT_SIGN = "cannot_sign"
    TOO_LONG_FOR_PAPER = "too_long_for_paper"
    MISDIRECTED = "misdirected"
    INTERNAL_ERROR = "internal_error"
    CONFIGURATION = "configuration"


#: HTTP status of the codes that answer a whole request; the others stand beside a line or field.
STATUS: Mapping[Code, int] = MappingProxyType(
    {
        Code.BAD_REQUEST: 400,
        Code.BAD_FILTER: 400,
        Code.PERSONAL_NUMBER_TYPED: 400,
        Code.UNKNOWN_PARAMETER: 400,
        Code.ADDRESS_NOT_UTF8: 400,
        Code.FEED_UNREADABLE: 400,
        Code.UNAUTHORIZED: 401,
        Code.KEY_REFUSED: 401,
        Code.SCOPE_MISSING: 403,
        Code.PURPOSE_NOT_AGREED: 403,
        Code.KIND_NOT_AGREED: 403,
        Code.QUOTA_USED_UP: 429,
        Code.KEYS_ENOUGH: 409,
        Code.TOO_MANY_SUBJECTS: 413,
        Code.NOT_A_NAME: 422,
        Code.NOT_ALLOWED: 403,
        Code.NOT_YOUR_PROVINCE: 403,
        Code.OWN_WORK: 403,
        Code.PUBLIC_ALREADY: 403,
        Code.ROLE_NEEDS_ANOTHER: 403,
        Code.FOREIGN_ORIGIN: 403,
        Code.SETTING_FIXED: 403,
        Code.WAITS_FOR_BOARD: 403,
        Code.WAITS_FOR_HEAD: 403,
        Code.SIGNATURE_NEEDED: 403,
        Code.NOT_SENDER: 403,
        Code.SENT_IN_BATCH: 409,
        Code.ALREADY_TAKEN: 409,
        Code.NOT_FOUND: 404,
        Code.LISTING_NOT_FOUND: 404,
        Code.JOB_NOT_FOUND: 404,
        Code.FILE_GONE: 404,
        Code.REQUEST_NOT_FOUND: 404,
        Code.REQUEST_MOVED_ON: 409,
        Code.SLOT_TAKEN: 409,
        Code.CONTENT_SEALED: 503,
        Code.METHOD_NOT_ALLOWED: 405,
        Code.NOT_ACCEPTABLE: 406,
        Code.WRONG_STATE: 409,
        Code.NOTHING_PENDING: 409,
        Code.BATCH_CHANGED: 409,
        Code.BATCH_REFUSED: 409,
        Code.STEP_NOT_POSSIBLE: 409,
        Code.IN_BIN: 409,
        Code.NOT_PUBLIC_YET: 409,
        Code.BATCH_BUSY: 409,
        Code.CONFLICT: 409,
        Code.REGISTER_NOT_EMPTY: 409,
        Code.ROLE_REQUEST_OVER: 409,
        Code.JOB_OVER: 409,
        Code.LISTING_ENDED: 410,
        Code.CURSOR_EXPIRED: 410,
        Code.FEED_TOO_LARGE: 413,
        Code.LINE_TOO_LONG: 413,
        Code.TOO_MANY_LINES: 413,
        Code.UNSUPPORTED_FEED: 415,
        Code.UNSUPPORTED_ENCODING: 415,
        Code.UNSUPPORTED_MEDIA: 415,
        Code.SPREADSHEET_EMPTY: 422,
        Code.SPREADSHEET_TOO_LARGE: 413,
        Code.SPREADSHEET_UNPACKS_TOO_LARGE: 413,
        Code.SPREADSHEET_TOO_MANY_ROWS: 413,
        Code.SPREADSHEET_DAMAGED: 422,
        Code.SPREADSHEET_ENCRYPTED: 422,
        Code.SPREADSHEET_WRONG_TYPE: 415,
        Code.SPREADSHEET_WEB_PAGE: 415,
        Code.SPREADSHEET_UNKNOWN_ENCODING: 415,
        Code.SPREADSHEET_STRAY_QUOTE: 422,
        Code.SPREADSHEET_NO_LIST: 422,
        Code.OFFICE_NO_LIST: 422,
        Code.ACTS_NO_LIST: 422,
        Code.CASE_LIST_MISSING: 422,
        Code.UPLOAD_NOT_FOUND: 404,
        Code.UPLOAD_HAS_PROBLEMS: 409,
        Code.UPLOAD_WRITTEN: 409,
        Code.TOO_MANY_ATTEMPTS: 429,
        Code.MISDIRECTED: 421,
        Code.REJECTED: 422,
        Code.FEED_REJECTED: 422,
        Code.TOO_MANY_REQUESTS: 429,
        Code.INTERNAL_ERROR: 500,
        Code.MAIL_FAILED: 502,
        Code.REGISTER_UNAVAILABLE: 503,
        Code.REGISTER_READ_ONLY: 503,
        Code.WORK_INTERRUPTED: 503,
        Code.CANNOT_SIGN: 503,
        Code.TOO_LONG_FOR_PAPER: 422,
    }
)
