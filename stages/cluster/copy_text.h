// What is kept of an article's words to compare later ones with: two bytes a word, two more of a fact.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stages/cluster/article_view.h"

namespace marsad::cluster {

class CopyText {
 public:
  CopyText() = default;
  // `original` is the text that the tokens' spans point into.
  CopyText(std::span<const Token> tokens, std::string_view original) { Append(tokens, original); }
  // Further words, of another text.
  void Append(std::span<const Token> tokens, std::string_view original);
  // As bytes for a state record, and back; none if they are not what Pack() made.
  std::string Pack() const;
  static std::optional<CopyText> Unpack(std::string_view bytes);

  size_t size() const { return words_; }
  // What tells words apart: the whole hash of a fact, 15 bits of any other word's. One number for each word.
  std::vector<uint32_t> Keys() const;
  // Calls take(key) with each of them in turn.
  template <class Take>
  void ForEachKey(const Take& take) const {
    if (facts_ == 0) {
      for (const uint16_t word : words()) take(uint32_t{word});
      return;
    }
    // Without a branch, since nothing foretells which words are facts. After the last of these what is read is of a mask, and of no
    // consequence.
    size_t fact = 0;
    for (const uint16_t word : words()) {
      const uint32_t is_fact = word >> 15;
      const uint32_t of_fact = 0U - is_fact;
      take((HashOf(fact, word) & of_fact) | (word & ~of_fact));
      fact += is_fact;
    }
  }
  std::vector<FactKind> Facts() const;
  // As written; empty unless the word is a number, a name, a day or a polarity word.
  std::vector<std::string_view> Surfaces() const;
  size_t bytes() const;
  // Lets the memory of the first words come; what follows comes by itself as it is read.
  void Prefetch() const { __builtin_prefetch(block_.data()); }
  friend bool operator==(const CopyText&, const CopyText&) = default;

 private:
  // A word that is a fact has this bit, and the lowest 15 of its hash.
  static constexpr uint16_t kFactBit = 0x8000;

  struct Fact {
    uint32_t hash = 0;
    FactKind kind = FactKind::kNone;
    uint8_t surface = 0;  // bytes
    // As most are: a rare word.
    bool is_plain() const { return kind == FactKind::kWord && surface == 0; }
  };
  struct Parts {
    std::vector<uint16_t> words;
    std::vector<Fact> facts;  // one for each word with the bit
    std::string surfaces;
  };
  explicit CopyText(const Parts& parts);

  std::span<const uint16_t> words() const { return std::span(block_).first(words_); }
  bool HasBit(size_t place, size_t bit) const { return (block_[place + bit / 16] >> bit % 16 & 1) != 0; }
  size_t masks() const { return words_ + facts_; }
  size_t size_of_mask() const { return (facts_ + size_t{15}) / 16; }
  uint32_t HashOf(size_t fact, uint16_t word) const {
    const uint32_t middle = HasBit(masks(), fact) ? kFactBit : 0;
    return static_cast<uint32_t>(block_[words_ + fact]) << 16 | middle | (word & ~uint32_t{kFactBit});
  }
  std::vector<Fact> ReadFacts() const;
  std::string_view surfaces(const std::vector<Fact>& facts) const;

  // One piece of memory, since there are as many as articles in the window: the words; of each fact the upper 16 bits of its hash;
  // a mask of the bit between these and the word's; a mask of facts that are not plain; of each of these its kind and the bytes of
  // its surface; and the surfaces, two bytes in one.
  std::vector<uint16_t> block_;
  uint32_t words_ = 0;
  uint32_t facts_ = 0;
};

}  // namespace marsad::cluster
