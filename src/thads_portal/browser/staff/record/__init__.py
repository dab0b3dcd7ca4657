"""The record of actions, for those who watch over the portal."""
