#include "stages/cluster/term_lists.h"

#include <utility>

namespace marsad::cluster {

std::span<const uint32_t> TermLists::Of(uint32_t term) const {
  const Slot* const slot = terms_.Find(term);
  if (slot == nullptr) return {};
  return slot->kind == Kind::kOne ? std::span(&slot->value, 1) : std::span(lists_[slot->value]);
}

void TermLists::Prefetch(std::span<const Term> terms) const {
  for (const Term& term : terms) terms_.Prefetch(term.hash);
  std::vector<const std::vector<uint32_t>*> lists;
  lists.reserve(terms.size());
  for (const Term& term : terms) {
    const Slot* const slot = terms_.Find(term.hash);
    if (slot == nullptr || slot->kind != Kind::kMany) continue;
    lists.push_back(&lists_[slot->value]);
    __builtin_prefetch(lists.back());
  }
  for (const std::vector<uint32_t>* list : lists) __builtin_prefetch(list->data() + list->size());
}

void TermLists::MakeList(Slot* slot) {
  if (free_.empty()) {
    free_.push_back(static_cast<uint32_t>(lists_.size()));
    lists_.emplace_back();
  }
  const uint32_t list = free_.back();
  free_.pop_back();
  lists_[list].reserve(4);
  list_bytes_ += HeapBytesOf(lists_[list]);
  lists_[list].push_back(slot->value);
  slot->value = list;
  slot->kind = Kind::kMany;
}

std::vector<uint32_t> TermLists::FreeList(const Slot* slot) {
  free_.push_back(slot->value);
  list_bytes_ -= HeapBytesOf(lists_[slot->value]);
  return std::exchange(lists_[slot->value], {});
}

}  // namespace marsad::cluster
