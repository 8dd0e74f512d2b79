#include "stages/cluster/posting_lists.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "stages/cluster/heap_block.h"

namespace marsad::cluster {
namespace {

// By the upper halves, and as they were among equal ones: digit by digit, the last one first. Of a million articles there are tens of
// millions, for which that is a third of what std::sort takes.
void SortByKey(std::vector<uint64_t>* postings) {
  constexpr uint32_t kBits = 11;
  std::vector<uint64_t> sorted(postings->size());
  for (uint32_t shift = 32; shift < 64; shift += kBits) {
    const auto digit_of = [shift](uint64_t posting) { return posting >> shift & ((1U << kBits) - 1); };
    std::array<size_t, 1U << kBits> next{};
    for (const uint64_t posting : *postings) ++next.at(digit_of(posting));
    std::exclusive_scan(next.begin(), next.end(), next.begin(), size_t{0});
    for (const uint64_t posting : *postings) sorted[next.at(digit_of(posting))++] = posting;
    postings->swap(sorted);
  }
}

}  // namespace

PostingLists::List::List(uint32_t least_capacity) {
  if (least_capacity > 0) Resize(least_capacity);
}

size_t PostingLists::List::bytes() const {
  return memory_ ? HeapBytes((kHead + size_t{capacity()}) * sizeof(uint32_t)) : 0;
}

uint32_t PostingLists::List::PlaceOf(uint32_t low) const {
  return static_cast<uint32_t>(std::lower_bound(At(begin()), At(end()), low, IsBefore) - At(0));
}

// To the first capacity that fills a piece of memory as malloc gives it: 16 bytes more each, 8 of them for itself.
void PostingLists::List::Resize(uint32_t least_capacity) {
  static_assert(kHead == 3);
  const uint32_t capacity = (least_capacity + 4) / 4 * 4 - 1;
  auto memory = std::make_unique<uint32_t[]>(size_t{kHead} + capacity);
  memory[1] = memory_ ? end() - begin() : 0;
  memory[2] = capacity;
  if (memory_) std::copy(At(begin()), At(end()), memory.get() + kHead);
  memory_ = std::move(memory);
}

void PostingLists::List::Insert(uint32_t low) {
  const uint32_t place = begin() == end() || IsBefore(*(At(end()) - 1), low) ? end() : PlaceOf(low);
  if (place < end() && *At(place) == low) return;
  if (place == begin() && begin() > 0) {
    *At(--begin()) = low;
    return;
  }
  uint32_t offset = place - begin();
  if (end() == capacity()) {
    // So much longer, or so much made free, that this is rare.
    if (begin() > capacity() / 4) {
      std::copy(At(begin()), At(end()), At(0));
      end() -= std::exchange(begin(), 0);
    } else {
      const auto count = static_cast<uint32_t>(size());
      Resize(count + count / 4 + 1);
    }
  }
  offset += begin();
  std::copy_backward(At(offset), At(end()), At(end()) + 1);
  *At(offset) = low;
  ++end();
}

void PostingLists::List::Remove(uint32_t low) {
  if (size() == 0) return;
  const uint32_t place = *At(begin()) == low ? begin() : PlaceOf(low);
  if (place == end() || *At(place) != low) return;
  if (place == begin()) {
    ++begin();
  } else {
    std::copy(At(place) + 1, At(end()), At(place));
    --end();
  }
  const auto count = static_cast<uint32_t>(size());
  if (capacity() > 16 && count < capacity() / 4) Resize(count + count / 4);
}

std::span<const uint32_t> PostingLists::Of(uint32_t key) const {
  const Slot* const slot = slots_.Find(key);
  if (slot == nullptr) return {};
  return slot->is_one() ? std::span(&slot->value, 1) : lists_[slot->list()].numbers();
}

// Step by step, since what one step finds says where the next looks.
void PostingLists::Prefetch(std::span<const uint32_t> keys) const {
  for (const uint32_t key : keys) slots_.Prefetch(key);
  std::vector<const List*> lists;
  lists.reserve(keys.size());
  for (const uint32_t key : keys) {
    const Slot* const slot = slots_.Find(key);
    if (slot == nullptr || slot->is_one()) continue;
    lists.push_back(&lists_[slot->list()]);
    __builtin_prefetch(lists.back());
  }
  for (const List* list : lists) __builtin_prefetch(list->memory());
}

size_t PostingLists::bytes() const {
  return slots_.bytes() + lists_.size() * sizeof(List) + HeapBytesOf(free_) + list_bytes_;
}

uint32_t PostingLists::GiveList(uint32_t least_capacity) {
  if (free_.empty()) {
    free_.push_back(static_cast<uint32_t>(lists_.size()));
    lists_.emplace_back();
  }
  const uint32_t list = free_.back();
  free_.pop_back();
  lists_[list] = List(least_capacity);
  list_bytes_ += lists_[list].bytes();
  return list;
}

void PostingLists::FreeList(uint32_t list) {
  list_bytes_ -= lists_[list].bytes();
  lists_[list] = List();
  free_.push_back(list);
}

void PostingLists::Add(uint32_t key, uint64_t number) {
  const uint32_t low = LowOf(number);
  Slot* const slot = slots_.Find(key);
  if (slot == nullptr) {
    slots_.Insert({.key = key, .value = low});
    return;
  }
  if (slot->value == low) return;
  if (slot->is_one()) {
    const uint32_t list = GiveList(2);
    lists_[list].Insert(slot->value);
    slot->value = Slot::kMany | list;
  }
  List& list = lists_[slot->list()];
  list_bytes_ -= list.bytes();
  list.Insert(low);
  list_bytes_ += list.bytes();
}

void PostingLists::Remove(uint32_t key, uint64_t number) {
  const uint32_t low = LowOf(number);
  Slot* const slot = slots_.Find(key);
  if (slot == nullptr) return;
  if (slot->is_one()) {
    if (slot->value == low) slots_.Erase(slot);
    return;
  }
  List& list = lists_[slot->list()];
  list_bytes_ -= list.bytes();
  list.Remove(low);
  list_bytes_ += list.bytes();
  if (list.size() > 1) return;
  const uint32_t last = list.numbers().front();
  FreeList(slot->list());
  slot->value = last;
}

void PostingLists::Build(std::vector<uint64_t> postings, uint64_t base) {
  using Table = FlatTable<Slot>;
  for (uint64_t& posting : postings) {
    posting = uint64_t{Table::Spread(static_cast<uint32_t>(posting >> 32))} << 32 | static_cast<uint32_t>(posting);
  }
  SortByKey(&postings);
  const auto key_of = [](uint64_t posting) { return Table::KeyOfSpread(static_cast<uint32_t>(posting >> 32)); };
  const auto low_of = [base](uint64_t posting) { return LowOf(base + static_cast<uint32_t>(posting)); };
  *this = {};
  size_t keys = 0;
  for (size_t i = 0; i < postings.size(); ++i) {
    if (i == 0 || key_of(postings[i]) != key_of(postings[i - 1])) ++keys;
  }
  slots_.Reserve(keys);
  for (size_t begin = 0, end = 0; begin < postings.size(); begin = end) {
    const uint32_t key = key_of(postings[begin]);
    while (end < postings.size() && key_of(postings[end]) == key) ++end;
    const size_t count = end - begin;
    if (count == 1) {
      slots_.Insert({.key = key, .value = low_of(postings[begin])});
      continue;
    }
    const uint32_t list = GiveList(static_cast<uint32_t>(count + count / 8));
    for (size_t i = begin; i < end; ++i) lists_[list].Insert(low_of(postings[i]));
    slots_.Insert({.key = key, .value = Slot::kMany | list});
  }
}

}  // namespace marsad::cluster
