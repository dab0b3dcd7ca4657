"""Official papers as PDF: the province's list, the notice for the commune, one listing.

They are set in the form of State papers (Decree 30/2020/NĐ-CP, annex I) and in Vietnamese
only. Everything on them is public; restricted fields never reach this package. They are tagged
(PDF/UA-1) and fit for the archive (PDF/A-2a): ``typesetting``.
"""
