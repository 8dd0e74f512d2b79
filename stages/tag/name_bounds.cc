#include "stages/tag/name_bounds.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <span>
#include <string>

#include "lib/text/casing.h"
#include "lib/text/fold.h"
#include "lib/text/proclitic.h"
#include "stages/tag/arabic.h"
#include "stages/tag/elision.h"
#include "stages/tag/initials.h"
#include "stages/tag/model/cues.h"
#include "stages/tag/no_names.h"
#include "stages/tag/tsv.h"

namespace marsad::embedded {
extern const std::string_view kNameBounds;
}

namespace marsad::tag {
namespace {

constexpr size_t kLettersOfNoun = 2;   // the least after an article
constexpr size_t kLeastGivenName = 6;  // bytes: shorter ones are particles, too
constexpr size_t kLeastStem = 4;       // bytes before a suffix without apostrophe

// The words of one row, folded.
struct Words {
  std::vector<std::string> in_order;
  BoundsSet all;
};

const Words& Row(std::string_view kind) {
  static const auto rows = [] {
    auto* read = new BoundsTable<Words>;
    for (const TsvLine& line : ReadTsv(embedded::kNameBounds)) {
      Words& words = (*read)[std::string(line.fields[0])];
      for (const std::string_view word : Split(line.fields[1], ' ')) words.in_order.push_back(text::FoldText(word));
      words.all.insert(words.in_order.begin(), words.in_order.end());
    }
    return read;
  }();
  return rows->find(kind)->second;
}

bool IsIn(std::string_view word, std::string_view kind) { return Row(kind).all.contains(word); }

bool IsDefinite(std::string_view folded) {
  return folded.starts_with(kArticle) && folded.size() >= kArticle.size() + kLettersOfNoun * kArabicLetter;
}

}  // namespace

const std::vector<std::string>& TurkishCaseEndings() {
  static const std::vector<std::string>& endings = Row("suffix-tr").in_order;
  return endings;
}

bool IsNamePart(const WordFacts& facts) {
  return (facts.lists >> static_cast<int>(NameList::kGivenOrFamily) & 1) != 0 ||
         (facts.lists >> static_cast<int>(NameList::kPlace) & 1) != 0;
}

const std::vector<std::string>& BoundsWords(std::string_view kind) { return Row(kind).in_order; }

const BoundsSet& BoundsRow(std::string_view kind) { return Row(kind).all; }

bool IsBoundsWord(std::string_view kind, std::string_view folded) { return IsIn(folded, kind); }

bool MayNameFeature(std::string_view folded) { return IsDefinite(folded) && !IsIn(folded, "no-feature"); }

std::optional<size_t> FeatureHead(std::string_view folded) {
  if (IsIn(folded, "feature")) return 0;
  for (const text::ProcliticSplit& split : text::SplitProclitics(folded)) {
    if (IsIn(folded.substr(split.bytes), "feature")) return split.bytes;
  }
  return std::nullopt;
}

uint32_t OriginalAt(const FieldText& field, const text::Token& token, uint32_t at) {
  if (at == token.search.begin || field.map == nullptr) return token.original.begin;
  const text::OriginalSpan span = field.map->ToOriginal(text::SearchSpan{at, token.search.end});
  return std::clamp(span.begin, token.original.begin, token.original.end);
}

NameBounds::Tokens NameBounds::TokensOf(const FoundMention& mention) const {
  const Tokens tokens = document_.field(mention.field).tokens;
  const auto begin = std::partition_point(
      tokens.begin(), tokens.end(), [&](const text::Token& token) { return token.original.end <= mention.span.begin; });
  const auto end = std::partition_point(
      begin, tokens.end(), [&](const text::Token& token) { return token.original.begin < mention.span.end; });
  return {begin, end};
}

// Whether `word` stands in the article by itself.
bool NameBounds::IsSeen(std::string_view word) {
  if (seen_.empty()) {
    for (const FieldText* field : {&document_.title, &document_.body}) {
      for (const text::Token& token : field->tokens) seen_.insert(token.search.Cut(field->search));
    }
  }
  return seen_.contains(word);
}

// Bytes of the folded word that are a proclitic.
uint8_t NameBounds::ProcliticBytes(std::string_view word, bool follows_name) {
  if (CueOf(word) != Cue::kNone) return 0;  // a ministry and an agency begin with waw
  // Kamal is no ka-Mal ("like money"), though the article speaks of money elsewhere.
  if (IsNamePart(lexicon_.Find(word))) return 0;
  for (const text::ProcliticSplit& split : text::SplitProclitics(word)) {
    const std::string_view rest = word.substr(split.bytes);
    if (IsDefinite(rest) || split.restores_article) return split.bytes;
    if (IsSeen(rest) || IsNamePart(lexicon_.Find(rest))) return split.bytes;
    if (follows_name && split.bytes == kWaw.size() && word.starts_with(kWaw)) return split.bytes;
  }
  return 0;
}

void NameBounds::StripProclitic(bool follows_name, FoundMention* mention) {
  const FieldText& field = document_.field(mention->field);
  const Tokens tokens = TokensOf(*mention);
  if (tokens.empty() || tokens.front().original.begin != mention->span.begin) return;
  if (tokens.front().script != text::Script::kArabic) return;
  const uint8_t bytes = ProcliticBytes(tokens.front().search.Cut(field.search), follows_name);
  if (bytes == 0) return;
  const uint32_t begin = OriginalAt(field, tokens.front(), tokens.front().search.begin + bytes);
  if (begin <= mention->span.begin || begin >= mention->span.end) return;
  mention->proclitic = {mention->span.begin, begin};
  mention->span.begin = begin;
}

// l'Ukraine; with a capital only at the beginning of a sentence, for L'Oréal is a name.
void NameBounds::StripElided(bool begins_sentence, FoundMention* mention) const {
  if (document_.language.substr(0, 2) != "fr") return;
  const FieldText& field = document_.field(mention->field);
  const std::string_view name = mention->span.Cut(field.original);
  const std::optional<Apostrophe> apostrophe = FindApostrophe(name);
  if (!apostrophe || apostrophe->end >= name.size()) return;
  const std::string_view article = name.substr(0, apostrophe->begin);
  if (!IsIn(text::FoldText(article), "elided-fr") || !text::StartsUpper(name.substr(apostrophe->end))) return;
  if (text::StartsUpper(article) && !begins_sentence) return;
  mention->span.begin += static_cast<uint32_t>(apostrophe->end);
}

// Where the name ends in its last word: before an apostrophe and a Turkish case ending or the English genitive.
uint32_t NameBounds::EndBeforeApostrophe(const FieldText& field, const text::Token& token) const {
  const std::string_view word = token.original.Cut(field.original);
  const auto apostrophe = token.script == text::Script::kLatin ? FindLastApostrophe(word) : std::nullopt;
  if (!apostrophe || apostrophe->begin == 0) return token.original.end;
  const std::string_view suffix = word.substr(apostrophe->end);
  const bool is_ending = IsTurkish() && text::HasLower(suffix) && !text::StartsUpper(suffix);
  return is_ending || suffix == "s" ? token.original.begin + static_cast<uint32_t>(apostrophe->begin)
                                    : token.original.end;
}

// The same before a Turkish ending without apostrophe, if the article or a list has the rest by itself.
uint32_t NameBounds::EndBeforeSuffix(const FieldText& field, const text::Token& token) {
  if (!IsTurkish() || token.script != text::Script::kLatin) return token.original.end;
  const std::string_view folded = token.search.Cut(field.search);
  const bool is_known = IsNamePart(lexicon_.Find(folded));
  for (const std::string& suffix : TurkishCaseEndings()) {
    if (!folded.ends_with(suffix) || folded.size() < suffix.size() + kLeastStem) continue;
    const std::string_view stem = folded.substr(0, folded.size() - suffix.size());
    if (!IsSeen(stem) && (is_known || !IsNamePart(lexicon_.Find(stem)))) continue;
    return OriginalAt(field, token, token.search.begin + static_cast<uint32_t>(stem.size()));
  }
  return token.original.end;
}

// Takes people by what they do out of a name: "observers of international affairs" are no body. What is left is a body
// that they belong to, "officials of {the Democratic Party}"; false: nothing is left.
bool NameBounds::LeaveGroup(ModelMention* found) const {
  const FieldText& field = document_.field(found->mention.field);
  const Tokens tokens = TokensOf(found->mention);
  if (found->type != EntityType::kOrg || tokens.empty() || tokens.front().script != text::Script::kArabic) return true;
  std::string_view head = tokens.front().search.Cut(field.search);
  if (!IsIn(head, "group") && head.starts_with(kWaw)) head.remove_prefix(kWaw.size());
  if (!IsIn(head, "group") && IsDefinite(head)) head.remove_prefix(kArticle.size());
  if (!IsIn(head, "group")) return true;
  if (tokens.size() == 1) return false;
  const std::string_view next = tokens[1].search.Cut(field.search);
  const bool is_body = CueOf(next) == Cue::kOrgHead || (!IsDefinite(next) && IsNamePart(lexicon_.Find(next)));
  // "Doctors Without Borders" is a body: what follows is no definite phrase.
  if (!is_body) return !IsDefinite(next);
  found->mention.span.begin = tokens[1].original.begin;
  --found->words;
  return true;
}

// "{Ali Demir} in {Konya}": a Turkish person's name does not end with a place of the lists that says where or where from.
// True if it did; both are appended.
bool NameBounds::AppendPersonAndPlace(const ModelMention& found, std::vector<ModelMention>* names) {
  const Tokens tokens = TokensOf(found.mention);
  if (found.type != EntityType::kPer || !IsTurkish() || tokens.size() < 3) return false;
  const FieldText& field = document_.field(found.mention.field);
  const text::Token& last = tokens.back();
  const uint32_t in_word = EndBeforeApostrophe(field, last);
  const uint32_t end = in_word == last.original.end ? EndBeforeSuffix(field, last) : in_word;
  if (end == last.original.end || !IsPlaceWithCase(field, last, end)) return false;
  ModelMention person = found;
  person.mention.span.end = tokens[tokens.size() - 2].original.end;
  --person.words;
  names->push_back(person);
  ModelMention place = found;
  place.type = EntityType::kLoc;
  place.mention.span = {last.original.begin, end};
  place.mention.proclitic = {};
  place.words = 1;
  names->push_back(place);
  return true;
}

// Whether what ends at `end` in `token` is a place and no person's name, and what follows the locative or ablative.
bool NameBounds::IsPlaceWithCase(const FieldText& field, const text::Token& token, uint32_t end) const {
  const std::string place = text::FoldText(text::OriginalSpan{token.original.begin, end}.Cut(field.original));
  const uint8_t lists = lexicon_.Find(place).lists;
  const bool is_place = (lists >> static_cast<int>(NameList::kPlace) & 1) != 0;
  const bool is_name = (lists >> static_cast<int>(NameList::kGivenOrFamily) & 1) != 0;
  std::string_view ending = text::OriginalSpan{end, token.original.end}.Cut(field.original);
  if (const auto apostrophe = FindApostrophe(ending)) ending.remove_prefix(apostrophe->end);
  return is_place && !is_name && IsIn(ending, "place-suffix-tr");
}

// Case endings end a name, also where the model goes on.
void NameBounds::AppendParts(const ModelMention& found, std::vector<ModelMention>* names) {
  const FieldText& field = document_.field(found.mention.field);
  const Tokens tokens = TokensOf(found.mention);
  if (tokens.empty()) names->push_back(found);
  size_t begin = 0;
  for (size_t at = 0; at < tokens.size(); ++at) {
    const bool is_last = at + 1 == tokens.size();
    uint32_t end = EndBeforeApostrophe(field, tokens[at]);
    if (is_last && end == tokens[at].original.end) end = EndBeforeSuffix(field, tokens[at]);
    const bool has_suffix = end != tokens[at].original.end;
    if (!is_last && !(has_suffix && IsTurkish())) continue;
    ModelMention part = found;
    if (begin > 0) {
      part.mention.span.begin = tokens[begin].original.begin;
      part.mention.proclitic = {};
    }
    if (has_suffix || !is_last) part.mention.span.end = end;
    if (begin > 0 || !is_last) part.words = static_cast<uint32_t>(at + 1 - begin);
    if (part.mention.span.begin < part.mention.span.end) names->push_back(part);
    begin = at + 1;
  }
}

// "{Kafr Hamra}": what villages are called by is not all of a name.
void NameBounds::TakeVillage(ModelMention* found) const {
  const FieldText& field = document_.field(found->mention.field);
  const Tokens tokens = TokensOf(found->mention);
  if (found->type != EntityType::kLoc || tokens.size() != 1) return;
  if (found->mention.span.end != tokens.front().original.end) return;
  const uint32_t begin = found->mention.span.begin;
  if (!IsIn(text::FoldText(text::OriginalSpan{begin, found->mention.span.end}.Cut(field.original)), "village")) return;
  const auto next = static_cast<size_t>(tokens.data() + 1 - field.tokens.data());
  if (next >= field.tokens.size() || field.tokens[next].script != text::Script::kArabic) return;
  const text::Token& after = field.tokens[next];
  if (text::OriginalSpan{found->mention.span.end, after.original.begin}.Cut(field.original) != " ") return;
  const std::string_view word = after.search.Cut(field.search);
  if (CueOf(word) != Cue::kNone || IsIn(word, "no-given") || IsIn(word, "stop")) return;
  found->mention.span.end = after.original.end;
  ++found->words;
}

// "Malcolm scored the third": the number is the goal's and not a king's.
void NameBounds::LeaveGoal(ModelMention* found) const {
  const FieldText& field = document_.field(found->mention.field);
  const Tokens tokens = TokensOf(found->mention);
  const auto at = static_cast<size_t>(tokens.data() - field.tokens.data());
  if (found->type != EntityType::kPer || tokens.size() < 2 || at == 0) return;
  const auto word = [&](const text::Token& token) { return token.search.Cut(field.search); };
  if (!IsIn(word(tokens.back()), "ordinal") || !IsIn(word(field.tokens[at - 1]), "scores")) return;
  found->mention.span.end = tokens[tokens.size() - 2].original.end;
  --found->words;
}

// What begins inside the name before it is a piece of that. True if it was.
bool NameBounds::JoinToLast(const ModelMention& found, std::vector<ModelMention>* names) const {
  if (names->empty()) return false;
  FoundMention& last = names->back().mention;
  const FoundMention& next = found.mention;
  if (last.field != next.field || next.span.begin < last.span.begin || next.span.begin >= last.span.end) return false;
  last.span.end = std::max(last.span.end, next.span.end);
  return true;
}

// Initials before a person's name are part of it, whatever was made of them.
void NameBounds::TakeInitials(ModelMention* found, std::vector<ModelMention>* names) const {
  const FieldText& field = document_.field(found->mention.field);
  const Tokens tokens = TokensOf(found->mention);
  if (found->type != EntityType::kPer || tokens.empty()) return;
  const auto at = static_cast<uint32_t>(tokens.data() - field.tokens.data());
  const uint32_t first = InitialsBefore(field, at, document_.language);
  if (first == at) return;
  found->mention.span.begin = field.tokens[first].original.begin;
  found->words += at - first;
  const auto is_taken = [&](const ModelMention& name) {
    return name.mention.field == found->mention.field && name.mention.span.end > found->mention.span.begin;
  };
  while (!names->empty() && is_taken(names->back())) names->pop_back();
}

// Whether `token`, before "father of", is the given name that the name begins with, and no verb or particle.
bool NameBounds::IsGivenName(const FieldText& field, const text::Token& token) const {
  const std::string_view word = token.search.Cut(field.search);
  const bool is_listed = (lexicon_.Find(word).lists >> static_cast<int>(NameList::kGivenOrFamily) & 1) != 0;
  if (!is_listed || word.size() < kLeastGivenName || CueOf(word) != Cue::kNone) return false;
  if (word.starts_with(kWaw) || IsIn(word, "no-given")) return false;  // "and replied" is also Ward
  return !token.original.Cut(field.original).ends_with(kAlefMaksura);  // "on", not Ali
}

// "{Raed Abu al-Saud}": the model may take what goes before "father of" for a word.
void NameBounds::TakeFirstName(ModelMention* found, const std::vector<ModelMention>& names) const {
  const FieldText& field = document_.field(found->mention.field);
  const Tokens tokens = TokensOf(found->mention);
  const auto at = static_cast<size_t>(tokens.data() - field.tokens.data());
  if (found->type != EntityType::kPer || tokens.size() < 2 || at == 0) return;
  if (found->mention.span.begin != tokens.front().original.begin) return;
  const text::Token& before = field.tokens[at - 1];
  if (!IsIn(tokens.front().search.Cut(field.search), "father") || !IsGivenName(field, before)) return;
  if (text::OriginalSpan{before.original.end, found->mention.span.begin}.Cut(field.original) != " ") return;
  const bool is_taken = !names.empty() && names.back().mention.field == found->mention.field &&
                        names.back().mention.span.end > before.original.begin;
  if (is_taken) return;
  found->mention.span.begin = before.original.begin;
  ++found->words;
}

// A person's name has no word in lower case but particles: "{Arda Kaya} beats {Carlsen}". A text without capitals stays.
std::vector<ModelMention> NameBounds::BetweenLowerCase(const ModelMention& found) const {
  const std::string_view original = document_.field(found.mention.field).original;
  const Tokens tokens = TokensOf(found.mention);
  const auto is_capital = [&](const text::Token& token) { return text::StartsUpper(token.original.Cut(original)); };
  const auto is_part = [&](const text::Token& token) {
    const std::string_view word = token.original.Cut(original);
    const bool goes_on = token.original.begin > 0 && original[token.original.begin - 1] == '-';  // Seung-hyun
    return goes_on || is_capital(token) || !text::HasLower(word) || IsIn(text::FoldText(word), "particle");
  };
  std::vector<ModelMention> parts;
  if (found.type == EntityType::kPer && !std::ranges::all_of(tokens, is_part)) {
    for (size_t begin = 0, end = 0; begin < tokens.size(); begin = end + 1) {
      size_t after_capital = begin;
      for (end = begin; end < tokens.size() && is_part(tokens[end]); ++end) {
        if (is_capital(tokens[end])) after_capital = end + 1;
      }
      if (after_capital == begin) continue;
      ModelMention& part = parts.emplace_back(found);
      part.mention.span = {tokens[begin].original.begin, tokens[after_capital - 1].original.end};
      part.words = static_cast<uint32_t>(after_capital - begin);
    }
  }
  return parts.empty() ? std::vector{found} : parts;
}

void NameBounds::AppendMended(const ModelMention& found, NameContext context, std::vector<ModelMention>* names) {
  for (const ModelMention& part : BetweenLowerCase(found)) {
    AppendPart(part, context, names);
    context = {};
  }
}

void NameBounds::AppendPart(const ModelMention& found, NameContext context, std::vector<ModelMention>* names) {
  ModelMention mended = found;
  if (IsCommonNoun(found) || IsNoName(document_, found, TokensOf(found.mention)) || !LeaveGroup(&mended)) return;
  if (IsRole(found, *names)) return;
  if (found.type == EntityType::kPer && (IsTrademark(found) || IsCompany(found))) mended.type = EntityType::kOrg;
  LeaveGoal(&mended);
  StripProclitic(context.follows_name, &mended.mention);
  StripElided(context.begins_sentence, &mended.mention);
  TakeInitials(&mended, names);
  TakeFirstName(&mended, *names);
  TakeVillage(&mended);
  if (!JoinToLast(mended, names) && !AppendPersonAndPlace(mended, names)) AppendParts(mended, names);
}

}  // namespace marsad::tag
