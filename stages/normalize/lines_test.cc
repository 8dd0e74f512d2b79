#include "stages/normalize/lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace marsad::normalize {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Cut(const std::string& body, const std::vector<Markup>& markup = {}) {
  std::vector<std::string> lines;
  for (const Line& line : CutLines(body, markup)) {
    lines.push_back(std::to_string(static_cast<int>(line.markup)) + std::string(line.span.Cut(body)));
  }
  return lines;
}

TEST(LinesTest, LineBreaksOfEveryKind) {
  EXPECT_THAT(Cut("a\nb\r\nc\rd\u2028e\u2029\n\n  f \u00A0\n \n"), ElementsAre("0a", "0b", "0c", "0d", "0e", "0f"));
  EXPECT_THAT(Cut(""), IsEmpty());
  EXPECT_THAT(Cut("\n \n"), IsEmpty());
}

TEST(LinesTest, MarkupCutsAndTheMostTellingWins) {
  const std::vector<Markup> markup = {{MarkupKind::kQuote, {0, 9}},
                                      {MarkupKind::kParagraph, {0, 4}},
                                      {MarkupKind::kParagraph, {5, 9}},
                                      {MarkupKind::kByline, {5, 7}},
                                      {MarkupKind::kLink, {1, 2}}};
  EXPECT_THAT(Cut("one, two, three", markup), ElementsAre("6one,", "3tw", "6o,", "0three"));
}

TEST(LinesTest, MarkupThatDoesNotFitIsIgnored) {
  const std::string body = "\u0628\u0628 b";
  EXPECT_THAT(Cut(body, {{MarkupKind::kQuote, {1, 4}},
                         {MarkupKind::kQuote, {0, 99}},
                         {MarkupKind::kQuote, {3, 1}},
                         {MarkupKind::kQuote, {2, 2}}}),
              ElementsAre("0" + body));
}

RC_GTEST_PROP(LinesProperty, AllButSpaceIsInALine, ()) {
  const auto body = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab \n\r")));
  const auto numbers = *rc::gen::container<std::vector<uint32_t>>(rc::gen::inRange<uint32_t>(0, 30));
  std::vector<Markup> markup;
  for (size_t i = 0; i + 1 < numbers.size(); i += 2) {
    markup.push_back({static_cast<MarkupKind>(numbers[i] % kMarkupKinds), {numbers[i], numbers[i + 1]}});
  }
  std::string covered(body.size(), ' ');
  uint32_t behind = 0;
  for (const Line& line : CutLines(body, markup)) {
    RC_ASSERT(line.span.begin >= behind && line.span.begin < line.span.end);
    behind = line.span.end;
    covered.replace(line.span.begin, line.span.size(), body, line.span.begin, line.span.size());
  }
  for (size_t i = 0; i < body.size(); ++i) RC_ASSERT(covered[i] == body[i] || body[i] == '\n' || body[i] == '\r');
}

}  // namespace
}  // namespace marsad::normalize
