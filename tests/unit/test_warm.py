"""A worker renders each kind of page before visitors come, and starts even if one fails."""

from thads_portal.cli.warm import warm

import logging


class Pages:
    """A WSGI application that remembers what it was asked, and fails for some."""

    def __init__(self, failing=()):
        self.failing = failing
        self.asked = []

    def __call__(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] in self.failing:
            raise OSError
        start_response("200 OK", [])
        return [b"page"]


def test_pages_of_every_kind_are_rendered():
    pages = Pages()
    warm(pages, "host=/nowhere")
    assert {"/", "/tra-cuu", "/cao-bang/nguoi-phai-thi-hanh-an", "/login"} <= set(pages.asked)


def test_page_that_fails_is_told_and_stops_nothing(caplog):
    whole, some = Pages(), Pages(failing=("/", "/tra-cuu"))
    warm(whole, "host=/nowhere")
    with caplog.at_level(logging.ERROR):
        caplog.clear()
        warm(some, "host=/nowhere")
    assert some.asked == whole.asked
    told = [record.getMessage() for record in caplog.records]
    assert "/ answers 500 OSError" in told
    assert "/tra-cuu?q=an answers 500 OSError" in told
