#include "stages/cluster/copy_text.h"

#include <algorithm>

namespace marsad::cluster {
namespace {

constexpr uint32_t kLongestSurface =
    100;  // bytes: a longer name is cut in what people are shown, not in what is compared

bool HasSurface(FactKind kind) { return kind != FactKind::kNone && kind != FactKind::kWord; }

template <class Number>
void Put(Number number, std::string* bytes) {
  for (size_t i = 0; i < sizeof(Number); ++i) bytes->push_back(static_cast<char>(number >> (8 * i) & 0xFF));
}

template <class Number>
bool Take(std::string_view* bytes, Number* number) {
  if (bytes->size() < sizeof(Number)) return false;
  uint64_t value = 0;
  for (size_t i = 0; i < sizeof(Number); ++i) value |= uint64_t{static_cast<unsigned char>((*bytes)[i])} << (8 * i);
  *number = static_cast<Number>(value);
  bytes->remove_prefix(sizeof(Number));
  return true;
}

}  // namespace

void CopyText::Append(std::span<const Token> tokens, std::string_view original) {
  words_.reserve(words_.size() + tokens.size());
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
  ForEachKey([&](uint32_t key) { keys.push_back(key); });
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

// Words, facts and their surfaces, each with its count; little-endian. A fact is its hash, its kind and the bytes of its surface.
std::string CopyText::Pack() const {
  std::string bytes;
  bytes.reserve(8 + words_.size() * 2 + facts_.size() * 6 + surfaces_.size());
  Put(static_cast<uint32_t>(words_.size()), &bytes);
  Put(static_cast<uint32_t>(facts_.size()), &bytes);
  for (const uint16_t word : words_) Put(word, &bytes);
  for (const Fact& fact : facts_) {
    Put(fact.hash, &bytes);
    Put(static_cast<uint8_t>(fact.kind), &bytes);
    Put(static_cast<uint8_t>(fact.surface), &bytes);
  }
  return bytes + surfaces_;
}

std::optional<CopyText> CopyText::Unpack(std::string_view bytes) {
  CopyText text;
  uint32_t words = 0;
  uint32_t facts = 0;
  if (!Take(&bytes, &words) || !Take(&bytes, &facts)) return std::nullopt;
  if (bytes.size() < uint64_t{words} * 2 + uint64_t{facts} * 6) return std::nullopt;
  text.words_.resize(words);
  text.facts_.resize(facts);
  size_t flagged = 0;
  for (uint16_t& word : text.words_) {
    Take(&bytes, &word);
    flagged += (word & kFactBit) != 0 ? 1 : 0;
  }
  size_t surfaces = 0;
  for (Fact& fact : text.facts_) {
    uint8_t kind = 0;
    uint8_t surface = 0;
    Take(&bytes, &fact.hash);
    Take(&bytes, &kind);
    Take(&bytes, &surface);
    if (kind > static_cast<uint8_t>(FactKind::kWord)) return std::nullopt;
    fact.kind = static_cast<FactKind>(kind);
    fact.surface = surface;
    surfaces += surface;
  }
  if (flagged != facts || bytes.size() != surfaces) return std::nullopt;
  text.surfaces_ = bytes;
  return text;
}

size_t CopyText::bytes() const {
  return words_.capacity() * sizeof(uint16_t) + facts_.capacity() * sizeof(Fact) + surfaces_.capacity();
}

}  // namespace marsad::cluster
