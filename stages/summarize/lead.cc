#include "stages/summarize/lead.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "lib/base/utf8.h"
#include "lib/text/casing.h"
#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"
#include "stages/summarize/phrases.h"

namespace marsad::summarize {
namespace {

using text::OriginalSpan;
using text::SentenceClass;
using text::Token;

constexpr std::string_view kEllipsis = "\u2026";
constexpr size_t kMinWords = 4;
constexpr size_t kItemWords = 5;
constexpr size_t kLongLine = 12;  // words; headings are shorter
constexpr size_t kNoticeWords = 30;
constexpr size_t kNoticeBytes = 500;  // more are more words
constexpr size_t kQuotedNext = 4;     // sentences in which a quotation ends that the first one begins
constexpr size_t kMaxCharacters = 1000;
constexpr std::string_view kBlanks = " \t\r\n";

// Quotation marks, by kind. Languages open and close with different ones of a kind, but always with two.
constexpr std::string_view kQuotes[][4] = {
    {"\"", "", "", ""},
    {"\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E", "\xE2\x80\x9F"},  // U+201C to U+201F
    {"\xC2\xAB", "\xC2\xBB", "", ""},                                  // angle quotation marks
    {"\xE3\x80\x8C", "\xE3\x80\x8D", "", ""},                          // corner brackets
};

size_t Count(std::string_view text, std::string_view part) {
  if (part.empty()) return 0;
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

bool HasLoneQuote(std::string_view sentence) {
  return std::any_of(std::begin(kQuotes), std::end(kQuotes), [&](const auto& kind) {
    size_t marks = 0;
    for (const std::string_view mark : kind) marks += Count(sentence, mark);
    return marks % 2 != 0;
  });
}

// Whether one of the two brackets `pair` stands without its partner; the number of an item, "1)", may.
bool HasLoneOne(std::string_view sentence, std::string_view pair) {
  constexpr size_t kItemNumber = 4;
  size_t open = 0;
  for (size_t at = 0; at < sentence.size(); ++at) {  // find_first_of() would search the pair at each byte
    if (sentence[at] != pair.front() && sentence[at] != pair.back()) continue;
    const bool opens = sentence[at] == pair.front();
    if (!opens && open == 0 && at >= kItemNumber) return true;
    if (opens || open > 0) open += opens ? 1 : -1;
  }
  return open > 0;
}

bool HasLoneBracket(std::string_view sentence) { return HasLoneOne(sentence, "()") || HasLoneOne(sentence, "[]"); }

bool EndsInColon(std::string_view sentence) {
  return sentence.ends_with(":") || sentence.ends_with("\xEF\xBC\x9A");  // FULLWIDTH COLON
}

bool IsInList(OriginalSpan sentence, std::span<const OriginalSpan> items) {
  const auto behind =
      std::partition_point(items.begin(), items.end(), [&](OriginalSpan item) { return item.end <= sentence.begin; });
  return behind != items.end() && behind->begin <= sentence.begin;
}

// Whether most sentences of the article have their full stops, so that one without is no running text.
bool EndsItsSentences(const Article& article) {
  const auto ended = std::count_if(article.sentences.begin(), article.sentences.end(),
                                   [&](OriginalSpan sentence) { return IsEnded(sentence.Cut(article.body)); });
  return static_cast<size_t>(ended) * 3 >= article.sentences.size() * 2;
}

size_t CountInk(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n'; }));
}

std::span<const Token> TokensIn(OriginalSpan sentence, std::span<const Token> tokens) {
  const auto begin = std::partition_point(tokens.begin(), tokens.end(),
                                          [&](const Token& token) { return token.original.begin < sentence.begin; });
  const auto end =
      std::partition_point(begin, tokens.end(), [&](const Token& token) { return token.original.end <= sentence.end; });
  return {begin, end};
}

bool CarriesContent(std::string_view sentence, std::span<const Token> tokens, size_t fewest_words) {
  size_t words = 0;
  size_t letters = 0;  // bytes
  for (const Token& token : tokens) {
    if (token.script == text::Script::kDigits) continue;
    ++words;
    letters += token.original.size();
  }
  return words >= fewest_words && letters * 2 >= CountInk(sentence) && !EndsInColon(sentence) &&
         CountCharacters(sentence) <= kMaxCharacters;
}

using WordSet = std::vector<std::string_view>;  // folded, sorted, each once

WordSet SetOf(std::span<const Token> tokens, std::string_view search) {
  WordSet set;
  set.reserve(tokens.size());
  for (const Token& token : tokens) {
    if (!token.search.empty()) set.push_back(token.search.Cut(search));
  }
  std::sort(set.begin(), set.end());
  set.erase(std::unique(set.begin(), set.end()), set.end());
  return set;
}

// Seven of ten words of both together are in both (Jaccard's measure).
bool NearlySame(const WordSet& a, const WordSet& b) {
  if (std::min(a.size(), b.size()) * 10 < std::max(a.size(), b.size()) * 7) return false;
  WordSet common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  const size_t all = a.size() + b.size() - common.size();
  return all > 0 && common.size() * 10 >= all * 7;
}

class LeadChooser {
 public:
  LeadChooser(const Article& article, Spared spared)
      : article_(article),
        spared_(spared),
        phrases_(Phrases::Of(article.language)),
        title_(SetOf(article.title_tokens, article.search_title)) {}

  std::vector<OriginalSpan> Choose(size_t count) {
    std::vector<OriginalSpan> chosen;
    std::vector<OriginalSpan> notices;  // for an article that has nothing else
    std::vector<WordSet> said;
    if (!spared_.title_repeats) said.push_back(title_);
    for (size_t i = 0; i < article_.sentences.size() && chosen.size() < count; ++i) {
      const OriginalSpan sentence = article_.sentences[i];
      const std::span<const Token> tokens = TokensIn(sentence, article_.body_tokens);
      if (!CarriesContent(Text(i), tokens, FewestWords(sentence, tokens)) || CutsQuotation(i) ||
          HasLoneBracket(Text(i)))
        continue;
      WordSet set = SetOf(tokens, article_.search_body);
      if (!IsEnded(Text(i)) && !MayLackItsStop(i, tokens, set)) continue;
      if (std::any_of(said.begin(), said.end(), [&](const WordSet& other) { return NearlySame(set, other); })) continue;
      said.push_back(std::move(set));
      (IsNotice(sentence) ? notices : chosen).push_back(sentence);
    }
    if (notices.size() > count) notices.resize(count);
    return chosen.empty() ? notices : chosen;
  }

 private:
  std::string_view Text(size_t i) const { return article_.sentences[i].Cut(article_.body); }

  // Three are enough for who will appeal.
  size_t FewestWords(OriginalSpan sentence, std::span<const Token> tokens) const {
    if (tokens.size() + 1 != kMinWords || !Says(Phrase::kOutcome, tokens)) return kMinWords;
    const bool has_name = std::any_of(article_.names.begin(), article_.names.end(), [&](const Name& name) {
      return name.span.begin >= sentence.begin && name.span.end <= sentence.end;
    });
    return has_name ? kMinWords - 1 : kMinWords;
  }

  bool CutsQuotation(size_t i) const {
    if (!HasLoneQuote(Text(i))) return false;
    if (i > 0) return true;
    for (size_t next = 1; next < article_.sentences.size() && next <= kQuotedNext; ++next) {
      if (HasLoneQuote(Text(next))) return true;
    }
    return false;
  }

  bool MayLackItsStop(size_t i, std::span<const Token> tokens, const WordSet& set) {
    if (IsInList(article_.sentences[i], article_.list_items)) return spared_.open_items && tokens.size() >= kItemWords;
    if (!ends_its_sentences_) ends_its_sentences_ = EndsItsSentences(article_);
    if (!*ends_its_sentences_) return true;
    const bool tells =
        i == 0 && tokens.size() >= kLongLine && (Says(Phrase::kSpeech, tokens) || Says(Phrase::kAction, tokens));
    return tells && !NearlySame(set, title_);
  }

  bool Says(Phrase phrase, std::span<const Token> tokens) const {
    for (; !tokens.empty(); tokens = tokens.subspan(1)) {
      if (phrases_.Find(tokens, article_.search_body).Has(phrase)) return true;
    }
    return false;
  }

  bool IsNotice(OriginalSpan sentence) const {
    const OriginalSpan line = LinesOf(sentence);
    const std::span<const Token> tokens = TokensIn(line, article_.body_tokens);
    return tokens.size() <= kNoticeWords && Says(Phrase::kNotice, tokens);
  }

  // The whole lines that the sentence stands on, or so much of them that they are no notice.
  OriginalSpan LinesOf(OriginalSpan sentence) const {
    const size_t from = sentence.begin - std::min<size_t>(sentence.begin, kNoticeBytes + 1);
    const size_t to = std::min<size_t>(article_.body.size(), sentence.end + kNoticeBytes + 1);
    const size_t before = article_.body.substr(from, sentence.begin - from).rfind('\n');
    const size_t after = article_.body.substr(sentence.end, to - sentence.end).find('\n');
    return {static_cast<uint32_t>(before == std::string_view::npos ? from : from + before + 1),
            static_cast<uint32_t>(after == std::string_view::npos ? to : sentence.end + after)};
  }

  const Article& article_;
  const Spared spared_;
  const Phrases& phrases_;
  const WordSet title_;
  std::optional<bool> ends_its_sentences_;  // asked if it matters
};

// Whether a word and blanks stand before `at` in its line: a sentence was cut there.
bool FollowsWord(std::string_view body, size_t at) {
  const size_t last = body.substr(0, at).find_last_not_of(" \t");
  if (last == std::string_view::npos) return false;
  const size_t begin = PreviousBoundary(body, last + 1);
  const SentenceClass found = text::SentenceBreaker::ClassOf(text::CodePointAt(body, begin).value);
  return found == SentenceClass::kLower || found == SentenceClass::kUpper;
}

// Whether the last character is one of Chinese or Japanese text or its punctuation.
bool IsWrittenWithoutBlanks(std::string_view text) {
  const char32_t last = text::CodePointAt(text, PreviousBoundary(text, text.size())).value;
  return (last >= 0x3000 && last <= 0x9FFF) || (last >= 0xFF00 && last <= 0xFFEF) ||
         (last == 0x201D && text.size() >= 6 && IsWrittenWithoutBlanks(text.substr(0, text.size() - 3)));
}

}  // namespace

std::vector<OriginalSpan> ChooseLead(const Article& article, size_t count, Spared spared) {
  return LeadChooser(article, spared).Choose(count);
}

bool IsEnded(std::string_view sentence) {
  bool is_bracketed = false;
  for (size_t at = sentence.size(); at > 0;) {
    at = PreviousBoundary(sentence, at);
    const SentenceClass found = text::SentenceBreaker::ClassOf(text::CodePointAt(sentence, at).value);
    const bool ends =
        found == SentenceClass::kATerm || found == SentenceClass::kSTerm || sentence.substr(at).starts_with(kEllipsis);
    if (ends) return true;
    is_bracketed = is_bracketed || found == SentenceClass::kClose;
    const bool may_follow = found == SentenceClass::kClose || found == SentenceClass::kIgnored ||
                            found == SentenceClass::kSpace || found == SentenceClass::kOther ||
                            (found == SentenceClass::kNumeric && is_bracketed);  // [12]
    if (!may_follow) return false;
  }
  return false;
}

std::string Join(std::string_view body, std::span<const OriginalSpan> sentences, std::string_view language) {
  std::string text;
  bool is_ended = true;
  for (const OriginalSpan sentence : sentences) {
    if (!text.empty() && !is_ended) text += '\n';
    if (!text.empty() && is_ended && !IsWrittenWithoutBlanks(text)) text += ' ';
    is_ended = IsEnded(sentence.Cut(body));
    const std::string whole = FollowsWord(body, sentence.begin) ? text::Capitalize(sentence.Cut(body), language)
                                                                : std::string(sentence.Cut(body));
    std::string_view rest = whole;
    while (!rest.empty()) {
      const size_t line = std::min(rest.find_first_of("\r\n"), rest.size());
      const size_t last = rest.substr(0, line).find_last_not_of(kBlanks);
      text.append(rest, 0, last == std::string_view::npos ? 0 : last + 1);
      const size_t next = rest.find_first_not_of(kBlanks, line);
      if (next == std::string_view::npos) break;
      text += ' ';
      rest.remove_prefix(next);
    }
  }
  return text;
}

}  // namespace marsad::summarize
