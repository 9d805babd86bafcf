"""One `latest` for many questions by Feast: feast_dataset.py STORE PAYMENTS QUESTIONS OUT.

STORE is Feast's offline store: dask (its file store) or duckdb. Prints what the call for historical features took, as JSON.
"""

import json
import os
import sys
import tempfile
import time
from datetime import timedelta

os.environ["FEAST_USAGE"] = "False"

import pandas
from feast import Entity, FeatureStore, FeatureView, Field, FileSource, RepoConfig, ValueType
from feast.types import Float64

store_type, payments, questions, out = sys.argv[1:]
folder = tempfile.mkdtemp(prefix="feast-")
store = FeatureStore(
    config=RepoConfig(
        project="bench",
        provider="local",
        registry=folder + "/registry.db",
        offline_store={"type": store_type},
        online_store={"type": "sqlite", "path": folder + "/online.db"},
        entity_key_serialization_version=3,
    )
)
customer = Entity(name="customer", join_keys=["customer_id"], value_type=ValueType.STRING)
view = FeatureView(
    name="payments",
    entities=[customer],
    ttl=timedelta(0),  # no end
    schema=[Field(name="amount", dtype=Float64)],
    source=FileSource(name="payments", path=os.path.abspath(payments), timestamp_field="paid_at"),
)
store.apply([customer, view])

asked = pandas.read_parquet(questions).rename(columns={"customer": "customer_id", "at": "event_timestamp"})
wall, cpu = time.perf_counter(), time.process_time()
answers = store.get_historical_features(entity_df=asked, features=["payments:amount"]).to_df()
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
answers.to_parquet(out)
print(json.dumps({"rows": len(answers), "wall": wall, "cpu": cpu}))
