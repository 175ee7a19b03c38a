// SPDX-License-Identifier: GPL-3.0-or-later
// What the Review page does with what data sets really have: hundreds of labels, very long texts,
// every script.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QGlyphRun>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>

#include "tests/ui/review_window.h"
#include "ui/pages/review/label_picker.h"
#include "ui/pages/review/transition_map.h"

namespace noiseal::ui {
namespace {

using test::find;
using test::wait_until;

constexpr int kLabels = 300;
constexpr int kLongCharacters = 100'000;
/// Generous, for a slow machine under load; the figure is printed.
constexpr qint64 kMostMilliseconds = 1000;

constexpr const char* kHebrew =
    "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D 12 \xD7\xA2\xD7\x95\xD7\x9C\xD7\x9D";
constexpr const char* kJapanese =
    "\xE6\x9D\xB1\xE4\xBA\xAC\xE3\x82\xBF\xE3\x83\xAF\xE3\x83\xBC\xE3\x81\xAF\xE9\xAB\x98\xE3\x81"
    "\x84";
constexpr const char* kEmoji =
    "thanks \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7 so much "
    "\xF0\x9F\x98\x80\xF0\x9F\x8F\xBD";

std::string data() {
  std::string csv = "text,label\n";
  for (int i = 1; i <= kLabels; ++i) {
    csv += fmt::format("text {},label number {:03}\n", i, i);
  }
  std::string long_text;
  while (long_text.size() < kLongCharacters) {
    long_text += fmt::format("word{} ", long_text.size());
  }
  for (const std::string& text :
       {long_text, std::string(kLongCharacters, 'x'), std::string(kHebrew), std::string(kJapanese),
        std::string(kEmoji)}) {
    csv += text + ",label number 001\n";
  }
  return csv;
}

class ReviewOfOddTexts : public test::ReviewWindow {
 protected:
  ReviewOfOddTexts() : test::ReviewWindow(data()) {
    add_run(kLabels - 1);
    open();
  }
  /// Shows a row and returns the milliseconds until its text is painted.
  qint64 show(std::int64_t row, const QString& expected) {
    QElapsedTimer clock;
    clock.start();
    window_->request(ShowRow{row});
    EXPECT_TRUE(wait_until([&] { return text() == expected; }));
    edit()->repaint();
    return clock.elapsed();
  }
  QPlainTextEdit* edit() { return find<QPlainTextEdit>(*window_, "review-text"); }
  static QString utf8(const char* text) { return QString::fromUtf8(text); }
  QString stored_text(std::int64_t row) const {
    return QString::fromStdString(Project::open(file_, OpenMode::read).rows().row(row).text);
  }
  /// No character is shown as the box that stands for a missing one.
  bool every_glyph_is_known() {
    const QTextLayout* layout = edit()->document()->firstBlock().layout();
    for (const QGlyphRun& run : layout->glyphRuns()) {
      if (run.glyphIndexes().contains(0U)) {
        return false;
      }
    }
    return true;
  }
};

TEST_F(ReviewOfOddTexts, ThreeHundredLabelsAreChosenByTypingAndTheMapHasRoomForThem) {
  EXPECT_TRUE(find<TransitionMap>(*window_, "review-map")->isVisible());
  press(Qt::Key_Slash);
  auto* picker = find<LabelPicker>(*window_, "review_label_picker");
  auto* typed = find<QLineEdit>(*picker, "review_label_typed");
  QElapsedTimer clock;
  clock.start();
  QTest::keyClicks(typed, QStringLiteral("237"));
  EXPECT_LT(clock.elapsed(), kMostMilliseconds);
  EXPECT_EQ(find<QListWidget>(*picker, "review_label_list")->count(), 1);
  QTest::keyClick(typed, Qt::Key_Return);
  EXPECT_TRUE(wait_until([&] { return text() == QStringLiteral("text 2"); }));
  EXPECT_EQ(stored().at(0).to_label, 236);
}

TEST_F(ReviewOfOddTexts, AHundredKilobytesAreShownAtOnceAndScroll) {
  for (const std::int64_t row : {kLabels + 1, kLabels + 2}) {  // words; one word without a break
    const qint64 time = show(row, stored_text(row));
    std::printf("100 kB, %s: shown after %lld ms\n", row == kLabels + 1 ? "words" : "one word",
                static_cast<long long>(time));
    EXPECT_LT(time, kMostMilliseconds);
    QScrollBar* bar = edit()->verticalScrollBar();
    EXPECT_GT(bar->maximum(), 100);
    EXPECT_EQ(bar->value(), 0);
    bar->setValue(bar->maximum());
    EXPECT_GT(bar->value(), 100);
    EXPECT_EQ(edit()->horizontalScrollBar()->maximum(), 0);
  }
  show(1, QStringLiteral("text 1"));  // the next row begins at its top
  EXPECT_EQ(edit()->verticalScrollBar()->value(), 0);
}

TEST_F(ReviewOfOddTexts, EveryScriptIsShownInItsDirection) {
  show(kLabels + 3, utf8(kHebrew));
  EXPECT_EQ(edit()->document()->defaultTextOption().textDirection(), Qt::RightToLeft);
  EXPECT_TRUE(every_glyph_is_known());
  show(kLabels + 4, utf8(kJapanese));
  EXPECT_EQ(edit()->document()->defaultTextOption().textDirection(), Qt::LeftToRight);
  EXPECT_TRUE(every_glyph_is_known());  // fonts-noto-cjk, as packaging/setup.sh installs it
  show(kLabels + 5, utf8(kEmoji));      // joined ones stay whole
  EXPECT_EQ(edit()->document()->defaultTextOption().textDirection(), Qt::LeftToRight);
}

}  // namespace
}  // namespace noiseal::ui
