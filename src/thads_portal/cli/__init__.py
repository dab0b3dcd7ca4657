"""The `thads` command: one module per sub-command, each with `add_arguments` and `run`."""
