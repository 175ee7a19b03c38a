#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""cleanlab's figures for finding wrong labels, on exactly the rows that noiseal trains on.

    python cleanlab_baseline.py --program build/release/app/noiseal --data ../shared/data \\
        --results FILE.jsonl --set trec6 --noise asymmetric:0.4 --seeds 1-5 [--fine-tuned [--bf16]]
    python cleanlab_baseline.py --project P.noiseal [--fine-tuned [--bf16]] [--seed N]

The first form makes the projects of quality.py's trials and adds to the same kind of results file,
one line for each way of scoring, so that quality.py --table shows both side by side; what the file
has already is not done again. The second form takes a project made by `noiseal import` and
`noiseal noise` and prints the figures.

Probabilities are out of sample, 5 folds by label. Without --fine-tuned: logistic regression on
mean-pooled vectors of the encoder as it comes. With it: the encoder fine-tuned once a fold, the
usual way (2 epochs, AdamW 5e-5, weight decay 0.01, batches of 32 texts of like length, mean over
the tokens, dropout 0.1, linear head). cleanlab then scores each given label by self_confidence,
normalized_margin and confidence_weighted_entropy, the first two also with its adjustment for
unequal classes, and by the order of find_label_issues. seconds: tokenising to scores, without
the start of Python and its libraries.

Needs numpy, scikit-learn, cleanlab, torch, transformers.
"""
import argparse
import json
import os
import pathlib
import random
import resource
import tempfile
import time

import noisy_projects as projects
from noisy_projects import Failure, say

BATCH = 32
PREDICTION_BATCH = 128
FOLDS = 5
MAX_TOKENS = 128


def load_libraries():
    """Imported late: --help and a call with nothing left to do stay quick."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    global np, torch, transformers, cleanlab_rank, find_label_issues
    global LogisticRegression, StratifiedKFold, average_precision_score, roc_auc_score
    try:
        import numpy as np
        import torch
        import transformers
        from cleanlab import rank as cleanlab_rank
        from cleanlab.filter import find_label_issues
        from sklearn.linear_model import LogisticRegression
        from sklearn.metrics import average_precision_score, roc_auc_score
        from sklearn.model_selection import StratifiedKFold
    except ImportError as error:
        raise Failure(f"{error}; this script needs numpy, scikit-learn, cleanlab, torch and "
                      "transformers.") from error


def tokenised(encoder, texts):
    tokenizer = transformers.AutoTokenizer.from_pretrained(encoder)
    return tokenizer(texts, truncation=True, max_length=MAX_TOKENS)["input_ids"]


def padded(rows):
    longest = max(map(len, rows))
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    return ids, (torch.arange(longest)[None] < torch.tensor([[len(row)] for row in rows])).long()


def load_encoder(folder):
    return transformers.AutoModel.from_pretrained(folder, dtype=torch.float32)


def mean_over_tokens(encoder, ids, mask):
    hidden = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weights).sum(1) / weights.sum(1)


def predict(model, tokens, rows, bf16):
    """model(ids, mask) for the rows, in batches of like length; float32, in the rows' order."""
    order = sorted(range(len(rows)), key=lambda i: len(tokens[rows[i]]))
    parts = []
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        for start in range(0, len(order), PREDICTION_BATCH):
            batch = order[start:start + PREDICTION_BATCH]
            parts.append(model(*padded([tokens[rows[i]] for i in batch])).float())
    values = torch.empty(len(rows), parts[0].shape[1])
    values[order] = torch.cat(parts)
    return values


class Classifier:
    """The encoder, dropout and a linear head, made anew for each fold."""

    def __init__(self, folder, n_labels):
        self.encoder = load_encoder(folder)
        self.drop = torch.nn.Dropout(0.1)
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, n_labels)
        self.all = torch.nn.ModuleList([self.encoder, self.drop, self.head])

    def __call__(self, ids, mask):
        return self.head(self.drop(mean_over_tokens(self.encoder, ids, mask)))


def batches_of_like_length(tokens, rows, draw):
    order = list(rows)
    draw.shuffle(order)
    order.sort(key=lambda row: len(tokens[row]))  # stable: the draw decides among equal lengths
    batches = [order[start:start + BATCH] for start in range(0, len(order), BATCH)]
    draw.shuffle(batches)
    return batches


def fine_tune(encoder, tokens, given, n_labels, rows, seed, options):
    torch.manual_seed(seed)
    draw = random.Random(seed)
    model = Classifier(encoder, n_labels)
    model.all.train()
    optimiser = torch.optim.AdamW(model.all.parameters(), lr=5e-5, weight_decay=0.01, fused=True)
    for _ in range(options.epochs):
        for batch in batches_of_like_length(tokens, rows, draw):
            with torch.autocast("cpu", torch.bfloat16, enabled=options.bf16):
                logits = model(*padded([tokens[row] for row in batch])).float()
            loss = torch.nn.functional.cross_entropy(logits,
                                                     torch.tensor([given[row] for row in batch]))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.all.parameters(), 1.0)
            optimiser.step()
    model.all.eval()
    return model


def folds_of(given, seed):
    smallest = min(given.count(label) for label in set(given))
    if smallest < FOLDS:
        say(f"The rarest label has {smallest} rows, fewer than the {FOLDS} folds.")
    splitter = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    return [(train.tolist(), held.tolist())
            for train, held in splitter.split(np.zeros(len(given)), given)]


def frozen_probabilities(encoder, rows, seed):
    tokens = tokenised(encoder, rows.texts)
    model = load_encoder(encoder).eval()
    vectors = predict(lambda ids, mask: mean_over_tokens(model, ids, mask), tokens,
                      list(range(len(tokens))), False).numpy()
    given = np.array(rows.given)
    probabilities = np.zeros((len(tokens), len(rows.labels)))
    for train, held in folds_of(rows.given, seed):
        regression = LogisticRegression(max_iter=2000).fit(vectors[train], given[train])
        probabilities[np.ix_(held, regression.classes_)] = regression.predict_proba(vectors[held])
    return probabilities


def fine_tuned_probabilities(encoder, rows, seed, options):
    tokens = tokenised(encoder, rows.texts)
    probabilities = np.zeros((len(tokens), len(rows.labels)))
    for fold, (train, held) in enumerate(folds_of(rows.given, seed)):
        start = time.monotonic()
        model = fine_tune(encoder, tokens, rows.given, len(rows.labels), train,
                          FOLDS * seed + fold, options)
        logits = predict(model, tokens, held, options.bf16)
        probabilities[held] = torch.softmax(logits, 1).double().numpy()
        say(f"  fold {fold + 1} of {FOLDS}: {time.monotonic() - start:.1f} s")
    return probabilities / probabilities.sum(1, keepdims=True)


def without_absent_labels(given, probabilities):
    """cleanlab wants every label to be given at least once; the others' columns are dropped."""
    present = np.unique(given)
    cut = probabilities[:, present] + 1e-12
    return np.searchsorted(present, given), cut / cut.sum(1, keepdims=True)


def suspicion(given, probabilities):
    """{way of scoring: score of each row, high when its given label is likely wrong}, issues."""
    labels, cut = without_absent_labels(given, probabilities)
    scores = {}
    for method in ("self_confidence", "normalized_margin", "confidence_weighted_entropy"):
        scores[method] = -cleanlab_rank.get_label_quality_scores(labels, cut, method=method)
    for method in ("self_confidence", "normalized_margin"):
        scores[f"{method}_adjusted"] = -cleanlab_rank.get_label_quality_scores(
            labels, cut, method=method, adjust_pred_probs=True)
    issues = find_label_issues(labels, cut, return_indices_ranked_by="self_confidence", n_jobs=1)
    in_order = scores["self_confidence"].argsort().argsort().astype(float)
    in_order[issues] += len(labels)  # the issues first, the others behind, both by self-confidence
    scores["find_label_issues"] = in_order
    return scores, issues


def figures(rows, probabilities):
    """{way of scoring: the parts of noiseal's own report that can be compared}."""
    given = np.array(rows.given)
    gold = np.array(rows.gold)
    scores, issues = suspicion(given, probabilities)
    known = gold >= 0
    wrong = (given != gold)[known]
    suggested = probabilities.argmax(1)
    changed = np.zeros(len(given), bool)
    changed[issues] = True
    changed &= known
    suggestions = {
        "count": int(changed.sum()),
        "wrong_given_found": int((changed & (given != gold)).sum()),
        "accuracy": float((suggested == gold)[changed].mean()) if changed.any() else None}
    by_score = {}
    for name, score in scores.items():
        two_kinds = wrong.any() and not wrong.all()
        order = (-score[known]).argsort(kind="stable")
        by_score[name] = {
            "error_score": {
                "roc_auc": float(roc_auc_score(wrong, score[known])) if two_kinds else None,
                "average_precision":
                    float(average_precision_score(wrong, score[known])) if two_kinds else None,
                "precision_at": {str(k): float(wrong[order[:k]].mean())
                                 for k in (100, 500) if k <= len(order)}},
            "suggestions": suggestions}
    return by_score


def measure(project, seed, options):
    """What one project gives: noise share, seconds, and figures for each way of scoring."""
    rows = projects.read_rows(project)
    load_libraries()
    torch.set_num_threads(options.threads)
    start = time.monotonic()
    if options.fine_tuned:
        probabilities = fine_tuned_probabilities(options.encoder, rows, seed, options)
    else:
        probabilities = frozen_probabilities(options.encoder, rows, seed)
    by_score = figures(rows, probabilities)
    seconds = time.monotonic() - start
    return {"noise_share": rows.noise_share, "training_rows": len(rows.texts),
            "out_of_sample_accuracy_on_given":
                float((probabilities.argmax(1) == np.array(rows.given)).mean()),
            "seconds": round(seconds, 3),
            "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
            "scores": by_score}


def arm_of(options):
    """The arms' common first part, and what was changed from its defaults."""
    overrides = {"encoder": options.encoder.name}
    if options.fine_tuned:
        overrides |= {"precision": "bf16" if options.bf16 else "fp32", "epochs": options.epochs}
    return "cleanlab-fine-tuned" if options.fine_tuned else "cleanlab-frozen", overrides


WAYS = ("self_confidence", "normalized_margin", "confidence_weighted_entropy",
        "self_confidence_adjusted", "normalized_margin_adjusted", "find_label_issues")


def run_trials(options):
    program = projects.program_file(options.program)
    results = projects.Results(options.results)
    arm, overrides = arm_of(options)
    for way in WAYS:
        results.check_arm(f"{arm}/{way}", overrides)
    failed = 0
    for trial in projects.trials_of(options):
        if all(results.has(trial, f"{arm}/{way}") for way in WAYS):
            continue
        try:
            with tempfile.TemporaryDirectory(prefix="noiseal-cleanlab-") as name:
                project = projects.make_project(program, options.data.resolve(), trial,
                                                pathlib.Path(name))
                measured = measure(project, trial.seed, options)
        except Failure as failure:
            failed += 1
            say(f"{arm}: {trial}: failed. {failure}")
            continue
        by_score = measured.pop("scores")
        results.append([projects.record_of(trial, f"{arm}/{way}", overrides) | measured
                        | {"threads": options.threads, "report": report}
                        for way, report in by_score.items()
                        if not results.has(trial, f"{arm}/{way}")])
        score = by_score["self_confidence"]["error_score"]
        say(f"{arm}: {trial}: ROC-AUC {score['roc_auc']}, average precision "
            f"{score['average_precision']}, {measured['seconds']} s")
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/release/app/noiseal", help="noiseal, as built")
    parser.add_argument("--results", type=pathlib.Path, help="JSON lines, added to")
    projects.add_trial_arguments(parser)
    parser.add_argument("--project", type=pathlib.Path, help="measure this project, print JSON")
    parser.add_argument("--seed", type=int, default=1, help="with --project: of the folds")
    parser.add_argument("--encoder", type=pathlib.Path, default=projects.default_encoder(),
                        help="folder in Hugging Face layout")
    parser.add_argument("--fine-tuned", action="store_true", help="fine-tune it once a fold")
    parser.add_argument("--epochs", type=int, default=2, help="of fine-tuning")
    parser.add_argument("--bf16", action="store_true", help="fine-tune and predict in bf16")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    if not (options.encoder / "config.json").exists():
        raise Failure(f"There is no encoder in {options.encoder}; give its folder by --encoder.")
    if options.project:
        print(json.dumps(measure(options.project, options.seed, options), indent=1))
        return 0
    if options.results is None:
        raise Failure("--results FILE or --project P is needed.")
    return run_trials(options)


if __name__ == "__main__":
    projects.main_of(main)
