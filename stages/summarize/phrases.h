// The words of data/phrases.tsv, ready to be found in search text.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/text/token.h"

namespace marsad::summarize {

enum class Phrase : uint8_t {
  kFiller,
  kAnaphora,
  kSpeech,
  kNumber,
  kThesis,
  kOrdinal,
  kEvaluation,
  kSpeaker,
  kNotice,
  kOpener,
  kObjection,
};
inline constexpr size_t kPhraseClasses = 11;

class PhraseSet {
 public:
  void Add(Phrase phrase_class) { bits_ |= 1U << static_cast<unsigned>(phrase_class); }
  bool Has(Phrase phrase_class) const { return (bits_ >> static_cast<unsigned>(phrase_class) & 1U) != 0; }

 private:
  unsigned bits_ = 0;
};

// Immutable; thread-safe.
class Phrases {
 public:
  static const Phrases& Get();

  // The classes of the phrases that the words `tokens` of `search` begin with.
  PhraseSet Find(std::span<const text::Token> tokens, std::string_view search) const;
  // Of the longest phrase of the class that they begin with; 0: none.
  size_t CountWords(Phrase phrase_class, std::span<const text::Token> tokens, std::string_view search) const;

 private:
  Phrases();

  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  struct Entry {
    Phrase phrase_class = Phrase::kFiller;
    std::vector<std::string> rest;  // of its words, after the first

    bool IsAt(std::span<const text::Token> tokens, std::string_view search) const;  // tokens after the first word
  };
  std::unordered_map<std::string, std::vector<Entry>, Hash, std::equal_to<>> entries_;  // by the first word
};

}  // namespace marsad::summarize
