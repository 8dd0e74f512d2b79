#include "stages/normalize/alphabet.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <string>
#include <utility>

#include "lib/text/code_point.h"
#include "stages/normalize/article.h"
#include "stages/normalize/common_words.h"

namespace marsad::embedded {
extern const std::string_view kAlphabets;
}

namespace marsad::normalize {
namespace {

constexpr size_t kLeastShare = 100;  // one letter in so many
constexpr int kLeastWords = 3;
constexpr int kLeastWordsOfGuess = 2;  // of the language that the detector guessed
constexpr int kWordWeight = 12;        // parted among the languages that have the word

using Letters = std::u32string;

Letters Decode(std::string_view text) {
  Letters letters;
  for (size_t at = 0; at < text.size();) {
    const text::CodePoint c = text::CodePointAt(text, at);
    letters += c.value;
    at += c.bytes;
  }
  return letters;
}

std::string_view Primary(std::string_view tag) { return tag.substr(0, tag.find('-')); }

const std::map<std::string, Letters, std::less<>>& ForeignLetters() {
  static const auto table = [] {
    std::map<std::string, Letters, std::less<>> read;
    for (std::string_view rest = embedded::kAlphabets; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      const size_t tab = line.find('\t');
      if (!line.starts_with('#') && tab != line.npos) read.emplace(line.substr(0, tab), Decode(line.substr(tab + 1)));
    }
    return read;
  }();
  return table;
}

}  // namespace

bool HasAlphabet(std::string_view tag) { return ForeignLetters().contains(Primary(tag)); }

bool ContradictsAlphabet(std::string_view tag, std::string_view sample) {
  const auto found = ForeignLetters().find(Primary(tag));
  if (found == ForeignLetters().end()) return false;
  size_t all = 0;
  size_t foreign = 0;
  for (size_t at = 0; at < sample.size();) {
    const text::CodePoint c = text::CodePointAt(sample, at);
    at += c.bytes;
    if (c.value < 0x0400 || c.value > 0x052F) continue;  // of the Cyrillic blocks
    ++all;
    foreign += found->second.find(c.value) != Letters::npos;
  }
  return foreign > 0 && foreign * kLeastShare >= all;
}

std::string_view LanguageOfWords(std::string_view sample, std::string_view claimed, std::string_view guessed) {
  const CommonWords& common = CommonWords::Get();
  const Field field = MakeField(sample);
  std::array<int, CommonWords::kMostLanguages> scores{};
  std::array<int, CommonWords::kMostLanguages> words{};
  for (const text::Token& token : field.tokens) {
    const LanguageSet languages = common.LanguagesOf(field.Word(token));
    if (languages == 0) continue;
    const int weight = std::max(1, kWordWeight / std::popcount(languages));
    for (LanguageSet rest = languages; rest != 0; rest &= rest - 1) {
      scores[std::countr_zero(rest)] += weight;
      ++words[std::countr_zero(rest)];
    }
  }
  for (const std::string_view tag : {claimed, guessed}) {
    const LanguageSet language = common.Find(tag);
    if (language != 0) scores[std::countr_zero(language)] += kWordWeight;
  }
  for (int i = 0; i < CommonWords::kMostLanguages; ++i) {
    if (scores[i] > 0 && ContradictsAlphabet(common.TagOf(i), sample)) scores[i] = 0;
  }
  auto* const best = std::max_element(scores.begin(), scores.end());
  const auto number = best - scores.begin();
  const int score = std::exchange(*best, 0);
  const int second = *std::max_element(scores.begin(), scores.end());
  const std::string_view tag = common.TagOf(static_cast<int>(number));
  const int least = !guessed.empty() && Primary(guessed) == tag ? kLeastWordsOfGuess : kLeastWords;
  const bool is_clear = words[number] >= least && score * 4 >= second * 5;
  return is_clear ? tag : std::string_view();
}

}  // namespace marsad::normalize
