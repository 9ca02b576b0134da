"""Runs the program it finds in its work folder; what it writes belongs in the other. The real one leaves root first."""

import os
import runpy


def main() -> None:
    os.chdir("/workspace/out")
    runpy.run_path("/workspace/work/main.py", run_name="__main__")
