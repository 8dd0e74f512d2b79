#include "stages/tag/vowel_signs.h"

#include <string>
#include <vector>

#include "lib/base/utf8.h"

namespace marsad::tag {
namespace {

constexpr std::string_view kFirstSign = "\u064B";  // tanween of fatha
constexpr std::string_view kLastTanween = "\u064D";
constexpr std::string_view kLastSign = "\u0652";  // sukun
constexpr std::string_view kShadda = "\u0651";
constexpr std::string_view kTatweel = "\u0640";

bool IsSign(std::string_view character) { return character >= kFirstSign && character <= kLastSign; }

bool HasSignUpTo(std::string_view word, std::string_view last) {
  for (size_t at = 0; at < word.size(); at = NextBoundary(word, at)) {
    const std::string_view character = word.substr(at, NextBoundary(word, at) - at);
    if (IsSign(character) && character <= last) return true;
  }
  return false;
}

struct Signs {
  std::string vowel;
  bool is_doubled = false;
};

// Of each letter.
std::vector<Signs> SignsOf(std::string_view word) {
  std::vector<Signs> all;
  for (size_t at = 0; at < word.size();) {
    const size_t end = NextBoundary(word, at);
    const std::string_view character = word.substr(at, end - at);
    at = end;
    if (character == kTatweel) continue;
    if (!IsSign(character)) {
      all.emplace_back();
    } else if (!all.empty() && character == kShadda) {
      all.back().is_doubled = true;
    } else if (!all.empty()) {
      all.back().vowel = character;
    }
  }
  return all;
}

}  // namespace

bool HasVowelSigns(std::string_view word) { return HasSignUpTo(word, kLastSign); }

bool HasTanween(std::string_view word) { return HasSignUpTo(word, kLastTanween); }

bool HasOtherHamza(std::string_view written, std::string_view label) {
  constexpr std::string_view kWawWithHamza = "\u0624";
  const auto has = [&](std::string_view text) { return text.find(kWawWithHamza) != std::string_view::npos; };
  return !label.empty() && has(written) && !has(label);
}

bool AreToldApart(std::string_view written, std::string_view name) {
  const std::vector<Signs> a = SignsOf(written), b = SignsOf(name);
  for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
    if (a[i].is_doubled && !b[i].is_doubled) return true;
    if (!a[i].vowel.empty() && !b[i].vowel.empty() && a[i].vowel != b[i].vowel) return true;
  }
  return false;
}

}  // namespace marsad::tag
