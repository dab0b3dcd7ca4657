"""A cluster on one machine, and what becomes of the portal when its primary dies: ``make cluster-check``.

Two PostgreSQL under Patroni (with etcd), pgBouncer, HAProxy, two portals and Varnish, all on the loopback
interface and on free ports; in a folder of their own that is gone afterwards. Nothing is installed.
"""
