#include "stages/cluster/story_index.h"

#include <algorithm>
#include <utility>

namespace marsad::cluster {
StoryIndex::StoryIndex(const StoryModel& model, const StoryLimits& limits, std::shared_ptr<StringPool> pool)
    : model_(model), limits_(limits), pool_(std::move(pool)) {}

Placement StoryIndex::Add(std::string_view uri, Timestamp time, const ArticleVectors& vectors, const Joining& joining) {
  ListRestored();
  const uint64_t sequence = next_;
  Member member = {.uri = pool_->Intern(uri), .vectors = PackedVectors(vectors), .time = time};
  const bool is_free = joining.free_from <= time;
  Placement placement;
  const uint64_t before = KnownAs(uri);
  std::optional<StoryName> given = before != 0 ? StoryOf(uri) : FindGiven(joining);
  std::vector<uint64_t> merged;
  if (before != 0) {
    merged = MergedBy(At(before));
  } else if (given && is_free && IsClosed(given->number, time)) {
    given.reset();
  }
  if (given) {
    placement.story = *given;
  } else {
    placement = Choose(member.vectors, time, joining.language, is_free);
    if (placement.is_new) {
      placement.story = {sequence, std::string(joining.new_id.empty() ? uri : joining.new_id), joining.free_from};
    }
    for (const StoryName& ended : placement.merged) merged.push_back(ended.number);
  }
  placement.first_seen = FirstSeen(placement.story.number, time);
  for (const StoryName& ended : placement.merged) {
    placement.first_seen = std::min(placement.first_seen, FirstSeen(ended.number, time));
  }
  placement.change = NextChange(placement.story.number);
  member.said = placement.story.number;
  member.change = placement.change;
  member.first_seen = placement.first_seen;
  member.source = joining.source;
  member.is_copy = joining.is_copy;
  member.free_from = joining.free_from;
  member.language = LanguageOf(placement.story.number).value_or(joining.language);
  if (!merged.empty()) member.merged = std::make_unique<const std::vector<uint64_t>>(std::move(merged));
  Title title = {.id = pool_->Intern(placement.story.id), .free_from = placement.story.free_from};
  Replace(sequence, Record{.member = std::move(member), .title = std::move(title)});
  next_ = sequence + 1;
  // After the new version was put in its place: so no merge that the old one made is undone in between.
  if (before != 0) Replace(before, std::nullopt);
  placement.articles = stories_.Get(Resolve(placement.story.number)).members.size();
  return placement;
}

std::optional<StoryName> StoryIndex::FindGiven(const Joining& joining) const {
  const uint64_t story = Resolve(joining.story);
  return names_.Has(story) ? NameOf(story) : StoryOf(joining.same_as);
}

void StoryIndex::Remove(std::string_view uri, Timestamp time, Counting counting) {
  const uint64_t before = KnownAs(uri);
  if (before == 0) return;
  const Member& known = At(before);
  const uint64_t story = PlaceOf(before).story;
  Member member = {.uri = known.uri,
                   .said = story,
                   .change = counting == Counting::kCounts ? NextChange(story) : known.change,
                   .time = time,
                   .first_seen = known.first_seen,
                   .free_from = known.free_from,
                   .source = known.source,
                   .language = known.language,
                   .is_copy = known.is_copy,
                   .is_withdrawn = true};
  if (known.merged) member.merged = std::make_unique<const std::vector<uint64_t>>(*known.merged);
  Title title = names_.Get(story).title;
  Replace(next_, Record{.member = std::move(member), .title = std::move(title)});
  ++next_;
  Replace(before, std::nullopt);
}

void StoryIndex::Forget(std::string_view uri) {
  if (const uint64_t known = KnownAs(uri); known != 0) Replace(known, std::nullopt);
}

uint64_t StoryIndex::NextChange(uint64_t story) const {
  const Name* const name = names_.Find(story);
  return name == nullptr || name->changes.empty() ? 1 : name->changes.back() + 1;
}

Timestamp StoryIndex::FirstSeen(uint64_t number, Timestamp time) const {
  const Story* const story = stories_.Find(number);
  return story == nullptr || story->members.empty() ? time : std::min(time, story->first_seen);
}

// Times rise with sequences, and the first slot is never empty.
void StoryIndex::Expire(Timestamp time) {
  while (!slots_.empty() && At(base_).time < time) Replace(base_, std::nullopt);
}

uint64_t StoryIndex::KnownAs(std::string_view uri) const {
  const StringPool::Id id = pool_->Find(uri);
  return id < by_uri_.size() ? by_uri_[id] : 0;
}

void StoryIndex::SetKnown(StringPool::Id uri, uint64_t sequence) {
  if (uri >= by_uri_.size()) by_uri_.resize(size_t{uri} + 1);
  known_ += (sequence != 0 ? 1 : 0) - (by_uri_[uri] != 0 ? 1 : 0);
  by_uri_[uri] = sequence;
}

const std::vector<uint64_t>& StoryIndex::MergedBy(const Member& member) const {
  static const std::vector<uint64_t> none;
  return member.merged ? *member.merged : none;
}

std::optional<StoryArticle> StoryIndex::Find(std::string_view uri) const {
  const uint64_t sequence = KnownAs(uri);
  if (sequence == 0) return std::nullopt;
  const Member& member = At(sequence);
  return StoryArticle{.sequence = sequence,
                      .time = member.time,
                      .story = NameOf(member.said),
                      .change = member.change,
                      .first_seen = member.first_seen,
                      .source = member.source,
                      .is_copy = member.is_copy,
                      .free_from = member.free_from,
                      .language = member.language,
                      .merged = MergedBy(member),
                      .is_withdrawn = member.is_withdrawn,
                      .vectors = member.vectors.Unpack()};
}

uint64_t StoryIndex::ChangeOf(std::string_view uri) const {
  const uint64_t sequence = KnownAs(uri);
  return sequence == 0 ? 0 : At(sequence).change;
}

std::optional<StoryName> StoryIndex::StoryOf(std::string_view uri) const {
  const uint64_t sequence = KnownAs(uri);
  if (sequence == 0) return std::nullopt;
  return NameOf(PlaceOf(sequence).story);
}

std::optional<StoryIndex::OldestArticle> StoryIndex::Oldest() const {
  if (slots_.empty()) return std::nullopt;
  return OldestArticle{slots_.front().uri.view(), slots_.front().time};
}

std::vector<std::string> StoryIndex::MembersOf(uint64_t story) const {
  std::vector<std::string> uris;
  const Story* const found = stories_.Find(story);
  if (found == nullptr) return uris;
  for (const uint64_t sequence : found->members) uris.emplace_back(At(sequence).uri.view());
  return uris;
}

std::vector<StringPool::Id> StoryIndex::NewestOf(uint64_t number) const {
  std::vector<StringPool::Id> uris;
  const Story* const found = stories_.Find(number);
  if (found == nullptr) return uris;
  const std::vector<uint64_t>& members = found->members;
  const size_t first = members.size() - std::min(members.size(), limits_.members);
  for (size_t i = first; i < members.size(); ++i) __builtin_prefetch(&At(members[i]));
  for (size_t i = first; i < members.size(); ++i) {
    uris.push_back(At(members[i]).uri.id());
  }
  return uris;
}

std::optional<uint64_t> StoryIndex::NumberOf(std::string_view story_id) const {
  for (const Place& place : places_) {
    if (place.is_live && names_.Get(place.story).title.id.view() == story_id) return place.story;
  }
  return std::nullopt;
}

std::vector<uint64_t> StoryIndex::Stories() const {
  std::vector<uint64_t> numbers;
  for (const Place& place : places_) {
    if (place.is_live) numbers.push_back(place.story);
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

std::optional<ArticleVectors> StoryIndex::SumsOf(uint64_t story) const {
  const Story* const found = stories_.Find(story);
  if (found == nullptr || found->members.empty()) return std::nullopt;
  if (!found->is_summed) {
    const std::vector<uint64_t>& members = found->members;
    return AddUp(std::span(members).last(std::min(members.size(), limits_.members))).Unpack();
  }
  PackedVectors made;
  return SumsOf(*found, &made).Unpack();
}

void StoryIndex::RollBack(Mark mark) {
  while (journal_.size() > mark) {
    Undo undo = std::move(journal_.back());
    journal_.pop_back();
    if (IsKnown(undo.sequence)) Take(undo.sequence);
    if (undo.before) Put(undo.sequence, std::move(*undo.before));
    next_ = undo.next;
  }
}

}  // namespace marsad::cluster
