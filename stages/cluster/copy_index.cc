#include "stages/cluster/copy_index.h"

#include <algorithm>
#include <span>
#include <utility>

namespace marsad::cluster {

uint64_t CopyIndex::Add(const Sample& sample) {
  const uint64_t number = end();
  articles_.push_back({.counts = sample.counts, .rate = sample.rate});
  Revive(number, sample);
  return number;
}

void CopyIndex::Build(size_t count, const std::function<Sample(size_t)>& sample_of) {
  std::vector<uint64_t> postings;
  for (size_t i = 0; i < count; ++i) {
    const Sample sample = sample_of(i);
    articles_.push_back({.counts = sample.counts, .rate = sample.rate});
    for (const uint32_t fingerprint : sample.fingerprints) postings.push_back(uint64_t{fingerprint} << 32 | i);
  }
  holders_.Build(std::move(postings), first_article_);
}

void CopyIndex::Revive(uint64_t article, const Sample& sample) {
  holders_.Prefetch(sample.fingerprints);
  for (const uint32_t fingerprint : sample.fingerprints) holders_.Add(fingerprint, article);
}

void CopyIndex::Remove(uint64_t article, const Sample& sample) {
  holders_.Prefetch(sample.fingerprints);
  for (const uint32_t fingerprint : sample.fingerprints) holders_.Remove(fingerprint, article);
}

void CopyIndex::UndoAdd(const Sample& sample) {
  Remove(end() - 1, sample);
  articles_.pop_back();
}

void CopyIndex::ExpireBefore(uint64_t article) {
  for (; !articles_.empty() && first_article_ < article; ++first_article_) articles_.pop_front();
}

// Each as often as there are fingerprints that it shares.
std::vector<uint64_t> CopyIndex::FindHolders(const Sample& sample) const {
  std::vector<uint64_t> found;
  holders_.Prefetch(sample.fingerprints);
  for (const uint32_t fingerprint : sample.fingerprints) {
    const std::span<const uint32_t> holders = holders_.Of(fingerprint);
    if (holders.size() > options_.most_articles_of_fingerprint) continue;
    for (const uint32_t low : holders.last(std::min<size_t>(holders.size(), options_.most_looked_at))) {
      found.push_back(PostingLists::NumberOf(low, first_article_));
    }
  }
  return found;
}

std::vector<Candidate> CopyIndex::Find(const Sample& sample) const {
  std::vector<uint64_t> found = FindHolders(sample);
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

size_t CopyIndex::bytes() const { return holders_.bytes() + articles_.size() * sizeof(Article); }

}  // namespace marsad::cluster
