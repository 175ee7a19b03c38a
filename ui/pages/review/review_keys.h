// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

namespace noiseal::ui {

/// What a key of the Review page does. label_1 to label_20 set the label with that number.
enum class ReviewCommand : std::uint8_t {
  accept,
  keep,
  find_label,
  ambiguous,
  exclude,
  skip,
  flag,
  note,
  next,
  previous,
  undo,
  redo,
  keys,
  label_1,
  label_20 = label_1 + 19,
};

/// Every command, in the order of the key sheet.
std::vector<ReviewCommand> review_commands();
/// "Accept suggestion": for buttons and the key sheet.
QString command_words(ReviewCommand command);
/// "accept": for settings and object names.
QString command_id(ReviewCommand command);

/// The keys of the page as a person has set them; kept in the application's settings.
class ReviewKeys {
 public:
  ReviewKeys();

  [[nodiscard]] QList<QKeySequence> keys(ReviewCommand command) const;
  /// "A", "1", "Ctrl+Z": the first key, for the button; empty: none.
  [[nodiscard]] QString shown(ReviewCommand command) const;
  /// The command that has this key already.
  [[nodiscard]] std::optional<ReviewCommand> user_of(const QKeySequence& key) const;
  /// Sets and stores. Enter and Return are refused (false): they never decide.
  bool set(ReviewCommand command, const QList<QKeySequence>& keys);
  void restore_defaults();

 private:
  std::vector<QList<QKeySequence>> keys_;
};

}  // namespace noiseal::ui
