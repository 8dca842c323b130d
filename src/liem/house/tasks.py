"""The work the house itself offers to the queue."""

from liem.house import demo_data
from liem.jobs.kinds import job

job(demo_data.KIND, repeatable=True)(demo_data.make_demo)
