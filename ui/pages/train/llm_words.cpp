// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/llm_words.h"

#include <QCoreApplication>
#include <QLocale>

#include "core/base/time_left.h"

namespace noiseal::ui {
namespace {

QString words(const char* text) {
  return QCoreApplication::translate("LlmWords", text);
}

QString number(std::size_t count) {
  return QLocale().toString(static_cast<qulonglong>(count));
}

/// Cents; where that would read as nothing, a hundredth of them.
QString money(double amount) {
  constexpr double kCent = 0.01;
  return QStringLiteral("$") + QString::number(amount, 'f', amount > 0 && amount < kCent ? 4 : 2);
}

}  // namespace

QString meter_words(const AnnotatorMeter& meter) {
  QString text = QStringLiteral("LLM ") + money(meter.cost);
  if (meter.budget_money) {
    text += words(" of %1").arg(money(*meter.budget_money));
  }
  text += words(", %1 of %2 rows").arg(number(meter.asked), number(meter.selected));
  if (meter.unparsable + meter.failed > 0) {
    text += words(", %1 without a label").arg(number(meter.unparsable + meter.failed));
  }
  return text;
}

QString forecast_words(const AnnotatorForecast& forecast) {
  QString text =
      words(
          "The first %1 rows are asked, %2 of them without a usable answer. The other "
          "%3 of this selection take about %4 and cost about %5")
          .arg(number(forecast.pilot), number(forecast.unanswered), number(forecast.rest))
          .arg(QString::fromStdString(duration_text(forecast.seconds)), money(forecast.cost));
  if (forecast.money_left) {
    text += words("; %1 of the budget is left").arg(money(*forecast.money_left));
    if (forecast.cost > *forecast.money_left) {
      text += words(", so not all of them will be asked");
    }
  }
  return text + QLatin1Char('.');
}

}  // namespace noiseal::ui
