"""The frame of the staff's desks: who may enter, forms, navigation, tables for work.

A desk page subclasses ``page.DeskPage`` and fills the slot ``main`` of the macro
``view/frame``; the other macros are in ``view/desk``. The style sheet and the script of
the desks go to who is signed in only, so that they weigh nothing for the public.
"""
