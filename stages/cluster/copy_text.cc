#include "stages/cluster/copy_text.h"

#include <algorithm>

namespace marsad::cluster {
namespace {

constexpr uint32_t kLongestSurface =
    100;  // bytes: a longer name is cut in what people are shown, not in what is compared

bool HasSurface(FactKind kind) { return kind != FactKind::kNone && kind != FactKind::kWord; }

}  // namespace

CopyText::CopyText(std::span<const Token> tokens, std::string_view original) {
  words_.reserve(tokens.size());
  for (const Token& token : tokens) {
    const auto low = static_cast<uint16_t>(token.hash & ~uint32_t{kFactBit} & 0xFFFF);
    words_.push_back(token.fact == FactKind::kNone ? low : low | kFactBit);
    if (token.fact == FactKind::kNone) continue;
    const std::string_view surface = HasSurface(token.fact) && token.original.size() <= kLongestSurface
                                         ? token.original.Cut(original)
                                         : std::string_view();
    surfaces_ += surface;
    facts_.push_back({token.hash, static_cast<uint16_t>(surface.size()), token.fact});
  }
  facts_.shrink_to_fit();
  surfaces_.shrink_to_fit();
}

std::vector<uint32_t> CopyText::Keys() const {
  std::vector<uint32_t> keys;
  keys.reserve(words_.size());
  auto fact = facts_.begin();
  for (const uint16_t word : words_) keys.push_back((word & kFactBit) == 0 ? word : (fact++)->hash);
  return keys;
}

std::vector<FactKind> CopyText::Facts() const {
  std::vector<FactKind> facts;
  facts.reserve(words_.size());
  auto fact = facts_.begin();
  for (const uint16_t word : words_) facts.push_back((word & kFactBit) == 0 ? FactKind::kNone : (fact++)->kind);
  return facts;
}

std::vector<std::string_view> CopyText::Surfaces() const {
  std::vector<std::string_view> surfaces;
  surfaces.reserve(words_.size());
  auto fact = facts_.begin();
  size_t at = 0;
  for (const uint16_t word : words_) {
    surfaces.emplace_back();
    if ((word & kFactBit) == 0) continue;
    surfaces.back() = std::string_view(surfaces_).substr(at, fact->surface);
    at += (fact++)->surface;
  }
  return surfaces;
}

size_t CopyText::bytes() const {
  return words_.capacity() * sizeof(uint16_t) + facts_.capacity() * sizeof(Fact) + surfaces_.capacity();
}

}  // namespace marsad::cluster
