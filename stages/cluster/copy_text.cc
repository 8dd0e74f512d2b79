#include "stages/cluster/copy_text.h"

#include <algorithm>
#include <cstring>

#include "stages/cluster/heap_block.h"

namespace marsad::cluster {
namespace {

// Bytes: a longer name is cut in what people are shown, not in what is compared. It must fit into what a fact has for it.
constexpr uint32_t kLongestSurface = 100;

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

uint32_t CopyText::MakeFact(uint32_t hash, FactKind kind, size_t surface) {
  return hash >> kWordBits << (kSurfaceBits + kKindBits) | static_cast<uint32_t>(kind) << kSurfaceBits |
         static_cast<uint32_t>(surface);
}

CopyText::CopyText(const Parts& parts)
    : block_(parts.words.size() + 2 * parts.facts.size() + (parts.surfaces.size() + 1) / 2),
      words_(static_cast<uint32_t>(parts.words.size())),
      facts_(static_cast<uint32_t>(parts.facts.size())) {
  auto next = std::copy(parts.words.begin(), parts.words.end(), block_.begin());
  for (const uint32_t fact : parts.facts) {
    *next++ = static_cast<uint16_t>(fact & 0xFFFF);
    *next++ = static_cast<uint16_t>(fact >> 16);
  }
  if (next != block_.end()) std::memcpy(&*next, parts.surfaces.data(), parts.surfaces.size());
}

std::string_view CopyText::surfaces() const {
  size_t bytes = 0;
  for (size_t i = 0; i < facts_; ++i) bytes += SurfaceOf(FactAt(i));
  if (bytes == 0) return {};
  return {reinterpret_cast<const char*>(block_.data() + words_ + size_t{2} * facts_), bytes};
}

void CopyText::Append(std::span<const Token> tokens, std::string_view original) {
  Parts parts;
  parts.words.reserve(words_ + tokens.size());
  parts.words.assign(words().begin(), words().end());
  for (size_t i = 0; i < facts_; ++i) parts.facts.push_back(FactAt(i));
  parts.surfaces = surfaces();
  for (const Token& token : tokens) {
    const auto low = static_cast<uint16_t>(token.hash & (kFactBit - 1U));
    parts.words.push_back(token.fact == FactKind::kNone ? low : low | kFactBit);
    if (token.fact == FactKind::kNone) continue;
    const std::string_view surface = HasSurface(token.fact) && token.original.size() <= kLongestSurface
                                         ? token.original.Cut(original)
                                         : std::string_view();
    parts.surfaces += surface;
    parts.facts.push_back(MakeFact(token.hash, token.fact, surface.size()));
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
  std::vector<FactKind> facts;
  facts.reserve(words_);
  size_t fact = 0;
  for (const uint16_t word : words())
    facts.push_back((word & kFactBit) == 0 ? FactKind::kNone : KindOf(FactAt(fact++)));
  return facts;
}

std::vector<std::string_view> CopyText::Surfaces() const {
  std::vector<std::string_view> found;
  found.reserve(words_);
  std::string_view rest = surfaces();
  size_t fact = 0;
  for (const uint16_t word : words()) {
    found.emplace_back();
    if ((word & kFactBit) == 0) continue;
    found.back() = rest.substr(0, SurfaceOf(FactAt(fact++)));
    rest.remove_prefix(found.back().size());
  }
  return found;
}

// Words, facts and their surfaces, each with its count; little-endian. A fact is its hash, its kind and the bytes of its surface.
std::string CopyText::Pack() const {
  const std::string_view all_surfaces = surfaces();
  std::string bytes;
  bytes.reserve(8 + size_t{words_} * 2 + size_t{facts_} * 6 + all_surfaces.size());
  Put(words_, &bytes);
  Put(facts_, &bytes);
  for (const uint16_t word : words()) Put(word, &bytes);
  size_t next = 0;
  for (const uint16_t word : words()) {
    if ((word & kFactBit) == 0) continue;
    const uint32_t fact = FactAt(next++);
    Put(HashOf(fact, word), &bytes);
    Put(static_cast<uint8_t>(KindOf(fact)), &bytes);
    Put(static_cast<uint8_t>(SurfaceOf(fact)), &bytes);
  }
  return bytes.append(all_surfaces);
}

std::optional<CopyText> CopyText::Unpack(std::string_view bytes) {
  Parts parts;
  uint32_t words = 0;
  uint32_t facts = 0;
  if (!Take(&bytes, &words) || !Take(&bytes, &facts)) return std::nullopt;
  if (bytes.size() < uint64_t{words} * 2 + uint64_t{facts} * 6) return std::nullopt;
  parts.words.resize(words);
  for (uint16_t& word : parts.words) Take(&bytes, &word);
  size_t surfaces = 0;
  parts.facts.reserve(facts);
  for (const uint16_t word : parts.words) {
    if ((word & kFactBit) == 0) continue;
    uint32_t hash = 0;
    uint8_t kind = 0;
    uint8_t surface = 0;
    if (parts.facts.size() == facts) return std::nullopt;
    Take(&bytes, &hash);
    Take(&bytes, &kind);
    Take(&bytes, &surface);
    const bool fits = (hash & (kFactBit - 1U)) == (word & (kFactBit - 1U));
    if (!fits || kind > static_cast<uint8_t>(FactKind::kWord) || surface > kLongestSurface) return std::nullopt;
    parts.facts.push_back(MakeFact(hash, static_cast<FactKind>(kind), surface));
    surfaces += surface;
  }
  if (parts.facts.size() != facts || bytes.size() != surfaces) return std::nullopt;
  parts.surfaces = bytes;
  return CopyText(parts);
}

size_t CopyText::bytes() const { return HeapBytesOf(block_); }

}  // namespace marsad::cluster
