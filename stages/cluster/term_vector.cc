#include "stages/cluster/term_vector.h"

#include <algorithm>
#include <bit>

#include "stages/cluster/word_hash.h"

namespace marsad::cluster {
namespace {

constexpr int64_t kLength = 1024;
constexpr size_t kLeadTokens = 40;  // of a body, that count twice
constexpr uint64_t kOne = 16;       // of the logarithm of a count

// 1 + log2(count), in 1/16, by the bits of the count and the share of the way to the next power of two.
uint64_t Dampen(uint64_t count) {
  const auto bits = static_cast<uint64_t>(std::bit_width(count)) - 1;
  return kOne + bits * kOne + ((count << 4U >> bits) - kOne);
}

struct Weighted {
  uint32_t hash = 0;
  uint64_t weight = 0;
};

// By weight, the heaviest first; then by hash.
bool IsHeavier(const Weighted& a, const Weighted& b) {
  return a.weight != b.weight ? a.weight > b.weight : a.hash < b.hash;
}

// The `most` heaviest, of length kLength.
TermVector Normalize(std::vector<Weighted> terms, size_t most) {
  std::sort(terms.begin(), terms.end(), IsHeavier);
  if (terms.size() > most) terms.resize(most);
  uint64_t square = 0;
  for (const Weighted& term : terms) square += term.weight * term.weight;
  const uint64_t length = SquareRoot(square);
  TermVector vector;
  if (length == 0) return vector;
  for (const Weighted& term : terms) {
    const auto weight = static_cast<int32_t>((term.weight * kLength + length / 2) / length);
    if (weight > 0) vector.push_back({term.hash, weight});
  }
  std::sort(vector.begin(), vector.end(), [](const Term& a, const Term& b) { return a.hash < b.hash; });
  return vector;
}

// One for each hash, with how often it stands there.
std::vector<Weighted> Count(std::vector<uint32_t> hashes) {
  std::sort(hashes.begin(), hashes.end());
  std::vector<Weighted> counts;
  for (const uint32_t hash : hashes) {
    if (counts.empty() || counts.back().hash != hash) counts.push_back({hash, 0});
    ++counts.back().weight;
  }
  return counts;
}

TermVector Weigh(std::vector<uint32_t> hashes, const WordRarity& rarity, size_t most) {
  std::vector<Weighted> terms = Count(std::move(hashes));
  for (const Weighted& term : terms) rarity.Prefetch(term.hash);
  for (Weighted& term : terms) term.weight = Dampen(term.weight) * rarity.Of(term.hash);
  return Normalize(std::move(terms), most);
}

TermVector WeighEntities(std::span<const EntityRef> entities) {
  std::vector<Weighted> terms;
  for (const EntityRef& entity : entities) {
    const uint32_t hash = HashWord(EntityWord(entity.id));
    const bool is_known = std::any_of(terms.begin(), terms.end(), [&](const auto& term) { return term.hash == hash; });
    if (!is_known) terms.push_back({hash, uint64_t{entity.salience} + 1});
  }
  return Normalize(std::move(terms), kEntityTerms);
}

}  // namespace

WordRarity::WordRarity(std::span<const std::pair<uint32_t, uint16_t>> words, uint16_t rarest)
    : slots_(std::bit_ceil(words.size() * 2 + 1)), rarest_(rarest) {
  for (const auto& [hash, rarity] : words) slots_[SlotOf(hash)] = {hash, rarity, true};
}

size_t WordRarity::SlotOf(uint32_t hash) const {
  size_t at = hash & (slots_.size() - 1);
  while (slots_[at].used && slots_[at].hash != hash) at = (at + 1) & (slots_.size() - 1);
  return at;
}

uint32_t WordRarity::Of(uint32_t hash) const {
  const Slot& slot = slots_[SlotOf(hash)];
  return slot.used ? slot.rarity : rarest_;
}

ArticleVectors MakeVectors(const ArticleView& article, const WordRarity& rarity) {
  std::vector<uint32_t> title;
  for (const Token& token : article.title_tokens) title.push_back(token.hash);
  std::vector<uint32_t> body = title;
  body.insert(body.end(), title.begin(), title.end());
  for (size_t i = 0; i < article.body_tokens.size(); ++i) {
    body.insert(body.end(), i < kLeadTokens ? 2 : 1, article.body_tokens[i].hash);
  }
  return {.title = Weigh(std::move(title), rarity, kTitleTerms),
          .body = Weigh(std::move(body), rarity, kBodyTerms),
          .entities = WeighEntities(article.entities)};
}

uint64_t SquareRoot(uint64_t square) {
  uint64_t root = 0;
  for (uint64_t bit = uint64_t{1} << 31U; bit != 0; bit >>= 1U) {
    if ((root + bit) * (root + bit) <= square) root += bit;
  }
  return root;
}

}  // namespace marsad::cluster
