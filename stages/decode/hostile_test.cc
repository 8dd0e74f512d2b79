// Bytes that nobody meant as an article, and strings that break programs.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "lib/base/utf8.h"
#include "stages/decode/testing/decode_fixture.h"
#include "tests/shared_data.h"

namespace marsad::decode {
namespace {

using HostileTest = DecodeTest;

// Whatever comes in: no crash, and what comes out is valid UTF-8 and has what an article needs.
void ExpectSound(const pipeline::Decoded& decoded) {
  if (const auto* reject = std::get_if<pipeline::Reject>(&decoded)) {
    RC_ASSERT(IsValidUtf8(reject->detail));
    RC_ASSERT(!reject->detail.empty() && reject->detail.size() < 1000);
    return;
  }
  for (const auto& keyed : pipeline::ArticlesOf(decoded)) {
    v1::EnrichedArticle record;
    RC_ASSERT(record.ParseFromString(keyed.delta));
    const v1::Article& article = record.article();
    RC_ASSERT(keyed.key == article.uri() && !keyed.key.empty());
    for (const std::string* text : {&article.title(), &article.body(), &article.uri(), &article.language()}) {
      RC_ASSERT(IsValidUtf8(*text));
      RC_ASSERT(text->find_first_of(std::string("\0\r\x1B\x7F", 4)) == std::string::npos);
    }
    for (const std::string& note : article.input().ignored_fields()) RC_ASSERT(IsValidUtf8(note));
  }
}

constexpr const char* kTypes[] = {"", "text/plain", "application/json", "application/x-protobuf",
                                  "text/plain; charset=utf-16"};

TEST_F(HostileTest, SurvivesRandomBytes) {
  EXPECT_TRUE(rc::check([this](const std::string& bytes) {
    for (const char* type : kTypes) ExpectSound(Decode(bytes, type));
  }));
}

TEST_F(HostileTest, SurvivesBrokenArticles) {
  const std::string json =
      R"({"uri":"x:1","title":"A \u0645 title","body":"b\n","published":"2025-11-03","authors":["x"]})";
  const std::string protobuf = Sample().SerializeAsString();
  EXPECT_TRUE(rc::check([&, this] {
    std::string bytes = *rc::gen::element(json, protobuf);
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
      const auto at = *rc::gen::inRange<size_t>(0, bytes.size());
      bytes[at] = *rc::gen::arbitrary<char>();
    }
    bytes.resize(*rc::gen::inRange<size_t>(1, bytes.size() + 1));
    for (const char* type : kTypes) ExpectSound(Decode(bytes, type));
  }));
}

TEST_F(HostileTest, GivesTheSameBytesAgain) {
  const std::string json = R"({"title":"A","body":"B","mood":1,"published":"2025-11-03"})";
  const auto first = std::get<std::vector<pipeline::KeyedArticle>>(Decode(json, ""));
  Decode("other", "text/plain");
  EXPECT_EQ(std::get<std::vector<pipeline::KeyedArticle>>(Decode(json, "")).at(0).delta, first.at(0).delta);
}

std::string JsonString(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) {
      quoted += c;
    } else {
      std::array<char, 8> escape;
      std::snprintf(escape.data(), escape.size(), "\\u%04x", c);
      quoted += escape.data();
    }
  }
  return quoted + '"';
}

bool HasControls(std::string_view text) {
  return text.find('\xC2') != std::string_view::npos ||  // perhaps C1
         std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

TEST_F(HostileTest, CarriesNaughtyStringsThroughEveryField) {
  const auto path = tests::SharedData("badinput/blns/blns.txt");
  if (!path) GTEST_SKIP() << "badinput/blns is not here: set MARSAD_SHARED_DATA";
  std::ifstream in(*path);
  int count = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#' || !IsValidUtf8(line)) continue;
    ++count;
    const std::string quoted = JsonString(line);
    std::string sent = R"({"title":"A")";
    for (const char* field : {"body", "uri", "url", "language", "published", "source", "correction", "version"}) {
      sent += ",\"" + std::string(field) + "\":" + quoted;
    }
    sent += R"(,"authors":[)" + quoted + R"(],"subjects":[)" + quoted + "]," + quoted + ":" + quoted + "}";
    const v1::Article article = Article(sent);
    EXPECT_EQ(article.title(), "A");
    EXPECT_TRUE(IsValidUtf8(article.body()));
    if (!HasControls(line) && line.find_first_of("<&") == std::string::npos) {
      EXPECT_EQ(article.body(), line);
    }
  }
  EXPECT_GT(count, 400);
}

}  // namespace
}  // namespace marsad::decode
