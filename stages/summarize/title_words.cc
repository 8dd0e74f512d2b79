#include "stages/summarize/title_words.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <string>

#include "lib/text/code_point.h"
#include "lib/text/proclitic.h"
#include "stages/summarize/phrases.h"

namespace marsad::summarize {
namespace {

using text::Script;
using text::Token;

constexpr size_t kMostWords = 64;
constexpr size_t kLetters = 5;  // that two forms of a word share
constexpr size_t kArabicLetters = 4;
constexpr size_t kFewestLetters = 3;

// Folded: waw, feh, beh and kaf before the article; lam with it; the article.
constexpr std::array<std::string_view, 6> kArticles = {"\u0648\u0627\u0644", "\u0641\u0627\u0644", "\u0628\u0627\u0644",
                                                       "\u0643\u0627\u0644", "\u0644\u0644",       "\u0627\u0644"};
constexpr size_t kArabicLetterBytes = 2;

std::string_view StripArabic(std::string_view word) {
  for (const std::string_view article : kArticles) {
    if (word.starts_with(article) && word.size() >= article.size() + 2 * kArabicLetterBytes) {
      return word.substr(article.size());
    }
  }
  const bool is_joined = word.size() > kArabicLetters * kArabicLetterBytes && text::HasConjunction(word);
  return is_joined ? word.substr(kArabicLetterBytes) : word;
}

// An Arabic word without the preposition beh that is written onto it; empty if there is none, or too little would be left.
std::string_view WithoutPreposition(std::string_view word) {
  constexpr std::string_view kBeh = "\u0628";
  const bool has_one = word.starts_with(kBeh) && word.size() > kArabicLetters * kArabicLetterBytes;
  return has_one ? word.substr(kArabicLetterBytes) : std::string_view();
}

uint64_t Hash(std::string_view text) { return text.empty() ? 0 : std::hash<std::string_view>{}(text) | 1; }

// The consonants of an Arabic verb, or of a noun formed from one, without prefix and ending, so that "he resigned", "he resigns" and
// "resignation" are one; 0 if there are fewer than three. In doubt (not `is_verb`) only of what begins as "he does" or "she does".
uint64_t ConsonantsOf(std::string_view word, bool is_verb) {
  constexpr std::array<std::string_view, 3> kPrefixes = {"\u064A", "\u062A", "\u0633\u064A"};  // yeh, teh, seen yeh
  constexpr std::array<std::string_view, 5> kEndings = {"\u0648\u0646", "\u0648\u0627", "\u0627\u062A", "\u062A",
                                                        "\u0647"};  // waw noon ... heh
  constexpr std::array<std::string_view, 4> kVowels = {"\u0627", "\u0648", "\u064A",
                                                       "\u0621"};  // alef, waw, yeh, hamza
  constexpr size_t kFewestConsonants = 3;
  const auto has_prefix = [&](std::string_view one) { return word.starts_with(one); };
  if (!is_verb && std::none_of(kPrefixes.begin(), kPrefixes.end(), has_prefix)) return 0;  // verbs have no article
  word = StripArabic(word);
  const auto* const prefix = std::find_if(kPrefixes.begin(), kPrefixes.end(), has_prefix);
  if (prefix != kPrefixes.end()) word.remove_prefix(prefix->size());
  const auto* const ending =
      std::find_if(kEndings.begin(), kEndings.end(), [&](std::string_view one) { return word.ends_with(one); });
  if (ending != kEndings.end()) word.remove_suffix(ending->size());
  std::string consonants;
  for (size_t at = 0; at + kArabicLetterBytes <= word.size(); at += kArabicLetterBytes) {
    const std::string_view letter = word.substr(at, kArabicLetterBytes);
    if (std::find(kVowels.begin(), kVowels.end(), letter) == kVowels.end()) consonants += letter;
  }
  return consonants.size() < kFewestConsonants * kArabicLetterBytes ? 0 : Hash(consonants);
}

// The first `letters` of a word; empty if it has fewer than `fewest`.
std::string_view FirstLetters(std::string_view word, size_t letters, size_t fewest) {
  size_t at = 0;
  size_t count = 0;
  while (count < letters && at < word.size()) {
    at += text::CodePointAt(word, at).bytes;
    ++count;
  }
  return count < fewest ? std::string_view() : word.substr(0, at);
}

// Without the article or preposition that French writes onto it with an apostrophe, and the ending that English and Turkish do.
std::string_view StripElision(std::string_view word) {
  constexpr size_t kLongestElision = 2;  // "qu"
  const size_t mark = word.find('\'');
  if (mark == std::string_view::npos || mark == 0) return word;
  return mark > kLongestElision ? word.substr(0, mark) : word.substr(mark + 1);
}

// Opening and closing marks, as languages pair them; more than one pair may open with the same.
struct Quotes {
  std::string_view open;
  std::string_view close;
};
constexpr std::array<Quotes, 9> kQuotes = {{{"\"", "\""},
                                            {"'", "'"},
                                            {"\u00AB", "\u00BB"},
                                            {"\u00BB", "\u00AB"},
                                            {"\u201C", "\u201D"},
                                            {"\u201E", "\u201C"},
                                            {"\u201E", "\u201D"},
                                            {"\u2018", "\u2019"},
                                            {"\u300C", "\u300D"}}};

// Whether all of the title is quoted, but for marks that end a sentence.
bool IsQuotation(std::string_view title) {
  constexpr std::string_view kEnds = " \t\r\n.!?";
  while (!title.empty() && kEnds.find(title.back()) != std::string_view::npos) title.remove_suffix(1);
  title.remove_prefix(std::min(title.find_first_not_of(" \t\r\n"), title.size()));
  return std::any_of(kQuotes.begin(), kQuotes.end(), [&](const Quotes& quotes) {
    if (title.size() <= quotes.open.size() + quotes.close.size() || !title.starts_with(quotes.open)) return false;
    return title.find(quotes.close, quotes.open.size()) == title.size() - quotes.close.size();
  });
}

// Whether a part of the title ends in `gap`, which stands between two words of it.
bool EndsPart(std::string_view gap) {
  constexpr std::array<std::string_view, 11> kMarks = {
      ",",      ";", ":",   "\u060C", "\u061B", "\uFF0C",
      "\uFF1A", "|", " - ", "\u2013", "\u2014"};  // Arabic and fullwidth; dashes
  return gap != " " && std::any_of(kMarks.begin(), kMarks.end(),
                                   [&](std::string_view mark) { return gap.find(mark) != std::string_view::npos; });
}

// Whether "and" is written onto the word.
bool JoinsArabic(const Token& token, std::string_view search) {
  constexpr std::string_view kWaw = "\u0648";
  const std::string_view word = token.search.Cut(search);
  return token.script == Script::kArabic && word.starts_with(kWaw) && text::HasConjunction(word);
}

// Whether the word `at` of the title begins another part of it; `found` is what it is.
bool BeginsPart(const Article& article, size_t at, PhraseSet found) {
  if (at == 0) return false;
  const uint32_t end = article.title_tokens[at - 1].original.end;
  const uint32_t begin = article.title_tokens[at].original.begin;
  const std::string_view gap = article.title.substr(std::min<size_t>(end, article.title.size()), begin - end);
  return EndsPart(gap) || found.Has(Phrase::kAnd) || JoinsArabic(article.title_tokens[at], article.search_title);
}

// Of a number of the title the word before it; 0 for all else.
uint64_t BeforeNumber(const Article& article, size_t at) {
  const bool is_number = at > 0 && article.title_tokens[at].script == Script::kDigits;
  return is_number ? Hash(article.title_tokens[at - 1].search.Cut(article.search_title)) : 0;
}

bool IsIdeographic(Script script) { return script == Script::kHan || script == Script::kKana; }

}  // namespace

uint64_t WordKey(std::span<const Token> tokens, size_t at, std::string_view search) {
  const Token& token = tokens[at];
  const std::string_view word = token.search.Cut(search);
  switch (token.script) {
    case Script::kDigits:
      return Hash(word);
    case Script::kHan:
    case Script::kKana: {
      const bool joins =
          at > 0 && IsIdeographic(tokens[at - 1].script) && tokens[at - 1].original.end == token.original.begin;
      return joins ? Hash(search.substr(tokens[at - 1].search.begin, token.search.end - tokens[at - 1].search.begin))
                   : 0;
    }
    case Script::kArabic:
      return Hash(FirstLetters(StripArabic(word), kArabicLetters, kFewestLetters));
    case Script::kLatin:
      return Hash(FirstLetters(StripElision(word), kLetters, kFewestLetters));
    default:
      return Hash(FirstLetters(word, kLetters, kFewestLetters));
  }
}

TitleWords::TitleWords(const Article& article) : is_quotation_(IsQuotation(article.title)) {
  const std::span<const Token> title = article.title_tokens;
  const std::string_view search = article.search_title;
  const Phrases& phrases = Phrases::Of(article.language);
  parts_.push_back(0);
  for (size_t i = 0; i < title.size() && words_.size() < kMostWords; ++i) {
    const uint64_t key = WordKey(title, i, search);
    const PhraseSet found = phrases.Find(title.subspan(i), search);
    if (BeginsPart(article, i, found)) parts_.push_back(0);
    comes_back_ |= found.Has(Phrase::kComeback);
    happens_ |= found.Has(Phrase::kSpeech) || title[i].script == Script::kDigits;
    if (key == 0 || BitOfKey(key) != 0 || found.Has(Phrase::kFunction)) continue;
    const uint8_t weight = title[i].script == Script::kDigits ? 2 : 1;
    const bool happens = found.Has(Phrase::kAction) || found.Has(Phrase::kEvent);
    const uint64_t verb = title[i].script == Script::kArabic ? ConsonantsOf(title[i].search.Cut(search), happens) : 0;
    words_.push_back({.key = key,
                      .weight = weight,
                      .happens = happens || verb != 0,
                      .consonants = verb,
                      .before = BeforeNumber(article, i)});
    parts_.back() |= uint64_t{1} << (words_.size() - 1);
    happens_ |= happens || verb != 0;
    has_verb_ |= verb != 0;
    half_weights_ += IsIdeographic(title[i].script) ? 1 : 2 * weight;
  }
  MarkNames(article);
  JoinNames();
  MarkActor(article.language);
}

void TitleWords::MarkNames(const Article& article) {
  const std::span<const Token> tokens = article.body_tokens;
  for (const Name& name : article.names) {
    auto token = std::partition_point(tokens.begin(), tokens.end(),
                                      [&](const Token& one) { return one.original.begin < name.span.begin; });
    for (; token != tokens.end() && token->original.end <= name.span.end; ++token) {
      const uint64_t key = WordKey(tokens, static_cast<size_t>(token - tokens.begin()), article.search_body);
      for (Word& word : words_) word.is_name |= key != 0 && word.key == key;
    }
  }
}

uint64_t TitleWords::BitOf(std::span<const Token> tokens, size_t at, std::string_view search) const {
  const uint64_t bit = BitOfKey(WordKey(tokens, at, search));
  if (bit != 0 || tokens[at].script != Script::kArabic) return bit;
  const std::string_view rest = WithoutPreposition(tokens[at].search.Cut(search));
  return rest.empty() ? 0 : BitOfKey(Hash(FirstLetters(rest, kArabicLetters, kFewestLetters)));
}

uint64_t TitleWords::BitOfVerb(const Token& token, std::string_view search) const {
  if (!has_verb_ || token.script != Script::kArabic) return 0;
  const uint64_t verb = ConsonantsOf(token.search.Cut(search), true);
  for (size_t i = 0; i < words_.size() && verb != 0; ++i) {
    if (words_[i].consonants == verb) return uint64_t{1} << i;
  }
  return 0;
}

uint64_t TitleWords::BitOfKey(uint64_t key) const {
  if (key == 0) return 0;
  for (size_t i = 0; i < words_.size(); ++i) {
    if (words_[i].key == key) return uint64_t{1} << i;
  }
  return 0;
}

uint32_t TitleWords::Share(uint64_t bits) const {
  uint32_t share = 0;
  for (size_t i = 0; i < words_.size(); ++i) share += (bits >> i & 1) * words_[i].weight;
  return half_weights_ == 0 ? 0 : std::min<uint32_t>(share * 2000 / half_weights_, 1000);
}

// Who acts stands before what happens, but where the verb comes last.
void TitleWords::MarkActor(std::string_view language) {
  constexpr std::array<std::string_view, 4> kVerbLast = {"tr", "fa", "ja", "ko"};
  const bool is_last = std::any_of(kVerbLast.begin(), kVerbLast.end(),
                                   [&](std::string_view one) { return language.substr(0, language.find('-')) == one; });
  const auto verb = std::find_if(words_.begin(), words_.end(), [](const Word& word) { return word.happens; });
  if (is_last || verb == words_.end()) return;
  for (auto word = words_.begin(); word != verb; ++word) word->acts = true;
}

// A part that is a name, or nothing, is none: "Oslo, Bergen and Lund get trams".
void TitleWords::JoinNames() {
  const auto is_name = [&](uint64_t part) {
    return part == 0 || (std::has_single_bit(part) && words_[static_cast<size_t>(std::countr_zero(part))].is_name);
  };
  for (size_t i = parts_.size(); i-- > 1;) {
    if (!is_name(parts_[i]) && !is_name(parts_[i - 1])) continue;
    parts_[i - 1] |= parts_[i];
    parts_.erase(parts_.begin() + static_cast<ptrdiff_t>(i));
  }
}

// Whether it says more than half of the part, or half of it and the word with which it begins, and not only names.
bool TitleWords::Says(uint64_t part, uint64_t bits) const {
  uint32_t said = 0;
  uint32_t all = 0;
  bool is_name = true;
  const bool is_first_said = (bits & part & -part) != 0;
  for (size_t i = 0; i < words_.size(); ++i) {
    if ((part >> i & 1) == 0) continue;
    all += words_[i].weight;
    if ((bits >> i & 1) == 0) continue;
    said += words_[i].weight;
    is_name &= words_[i].is_name && words_[i].weight == 1;  // "the A 31" is more than a name
  }
  return !is_name && (is_first_said ? said * 2 >= all : said * 2 > all);
}

size_t TitleWords::CountNewParts(uint64_t said, uint64_t bits) const {
  return static_cast<size_t>(std::count_if(parts_.begin(), parts_.end(),
                                           [&](uint64_t part) { return Says(part, bits) && !Says(part, said); }));
}

bool TitleWords::FollowsSameWord(std::span<const Token> tokens, size_t at, std::string_view search) const {
  if (at == 0) return false;
  const uint64_t before = Hash(tokens[at - 1].search.Cut(search));
  const uint64_t key = WordKey(tokens, at, search);
  return std::any_of(words_.begin(), words_.end(),
                     [&](const Word& word) { return word.key == key && word.before == before; });
}

uint32_t TitleWords::ShareOfDeed(uint64_t bits) const {
  if (!happens_) return 0;
  uint32_t said = 0;
  uint32_t all = 0;
  for (size_t i = 0; i < words_.size(); ++i) {
    if (words_[i].is_name || words_[i].acts) continue;
    const uint32_t weight = words_[i].weight * (words_[i].happens ? 2U : 1U);
    all += weight;
    said += (bits >> i & 1) * weight;
  }
  return all == 0 ? 0 : said * 1000 / all;
}

}  // namespace marsad::summarize
