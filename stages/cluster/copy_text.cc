#include "stages/cluster/copy_text.h"

#include <algorithm>
#include <cstring>

#include "stages/cluster/heap_block.h"

namespace marsad::cluster {
namespace {

// Bytes: a longer name is cut in what people are shown, not in what is compared.
constexpr uint32_t kLongestSurface = 100;
constexpr uint32_t kSurfaceBits = 7;
static_assert(kLongestSurface < 1U << kSurfaceBits);

bool HasSurface(FactKind kind) { return kind != FactKind::kNone && kind != FactKind::kWord; }

template <class Number>
void Put(Number number, std::string* bytes) {
  for (size_t i = 0; i < sizeof(Number); ++i) bytes->push_back(static_cast<char>(number >> (8 * i) & 0xFF));
}

// Little-endian, as Put() writes. The bytes must be there.
template <class Number>
Number Get(const char* bytes) {
  Number number = 0;
  for (size_t i = 0; i < sizeof(Number); ++i) {
    number = static_cast<Number>(number | static_cast<Number>(static_cast<unsigned char>(bytes[i])) << (8 * i));
  }
  return number;
}

constexpr size_t kFactBytes = 6;

}  // namespace

CopyText::CopyText(const Parts& parts)
    : words_(static_cast<uint32_t>(parts.words.size())), facts_(static_cast<uint32_t>(parts.facts.size())) {
  std::vector<uint16_t> stated;
  for (const Fact& fact : parts.facts) {
    if (!fact.is_plain())
      stated.push_back(static_cast<uint16_t>(static_cast<uint32_t>(fact.kind) << kSurfaceBits | fact.surface));
  }
  block_.resize(masks() + 2 * size_of_mask() + stated.size() + (parts.surfaces.size() + 1) / 2);
  std::copy(parts.words.begin(), parts.words.end(), block_.begin());
  const auto set_bit = [this](size_t mask, size_t bit) {
    block_[mask + bit / 16] |= static_cast<uint16_t>(1U << bit % 16);
  };
  for (size_t i = 0; i < facts_; ++i) {
    const Fact& fact = parts.facts[i];
    block_[words_ + i] = static_cast<uint16_t>(fact.hash >> 16);
    if ((fact.hash & kFactBit) != 0) set_bit(masks(), i);
    if (!fact.is_plain()) set_bit(masks() + size_of_mask(), i);
  }
  const auto rest =
      std::copy(stated.begin(), stated.end(), block_.begin() + static_cast<ptrdiff_t>(masks() + 2 * size_of_mask()));
  if (rest != block_.end()) std::memcpy(&*rest, parts.surfaces.data(), parts.surfaces.size());
}

std::vector<CopyText::Fact> CopyText::ReadFacts() const {
  std::vector<Fact> facts;
  facts.reserve(facts_);
  size_t next = masks() + 2 * size_of_mask();
  for (const uint16_t word : words()) {
    if ((word & kFactBit) == 0) continue;
    const size_t i = facts.size();
    facts.push_back({.hash = HashOf(i, word), .kind = FactKind::kWord});
    if (!HasBit(masks() + size_of_mask(), i)) continue;
    const uint16_t stated = block_[next++];
    facts.back().kind = static_cast<FactKind>(stated >> kSurfaceBits);
    facts.back().surface = static_cast<uint8_t>(stated & ((1U << kSurfaceBits) - 1));
  }
  return facts;
}

std::string_view CopyText::surfaces(const std::vector<Fact>& facts) const {
  size_t stated = 0;
  size_t bytes = 0;
  for (const Fact& fact : facts) {
    stated += fact.is_plain() ? 0 : 1;
    bytes += fact.surface;
  }
  if (bytes == 0) return {};
  return {reinterpret_cast<const char*>(block_.data() + masks() + 2 * size_of_mask() + stated), bytes};
}

void CopyText::Append(std::span<const Token> tokens, std::string_view original) {
  Parts parts;
  parts.words.reserve(words_ + tokens.size());
  parts.words.assign(words().begin(), words().end());
  parts.facts = ReadFacts();
  parts.surfaces = surfaces(parts.facts);
  for (const Token& token : tokens) {
    const auto low = static_cast<uint16_t>(token.hash & (kFactBit - 1U));
    parts.words.push_back(token.fact == FactKind::kNone ? low : low | kFactBit);
    if (token.fact == FactKind::kNone) continue;
    const std::string_view surface = HasSurface(token.fact) && token.original.size() <= kLongestSurface
                                         ? token.original.Cut(original)
                                         : std::string_view();
    parts.surfaces += surface;
    parts.facts.push_back({token.hash, token.fact, static_cast<uint8_t>(surface.size())});
  }
  *this = CopyText(parts);
}

std::vector<uint32_t> CopyText::Keys() const {
  std::vector<uint32_t> keys;
  keys.reserve(words_);
  ForEachKey([&](uint32_t key) { keys.push_back(key); });
  return keys;
}

std::vector<FactKind> CopyText::Facts() const {
  std::vector<FactKind> kinds;
  kinds.reserve(words_);
  const std::vector<Fact> facts = ReadFacts();
  auto fact = facts.begin();
  for (const uint16_t word : words()) kinds.push_back((word & kFactBit) == 0 ? FactKind::kNone : (fact++)->kind);
  return kinds;
}

std::vector<std::string_view> CopyText::Surfaces() const {
  std::vector<std::string_view> found;
  found.reserve(words_);
  const std::vector<Fact> facts = ReadFacts();
  auto fact = facts.begin();
  std::string_view rest = surfaces(facts);
  for (const uint16_t word : words()) {
    found.emplace_back();
    if ((word & kFactBit) == 0) continue;
    found.back() = rest.substr(0, (fact++)->surface);
    rest.remove_prefix(found.back().size());
  }
  return found;
}

// Words, facts and their surfaces, each with its count; little-endian. A fact is its hash, its kind and the bytes of its surface.
std::string CopyText::Pack() const {
  const std::vector<Fact> facts = ReadFacts();
  const std::string_view all_surfaces = surfaces(facts);
  std::string bytes;
  bytes.reserve(8 + size_t{words_} * 2 + size_t{facts_} * 6 + all_surfaces.size());
  Put(words_, &bytes);
  Put(facts_, &bytes);
  for (const uint16_t word : words()) Put(word, &bytes);
  for (const Fact& fact : facts) {
    Put(fact.hash, &bytes);
    Put(static_cast<uint8_t>(fact.kind), &bytes);
    Put(fact.surface, &bytes);
  }
  return bytes.append(all_surfaces);
}

std::optional<CopyText> CopyText::Unpack(std::string_view bytes) {
  constexpr size_t kCounts = 2 * sizeof(uint32_t);
  if (bytes.size() < kCounts) return std::nullopt;
  const auto words = Get<uint32_t>(bytes.data());
  const auto facts = Get<uint32_t>(bytes.data() + sizeof(uint32_t));
  bytes.remove_prefix(kCounts);
  if (bytes.size() < uint64_t{words} * sizeof(uint16_t) + uint64_t{facts} * kFactBytes) return std::nullopt;
  Parts parts;
  parts.words.resize(words);
  for (uint32_t i = 0; i < words; ++i) parts.words[i] = Get<uint16_t>(bytes.data() + i * sizeof(uint16_t));
  bytes.remove_prefix(words * sizeof(uint16_t));
  size_t surfaces = 0;
  parts.facts.reserve(facts);
  for (const uint16_t word : parts.words) {
    if ((word & kFactBit) == 0) continue;
    if (parts.facts.size() == facts) return std::nullopt;
    const char* const at = bytes.data() + parts.facts.size() * kFactBytes;
    const auto hash = Get<uint32_t>(at);
    const auto kind = Get<uint8_t>(at + 4);
    const auto surface = Get<uint8_t>(at + 5);
    const bool fits = (hash & (kFactBit - 1U)) == (word & (kFactBit - 1U));
    if (!fits || kind > static_cast<uint8_t>(FactKind::kWord) || surface > kLongestSurface) return std::nullopt;
    parts.facts.push_back({hash, static_cast<FactKind>(kind), surface});
    surfaces += surface;
  }
  bytes.remove_prefix(facts * kFactBytes);
  if (parts.facts.size() != facts || bytes.size() != surfaces) return std::nullopt;
  parts.surfaces = bytes;
  return CopyText(parts);
}

size_t CopyText::bytes() const { return HeapBytesOf(block_); }

}  // namespace marsad::cluster
