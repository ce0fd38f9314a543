"""Executes the notebooks of the working folder on their kernel and makes a book of them.

    python book.py BOOK [--only=04,05] [--save=true]

With --only=none it executes nothing: the pages show the outputs that are committed.

Exits with 0 only if every cell of every notebook asked for ran.
"""

import argparse
import json
import os
import re
import shutil
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

import pages

SIGN_OF_LIFE_SECONDS = 30


def say(line=""):
    print(line, flush=True)


def read(path):
    """A notebook and a row of results.json, where an empty error says that all is well."""
    result = {"name": path.stem, "title": path.stem, "cells": 0, "ran": 0, "seconds": 0, "error": ""}
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as e:
        result["error"] = f"not a readable notebook: {e}"
        return None, result
    heading = re.search(r"^# +(.+)", "\n".join(c.source for c in notebook.cells), re.MULTILINE)
    result["title"] = heading[1].strip() if heading else path.stem
    result["cells"] = sum(c.cell_type == "code" and bool(c.source.strip()) for c in notebook.cells)
    return notebook, result


def execute(notebook, result, log):
    """Runs all cells on a fresh kernel; what it prints itself, apart from outputs, goes to a log."""
    before = notebook.metadata.get("language_info")
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    started, start = [], time.monotonic()
    client = NotebookClient(
        notebook,
        record_timing=False,
        coalesce_streams=True,
        force_raise_errors=True,
        shutdown_kernel="immediate",
        startup_timeout=120,
        on_cell_execute=lambda cell, cell_index: started.append(cell),
    )
    client.log.disabled = True
    # In a thread, as this one shows signs of life.
    with open(log, "w", encoding="utf-8") as words, ThreadPoolExecutor(1) as worker:
        run = worker.submit(client.execute, stdout=words, stderr=words)
        while wait([run], SIGN_OF_LIFE_SECONDS).not_done:
            seconds = time.monotonic() - start
            say(f"  {seconds:.0f} s, cell {len(started)} of {result['cells']}")
        failure = run.exception()
    result["seconds"] = round(time.monotonic() - start, 1)
    result["ran"] = len(started) - (failure is not None and len(started) > 0)
    if failure:
        result["error"] = f"cell {len(started)} of {result['cells']}: {explain(failure, started)}"
        if not isinstance(failure, CellExecutionError):
            result["error"] += f" (the kernel's last words: {log})"
    # What changes from machine to machine is dropped.
    notebook.metadata.pop("language_info", None)
    if before:
        notebook.metadata["language_info"] = before
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.pop("transient", None)


def explain(failure, started):
    """The failing cell and its traceback; a Java kernel's reply has only the kernel's own one."""
    outputs = started[-1].get("outputs", []) if started else []
    told = [line for o in outputs if o.output_type == "error" for line in o.traceback]
    source = [started[-1].source, ""] if told else []
    plain = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(source + told))
    return plain.strip() or str(failure)


def write(path, text):
    """Writes aside and moves into place, so that a notebook is never left half written."""
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(text, encoding="utf-8", newline="\n")
    os.replace(aside, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("book", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--save", default="false")
    options = parser.parse_args()
    # A console that cannot show a sign gets a stand-in, not a failure.
    sys.stdout.reconfigure(errors="replace")
    # Ctrl-C reaches the command that started this too, which ends this process and its kernels.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder, book = Path.cwd(), options.book
    paths = sorted(folder.glob("*.ipynb"))
    starts = [s.strip() for s in options.only.split(",") if s.strip()]
    for start in starts:
        if start != "none" and not any(p.name.startswith(start) for p in paths):
            known = ", ".join(p.stem for p in paths)
            sys.exit(f"ERROR: No notebook's name starts with '{start}': there are {known}.")
    shutil.rmtree(book, ignore_errors=True)
    (book / "log").mkdir(parents=True)
    notebooks, results = [], []
    for path in paths:
        notebook, result = read(path)
        results.append(result)
        if notebook and path.name.startswith(tuple(starts or [""])):
            say(f"{path.stem} ...")
            execute(notebook, result, book / "log" / f"{path.stem}.log")
            if options.save == "true" and not result["error"]:
                write(path, nbformat.writes(notebook) + "\n")
            say(f"  {result['ran']} of {result['cells']} cells, {result['seconds']} s")
        if result["error"]:
            say(f"  FAILED {result['error']}")
        if notebook:
            write(book / path.name, nbformat.writes(notebook) + "\n")
            notebooks.append((notebook, result))
    write(book / "results.json", json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    pages.build(notebooks, results, folder, book)
    failed = [r["name"] for r in results if r["error"]]
    say(f"The book: {book / 'index.html'}" + (f"; FAILED: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
