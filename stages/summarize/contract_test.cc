// What lib/pipeline promises in the name of every stage, on the golden texts and on records that do not fit.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "lib/article/testing/fill_words.h"
#include "lib/pipeline/testing/stage_contract.h"
#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/summarize/stage.h"

namespace marsad::summarize {
namespace {

// The golden text as a record: the title on the first line, then a sentence on each.
v1::EnrichedArticle Record(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::string title;
  std::getline(in, title);
  const std::string body((std::istreambuf_iterator<char>(in)), {});
  v1::EnrichedArticle record;
  record.mutable_article()->set_uri(path.filename());
  record.mutable_article()->set_title(title);
  record.mutable_article()->set_body(body);
  v1::Text* text = record.mutable_text();
  for (size_t at = 0; at < body.size(); at = body.find('\n', at) + 1) {
    v1::Span* span = text->add_sentences();
    span->set_field(v1::Span::BODY);
    span->set_begin(static_cast<uint32_t>(at));
    span->set_end(static_cast<uint32_t>(body.find('\n', at)));
  }
  article::testing::FillWords(&record);
  return record;
}

TEST(SummarizeContract, HoldsForGoldenTextsAndForRecordsThatDoNotFit) {
  std::vector<std::string> corpus;
  for (const auto& entry : std::filesystem::directory_iterator("stages/summarize/golden")) {
    if (entry.path().extension() != ".in") continue;
    v1::EnrichedArticle record = Record(entry.path());
    corpus.push_back(record.SerializeAsString());
    record.mutable_article()->mutable_body()->pop_back();
    corpus.push_back(record.SerializeAsString());
    record.mutable_article()->set_body("short");
    corpus.push_back(record.SerializeAsString());
    record.clear_text();
    corpus.push_back(record.SerializeAsString());
  }
  ASSERT_GE(corpus.size(), 12U);
  pipeline::testing::ExpectEnricherContract(*LoadSummarize(config::v1::Config()), corpus);
}

}  // namespace
}  // namespace marsad::summarize
