#include "lib/kafka/session/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lib/kafka/testing/cluster.h"
#include "lib/kafka/tools/producer.h"
#include "tests/eventually.h"

namespace marsad::kafka {
namespace {

using pipeline::Lane;
using pipeline::Outcome;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAreArray;

class SessionTest : public ::testing::TestWithParam<Delivery> {
 protected:
  SessionTest() {
    options_.properties["statistics.interval.ms"] = "50";
    options_.delivery = GetParam();
  }

  void Send(int from, int to) {
    auto producer = OpenProducer(options_.properties, 1 << 20, events_);
    ASSERT_TRUE(producer) << producer.error().message;
    for (int i = from; i < to; ++i) {
      const std::string text = std::to_string(i);
      const record::HeaderView header{"number", text};
      ASSERT_TRUE((*producer)->Send({.topic = "in", .key = text, .value = text, .headers = {&header, 1}}));
    }
    const auto flushed = (*producer)->Flush(tests::kPatience);
    ASSERT_TRUE(flushed) << flushed.error().message;
  }

  // Copies `count` records, a transaction for each that is lent; every seventh goes to the dead letters.
  void Copy(Session& session, size_t count) {
    size_t copied = 0;
    const bool done = tests::Eventually([&] {
      const pipeline::Polled polled = session.source().Poll({.max_records = 10});
      if (polled.outcome == Outcome::kAborted) {
        EXPECT_EQ(session.source().Rewind(), Outcome::kDone);
      }
      std::vector<pipeline::Output> outputs;
      std::map<Partition, Offset> next;
      for (const pipeline::Input& input : polled.records) {
        EXPECT_EQ(input.value, record::FindHeader(input.headers, "number"));
        const bool dead = std::stoi(std::string(*input.value)) % 7 == 0;
        outputs.push_back({.lane = dead ? Lane::kDead : Lane::kOut,
                           .timestamp = input.timestamp,
                           .key = std::string(*input.key),
                           .value = std::string(*input.value),
                           .headers = record::CopyHeaders(input.headers)});
        next[input.partition] = input.offset.next();
      }
      if (outputs.empty()) return copied == count;
      std::vector<pipeline::Position> positions;
      positions.reserve(next.size());
      for (const auto& [partition, offset] : next) positions.push_back({partition, offset});
      EXPECT_EQ(session.sink().Produce(outputs), Outcome::kDone) << session.sink().last_error();
      EXPECT_EQ(session.sink().Commit(positions), Outcome::kDone) << session.sink().last_error();
      copied += outputs.size();
      return copied == count;
    });
    EXPECT_TRUE(done) << copied << " of " << count << "\n" << events_.log();
  }

  using Places = std::vector<std::pair<Partition, Offset>>;

  // The next `count` records, one a call.
  Places Poll(Session& session, size_t count) {
    Places got;
    EXPECT_TRUE(tests::Eventually([&] {
      const pipeline::Polled polled = session.source().Poll({.max_records = 1});
      for (const pipeline::Input& input : polled.records) got.push_back({input.partition, input.offset});
      return got.size() == count;
    }));
    return got;
  }

  testing::RecordingEvents events_;
  testing::Cluster cluster_{2};
  ClientOptions options_ = cluster_.Options();
};

INSTANTIATE_TEST_SUITE_P(Deliveries, SessionTest, ::testing::Values(Delivery::kExactlyOnce, Delivery::kAtLeastOnce),
                         [](const auto& test) {
                           return test.param == Delivery::kExactlyOnce ? "ExactlyOnce" : "AtLeastOnce";
                         });

TEST_P(SessionTest, CopiesEveryRecordOnce) {
  std::vector<std::string> out;
  std::vector<std::string> dead;
  for (int i = 0; i < 50; ++i) (i % 7 == 0 ? dead : out).push_back(std::to_string(i));
  Send(0, 50);
  auto session = OpenSession(options_, events_);
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_FALSE((*session)->assigned());
  Copy(**session, 50);
  EXPECT_TRUE((*session)->assigned());
  EXPECT_TRUE((*session)->connected());
  EXPECT_THAT(events_.assignment, ElementsAre(Partition(0), Partition(1)));
  session->reset();
  EXPECT_THAT(events_.assignment, IsEmpty());
  EXPECT_THAT(cluster_.Read("out"), UnorderedElementsAreArray(out));
  EXPECT_THAT(cluster_.Read("dead"), UnorderedElementsAreArray(dead));
}

TEST_P(SessionTest, NamesATopicThatIsGone) {
  Send(0, 1);  // without the limit, which is for what can never be taken
  options_.properties["message.timeout.ms"] = "500";
  auto session = OpenSession(options_, events_);
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_EQ(Poll(**session, 1).size(), 1u);
  cluster_.broker().LoseTopic("out");
  const pipeline::Output output{
      .lane = pipeline::Lane::kOut, .timestamp = Timestamp::FromMillis(1), .key = "k", .value = "v", .headers = {}};
  ASSERT_EQ((*session)->sink().Produce({&output, 1}), Outcome::kDone) << (*session)->sink().last_error();
  const pipeline::Position position{Partition(0), Offset(1)};
  EXPECT_EQ((*session)->sink().Commit({&position, 1}), Outcome::kAborted);
  EXPECT_THAT((*session)->sink().last_error(), StartsWith("topic out is not there any more: "));
}

TEST_P(SessionTest, RewindGoesBackToTheFirstRecordWhereNothingWasCommitted) {
  Send(0, 20);
  auto session = OpenSession(options_, events_);
  ASSERT_TRUE(session);
  const Places first = Poll(**session, 20);
  EXPECT_EQ((*session)->sink().Abort(), Outcome::kDone);
  EXPECT_EQ((*session)->source().Rewind(), Outcome::kDone);
  EXPECT_THAT(Poll(**session, 20), UnorderedElementsAreArray(first));
}

// Only at least once: the embedded broker forgets what commits in a transaction.
TEST_P(SessionTest, RewindGoesBackToTheCommittedOffset) {
  if (GetParam() != Delivery::kAtLeastOnce) return;
  Send(0, 20);
  auto session = OpenSession(options_, events_);
  ASSERT_TRUE(session);
  Places expected = Poll(**session, 20);
  const pipeline::Position position{Partition(0), Offset(3)};
  ASSERT_EQ((*session)->sink().Commit({&position, 1}), Outcome::kDone) << (*session)->sink().last_error();
  EXPECT_EQ((*session)->source().Rewind(), Outcome::kDone);
  std::erase_if(expected, [](const auto& at) { return at.first == Partition(0) && at.second < Offset(3); });
  EXPECT_THAT(Poll(**session, 17), UnorderedElementsAreArray(expected));
}

TEST_P(SessionTest, TellsLagFromStatistics) {
  Send(0, 20);
  auto session = OpenSession(options_, events_);
  ASSERT_TRUE(session);
  const auto lag = [&] {
    int64_t sum = 0;
    for (const PartitionLag& partition : events_.statistics.lags) sum += partition.records;
    return sum;
  };
  pipeline::Source& source = (*session)->source();
  ASSERT_TRUE(tests::Eventually([&] { return !source.Poll({.max_records = 1}).records.empty(); }));
  EXPECT_TRUE(tests::Eventually([&] {
    source.Poll({.max_records = 1, .wait = milliseconds(10)});
    return events_.statistics.lags.size() == 2 && lag() == 0;
  }));
  EXPECT_EQ(events_.statistics.brokers_up, 1u);
}

TEST_P(SessionTest, WaitsForABrokerThatIsAway) {
  Send(0, 5);
  cluster_.broker().SetDown(true);
  auto session = OpenSession(options_, events_);
  ASSERT_TRUE(session);
  for (int i = 0; i < 5; ++i) {
    const auto polled = (*session)->source().Poll({.wait = milliseconds(50)});
    EXPECT_EQ(polled.outcome, Outcome::kDone);
    EXPECT_TRUE(polled.records.empty());
  }
  EXPECT_FALSE((*session)->connected());
  cluster_.broker().SetDown(false);
  Copy(**session, 5);
  EXPECT_TRUE((*session)->connected());
}

// What the group refuses for good ends the worker, says what is allowed, and leaves no one waiting for a close.
TEST_P(SessionTest, APermanentRefusalOfTheGroupIsFatalAtOnce) {
  constexpr int kJoinGroup = 11;
  constexpr int kInvalidSessionTimeout = 26;
  cluster_.broker().PushErrors(kJoinGroup, {kInvalidSessionTimeout});
  auto session = OpenSession(options_, events_);
  ASSERT_TRUE(session);
  EXPECT_TRUE(tests::Eventually([&] { return (*session)->source().Poll({}).outcome == Outcome::kFatal; }))
      << events_.log();
  EXPECT_THAT((*session)->source().last_error(), HasSubstr("group.max.session.timeout.ms"));
  const auto begun = std::chrono::steady_clock::now();
  session->reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(20));
}

TEST_P(SessionTest, AFencedMemberIsToldAndClosesAtOnce) {
  constexpr int kHeartbeat = 12;
  constexpr int kFencedInstanceId = 82;
  options_.properties["heartbeat.interval.ms"] = "100";
  options_.static_membership = true;
  auto session = OpenSession(options_, events_);
  ASSERT_TRUE(session);
  const auto poll = [&] { return (*session)->source().Poll({.max_records = 1, .wait = milliseconds(20)}).outcome; };
  ASSERT_TRUE(tests::Eventually([&] { return poll(), (*session)->assigned(); })) << events_.log();
  cluster_.broker().PushErrors(kHeartbeat, {kFencedInstanceId});
  EXPECT_TRUE(tests::Eventually([&] { return poll() == Outcome::kFenced; })) << events_.log();
  const auto begun = std::chrono::steady_clock::now();
  session->reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(20));
}

TEST_P(SessionTest, RefusesWhatExactlyOnceRestsOn) {
  options_.properties["enable.auto.commit"] = "true";
  const auto session = OpenSession(options_, events_);
  ASSERT_FALSE(session);
  EXPECT_THAT(session.error().message, HasSubstr("enable.auto.commit"));
}

}  // namespace
}  // namespace marsad::kafka
