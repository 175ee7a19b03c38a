// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/llm_server_dialog.h"

#include <QComboBox>
#include <QCompleter>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/annotate/llm_server.h"
#include "core/base/error.h"
#include "core/base/printable.h"
#include "ui/bridge/project_lane.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"
#include "ui/window/known_servers.h"

namespace noiseal::ui {
namespace {

constexpr int kWidth = 560;
constexpr double kMostPrice = 100'000;
constexpr int kPriceDecimals = 4;

QLabel* words_label(const char* name, QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setObjectName(QString::fromLatin1(name));
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

QComboBox* editable_box(const char* name, const QString& accessible, const QString& value,
                        QWidget* parent) {
  auto* box = new QComboBox(parent);
  box->setObjectName(QString::fromLatin1(name));
  box->setAccessibleName(accessible);
  box->setEditable(true);
  box->setInsertPolicy(QComboBox::NoInsert);
  box->setCompleter(nullptr);  // "llama" must not become "llama.cpp"
  box->setEditText(value);
  return box;
}

QDoubleSpinBox* price_box(const char* name, const QString& accessible, QWidget* parent) {
  auto* box = new QDoubleSpinBox(parent);
  box->setObjectName(QString::fromLatin1(name));
  box->setAccessibleName(accessible);
  box->setRange(0, kMostPrice);
  box->setDecimals(kPriceDecimals);
  box->setButtonSymbols(QAbstractSpinBox::NoButtons);
  box->setPrefix(QStringLiteral("$"));
  return box;
}

/// A push button that Enter in a field does not press.
QPushButton* side_button(const QString& words, const char* name, QWidget* parent) {
  auto* button = new QPushButton(words, parent);
  button->setObjectName(QString::fromLatin1(name));
  button->setAutoDefault(false);
  return button;
}

}  // namespace

LlmServerDialog::LlmServerDialog(const LlmTools& tools, const LlmChoice& choice, QWidget* parent)
    : QDialog(parent), tools_(tools), answer_(choice.answer) {
  setObjectName(QStringLiteral("llm-server-dialog"));
  setWindowTitle(tr("LLM server"));
  setMinimumWidth(kWidth);
  server_ = editable_box("llm-server-url", tr("Server"), {}, this);
  server_->addItems({QStringLiteral("ollama"), QStringLiteral("vllm"), QStringLiteral("llama.cpp"),
                     QStringLiteral("lm-studio"), QStringLiteral("openai")});
  for (const KnownServer& server : known_servers()) {
    const QString url = QString::fromStdString(server.url);
    if (server_->findText(url) < 0) {
      server_->addItem(url);
    }
  }
  server_->setEditText(QString::fromStdString(choice.url));
  server_->setToolTip(
      tr("The address of a server with an OpenAI-style interface, or one of the usual names."));
  model_ =
      editable_box("llm-server-model", tr("Model"), QString::fromStdString(choice.model), this);
  model_->setToolTip(tr("As the server names it; Check lists them."));
  check_ = side_button(tr("Check"), "llm-server-check", this);
  found_ = words_label("llm-server-found", this);
  lay_out();
  connect(check_, &QPushButton::clicked, this, &LlmServerDialog::check);
  connect(server_->lineEdit(), &QLineEdit::editingFinished, this, &LlmServerDialog::read_key);
  connect(server_, &QComboBox::activated, this, &LlmServerDialog::read_key);
  connect(model_->lineEdit(), &QLineEdit::editingFinished, this, &LlmServerDialog::read_price);
  connect(model_, &QComboBox::activated, this, &LlmServerDialog::read_price);
  read_key();
}

LlmServerDialog::~LlmServerDialog() {
  control_.request_stop();
}

void LlmServerDialog::lay_out() {
  auto* column = new QVBoxLayout(this);
  column->setSpacing(kNear);
  auto* form = new QFormLayout;
  form->setHorizontalSpacing(kNear);
  form->setVerticalSpacing(kClose);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->addRow(tr("Server"), server_);
  form->addRow(tr("Model"), model_);
  column->addLayout(form);
  auto* checking = new QHBoxLayout;
  checking->addWidget(check_, 0, Qt::AlignTop);
  checking->addSpacing(kClose);
  checking->addWidget(found_, 1);
  found_->setText(
      tr("Check asks the server for its models and sends two short test questions, "
         "none of your texts."));
  column->addLayout(checking);
  column->addWidget(make_key_part());
  column->addWidget(make_price_part());
  column->addStretch();
  auto* cancel = side_button(tr("Cancel"), "llm-server-cancel", this);
  auto* use = new QPushButton(tr("Use this server"), this);
  use->setObjectName(QStringLiteral("llm-server-use"));
  set_role(use, "primary");
  auto* row = new QHBoxLayout;
  row->addStretch();
  row->addWidget(cancel);
  row->addWidget(use);
  column->addLayout(row);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(use, &QPushButton::clicked, this, &LlmServerDialog::take);
}

QWidget* LlmServerDialog::make_key_part() {
  auto* part = new QGroupBox(tr("Key"), this);
  auto* column = new QVBoxLayout(part);
  column->setSpacing(kClose);
  key_state_ = words_label("llm-key-state", part);
  key_ = new QLineEdit(part);
  key_->setObjectName(QStringLiteral("llm-key"));
  key_->setAccessibleName(tr("Key of the server"));
  key_->setEchoMode(QLineEdit::Password);
  key_->setPlaceholderText(tr("A new key"));
  keep_key_ = side_button(tr("Keep in keychain"), "llm-key-keep", part);
  keep_key_->setEnabled(false);
  forget_key_ = side_button(tr("Forget"), "llm-key-forget", part);
  auto* row = new QHBoxLayout;
  row->setSpacing(kClose);
  row->addWidget(key_, 1);
  row->addWidget(keep_key_);
  row->addWidget(forget_key_);
  column->addWidget(key_state_);
  column->addLayout(row);
  connect(key_, &QLineEdit::textChanged, this,
          [this](const QString& text) { keep_key_->setEnabled(!text.trimmed().isEmpty()); });
  connect(keep_key_, &QPushButton::clicked, this, &LlmServerDialog::keep_key);
  connect(forget_key_, &QPushButton::clicked, this, &LlmServerDialog::forget_key);
  return part;
}

QWidget* LlmServerDialog::make_price_part() {
  auto* part = new QGroupBox(tr("Price of a million tokens"), this);
  auto* column = new QVBoxLayout(part);
  column->setSpacing(kClose);
  price_state_ = words_label("llm-price-state", part);
  input_ = price_box("llm-price-input", tr("Price of a million tokens sent"), part);
  cached_ = price_box("llm-price-cached", tr("Of tokens that the server had in its cache"), part);
  output_ = price_box("llm-price-output", tr("Price of a million tokens answered"), part);
  keep_price_ = side_button(tr("Keep"), "llm-price-keep", part);
  auto* row = new QHBoxLayout;
  row->setSpacing(kClose);
  const auto add = [&](const QString& words, QDoubleSpinBox* box) {
    auto* label = new QLabel(words, part);
    label->setBuddy(box);
    row->addWidget(label);
    row->addWidget(box, 1);
  };
  add(tr("sent"), input_);
  add(tr("cached"), cached_);
  add(tr("answered"), output_);
  row->addWidget(keep_price_);
  column->addWidget(price_state_);
  column->addLayout(row);
  connect(keep_price_, &QPushButton::clicked, this, &LlmServerDialog::keep_price);
  return part;
}

LlmChoice LlmServerDialog::choice() const {
  return {server_->currentText().trimmed().toStdString(),
          model_->currentText().trimmed().toStdString(), answer_};
}

bool LlmServerDialog::is_local() const {
  try {
    return parse_llm_server(choice().url).local;
  } catch (const Error&) {
    return false;
  }
}

void LlmServerDialog::in_background(QLabel* where, std::function<std::function<void()>()> work) {
  thread_.post([this, where, work = std::move(work)] {
    std::function<void()> then;
    try {
      then = work();
    } catch (...) {
      const Failure failure = current_failure();
      then = [this, where, failure] {
        where->setText(QString::fromStdString(failure.sentence));
        check_->setEnabled(true);
      };
    }
    // This object waits for its thread before it ends, and what was posted to it ends with it.
    QMetaObject::invokeMethod(this, std::move(then), Qt::QueuedConnection);
  });
}

void LlmServerDialog::check() {
  check_->setEnabled(false);
  found_->setText(tr("Asking the server…"));
  const LlmChoice now = choice();
  in_background(found_, [this, now] {
    const ServerCheck found = tools_.check(now.url, now.model, control_);
    return std::function<void()>([this, found] { show_check(found); });
  });
}

void LlmServerDialog::show_check(const ServerCheck& found) {
  check_->setEnabled(true);
  const QString model = model_->currentText();
  model_->clear();
  for (const std::string& name : found.models) {
    model_->addItem(QString::fromStdString(printable(name)));
  }
  model_->setEditText(model.trimmed().isEmpty() ? QString::fromStdString(found.model) : model);
  QStringList lines;
  lines << (found.models.empty() ? tr("Reachable; it lists no models.")
            : found.models.size() == 1
                ? tr("Reachable; it has one model.")
                : tr("Reachable; it has %1 models.").arg(found.models.size()));
  if (found.model.empty()) {
    lines << tr("Name a model and check again.");
  } else if (!found.problem.empty()) {
    lines << tr("The trial of %1 failed: %2")
                 .arg(QString::fromStdString(printable(found.model)),
                      QString::fromStdString(printable(found.problem)));
  } else {
    QString speed = tr("%1 answered in %2 s")
                        .arg(QString::fromStdString(printable(found.model)))
                        .arg(found.seconds, 0, 'f', 2);
    if (found.tokens_per_second > 0) {
      speed += tr(", %1 tokens a second").arg(found.tokens_per_second, 0, 'f', 1);
    }
    lines << speed + QLatin1Char('.');
    answer_ = found.schema ? AnswerForm::schema : AnswerForm::label;
    lines << (found.schema ? tr("It obeys a schema: answers are taken that way.")
                           : tr("It does not obey a schema: answers are matched with the labels."));
  }
  found_->setText(lines.join(QLatin1Char('\n')));
  read_price();
}

void LlmServerDialog::read_key() {
  const std::string url = choice().url;
  if (url.empty() || !tools_.key_source) {
    key_state_->setText(tr("Name a server first."));
    read_price();
    return;
  }
  in_background(key_state_, [this, url] {
    const std::string source = tools_.key_source(url);
    return std::function<void()>([this, source] {
      key_state_->setText(source.empty()
                              ? tr("No key is known; servers of your own need none.")
                              : tr("A key comes from %1.").arg(QString::fromStdString(source)));
      forget_key_->setEnabled(!source.empty());
    });
  });
  read_price();
}

void LlmServerDialog::keep_key() {
  const std::string url = choice().url;
  const std::string key = key_->text().trimmed().toStdString();
  in_background(key_state_, [this, url, key] {
    tools_.keep_key(url, key);
    return std::function<void()>([this] {
      key_->clear();
      read_key();
    });
  });
}

void LlmServerDialog::forget_key() {
  const std::string url = choice().url;
  in_background(key_state_, [this, url] {
    tools_.forget_key(url);
    return std::function<void()>([this] { read_key(); });
  });
}

void LlmServerDialog::read_price() {
  const LlmChoice now = choice();
  if (now.model.empty() || !tools_.price) {
    price_state_->setText(is_local() ? tr("A server of your own costs nothing.")
                                     : tr("Name a model first."));
    return;
  }
  in_background(price_state_, [this, now] {
    const std::optional<ModelPrice> price = tools_.price(now.model);
    return std::function<void()>([this, price, now] {
      const QString model = QString::fromStdString(printable(now.model));
      if (price) {
        price_state_->setText(
            tr("The price of %1 is known; services change theirs, so check it.").arg(model));
        input_->setValue(price->input);
        cached_->setValue(price->cached_input);
        output_->setValue(price->output);
        return;
      }
      price_state_->setText(
          is_local()
              ? tr("A server of your own costs nothing.")
              : tr("The price of %1 is not known: without it no budget in money can be kept.")
                    .arg(model));
      for (QDoubleSpinBox* box : {input_, cached_, output_}) {
        box->setValue(0);
      }
    });
  });
}

void LlmServerDialog::keep_price() {
  const std::string model = choice().model;
  const ModelPrice price{
      .input = input_->value(), .cached_input = cached_->value(), .output = output_->value()};
  in_background(price_state_, [this, model, price] {
    tools_.keep_price(model, price);
    return std::function<void()>([this] { read_price(); });
  });
}

void LlmServerDialog::take() {
  try {
    static_cast<void>(parse_llm_server(choice().url));
  } catch (const Error& error) {
    found_->setText(QString::fromStdString(error.what()));
    server_->setFocus();
    return;
  }
  if (choice().model.empty()) {
    found_->setText(tr("Name a model; Check lists those of the server."));
    model_->setFocus();
    return;
  }
  remember_server({choice().url, choice().model});
  accept();
}

}  // namespace noiseal::ui
