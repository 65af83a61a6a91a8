"""The command `forum`, and `python -m forum`, which is the same."""

from forum.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
