// What a sentence tells, as far as its words show.
#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <vector>

#include "stages/summarize/lead.h"
#include "stages/summarize/title_words.h"

namespace marsad::summarize {

using WordBits = std::bitset<1024>;  // of words' keys: two words in a thousand share one

struct Facts {
  text::OriginalSpan sentence;
  std::span<const text::Token> tokens;  // of the article; with the sentence
  std::span<const Name> names;          // of the article; that begin in the sentence
  uint32_t number = 0;                  // in the article's order of sentences, those that are not fit counted too
  uint32_t words = 0;                   // characters of scripts without blanks are half a word
  uint64_t title_bits = 0;              // TitleWords
  WordBits said;                        // its words that say something
  uint64_t deed_bits = 0;               // of the title: the same, and its verbs in other forms
  text::OriginalSpan figure;            // its first that counts something; empty: none
  bool has_number = false;              // any, as in a date
  bool has_year = false;                // 1800 to 2099, which counts nothing
  bool has_old_year = false;            // 1800 to 1999
  uint32_t figures = 0;                 // that count something
  bool has_score = false;               // of a match
  bool acts = false;                    // says what news is about: somebody died, won, was appointed
  bool may_act = false;                 // has a verb that says so beside a figure or two names
  bool demands = false;                 // says what should be done
  bool has_day = false;                 // names a day of the week
  bool is_fresh = false;                // says when it happened, or that something is so from now on
  bool denies = false;                  // somebody denies what is said of him
  bool turns = false;                   // begins with "but", or has ", however,": something is no longer as it was
  text::OriginalSpan speech;            // its first verb of saying; empty: none
  bool is_filler = false;               // begins as sentences do that tell no news
  bool is_preamble = false;             // a filler too: tells of the text, or on what a decision rests
  bool is_objection = false;            // a filler too: says what others will object
  bool is_caption = false;              // a short line by itself that tells nothing and has no verb
  bool is_routine = false;              // tells who attended and the like, and nothing that counts
  bool is_personal = false;             // says "my" or "we", not quoted
  bool is_background = false;           // says what something is known for, not what happened
  bool is_earlier = false;              // says what was so before ("had expected"), or that it is worth noting
  bool is_history = false;              // says what was so years ago: how old something is, the last time
  bool loses = false;                   // losses, closures, people who lose their work
  bool praises = false;                 // has a word that sells instead of telling
  bool is_aside = false;                // of a live blog: weather, how to follow
  bool evaluates = false;               // says what the news means instead of what happened
  bool has_outcome = false;             // says what comes of the news for people or in law
  bool is_formality = false;            // who voted against, how long they sat, how many watched
  bool comes_back = false;              // of a match: who trailed won
  bool is_first_goal = false;           // of a match: how it began
  bool is_thesis = false;               // begins as an author does who says what should be done
  bool is_item = false;                 // begins in an item of a list, or a paragraph with a number ("1- ")
  bool is_fragment = false;             // an item that begins with a noun of doing ("approval of")
  bool is_numbered = false;             // begins with "first", "second": one of a list of decisions
  bool is_reply = false;                // begins with "yes" or the like and a mark
  bool needs_speaker = false;           // begins with "I" or "we"
  bool lacks_speaker = false;           // begins with a quotation and does not say who speaks
  bool opens_paragraph = false;         // is the first of its paragraph
  bool joins = false;                   // its first word has an Arabic conjunction written onto it
  bool needs_antecedent = false;        // begins with a word that refers to the sentence before
  uint64_t refers = 0;  // "this decision": the noun's key (WordKey), if it does not say it before; 0: none
};

// Quotation marks of any kind: what stands between two of them is quoted.
size_t CountQuotes(std::string_view text);

// Whether a person or an organization says or decides something.
bool Speaks(const Facts& facts);

// Whether it has neither a name nor a number.
bool IsEmpty(const Facts& facts);

// Whether it says the word with this key, or one that shares its bit.
bool Says(const Facts& facts, uint64_t key);

// Whether it is a description and tells nothing: nobody does, decides or says anything, nothing is counted or new, and the title's deed
// is not in it.
bool IsScene(const Facts& facts, const TitleWords& title);

// Whether it is not understood without the sentence before it.
bool NeedsAnother(const Facts& facts);

// Of the first `sentences` that may be in a summary at all (ChooseLead), in their order.
std::vector<Facts> GatherFacts(const Article& article, std::span<const text::OriginalSpan> sentences,
                               const TitleWords& title);

}  // namespace marsad::summarize
