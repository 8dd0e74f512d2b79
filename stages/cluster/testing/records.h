// Records as they come to the stage, for tests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/article/words.h"
#include "lib/text/fold.h"
#include "lib/text/token.h"
#include "marsad/v1/enriched.pb.h"
#include "stages/cluster/testing/minutes.h"

namespace marsad::cluster::testing {

struct TestRecord {
  std::string uri = {};
  std::string source = {};
  std::string title = {};
  std::string body = {};
  uint64_t version = 0;
  int64_t minute = 0;  // when it was received
  int64_t offset = 0;  // in news.raw
  v1::Article::PubStatus status = v1::Article::USABLE;
  std::string correction = {};
  bool has_text = true;  // normalize has seen it
};

inline v1::EnrichedArticle MakeArticle(const TestRecord& record) {
  v1::EnrichedArticle made;
  v1::Article& article = *made.mutable_article();
  article.set_uri(record.uri);
  if (record.version != 0) article.set_version(record.version);
  article.set_title(record.title);
  article.set_body(record.body);
  article.set_pub_status(record.status);
  if (!record.source.empty()) article.mutable_source()->set_uri(record.source);
  if (!record.correction.empty()) article.set_correction(record.correction);
  article.mutable_received()->set_seconds(At(record.minute).millis() / 1000);
  article.mutable_input()->set_topic("news.raw");
  article.mutable_input()->set_partition(0);
  article.mutable_input()->set_offset(record.offset);
  if (!record.has_text) return made;
  made.mutable_text()->set_language("en");
  const text::Folded title = text::Fold(record.title);
  const text::Folded body = text::Fold(record.body);
  const std::vector<text::Token> title_tokens = text::Tokenize(record.title, title);
  const std::vector<text::Token> body_tokens = text::Tokenize(record.body, body);
  article::WriteWords({title, title_tokens}, {body, body_tokens}, made.mutable_text());
  return made;
}

// A stream with every kind of change: copies, a piece of another article, a correction, late and repeated versions, kills of
// what is known and what is not, a hold, and records that the stage cannot take. A null value is a kill.
struct StreamRecord {
  std::string key;
  std::optional<std::string> value = {};
  int64_t minute = 0;
  std::string original = {};  // the header that tells where a kill lay
  std::string change = {};    // what comes of it; "FAILED": it passes without a story
};
std::vector<StreamRecord> TestStream();

}  // namespace marsad::cluster::testing
