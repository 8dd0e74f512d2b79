#include "stages/cluster/sample.h"

#include <algorithm>

namespace marsad::cluster {
namespace {

struct Limit {
  Rate rate;
  size_t most_shingles;
  int bits;  // so many leading bits of a fingerprint are 0
};
constexpr std::array<Limit, kRates> kLimits = {
    {{Rate::kAll, 47, 0}, {Rate::kEighth, 127, 3}, {Rate::kSixteenth, 511, 4}, {Rate::kThirtySecond, SIZE_MAX, 5}}};

bool Keeps(const Limit& limit, uint32_t fingerprint) {
  return limit.bits == 0 || fingerprint >> (32 - limit.bits) == 0;
}

// Mixes as MurmurHash3's finalizer does: its leading bits decide what is kept.
template <size_t kWords>
uint32_t Fingerprint(std::span<const uint32_t, kWords> words) {
  uint64_t hash = 0x9E3779B97F4A7C15;
  for (const uint32_t word : words) {
    hash ^= word;
    hash *= 0xFF51AFD7ED558CCD;
    hash ^= hash >> 33;
    hash *= 0xC4CEB9FE1A85EC53;
    hash ^= hash >> 33;
  }
  return static_cast<uint32_t>(hash >> 32);
}

}  // namespace

Sample SampleShingles(std::span<const uint32_t> words) {
  Sample sample;
  if (words.empty()) return sample;
  const size_t width = std::min(words.size(), kShingle);
  const size_t shingles = words.size() - width + 1;
  const auto* const limit =
      std::find_if(kLimits.begin(), kLimits.end(), [&](const Limit& each) { return shingles <= each.most_shingles; });
  sample.rate = limit->rate;
  const auto keep = [&](uint32_t fingerprint) {
    if (Keeps(*limit, fingerprint)) sample.fingerprints.push_back(fingerprint);
  };
  if (width == kShingle) {
    for (size_t at = 0; at < shingles; ++at) keep(Fingerprint(words.subspan(at).first<kShingle>()));
  } else {
    keep(Fingerprint(words));
  }
  std::sort(sample.fingerprints.begin(), sample.fingerprints.end());
  sample.fingerprints.erase(std::unique(sample.fingerprints.begin(), sample.fingerprints.end()),
                            sample.fingerprints.end());
  for (const Limit& each : kLimits) {
    sample.counts[static_cast<size_t>(each.rate)] =
        static_cast<uint32_t>(std::count_if(sample.fingerprints.begin(), sample.fingerprints.end(),
                                            [&](uint32_t fingerprint) { return Keeps(each, fingerprint); }));
  }
  if (sample.rate == Rate::kAll) return sample;
  const uint32_t whole = Fingerprint(words);
  const auto at = std::lower_bound(sample.fingerprints.begin(), sample.fingerprints.end(), whole);
  if (at == sample.fingerprints.end() || *at != whole) sample.fingerprints.insert(at, whole);
  return sample;
}

}  // namespace marsad::cluster
