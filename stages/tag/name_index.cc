#include "stages/tag/name_index.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <unordered_map>

namespace marsad::tag {
namespace {

using Word = NameIndex::Word;

constexpr size_t kSizeBytes = 2;    // before each word of the pool
constexpr size_t kWordSlots = 165;  // for a hundred words: linear probing looks at four slots for one that is not there
constexpr size_t kAtOnce = 32;      // words whose slots are fetched together

std::string_view WordAt(std::string_view pool, size_t place) {
  if (place > pool.size() || pool.size() - place < kSizeBytes) return {};
  const size_t size = static_cast<uint8_t>(pool[place]) | size_t{static_cast<uint8_t>(pool[place + 1])} << 8;
  return pool.substr(place + kSizeBytes, size);
}

// Calls visit(word) for each word of `key`.
template <class Visit>
void ForEachWord(std::string_view key, Visit visit) {
  for (size_t begin = 0; begin <= key.size();) {
    const size_t end = std::min(key.find(NameIndex::kSeparator, begin), key.size());
    visit(key.substr(begin, end - begin));
    begin = end + 1;
  }
}

// About where `word` lies among `count` sorted numbers. Words are numbered by their hashes, so that any choice of them is
// spread evenly.
uint64_t Guess(Word word, uint64_t count, size_t all_words) { return std::min(word * count / all_words, count - 1); }

// Where `word` lies among the sorted numbers, or `words.size()`.
size_t Search(std::span<const uint32_t> words, Word word, size_t all_words) {
  constexpr size_t kNear = 16;
  size_t low = 0, high = words.size();
  if (high > kNear) {
    const size_t guess = Guess(word, high, all_words);
    if (words[guess] < word) {
      low = guess;
      for (size_t step = kNear; low + step < high && words[low + step] < word; step *= 2) low += step;
    } else {
      high = guess + 1;
      for (size_t step = kNear; step < high && words[high - 1 - step] >= word; step *= 2) high -= step;
    }
  }
  const auto begin = words.begin() + static_cast<std::ptrdiff_t>(low);
  const auto end = words.begin() + static_cast<std::ptrdiff_t>(high);
  const auto at = std::lower_bound(begin, end, word);
  return at != end && *at == word ? static_cast<size_t>(at - words.begin()) : words.size();
}

}  // namespace

struct NameIndex::Hash {
  Hash() = default;
  explicit Hash(std::string_view word) {
    const uint64_t hash = XXH3_64bits(word.data(), word.size());
    place = static_cast<uint32_t>(hash >> 32);
    check = static_cast<uint32_t>(hash);
  }
  auto operator<=>(const Hash&) const = default;
  size_t Place(size_t slots) const { return uint64_t{place} * slots >> 32; }

  uint32_t place = 0;
  uint32_t check = 0;
};

// Lays an index out: the words in the order of their hashes, then the tree, level by level.
class NameIndex::Builder {
 public:
  explicit Builder(std::span<const Key> keys) : keys_(keys) {}

  Made Build() {
    AddWords();
    AddNodes();
    return std::move(made_);
  }

 private:
  void AddWords() {
    std::unordered_map<std::string_view, Word> numbers;
    numbers.reserve(keys_.size());
    for (const Key& key : keys_) ForEachWord(key.words, [&](std::string_view word) { numbers.emplace(word, 0); });
    std::vector<std::pair<Hash, std::string_view>> words;
    words.reserve(numbers.size());
    for (const auto& [word, number] : numbers) words.emplace_back(Hash(word), word);
    std::ranges::sort(words);
    Tables& tables = made_.tables;
    tables.slots.resize(words.size() * kWordSlots / 100 + 1);
    for (const auto& [hash, word] : words) {
      const auto number = static_cast<Word>(tables.words.size());
      numbers[word] = number;
      tables.words.push_back(static_cast<uint32_t>(tables.pool.size()));
      tables.pool += static_cast<char>(word.size() & 0xFF);
      tables.pool += static_cast<char>(word.size() >> 8);
      tables.pool += word;
      size_t at = hash.Place(tables.slots.size());
      while (tables.slots[at].word != kNoWord) at = (at + 1) % tables.slots.size();
      tables.slots[at] = {hash.check, number};
    }
    for (const Key& key : keys_) {
      begins_.push_back(letters_.size());
      ForEachWord(key.words, [&](std::string_view word) { letters_.push_back(numbers.at(word)); });
    }
    begins_.push_back(letters_.size());
  }

  // The words of a key.
  std::span<const Word> WordsOf(uint32_t key) const {
    return std::span(letters_).subspan(begins_[key], begins_[key + 1] - begins_[key]);
  }

  // The keys that begin with the words of a node.
  struct Part {
    size_t begin;
    size_t end;
    size_t words;  // of the node
  };

  void AddNodes() {
    sorted_.resize(keys_.size());
    std::iota(sorted_.begin(), sorted_.end(), 0u);
    std::ranges::sort(
        sorted_, [&](uint32_t a, uint32_t b) { return std::ranges::lexicographical_compare(WordsOf(a), WordsOf(b)); });
    Tables& tables = made_.tables;
    const size_t words = tables.words.size();
    for (size_t word = 0, at = 0; word < words; ++word) at = Push(at, sorted_.size(), 0, static_cast<Word>(word));
    for (size_t i = 0; i < parts_.size(); ++i) {  // NOLINT(modernize-loop-convert): the loop adds to them
      const Part part = parts_[i];
      tables.nodes.push_back({static_cast<uint32_t>(parts_.size()), names_});
      size_t at = part.begin;
      if (at < part.end && WordsOf(sorted_[at]).size() == part.words) {
        names_ += keys_[sorted_[at]].names;
        made_.order.push_back(sorted_[at++]);
      }
      while (at < part.end) {
        const Word word = WordsOf(sorted_[at])[part.words];
        tables.words.push_back(word);
        at = Push(at, part.end, part.words, word);
      }
    }
    tables.nodes.push_back({static_cast<uint32_t>(parts_.size()), names_});
  }

  // Adds those keys from `begin` on whose word at `depth` is `word`. Returns the first that is another.
  size_t Push(size_t begin, size_t end, size_t depth, Word word) {
    size_t at = begin;
    while (at < end && WordsOf(sorted_[at])[depth] == word) ++at;
    parts_.push_back({begin, at, depth + 1});
    return at;
  }

  const std::span<const Key> keys_;
  std::vector<Word> letters_;   // words of all keys
  std::vector<size_t> begins_;  // where those of each begin
  std::vector<uint32_t> sorted_;
  std::vector<Part> parts_;  // of each node
  uint32_t names_ = 0;
  Made made_;
};

NameIndex::Made NameIndex::Build(std::span<const Key> keys) { return Builder(keys).Build(); }

NameIndex::NameIndex(const Views& tables, uint32_t names) : tables_(tables), names_(names) {
  if (tables.nodes.empty()) return;
  nodes_ = std::min(tables.nodes.size() - 1, tables.words.size());
  words_ = std::clamp<size_t>(tables.nodes.front().child, 1, std::max<size_t>(nodes_, 1));
}

// The first slot from `at` on that is empty, or of a word with this hash.
size_t NameIndex::Probe(size_t at, const Hash& hash) const {
  const std::span<const Slot> slots = tables_.slots;
  for (size_t tries = 0; tries < slots.size(); ++tries) {
    if (slots[at].word >= nodes_ || slots[at].check == hash.check) return at;
    if (++at == slots.size()) at = 0;
  }
  return slots.size();
}

NameIndex::Word NameIndex::Look(std::string_view word, const Hash& hash) const {
  const std::span<const Slot> slots = tables_.slots;
  size_t at = hash.Place(slots.size());
  for (size_t tries = 0; tries < slots.size(); ++tries) {
    at = Probe(at, hash);
    if (at == slots.size() || slots[at].word >= nodes_) return kNoWord;
    if (WordAt(tables_.pool, tables_.words[slots[at].word]) == word) return slots[at].word;
    if (++at == slots.size()) at = 0;
  }
  return kNoWord;
}

NameIndex::Word NameIndex::Find(std::string_view word) const { return Look(word, Hash(word)); }

// What is not in the processor's cache is asked for before the words before it are done.
void NameIndex::Find(std::span<const std::string_view> words, std::span<Word> found) const {
  const std::span<const Slot> slots = tables_.slots;
  std::array<Hash, kAtOnce> hashes;
  for (size_t begin = 0; begin < words.size(); begin += kAtOnce) {
    const size_t end = std::min(words.size(), begin + kAtOnce);
    for (size_t i = begin; i < end; ++i) {
      hashes[i - begin] = Hash(words[i]);
      __builtin_prefetch(slots.data() + hashes[i - begin].Place(slots.size()));
    }
    for (size_t i = begin; i < end; ++i) {
      const size_t at = Probe(hashes[i - begin].Place(slots.size()), hashes[i - begin]);
      found[i] = at < slots.size() && slots[at].word < nodes_ ? slots[at].word : kNoWord;
      if (found[i] == kNoWord) continue;
      __builtin_prefetch(tables_.words.data() + found[i]);
      __builtin_prefetch(tables_.nodes.data() + found[i]);
    }
    for (size_t i = begin; i < end; ++i) {
      if (found[i] != kNoWord) __builtin_prefetch(tables_.pool.data() + tables_.words[found[i]]);
    }
    for (size_t i = begin; i < end; ++i) {
      if (found[i] == kNoWord || WordAt(tables_.pool, tables_.words[found[i]]) == words[i]) continue;
      found[i] = Look(words[i], hashes[i - begin]);  // another with half of its hash
    }
    FetchWaysOn(found.subspan(begin - std::min<size_t>(begin, 1), end - begin + std::min<size_t>(begin, 1)));
  }
}

// Asks for what Next() will read first of the words one after another.
void NameIndex::FetchWaysOn(std::span<const Word> words) const {
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] >= nodes_ || words[i + 1] >= nodes_) continue;
    const Node& node = tables_.nodes[words[i]];
    const uint64_t ways = (&node)[1].child - node.child;
    if (ways == 0 || ways > nodes_) continue;
    const uint64_t way = node.child + Guess(words[i + 1], ways, words_);
    __builtin_prefetch(tables_.words.data() + way);
    __builtin_prefetch(tables_.nodes.data() + way);
  }
}

const NameIndex::Node* NameIndex::Begin(Word word) const {
  if (word >= nodes_) return nullptr;
  const Node& node = tables_.nodes[word];
  return GoesOn(node) || !Values(node).empty() ? &node : nullptr;  // a word that stands within names only begins none
}

const NameIndex::Node* NameIndex::Next(const Node& node, Word word) const {
  const size_t end = std::min<size_t>((&node)[1].child, nodes_);
  if (word == kNoWord || node.child >= end) return nullptr;
  const std::span<const uint32_t> children = tables_.words.subspan(node.child, end - node.child);
  const size_t at = Search(children, word, words_);
  return at == children.size() ? nullptr : &tables_.nodes[node.child + at];
}

NameIndex::Numbers NameIndex::Values(const Node& node) const {
  const uint32_t end = std::min((&node)[1].first, names_);
  const uint32_t first = std::min(node.first, end);
  return {first, end - first};
}

size_t NameIndex::bytes() const {
  return tables_.nodes.size_bytes() + tables_.words.size_bytes() + tables_.slots.size_bytes() + tables_.pool.size();
}

}  // namespace marsad::tag
