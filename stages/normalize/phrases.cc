#include "stages/normalize/phrases.h"

#include <algorithm>

#include "lib/text/casing.h"
#include "lib/text/code_point.h"
#include "lib/text/sentence_break.h"
#include "stages/normalize/date_line.h"

namespace marsad::embedded {
extern const std::string_view kPhrases;
}

namespace marsad::normalize {
namespace {

using text::SentenceClass;

constexpr std::string_view kGap = "\u2026";  // HORIZONTAL ELLIPSIS
constexpr std::string_view kFullWidthColon = "\uFF1A";
constexpr std::string_view kApostrophe = "\u2019";
constexpr std::string_view kNumber = "#";
constexpr std::array<size_t, kRules> kMostWords = {25, 80, 60, 16, 16};  // of a line, by rule
constexpr size_t kMostWordsSought = 25;  // beyond, only what begins a line is looked for

std::vector<std::string> FoldedWords(std::string_view phrase) {
  std::vector<std::string> words;
  if (phrase.starts_with(kNumber)) {
    words.emplace_back(kNumber);
    phrase.remove_prefix(kNumber.size());
  }
  const Field field = MakeField(phrase);
  for (const text::Token& token : field.tokens) words.emplace_back(field.Word(token));
  return words;
}

// Whether a colon stands between `word` and the next.
bool HoldsColon(const Field& field, const text::Token& word, const text::Token& next) {
  const text::OriginalSpan gap = {word.original.end, next.original.begin};
  const std::string_view between = gap.Cut(field.original);
  return between.find(':') != between.npos || between.find(kFullWidthColon) != between.npos;
}

// Whether what parts the entries of a menu in one line stands between `word` and the next: "Home > World".
bool HoldsMenuSign(const Field& field, const text::Token& word, const text::Token& next) {
  const std::string_view between = text::OriginalSpan{word.original.end, next.original.begin}.Cut(field.original);
  return between.find_first_of("|>/") != between.npos || between.find("\u203A") != between.npos ||
         between.find("\u00BB") != between.npos;
}

bool IsBehindBracket(const Field& field, const text::Token& word) {
  const uint32_t begin = word.original.begin;
  return begin > 0 && (field.original[begin - 1] == '(' || field.original[begin - 1] == '[');
}

// Whether the words from `first` to `last`, which make up a line, are a mark: signs stand right before or after them, or
// they are in capitals.
bool IsMark(const Field& field, const text::Token& first, const text::Token& last) {
  constexpr std::string_view kSigns = "()[]-/*#<>~=";
  constexpr std::string_view kFurther[] = {"\u2013", "\u2014", "\u00AB", "\u00BB"};
  const std::string_view text = field.original;
  std::string_view before = text.substr(0, first.original.begin);
  before = before.substr(0, before.find_last_not_of(' ') + 1);
  const std::string_view behind = text.substr(std::min(text.find_first_not_of(' ', last.original.end), text.size()));
  const auto is_sign = [&](std::string_view sign) { return before.ends_with(sign) || behind.starts_with(sign); };
  if (std::any_of(std::begin(kFurther), std::end(kFurther), is_sign)) return true;
  for (const char& sign : kSigns) {
    if (is_sign({&sign, 1})) return true;
  }
  const std::string_view words = text::OriginalSpan{first.original.begin, last.original.end}.Cut(text);
  return text::SentenceBreaker::ClassOf(text::CodePointAt(words, 0).value) == SentenceClass::kUpper &&
         !text::HasLower(words);
}

// A phrase in a line: its words, those of the line that follow, and what the table wants somewhere among these.
struct Found {
  const Field& field;
  std::span<const text::Token> words;
  std::span<const text::Token> rest;
  std::span<const std::string> wanted;
};

bool IsWord(const Field& field, const text::Token& token, const std::string& word) {
  return word == kNumber ? token.script == text::Script::kDigits : field.Word(token) == word;
}

// A colon follows, perhaps after a date: "Correction (Nov. 6, 2026): ...", "Korrektur vom 6. November: ...".
bool IsLabel(const Found& found) {
  constexpr size_t kMostDateWords = 8;
  const text::Token* last = &found.words.back();
  for (size_t i = 0; i < std::min(found.rest.size(), kMostDateWords + 1); ++i) {
    if (HoldsColon(found.field, *last, found.rest[i])) return i == 0 || IsDay(found.field, found.rest.first(i));
    last = &found.rest[i];
  }
  return false;
}

bool IsMenu(const Found& found) {
  return found.rest.empty() || HoldsMenuSign(found.field, found.words.back(), found.rest.front());
}

bool IsInBracket(const Found& found) { return IsBehindBracket(found.field, found.words.front()); }

bool IsMarked(const Found& found) { return IsMark(found.field, found.words.front(), found.words.back()); }

// "Published on 3 March 2026 at 18:20", and after a dash, which parts it from the date, a few words more: "- Reading time: 3 min."
bool IsDated(const Found& found) {
  constexpr size_t kMostWordsBehind = 6;
  if (IsDateLine(found.field, found.rest)) return true;
  for (size_t i = 1; i < found.rest.size(); ++i) {
    const std::string_view gap =
        text::OriginalSpan{found.rest[i - 1].original.end, found.rest[i].original.begin}.Cut(found.field.original);
    if (gap != " - " && gap != " | ") continue;
    return found.rest.size() - i <= kMostWordsBehind && IsDateLine(found.field, found.rest.first(i));
  }
  return false;
}

// "More from Sport", "MORE FROM THE BUGLE: Butcher opens at six"; not "More from the farms would help, he said."
bool IsPromo(const Found& found) {
  constexpr size_t kMostWordsBeforeColon = 8;
  constexpr size_t kMostWordsAlone = 4;
  const text::Token& end = found.rest.empty() ? found.words.back() : found.rest.back();
  const std::string_view behind = found.field.original.substr(end.original.end);
  if (behind.starts_with('.')) return false;
  const text::Token* last = &found.words.back();
  for (size_t i = 0; i < std::min(found.rest.size(), kMostWordsBeforeColon); ++i) {
    if (HoldsColon(found.field, *last, found.rest[i])) return true;
    last = &found.rest[i];
  }
  if (found.rest.empty() || found.rest.size() > kMostWordsAlone) return false;
  return behind.empty() || behind.front() == '\n' || behind.front() == ':';
}

// "Reporting by Jane Doe; editing by Omar Hadi"; not "Editing by hand takes longer, she said": no long word without a capital,
// but for such as the phrases begin with.
bool IsBeforeNames(const Found& found) {
  constexpr size_t kLongestParticle = 4;  // letters
  return std::ranges::all_of(found.rest, [&](const text::Token& token) {
    const char32_t first = text::CodePointAt(found.field.original, token.original.begin).value;
    return text::SentenceBreaker::ClassOf(first) != SentenceClass::kLower || token.search.size() <= kLongestParticle ||
           Phrases::Get().Is(WordKind::kRole, found.field.Word(token));
  });
}

// "follow her at @jane", "reach him at omar@coast.example"
bool IsBeforeHandle(const Found& found) {
  return std::ranges::any_of(found.rest, [&](const text::Token& token) {
    const std::string_view before = found.field.original.substr(0, token.original.begin);
    return before.ends_with('@');
  });
}

bool IsAroundTheRest(const Found& found) {
  const auto is_word = [&](const text::Token& token, const std::string& word) {
    return IsWord(found.field, token, word);
  };
  return std::search(found.rest.begin(), found.rest.end(), found.wanted.begin(), found.wanted.end(), is_word) !=
         found.rest.end();
}

// Where in its line a phrase must stand, and what else must be true there.
struct PlaceRule {
  std::string_view name;  // in the table
  bool at_begin = true;
  bool at_end = false;
  bool (*holds)(const Found&) = nullptr;
};
// In the order of Place.
constexpr std::array<PlaceRule, 14> kPlaceRules = {{
    {.name = "start"},
    {.name = "label", .holds = IsLabel},
    {.name = "any", .at_begin = false},
    {.name = "end", .at_begin = false, .at_end = true},
    {.name = "whole", .at_end = true},
    {.name = "around", .holds = IsAroundTheRest},
    {.name = "dated", .holds = IsDated},
    {.name = "bracket", .holds = IsInBracket},
    {.name = "menu", .holds = IsMenu},
    {.name = "mark", .at_end = true, .holds = IsMarked},
    {.name = "promo", .holds = IsPromo},
    {.name = "names", .holds = IsBeforeNames},
    {.name = "complete"},
    {.name = "handle", .at_begin = false, .holds = IsBeforeHandle},
}};

}  // namespace

const Phrases& Phrases::Get() {
  static const Phrases phrases;
  return phrases;
}

LabelKind Phrases::LabelOf(std::string_view label) const {
  if (credit_labels_.Contains(label)) return LabelKind::kCredit;
  if (picture_labels_.Contains(label)) return LabelKind::kPicture;
  return source_labels_.Contains(label) ? LabelKind::kSource : LabelKind::kNone;
}

bool Phrases::MayBeginWithLabel(std::string_view text) const { return labels_.MayBegin(text); }

std::string_view Phrases::Table() { return embedded::kPhrases; }

Phrases::Phrases() {
  std::string_view rest = Table();
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (!line.empty() && line[0] != '#') Add(line);
  }
}

// The names of kind `rule`; null: it is no such rule.
NameSet* Phrases::SetOf(std::string_view rule) {
  const std::pair<std::string_view, NameSet*> sets[] = {{"agency", &agencies_},
                                                        {"agencyword", &agency_words_},
                                                        {"lastnotes", &last_notes_},
                                                        {"contacts", &contacts_},
                                                        {"anycontacts", &any_contacts_},
                                                        {"about", &about_},
                                                        {"aboutbefore", &before_about_},
                                                        {"aboutafter", &after_about_},
                                                        {"place", &places_},
                                                        {"noname", &no_names_},
                                                        {"signoff", &signoffs_},
                                                        {"city", &cities_},
                                                        {"openerword", &opener_words_},
                                                        {"picture", &picture_agencies_},
                                                        {"credit", &credit_labels_},
                                                        {"picturelabel", &picture_labels_},
                                                        {"sourcelabel", &source_labels_}};
  const auto* const found = std::ranges::find(sets, rule, &std::pair<std::string_view, NameSet*>::first);
  return found == std::end(sets) ? nullptr : found->second;
}

// Whether `rule` is one of such words.
bool Phrases::AddHanWord(std::string_view rule, std::string_view word) {
  static constexpr std::array<std::string_view, kHanWords> kNames = {"outlet", "dispatch", "paper", "reporter"};
  const auto* const found = std::find(kNames.begin(), kNames.end(), rule);
  if (found == kNames.end()) return false;
  han_words_[static_cast<size_t>(found - kNames.begin())].emplace_back(word);
  return true;
}

// Whether `rule` is one of openers or of single words.
bool Phrases::AddWord(std::string_view rule, std::string_view word) {
  if (rule == "opener") {
    openers_.emplace_back(word);
    return true;
  }
  static constexpr std::array<std::string_view, kWordKinds> kNames = {
      "dateword", "counted",  "bycounts",  "published",  "bypublished", "ago",
      "role",     "namejoin", "placejoin", "profession", "identity"};
  const auto* const found = std::ranges::find(kNames, rule);
  if (found == kNames.end()) return false;
  words_[static_cast<size_t>(found - kNames.begin())].insert(text::FoldText(word));
  return true;
}

Rule Phrases::MeaningOf(std::string_view rule, std::string_view how) {
  if (how == "above") return Rule::kBylineAboveDateline;
  if (rule == "byline") return Rule::kByline;
  if (rule == "caption") return Rule::kCaption;
  return rule == "note" ? Rule::kNote : Rule::kBoilerplate;
}

Phrases::Place Phrases::PlaceOf(std::string_view how) {
  const auto* const place = std::ranges::find(kPlaceRules, how, &PlaceRule::name);
  return place == kPlaceRules.end() ? Place::kStart : static_cast<Place>(place - kPlaceRules.begin());
}

void Phrases::Add(std::string_view line) {
  const size_t first = line.find('\t');
  const size_t second = line.find('\t', first + 1);
  const std::string_view rule = line.substr(0, first);
  const std::string_view how = line.substr(first + 1, second - first - 1);
  const std::string_view phrase = line.substr(second + 1);
  if (auto* names = SetOf(rule); names != nullptr) {
    names->Add(phrase);
    if (names == &credit_labels_ || names == &picture_labels_ || names == &source_labels_) labels_.Add(phrase);
    return;
  }
  if (AddWord(rule, phrase) || AddHanWord(rule, phrase)) return;
  const Rule meaning = MeaningOf(rule, how);
  if (how == "sign") {
    signs_.emplace_back(phrase, meaning);
    return;
  }
  const Place where = PlaceOf(how);
  AddPhrase(meaning, where, phrase);
  std::string typed(phrase);  // as keyboards write the apostrophe
  for (size_t at = typed.find(kApostrophe); at != typed.npos; at = typed.find(kApostrophe, at))
    typed.replace(at, kApostrophe.size(), "'");
  if (typed != phrase) AddPhrase(meaning, where, typed);
}

std::vector<Phrases::Phrase>& Phrases::PhraseTable::operator[](const std::string& word) {
  filter.Add(word);
  return rows[word];
}

void Phrases::AddPhrase(Rule rule, Place place, std::string_view phrase) {
  const size_t gap = place == Place::kAround ? phrase.find(kGap) : phrase.size();
  std::vector<std::string> words = FoldedWords(phrase.substr(0, gap));
  const std::string first = words.at(0);
  const Phrase added{rule, place, std::move(words), FoldedWords(phrase.substr(gap))};
  const auto add = [&](std::vector<Phrase>* alike) {
    const auto behind = std::upper_bound(alike->begin(), alike->end(), added, [](const Phrase& a, const Phrase& b) {
      return a.rule != b.rule ? a.rule < b.rule : a.words.size() > b.words.size();
    });
    alike->insert(behind, added);
  };
  add(&by_first_word_[first]);
  if (!kPlaceRules[static_cast<size_t>(place)].at_begin) add(&inside_by_first_word_[first]);
}

const std::vector<Phrases::Phrase>* Phrases::Alike(const Field& field, const text::Token& token, bool is_alone,
                                                   bool is_inside) const {
  // A number that is all of a line can be a phrase itself.
  const bool is_any_number = token.script == text::Script::kDigits && !is_alone;
  const std::string_view word = is_any_number ? kNumber : field.Word(token);
  const PhraseTable& phrases = is_inside ? inside_by_first_word_ : by_first_word_;
  if (!phrases.filter.MayHave(word)) return nullptr;  // most
  const auto found = phrases.rows.find(word);
  return found == phrases.rows.end() ? nullptr : &found->second;
}

bool Phrases::StandsAt(const Phrase& phrase, size_t at, const Field& field, std::span<const text::Token> tokens) {
  const PlaceRule& rule = kPlaceRules[static_cast<size_t>(phrase.place)];
  const size_t count = phrase.words.size();
  if (count > tokens.size() - at) return false;
  const std::span<const text::Token> words = tokens.subspan(at, count);
  // The first word is the one by which the phrase was found.
  if (!std::equal(words.begin() + 1, words.end(), phrase.words.begin() + 1,
                  [&](const text::Token& token, const std::string& word) { return IsWord(field, token, word); })) {
    return false;
  }
  const std::span<const text::Token> rest = tokens.subspan(at + count);
  if (rule.at_end && !rest.empty()) return false;
  return rule.holds == nullptr || rule.holds({field, words, rest, phrase.behind});
}

std::optional<PhraseMatch> Phrases::Match(const Field& field, std::span<const text::Token> tokens,
                                          text::OriginalSpan line) const {
  const Phrase* best = nullptr;
  const size_t sought = tokens.size() <= kMostWordsSought ? tokens.size() : std::min<size_t>(tokens.size(), 1);
  for (size_t at = 0; at < sought; ++at) {
    const std::vector<Phrase>* const alike = Alike(field, tokens[at], tokens.size() == 1, at > 0);
    if (alike == nullptr) continue;
    const auto found = std::find_if(alike->begin(), alike->end(), [&](const Phrase& phrase) {
      return tokens.size() <= kMostWords[static_cast<size_t>(phrase.rule)] && StandsAt(phrase, at, field, tokens);
    });
    if (found != alike->end() && (best == nullptr || found->rule < best->rule)) best = &*found;
  }
  if (best != nullptr) {
    const bool is_complete =
        best->place == Place::kComplete || best->place == Place::kAround || best->place == Place::kWhole;
    return PhraseMatch{best->rule, best->words.size(), best->place == Place::kMenu, is_complete};
  }
  const std::string_view original = line.Cut(field.original);
  for (const auto& [sign, rule] : signs_) {
    if (original.starts_with(sign) && tokens.size() <= kMostWords[static_cast<size_t>(rule)])
      return PhraseMatch{rule, 0, false, false};
  }
  return std::nullopt;
}

}  // namespace marsad::normalize
