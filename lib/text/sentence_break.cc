#include "lib/text/sentence_break.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "lib/base/utf8.h"
#include "lib/text/sentence_signs.h"

namespace marsad::text {
namespace {

constexpr std::pair<int, SentenceClass> kFromIcu[] = {
    {U_SB_EXTEND, SentenceClass::kIgnored},      {U_SB_FORMAT, SentenceClass::kIgnored},
    {U_SB_CR, SentenceClass::kParagraph},        {U_SB_LF, SentenceClass::kParagraph},
    {U_SB_SEP, SentenceClass::kParagraph},       {U_SB_SP, SentenceClass::kSpace},
    {U_SB_LOWER, SentenceClass::kLower},         {U_SB_UPPER, SentenceClass::kUpper},
    {U_SB_OLETTER, SentenceClass::kOtherLetter}, {U_SB_NUMERIC, SentenceClass::kNumeric},
    {U_SB_ATERM, SentenceClass::kATerm},         {U_SB_SCONTINUE, SentenceClass::kContinue},
    {U_SB_STERM, SentenceClass::kSTerm},         {U_SB_CLOSE, SentenceClass::kClose},
};

SentenceClass FromIcu(char32_t c) {
  const int value = u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_SENTENCE_BREAK);
  const auto* const found = std::ranges::find(kFromIcu, value, &std::pair<int, SentenceClass>::first);
  return found == std::end(kFromIcu) ? SentenceClass::kOther : found->second;
}

const CodePointTable<SentenceClass>& Classes() {
  static const CodePointTable<SentenceClass> classes(FromIcu);
  return classes;
}

constexpr char32_t kGreekQuestionMark = 0x037E;

bool IsEmoji(char32_t c) {
  const auto value = static_cast<UChar32>(c);
  return u_hasBinaryProperty(value, UCHAR_EXTENDED_PICTOGRAPHIC) || u_hasBinaryProperty(value, UCHAR_EMOJI_MODIFIER);
}

SentenceClass InNews(char32_t c) {
  if (c == kEllipsis) return SentenceClass::kATerm;
  const SentenceClass standard = Classes()[c];
  return standard == SentenceClass::kOther && IsEmoji(c) ? SentenceClass::kEmoji : standard;
}

SentenceClass InGreekNews(char32_t c) {
  return c == ';' || c == kGreekQuestionMark ? SentenceClass::kSTerm : InNews(c);
}

const CodePointTable<SentenceClass>& ClassesFor(SentenceRules rules) {
  if (rules == SentenceRules::kStandard) return Classes();
  static const CodePointTable<SentenceClass> news(InNews);
  if (rules == SentenceRules::kNews) return news;
  static const CodePointTable<SentenceClass> greek(InGreekNews);
  return greek;
}

bool IsTerminator(SentenceClass c) { return c == SentenceClass::kATerm || c == SentenceClass::kSTerm; }
bool IsCased(SentenceClass c) { return c == SentenceClass::kLower || c == SentenceClass::kUpper; }

}  // namespace

SentenceBreaker::SentenceBreaker(std::string_view text, SentenceRules rules)
    : text_(text), rules_(rules), classes_(ClassesFor(rules)) {}

SentenceClass SentenceBreaker::ClassOf(char32_t c) { return Classes()[c]; }

SentenceBreaker::Item SentenceBreaker::Read(size_t at) const {
  if (at >= text_.size()) return {.sentence_class = SentenceClass::kOther, .next = at};
  const CodePoint first = CodePointAt(text_, at);
  Item item{.sentence_class = classes_[first.value], .next = at + first.bytes};
  if (item.sentence_class == SentenceClass::kParagraph) {  // SB3; nothing extends a separator
    if (first.value == '\r' && item.next < text_.size() && text_[item.next] == '\n') ++item.next;
    return item;
  }
  while (item.next < text_.size()) {  // SB5
    const CodePoint c = CodePointAt(text_, item.next);
    if (classes_[c.value] != SentenceClass::kIgnored) break;
    item.next += c.bytes;
  }
  return item;
}

size_t SentenceBreaker::Skip(size_t at, SentenceClass which) const {
  for (Item item = Read(at); at < text_.size() && item.sentence_class == which; item = Read(at)) at = item.next;
  return at;
}

// SB8: the next letter is a small one, with no other terminator before it.
bool SentenceBreaker::GoesOnInLowerCase(size_t at, bool behind_full_stop) const {
  while (at < text_.size()) {
    const Item item = Read(at);
    const SentenceClass c = item.sentence_class;
    if (c == SentenceClass::kLower) {
      return rules_ == SentenceRules::kStandard || Read(item.next).sentence_class != SentenceClass::kUpper;
    }
    const bool stops = c == SentenceClass::kUpper || c == SentenceClass::kOtherLetter ||
                       c == SentenceClass::kParagraph || IsTerminator(c);
    const bool is_mark = c == SentenceClass::kClose || c == SentenceClass::kSpace || c == SentenceClass::kContinue;
    if (stops || (!behind_full_stop && !is_mark)) return false;
    at = item.next;
  }
  return false;
}

// Whether the blank was forgotten between a word's full stop and the capital at `behind`.
bool SentenceBreaker::LacksBlank(size_t full_stop, size_t behind) const {
  const size_t last = PreviousBoundary(text_, full_stop);
  if (last == 0 || classes_[CodePointAt(text_, last).value] != SentenceClass::kLower) return false;
  if (!IsCased(classes_[CodePointAt(text_, PreviousBoundary(text_, last)).value])) return false;
  const SentenceClass second = Read(Read(behind).next).sentence_class;
  return second == SentenceClass::kLower || second == SentenceClass::kSpace;
}

// SB6, SB7: whether the full stop at `full_stop` stands inside a number or a word; `next` is behind it.
bool SentenceBreaker::IsInsideWord(size_t full_stop, size_t next, SentenceClass before) const {
  if (next >= text_.size()) return false;
  const SentenceClass after = Read(next).sentence_class;
  if (after == SentenceClass::kNumeric) return true;
  if (!IsCased(before) || after != SentenceClass::kUpper) return false;
  return rules_ == SentenceRules::kStandard || !LacksBlank(full_stop, next);
}

std::optional<SentenceBoundary> SentenceBreaker::EndBehind(size_t at, SentenceClass before) const {
  const Item terminator = Read(at);
  const bool is_news = rules_ != SentenceRules::kStandard;
  const bool is_full_stop = terminator.sentence_class == SentenceClass::kATerm;
  if (is_full_stop && IsInsideWord(at, terminator.next, before)) return std::nullopt;
  size_t end = Skip(terminator.next, SentenceClass::kClose);  // SB9
  end = Skip(end, SentenceClass::kSpace);                     // SB10
  SentenceBoundary boundary{.end = end, .terminator = at, .is_full_stop = is_full_stop};
  if (end >= text_.size()) return boundary;
  const Item next = Read(end);
  if ((is_full_stop || is_news) && GoesOnInLowerCase(end, is_full_stop)) {  // SB8
    boundary.is_before_number = is_news && next.sentence_class == SentenceClass::kNumeric && end > terminator.next;
    if (!boundary.is_before_number) return std::nullopt;
  }
  if (next.sentence_class == SentenceClass::kContinue || IsTerminator(next.sentence_class))
    return std::nullopt;  // SB8a
  if (next.sentence_class == SentenceClass::kParagraph) boundary.end = next.next;
  return boundary;  // SB11
}

bool SentenceBreaker::TakeEmoji(size_t stop) {
  static constexpr std::string_view kEmojiSelector = "\uFE0F";
  bool is_shown = false;  // in colour, and not as a sign like those of trade marks
  at_ = stop;
  for (Item item = Read(at_); at_ < text_.size() && item.sentence_class == SentenceClass::kEmoji; item = Read(at_)) {
    const auto value = static_cast<UChar32>(CodePointAt(text_, at_).value);
    is_shown = is_shown || u_hasBinaryProperty(value, UCHAR_EMOJI_PRESENTATION) ||
               text_.substr(at_, item.next - at_).find(kEmojiSelector) != text_.npos;
    at_ = item.next;
  }
  const size_t behind = at_;
  at_ = Skip(behind, SentenceClass::kSpace);
  return is_shown && at_ > behind;
}

size_t SentenceBreaker::FindStop(size_t at) const {
  while (at < text_.size()) {
    const CodePoint c = CodePointAt(text_, at);
    if (classes_[c.value] >= SentenceClass::kATerm) break;
    at += c.bytes;
  }
  return at;
}

SentenceClass SentenceBreaker::ClassBefore(size_t begin, size_t end, SentenceClass otherwise) const {
  while (end > begin) {
    end = PreviousBoundary(text_, end);
    const SentenceClass found = classes_[CodePointAt(text_, end).value];
    if (found != SentenceClass::kIgnored) return found;
  }
  return otherwise;
}

std::optional<SentenceBoundary> SentenceBreaker::Next() {
  SentenceClass before = SentenceClass::kOther;
  if (at_ >= text_.size()) return std::nullopt;
  while (true) {
    const size_t stop = FindStop(at_);
    if (stop >= text_.size()) break;
    before = ClassBefore(at_, stop, before);
    at_ = Read(stop).next;
    const SentenceClass found = classes_[CodePointAt(text_, stop).value];
    if (found == SentenceClass::kParagraph) return SentenceBoundary{.end = at_, .terminator = stop};  // SB4
    if (found == SentenceClass::kEmoji) {
      if (TakeEmoji(stop)) return SentenceBoundary{.end = at_, .terminator = stop, .is_emoji = true};
    } else if (const std::optional<SentenceBoundary> boundary = EndBehind(stop, before)) {
      at_ = boundary->end;
      return boundary;
    }
    before = found;
  }
  at_ = text_.size();
  return SentenceBoundary{.end = at_, .terminator = at_};
}

}  // namespace marsad::text
