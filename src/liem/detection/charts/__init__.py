"""Charts drawn on the server: accessible SVG without scripts or inline styles, the same on screen, phone and paper.

Every function takes plain data and a language and returns markup, ready to stand in a page. Each chart is drawn twice,
for a wide and for a narrow page, so that its letters stay legible; ``charts.css`` shows the one that fits. Colours come
from the page's tokens; nothing is told by colour alone.
"""

from liem.detection.charts.bars import Bar, bars
from liem.detection.charts.funnel import Dot, Funnel, funnel
from liem.detection.charts.histogram import histogram
from liem.detection.charts.interval import Interval, interval
from liem.detection.charts.months import Month, months, sparkline
from liem.detection.charts.timeline import Step, Stop, Timeline, timeline

__all__ = [
    "Bar",
    "Dot",
    "Funnel",
    "Interval",
    "Month",
    "Step",
    "Stop",
    "Timeline",
    "bars",
    "funnel",
    "histogram",
    "interval",
    "months",
    "sparkline",
    "timeline",
]
