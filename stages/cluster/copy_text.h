// What is kept of an article's words to compare later ones with: two bytes a word, and the facts in full.
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
    size_t fact = 0;
    for (const uint16_t word : words()) {
      take((word & kFactBit) == 0 ? uint32_t{word} : HashOf(FactAt(fact++), word));
    }
  }
  std::vector<FactKind> Facts() const;
  // As written; empty unless the word is a number, a name, a day or a polarity word.
  std::vector<std::string_view> Surfaces() const;
  size_t bytes() const;
  friend bool operator==(const CopyText&, const CopyText&) = default;

 private:
  // A word that is a fact has its bit, and what the word lacks of it follows: the upper 17 bits of the hash, what it states, and
  // how many bytes its surface has.
  static constexpr uint16_t kFactBit = 0x8000;
  static constexpr uint32_t kWordBits = 15;
  static constexpr uint32_t kSurfaceBits = 7;
  static constexpr uint32_t kKindBits = 3;
  static uint32_t MakeFact(uint32_t hash, FactKind kind, size_t surface);
  static uint32_t HashOf(uint32_t fact, uint16_t word) {
    return fact >> (kSurfaceBits + kKindBits) << kWordBits | (word & ~uint32_t{kFactBit});
  }
  static FactKind KindOf(uint32_t fact) {
    return static_cast<FactKind>(fact >> kSurfaceBits & ((1U << kKindBits) - 1));
  }
  static size_t SurfaceOf(uint32_t fact) { return fact & ((1U << kSurfaceBits) - 1); }

  struct Parts {
    std::vector<uint16_t> words;
    std::vector<uint32_t> facts;
    std::string surfaces;
  };
  explicit CopyText(const Parts& parts);

  uint32_t FactAt(size_t i) const {
    return block_[words_ + 2 * i] | static_cast<uint32_t>(block_[words_ + 2 * i + 1]) << 16;
  }
  std::span<const uint16_t> words() const { return std::span(block_).first(words_); }
  std::string_view surfaces() const;

  // One piece of memory, since there are as many as articles in the window: words, facts in halves, one for each word with the
  // bit, then the surfaces, two bytes in one.
  std::vector<uint16_t> block_;
  uint32_t words_ = 0;
  uint32_t facts_ = 0;
};

}  // namespace marsad::cluster
