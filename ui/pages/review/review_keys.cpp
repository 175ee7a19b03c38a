// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/review_keys.h"

#include <QCoreApplication>
#include <QSettings>
#include <QStringList>
#include <algorithm>

namespace noiseal::ui {
namespace {

constexpr int kLabels = 20;

std::size_t place(ReviewCommand command) {
  return static_cast<std::size_t>(command);
}

int label_number(ReviewCommand command) {
  return static_cast<int>(command) - static_cast<int>(ReviewCommand::label_1) + 1;
}

QString settings_key(ReviewCommand command) {
  return QStringLiteral("review/keys/") + command_id(command);
}

QList<QKeySequence> default_keys(ReviewCommand command) {
  switch (command) {
    case ReviewCommand::accept:
      return {QKeySequence(Qt::Key_A)};
    case ReviewCommand::keep:
      return {QKeySequence(Qt::Key_X)};
    case ReviewCommand::find_label:
      return {QKeySequence(Qt::Key_Slash)};
    case ReviewCommand::ambiguous:
      return {QKeySequence(Qt::Key_M)};
    case ReviewCommand::exclude:
      return {QKeySequence(Qt::Key_E)};
    case ReviewCommand::skip:
      return {QKeySequence(Qt::Key_Space)};
    case ReviewCommand::flag:
      return {QKeySequence(Qt::Key_F)};
    case ReviewCommand::note:
      return {QKeySequence(Qt::Key_N)};
    case ReviewCommand::next:
      return {QKeySequence(Qt::Key_Right), QKeySequence(Qt::Key_J)};
    case ReviewCommand::previous:
      return {QKeySequence(Qt::Key_Left), QKeySequence(Qt::Key_K)};
    case ReviewCommand::undo:
      return {QKeySequence(Qt::CTRL | Qt::Key_Z)};
    case ReviewCommand::redo:
      return {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)};
    case ReviewCommand::keys:
      return {QKeySequence(Qt::Key_Question)};
    default: {
      const int number = label_number(command);
      const auto digit = static_cast<Qt::Key>(Qt::Key_0 + number % 10);
      return {number <= 10 ? QKeySequence(digit) : QKeySequence(Qt::SHIFT | digit)};
    }
  }
}

bool is_enter(const QKeySequence& key) {
  const int code = key[0].key();
  return code == Qt::Key_Return || code == Qt::Key_Enter;
}

}  // namespace

std::vector<ReviewCommand> review_commands() {
  std::vector<ReviewCommand> commands;
  for (int i = 0; i <= static_cast<int>(ReviewCommand::label_20); ++i) {
    commands.push_back(static_cast<ReviewCommand>(i));
  }
  return commands;
}

QString command_words(ReviewCommand command) {
  const auto words = [](const char* text) {
    return QCoreApplication::translate("ReviewKeys", text);
  };
  switch (command) {
    case ReviewCommand::accept:
      return words("Accept suggestion");
    case ReviewCommand::keep:
      return words("Keep given label");
    case ReviewCommand::find_label:
      return words("Find label");
    case ReviewCommand::ambiguous:
      return words("Ambiguous");
    case ReviewCommand::exclude:
      return words("Exclude");
    case ReviewCommand::skip:
      return words("Skip");
    case ReviewCommand::flag:
      return words("Flag");
    case ReviewCommand::note:
      return words("Note");
    case ReviewCommand::next:
      return words("Next row");
    case ReviewCommand::previous:
      return words("Row before");
    case ReviewCommand::undo:
      return words("Undo");
    case ReviewCommand::redo:
      return words("Redo");
    case ReviewCommand::keys:
      return words("Keys");
    default:
      return words("Set label %1").arg(label_number(command));
  }
}

QString command_id(ReviewCommand command) {
  static const QStringList ids{
      QStringLiteral("accept"),    QStringLiteral("keep"),    QStringLiteral("find_label"),
      QStringLiteral("ambiguous"), QStringLiteral("exclude"), QStringLiteral("skip"),
      QStringLiteral("flag"),      QStringLiteral("note"),    QStringLiteral("next"),
      QStringLiteral("previous"),  QStringLiteral("undo"),    QStringLiteral("redo"),
      QStringLiteral("keys")};
  const auto i = static_cast<qsizetype>(command);
  return i < ids.size() ? ids[i] : QStringLiteral("label_%1").arg(label_number(command));
}

ReviewKeys::ReviewKeys() {
  const QSettings settings;
  for (const ReviewCommand command : review_commands()) {
    QList<QKeySequence> keys = default_keys(command);
    if (settings.contains(settings_key(command))) {
      keys.clear();
      for (const QString& text : settings.value(settings_key(command)).toStringList()) {
        const QKeySequence key(text, QKeySequence::PortableText);
        if (!key.isEmpty() && !is_enter(key)) {
          keys.append(key);
        }
      }
    }
    keys_.push_back(keys);
  }
}

QList<QKeySequence> ReviewKeys::keys(ReviewCommand command) const {
  return keys_.at(place(command));
}

QString ReviewKeys::shown(ReviewCommand command) const {
  const QList<QKeySequence>& keys = keys_.at(place(command));
  return keys.isEmpty() ? QString() : keys.first().toString(QKeySequence::NativeText);
}

std::optional<ReviewCommand> ReviewKeys::user_of(const QKeySequence& key) const {
  for (const ReviewCommand command : review_commands()) {
    if (keys_.at(place(command)).contains(key)) {
      return command;
    }
  }
  return std::nullopt;
}

bool ReviewKeys::set(ReviewCommand command, const QList<QKeySequence>& keys) {
  if (std::any_of(keys.begin(), keys.end(), is_enter)) {
    return false;
  }
  keys_.at(place(command)) = keys;
  QStringList texts;
  for (const QKeySequence& key : keys) {
    texts.append(key.toString(QKeySequence::PortableText));
  }
  QSettings().setValue(settings_key(command), texts);
  return true;
}

void ReviewKeys::restore_defaults() {
  QSettings().remove(QStringLiteral("review/keys"));
  for (const ReviewCommand command : review_commands()) {
    keys_.at(place(command)) = default_keys(command);
  }
}

}  // namespace noiseal::ui
