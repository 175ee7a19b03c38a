#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows per second of training and prediction beside Hugging Face transformers, runs alternating.

    python training_against_transformers.py BENCH_TRAINING ENCODER_FOLDER TEXTS [ROWS] [ROUNDS]

BENCH_TRAINING is the built program bench_training, TEXTS a file with one text per line. The
reference is an epoch written in the usual way: batches of 32, AdamW, gradient clipping, dropout;
random batches padded to their longest text, and batches of texts sorted by length; prediction in
the order of the file, batches of 32, and all texts sorted by length, batches of 128; fp32, and
bf16 by autocast. Prints JSON with all runs, the best of each, and the ratios.
"""
import json
import random
import subprocess
import sys
import time

import torch
from transformers import AutoModel, AutoTokenizer


class Classifier(torch.nn.Module):
    def __init__(self, folder, labels):
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder, dtype=torch.float32)
        self.drop = torch.nn.Dropout(0.1)
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, labels)

    def forward(self, ids, mask):
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        return self.head(self.drop((hidden * weights).sum(1) / weights.sum(1)))


def padded(rows):
    longest = max(map(len, rows))
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    return ids, (torch.arange(longest)[None] < torch.tensor([[len(row)] for row in rows])).long()


def batches(texts, by_length):
    order = list(range(len(texts)))
    random.Random(1).shuffle(order)
    if by_length:
        order.sort(key=lambda i: len(texts[i]))
    cut = [order[i:i + 32] for i in range(0, len(order), 32)]
    random.Random(2).shuffle(cut)
    return cut


def train(folder, texts, by_length, bf16):
    torch.manual_seed(1)
    model = Classifier(folder, 6).train()
    optimiser = torch.optim.AdamW(model.parameters(), lr=5e-5, weight_decay=0.01)
    labels = [i % 6 for i in range(len(texts))]
    start = None
    done = 0
    for number, batch in enumerate(batches(texts, by_length)):
        if number == 3:  # warm
            start, done = time.perf_counter(), 0
        ids, mask = padded([texts[i] for i in batch])
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            loss = torch.nn.functional.cross_entropy(
                model(ids, mask).float(), torch.tensor([labels[i] for i in batch]))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        done += len(batch)
    return done / (time.perf_counter() - start)


def predict(folder, texts, by_length, bf16):
    model = Classifier(folder, 6).eval()
    order = sorted(texts, key=len) if by_length else texts
    size = 128 if by_length else 32
    start = time.perf_counter()
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        for i in range(0, len(order), size):
            model(*padded(order[i:i + size]))
    return len(texts) / (time.perf_counter() - start)


def main():
    program, folder, file = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 1500
    rounds = int(sys.argv[5]) if len(sys.argv) > 5 else 3
    lines = [line.rstrip("\n") for line in open(file, encoding="utf-8")][:count]
    tokenizer = AutoTokenizer.from_pretrained(folder)
    texts = tokenizer(lines, truncation=True, max_length=128)["input_ids"]
    runs = []
    for _ in range(rounds):
        run = {"ours": json.loads(subprocess.run(
            [program, folder, file, str(count)], check=True, capture_output=True).stdout)}
        for name, bf16 in (("fp32", False), ("bf16", True)):
            run[f"transformers_{name}"] = {
                "train_random_rows_per_s": train(folder, texts, False, bf16),
                "train_sorted_rows_per_s": train(folder, texts, True, bf16),
                "predict_in_order_rows_per_s": predict(folder, texts, False, bf16),
                "predict_sorted_rows_per_s": predict(folder, texts, True, bf16)}
        runs.append(run)
        print(json.dumps(run), file=sys.stderr)
    ratios = {}
    for name in ("fp32", "bf16"):
        best = {key: max(run[f"transformers_{name}"][key] for run in runs)
                for key in runs[0][f"transformers_{name}"]}
        ours = {key: max(run["ours"][name][key] for run in runs)
                for key in ("train_rows_per_s", "predict_rows_per_s")}
        ratios[name] = {
            "train_over_random": ours["train_rows_per_s"] / best["train_random_rows_per_s"],
            "train_over_sorted": ours["train_rows_per_s"] / best["train_sorted_rows_per_s"],
            "predict_over_in_order":
                ours["predict_rows_per_s"] / best["predict_in_order_rows_per_s"],
            "predict_over_sorted":
                ours["predict_rows_per_s"] / best["predict_sorted_rows_per_s"]}
    print(json.dumps({"runs": runs, "ratios": ratios}, indent=1))


if __name__ == "__main__":
    main()
