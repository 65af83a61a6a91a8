"""The load client, the servers we compare with, and what is measured: parts of bench/live.py."""
