#include "stages/normalize/name_set.h"

#include <algorithm>
#include <utility>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/fold.h"
#include "lib/text/sentence_break.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;

constexpr size_t kOpening = 16;  // bytes of a name: four letters of whatever script

// The same of ASCII, which is most of what is asked in many languages.
std::string AsciiLettersOf(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) letters += c;
    if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c - 'A' + 'a');
  }
  return letters;
}

// Letters and digits only.
std::string LettersOf(std::string_view name) {
  if (std::ranges::all_of(name, IsAscii)) return AsciiLettersOf(name);
  const std::string folded = text::FoldText(name);
  std::string letters;
  for (size_t at = 0; at < folded.size();) {
    const text::CodePoint c = text::CodePointAt(folded, at);
    const SentenceClass found = text::SentenceBreaker::ClassOf(c.value);
    const bool is_letter = found == SentenceClass::kLower || found == SentenceClass::kOtherLetter ||
                           found == SentenceClass::kUpper || found == SentenceClass::kNumeric;
    if (is_letter) letters += folded.substr(at, c.bytes);
    at += c.bytes;
  }
  return letters;
}

constexpr int kTold = 3;  // first letters by which names are told

std::string_view First(int count, std::string_view letters) {
  size_t end = 0;
  for (int i = 0; i < count && end < letters.size(); ++i) end = NextBoundary(letters, end);
  return letters.substr(0, end);
}

// The first letters of `text`; empty if no fourth one says that nothing more combines with them.
std::string Opening(std::string_view text) {
  std::string letters = LettersOf(PrefixAtBoundary(text, kOpening));
  const size_t told = First(kTold, letters).size();
  letters.resize(told < letters.size() ? told : 0);
  return letters;
}

}  // namespace

void NameSet::Add(std::string_view name) {
  std::string letters = LettersOf(name);
  openings_.emplace(First(kTold, letters));
  names_.insert(std::move(letters));
}

bool NameSet::MayBegin(std::string_view text) const {
  const std::string opening = Opening(text);
  if (opening.empty() || openings_.contains(opening)) return true;
  return openings_.contains(First(1, opening)) || openings_.contains(First(2, opening));  // whole names
}

bool NameSet::Contains(std::string_view name) const {
  if (name.size() > kOpening) {
    const std::string opening = Opening(name);
    if (!opening.empty() && !openings_.contains(opening)) return false;
  }
  return names_.contains(LettersOf(name));
}

}  // namespace marsad::normalize
