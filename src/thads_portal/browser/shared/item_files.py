"""The files of an item of a section, as its page and its form list them."""

from plone import api
from plone.base.utils import human_readable_size


#: What a reader calls the kind of a file, by the end of its name.
FILE_KINDS = {
    "doc": "Word", "docx": "Word", "odt": "Văn bản ODF", "xls": "Excel", "xlsx": "Excel",
    "ods": "Bảng tính ODF", "ppt": "PowerPoint", "pptx": "PowerPoint", "pdf": "PDF",
    "zip": "ZIP", "rar": "RAR", "7z": "7z", "jpg": "JPEG", "jpeg": "JPEG", "png": "PNG",
    "mp4": "Video MP4", "mp3": "MP3", "csv": "CSV", "txt": "TXT", "xml": "XML",
}  # fmt: skip


def files_of(item, *kinds: str, waiting: bool = False) -> list[dict]:
    """The files in `item` that the visitor may see, in their order.

    `kinds`: "File", "Image"; both if none is named. `waiting`: also what only the staff sees, for
    those who may.
    """
    catalog = api.portal.get_tool("portal_catalog")
    search = catalog.unrestrictedSearchResults if waiting else catalog.searchResults
    brains = search(
        path={"query": "/".join(item.getPhysicalPath()), "depth": 1},
        portal_type=list(kinds or ("File", "Image")),
        sort_on="getObjPositionInParent",
    )
    here = item.absolute_url_path()
    found = []
    for brain in brains:
        field = "file" if brain.portal_type == "File" else "image"
        name = brain.getId.rpartition(".")[2].lower()
        if name not in FILE_KINDS:
            name = (brain.mime_type or "").rpartition("/")[2].lower()
        found.append(
            {
                "id": brain.getId,
                "uid": brain.UID,
                "summary": brain.Description,
                "title": brain.Title,
                "address": f"{here}/{brain.getId}/@@download/{field}",
                "type": FILE_KINDS.get(name, name[:12].upper()),
                "size": size_in_words(brain.getObjSize),
            }
        )
    return found


def size_in_words(given) -> str:
    """``1.2 MB`` as the catalog has it -> ``1,2 MB``."""
    text = given if isinstance(given, str) else human_readable_size(given or 0)
    return text.replace(".", ",")
