"""Purging: tells a cache in front which pages have changed. See docs/caching.md."""
