// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/plan_words.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/pages/lab/lab_words.h"

namespace noiseal::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("PlanWords", text);
}

/// An arm's name without its group, which stands before or after it.
QString name_in_group(const Arm& arm) {
  QString name = QString::fromStdString(arm.name);
  const QString group = QString::fromStdString(arm.group);
  if (!group.isEmpty() && name.startsWith(group + QStringLiteral(", "))) {
    name.remove(0, group.size() + 2);
  } else if (!group.isEmpty() && name.endsWith(QLatin1Char(' ') + group)) {
    name.chop(group.size() + 1);
  } else if (const qsizetype comma = name.indexOf(QStringLiteral(", "));
             comma > 0 && group.startsWith(name.left(comma) + QLatin1Char(' '))) {
    name.remove(0, comma + 2);
  }
  return name;
}

bool has_places(const ExperimentPlan& plan) {
  return std::ranges::any_of(plan.arms, [](const Arm& arm) { return arm.place.has_value(); });
}

std::size_t group_count(const ExperimentPlan& plan) {
  std::vector<std::string> groups;
  for (const Arm& arm : plan.arms) {
    if (arm.place && std::ranges::find(groups, arm.group) == groups.end()) {
      groups.push_back(arm.group);
    }
  }
  return groups.size();
}

}  // namespace

std::vector<WaysCompared> ways_compared(const ExperimentPlan& plan) {
  std::vector<WaysCompared> ways;
  std::vector<std::string> groups;
  for (const Arm& arm : plan.arms) {
    const auto found = std::ranges::find(groups, arm.group);
    if (found == groups.end()) {
      groups.push_back(arm.group);
      const bool steps = arm.group.empty() && arm.place && !plan.place_title.empty();
      const std::string& title = steps ? plan.place_title : arm.group;
      ways.push_back({sentence_start(QString::fromStdString(title)), {}});
    }
    const auto place =
        static_cast<std::size_t>(std::ranges::find(groups, arm.group) - groups.begin());
    ways[place].names << name_in_group(arm);
  }
  return ways;
}

QStringList charts_to_come(const ExperimentPlan& plan) {
  QStringList charts;
  if (!plan.figures.empty()) {
    const QString figure = words(figure_info(plan.figures.front()).title);
    if (!has_places(plan)) {
      charts << tr("A chart of the %1: a bar for each way.").arg(figure);
    } else {
      const QString place = QString::fromStdString(plan.place_title);
      charts << (group_count(plan) > 1
                     ? tr("A chart of the %1, against the %2: a line for each group of ways.")
                     : tr("A chart of the %1, against the %2."))
                    .arg(figure, place);
    }
  }
  charts << tr(
      "How the ways fare from epoch to epoch; an epoch is one pass over the training "
      "rows.");
  if (plan.histograms) {
    charts << tr(
        "How sure the models are of right and of wrong labels, and how many wrong labels "
        "a look at the most suspicious rows finds.");
  }
  charts << tr("A sentence that names the best way, or says that there is no clear difference.");
  return charts;
}

QStringList remarks_before(const ExperimentPlan& plan) {
  QStringList remarks;
  for (const std::string& remark : plan.remarks) {
    remarks << QString::fromStdString(remark);
  }
  if (plan.seeds.size() == 1) {
    remarks << tr(
        "One seed shows no range: with three seeds, every way is run three times with "
        "other random numbers, and a difference can be told from chance.");
  }
  return remarks;
}

}  // namespace noiseal::ui
