// SPDX-License-Identifier: GPL-3.0-or-later
#include <SQLiteCpp/Database.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTableWidget>
#include <QTest>
#include <QTimer>
#include <chrono>
#include <thread>

#include "core/base/error.h"
#include "core/base/system_user.h"
#include "core/pipeline/recipe_prompt.h"
#include "core/pipeline/reviewing.h"
#include "tests/ui/review_window.h"
#include "ui/pages/export/export_page.h"
#include "ui/pages/review/key_sheet.h"
#include "ui/pages/review/label_picker.h"
#include "ui/pages/review/transition_map.h"

namespace noiseal::ui {
namespace {

using noiseal::test::ProjectFiles;
using noiseal::test::read_file;
using test::click;
using test::find;
using test::find_widget;
using test::wait_until;
using testing::ElementsAre;

/// 25 labels: "l01" ... "l25".
std::string csv() {
  std::string text = "id,text,label\n";
  for (int i = 1; i <= 25; ++i) {
    text += fmt::format("r{},text {},l{:02}\n", i, i, i);
  }
  text += "r26,<b>bold</b> & co,l01\nr27,\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD7\xA2,l02\n";
  return text;
}

/// A run whose annotator has answered for the second row, shown row 26.
std::int64_t add_run_with_an_answer(const Project& project) {
  Recipe recipe;
  recipe.annotator = "llm";
  recipe.llm_url = "http://localhost:1/v1";
  recipe.llm_model = "m";
  RunRecord record;
  record.recipe = recipe_to_json(recipe);
  record.labels = project.labels().names();
  const SplitRows rows = project.rows().read_split(Split::train);
  const std::int64_t run = project.runs().add(record, rows.ids);
  const Question question{1, {{25, 24, 0.5F}}};
  const std::vector<std::string_view> texts(rows.texts.begin(), rows.texts.end());
  AnswerRecord answer;
  answer.index = 1;
  answer.state = 0;
  answer.label = 24;
  answer.raw = "l25, surely";
  answer.demonstrations = R"([{"row": 25, "label": 24, "similarity": 0.5}])";
  answer.request_hash =
      PromptWriter(prompt_options(recipe, record.labels, {})).write(question, texts).hash;
  project.answers().add(run, answer);
  return run;
}

class ReviewPageTest : public test::ReviewWindow {
 protected:
  ReviewPageTest() : test::ReviewWindow(csv()) {
    const std::int64_t run = add_run_with_an_answer(project());
    score_rows(run, 24);
    open();
  }
};

TEST_F(ReviewPageTest, IsWorkedByKeysAlone) {
  press_for(Qt::Key_A, QStringLiteral("text 2"));
  press_for(Qt::Key_X, QStringLiteral("text 3"));
  press_for(Qt::Key_M, QStringLiteral("text 4"));
  press_for(Qt::Key_E, QStringLiteral("text 5"));
  press_for(Qt::Key_F, QStringLiteral("text 6"));
  press_for(Qt::Key_Space, QStringLiteral("text 7"));
  press_for(Qt::Key_2, QStringLiteral("text 8"));
  press_for(Qt::Key_0, QStringLiteral("text 9"));
  press_for(Qt::Key_1, QStringLiteral("text 10"), Qt::ShiftModifier);
  press_for(Qt::Key_Right, QStringLiteral("text 11"));
  press_for(Qt::Key_K, QStringLiteral("text 10"));
  EXPECT_EQ(counts(), QStringLiteral("7 of 27 reviewed"));
  std::vector<std::int32_t> labels;
  for (const Decision& decision : stored()) {
    labels.push_back(decision.to_label);
  }
  EXPECT_THAT(labels, ElementsAre(24, 1, 2, 3, 4, 5, 1, 9, 10));
  press_for(Qt::Key_Z, QStringLiteral("text 9"), Qt::ControlModifier);
  EXPECT_EQ(counts(), QStringLiteral("6 of 27 reviewed"));
  press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_TRUE(wait_until([&] { return counts() == QStringLiteral("7 of 27 reviewed"); }));
}

TEST_F(ReviewPageTest, NothingIsPreselectedAndEnterDecidesNothing) {
  press(Qt::Key_Return);
  press(Qt::Key_Enter);
  for (const QPushButton* button : page_->findChildren<QPushButton*>()) {
    EXPECT_FALSE(button->isDefault());
  }
  click(find<QPushButton>(*window_, "review-blind"));
  click(find<QPushButton>(*window_, "review-blind"));
  press(Qt::Key_Return);
  pause();
  EXPECT_TRUE(stored().empty());
}

TEST_F(ReviewPageTest, LettersTypedIntoTheSearchAreNoKeys) {
  auto* search = find<QLineEdit>(*window_, "review-search");
  search->setFocus();
  QTest::keyClicks(search, QStringLiteral("text 7a"));
  EXPECT_EQ(search->text(), QStringLiteral("text 7a"));
  EXPECT_TRUE(wait_until([&] { return counts() == QStringLiteral("0 of 0 reviewed"); }));
  QTest::keyClick(search, Qt::Key_Backspace);
  EXPECT_TRUE(wait_until([&] { return text() == QStringLiteral("text 7"); }));
  EXPECT_TRUE(stored().empty());
}

TEST_F(ReviewPageTest, KeysWorkWhateverHasTheFocus) {
  find<QTableView>(*window_, "review-queue")->setFocus();
  QTest::keyClick(find<QTableView>(*window_, "review-queue"), Qt::Key_X);
  EXPECT_TRUE(wait_until([&] { return text() == QStringLiteral("text 2"); }));
  auto* button = find<QPushButton>(*window_, "review-do-skip");
  button->setFocus();
  QTest::keyClick(button, Qt::Key_X);
  EXPECT_TRUE(wait_until([&] { return text() == QStringLiteral("text 3"); }));
}

TEST_F(ReviewPageTest, AnyLabelIsFoundByTyping) {
  press(Qt::Key_Slash);
  auto* picker = find<LabelPicker>(*window_, "review_label_picker");
  ASSERT_NE(picker, nullptr);
  auto* typed = find<QLineEdit>(*picker, "review_label_typed");
  QTest::keyClick(typed, Qt::Key_Return);  // nothing is chosen yet
  EXPECT_TRUE(picker->isVisible());
  QTest::keyClicks(typed, QStringLiteral("23"));
  EXPECT_EQ(find<QListWidget>(*picker, "review_label_list")->count(), 1);
  QTest::keyClick(typed, Qt::Key_Return);
  EXPECT_TRUE(wait_until([&] { return text() == QStringLiteral("text 2"); }));
  EXPECT_EQ(stored().at(0).to_label, 22);
}

TEST_F(ReviewPageTest, BlindModeHidesTheSuggestionUntilAChoiceIsMade) {
  click(find<QPushButton>(*window_, "review-blind"));
  press(Qt::Key_A);  // what can't be seen can't be accepted
  pause();
  EXPECT_TRUE(stored().empty());
  EXPECT_EQ(text(), QStringLiteral("text 1"));
  press(Qt::Key_2);
  EXPECT_TRUE(stored().empty());
  EXPECT_TRUE(find<QLabel>(*window_, "review-banner")->text().contains(QStringLiteral("again")));
  press_for(Qt::Key_A, QStringLiteral("text 2"));
  const Decision decision = stored().at(0);
  EXPECT_EQ(decision.to_label, 24);
  EXPECT_EQ(stored_screen(decision.context).mode, "blind");
  EXPECT_EQ(stored_screen(decision.context).first_label, "l02");
}

TEST_F(ReviewPageTest, ManyRowsAreDecidedInTheTableAfterAPreview) {
  click(find<QPushButton>(*window_, "review-table"));
  auto* queue = find<QTableView>(*window_, "review-queue");
  queue->selectionModel()->select(
      QItemSelection(queue->model()->index(0, 0), queue->model()->index(2, 0)),
      QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  QString asked;
  // The rows are counted in the background before the question comes.
  QTimer look;
  QObject::connect(&look, &QTimer::timeout, [&] {
    if (auto* question = qobject_cast<QMessageBox*>(QApplication::activeModalWidget())) {
      look.stop();
      asked = question->text();
      question->buttons().first()->click();
    }
  });
  look.start(20);
  press(Qt::Key_A);
  EXPECT_TRUE(wait_until([&] { return counts() == QStringLiteral("3 of 27 reviewed"); }));
  EXPECT_TRUE(asked.startsWith(QStringLiteral("3 rows: "))) << asked.toStdString();
  activate();
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_TRUE(wait_until([&] { return counts() == QStringLiteral("0 of 27 reviewed"); }));
}

TEST_F(ReviewPageTest, TextIsShownAsItIsInItsDirection) {
  window_->request(ShowRow{26});
  EXPECT_TRUE(wait_until([&] { return text() == QStringLiteral("<b>bold</b> & co"); }));
  window_->request(ShowRow{27});
  EXPECT_TRUE(wait_until([&] { return text().isRightToLeft(); }));
  EXPECT_EQ(find<QPlainTextEdit>(*window_, "review-text")
                ->document()
                ->defaultTextOption()
                .textDirection(),
            Qt::RightToLeft);
}

TEST_F(ReviewPageTest, TheExactRequestBehindAnAnswerIsAClickAway) {
  {
    const Project project = Project::open(file_, OpenMode::read);
    EXPECT_TRUE(project.answers().find(1, 1).has_value());
  }
  press_for(Qt::Key_Right, QStringLiteral("text 2"));
  click(find<QPushButton>(*window_, "review-request"));
  EXPECT_TRUE(wait_until([&] {
    return page_->findChild<QDialog*>(QStringLiteral("review-request-dialog")) != nullptr;
  }));
  auto* dialog = find<QDialog>(*page_, "review-request-dialog");
  EXPECT_TRUE(find<QLabel>(*dialog, "review-request-sentence")
                  ->text()
                  .startsWith(QStringLiteral("This is the request as it was sent")));
  QStringList messages;
  for (const QLabel* label :
       dialog->findChildren<QLabel*>(QStringLiteral("review-request-message"))) {
    messages.append(label->text());
  }
  ASSERT_EQ(messages.size(), 5);
  EXPECT_TRUE(messages[0].contains(QStringLiteral("- l25\n")));
  EXPECT_EQ(messages[1], QStringLiteral("```\n<b>bold</b> & co\n```"));
  EXPECT_EQ(messages[2], QStringLiteral("l25"));
  EXPECT_EQ(messages[3], QStringLiteral("```\ntext 2\n```"));
  EXPECT_EQ(messages[4], QStringLiteral("l25, surely"));
  dialog->close();
  activate();
  press_for(Qt::Key_Right, QStringLiteral("text 3"));
  EXPECT_FALSE(find<QPushButton>(*window_, "review-request")->isVisible());
}

TEST_F(ReviewPageTest, EveryDecisionCarriesTheReviewersNameWhichIsRemembered) {
  auto* name = find<QLineEdit>(*window_, "review-reviewer");
  EXPECT_EQ(name->text().toStdString(), system_user_name());
  press_for(Qt::Key_X, QStringLiteral("text 2"));
  enter_reviewer(QStringLiteral("  Ada   Byron "));
  EXPECT_EQ(name->text(), QStringLiteral("Ada Byron"));
  press_for(Qt::Key_X, QStringLiteral("text 3"));
  press(Qt::Key_Z, Qt::ControlModifier);  // hers alone
  EXPECT_TRUE(wait_until([&] { return counts() == QStringLiteral("1 of 27 reviewed"); }));
  press(Qt::Key_Z, Qt::ControlModifier);
  pause();
  EXPECT_EQ(counts(), QStringLiteral("1 of 27 reviewed"));
  const std::vector<Decision> all = stored();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].reviewer, system_user_name());
  EXPECT_EQ(all[1].reviewer, "Ada Byron");
  EXPECT_EQ(all[2].reviewer, "Ada Byron");
  EXPECT_EQ(QSettings().value(QStringLiteral("review/reviewer")).toString(),
            QStringLiteral("Ada Byron"));
  name->clear();
  QTest::keyClick(name, Qt::Key_Return);
  EXPECT_EQ(name->text(), QStringLiteral("Ada Byron"));  // nobody is no reviewer
}

TEST_F(ReviewPageTest, TwoReviewersAreComparedAndAConflictIsSettledByName) {
  enter_reviewer(QStringLiteral("Ada"));
  press_for(Qt::Key_A, QStringLiteral("text 2"));
  press_for(Qt::Key_X, QStringLiteral("text 3"));
  enter_reviewer(QStringLiteral("Grace"));
  window_->request(ShowRow{1});
  EXPECT_TRUE(wait_until([&] { return text() == QStringLiteral("text 1"); }));
  press(Qt::Key_A);
  EXPECT_TRUE(wait_until([&] { return text() != QStringLiteral("text 1"); }));
  window_->request(ShowRow{2});
  EXPECT_TRUE(wait_until([&] { return text() == QStringLiteral("text 2"); }));
  press(Qt::Key_A);
  EXPECT_TRUE(wait_until([&] { return text() != QStringLiteral("text 2"); }));
  enter_reviewer(QStringLiteral("Linus"));
  click(find<QPushButton>(*window_, "review-reviewers"));
  auto* dialog = find<QDialog>(*page_, "review-reviewers-dialog");
  auto* agreement = find<QLabel>(*dialog, "review-agreement");
  EXPECT_TRUE(wait_until([&] {
    return agreement->text().startsWith(
        QStringLiteral("Ada and Grace: 2 rows decided by both, the same on 1, Cohen's kappa "));
  })) << agreement->text().toStdString();
  auto* conflicts = find<QTableWidget>(*dialog, "review-conflicts");
  ASSERT_EQ(conflicts->rowCount(), 1);
  EXPECT_EQ(conflicts->item(0, 2)->text(), QStringLiteral("Ada: l02; Grace: l25"));
  EXPECT_EQ(dialog->findChild<QPushButton*>(QStringLiteral("review-settle-1")), nullptr);
  conflicts->selectRow(0);  // nothing was chosen beforehand
  find<QLineEdit>(*dialog, "review-conflict-note")->setText(QStringLiteral("asked the author"));
  click(find<QPushButton>(*dialog, "review-settle-2"));
  EXPECT_TRUE(wait_until([&] { return conflicts->rowCount() == 0; }));
  const Decision settled = stored().back();
  EXPECT_EQ(settled.reviewer, "Linus");
  EXPECT_EQ(settled.to_label, 24);
  EXPECT_EQ(settled.note, "asked the author");
  EXPECT_EQ(stored_screen(settled.context).mode, "settle");
}

TEST_F(ReviewPageTest, ACellOfTheLabelMapFilters) {
  auto* map = find<TransitionMap>(*window_, "review-map");
  EXPECT_TRUE(wait_until([&] { return map->isVisible(); }));
  press(Qt::Key_X);
  pause();
  window_->request(ReviewRows{QStringLiteral("Bar 3"), {2, 3, 4}, {}});
  EXPECT_TRUE(wait_until([&] { return counts() == QStringLiteral("0 of 3 reviewed"); }));
  EXPECT_NE(find<QPushButton>(*window_, "review-chip-rows"), nullptr);
  Q_EMIT map->cell_chosen(1, 24);
  EXPECT_TRUE(wait_until([&] { return counts() == QStringLiteral("0 of 1 reviewed"); }));
  click(find<QPushButton>(*window_, "review-chip-pair"));
  EXPECT_TRUE(wait_until([&] { return counts() == QStringLiteral("0 of 3 reviewed"); }));
}

TEST_F(ReviewPageTest, KeysCanBeChangedButNeverToEnter) {
  ReviewKeys keys;
  KeySheet sheet(keys);
  EXPECT_FALSE(sheet.set_key(ReviewCommand::accept, QKeySequence(Qt::Key_Return)));
  EXPECT_FALSE(sheet.set_key(ReviewCommand::accept, QKeySequence(Qt::Key_X)));
  EXPECT_TRUE(sheet.set_key(ReviewCommand::accept, QKeySequence(Qt::Key_Y)));
  EXPECT_EQ(ReviewKeys().shown(ReviewCommand::accept), QStringLiteral("Y"));
  keys.restore_defaults();
  EXPECT_EQ(ReviewKeys().shown(ReviewCommand::accept), QStringLiteral("A"));
}

TEST(MatchingLabels, PutWhatBeginsWithTheTypedLettersFirst) {
  const QStringList labels{QStringLiteral("cash back"), QStringLiteral("backlog"),
                           QStringLiteral("payback"), QStringLiteral("bad rack"),
                           QStringLiteral("other")};
  EXPECT_THAT(matching_labels(labels, QStringLiteral("BACK")), ElementsAre(1, 0, 2, 3));
  EXPECT_THAT(matching_labels(labels, QStringLiteral("bdr")), ElementsAre(3));
  EXPECT_EQ(matching_labels(labels, {}).size(), 5U);
}

TEST_F(ReviewPageTest, TheExportPageCountsPreviewsAndWrites) {
  press_for(Qt::Key_A, QStringLiteral("text 2"));
  auto* page = window_->findChild<ExportPage*>();
  ASSERT_NE(page, nullptr);
  click(find_widget(*window_, QStringLiteral("rail-export")));
  auto* words = find<QLabel>(*window_, "export-counts");
  EXPECT_TRUE(wait_until([&] {
    return words->text().startsWith(QStringLiteral("27 records will be written, 1 of"));
  })) << words->text().toStdString();
  find<QAbstractButton>(*window_, "export-report")->click();
  page->export_to(files_ / "clean.csv");
  auto* said = find<QLabel>(*window_, "export-said");
  EXPECT_TRUE(wait_until([&] { return said->text().startsWith(QStringLiteral("clean.csv: 27")); }))
      << said->text().toStdString();
  EXPECT_THAT(read_file(files_ / "clean.csv"), testing::HasSubstr("r1,text 1,l25\n"));
  EXPECT_TRUE(std::filesystem::exists(files_ / "clean.report.html"));
}

TEST_F(ReviewPageTest, TheTrainedModelIsWrittenFromTheExportPage) {
  services_.export_model = [](const Project&, const std::filesystem::path& folder,
                              const Control& control) {
    control.check_point();
    if (std::filesystem::exists(folder)) {
      throw Error("It exists already.");
    }
    std::filesystem::create_directory(folder);
    return std::int64_t{1};
  };
  auto* page = window_->findChild<ExportPage*>();
  auto* said = find<QLabel>(*window_, "export-said");
  page->export_model_to(files_ / "model");
  EXPECT_TRUE(wait_until([&] {
    return said->text() == QStringLiteral("model: the strong model of run 1.");
  })) << said->text().toStdString();
  EXPECT_TRUE(std::filesystem::exists(files_ / "model"));
  page->export_model_to(files_ / "model");
  EXPECT_TRUE(wait_until([&] { return said->text() == QStringLiteral("It exists already."); }));
}

TEST_F(ReviewPageTest, AnExportThatIsCancelledWritesNothing) {
  services_.export_model = [](const Project&, const std::filesystem::path&,
                              const Control& control) -> std::int64_t {
    for (;;) {
      control.check_point();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  };
  click(find_widget(*window_, QStringLiteral("rail-export")));
  auto* page = window_->findChild<ExportPage*>();
  page->export_model_to(files_ / "model");
  EXPECT_TRUE(find<QProgressBar>(*window_, "export-progress")->isVisible());
  EXPECT_FALSE(find<QPushButton>(*window_, "export-write")->isEnabled());
  click(find<QPushButton>(*window_, "export-cancel"));
  auto* said = find<QLabel>(*window_, "export-said");
  EXPECT_TRUE(wait_until(
      [&] { return said->text() == QStringLiteral("Cancelled: model was not written."); }));
  EXPECT_FALSE(find<QProgressBar>(*window_, "export-progress")->isVisible());
  EXPECT_FALSE(std::filesystem::exists(files_ / "model"));
}

TEST(AProjectOfTheFirstFormat, IsBroughtUpToDateWhenTheWindowOpensIt) {
  ProjectFiles files(csv());
  const std::filesystem::path file = files.project().path();
  {
    SQLite::Database raw(file.string(), SQLite::OPEN_READWRITE);
    raw.exec(
        "DROP TABLE experiment_answer; DROP TABLE experiment_outcome; DROP TABLE experiment; "
        "DROP TABLE review_sample_row; DROP TABLE review_sample; DROP INDEX row_given; "
        "ALTER TABLE label DROP COLUMN merged_into; PRAGMA user_version = 1");
  }
  MainWindow window(Services{});
  window.open_project(file);
  EXPECT_TRUE(wait_until([&] { return window.session().is_open(); }));
  EXPECT_TRUE(window.session().writable());
}

}  // namespace
}  // namespace noiseal::ui
