// The table data/phrases.tsv: lines and names that tell boilerplate, captions, bylines and agencies.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "stages/normalize/article.h"
#include "stages/normalize/name_set.h"
#include "stages/normalize/word_filter.h"

namespace marsad::normalize {

// The first of a line's rules counts.
enum class Rule : uint8_t {
  kBoilerplate,
  kNote,
  kCaption,
  kByline,
  kBylineAboveDateline,  // a byline only if the line below begins with a dateline
};
inline constexpr size_t kRules = 5;

// What a line begins with or is, by the table.
struct PhraseMatch {
  Rule rule = Rule::kBoilerplate;
  size_t words = 0;  // of the phrase
  bool is_menu = false;
  bool is_complete = false;  // names need not follow
};

// Words of Chinese and Japanese credits, which are written without blanks.
enum class HanWord : uint8_t { kOutlet, kDispatch, kPaper, kReporter };
inline constexpr size_t kHanWords = 4;

// Single words that tell what a line is made of.
enum class WordKind : uint8_t {
  kDate,         // in the date of a dateline: of the Hijri calendar, part of a month's name
  kCounted,      // what pages count, such as views
  kByCounted,    // what stands beside it, such as "min"
  kPublished,    // what a page says of its own date, such as "updated"
  kByPublished,  // what stands beside it, such as "last"
  kAgo,          // makes a time of a number of hours: ago
  kRole,         // what a writer is to his paper, such as "correspondent"
  kNameJoin,     // between names, and between a name and a place: "and", "in", "with"
  kPlaceJoin,    // those of them that a place follows: "in"
  kProfession,   // what a note says its author is: "reporter"
  kIdentity,     // what a company says of itself: "founded", "provider"
};
inline constexpr size_t kWordKinds = 11;

// What stands before names below a picture.
enum class LabelKind : uint8_t {
  kNone,
  kCredit,   // they made it: "Photo by"
  kPicture,  // or it shows them: "Image"
  kSource,   // or they are where the text is from: "Source"
};

// Immutable; one for the process.
class Phrases {
 public:
  static const Phrases& Get();

  // The rule, if any, that fits the words `tokens` of `field`, which make up the line `line`. A rule holds for lines of
  // so many words only: boilerplate 25, notes 80, captions 60, bylines 16.
  std::optional<PhraseMatch> Match(const Field& field, std::span<const text::Token> tokens,
                                   text::OriginalSpan line) const;

  // Whether `name` is a news agency's, whatever its dots and blanks: A.F.P. is AFP.
  bool IsAgency(std::string_view name) const { return agencies_.Contains(name); }
  bool MayBeginWithAgency(std::string_view text) const { return agencies_.MayBegin(text); }

  // Whether `name` is an agency's too, but an ordinary word ("together"): then it is one only after a place, which `place` is
  // if the table knows it.
  bool IsAgencyAfter(std::string_view place, std::string_view name) const {
    return agency_words_.Contains(name) && places_.Contains(place);
  }

  // Whether `line` says that all below it is for editors.
  bool BeginsLastNotes(std::string_view line) const { return last_notes_.Contains(line); }

  // Whether `head` names those whom journalists may ask, such as "Media contact", or anybody may, such as "Contact".
  bool IsPressContacts(std::string_view head) const { return contacts_.Contains(head); }
  bool IsAnyContacts(std::string_view head) const { return any_contacts_.Contains(head); }

  // Whether `head` announces what somebody says of themselves ("About us"), or does with the name that follows `phrase` ("About")
  // or stands before it.
  bool IsAbout(std::string_view head) const { return about_.Contains(head); }
  bool IsBeforeAbout(std::string_view phrase) const { return before_about_.Contains(phrase); }
  bool IsAfterAbout(std::string_view phrase) const { return after_about_.Contains(phrase); }
  bool MayBeginAbout(std::string_view head) const { return before_about_.MayBegin(head); }

  // Whether a writer's name may begin with `word` of Arabic, as written: no office, no preposition, nothing with the article.
  bool MayBeginName(std::string_view word) const {
    return !word.starts_with(kArabicArticle) && !no_names_.Contains(word);
  }

  // Whether `name` is what agencies put after the last sentence, such as Enditem.
  bool IsSignOff(std::string_view name) const { return signoffs_.Contains(name); }

  // Whether `word`, folded, is one of that kind.
  bool Is(WordKind kind, std::string_view word) const { return words_[static_cast<size_t>(kind)].contains(word); }

  // Whether `name` is one that pictures are credited to, a news agency's or another.
  bool IsPictureAgency(std::string_view name) const { return picture_agencies_.Contains(name) || IsAgency(name); }

  // What `label` before names says of them; whether one may begin `text`.
  LabelKind LabelOf(std::string_view label) const;
  bool MayBeginWithLabel(std::string_view text) const;

  // Whether `name` is a city by which papers open a report without a dash ("Vienna. The council ...").
  bool IsCity(std::string_view name) const { return cities_.Contains(name); }

  // How a report begins that names its maker in a clause, as written; and whether `word` tells such a maker.
  const std::vector<std::string>& openers() const { return openers_; }
  bool IsOpenerWord(std::string_view word) const { return opener_words_.Contains(word) || IsAgency(word); }

  // As the table has them, not folded.
  const std::vector<std::string>& Of(HanWord word) const { return han_words_[static_cast<size_t>(word)]; }

  // The table as it was compiled in.
  static std::string_view Table();

 private:
  static constexpr std::string_view kArabicArticle = "\u0627\u0644";

  // Where in the line a phrase stands.
  enum class Place : uint8_t {
    kStart,
    kLabel,
    kAny,
    kEnd,
    kWhole,
    kAround,
    kDated,
    kBracket,
    kMenu,
    kMark,
    kPromo,
    kNames,
    kComplete,
    kHandle
  };
  struct Phrase {
    Rule rule = Rule::kBoilerplate;
    Place place = Place::kStart;
    std::vector<std::string> words;   // folded; one at least, # any number
    std::vector<std::string> behind;  // kAround: likewise, what stands somewhere after them
  };
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  Phrases();
  void Add(std::string_view line);
  static Rule MeaningOf(std::string_view rule, std::string_view how);
  static Place PlaceOf(std::string_view how);
  void AddPhrase(Rule rule, Place place, std::string_view phrase);
  bool AddWord(std::string_view rule, std::string_view word);
  bool AddHanWord(std::string_view rule, std::string_view word);
  NameSet* SetOf(std::string_view rule);
  const std::vector<Phrase>* Alike(const Field& field, const text::Token& token, bool is_alone, bool is_inside) const;
  static bool StandsAt(const Phrase& phrase, size_t at, const Field& field, std::span<const text::Token> tokens);

  struct PhraseTable {
    WordFilter filter;
    std::unordered_map<std::string, std::vector<Phrase>, Hash, std::equal_to<>> rows;
    std::vector<Phrase>& operator[](const std::string& word);
  };
  PhraseTable by_first_word_;
  PhraseTable inside_by_first_word_;  // those of them that need not begin their line
  std::vector<std::pair<std::string, Rule>> signs_;
  NameSet agencies_;
  NameSet agency_words_;
  NameSet places_;
  NameSet no_names_;
  NameSet last_notes_;
  NameSet contacts_;
  NameSet any_contacts_;
  NameSet about_;
  NameSet before_about_;
  NameSet after_about_;
  NameSet signoffs_;
  NameSet cities_;
  NameSet opener_words_;
  NameSet picture_agencies_;
  NameSet credit_labels_;
  NameSet picture_labels_;
  NameSet source_labels_;
  NameSet labels_;  // of all kinds
  std::vector<std::string> openers_;
  using Words = std::unordered_set<std::string, Hash, std::equal_to<>>;  // folded
  std::array<Words, kWordKinds> words_;
  std::array<std::vector<std::string>, kHanWords> han_words_;
};

}  // namespace marsad::normalize
