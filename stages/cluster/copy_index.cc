#include "stages/cluster/copy_index.h"

#include <algorithm>
#include <utility>

namespace marsad::cluster {

uint64_t CopyIndex::Add(const Sample& sample) {
  const uint64_t number = end();
  articles_.push_back({.first_posting = end_posting(),
                       .counts = sample.counts,
                       .postings = static_cast<uint32_t>(sample.fingerprints.size()),
                       .rate = sample.rate});
  for (const uint32_t fingerprint : sample.fingerprints) table_.Prefetch(fingerprint);
  for (const uint32_t fingerprint : sample.fingerprints) AddPosting(fingerprint, number);
  return number;
}

void CopyIndex::AddPosting(uint32_t fingerprint, uint64_t article) {
  FingerprintTable::Entry* const entry = table_.FindOrAdd(fingerprint);
  const uint32_t before = std::exchange(entry->newest, static_cast<uint32_t>(end_posting()));
  ++entry->linked;
  ++entry->live;
  postings_.push_back({fingerprint, static_cast<uint32_t>(article), before});
}

void CopyIndex::SetLive(uint64_t number, bool is_live) {
  if (!Has(number)) return;
  Article& article = articles_[static_cast<size_t>(number - first_article_)];
  if (article.is_live == is_live) return;
  article.is_live = is_live;
  for (uint32_t i = 0; i < article.postings; ++i) {
    FingerprintTable::Entry* const entry = table_.Find(At(article.first_posting + i).fingerprint);
    if (is_live) {
      ++entry->live;
    } else {
      --entry->live;
    }
  }
}

void CopyIndex::Remove(uint64_t article) { SetLive(article, false); }

void CopyIndex::Revive(uint64_t article) { SetLive(article, true); }

void CopyIndex::Unlink(uint64_t posting, bool is_newest) {
  const uint32_t fingerprint = At(posting).fingerprint;
  FingerprintTable::Entry* const entry = table_.Find(fingerprint);
  if (is_newest) entry->newest = At(posting).previous;
  if (entry->linked == 1) {
    table_.Remove(fingerprint);
  } else {
    --entry->linked;
  }
}

void CopyIndex::UndoAdd() {
  Remove(end() - 1);
  for (uint32_t i = articles_.back().postings; i > 0; --i) {
    Unlink(end_posting() - 1, true);
    postings_.pop_back();
  }
  articles_.pop_back();
}

void CopyIndex::ExpireBefore(uint64_t article) {
  while (!articles_.empty() && first_article_ < article) {
    Remove(first_article_);
    for (uint32_t i = 0; i < articles_.front().postings; ++i) {
      Unlink(first_posting_, false);
      postings_.pop_front();
      ++first_posting_;
    }
    articles_.pop_front();
    ++first_article_;
  }
}

void CopyIndex::Look(const FingerprintTable::Entry& entry, std::vector<uint64_t>* found) const {
  if (entry.live > options_.most_articles_of_fingerprint) return;
  uint32_t left = std::min(entry.live, options_.most_looked_at);
  // The chain has as many postings as `linked` says: one further back has expired.
  uint64_t at = PostingOf(entry.newest);
  while (left > 0) {
    const Posting& posting = At(at);
    const uint64_t number = NumberOf(posting);
    if (Get(number).is_live) {
      found->push_back(number);
      --left;
    }
    if (left > 0) at = PostingOf(posting.previous);
  }
}

std::vector<Candidate> CopyIndex::Find(const Sample& sample) const {
  std::vector<uint64_t> found;
  for (const uint32_t fingerprint : sample.fingerprints) table_.Prefetch(fingerprint);
  for (const uint32_t fingerprint : sample.fingerprints) {
    const FingerprintTable::Entry* const entry = table_.Find(fingerprint);
    if (entry != nullptr) Look(*entry, &found);
  }
  std::sort(found.begin(), found.end());
  std::vector<Candidate> candidates;
  for (size_t begin = 0; begin < found.size();) {
    const auto end = std::upper_bound(found.begin() + static_cast<ptrdiff_t>(begin), found.end(), found[begin]);
    const auto shared = static_cast<uint32_t>(end - found.begin() - static_cast<ptrdiff_t>(begin));
    const Article& article = Get(found[begin]);
    const Rate rate = Coarser(article.rate, sample.rate);
    const uint32_t fewest = std::min(sample.CountAt(rate), article.counts[static_cast<size_t>(rate)]);
    if (uint64_t{shared} * 1000 >= uint64_t{fewest} * options_.least_shared) {
      candidates.push_back({found[begin], shared, fewest});
    }
    begin += shared;
  }
  const auto more = [](const Candidate& a, const Candidate& b) {
    const uint64_t left = uint64_t{a.shared} * b.of_fewest;
    const uint64_t right = uint64_t{b.shared} * a.of_fewest;
    return left != right ? left > right : a.article < b.article;
  };
  std::sort(candidates.begin(), candidates.end(), more);
  if (candidates.size() > options_.most_candidates) candidates.resize(options_.most_candidates);
  return candidates;
}

size_t CopyIndex::bytes() const {
  return table_.bytes() + postings_.size() * sizeof(Posting) + articles_.size() * sizeof(Article);
}

}  // namespace marsad::cluster
