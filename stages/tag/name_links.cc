#include "stages/tag/name_links.h"

#include <algorithm>
#include <iterator>

#include "lib/base/utf8.h"
#include "lib/text/fold.h"
#include "stages/tag/model/cues.h"
#include "stages/tag/model/sequence.h"
#include "stages/tag/name_bounds.h"
#include "stages/tag/spelling.h"
#include "stages/tag/tsv.h"

namespace marsad::tag {
namespace {

constexpr int kMostSteps = 4;        // from an alias to a short name to the full one
constexpr size_t kMostAliasGap = 2;  // words between a name and its alias

std::string WithType(EntityType type, std::string_view form) {
  return std::to_string(static_cast<int>(type)).append(form);
}

std::string_view FirstCharacter(std::string_view word) { return word.substr(0, NextBoundary(word, 0)); }

bool IsArabic(std::string_view word) { return word >= "\u0600" && word < "\u0780"; }

// What a person of these words may be called: a beginning or an end of the name, first and family name, initials and
// family name, the family name first.
std::vector<std::string> FormsOfPerson(std::string_view full) {
  std::vector<std::string> forms;
  for (size_t blank = full.find(' '); blank != std::string_view::npos; blank = full.find(' ', blank + 1)) {
    forms.emplace_back(full.substr(0, blank));
    const std::string_view before = forms.back();
    // The name after "son of" is his father's.
    const bool is_father = IsArabic(before) && IsBoundsWord("son", before.substr(before.rfind(' ') + 1));
    if (!is_father) forms.emplace_back(full.substr(blank + 1));
  }
  const std::vector<std::string_view> words = Split(full, ' ');
  if (words.size() < 2) return forms;
  const std::string last = ' ' + std::string(words.back());
  if (words.size() > 2) forms.push_back(std::string(words.front()) + last);
  if (IsArabic(words.front())) return forms;
  if (words.size() == 2) forms.push_back(std::string(words.back()) + ' ' + std::string(words.front()));
  forms.push_back(std::string(FirstCharacter(words.front())) + last);
  std::string initials;
  for (size_t i = 0; i + 1 < words.size(); ++i) initials.append(i == 0 ? "" : " ").append(FirstCharacter(words[i]));
  forms.push_back(initials + last);
  return forms;
}

}  // namespace

NameLinks::NameLinks(const Document& document, const Gazetteer& gazetteer, const std::vector<FusedMention>& mentions)
    : document_(document), gazetteer_(gazetteer) {
  for (size_t i = 0; i < mentions.size(); ++i) {
    if (i > 0) LearnAlias(mentions[i - 1], mentions[i]);
    if (mentions[i].mention.is_unsure) continue;
    LearnPerson(mentions[i]);
    LearnCases(mentions[i]);
  }
}

void NameLinks::Add(EntityType type, std::string_view form, const FusedMention& meant) {
  if (form != meant.key) meant_.try_emplace(WithType(type, form), &meant);
}

// A part of a person's name belongs to the first person whose full name has it.
void NameLinks::LearnPerson(const FusedMention& person) {
  if (person.type != EntityType::kPer || person.words < 2) return;
  if (meant_.contains(WithType(person.type, person.key))) return;  // itself a form of another
  for (const std::string& form : FormsOfPerson(person.key)) Add(person.type, form, person);
  const std::string_view surface = person.mention.span.Cut(document_.field(person.mention.field).original);
  for (const std::string& other : SpellingsOfG(text::FoldText(surface))) {
    const std::string key = SpellingKey(other);
    Add(person.type, key, person);
    for (const std::string& form : FormsOfPerson(key)) Add(person.type, form, person);
  }
}

// In languages with a table of endings.
void NameLinks::LearnCases(const FusedMention& mention) {
  if (mention.entity) return;
  const bool is_person = mention.type == EntityType::kPer;
  const std::string surface(mention.mention.span.Cut(document_.field(mention.mention.field).original));
  for (const std::string& form : gazetteer_.Forms(surface, document_.language, is_person)) {
    const std::string key = SpellingKey(text::FoldText(form));
    Add(mention.type, key, mention);
    if (!is_person || mention.words < 2) continue;
    for (const std::string& part : FormsOfPerson(key)) Add(mention.type, part, mention);
  }
}

// Whether `mention` is another name of the one before it: in brackets, or after a word that says so.
bool NameLinks::AreTied(const FusedMention& before, const FusedMention& mention) const {
  if (before.mention.field != mention.mention.field) return false;
  const std::string_view text = document_.field(mention.mention.field).original;
  const uint32_t end = before.mention.span.end;
  if (mention.mention.span.begin <= end) return false;
  const std::string_view gap = text.substr(end, mention.mention.span.begin - end);
  if (gap == " (") return text.substr(mention.mention.span.end).starts_with(')');
  if (before.type != EntityType::kPer || gap.size() > 80 || !gap.starts_with(' ')) return false;
  const std::string folded = text::FoldText(gap);
  std::vector<std::string_view> words = Split(folded, ' ');
  std::erase_if(words, [](std::string_view word) { return word.empty() || word == ","; });
  return !words.empty() && words.size() <= kMostAliasGap && IsAliasWord(words.front());
}

// A body's abbreviation, a person's other name.
void NameLinks::LearnAlias(const FusedMention& before, const FusedMention& mention) {
  const bool is_known_apart = mention.entity && mention.entity != before.entity;
  if (before.mention.is_unsure || is_known_apart || mention.key == before.key || !AreTied(before, mention)) return;
  const bool is_abbreviation =
      before.type == EntityType::kOrg && mention.words == 1 && before.words > 1 && mention.type != EntityType::kLoc;
  if (is_abbreviation || before.type == mention.type) aliases_.try_emplace(mention.key, &before);
}

// Half of all men are called so: "Mohammed, the elder brother of" the accused is not the known president of that name, but
// after a title, "Prince Mohammed", he is.
bool NameLinks::IsAnyonesGivenName(const FusedMention& mention, const FusedMention& person) const {
  const bool is_beginning = mention.words == 1 && person.key.starts_with(mention.key + ' ');
  if (mention.type != EntityType::kPer || !person.entity || !is_beginning) return false;
  const FieldText& field = document_.field(mention.mention.field);
  const auto at = TokenFrom(field, mention.mention.span.begin);
  if (at == field.tokens.end() || !IsBoundsWord("anyones", at->search.Cut(field.search))) return false;
  return at == field.tokens.begin() || CueOf(std::prev(at)->search.Cut(field.search)) != Cue::kTitle;
}

const FusedMention* NameLinks::Find(const FusedMention& mention) const {
  if (mention.entity) return nullptr;
  if (const auto alias = aliases_.find(mention.key); alias != aliases_.end()) return alias->second;
  const auto meant = meant_.find(WithType(mention.type, mention.key));
  if (meant == meant_.end() || IsAnyonesGivenName(mention, *meant->second)) return nullptr;
  return meant->second;
}

const FusedMention& NameLinks::Resolve(const FusedMention& mention) const {
  const FusedMention* found = &mention;
  for (int step = 0; step < kMostSteps; ++step) {
    const FusedMention* next = Find(*found);
    if (next == nullptr || next->key == found->key) break;
    found = next;
  }
  return *found;
}

}  // namespace marsad::tag
