"""The data steward: sends a correction, watches it, reads what was not accepted, sees what changed, goes back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb


def correction(site: Any, folder: Path) -> list[Path]:
    """Three dossiers of the demonstration, one refused instead of granted, one row without a date."""
    demo = site.home / "demo"
    chosen = f"SELECT * FROM '{demo}/dossiers.parquet' WHERE outcome = 'granted' ORDER BY dossier LIMIT 3"
    events = f"SELECT * FROM '{demo}/events.parquet' WHERE dossier IN (SELECT dossier FROM ({chosen}))"
    codes = [row[0] for row in duckdb.sql(f"SELECT dossier FROM ({chosen})").fetchall()]
    turned = f"CASE WHEN dossier = '{codes[0]}' THEN 'refused' ELSE outcome END AS outcome"
    duckdb.sql(f"SELECT * REPLACE ({turned}) FROM ({chosen})").write_csv(str(folder / "dossiers.csv"))
    duckdb.sql(events).write_csv(str(folder / "events.csv"))
    with (folder / "dossiers.csv").open("a") as file:
        file.write(",".join(["KHONG-NGAY", "P", "U", "A"]) + "," * 9 + "\n")
    return [folder / "dossiers.csv", folder / "events.csv"]


def test_a_correction_is_sent_watched_read_and_undone(visit: Callable[..., Any], site: Any, tmp_path: Path) -> None:
    visitor = visit("dulieu")
    page = visitor.page
    visitor.go("/records/")
    page.get_by_role("link", name="Nhập dữ liệu").click()
    page.get_by_role("button", name="Nhập", exact=True).click()
    assert "Hãy chọn tệp cần nhập." in visitor.text()
    visitor.complaints.clear()  # the browser notes the 422 itself
    assert visitor.violations() == []

    page.set_input_files("#id_records", [str(path) for path in correction(site, tmp_path)])
    page.get_by_role("button", name="Nhập", exact=True).click()
    page.get_by_text("Đã tiếp nhận").first.wait_for(timeout=60_000)
    address = page.url
    assert "KHONG-NGAY" in visitor.text() or "Dòng không tiếp nhận" in visitor.text()
    assert visitor.violations() == []

    page.get_by_role("link", name="thay đổi, kèm giá trị trước và sau").click()
    assert "granted" in visitor.text()
    assert "refused" in visitor.text()
    assert visitor.violations() == []
    page.goto(address)
    page.get_by_role("link", name="Xem tất cả 1 dòng, lọc và tải về").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="XLSX").click()
    assert taken.value.suggested_filename.endswith(".xlsx")

    visitor.go("/records/")
    page.get_by_role("link", name="Quay lại dữ liệu này").first.click()
    assert visitor.violations() == []
    page.get_by_role("button", name="Đưa dữ liệu trước thành hiện hành").click()
    assert "Dữ liệu trước đã trở lại làm hiện hành" in visitor.text()
