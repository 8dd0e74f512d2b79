#include "stages/tag/model/known_forms.h"

#include <xxhash.h>

#include <utility>

namespace marsad::tag {

uint64_t KnownForms::HashOf(const ModelWord& word) {
  return XXH3_64bits_withSeed(word.surface.data(), word.surface.size(), word.is_mark ? 1 : 0);
}

const KnownForm* KnownForms::Find(const ModelWord& word, uint64_t hash) const {
  for (size_t at = hash & mask_; entries_[at].number != 0; at = (at + 1) & mask_) {
    if (entries_[at].hash != static_cast<uint32_t>(hash)) continue;
    const KnownForm& form = forms_[entries_[at].number - kFirst];
    if (form.is_mark == word.is_mark && form.surface == word.surface) return &form;
  }
  return nullptr;
}

KnownForm& KnownForms::Add(const ModelWord& word, uint64_t hash) {
  KnownForm& form = forms_.emplace_back();
  form.surface = word.surface;
  form.is_mark = word.is_mark;
  form.number = static_cast<uint32_t>(forms_.size() - 1 + kFirst);
  if (2 * forms_.size() > entries_.size()) Grow();
  Place({static_cast<uint32_t>(hash), form.number});
  return form;
}

void KnownForms::Place(Entry entry) {
  size_t at = entry.hash & mask_;
  while (entries_[at].number != 0) at = (at + 1) & mask_;
  entries_[at] = entry;
}

void KnownForms::Grow() {
  const std::vector<Entry> old = std::exchange(entries_, std::vector<Entry>(2 * entries_.size()));
  mask_ = entries_.size() - 1;
  for (const Entry& entry : old) {
    if (entry.number != 0) Place(entry);
  }
}

void KnownForms::Clear() { *this = {}; }

}  // namespace marsad::tag
