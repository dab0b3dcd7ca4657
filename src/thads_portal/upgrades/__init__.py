"""What a release changes in a portal that is there already: one module a step, ``vNNNN.py``.

The number is the profile's version that the step leads to (``profiles/default/metadata.xml`` names
the newest). The first line of the module says what it brings; `thads upgrade --check` shows it.
``upgrade(setup_tool)`` does it, may be run again after it was interrupted, and does not commit.
Registered in ``configure.zcml``. A released step is frozen: it does what it did, whatever the code
beside it has become. See docs/upgrading.md.
"""
