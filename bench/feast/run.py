"""Feast and Rapport on the same files: run.py FOLDER [RUNS [FACTS QUESTIONS CUSTOMERS]].

Writes the files to FOLDER where they are not there, compares the answers, and measures each in turn: from process start to closed
file, and for Feast the call for historical features by itself. `./rapport` must be built.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pandas

HERE = Path(__file__).resolve().parent
FOLDER = Path(sys.argv[1]).resolve()
RUNS = int(sys.argv[2]) if len(sys.argv) > 2 else 3
FACTS, QUESTIONS, CUSTOMERS = (int(n) for n in sys.argv[3:6]) if len(sys.argv) > 3 else (3_000_000, 100_000, 100_000)
PAYMENTS, ASKED = FOLDER / "payments.parquet", FOLDER / "questions.parquet"


def write_files():
    """As Payments.java of the benchmarks does: uniform, one question in eleven is about a customer without a payment."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    duckdb.sql(
        f"""copy (select 'c' || (hash(i) % {CUSTOMERS})::varchar as customer_id,
                         timestamp '2025-01-01' + to_microseconds(((hash(i + 7) % 31536000) * 1000000)::bigint) as paid_at,
                         (hash(i + 13) % 100000) / 100.0::double as amount
                  from range({FACTS}) t(i)) to '{PAYMENTS}' (format parquet)"""
    )
    duckdb.sql(
        f"""copy (select 'c' || (hash(i + 99) % {CUSTOMERS * 11 // 10})::varchar as customer,
                         timestamp '2025-03-01' + to_microseconds(((hash(i + 5) % 26000000) * 1000000)::bigint) as at
                  from range({QUESTIONS}) t(i)) to '{ASKED}' (format parquet)"""
    )


def command(who):
    out = str(FOLDER / f"{who}.parquet")
    if who == "rapport":
        options = ["--catalog", HERE / "catalog", "--data-root", FOLDER, "--data", FOLDER / "rapport-data", "--json"]
        return [HERE / "../../rapport", "dataset", *options, "--questions", ASKED, "--features", "last_amount", "--out", out]
    return [sys.executable, HERE / "feast_dataset.py", who, PAYMENTS, ASKED, out]


def run(who):
    """Wall and CPU seconds of the process and of the call."""
    began = time.perf_counter()
    process = subprocess.Popen(command(who), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    printed, errors = process.stdout.read(), process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status != 0:
        raise SystemExit(f"{who} failed:\n{printed}{errors}")
    told = json.loads(printed[printed.index("{") :])
    return wall, used.ru_utime + used.ru_stime, told.get("wall"), told.get("cpu")


def compare(who):
    """Counts the rows that are missing, and those that differ, by customer and moment."""
    ours = pandas.read_parquet(FOLDER / "rapport.parquet")
    ours["at"] = pandas.to_datetime(ours["at"], utc=True)
    theirs = pandas.read_parquet(FOLDER / f"{who}.parquet")
    theirs["event_timestamp"] = pandas.to_datetime(theirs["event_timestamp"], utc=True)
    theirs = theirs.rename(columns={"customer_id": "customer", "event_timestamp": "at"})
    lost = len(ours) - len(theirs)
    key = ["customer", "at"]
    both = ours.drop_duplicates(key).merge(theirs.drop_duplicates(key), on=key, how="left", indicator=True)
    missing = both[both["_merge"] == "left_only"]
    there = both[both["_merge"] == "both"]
    same = (there["last_amount"] == there["amount"]) | (there["last_amount"].isna() & there["amount"].isna())
    # Questions at the very time of a payment: Feast sees it, Rapport does not.
    print(
        f"{who}: {len(theirs)} of {len(ours)} rows ({lost} lost, {int(missing['last_amount'].notna().sum())} of them with a value); "
        f"of {len(there)} compared {int((~same).sum())} differ; {int(ours['last_amount'].isna().sum())} of ours are absent"
    )


if not PAYMENTS.exists() or not ASKED.exists():
    write_files()
everyone = ["rapport", "dask", "duckdb"]
for one in everyone:
    run(one)  # not measured: files in the page cache, catalogs compiled
compare("dask")
compare("duckdb")
measured = {one: [] for one in everyone}
for _ in range(RUNS):
    for one in everyone:
        measured[one].append(run(one))
print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, {RUNS} runs in turn, medians (least)")
print("| | process, wall s | CPU s | call, wall s | CPU s |\n|---|---|---|---|---|")
for one, runs in measured.items():
    cells = []
    for column in zip(*runs):
        told = [n for n in column if n is not None]
        cells.append(f"{statistics.median(told):.2f} ({min(told):.2f})" if told else "")
    print(f"| {one} | " + " | ".join(cells) + " |")
