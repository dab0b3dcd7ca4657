"""The template of the list of offices, and what is stored in the same columns."""

from thads_portal.actions.offices import stored_offices
from thads_portal.browser.staff.desk.page import DeskPage
from thads_portal.importing.office_list import offices_as_file
from thads_portal.importing.office_list import template_of_offices


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Download(DeskPage):
    def send(self, data: bytes, name: str) -> bytes:
        response = self.request.response
        response.setHeader("Content-Type", _XLSX)
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("X-Robots-Tag", "noindex, nofollow, noarchive")
        return data


class Template(_Download):
    def respond(self):
        return self.send(template_of_offices(), "mau-danh-sach-co-quan.xlsx")


class Stored(_Download):
    def respond(self):
        offices = stored_offices(self.context).values()
        return self.send(offices_as_file(offices), f"co-quan-{self.today:%Y-%m-%d}.xlsx")
