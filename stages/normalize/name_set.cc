#include "stages/normalize/name_set.h"

#include <utility>

#include "lib/base/utf8.h"
#include "lib/text/code_point.h"
#include "lib/text/fold.h"
#include "lib/text/sentence_break.h"

namespace marsad::normalize {
namespace {

using text::SentenceClass;

constexpr size_t kOpening = 16;  // bytes of a name: four letters of whatever script

// Letters and digits only.
std::string LettersOf(std::string_view name) {
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

std::string_view FirstThree(std::string_view letters) {
  size_t end = 0;
  for (int i = 0; i < 3 && end < letters.size(); ++i) end = NextBoundary(letters, end);
  return letters.substr(0, end);
}

}  // namespace

void NameSet::Add(std::string_view name) {
  std::string letters = LettersOf(name);
  openings_.emplace(FirstThree(letters));
  names_.insert(std::move(letters));
}

bool NameSet::Contains(std::string_view name) const {
  if (name.size() > kOpening) {
    const std::string letters = LettersOf(PrefixAtBoundary(name, kOpening));
    const std::string_view three = FirstThree(letters);
    const bool is_settled = three.size() < letters.size();  // a fourth letter says that nothing more combines with them
    if (is_settled && !openings_.contains(three)) return false;
  }
  return names_.contains(LettersOf(name));
}

}  // namespace marsad::normalize
