// Which articles of the window may be copies of a new one: an inverted index of sampled shingles.
//
// The postings lie in one queue, oldest first, those of an article side by side; each knows the one before it with the same
// fingerprint. So an article expires at the begin of the queue, and is undone at its end.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "stages/cluster/fingerprint_table.h"
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

// One thread. What it finds depends on the live articles and their order alone, not on what was removed, undone or expired.
class CopyIndex {
 public:
  explicit CopyIndex(const CopyIndexOptions& options = {}) : options_(options) {}

  // The number of the article, one more than that of the last one that was added, from 0.
  uint64_t Add(const Sample& sample);
  // A new version has taken its place, or it is withdrawn. No effect on one that is removed or expired.
  void Remove(uint64_t article);
  // Takes a Remove back. No effect unless the article is removed and not expired.
  void Revive(uint64_t article);
  // Takes the last Add back; its number will be given again. The index must not be empty.
  void UndoAdd();
  // Forgets all articles before `article` for good: only what nobody will undo.
  void ExpireBefore(uint64_t article);

  // Those that share enough with `sample`, the largest share first, then the oldest.
  std::vector<Candidate> Find(const Sample& sample) const;

  uint64_t begin() const { return first_article_; }
  uint64_t end() const { return first_article_ + articles_.size(); }
  // Of postings, table and articles, as allocated.
  size_t bytes() const;

 private:
  struct Posting {
    uint32_t fingerprint = 0;
    uint32_t article = 0;   // low half of its number
    uint32_t previous = 0;  // low half of the posting with the same fingerprint before it, if the chain has one
  };
  struct Article {
    uint64_t first_posting = 0;
    std::array<uint32_t, kRates> counts{};
    uint32_t postings = 0;
    Rate rate = Rate::kAll;
    bool is_live = true;
  };

  const Posting& At(uint64_t posting) const { return postings_[static_cast<size_t>(posting - first_posting_)]; }
  uint64_t end_posting() const { return first_posting_ + postings_.size(); }
  uint64_t PostingOf(uint32_t low) const { return first_posting_ + (low - static_cast<uint32_t>(first_posting_)); }
  uint64_t NumberOf(const Posting& posting) const {
    return first_article_ + (posting.article - static_cast<uint32_t>(first_article_));
  }
  const Article& Get(uint64_t number) const { return articles_[static_cast<size_t>(number - first_article_)]; }
  bool Has(uint64_t number) const { return number >= begin() && number < end(); }

  void AddPosting(uint32_t fingerprint, uint64_t article);
  void SetLive(uint64_t number, bool is_live);
  // Drops the oldest or the newest posting of its chain.
  void Unlink(uint64_t posting, bool is_newest);
  void Look(const FingerprintTable::Entry& entry, std::vector<uint64_t>* found) const;

  CopyIndexOptions options_;
  FingerprintTable table_;
  std::deque<Posting> postings_;
  uint64_t first_posting_ = 0;
  std::deque<Article> articles_;
  uint64_t first_article_ = 0;
};

}  // namespace marsad::cluster
