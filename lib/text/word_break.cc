#include "lib/text/word_break.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <utility>

namespace marsad::text {
namespace {

constexpr std::pair<UScriptCode, Script> kScripts[] = {
    {USCRIPT_LATIN, Script::kLatin},           {USCRIPT_ARABIC, Script::kArabic}, {USCRIPT_CYRILLIC, Script::kCyrillic},
    {USCRIPT_GREEK, Script::kGreek},           {USCRIPT_HEBREW, Script::kHebrew}, {USCRIPT_HAN, Script::kHan},
    {USCRIPT_HIRAGANA, Script::kKana},         {USCRIPT_KATAKANA, Script::kKana}, {USCRIPT_HANGUL, Script::kHangul},
    {USCRIPT_DEVANAGARI, Script::kDevanagari},
};

Script ScriptOf(UChar32 c) {
  if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER) return Script::kDigits;
  if (!u_isUAlphabetic(c)) return Script::kOther;
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &error);
  const auto* const found = std::ranges::find(kScripts, script, &std::pair<UScriptCode, Script>::first);
  return found == std::end(kScripts) ? Script::kOther : found->second;
}

bool NeedsDictionary(UChar32 c) {
  if (u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) return true;
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &error);
  if (u_getIntPropertyValue(c, UCHAR_WORD_BREAK) == U_WB_KATAKANA) return true;
  // U+3006 and U+3007 are ideographs of no one script.
  const bool is_han = script == USCRIPT_HAN || u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC);
  return u_isUAlphabetic(c) && (is_han || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA);
}

// Of the standard's values those that have a rule here.
constexpr std::pair<int32_t, WordClass> kWordClasses[] = {
    {U_WB_ALETTER, WordClass::kLetter},
    {U_WB_HEBREW_LETTER, WordClass::kHebrewLetter},
    {U_WB_NUMERIC, WordClass::kNumeric},
    {U_WB_EXTENDNUMLET, WordClass::kExtendNumLet},
    {U_WB_MIDLETTER, WordClass::kMidLetter},
    {U_WB_MIDNUM, WordClass::kMidNum},
    {U_WB_MIDNUMLET, WordClass::kMidNumLet},
    {U_WB_SINGLE_QUOTE, WordClass::kSingleQuote},
    {U_WB_DOUBLE_QUOTE, WordClass::kDoubleQuote},
    {U_WB_EXTEND, WordClass::kExtend},
    {U_WB_FORMAT, WordClass::kFormat},
};

WordClass ClassOf(UChar32 c) {
  if (NeedsDictionary(c)) return WordClass::kDictionary;
  const int32_t value = u_getIntPropertyValue(c, UCHAR_WORD_BREAK);
  if (u_charType(c) == U_FORMAT_CHAR) {
    const bool is_ignored = value == U_WB_FORMAT || value == U_WB_ZWJ || value == U_WB_EXTEND;
    if (is_ignored) return WordClass::kFormat;
  }
  const auto* const known = std::find_if(std::begin(kWordClasses), std::end(kWordClasses),
                                         [&](const auto& row) { return row.first == value; });
  return known == std::end(kWordClasses) ? WordClass::kOther : known->second;
}

bool IsLetter(WordClass c) { return c == WordClass::kLetter || c == WordClass::kHebrewLetter; }
bool IsMidNumLetQ(WordClass c) { return c == WordClass::kMidNumLet || c == WordClass::kSingleQuote; }
bool IsIgnored(WordClass c) { return c == WordClass::kExtend || c == WordClass::kFormat; }
// Any two of these join: WB5, WB8, WB9, WB10, WB13a, WB13b.
bool StartsWord(WordClass c) { return IsLetter(c) || c == WordClass::kNumeric || c == WordClass::kExtendNumLet; }

// What joins two of the same kind when it stands between them.
struct MiddleRule {
  bool (*is_side)(WordClass);
  bool (*is_middle)(WordClass);
};
constexpr MiddleRule kMiddleRules[] = {
    // WB6, WB7
    {IsLetter, [](WordClass c) { return c == WordClass::kMidLetter || IsMidNumLetQ(c); }},
    // WB11, WB12
    {[](WordClass c) { return c == WordClass::kNumeric; },
     [](WordClass c) { return c == WordClass::kMidNum || IsMidNumLetQ(c); }},
    // WB7b, WB7c
    {[](WordClass c) { return c == WordClass::kHebrewLetter; },
     [](WordClass c) { return c == WordClass::kDoubleQuote; }},
};

// Whether a word may go on after such a character (WB6, WB7, WB7a, WB7b, WB11, WB12).
bool MayJoin(WordClass c) { return c >= WordClass::kMidLetter && c <= WordClass::kDoubleQuote; }

// Break iterators are not shareable between threads; making one costs more than a text.
icu::BreakIterator& DictionaryBreaker() {
  thread_local const std::unique_ptr<icu::BreakIterator> breaker = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
    if (U_FAILURE(error)) std::abort();  // ICU's own data is missing
    return made;
  }();
  return *breaker;
}

}  // namespace

const WordProperties& WordProperties::Get() {
  static const WordProperties properties;
  return properties;
}

WordProperties::WordProperties()
    : table_([](char32_t c) {
        const auto code_point = static_cast<UChar32>(c);
        return WordProperty{ClassOf(code_point), ScriptOf(code_point)};
      }) {}

WordBreaker::Item WordBreaker::Read(size_t at) const {
  if (at >= text_.size()) return {.word_class = WordClass::kOther, .begin = at, .end = at, .next = at};
  const CodePoint first = CodePointAt(text_, at);
  Item item{.word_class = properties_[first.value].word_class,
            .begin = at,
            .end = at + first.bytes,
            .next = at + first.bytes};
  while (item.next < text_.size()) {
    const CodePoint c = CodePointAt(text_, item.next);
    const WordClass word_class = properties_[c.value].word_class;
    if (!IsIgnored(word_class)) break;
    item.next += c.bytes;
    if (word_class == WordClass::kExtend) item.end = item.next;
  }
  return item;
}

size_t WordBreaker::SkipLetters(size_t at) const {
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text_.data());
  const size_t size = text_.size();
  while (at < size && bytes[at] >= 0xC2 && bytes[at] < 0xE0) {
    const char32_t c = static_cast<char32_t>(bytes[at] & 0x1F) << 6 | (bytes[at + 1] & 0x3F);
    if (properties_[c].word_class != WordClass::kLetter) break;
    at += 2;
  }
  return at;
}

WordBreaker::Item WordBreaker::ReadLetters(size_t at, bool* has_content) const {
  Item item{.word_class = WordClass::kOther, .begin = at, .end = at, .next = at};
  bool found = false;
  while (at < text_.size()) {
    if (const size_t behind = SkipLetters(at); behind > at) {
      item = {.word_class = WordClass::kLetter, .begin = behind - 2, .end = behind, .next = behind};
      found = true;
      at = behind;
      continue;
    }
    const CodePoint c = CodePointAt(text_, at);
    const WordClass word_class = properties_[c.value].word_class;
    if (StartsWord(word_class)) {
      item.word_class = word_class;
      item.begin = at;
      item.end = at + c.bytes;
      found |= word_class != WordClass::kExtendNumLet;
    } else if (IsIgnored(word_class)) {
      if (word_class == WordClass::kExtend) item.end = at + c.bytes;
    } else {
      break;
    }
    at += c.bytes;
  }
  item.next = at;
  *has_content |= found;
  return item;
}

bool WordBreaker::Joins(const Item& last, Item* item) const {
  const WordClass left = last.word_class;
  const WordClass right = item->word_class;
  const auto* const rule = std::find_if(std::begin(kMiddleRules), std::end(kMiddleRules), [&](const MiddleRule& each) {
    return each.is_side(left) && each.is_middle(right);
  });
  if (rule == std::end(kMiddleRules)) return false;
  const Item after = Read(item->next);
  if (rule->is_side(after.word_class)) {
    *item = after;
    return true;
  }
  return left == WordClass::kHebrewLetter && right == WordClass::kSingleQuote;  // WB7a
}

std::optional<OriginalSpan> WordBreaker::Next() {
  while (true) {
    if (next_pending_ < pending_.size()) return pending_[next_pending_++];
    if (at_ >= text_.size()) return std::nullopt;
    const CodePoint c = CodePointAt(text_, at_);
    const WordClass word_class = properties_[c.value].word_class;
    if (word_class == WordClass::kDictionary) {
      BreakDictionaryRun(at_);
      continue;
    }
    if (!StartsWord(word_class)) {
      at_ += c.bytes;
      continue;
    }
    const size_t begin = at_;
    bool has_content = false;
    Item last = ReadLetters(begin, &has_content);
    while (last.next < text_.size() && MayJoin(properties_[CodePointAt(text_, last.next).value].word_class)) {
      Item item = Read(last.next);
      if (!Joins(last, &item)) break;
      last = StartsWord(item.word_class) ? ReadLetters(item.begin, &has_content) : item;
    }
    at_ = last.next;
    if (has_content) return OriginalSpan{static_cast<uint32_t>(begin), static_cast<uint32_t>(last.end)};
  }
}

void WordBreaker::BreakDictionaryRun(size_t begin) {
  Item item = Read(begin);
  while (item.next < text_.size() && Read(item.next).word_class == WordClass::kDictionary) item = Read(item.next);
  at_ = item.next;
  pending_.clear();
  next_pending_ = 0;

  UErrorCode error = U_ZERO_ERROR;
  UText run = UTEXT_INITIALIZER;
  utext_openUTF8(&run, text_.data() + begin, static_cast<int64_t>(item.end - begin), &error);
  icu::BreakIterator& breaker = DictionaryBreaker();
  breaker.setText(&run, error);
  if (U_FAILURE(error)) std::abort();  // only when memory runs out
  int32_t from = breaker.first();
  for (int32_t to = breaker.next(); to != icu::BreakIterator::DONE; from = to, to = breaker.next()) {
    pending_.push_back({static_cast<uint32_t>(begin) + from, static_cast<uint32_t>(begin) + to});
  }
  utext_close(&run);
}

}  // namespace marsad::text
