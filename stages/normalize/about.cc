#include "stages/normalize/about.h"

#include <algorithm>
#include <cstddef>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/contact.h"
#include "stages/normalize/article.h"
#include "stages/normalize/credit_parts.h"
#include "stages/normalize/line_shape.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;
using text::Token;

constexpr size_t kLongestHead = 90;  // bytes
constexpr size_t kMostHeadWords = 10;
constexpr size_t kMostPhraseWords = 4;  // before the name
constexpr size_t kMostWordsToName = 15;
constexpr size_t kMostWordsToKind = 40;  // "founded", "provider"
constexpr size_t kLongestLook = 600;     // bytes of the paragraph
constexpr size_t kShortestProse = 100;   // bytes
constexpr size_t kMostParagraphs = 8;    // of all that follows
constexpr size_t kMostLines = 40;

// A head and, if it ends in a colon or dash within its line, what follows it there.
struct Headed {
  std::string_view head;
  std::string_view rest;
};

// Without marks of headings and lists around it: "## About us", "About us:".
std::string_view Bare(std::string_view head) {
  constexpr std::string_view kMarks = "#*_:- \t";
  const size_t begin = head.find_first_not_of(kMarks);
  return begin == head.npos ? std::string_view() : head.substr(begin, head.find_last_not_of(kMarks) + 1 - begin);
}

Headed CutHead(std::string_view line) {
  constexpr std::string_view kSigns[] = {":", " - ", " \u2013 ", " \u2014 "};
  size_t end = line.size();
  size_t rest = line.size();
  for (const std::string_view sign : kSigns) {
    const size_t at = line.substr(0, kLongestHead).find(sign);
    if (at == line.npos || at >= end) continue;
    end = at;
    rest = at + sign.size();
  }
  return {Bare(line.substr(0, end)), Trim(line.substr(rest))};
}

// What follows a phrase of the table that `head` begins with: "Quay Works" of "About Quay Works", also after an apostrophe.
std::string_view NameBehind(std::string_view head) {
  const Phrases& phrases = Phrases::Get();
  if (!phrases.MayBeginAbout(head)) return {};
  size_t words = 0;
  for (size_t at = 0; at < head.size() && words < kMostPhraseWords;) {
    const text::CodePoint c = text::CodePointAt(head, at);
    at += c.bytes;
    if (c.value != ' ' && c.value != '\'' && c.value != 0x2019) continue;
    if (phrases.IsBeforeAbout(head.substr(0, at))) return Trim(head.substr(at));
    ++words;
  }
  return {};
}

// What the head says the paragraph is about; empty: nothing.
std::string_view NameIn(std::string_view head) {
  if (const std::string_view name = NameBehind(head); !name.empty()) return name;
  const size_t last = head.rfind(' ');
  return last != head.npos && Phrases::Get().IsAfterAbout(head.substr(last + 1)) ? Trim(head.substr(0, last))
                                                                                 : std::string_view();
}

// "Quay Works Inc.": its full stop ends no sentence.
bool EndsInAbbreviation(std::string_view head) {
  constexpr size_t kLongest = 6;  // bytes
  if (!head.ends_with('.')) return false;
  const std::string_view last = Words(head).back();
  return last.size() <= kLongest && FirstClass(last) == SentenceClass::kUpper;
}

bool IsSoon(const Field& paragraph, const Token& token, std::string_view word) {
  constexpr size_t kFewestShared = 4;  // characters: the rest may be an ending
  constexpr size_t kLongestEnding = 3;
  const std::string_view other = paragraph.Word(token);
  if (other == word) return true;
  const auto differ = std::ranges::mismatch(other, word);
  const auto at = static_cast<size_t>(differ.in2 - word.begin());
  const size_t shared = CountCharacters(word.substr(0, at - (at > 0 && !IsBoundary(word, at) ? 1 : 0)));
  return shared >= kFewestShared && std::max(CountCharacters(word), CountCharacters(other)) <= shared + kLongestEnding;
}

// A word of the name, not of what all such names hold, as "company".
bool MayTell(const Field& name, const Token& token) {
  const SentenceClass first = ClassAt(name.original, token.original.begin);
  return (first == SentenceClass::kUpper || first == SentenceClass::kOtherLetter) && token.original.size() > 2 &&
         !Phrases::Get().Is(WordKind::kIdentity, name.Word(token));
}

// Whether `text` begins as such a paragraph on `name` does.
bool TellsWhoTheyAre(std::string_view text, std::string_view name) {
  const Field field = MakeField(PrefixAtBoundary(text, kLongestLook));
  const Field named = MakeField(name);
  const std::span<const Token> words = field.tokens;
  const auto soon = words.first(std::min(words.size(), kMostWordsToName));
  const auto is_named = [&](const Token& token) {
    return MayTell(named, token) &&
           std::ranges::any_of(soon, [&](const Token& word) { return IsSoon(field, word, named.Word(token)); });
  };
  if (std::ranges::none_of(named.tokens, is_named)) return false;
  const auto tells = words.first(std::min(words.size(), kMostWordsToKind));
  return text::HoldsContact(text) || std::ranges::any_of(tells, [&](const Token& word) {
           return Phrases::Get().Is(WordKind::kIdentity, field.Word(word));
         });
}

bool IsProse(std::string_view line) { return line.size() >= kShortestProse && EndsLikeProse(line); }

bool IsKnownHead(std::string_view line) {
  const std::string_view head = CutHead(line).head;
  const Phrases& phrases = Phrases::Get();
  return IsAboutHead(head) || phrases.IsPressContacts(head) || phrases.IsAnyContacts(head) ||
         phrases.BeginsLastNotes(head);
}

// Whether no prose stands in `lines` below a line that may head another part of the article.
bool HoldNoOtherPart(std::string_view body, std::span<const Line> lines) {
  size_t paragraphs = 0;
  bool may_be_prose = true;
  for (const Line& line : lines) {
    const std::string_view own = line.span.Cut(body);
    if (IsKnownHead(own)) {
      may_be_prose = true;
    } else if (IsProse(own)) {
      if (!may_be_prose || ++paragraphs > kMostParagraphs) return false;
    } else {
      may_be_prose = may_be_prose && (EndsLikeProse(own) || BulletBytes(own) > 0 || text::HoldsContact(own));
    }
  }
  return true;
}

}  // namespace

bool IsAboutHead(std::string_view line) {
  if (line.size() > kLongestHead) return false;
  const std::string_view head = Bare(line);
  if (head.empty() || Words(head).size() > kMostHeadWords) return false;
  if (EndsLikeProse(head) && !EndsInAbbreviation(head)) return false;
  return Phrases::Get().IsAbout(head) || !NameIn(head).empty();
}

bool BeginsAbout(std::string_view body, std::span<const Line> lines) {
  const std::string_view line = lines.front().span.Cut(body);
  const Headed headed = CutHead(line);
  if (headed.head.size() > kLongestHead || !IsAboutHead(headed.head) || lines.size() > kMostLines) return false;
  const bool is_inline = !headed.rest.empty();
  if (is_inline ? !IsProse(headed.rest) : lines.size() == 1) return false;
  const std::string_view text = is_inline ? headed.rest : lines[1].span.Cut(body);
  const bool is_told = Phrases::Get().IsAbout(headed.head) || TellsWhoTheyAre(text, NameIn(headed.head));
  return is_told && HoldNoOtherPart(body, lines.subspan(1));
}

}  // namespace marsad::normalize
