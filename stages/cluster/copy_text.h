// What is kept of an article's words to compare later ones with: two bytes a word, and the facts in full.
#pragma once

#include <cstdint>
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
  CopyText(std::span<const Token> tokens, std::string_view original);

  size_t size() const { return words_.size(); }
  // What tells words apart: the whole hash of a fact, 15 bits of any other word's. One number for each word.
  std::vector<uint32_t> Keys() const;
  std::vector<FactKind> Facts() const;
  // As written; empty unless the word is a number, a name, a day or a polarity word.
  std::vector<std::string_view> Surfaces() const;
  size_t bytes() const;

 private:
  struct Fact {
    uint32_t hash = 0;
    uint16_t surface = 0;  // bytes in surfaces_; one after the other
    FactKind kind = FactKind::kNone;
  };
  static constexpr uint16_t kFactBit = 0x8000;

  std::vector<uint16_t> words_;
  std::vector<Fact> facts_;  // one for each word with the bit, in order
  std::string surfaces_;
};

}  // namespace marsad::cluster
