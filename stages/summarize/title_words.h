// The words of a title, and which of them a sentence says.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "lib/text/token.h"
#include "stages/summarize/lead.h"

namespace marsad::summarize {

// What a word is compared by, so that other forms of it match: numbers whole; words by their first letters, Arabic ones
// without the article and what is written onto it; Chinese and Japanese characters with the one before them. 0: the word
// is too short to tell anything.
uint64_t WordKey(std::span<const text::Token> tokens, size_t at, std::string_view search);

// At most 64 words; the rest of a longer title is not looked at.
class TitleWords {
 public:
  // Words that say nothing by themselves ("the"; `function` in data/phrases.tsv) are left out.
  explicit TitleWords(const Article& article);

  // Whether the title is nothing but a quotation: it announces nothing, and where it was said need not be where news is.
  bool is_quotation() const { return is_quotation_; }

  // Whether it says of a match that who trailed won.
  bool comes_back() const { return comes_back_; }

  // Whether it is one or two words, as the titles of an encyclopedia are: what an article is about.
  bool is_term() const { return words_.size() <= 2; }

  // A bit for the word of the title that the word `at` of `tokens` is; 0 if it is none.
  uint64_t BitOf(std::span<const text::Token> tokens, size_t at, std::string_view search) const;
  // The same for a verb of the title of which it is another form: "he resigned", "resignation". Arabic only.
  uint64_t BitOfVerb(const text::Token& token, std::string_view search) const;
  // Per mille of the title that the words with these bits make up. A number counts as two words; of a script without
  // blanks, where most pairs of characters are no words, every second pair counts.
  uint32_t Share(uint64_t bits) const;
  // The same of the words that are in no name of the article: what the title says of whom it names. What happens counts
  // double. 0 if nothing happens in the title: then its words only say what the article is about.
  uint32_t ShareOfDeed(uint64_t bits) const;

  // Of the title's parts ("Schools shut and the A31 blocked" has two) the number that the words with `bits` say and those with `said`
  // do not: half of a part's words with the one that begins it, or more, and not only names.
  size_t CountNewParts(uint64_t said, uint64_t bits) const;
  // Whether the number at `at` stands after the same word as in the title: "the A 31".
  bool FollowsSameWord(std::span<const text::Token> tokens, size_t at, std::string_view search) const;

 private:
  struct Word {
    uint64_t key = 0;
    uint8_t weight = 1;
    bool is_name = false;
    bool happens = false;
    uint64_t consonants = 0;  // of an Arabic verb or what is formed as one; 0: none
    uint64_t before = 0;      // of a number: the word before it
    bool acts = false;        // stands before what happens: who does it
  };
  uint64_t BitOfKey(uint64_t key) const;
  void MarkNames(const Article& article);
  void MarkActor(std::string_view language);
  void JoinNames();
  bool Says(uint64_t part, uint64_t bits) const;

  std::vector<Word> words_;
  std::vector<uint64_t> parts_;  // the words of each
  uint32_t half_weights_ = 0;
  bool is_quotation_ = false;
  bool comes_back_ = false;
  bool happens_ = false;
  bool has_verb_ = false;  // with consonants
};

}  // namespace marsad::summarize
