#include "stages/cluster/story_index.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace marsad::cluster {
namespace {

void AddVectors(ArticleVectors* sums, const ArticleVectors& vectors, int32_t sign) {
  AddTo(&sums->title, vectors.title, sign);
  AddTo(&sums->body, vectors.body, sign);
  AddTo(&sums->entities, vectors.entities, sign);
}

}  // namespace

StoryIndex::StoryIndex(const StoryModel& model, const StoryLimits& limits) : model_(model), limits_(limits) {}

Placement StoryIndex::Add(std::string_view uri, Timestamp time, ArticleVectors vectors, const Joining& joining) {
  const uint64_t sequence = next_;
  Member member = {.uri = std::string(uri), .article = {.sequence = sequence, .time = time}};
  const bool is_free = joining.free_from <= time;
  Placement placement;
  const auto known = by_uri_.find(member.uri);
  std::optional<StoryName> given = known != by_uri_.end() ? StoryOf(uri) : FindGiven(joining);
  if (known != by_uri_.end()) {
    member.article.merged = At(known->second).article.merged;
  } else if (given && is_free && IsClosed(given->number, time)) {
    given.reset();
  }
  if (given) {
    placement.story = *given;
  } else {
    placement = Choose(vectors, time, joining.language, is_free);
    if (placement.is_new) {
      placement.story = {sequence, joining.new_id.empty() ? member.uri : std::string(joining.new_id),
                         joining.free_from};
    }
    for (const StoryName& ended : placement.merged) member.article.merged.push_back(ended.number);
  }
  placement.first_seen = FirstSeen(placement.story.number, time);
  for (const StoryName& ended : placement.merged) {
    placement.first_seen = std::min(placement.first_seen, FirstSeen(ended.number, time));
  }
  placement.change = NextChange(placement.story.number);
  member.article.story = placement.story;
  member.article.change = placement.change;
  member.article.first_seen = placement.first_seen;
  member.article.source = joining.source;
  member.article.is_copy = joining.is_copy;
  member.article.free_from = joining.free_from;
  member.article.language = LanguageOf(placement.story.number).value_or(joining.language);
  member.article.vectors = std::move(vectors);
  const uint64_t before = known == by_uri_.end() ? 0 : known->second;
  Replace(sequence, std::move(member));
  next_ = sequence + 1;
  // After the new version was put in its place: so no merge that the old one made is undone in between.
  if (before != 0) Replace(before, std::nullopt);
  placement.articles = stories_.at(Resolve(placement.story.number)).members.size();
  return placement;
}

std::optional<StoryName> StoryIndex::FindGiven(const Joining& joining) const {
  const uint64_t story = Resolve(joining.story);
  return names_.contains(story) ? NameOf(story) : StoryOf(joining.same_as);
}

void StoryIndex::Remove(std::string_view uri, Timestamp time, Counting counting) {
  const auto known = by_uri_.find(std::string(uri));
  if (known == by_uri_.end()) return;
  Member member = At(known->second);
  member.article.sequence = next_;
  member.article.time = time;
  member.article.is_withdrawn = true;
  member.article.vectors = {};
  member.article.story = NameOf(member.story);
  if (counting == Counting::kCounts) member.article.change = NextChange(member.story);
  const uint64_t before = known->second;
  Replace(next_, std::move(member));
  ++next_;
  Replace(before, std::nullopt);
}

void StoryIndex::Forget(std::string_view uri) {
  const auto known = by_uri_.find(std::string(uri));
  if (known != by_uri_.end()) Replace(known->second, std::nullopt);
}

uint64_t StoryIndex::NextChange(uint64_t story) const {
  const auto name = names_.find(story);
  return name == names_.end() || name->second.changes.empty() ? 1 : name->second.changes.back() + 1;
}

Timestamp StoryIndex::FirstSeen(uint64_t number, Timestamp time) const {
  const auto story = stories_.find(number);
  return story == stories_.end() || story->second.members.empty() ? time : std::min(time, story->second.first_seen);
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

std::vector<const std::string*> StoryIndex::NewestOf(uint64_t number) const {
  std::vector<const std::string*> uris;
  const auto found = stories_.find(number);
  if (found == stories_.end()) return uris;
  const std::vector<uint64_t>& members = found->second.members;
  for (size_t i = members.size() - std::min(members.size(), limits_.members); i < members.size(); ++i) {
    uris.push_back(&At(members[i]).uri);
  }
  return uris;
}

std::optional<uint64_t> StoryIndex::NumberOf(std::string_view story_id) const {
  for (const Live& live : live_) {
    if (live.story != 0 && names_.at(live.story).id == story_id) return live.story;
  }
  return std::nullopt;
}

std::vector<uint64_t> StoryIndex::Stories() const {
  std::vector<uint64_t> numbers;
  for (const Live& live : live_) numbers.push_back(live.story);
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  if (!numbers.empty() && numbers.front() == 0) numbers.erase(numbers.begin());
  return numbers;
}

const ArticleVectors* StoryIndex::SumsOf(uint64_t story) const {
  const auto found = stories_.find(story);
  return found == stories_.end() || found->second.members.empty() ? nullptr : &found->second.sums;
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

void StoryIndex::Restore(std::string_view uri, std::optional<StoryArticle> article) {
  Member member = {.uri = std::string(uri)};
  const auto known = by_uri_.find(member.uri);
  if (known != by_uri_.end()) Take(known->second);
  if (!article) return;
  const uint64_t sequence = article->sequence;
  member.article = std::move(*article);
  Put(sequence, std::move(member));
  next_ = std::max(next_, sequence + 1);
}

void StoryIndex::Replace(uint64_t sequence, std::optional<Member> member) {
  const uint64_t next = next_;
  std::optional<Member> before = IsKnown(sequence) ? Take(sequence) : std::nullopt;
  if (member) Put(sequence, std::move(*member));
  journal_.push_back({.next = next, .sequence = sequence, .before = std::move(before)});
}

void StoryIndex::GiveSlot(uint64_t sequence) {
  if (slots_.empty()) base_ = sequence;
  for (; sequence < base_; --base_) {
    slots_.emplace_front();
    live_.push_front({});
  }
  while (sequence >= base_ + slots_.size()) {
    slots_.emplace_back();
    live_.push_back({});
  }
}

void StoryIndex::TrimSlots() {
  for (; !slots_.empty() && !slots_.back(); slots_.pop_back()) live_.pop_back();
  for (; !slots_.empty() && !slots_.front(); slots_.pop_front(), ++base_) live_.pop_front();
}

void StoryIndex::Put(uint64_t sequence, Member member) {
  GiveSlot(sequence);
  const StoryArticle& article = member.article;
  const uint64_t story = article.story.number;
  Name& name = names_[story];
  if (name.changes.empty()) name.id = article.story.id;
  name.free_from = article.story.free_from;
  name.changes.insert(std::upper_bound(name.changes.begin(), name.changes.end(), article.change), article.change);
  by_uri_[member.uri] = sequence;
  const std::vector<uint64_t> merged = article.merged;
  slots_[sequence - base_] = std::move(member);
  for (const uint64_t ended : merged) {
    const uint64_t before = Resolve(ended);
    ended_in_[ended] = {story, sequence};
    if (before != Resolve(ended)) Regroup(before);
  }
  At(sequence).story = Resolve(story);
  if (!At(sequence).article.is_withdrawn) List(sequence);
  Join(sequence);
}

std::optional<StoryIndex::Member> StoryIndex::Take(uint64_t sequence) {
  Leave(sequence);
  Member member = std::move(At(sequence));
  slots_[sequence - base_].reset();
  if (!member.article.is_withdrawn) Unlist(member);
  for (const uint64_t ended : member.article.merged) {
    const auto end = ended_in_.find(ended);
    if (end == ended_in_.end() || end->second.sequence != sequence) continue;
    const uint64_t before = Resolve(ended);
    ended_in_.erase(end);
    Regroup(before);
  }
  const auto name = names_.find(member.article.story.number);
  std::vector<uint64_t>& changes = name->second.changes;
  changes.erase(std::lower_bound(changes.begin(), changes.end(), member.article.change));
  if (changes.empty()) names_.erase(name);
  const auto known = by_uri_.find(member.uri);
  if (known != by_uri_.end() && known->second == sequence) by_uri_.erase(known);
  TrimSlots();
  return member;
}

uint64_t StoryIndex::Resolve(uint64_t story) const {
  for (auto end = ended_in_.find(story); end != ended_in_.end(); end = ended_in_.find(story)) story = end->second.in;
  return story;
}

StoryName StoryIndex::NameOf(uint64_t story) const {
  const Name& name = names_.at(story);
  return {story, name.id, name.free_from};
}

void StoryIndex::SetStory(uint64_t sequence, uint64_t story) {
  Member& member = At(sequence);
  member.story = story;
  live_[sequence - base_] = {member.article.is_withdrawn ? 0 : story, member.article.language};
}

// Into the story that it is in now. The sums are of the newest members: one that comes may push another out of them.
void StoryIndex::Join(uint64_t sequence) {
  const Member& member = At(sequence);
  SetStory(sequence, member.story);
  Story& story = stories_[member.story];
  std::vector<uint64_t>& list = member.article.is_withdrawn ? story.withdrawn : story.members;
  const auto at = std::lower_bound(list.begin(), list.end(), sequence);
  const auto newer = static_cast<size_t>(list.end() - at);
  if (!member.article.is_withdrawn) Enlist(member.article, &story);
  list.insert(at, sequence);
  if (member.article.is_withdrawn) return;
  if (newer >= limits_.members) return;
  AddVectors(&story.sums, member.article.vectors, 1);
  if (story.members.size() > limits_.members) {
    const uint64_t pushed_out = story.members[story.members.size() - limits_.members - 1];
    AddVectors(&story.sums, At(pushed_out).article.vectors, -1);
  }
  story.lengths = LengthsOf(story.sums);
}

void StoryIndex::Leave(uint64_t sequence) {
  const Member& member = At(sequence);
  const auto found = stories_.find(member.story);
  Story& story = found->second;
  std::vector<uint64_t>& list = member.article.is_withdrawn ? story.withdrawn : story.members;
  const auto at = std::lower_bound(list.begin(), list.end(), sequence);
  const auto newer = static_cast<size_t>(list.end() - at) - 1;
  list.erase(at);
  live_[sequence - base_] = {};
  if (story.members.empty() && story.withdrawn.empty()) {
    stories_.erase(found);
    return;
  }
  if (member.article.is_withdrawn) return;
  CountSource(member.article, -1, &story);
  if (member.article.first_seen == story.first_seen) story.first_seen = LeastFirstSeen(story);
  if (newer >= limits_.members) return;
  AddVectors(&story.sums, member.article.vectors, -1);
  if (story.members.size() >= limits_.members) {
    const uint64_t comes_in = story.members[story.members.size() - limits_.members];
    AddVectors(&story.sums, At(comes_in).article.vectors, 1);
  }
  story.lengths = LengthsOf(story.sums);
}

void StoryIndex::CountSource(const StoryArticle& article, int sign, Story* story) {
  auto count = std::find_if(story->sources.begin(), story->sources.end(),
                            [&](const SourceCount& each) { return each.source == article.source; });
  if (count == story->sources.end()) count = story->sources.insert(count, {.source = article.source});
  const bool had_originals = count->originals != 0;
  count->articles += static_cast<uint32_t>(sign);
  if (!article.is_copy) count->originals += static_cast<uint32_t>(sign);
  if (had_originals && count->originals == 0) --story->original_sources;
  if (!had_originals && count->originals != 0) ++story->original_sources;
  if (count->articles != 0) return;
  *count = story->sources.back();
  story->sources.pop_back();
}

// The newest most often says it: it was told of the story as it was.
Timestamp StoryIndex::LeastFirstSeen(const Story& story) const {
  Timestamp least = {};
  for (size_t i = story.members.size(); i-- > 0;) {
    const Timestamp said = At(story.members[i]).article.first_seen;
    if (said == story.first_seen) return said;
    least = least.known() ? std::min(least, said) : said;
  }
  return least;
}

// After a merge, or after one was undone: each article of `story` goes where its record says.
void StoryIndex::Regroup(uint64_t number) {
  const auto found = stories_.find(number);
  if (found == stories_.end()) return;
  const Story before = std::move(found->second);
  stories_.erase(found);
  std::vector<uint64_t> changed;
  const auto move = [&](uint64_t sequence) -> Story& {
    const uint64_t goes_to = Resolve(At(sequence).article.story.number);
    SetStory(sequence, goes_to);
    if (std::find(changed.begin(), changed.end(), goes_to) == changed.end()) changed.push_back(goes_to);
    return stories_[goes_to];
  };
  for (const uint64_t sequence : before.members) {
    Story& story = move(sequence);
    Enlist(At(sequence).article, &story);
    story.members.push_back(sequence);
  }
  for (const uint64_t sequence : before.withdrawn) move(sequence).withdrawn.push_back(sequence);
  for (const uint64_t story : changed) Rebuild(&stories_.at(story));
}

// Counts a member that is not in its list yet.
void StoryIndex::Enlist(const StoryArticle& article, Story* story) {
  CountSource(article, 1, story);
  story->first_seen = story->members.empty() ? article.first_seen : std::min(story->first_seen, article.first_seen);
}

// The order of its lists, and the sums.
void StoryIndex::Rebuild(Story* story) const {
  std::sort(story->members.begin(), story->members.end());
  std::sort(story->withdrawn.begin(), story->withdrawn.end());
  story->sums = {};
  const size_t first = story->members.size() - std::min(story->members.size(), limits_.members);
  for (size_t i = first; i < story->members.size(); ++i) {
    AddVectors(&story->sums, At(story->members[i]).article.vectors, 1);
  }
  story->lengths = LengthsOf(story->sums);
}

// Those that are gone are left where they are until the list is full. Then so much is made free, or the list so much longer, that
// this is rare: a list of all articles that have a frequent word is never looked through for one article.
void StoryIndex::MakeRoom(std::vector<uint32_t>* listed) const {
  if (listed->size() < listed->capacity()) return;
  const size_t enough = listed->capacity() - listed->capacity() / 4;
  const auto is_known = [this](uint32_t low) { return SequenceOf(low) >= base_; };
  listed->erase(listed->begin(), std::partition_point(listed->begin(), listed->end(), std::not_fn(is_known)));
  if (listed->size() <= enough) return;
  std::erase_if(*listed, [this](uint32_t low) { return LiveIn(SequenceOf(low)) == 0; });
  if (listed->size() > enough) listed->reserve(listed->capacity() + listed->capacity() / 2 + 1);
}

void StoryIndex::List(uint64_t sequence) {
  const auto is_before = [this](uint32_t low, uint64_t limit) { return SequenceOf(low) < limit; };
  for (const Term& term : FindHeaviest(At(sequence).article.vectors.body, limits_.listed)) {
    std::vector<uint32_t>& listed = by_term_[term.hash];
    MakeRoom(&listed);
    const auto at = listed.empty() || SequenceOf(listed.back()) < sequence
                        ? listed.end()
                        : std::lower_bound(listed.begin(), listed.end(), sequence, is_before);
    if (at == listed.end() || SequenceOf(*at) != sequence) listed.insert(at, static_cast<uint32_t>(sequence));
  }
}

// Of one that is gone. A sequence may be used again by another article after a rollback, but only if it was the last one: that
// goes at once.
void StoryIndex::Unlist(const Member& member) {
  for (const Term& term : FindHeaviest(member.article.vectors.body, limits_.listed)) {
    const auto listed = by_term_.find(term.hash);
    if (listed == by_term_.end()) continue;
    std::vector<uint32_t>& sequences = listed->second;
    while (!sequences.empty() && LiveIn(SequenceOf(sequences.back())) == 0) sequences.pop_back();
    if (sequences.empty()) by_term_.erase(listed);
  }
}

StoryIndex::Lengths StoryIndex::LengthsOf(const ArticleVectors& vectors) {
  return {LengthOf(vectors.title), LengthOf(vectors.body), LengthOf(vectors.entities)};
}

}  // namespace marsad::cluster
