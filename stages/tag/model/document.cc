#include "stages/tag/model/document.h"

#include <algorithm>

namespace marsad::tag {
namespace {

// Templates of the second pass; never change one, add at the end.
enum Template : uint64_t {
  kOwn = 1001,
  kOwnSure,
  kLeft,
  kRight,
  kMajority,
  kShare,
  kMost,
  kSpan,
  kBoth,
  kAlone,
  kAround
};

FeatureHash Make(Template t, uint64_t a, uint64_t b = 0) {
  uint64_t mixed = (a * 1031 + b + 0x9E3779B97F4A7C15ull) * (2 * t + 0xD6E8FEB86659FD93ull);
  mixed ^= mixed >> 32;
  mixed *= 0x94D049BB133111EBull;
  return mixed ^ mixed >> 29;
}

std::array<float, kTypes> ByType(const Probabilities& p) {
  std::array<float, kTypes> types{};
  for (int type = 0; type < kTypes; ++type) {
    types[static_cast<size_t>(type)] = p[Beginning(type)] + p[Inside(type)];
  }
  return types;
}

uint64_t Bucket(float p) {
  constexpr std::array<float, 6> kSteps = {.05f, .2f, .4f, .6f, .8f, .95f};
  return static_cast<uint64_t>(std::count_if(kSteps.begin(), kSteps.end(), [p](float step) { return p >= step; }));
}

// The name that holds `at`, by the labels: [begin, end); empty if it is outside.
std::pair<size_t, size_t> NameAround(const std::vector<Label>& labels, size_t at) {
  if (labels[at] == kOutside) return {at, at};
  size_t begin = at;
  while (begin > 0 && IsInside(labels[begin])) --begin;
  size_t end = at + 1;
  while (end < labels.size() && IsInside(labels[end])) ++end;
  return {begin, end};
}

}  // namespace

void DocumentFeatures::Learn(const std::vector<FeatureHash>& stems, const Labelled& pass) {
  for (size_t at = 0; at < stems.size(); ++at) {
    if (stems[at] == 0) continue;
    Seen& seen = seen_[stems[at]];
    ++seen.count;
    const std::array<float, kTypes> types = ByType(pass.probabilities[at]);
    for (size_t type = 0; type < kTypes; ++type) {
      seen.sum[type] += types[type];
      seen.most[type] = std::max(seen.most[type], types[type]);
    }
    const auto [begin, end] = NameAround(pass.labels, at);
    if (begin == end) continue;
    const int type = TypeOf(pass.labels[at]);
    ++seen.spans[static_cast<size_t>(type)];
    if (end - begin <= seen.longest) continue;
    seen.longest = static_cast<uint8_t>(std::min<size_t>(end - begin, 7));
    seen.place_in_longest = static_cast<uint8_t>(at == begin ? 0 : at + 1 == end ? 2 : 1);
    seen.type_of_longest = static_cast<uint8_t>(type);
  }
}

void DocumentFeatures::Append(const std::vector<FeatureHash>& stems, const Labelled& pass, size_t at,
                              std::vector<FeatureHash>* features) const {
  const Label own = pass.labels[at];
  const Label left = at > 0 ? pass.labels[at - 1] : Label{kLabels};
  const Label right = at + 1 < pass.labels.size() ? pass.labels[at + 1] : Label{kLabels};
  const uint64_t sure = Bucket(pass.probabilities[at][own]);
  features->insert(features->end(), {Make(kOwn, own), Make(kOwnSure, own, sure), Make(kLeft, left, own),
                                     Make(kRight, right, own), Make(kAround, left * 16u + right, own)});
  for (uint64_t type = 0; type < kTypes; ++type) {
    features->push_back(Make(kBoth, 100 + type, Bucket(ByType(pass.probabilities[at])[type])));
  }
  const auto found = stems[at] == 0 ? seen_.end() : seen_.find(stems[at]);
  if (found == seen_.end() || found->second.count < 2) {
    features->push_back(Make(kAlone, own));
    return;
  }
  const Seen& seen = found->second;
  const std::array<float, kTypes> mine = ByType(pass.probabilities[at]);
  const float others = static_cast<float>(seen.count - 1);
  size_t major = 0;
  std::array<float, kTypes> share{};
  for (size_t type = 0; type < kTypes; ++type) {
    share[type] = std::max(0.f, seen.sum[type] - mine[type]) / others;
    if (share[type] > share[major]) major = type;
    features->push_back(Make(kMost, type, Bucket(seen.most[type])));
    features->push_back(Make(kShare, type, Bucket(share[type])));
  }
  const uint64_t strength = Bucket(share[major]);
  features->push_back(Make(kMajority, major, strength));
  features->push_back(Make(kBoth, own * 8u + major, strength));
  features->push_back(Make(kMajority, 50 + major * 8 + std::min<uint32_t>(seen.count, 7), strength));
  if (seen.longest > 0) {
    const uint64_t span = (seen.type_of_longest * 8u + seen.longest) * 4u + seen.place_in_longest;
    features->push_back(Make(kSpan, span));
    features->push_back(Make(kSpan, 1000 + span, own));
  }
}

}  // namespace marsad::tag
