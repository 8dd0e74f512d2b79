#include "stages/summarize/opener.h"

#include <algorithm>
#include <array>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "stages/summarize/labels.h"
#include "stages/summarize/phrases.h"

namespace marsad::summarize {
namespace {

using text::OriginalSpan;
using text::Script;
using text::Token;

constexpr size_t kFewestWords = 4;
constexpr std::array<std::string_view, 3> kCommas = {",", "\u060C", "\uFF0C"};  // ARABIC, FULLWIDTH
constexpr std::array<std::string_view, 7> kMarks = {">",      "-", "\u2013", "\u2014",
                                                    "\u2022", "*", "\u0640"};  // EN, EM DASH, BULLET, ARABIC TATWEEL
constexpr std::array<std::array<char32_t, 2>, 3> kCapitals = {{{U'A', U'Z'}, {0xC0, 0xDE}, {0x0400, 0x042F}}};

bool HasCase(Script script) { return script == Script::kLatin || script == Script::kCyrillic; }

bool IsCapital(char32_t letter) {
  return std::any_of(kCapitals.begin(), kCapitals.end(),
                     [&](const auto& range) { return letter >= range[0] && letter <= range[1]; });
}

bool Stands(const Article& article, std::span<const Token> rest, bool may_be_small = false) {
  if (rest.size() < kFewestWords) return false;
  const char32_t first = text::CodePointAt(article.body, rest.front().original.begin).value;
  if (!may_be_small && HasCase(rest.front().script) && !IsCapital(first)) return false;
  return !Phrases::Of(article.language).Find(rest, article.search_body).Has(Phrase::kAnaphora);
}

}  // namespace

OriginalSpan CutMark(std::string_view body, OriginalSpan sentence) {
  const std::string_view text = sentence.Cut(body);
  const auto mark =
      std::find_if(kMarks.begin(), kMarks.end(), [&](std::string_view one) { return text.starts_with(one); });
  if (mark == kMarks.end()) return sentence;
  const size_t next = text.find_first_not_of(" \t", mark->size());
  if (next == std::string_view::npos || next == mark->size()) return sentence;  // "-5 degrees"
  return {sentence.begin + static_cast<uint32_t>(next), sentence.end};
}

OriginalSpan WithoutNumber(std::string_view body, OriginalSpan sentence) {
  constexpr std::string_view kDigits = "0123456789";
  constexpr std::string_view kNumberMarks = "-.)";
  constexpr size_t kMostDigits = 2;
  const std::string_view text = sentence.Cut(body);
  const size_t mark = std::min(text.find_first_not_of(kDigits), text.size());
  if (mark == 0 || mark > kMostDigits) return sentence;
  const size_t next = std::min(text.find_first_not_of(' ', mark), text.size());  // "1 - "
  if (next == text.size() || kNumberMarks.find(text[next]) == std::string_view::npos) return sentence;
  const size_t rest = text.find_first_not_of(" \t", next + 1);
  if (rest == std::string_view::npos || rest == next + 1) return sentence;  // "1.5"
  return {sentence.begin + static_cast<uint32_t>(rest), sentence.end};
}

OriginalSpan CutLetter(std::string_view body, OriginalSpan sentence) {
  const std::string_view text = sentence.Cut(body);
  const std::string_view said = WithoutLabel(text);
  const std::string_view label = text.substr(0, text.size() - said.size());
  const bool is_letter = CountCharacters(label.substr(0, label.find_first_of(" :"))) == 1;
  return is_letter && !said.empty() ? OriginalSpan{sentence.end - static_cast<uint32_t>(said.size()), sentence.end}
                                    : sentence;
}

OriginalSpan CutOrdinal(const Article& article, OriginalSpan sentence, std::span<const Token> tokens) {
  constexpr std::array<std::string_view, 2> kColons = {":", "\uFF1A"};  // FULLWIDTH
  const size_t words = Phrases::Of(article.language).CountWords(Phrase::kOrdinal, tokens, article.search_body);
  if (words == 0 || words >= tokens.size() || !Stands(article, tokens.subspan(words))) return sentence;
  const uint32_t begin = tokens[words - 1].original.end;
  const std::string_view between = article.body.substr(begin, tokens[words].original.begin - begin);
  const size_t mark = std::min(between.find_first_not_of(" \t\u00A0"), between.size());
  const bool is_label = std::any_of(kColons.begin(), kColons.end(),
                                    [&](std::string_view colon) { return between.substr(mark).starts_with(colon); });
  const size_t rest = between.find_first_of(" \t\r\n", mark);
  if (!is_label || rest == std::string_view::npos) return sentence;
  const size_t next = between.find_first_not_of(" \t\r\n", rest);
  return {begin + static_cast<uint32_t>(std::min(next, between.size())), sentence.end};
}

OriginalSpan CutReporter(const Article& article, OriginalSpan sentence, std::span<const Token> tokens) {
  constexpr size_t kLongestLabel = 10;  // words
  const Phrases& phrases = Phrases::Of(article.language);
  bool is_reporter = false;
  for (size_t i = 0; i + 1 < tokens.size() && i < kLongestLabel; ++i) {
    is_reporter |= phrases.Find(tokens.subspan(i), article.search_body).Has(Phrase::kReporter);
    const uint32_t end = tokens[i].original.end;
    const std::string_view gap = article.body.substr(end, tokens[i + 1].original.begin - end);
    if (gap.find(':') == std::string_view::npos || gap.find_first_of(" \t") == std::string_view::npos)
      continue;  // 9:30
    const size_t rest = std::min(gap.find_first_not_of(" \t", gap.find(':') + 1), gap.size());
    const bool stands = is_reporter && Stands(article, tokens.subspan(i + 1));
    return stands ? OriginalSpan{end + static_cast<uint32_t>(rest), sentence.end} : sentence;
  }
  return sentence;
}

OriginalSpan CutConjunction(const Article& article, OriginalSpan sentence, std::span<const Token> tokens) {
  const Phrases& phrases = Phrases::Of(article.language);
  const size_t words = phrases.CountWords(Phrase::kOpener, tokens, article.search_body);
  if (words == 0 || words >= tokens.size() || words != phrases.CountWords(Phrase::kTurn, tokens, article.search_body)) {
    return sentence;
  }
  const uint32_t begin = tokens[words].original.begin;
  const uint32_t end = tokens[words - 1].original.end;
  const bool is_joined = article.body.substr(end, begin - end).find_first_not_of(" \t") == std::string_view::npos;
  return is_joined && Stands(article, tokens.subspan(words), true) ? OriginalSpan{begin, sentence.end} : sentence;
}

OriginalSpan CutOpener(const Article& article, OriginalSpan sentence, std::span<const Token> tokens) {
  const size_t words = Phrases::Of(article.language).CountWords(Phrase::kOpener, tokens, article.search_body);
  if (words == 0 || words >= tokens.size() || !Stands(article, tokens.subspan(words))) return sentence;
  // Only the comma and blanks: a quotation mark that opens there would lose its partner's beginning.
  std::string_view between = article.body.substr(tokens[words - 1].original.end,
                                                 tokens[words].original.begin - tokens[words - 1].original.end);
  const auto comma =
      std::find_if(kCommas.begin(), kCommas.end(), [&](std::string_view mark) { return between.starts_with(mark); });
  if (comma == kCommas.end() || between.substr(comma->size()).find_first_not_of(" \t\r\n") != std::string_view::npos) {
    return sentence;
  }
  return {tokens[words].original.begin, sentence.end};
}

}  // namespace marsad::summarize
