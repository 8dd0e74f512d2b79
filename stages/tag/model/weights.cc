#include "stages/tag/model/weights.h"

#include <algorithm>
#include <bit>

#include "lib/base/bytes.h"

namespace marsad::tag {
namespace {

constexpr int kKeyBytes = 5;
constexpr uint64_t kKeyMask = (uint64_t{1} << 8 * kKeyBytes) - 1;

using Check = std::array<uint8_t, 3>;
constexpr Check kEmpty = {};

// The place in the table is told by bits 12 to 31 or so.
Check CheckOf(uint64_t key) {
  const Check check = {static_cast<uint8_t>(key), static_cast<uint8_t>(key >> 8), static_cast<uint8_t>(key >> 32)};
  return check == kEmpty ? Check{1} : check;
}

// Without the call of memcmp() that == makes.
bool IsSame(const Check& a, const Check& b) { return ((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2])) == 0; }

}  // namespace

Weights::Weights(std::vector<Row> rows, const Transitions& transitions)
    : transitions_(transitions), kept_(std::move(rows)) {
  for (Row& row : kept_) row.feature &= kKeyMask;
  std::stable_sort(kept_.begin(), kept_.end(), [](const Row& a, const Row& b) { return a.feature < b.feature; });
  Build(kept_);
}

void Weights::Build(const std::vector<Row>& rows) {
  rows_ = rows.size();
  slots_.assign(rows.size() * 3 / 2 + 16, {});
  filter_.assign(std::bit_ceil(rows.size() / 8 + 1), 0);
  filter_mask_ = filter_.size() - 1;
  for (const Row& row : rows) {
    filter_[row.feature >> 6 & filter_mask_] |= uint64_t{1} << (row.feature & 63);
    size_t at = PlaceOf(row.feature);
    while (!IsSame(slots_[at].check, kEmpty)) at = After(at);
    slots_[at] = {CheckOf(row.feature), row.scores};
  }
}

void Weights::AddRow(uint64_t key, Sums* sums) const {
  const Check check = CheckOf(key);
  for (size_t at = PlaceOf(key); !IsSame(slots_[at].check, kEmpty); at = After(at)) {
    if (!IsSame(slots_[at].check, check)) continue;
    for (size_t label = 0; label < kLabels; ++label) (*sums)[label] += slots_[at].scores[label];
    return;
  }
}

void WeightSummer::Finish() {
  size_t kept = 0;
  for (size_t i = 0; i < size_; ++i) {
    if (!weights_->MayHold(wanted_[i].key)) continue;
    __builtin_prefetch(&weights_->slots_[weights_->PlaceOf(wanted_[i].key)]);
    wanted_[kept++] = wanted_[i];
  }
  for (size_t i = 0; i < kept; ++i) weights_->AddRow(wanted_[i].key, wanted_[i].sums);
  size_ = 0;
}

// Rows in order of their hashes: 5 bytes of it, 2 of a mask of labels, a byte for each label in the mask.
std::string Weights::Write() const {
  ByteWriter out;
  const auto write = [&](const Scores& scores) {
    for (const int32_t score : scores) out.Number(static_cast<uint32_t>(score), 4);
  };
  write(transitions_.first);
  for (const Scores& scores : transitions_.after) write(scores);
  out.Number(kept_.size(), 4);
  for (const Row& row : kept_) {
    uint64_t mask = 0;
    for (size_t label = 0; label < kLabels; ++label) mask |= uint64_t{row.scores[label] != 0} << label;
    out.Number(row.feature, kKeyBytes);
    out.Number(mask, 2);
    for (const int8_t score : row.scores) {
      if (score != 0) out.Number(static_cast<uint8_t>(score), 1);
    }
  }
  return out.Take();
}

Result<Weights> Weights::Parse(std::string_view bytes) {
  ByteReader in(bytes);
  Transitions transitions;
  const auto read = [&](Scores* scores) {
    for (int32_t& score : *scores) score = static_cast<int32_t>(in.Signed(4));
  };
  read(&transitions.first);
  for (Scores& scores : transitions.after) read(&scores);
  const uint64_t count = in.Number(4);
  if (count > bytes.size() / 7) return Fail("the weights are cut off");
  std::vector<Row> rows(count);
  for (Row& row : rows) {
    row.feature = in.Number(kKeyBytes);
    const uint64_t mask = in.Number(2);
    for (size_t label = 0; label < kLabels; ++label) {
      row.scores[label] = (mask >> label & 1) != 0 ? static_cast<int8_t>(in.Signed(1)) : int8_t{0};
    }
  }
  if (!in.ok() || !in.at_end()) return Fail("the weights are cut off or followed by other bytes");
  Weights weights;
  weights.transitions_ = transitions;
  weights.Build(rows);
  return weights;
}

}  // namespace marsad::tag
