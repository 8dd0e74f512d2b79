#include "stages/tag/model/document.h"

#include <algorithm>
#include <bit>

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

// The parts of a DocumentKey, from its lowest bit on.
struct KeyParts {
  uint64_t own : 4;    // label of the first pass
  uint64_t left : 4;   // of the word before; kLabels: there is none
  uint64_t right : 4;  // of the word after
  uint64_t sure : 3;   // bucket of the probability of `own`
  uint64_t mine : 12;  // buckets of the probability of each type, 3 bits a type; so `most` and `share`
  uint64_t is_alone : 1;
  // Of its other occurrences, if it is not alone.
  uint64_t most : 12;
  uint64_t share : 12;
  uint64_t major : 2;  // the type of the greatest share
  uint64_t count : 3;  // of all occurrences, at most 7
  uint64_t longest : 3;
  uint64_t place_in_longest : 2;
  uint64_t type_of_longest : 2;
};
static_assert(sizeof(KeyParts) == sizeof(DocumentKey));

constexpr uint64_t kBucketMask = 7;

uint64_t Buckets(const std::array<float, kTypes>& values) {
  uint64_t all = 0;
  for (size_t type = 0; type < kTypes; ++type) all |= Bucket(values[type]) << 3 * type;
  return all;
}

uint64_t BucketOf(uint64_t buckets, uint64_t type) { return buckets >> 3 * type & kBucketMask; }

}  // namespace

DocumentFeatures::DocumentFeatures(size_t words) : seen_(std::bit_ceil(2 * words + 2)) {}

size_t DocumentFeatures::PlaceOf(FeatureHash stem) const {
  const size_t mask = seen_.size() - 1;
  size_t at = stem & mask;
  while (seen_[at].stem != 0 && seen_[at].stem != stem) at = (at + 1) & mask;
  return at;
}

void DocumentFeatures::Learn(const std::vector<FeatureHash>& stems, const Labelled& pass) {
  for (size_t at = 0; at < stems.size(); ++at) {
    if (stems[at] == 0) continue;
    Seen& seen = seen_[PlaceOf(stems[at])];
    seen.stem = stems[at];
    ++seen.count;
    const std::array<float, kTypes> types = ByType(pass.probabilities[at]);
    for (size_t type = 0; type < kTypes; ++type) {
      seen.sum[type] += types[type];
      seen.most[type] = std::max(seen.most[type], types[type]);
    }
    const auto [begin, end] = NameAround(pass.labels, at);
    if (begin == end || end - begin <= seen.longest) continue;
    seen.longest = static_cast<uint8_t>(std::min<size_t>(end - begin, 7));
    seen.place_in_longest = static_cast<uint8_t>(at == begin ? 0 : at + 1 == end ? 2 : 1);
    seen.type_of_longest = static_cast<uint8_t>(TypeOf(pass.labels[at]));
  }
}

DocumentKey DocumentFeatures::KeyOf(const std::vector<FeatureHash>& stems, const Labelled& pass, size_t at) const {
  const Label own = pass.labels[at];
  const std::array<float, kTypes> mine = ByType(pass.probabilities[at]);
  KeyParts key{};
  key.own = own;
  key.left = at > 0 ? pass.labels[at - 1] : Label{kLabels};
  key.right = at + 1 < pass.labels.size() ? pass.labels[at + 1] : Label{kLabels};
  key.sure = Bucket(pass.probabilities[at][own]);
  key.mine = Buckets(mine);
  const Seen* seen = stems[at] == 0 ? nullptr : &seen_[PlaceOf(stems[at])];
  if (seen == nullptr || seen->count < 2) {
    key.is_alone = 1;
    return std::bit_cast<DocumentKey>(key);
  }
  const auto others = static_cast<float>(seen->count - 1);
  size_t major = 0;
  std::array<float, kTypes> share{};
  for (size_t type = 0; type < kTypes; ++type) {
    share[type] = std::max(0.f, seen->sum[type] - mine[type]) / others;
    if (share[type] > share[major]) major = type;
  }
  key.most = Buckets(seen->most);
  key.share = Buckets(share);
  key.major = major;
  key.count = std::min<uint32_t>(seen->count, 7);
  key.longest = seen->longest;
  key.place_in_longest = seen->place_in_longest;
  key.type_of_longest = seen->type_of_longest;
  return std::bit_cast<DocumentKey>(key);
}

void AppendFeatures(DocumentKey packed, std::vector<FeatureHash>* features) {
  const auto key = std::bit_cast<KeyParts>(packed);
  features->insert(features->end(),
                   {Make(kOwn, key.own), Make(kOwnSure, key.own, key.sure), Make(kLeft, key.left, key.own),
                    Make(kRight, key.right, key.own), Make(kAround, key.left * 16u + key.right, key.own)});
  for (uint64_t type = 0; type < kTypes; ++type) {
    features->push_back(Make(kBoth, 100 + type, BucketOf(key.mine, type)));
  }
  if (key.is_alone != 0) {
    features->push_back(Make(kAlone, key.own));
    return;
  }
  for (uint64_t type = 0; type < kTypes; ++type) {
    features->push_back(Make(kMost, type, BucketOf(key.most, type)));
    features->push_back(Make(kShare, type, BucketOf(key.share, type)));
  }
  const uint64_t strength = BucketOf(key.share, key.major);
  features->push_back(Make(kMajority, key.major, strength));
  features->push_back(Make(kBoth, key.own * 8u + key.major, strength));
  features->push_back(Make(kMajority, 50 + key.major * 8 + key.count, strength));
  if (key.longest > 0) {
    const uint64_t span = (key.type_of_longest * 8u + key.longest) * 4u + key.place_in_longest;
    features->push_back(Make(kSpan, span));
    features->push_back(Make(kSpan, 1000 + span, key.own));
  }
}

}  // namespace marsad::tag
