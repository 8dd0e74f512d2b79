#include "stages/cluster/copy_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <random>

#include "tests/seed.h"

namespace marsad::cluster {
namespace {

Sample Of(std::vector<uint32_t> words) { return SampleShingles(words); }

// The same from all pairs, with no index: what the header promises, word for word.
class Oracle {
 public:
  explicit Oracle(const CopyIndexOptions& options) : options_(options) {}

  void Add(const Sample& sample) { articles_.push_back({sample, true, false}); }
  void SetLive(size_t number, bool is_live) {
    if (!articles_[number].expired) articles_[number].is_live = is_live;
  }
  void UndoAdd() { articles_.pop_back(); }
  void ExpireBefore(size_t number) {
    for (size_t i = 0; i < number; ++i) articles_[i] = {{}, false, true};
  }
  size_t size() const { return articles_.size(); }

  std::vector<Candidate> Find(const Sample& sample) const {
    std::vector<uint32_t> shared(articles_.size());
    for (const uint32_t fingerprint : sample.fingerprints) {
      std::vector<size_t> holders = Holders(fingerprint);
      if (holders.size() > options_.most_articles_of_fingerprint) continue;
      if (holders.size() > options_.most_looked_at) holders.resize(options_.most_looked_at);
      for (const size_t number : holders) ++shared[number];
    }
    std::vector<Candidate> candidates;
    for (size_t number = 0; number < articles_.size(); ++number) {
      const Rate rate = std::max(sample.rate, articles_[number].sample.rate);
      const uint32_t fewest = std::min(sample.CountAt(rate), articles_[number].sample.CountAt(rate));
      if (shared[number] > 0 && shared[number] * 1000 >= fewest * options_.least_shared) {
        candidates.push_back({number, shared[number], fewest});
      }
    }
    std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
      return a.shared * b.of_fewest > b.shared * a.of_fewest;
    });
    if (candidates.size() > options_.most_candidates) candidates.resize(options_.most_candidates);
    return candidates;
  }

 private:
  struct Article {
    Sample sample;
    bool is_live = true;
    bool expired = false;
  };

  std::vector<size_t> Holders(uint32_t fingerprint) const {  // newest first
    std::vector<size_t> holders;
    for (size_t i = articles_.size(); i-- > 0;) {
      const std::vector<uint32_t>& all = articles_[i].sample.fingerprints;
      if (articles_[i].is_live && std::binary_search(all.begin(), all.end(), fingerprint)) holders.push_back(i);
    }
    return holders;
  }

  CopyIndexOptions options_;
  std::vector<Article> articles_;
};

// Texts of a few sentences, so that they meet often; a sentence is a run of words that only it has.
std::vector<uint32_t> RandomText(std::mt19937* random) {
  std::vector<uint32_t> words;
  for (size_t sentences = 1 + (*random)() % 30; sentences > 0; --sentences) {
    const auto sentence = static_cast<uint32_t>((*random)() % 40);
    for (uint32_t i = 0; i < 8; ++i) words.push_back(sentence * 100 + i);
  }
  return words;
}

class Both {
 public:
  Both() : options_({.most_articles_of_fingerprint = 30, .most_looked_at = 6}), index_(options_), oracle_(options_) {}

  void Step(std::mt19937* random) {
    const uint32_t what = (*random)() % 10;
    if (what == 0 && oracle_.size() > index_.begin()) {
      index_.UndoAdd(samples_.back());
      samples_.pop_back();
      oracle_.UndoAdd();
    } else if (what <= 2 && oracle_.size() > index_.begin()) {
      const size_t number = index_.begin() + (*random)() % (oracle_.size() - index_.begin());
      what == 1 ? index_.Remove(number, samples_[number]) : index_.Revive(number, samples_[number]);
      oracle_.SetLive(number, what == 2);
    } else if (what == 3) {
      const size_t before = oracle_.size() - std::min<size_t>(oracle_.size(), 50);
      for (uint64_t number = index_.begin(); number < before; ++number) index_.Remove(number, samples_[number]);
      index_.ExpireBefore(before);
      oracle_.ExpireBefore(before);
    } else {
      const Sample sample = Of(RandomText(random));
      EXPECT_EQ(index_.Add(sample), oracle_.size());
      samples_.push_back(sample);
      oracle_.Add(sample);
    }
  }

  void Compare(std::mt19937* random) const {
    const Sample sample = Of(RandomText(random));
    ASSERT_EQ(index_.Find(sample), oracle_.Find(sample));
  }

  const CopyIndex& index() const { return index_; }

 private:
  CopyIndexOptions options_;
  CopyIndex index_;
  Oracle oracle_;
  std::vector<Sample> samples_;  // by number
};

TEST(CopyIndex, FindsWhatAllPairsFind) {
  std::mt19937 random(tests::Seed());
  Both both;
  for (int i = 0; i < 4000; ++i) {
    both.Step(&random);
    both.Compare(&random);
    if (HasFatalFailure()) FAIL() << "at step " << i;
  }
  EXPECT_GT(both.index().begin(), 500u);
}

TEST(CopyIndex, GivesTheLargestShareFirstAndOfEqualOnesTheOldest) {
  std::vector<uint32_t> text(20);
  for (uint32_t i = 0; i < text.size(); ++i) text[i] = i;
  std::vector<uint32_t> half = text;
  for (uint32_t i = 10; i < half.size(); ++i) half[i] = 1000 + i;
  CopyIndex index;
  index.Add(Of(half));
  index.Add(Of(text));
  index.Add(Of(text));
  EXPECT_EQ(index.Find(Of(text)), (std::vector<Candidate>{{1, 18, 18}, {2, 18, 18}, {0, 8, 18}}));
}

TEST(CopyIndex, FindsAShortTextWithinALongOne) {
  std::mt19937 random(tests::Seed());
  std::vector<uint32_t> roundup(600);
  for (uint32_t& word : roundup) word = static_cast<uint32_t>(random());
  const std::vector<uint32_t> item(roundup.begin() + 100, roundup.begin() + 400);
  CopyIndex index;
  index.Add(Of(roundup));
  const std::vector<Candidate> found = index.Find(Of(item));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].shared, found[0].of_fewest);
}

TEST(CopyIndex, BuiltAtOnceFindsWhatItFindsOneByOne) {
  std::mt19937 random(tests::Seed());
  std::vector<Sample> samples;
  CopyIndex one_by_one;
  for (int i = 0; i < 300; ++i) {
    samples.push_back(Of(RandomText(&random)));
    one_by_one.Add(samples.back());
  }
  CopyIndex built;
  built.Build(samples.size(), [&](size_t i) { return samples[i]; });
  EXPECT_EQ(built.end(), one_by_one.end());
  for (CopyIndex* index : {&one_by_one, &built}) {
    index->Add(samples[7]);
    index->Remove(3, samples[3]);
  }
  for (int i = 0; i < 300; ++i) {
    const Sample sample = Of(RandomText(&random));
    ASSERT_EQ(built.Find(sample), one_by_one.Find(sample));
  }
}

TEST(CopyIndex, KeepsNothingOfWhatExpired) {
  std::mt19937 random(tests::Seed());
  CopyIndex index;
  std::deque<Sample> samples;
  size_t bytes = 0;
  for (uint64_t i = 0; i < 20'000; ++i) {
    samples.push_back(Of(RandomText(&random)));
    index.Add(samples.back());
    if (i >= 100) {
      index.Remove(i - 100, samples.front());
      samples.pop_front();
      index.ExpireBefore(i - 99);
    }
    if (i == 1000) bytes = index.bytes();
  }
  EXPECT_LE(index.bytes(), 2 * bytes);
}

}  // namespace
}  // namespace marsad::cluster
