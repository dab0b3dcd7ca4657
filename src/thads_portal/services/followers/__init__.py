"""For programs that keep a copy of the register: what has changed since they last asked."""
