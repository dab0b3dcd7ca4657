"""JSON Schemas (2020-12) of what the API takes and gives, from the tables that the code checks by.

Fields of a listing come from ``domain/listing_fields.py``, codes from their lists, required keys of
events from ``domain/validation.py``, limits from the services: what is changed there changes here.
"""

from collections.abc import Callable
from collections.abc import Mapping
from enum import StrEnum
from thads_portal.domain import validation
from thads_portal.domain.codes import DebtorKind
from thads_portal.domain.codes import EndReason
from thads_portal.domain.codes import EventKind
from thads_portal.domain.codes import Flag
from thads_portal.domain.codes import Ground
from thads_portal.domain.codes import GroundScheme
from thads_portal.domain.codes import State
from thads_portal.domain.field_shapes import Kind
from thads_portal.domain.field_shapes import ListingField
from thads_portal.domain.identifiers import MAX_EXTERNAL_ID
from thads_portal.domain.listing_fields import LISTING_TABLE
from thads_portal.domain.matching import Decision
from thads_portal.domain.matching import Held
from thads_portal.domain.name_match import Level
from thads_portal.domain.name_match import MAX_QUERY
from thads_portal.domain.records import OPTIONAL_FIELDS
from thads_portal.domain.records import RESTRICTED_FIELDS
from thads_portal.domain.watching import LONGEST_REF
from thads_portal.domain.watching import LONGEST_URL
from thads_portal.errors import Code
from thads_portal.opendata.records import Layout
from thads_portal.register.acts import ActKind
from thads_portal.register.query import MAX_AMOUNT
from thads_portal.services import match
from thads_portal.services.match import queries
from typing import Any


Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "string", "pattern": "^[12][0-9]{3}-[0-9]{7}$"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
BOTH: Schema = {
    "type": "object",
    "properties": {"vi": TEXT, "en": TEXT},
    "required": ["vi", "en"],
}
EXTERNAL_ID: Schema = {"type": "string", "minLength": 1, "maxLength": MAX_EXTERNAL_ID}


def one_of(codes: type[StrEnum]) -> Schema:
    return {"type": "string", "enum": [code.value for code in codes]}


def maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def listed(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def or_refused_alone(schema: Schema) -> Schema:
    """One of many in a body. The others are taken, and what is wrong with this one is said in the answer."""
    other = {"description": "Refused alone: the answer says why, and the others are taken."}
    return {"anyOf": [schema, other]}


def closed(properties: Mapping[str, Schema], *needed: str) -> Schema:
    """An object with these members and no others; all are there, or those `needed`."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(needed or properties),
        "additionalProperties": False,
    }


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def of_field(field: ListingField) -> Schema:
    """What a field of a listing takes in the feed."""
    said: Schema = {"title": field.label[0], "description": field.label[1]}
    if field.kind is Kind.DATE:
        return {**DAY, **said}
    if field.kind is Kind.CODE:
        codes = one_of(field.code_list) if field.code_list else TEXT
        return {**codes, **said}
    if field.kind is Kind.CODES:
        codes = one_of(field.code_list) if field.code_list else TEXT
        return {**listed(codes), "uniqueItems": True, "minItems": 1, **said}
    if field.kind is Kind.AMOUNT:
        return {**WHOLE, "minimum": 0, "maximum": MAX_AMOUNT, **said}
    longest = {"maxLength": field.longest} if field.longest else {}
    return {**TEXT, "minLength": 1, **longest, **said}


def _listing(*, whole: bool) -> Schema:
    """The ``listing`` of an event: all of it, or what changes (null clears)."""
    names = {field.name: field for field in LISTING_TABLE if not field.derived}
    public = {
        name: of_field(field) for name, field in names.items() if name not in RESTRICTED_FIELDS
    }
    hidden = {name: maybe(of_field(names[name])) for name in RESTRICTED_FIELDS if name in names}
    optional = set(OPTIONAL_FIELDS)
    shown = {
        name: maybe(schema) if name in optional or not whole else schema
        for name, schema in public.items()
    }
    needed = [name for name in public if name not in optional] if whole else []
    return {
        "type": "object",
        "properties": {**shown, "restricted": maybe({**closed(hidden), "required": []})},
        "required": needed,
        "additionalProperties": False,
    }


def _event(kind: EventKind) -> Schema:
    needed = (*validation.REQUIRED_KEYS, *validation.ALSO_REQUIRED.get(kind, ()))
    known: dict[str, Schema] = {
        "event": {"const": kind.value},
        "external_id": EXTERNAL_ID,
        "province": TEXT,
        "agency": TEXT,
        "occurred_on": DAY,
        "document": closed({"number": TEXT, "date": DAY}),
        "note": {**TEXT, "maxLength": 500},
        "end_reason": one_of(EndReason),
        "successor": closed(
            {"province": TEXT, "agency": TEXT, "external_id": EXTERNAL_ID}, "province", "agency"
        ),
        "listing": _listing(whole=kind is EventKind.ISSUED),
    }
    allowed = (*needed, *validation.OPTIONAL_KEYS[kind])
    return {
        "type": "object",
        "title": kind.value,
        "properties": {name: known[name] for name in allowed},
        "required": list(needed),
        "additionalProperties": False,
    }


def feed_event() -> Schema:
    """One line of the case feed that is about a listing."""
    return {"oneOf": [_event(kind) for kind in EventKind]}


def feed_body() -> Schema:
    """An array of events; as ``application/x-ndjson`` one on each line."""
    event = {"type": "object", "required": list(validation.REQUIRED_KEYS)}
    return {**listed(or_refused_alone(event)), "maxItems": 10_000}


def listing() -> Schema:
    """A public listing, as in the open files and in ``@changes``."""
    layout = Layout(base="", register_id="", ids=True)
    by_name = {field.name: field for field in LISTING_TABLE}
    named: dict[str, Schema] = {
        "number": NUMBER,
        "id": {"type": "string", "format": "uri"},
        "published": MOMENT,
        "last_amended": MOMENT,
    }
    return {
        "type": "object",
        "properties": {
            name: maybe(
                named.get(name)
                or {
                    **(_shown(by_name[name]) if name in by_name else TEXT),
                    "title": layout.titles[name],
                }
            )
            for name in layout.fields
        },
        "required": ["number", "id"],
    }


def _shown(field: ListingField) -> Schema:
    plain = of_field(field)
    return {key: value for key, value in plain.items() if key not in ("minLength", "minItems")}


def change() -> Schema:
    """One act of publication; of what has ended there is no listing."""
    return {
        "type": "object",
        "properties": {
            "seq": WHOLE,
            "at": MOMENT,
            "type": one_of(ActKind),
            "number": NUMBER,
            "id": {"type": "string", "format": "uri"},
            "etag": TEXT,
            "listing": listing(),
        },
        "required": ["seq", "at", "type", "number", "id"],
        "additionalProperties": False,
    }


def changes() -> Schema:
    return closed(
        {
            "items": listed(change()),
            "cursor": TEXT,
            "more": {"type": "boolean"},
            "retained_from": maybe(MOMENT),
        }
    )


def match_request() -> Schema:
    query = closed(
        {
            "kind": maybe(one_of(DebtorKind)),
            "name": {**TEXT, "minLength": 1, "maxLength": MAX_QUERY},
            "aliases": maybe({**listed(TEXT), "maxItems": queries.MOST_ALIASES}),
            "birth_date": maybe({**TEXT, "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}),
            "personal_id": maybe(TEXT),
            "enterprise_code": maybe(TEXT),
            "address": maybe({**TEXT, "maxLength": queries.LONGEST_ADDRESS}),
        },
        "name",
    )
    return closed(
        {
            "purpose": TEXT,
            "case_reference": TEXT,
            "threshold": {
                "type": "number",
                "minimum": 0,
                "maximum": 1,
                "default": match.DEFAULT_THRESHOLD,
            },
            "limit": {
                **WHOLE,
                "minimum": 1,
                "maximum": match.MAX_LIMIT,
                "default": match.DEFAULT_LIMIT,
            },
            "queries": {
                "type": "object",
                "additionalProperties": or_refused_alone(query),
                "minProperties": 1,
                "maxProperties": match.MOST,
            },
        },
        "queries",
    )


def match_answer() -> Schema:
    features = closed(
        {
            "name": TEXT,
            "birth": one_of(Held),
            "id": one_of(Held),
            "address": {"type": "number", "minimum": 0, "maximum": 1},
        },
        "name",
    )
    result = closed(
        {
            "number": NUMBER,
            "score": {"type": "number", "minimum": 0, "maximum": 1},
            "features": features,
        }
    )
    found = closed(
        {
            "status": {"const": 200},
            "decision": one_of(Decision),
            "total": WHOLE,
            "truncated": {"type": "boolean"},
            "results": listed(result),
        }
    )
    refused = closed({"status": WHOLE, "code": one_of(Code), "message": BOTH})
    return closed(
        {
            "register": closed({"as_of": MOMENT, "cursor": TEXT}),
            "inquiry": {"type": "string", "format": "uuid"},
            "responses": {"type": "object", "additionalProperties": {"oneOf": [found, refused]}},
        }
    )


def as_of() -> Schema:
    proof = {
        "type": "object",
        "properties": {
            "log": TEXT,
            "size": WHOLE,
            "index": WHOLE,
            "path": listed(TEXT),
            "checkpoint": TEXT,
        },
    }
    return {
        "type": "object",
        "properties": {
            "public": {"type": "boolean"},
            "from": maybe(MOMENT),
            "to": maybe(MOMENT),
            "version": WHOLE,
            "commitment": TEXT,
            "proof": proof,
            "opening": {"type": "object"},
        },
        "required": ["public", "from", "to", "version"],
    }


def certificate_request() -> Schema:
    subject = closed(
        {
            "kind": maybe(one_of(DebtorKind)),
            "name": {**TEXT, "minLength": 1, "maxLength": MAX_QUERY},
            "personal_id": maybe(TEXT),
            "enterprise_code": maybe(TEXT),
        },
        "name",
    )
    return closed({"subject": subject, "purpose": TEXT, "case_reference": TEXT}, "subject")


def certificate() -> Schema:
    return {
        "type": "object",
        "properties": {
            "code": TEXT,
            "pdf": {**TEXT, "contentEncoding": "base64", "contentMediaType": "application/pdf"},
            "jws": TEXT,
            "result": {"type": "string", "enum": ["none", "listed"]},
            "numbers": listed(NUMBER),
            "searched": {"type": "object"},
            "register": {"type": "object", "properties": {"cursor": TEXT, "as_of": MOMENT}},
        },
        "required": ["code", "pdf", "jws", "result", "numbers", "searched", "register"],
    }


def watch_request() -> Schema:
    subject = closed(
        {
            "ref": {**TEXT, "minLength": 1, "maxLength": LONGEST_REF},
            "name": {**TEXT, "minLength": 1, "maxLength": MAX_QUERY},
            "birth_date": maybe({**TEXT, "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}),
            "id_hmac": maybe({**TEXT, "pattern": "^[0-9a-fA-F]{64}$"}),
        },
        "ref",
        "name",
    )
    return closed(
        {
            "purpose": TEXT,
            "case_reference": TEXT,
            "subjects": {**listed(subject), "minItems": 1, "maxItems": match.MOST},
            "url": maybe({**TEXT, "format": "uri", "maxLength": LONGEST_URL}),
            "events": maybe(listed(one_of(ActKind))),
            "expires": TEXT,
        },
        "purpose",
        "case_reference",
        "subjects",
        "expires",
    )


def watch() -> Schema:
    return closed(
        {
            "id": {**TEXT, "format": "uuid"},
            "purpose": TEXT,
            "case_reference": TEXT,
            "url": maybe(TEXT),
            "events": listed(one_of(ActKind)),
            "created": MOMENT,
            "expires": MOMENT,
            "ended": maybe(MOMENT),
            "subjects": WHOLE,
        }
    )


def watches() -> Schema:
    links = dict.fromkeys(("@id", "first", "next"), TEXT)
    return closed(
        {"items": listed(watch()), "total": WHOLE, "batching": closed(links, "@id", "first")}
    )


def watch_begun() -> Schema:
    return closed(
        {
            "id": {**TEXT, "format": "uuid"},
            "subjects": WHOLE,
            "events": listed(one_of(ActKind)),
            "expires": MOMENT,
            "deliveries": TEXT,
        }
    )


def _message() -> dict[str, Schema]:
    return {
        "delivery": WHOLE,
        "seq": WHOLE,
        "ref": TEXT,
        "type": one_of(ActKind),
        "number": NUMBER,
        "decision": one_of(Decision),
    }


def delivery() -> Schema:
    """What is sent to the address of a watch."""
    return closed(_message())


def deliveries() -> Schema:
    each = closed(
        {
            **_message(),
            "made": MOMENT,
            "attempts": WHOLE,
            "delivered": maybe(MOMENT),
            "dead": maybe(MOMENT),
        }
    )
    return closed({"items": listed(each), "since": WHOLE, "more": {"type": "boolean"}})


def search_page() -> Schema:
    facet = {"type": "object", "properties": {"value": TEXT, "label": TEXT, "count": WHOLE}}
    item = {
        "type": "object",
        "properties": {
            "@id": TEXT,
            "number": NUMBER,
            "debtor_name": TEXT,
            "debtor_kind": one_of(DebtorKind),
            "debtor_address": maybe(TEXT),
            "province": TEXT,
            "agency": TEXT,
            "responsible_agency": TEXT,
            "obligation": maybe(TEXT),
            "obligation_amount": maybe(WHOLE),
            "ground": one_of(Ground),
            "ground_scheme": one_of(GroundScheme),
            "published": maybe(MOMENT),
            "match": maybe(one_of(Level)),
            "reading": maybe(TEXT),
        },
        "required": ["@id", "number", "debtor_name", "match", "reading"],
    }
    return {
        "type": "object",
        "properties": {
            "@id": TEXT,
            "items": listed(item),
            "total": WHOLE,
            "total_is_exact": {"type": "boolean"},
            "total_close": WHOLE,
            "read_as": maybe(TEXT),
            "facets": {"type": "object", "additionalProperties": listed(facet)},
            "batching": {"type": "object", "additionalProperties": TEXT},
        },
        "required": [
            "@id",
            "items",
            "total",
            "total_is_exact",
            "total_close",
            "facets",
            "batching",
        ],
    }


def suggestions() -> Schema:
    item = {"type": "object", "properties": {"name": TEXT, "match": TEXT, "reading": maybe(TEXT), "count": WHOLE}}  # fmt: skip
    return {"type": "object", "properties": {"@id": TEXT, "items": listed(item)}}


def _problem_of_line() -> Schema:
    return closed(
        {
            "line": WHOLE,
            "external_id": maybe(TEXT),
            "field": maybe(TEXT),
            "code": one_of(Code),
            "message": BOTH,
        }
    )


def feed_report() -> Schema:
    counts = (
        "received", "created", "amended", "ended", "withdrawn", "reopened", "unchanged", "flagged", "rejected",
    )  # fmt: skip
    line = {
        "type": "object",
        "properties": {
            "line": WHOLE,
            "external_id": maybe(TEXT),
            "number": maybe(NUMBER),
            "state": maybe(one_of(State)),
            "flags": listed(one_of(Flag)),
        },
    }
    return {
        "type": "object",
        "properties": {
            **dict.fromkeys(counts, WHOLE),
            "dry_run": {"type": "boolean"},
            "problems": listed(_problem_of_line()),
            "problems_omitted": WHOLE,
            "run": maybe(WHOLE),
            "lines": listed(line),
        },
        "required": [*counts, "dry_run", "problems", "problems_omitted"],
    }


def feed_run() -> Schema:
    return {
        "type": "object",
        "properties": {
            "id": WHOLE,
            "started": maybe(MOMENT),
            "finished": maybe(MOMENT),
            "atomic": {"type": "boolean"},
            "code": maybe(one_of(Code)),
            "counts": {"type": "object"},
            "problems": listed(_problem_of_line()),
            "after": maybe(TEXT),
        },
    }


def fed_listing() -> Schema:
    return {
        "type": "object",
        "properties": {
            "external_id": EXTERNAL_ID,
            "number": NUMBER,
            "province": TEXT,
            "state": one_of(State),
            "revision": WHOLE,
            "flags": listed(one_of(Flag)),
            "last": maybe({"type": "object"}),
        },
    }


def case() -> Schema:
    return {
        "type": "object",
        "properties": {
            "case": {"type": "object"},
            "lines": listed({"type": "object"}),
            "entries": listed({"type": "object"}),
            "next_duties": listed({"type": "object"}),
        },
    }


def problem() -> Schema:
    """Problem details (RFC 9457) with our code and the message in both languages."""
    return {
        "type": "object",
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": WHOLE,
            "detail": TEXT,
            "instance": TEXT,
            "code": one_of(Code),
            "message": BOTH,
        },
        "required": ["type", "title", "status", "code", "message"],
    }


def anything() -> Schema:
    return {"type": "object"}


#: By name; each is made when it is asked for.
SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "Anything": anything,
    "AsOf": as_of,
    "Case": case,
    "Certificate": certificate,
    "CertificateRequest": certificate_request,
    "Change": change,
    "Changes": changes,
    "Deliveries": deliveries,
    "Delivery": delivery,
    "FedListing": fed_listing,
    "FeedBody": feed_body,
    "FeedEvent": feed_event,
    "FeedReport": feed_report,
    "FeedRun": feed_run,
    "Listing": listing,
    "MatchAnswer": match_answer,
    "MatchRequest": match_request,
    "Problem": problem,
    "SearchPage": search_page,
    "Suggestions": suggestions,
    "Watch": watch,
    "WatchBegun": watch_begun,
    "WatchRequest": watch_request,
    "Watches": watches,
}
