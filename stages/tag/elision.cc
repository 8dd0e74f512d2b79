#include "stages/tag/elision.h"

namespace marsad::tag {
namespace {

constexpr std::string_view kStraight = "'";
constexpr std::string_view kCurly = "\u2019";
constexpr size_t kMaxElided = 3;  // bytes of an elided article or preposition: l', d', qu'

}  // namespace

std::optional<Apostrophe> FindApostrophe(std::string_view word) {
  const size_t straight = word.find(kStraight);
  const size_t curly = word.find(kCurly);
  if (straight == curly) return std::nullopt;  // neither stands there
  return straight < curly ? Apostrophe{straight, straight + kStraight.size()}
                          : Apostrophe{curly, curly + kCurly.size()};
}

std::optional<Apostrophe> FindLastApostrophe(std::string_view word) {
  const size_t straight = word.rfind(kStraight);
  const size_t curly = word.rfind(kCurly);
  if (straight == curly) return std::nullopt;
  const bool is_curly = straight == std::string_view::npos || (curly != std::string_view::npos && curly > straight);
  return is_curly ? Apostrophe{curly, curly + kCurly.size()} : Apostrophe{straight, straight + kStraight.size()};
}

std::string_view AfterElision(std::string_view word) {
  const std::optional<Apostrophe> apostrophe = FindApostrophe(word);
  const bool is_elided = apostrophe && apostrophe->begin <= kMaxElided && apostrophe->end < word.size();
  return is_elided ? word.substr(apostrophe->end) : word;
}

}  // namespace marsad::tag
