// How StoryIndex chooses a story, and what it tells of one.
#include <algorithm>
#include <bit>
#include <span>
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

// An article's title and body in one table, so that a story's words are looked at once for both.
class StoryIndex::Query {
 public:
  explicit Query(const PackedVectors& vectors) : vectors_(vectors), lengths_(LengthsOf(vectors)) {
    const PackedTerms title = vectors.title();
    for (size_t i = 0; i < title.size(); ++i) SlotOf(title.hashes[i]).title = title.weights[i];
    const PackedTerms body = vectors.body();
    for (size_t i = 0; i < body.size(); ++i) SlotOf(body.hashes[i]).body = body.weights[i];
  }

  struct Dots {
    int64_t title = 0;
    int64_t body = 0;

    Dots& operator+=(const Dots& other) {
      title += other.title;
      body += other.body;
      return *this;
    }
  };
  Dots Multiply(const PackedTerms& words) const {
    Dots dots;
    for (size_t i = 0; i < words.size(); ++i) {
      const uint32_t hash = words.hashes[i];
      const uint32_t bit = hash % (kFilter * 64);
      if ((filter_[bit / 64] >> bit % 64 & 1) == 0) continue;
      size_t at = hash % kSlots;
      while (slots_[at].is_used && slots_[at].hash != hash) at = (at + 1) % kSlots;
      dots.title += int64_t{slots_[at].title} * words.weights[i];
      dots.body += int64_t{slots_[at].body} * words.weights[i];
    }
    return dots;
  }

  const PackedVectors& vectors() const { return vectors_; }
  const Lengths& lengths() const { return lengths_; }

 private:
  static constexpr size_t kSlots = 256;  // more than twice of what a title and a body have
  static constexpr size_t kFilter = 64;
  static_assert(kSlots > 2 * (kTitleTerms + kBodyTerms));
  struct Slot {
    uint32_t hash = 0;
    int32_t title = 0;
    int32_t body = 0;
    bool is_used = false;
  };

  Slot& SlotOf(uint32_t hash) {
    const uint32_t bit = hash % (kFilter * 64);
    filter_[bit / 64] |= uint64_t{1} << bit % 64;
    size_t at = hash % kSlots;
    while (slots_[at].is_used && slots_[at].hash != hash) at = (at + 1) % kSlots;
    slots_[at].hash = hash;
    slots_[at].is_used = true;
    return slots_[at];
  }

  const PackedVectors& vectors_;
  Lengths lengths_;
  std::array<uint64_t, kFilter> filter_{};
  std::array<Slot, kSlots> slots_{};
};

// `touched`, unless its story is among those of `found` from `first` on.
void StoryIndex::AddOnce(const Touched& touched, size_t first, std::vector<Touched>* found) {
  const bool is_there = std::any_of(found->begin() + static_cast<ptrdiff_t>(first), found->end(),
                                    [&](const Touched& each) { return each.story == touched.story; });
  if (!is_there) found->push_back(touched);
}

void StoryIndex::FindByTerm(const Term& term, const Wanted& wanted, std::vector<Touched>* found) const {
  const std::span<const uint32_t> sequences = by_term_.Of(term.hash);
  for (const uint32_t low : sequences.last(std::min(sequences.size(), limits_.stories))) {
    __builtin_prefetch(&PlaceOf(SequenceOf(low)));
  }
  const size_t first = found->size();
  size_t entries = 0;
  size_t passed = 0;
  for (size_t i = sequences.size(); i-- > 0 && entries < limits_.entries && found->size() - first < limits_.stories;) {
    const Place& place = PlaceOf(SequenceOf(sequences[i]));
    if (wanted.Fits(place.language)) {
      ++entries;
      AddOnce({place.story, term.weight}, first, found);
    } else if (++passed > limits_.passed) {
      return;
    }
  }
}

// By their numbers.
std::vector<uint64_t> StoryIndex::FindCandidates(const PackedTerms& words, const Wanted& wanted) const {
  std::vector<Touched> found;
  const std::vector<Term> terms = FindHeaviest(words, limits_.terms);
  PrefetchLists(terms);
  for (const Term& term : terms) FindByTerm(term, wanted, &found);
  std::sort(found.begin(), found.end(), [](const Touched& a, const Touched& b) { return a.story < b.story; });
  size_t stories = 0;
  for (const Touched& each : found) {
    if (stories > 0 && found[stories - 1].story == each.story) {
      found[stories - 1].weight += each.weight;
    } else {
      found[stories++] = each;
    }
  }
  found.resize(stories);
  if (stories > limits_.scored) {
    const auto heavier = [](const Touched& a, const Touched& b) {
      return a.weight != b.weight ? a.weight > b.weight : a.story > b.story;
    };
    std::nth_element(found.begin(), found.begin() + static_cast<ptrdiff_t>(limits_.scored), found.end(), heavier);
    found.resize(limits_.scored);
  }
  std::vector<uint64_t> numbers;
  numbers.reserve(found.size());
  for (const Touched& each : found) numbers.push_back(each.story);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

StoryFeatures StoryIndex::Measure(const ArticleVectors& vectors, Timestamp time, uint64_t number) const {
  const PackedVectors packed(vectors);
  return MeasureStory(Query(packed), time, stories_.Get(number));
}

StoryFeatures StoryIndex::MeasureStory(const Query& query, Timestamp time, const Story& story) const {
  const PackedTerms entities = query.vectors().entities();
  Query::Dots titles;
  Query::Dots bodies;
  int64_t shared_entities = 0;
  bool has_entities = false;
  for (const PackedVectors* part : PartsOf(story)) {
    if (part == nullptr) continue;
    titles += query.Multiply(part->title());
    bodies += query.Multiply(part->body());
    shared_entities += Dot(entities, part->entities());
    has_entities |= !part->entities().empty();
  }
  const Lengths& one = query.lengths();
  const Lengths& all = story.lengths;
  using F = StoryFeatures;
  StoryFeatures features;
  features.values[F::kTitleTitle] = CosineOf(titles.title, one.title, all.title);
  features.values[F::kBodyBody] = CosineOf(bodies.body, one.body, all.body);
  features.values[F::kTitleBody] = CosineOf(bodies.title, one.title, all.body);
  features.values[F::kBodyTitle] = CosineOf(titles.body, one.body, all.title);
  features.values[F::kEntities] = CosineOf(shared_entities, one.entities, all.entities);
  features.values[F::kNoEntities] = entities.empty() || !has_entities ? 1000 : 0;
  features.values[F::kDecay] = DecayOf(time.millis() - story.newest.millis());
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
  const Story& one = stories_.Get(best);
  const Story& other = stories_.Get(scored.story);
  if (std::min(one.members.size(), other.members.size()) <= model_.merge_small) return true;
  PackedVectors made;
  PackedVectors other_made;
  return Cosine(SumsOf(one, &made).body(), SumsOf(other, &other_made).body()) >= model_.merge_agree;
}

// All that MeasureStory() looks at, step by step, since what one step finds says where the next looks.
void StoryIndex::PrefetchStories(std::span<const uint64_t> numbers) const {
  for (const uint64_t number : numbers) stories_.PrefetchSlot(number);
  for (const uint64_t number : numbers) stories_.Prefetch(number);
  std::vector<const Story*> small;
  for (const uint64_t number : numbers) {
    const Story& story = stories_.Get(number);
    story.sums.Prefetch();
    __builtin_prefetch(story.members.data());
    if (!HasSums(story)) small.push_back(&story);
  }
  for (const Story* story : small) {
    for (const uint64_t sequence : story->members) __builtin_prefetch(&At(sequence));
  }
  for (const Story* story : small) {
    for (const uint64_t sequence : story->members) At(sequence).vectors.Prefetch();
  }
}

// The best story, the older of equals; of those that merge the oldest survives.
Placement StoryIndex::Choose(const PackedVectors& vectors, Timestamp time, uint32_t language, bool is_free) const {
  std::vector<Scored> scored;
  const Query query(vectors);
  const std::vector<uint64_t> candidates = FindCandidates(vectors.body(), {.language = language});
  PrefetchStories(candidates);
  for (const uint64_t story : candidates) {
    const int64_t score = Score(MeasureStory(query, time, stories_.Get(story)));
    if (score < std::min(model_.join, model_.merge)) continue;
    if (!is_free || !IsClosed(story, time)) scored.push_back({story, score});
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

// None if it has no live article.
std::optional<uint32_t> StoryIndex::LanguageOf(uint64_t story) const {
  const Story* const found = stories_.Find(story);
  if (found == nullptr || found->members.empty()) return std::nullopt;
  return At(found->members.back()).language;
}

// 0 if they share too few, or agree too little.
int32_t StoryIndex::MeasureRelated(const PackedTerms& entities, uint64_t story) const {
  PackedVectors made;
  const PackedTerms sums = SumsOf(stories_.Get(story), &made).entities();
  if (CountShared(entities, sums) < limits_.related_shared) return 0;
  const int32_t cosine = Cosine(entities, sums);
  return cosine >= limits_.related_entities ? cosine : 0;
}

std::vector<StoryName> StoryIndex::FindRelated(std::string_view uri, Timestamp time) {
  ListRestored();
  const uint64_t sequence = KnownAs(uri);
  if (sequence == 0 || At(sequence).language == 0) return {};
  const Member& article = At(sequence);
  const PackedTerms entities = article.vectors.entities();
  const bool is_free = article.free_from <= time;
  std::vector<Scored> near;
  for (const uint64_t story : FindCandidates(entities, {.language = article.language, .is_foreign = true})) {
    if (is_free && IsClosed(story, time)) continue;
    if (const int32_t cosine = MeasureRelated(entities, story); cosine > 0) near.push_back({story, cosine});
  }
  std::stable_sort(near.begin(), near.end(), [](const Scored& a, const Scored& b) { return a.score > b.score; });
  near.resize(std::min(near.size(), limits_.related));
  std::vector<StoryName> names;
  names.reserve(near.size());
  for (const Scored& each : near) names.push_back(NameOf(each.story));
  return names;
}

StorySummary StoryIndex::Summarize(uint64_t number, Timestamp time) const {
  const Story* const found = stories_.Find(number);
  if (found == nullptr) return {};
  const Story& story = *found;
  StorySummary summary = {.articles = static_cast<uint32_t>(story.members.size()),
                          .withdrawn = static_cast<uint32_t>(story.withdrawn.size()),
                          .sources = static_cast<uint32_t>(story.sources.size()),
                          .original_sources = story.original_sources,
                          .first_seen = FirstSeen(number, time)};
  const auto earliest = std::find_if(story.members.begin(), story.members.end(), [&](uint64_t sequence) {
    return !At(sequence).is_copy && At(sequence).free_from <= time;
  });
  if (earliest != story.members.end()) summary.earliest = At(*earliest).uri.view();
  return summary;
}

}  // namespace marsad::cluster
