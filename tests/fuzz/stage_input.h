// Bytes of a fuzzer as a record with headers, and what decode promises of the answer. Tests only.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "marsad/config/v1/config.pb.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/decode/stage.h"
#include "tests/fuzz/check.h"

namespace marsad::fuzz {

inline pipeline::Decoded Decode(std::string_view value, record::HeadersView headers) {
  static const auto decoder = (*decode::LoadDecode(config::v1::Config()))();
  return decoder->Decode({.value = value,
                          .headers = headers,
                          .timestamp = Timestamp::FromMillis(1'793'716'200'000),
                          .topic = "news.raw",
                          .partition = Partition(0),
                          .offset = Offset(0)});
}

// The articles of a sound answer; ends the program where it is none.
inline std::vector<v1::Article> RequireSound(const pipeline::Decoded& decoded) {
  const pipeline::Reject* reject = std::get_if<pipeline::Reject>(&decoded);
  if (const auto* partial = std::get_if<pipeline::Partial>(&decoded)) {
    Require(!partial->articles.empty(), "a part that goes on holds an article");
    reject = &partial->rejected;
  }
  if (reject != nullptr) {
    Require(!reject->detail.empty(), "a reject says why");
    RequireUtf8(reject->detail);
  }
  std::vector<v1::Article> articles;
  for (const auto& keyed : pipeline::ArticlesOf(decoded)) {
    v1::EnrichedArticle record;
    Require(record.ParseFromString(keyed.delta), "a delta is a record");
    const v1::Article& article = record.article();
    Require(!keyed.key.empty() && keyed.key == article.uri(), "the key is the article's uri");
    for (const std::string_view text : {article.uri(), article.title(), article.body()}) RequireUtf8(text);
    for (const auto& mark : article.markup()) {
      const bool in_title = mark.span().field() == v1::Span::TITLE;
      RequireInside(in_title ? article.title() : article.body(), mark.span().begin(), mark.span().end());
    }
    articles.push_back(article);
  }
  return articles;
}

}  // namespace marsad::fuzz
