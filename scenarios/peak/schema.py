"""The JSON Schema of peak scenario files, for editors."""

from __future__ import annotations

from typing import Any

from scenarios.peak.patch import Extension
from scenarios.peak.scenario import PeakScenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PART = "Part"
_REF = "#/$defs/"

Node = dict[str, Any]


def schema() -> Node:
    """JSON Schema (draft 2020-12) of a scenario file.

    A file that `extends` another one may leave out whatever merging fills in (so mappings are
    partial, lists are not) and may carry `patches`; other files may not.
    """
    whole = PeakScenario.model_json_schema(mode="validation")
    extension = Extension.model_json_schema(mode="validation")
    definitions: Node = {**whole.pop("$defs", {}), **extension.pop("$defs", {})}
    properties: Node = whole.pop("properties")
    partial = {key: _part(node, definitions) for key, node in properties.items()}
    return {
        "$schema": DIALECT,
        "title": "Shapan peak scenario",
        "description": whole["description"],
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"properties": {**extension["properties"], **partial}, **_closed(["extends"])},
        "else": {"properties": properties, **_closed(whole["required"])},
        "$defs": dict(sorted(definitions.items())),
    }


def _closed(required: list[str]) -> Node:
    return {"required": required, "additionalProperties": False}


def _part(node: Node, definitions: Node) -> Node:
    """The node with nothing required in its mappings; items of lists stay whole."""
    if "$ref" in node:
        name = node["$ref"].removeprefix(_REF)
        if name + _PART not in definitions:
            definitions[name + _PART] = {}
            definitions[name + _PART] = _part(definitions[name], definitions)
        return {**node, "$ref": f"{_REF}{name}{_PART}"}
    found = {k: v for k, v in node.items() if k not in ("required", "discriminator", "oneOf")}
    for key in ("anyOf", "oneOf"):
        if key in node:
            found["anyOf"] = [_part(each, definitions) for each in node[key]]
    if "properties" in node:
        found["properties"] = {k: _part(v, definitions) for k, v in node["properties"].items()}
    if isinstance(node.get("additionalProperties"), dict):
        found["additionalProperties"] = _part(node["additionalProperties"], definitions)
    return found
