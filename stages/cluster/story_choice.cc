// How StoryIndex chooses a story.
#include <algorithm>
#include <bit>
#include <utility>

#include "stages/cluster/story_index.h"

namespace marsad::cluster {
namespace {

constexpr int64_t kMillisAnHour = 3'600'000;
constexpr size_t kDecayHours = 97;

// e^(-hours / 24) per mille, from a product of integers: std::exp differs between machines.
constexpr std::array<int32_t, kDecayHours> MakeDecay() {
  constexpr int64_t kOne = 1'000'000'000;
  constexpr int64_t kAnHour = 959'189'457;  // e^(-1/24)
  std::array<int32_t, kDecayHours> decay{};
  int64_t value = kOne;
  for (int32_t& entry : decay) {
    entry = static_cast<int32_t>(value / 1'000'000);
    value = value * kAnHour / kOne;
  }
  return decay;
}
constexpr std::array<int32_t, kDecayHours> kDecay = MakeDecay();

int32_t DecayOf(int64_t millis) {
  const int64_t hours = std::max<int64_t>(0, millis) / kMillisAnHour;
  return hours < static_cast<int64_t>(kDecayHours) ? kDecay.at(static_cast<size_t>(hours)) : 0;
}

// 1000 * log2(count), straight between the powers of two.
int32_t LogOf(size_t count) {
  const auto bits = static_cast<size_t>(std::bit_width(count)) - 1;
  return static_cast<int32_t>(1000 * bits + (count * 1000 >> bits) - 1000);
}

}  // namespace

void StoryIndex::FindByTerm(uint32_t term, std::vector<uint64_t>* found) const {
  const auto listed = by_term_.find(term);
  if (listed == by_term_.end()) return;
  std::vector<uint64_t> stories;
  size_t entries = 0;
  for (size_t i = listed->second.size(); i-- > 0 && entries < limits_.entries && stories.size() < limits_.stories;) {
    const uint64_t sequence = listed->second[i];
    if (!IsLive(sequence)) continue;
    ++entries;
    const uint64_t story = At(sequence).story;
    if (std::find(stories.begin(), stories.end(), story) == stories.end()) stories.push_back(story);
  }
  found->insert(found->end(), stories.begin(), stories.end());
}

std::vector<uint64_t> StoryIndex::FindCandidates(const TermVector& body) const {
  std::vector<uint64_t> found;
  for (const Term& term : FindHeaviest(body, limits_.terms)) FindByTerm(term.hash, &found);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

StoryFeatures StoryIndex::Measure(const ArticleVectors& vectors, Timestamp time, uint64_t number) const {
  return MeasureStory(vectors, LengthsOf(vectors), time, stories_.at(number));
}

StoryFeatures StoryIndex::MeasureStory(const ArticleVectors& vectors, const Lengths& lengths, Timestamp time,
                                       const Story& story) const {
  const ArticleVectors& sums = story.sums;
  const Measured title = {vectors.title, lengths.title};
  const Measured body = {vectors.body, lengths.body};
  const Measured titles = {sums.title, story.lengths.title};
  const Measured bodies = {sums.body, story.lengths.body};
  using F = StoryFeatures;
  StoryFeatures features;
  features.values[F::kTitleTitle] = Cosine(title, titles);
  features.values[F::kBodyBody] = Cosine(body, bodies);
  features.values[F::kTitleBody] = Cosine(title, bodies);
  features.values[F::kBodyTitle] = Cosine(body, titles);
  features.values[F::kEntities] =
      Cosine(Measured{vectors.entities, lengths.entities}, Measured{sums.entities, story.lengths.entities});
  features.values[F::kNoEntities] = vectors.entities.empty() || sums.entities.empty() ? 1000 : 0;
  features.values[F::kDecay] = DecayOf(time.millis() - At(story.members.back()).article.time.millis());
  features.values[F::kLogSize] = LogOf(story.members.size());
  features.values[F::kBodySquared] = features.values[F::kBodyBody] * features.values[F::kBodyBody] / 1000;
  return features;
}

int64_t StoryIndex::Score(const StoryFeatures& features) const {
  int64_t score = model_.bias;
  for (size_t i = 0; i < StoryFeatures::kCount; ++i) score += int64_t{model_.weights[i]} * features.values[i];
  return score;
}

bool StoryIndex::MayMerge(const Scored& scored, uint64_t best) const {
  if (scored.story == best || scored.score < model_.merge) return false;
  const Story& one = stories_.at(best);
  const Story& other = stories_.at(scored.story);
  return std::min(one.members.size(), other.members.size()) <= model_.merge_small ||
         Cosine(one.sums.body, other.sums.body) >= model_.merge_agree;
}

// The best story, the older of equals; of those that merge the oldest survives.
Placement StoryIndex::Choose(const ArticleVectors& vectors, Timestamp time, bool is_free) const {
  std::vector<Scored> scored;
  const Lengths lengths = LengthsOf(vectors);
  for (const uint64_t story : FindCandidates(vectors.body)) {
    if (is_free && IsClosed(story, time)) continue;
    scored.push_back({story, Score(MeasureStory(vectors, lengths, time, stories_.at(story)))});
  }
  std::stable_sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) { return a.score > b.score; });
  if (scored.empty() || scored.front().score < model_.join) return {.is_new = true};
  const uint64_t best = scored.front().story;
  std::vector<uint64_t> same = {best};
  for (const Scored& other : scored) {
    if (same.size() <= limits_.merges && MayMerge(other, best)) same.push_back(other.story);
  }
  const uint64_t survives = *std::min_element(same.begin(), same.end());
  Placement placement = {.story = NameOf(survives), .score = scored.front().score};
  for (const uint64_t story : same) {
    if (story != survives) placement.merged.push_back(NameOf(story));
  }
  return placement;
}

}  // namespace marsad::cluster
