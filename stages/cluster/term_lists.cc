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

uint32_t TermLists::GiveList(size_t capacity) {
  if (free_.empty()) {
    free_.push_back(static_cast<uint32_t>(lists_.size()));
    lists_.emplace_back();
  }
  const uint32_t list = free_.back();
  free_.pop_back();
  lists_[list].reserve(capacity);
  list_bytes_ += HeapBytesOf(lists_[list]);
  return list;
}

void TermLists::Build(std::span<const uint64_t> postings, uint64_t base) {
  const auto term_of = [](uint64_t posting) { return static_cast<uint32_t>(posting >> 32); };
  *this = {};
  size_t terms = 0;
  for (size_t i = 0; i < postings.size(); ++i) {
    if (i == 0 || term_of(postings[i]) != term_of(postings[i - 1])) ++terms;
  }
  terms_.Reserve(terms);
  for (size_t begin = 0, end = 0; begin < postings.size(); begin = end) {
    const uint32_t term = term_of(postings[begin]);
    while (end < postings.size() && term_of(postings[end]) == term) ++end;
    const auto low_of = [base](uint64_t posting) { return static_cast<uint32_t>(base + posting); };
    const size_t count = end - begin;
    if (count == 1) {
      terms_.Insert({.key = term, .value = low_of(postings[begin]), .kind = Kind::kOne});
      continue;
    }
    const uint32_t list = GiveList(std::max<size_t>(4, count + count / 8));
    for (size_t i = begin; i < end; ++i) lists_[list].push_back(low_of(postings[i]));
    terms_.Insert({.key = term, .value = list, .kind = Kind::kMany});
  }
}

void TermLists::MakeList(Slot* slot) {
  const uint32_t list = GiveList(4);
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
