"""Translation models small enough for tests, for the real libraries that read real ones."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

POSITIONS = 400
"""Words of a sentence, at most."""
_SPACE = "\u2581"


def argos_package(path: Path, pair: tuple[str, str], lexicon: Mapping[str, str]) -> Path:
    """Write an .argosmodel that puts the other language's word for each word of ``lexicon``.

    Other words it does not know.
    """
    import sentencepiece

    words = sorted({*lexicon, *lexicon.values()})
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([" ".join(words)] * 3),
        model_writer=model,
        model_type="word",
        vocab_size=len(words) + 3,
        hard_vocab_limit=False,
        use_all_vocab=True,
        minloglevel=2,
    )
    pieces = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    vocabulary = [pieces.id_to_piece(number) for number in range(pieces.get_piece_size())]
    partners = {_SPACE + word: _SPACE + other for word, other in lexicon.items()}
    spec = _dictionary(vocabulary, partners)
    folder = path.parent / f"{path.stem}-files"
    folder.mkdir()
    spec.save(str(folder))
    metadata = {"package_version": "1.0", "from_code": pair[0], "to_code": pair[1]}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        top = f"{pair[0]}_{pair[1]}"
        archive.writestr(f"{top}/metadata.json", json.dumps(metadata))
        archive.writestr(f"{top}/sentencepiece.model", model.getvalue())
        for each in sorted(folder.iterdir()):
            archive.write(each, f"{top}/model/{each.name}")
    return path


def _dictionary(vocabulary: Sequence[str], partners: Mapping[str, str]) -> Any:
    """A transformer whose weights are set by hand.

    At each place it looks at the same place of the source, and answers with the partner of the
    word there.
    """
    import numpy
    from ctranslate2.specs import TransformerSpec

    size = len(vocabulary)
    depth = POSITIONS + size
    spec = TransformerSpec.from_config(1, 1, pre_norm=True)

    def zeros(rows: int = depth) -> Any:
        return numpy.zeros((rows, depth), numpy.float32)

    def norm(layer: Any) -> None:
        layer.gamma = numpy.ones(depth, numpy.float32)
        layer.beta = numpy.zeros(depth, numpy.float32)

    def linear(layer: Any, weight: Any) -> None:
        layer.weight = weight
        layer.bias = numpy.zeros(len(weight), numpy.float32)

    words, places, look, carry, answer = (
        zeros(size),
        zeros(POSITIONS),
        zeros(),
        zeros(),
        zeros(size),
    )
    words[:, POSITIONS:] = numpy.eye(size) * depth**-0.5  # they are scaled by its root
    places[:, :POSITIONS] = numpy.eye(POSITIONS)
    look[:POSITIONS, :POSITIONS] = numpy.eye(POSITIONS) * 5
    for number, piece in enumerate(vocabulary):
        carry[POSITIONS + vocabulary.index(partners.get(piece, piece)), POSITIONS + number] = 1
    answer[:, POSITIONS:] = numpy.eye(size) * 20
    for side in (spec.encoder, spec.decoder):
        table = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        table.weight = words
        side.position_encodings.encodings = places
        norm(side.layer_norm)
        layer = side.layer[0]
        norm(layer.self_attention.layer_norm)
        linear(layer.self_attention.linear[0], zeros(3 * depth))
        linear(layer.self_attention.linear[1], zeros())
        norm(layer.ffn.layer_norm)
        linear(layer.ffn.linear_0, zeros())
        linear(layer.ffn.linear_1, zeros())
    across = spec.decoder.layer[0].attention
    norm(across.layer_norm)
    linear(across.linear[0], look)
    linear(across.linear[1], numpy.concatenate([look, carry]))
    linear(across.linear[2], numpy.eye(depth, dtype=numpy.float32) * 30)
    linear(spec.decoder.projection, answer)
    spec.decoder.projection.bias[vocabulary.index("</s>")] = 1  # where no place is looked at
    spec.register_source_vocabulary(list(vocabulary))
    spec.register_target_vocabulary(list(vocabulary))
    spec.config.add_source_eos = True
    spec.validate()
    return spec
