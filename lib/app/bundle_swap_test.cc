// Bundles that are swapped under a running service, and one that is not fit at its start.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "lib/app/service.h"
#include "lib/app/stage_set.h"
#include "lib/app/testing/cluster.h"
#include "tests/eventually.h"

namespace marsad::app {
namespace {

using ::testing::HasSubstr;
using Config = config::v1::Config;
using testing::Cluster;

// What a bundle holds, and how many of them there are and ever were at a time.
struct Model {
  explicit Model(std::string word) : text(std::move(word)) {
    const int now = ++alive;
    int seen = most;
    while (seen < now && !most.compare_exchange_weak(seen, now)) continue;
  }
  ~Model() { --alive; }
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  static inline std::atomic<int> alive = 0;
  static inline std::atomic<int> most = 0;
  const std::string text;
};

// Summarizes an article with the text of its bundle: a file, found where tag.gazetteer says.
class WordStage final : public pipeline::Enricher {
 public:
  explicit WordStage(std::shared_ptr<const Model> model) : model_(std::move(model)) {}
  std::string_view name() const override { return "summarize"; }
  std::string_view bundle() const override { return model_->text; }
  record::Field field() const override { return record::Field::kSummary; }
  pipeline::Enriched Enrich(const v1::EnrichedArticle&) override {
    if (model_->text == "refuses") return pipeline::Reject{pipeline::RejectCode::kStageFailed, "every article"};
    v1::EnrichedArticle delta;
    delta.mutable_summary()->set_text(model_->text);
    return pipeline::RecordDelta{delta.SerializeAsString()};
  }

 private:
  const std::shared_ptr<const Model> model_;
};

Result<pipeline::EnricherFactory> LoadWord(const Config& config) {
  std::string word;
  std::ifstream(config.tag().gazetteer()) >> word;
  if (word == "broken") return Fail("tag.gazetteer: broken");
  const auto model = std::make_shared<const Model>(word);
  return pipeline::EnricherFactory([model] { return std::make_unique<WordStage>(model); });
}

constexpr std::array kTable = {
    StageEntry{.name = "summarize",
               .input = "tagged",
               .output = {.key = "enriched"},
               .load_enricher = LoadWord,
               .bundle_paths = [](const Config& config) { return std::vector{config.tag().gazetteer()}; }}};

class BundleSwapTest : public ::testing::Test {
 protected:
  BundleSwapTest() { Put("first"); }

  // As one replaces a bundle: whole, by a rename.
  void Put(const std::string& word) const {
    std::ofstream(path_ + ".new") << word << "\n";
    std::filesystem::rename(path_ + ".new", path_);
  }

  Config Configure(int threads) const {
    Config config = cluster_.Config();
    config.set_threads(threads);
    config.mutable_tag()->set_gazetteer(path_);
    return config;
  }

  // Whether the page of metrics comes to have this line.
  static bool Shows(const Service& service, const std::string& line) {
    return tests::Eventually([&] { return service.MetricsText().find(line + "\n") != std::string::npos; });
  }

  // The bundle that the next article is enriched with, and says so itself.
  std::string Next() {
    cluster_.Send("urn:a", "title");
    const auto records = cluster_.Read("news.enriched", ++sent_);
    v1::EnrichedArticle article;
    if (records.size() != sent_ || !article.ParseFromString(records.back())) return "none";
    EXPECT_EQ(article.summary().text(), article.runs(0).bundle());
    return article.summary().text();
  }

  Cluster cluster_{1};

 private:
  testing::TemporaryDirectory directory_;
  const std::string path_ = directory_.path() + "/word";
  size_t sent_ = 0;
};

std::string InfoOf(const std::string& bundle) {
  return "marsad_bundle_info{bundle=\"" + bundle + "\",stage=\"summarize\",pipeline=\"news\"} 1";
}

std::string CountOf(const std::string& result, int count) {
  return "marsad_bundle_loads_total{result=\"" + result + "\",pipeline=\"news\",stage=\"summarize\"} " +
         std::to_string(count);
}

TEST_F(BundleSwapTest, AGoodOneIsTakenAndABadOneRefusedWhileItRuns) {
  auto service = Service::Start(Configure(1), kTable);
  ASSERT_TRUE(service) << service.error().message;
  EXPECT_TRUE(Shows(**service, InfoOf("first")));
  EXPECT_EQ(Next(), "first");
  Put("second");
  ASSERT_TRUE(Shows(**service, InfoOf("second")));
  EXPECT_THAT((*service)->MetricsText(), ::testing::Not(HasSubstr(InfoOf("first"))));
  EXPECT_EQ(Next(), "second");
  Put("broken");
  ASSERT_TRUE(Shows(**service, CountOf("refused", 1)));
  EXPECT_EQ(Next(), "second");
  Put("refuses");
  ASSERT_TRUE(Shows(**service, CountOf("refused", 2)));
  EXPECT_TRUE((*service)->Ready()) << (*service)->NotReadyReason();
  EXPECT_EQ(Next(), "second");
  Put("third");
  ASSERT_TRUE(Shows(**service, CountOf("swapped", 2)));
  EXPECT_EQ(Next(), "third");
}

TEST_F(BundleSwapTest, IdleWorkersSwapTooAndAtMostTwoAreInMemory) {
  Model::most = 0;
  auto service = Service::Start(Configure(3), kTable);
  ASSERT_TRUE(service) << service.error().message;
  for (int i = 1; i <= 5; ++i) {
    Put("number" + std::to_string(i));
    ASSERT_TRUE(Shows(**service, CountOf("swapped", i)));
    EXPECT_EQ(Model::alive, 1);
  }
  EXPECT_EQ(Model::most, 2);
}

TEST_F(BundleSwapTest, WithoutAWatchOnlyASignalAsks) {
  Config config = Configure(1);
  config.set_bundle_poll_seconds(0);
  auto service = Service::Start(config, kTable);
  ASSERT_TRUE(service) << service.error().message;
  Put("second");
  EXPECT_EQ(Next(), "first");
  (*service)->Reload();
  ASSERT_TRUE(Shows(**service, InfoOf("second")));
  Put("broken");
  (*service)->Reload();
  ASSERT_TRUE(Shows(**service, CountOf("refused", 1)));
  (*service)->Reload();
  ASSERT_TRUE(Shows(**service, CountOf("refused", 2)));
}

TEST_F(BundleSwapTest, WhatOneShouldKnowOfAGoodOneIsSaid) {
  std::array table = kTable;
  EXPECT_TRUE(StageSet::Load(Configure(1), table)->notes().empty());
  table[0].bundle_notes = [](const Config& config) { return std::vector{config.tag().gazetteer() + ": an old form"}; };
  const auto set = StageSet::Load(Configure(1), table);
  ASSERT_EQ(set->notes().size(), 1U);
  EXPECT_TRUE(set->notes()[0].ends_with("/word: an old form"));
}

TEST_F(BundleSwapTest, ABadOneEndsTheStart) {
  Put("broken");
  EXPECT_EQ(Service::Start(Configure(1), kTable).error().message, "summarize: tag.gazetteer: broken");
  Put("refuses");
  EXPECT_EQ(Service::Start(Configure(1), kTable).error().message,
            "tried on a sample: summarize: STAGE_FAILED: every article");
}

}  // namespace
}  // namespace marsad::app
