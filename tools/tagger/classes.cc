#include "tools/tagger/classes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>

namespace marsad::tag {
namespace {

using Vectors = std::vector<float>;  // one after the other

uint64_t Next(uint64_t* random) {
  *random = *random * 6364136223846793005ull + 1442695040888963407ull;
  return *random >> 24;
}

struct Vocabulary {
  std::vector<std::string_view> words;  // most frequent first
  std::vector<uint32_t> counts;
  std::vector<std::vector<uint32_t>> sentences;  // of known words
};

Vocabulary Count(const std::vector<std::vector<std::string_view>>& sentences, uint32_t least) {
  std::map<std::string_view, uint32_t> counts;
  for (const auto& sentence : sentences) {
    for (const std::string_view word : sentence) ++counts[word];
  }
  std::vector<std::pair<uint32_t, std::string_view>> order;
  for (const auto& [word, count] : counts) {
    if (count >= least) order.emplace_back(count, word);
  }
  std::sort(order.begin(), order.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  Vocabulary vocabulary;
  std::unordered_map<std::string_view, uint32_t> numbers;
  for (const auto& [count, word] : order) {
    numbers[word] = static_cast<uint32_t>(vocabulary.words.size());
    vocabulary.words.push_back(word);
    vocabulary.counts.push_back(count);
  }
  for (const auto& sentence : sentences) {
    auto& known = vocabulary.sentences.emplace_back();
    for (const std::string_view word : sentence) {
      if (const auto found = numbers.find(word); found != numbers.end()) known.push_back(found->second);
    }
  }
  return vocabulary;
}

// Words drawn by count ^ 3/4.
std::vector<uint32_t> NoiseTable(const Vocabulary& vocabulary) {
  constexpr size_t kSize = 1 << 20;
  double all = 0;
  for (const uint32_t count : vocabulary.counts) all += std::pow(count, .75);
  std::vector<uint32_t> table;
  double sum = 0;
  for (uint32_t word = 0; word < vocabulary.counts.size(); ++word) {
    sum += std::pow(vocabulary.counts[word], .75);
    while (static_cast<double>(table.size()) < sum / all * kSize) table.push_back(word);
  }
  return table;
}

class Cbow {
 public:
  Cbow(const Vocabulary& vocabulary, const ClassOptions& options)
      : vocabulary_(vocabulary),
        options_(options),
        noise_(NoiseTable(vocabulary)),
        size_(static_cast<size_t>(options.dimensions)),
        in_(vocabulary.words.size() * size_),
        out_(vocabulary.words.size() * size_, 0.f),
        hidden_(size_),
        error_(size_) {
    for (float& value : in_)
      value = (static_cast<float>(Next(&random_) & 0xFFFF) / 65536.f - .5f) / static_cast<float>(size_);
  }

  Vectors Train() {
    for (int epoch = 0; epoch < options_.epochs; ++epoch) {
      rate_ = .05f * (1.f - static_cast<float>(epoch) / static_cast<float>(options_.epochs)) + .005f;
      for (const auto& sentence : vocabulary_.sentences) {
        for (size_t at = 0; at < sentence.size(); ++at) Predict(sentence, at);
      }
    }
    return std::move(in_);
  }

 private:
  void Predict(const std::vector<uint32_t>& sentence, size_t at) {
    const auto window = static_cast<size_t>(options_.window);
    const size_t begin = at > window ? at - window : 0;
    const size_t end = std::min(sentence.size(), at + window + 1);
    if (end - begin < 2) return;
    const float share = 1.f / static_cast<float>(end - begin - 1);
    std::fill(hidden_.begin(), hidden_.end(), 0.f);
    std::fill(error_.begin(), error_.end(), 0.f);
    for (size_t i = begin; i < end; ++i) {
      if (i == at) continue;
      const float* vector = &in_[sentence[i] * size_];
      for (size_t d = 0; d < size_; ++d) hidden_[d] += vector[d] * share;
    }
    Compare(sentence[at], 1.f);
    for (int i = 0; i < options_.negatives; ++i) {
      const uint32_t other = noise_[Next(&random_) % noise_.size()];
      if (other != sentence[at]) Compare(other, 0.f);
    }
    for (size_t i = begin; i < end; ++i) {
      if (i == at) continue;
      float* vector = &in_[sentence[i] * size_];
      for (size_t d = 0; d < size_; ++d) vector[d] += error_[d];
    }
  }

  void Compare(uint32_t word, float truth) {
    float* vector = &out_[word * size_];
    float dot = 0;
    for (size_t d = 0; d < size_; ++d) dot += hidden_[d] * vector[d];
    const float step = (truth - 1.f / (1.f + std::exp(-dot))) * rate_;
    for (size_t d = 0; d < size_; ++d) {
      error_[d] += step * vector[d];
      vector[d] += step * hidden_[d];
    }
  }

  const Vocabulary& vocabulary_;
  const ClassOptions& options_;
  std::vector<uint32_t> noise_;
  size_t size_;
  uint64_t random_ = 88172645463325252ull;
  float rate_ = .05f;
  Vectors in_;
  Vectors out_;
  Vectors hidden_;
  Vectors error_;
};

void Normalize(float* vector, size_t size) {
  float sum = 0;
  for (size_t d = 0; d < size; ++d) sum += vector[d] * vector[d];
  const float length = std::sqrt(sum) + 1e-9f;
  for (size_t d = 0; d < size; ++d) vector[d] /= length;
}

size_t Nearest(const float* vector, const Vectors& centres, size_t size) {
  size_t best = 0;
  float most = -2;
  for (size_t c = 0; c * size < centres.size(); ++c) {
    float dot = 0;
    for (size_t d = 0; d < size; ++d) dot += vector[d] * centres[c * size + d];
    if (dot > most) {
      most = dot;
      best = c;
    }
  }
  return best;
}

// The most frequent words are the first centres.
std::vector<uint16_t> KMeans(const Vectors& vectors, size_t size, size_t classes) {
  constexpr int kRounds = 8;
  const size_t count = vectors.size() / size;
  Vectors centres(vectors.begin(), vectors.begin() + static_cast<std::ptrdiff_t>(std::min(classes, count) * size));
  std::vector<uint16_t> found(count);
  for (int round = 0; round < kRounds; ++round) {
    Vectors sums(centres.size(), 0.f);
    for (size_t word = 0; word < count; ++word) {
      const size_t nearest = Nearest(&vectors[word * size], centres, size);
      found[word] = static_cast<uint16_t>(nearest + 1);
      for (size_t d = 0; d < size; ++d) sums[nearest * size + d] += vectors[word * size + d];
    }
    for (size_t c = 0; c * size < sums.size(); ++c) Normalize(&sums[c * size], size);
    centres = std::move(sums);
  }
  return found;
}

}  // namespace

std::unordered_map<std::string, std::vector<uint16_t>> LearnClasses(
    const std::vector<std::vector<std::string_view>>& sentences, const std::vector<int>& sizes,
    const ClassOptions& options) {
  const Vocabulary vocabulary = Count(sentences, options.least);
  if (vocabulary.words.empty()) return {};
  Vectors vectors = Cbow(vocabulary, options).Train();
  const auto size = static_cast<size_t>(options.dimensions);
  for (size_t word = 0; word < vocabulary.words.size(); ++word) Normalize(&vectors[word * size], size);
  std::unordered_map<std::string, std::vector<uint16_t>> classes;
  for (const int count : sizes) {
    const std::vector<uint16_t> found = KMeans(vectors, size, static_cast<size_t>(count));
    for (size_t word = 0; word < found.size(); ++word)
      classes[std::string(vocabulary.words[word])].push_back(found[word]);
  }
  return classes;
}

}  // namespace marsad::tag
