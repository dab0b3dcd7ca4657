"""The follow-up of a case (theo dõi việc thi hành án): entries, money, clocks. Pure.

A case (việc) is one enforcement decision of one agency (Luật 106/2025/QH15, Điều 3 khoản 8).
Everything that is known of it after publication is an entry; nothing is changed or removed, a
mistake is taken back by a counter-entry that names it. What a case is at present (its balances,
its next duties, what it asks of the public text) is computed from its entries alone.
"""
