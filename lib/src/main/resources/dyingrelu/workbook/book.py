"""Executes notebooks on their kernel and writes the book: pages, index and executed notebooks.

    python book.py NOTEBOOKS BOOK [--only=04,05] [--save]

Exits with 0 only if every cell of every notebook asked for ran.
"""

import argparse
import asyncio
import base64
import errno
import json
import mimetypes
import os
import re
import shutil
import signal
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote

import jinja2
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert import HTMLExporter

TOOL = Path(__file__).parent
SIGN_OF_LIFE_SECONDS = 10
STOP_SECONDS = 8
DIAGNOSTIC_LINES = 30
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass
class Result:
    """How one notebook fared; also a row of results.json."""

    name: str
    title: str
    question: str
    cells: int  # code cells in all
    ran: int = 0  # code cells that ended without an error
    seconds: float = 0.0
    executed: bool = False  # False: shown in the book as committed
    error: str = ""  # what is wrong and where; empty if all is well

    @property
    def verdict(self):
        if self.error:
            return "FAILED"
        return "passed" if self.executed else "as committed"


def say(line=""):
    print(line, flush=True)


def clock(seconds):
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def write(path, text):
    """Writes aside and moves into place, so that no half-written file is ever seen."""
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)


# ---- reading


def read(path):
    notebook = nbformat.read(path, as_version=4)
    code = [c for c in notebook.cells if c.cell_type == "code" and c.source.strip()]
    title, question = headline(notebook)
    return notebook, Result(path.stem, title or path.stem, question, len(code))


def headline(notebook):
    """The title and the question of the first prose cell."""
    first = next((c.source for c in notebook.cells if c.cell_type == "markdown"), "")
    lines = first.splitlines()
    title = next((l.lstrip("# ").strip() for l in lines if l.startswith("# ")), "")
    prose = "\n".join(l.lstrip("> ") for l in lines if not l.startswith("#"))
    paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n", prose) if p.strip()]
    asking = next((p for p in paragraphs if "?" in p), "".join(paragraphs[:1]))
    label = r"^((the )?(one )?question\s*[:.]\s*)"
    question = re.sub(label, "", re.sub(r"[*`]", "", asking), flags=re.IGNORECASE)
    question = question[: question.find("?") + 1] or question
    return title, question[:1].upper() + question[1:]


# ---- executing


class Execution:
    """One notebook on a fresh kernel, in a thread: nbclient would take over the main thread's
    signal handlers, and the main thread is needed to show signs of life."""

    def __init__(self, notebook, result, folder, log):
        self.notebook, self.result, self.folder, self.log = notebook, result, folder, log
        self.cell = None  # the running one and its number
        self.cell_start = self.start = time.monotonic()
        self.loop = asyncio.SelectorEventLoop()  # what the kernel's sockets need on Windows, too
        self.client = self.failure = None

    def on_cell(self, cell, cell_index):
        self.finish_cell()
        number = self.cell[1] + 1 if self.cell else 1
        self.cell, self.cell_start = (cell, number), time.monotonic()
        self.report(first_line(cell))

    def finish_cell(self, **_):
        self.result.ran = self.cell[1] if self.cell else 0

    def report(self, text):
        elapsed = clock(time.monotonic() - self.start)
        say(f"  {elapsed:>5}  cell {self.cell[1]} of {self.result.cells}  {text}")

    def run(self):
        worker = threading.Thread(target=self.work)
        worker.start()
        try:
            next_sign = SIGN_OF_LIFE_SECONDS
            while worker.is_alive():
                worker.join(0.2)
                running = time.monotonic() - self.cell_start
                if running < SIGN_OF_LIFE_SECONDS:
                    next_sign = SIGN_OF_LIFE_SECONDS
                elif running >= next_sign:
                    next_sign += SIGN_OF_LIFE_SECONDS
                    if self.cell:
                        self.report(f"running for {running:.0f} s")
                    else:
                        say(f"  waiting for the kernel for {running:.0f} s")
        except KeyboardInterrupt:
            self.kill_kernel()
            raise
        self.result.seconds = round(time.monotonic() - self.start, 1)
        self.result.executed = True
        if self.failure:
            self.result.error = self.explain(self.failure)
        else:
            self.finish_cell()

    def kill_kernel(self):
        """At once: a cancelled nbclient would leave the kernel half cleaned up."""
        manager = self.client.km if self.client else None
        if manager and manager.provisioner:
            kill = asyncio.run_coroutine_threadsafe(manager.provisioner.kill(), self.loop)
            kill.result(STOP_SECONDS)
            manager.cleanup_connection_file()

    def work(self):
        try:
            self.loop.run_until_complete(self.execute())
        except Exception as e:
            self.failure = e
        finally:
            self.loop.close()

    async def execute(self):
        self.client = NotebookClient(
            self.notebook,
            resources={"metadata": {"path": str(self.folder)}},
            record_timing=False,
            coalesce_streams=True,
            force_raise_errors=True,
            skip_cells_with_tag="",
            shutdown_kernel="immediate",
            startup_timeout=120,
            on_cell_execute=self.on_cell,
        )
        self.client.log.disabled = True
        # The kernel's own words, apart from the cells' output, tell why one did not start or died.
        with open(self.log, "w", encoding="utf-8") as log:
            await self.client.async_execute(stdout=log, stderr=log)

    def explain(self, failure):
        if self.cell is None:
            return (
                f"the kernel '{self.notebook.metadata.get('kernelspec', {}).get('name')}' did not start"
                f" ({last_line(failure)}): see {shown(self.log)} for its last words"
            )
        cell, number = self.cell
        where = f"cell {number} of {self.result.cells}, '{first_line(cell)}'"
        if isinstance(failure, CellExecutionError):
            return f"{where}:\n{diagnostic(cell, failure)}"
        if isinstance(failure, DeadKernelError):
            return (
                f"{where}: the kernel died (System.exit, out of memory or a native crash):"
                f" see {shown(self.log)} for its last words"
            )
        return f"{where}: {type(failure).__name__}: {last_line(failure)}"


def first_line(cell):
    lines = [l.strip() for l in cell.source.splitlines() if l.strip()]
    return lines[0] if len(lines[0]) <= 70 else lines[0][:69] + "…"


def last_line(failure):
    return (str(failure).strip().splitlines() or [type(failure).__name__])[-1]


def diagnostic(cell, failure):
    """The traceback: the error's value is only a status with Java kernels, "REJECTED", say."""
    text = [
        line
        for output in cell.outputs
        if output.output_type == "error"
        for line in ANSI.sub("", "\n".join(output.traceback)).splitlines()
        if line.strip()
    ] or [f"{failure.ename}: {failure.evalue}"]
    if len(text) > DIAGNOSTIC_LINES:
        text[DIAGNOSTIC_LINES:] = [f"... {len(text) - DIAGNOSTIC_LINES} more lines in the book"]
    return "\n".join(text)


def tidy(notebook, language_info):
    """Drops what changes from run to run and from machine to machine."""
    if language_info is not None:
        notebook.metadata.language_info = language_info
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.pop("transient", None)


# ---- writing


def exporter():
    return HTMLExporter(
        template_file="page.html.j2",
        extra_template_basedirs=[str(TOOL)],
        extra_loaders=[jinja2.FileSystemLoader(str(TOOL))],
    )


def page(notebook, path, book, names, html):
    """One page. Links between notebooks become links between pages, links to files keep working
    and local pictures become part of the page. (nbconvert's embed_images closes <details> early.)
    """
    at = names.index(path.stem)
    body, _ = html.from_notebook_node(
        notebook,
        resources={
            "metadata": {"name": headline(notebook)[0] or path.stem, "path": str(path.parent)},
            "previous": names[at - 1] if at > 0 else None,
            "next": names[at + 1] if at + 1 < len(names) else None,
        },
    )

    def relink(match):
        target, hash_, part = match[2].partition("#")
        file = path.parent / unquote(target)
        local = target and not re.match(r"[a-z]+:|//", target) and file.is_file()
        if local and match[1] == "src":
            target, kind = base64.b64encode(file.read_bytes()).decode(), mimetypes.guess_type(file)[0]
            return f'src="data:{kind};base64,{target}"'
        if target.endswith(".ipynb") and target[:-6] in names:
            target = target[:-6] + ".html"
        elif local:
            target = os.path.relpath(path.parent / target, book).replace(os.sep, "/")
        return f'{match[1]}="{target}{hash_}{part}"'

    return re.sub(r'\b(href|src)="([^"]*)"', relink, body)


def write_index(results, book):
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(str(TOOL)), autoescape=True)
    write(book / "index.html", environment.get_template("index.html.j2").render(results=results))
    rows = [asdict(r) for r in results]
    write(book / "results.json", json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


def shown(path):
    """A path as short as it can be said."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


def table(results):
    width = max(len(r.name) for r in results)
    say(f"{'notebook':<{width}}  {'cells':>7}  {'seconds':>7}  result")
    for r in results:
        cells, seconds = (f"{r.ran}/{r.cells}", f"{r.seconds:.1f}") if r.executed else ("-", "-")
        say(f"{r.name:<{width}}  {cells:>7}  {seconds:>7}  {r.verdict}")
    total = f"{sum(r.ran for r in results)}/{sum(r.cells for r in results if r.executed)}"
    say(f"{'total':<{width}}  {total:>7}  {sum(r.seconds for r in results):>7.1f}")


# ---- the whole


def choose(paths, only):
    starts = [s.strip() for s in only.split(",") if s.strip()]
    for start in starts:
        if not any(p.name.startswith(start) for p in paths):
            sys.exit(
                f"ERROR: No notebook's name starts with '{start}': there are "
                + ", ".join(p.stem for p in paths)
                + "."
            )
    return [p for p in paths if not starts or p.name.startswith(tuple(starts))]


def run(folder, book, only, save):
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        sys.exit(f"ERROR: There are no notebooks in {shown(folder)}: is the checkout whole?")
    chosen = choose(paths, only)
    names = [p.stem for p in paths]
    shutil.rmtree(book, ignore_errors=True)
    (book / "log").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(TOOL / "mathjax.js", book / "mathjax.js")
    html, results = exporter(), []
    for path in paths:
        try:
            notebook, result = read(path)
        except Exception as e:
            result = Result(path.stem, path.stem, "", 0, error=f"not a readable notebook: {last_line(e)}")
            say(f"FAILED {path.stem}: {result.error}")
            results.append(result)
            continue
        results.append(result)
        if path in chosen:
            say(f"{path.stem} ({chosen.index(path) + 1} of {len(chosen)} notebooks)")
            execute(notebook, result, path, book, save)
        write(book / path.name, nbformat.writes(notebook) + "\n")
        write(book / f"{path.stem}.html", page(notebook, path, book, names, html))
    write_index(results, book)
    say()
    table(results)
    say()
    failed = [r for r in results if r.error]
    for r in failed:
        say(f"FAILED {r.name}, " + r.error.splitlines()[0].rstrip(":"))
    say(f"The book: {shown(book / 'index.html')}")
    return 1 if failed else 0


def execute(notebook, result, path, book, save):
    language_info = notebook.metadata.get("language_info")
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    Execution(notebook, result, path.parent, book / "log" / f"{path.stem}.log").run()
    tidy(notebook, language_info)
    if result.error:
        say(f"FAILED {path.stem}, " + result.error.replace("\n", "\n    "))
    elif save:
        write(path, nbformat.writes(notebook) + "\n")
        say(f"  saved {shown(path)}")


def stop(*_):
    """Ends the run; a second signal must not disturb the ending of the kernel."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", type=Path)
    parser.add_argument("book", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args()
    # A console that cannot show a sign gets a stand-in, not a failure.
    sys.stdout.reconfigure(errors="replace")
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    try:
        return run(options.notebooks.resolve(), options.book.resolve(), options.only, options.save)
    except KeyboardInterrupt:
        say("Stopped.")
        os._exit(130)  # Not sys.exit, which waits for the thread of the killed kernel.
    except OSError as e:
        if e.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            say("ERROR: The disk is full: free some space and run again.")
        else:
            say(f"ERROR: A file could not be read or written: {e}. Put that right and run again.")
        return 1


if __name__ == "__main__":
    sys.exit(main())
