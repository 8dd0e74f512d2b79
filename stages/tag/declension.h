// Oblique forms of names, for languages that decline them: a table of endings (gazetteer/endings.tsv), no dictionary.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace marsad::tag {

// Immutable after loading; thread-safe to read.
class Declension {
 public:
  // Reads the table; `file` stands for it in messages, which begin with "FILE:LINE: ". See gazetteer/README.md.
  static Result<Declension> Parse(const std::string& file, std::string_view table);

  // All forms of `name` but the one given; empty if the language has no table. In a name of a person every word is
  // declined that begins with a capital; in others the adjectives in front and the first noun.
  std::vector<std::string> Forms(std::string_view name, std::string_view language, bool is_person) const;

 private:
  struct Ending {
    std::string language;
    bool is_adjective = false;
    std::string ending;
    // One per case; each with its alternatives. A form replaces the ending.
    std::vector<std::vector<std::string>> cases;
  };

  const Ending* Longest(std::string_view word, std::string_view language) const;
  // Of each word the ending that is declined; null: the word stays as it is.
  std::vector<const Ending*> EndingsOf(std::span<const std::string_view> words, std::span<const char> between,
                                       std::string_view language, bool is_person) const;
  // The forms of `word` in the case of this number.
  static std::vector<std::string> InCase(std::string_view word, const Ending* ending, size_t number);

  std::vector<Ending> endings_;
};

}  // namespace marsad::tag
