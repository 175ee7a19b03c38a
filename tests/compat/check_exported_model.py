#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a folder of `noiseal export-model` says what noiseal says, under stock classes.

    noiseal export-model P.noiseal -o FOLDER --predictions PREDICTIONS.csv
    python check_exported_model.py FOLDER TEST.csv [PREDICTIONS.csv] [--text COLUMN]...
        [--max-tokens 128] [--require 1] [--max-difference 0.001]

FOLDER is loaded by AutoModelForSequenceClassification and AutoTokenizer, no code of its own, and
labels every text of TEST.csv. PREDICTIONS.csv has a line for each of these rows in the file's
order: label, and, where it has the column, probability (of that label). --max-tokens must be the
run's max_tokens; several --text columns are joined by a line feed, as the import joins them.

The folder is computed in fp32. Where noiseal predicted in fp32 (--set precision=fp32) differences
are of the order of 1e-6; where it did in bf16, its own rounding shows: about 0.01 was seen, so give
--max-difference 0.05 and --require 0.99 there.

Also checked: no weight is missing or left over, and padding changes nothing (mean pooling is
exported as a further layer, see core/nn/export.cpp; it must not see padding). Prints JSON: share of
equal labels, greatest difference in probability, the rows that differ, accuracy where TEST.csv has
a column label. Ends with 1 where a bound is missed.

Needs torch and transformers.
"""
import argparse
import csv
import json
import os
import pathlib
import sys

BATCH = 64
SHOWN = 10


def read_csv(file):
    with open(file, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def load(folder):
    """(tokenizer, model, names of weights that do not fit)."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch
    import transformers
    transformers.logging.set_verbosity_error()
    model, loading = transformers.AutoModelForSequenceClassification.from_pretrained(
        folder, dtype=torch.float32, output_loading_info=True)
    odd = sorted({str(name) for key in ("missing_keys", "unexpected_keys", "mismatched_keys")
                  for name in loading[key]})
    return transformers.AutoTokenizer.from_pretrained(folder), model.eval(), odd


def probabilities(tokenizer, model, texts, max_tokens, batch):
    """[texts, labels], in batches of like length, padded by the tokenizer."""
    import torch
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    result = [None] * len(texts)
    with torch.inference_mode():
        for start in range(0, len(order), batch):
            chosen = order[start:start + batch]
            inputs = tokenizer([texts[i] for i in chosen], truncation=True, max_length=max_tokens,
                               padding=True, return_tensors="pt")
            rows = torch.softmax(model(**inputs).logits.double(), 1).tolist()
            for i, row in zip(chosen, rows):
                result[i] = row
    return result


def greatest_difference(left, right):
    return max((abs(a - b) for row, other in zip(left, right) for a, b in zip(row, other)),
               default=0.0)


def compare(texts, p, names, predictions):
    """Our predictions beside p, row by row."""
    differing = []
    difference = None
    for number, (text, row, ours) in enumerate(zip(texts, p, predictions), 1):
        theirs = names[max(range(len(row)), key=row.__getitem__)]
        if ours["label"] not in names:
            sys.exit(f"Line {number} of the predictions has the label {ours['label']!r}, which the "
                     "folder's config.json does not.")
        same = row[names.index(ours["label"])]  # what the folder gives to noiseal's label
        if ours.get("probability"):
            difference = max(difference or 0.0, abs(float(ours["probability"]) - same))
        if theirs != ours["label"]:
            differing.append({"row": number, "text": text[:100], "noiseal": ours["label"],
                              "folder": theirs, "gap": max(row) - same})
    return {"equal_labels": 1 - len(differing) / len(texts) if texts else None,
            "max_probability_difference": difference,
            "differing": len(differing), "first_differing": differing[:SHOWN]}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("test", type=pathlib.Path)
    parser.add_argument("predictions", type=pathlib.Path, nargs="?")
    parser.add_argument("--text", action="append", help="column with the text; text without it")
    parser.add_argument("--max-tokens", type=int, default=128)
    parser.add_argument("--threads", type=int, help="of torch; its own idea without it")
    parser.add_argument("--require", type=float, default=1.0, help="least share of equal labels")
    parser.add_argument("--max-difference", type=float, default=1e-3,
                        help="greatest difference of a probability")
    options = parser.parse_args()
    rows = read_csv(options.test)
    texts = ["\n".join(row[column] for column in options.text or ["text"]) for row in rows]
    tokenizer, model, odd = load(options.folder)
    if options.threads:
        import torch
        torch.set_num_threads(options.threads)
    names = [model.config.id2label[i] for i in range(model.config.num_labels)]
    p = probabilities(tokenizer, model, texts, options.max_tokens, BATCH)
    single = range(0, len(texts), max(1, len(texts) // 32))
    alone = probabilities(tokenizer, model, [texts[i] for i in single], options.max_tokens, 1)
    found = {"rows": len(texts), "labels": names, "model": type(model).__name__,
             "weights_that_do_not_fit": odd,
             "padding_max_difference": greatest_difference(alone, [p[i] for i in single])}
    if rows and "label" in rows[0]:
        right = sum(names[max(range(len(row)), key=row.__getitem__)] == wanted["label"]
                    for row, wanted in zip(p, rows))
        found["accuracy"] = right / len(rows)
    good = not odd and found["padding_max_difference"] <= options.max_difference
    if options.predictions:
        predictions = read_csv(options.predictions)
        if len(predictions) != len(rows):
            sys.exit(f"{options.predictions} has {len(predictions)} rows, {options.test} has "
                     f"{len(rows)}; they must be the same rows in the same order.")
        found |= compare(texts, p, names, predictions)
        good &= found["equal_labels"] >= options.require
        good &= (found["max_probability_difference"] or 0.0) <= options.max_difference
    print(json.dumps(found | {"good": good}, indent=1, ensure_ascii=False))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
