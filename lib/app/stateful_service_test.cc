// A stage with state after the shell: what the shell says and does while it reads its topic back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <string>

#include "lib/app/exit_code.h"
#include "lib/app/service.h"
#include "lib/app/testing/cluster.h"
#include "lib/telemetry/testing/http_client.h"
#include "tests/eventually.h"

namespace marsad::app {
namespace {

using ::testing::EndsWith;
using ::testing::MatchesRegex;
using Config = config::v1::Config;
using telemetry::testing_http::Get;
using testing::Cluster;

constexpr int kRecords = 2500;
constexpr int kHeldUp = 2400;

// Counts what it restored, and tells articles of it. It is held up at a record until the test lets it go.
class Restored final : public pipeline::Stateful {
 public:
  static inline std::promise<void> is_held_up;
  static inline std::promise<void> go_on;

  std::string_view name() const override { return "count"; }
  std::string_view bundle() const override { return ""; }
  record::Field field() const override { return record::Field::kStory; }
  std::variant<pipeline::Folded, pipeline::Reject> Fold(const pipeline::Place&, std::string_view,
                                                        const v1::EnrichedArticle&) override {
    v1::EnrichedArticle delta;
    delta.mutable_story()->set_articles(count_);
    return pipeline::Folded{.delta = {delta.SerializeAsString()}, .state = {}};
  }
  Mark SetMark() override { return 0; }
  void RollBack(Mark) override {}
  void Settle() override {}
  Result<void> Restore(Partition, std::string_view, std::optional<std::string_view>) override {
    if (++count_ != kHeldUp) return {};
    is_held_up.set_value();
    go_on.get_future().wait();
    return {};
  }
  void Forget(Partition) override { count_ = 0; }

 private:
  uint32_t count_ = 0;
};

constexpr StageEntry kCount = {.name = "count",
                               .input = "tagged",
                               .output = {.key = "enriched"},
                               .state = {.key = "normalized", .is_compacted = true},
                               .load_stateful = [](const Config&) -> Result<pipeline::StatefulFactory> {
                                 return pipeline::StatefulFactory([] { return std::make_unique<Restored>(); });
                               }};

TEST(StatefulServiceTest, IsNotReadyBeforeItHasReadItsStateAndSaysHowFarItIs) {
  Cluster cluster(1);
  ASSERT_TRUE(cluster.broker().CreateTopic("news.normalized", 1));
  cluster.SendMany("news.normalized", kRecords);
  cluster.Send("urn:a", "first");
  Config config = cluster.Config();
  config.clear_stages();
  config.add_stages("count");
  auto service = Service::Start(config, {&kCount, 1});
  ASSERT_TRUE(service) << service.error().message;

  ASSERT_EQ(Restored::is_held_up.get_future().wait_for(std::chrono::seconds(120)), std::future_status::ready)
      << (*service)->NotReadyReason();
  // Slices are of at most a thousand records: two are done at least, and the third or a later one is held up.
  EXPECT_THAT((*service)->NotReadyReason(),
              MatchesRegex("worker 0: restoring partition 0: [12],[0-9][0-9][0-9] of 2,500"));
  EXPECT_THAT(Get((*service)->http_port(), "/readyz"), EndsWith(" of 2,500\n"));
  EXPECT_THAT(Get((*service)->http_port(), "/healthz"), EndsWith("\r\n\r\nalive\n"));

  Restored::go_on.set_value();
  const auto enriched = cluster.Read("news.enriched", 1);
  ASSERT_EQ(enriched.size(), 1u);
  v1::EnrichedArticle article;
  ASSERT_TRUE(article.ParseFromString(enriched.front()));
  EXPECT_EQ(article.story().articles(), static_cast<uint32_t>(kRecords));
  EXPECT_TRUE((*service)->Ready()) << (*service)->NotReadyReason();
  (*service)->Stop();
  EXPECT_EQ((*service)->Wait(), kOk);
}

TEST(StatefulServiceTest, MoreThreadsThanPartitionsAreNotStarted) {
  Cluster cluster(2);
  ASSERT_TRUE(cluster.broker().CreateTopic("news.normalized", 2));
  Config config = cluster.Config();
  config.clear_stages();
  config.add_stages("count");
  config.set_threads(3);
  auto service = Service::Start(config, {&kCount, 1});
  ASSERT_TRUE(service) << service.error().message;
  const std::string expected =
      "topic news.tagged has 2 partitions, but a stage with state reads it with 3 threads: set threads to no more than "
      "its partitions";
  EXPECT_TRUE(tests::Eventually([&] { return (*service)->NotReadyReason() == expected; }))
      << (*service)->NotReadyReason();
}

TEST(StatefulServiceTest, AtLeastOnceEndsTheStart) {
  Cluster cluster(1);
  Config config = cluster.Config();
  config.clear_stages();
  config.add_stages("count");
  config.set_delivery("at_least_once");
  const auto service = Service::Start(config, {&kCount, 1});
  ASSERT_FALSE(service);
  EXPECT_THAT(service.error().message, ::testing::StartsWith("delivery: \"at_least_once\""));
}

}  // namespace
}  // namespace marsad::app
