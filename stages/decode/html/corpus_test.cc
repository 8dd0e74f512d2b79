// Corpora of hostile HTML: no markup survives as text.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <string>

#include "stages/decode/article/clean.h"
#include "stages/decode/html/page.h"
#include "stages/decode/html/text.h"
#include "tests/shared_data.h"

namespace marsad::decode {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;

std::string WithoutBlanks(std::string_view text) {
  std::string dense;
  std::copy_if(text.begin(), text.end(), std::back_inserter(dense),
               [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F; });
  // gumbo puts U+FFFD for noncharacters, which is harmless.
  for (size_t at = dense.find("\uFFFD"); at != std::string::npos; at = dense.find("\uFFFD", at)) dense.erase(at, 3);
  return dense;
}

bool IsSubsequence(std::string_view part, std::string_view whole) {
  size_t at = 0;
  for (const char c : whole) at += at < part.size() && part[at] == c;
  return at == part.size();
}

// What the tokens of a case are as characters, by html5lib: all that a reader can see of it at most.
std::string CharactersOf(const array& tokens) {
  std::string text;
  for (const element token : tokens) {
    std::string_view kind;
    std::string_view characters;
    if (!token.at(0).get(kind) && kind == "Character" && !token.at(1).get(characters)) text += characters;
  }
  return text;
}

// Where we differ on purpose: controls, zero bytes among them, are dropped before the text is parsed.
bool HasControls(std::string_view input) { return CleanText(input).dropped > 0; }

struct Count {
  int cases = 0;
  int whole = 0;  // of which every character is in our text
};

void CheckCase(const element& test, Count* count) {
  bool is_escaped;
  array states;
  std::string_view input;
  array tokens;
  if (!test["doubleEscaped"].get(is_escaped) || !test["initialStates"].get(states)) return;
  if (test["input"].get(input) || test["output"].get(tokens) || HasControls(input)) return;
  const OrRefusal<RichText> rich = ReadHtmlFragment(input);
  ASSERT_TRUE(rich) << input;
  const std::string seen = WithoutBlanks(rich->text);
  const std::string allowed = WithoutBlanks(CharactersOf(tokens));
  EXPECT_TRUE(IsSubsequence(seen, allowed)) << input << "\nis read as: " << seen << "\nand holds: " << allowed;
  ++count->cases;
  count->whole += seen == allowed;
}

TEST(HtmlCorpus, ShowsOnlyCharactersOfTheTokenizerTests) {
  const auto folder = tests::SharedData("badinput/html5lib/tokenizer");
  if (!folder) GTEST_SKIP() << "badinput/html5lib is not here: set MARSAD_SHARED_DATA";
  Count count;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    if (entry.path().extension() != ".test") continue;
    simdjson::dom::parser parser;
    array cases;
    if (parser.load(entry.path().string())["tests"].get(cases)) continue;
    for (const element test : cases) CheckCase(test, &count);
  }
  RecordProperty("cases", count.cases);
  RecordProperty("whole", count.whole);
  std::cout << count.cases << " cases, " << count.whole << " with every character\n";
  EXPECT_GT(count.cases, 5000);
  EXPECT_GT(count.whole, count.cases * 8 / 10);
}

// All texts that DOMPurify's reviewers accept as the answer to a payload, one after the other.
std::string AnswersOf(const element& payload) {
  std::string_view one;
  array several;
  if (!payload["expected"].get(one)) return std::string(one);
  std::string all;
  if (payload["expected"].get(several)) return all;
  for (const element answer : several) {
    if (!answer.get(one)) all += std::string(one) + '\n';
  }
  return all;
}

TEST(HtmlCorpus, LetsNoPayloadThrough) {
  const auto path = tests::SharedData("badinput/dompurify/expect.json");
  if (!path) GTEST_SKIP() << "badinput/dompurify is not here: set MARSAD_SHARED_DATA";
  simdjson::dom::parser parser;
  array payloads;
  ASSERT_FALSE(parser.load(path->string()).get(payloads));
  int count = 0;
  int checked = 0;
  for (const element payload : payloads) {
    std::string_view html;
    if (payload["payload"].get(html)) continue;
    ++count;
    const OrRefusal<RichText> rich = ReadHtmlFragment(html);
    ASSERT_TRUE(rich) << html;
    // Where no accepted answer holds an escaped "<", none belongs into the text.
    if (AnswersOf(payload).find("&lt;") != std::string::npos) continue;
    EXPECT_EQ(rich->text.find('<'), std::string::npos) << html << "\nis read as: " << rich->text;
    // In <title>, where HTML knows no markup, the payload is text at first.
    const OrRefusal<Draft> draft = ReadHtmlPage(
        "<meta property=og:type content=article><title>" + std::string(html) + "</title><p>" + std::string(600, 'x'),
        200);
    if (draft) {
      EXPECT_EQ(draft->title.find('<'), std::string::npos) << html << "\nhas the title: " << draft->title;
    }
    ++checked;
  }
  std::cout << count << " payloads, " << checked << " that may leave no \"<\" in text and title\n";
  EXPECT_GT(checked, 150);
  EXPECT_GT(count, 200);
}

}  // namespace
}  // namespace marsad::decode
