// The words of data/phrases.tsv, ready to be found in search text.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
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
  kPreamble,
  kAction,
  kDemand,
  kNumbered,
  kFunction,
  kClock,
  kEvent,
  kBackground,
  kAside,
  kFormula,
  kPraise,
  kRoutine,
  kPersonal,
  kAuxiliary,
  kCaption,
  kFresh,
  kTurn,
  kDenial,
  kLoss,
  kEarlier,
  kOutcome,
  kComeback,
  kFirstGoal,
  kReporter,
  kFormality,
  kHistory,
  kAnd,
  kThis,
  kPeriod,
  kReply,
  kFragment,
};
inline constexpr size_t kPhraseClasses = 42;

class PhraseSet {
 public:
  void Add(Phrase phrase_class) { bits_ |= uint64_t{1} << static_cast<unsigned>(phrase_class); }
  void Add(PhraseSet other) { bits_ |= other.bits_; }
  bool Has(Phrase phrase_class) const { return (bits_ >> static_cast<unsigned>(phrase_class) & 1) != 0; }

 private:
  uint64_t bits_ = 0;
};

// Those of one language. Immutable; thread-safe.
class Phrases {
 public:
  // Of the BCP 47 tag `language` and of all languages; every phrase where it is empty or "und".
  static const Phrases& Of(std::string_view language);

  // The classes of the phrases that the words `tokens` of `search` begin with.
  PhraseSet Find(std::span<const text::Token> tokens, std::string_view search) const;
  // Of the longest phrase of the class that they begin with; 0: none.
  size_t CountWords(Phrase phrase_class, std::span<const text::Token> tokens, std::string_view search) const;

 private:
  using Table = std::map<std::string, Phrases, std::less<>>;
  static Table Load();
  void Add(Phrase phrase_class, std::string_view phrase);
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  struct Entry {
    Phrase phrase_class = Phrase::kFiller;
    std::vector<std::string> rest;  // of its words, after the first
    bool is_prefix = false;         // the last word of `rest` need only begin a word

    bool IsAt(std::span<const text::Token> tokens, std::string_view search) const;  // tokens after the first word
  };
  void AddEntry(const std::string& first, const Entry& entry);
  struct Prefix {
    Phrase phrase_class = Phrase::kFiller;
    std::string letters;
  };
  std::unordered_map<std::string, std::vector<Entry>, Hash, std::equal_to<>> entries_;    // by the first word
  std::unordered_map<std::string, std::vector<Prefix>, Hash, std::equal_to<>> prefixes_;  // by the first letters
};

}  // namespace marsad::summarize
