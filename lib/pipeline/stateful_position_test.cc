// A step whose state tells of records that the group is about to read again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "lib/pipeline/testing/runner_fixture.h"
#include "marsad/v1/enriched.pb.h"

namespace marsad::pipeline {
namespace {

// Remembers nothing, but says that its state tells of records up to an offset of partition 0.
class Ahead final : public Stateful {
 public:
  explicit Ahead(Offset restored) : restored_(restored) {}
  std::string_view name() const override { return "ahead"; }
  std::string_view bundle() const override { return ""; }
  record::Field field() const override { return record::Field::kStory; }
  std::variant<Folded, Reject> Fold(const Place&, std::string_view, const v1::EnrichedArticle&) override {
    return Folded{};
  }
  Mark SetMark() override { return 0; }
  void RollBack(Mark) override {}
  void Settle() override {}
  Result<void> Restore(Partition, std::string_view, std::optional<std::string_view>) override { return {}; }
  void Forget(Partition) override {}
  std::optional<Offset> Restored(Partition partition) const override {
    if (partition != Partition(0)) return std::nullopt;
    return restored_;
  }
  std::optional<Remembered> Sizes() const override { return Remembered{.entries = 7, .most = 9, .bytes = 70}; }

 private:
  const Offset restored_;
};

class Told final : public Observer {
 public:
  explicit Told(testing::MemoryLog& log) : log_(log) {}
  void OnBatch(const BatchEvent&) override { stop = stop || log_.Drained(); }
  void OnRemembered(const Remembered& sizes) override { remembered.push_back(sizes.entries); }
  std::atomic<bool> stop{false};
  std::vector<uint64_t> remembered;

 private:
  testing::MemoryLog& log_;
};

class StatefulPositionTest : public testing::RunnerTest {
 protected:
  RunEnd RunAhead(Offset restored) {
    Add(Partition(0), 3);
    Add(Partition(1), 2);
    testing::MemoryClient client(log_);
    const auto journal = NullJournal();
    Stages stages;
    stages.push_back(testing::ToyDecoder());
    stages.push_back(std::make_unique<Ahead>(restored));
    Chain chain(std::move(stages), {.input_topic = "in", .build = "1"}, *clock_, *journal, told_);
    Runner runner({client, client, chain, *journal, told_, *clock_, &client}, options_);
    const RunEnd end = runner.Run(told_.stop);
    error_ = runner.error();
    return end;
  }
  Told told_{log_};
};

TEST_F(StatefulPositionTest, AGroupThatWasSetBackIsRefused) {
  EXPECT_EQ(RunAhead(Offset(2)), RunEnd::kFatal);
  EXPECT_EQ(
      error_,
      "state topic, partition 0: tells of records up to offset 2 of in, but the group goes on at 0: records would "
      "count twice. Set the group to 2, or, to make the output anew from here, stop the stage and make the state topic "
      "anew");
  EXPECT_TRUE(log_.ReadCommitted(Lane::kOut).empty());
}

TEST_F(StatefulPositionTest, AGroupThatGoesOnIsNot) {
  EXPECT_EQ(RunAhead(Offset(0)), RunEnd::kStopped) << error_;
  EXPECT_EQ(log_.ReadCommitted(Lane::kOut).size(), 5u);
  EXPECT_GE(told_.remembered.size(), 2u) << "after catching up, and after each batch";
  EXPECT_EQ(told_.remembered.back(), 7u);
}

}  // namespace
}  // namespace marsad::pipeline
