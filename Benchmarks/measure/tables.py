"""What is printed, kept and drawn: tables with ratios, and bars."""

import dataclasses, html


@dataclasses.dataclass
class Ratio:
    """A figure that is wanted: at least, or at most, `wanted`."""

    what: str
    measured: float
    wanted: float
    at_most: bool = False
    unit: str = ""

    @property
    def holds(self):
        return self.measured <= self.wanted if self.at_most else self.measured >= self.wanted


@dataclasses.dataclass
class Bars:
    """One plot: a value for each name, in this order; `ours` stand out."""

    name: str
    title: str
    unit: str
    values: dict
    ours: tuple = ("newspool",)


@dataclasses.dataclass
class Part:
    """What one part of the benchmarks found."""

    title: str
    note: str
    columns: list
    rows: list
    ratios: list = dataclasses.field(default_factory=list)
    bars: list = dataclasses.field(default_factory=list)
    left_out: list = dataclasses.field(default_factory=list)


def number(value):
    """Three digits that count."""
    if value is None:
        return ""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    if abs(value) >= 100:
        return f"{value:.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.3g}"


def markdown(part):
    lines = [f"## {part.title}", "", part.note, ""]
    lines += ["| " + " | ".join(["", *part.columns]) + " |", "|" + " --- |" * (len(part.columns) + 1)]
    lines += ["| " + " | ".join(row) + " |" for row in part.rows]
    if part.ratios:
        lines += ["", "| figure | measured | wanted | |", "| --- | --- | --- | --- |"]
        for ratio in part.ratios:
            bound = "at most" if ratio.at_most else "at least"
            lines.append(
                f"| {ratio.what} | {number(ratio.measured)} {ratio.unit} | {bound} {number(ratio.wanted)} {ratio.unit} | "
                f"{'' if ratio.holds else 'missed'} |".replace("  ", " "))
    if part.left_out:
        lines += ["", "Not measured: " + "; ".join(part.left_out) + "."]
    return "\n".join(lines) + "\n"


def svg(bars):
    """Bars from the left, the longest all the way; readable on light and dark pages, and by screen readers."""
    width, left, row = 760, 250, 28
    height = 44 + row * len(bars.values)
    most = max(bars.values.values()) or 1
    described = ", ".join(f"{name} {number(value)}" for name, value in bars.values.items())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="system-ui, sans-serif" font-size="14">',
        f"<title>{html.escape(bars.title)} ({html.escape(bars.unit)}): {html.escape(described)}</title>",
        "<style>text{fill:#1f2328}.bar{fill:#8c959f}.ours{fill:#0969da}"
        "@media (prefers-color-scheme: dark){text{fill:#e6edf3}.bar{fill:#6e7681}.ours{fill:#58a6ff}}</style>",
        f'<text x="0" y="20" font-weight="600">{html.escape(bars.title)}, {html.escape(bars.unit)}</text>',
    ]
    for index, (name, value) in enumerate(bars.values.items()):
        y = 34 + row * index
        length = max(1, (width - left - 90) * value / most)
        kind = "ours" if name.startswith(bars.ours) else "bar"
        parts.append(
            f'<text x="{left - 8}" y="{y + 17}" text-anchor="end">{html.escape(name)}</text>'
            f'<rect class="{kind}" x="{left}" y="{y + 4}" width="{length:.1f}" height="18" rx="2"/>'
            f'<text x="{left + length + 6:.1f}" y="{y + 17}">{number(value)}</text>')
    return "\n".join([*parts, "</svg>\n"])
