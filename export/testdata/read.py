"""Reads the exports of a folder as their users do; any difference is an error."""
import json
import sys

import networkx as nx
import pandas as pd

dir = sys.argv[1]
edges = {("state:IRN", "state:RUS", "SUPPLIED_DRONES_TO"), ("state:IRN", "state:BLR", "VISITED")}


def of(graph):
    return {(s, t, d["kind"]) for s, t, d in graph.edges(data=True)}


graphml = nx.read_graphml(dir + "/g.graphml", force_multigraph=True)
assert of(graphml) == edges, of(graphml)
assert graphml.nodes["state:BLR"]["name"] == "Belarus & <Co>"
assert all(isinstance(d["confidence"], float) for _, _, d in graphml.edges(data=True))

gexf = nx.read_gexf(dir + "/g.gexf", version="1.2draft")
assert {(s, t) for s, t in gexf.edges()} == {e[:2] for e in edges}

with open(dir + "/g.json", encoding="utf-8") as f:
    assert of(nx.node_link_graph(json.load(f), edges="edges")) == edges

with open(dir + "/g.cyjs", encoding="utf-8") as f:
    cyto = nx.cytoscape_graph(json.load(f))
    assert {(s, t) for s, t in cyto.edges()} == {e[:2] for e in edges}

for table, rows in ("nodes", 3), ("edges", 2), ("claims", 3):
    csv = pd.read_csv(f"{dir}/{table}.csv")
    parquet = pd.read_parquet(f"{dir}/{table}.parquet")
    assert len(csv) == len(parquet) == rows, (table, len(csv), len(parquet))
    assert list(csv.columns) == list(parquet.columns)
    assert sorted(csv["id"]) == sorted(parquet["id"])
assert pd.read_parquet(dir + "/claims.parquet")["quote"].str.startswith("„").all()
