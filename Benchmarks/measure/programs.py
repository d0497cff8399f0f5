"""Programs that are measured: ours, the peers', and how one is run."""

import dataclasses, functools, os, pathlib, shutil, statistics, subprocess, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BENCHMARKS = ROOT / "Benchmarks"
CORPUS = ROOT.parent / "shared/corpus"
NEWSPOOL = pathlib.Path(os.environ.get("NEWSPOOL", ROOT / ".build/release/newspool"))
BUILT = ROOT / ".build/benchmarks"
ENVIRONMENT = {**os.environ, "LIBDISPATCH_LOG": "NO"}


@dataclasses.dataclass
class Usage:
    """What one run took: seconds, and MiB at the peak."""

    wall: float
    cpu: float
    peak: float
    status: int


def compiled(source, *flags):
    """The program built from a C file of Benchmarks/."""
    BUILT.mkdir(parents=True, exist_ok=True)
    program = BUILT / pathlib.Path(source).stem
    subprocess.run(["cc", "-O2", "-o", program, BENCHMARKS / source, *flags], check=True)
    return program


@functools.cache
def meter():
    return compiled("measure/usage.c")


def run(command, cwd=None, stdin=None):
    """Runs a program whose output no one reads."""
    with tempfile.NamedTemporaryFile() as report:
        subprocess.run(
            [meter(), report.name, *command], cwd=cwd, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=ENVIRONMENT, check=True)
        wall, user, system, kibibytes, status = pathlib.Path(report.name).read_text().split()
    return Usage(float(wall), float(user) + float(system), int(kibibytes) / 1024, int(status))


def once(folder):
    """`newspool run --once` beside the feeds.toml of a folder."""
    usage = run([NEWSPOOL, "run", "--once", "--quiet", "--log-level", "error"], cwd=folder)
    if usage.status != 0:
        raise SystemExit(f"newspool run --once failed with {usage.status} in {folder}")
    return usage


def turns(count, contenders):
    """Runs all contenders one after the other, `count` times: what the machine does meanwhile meets all of them alike.

    `contenders` are functions by name; a result of None means that one is not there. Returns a list of results by name.
    """
    results = {name: [] for name in contenders}
    for _ in range(count):
        for name, contender in contenders.items():
            if results[name] is not None:
                result = contender()
                results[name] = None if result is None else [*results[name], result]
    return {name: found for name, found in results.items() if found}


def middle(values):
    return statistics.median(values)


def ratio(ours, theirs):
    """Median of the quotients of runs that stood beside each other."""
    return statistics.median(a / b for a, b in zip(ours, theirs))


def shell(name):
    """Where a program of Debian's is; None where it is not installed."""
    return shutil.which(name)


@functools.cache
def python():
    """A Python that has the peers of PyPI: $PYTHON, or a virtual environment of this folder's."""
    if "PYTHON" in os.environ:
        return os.environ["PYTHON"]
    folder = BUILT / "peers"
    program = folder / "bin/python"
    if not program.exists():
        print("installing peers from PyPI", flush=True)
        subprocess.run(["python3", "-m", "venv", folder], check=False)
        # One by one: what cannot be had keeps nothing else out, and pip of Debian 12 finds no way to the last two together.
        # sgmllib3k is what reader needs and does not ask for.
        for package in ["feedparser", "fastfeedparser", "sgmllib3k", "reader", "trafilatura", "readability-lxml", "lxml_html_clean"]:
            subprocess.run([program, "-m", "pip", "install", "-q", package], check=False)
    return str(program)


def has_module(name):
    return subprocess.run([python(), "-c", f"import {name}"], capture_output=True).returncode == 0
