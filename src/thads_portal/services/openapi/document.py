"""The description itself: OpenAPI 3.1, from the table of operations and the schemas."""

from functools import lru_cache
from http import HTTPStatus
from thads_portal.domain.codes import DebtorKind
from thads_portal.domain.codes import Ground
from thads_portal.domain.codes import GroundScheme
from thads_portal.domain.codes import JudgmentKind
from thads_portal.domain.provinces import provinces_2025
from thads_portal.domain.provinces import provinces_by_slug
from thads_portal.register.query import FIRST_YEAR
from thads_portal.register.query import LAST_YEAR
from thads_portal.register.query import MAX_AMOUNT
from thads_portal.register.query import MAX_SIZE
from thads_portal.register.query import MAX_START
from thads_portal.register.query import Sort
from thads_portal.register.query import WAYS
from thads_portal.services.followers.changes import MAX_LIMIT
from thads_portal.services.openapi.operations import ACCOUNT
from thads_portal.services.openapi.operations import KEY
from thads_portal.services.openapi.operations import Operation
from thads_portal.services.openapi.operations import OPERATIONS
from thads_portal.services.openapi.schemas import EXTERNAL_ID
from thads_portal.services.openapi.schemas import MOMENT
from thads_portal.services.openapi.schemas import NUMBER
from thads_portal.services.openapi.schemas import one_of
from thads_portal.services.openapi.schemas import ref
from thads_portal.services.openapi.schemas import Schema
from thads_portal.services.openapi.schemas import SCHEMAS
from thads_portal.services.openapi.schemas import TEXT
from thads_portal.services.openapi.schemas import WHOLE
from typing import Any


#: The API's version; the first part changes when a client could break (docs/api.md).
VERSION = "1.1.0"
#: Statuses that any operation may answer with.
_ALWAYS = (400, 406, 429, 503)
_FLAG: Schema = {"type": "string", "enum": ["0", "1"]}


def _parameters() -> dict[str, Schema]:
    return {
        "q": TEXT,
        "province": TEXT,
        "province_2025": TEXT,
        "agency": TEXT,
        "debtor_kind": one_of(DebtorKind),
        "judgment_kind": one_of(JudgmentKind),
        "ground": {**TEXT, "examples": [Ground.A.value]},
        "ground_scheme": one_of(GroundScheme),
        "year": {**WHOLE, "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
        "amount_min": {**WHOLE, "minimum": 0, "maximum": MAX_AMOUNT},
        "amount_max": {**WHOLE, "minimum": 0, "maximum": MAX_AMOUNT},
        "number": TEXT,
        **dict.fromkeys((*WAYS, "dry_run", "atomic"), _FLAG),
        "sort": one_of(Sort),
        "b_size": {**WHOLE, "minimum": 1, "maximum": MAX_SIZE},
        "b_start": {**WHOLE, "minimum": 0, "maximum": MAX_START},
        "after": TEXT,
        "since": TEXT,
        "limit": {**WHOLE, "minimum": 1, "maximum": MAX_LIMIT},
        "report": {"type": "string", "enum": ["lines"]},
        "external_id": EXTERNAL_ID,
        "run": {**WHOLE, "minimum": 1},
        "dead": _FLAG,
        "at": MOMENT,
        "purpose": TEXT,
        "case_reference": TEXT,
        "watch": {**TEXT, "format": "uuid"},
        "schema": {"type": "string", "enum": sorted(SCHEMAS)},
    }


@lru_cache(maxsize=16)
def document(address: str) -> dict[str, Any]:
    """The description for the portal at `address`."""
    paths: dict[str, Any] = {}
    known = _parameters()
    for each in OPERATIONS:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each, known)
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "THADS: public register of judgment debtors lacking conditions for enforcement",
            "version": VERSION,
            "description": "Người phải thi hành án chưa có điều kiện thi hành: tra cứu, theo dõi thay đổi, đối"
            " chiếu, nhận dữ liệu. No answer, or another status than 2xx, never means that nobody is listed.",
        },
        "servers": [{"url": f"{address}/++api++"}],
        "paths": paths,
        "components": {
            "schemas": {name: make() for name, make in SCHEMAS.items()},
            "securitySchemes": {
                KEY: {"type": "http", "scheme": "bearer", "bearerFormat": "thads_…"},
                ACCOUNT: {"type": "http", "scheme": "basic"},
            },
        },
    }


def _operation(each: Operation, known: dict[str, Schema]) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "query", "required": name in each.needed, "schema": known[name]}
        for name in each.parameters
    ]
    for name in ("province", "number", "run", "schema", "watch"):
        if f"{{{name}}}" in each.path:
            schema = known[name]
            if name == "number":
                schema = NUMBER
            if name == "province":
                schema = {"type": "string", "enum": sorted(provinces_by_slug())}
            parameters.append({"name": name, "in": "path", "required": True, "schema": schema})
    for parameter in parameters:
        if parameter["name"] == "province_2025":
            parameter["schema"] = {**TEXT, "examples": sorted(provinces_2025())[:2]}
    problem = {"application/problem+json": {"schema": ref("Problem")}}
    answer = {"application/json": {"schema": ref(each.answer)}}
    statuses = {*_ALWAYS, *each.also, *([401] if any(each.security) else [])}
    made: dict[str, Any] = {
        "operationId": each.id,
        "summary": each.summary,
        "parameters": parameters,
        "responses": {
            str(each.status): {
                "description": HTTPStatus(each.status).phrase,
                "content": answer,
            },
            **{
                str(status): {
                    "description": HTTPStatus(status).phrase,
                    "content": {**problem, **(answer if status in each.answered else {})},
                }
                for status in sorted(statuses)
            },
        },
        "security": [{scheme: []} if scheme else {} for scheme in each.security],
    }
    if each.body:
        content = {kind: {"schema": ref(each.body)} for kind in each.kinds}
        made["requestBody"] = {"required": True, "content": content}
    if each.deprecated:
        made["deprecated"] = True
    return made
