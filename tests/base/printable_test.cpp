// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable.h"

#include <gtest/gtest.h>

namespace noiseal {
namespace {

TEST(Printable, LeavesOrdinaryTextOfAnyLanguageAlone) {
  EXPECT_EQ(printable("Grüße, 世界 🙂"), "Grüße, 世界 🙂");
}

TEST(Printable, ShowsControlCharactersInPlaceOfObeyingThem) {
  EXPECT_EQ(printable("a\nb\tc\r"), "a\\nb\\tc\\r");
  EXPECT_EQ(printable("\x1b[31mred"), "\\x1b[31mred");
  EXPECT_EQ(printable(std::string_view("nul\0!", 5)), "nul\\x00!");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\\x9b31m");
}

TEST(Printable, ShowsMarksThatReorderText) {
  EXPECT_EQ(printable("abc\xe2\x80\xae"
                      "def"),
            "abc\\u202edef");
}

TEST(Printable, ShowsBytesThatAreNoUtf8) {
  EXPECT_EQ(printable("\xff"), "\\xff");
  EXPECT_EQ(printable("\xc3"), "\\xc3");
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");           // an overlong slash
}

TEST(PrintableStart, CutsBetweenCharacters) {
  EXPECT_EQ(printable_start("äöüß", 2), "äö…");
  EXPECT_EQ(printable_start("äöüß", 4), "äöüß");
}

}  // namespace
}  // namespace noiseal
