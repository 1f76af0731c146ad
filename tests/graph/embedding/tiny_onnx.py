"""A real model in ONNX form, written by hand: each token's row of a table.

ONNX files are protocol buffers; the few messages that such a model needs are written here, so that
the tests need no further package.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

FLOAT, INT64 = 1, 7
WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "lithium", "brine", "wool")


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _field(number: int, value: int | str | bytes) -> bytes:
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    data = value.encode() if isinstance(value, str) else value
    return _number(number << 3 | 2) + _number(len(data)) + data


def _value(name: str, kind: int, dims: Sequence[str | int]) -> bytes:
    """A ValueInfoProto: the name, type and shape of an input or output."""
    shape = b"".join(
        _field(1, _field(2, dim) if isinstance(dim, str) else _field(1, dim)) for dim in dims)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))


def model_bytes(table: np.ndarray, inputs: Sequence[str]) -> bytes:
    """A ModelProto: Gather(table, input_ids)."""
    node = (_field(1, "table") + _field(1, inputs[0]) + _field(2, "rows") + _field(4, "Gather"))
    weights = (_field(1, table.shape[0]) + _field(1, table.shape[1]) + _field(2, FLOAT)
               + _field(8, "table") + _field(9, table.astype("<f4").tobytes()))
    graph = _field(1, node) + _field(2, "tiny") + _field(5, weights)
    for name in inputs:
        graph += _field(11, _value(name, INT64, ("batch", "sequence")))
    graph += _field(12, _value("rows", FLOAT, ("batch", "sequence", table.shape[1])))
    return _field(1, 8) + _field(7, graph) + _field(8, _field(1, "") + _field(2, 13))


def tokenizer_text() -> str:
    """A tokenizer.json of whole words, between [CLS] and [SEP]."""
    special = {name: {"id": name, "ids": [WORDS.index(name)], "tokens": [name]}
               for name in ("[CLS]", "[SEP]")}
    return json.dumps({
        "version": "1.0", "truncation": {"max_length": 3, "strategy": "LongestFirst", "stride": 0,
                                         "direction": "Right"},
        "padding": None, "added_tokens": [],
        "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": {
            "type": "TemplateProcessing", "special_tokens": special, "pair": [],
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}},
                       {"Sequence": {"id": "A", "type_id": 0}},
                       {"SpecialToken": {"id": "[SEP]", "type_id": 0}}]},
        "decoder": None,
        "model": {"type": "WordLevel", "unk_token": "[UNK]",
                  "vocab": {word: number for number, word in enumerate(WORDS)}},
    })


def write_model(
    folder: Path, *, inputs: Sequence[str] = ("input_ids", "attention_mask"), first: bool = False
) -> np.ndarray:
    """A model's folder; the table of its tokens."""
    table = np.random.default_rng(0).standard_normal((len(WORDS), 4)).astype(np.float32)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(model_bytes(table, inputs))
    (folder / "tokenizer.json").write_text(tokenizer_text(), encoding="utf-8")
    if first:
        (folder / "1_Pooling").mkdir()
        (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    return table
