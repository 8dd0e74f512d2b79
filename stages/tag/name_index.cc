#include "stages/tag/name_index.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <unordered_set>

namespace marsad::tag {
namespace {

using Node = NameIndex::Node;

constexpr size_t kSizeBytes = 2;  // before each word of the pool
// Slots for a hundred entries: linear probing looks at five slots for a word that is not there, at six for a beginning.
constexpr size_t kWordSlots = 165;
constexpr size_t kLongerSlots = 150;

struct WordHash {
  uint32_t place;
  uint32_t check;  // kept in the slot, so that few other words are compared by their letters
};

WordHash Hash(std::string_view word) {
  const uint64_t hash = XXH3_64bits(word.data(), word.size());
  return {static_cast<uint32_t>(hash >> 32), static_cast<uint32_t>(hash)};
}

uint32_t Hash(uint32_t before, uint32_t word) {
  uint64_t hash = (uint64_t{before} << 32 | word) * 0x9E3779B97F4A7C15;
  hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93;
  return static_cast<uint32_t>(hash >> 32);
}

// The first slot of `slots`, from that of `hash` on, that is empty or for which is_it(slot); null: there is none.
template <class Slot, class Is>
Slot* Probe(std::span<Slot> slots, uint32_t hash, Is is_it) {
  size_t at = uint64_t{hash} * slots.size() >> 32;
  for (size_t tries = 0; tries < slots.size(); ++tries) {
    Slot& slot = slots[at];
    if (slot.word == Node::kNone || is_it(slot)) return &slot;
    if (++at == slots.size()) at = 0;
  }
  return nullptr;
}

std::string_view WordAt(std::string_view pool, size_t place) {
  if (place > pool.size() || pool.size() - place < kSizeBytes) return {};
  const size_t size = static_cast<uint8_t>(pool[place]) | size_t{static_cast<uint8_t>(pool[place + 1])} << 8;
  return pool.substr(place + kSizeBytes, size);
}

template <class Slot>
Slot* ProbeWord(std::span<Slot> slots, std::string_view pool, std::string_view word) {
  const WordHash hash = Hash(word);
  return Probe(slots, hash.place,
               [&](const Node& slot) { return slot.before == hash.check && WordAt(pool, slot.word) == word; });
}

template <class Slot>
Slot* ProbeLonger(std::span<Slot> slots, uint32_t before, uint32_t word) {
  return Probe(slots, Hash(before, word), [&](const Node& slot) { return slot.before == before && slot.word == word; });
}

// Calls visit(word, whether it is the last) for each word of `key`.
template <class Visit>
void ForEachWord(std::string_view key, Visit visit) {
  for (size_t begin = 0; begin <= key.size();) {
    const size_t end = std::min(key.find(NameIndex::kSeparator, begin), key.size());
    visit(key.substr(begin, end - begin), end == key.size());
    begin = end + 1;
  }
}

// At most as many: beginnings of two words and more.
size_t CountLonger(std::span<const NameIndex::Key> keys) {
  size_t count = 0;
  std::string_view before;
  for (const auto& [key, names] : keys) {  // names that begin alike are neighbours
    const auto alike = static_cast<size_t>(std::ranges::mismatch(before, key).in1 - before.begin());
    count += static_cast<size_t>(std::ranges::count(key.substr(alike), NameIndex::kSeparator));
    const bool ends_in_word = alike < key.size() && key[alike] != NameIndex::kSeparator;
    if (ends_in_word && key.substr(0, alike).find(NameIndex::kSeparator) != std::string_view::npos) ++count;
    before = key;
  }
  return count;
}

size_t SlotsFor(size_t entries, size_t per_hundred) { return entries * per_hundred / 100 + 1; }

std::unordered_set<std::string_view> WordsOf(std::span<const NameIndex::Key> keys) {
  std::unordered_set<std::string_view> words;
  words.reserve(keys.size());
  for (const NameIndex::Key& key : keys)
    ForEachWord(key.words, [&](std::string_view word, bool) { words.insert(word); });
  return words;
}

}  // namespace

NameIndex::Tables NameIndex::Build(std::span<const Key> keys) {
  Tables tables;
  tables.word_slots = SlotsFor(WordsOf(keys).size(), kWordSlots);
  tables.nodes.resize(tables.word_slots + SlotsFor(CountLonger(keys), kLongerSlots));
  const std::span<Node> nodes(tables.nodes);
  const auto number = [&](const Node* node) { return static_cast<uint32_t>(node - nodes.data()); };
  uint32_t names = 0;
  for (const auto& [key, count] : keys) {
    Node* node = nullptr;
    ForEachWord(key, [&, count = count](std::string_view word, bool is_last) {
      Node* slot = ProbeWord(nodes.first(tables.word_slots), tables.pool, word);
      if (slot->word == Node::kNone) {
        *slot = {.before = Hash(word).check, .word = static_cast<uint32_t>(tables.pool.size())};
        tables.pool += static_cast<char>(word.size() & 0xFF);
        tables.pool += static_cast<char>(word.size() >> 8);
        tables.pool += word;
      }
      if (node == nullptr) {
        node = slot;
      } else {
        const uint32_t before = number(node), last = number(slot);
        node->flags |= Node::kLonger;
        node = ProbeLonger(nodes.subspan(tables.word_slots), before, last);
        node->before = before;
        node->word = last;
      }
      if (!is_last) return;
      node->first = names;
      node->flags |= count;
    });
    names += count;
  }
  return tables;
}

NameIndex::NameIndex(std::span<const Node> nodes, size_t word_slots, std::string_view pool, uint32_t names)
    : nodes_(nodes), word_slots_(std::min(word_slots, nodes.size())), pool_(pool), names_(names) {}

const NameIndex::Node* NameIndex::FindWord(std::string_view word) const {
  const Node* slot = ProbeWord(nodes_.first(word_slots_), pool_, word);
  return slot == nullptr || slot->word == Node::kNone ? nullptr : slot;
}

const NameIndex::Node* NameIndex::Begin(std::string_view word) const {
  const Node* slot = FindWord(word);
  return slot != nullptr && slot->flags != 0 ? slot : nullptr;  // a word that stands within names only begins none
}

const NameIndex::Node* NameIndex::Next(const Node& node, std::string_view word) const {
  if (!node.is_longer()) return nullptr;
  const Node* last = FindWord(word);
  if (last == nullptr) return nullptr;
  const Node* slot = ProbeLonger(nodes_.subspan(word_slots_), static_cast<uint32_t>(&node - nodes_.data()),
                                 static_cast<uint32_t>(last - nodes_.data()));
  return slot == nullptr || slot->word == Node::kNone ? nullptr : slot;
}

NameIndex::Numbers NameIndex::Values(const Node& node) const {
  const uint32_t first = std::min(node.first, names_);
  return {first, std::min(node.count(), names_ - first)};
}

}  // namespace marsad::tag
