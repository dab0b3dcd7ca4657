"""The record of actions as a chain: entries get their places in it, its heads are signed, it is checked."""
