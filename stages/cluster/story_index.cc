#include "stages/cluster/story_index.h"

#include <algorithm>
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
  std::optional<StoryName> given = known != by_uri_.end() ? StoryOf(uri) : StoryOf(joining.same_as);
  if (known != by_uri_.end()) {
    member.article.merged = At(known->second).article.merged;
  } else if (given && is_free && IsClosed(given->number, time)) {
    given.reset();
  }
  if (given) {
    placement.story = *given;
  } else {
    placement = Choose(vectors, time, is_free);
    if (placement.is_new) placement.story = {sequence, member.uri, joining.free_from};
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
  member.article.vectors = std::move(vectors);
  if (known != by_uri_.end()) Replace(known->second, std::nullopt);
  Replace(sequence, std::move(member));
  next_ = sequence + 1;
  placement.articles = stories_.at(Resolve(placement.story.number)).members.size();
  return placement;
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
  Replace(known->second, std::nullopt);
  Replace(next_, std::move(member));
  ++next_;
}

void StoryIndex::Forget(std::string_view uri) {
  const auto known = by_uri_.find(std::string(uri));
  if (known != by_uri_.end()) Replace(known->second, std::nullopt);
}

bool StoryIndex::IsClosed(uint64_t story, Timestamp time) const { return names_.at(story).free_from > time; }

uint64_t StoryIndex::NextChange(uint64_t story) const {
  const auto name = names_.find(story);
  return name == names_.end() || name->second.changes.empty() ? 1 : *name->second.changes.rbegin() + 1;
}

Timestamp StoryIndex::FirstSeen(uint64_t number, Timestamp time) const {
  const auto story = stories_.find(number);
  if (story == stories_.end()) return time;
  for (const uint64_t sequence : story->second.members) time = std::min(time, At(sequence).article.first_seen);
  return time;
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

std::vector<std::string> StoryIndex::NewestOf(uint64_t number) const {
  std::vector<std::string> uris;
  const auto found = stories_.find(number);
  if (found == stories_.end()) return uris;
  const std::vector<uint64_t>& members = found->second.members;
  const size_t first = members.size() > limits_.members ? members.size() - limits_.members : 0;
  for (size_t i = first; i < members.size(); ++i) uris.push_back(At(members[i]).uri);
  return uris;
}

StorySummary StoryIndex::Summarize(uint64_t number, Timestamp time) const {
  StorySummary summary = {.first_seen = FirstSeen(number, time)};
  if (const auto gone = withdrawn_.find(number); gone != withdrawn_.end()) {
    summary.withdrawn = static_cast<uint32_t>(gone->second.size());
  }
  const auto found = stories_.find(number);
  if (found == stories_.end()) return summary;
  std::set<uint32_t> sources;
  std::set<uint32_t> original_sources;
  for (const uint64_t sequence : found->second.members) {
    const Member& member = At(sequence);
    sources.insert(member.article.source);
    if (member.article.is_copy) continue;
    original_sources.insert(member.article.source);
    if (summary.earliest == nullptr && member.article.free_from <= time) summary.earliest = &member.uri;
  }
  summary.articles = static_cast<uint32_t>(found->second.members.size());
  summary.sources = static_cast<uint32_t>(sources.size());
  summary.original_sources = static_cast<uint32_t>(original_sources.size());
  return summary;
}

std::optional<uint64_t> StoryIndex::NumberOf(std::string_view story_id) const {
  for (const auto& [number, story] : stories_) {
    if (names_.at(number).id == story_id) return number;
  }
  return std::nullopt;
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
  name.free_from = article.story.free_from;
  name.changes.insert(article.change);
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
  if (At(sequence).article.is_withdrawn) {
    withdrawn_[At(sequence).story].insert(sequence);
  } else {
    List(sequence);
    Join(sequence);
  }
}

void StoryIndex::Take(uint64_t sequence) {
  std::optional<Member>& slot = SlotOf(sequence);
  if (slot) {
    if (slot->article.is_withdrawn) {
      LeaveWithdrawn(sequence);
    } else {
      Leave(sequence);
      Unlist(sequence);
    }
    for (const uint64_t ended : slot->article.merged) {
      const uint64_t before = Resolve(ended);
      ended_in_.erase(ended);
      Regroup(before);
    }
    const auto name = names_.find(slot->article.story.number);
    name->second.changes.erase(slot->article.change);
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

StoryName StoryIndex::NameOf(uint64_t story) const {
  const Name& name = names_.at(story);
  return {story, name.id, name.free_from};
}

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

void StoryIndex::LeaveWithdrawn(uint64_t sequence) {
  const auto found = withdrawn_.find(At(sequence).story);
  found->second.erase(sequence);
  if (found->second.empty()) withdrawn_.erase(found);
}

void StoryIndex::RegroupWithdrawn(uint64_t story) {
  const auto found = withdrawn_.find(story);
  if (found == withdrawn_.end()) return;
  const std::set<uint64_t> sequences = found->second;
  for (const uint64_t sequence : sequences) {
    LeaveWithdrawn(sequence);
    At(sequence).story = Resolve(At(sequence).article.story.number);
    withdrawn_[At(sequence).story].insert(sequence);
  }
}

// After a merge, or after one was undone: each member of `story` goes where its record says.
void StoryIndex::Regroup(uint64_t story) {
  RegroupWithdrawn(story);
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

StoryIndex::Lengths StoryIndex::LengthsOf(const ArticleVectors& vectors) {
  return {LengthOf(vectors.title), LengthOf(vectors.body), LengthOf(vectors.entities)};
}

}  // namespace marsad::cluster
