// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "app/cli/review_options.h"
#include "app/cli/row_name.h"
#include "core/base/printable.h"
#include "core/pipeline/review_queue.h"
#include "core/pipeline/sent_request.h"

namespace noiseal::cli {
namespace {

std::string name_of(std::int32_t label, const std::vector<std::string>& names) {
  return label < 0 ? std::string("none") : printable(names.at(static_cast<std::size_t>(label)));
}

/// Text of others, line by line, so that it can't pass for the program's own lines.
void print_text(const std::string& text) {
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    std::cout << "  | " << printable(std::string_view(text).substr(from, end - from)) << '\n';
    from = end + 1;
  }
}

void print_model(const char* which, const ModelView& model, const std::vector<std::string>& names) {
  if (model.label < 0) {
    std::cout << which << ": nothing recorded\n";
    return;
  }
  std::cout << fmt::format("{}: {} ({:.2f}; given label {:.2f}), since epoch {}\n", which,
                           name_of(model.label, names), model.probability, model.given_probability,
                           model.since_epoch);
}

const char* title_of(MessagePart part) {
  switch (part) {
    case MessagePart::instructions:
      return "Instructions";
    case MessagePart::example:
      return "Example";
    case MessagePart::example_answer:
      return "Its label";
    default:
      return "This row";
  }
}

void print_annotator(const ReviewCard& card, const SentRequest& request,
                     const std::vector<std::string>& names) {
  if (!card.answer) {
    std::cout << "Annotator: not asked\n";
    return;
  }
  std::cout << fmt::format("Annotator: {}; answered \"{}\" in epoch {}\n",
                           name_of(card.answer->label, names), printable(card.answer->raw),
                           card.answer->epoch);
  for (const ShownDemonstration& shown : card.demonstrations) {
    std::cout << fmt::format("  shown: row {}, {}, similarity {:.2f}: {}\n", shown.row,
                             name_of(shown.label, names), shown.similarity,
                             printable_start(shown.text, 80));
  }
  std::cout << "Request: " << request.sentence << '\n';
  if (!request.address.empty()) {
    std::cout << fmt::format("  to {}, model {}\n", printable(request.address),
                             printable(request.model));
  }
  for (const RequestMessage& message : request.messages) {
    std::cout << fmt::format("  {} ({}):\n", title_of(message.part), printable(message.role));
    print_text(message.text);
  }
}

void print_decisions(const ReviewCard& card, const std::vector<std::string>& names) {
  std::cout << (card.history.empty() ? "Decisions: none\n" : "Decisions:\n");
  for (const Decision& decision : card.history) {
    std::cout << fmt::format(
        "  {}  {}  {}  {} -> {}{}{}\n", decision.id, decision.time, printable(decision.reviewer),
        name_of(decision.from_label, names), name_of(decision.to_label, names),
        decision.undoes != 0 ? fmt::format(", undo of {}", decision.undoes)
                             : fmt::format(", {}", decision_kind_name(decision.kind)),
        decision.note.empty() ? "" : ": " + printable(decision.note));
  }
}

}  // namespace

void show_review_row(const ReviewArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  const std::vector<std::string> names = project.labels().names();
  const std::int64_t row = row_named(project, arguments.row);
  const std::int64_t run = require_scored_run(project, arguments.run);
  const ReviewCard card = ReviewCards(project, run).read(row);
  std::cout << fmt::format("Row {}: {}, line {}\n", printable(card.row.shown_id()),
                           printable(card.file_name), card.row.line);
  print_text(card.row.text);
  for (const OtherColumn& other : card.others) {
    std::cout << fmt::format("{}: {}\n", printable(other.name), printable(other.value));
  }
  std::cout << "Given label: " << name_of(card.row.given, names) << '\n';
  if (card.score) {
    std::cout << fmt::format("Suggestion: {}, error score {:.2f}\n",
                             name_of(card.score->suggestion, names), card.score->score);
  }
  print_model("Strong model", card.strong, names);
  print_model("Weak model", card.weak, names);
  print_annotator(card, rebuild_request(project, project.runs().run(run), card), names);
  print_decisions(card, names);
}

}  // namespace noiseal::cli
