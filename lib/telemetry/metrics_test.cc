#include "lib/telemetry/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <thread>

namespace marsad::telemetry {
namespace {

using namespace std::chrono_literals;
using pipeline::BatchEnd;
using pipeline::Verdict;

// What stands on every series, in the order of its labels: taken out by Parse(), so that tests name the others alone.
constexpr std::string_view kIdentity[] = {R"(pipeline="news")", R"(stage="normalize-tag")"};

void TakeOut(std::string_view label, std::string* series) {
  const size_t at = series->find(label);
  if (at == series->npos) return;
  const bool is_first = (*series)[at - 1] == '{';
  series->erase(is_first ? at : at - 1, label.size() + 1);
  if (is_first && series->back() == '{') series->pop_back();
}

// "name{labels}" to value: a reader of the text format that knows nothing of the library that writes it.
std::map<std::string, double> Parse(const std::string& text) {
  std::map<std::string, double> values;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    const size_t space = line.rfind(' ');
    std::string series = line.substr(0, space);
    for (const std::string_view label : kIdentity) TakeOut(label, &series);
    values[series] = std::stod(line.substr(space + 1));
  }
  return values;
}

pipeline::StageEvent Ok(std::string_view stage, std::chrono::nanoseconds took) {
  pipeline::StageEvent event;
  event.stage = stage;
  event.took = took;
  return event;
}

class MetricsTest : public testing::Test {
 protected:
  std::map<std::string, double> Page() const { return Parse(metrics_.Text()); }

  Metrics metrics_{{"news", "normalize-tag"}, {{"normalize", ""}, {"tag", "0123abcd"}}, "news.articles"};
};

TEST_F(MetricsTest, TellsWhatIsRememberedWhereAStageRemembers) {
  EXPECT_EQ(Page().count("marsad_state_entries"), 0u);
  metrics_.SetRemembered(0, {.entries = 3, .most = 0, .bytes = 30});
  EXPECT_EQ(Page().count("marsad_state_entries_limit"), 0u) << "there is none";
  metrics_.SetRemembered(0, {.entries = 5, .most = 10, .bytes = 50});
  metrics_.SetRemembered(1, {.entries = 7, .most = 10, .bytes = 70});
  const auto page = Page();
  EXPECT_EQ(page.at("marsad_state_entries"), 12);
  EXPECT_EQ(page.at("marsad_state_entries_limit"), 20);
  EXPECT_EQ(page.at("marsad_state_bytes"), 120);
}

TEST_F(MetricsTest, CountsAnswersByStageVerdictAndReason) {
  pipeline::Observer& observer = metrics_.observer();
  observer.OnStage(Ok("normalize", 30us));
  observer.OnStage(Ok("normalize", 3ms));
  observer.OnStage({.stage = "tag", .verdict = Verdict::kFailed, .reason = "STAGE_FAILED", .detail = "x", .took = 1s});
  const auto page = Page();
  EXPECT_EQ(page.at(R"(marsad_records_total{reason="",stage="normalize",verdict="ok"})"), 2);
  EXPECT_EQ(page.at(R"(marsad_records_total{reason="",stage="tag",verdict="ok"})"), 0);
  EXPECT_EQ(page.at(R"(marsad_records_total{reason="STAGE_FAILED",stage="tag",verdict="failed"})"), 1);
  EXPECT_EQ(page.at(R"(marsad_stage_seconds_bucket{stage="normalize",le="2e-05"})"), 0);
  EXPECT_EQ(page.at(R"(marsad_stage_seconds_bucket{stage="normalize",le="5e-05"})"), 1);
  EXPECT_EQ(page.at(R"(marsad_stage_seconds_count{stage="normalize"})"), 2);
  EXPECT_NEAR(page.at(R"(marsad_stage_seconds_sum{stage="normalize"})"), 0.00303, 1e-9);
  EXPECT_NEAR(page.at(R"(marsad_stage_seconds_sum{stage="tag"})"), 1, 1e-9);
}

TEST_F(MetricsTest, CountsWhatComesInAndGoesOut) {
  pipeline::Observer& observer = metrics_.observer();
  observer.OnInput(100);
  observer.OnInput(50);
  observer.OnOutput({.bytes = 300, .since_received_seconds = 0.02, .since_published_seconds = 90});
  observer.OnOutput({.bytes = 10});
  observer.OnOutput({.dead = true, .bytes = 7, .since_received_seconds = 5});
  const auto page = Page();
  EXPECT_EQ(page.at(R"(marsad_messages_total{direction="in"})"), 2);
  EXPECT_EQ(page.at(R"(marsad_bytes_total{direction="in"})"), 150);
  EXPECT_EQ(page.at(R"(marsad_messages_total{direction="out"})"), 2);
  EXPECT_EQ(page.at(R"(marsad_bytes_total{direction="out"})"), 310);
  EXPECT_EQ(page.at(R"(marsad_messages_total{direction="dead"})"), 1);
  EXPECT_EQ(page.at(R"(marsad_bytes_total{direction="dead"})"), 7);
  EXPECT_EQ(page.at(R"(marsad_end_to_end_seconds_count{since="received"})"), 1);
  EXPECT_EQ(page.at(R"(marsad_end_to_end_seconds_bucket{since="received",le="0.025"})"), 1);
  EXPECT_EQ(page.at(R"(marsad_end_to_end_seconds_sum{since="published"})"), 90);
}

TEST_F(MetricsTest, CountsTransactionsByTheirEnd) {
  pipeline::Observer& observer = metrics_.observer();
  observer.OnBatch(
      {.end = BatchEnd::kCommitted, .records = 12, .bytes = 1, .took = 20ms, .commit_took = 5ms, .error = ""});
  observer.OnBatch({.end = BatchEnd::kFenced, .records = 1, .bytes = 1, .took = 1ms, .commit_took = 1ms, .error = "x"});
  observer.OnReopen("fenced");
  const auto page = Page();
  EXPECT_EQ(page.at(R"(marsad_transactions_total{result="committed"})"), 1);
  EXPECT_EQ(page.at(R"(marsad_transactions_total{result="fenced"})"), 1);
  EXPECT_EQ(page.at(R"(marsad_transactions_total{result="aborted"})"), 0);
  EXPECT_EQ(page.at("marsad_batch_records_sum"), 13);
  EXPECT_NEAR(page.at("marsad_transaction_seconds_sum"), 0.021, 1e-9);
  EXPECT_NEAR(page.at("marsad_commit_seconds_sum"), 0.006, 1e-9);
  EXPECT_EQ(page.at("marsad_producer_reopens_total"), 1);
}

TEST_F(MetricsTest, EverySeriesHasPipelineAndStage) {
  metrics_.SetClientGauges(0, {.lags = {{Partition(0), 10}}});
  std::istringstream lines(metrics_.Text());
  for (std::string line; std::getline(lines, line);) {
    if (line[0] == '#') continue;
    EXPECT_THAT(line, testing::HasSubstr(R"(pipeline="news")"));
    EXPECT_THAT(line, testing::ContainsRegex("[{,]stage=\"(normalize|tag|normalize-tag)\""));
  }
}

TEST_F(MetricsTest, FailuresAreCountedFromZero) {
  const auto page = Page();
  EXPECT_EQ(page.at(R"(marsad_records_total{reason="CRASH",stage="tag",verdict="failed"})"), 0);
  EXPECT_EQ(page.at(R"(marsad_records_total{reason="UPSTREAM_FAILED",stage="normalize",verdict="rejected"})"), 0);
}

TEST_F(MetricsTest, CountsWhatArticlesHold) {
  pipeline::Observer& observer = metrics_.observer();
  observer.OnOutput({.contents = {.language = "ar", .entities = 4, .summary_sentences = 3}});
  observer.OnOutput({.contents = {.language = "ar", .summary_sentences = 0}});
  observer.OnOutput({.contents = {.language = "en", .entities = 1}});
  observer.OnOutput({});
  const auto page = Page();
  EXPECT_EQ(page.at(R"(marsad_articles_total{language="ar"})"), 2);
  EXPECT_EQ(page.at(R"(marsad_articles_total{language="en"})"), 1);
  EXPECT_EQ(page.at(R"(marsad_article_entities_bucket{le="0"})"), 1);
  EXPECT_EQ(page.at("marsad_article_entities_sum"), 5);
  EXPECT_EQ(page.at("marsad_article_entities_count"), 3);
  EXPECT_EQ(page.at(R"(marsad_article_chosen_sentences_bucket{le="0"})"), 1);
  EXPECT_EQ(page.at("marsad_article_chosen_sentences_count"), 2);
}

TEST_F(MetricsTest, LanguagesThatAnybodyMayWriteStayFew) {
  for (int i = 0; i < 300; ++i) metrics_.observer().OnOutput({.contents = {.language = "x" + std::to_string(i)}});
  metrics_.observer().OnOutput({.contents = {.language = "a\"b\n"}});
  size_t languages = 0;
  for (const auto& [series, value] : Page()) languages += series.starts_with("marsad_articles_total") ? 1 : 0;
  EXPECT_LE(languages, 201u);
  EXPECT_EQ(Page().at(R"(marsad_articles_total{language="other"})"), 101);
}

TEST_F(MetricsTest, TellsWhenCertificatesEnd) {
  metrics_.SetCertificates({{"ssl.certificate.location", 1804396104}});
  EXPECT_EQ(Page().at(R"(marsad_certificate_expiry_timestamp_seconds{property="ssl.certificate.location"})"),
            1804396104);
}

TEST_F(MetricsTest, TellsBuildAndBundles) {
  const auto page = Page();
  EXPECT_EQ(page.at(R"(marsad_bundle_info{bundle="0123abcd",stage="tag"})"), 1);
  EXPECT_EQ(page.at(R"(marsad_bundle_info{bundle="",stage="normalize"})"), 1);
  EXPECT_THAT(metrics_.Text(), testing::ContainsRegex("marsad_build_info\\{version=\"[0-9.]+\","));
}

TEST_F(MetricsTest, BundlesFollowWhatIsInUse) {
  metrics_.SetBundles({{"normalize", ""}, {"tag", "4567cdef"}});
  metrics_.CountBundle(BundleEnd::kSwapped);
  const auto page = Page();
  EXPECT_FALSE(page.contains(R"(marsad_bundle_info{bundle="0123abcd",stage="tag"})"));
  EXPECT_EQ(page.at(R"(marsad_bundle_info{bundle="4567cdef",stage="tag"})"), 1);
  EXPECT_EQ(page.at(R"(marsad_bundle_info{bundle="",stage="normalize"})"), 1);
  EXPECT_EQ(page.at(R"(marsad_bundle_loads_total{result="swapped"})"), 1);
  EXPECT_EQ(page.at(R"(marsad_bundle_loads_total{result="refused"})"), 0);
}

TEST_F(MetricsTest, LagFollowsTheAssignment) {
  metrics_.CountAssignment(0, 2);
  metrics_.CountAssignment(1, 1);
  metrics_.SetClientGauges(0, {.lags = {{Partition(0), 10, Offset(40)}, {Partition(2), 0}},
                               .fetched_bytes = 5,
                               .unsent_bytes = 1,
                               .brokers_up = 3});
  metrics_.SetClientGauges(1, {.lags = {{Partition(1), 7}}, .fetched_bytes = 6, .unsent_bytes = 2, .brokers_up = 1});
  auto page = Page();
  EXPECT_EQ(page.at(R"(marsad_consumer_lag_records{topic="news.articles",partition="0"})"), 10);
  EXPECT_EQ(page.at(R"(marsad_consumer_lag_records{topic="news.articles",partition="1"})"), 7);
  EXPECT_EQ(page.at(R"(marsad_consumer_position_offset{topic="news.articles",partition="0"})"), 40);
  EXPECT_EQ(page.at(R"(marsad_queue_bytes{queue="fetched"})"), 11);
  EXPECT_EQ(page.at(R"(marsad_queue_bytes{queue="unsent"})"), 3);
  EXPECT_EQ(page.at("marsad_assigned_partitions"), 3);
  EXPECT_EQ(page.at("marsad_connected_brokers"), 3);
  EXPECT_EQ(page.at("marsad_rebalances_total"), 2);

  metrics_.CountAssignment(0, 0);
  page = Page();
  EXPECT_FALSE(page.contains(R"(marsad_consumer_lag_records{topic="news.articles",partition="0"})"));
  EXPECT_EQ(page.at("marsad_assigned_partitions"), 1);
}

TEST_F(MetricsTest, TellsOfTheProcess) {
  const auto page = Page();
  EXPECT_GT(page.at("process_resident_memory_bytes"), 1e6);
  EXPECT_GT(page.at("process_virtual_memory_bytes"), page.at("process_resident_memory_bytes"));
  EXPECT_GE(page.at("marsad_memory_limit_bytes"), page.at("process_resident_memory_bytes"));
  EXPECT_GE(page.at("process_open_fds"), 3);
  EXPECT_GT(page.at("process_max_fds"), page.at("process_open_fds"));
  EXPECT_GE(page.at("process_cpu_seconds_total"), 0);
  const auto now = static_cast<double>(std::time(nullptr));
  EXPECT_NEAR(page.at("process_start_time_seconds"), now, 300);
}

TEST_F(MetricsTest, EveryFamilyHasHelpAndOneType) {
  std::istringstream lines(metrics_.Text());
  std::set<std::string> helped;
  std::set<std::string> typed;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string hash, kind, name;
    words >> hash >> kind >> name;
    if (kind != "HELP" && kind != "TYPE") continue;
    EXPECT_TRUE((kind == "HELP" ? helped : typed).insert(name).second) << name;
  }
  EXPECT_EQ(helped, typed);
  EXPECT_GT(typed.size(), 20u);
}

TEST_F(MetricsTest, PrometheusOwnToolHasNothingToSay) {
  if (std::system("command -v promtool > /dev/null") != 0) GTEST_SKIP() << "promtool is not installed";
  metrics_.SetClientGauges(0, {.lags = {{Partition(0), 10}}});
  metrics_.observer().OnStage(
      {.stage = "tag", .verdict = Verdict::kFailed, .reason = "CRASH", .detail = "", .took = 1s});
  const std::string path = testing::TempDir() + "marsad_metrics_" + std::to_string(getpid());
  std::ofstream(path) << metrics_.Text();
  EXPECT_EQ(std::system(("promtool check metrics < " + path + " 1>&2").c_str()), 0);
  std::remove(path.c_str());
}

TEST_F(MetricsTest, ThreadsCountTogether) {
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < 1000; ++i) {
        metrics_.observer().OnStage(Ok("tag", 1us));
        metrics_.observer().OnOutput({.bytes = 1, .since_received_seconds = 1});
        metrics_.SetClientGauges(t, {.lags = {{Partition(t), i}}});
        if (i % 100 == 0) Page();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto page = Page();
  EXPECT_EQ(page.at(R"(marsad_records_total{reason="",stage="tag",verdict="ok"})"), 4000);
  EXPECT_EQ(page.at(R"(marsad_bytes_total{direction="out"})"), 4000);
}

}  // namespace
}  // namespace marsad::telemetry
