"""The settings of the editor in the portal's forms: few buttons, the portal's styles, nothing from outside."""

import json


#: The editor is Plone's own files: some compile templates, it writes styles into the page and lays
#: its text into a frame of its own. Nothing comes from another host.
POLICY = "; ".join((
    "default-src 'none'",
    "script-src 'self' 'unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
))  # fmt: skip
_TINY = {
    "menubar": False,
    "branding": False,
    "promotion": False,
    "statusbar": False,
    "height": 380,
    "plugins": ["lists", "link", "table", "autolink"],
    "toolbar": "blocks | bold italic | bullist numlist | link blockquote table | undo redo",
    "toolbar_mode": "wrap",
    "block_formats": "Đoạn=p;Đề mục=h2;Đề mục nhỏ=h3",
    "relative_urls": False,
    "remove_script_host": True,
    "paste_data_images": False,
    "browser_spellcheck": True,
    "contextmenu": False,
    "link_target_list": False,
    "link_title": False,
    "table_toolbar": "",
    "object_resizing": False,
    "entity_encoding": "raw",
    "iframe_aria_text": "Nội dung bài viết",
}


def editor_options(root: str) -> str:
    """JSON for ``data-pat-tinymce``; `root`: the path of the portal."""
    style = f"{root}/++plone++thads/editor.css"
    return json.dumps({"tiny": {**_TINY, "content_css": [style]}}, ensure_ascii=False)
