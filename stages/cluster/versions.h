// What a record changes of what is known of its uri and of others: versions, corrections, kills, holds.
//
// The state is a function of the last accepted version of each uri, never of the order in which uris came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lib/base/timestamp.h"
#include "stages/cluster/article_view.h"
#include "stages/cluster/markers.h"

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

  // Null if it is not known. Valid until the next call that is not const.
  const KnownArticle* Find(std::string_view uri) const;
  bool IsEmbargoed(std::string_view uri, Timestamp now) const;
  size_t size() const { return articles_.size(); }
  // The uri that was changed longest ago; null if none is known.
  const std::string* Oldest() const { return by_age_.empty() ? nullptr : by_age_.begin()->second; }

  // Where memory is now; void once it was rolled back after it, or settled.
  Mark SetMark() const { return journal_.size(); }
  // Undoes all since that mark, Expire() too.
  void RollBack(Mark mark);
  // No mark so far is gone back to any more.
  void Settle() { journal_.clear(); }
  // Of a state record; of several of one uri the last counts, none: nothing is known.
  void Restore(std::string_view uri, std::optional<KnownArticle> article);
  // Forgets what was last changed before `time`; the uris, in the order in which they were changed last.
  std::vector<std::string> Expire(Timestamp time);

 private:
  struct Undo {
    std::string uri;
    std::optional<KnownArticle> before = {};
  };
  struct Target {
    std::string uri;
    Action action = Action::kCorrect;
  };

  // By time, then by what the uri says. Pointers are to keys of articles_: a uri is there once, however many lists it is in.
  struct ByAge {
    bool operator()(const std::pair<int64_t, const std::string*>& a,
                    const std::pair<int64_t, const std::string*>& b) const {
      return a.first != b.first ? a.first < b.first : *a.second < *b.second;
    }
  };
  using Uris = std::vector<const std::string*>;  // sorted by what they say

  // Set(), with what was there before in the journal.
  void Replace(std::string_view uri, std::optional<KnownArticle> article);
  void Set(const std::string& uri, std::optional<KnownArticle> article);
  void List(const std::string* uri, const KnownArticle& article);
  void Unlist(const std::string* uri, const KnownArticle& article);
  void Accept(const Version& version, Change change, Timestamp now);
  void ActOnTarget(const Version& version, Timestamp now, Decision* decision);
  const Uris& CopiesOf(const std::string& uri) const;
  void AddEffects(std::string_view uri, Action action, std::string_view actor, Decision* decision) const;
  std::optional<Target> FindTarget(const Version& version) const;
  bool MayActOn(const Version& version, std::string_view uri) const;
  std::optional<std::string> FindTitled(const Version& version) const;

  std::unordered_map<std::string, KnownArticle> articles_;          // only looked up
  std::unordered_map<uint64_t, Uris> by_title_;                     // of source and title; only looked up
  std::unordered_map<std::string, Uris> copies_;                    // what KnownArticle.copy_of say; only looked up
  std::set<std::pair<int64_t, const std::string*>, ByAge> by_age_;  // touched, uri
  std::vector<Undo> journal_;
};

}  // namespace marsad::cluster
