// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/lab_words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include "core/base/time_left.h"

namespace noiseal::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("LabWords", text);
}

QString duration(double seconds) {
  return QString::fromStdString(duration_text(seconds));
}

}  // namespace

QString date_words(const std::string& utc) {
  QDateTime time = QDateTime::fromString(QString::fromStdString(utc), Qt::ISODate);
  return QLocale().toString(time.toLocalTime(), QStringLiteral("d MMM yyyy, HH:mm"));
}

QString figure_explanation(Figure figure) {
  switch (figure) {
    case Figure::test_best:
      return tr(
          "Share of the test rows that the model labels right, at the epoch that the "
          "validation rows choose, or else rows left out of training. An epoch is one pass over "
          "the training rows.");
    case Figure::test_last:
      return tr(
          "Share of the test rows that the model labels right, after the last epoch. Far "
          "below the best epoch: the model has learnt wrong labels by heart.");
    case Figure::f1_best:
      return tr(
          "Macro-F1 on the test rows: the mean over the labels of how well each is found, "
          "rare labels counting as much as frequent ones. Best epoch; 1 is perfect.");
    case Figure::f1_last:
      return tr("Macro-F1 on the test rows after the last epoch; 1 is perfect.");
    case Figure::roc_auc:
      return tr(
          "Of a wrongly and a rightly labelled row drawn at random, how often the models "
          "find the wrong one more suspicious. 0.5 is a guess, 1 is perfect.");
    case Figure::average_precision:
      return tr(
          "How many of the most suspicious rows are wrong, on average over the whole list "
          "down to the last wrong one. 1 is perfect; a guess has the share of wrong labels.");
    case Figure::score_roc_auc:
      return tr(
          "Of a wrongly and a rightly labelled row drawn at random, how often the wrong one has "
          "the higher error score, by which the Review page orders its rows. 0.5 is a guess, 1 is "
          "perfect.");
    case Figure::suggestions_right:
      return tr("Of the suggestions that differ from the given label, the share that is right.");
    case Figure::reliable_noise:
      return tr(
          "Share of wrong labels among the rows that the models train on as they are, after "
          "the last epoch. The less, the better.");
    case Figure::purified_before:
      return tr("Share of wrong given labels among the rows that get a new label.");
    case Figure::purified_noise:
      return tr("Share of wrong labels among the relabelled rows after relabelling, last epoch.");
    case Figure::memorised:
      return tr(
          "Share of the wrong labels that the model repeats by itself: the memory effect. "
          "The less, the better.");
    case Figure::asked:
      return tr("Rows that the annotator was asked about.");
    case Figure::answers_right:
      return tr("Share of the annotator's answers that are right.");
    default:
      return tr("What the language model's answers have cost, in the currency of its price.");
  }
}

QString curve_title(const std::string& name) {
  if (name == "test_accuracy") {
    return tr("test accuracy");
  }
  if (name == "roc_auc") {
    return tr("ROC-AUC of wrong labels");
  }
  if (name == "average_precision") {
    return tr("average precision of wrong labels");
  }
  if (name == "memorised") {
    return tr("wrong labels memorised");
  }
  if (name == "purified_noise") {
    return tr("wrong among relabelled rows");
  }
  if (name == "reliable_noise") {
    return tr("wrong among reliable rows");
  }
  return QString::fromStdString(name);
}

QString broken_words(const QString& text, const QFontMetrics& metrics, int width) {
  QString broken;
  QString line;
  for (const QString& word : text.split(QLatin1Char(' '))) {
    const QString longer = line.isEmpty() ? word : line + QLatin1Char(' ') + word;
    if (!line.isEmpty() && metrics.horizontalAdvance(longer) > width) {
      broken += line + QLatin1Char('\n');
      line = word;
    } else {
      line = longer;
    }
  }
  return broken + line;
}

QString sentence_start(const QString& text) {
  return text.left(1).toUpper() + text.mid(1);
}

QString figure_cell(const FigureSummary* summary) {
  if (summary == nullptr || !summary->mean) {
    return {};
  }
  const auto text = [&](double value) {
    return QString::fromStdString(figure_text(summary->figure, value));
  };
  if (summary->known() < 2) {
    return text(*summary->mean);
  }
  if (text(*summary->low) == text(*summary->high)) {
    return text(*summary->mean);
  }
  QString low = text(*summary->low);
  low.remove(QStringLiteral(" %"));  // the unit stands after the second one
  return tr("%1\n%2 to %3").arg(text(*summary->mean), low, text(*summary->high));
}

QString savings_words(const ExperimentResult& result) {
  if (result.runs_done == 0) {
    return {};
  }
  const QString took = tr("Took %1").arg(duration(result.seconds));
  if (result.saved.epochs_not_trained == 0) {
    return took + QLatin1Char('.');
  }
  return tr("%1; sharing saved %2 epochs, %3 of the runs whole: %4 of training.")
      .arg(took)
      .arg(result.saved.epochs_not_trained)
      .arg(result.saved.runs_reused)
      .arg(duration(result.saved.seconds));
}

}  // namespace noiseal::ui
