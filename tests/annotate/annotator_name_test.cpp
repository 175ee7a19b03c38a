// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/annotator_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"

namespace noiseal {
namespace {

TEST(AnnotatorNames, AreReadAndWrittenBack) {
  for (const char* text : {"none", "neighbours", "llm", "simulated:0.85", "simulated:0.85:model",
                           "simulated:0", "simulated:1:model"}) {
    EXPECT_EQ(to_string(parse_annotator(text)), text);
  }
  EXPECT_EQ(parse_annotator("simulated:0.5:model"),
            (AnnotatorName{AnnotatorKind::simulated, 0.5, true}));
  EXPECT_EQ(to_string(parse_annotator("simulated:0.850")), "simulated:0.85");
}

TEST(AnnotatorNames, UnknownOnesAreRefusedWithWhatIsAllowed) {
  for (const char* text : {"", "gpt", "None", "simulated", "simulated:", "simulated:x",
                           "simulated:0.5:", "simulated:0.5:models", "simulated:0.5x",
                           "simulated:0,5", "simulated0.5", "llm:x"}) {
    try {
      parse_annotator(text);
      FAIL() << text;
    } catch (const UsageError& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("simulated:Q:model")) << text;
    }
  }
}

TEST(AnnotatorNames, ASharesRangeIsNamed) {
  for (const char* text :
       {"simulated:1.01", "simulated:-0.1", "simulated:nan", "simulated:7:model"}) {
    try {
      parse_annotator(text);
      FAIL() << text;
    } catch (const UsageError& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("from 0 to 1")) << text;
    }
  }
}

}  // namespace
}  // namespace noiseal
