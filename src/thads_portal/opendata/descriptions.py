"""The open files described for programs: a Data Package (Frictionless), CSVW, and a DCAT catalogue.

Made from the set of files that is served and from the table of fields, whenever they are asked for.
"""

from collections.abc import Callable
from collections.abc import Mapping
from thads_portal.domain.field_shapes import Kind
from thads_portal.domain.listing_fields import LISTING_TABLE
from thads_portal.opendata.records import Layout
from thads_portal.opendata.records import TERMS
from thads_portal.opendata.values import moment
from thads_portal.register.bulk import BulkFile
from thads_portal.register.bulk import BulkSet
from typing import Any


TITLE = "Người phải thi hành án chưa có điều kiện thi hành: danh sách đang công khai"
TITLE_EN = "Judgment debtors lacking conditions for enforcement: listings now public"
_ABOUT = (
    "Toàn bộ danh sách người phải thi hành án chưa có điều kiện thi hành đang được công khai theo Luật"
    " Thi hành án dân sự, của cả nước và của từng tỉnh, thành phố; làm mới hằng đêm.",
    "All listings of judgment debtors lacking conditions for enforcement that are public now under the"
    " Law on civil judgment enforcement, of the country and of each province; renewed every night.",
)
_PUBLISHER = ("Hệ thống thi hành án dân sự", "Civil judgment enforcement system of Vietnam")
_SERVICE = ("Giao diện lập trình của Cổng thông tin", "The portal's API")
_KEYWORDS = (
    ("thi hành án dân sự", "người phải thi hành án", "chưa có điều kiện thi hành"),
    ("civil judgment enforcement", "judgment debtors"),
)
_LANGUAGES = ["vi", "en"]
_MEDIA = "https://www.iana.org/assignments/media-types/"
_MOMENTS = frozenset({"published", "last_amended"})
_KINDS = {field.name: field.kind for field in LISTING_TABLE}
_FRICTIONLESS = {"date": "date", "dateTime": "datetime", "integer": "integer", "string": "string"}


def type_of(name: str) -> str:
    """The XML Schema type of a field of the files."""
    if name in _MOMENTS:
        return "dateTime"
    kind = _KINDS.get(name)
    if kind is Kind.DATE:
        return "date"
    return "integer" if kind is Kind.AMOUNT else "string"


def _data(made: BulkSet) -> list[BulkFile]:
    return [file for file in made.files if file.listings is not None]


def _csv(made: BulkSet) -> list[BulkFile]:
    return [file for file in _data(made) if ".csv" in file.name]


def data_package(made: BulkSet, layout: Layout, address: str) -> dict[str, Any]:
    """``datapackage.json``: the CSV files with their schema, sizes and checksums."""
    fields = [
        {
            "name": name,
            "type": _FRICTIONLESS[type_of(name)],
            "title": TERMS[name][0],
            "description": TERMS[name][1],
            **({"constraints": {"required": True, "unique": True}} if name == "number" else {}),
        }
        for name in layout.fields
    ]
    return {
        "profile": "tabular-data-package",
        "name": "thads-public-register",
        "title": TITLE,
        "description": TITLE_EN,
        "homepage": address,
        "created": moment(made.taken),
        "licenses": [{"title": "Terms of use", "path": f"{address}#dieu-khoan"}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": file.name.removesuffix(".csv.gz"),
                "path": file.name,
                "format": "csv",
                "compression": "gz",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": file.size,
                "hash": f"sha256:{file.sha256}",
                "schema": {"fields": fields, "primaryKey": ["number"], "missingValues": [""]},
            }
            for file in _csv(made)
        ],
    }


def _said(vietnamese: str, english: str) -> list[dict[str, str]]:
    """A text in both languages, as JSON-LD has it."""
    return [
        {"@value": vietnamese, "@language": "vi"},
        {"@value": english, "@language": "en"},
    ]


def csvw(made: BulkSet, layout: Layout, address: str) -> dict[str, Any]:
    """``csv-metadata.json``: CSV on the Web."""
    columns = [
        {
            "name": name,
            "titles": name,
            "datatype": type_of(name),
            "dc:description": _said(*TERMS[name]),
            "required": name == "number",
            **({"separator": ";"} if _KINDS.get(name) is Kind.CODES else {}),
        }
        for name in layout.fields
    ]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "vi"}],
        "dc:title": TITLE,
        "dc:modified": {"@value": moment(made.taken), "@type": "xsd:dateTime"},
        "tables": [
            {
                # Beside the description itself.
                "url": file.name,
                "tableSchema": {"columns": columns, "primaryKey": "number"},
            }
            for file in _csv(made)
        ],
    }


def catalogue(made: BulkSet, layout: Layout, address: str) -> dict[str, Any]:
    """``catalog.jsonld``: DCAT 3, one data set with its files and its services."""
    root = address.removesuffix("/du-lieu")
    publisher = {
        "@id": root,
        "@type": "foaf:Agent",
        "foaf:name": _said(*_PUBLISHER),
        "foaf:homepage": {"@id": root},
    }
    files = [
        {
            "@type": "dcat:Distribution",
            "dcat:accessURL": {"@id": address},
            "dcat:downloadURL": {"@id": f"{address}/{file.name}"},
            "dct:title": file.name,
            "dcat:mediaType": {
                "@id": f"{_MEDIA}{'text/csv' if '.csv' in file.name else 'application/x-ndjson'}"
            },
            "dcat:compressFormat": {"@id": f"{_MEDIA}application/gzip"},
            "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": file.sha256,
            },
        }
        for file in _data(made)
    ]
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"{address}/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _said(TITLE, TITLE_EN),
        "dct:description": _said(*_ABOUT),
        "dct:publisher": publisher,
        "dct:language": _LANGUAGES,
        "dct:modified": {"@value": moment(made.taken), "@type": "xsd:dateTime"},
        "foaf:homepage": {"@id": address},
        "dcat:dataset": {
            "@id": f"{address}#listings",
            "@type": "dcat:Dataset",
            "dct:title": _said(TITLE, TITLE_EN),
            "dct:description": _said(*_ABOUT),
            "dct:publisher": publisher,
            "dct:language": _LANGUAGES,
            "dcat:keyword": [
                *({"@value": each, "@language": "vi"} for each in _KEYWORDS[0]),
                *({"@value": each, "@language": "en"} for each in _KEYWORDS[1]),
            ],
            "dcat:landingPage": {"@id": address},
            "dct:modified": {"@value": moment(made.taken), "@type": "xsd:dateTime"},
            "dct:accrualPeriodicity": {"@id": "http://purl.org/cld/freq/daily"},
            "dct:license": {"@id": f"{address}#dieu-khoan"},
            "dcat:distribution": files,
        },
        "dcat:service": {
            "@id": f"{root}/++api++",
            "@type": "dcat:DataService",
            "dct:title": _said(*_SERVICE),
            "dcat:endpointURL": {"@id": f"{root}/++api++"},
            "dcat:endpointDescription": {"@id": f"{root}/++api++/@openapi"},
            "dcat:servesDataset": {"@id": f"{address}#listings"},
        },
    }


#: name of the file -> (media type, what makes it)
DESCRIPTIONS: Mapping[str, tuple[str, Callable[[BulkSet, Layout, str], dict[str, Any]]]] = {
    "datapackage.json": ("application/json", data_package),
    "csv-metadata.json": ("application/csvm+json", csvw),
    "catalog.jsonld": ("application/ld+json", catalogue),
}
