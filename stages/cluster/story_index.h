// Which story an article belongs to: one pass, integers, a linear model over nine features.
//
// What it keeps is a function of the articles that are live, each with its recorded story and number, never of the order in
// which it was told of them: a process that read its state decides as one that never stopped.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/timestamp.h"
#include "stages/cluster/numbered_table.h"
#include "stages/cluster/packed_vectors.h"
#include "stages/cluster/posting_lists.h"
#include "stages/cluster/string_pool.h"
#include "stages/cluster/term_vector.h"

namespace marsad::cluster {

// Per mille, but for log_size: 1000 * log2 of the live articles, by bits.
struct StoryFeatures {
  enum : size_t {
    kTitleTitle,
    kBodyBody,
    kTitleBody,  // the article's title, the story's bodies
    kBodyTitle,
    kEntities,
    kNoEntities,  // 1000 if one of the two has none
    kDecay,       // e^(-age of the story's last article / 24 h), by whole hours
    kLogSize,
    kBodySquared,
    kCount
  };
  std::array<int32_t, kCount> values{};
};

// The score is the sum over the features of weight * value, plus `bias`.
struct StoryModel {
  std::array<int32_t, StoryFeatures::kCount> weights{};
  int64_t bias = 0;
  int64_t join = 0;           // an article belongs to the best story that scores so much
  int64_t merge = 0;          // a second one that scores so much is the same story,
  int32_t merge_agree = 300;  // if the bodies' cosine of the two is so much, per mille,
  size_t merge_small = 3;     // or one has so few articles
};

struct StoryLimits {
  size_t terms = 8;      // of an article, by which stories are found
  size_t stories = 32;   // found by each: the newest that have it
  size_t entries = 256;  // looked at for each,
  size_t passed = 1024;  // and passed over, those of another language: the newest, too
  size_t members = 32;   // of a story, the newest, that its vectors are made of
  size_t scored =
      48;  // of all that were found, those with the heaviest of its words: the others are not looked at closely
  size_t listed = 24;              // of its words, the heaviest, by which an article is found
  size_t merges = 4;               // of one article
  size_t related = 4;              // stories of other languages that are told of one article,
  int32_t related_entities = 600;  // if the cosine of entities is so much, per mille,
  size_t related_shared = 2;       // and so many are in both
};

// A story's number is that of its first article, its id that one's uri.
struct StoryName {
  uint64_t number = 0;
  std::string id = {};
  Timestamp free_from = {};  // until then its id is under embargo
  friend bool operator==(const StoryName&, const StoryName&) = default;
};

// What an article's state record keeps of this.
struct StoryArticle {
  uint64_t sequence = 0;  // rises with each article and each version of it
  Timestamp time = {};    // stream time
  StoryName story = {};
  uint64_t change = 0;                // of `story`, from 1 without a gap
  Timestamp first_seen = {};          // of `story`, as far as was known then
  uint32_t source = 0;                // tells sources apart
  bool is_copy = false;               // of another article
  Timestamp free_from = {};           // the end of its own embargo
  uint32_t language = 0;              // LanguageKey(), the same of all articles of a story; 0: not known
  std::vector<uint64_t> merged = {};  // stories that ended in `story` by this article
  bool is_withdrawn = false;          // it is no member any more; but what it merged stays one
  ArticleVectors vectors = {};        // empty if it is withdrawn
  friend bool operator==(const StoryArticle&, const StoryArticle&) = default;
};

// What else is told of an article that is added.
struct Joining {
  std::string_view same_as = {};  // a uri: the story of that one is joined; empty: none
  uint64_t story = 0;  // the number of one that it was in before it left the window: joined first, if it is there
  std::string_view new_id = {};  // of the story that it begins, if it does; empty: its uri
  Timestamp free_from = {};      // the end of its embargo
  uint32_t source = 0;
  bool is_copy = false;
  uint32_t language = 0;
};

struct Placement {
  StoryName story = {};
  uint64_t change = 0;  // the number of this change of the story
  bool is_new = false;
  int64_t score = 0;                   // of the story that it joined; 0 if it is new or was given
  std::vector<StoryName> merged = {};  // that end in it, the best first
  Timestamp first_seen = {};           // of the story
  size_t articles = 0;                 // live, this one included
};

// Of a story's articles in the window.
struct StorySummary {
  uint32_t articles = 0;
  uint32_t withdrawn = 0;
  uint32_t sources = 0;
  uint32_t original_sources = 0;  // of articles that are no copies
  Timestamp first_seen = {};
  // Uri of the first that is no copy and not under embargo, if there is one. Valid until the next call that is not const.
  std::optional<std::string_view> earliest = {};
};

// Whether what happens to an article is a change of its story that gets a number.
enum class Counting : uint8_t { kCounts, kDoesNotCount };

// One thread.
class StoryIndex {
 public:
  using Mark = size_t;

  // `model` and `limits` are copied. The uris are in `pool`, which others may share; never null.
  explicit StoryIndex(const StoryModel& model, const StoryLimits& limits = {},
                      std::shared_ptr<StringPool> pool = std::make_shared<StringPool>());

  // A first version, or a later one, which replaces what was known and stays in its story. `time`, stream time, never falls.
  // An article that is free joins no story whose id is under embargo. By its words one joins only stories of its language:
  // what two languages share is names, and names alone make one of two events. One whose language is not known joins those
  // of such: a bridge between languages otherwise. What is given a story by `joining` counts as of that one's language.
  Placement Add(std::string_view uri, Timestamp time, const ArticleVectors& vectors, const Joining& joining = {});
  // Withdrawn. Its story goes on without it. No effect if it is not known.
  void Remove(std::string_view uri, Timestamp time, Counting counting = Counting::kCounts);
  // What is known of it goes.
  void Forget(std::string_view uri);
  // The articles from before `time`.
  void Expire(Timestamp time);

  // What its state record says; none if it is not known. Its story may have ended in another since: StoryOf().
  std::optional<StoryArticle> Find(std::string_view uri) const;
  bool Knows(std::string_view uri) const { return KnownAs(uri) != 0; }
  // Parts of that; 0 if it is not known.
  uint64_t LastSequenceOf(std::string_view uri) const { return KnownAs(uri); }
  uint64_t ChangeOf(std::string_view uri) const;
  std::optional<StoryName> StoryOf(std::string_view uri) const;
  // The uris of its live articles in the order of their sequences.
  std::vector<std::string> MembersOf(uint64_t story) const;
  // Those of them that its vectors are made of.
  std::vector<StringPool::Id> NewestOf(uint64_t story) const;
  StorySummary Summarize(uint64_t story, Timestamp time) const;
  std::optional<uint64_t> NumberOf(std::string_view story_id) const;  // looks at all; none: it has no live articles
  std::vector<uint64_t> Stories() const;                              // those that have live articles, rising
  // Stories of other languages that may be of the same event as `uri`, by the ids of entities alone: the nearest first. None
  // if its language is not known, and none whose id is under embargo for an article that is free.
  std::vector<StoryName> FindRelated(std::string_view uri, Timestamp time);
  size_t size() const { return known_; }  // with those that are withdrawn
  size_t stories() const { return stories_.size(); }
  size_t bytes() const;  // of memory, about; without the uris
  // Views are valid until the next call that is not const.
  struct OldestArticle {
    std::string_view uri = {};
    Timestamp time = {};
  };
  std::optional<OldestArticle> Oldest() const;

  Mark SetMark() const { return journal_.size(); }
  // Undoes all since that mark.
  void RollBack(Mark mark);
  // No mark so far is gone back to any more.
  void Settle() { journal_.clear(); }
  // Of a state record, outside of marks. In any order; of several of one uri the last counts.
  void Restore(const StringPool::Ref& uri, std::optional<StoryArticle> article);
  void Restore(std::string_view uri, std::optional<StoryArticle> article) {
    Restore(pool_->Intern(uri), std::move(article));
  }

  // For the test, which looks at all stories. None if it has no live articles.
  std::optional<ArticleVectors> SumsOf(uint64_t story) const;
  StoryFeatures Measure(const ArticleVectors& vectors, Timestamp time, uint64_t story) const;
  int64_t Score(const StoryFeatures& features) const;

 private:
  // StoryArticle, as it is kept; what a story is called is in names_.
  struct Member {
    StringPool::Ref uri = {};  // none: there is none of this sequence
    PackedVectors vectors = {};
    std::unique_ptr<const std::vector<uint64_t>> merged = {};  // null: none
    uint64_t said = 0;  // the story that its record says; that it is in now: PlaceOf()
    uint64_t change = 0;
    Timestamp time = {};
    Timestamp first_seen = {};
    Timestamp free_from = {};
    uint32_t source = 0;
    uint32_t language = 0;
    bool is_copy = false;
    bool is_withdrawn = false;
  };
  // What a member's record says its story is called.
  struct Title {
    StringPool::Ref id = {};
    Timestamp free_from = {};
  };
  struct Record {
    Member member = {};
    Title title = {};
  };
  struct Lengths {
    uint32_t title = 0;
    uint32_t body = 0;
    uint32_t entities = 0;
  };
  struct SourceCount {
    uint32_t source = 0;
    uint32_t articles = 0;
    uint32_t originals = 0;  // of them, that are no copies
  };
  struct Story {
    std::vector<uint64_t> members;     // sequences, rising
    std::vector<uint64_t> withdrawn;   // the same
    std::vector<SourceCount> sources;  // of the members; in no order
    uint32_t original_sources = 0;     // of them, that have originals
    Timestamp first_seen = {};         // the least that members say
    PackedVectors sums;                // of the newest, if HasSums()
    Lengths lengths;                   // of the sums
    Timestamp newest = {};             // of the last member
    bool is_summed = true;             // else the sums, and what follows from them, are made by ListRestored()
  };
  struct Name {
    Title title;
    std::vector<uint64_t> changes;  // one of each record that says the name; rising
  };
  // What Member.article.merged say.
  struct End {
    uint64_t in = 0;        // story
    uint64_t sequence = 0;  // of the record that says so
  };
  struct Scored {
    uint64_t story = 0;
    int64_t score = 0;
  };
  // A story that has some of an article's heaviest words.
  struct Touched {
    uint64_t story = 0;
    int64_t weight = 0;  // of these words
  };
  // What was there before, to be put back.
  struct Undo {
    uint64_t next = 0;
    uint64_t sequence = 0;
    std::optional<Record> before = {};
  };
  class Query;

  // Members alone are state; all else follows from them in Put() and Take().
  void Replace(uint64_t sequence, std::optional<Record> record);
  enum class Listing : uint8_t { kAtOnce, kLater };
  void Put(uint64_t sequence, Record record, Listing listing = Listing::kAtOnce);
  std::optional<Record> Take(uint64_t sequence);
  Record MakeRecord(const StringPool::Ref& uri, const StoryArticle& article) const;
  // The last sequence of a uri; 0 if it is not known.
  uint64_t KnownAs(std::string_view uri) const;
  void SetKnown(StringPool::Id uri, uint64_t sequence);
  const std::vector<uint64_t>& MergedBy(const Member& member) const;
  void GiveSlot(uint64_t sequence);
  void TrimSlots();
  const Member& At(uint64_t sequence) const { return slots_[sequence - base_]; }
  Member& At(uint64_t sequence) { return slots_[sequence - base_]; }
  bool IsKnown(uint64_t sequence) const {
    return sequence >= base_ && sequence < base_ + slots_.size() && slots_[sequence - base_].uri;
  }
  // Which articles are looked for.
  struct Wanted {
    uint32_t language = 0;
    bool is_foreign = false;  // those of other languages that are known
    bool Fits(uint32_t other) const { return is_foreign ? other != 0 && other != language : other == language; }
  };
  // Where a known article is.
  struct Place {
    uint64_t story = 0;
    uint32_t language = 0;
    bool is_live = false;  // neither gone nor withdrawn
  };
  const Place& PlaceOf(uint64_t sequence) const { return places_[sequence - base_]; }
  bool IsLive(uint64_t sequence) const { return IsKnown(sequence) && PlaceOf(sequence).is_live; }

  std::optional<StoryName> FindGiven(const Joining& joining) const;
  std::optional<uint32_t> LanguageOf(uint64_t story) const;
  uint64_t Resolve(uint64_t story) const;
  StoryName NameOf(uint64_t story) const;
  bool IsClosed(uint64_t story, Timestamp time) const { return names_.Get(story).title.free_from > time; }
  uint64_t NextChange(uint64_t story) const;
  Timestamp FirstSeen(uint64_t story, Timestamp time) const;
  void Join(uint64_t sequence, uint64_t story, Listing listing);
  void Leave(uint64_t sequence);
  void SetStory(uint64_t sequence, uint64_t story);
  static size_t BytesOf(const Member& member);
  static size_t BytesOf(const Story& story);
  static void CountSource(const Member& member, int sign, Story* story);
  void Regroup(uint64_t story);
  static void Enlist(const Member& member, Story* story);
  void Rebuild(Story* story) const;
  void SumUp(Story* story) const;
  PackedVectors AddUp(std::span<const uint64_t> members) const;
  // Of one or two articles none are kept: a third of the stories have so few, and the articles' own vectors say the same.
  bool HasSums(const Story& story) const { return story.members.size() > std::min<size_t>(limits_.members, 2); }
  // What adds up to its sums; the second may be null.
  std::array<const PackedVectors*, 2> PartsOf(const Story& story) const {
    if (HasSums(story)) return {&story.sums, nullptr};
    const std::vector<uint64_t>& members = story.members;
    return {&At(members.front()).vectors, members.size() == 2 ? &At(members.back()).vectors : nullptr};
  }
  // In `made`, if they are not kept.
  const PackedVectors& SumsOf(const Story& story, PackedVectors* made) const {
    const auto [one, other] = PartsOf(story);
    if (other == nullptr) return *one;
    *made = one->Clone();
    made->Add(*other);
    return *made;
  }
  Timestamp LeastFirstSeen(const Story& story) const;
  // Of what by_term_ says.
  uint64_t SequenceOf(uint32_t low) const { return PostingLists::NumberOf(low, base_); }
  void PrefetchLists(std::span<const Term> terms) const;
  void List(uint64_t sequence);
  // Those that Restore() left to it, and the sums of their stories: of a whole window all at once.
  void ListRestored();
  void ListAll();
  void ListFew(std::span<const uint64_t> sequences);
  void Unlist(uint64_t sequence, const Member& member);

  static Lengths LengthsOf(const PackedVectors& vectors);
  StoryFeatures MeasureStory(const Query& query, Timestamp time, const Story& story) const;
  std::vector<uint64_t> FindCandidates(const PackedTerms& words, const Wanted& wanted) const;
  static void AddOnce(const Touched& touched, size_t first, std::vector<Touched>* found);
  void FindByTerm(const Term& term, const Wanted& wanted, std::vector<Touched>* found) const;
  void PrefetchStories(std::span<const uint64_t> numbers) const;
  Placement Choose(const PackedVectors& vectors, Timestamp time, uint32_t language, bool is_free) const;
  bool MayMerge(const Scored& scored, uint64_t best) const;
  int32_t MeasureRelated(const PackedTerms& entities, uint64_t story) const;

  // All tables are only looked up, never walked through.
  StoryModel model_;
  StoryLimits limits_;
  std::shared_ptr<StringPool> pool_;
  uint64_t next_ = 1;
  uint64_t base_ = 1;               // the sequence of slots_.front()
  std::deque<Member> slots_;        // by sequence
  std::deque<Place> places_;        // beside slots_: many are asked
  std::deque<uint64_t> by_uri_;     // the last sequence of each, by its id; 0: it is not known
  size_t known_ = 0;                // of them
  size_t member_bytes_ = 0;         // what members,
  size_t story_bytes_ = 0;          // stories
  size_t name_bytes_ = 0;           // and names hold elsewhere
  PostingLists by_term_;            // sequences of live articles
  std::vector<uint64_t> unlisted_;  // restored, not in by_term_ yet; some may be gone
  std::vector<uint64_t> unsummed_;  // stories that some of them are in; some may be gone, or summed since
  NumberedTable<Story> stories_;
  NumberedTable<End> ended_in_;  // by the story that ended
  NumberedTable<Name> names_;    // what Member.article.story say
  std::vector<Undo> journal_;
};

}  // namespace marsad::cluster
