// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/pipeline/memory_story.h"

namespace noiseal {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

EpochPoint point(int epoch, double memorised, double accuracy, double separation) {
  EpochPoint result;
  result.epoch = epoch;
  result.memorised = {memorised, memorised + 0.1, std::nullopt};
  result.test_accuracy.strong = accuracy;
  result.loss_separation.strong = separation;
  return result;
}

TEST(MemoryStory, TellsLearningThenMemorisingThenWhatItCosts) {
  RunCurves curves;
  curves.epochs = {point(1, 0.15, 0.92, 0.95), point(2, 0.12, 0.91, 0.96),
                   point(3, 0.80, 0.66, 0.60)};
  const auto story = memory_story(curves);
  ASSERT_THAT(story, SizeIs(3));
  EXPECT_EQ(story[0].epoch, 2);
  EXPECT_THAT(story[0].sentence, AllOf(HasSubstr("91 %"), HasSubstr("12 %")));
  EXPECT_EQ(story[1].epoch, 3);
  EXPECT_THAT(story[1].sentence, AllOf(HasSubstr("80 %"), HasSubstr("weak model 90 %"),
                                       HasSubstr("memorises them one by one")));
  EXPECT_THAT(story[2].sentence,
              AllOf(HasSubstr("0.96"), HasSubstr("0.60"), HasSubstr("91 %, then 66 %")));
}

TEST(MemoryStory, SaysSoWhereTheEffectIsNotThere) {
  RunCurves curves;
  curves.epochs = {point(1, 0.10, 0.90, 0.95), point(2, 0.11, 0.90, 0.95)};
  const auto story = memory_story(curves);
  ASSERT_THAT(story, SizeIs(3));
  EXPECT_THAT(story[1].sentence,
              AllOf(HasSubstr("memorising has not set in"), Not(HasSubstr("one by one"))));
  EXPECT_THAT(story[2].sentence, HasSubstr("as well"));
}

TEST(MemoryStory, IsNotToldWithoutGold) {
  RunCurves curves;
  curves.epochs.resize(2);
  EXPECT_THAT(memory_story(curves), IsEmpty());
}

}  // namespace
}  // namespace noiseal
