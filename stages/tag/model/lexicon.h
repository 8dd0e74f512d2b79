// What is known of single words and of phrases beside the training sentences: classes of words that occur alike, lists of
// names, and words that announce a name. Words are kept as hashes: a model ships no text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "stages/tag/model/hash_table.h"

namespace marsad::tag {

// Bits of WordFacts::lists.
enum class NameList : uint8_t {
  kGivenOrFamily = 0,  // part of a person's name
  kPlace = 1,
  kOrganization = 2,
  kMisc = 3,
  kPersonStart = 4,  // first word of a person listed with several
};

struct WordFacts {
  uint16_t fine = 0;    // class among some 1,000; 0: none
  uint16_t middle = 0;  // among some 256
  uint16_t coarse = 0;  // among some 64
  uint16_t lists = 0;   // bits of NameList
};

// Bits of a phrase: one for each list it stands in, and whether a longer phrase begins with it.
struct PhraseFacts {
  uint8_t types = 0;  // bit t: a name of type t, see labels.h
  bool goes_on = false;
};

// Immutable after loading; share between threads.
class Lexicon {
 public:
  // `word` is folded. Nothing is known of most words.
  WordFacts Find(std::string_view folded) const;
  PhraseFacts FindPhrase(uint64_t hash) const;

  void Set(std::string_view folded, const WordFacts& facts) { words_.At(Key(folded)) = facts; }
  WordFacts& At(std::string_view folded) { return words_.At(Key(folded)); }
  // Adds a name of several words, folded and divided by blanks.
  void AddPhrase(std::string_view folded, int type);

  // The bytes of a file's section; the same facts give the same bytes.
  std::string Write() const;
  static Result<Lexicon> Parse(std::string_view bytes);

  size_t words() const { return words_.size(); }
  size_t phrases() const { return phrases_.size(); }

  // The hash of a phrase that goes on with `folded`; begin with 0.
  static uint64_t Extend(uint64_t phrase, std::string_view folded);

 private:
  static uint64_t Key(std::string_view folded);

  HashTable<WordFacts> words_;
  HashTable<PhraseFacts> phrases_;
};

}  // namespace marsad::tag
