// How StoryIndex keeps articles, and the stories that follow from them.
#include <algorithm>
#include <utility>

#include "stages/cluster/heap_block.h"
#include "stages/cluster/story_index.h"

namespace marsad::cluster {
namespace {

// Counts anew what an object holds when its scope ends: what it is made of changes in several places there.
template <class BytesOf>
class Recount {
 public:
  Recount(BytesOf bytes_of, size_t* sum) : bytes_of_(std::move(bytes_of)), sum_(sum) { *sum_ -= bytes_of_(); }
  Recount(const Recount&) = delete;
  Recount& operator=(const Recount&) = delete;
  ~Recount() { *sum_ += bytes_of_(); }

 private:
  BytesOf bytes_of_;
  size_t* sum_;
};

}  // namespace

size_t StoryIndex::BytesOf(const Member& member) {
  size_t bytes = member.vectors.bytes();
  if (member.merged) bytes += HeapBytes(sizeof(decltype(member.merged)::element_type)) + HeapBytesOf(*member.merged);
  return bytes;
}

size_t StoryIndex::BytesOf(const Story& story) {
  return HeapBytesOf(story.members) + HeapBytesOf(story.withdrawn) + HeapBytesOf(story.sources) + story.sums.bytes();
}

size_t StoryIndex::bytes() const {
  return slots_.size() * (sizeof(slots_[0]) + sizeof(places_[0])) + by_uri_.size() * sizeof(by_uri_[0]) +
         by_term_.bytes() + stories_.bytes() + ended_in_.bytes() + names_.bytes() + member_bytes_ + story_bytes_ +
         name_bytes_;
}

StoryIndex::Record StoryIndex::MakeRecord(const StringPool::Ref& uri, const StoryArticle& article) const {
  Record record = {.member = {.uri = uri,
                              .vectors = PackedVectors(article.vectors),
                              .said = article.story.number,
                              .change = article.change,
                              .time = article.time,
                              .first_seen = article.first_seen,
                              .free_from = article.free_from,
                              .source = article.source,
                              .language = article.language,
                              .is_copy = article.is_copy,
                              .is_withdrawn = article.is_withdrawn},
                   .title = {.id = pool_->Intern(article.story.id), .free_from = article.story.free_from}};
  if (!article.merged.empty()) record.member.merged = std::make_unique<const std::vector<uint64_t>>(article.merged);
  return record;
}

void StoryIndex::Restore(const StringPool::Ref& uri, std::optional<StoryArticle> article) {
  if (uri.id() < by_uri_.size() && by_uri_[uri.id()] != 0) Take(by_uri_[uri.id()]);
  if (!article) return;
  Put(article->sequence, MakeRecord(uri, *article), Listing::kLater);
  next_ = std::max(next_, article->sequence + 1);
}

void StoryIndex::Replace(uint64_t sequence, std::optional<Record> record) {
  const uint64_t next = next_;
  std::optional<Record> before = IsKnown(sequence) ? Take(sequence) : std::nullopt;
  if (record) Put(sequence, std::move(*record));
  journal_.push_back({.next = next, .sequence = sequence, .before = std::move(before)});
}

void StoryIndex::GiveSlot(uint64_t sequence) {
  if (slots_.empty()) base_ = sequence;
  for (; sequence < base_; --base_) {
    slots_.emplace_front();
    places_.push_front({});
  }
  while (sequence >= base_ + slots_.size()) {
    slots_.emplace_back();
    places_.push_back({});
  }
}

void StoryIndex::TrimSlots() {
  for (; !slots_.empty() && !slots_.back().uri; slots_.pop_back()) places_.pop_back();
  for (; !slots_.empty() && !slots_.front().uri; slots_.pop_front(), ++base_) places_.pop_front();
}

void StoryIndex::Put(uint64_t sequence, Record record, Listing listing) {
  GiveSlot(sequence);
  const uint64_t story = record.member.said;
  Name& name = names_.GetOrMake(story);
  name.title = std::move(record.title);
  const uint64_t change = record.member.change;
  name_bytes_ -= HeapBytesOf(name.changes);
  name.changes.insert(std::upper_bound(name.changes.begin(), name.changes.end(), change), change);
  name_bytes_ += HeapBytesOf(name.changes);
  member_bytes_ += BytesOf(record.member);
  SetKnown(record.member.uri.id(), sequence);
  const std::vector<uint64_t> merged = MergedBy(record.member);
  slots_[sequence - base_] = std::move(record.member);
  for (const uint64_t ended : merged) {
    const uint64_t before = Resolve(ended);
    ended_in_.GetOrMake(ended) = {story, sequence};
    if (before != Resolve(ended)) Regroup(before);
  }
  if (listing == Listing::kLater) {
    unlisted_.push_back(sequence);
  } else if (!At(sequence).is_withdrawn) {
    List(sequence);
  }
  Join(sequence, Resolve(story), listing);
}

std::optional<StoryIndex::Record> StoryIndex::Take(uint64_t sequence) {
  Leave(sequence);
  Record record = {.member = std::move(At(sequence))};
  const Member& member = record.member;
  member_bytes_ -= BytesOf(member);
  slots_[sequence - base_] = {};
  if (!member.is_withdrawn) Unlist(sequence, member);
  for (const uint64_t ended : MergedBy(member)) {
    const End* const end = ended_in_.Find(ended);
    if (end == nullptr || end->sequence != sequence) continue;
    const uint64_t before = Resolve(ended);
    ended_in_.Erase(ended);
    Regroup(before);
  }
  Name& name = names_.Get(member.said);
  record.title = name.title;
  std::vector<uint64_t>& changes = name.changes;
  changes.erase(std::lower_bound(changes.begin(), changes.end(), member.change));
  if (changes.empty()) {
    name_bytes_ -= HeapBytesOf(changes);
    names_.Erase(member.said);
  }
  if (by_uri_[member.uri.id()] == sequence) SetKnown(member.uri.id(), 0);
  TrimSlots();
  return record;
}

uint64_t StoryIndex::Resolve(uint64_t story) const {
  for (const End* end = ended_in_.Find(story); end != nullptr; end = ended_in_.Find(story)) story = end->in;
  return story;
}

StoryName StoryIndex::NameOf(uint64_t story) const {
  const Name& name = names_.Get(story);
  return {story, std::string(name.title.id.view()), name.title.free_from};
}

void StoryIndex::SetStory(uint64_t sequence, uint64_t story) {
  const Member& member = At(sequence);
  places_[sequence - base_] = {story, member.language, !member.is_withdrawn};
}

// The sums are of the newest members: one that comes may push another out of them.
void StoryIndex::Join(uint64_t sequence, uint64_t number, Listing listing) {
  const Member& member = At(sequence);
  SetStory(sequence, number);
  Story& story = stories_.GetOrMake(number);
  const Recount recount([&story] { return BytesOf(story); }, &story_bytes_);
  std::vector<uint64_t>& list = member.is_withdrawn ? story.withdrawn : story.members;
  const auto at = std::lower_bound(list.begin(), list.end(), sequence);
  const auto newer = static_cast<size_t>(list.end() - at);
  if (!member.is_withdrawn) Enlist(member, &story);
  list.insert(at, sequence);
  if (member.is_withdrawn) return;
  if (listing == Listing::kLater && std::exchange(story.is_summed, false)) {
    unsummed_.push_back(number);
    story.sums = {};
  }
  if (!story.is_summed) return;
  if (story.members.size() <= 3) return SumUp(&story);
  if (newer >= limits_.members) return;
  story.sums.Add(member.vectors);
  if (story.members.size() > limits_.members) {
    const uint64_t pushed_out = story.members[story.members.size() - limits_.members - 1];
    story.sums.Subtract(At(pushed_out).vectors);
  }
  story.lengths = LengthsOf(story.sums);
  story.newest = At(story.members.back()).time;
}

void StoryIndex::Leave(uint64_t sequence) {
  const Member& member = At(sequence);
  const uint64_t number = PlaceOf(sequence).story;
  Story& story = stories_.Get(number);
  std::vector<uint64_t>& list = member.is_withdrawn ? story.withdrawn : story.members;
  const auto at = std::lower_bound(list.begin(), list.end(), sequence);
  const auto newer = static_cast<size_t>(list.end() - at) - 1;
  list.erase(at);
  places_[sequence - base_] = {};
  if (story.members.empty() && story.withdrawn.empty()) {
    story_bytes_ -= BytesOf(story);
    stories_.Erase(number);
    return;
  }
  const Recount recount([&story] { return BytesOf(story); }, &story_bytes_);
  if (member.is_withdrawn) return;
  CountSource(member, -1, &story);
  if (member.first_seen == story.first_seen) story.first_seen = LeastFirstSeen(story);
  if (!story.is_summed) return;
  if (story.members.size() <= 2) return SumUp(&story);
  if (newer >= limits_.members) return;
  story.sums.Subtract(member.vectors);
  if (story.members.size() >= limits_.members) {
    const uint64_t comes_in = story.members[story.members.size() - limits_.members];
    story.sums.Add(At(comes_in).vectors);
  }
  story.lengths = LengthsOf(story.sums);
  story.newest = At(story.members.back()).time;
}

void StoryIndex::CountSource(const Member& member, int sign, Story* story) {
  auto count = std::find_if(story->sources.begin(), story->sources.end(),
                            [&](const SourceCount& each) { return each.source == member.source; });
  if (count == story->sources.end()) count = story->sources.insert(count, {.source = member.source});
  const bool had_originals = count->originals != 0;
  count->articles += static_cast<uint32_t>(sign);
  if (!member.is_copy) count->originals += static_cast<uint32_t>(sign);
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
    const Timestamp said = At(story.members[i]).first_seen;
    if (said == story.first_seen) return said;
    least = least.known() ? std::min(least, said) : said;
  }
  return least;
}

// After a merge, or after one was undone: each article of `story` goes where its record says.
void StoryIndex::Regroup(uint64_t number) {
  Story* const found = stories_.Find(number);
  if (found == nullptr) return;
  story_bytes_ -= BytesOf(*found);
  const Story before = std::move(*found);
  stories_.Erase(number);
  std::vector<uint64_t> changed;
  const auto move = [&](uint64_t sequence) -> Story& {
    const uint64_t goes_to = Resolve(At(sequence).said);
    SetStory(sequence, goes_to);
    Story& story = stories_.GetOrMake(goes_to);
    if (std::find(changed.begin(), changed.end(), goes_to) == changed.end()) {
      changed.push_back(goes_to);
      story_bytes_ -= BytesOf(story);
    }
    return story;
  };
  for (const uint64_t sequence : before.members) {
    Story& story = move(sequence);
    Enlist(At(sequence), &story);
    story.members.push_back(sequence);
  }
  for (const uint64_t sequence : before.withdrawn) move(sequence).withdrawn.push_back(sequence);
  for (const uint64_t each : changed) {
    Story& story = stories_.Get(each);
    Rebuild(&story);
    story_bytes_ += BytesOf(story);
  }
}

// Counts a member that is not in its list yet.
void StoryIndex::Enlist(const Member& member, Story* story) {
  CountSource(member, 1, story);
  story->first_seen = story->members.empty() ? member.first_seen : std::min(story->first_seen, member.first_seen);
}

// The order of its lists, and the sums.
void StoryIndex::Rebuild(Story* story) const {
  std::sort(story->members.begin(), story->members.end());
  std::sort(story->withdrawn.begin(), story->withdrawn.end());
  SumUp(story);
}

// Half by half: one by one, each would go through all of the sum so far.
PackedVectors StoryIndex::AddUp(std::span<const uint64_t> members) const {
  if (members.size() == 1) return At(members.front()).vectors.Clone();
  PackedVectors sum = AddUp(members.first(members.size() / 2));
  sum.Add(AddUp(members.subspan(members.size() / 2)));
  return sum;
}

void StoryIndex::SumUp(Story* story) const {
  story->is_summed = true;
  story->sums = {};
  const std::vector<uint64_t>& members = story->members;
  if (HasSums(*story)) {
    story->sums = AddUp(std::span(members).last(std::min(members.size(), limits_.members)));
  }
  PackedVectors made;
  story->lengths = members.empty() ? Lengths() : LengthsOf(SumsOf(*story, &made));
  story->newest = members.empty() ? Timestamp() : At(members.back()).time;
}

void StoryIndex::List(uint64_t sequence) {
  const std::vector<Term> terms = FindHeaviest(At(sequence).vectors.body(), limits_.listed);
  PrefetchLists(terms);
  for (const Term& term : terms) by_term_.Add(term.hash, sequence);
}

void StoryIndex::ListRestored() {
  if (unlisted_.empty()) return;
  const std::vector<uint64_t> unlisted = std::exchange(unlisted_, {});
  if (unlisted.size() > slots_.size() / 4) {
    ListAll();
  } else {
    ListFew(unlisted);
  }
  for (const uint64_t number : std::exchange(unsummed_, {})) {
    Story* const story = stories_.Find(number);
    if (story == nullptr || story->is_summed) continue;
    const Recount recount([story] { return BytesOf(*story); }, &story_bytes_);
    SumUp(story);
  }
}

void StoryIndex::ListFew(std::span<const uint64_t> sequences) {
  for (const uint64_t sequence : sequences) {
    if (IsLive(sequence)) List(sequence);
  }
}

void StoryIndex::ListAll() {
  by_term_ = {};
  std::vector<uint64_t> postings;
  for (uint64_t sequence = base_; sequence < base_ + slots_.size(); ++sequence) {
    if (!PlaceOf(sequence).is_live) continue;
    for (const Term& term : FindHeaviest(At(sequence).vectors.body(), limits_.listed)) {
      postings.push_back(uint64_t{term.hash} << 32 | (sequence - base_));
    }
  }
  by_term_.Build(std::move(postings), base_);
}

// No effect on what is not listed yet.
void StoryIndex::Unlist(uint64_t sequence, const Member& member) {
  const std::vector<Term> terms = FindHeaviest(member.vectors.body(), limits_.listed);
  PrefetchLists(terms);
  for (const Term& term : terms) by_term_.Remove(term.hash, sequence);
}

void StoryIndex::PrefetchLists(std::span<const Term> terms) const {
  std::vector<uint32_t> hashes;
  hashes.reserve(terms.size());
  for (const Term& term : terms) hashes.push_back(term.hash);
  by_term_.Prefetch(hashes);
}

StoryIndex::Lengths StoryIndex::LengthsOf(const PackedVectors& vectors) {
  const auto length = [](const PackedTerms& terms) { return static_cast<uint32_t>(LengthOf(terms)); };
  return {length(vectors.title()), length(vectors.body()), length(vectors.entities())};
}

}  // namespace marsad::cluster
