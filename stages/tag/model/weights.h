// What the model learned: a score for each label by feature, and by pair of neighbouring labels. Quantized: integers,
// so that every machine finds the same names.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "stages/tag/model/features.h"
#include "stages/tag/model/labels.h"

namespace marsad::tag {

struct Transitions {
  std::array<Scores, kLabels> after{};  // after[a][b]: b follows a
  Scores first{};                       // at the beginning of a sentence
};

// Sums of some dozens of weights of a byte each.
using Sums = std::array<int16_t, kLabels>;

// Immutable after loading; share between threads. Read by a WeightSummer.
class Weights {
 public:
  struct Row {
    FeatureHash feature;
    std::array<int8_t, kLabels> scores;
  };

  Weights() = default;
  Weights(std::vector<Row> rows, const Transitions& transitions);

  const Transitions& transitions() const { return transitions_; }
  size_t rows() const { return rows_; }

  std::string Write() const;
  static Result<Weights> Parse(std::string_view bytes);

 private:
  friend class WeightSummer;

  // 12 bytes, so that the table is small: half of what a feature costs is the wait for its slot.
  struct Slot {
    std::array<uint8_t, 3> check{};  // of the key's bits that tell no place; all 0: empty
    std::array<int8_t, kLabels> scores{};
  };
  void Build(const std::vector<Row>& rows);
  void AddRow(uint64_t key, Sums* sums) const;
  // Of its bits a key has one.
  const uint64_t& FilterOf(uint64_t key) const { return filter_[key >> 6 & filter_mask_]; }
  // False for most features that were not learned. The bits are some hundred times fewer than those of the slots, so they
  // stay in a cache: most features that an article has are unknown, and for those no slot is read.
  bool MayHold(uint64_t key) const { return (FilterOf(key) >> (key & 63) & 1) != 0; }

  size_t PlaceOf(uint64_t key) const { return (key & 0xFFFFFFFF) * slots_.size() >> 32; }
  size_t After(size_t place) const { return place + 1 == slots_.size() ? 0 : place + 1; }

  std::vector<Slot> slots_;             // open addressing; two thirds of them are taken
  std::vector<uint64_t> filter_ = {0};  // a bit for each of some values of a key
  uint64_t filter_mask_ = 0;
  size_t rows_ = 0;
  Transitions transitions_;
  std::vector<Row> kept_;  // by the trainer alone, for Write()
};

// Adds what features say to sums, many at once: most of their weights lie in no cache, and so all are asked for before the
// first is read. Not thread-safe.
class WeightSummer {
 public:
  // `weights` must outlive this.
  explicit WeightSummer(const Weights& weights) : weights_(&weights) {}

  // Adds what `feature` says to `sums`, by the next Finish(); nothing for a feature that was not learned.
  void Add(FeatureHash feature, Sums* sums) {
    wanted_[size_++] = {feature & kKeyMask, sums};
    __builtin_prefetch(&weights_->FilterOf(wanted_[size_ - 1].key));
    if (size_ == wanted_.size()) Finish();
  }
  void Finish();

 private:
  // A file keeps 40 bits of a hash: with a million rows one in a million unknown features is taken for a known one.
  static constexpr uint64_t kKeyMask = (uint64_t{1} << 40) - 1;

  struct Wanted {
    uint64_t key;
    Sums* sums;
  };

  const Weights* weights_;
  std::array<Wanted, 128> wanted_;  // as many as a first-level cache has room for with their slots
  size_t size_ = 0;
};

}  // namespace marsad::tag
