// Word forms that a runner has met, with the scores that they add wherever they stand near.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "stages/tag/model/features.h"
#include "stages/tag/model/sequence.h"
#include "stages/tag/model/weights.h"

namespace marsad::tag {

struct KnownForm {
  std::string surface;
  bool is_mark = false;  // a letter is a mark where a sentence ends within a word
  uint32_t number = 0;   // from 2; 1 is what stands around a sentence
  WordForm form;
  std::array<Sums, 5> sums{};  // at each place of the window: [distance + 2]
};

// Open addressing, so that many words can be looked up at once: first Ask() for all, then Find() each. Not thread-safe.
class KnownForms {
 public:
  static uint64_t HashOf(const ModelWord& word);
  // Lets the memory that Find() reads first come near.
  void Ask(uint64_t hash) const { __builtin_prefetch(&entries_[hash & mask_]); }
  // Null: not known yet. `hash` is of `word`, here and below.
  const KnownForm* Find(const ModelWord& word, uint64_t hash) const;
  // REQUIRES: it is not known. The form stays where it is until Clear().
  KnownForm& Add(const ModelWord& word, uint64_t hash);
  void Clear();
  size_t size() const { return forms_.size(); }

 private:
  struct Entry {
    uint32_t hash = 0;
    uint32_t number = 0;  // of the form; 0: empty
  };
  static constexpr uint32_t kFirst = 2;

  void Place(Entry entry);
  void Grow();

  std::deque<KnownForm> forms_;                            // by number
  std::vector<Entry> entries_ = std::vector<Entry>(1024);  // a power of two, at most half of them taken
  size_t mask_ = 1023;
};

}  // namespace marsad::tag
