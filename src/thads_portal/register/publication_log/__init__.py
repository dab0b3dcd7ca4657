"""The publication log: a tree over every act of publication, which only grows and proves itself.

Triggers on the listings write a leaf for each act in the writer's transaction (``thads_new_leaf``).
`growing` gives what is committed its place and builds the tree, one caller at a time, so that no
writer waits for another; `tree` reads hashes and proofs, `openings` what a leaf was made of,
`heads` what is signed, `checking` compares all of it with the register.
"""
