// What a record changes of what is known of its uri and of others: versions, corrections, kills, holds.
//
// The state is a function of the last accepted version of each uri, never of the order in which uris came.
#pragma once

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
#include "stages/cluster/article_view.h"
#include "stages/cluster/markers.h"
#include "stages/cluster/sorted_ids.h"
#include "stages/cluster/string_pool.h"
#include "stages/cluster/tag_table.h"

namespace marsad::cluster {

enum class Change : uint8_t {
  kNew = 1,
  kUpdated = 2,
  kCorrected = 3,
  kRepeated = 4,
  kStale = 5,
  kHeld = 6,
  kRestored = 7,
  kWithdrawn = 8,
};

enum class Action : uint8_t { kCorrect = 1, kWithdraw = 2, kHold = 3, kRestore = 4, kReview = 5 };

// What whoever built on `version` of `uri` is to do.
struct Effect {
  std::string uri;
  uint64_t version = 0;  // 0: not known, or not numbered
  Action action = Action::kCorrect;
  friend bool operator==(const Effect&, const Effect&) = default;
};

// What is read of a record. Views are borrowed for the call.
struct Version {
  std::string_view uri;
  std::string_view source;  // empty: not known; then it acts on no other uri
  uint64_t version = 0;     // 0: the source numbers none
  Timestamp updated = {};
  uint32_t origin = 0;              // of what `offset` is: those of two do not compare
  uint64_t offset = 0;              // of a redriven record, of its original
  Status status = Status::kUsable;  // a null value is kCanceled
  Timestamp embargoed_until = {};
  bool is_correction = false;
  MarkerKind marker = MarkerKind::kNone;
  std::string_view title_key = {};                 // TitleKey() of the title without its marker
  std::span<const std::string> named_titles = {};  // FindNamedTitles()
  uint64_t text_hash = 0;                          // of the folded title, without its marker, and body
  std::span<const Related> related = {};           // what the publisher says
  std::span<const std::string_view> same_text =
      {};  // uris of articles whose text it has, perhaps revised; the nearest first
};

// What is kept for each uri; the whole of it is in its state record.
struct KnownArticle {
  std::string source;
  uint64_t version = 0;
  Timestamp updated = {};
  uint32_t origin = 0;
  uint64_t offset = 0;
  Status status = Status::kUsable;
  Timestamp embargoed_until = {};
  uint64_t text_hash = 0;
  Timestamp touched = {};                 // stream time when it was last changed
  std::vector<uint64_t> titles = {};      // hashes of those that it had, the newest last
  std::vector<std::string> copy_of = {};  // uris that came earlier with its text or a part of it
  std::string last_story = {};            // id of the one that it was in when it left the window,
  uint64_t last_story_number = 0;         // and its number
  friend bool operator==(const KnownArticle&, const KnownArticle&) = default;
};

struct Decision {
  Change change = Change::kNew;
  uint64_t previous_version = 0;  // of the same uri; 0: none known
  std::vector<Effect> effects = {};
  bool effects_cut = false;  // there are more than kMostEffects
  std::string target = {};   // another uri that it corrects, withdraws or holds; empty: none
  Action target_action = Action::kCorrect;
  bool is_embargoed = false;      // at the stream time of the call
  bool is_beyond_memory = false;  // a kill or hold of a uri that is not known (any more): its copies cannot be named
  std::vector<std::string> touched =
      {};  // uris whose KnownArticle changed, sorted: their state records are to be written
};

// One thread. Memory grows with the uris until Expire().
class Versions {
 public:
  static constexpr size_t kMostEffects = 256;
  static constexpr size_t kMostTitles = 4;      // of one uri
  static constexpr size_t kMostOriginals = 16;  // of one uri

  using Mark = size_t;

  // The uris are in `pool`, which others may share; never null.
  explicit Versions(std::shared_ptr<StringPool> pool = std::make_shared<StringPool>()) : pool_(std::move(pool)) {}

  // `now` is stream time: the highest `received` so far.
  Decision Fold(const Version& version, Timestamp now);
  // `copy` came later and says what `original` says: so its record tells. Both must be known, else nothing happens.
  void AddCopy(std::string_view original, std::string_view copy);

  // Whether Fold() would call it STALE.
  bool IsStale(const Version& version) const;
  // `uri`, which must be known, left the window as an article of that story; none: "".
  void SetLastStory(std::string_view uri, std::string_view story, uint64_t number);
  // What is known of it goes.
  void Forget(std::string_view uri);

  // None if it is not known.
  std::optional<KnownArticle> Find(std::string_view uri) const;
  bool Knows(std::string_view uri) const { return Look(uri) != nullptr; }
  // Parts of that: 0, empty or unknown if it is not known. What is borrowed is valid until the next call that is not const.
  uint64_t VersionOf(std::string_view uri) const;
  std::string_view SourceOf(std::string_view uri) const;
  Timestamp TouchedAt(std::string_view uri) const;
  struct LastStory {
    std::string_view id = {};
    uint64_t number = 0;
  };
  LastStory LastStoryOf(std::string_view uri) const;
  bool IsEmbargoed(std::string_view uri, Timestamp now) const;
  size_t size() const { return known_; }
  size_t bytes() const;  // of memory, about; without the uris
  // The uri that was changed longest ago; none if none is known. Valid until the next call that is not const.
  std::optional<std::string_view> Oldest() const;

  // Where memory is now; void once it was rolled back after it, or settled.
  Mark SetMark() const { return journal_.size(); }
  // Undoes all since that mark, Expire() too.
  void RollBack(Mark mark);
  // No mark so far is gone back to any more.
  void Settle() { journal_.clear(); }
  // Of a state record; of several of one uri the last counts, none: nothing is known.
  void Restore(const StringPool::Ref& uri, std::optional<KnownArticle> article);
  void Restore(std::string_view uri, std::optional<KnownArticle> article) {
    Restore(pool_->Intern(uri), std::move(article));
  }
  // Forgets what was last changed before `time`; the uris, in the order in which they were changed last.
  std::vector<std::string> Expire(Timestamp time);

 private:
  using Id = StringPool::Id;  // of a uri
  // What few have.
  struct Rare {
    Timestamp embargoed_until = {};
    std::vector<uint64_t> older_titles = {};
    std::vector<StringPool::Ref> copy_of = {};
  };
  // KnownArticle, as it is kept: there are as many as uris of a month.
  struct Kept {
    StringPool::Ref uri = {};  // none: nothing is known of it
    StringPool::Ref source = {};
    StringPool::Ref last_story = {};
    uint64_t last_story_number = 0;
    uint64_t version = 0;
    Timestamp updated = {};
    uint64_t offset = 0;
    Timestamp touched = {};
    uint64_t text_hash = 0;
    uint64_t title = 0;  // the newest, if it has one
    std::unique_ptr<Rare> rare = {};
    uint32_t origin = 0;
    Status status = Status::kUsable;
    bool has_title = false;

    Timestamp embargoed_until() const { return rare ? rare->embargoed_until : Timestamp(); }
  };
  struct Undo {
    StringPool::Ref uri;
    Kept before = {};  // without a uri: nothing was known
  };
  struct Target {
    std::string uri;
    Action action = Action::kCorrect;
  };

  Kept Pack(StringPool::Ref uri, const KnownArticle& article) const;
  static KnownArticle Unpack(const Kept& kept);
  StringPool::Ref InternUnlessEmpty(std::string_view text) const;
  // Null if it is not known.
  const Kept* Look(Id uri) const;
  const Kept* Look(std::string_view uri) const { return Look(pool_->Find(uri)); }
  // Set(), with what was there before in the journal.
  void Replace(std::string_view uri, const std::optional<KnownArticle>& article);
  // What was there before.
  Kept Set(Id uri, Kept article);
  // Whoever looks by it compares titles in full.
  static uint32_t TagOf(uint64_t title) { return static_cast<uint32_t>(title ^ title >> 32); }
  static size_t BytesOfRare(const Kept& article);
  template <class Take>
  static void ForEachTitle(const Kept& article, const Take& take) {
    if (article.has_title) take(article.title);
    if (!article.rare) return;
    for (const uint64_t title : article.rare->older_titles) take(title);
  }
  void List(const Kept& article);
  void Unlist(const Kept& article);
  bool IsOlder(Id a, Id b) const;
  void Accept(const Version& version, Change change, Timestamp now);
  void ActOnTarget(const Version& version, Timestamp now, Decision* decision);
  std::vector<Id> CopiesOf(Id uri) const;
  void AddEffects(std::string_view uri, Action action, std::string_view actor, Decision* decision) const;
  std::optional<Target> FindTarget(const Version& version) const;
  bool MayActOn(const Version& version, std::string_view uri) const;
  std::optional<std::string> FindTitled(const Version& version) const;

  std::shared_ptr<StringPool> pool_;
  std::deque<Kept> articles_;  // by id of the uri
  size_t known_ = 0;           // of them
  size_t rare_bytes_ = 0;      // what they hold elsewhere
  TagTable by_title_;          // uris, by source and title
  TagTable copies_;            // what KnownArticle.copy_of say: uris, by the uri of the original
  SortedIds by_age_;           // uris, by `touched`, then by what they say
  std::vector<Undo> journal_;
};

}  // namespace marsad::cluster
