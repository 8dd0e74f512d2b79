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

  size_t size() const { return words_.size(); }
  // What tells words apart: the whole hash of a fact, 15 bits of any other word's. One number for each word.
  std::vector<uint32_t> Keys() const;
  // Calls take(key) with each of them in turn.
  template <class Take>
  void ForEachKey(const Take& take) const {
    auto fact = facts_.begin();
    for (const uint16_t word : words_) take((word & kFactBit) == 0 ? word : (fact++)->hash);
  }
  std::vector<FactKind> Facts() const;
  // As written; empty unless the word is a number, a name, a day or a polarity word.
  std::vector<std::string_view> Surfaces() const;
  size_t bytes() const;
  friend bool operator==(const CopyText&, const CopyText&) = default;

 private:
  struct Fact {
    uint32_t hash = 0;
    uint16_t surface = 0;  // bytes in surfaces_; one after the other
    FactKind kind = FactKind::kNone;
    friend bool operator==(const Fact&, const Fact&) = default;
  };
  static constexpr uint16_t kFactBit = 0x8000;

  std::vector<uint16_t> words_;
  std::vector<Fact> facts_;  // one for each word with the bit, in order
  std::string surfaces_;
};

}  // namespace marsad::cluster
