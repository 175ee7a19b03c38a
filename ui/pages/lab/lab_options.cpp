// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/lab_options.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "ui/pages/lab/lab_words.h"
#include "ui/pages/lab/llm_choice.h"
#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"
#include "ui/theme/wrapping_row.h"

namespace noiseal::ui {
namespace {

constexpr int kMostSeeds = 20;
constexpr double kMostMoney = 1000;
constexpr std::size_t kMostRuns = 5;  ///< whose recipes are offered

/// A list shows the short words; the long ones are its tooltip.
struct Choice {
  const char* value;
  const char* name;
  const char* meaning;
};

constexpr std::array<Choice, 6> kNoises{{
    {"symmetric", QT_TRANSLATE_NOOP("LabOptions", "symmetric"),
     QT_TRANSLATE_NOOP("LabOptions", "Symmetric: a wrong label is any other one.")},
    {"asymmetric", QT_TRANSLATE_NOOP("LabOptions", "asymmetric: the next label"),
     QT_TRANSLATE_NOOP("LabOptions", "Asymmetric: every wrong label is the next one in the list.")},
    {"pair", QT_TRANSLATE_NOOP("LabOptions", "pair: the label before"),
     QT_TRANSLATE_NOOP("LabOptions", "Pair: every wrong label is the one before in the list.")},
    {"matrix", QT_TRANSLATE_NOOP("LabOptions", "matrix: mostly the next"),
     QT_TRANSLATE_NOOP("LabOptions",
                       "Matrix: a wrong label is mostly the next one, sometimes another.")},
    {"instance-a", QT_TRANSLATE_NOOP("LabOptions", "instance-a: mix-ups"),
     QT_TRANSLATE_NOOP("LabOptions",
                       "Instance-a: rows that a small model finds hard get the label that it mixes "
                       "them up with.")},
    {"instance-b", QT_TRANSLATE_NOOP("LabOptions", "instance-b: by meaning"),
     QT_TRANSLATE_NOOP("LabOptions", "Instance-b: the wrong label depends on what a row means.")},
}};

constexpr std::array<Choice, 7> kAnnotators{{
    {"simulated:0.85:model", QT_TRANSLATE_NOOP("LabOptions", "simulated 85 %, models' errors"),
     QT_TRANSLATE_NOOP("LabOptions",
                       "Simulated: right in 85 of 100 answers, and wrong as the models are.")},
    {"simulated:0.7:model", QT_TRANSLATE_NOOP("LabOptions", "simulated 70 %, models' errors"),
     QT_TRANSLATE_NOOP("LabOptions",
                       "Simulated: right in 70 of 100 answers, and wrong as the models are.")},
    {"simulated:0.95:model", QT_TRANSLATE_NOOP("LabOptions", "simulated 95 %, models' errors"),
     QT_TRANSLATE_NOOP("LabOptions",
                       "Simulated: right in 95 of 100 answers, and wrong as the models are.")},
    {"simulated:0.85", QT_TRANSLATE_NOOP("LabOptions", "simulated 85 %, chance errors"),
     QT_TRANSLATE_NOOP("LabOptions",
                       "Simulated: right in 85 of 100 answers, and wrong by chance.")},
    {"simulated:0.7", QT_TRANSLATE_NOOP("LabOptions", "simulated 70 %, chance errors"),
     QT_TRANSLATE_NOOP("LabOptions",
                       "Simulated: right in 70 of 100 answers, and wrong by chance.")},
    {"simulated:0.95", QT_TRANSLATE_NOOP("LabOptions", "simulated 95 %, chance errors"),
     QT_TRANSLATE_NOOP("LabOptions",
                       "Simulated: right in 95 of 100 answers, and wrong by chance.")},
    {"neighbours", QT_TRANSLATE_NOOP("LabOptions", "vote of similar rows"),
     QT_TRANSLATE_NOOP("LabOptions",
                       "Neighbours: the most similar trusted rows vote with their labels. Needs no "
                       "server.")},
}};

QString recipe_data(const Recipe& recipe) {
  return QString::fromStdString(recipe_to_json(recipe));
}

/// As wide as its longest choice.
QComboBox* choice_box(const char* name, QWidget* parent) {
  auto* box = new QComboBox(parent);
  box->setObjectName(QLatin1String(name));
  box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  return box;
}

void add_choice(QComboBox& box, const QString& name, const QVariant& value,
                const QString& meaning) {
  box.addItem(name, value);
  box.setItemData(box.count() - 1, meaning, Qt::ToolTipRole);
}

/// The name of a model in a list; where it is, the tooltip says.
QString short_model_name(const ModelOnServer& model) {
  constexpr qsizetype kMost = 28;
  const QString name = QString::fromStdString(model.model);
  return name.size() <= kMost ? name : name.left(kMost - 1) + QChar(0x2026);
}

QDoubleSpinBox* share_box(double low, double high, double value, QWidget* parent) {
  constexpr double kPercent = 100;
  constexpr double kStep = 5;
  auto* box = new QDoubleSpinBox(parent);
  box->setRange(low * kPercent, high * kPercent);
  box->setValue(value * kPercent);
  box->setSingleStep(kStep);
  box->setDecimals(0);
  box->setSuffix(QStringLiteral(" %"));
  return box;
}

}  // namespace

LabOptions::LabOptions(const LlmTools& tools, QWidget* parent)
    : QWidget(parent), models_(new LlmChoiceButton(tools, this)) {
  setObjectName(QStringLiteral("lab-options"));
  seeds_ = new QSpinBox(this);
  seeds_->setObjectName(QStringLiteral("lab-seeds"));
  seeds_->setRange(1, kMostSeeds);
  recipe_ = choice_box("lab-recipe", this);
  noise_ = choice_box("lab-noise", this);
  rate_ = share_box(0.05, 0.9, 0.4, this);
  rate_->setObjectName(QStringLiteral("lab-rate"));
  annotator_ = choice_box("lab-annotator", this);
  sway_ = share_box(0, 1, ExperimentOptions().sway, this);
  sway_->setObjectName(QStringLiteral("lab-sway"));
  money_ = new QDoubleSpinBox(this);
  money_->setObjectName(QStringLiteral("lab-money"));
  money_->setRange(0, kMostMoney);
  money_->setSpecialValueText(tr("no limit"));
  list_annotators();
  row_ = new WrappingRow(this);
  row_->setContentsMargins(0, 0, 0, 0);
  row_->setSpacing(kNear);
  add(tr("Seeds"), seeds_,
      tr("How often each way is run, every time with other random draws. The range over the seeds "
         "says how far a difference can be trusted; with one seed there is no range."));
  add(tr("Recipe"), recipe_,
      tr("What every run starts from: a preset of the Train page, or the recipe of a run that this "
         "project holds. Quick trains the upper layers alone."));
  noise_cell_ =
      add(tr("Wrong labels"), noise_,
          tr("Which wrong labels the models meet: those that the gold labels show in this project, "
             "or others that are put in, in a copy. The project itself stays as it is."));
  rate_cell_ = add(tr("How many"), rate_, tr("The share of training rows that get a wrong label."));
  annotator_cell_ =
      add(tr("Annotator"), annotator_,
          tr("Who answers where the experiment asks for labels. A simulated one answers from the "
             "gold labels, right as often as it says: it shows what such an annotator would "
             "bring."));
  sway_cell_ =
      add(tr("Sway"), sway_,
          tr("A stated model, not a measurement: how often a simulated annotator copies the label "
             "shown on the most similar example instead of answering by itself."));
  models_cell_ = add(
      tr("Language models"), models_,
      tr("Models on servers that are asked, too: those of this project's runs, and others that "
         "you name; their addresses and names are kept for the next time. You see what is sent, "
         "and the most it can cost, before anything is."));
  money_cell_ = add(tr("Money per run at most"), money_,
                    tr("A run stops asking when its answers have cost so much, in the currency of "
                       "the model's price."));
  show_runs({});
  show_labels({});
  show_cells();
  for (QComboBox* box : {recipe_, noise_, annotator_}) {
    connect(box, &QComboBox::currentIndexChanged, this, [this] {
      show_cells();
      Q_EMIT changed();
    });
  }
  connect(noise_, &QComboBox::activated, this, [this] { noise_chosen_ = true; });
  connect(seeds_, &QSpinBox::valueChanged, this, &LabOptions::changed);
  connect(models_, &LlmChoiceButton::changed, this, [this] {
    show_cells();
    Q_EMIT changed();
  });
  connect(models_, &LlmChoiceButton::models_known, this, &LabOptions::list_annotators);
  for (QDoubleSpinBox* box : {rate_, sway_, money_}) {
    connect(box, &QDoubleSpinBox::valueChanged, this, &LabOptions::changed);
  }
}

void LabOptions::list_annotators() {
  const QSignalBlocker quiet(annotator_);
  const int before = annotator_->currentIndex();
  annotator_->clear();
  for (const Choice& choice : kAnnotators) {
    add_choice(*annotator_, tr(choice.name), QString::fromLatin1(choice.value), tr(choice.meaning));
  }
  const std::vector<ModelOnServer> models = models_->known();
  for (std::size_t i = 0; i < models.size(); ++i) {
    add_choice(*annotator_, short_model_name(models[i]), static_cast<int>(i),
               model_words(models[i]));
  }
  annotator_->setCurrentIndex(before < annotator_->count() ? std::max(0, before) : 0);
}

QWidget* LabOptions::add(const QString& title, QWidget* editor, const QString& explanation) {
  auto* cell = new QWidget(this);
  auto* column = new QVBoxLayout(cell);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  auto* label = new QLabel(title, cell);
  label->setFont(text_font(TextSize::small));
  label->setBuddy(editor);
  label->setToolTip(explanation);
  set_role(label, "muted");
  editor->setAccessibleName(title);
  editor->setAccessibleDescription(explanation);
  editor->setToolTip(explanation);
  if (auto* inside = editor->findChild<QLineEdit*>()) {
    inside->setAccessibleName(title);  // of a number, it has the focus
  }
  column->addWidget(label);
  column->addWidget(editor);
  row_->addWidget(cell);
  return cell;
}

void LabOptions::show_cells() {
  const bool own_noise = kind_ == ExperimentKind::robust_loss || kind_ == ExperimentKind::noise;
  const bool demonstrations = kind_ == ExperimentKind::demonstrations;
  const QString annotator = annotator_->currentData().toString();
  noise_cell_->setVisible(!own_noise);
  rate_cell_->setVisible(!own_noise && !noise_->currentData().toString().isEmpty());
  annotator_cell_->setVisible(demonstrations || kind_ == ExperimentKind::budget);
  sway_cell_->setVisible(demonstrations && annotator.startsWith(QLatin1String("simulated")));
  const bool recipe_asks = recipe_->currentText() == tr("Paper");
  models_cell_->setVisible(kind_ == ExperimentKind::annotators || demonstrations ||
                           kind_ == ExperimentKind::budget || recipe_asks);
  const bool model = annotator_->currentData().typeId() == QMetaType::Int;
  money_cell_->setVisible(!models_->chosen().empty() || (model && !annotator_cell_->isHidden()));
  explain_choices();
}

void LabOptions::explain_choices() {
  for (QComboBox* box : {noise_, annotator_}) {
    box->setToolTip(box->currentData(Qt::ToolTipRole).toString() + QStringLiteral("\n\n") +
                    box->accessibleDescription());
  }
}

void LabOptions::show_kind(ExperimentKind kind) {
  kind_ = kind;
  show_cells();
}

void LabOptions::show_labels(const LabelFacts& labels) {
  const QSignalBlocker quiet(noise_);
  const QString before = noise_->currentData().toString();
  noise_->clear();
  if (labels.wrong) {
    add_choice(*noise_, tr("this project's own"), QString(),
               tr("The wrong labels that the gold labels show in this project; none are put in."));
  }
  for (const Choice& choice : kNoises) {
    add_choice(*noise_, tr(choice.name), QString::fromLatin1(choice.value), tr(choice.meaning));
  }
  const QString usual = labels.wrong ? QString() : QStringLiteral("asymmetric");
  const int kept = noise_chosen_ ? noise_->findData(before) : -1;
  noise_->setCurrentIndex(kept >= 0 ? kept : noise_->findData(usual));
  show_cells();
}

void LabOptions::show_runs(const std::vector<RunRecord>& runs) {
  const QSignalBlocker quiet(recipe_);
  const QString before = recipe_->currentText();
  models_->show_runs(runs);
  recipe_->clear();
  recipe_->addItem(tr("Quick"), recipe_data(preset_recipe(Preset::quick)));
  recipe_->addItem(tr("Standard"), recipe_data(preset_recipe(Preset::standard)));
  recipe_->addItem(tr("Paper"), recipe_data(preset_recipe(Preset::paper)));
  for (std::size_t i = 0; i < std::min(runs.size(), kMostRuns); ++i) {
    recipe_->addItem(tr("as run %1").arg(runs[i].id), QString::fromStdString(runs[i].recipe));
  }
  recipe_->setCurrentIndex(std::max(0, recipe_->findText(before)));
}

ExperimentOptions LabOptions::options() const {
  constexpr double kPercent = 100;
  ExperimentOptions options;
  Recipe& recipe = options.recipe;
  recipe = recipe_from_json(recipe_->currentData().toString().toStdString(), "the chosen run");
  options.seeds.clear();
  for (int i = 0; i < seeds_->value(); ++i) {
    options.seeds.push_back(recipe.seed + static_cast<std::uint64_t>(i));
  }
  const std::string noise = noise_->currentData().toString().toStdString();
  if (!noise.empty()) {
    options.noise = ArmNoise{noise, rate_->value() / kPercent};
  }
  options.sway = sway_->value() / kPercent;
  const std::vector<ModelOnServer> chosen = models_->chosen();
  const std::vector<ModelOnServer> known = models_->known();
  const auto ask = [&](const ModelOnServer& model) {
    recipe.annotator = "llm";
    set_recipe_value(recipe, "llm_url", model.url);
    recipe.llm_model = model.model;
  };
  if (recipe.annotator == "llm" && recipe.llm_url.empty() && !chosen.empty()) {
    ask(chosen.front());
  }
  options.servers = chosen;
  const QVariant annotator = annotator_->currentData();
  const bool needed = !annotator_cell_->isHidden();
  if (annotator.typeId() != QMetaType::Int) {
    options.annotator = annotator.toString().toStdString();
    recipe.annotator = needed ? "none" : recipe.annotator;
  } else if (needed && static_cast<std::size_t>(annotator.toInt()) < known.size()) {
    ask(known[static_cast<std::size_t>(annotator.toInt())]);
  }
  if (!money_cell_->isHidden() && money_->value() > 0) {
    recipe.budget_money = money_->value();
  }
  return options;
}

}  // namespace noiseal::ui
