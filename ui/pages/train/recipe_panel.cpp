// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/recipe_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <utility>

#include "core/base/error.h"
#include "core/pipeline/run_forecast.h"
#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kForecastDelay = 250;  // milliseconds after the last edit
constexpr int kEditorWidth = 92;
constexpr std::array<const char*, 3> kPresets{"quick", "standard", "paper"};

void set_text(QWidget* editor, const QString& text) {
  if (auto* box = qobject_cast<QComboBox*>(editor)) {
    if (box->isEditable()) {
      box->setEditText(text);
      box->lineEdit()->setCursorPosition(0);  // of an address its beginning is told apart best
    } else {
      box->setCurrentText(text);
    }
    return;
  }
  auto* line = qobject_cast<QLineEdit*>(editor);
  if (line->text() != text) {
    line->setText(text);
  }
}

}  // namespace

RecipePanel::RecipePanel(ProjectSession& session, const QStringList& encoders, QWidget* parent)
    : QFrame(parent), session_(session), recipe_(preset_recipe(Preset::standard)) {
  setObjectName(QStringLiteral("recipe"));
  set_role(this, "panel");
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kNear, kClose, kNear, kNear);
  column->setSpacing(kClose);
  auto* head = new QHBoxLayout;
  auto* title = new QLabel(tr("Recipe"), this);
  set_role(title, "title");
  preset_ = new QComboBox(this);
  preset_->setObjectName(QStringLiteral("recipe-preset"));
  preset_->setAccessibleName(tr("Preset"));
  preset_->addItems({tr("Quick"), tr("Standard"), tr("Paper")});
  preset_->setToolTip(
      tr("Quick trains the two upper layers alone. Standard trains all of them. "
         "Paper follows the paper: a large encoder, and a server that answers."));
  head->addWidget(title);
  head->addStretch();
  head->addWidget(preset_);
  column->addLayout(head);

  fields_ = new QWidget(this);
  set_role(fields_, "scrolled");
  auto* all = new QVBoxLayout(fields_);
  all->setContentsMargins(0, 0, kTight, 0);
  auto* top = new QFormLayout;
  more_ = new QWidget(fields_);
  auto* rest = new QFormLayout(more_);
  for (QFormLayout* form : {top, rest}) {
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(kClose);
    form->setVerticalSpacing(kTight);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  }
  for (const RecipeField& field : recipe_fields(encoders)) {
    add_field(field.important ? *top : *rest, field);
    if (field.key == "llm_model") {
      add_llm_server(*top);
    }
  }
  more_button_ = new QPushButton(tr("More settings"), fields_);
  more_button_->setObjectName(QStringLiteral("recipe-more"));
  more_button_->setCheckable(true);
  set_role(more_button_, "link");
  connect(more_button_, &QPushButton::toggled, this, [this](bool shown) {
    more_->setVisible(shown);
    more_button_->setText(shown ? tr("Fewer settings") : tr("More settings"));
  });
  more_->hide();
  decisions_ = new QCheckBox(tr("Train on reviewed labels"), fields_);
  decisions_->setObjectName(QStringLiteral("recipe-decisions"));
  decisions_->setToolTip(
      tr("Decided rows train with their decided label, excluded ones not at "
         "all."));
  all->addLayout(top);
  all->addWidget(decisions_);
  all->addWidget(more_button_, 0, Qt::AlignLeft);
  all->addWidget(more_);
  all->addStretch();
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(fields_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  column->addWidget(scroll, 1);
  column->addWidget(make_foot());

  connect(preset_, &QComboBox::activated, this, [this](int preset) {
    edit("preset", QString::fromLatin1(kPresets.at(static_cast<std::size_t>(preset))));
    show_values();
  });
  forecast_timer_.setSingleShot(true);
  forecast_timer_.setInterval(kForecastDelay);
  connect(&forecast_timer_, &QTimer::timeout, this, &RecipePanel::make_forecast);
  connect(&session_, &ProjectSession::job_started, this, &RecipePanel::watch_job);
  connect(&session_, &ProjectSession::job_ended, this, &RecipePanel::show_buttons);
  show_values();
  show_buttons();
}

QWidget* RecipePanel::make_foot() {
  auto* foot = new QWidget(this);
  auto* column = new QVBoxLayout(foot);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kClose);
  auto* separator = new QFrame(foot);
  set_role(separator, "separator");
  auto* title = new QLabel(tr("Forecast"), foot);
  title->setFont(text_font(TextSize::title));
  forecast_ = new QLabel(foot);
  forecast_->setObjectName(QStringLiteral("forecast"));
  forecast_->setTextFormat(Qt::PlainText);
  forecast_->setWordWrap(true);
  set_role(forecast_, "muted");
  start_ = new QPushButton(tr("Start"), foot);
  start_->setObjectName(QStringLiteral("start"));
  set_role(start_, "primary");
  resume_ = new QPushButton(foot);
  resume_->setObjectName(QStringLiteral("resume"));
  pause_ = new QPushButton(tr("Pause"), foot);
  pause_->setObjectName(QStringLiteral("pause"));
  stop_ = new QPushButton(tr("Stop"), foot);
  stop_->setObjectName(QStringLiteral("stop"));
  auto* row = new QHBoxLayout;
  row->setSpacing(kClose);
  row->addWidget(pause_);
  row->addWidget(stop_);
  column->addWidget(separator);
  column->addWidget(title);
  column->addWidget(forecast_);
  column->addWidget(resume_);
  column->addWidget(start_);
  column->addLayout(row);
  connect(start_, &QPushButton::clicked, this, &RecipePanel::start_wanted);
  connect(resume_, &QPushButton::clicked, this, [this] { Q_EMIT resume_wanted(resumable_); });
  connect(pause_, &QPushButton::clicked, this, [this] {
    if (LongJob* job = session_.job()) {
      job->state() == JobState::paused ? job->go_on() : job->pause();
    }
  });
  connect(stop_, &QPushButton::clicked, this, [this] {
    if (LongJob* job = session_.job()) {
      job->stop();
    }
  });
  return foot;
}

void RecipePanel::add_field(QFormLayout& form, const RecipeField& field) {
  Editor editor;
  const QString name = QStringLiteral("recipe-") + QString::fromStdString(field.key);
  auto* cell = new QWidget(this);
  auto* column = new QVBoxLayout(cell);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  if (field.choices.isEmpty()) {
    auto* line = new QLineEdit(cell);
    if (recipe_value(recipe_, field.key).empty()) {
      line->setPlaceholderText(tr("no limit"));
    }
    connect(line, &QLineEdit::textEdited, this,
            [this, key = field.key](const QString& text) { edit(key, text); });
    editor.widget = line;
  } else {
    auto* box = new QComboBox(cell);
    box->addItems(field.choices);
    box->setEditable(!field.only_choices);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    connect(box, &QComboBox::currentTextChanged, this,
            [this, key = field.key](const QString& text) { edit(key, text); });
    editor.widget = box;
  }
  editor.widget->setObjectName(name);
  editor.widget->setAccessibleName(field.name);
  editor.widget->setAccessibleDescription(field.explanation);
  editor.widget->setToolTip(field.explanation);
  editor.widget->setMinimumWidth(kEditorWidth);
  editor.problem = new QLabel(cell);
  editor.problem->setObjectName(name + QStringLiteral("-problem"));
  editor.problem->setTextFormat(Qt::PlainText);
  editor.problem->setWordWrap(true);
  editor.problem->setFont(text_font(TextSize::small));
  editor.problem->hide();
  column->addWidget(editor.widget);
  column->addWidget(editor.problem);
  auto* label = new QLabel(field.name, this);
  label->setToolTip(field.explanation);
  label->setBuddy(editor.widget);
  set_role(label, "muted");
  form.addRow(label, cell);
  editor.form = &form;
  editor.cell = cell;
  editors_[field.key] = editor;
}

void RecipePanel::add_llm_server(QFormLayout& form) {
  llm_server_ = new QPushButton(tr("Check, key, price…"), this);
  llm_server_->setObjectName(QStringLiteral("llm-server"));
  llm_server_->setToolTip(
      tr("Finds out what the server can do, keeps its key and the model's price."));
  connect(llm_server_, &QPushButton::clicked, this, &RecipePanel::llm_server_wanted);
  form.addRow(llm_server_);
}

void RecipePanel::set_recipe(const Recipe& recipe) {
  recipe_ = recipe;
  show_values();
}

UseDecisions RecipePanel::use_decisions() const {
  return decisions_->isVisibleTo(this) && decisions_->isChecked() ? UseDecisions::yes
                                                                  : UseDecisions::no;
}

void RecipePanel::train_on_decisions() {
  decisions_->setChecked(true);
}

void RecipePanel::show_values() {
  showing_ = true;
  preset_->setCurrentIndex(static_cast<int>(recipe_.preset));
  for (const auto& [key, editor] : editors_) {
    set_text(editor.widget, QString::fromStdString(recipe_value(recipe_, key)));
    editor.problem->hide();
  }
  showing_ = false;
  forecast_timer_.start();
  show_buttons();
}

void RecipePanel::edit(const std::string& key, const QString& value) {
  if (showing_) {
    return;
  }
  QString problem;
  try {
    set_recipe_value(recipe_, key, value.trimmed().toStdString());
  } catch (const Error& error) {
    problem = QString::fromStdString(error.what());
  }
  if (const auto found = editors_.find(key); found != editors_.end()) {
    found->second.problem->setText(problem);
    found->second.problem->setVisible(!problem.isEmpty());
    QPalette palette = found->second.problem->palette();
    palette.setColor(QPalette::WindowText, current_colours().noisy);
    found->second.problem->setPalette(palette);
  }
  forecast_timer_.start();
  show_buttons();
}

bool RecipePanel::is_sound() const {
  return std::all_of(editors_.begin(), editors_.end(),
                     [](const auto& entry) { return entry.second.problem->isHidden(); });
}

void RecipePanel::refresh() {
  decisions_->setVisible(session_.is_open() && session_.facts().decided > 0);
  forecast_timer_.start();
  show_buttons();
}

void RecipePanel::make_forecast() {
  forecast_ticket_.cancel();
  if (!session_.is_open() || !is_sound()) {
    forecast_->setText(session_.is_open() ? tr("Mend what is marked above first.") : QString());
    return;
  }
  forecast_ticket_ = session_.read(
      this,
      [recipe = recipe_](const Project& project, const Control&) {
        return forecast_text(forecast_run(project, recipe));
      },
      [this](const std::string& text) {
        QString words = QString::fromStdString(text);
        words.replace(QStringLiteral(" run "), QStringLiteral(" run") + QChar(QChar::Nbsp));
        forecast_->setText(words);
      });
}

void RecipePanel::set_at_work(bool at_work) {
  at_work_ = at_work;
  show_buttons();
}

void RecipePanel::offer_resume(std::int64_t run, const QString& what) {
  resumable_ = run;
  resume_->setText(what);
  show_buttons();
}

void RecipePanel::watch_job(LongJob* job) {
  connect(job, &LongJob::state_changed, this, &RecipePanel::show_buttons);
  show_buttons();
}

void RecipePanel::show_annotator_fields() {
  const bool llm = recipe_.annotator == "llm";
  const bool asks = recipe_.annotator != "none";
  for (const auto& [key, shown] :
       {std::pair{"llm_url", llm}, std::pair{"llm_model", llm}, std::pair{"budget_share", asks},
        std::pair{"budget_money", llm}}) {
    const Editor& editor = editors_.at(key);
    editor.form->setRowVisible(editor.cell, shown);
    if (!shown && !editor.problem->isHidden()) {
      // What can't be seen must not keep a run from starting.
      set_text(editor.widget, QString::fromStdString(recipe_value(recipe_, key)));
      editor.problem->hide();
    }
  }
  editors_.at("llm_model").form->setRowVisible(llm_server_, llm);
}

void RecipePanel::show_buttons() {
  show_annotator_fields();
  const LongJob* job = session_.job();
  const bool free = session_.is_open() && session_.writable() && job == nullptr;
  start_->setVisible(!at_work_);
  start_->setEnabled(free && is_sound());
  start_->setToolTip(free                  ? QString()
                     : !session_.is_open() ? tr("Open a project first.")
                     : job != nullptr ? tr("%1 is still under way.").arg(job->description().title)
                                      : session_.read_only_reason());
  resume_->setVisible(!at_work_ && resumable_ != 0);
  resume_->setEnabled(free);
  pause_->setVisible(at_work_);
  stop_->setVisible(at_work_);
  if (job != nullptr) {
    pause_->setText(job->state() == JobState::paused ? tr("Go on") : tr("Pause"));
    pause_->setEnabled(job->state() != JobState::stopping);
    stop_->setEnabled(job->state() != JobState::stopping);
    stop_->setText(job->state() == JobState::stopping ? tr("Stopping…") : tr("Stop"));
  }
  for (QWidget* part : {static_cast<QWidget*>(preset_), fields_}) {
    part->setEnabled(!at_work_);
  }
}

}  // namespace noiseal::ui
