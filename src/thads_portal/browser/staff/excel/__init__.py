"""``/<slug>/nhap-excel``: a list from Excel, from the upload to the drafts.

One address for all of it; the upload's state decides what is shown. ``preview`` shows the
rows, ``downloads`` gives the template and the list with remarks.
"""
