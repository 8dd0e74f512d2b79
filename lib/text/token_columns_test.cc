#include "lib/text/token_columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace marsad::text {
namespace {

using ::testing::ElementsAre;

constexpr TextSizes kAnySize = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX};

bool Same(const std::vector<Token>& a, const std::vector<Token>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Token& x, const Token& y) {
    return x.original == y.original && x.search == y.search && x.script == y.script && x.proclitic == y.proclitic;
  });
}

std::vector<Token> AnyTokens() {
  const auto numbers = *rc::gen::container<std::vector<uint32_t>>(rc::gen::inRange<uint32_t>(0, 1000));
  std::vector<Token> tokens;
  uint32_t original = 0;
  uint32_t search = 0;
  for (const uint32_t number : numbers) {
    Token token;
    token.original = {original + number % 7, original + number % 7 + 1 + number % 31};
    token.search = {search + number % 5, search + number % 5 + number % 29};
    token.script = static_cast<Script>(number % 11);
    token.proclitic = static_cast<uint8_t>(token.search.size() / 2);
    original = token.original.end;
    search = token.search.end;
    tokens.push_back(token);
  }
  return tokens;
}

RC_GTEST_PROP(TokenColumnsProperty, SurviveTheColumns, ()) {
  const std::vector<Token> title = AnyTokens();
  const std::vector<Token> body = AnyTokens();
  const auto back = UnpackTokens(PackTokens(title, body), kAnySize);
  RC_ASSERT(back.has_value());
  RC_ASSERT(Same(back->title, title) && Same(back->body, body));
}

// Worked out by hand from the comments of marsad.v1.Tokens.
TEST(TokenColumnsTest, LayoutIsTheContracts) {
  const std::vector<Token> title = {{.original = {2, 5}, .search = {2, 4}, .script = Script::kLatin}};
  const std::vector<Token> body = {{.original = {1, 9}, .search = {1, 7}, .script = Script::kArabic, .proclitic = 2},
                                   {.original = {10, 12}, .search = {8, 8}, .script = Script::kDigits}};
  const TokenColumns columns = PackTokens(title, body);
  EXPECT_EQ(columns.title_count, 1u);
  EXPECT_THAT(columns.gap, ElementsAre(2, 1, 1));
  EXPECT_THAT(columns.length, ElementsAre(3, 8, 2));
  EXPECT_THAT(columns.search_gap, ElementsAre(2, 1, 1));
  EXPECT_THAT(columns.search_length, ElementsAre(2, 6, 0));
  EXPECT_THAT(columns.script, ElementsAre(1, 2, 4));
  EXPECT_THAT(columns.proclitic, ElementsAre(0, 2, 0));
}

TEST(TokenColumnsTest, RefusesWhatDoesNotFit) {
  const std::vector<Token> body = {{.original = {0, 5}, .search = {0, 5}}};
  const TextSizes sizes = {.title = 0, .body = 5, .search_title = 0, .search_body = 5};
  const TokenColumns good = PackTokens({}, body);
  EXPECT_TRUE(UnpackTokens(good, sizes).has_value());

  TokenColumns longer = good;
  longer.length[0] = 6;
  EXPECT_FALSE(UnpackTokens(longer, sizes).has_value());
  TokenColumns wrapping = good;
  wrapping.gap[0] = UINT32_MAX;
  EXPECT_FALSE(UnpackTokens(wrapping, sizes).has_value());
  TokenColumns search = good;
  search.search_gap[0] = 1;
  EXPECT_FALSE(UnpackTokens(search, sizes).has_value());
  TokenColumns proclitic = good;
  proclitic.proclitic[0] = 6;
  EXPECT_FALSE(UnpackTokens(proclitic, sizes).has_value());
  TokenColumns ragged = good;
  ragged.script.clear();
  EXPECT_FALSE(UnpackTokens(ragged, sizes).has_value());
  TokenColumns title = good;
  title.title_count = 2;
  EXPECT_FALSE(UnpackTokens(title, sizes).has_value());
}

TEST(TokenColumnsTest, ScriptsOfALaterVersionAreOther) {
  const std::vector<Token> body = {{.original = {0, 5}, .search = {0, 5}}};
  TokenColumns columns = PackTokens({}, body);
  columns.script[0] = 77;
  const auto tokens = UnpackTokens(columns, kAnySize);
  ASSERT_TRUE(tokens.has_value());
  EXPECT_EQ(tokens->body[0].script, Script::kOther);
}

}  // namespace
}  // namespace marsad::text
