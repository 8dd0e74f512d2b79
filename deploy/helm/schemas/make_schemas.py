#!/usr/bin/env python3
"""Writes the JSON schemas of the core kinds that the chart uses, each whole: kubeconform follows no reference.

usage: make_schemas.py FOLDER    FOLDER is kubernetes-json-schema/vX.Y.Z-local-strict of PyPI kubernetes-validate
"""
import json
import sys
from pathlib import Path

KINDS = {"configmap-v1": "io.k8s.api.core.v1.ConfigMap", "service-v1": "io.k8s.api.core.v1.Service",
         "serviceaccount-v1": "io.k8s.api.core.v1.ServiceAccount", "statefulset-apps-v1": "io.k8s.api.apps.v1.StatefulSet",
         "poddisruptionbudget-policy-v1": "io.k8s.api.policy.v1.PodDisruptionBudget",
         "networkpolicy-networking-v1": "io.k8s.api.networking.v1.NetworkPolicy"}


def name_of(reference):
    return reference.rsplit("/", 1)[1]


def closure(value, definitions, found):
    """Adds to `found` every definition that `value` refers to."""
    if isinstance(value, dict):
        if "$ref" in value and name_of(value["$ref"]) not in found:
            found[name_of(value["$ref"])] = definition = definitions[name_of(value["$ref"])]
            closure(definition, definitions, found)
        for one in value.values():
            closure(one, definitions, found)
    elif isinstance(value, list):
        for one in value:
            closure(one, definitions, found)


def without_prose(value):
    if isinstance(value, dict):
        return {k: f"#/definitions/{name_of(v)}" if k == "$ref" else without_prose(v) for k, v in value.items()
                if k != "description" or not isinstance(v, str)}
    return [without_prose(one) for one in value] if isinstance(value, list) else value


def main():
    definitions = json.loads((Path(sys.argv[1]) / "_definitions.json").read_text(encoding="utf-8"))["$defs"]
    for file, kind in KINDS.items():
        found = {}
        closure(definitions[kind], definitions, found)
        schema = without_prose({**definitions[kind], "definitions": found})
        Path(__file__).with_name(f"{file}.json").write_text(json.dumps(schema, separators=(",", ":"), sort_keys=True) + "\n",
                                                            encoding="utf-8")


if __name__ == "__main__":
    main()
