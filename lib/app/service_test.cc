#include "lib/app/service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "lib/app/exit_code.h"
#include "lib/app/testing/cluster.h"
#include "lib/telemetry/testing/http_client.h"
#include "tests/eventually.h"

namespace marsad::app {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using Config = config::v1::Config;
using telemetry::testing_http::Get;
using testing::Cluster;
using testing::ObedientStage;

Result<std::unique_ptr<Service>> StartService(const Config& config) {
  static const StageEntry stage = ObedientStage::Entry();
  return Service::Start(config, {&stage, 1});
}

TEST(ServiceTest, StartsProcessesTellsAndStops) {
  Cluster cluster;
  cluster.Send("urn:a", "first");
  cluster.Send("urn:b", "refuse");
  auto service = StartService(cluster.Config());
  ASSERT_TRUE(service) << service.error().message;

  const auto enriched = cluster.Read("news.enriched", 2);
  ASSERT_EQ(enriched.size(), 2u);
  for (const std::string& bytes : enriched) {
    v1::EnrichedArticle article;
    ASSERT_TRUE(article.ParseFromString(bytes));
    const bool refused = article.article().title() == "refuse";
    EXPECT_EQ(article.summary().text(), refused ? "" : "first");
    ASSERT_EQ(article.runs_size(), 1);
    EXPECT_EQ(article.runs(0).bundle(), "feed");
    EXPECT_EQ(article.runs(0).code(), refused ? "STAGE_FAILED" : "");
  }
  EXPECT_EQ(cluster.Read("news.dead", 1).size(), 1u);
  EXPECT_TRUE((*service)->Ready()) << (*service)->NotReadyReason();

  const int port = (*service)->http_port();
  EXPECT_THAT(Get(port, "/healthz"), EndsWith("\r\n\r\nalive\n"));
  EXPECT_THAT(Get(port, "/readyz"), EndsWith("\r\n\r\nready\n"));
  const std::string page = Get(port, "/metrics");
  EXPECT_THAT(page,
              HasSubstr("marsad_records_total{reason=\"\",stage=\"summarize\",verdict=\"ok\",pipeline=\"news\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("marsad_records_total{reason=\"STAGE_FAILED\",stage=\"summarize\",verdict=\"failed\","
                              "pipeline=\"news\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("marsad_messages_total{direction=\"dead\",pipeline=\"news\",stage=\"summarize\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("marsad_assigned_partitions{pipeline=\"news\",stage=\"summarize\"} 2\n"));
  EXPECT_THAT(page, HasSubstr("marsad_ready{pipeline=\"news\",stage=\"summarize\"} 1\n"));

  const auto begun = std::chrono::steady_clock::now();
  (*service)->Stop();
  EXPECT_FALSE((*service)->Ready());
  EXPECT_EQ((*service)->Wait(), kOk);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, tests::kPatience);
  service->reset();
  EXPECT_LT(telemetry::testing_http::ConnectTo(port), 0);
}

TEST(ServiceTest, GoesOnWhereItStopped) {
  Cluster cluster(1);
  for (const char* title : {"one", "two"}) {
    auto service = StartService(cluster.Config());
    ASSERT_TRUE(service) << service.error().message;
    cluster.Send("urn:a", title);
    const size_t expected = std::string_view(title) == "one" ? 1 : 2;
    EXPECT_EQ(cluster.Read("news.enriched", expected).size(), expected);
    (*service)->Stop();
    EXPECT_EQ((*service)->Wait(), kOk);
  }
}

TEST(ServiceTest, WorkersShareThePartitions) {
  Cluster cluster(3);
  Config config = cluster.Config();
  config.set_threads(3);
  auto service = StartService(config);
  ASSERT_TRUE(service) << service.error().message;
  ASSERT_TRUE(tests::Eventually([&] { return Get((*service)->http_port(), "/readyz").ends_with("\nready\n"); }));
  EXPECT_THAT((*service)->MetricsText(),
              HasSubstr("marsad_assigned_partitions{pipeline=\"news\",stage=\"summarize\"} 3\n"));
}

TEST(ServiceTest, WaitsForAMissingTopicAndSaysWhich) {
  Cluster cluster(0);
  auto service = StartService(cluster.Config());
  ASSERT_TRUE(service) << service.error().message;
  const int port = (*service)->http_port();
  ASSERT_TRUE(tests::Eventually([&] { return (*service)->NotReadyReason().find("news.tagged") != std::string::npos; }))
      << (*service)->NotReadyReason();
  const std::string answer = Get(port, "/readyz");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(answer, HasSubstr("not ready: "));
  EXPECT_THAT(answer, HasSubstr("news.enriched"));
  EXPECT_THAT(answer, HasSubstr("news.dead"));
  EXPECT_THAT(Get(port, "/healthz"), StartsWith("HTTP/1.1 200 "));

  for (const char* topic : {"news.tagged", "news.enriched", "news.dead"}) {
    ASSERT_TRUE(cluster.broker().CreateTopic(topic, 1));
  }
  cluster.Send("urn:a", "late");
  EXPECT_EQ(cluster.Read("news.enriched", 1).size(), 1u);
}

TEST(ServiceTest, NamesATopicThatDisappears) {
  Cluster cluster(1);
  Config config = cluster.Config();
  (*config.mutable_kafka())["message.timeout.ms"] = "500";
  auto service = StartService(config);
  ASSERT_TRUE(service) << service.error().message;
  cluster.Send("urn:a", "first");
  ASSERT_EQ(cluster.Read("news.enriched", 1).size(), 1u);
  cluster.broker().LoseTopic("news.enriched");
  cluster.Send("urn:b", "second");
  const std::string said = "worker 0: topic news.enriched is not there any more: ";
  EXPECT_TRUE(tests::Eventually([&] { return (*service)->NotReadyReason().starts_with(said); }))
      << (*service)->NotReadyReason();
  EXPECT_THAT(Get((*service)->http_port(), "/healthz"), StartsWith("HTTP/1.1 200 "));
}

TEST(ServiceTest, WithoutKafkaItIsAliveNotReadyAndStopsInTime) {
  testing::TemporaryDirectory state;
  Config config;
  config.add_stages("summarize");
  config.set_state_dir(state.path());
  config.mutable_http()->set_listen("127.0.0.1:0");
  (*config.mutable_kafka())["bootstrap.servers"] = "127.0.0.1:1";  // tcpmux: nobody listens
  auto service = StartService(config);
  ASSERT_TRUE(service) << service.error().message;
  EXPECT_THAT(Get((*service)->http_port(), "/healthz"), StartsWith("HTTP/1.1 200 "));
  ASSERT_TRUE(tests::Eventually([&] { return (*service)->NotReadyReason().find("127.0.0.1:1") != std::string::npos; }))
      << (*service)->NotReadyReason();
  EXPECT_THAT(Get((*service)->http_port(), "/readyz"), StartsWith("HTTP/1.1 503 "));
  const auto begun = std::chrono::steady_clock::now();
  (*service)->Stop();
  EXPECT_EQ((*service)->Wait(), kOk);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, tests::kPatience);
}

TEST(ServiceTest, SaysThatItsAddressIsInUse) {
  Cluster cluster;
  auto first = StartService(cluster.Config());
  ASSERT_TRUE(first) << first.error().message;
  Config config = cluster.Config();
  const std::string listen = "127.0.0.1:" + std::to_string((*first)->http_port());
  config.mutable_http()->set_listen(listen);
  config.set_ordinal("1");
  const auto second = StartService(config);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, StartsWith("http.listen: " + listen + " is in use; give each process its own"));
}

TEST(ServiceTest, TwoProcessesDoNotShareAStateDirectoryAndAnOrdinal) {
  Cluster cluster;
  auto first = StartService(cluster.Config());
  ASSERT_TRUE(first) << first.error().message;
  const auto second = StartService(cluster.Config());
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, StartsWith("state_dir: crash journal "));
}

TEST(ServiceTest, RefusesWhatCannotRun) {
  Cluster cluster;
  Config config = cluster.Config();
  config.set_state_dir("/proc/nowhere");
  auto service = StartService(config);
  ASSERT_FALSE(service);
  EXPECT_THAT(service.error().message, StartsWith("state_dir: /proc/nowhere: "));

  Config twice = cluster.Config();
  twice.add_stages("summarize");
  EXPECT_THAT(StartService(twice).error().message, StartsWith("stages: not neighbours"));
  Config none = cluster.Config();
  none.clear_stages();
  EXPECT_THAT(StartService(none).error().message, StartsWith("stages: none"));

  StageEntry broken = ObedientStage::Entry();
  broken.load_enricher = [](const Config&) -> Result<pipeline::EnricherFactory> { return Fail("model: is missing"); };
  EXPECT_EQ(Service::Start(cluster.Config(), {&broken, 1}).error().message, "summarize: model: is missing");
}

TEST(ServiceTest, PropertiesThatDoNotGoTogetherAreBadConfiguration) {
  Cluster cluster;
  Config config = cluster.Config();
  (*config.mutable_kafka())["socket.timeout.ms"] = "60000";
  (*config.mutable_kafka())["transaction.timeout.ms"] = "10000";
  auto service = StartService(config);
  ASSERT_TRUE(service) << service.error().message;
  EXPECT_EQ((*service)->Wait(), kBadConfiguration);
}

// While it lasts nobody serves the clients, which therefore still believe in their connection.
TEST(ServiceTest, IsNotReadyWhileACommitIsNotAnswered) {
  constexpr int kEndTxn = 26;
  constexpr int kCoordinatorLoadInProgress = 14;
  Cluster cluster(1);
  cluster.broker().PushErrors(kEndTxn, std::vector<int>(100'000, kCoordinatorLoadInProgress));
  auto service = StartService(cluster.Config());
  ASSERT_TRUE(service) << service.error().message;
  cluster.Send("urn:a", "waits");
  EXPECT_TRUE(tests::Eventually([&] {
    const std::string why = (*service)->NotReadyReason();
    return why.find("no answer from 127.0.0.1:") != std::string::npos && why.ends_with(" s, committing a transaction");
  })) << (*service)->NotReadyReason();
}

// A call that does not come back within watchdog_seconds: the coordinator has excuses for longer than that.
TEST(ServiceDeathTest, TheWatchdogEndsAStuckProcessWithAMessage) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        constexpr int kEndTxn = 26;
        constexpr int kCoordinatorLoadInProgress = 14;
        Cluster cluster(1);
        cluster.broker().PushErrors(kEndTxn, std::vector<int>(100'000, kCoordinatorLoadInProgress));
        Config config = cluster.Config();
        config.set_watchdog_seconds(5);
        config.mutable_log()->set_level("error");
        auto service = StartService(config);
        cluster.Send("urn:a", "stuck");
        (*service)->Wait();
      },
      ::testing::ExitedWithCode(kWatchdog), "worker 0 has been committing a transaction, for [0-9]+ s");
}

TEST(ServiceTest, WhatTheGroupRefusesForGoodEndsTheProcess) {
  constexpr int kJoinGroup = 11;
  constexpr int kInvalidSessionTimeout = 26;
  Cluster cluster(1);
  cluster.broker().PushErrors(kJoinGroup, {kInvalidSessionTimeout});
  auto service = StartService(cluster.Config());
  ASSERT_TRUE(service) << service.error().message;
  EXPECT_EQ((*service)->Wait(), kFatal);
}

// A coordinator that was lost may take a static member for another one: that is no rival yet.
TEST(ServiceTest, APlaceThatWasTakenOnceIsTakenBack) {
  constexpr int kJoinGroup = 11;
  constexpr int kFencedInstanceId = 82;
  Cluster cluster(1);
  cluster.broker().PushErrors(kJoinGroup, {kFencedInstanceId});
  auto service = StartService(cluster.Config());
  ASSERT_TRUE(service) << service.error().message;
  cluster.Send("urn:a", "after it");
  EXPECT_EQ(cluster.Read("news.enriched", 1).size(), 1u);
  (*service)->Stop();
  EXPECT_EQ((*service)->Wait(), kOk);
}

TEST(ServiceTest, WhoLosesItsPlaceTimeAndAgainHasARival) {
  constexpr int kJoinGroup = 11;
  constexpr int kFencedInstanceId = 82;
  constexpr size_t kMore = 100;  // than it takes: what falls together with a call that timed out does not count
  Cluster cluster(1);
  cluster.broker().PushErrors(kJoinGroup, std::vector<int>(kMore, kFencedInstanceId));
  auto service = StartService(cluster.Config());
  ASSERT_TRUE(service) << service.error().message;
  EXPECT_EQ((*service)->Wait(), kFenced);
}

// The same time and again, as when brokers die one after the other: exit 3 would need a person, for nothing.
TEST(ServiceTest, APlaceThatIsLostWithItsConnectionIsTakenBackHoweverOften) {
  constexpr int kJoinGroup = 11;
  constexpr int kFencedInstanceId = 82;
  constexpr int kConnectionClosed = -195;
  Cluster cluster(1);
  cluster.broker().PushErrors(kJoinGroup, {kConnectionClosed, kFencedInstanceId, kConnectionClosed, kFencedInstanceId,
                                           kConnectionClosed, kFencedInstanceId, kConnectionClosed, kFencedInstanceId});
  auto service = StartService(cluster.Config());
  ASSERT_TRUE(service) << service.error().message;
  cluster.Send("urn:a", "after them");
  EXPECT_EQ(cluster.Read("news.enriched", 1).size(), 1u);
  (*service)->Stop();
  EXPECT_EQ((*service)->Wait(), kOk);
}

TEST(ServiceTest, ListensNowhereWhereItIsToldSo) {
  Cluster cluster;
  Config config = cluster.Config();
  config.mutable_http()->set_listen("");
  auto service = StartService(config);
  ASSERT_TRUE(service) << service.error().message;
  EXPECT_EQ((*service)->http_port(), 0);
}

}  // namespace
}  // namespace marsad::app
