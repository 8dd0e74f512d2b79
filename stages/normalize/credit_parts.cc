#include "stages/normalize/credit_parts.h"

#include <algorithm>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "stages/normalize/phrases.h"

namespace marsad::normalize {

using text::SentenceClass;

std::string_view Trim(std::string_view text) {
  while (!text.empty()) {
    const text::CodePoint first = text::CodePointAt(text, 0);
    if (!IsSpace(first.value)) break;
    text.remove_prefix(first.bytes);
  }
  while (!text.empty()) {
    const size_t last = PreviousBoundary(text, text.size());
    if (!IsSpace(text::CodePointAt(text, last).value)) break;
    text = text.substr(0, last);
  }
  return text;
}

std::vector<std::string_view> Parts(std::string_view text) {
  std::vector<std::string_view> parts;
  size_t begin = 0;
  for (size_t at = 0; at < text.size();) {
    const text::CodePoint c = text::CodePointAt(text, at);
    const bool parts_here = IsDash(c.value) || IsComma(c.value) || c.value == '/';
    if (parts_here) parts.push_back(Trim(text.substr(begin, at - begin)));
    at += c.bytes;
    if (parts_here) begin = at;
  }
  parts.push_back(Trim(text.substr(begin)));
  return parts;
}

bool NamesAgency(std::string_view text) {
  const std::vector<std::string_view> parts = Parts(text);
  return std::any_of(parts.begin(), parts.end(), [](std::string_view part) { return Phrases::Get().IsAgency(part); });
}

bool IsPlaceInCapitals(std::string_view text) {
  int capitals = 0;
  for (size_t at = 0; at < text.size();) {
    const text::CodePoint c = text::CodePointAt(text, at);
    at += c.bytes;
    const SentenceClass found = text::SentenceBreaker::ClassOf(c.value);
    if (found == SentenceClass::kUpper) ++capitals;
    if (found == SentenceClass::kLower || found == SentenceClass::kOtherLetter || found == SentenceClass::kNumeric)
      return false;
  }
  return capitals >= 4;
}

std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  size_t begin = 0;
  for (size_t at = 0; at < text.size();) {
    const text::CodePoint c = text::CodePointAt(text, at);
    if (IsSpace(c.value)) {
      if (at > begin) words.push_back(text.substr(begin, at - begin));
      begin = at + c.bytes;
    }
    at += c.bytes;
  }
  if (begin < text.size()) words.push_back(text.substr(begin));
  return words;
}

SentenceClass FirstClass(std::string_view word) {
  return text::SentenceBreaker::ClassOf(text::CodePointAt(word, 0).value);
}

bool IsBarePlace(std::string_view text) {
  const std::vector<std::string_view> words = Words(text);
  return !words.empty() && words.size() <= 2 && std::all_of(words.begin(), words.end(), [](std::string_view word) {
    const SentenceClass first = FirstClass(word);
    return first == SentenceClass::kUpper || first == SentenceClass::kOtherLetter;
  });
}

namespace {

// Where the run of characters ends, from `begin` on, that are dashes or one of `signs`.
size_t EndOfSigns(std::string_view text, size_t begin, std::u32string_view signs) {
  for (text::CodePoint c; begin < text.size(); begin += c.bytes) {
    c = text::CodePointAt(text, begin);
    if (!IsDash(c.value) && signs.find(c.value) == signs.npos) break;
  }
  return begin;
}

// ". -": the dash after a full stop that ends at `end`, and a blank; `end` itself if there is none.
size_t EndOfDashAfterBlank(std::string_view text, size_t end) {
  if (end == text.size()) return end;
  const text::CodePoint blank = text::CodePointAt(text, end);
  if (!IsSpace(blank.value) || end + blank.bytes == text.size()) return end;
  const text::CodePoint dash = text::CodePointAt(text, end + blank.bytes);
  return IsDash(dash.value) ? end + blank.bytes + dash.bytes : end;
}

}  // namespace

size_t SeparatorBytes(std::string_view text) {
  const text::CodePoint first = text::CodePointAt(text, 0);
  if (IsSpace(first.value)) {  // after a slash: dots or dashes may follow, and need not
    const size_t end = EndOfSigns(text, first.bytes, U":.");
    return end > first.bytes ? end : 0;
  }
  const size_t end = EndOfSigns(text, first.bytes, U":_");
  return first.value == '.' && end == first.bytes ? EndOfDashAfterBlank(text, end) : end;
}

}  // namespace marsad::normalize
