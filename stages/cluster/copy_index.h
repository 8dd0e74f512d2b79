// Which articles of the window may be copies of a new one: an inverted index of sampled shingles.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "stages/cluster/posting_lists.h"
#include "stages/cluster/sample.h"

namespace marsad::cluster {

struct CopyIndexOptions {
  uint32_t most_articles_of_fingerprint = 256;  // one that more live articles hold makes no candidates: a stock phrase
  uint32_t most_looked_at = 64;                 // live articles of a fingerprint, newest first
  size_t most_candidates = 8;
  uint32_t least_shared = 300;  // per mille of the shorter sample, at the coarser rate
};

struct Candidate {
  uint64_t article = 0;    // its number
  uint32_t shared = 0;     // fingerprints
  uint32_t of_fewest = 0;  // fingerprints of the shorter sample at that rate

  friend bool operator==(const Candidate&, const Candidate&) = default;
};

// One thread. What it finds depends on the live articles and their order alone, not on what was removed, undone or expired. Samples
// are not kept: whoever takes an article out gives the one that it was added with.
class CopyIndex {
 public:
  explicit CopyIndex(const CopyIndexOptions& options = {}) : options_(options) {}

  // The number of the article, one more than that of the last one that was added, from 0.
  uint64_t Add(const Sample& sample);
  // The same for each of `count` articles, of an empty index, at once: one by one, each waits for memory. `sample_of` is asked once
  // for each, in order.
  void Build(size_t count, const std::function<Sample(size_t)>& sample_of);
  // A new version has taken its place, it is withdrawn, or it leaves the window.
  void Remove(uint64_t article, const Sample& sample);
  // Takes a Remove back.
  void Revive(uint64_t article, const Sample& sample);
  // Takes the last Add back; its number will be given again. The index must not be empty.
  void UndoAdd(const Sample& sample);
  // Forgets all articles before `article`, which are all removed, for good: only what nobody will undo.
  void ExpireBefore(uint64_t article);

  // Those that share enough with `sample`, the largest share first, then the oldest.
  std::vector<Candidate> Find(const Sample& sample) const;

  uint64_t begin() const { return first_article_; }
  uint64_t end() const { return first_article_ + articles_.size(); }
  size_t bytes() const;  // of memory, about

 private:
  struct Article {
    std::array<uint32_t, kRates> counts{};
    Rate rate = Rate::kAll;
  };

  const Article& Get(uint64_t number) const { return articles_[static_cast<size_t>(number - first_article_)]; }
  std::vector<uint64_t> FindHolders(const Sample& sample) const;

  CopyIndexOptions options_;
  PostingLists holders_;  // live articles, by fingerprint
  std::deque<Article> articles_;
  uint64_t first_article_ = 0;
};

}  // namespace marsad::cluster
