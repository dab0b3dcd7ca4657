"""Files that Excel encrypts without asking anybody for a password.

Where only changes to a workbook are barred, Excel encrypts it with a password of its own that
everybody knows, and opens it again without a question. A password that somebody set is theirs.
"""

from thads_portal.errors import Code
from thads_portal.importing.spreadsheet.limits import BROKEN
from thads_portal.importing.spreadsheet.limits import MAX_FILE
from thads_portal.importing.spreadsheet.limits import refused

import io
import msoffcrypto


#: Excel's own, and nobody's secret.
_EXCELS_OWN = "VelvetSweatshop"


def without_password(data: bytes) -> bytes:
    """The file inside an encrypted one, or `data` itself if it is not encrypted.

    Raises SpreadsheetRefused where a person set the password.
    """
    target = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        if not file.is_encrypted():
            return data
        file.load_key(password=_EXCELS_OWN)
        file.decrypt(target)
    except (
        *BROKEN,
        OSError,
        msoffcrypto.exceptions.DecryptionError,
        msoffcrypto.exceptions.FileFormatError,
        msoffcrypto.exceptions.InvalidKeyError,
        msoffcrypto.exceptions.ParseError,
    ) as error:
        raise refused(Code.SPREADSHEET_ENCRYPTED) from error
    found = target.getvalue()
    if len(found) > MAX_FILE * 2:
        raise refused(Code.SPREADSHEET_TOO_LARGE, max=MAX_FILE // 2**20)
    return found
