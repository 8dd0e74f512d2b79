#include "stages/normalize/counts.h"

#include <algorithm>

#include "stages/normalize/phrases.h"

namespace marsad::normalize {
namespace {

constexpr size_t kMostWords = 14;
constexpr size_t kLongestLine = 160;  // bytes

// Pictures that stand for a word: an eye, a balloon of speech, a thumb, hearts, a star.
bool HoldsPicture(std::string_view line) {
  constexpr std::string_view kPictures[] = {"\U0001F441", "\U0001F4AC", "\U0001F44D", "\u2764",
                                            "\u2665",     "\u2605",     "\u2606",     "\u2B50"};
  return std::ranges::any_of(kPictures, [&](std::string_view sign) { return line.find(sign) != line.npos; });
}

bool BeginsWithDigit(std::string_view folded) { return !folded.empty() && folded[0] >= '0' && folded[0] <= '9'; }

}  // namespace

bool IsCounts(const Field& field, std::span<const text::Token> words, std::string_view line) {
  if (words.empty() || words.size() > kMostWords || line.size() > kLongestLine || line.ends_with('.')) return false;
  size_t numbers = 0;
  size_t counted = HoldsPicture(line) ? 1 : 0;
  for (const text::Token& token : words) {
    const std::string_view word = field.Word(token);
    const bool is_counted = Phrases::Get().Is(WordKind::kCounted, word);
    if (BeginsWithDigit(word)) {
      ++numbers;
    } else if (!is_counted && !Phrases::Get().Is(WordKind::kByCounted, word)) {
      return false;
    }
    counted += is_counted ? 1 : 0;
  }
  return counted > 0 && numbers > 0;
}

}  // namespace marsad::normalize
