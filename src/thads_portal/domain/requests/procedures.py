"""All procedures, in the order in which they are offered."""

from thads_portal.domain.requests.case_services import NEWS
from thads_portal.domain.requests.case_services import OFFICER
from thads_portal.domain.requests.case_services import RESULTS
from thads_portal.domain.requests.complaints import COMPLAINT
from thads_portal.domain.requests.complaints import DENUNCIATION
from thads_portal.domain.requests.complaints import PETITION
from thads_portal.domain.requests.correction import CORRECTION
from thads_portal.domain.requests.correction import DATA_SUBJECT
from thads_portal.domain.requests.enforcement import ENFORCEMENT
from thads_portal.domain.requests.money_services import COERCION
from thads_portal.domain.requests.money_services import MONEY_BACK
from thads_portal.domain.requests.shapes import Procedure


PROCEDURES: tuple[Procedure, ...] = (
    CORRECTION,
    ENFORCEMENT,
    RESULTS,
    OFFICER,
    NEWS,
    MONEY_BACK,
    COERCION,
    COMPLAINT,
    DENUNCIATION,
    PETITION,
    DATA_SUBJECT,
)
BY_ID = {each.id: each for each in PROCEDURES}
