"""The work the house itself offers to the queue."""

from liem.house import demo_data, trail_pages
from liem.jobs.kinds import job

job(trail_pages.VERIFY, repeatable=True)(trail_pages.prove)
job(demo_data.KIND, repeatable=True)(demo_data.make_demo)
