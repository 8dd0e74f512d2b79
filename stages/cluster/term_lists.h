// Which articles have a word: sorted lists of their numbers, by the word's hash. Most words are in one article.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "stages/cluster/flat_table.h"
#include "stages/cluster/heap_block.h"
#include "stages/cluster/term_vector.h"

namespace marsad::cluster {

// Numbers are kept by their low halves. What they stand for tells `Numbers`: of a low half Full() gives the whole number,
// IsLive() whether the article is still there, IsExpired() whether all of such numbers, and smaller ones, have gone.
// Those that are gone are left where they are until a list is full: a list of all articles that have a frequent word is never
// looked through for one article. One thread.
class TermLists {
 public:
  // Rising; some may be gone. Valid until the next call that is not const.
  std::span<const uint32_t> Of(uint32_t term) const;
  // Lets the memory of what several words need come at once: it is far apart, and waiting for it is what a look costs.
  void Prefetch(std::span<const Term> terms) const;
  // NOLINTNEXTLINE(bugprone-sizeof-container): the lists themselves; what they hold is in list_bytes_
  size_t bytes() const { return terms_.bytes() + lists_.size() * sizeof(lists_[0]) + HeapBytesOf(free_) + list_bytes_; }

  // No effect if it is there.
  template <class Numbers>
  void Add(uint32_t term, uint32_t low, const Numbers& numbers) {
    Slot* const slot = terms_.Find(term);
    if (slot == nullptr) {
      terms_.Insert({.key = term, .value = low, .kind = Kind::kOne});
      return;
    }
    if (slot->kind == Kind::kOne) {
      if (slot->value == low || !numbers.IsLive(slot->value)) {
        slot->value = low;
        return;
      }
      MakeList(slot);
    }
    std::vector<uint32_t>& list = lists_[slot->value];
    MakeRoom(numbers, &list);
    const uint64_t number = numbers.Full(low);
    const auto at = list.empty() || numbers.Full(list.back()) < number
                        ? list.end()
                        : std::lower_bound(list.begin(), list.end(), number,
                                           [&](uint32_t each, uint64_t limit) { return numbers.Full(each) < limit; });
    if (at == list.end() || *at != low) list.insert(at, low);
  }

  // Instead of all that was there: each of `postings` is a word in its upper half and, in the lower, how far an article's number
  // is above `base`. Rising, none twice. Adding so many one by one waits for memory once for each.
  void Build(std::span<const uint64_t> postings, uint64_t base);

  // Drops those that are gone from the end of its list.
  template <class Numbers>
  void Trim(uint32_t term, const Numbers& numbers) {
    Slot* const slot = terms_.Find(term);
    if (slot == nullptr) return;
    if (slot->kind == Kind::kOne) {
      if (!numbers.IsLive(slot->value)) terms_.Erase(slot);
      return;
    }
    std::vector<uint32_t>& list = lists_[slot->value];
    while (!list.empty() && !numbers.IsLive(list.back())) list.pop_back();
    if (list.size() > 1) return;
    const std::vector<uint32_t> rest = FreeList(slot);
    if (rest.empty()) {
      terms_.Erase(slot);
    } else {
      *slot = {.key = term, .value = rest.front(), .kind = Kind::kOne};
    }
  }

 private:
  enum class Kind : uint8_t {
    kFree,
    kOne,   // the number itself
    kMany,  // where its list is
  };
  struct Slot {
    uint32_t key = 0;
    uint32_t value = 0;
    Kind kind = Kind::kFree;
    bool is_free() const { return kind == Kind::kFree; }
  };

  void MakeList(Slot* slot);
  std::vector<uint32_t> FreeList(const Slot* slot);
  uint32_t GiveList(size_t capacity);

  // So much is made free, or the list so much longer, that this is rare.
  template <class Numbers>
  void MakeRoom(const Numbers& numbers, std::vector<uint32_t>* list) {
    if (list->size() < list->capacity()) return;
    const size_t enough = list->capacity() - list->capacity() / 4;
    const auto is_expired = [&](uint32_t low) { return numbers.IsExpired(low); };
    list->erase(list->begin(), std::partition_point(list->begin(), list->end(), is_expired));
    if (list->size() <= enough) return;
    std::erase_if(*list, [&](uint32_t low) { return !numbers.IsLive(low); });
    if (list->size() <= enough) return;
    list_bytes_ -= HeapBytesOf(*list);
    list->reserve(list->capacity() + list->capacity() / 4 + 1);
    list_bytes_ += HeapBytesOf(*list);
  }

  FlatTable<Slot> terms_;
  std::deque<std::vector<uint32_t>> lists_;
  std::vector<uint32_t> free_;  // of lists_
  size_t list_bytes_ = 0;       // of the elements of lists_
};

}  // namespace marsad::cluster
