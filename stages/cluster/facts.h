// Which words of a text state facts, and what houses write differently brought into one form.
//
//   one form   numerals ("3", "three", "08", "1,000"); percent signs and words; months by their number, with two names side by
//              side as one; spellings of names and words (data/facts.tsv); an entity is its id, however many words name it;
//              Arabic words without waw before them, and without long vowels where four consonants are left
//   facts      numerals, names, polarity words, day words (data/facts.tsv); any other word that is not among the frequent
//              ones of its language: in a language without such a list, any; any word in a short quotation
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "lib/text/token.h"
#include "stages/cluster/article_view.h"
#include "stages/cluster/flat_table.h"

namespace marsad::cluster {

// One place where an entity that has an id is named.
struct NamedSpan {
  text::OriginalSpan span;
  std::string_view id;
};

// The frequent words of a language as hashes of their forms; a word that is not among them is a fact. Immutable.
class FrequentWords {
 public:
  // Words of `language`, separated by blanks or line breaks, as they are written.
  FrequentWords(std::string_view words, std::string_view language);
  bool Has(uint32_t hash) const { return hashes_.Find(hash) != nullptr; }
  size_t size() const { return hashes_.size(); }

 private:
  struct Slot {
    uint32_t key = 0;
    bool is_used = false;
    bool is_free() const { return !is_used; }
  };
  FlatTable<Slot> hashes_;
};

// A title or a body, as normalize and tag left it.
struct TextView {
  std::string_view original;
  std::string_view search;              // its fold
  std::span<const text::Token> tokens;  // in order; those of blocks that do not count are left out
  std::span<const NamedSpan> names;     // in order, without overlap
};

struct FactOptions {
  std::string_view language;                // BCP 47; the words of all languages if it is none of data/facts.tsv
  const FrequentWords* frequent = nullptr;  // null: which are is not known, so every word may be one
};

// Deterministic, linear. Thread-safe.
std::vector<Token> ReadTokens(const TextView& text, const FactOptions& options);

}  // namespace marsad::cluster
