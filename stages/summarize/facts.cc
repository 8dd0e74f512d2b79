#include "stages/summarize/facts.h"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "lib/text/date_words.h"
#include "lib/text/proclitic.h"
#include "stages/summarize/figure.h"
#include "stages/summarize/opener.h"
#include "stages/summarize/phrases.h"

namespace marsad::summarize {

bool Speaks(const Facts& facts) {
  return !facts.speech.empty() &&
         std::any_of(facts.names.begin(), facts.names.end(), [](const Name& name) { return name.may_speak; });
}

bool IsEmpty(const Facts& facts) { return facts.names.empty() && !facts.has_number; }

bool Says(const Facts& facts, uint64_t key) { return facts.said.test((key >> 1) % facts.said.size()); }  // keys are odd

bool IsScene(const Facts& facts, const TitleWords& title) {
  constexpr uint32_t kAnnounces = 250;  // per mille of the title
  const bool tells = facts.acts || facts.figures > 0 || !facts.speech.empty() || facts.denies || facts.demands ||
                     facts.is_thesis || facts.has_outcome || facts.is_fresh || facts.is_item || facts.is_numbered;
  return !tells && title.ShareOfDeed(facts.deed_bits) == 0 && title.Share(facts.title_bits) < kAnnounces;
}

bool NeedsAnother(const Facts& facts) { return facts.needs_antecedent || facts.needs_speaker; }

namespace {

using text::OriginalSpan;
using text::Script;
using text::Token;

// The part of `items` whose `span` begins in `sentence`.
template <class Item, class Span>
std::span<const Item> Within(OriginalSpan sentence, std::span<const Item> items, Span span) {
  const auto before = [&](uint32_t at) { return [&span, at](const Item& item) { return (item.*span).begin < at; }; };
  const auto begin = std::partition_point(items.begin(), items.end(), before(sentence.begin));
  return {begin, std::partition_point(begin, items.end(), before(sentence.end))};
}

uint32_t CountWords(std::span<const Token> tokens) {
  const auto characters = static_cast<size_t>(std::count_if(tokens.begin(), tokens.end(), [](const Token& token) {
    return token.script == Script::kHan || token.script == Script::kKana;
  }));
  return static_cast<uint32_t>(tokens.size() - characters + (characters + 1) / 2);
}

// Whether it begins with "yes" or the like and a mark after it; "no" alone also says what is not so.
bool IsReply(const Phrases& phrases, std::string_view search, const Facts& facts) {
  const size_t words = phrases.CountWords(Phrase::kReply, facts.tokens, search);
  return words > 0 && words < facts.tokens.size() && search[facts.tokens[words - 1].search.end] != ' ';
}

// How the sentence begins.
void ReadOpening(const Phrases& phrases, std::string_view search, Facts* facts) {
  const PhraseSet opening = phrases.Find(facts->tokens, search);
  facts->is_reply = IsReply(phrases, search, *facts);
  facts->is_fragment = facts->is_item && opening.Has(Phrase::kFragment);
  facts->is_numbered = opening.Has(Phrase::kOrdinal);
  facts->needs_speaker = opening.Has(Phrase::kSpeaker);
  facts->needs_antecedent = opening.Has(Phrase::kAnaphora);
  facts->turns = opening.Has(Phrase::kTurn);
  // A name that begins there has its waw or feh for itself: the tagger leaves conjunctions out.
  const bool opens_with_name = !facts->tokens.empty() && !facts->names.empty() &&
                               facts->names.front().span.begin == facts->tokens.front().original.begin;
  facts->joins =
      !facts->tokens.empty() && !opens_with_name && text::HasConjunction(facts->tokens.front().search.Cut(search));
  const PhraseSet said = facts->is_numbered ? phrases.Find(facts->tokens.subspan(1), search) : opening;
  facts->is_objection = said.Has(Phrase::kObjection);
  facts->is_preamble = said.Has(Phrase::kPreamble);
  facts->is_filler = said.Has(Phrase::kFiller) || facts->is_objection || facts->is_preamble;
  facts->is_thesis = said.Has(Phrase::kThesis);
}

bool IsYear(std::string_view digits) {
  constexpr size_t kDigits = 4;
  return digits.size() == kDigits && (digits.starts_with("18") || digits.starts_with("19") || digits.starts_with("20"));
}

void ReadFigure(const Figures& figures, std::string_view search, size_t at, Facts* facts) {
  facts->has_number = true;
  const bool is_score = figures.IsScore(facts->tokens, at);
  const OriginalSpan figure = figures.At(facts->tokens, at);
  if (figure.empty()) {
    const std::string_view digits = facts->tokens[at].search.Cut(search);
    facts->has_year |= IsYear(digits);
    facts->has_old_year |= IsYear(digits) && digits.starts_with("1");
    return;
  }
  ++facts->figures;
  if (facts->figure.empty() || (is_score && !facts->has_score)) facts->figure = figure;
  facts->has_score = facts->has_score || is_score;
}

constexpr std::array<std::string_view, 6> kQuotes = {"\"", "\u00AB", "\u00BB", "\u201C", "\u201D", "\u201E"};

// Whether it begins with a quotation of more than a name or a title.
bool OpensWithQuotation(std::string_view body, const Facts& facts) {
  constexpr size_t kFewestWords = 5;
  const std::string_view text = facts.sentence.Cut(body);
  const bool is_quoted =
      std::any_of(kQuotes.begin(), kQuotes.end(), [&](std::string_view quote) { return text.starts_with(quote); });
  if (!is_quoted || facts.tokens.size() < kFewestWords) return false;
  const uint32_t begin = facts.tokens.front().original.begin;
  return CountQuotes(body.substr(begin, facts.tokens[kFewestWords - 1].original.end - begin)) == 0;
}

// Verbs and what else words tell; a verb of saying that is quoted does not count.
void ReadWord(const PhraseSet& found, const Token& token, bool is_quoted, Facts* facts) {
  facts->acts |= found.Has(Phrase::kAction);
  facts->may_act |= found.Has(Phrase::kEvent);
  facts->demands |= found.Has(Phrase::kDemand);
  facts->evaluates |= found.Has(Phrase::kEvaluation);
  facts->is_aside |= found.Has(Phrase::kAside);
  facts->is_fresh |= found.Has(Phrase::kFresh);
  facts->has_outcome |= found.Has(Phrase::kOutcome);
  facts->is_formality |= found.Has(Phrase::kFormality);
  facts->comes_back |= found.Has(Phrase::kComeback);
  facts->loses |= found.Has(Phrase::kLoss);
  facts->praises |= found.Has(Phrase::kPraise);
  facts->denies |= found.Has(Phrase::kDenial) && !is_quoted;
  facts->is_filler |= found.Has(Phrase::kFormula);
  facts->is_personal |= found.Has(Phrase::kPersonal) && !is_quoted;
  if (found.Has(Phrase::kSpeech) && facts->speech.empty() && !is_quoted) facts->speech = token.original;
}

// Whether it is the day of a month and no year is said: of days that are far away it is.
bool IsNearDate(std::span<const Token> tokens, size_t month, std::string_view search) {
  constexpr size_t kMostDigits = 2;
  const auto digits = [&](size_t at) {
    return at < tokens.size() && tokens[at].script == Script::kDigits ? tokens[at].search.size() : 0;
  };
  const bool has_year = digits(month + 1) > kMostDigits || digits(month + 2) > kMostDigits;
  const auto is_day = [&](size_t at) { return digits(at) > 0 && digits(at) <= kMostDigits; };
  return !has_year && ((month > 0 && is_day(month - 1)) || is_day(month + 1)) &&
         text::FindDateWord(tokens[month].search.Cut(search)).kind == text::DateWordKind::kMonth;
}

// The paragraph that the sentence lies in; empty if there is none.
OriginalSpan ParagraphOf(const Article& article, OriginalSpan sentence) {
  const auto found = std::partition_point(article.paragraphs.begin(), article.paragraphs.end(),
                                          [&](OriginalSpan span) { return span.end <= sentence.begin; });
  return found == article.paragraphs.end() ? OriginalSpan() : *found;
}

bool LiesInList(const Article& article, OriginalSpan sentence) {
  const auto item = std::partition_point(article.list_items.begin(), article.list_items.end(),
                                         [&](OriginalSpan one) { return one.end <= sentence.begin; });
  return item != article.list_items.end() && item->begin <= sentence.begin;
}

// Whether it is a short paragraph by itself, as captions are.
bool IsLoneLine(OriginalSpan paragraph, const Facts& facts) {
  constexpr size_t kCaptionWords = 20;
  constexpr size_t kMarks = 4;  // bytes after the sentence
  return facts.opens_paragraph && facts.words <= kCaptionWords && paragraph.end <= facts.sentence.end + kMarks;
}

// What only the first words of a sentence tell, between `gap` and `rest`; of "had", not if somebody says it.
void ReadFirstWord(const PhraseSet& found, std::string_view gap, std::string_view rest, Facts* facts) {
  facts->is_background |= found.Has(Phrase::kBackground);
  facts->is_earlier |= found.Has(Phrase::kEarlier) && facts->speech.empty();
  facts->is_first_goal |= found.Has(Phrase::kFirstGoal);
  facts->turns |= found.Has(Phrase::kTurn) && gap == ", " && rest.starts_with(",");
}

// Whether it says what was so years ago, and nothing that is so now.
bool IsHistory(const PhraseSet& said, const Facts& facts) {
  const bool is_past = said.Has(Phrase::kHistory) || (facts.has_old_year && facts.speech.empty());
  return is_past && !facts.is_fresh && !facts.has_outcome;
}

// What praise, routine and lines by themselves are if they tell nothing; `said` is all that the sentence says.
void JudgeManner(const PhraseSet& said, size_t praise, OriginalSpan paragraph, Facts* facts) {
  const bool tells = facts->acts || facts->figures > 0;
  facts->evaluates |= praise > 1 && facts->figures == 0;
  facts->is_filler |= praise > 1 && !tells && facts->speech.empty();
  facts->is_routine = said.Has(Phrase::kRoutine) && !(facts->acts && facts->figures > 0);
  const bool asserts = said.Has(Phrase::kAuxiliary) || facts->figures > 0 || !facts->speech.empty() || facts->demands ||
                       facts->is_thesis || facts->needs_antecedent;
  facts->is_caption = IsLoneLine(paragraph, *facts) && !asserts && (!facts->acts || said.Has(Phrase::kCaption));
}

void MarkSaid(std::span<const Token> tokens, size_t at, std::string_view search, Facts* facts) {
  const uint64_t key = WordKey(tokens, at, search);
  if (key != 0) facts->said.set((key >> 1) % facts->said.size());
}

// Of "this decision" the noun's key, if the sentence does not say it before; `at` is the word after "this". 0: no such noun.
uint64_t KeyOfReferred(const Phrases& phrases, size_t at, std::string_view search, const Facts& facts) {
  constexpr std::string_view kArticle = "\u0627\u0644";  // ARABIC alef lam
  if (at >= facts.tokens.size()) return 0;
  const Token& noun = facts.tokens[at];
  const std::string_view word = noun.search.Cut(search);
  const PhraseSet found = phrases.Find(facts.tokens.subspan(at), search);
  const bool is_none = noun.script == Script::kDigits || found.Has(Phrase::kPeriod) || found.Has(Phrase::kFunction) ||
                       (noun.script == Script::kArabic && !word.starts_with(kArticle)) ||
                       text::FindDateWord(word).kind != text::DateWordKind::kNone;
  const uint64_t key = is_none ? 0 : WordKey(facts.tokens, at, search);
  return key == 0 || Says(facts, key) ? 0 : key;
}

void ReadReferred(const Phrases& phrases, size_t at, std::string_view search, Facts* facts) {
  if (facts->refers == 0) facts->refers = KeyOfReferred(phrases, at, search, *facts);
}

// What all words of a sentence together tell; `has_date`: one is the day of a month.
void JudgeActs(bool has_date, Facts* facts) {
  constexpr size_t kNamesOfAnEvent = 2;
  facts->acts |= (facts->may_act || facts->loses) && (facts->figures > 0 || facts->names.size() >= kNamesOfAnEvent);
  facts->is_fresh |= facts->has_day || has_date;
  facts->demands &= facts->is_personal || !has_date;  // by when something must be done was decided
  facts->is_background &= !facts->acts && facts->speech.empty();
}

void ReadWords(const Article& article, const Phrases& phrases, const Figures& figures, Facts* facts) {
  const std::span<const Token> tokens = facts->tokens;
  const std::string_view search = article.search_body;
  const OriginalSpan paragraph = ParagraphOf(article, facts->sentence);
  facts->opens_paragraph = !paragraph.empty() && paragraph.begin >= facts->sentence.begin;
  constexpr size_t kFirstWords = 8;  // that may say what something is known for
  size_t quotes = 0;
  size_t praise = 0;
  bool has_date = false;
  PhraseSet said;
  uint32_t before = facts->sentence.begin;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view gap = article.body.substr(before, tokens[i].original.begin - before);
    if (gap != " ") quotes += CountQuotes(gap);
    before = tokens[i].original.end;
    const PhraseSet found = phrases.Find(tokens.subspan(i), search);
    if (tokens[i].script == Script::kDigits || found.Has(Phrase::kNumber)) ReadFigure(figures, search, i, facts);
    ReadWord(found, tokens[i], quotes % 2 != 0, facts);
    if (found.Has(Phrase::kThis) && quotes % 2 == 0) ReadReferred(phrases, i + 1, search, facts);
    praise += found.Has(Phrase::kPraise) ? 1 : 0;
    said.Add(found);
    if (!found.Has(Phrase::kFunction)) MarkSaid(tokens, i, search, facts);
    if (i < kFirstWords) ReadFirstWord(found, gap, article.body.substr(before), facts);
    facts->has_day |= text::FindDateWord(tokens[i].search.Cut(search)).kind == text::DateWordKind::kWeekday;
    has_date |= IsNearDate(tokens, i, search);
  }
  facts->is_item |= facts->opens_paragraph && WithoutNumber(article.body, facts->sentence) != facts->sentence;
  facts->lacks_speaker = facts->speech.empty() && OpensWithQuotation(article.body, *facts);
  JudgeActs(has_date, facts);
  facts->is_history = IsHistory(said, *facts);
  JudgeManner(said, praise, paragraph, facts);
}

// A short number is what the title announces only near another of its words, or beside several: "2" stands anywhere.
constexpr size_t kNear = 3;
constexpr int kSeveral = 3;
constexpr size_t kShortNumber = 2;  // digits

void ReadTitleWords(std::string_view search, const TitleWords& title, Facts* facts) {
  const std::span<const Token> tokens = facts->tokens;
  std::vector<size_t> found;    // words
  std::vector<size_t> numbers;  // short ones
  for (size_t i = 0; i < tokens.size(); ++i) {
    const uint64_t bit = title.BitOf(tokens, i, search);
    facts->deed_bits |= bit != 0 ? bit : title.BitOfVerb(tokens[i], search);
    if (bit == 0) continue;
    if (tokens[i].script == Script::kDigits && tokens[i].search.size() <= kShortNumber) {
      numbers.push_back(i);
      continue;
    }
    found.push_back(i);
    facts->title_bits |= bit;
  }
  const bool has_several = std::popcount(facts->title_bits) >= kSeveral;
  for (const size_t number : numbers) {
    const bool is_near = title.FollowsSameWord(tokens, number, search) ||
                         std::any_of(found.begin(), found.end(),
                                     [&](size_t word) { return word + kNear >= number && number + kNear >= word; });
    if (is_near || has_several) facts->title_bits |= title.BitOf(tokens, number, search);
  }
}

}  // namespace

size_t CountQuotes(std::string_view text) {
  size_t count = 0;
  for (const std::string_view quote : kQuotes) {
    for (size_t at = text.find(quote); at != text.npos; at = text.find(quote, at + quote.size())) ++count;
  }
  return count;
}

std::vector<Facts> GatherFacts(const Article& article, std::span<const OriginalSpan> sentences,
                               const TitleWords& title) {
  std::vector<Facts> all;
  all.reserve(sentences.size());
  const Phrases& phrases = Phrases::Of(article.language);
  const Figures figures(article);
  uint32_t number = 0;
  for (const OriginalSpan sentence : sentences) {
    while (number < article.sentences.size() && article.sentences[number].begin < sentence.begin) ++number;
    Facts facts;
    facts.sentence = sentence;
    facts.tokens = Within(sentence, article.body_tokens, &Token::original);
    // Where a blank was forgotten after a full stop, one word can lie in two sentences.
    if (!facts.tokens.empty() && facts.tokens.back().original.end > sentence.end) {
      facts.tokens = facts.tokens.first(facts.tokens.size() - 1);
    }
    facts.names = Within(sentence, article.names, &Name::span);
    facts.number = number;
    facts.words = CountWords(facts.tokens);
    facts.is_item = LiesInList(article, sentence);
    ReadOpening(phrases, article.search_body, &facts);
    ReadWords(article, phrases, figures, &facts);
    ReadTitleWords(article.search_body, title, &facts);
    all.push_back(facts);
  }
  return all;
}

}  // namespace marsad::summarize
