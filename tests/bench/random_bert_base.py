#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a folder with a BERT base encoder of random weights, to measure the speed and memory of the
preset paper where no real weights are at hand. Its accuracy means nothing.

    python random_bert_base.py VOCABULARY_FOLDER OUTPUT_FOLDER
    noiseal run P.noiseal --set preset=paper --set encoder=OUTPUT_FOLDER --annotator none

VOCABULARY_FOLDER is any encoder's folder with the vocabulary of bert-base-uncased (MiniLM has it).
"""
import json
import pathlib
import shutil
import sys

import numpy
from safetensors.numpy import save_file

HIDDEN, LAYERS, HEADS, INTERMEDIATE, POSITIONS = 768, 12, 12, 3072, 512


def main(vocabulary, output):
    source, target = pathlib.Path(vocabulary), pathlib.Path(output)
    pieces = len((source / "vocab.txt").read_text(encoding="utf-8").splitlines())
    target.mkdir(parents=True)
    for name in ("vocab.txt", "tokenizer_config.json", "tokenizer.json", "special_tokens_map.json"):
        if (source / name).exists():
            shutil.copyfile(source / name, target / name)
    config = {"architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu",
              "hidden_size": HIDDEN, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS,
              "intermediate_size": INTERMEDIATE, "vocab_size": pieces, "type_vocab_size": 2,
              "max_position_embeddings": POSITIONS, "layer_norm_eps": 1e-12, "pad_token_id": 0}
    (target / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    random = numpy.random.default_rng(1)
    tensors = {}

    def weight(name, *shape):
        tensors[name] = (0.02 * random.standard_normal(shape, dtype=numpy.float32))

    def norm(name):
        tensors[f"{name}.weight"] = numpy.ones(HIDDEN, numpy.float32)
        tensors[f"{name}.bias"] = numpy.zeros(HIDDEN, numpy.float32)

    def linear(name, outputs, inputs):
        weight(f"{name}.weight", outputs, inputs)
        tensors[f"{name}.bias"] = numpy.zeros(outputs, numpy.float32)

    weight("embeddings.word_embeddings.weight", pieces, HIDDEN)
    weight("embeddings.position_embeddings.weight", POSITIONS, HIDDEN)
    weight("embeddings.token_type_embeddings.weight", 2, HIDDEN)
    norm("embeddings.LayerNorm")
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}"
        for part in ("query", "key", "value"):
            linear(f"{prefix}.attention.self.{part}", HIDDEN, HIDDEN)
        linear(f"{prefix}.attention.output.dense", HIDDEN, HIDDEN)
        norm(f"{prefix}.attention.output.LayerNorm")
        linear(f"{prefix}.intermediate.dense", INTERMEDIATE, HIDDEN)
        linear(f"{prefix}.output.dense", HIDDEN, INTERMEDIATE)
        norm(f"{prefix}.output.LayerNorm")
    save_file(tensors, target / "model.safetensors")
    print(f"{target}: {sum(t.size for t in tensors.values()) / 1e6:.1f} million parameters")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
