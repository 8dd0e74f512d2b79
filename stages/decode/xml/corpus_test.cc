// Feeds and bombs that others collected, if they are at hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>

#include "lib/base/utf8.h"
#include "lib/text/utf8.h"
#include "stages/decode/encoding.h"
#include "stages/decode/sniff.h"
#include "stages/decode/xml/article.h"
#include "tests/shared_data.h"

namespace marsad::decode {
namespace {

constexpr Limits kLimits{
    .title_chars = 10'000, .body_chars = 1'000'000, .feed_items = 1000, .nesting = 200, .links = 10'000};

std::string Load(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

OrRefusal<Drafts> Read(const std::string& bytes) {
  const OrRefusal<Utf8Text> utf8 = ToUtf8(bytes, DeclaredCharset(bytes));
  if (!utf8) return tl::unexpected(utf8.error());
  return ReadXmlArticles(utf8->text(), kLimits);
}

// A sentence without what differs from file to file, so that equal reasons can be counted.
std::string Reason(const std::string& detail) { return detail.substr(0, detail.find_first_of(":;0123456789")); }

struct Outcome {
  int files = 0;
  int articles = 0;
  int files_with_articles = 0;
  std::map<std::string, int> why_not;
};

void Count(const OrRefusal<Drafts>& read, Outcome* outcome) {
  ++outcome->files;
  if (!read) {
    ++outcome->why_not["refused: " + Reason(read.error().detail)];
    return;
  }
  int articles = 0;
  for (const Draft& draft : read->drafts) {
    EXPECT_TRUE(IsValidUtf8(draft.title) && IsValidUtf8(draft.body));
    for (const Marked& mark : draft.markup) {
      EXPECT_TRUE(mark.begin < mark.end && mark.end <= draft.body.size());
      EXPECT_TRUE(IsValidUtf8(draft.body.substr(mark.begin, mark.end - mark.begin)));
    }
    articles += text::HasLetter(draft.title) || text::HasLetter(draft.body);
  }
  outcome->articles += articles;
  if (articles > 0) {
    ++outcome->files_with_articles;
  } else if (!read->refused.empty()) {
    ++outcome->why_not["refused: " + Reason(read->refused.front().why.detail)];
  } else {
    ++outcome->why_not[read->drafts.empty() ? "a feed without items" : "items without title and text"];
  }
}

TEST(ReadXmlArticles, TakesOddFeeds) {
  const auto folder = tests::SharedData("badinput/feedparser/tests");
  if (!folder) GTEST_SKIP() << "badinput/feedparser is not here: set MARSAD_SHARED_DATA";
  const std::clock_t begin = std::clock();
  Outcome outcome;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
    if (entry.path().extension() != ".xml") continue;
    SCOPED_TRACE(entry.path());
    const OrRefusal<Drafts> read = Read(Load(entry.path()));
    Count(read, &outcome);
  }
  std::cout << outcome.files << " feeds, " << outcome.files_with_articles << " with articles (" << outcome.articles
            << ")\n";
  for (const auto& [why, files] : outcome.why_not) std::cout << files << " " << why << "\n";
  EXPECT_EQ(outcome.files, 1768);
  EXPECT_GE(outcome.files_with_articles, 346);  // of the rest, none has an item with a title or a text
  EXPECT_LT(std::clock() - begin, 60 * CLOCKS_PER_SEC);
}

TEST(ReadXmlArticles, RefusesBombs) {
  const auto folder = tests::SharedData("badinput/xmlbombs/xmltestdata");
  if (!folder) GTEST_SKIP() << "badinput/xmlbombs is not here: set MARSAD_SHARED_DATA";
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    const std::clock_t begin = std::clock();
    const OrRefusal<Drafts> read = Read(Load(entry.path()));
    EXPECT_LT(std::clock() - begin, CLOCKS_PER_SEC) << entry.path();
    ASSERT_FALSE(read) << entry.path();
    std::cout << entry.path().filename().string() << ": " << read.error().detail << "\n";
    ++files;
  }
  EXPECT_EQ(files, 13);
}

}  // namespace
}  // namespace marsad::decode
