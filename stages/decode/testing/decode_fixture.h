// A decoder with default limits and the questions that tests ask it.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/decode/stage.h"

namespace marsad::decode {

inline constexpr int64_t kReceived = 1'762'180'200'000;  // 2025-11-03T14:30:00Z

class DecodeTest : public testing::Test {
 protected:
  DecodeTest() : decoder_((*LoadDecode(config::v1::Config()))()) {}

  pipeline::Decoded Decode(std::string_view value, std::string_view content_type) {
    const record::HeaderView header{.key = "Content-Type", .value = content_type};
    const record::HeadersView none;
    return decoder_->Decode({.value = value,
                             .headers = content_type.empty() ? none : record::HeadersView(&header, 1),
                             .timestamp = Timestamp::FromMillis(kReceived),
                             .topic = "news.raw",
                             .partition = Partition(2),
                             .offset = Offset(7)});
  }

  // The one article; fails the test where it was refused.
  v1::Article Article(std::string_view value, std::string_view content_type = "application/json") {
    const pipeline::Decoded decoded = Decode(value, content_type);
    if (const auto* reject = std::get_if<pipeline::Reject>(&decoded)) {
      ADD_FAILURE() << Name(reject->code) << ": " << reject->detail;
      return {};
    }
    const std::vector<v1::Article> articles = Unpack(decoded);
    EXPECT_EQ(articles.size(), 1U);
    return articles.empty() ? v1::Article() : articles.front();
  }

  // All articles of a record, of which none was refused.
  std::vector<v1::Article> Articles(std::string_view value, std::string_view content_type) {
    const pipeline::Decoded decoded = Decode(value, content_type);
    if (const auto* reject = std::get_if<pipeline::Reject>(&decoded)) ADD_FAILURE() << reject->detail;
    if (const auto* partial = std::get_if<pipeline::Partial>(&decoded)) ADD_FAILURE() << partial->rejected.detail;
    return Unpack(decoded);
  }

  static std::vector<v1::Article> Unpack(const pipeline::Decoded& decoded) {
    std::vector<v1::Article> articles;
    for (const pipeline::KeyedArticle& keyed : pipeline::ArticlesOf(decoded)) {
      v1::EnrichedArticle record;
      EXPECT_TRUE(record.ParseFromString(keyed.delta));
      EXPECT_EQ(keyed.key, record.article().uri());
      EXPECT_FALSE(keyed.key.empty());
      articles.push_back(record.article());
    }
    return articles;
  }

  pipeline::Reject Refusal(std::string_view value, std::string_view content_type = "application/json") {
    const pipeline::Decoded decoded = Decode(value, content_type);
    if (const auto* reject = std::get_if<pipeline::Reject>(&decoded)) return *reject;
    ADD_FAILURE() << "was accepted: " << value.substr(0, 200);
    return {};
  }

  std::unique_ptr<pipeline::Decoder> decoder_;
};

inline v1::Article Sample() {
  v1::Article article;
  article.set_uri("x:1");
  article.set_title("A title");
  article.set_body("The body.\nTwo.");
  return article;
}

}  // namespace marsad::decode
