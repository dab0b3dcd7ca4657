"""What somebody types, made of the rows of a procedure: a new procedure is walked without a new test."""

from thads_portal.domain.requests.procedures import BY_ID
from thads_portal.domain.requests.shapes import Field
from thads_portal.domain.requests.shapes import Shape


_BY_SHAPE = {
    Shape.DAY: "02/04/2026",
    Shape.PROVINCE: "cao-bang",
    Shape.COURT: "Tòa án nhân dân khu vực 1 - Cao Bằng",
    Shape.MONEY: "12.500.000",
    Shape.PHONE: "0912 345 678",
    Shape.PERSONAL_NUMBER: "004179000126",
    Shape.CHECK: "1",
    Shape.COUNT: "12",
}


def typed(field: Field, listing: str) -> str:
    """A right answer to `field`; of words one that tells the field again, so that it is found."""
    match field.shape:
        case Shape.CHOICE:
            return field.options[0][0]
        case Shape.LISTING:
            return listing
        case Shape.EMAIL:
            return ""
        case Shape.TEXT | Shape.AREA:
            return f"Điền {field.name} thử"
        case Shape.PROVINCE if not field.required:
            return ""
    return _BY_SHAPE[field.shape]


def typed_for(procedure: str, listing: str, **more: str) -> dict[str, str]:
    """Answers to all questions of a procedure as a person types them; `more` instead of these."""
    found = {
        field.name: typed(field, listing)
        for question in BY_ID[procedure].questions
        for field in question.fields
    }
    return {**found, **{name: value for name, value in more.items() if name in found}}
