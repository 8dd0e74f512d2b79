// Cluster's core: takes articles one after the other and says of each what it is to those before, which story it belongs to,
// and whom it concerns. It knows neither records nor Kafka.
//
// Memory is a function of what StateOf() gives for every uri, and of nothing else: not of the order in which articles came,
// of what was undone, or of where a batch ended. Each Fold() names the uris of which that changed. So whoever keeps these
// records, and gives them back by Restore() in any order, has a Cluster that decides as the one that never stopped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/timestamp.h"
#include "lib/text/span.h"
#include "stages/cluster/article_state.h"
#include "stages/cluster/article_view.h"
#include "stages/cluster/copy_index.h"
#include "stages/cluster/relation.h"
#include "stages/cluster/story_index.h"
#include "stages/cluster/term_vector.h"
#include "stages/cluster/versions.h"

namespace marsad::cluster {

// What is learned and counted when the bundle is made. Immutable; shared between threads.
struct ClusterModel {
  StoryModel stories = {};
  std::map<std::string, WordRarity, std::less<>> rarities =
      {};  // by language ("ar"); "" for all that have none: required

  const WordRarity& RarityOf(std::string_view language) const;  // BCP 47
};

struct ClusterLimits {
  int64_t window_millis = 72LL * 3'600'000;     // articles that are compared, by stream time
  int64_t thin_millis = 30LL * 24 * 3'600'000;  // what is kept of an article after that for a late kill
  size_t most_articles = 2'000'000;             // in the window; beyond that the oldest leave it
  size_t most_thin = 2'000'000;                 // beyond that the oldest are forgotten
  size_t most_leaving = 64;                     // articles that leave the window, or are forgotten, in one Fold()
  size_t most_links = 8;
  StoryLimits stories = {};
  CopyIndexOptions copies = {};
  RelationLimits relations = {};
};

// What an article is to an earlier one: the numbers are those of Story.DuplicateKind.
enum class DuplicateKind : uint8_t {
  kUnspecified = 0,  // a record that adds no text: a kill, a hold, the same again
  kOriginal = 1,
  kExact = 2,
  kNear = 3,
  kContains = 4,
  kSameStory = 5,
  kPart = 6,
  kRevised = 7,
  kShares = 8,
  kCorrects = 9,
  kWithdraws = 10,
  kHolds = 11,
};

// Words in the title or the body as they were received.
struct Place {
  text::TextField field = text::TextField::kBody;
  text::OriginalSpan span = {};
  friend bool operator==(const Place&, const Place&) = default;
};

// The other's words are counted over its tokens that are compared: of a body of fewer than twelve tokens the title's first.
struct LinkPassage {
  Place here = {};
  WordRange there = {};
  friend bool operator==(const LinkPassage&, const LinkPassage&) = default;
};

struct LinkDifference {
  FactKind kind = FactKind::kNone;
  std::optional<Place> here = {};  // none: left out here
  WordRange there = {};            // empty: put in here
  std::string was = {};            // the other's facts there, as written
  friend bool operator==(const LinkDifference&, const LinkDifference&) = default;
};

struct Link {
  std::string uri = {};  // the article's own: what it changes of its previous version
  uint64_t version = 0;  // 0: its source numbers none
  DuplicateKind kind = DuplicateKind::kUnspecified;
  uint32_t of_this = 0;  // per mille
  uint32_t of_that = 0;
  std::vector<LinkPassage> shared = {};
  std::vector<LinkDifference> changed = {};
  std::optional<Place> marker = {};
  friend bool operator==(const Link&, const Link&) = default;
};

// What Story says of one record.
struct Outcome {
  Change change = Change::kNew;
  uint64_t previous_version = 0;  // 0: none known
  DuplicateKind kind = DuplicateKind::kUnspecified;
  std::string duplicate_of = {};  // empty: of none, or of one under embargo, whatever `kind` says
  uint32_t similarity = 0;        // per mille of this text that stands in it
  std::vector<Link> links = {};   // that to its own previous version first, then the nearest; none to one under embargo
  std::vector<Effect> effects = {};
  bool effects_cut = false;
  bool is_embargoed = false;
  bool is_beyond_window = false;  // a kill or hold of what is not known any more: neither copies nor story can be named

  std::string story = {};  // its id; empty: in none. All that follows is 0 or empty then
  uint64_t sequence =
      0;  // the number of this change of the story, from 1 without a gap; 0: the record changes nothing of it
  uint32_t articles = 0;  // in the window, that are not withdrawn
  uint32_t withdrawn = 0;
  uint32_t sources = 0;           // of `articles`
  uint32_t original_sources = 0;  // of those that are no copies
  Timestamp first_seen = {};
  uint32_t novelty = 0;  // per mille of its words that no other article of the story has, nor its own previous version
  std::vector<std::string> merged = {};  // ids of stories that end in this one here
  // Ids of stories that left the window, which this one resumes, and of those in other languages that name what it names.
  std::vector<std::string> related = {};
  std::string title = {};  // of the story's earliest article that is no copy and free of embargo
  std::string title_language = {};
  std::string title_uri = {};

  // What StateOf() says of these has changed; sorted, none twice.
  std::vector<std::string> changed_states = {};

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

struct ClusterSizes {
  size_t articles = 0;  // in the window
  size_t stories = 0;   // that have articles in it
  size_t thin = 0;
  size_t bytes = 0;  // of memory for all of these, about
};

// One thread.
class Cluster {
 public:
  using Mark = size_t;

  // `model` is never null; `limits` are copied.
  explicit Cluster(std::shared_ptr<const ClusterModel> model, const ClusterLimits& limits = {});
  Cluster(Cluster&&) noexcept;
  Cluster& operator=(Cluster&&) noexcept;
  ~Cluster();

  // One record in the order of the stream. A kill is {uri, status kCanceled, received, offset} and nothing else. Time is the
  // highest `received` of the records that changed something.
  Outcome Fold(const ArticleView& article);

  // What is to be kept of `uri`; none: nothing any more.
  std::optional<ArticleState> StateOf(std::string_view uri) const;
  // Puts back what StateOf() gave, or that it gave none. Of several for one uri the last counts. Not between a mark and the
  // rollback to it.
  void Restore(std::string_view uri, std::optional<ArticleState> state);

  // Where memory is now; void once it was rolled back after it, or settled.
  Mark SetMark() const;
  // Undoes each Fold() since that mark.
  void RollBack(Mark mark);
  // No mark so far is gone back to any more.
  void Settle();

  Timestamp now() const;
  ClusterSizes Sizes() const;
  // The uris of a story's articles in the window, in the order in which they came. For people and tests.
  std::vector<std::string> MembersOf(std::string_view story_id) const;

 private:
  class Memory;
  std::unique_ptr<Memory> memory_;
};

}  // namespace marsad::cluster
