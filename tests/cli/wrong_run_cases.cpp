// SPDX-License-Identifier: GPL-3.0-or-later
#include <SQLiteCpp/Database.h>

#include "core/nn/models.h"
#include "tests/cli/small_project.h"
#include "tests/cli/wrong_input.h"

namespace noiseal::test {
namespace {

using std::filesystem::path;

Arguments set(const std::string& setting) {
  return short_run({"--set", setting});
}

std::vector<Case> recipes() {
  return {
      {"UnknownKey", Start::imported, set("lamda=0.5"), 2, {"no key \"lamda\"", "lambda"}},
      {"LambdaTooLarge", Start::imported, set("lambda=2"), 2, {"lambda can't be \"2\"", "0..1"}},
      {"LambdaNotANumber", Start::imported, set("lambda=nan"), 2, {"lambda can't be \"nan\""}},
      {"NegativeBudget",
       Start::imported,
       short_run({"--budget-rows", "-5"}),
       2,
       {"budget_rows can't be \"-5\"", "0 or more"}},
      {"NegativeMoney",
       Start::imported,
       short_run({"--budget-money=-1"}),
       2,
       {"budget_money can't be \"-1\"", "0 or more"}},
      {"SettingWithoutValue",
       Start::imported,
       set("seed"),
       2,
       {"--set seed has no value", "key=value"}},
      {"NegativeSeedOfARun", Start::imported, set("seed=-1"), 2, {"seed can't be \"-1\"", "0 or"}},
      {"BatchOfNothing", Start::imported, set("batch=0"), 2, {"batch can't be \"0\"", "1..1024"}},
      {"DeviceGivenTwice",
       Start::imported,
       short_run({"--device", "cpu", "--device", "cpu"}),
       2,
       {"--device is given more than once"}},
      {"NoEpochs",
       Start::imported,
       short_run({"--set", "warm_up_epochs=0", "--set", "noise_aware_epochs=0"}),
       2,
       {"plans no epoch", "warm_up_epochs"}},
      {"NoWarmUp", Start::imported, set("warm_up_epochs=0"), 2, {"set warm_up_epochs to at least"}},
      {"NanInARecipe",
       Start::imported,
       {"run", "p.noiseal", "--recipe", "r.json"},
       2,
       {"r.json is no JSON", "line 2", "one JSON object"},
       [](const path& folder) { write_file(folder / "r.json", "{\n\"lambda\": NaN}"); }},
      {"EndlessNumberInARecipe",
       Start::imported,
       {"run", "p.noiseal", "--recipe", "r.json"},
       2,
       {"r.json holds a number too large"},
       [](const path& folder) { write_file(folder / "r.json", "{\"lambda\": 1e999}"); }},
      {"TextAsARecipe",
       Start::imported,
       {"run", "p.noiseal", "--recipe", "r.json"},
       2,
       {"r.json is no recipe", "one JSON object"},
       [](const path& folder) { write_file(folder / "r.json", "\"standard\""); }},
      {"UnknownKeyInARecipe",
       Start::imported,
       {"run", "p.noiseal", "--recipe", "r.json"},
       2,
       {"r.json", "no key \"warmup_epochs\"", "warm_up_epochs"},
       [](const path& folder) { write_file(folder / "r.json", "{\"warmup_epochs\": 3}"); }},
      {"ListInARecipe",
       Start::imported,
       {"run", "p.noiseal", "--recipe", "r.json"},
       2,
       {"r.json", "\"sigma\" must be a number or a text"},
       [](const path& folder) { write_file(folder / "r.json", "{\"sigma\": [1]}"); }},
      {"MissingRecipe",
       Start::imported,
       {"run", "p.noiseal", "--recipe", "r.json"},
       1,
       {"recipe r.json can't be read", "check the name"}},
      {"FolderAsRecipe",
       Start::imported,
       {"run", "p.noiseal", "--recipe", "encoder"},
       1,
       {"recipe encoder can't be read"}},
      {"UnknownAnnotator",
       Start::imported,
       short_run({"--annotator", "neighbors"}),
       2,
       {"\"neighbors\" is no annotator", "neighbours"}},
      {"SimulatedBeyondCertainty",
       Start::imported,
       short_run({"--annotator", "simulated:1.5"}),
       2,
       {"from 0 to 1", "1.5"}},
      {"SimulatedWithoutGold",
       Start::imported,
       short_run({"--annotator", "simulated:0.9"}),
       1,
       {"gold", "--gold"}},
      {"LanguageModelWithoutAServer",
       Start::imported,
       short_run({"--annotator", "llm"}),
       2,
       {"llm", "neighbours"}},
      {"ResumeWithoutARun",
       Start::imported,
       {"run", "p.noiseal", "--resume"},
       1,
       {"p.noiseal has no unfinished run", "noiseal run"}},
      {"ResumeAFinishedRun",
       Start::reviewed,
       {"run", "p.noiseal", "--resume", "--run", "1"},
       1,
       {"Run 1", "is finished"}},
      {"ResumeAnUnknownRun",
       Start::reviewed,
       {"run", "p.noiseal", "--resume", "--run", "9"},
       1,
       {"no run 9", "noiseal report"}},
      {"ResumeWithAnotherRecipe",
       Start::imported,
       short_run({"--resume"}),
       2,
       {"keeps its own recipe", "leave out"}},
      {"RunNamedWithoutResume",
       Start::imported,
       {"run", "p.noiseal", "--run", "1"},
       2,
       {"--run", "--resume"}},
  };
}

/// A run with an encoder in which something is wrong.
Case broken_encoder(const std::string& name, std::vector<std::string> words,
                    const std::function<void(const path&)>& damage, int status = 1) {
  return {name,   Start::imported,  short_run(),
          status, std::move(words), [damage](const path& folder) { damage(folder / "encoder"); }};
}

std::vector<Case> encoders() {
  return {
      {"UnknownEncoder",
       Start::imported,
       set("encoder=all-MiniLM-L6-v3"),
       1,
       {"no encoder \"all-MiniLM-L6-v3\"", "Hugging Face"}},
      {"NoEncoderFolder",
       Start::imported,
       set("encoder=./models/bert"),
       1,
       {"no folder ./models/bert", "check"}},
      {"FolderWithoutEncoder",
       Start::imported,
       set("encoder=empty"),
       1,
       {"empty/config.json", "Hugging Face"},
       [](const path& folder) { std::filesystem::create_directory(folder / "empty"); }},
      {"EncoderWhoseTrueNameIsNoUtf8",
       Start::imported,
       short_run(),
       2,
       {"is not UTF-8", "rename it"},
       [](const path& folder) {
         std::filesystem::rename(folder / "encoder", folder / "enc\xff");
         std::filesystem::create_symlink("enc\xff", folder / "encoder");
       }},
      {"TooManyTokens",
       Start::imported,
       set("max_tokens=256"),
       2,
       {"at most 128 tokens", "max_tokens"}},
      {"TooManyLayers", Start::imported, set("train_layers=9"), 2, {"has 2 layers", "1..2"}},
      broken_encoder("ConfigIsNotJson", {"config.json is not valid JSON", "fetch"},
                     [](const path& encoder) { write_file(encoder / "config.json", "<html>"); }),
      broken_encoder("ConfigOfAnotherKind", {"config.json", "model type \"gpt2\""},
                     [](const path& encoder) {
                       write_file(encoder / "config.json", "{\"model_type\": \"gpt2\"}");
                     }),
      broken_encoder("AbsurdHeaderLength", {"model.safetensors", "header", "fetch"},
                     [](const path& encoder) {
                       std::string bytes = read_file(encoder / "model.safetensors");
                       bytes.replace(0, 8, 8, '\x7f');
                       write_file(encoder / "model.safetensors", bytes);
                     }),
      broken_encoder("TruncatedWeights", {"model.safetensors", "fetch"},
                     [](const path& encoder) {
                       const path file = encoder / "model.safetensors";
                       std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
                     }),
      broken_encoder(
          "NoWeights", {"model.safetensors", "check the encoder's folder"},
          [](const path& encoder) { std::filesystem::remove(encoder / "model.safetensors"); }),
      broken_encoder("NoVocabulary", {"vocab.txt is missing", "Hugging Face"},
                     [](const path& encoder) { std::filesystem::remove(encoder / "vocab.txt"); }),
      broken_encoder("WrongVocabularySize", {"wrong vocabulary size", "belong together"},
                     [](const path& encoder) {
                       std::string lines = read_file(encoder / "vocab.txt");
                       for (int i = 0; i < 20; ++i) {
                         lines += "extra" + std::to_string(i) + '\n';
                       }
                       write_file(encoder / "vocab.txt", lines);
                     }),
      broken_encoder("VocabularyWithoutSpecialPieces", {"vocab.txt", "has no [CLS]"},
                     [](const path& encoder) {
                       write_file(encoder / "vocab.txt", "[PAD]\n[UNK]\ncat\ndog\n");
                     }),
  };
}

std::vector<Case> projects() {
  const auto sqlite_file = [](const std::string& sql) {
    return [sql](const path& folder) {
      SQLite::Database database((folder / "p.noiseal").string(),
                                SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      database.exec(sql);
    };
  };
  return {
      {"NoProject", Start::nothing, short_run(), 1, {"no project p.noiseal", "noiseal import"}},
      {"FolderAsProject",
       Start::nothing,
       short_run(),
       1,
       {"is a folder, not a project"},
       [](const path& folder) { std::filesystem::create_directory(folder / "p.noiseal"); }},
      {"TextFileAsProject",
       Start::nothing,
       short_run(),
       1,
       {"is not a NoiseAL project", "noiseal import"},
       [](const path& folder) { write_file(folder / "p.noiseal", topics_csv(30, 1)); }},
      {"AnotherProgramsDatabase",
       Start::nothing,
       short_run(),
       1,
       {"is not a NoiseAL project"},
       sqlite_file("CREATE TABLE bookmark(name TEXT)")},
      {"NewerProject",
       Start::imported,
       short_run(),
       1,
       {"newer version", "update the program"},
       sqlite_file("PRAGMA journal_mode = DELETE; PRAGMA user_version = 99")},
      {"DamagedProject",
       Start::imported,
       short_run(),
       1,
       {"p.noiseal", "damaged", "copy"},
       [](const path& folder) {
         const path file = folder / "p.noiseal";
         std::string bytes = read_file(file);
         bytes.replace(4096, bytes.size() - 4096, bytes.size() - 4096, '\x5a');
         write_file(file, bytes);
       }},
      {"ProjectWithoutReadPermission",
       Start::imported,
       short_run(),
       1,
       {"can't be read", "permissions"},
       [](const path& folder) {
         std::filesystem::permissions(folder / "p.noiseal", std::filesystem::perms::none);
       },
       {.without_rights = true}},
      {"ProjectInAReadOnlyFolder",
       Start::imported,
       short_run(),
       1,
       {"folder", "not writable", "copy"},
       [](const path& folder) {
         std::filesystem::permissions(folder, std::filesystem::perms(0555));
       },
       {.without_rights = true}},
      {"OneLabelInTraining",
       Start::nothing,
       short_run(),
       1,
       {"All training rows", "carry the label", "second"},
       [](const path& folder) {
         write_topics_encoder(folder / "encoder");
         write_file(folder / "t.csv", "text,label\nsoup,food\na cat,animals\n");
         must_succeed(folder, {"import", "t.csv", "-o", "p.noiseal"});
         must_succeed(folder, {"noise", "p.noiseal", "--type", "pair", "--rate", "0.5"});
       }},
  };
}

std::vector<Case> noise() {
  const auto add = [](const Arguments& more) {
    Arguments arguments{"noise", "p.noiseal"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  };
  return {
      {"NoiseRateTooLarge",
       Start::imported,
       add({"--type", "pair", "--rate", "1.5"}),
       2,
       {"rate 1.5", "0 to 1"}},
      {"NoiseRateNoNumber",
       Start::imported,
       add({"--type", "pair", "--rate", "half"}),
       2,
       {"--rate", "half"}},
      {"NoiseWithoutType", Start::imported, add({}), 2, {"--type", "noiseal noise --help"}},
      {"UnknownNoise",
       Start::imported,
       add({"--type", "symetric"}),
       2,
       {"no noise type \"symetric\"", "you may have meant symmetric"}},
      {"NoiseOnReviewedRows",
       Start::reviewed,
       add({"--type", "pair"}),
       1,
       {"has reviewers' decisions", "import the data anew"}},
      {"MissingNoiseMatrix",
       Start::imported,
       add({"--type", "matrix:m.csv"}),
       1,
       {"There is no file m.csv"}},
      {"NoiseMatrixWithAWrongLine",
       Start::imported,
       add({"--type", "matrix:m.csv"}),
       1,
       {"m.csv", "line 3"},
       [](const path& folder) {
         write_file(folder / "m.csv",
                    ",animals,food,weather\nanimals,1,0,0\nfood,0,many,0\nweather,0,0,1\n");
       }},
  };
}

std::vector<Case> unusual_but_right() {
  const auto imported = [](const std::string& csv) {
    return [csv](const path& folder) {
      write_topics_encoder(folder / "encoder");
      write_file(folder / "t.csv", csv);
      must_succeed(folder,
                   {"import", "t.csv", "-o", "p.noiseal", "--text", "text", "--label", "label"});
    };
  };
  std::string many = "text,label\n";
  for (int i = 0; i < 600; ++i) {
    many += "some cat no " + std::to_string(i) + ",label " + std::to_string(i % 300) + '\n';
  }
  std::vector<Case> cases{
      {"RunOf300Labels",
       Start::nothing,
       short_run(),
       0,
       {"600 training rows", "300 labels"},
       imported(many)},
      {"RunOf2Rows",
       Start::nothing,
       short_run(),
       0,
       {"2 training rows"},
       imported("text,label\na cat,animals\nsoup,food\n")},
      {"RunOfRowsThatAreAllTheSame",
       Start::nothing,
       short_run(),
       0,
       {"4 training rows"},
       imported("text,label\nsoup,food\nsoup,food\nsoup,drink\nsoup,drink\n")},
      {"RunOfATextOf1Megabyte",
       Start::nothing,
       short_run(),
       0,
       {"13 training rows"},
       imported(topics_csv(12, 1) + "13," + std::string(1 << 20, 'a') + ",food\n")},
      {"RunWithoutTestSplit",
       Start::nothing,
       short_run(),
       0,
       {"0 validation, 0 test",
        "(no clean validation: chosen by the given labels of rows left out of training)"},
       imported(topics_csv(60, 1))},
  };
  if (!cuda_available()) {
    cases.push_back({"NoCudaDevice",
                     Start::imported,
                     short_run({"--device", "cuda"}),
                     1,
                     {"No CUDA device", "--device cpu"}});
  }
  return cases;
}

}  // namespace

std::vector<Case> run_cases() {
  std::vector<Case> all = recipes();
  for (const std::vector<Case>& more : {encoders(), projects(), noise(), unusual_but_right()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

}  // namespace noiseal::test
