"""What search engines are told of tables and files: a Dataset in the vocabulary of schema.org."""

from collections.abc import Iterable
from datetime import datetime
from thads_portal.browser.shared.contact import contact_of_gateway


def dataset(
    *,
    name: str,
    description: str,
    url: str,
    taken: datetime | None,
    files: Iterable[tuple[str, str, int | None]] = (),
    terms: str,
    place: str = "Việt Nam",
) -> dict:
    """JSON-LD of a dataset without its context.

    `taken`: the aware moment that its numbers show; `files`: address, media type and size in
    bytes of each; `terms`: the address of the terms of use.
    """
    publisher = {"@type": "GovernmentOrganization", "name": contact_of_gateway().name}
    made = {
        "@type": "Dataset",
        "name": name,
        "description": description,
        "url": url,
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "license": terms,
        "creator": publisher,
        "publisher": publisher,
        "spatialCoverage": {"@type": "Place", "name": place},
        "dateModified": taken.isoformat(timespec="seconds") if taken else "",
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": address,
                "encodingFormat": media_type,
                **({"contentSize": f"{size} B"} if size is not None else {}),
            }
            for address, media_type, size in files
        ],
    }
    return {name: value for name, value in made.items() if value}
