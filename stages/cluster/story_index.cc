#include "stages/cluster/story_index.h"

#include <algorithm>
#include <bit>
#include <utility>

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

void AddVectors(ArticleVectors* sums, const ArticleVectors& vectors, int32_t sign) {
  AddTo(&sums->title, vectors.title, sign);
  AddTo(&sums->body, vectors.body, sign);
  AddTo(&sums->entities, vectors.entities, sign);
}

}  // namespace

StoryIndex::StoryIndex(const StoryModel& model, const StoryLimits& limits) : model_(model), limits_(limits) {}

Placement StoryIndex::Add(std::string_view uri, Timestamp time, ArticleVectors vectors, std::string_view same_as) {
  const uint64_t sequence = next_;
  Member member = {.uri = std::string(uri), .article = {.sequence = sequence, .time = time}};
  Placement placement;
  const auto known = by_uri_.find(member.uri);
  const std::optional<StoryName> given = known != by_uri_.end() ? StoryOf(uri) : StoryOf(same_as);
  if (known != by_uri_.end()) member.article.merged = At(known->second).article.merged;
  if (given) {
    placement.story = *given;
  } else {
    placement = Choose(vectors, time);
    if (placement.is_new) placement.story = {sequence, member.uri};
    for (const StoryName& ended : placement.merged) member.article.merged.push_back(ended.number);
  }
  member.article.story = placement.story;
  member.article.vectors = std::move(vectors);
  if (known != by_uri_.end()) Replace(known->second, std::nullopt);
  Replace(sequence, std::move(member));
  next_ = sequence + 1;
  placement.articles = stories_.at(Resolve(placement.story.number)).members.size();
  return placement;
}

void StoryIndex::Remove(std::string_view uri) {
  const auto known = by_uri_.find(std::string(uri));
  if (known == by_uri_.end() || At(known->second).article.is_withdrawn) return;
  Member member = At(known->second);
  member.article.is_withdrawn = true;
  member.article.vectors = {};
  member.article.story = NameOf(member.story);
  Replace(known->second, std::move(member));
}

// Times rise with sequences, and the first slot is never empty.
void StoryIndex::Expire(Timestamp time) {
  while (!slots_.empty() && At(base_).article.time < time) Replace(base_, std::nullopt);
}

const StoryArticle* StoryIndex::Find(std::string_view uri) const {
  const auto known = by_uri_.find(std::string(uri));
  return known == by_uri_.end() ? nullptr : &At(known->second).article;
}

std::optional<StoryName> StoryIndex::StoryOf(std::string_view uri) const {
  const auto known = by_uri_.find(std::string(uri));
  if (known == by_uri_.end()) return std::nullopt;
  return NameOf(At(known->second).story);
}

std::vector<std::string> StoryIndex::MembersOf(uint64_t story) const {
  std::vector<std::string> uris;
  const auto found = stories_.find(story);
  if (found == stories_.end()) return uris;
  for (const uint64_t sequence : found->second.members) uris.push_back(At(sequence).uri);
  return uris;
}

std::vector<uint64_t> StoryIndex::Stories() const {
  std::vector<uint64_t> numbers;
  for (const auto& [number, story] : stories_) numbers.push_back(number);
  return numbers;
}

const ArticleVectors* StoryIndex::SumsOf(uint64_t story) const {
  const auto found = stories_.find(story);
  return found == stories_.end() ? nullptr : &found->second.sums;
}

void StoryIndex::RollBack(Mark mark) {
  while (journal_.size() > mark) {
    Undo undo = std::move(journal_.back());
    journal_.pop_back();
    Take(undo.sequence);
    if (undo.before) Put(undo.sequence, std::move(*undo.before));
    next_ = undo.next;
  }
}

void StoryIndex::Restore(std::string_view uri, StoryArticle article) {
  const uint64_t sequence = article.sequence;
  Member member = {.uri = std::string(uri), .article = std::move(article)};
  const auto known = by_uri_.find(member.uri);
  if (known != by_uri_.end()) {
    if (known->second > sequence) return;
    Take(known->second);
  }
  Put(sequence, std::move(member));
  next_ = std::max(next_, sequence + 1);
}

void StoryIndex::Replace(uint64_t sequence, std::optional<Member> member) {
  std::optional<Member>& slot = SlotOf(sequence);
  journal_.push_back({.next = next_, .sequence = sequence, .before = slot});
  Take(sequence);
  if (member) Put(sequence, std::move(*member));
}

std::optional<StoryIndex::Member>& StoryIndex::SlotOf(uint64_t sequence) {
  if (slots_.empty()) base_ = sequence;
  while (sequence < base_) {
    slots_.emplace_front();
    --base_;
  }
  while (sequence >= base_ + slots_.size()) slots_.emplace_back();
  return slots_[sequence - base_];
}

bool StoryIndex::IsLive(uint64_t sequence) const {
  return sequence >= base_ && sequence < base_ + slots_.size() && slots_[sequence - base_] &&
         !slots_[sequence - base_]->article.is_withdrawn;
}

void StoryIndex::Put(uint64_t sequence, Member member) {
  const StoryArticle& article = member.article;
  Name& name = names_[article.story.number];
  name.id = article.story.id;
  ++name.records;
  by_uri_[member.uri] = sequence;
  const std::vector<uint64_t> merged = article.merged;
  const uint64_t story = article.story.number;
  SlotOf(sequence) = std::move(member);
  for (const uint64_t ended : merged) {
    const uint64_t before = Resolve(ended);
    ended_in_[ended] = story;
    if (before != Resolve(ended)) Regroup(before);
  }
  At(sequence).story = Resolve(story);
  if (!At(sequence).article.is_withdrawn) {
    List(sequence);
    Join(sequence);
  }
}

void StoryIndex::Take(uint64_t sequence) {
  std::optional<Member>& slot = SlotOf(sequence);
  if (slot) {
    if (!slot->article.is_withdrawn) {
      Leave(sequence);
      Unlist(sequence);
    }
    for (const uint64_t ended : slot->article.merged) {
      const uint64_t before = Resolve(ended);
      ended_in_.erase(ended);
      Regroup(before);
    }
    const auto name = names_.find(slot->article.story.number);
    if (--name->second.records == 0) names_.erase(name);
    by_uri_.erase(slot->uri);
    slot.reset();
  }
  while (!slots_.empty() && !slots_.back()) slots_.pop_back();
  while (!slots_.empty() && !slots_.front()) {
    slots_.pop_front();
    ++base_;
  }
}

uint64_t StoryIndex::Resolve(uint64_t story) const {
  for (auto next = ended_in_.find(story); next != ended_in_.end(); next = ended_in_.find(story)) story = next->second;
  return story;
}

StoryName StoryIndex::NameOf(uint64_t story) const { return {story, names_.at(story).id}; }

// Into the story that it is in now. The sums are of the newest members: one that comes may push another out of them.
void StoryIndex::Join(uint64_t sequence) {
  Story& story = stories_[At(sequence).story];
  const auto at = std::lower_bound(story.members.begin(), story.members.end(), sequence);
  const auto newer = static_cast<size_t>(story.members.end() - at);
  story.members.insert(at, sequence);
  if (newer >= limits_.members) return;
  AddVectors(&story.sums, At(sequence).article.vectors, 1);
  if (story.members.size() > limits_.members) {
    const uint64_t pushed_out = story.members[story.members.size() - limits_.members - 1];
    AddVectors(&story.sums, At(pushed_out).article.vectors, -1);
  }
  story.lengths = LengthsOf(story.sums);
}

void StoryIndex::Leave(uint64_t sequence) {
  const auto found = stories_.find(At(sequence).story);
  Story& story = found->second;
  const auto at = std::lower_bound(story.members.begin(), story.members.end(), sequence);
  const auto newer = static_cast<size_t>(story.members.end() - at) - 1;
  if (newer < limits_.members) {
    AddVectors(&story.sums, At(sequence).article.vectors, -1);
    if (story.members.size() > limits_.members) {
      const uint64_t comes_in = story.members[story.members.size() - limits_.members - 1];
      AddVectors(&story.sums, At(comes_in).article.vectors, 1);
    }
    story.lengths = LengthsOf(story.sums);
  }
  story.members.erase(at);
  if (story.members.empty()) stories_.erase(found);
}

// After a merge, or after one was undone: each member of `story` goes where its record says.
void StoryIndex::Regroup(uint64_t story) {
  const auto found = stories_.find(story);
  if (found == stories_.end()) return;
  const std::vector<uint64_t> members = found->second.members;
  for (const uint64_t sequence : members) {
    const uint64_t goes_to = Resolve(At(sequence).article.story.number);
    if (goes_to == story) continue;
    Leave(sequence);
    At(sequence).story = goes_to;
    Join(sequence);
  }
}

void StoryIndex::List(uint64_t sequence) {
  for (const Term& term : At(sequence).article.vectors.body) {
    std::vector<uint64_t>& listed = by_term_[term.hash];
    // Those that are gone are left where they are until they are many.
    if (listed.size() == listed.capacity()) std::erase_if(listed, [this](uint64_t other) { return !IsLive(other); });
    const auto at = std::lower_bound(listed.begin(), listed.end(), sequence);
    if (at == listed.end() || *at != sequence) listed.insert(at, sequence);
  }
}

// A sequence may be used again by another article after a rollback, but only if it was the last one: that goes at once.
void StoryIndex::Unlist(uint64_t sequence) {
  for (const Term& term : At(sequence).article.vectors.body) {
    const auto listed = by_term_.find(term.hash);
    if (listed == by_term_.end()) continue;
    if (!listed->second.empty() && listed->second.back() == sequence) listed->second.pop_back();
    if (listed->second.empty()) by_term_.erase(listed);
  }
}

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

StoryIndex::Lengths StoryIndex::LengthsOf(const ArticleVectors& vectors) {
  return {LengthOf(vectors.title), LengthOf(vectors.body), LengthOf(vectors.entities)};
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
Placement StoryIndex::Choose(const ArticleVectors& vectors, Timestamp time) const {
  std::vector<Scored> scored;
  const Lengths lengths = LengthsOf(vectors);
  for (const uint64_t story : FindCandidates(vectors.body)) {
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
