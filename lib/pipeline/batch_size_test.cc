// What outlasts the time that Kafka gives to a transaction, or to a member between two polls, does not come back for
// ever: batches shrink until they fit, and a record that does not fit alone becomes a dead letter.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <numeric>

#include "lib/pipeline/runner.h"
#include "lib/pipeline/testing/fake_clock.h"
#include "lib/pipeline/testing/memory_log.h"
#include "lib/pipeline/testing/toy_stages.h"

namespace marsad::pipeline {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;
using testing::FakeClock;
using testing::MemoryClient;
using testing::MemoryLog;

constexpr seconds kLimit{15};

// Takes as many seconds as the number after the word in the title says.
class Slow final : public Enricher {
 public:
  explicit Slow(FakeClock& clock) : clock_(clock) {}
  std::string_view name() const override { return "tag"; }
  std::string_view bundle() const override { return ""; }
  record::Field field() const override { return record::Field::kEntities; }
  Enriched Enrich(const v1::EnrichedArticle& article) override {
    clock_.Pass(seconds(testing::NumberOf(article)));
    return RecordDelta{};
  }

 private:
  FakeClock& clock_;
};

// What has a limit: the transaction, from its first record to its commit, or the member, from one poll to its commit.
enum class Limited { kTransaction, kMember };

// Kafka's answer to a batch that took too long: a transaction is fenced, a member has lost its place.
class ImpatientSink final : public Sink {
 public:
  ImpatientSink(Limited limited, MemoryLog& log, MemoryClient& client, FakeClock& clock)
      : limited_(limited), log_(log), client_(client), clock_(clock), since_(clock.Now()) {}

  Outcome Produce(std::span<const Output> outputs) override {
    if (limited_ == Limited::kTransaction && !open_) since_ = clock_.Now();
    open_ = true;
    if (IsLate()) return GiveUp([&] { return client_.Produce(outputs); });
    return client_.Produce(outputs);
  }
  Outcome Commit(std::span<const Position> positions) override {
    if (limited_ == Limited::kTransaction && !open_) since_ = clock_.Now();
    const bool is_late = IsLate();
    open_ = false;
    if (is_late) return GiveUp([&] { return client_.Commit(positions); });
    since_ = clock_.Now();
    return client_.Commit(positions);
  }
  Outcome Abort() override { return End(client_.Abort()); }
  Outcome Reopen() override { return End(client_.Reopen()); }
  std::string last_error() const override { return client_.last_error(); }

 private:
  bool IsLate() const { return clock_.Now() - since_ >= kLimit; }
  Outcome End(Outcome outcome) {
    open_ = false;
    since_ = clock_.Now();
    return outcome;
  }
  template <class Call>
  Outcome GiveUp(Call call) {
    if (limited_ == Limited::kMember) return Outcome::kAborted;
    log_.Fence();
    return call();
  }

  const Limited limited_;
  MemoryLog& log_;
  MemoryClient& client_;
  FakeClock& clock_;
  std::chrono::steady_clock::time_point since_;
  bool open_ = false;
};

class BatchSizeTest : public ::testing::Test, public Observer {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "marsad-sizes-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }
  void OnBatch(const BatchEvent& event) override {
    sizes_.push_back(event.records);
    stop_ = log_->Drained();
  }

  // Works off one record for each of `costs`, in seconds.
  void Run(const std::vector<int>& costs, size_t most, Limited limited) {
    log_ = std::make_unique<MemoryLog>(1);
    log_->LimitCalls(2'000);
    log_->RefuseAfter(latest_);
    sizes_.clear();
    stop_ = false;
    for (size_t i = 0; i < costs.size(); ++i) {
      log_->Append(Partition(0), {.timestamp = Timestamp::FromMillis(i == refused_ ? 2'000 : 1),
                                  .key = "k",
                                  .value = "article u" + std::to_string(i) + " " + std::to_string(costs[i]),
                                  .headers = {}});
    }
    FakeClock clock;
    auto journal = OpenJournal((directory_ / "slot").string(), std::to_string(++runs_));
    ASSERT_TRUE(journal) << journal.error().message;
    Stages stages;
    stages.push_back(testing::ToyDecoder());
    stages.push_back(std::make_unique<Slow>(clock));
    Chain chain(std::move(stages), {.input_topic = "in", .build = "1"}, clock, **journal, *this);
    RunnerOptions options;
    options.max_records = most;
    options.window = std::chrono::hours(1);
    options.transaction_limit = kLimit;
    options.max_reopens_a_minute = 100;
    options.sleep = [&](std::chrono::milliseconds time) { clock.Pass(time); };
    MemoryClient client(*log_);
    ImpatientSink sink(limited, *log_, client, clock);
    Runner runner({client, sink, chain, **journal, *this, clock}, options);
    ASSERT_NO_THROW(EXPECT_EQ(runner.Run(stop_), RunEnd::kStopped)) << "in circles";
  }

  std::vector<std::string> Out() const {
    std::vector<std::string> texts;
    for (const Output& output : log_->ReadCommitted(Lane::kOut)) texts.push_back(testing::Describe(output));
    return texts;
  }
  static std::string Passed(size_t number, int cost) {
    return "u" + std::to_string(number) + ": article " + std::to_string(cost) + "; decode OK, tag ";
  }

  std::filesystem::path directory_;
  uint64_t runs_ = 0;
  std::unique_ptr<MemoryLog> log_;
  std::vector<uint64_t> sizes_;
  Timestamp latest_{};         // that is taken
  size_t refused_ = SIZE_MAX;  // the record with a later one
  std::atomic<bool> stop_{false};
};

TEST_F(BatchSizeTest, EveryPlaceOfASlowRecordInEveryBatch) {
  for (const Limited limited : {Limited::kTransaction, Limited::kMember}) {
    for (const size_t most : {1, 2, 7, 10, 10'000}) {
      for (const int cost : {1, 2, 7, 14, 16}) {
        for (size_t place = 0; place < 12; ++place) {
          SCOPED_TRACE(::testing::Message() << (limited == Limited::kMember ? "member, " : "transaction, ") << most
                                            << " records, " << cost << " s at " << place);
          std::vector<int> costs(12, 1);
          costs[place] = cost;
          Run(costs, most, limited);
          // A transaction opens after a record that stands alone, so that only a member can be outlasted by one.
          const bool is_culprit = limited == Limited::kMember && cost >= kLimit.count();
          std::vector<std::string> expected;
          for (size_t i = 0; i < costs.size(); ++i) {
            expected.push_back(Passed(i, costs[i]) + (is_culprit && i == place ? "FAILED CRASH" : "OK"));
          }
          EXPECT_EQ(Out(), expected);
          EXPECT_EQ(log_->ReadCommitted(Lane::kDead).size(), is_culprit ? 1u : 0u);
          if (HasFailure()) return;
        }
      }
    }
  }
}

// Kafka refuses the whole of what came with such a record and does not say which it was.
TEST_F(BatchSizeTest, ARecordWhoseTimeIsRefusedBecomesADeadLetterWhereverItStands) {
  for (const size_t most : {1, 2, 7, 10'000}) {
    for (size_t place = 0; place < 9; ++place) {
      SCOPED_TRACE(::testing::Message() << most << " records, at " << place);
      latest_ = Timestamp::FromMillis(1'000);
      refused_ = place;
      Run(std::vector<int>(9, 0), most, Limited::kTransaction);
      EXPECT_EQ(log_->ReadCommitted(Lane::kOut).size(), 8u);
      const std::vector<Output> letters = log_->ReadCommitted(Lane::kDead);
      ASSERT_EQ(letters.size(), 1u);
      EXPECT_EQ(testing::Describe(letters[0]), "TIMESTAMP_REFUSED by decode: 0/" + std::to_string(place) +
                                                   " article u" + std::to_string(place) + " 0");
    }
  }
}

TEST_F(BatchSizeTest, HalvesAndDoubles) {
  Run(std::vector<int>(16, 2), 10'000, Limited::kTransaction);
  // The ninth comes 16 s after the first. Then four, twice as many, and the rest.
  EXPECT_THAT(sizes_, ElementsAre(9, 4, 8, 4));
  EXPECT_EQ(std::accumulate(sizes_.begin() + 1, sizes_.end(), uint64_t{0}), 16u);
}

}  // namespace
}  // namespace marsad::pipeline
