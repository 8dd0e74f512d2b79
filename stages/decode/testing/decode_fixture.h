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
                             .timestamp_ms = kReceived,
                             .topic = "news.raw",
                             .partition = 2,
                             .offset = 7});
  }

  // The one article; fails the test where it was refused.
  v1::Article Article(std::string_view value, std::string_view content_type = "application/json") {
    const pipeline::Decoded decoded = Decode(value, content_type);
    v1::EnrichedArticle record;
    if (const auto* reject = std::get_if<pipeline::Reject>(&decoded)) {
      ADD_FAILURE() << Name(reject->code) << ": " << reject->detail;
      return {};
    }
    const auto& articles = std::get<std::vector<pipeline::KeyedArticle>>(decoded);
    EXPECT_EQ(articles.size(), 1U);
    EXPECT_TRUE(record.ParseFromString(articles.at(0).delta));
    EXPECT_EQ(articles.at(0).key, record.article().uri());
    EXPECT_FALSE(articles.at(0).key.empty());
    return record.article();
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
