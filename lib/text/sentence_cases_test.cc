// Sentence boundaries on hard cases (testdata/sentences.tsv), for us and for ICU's own sentence iterator. Half of the
// cases are held out: they count, but no message shows them, so that rules cannot be bent to them one by one.
#include <gtest/gtest.h>
#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "lib/text/sentence.h"

namespace marsad::text {
namespace {

struct Case {
  std::string language;
  std::string text;
  std::set<uint32_t> begins;  // of the sentences behind the first
  bool held_out = false;
};

std::vector<Case> Load() {
  std::ifstream in(std::string(MARSAD_SOURCE_DIR) + "/lib/text/testdata/sentences.tsv");
  std::vector<Case> cases;
  std::map<std::string, int> seen;
  for (std::string line; std::getline(in, line);) {
    const size_t tab = line.find('\t');
    if (line.starts_with('#') || tab == line.npos) continue;
    Case made{.language = line.substr(0, tab), .text = {}, .begins = {}, .held_out = false};
    for (const char c : line.substr(tab + 1)) {
      if (c == '|') {
        made.begins.insert(static_cast<uint32_t>(made.text.size()));
      } else {
        made.text += c;
      }
    }
    made.held_out = seen[made.language]++ % 2 == 1;
    cases.push_back(made);
  }
  return cases;
}

std::set<uint32_t> Ours(const Case& one) {
  std::set<uint32_t> begins;
  for (const OriginalSpan span : Sentences(one.text, one.language)) begins.insert(span.begin);
  begins.erase(0);
  return begins;
}

// Blanks count as the sentence's before them, so that a boundary is where the next one begins, as in the file.
std::set<uint32_t> OfIcu(const Case& one) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaker(
      icu::BreakIterator::createSentenceInstance(icu::Locale(one.language.c_str()), error));
  UText utf8 = UTEXT_INITIALIZER;
  utext_openUTF8(&utf8, one.text.data(), static_cast<int64_t>(one.text.size()), &error);
  breaker->setText(&utf8, error);
  EXPECT_TRUE(U_SUCCESS(error));
  std::set<uint32_t> begins;
  for (int32_t at = breaker->first(); at != icu::BreakIterator::DONE; at = breaker->next()) {
    begins.insert(static_cast<uint32_t>(at));
  }
  utext_close(&utf8);
  begins.erase(0);
  begins.erase(static_cast<uint32_t>(one.text.size()));
  return begins;
}

struct Score {
  int cases = 0;
  int exact = 0;
  int hits = 0;
  int missed = 0;
  int wrong = 0;

  void Add(const std::set<uint32_t>& wanted, const std::set<uint32_t>& found) {
    int common = 0;
    for (const uint32_t at : wanted) common += static_cast<int>(found.count(at));
    ++cases;
    exact += wanted == found;
    hits += common;
    missed += static_cast<int>(wanted.size()) - common;
    wrong += static_cast<int>(found.size()) - common;
  }
  // Per cent.
  double F1() const { return 200.0 * hits / (2 * hits + missed + wrong); }
  double Exact() const { return 100.0 * exact / cases; }
};

// `text` with a mark where `begins` say.
std::string Marked(const Case& one, const std::set<uint32_t>& begins) {
  std::string marked = one.text;
  for (auto at = begins.rbegin(); at != begins.rend(); ++at) marked.insert(*at, "|");
  return marked;
}

using Splitter = std::function<std::set<uint32_t>(const Case&)>;

// By half ("tuned", "held out") and by language within it.
std::map<std::string, Score> Measure(const Splitter& split, bool show) {
  std::map<std::string, Score> scores;
  for (const Case& one : Load()) {
    const std::set<uint32_t> found = split(one);
    const std::string half = one.held_out ? "held out" : "tuned";
    scores[half].Add(one.begins, found);
    scores[half + " " + one.language].Add(one.begins, found);
    if (show && !one.held_out && found != one.begins) {
      std::cout << one.language << " wanted " << Marked(one, one.begins) << "\n     found " << Marked(one, found)
                << '\n';
    }
  }
  return scores;
}

TEST(SentenceCasesTest, TheFileIsWhole) {
  std::map<std::string, int> count;
  for (const Case& one : Load()) {
    ++count[one.language];
    for (const uint32_t begin : one.begins) {
      ASSERT_LT(begin, one.text.size()) << one.text;
      ASSERT_NE(one.text[begin], ' ') << one.text;
    }
  }
  EXPECT_GE(count["ar"], 70);
  EXPECT_GE(count["en"], 50);
  EXPECT_GE(count["ru"], 40);
  EXPECT_GE(count["fr"], 40);
}

TEST(SentenceCasesTest, BetterThanTheFloorAndThanIcu) {
  const std::map<std::string, Score> ours = Measure(Ours, true);
  const std::map<std::string, Score> icu = Measure(OfIcu, false);
  std::printf("%-12s %5s | %-15s | %-15s\n", "", "cases", "Marsad F1 exact", "ICU    F1 exact");
  for (const auto& [name, score] : ours) {
    const Score& other = icu.at(name);
    std::printf("%-12s %5d | %9.1f %5.1f | %9.1f %5.1f\n", name.c_str(), score.cases, score.F1(), score.Exact(),
                other.F1(), other.Exact());
  }
  EXPECT_GE(ours.at("tuned").F1(), 98);
  EXPECT_GE(ours.at("tuned").Exact(), 97);
  EXPECT_GE(ours.at("held out").F1(), 95);
  EXPECT_GE(ours.at("held out").Exact(), 92);
  for (const char* half : {"tuned", "held out"}) {
    EXPECT_GT(ours.at(half).F1(), icu.at(half).F1()) << half;
    EXPECT_GT(ours.at(half).Exact(), icu.at(half).Exact()) << half;
  }
}

}  // namespace
}  // namespace marsad::text
