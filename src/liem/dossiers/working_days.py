"""The law's calendar as a table that questions of whole columns can join."""

import numpy as np
import pyarrow as pa

from liem.law.calendar import FIRST, WorkingCalendar


def day_table(calendar: WorkingCalendar) -> pa.Table:
    """``day``, whether it ``is_working``, and its ``ordinal``: how many working days have gone by up to it.

    Made of the counts alone: the calendar's own table gives each of 13,149 days its reason, and takes long to make.
    """
    ordinals = np.array(calendar.ordinals(), np.int32)
    days = pa.array(np.datetime64(FIRST) + np.arange(len(ordinals)))
    return pa.table({"day": days, "is_working": np.diff(ordinals, prepend=np.int32(0)) > 0, "ordinal": ordinals})
