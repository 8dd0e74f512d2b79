// Sentence boundaries on hard cases (testdata/sentences.tsv), for us and for ICU's own sentence iterator. Half of the
// cases are held out: they count, but no message shows them, so that rules cannot be bent to them one by one.
#include <gtest/gtest.h>
#include <unicode/brkiter.h>
#include <unicode/utext.h>
#include <unicode/uvernum.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
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
  std::set<uint32_t> begins;  // of the sentences after the first
  bool held_out = false;
};

std::vector<Case> Load(const std::string& file = "sentences.tsv") {
  std::ifstream in(std::string("lib/text/testdata/") + file);
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
  // Per cent: of boundaries, as 1 - F1, and of paragraphs with an error at least.
  double BoundaryErrors() const { return 100.0 * (missed + wrong) / (2 * hits + missed + wrong); }
  double ParagraphErrors() const { return 100.0 * (cases - exact) / cases; }
};

// `text` with a mark where `begins` say.
std::string Marked(const Case& one, const std::set<uint32_t>& begins) {
  std::string marked = one.text;
  for (auto at = begins.rbegin(); at != begins.rend(); ++at) marked.insert(*at, "|");
  return marked;
}

using Splitter = std::function<std::set<uint32_t>(const Case&)>;

std::string ScriptOf(const std::string& language) {
  static const std::map<std::string, std::string> kScripts = {{"ar", "Arabic script"}, {"fa", "Arabic script"},
                                                              {"ur", "Arabic script"}, {"ru", "Cyrillic"},
                                                              {"uk", "Cyrillic"},      {"el", "Greek"}};
  const auto found = kScripts.find(language);
  return found == kScripts.end() ? "Latin" : found->second;
}

// All, by half ("tuned", "held out"), and by script and language within the half.
std::map<std::string, Score> Measure(const Splitter& split, bool show) {
  std::map<std::string, Score> scores;
  for (const Case& one : Load()) {
    const std::set<uint32_t> found = split(one);
    const std::string half = one.held_out ? "held out" : "tuned";
    for (const std::string& row :
         {std::string("all"), half, half + ", " + ScriptOf(one.language), half + ", " + one.language}) {
      scores[row].Add(one.begins, found);
    }
    if (show && !one.held_out && found != one.begins) {
      std::cout << one.language << " wanted " << Marked(one, one.begins) << "\n     found " << Marked(one, found)
                << '\n';
    }
  }
  return scores;
}

TEST(SentenceCasesTest, WhatWasLearnedIsKept) {
  const std::vector<Case> cases = Load("sentences_learned.tsv");
  EXPECT_GE(cases.size(), 16u);
  for (const Case& one : cases) EXPECT_EQ(Ours(one), one.begins) << one.text;
}

// Every name of testdata/dotted_names.tsv in every frame of its language.
TEST(SentenceCasesTest, NoSentenceEndsInsideADottedName) {
  std::ifstream in("lib/text/testdata/dotted_names.tsv");
  std::multimap<std::string, std::string> frames;
  int names = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    const size_t first = line.find('\t');
    const size_t second = line.find('\t', first + 1);
    const std::string language = line.substr(first + 1, second - first - 1);
    const std::string text = line.substr(second + 1);
    if (line.starts_with("frame")) {
      frames.emplace(language, text);
      continue;
    }
    ++names;
    const auto [begin, end] = frames.equal_range(language);
    ASSERT_NE(begin, end) << language;
    for (auto frame = begin; frame != end; ++frame) {
      Case one{.language = language, .text = frame->second, .begins = {}, .held_out = false};
      one.text.replace(one.text.find("{}"), 2, text);
      const size_t mark = one.text.find('|');
      one.text.erase(mark, 1);
      one.begins.insert(static_cast<uint32_t>(mark));
      EXPECT_EQ(Marked(one, Ours(one)), Marked(one, one.begins));
    }
  }
  EXPECT_GE(names, 100);
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
  EXPECT_LE(ours.at("tuned").BoundaryErrors(), 1.5);
  EXPECT_LE(ours.at("tuned").ParagraphErrors(), 3);
  EXPECT_LE(ours.at("held out").BoundaryErrors(), 4.5);
  EXPECT_LE(ours.at("held out").ParagraphErrors(), 8);
  for (const char* half : {"tuned", "held out"}) {
    EXPECT_LT(ours.at(half).BoundaryErrors(), icu.at(half).BoundaryErrors()) << half;
    EXPECT_LT(ours.at(half).ParagraphErrors(), icu.at(half).ParagraphErrors()) << half;
  }
}

// "| name | cases | 1.2 % | 3.4 % |"
std::string Row(const std::string& name, const Score& score) {
  std::array<char, 100> row{};
  std::snprintf(row.data(), row.size(), "| %s | %d | %.1f %% | %.1f %% |", name.c_str(), score.cases,
                score.BoundaryErrors(), score.ParagraphErrors());
  return row.data();
}

// Prints the table of README.md, and fails if that one tells other rates of ours. (ICU's differ with its version.)
TEST(SentenceCasesTest, TheReadmeTellsWhatIsMeasured) {
  std::ifstream in("lib/text/README.md");
  const std::string readme((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const std::map<std::string, Score> ours = Measure(Ours, false);
  const std::map<std::string, Score> icu = Measure(OfIcu, false);
  std::cout << "| | cases | boundaries | paragraphs | ICU " U_ICU_VERSION ": boundaries | paragraphs |\n";
  for (const auto& [name, score] : ours) {
    const std::string row = Row(name, score);
    std::printf("%s %.1f %% | %.1f %% |\n", row.c_str(), icu.at(name).BoundaryErrors(), icu.at(name).ParagraphErrors());
    const bool is_in_readme = name.find("tuned, ") == name.npos;
    EXPECT_TRUE(!is_in_readme || readme.find("\n" + row) != readme.npos) << row;
  }
}

}  // namespace
}  // namespace marsad::text
