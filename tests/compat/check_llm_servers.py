#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program's LLM client against servers that this project did not write.

Starts each server that is installed in the Python that runs this script (`transformers serve`, and
`llama_cpp.server` of llama-cpp-python[server]) on a tiny random model made here, and lets the
program check it, preview a request and run on a small project with it. A random model says no
label, so what must hold is: the server is asked, every answer is stored, and the run either ends or
stops early with the sentence about a model of no use. Where the server obeys a JSON schema, rows
must get labels.

    check_llm_servers.py --noiseal PROGRAM [--server transformers|llama-cpp]...
                         [--model FOLDER --data TRAIN.csv]

Needs: pip install transformers[serving] accelerate torch llama-cpp-python[server] gguf
With --model, a Hugging Face folder of real instruct weights, both servers are also compared by the
share of right answers on a CSV file with the columns text and label (gold); llama.cpp then needs
MODEL.gguf beside the folder.
"""
import argparse
import csv
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

WORDS = {
    "animals": "cat dog horse bird fish cow".split(),
    "food": "bread cheese apple soup rice cake".split(),
    "weather": "rain snow wind sun storm cloud".split(),
}
FILLERS = "the a we see like today with no some big".split()
TEMPLATE = (
    "{% for m in messages %}<|{{ m['role'] }}|>\n{{ m['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>\n{% endif %}"
)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_project_data(folder, rows=160):
    draw = random.Random(1)
    labels = sorted(WORDS)
    with open(folder / "train.csv", "w", newline="") as out:
        table = csv.writer(out)
        table.writerow(["id", "text", "label", "gold"])
        for i in range(rows):
            gold = labels[i % 3]
            words = [draw.choice(FILLERS) for _ in range(7)]
            words[draw.randrange(7)] = draw.choice(WORDS[gold])
            label = labels[(i + 1) % 3] if draw.random() < 0.3 else gold
            table.writerow([i + 1, " ".join(words), label, gold])


def tiny_model(folder):
    """A random Llama with a byte-level vocabulary, as a Hugging Face folder."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=["<s>", "</s>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator([" ".join(FILLERS + sum(WORDS.values(), []))] * 50, trainer)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        pad_token="</s>",
        model_input_names=["input_ids", "attention_mask"],  # a Llama takes no others
    )
    fast.chat_template = TEMPLATE
    fast.save_pretrained(folder)
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=len(fast),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=4,
        max_position_embeddings=4096,
        bos_token_id=0,
        eos_token_id=1,
        tie_word_embeddings=False,
    )
    model = LlamaForCausalLM(config)
    model.generation_config.pad_token_id = 1
    model.save_pretrained(folder, safe_serialization=True)
    return model, tokenizer


def write_gguf(model, tokenizer, file):
    """The same weights as llama.cpp reads them."""
    import gguf
    import numpy as np

    config = model.config
    writer = gguf.GGUFWriter(str(file), "llama")
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_rope_dimension_count(config.hidden_size // config.num_attention_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_vocab_size(config.vocab_size)
    described = json.loads(tokenizer.to_str())
    pieces = sorted(described["model"]["vocab"], key=described["model"]["vocab"].get)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(pieces)
    writer.add_token_types(
        [gguf.TokenType.CONTROL if p in ("<s>", "</s>") else gguf.TokenType.NORMAL for p in pieces]
    )
    merges = described["model"]["merges"]
    writer.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in merges])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(1)
    writer.add_chat_template(TEMPLATE)

    heads = config.num_attention_heads

    def for_rope(weight):
        # llama.cpp keeps the two halves of each head interleaved.
        rows, columns = weight.shape
        halves = weight.reshape(heads, 2, rows // heads // 2, columns)
        return np.ascontiguousarray(halves.swapaxes(1, 2).reshape(rows, columns))

    names = {
        "self_attn.q_proj": "attn_q",
        "self_attn.k_proj": "attn_k",
        "self_attn.v_proj": "attn_v",
        "self_attn.o_proj": "attn_output",
        "mlp.gate_proj": "ffn_gate",
        "mlp.up_proj": "ffn_up",
        "mlp.down_proj": "ffn_down",
        "input_layernorm": "attn_norm",
        "post_attention_layernorm": "ffn_norm",
    }
    for name, tensor in model.state_dict().items():
        value = tensor.detach().float().numpy()
        if name == "model.embed_tokens.weight":
            target = "token_embd.weight"
        elif name == "model.norm.weight":
            target = "output_norm.weight"
        elif name == "lm_head.weight":
            target = "output.weight"
        else:
            layer, part = re.fullmatch(r"model\.layers\.(\d+)\.(.*)\.weight", name).groups()
            target = f"blk.{layer}.{names[part]}.weight"
            if part in ("self_attn.q_proj", "self_attn.k_proj"):
                value = for_rope(value)
        writer.add_tensor(target, value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


class Server:
    def __init__(self, name, command, port, model, log):
        self.name, self.port, self.model = name, port, model
        self.url = f"http://127.0.0.1:{port}/v1"
        self.log = log
        self.process = subprocess.Popen(
            command,
            stdout=open(log, "w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "OMP_NUM_THREADS": "1"},
        )

    def wait(self, seconds=300):
        end = time.time() + seconds
        while time.time() < end:
            if self.process.poll() is not None:
                raise SystemExit(f"{self.name} ended early:\n{Path(self.log).read_text()[-2000:]}")
            try:
                urllib.request.urlopen(self.url + "/models", timeout=5).read()
                return
            except OSError:
                time.sleep(0.5)
        raise SystemExit(f"{self.name} did not start:\n{Path(self.log).read_text()[-2000:]}")

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)


def start(kind, folder, gguf_file, work):
    port = free_port()
    log = work / f"{kind}.log"
    if kind == "transformers":
        code = "import sys; from transformers.commands.transformers_cli import main; sys.exit(main())"
        command = [sys.executable, "-c", code, "serve", "--host", "127.0.0.1", "--port", str(port)]
        return Server(kind, command, port, str(folder), log)
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(gguf_file)]
    command += ["--host", "127.0.0.1", "--port", str(port), "--n_ctx", "4096", "--n_threads", "1"]
    return Server(kind, command, port, str(gguf_file), log)


def call(program, work, *arguments):
    done = subprocess.run(
        [program, *arguments], cwd=work, capture_output=True, text=True, timeout=1800
    )
    return done.returncode, done.stdout, done.stderr


def trial(program, server, work, settings):
    """check, preview and a run; what the project holds then."""
    project = f"{server.name}.noiseal"
    status, out, err = call(program, work, "llm", "check", server.url, "--model", server.model, "--timeout", "120")
    print(f"--- {server.name}: llm check (status {status})\n{out}{err}", flush=True)
    assert status == 0, "llm check failed"
    schema = "llm_answer=schema" in out
    call(program, work, "import", "train.csv", "-o", project, "--gold", "gold")
    options = ["--llm-url", server.url, "--llm-model", server.model]
    options += ["--set", f"llm_answer={'schema' if schema else 'label'}"]
    options += ["--set", "demonstrations=1", "--set", "llm_answer_tokens=4"]
    options += ["--set", "llm_timeout=120", "--set", "llm_parallel=2"]
    status, out, err = call(program, work, "llm", "preview", project, "--row", "3", *options)
    assert status == 0 and json.loads(out)["messages"], err
    status, out, err = call(
        program, work, "run", project, "--annotator", "llm", *settings, *options
    )
    print(f"--- {server.name}: run (status {status})\n{err[-1500:]}", flush=True)
    _, report, _ = call(program, work, "report", project, "--json")
    annotator = json.loads(report)["annotator"]
    print(json.dumps(annotator, indent=1), flush=True)
    assert annotator["asked"] > 0, "no row was asked"
    assert annotator["failed"] == 0, "requests failed"
    if schema:
        assert annotator["answered"] == annotator["asked"], "the schema was not kept"
    else:
        assert annotator["answered"] + annotator["unparsable"] == annotator["asked"]
        assert status == 0 or "none of the labels" in err or "the label" in err, err
    return annotator


def accuracy(program, server, work, data, rows):
    """Share of right answers where every row is asked once, with the gold labels as examples."""
    project = f"{server.name}-accuracy.noiseal"
    call(program, work, "import", str(data), "-o", project)
    status, _, err = call(
        program, work, "run", project, "--annotator", "llm", "--llm-url", server.url, "--llm-model",
        server.model, "--budget-rows", str(rows), "--set", "warm_up_epochs=2",
        "--set", "noise_aware_epochs=1",
    )  # fmt: skip
    _, out, _ = call(program, work, "report", project, "--json")
    print(f"--- {server.name}: status {status}\n{err[-500:]}")
    call(program, work, "scores", project, "-o", f"{server.name}.csv")
    right = asked = 0
    with open(work / f"{server.name}.csv", newline="") as scores:
        for row in csv.DictReader(scores):
            if row["annotator"]:
                asked += 1
                right += row["annotator"] == row["given"]
    print(f"{server.name}: {right} of {asked} answers are the gold label")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--noiseal", required=True, help="the program")
    parser.add_argument("--server", action="append", choices=["transformers", "llama-cpp"])
    parser.add_argument("--model", type=Path, help="a folder with real instruct weights")
    parser.add_argument("--data", type=Path, help="CSV with text and gold label, for --model")
    parser.add_argument("--rows", type=int, default=200, help="rows asked for --model")
    parser.add_argument("--set", action="append", default=[], help="key=value of the recipe")
    arguments = parser.parse_args()
    program = str(Path(arguments.noiseal).resolve())
    settings = ["--set", "warm_up_epochs=1", "--set", "min_warm_up_steps=0", "--set", "noise_aware_epochs=1"]
    for value in arguments.set:
        settings += ["--set", value]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_project_data(work)
        weights, gguf_file = work / "tiny", work / "tiny.gguf"
        if arguments.model:
            weights, gguf_file = arguments.model, Path(f"{arguments.model}.gguf")
        kinds = arguments.server or ["transformers", "llama-cpp"]
        if not arguments.model:
            model, tokenizer = tiny_model(weights)
            if "llama-cpp" in kinds:
                write_gguf(model, tokenizer, gguf_file)
        for kind in kinds:
            server = start(kind, weights, gguf_file, work)
            try:
                server.wait()
                if arguments.model:
                    accuracy(program, server, work, arguments.data.resolve(), arguments.rows)
                else:
                    trial(program, server, work, settings)
            finally:
                server.stop()
    print("all servers answered as they should")


if __name__ == "__main__":
    main()
