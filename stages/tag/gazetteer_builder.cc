#include "stages/tag/gazetteer_builder.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>

#include "lib/base/utf8.h"
#include "lib/text/casing.h"
#include "lib/text/fold.h"
#include "lib/text/token.h"
#include "stages/tag/arabic.h"
#include "stages/tag/entity_table.h"
#include "stages/tag/model/cues.h"
#include "stages/tag/vowel_signs.h"

namespace marsad::tag {
namespace {

constexpr size_t kMaxLanguages = 32;
constexpr size_t kMaxNameBytes = 300;
constexpr size_t kMinSurnameLetters = 3;
constexpr size_t kMostWordsAfterHead = 3;
constexpr std::string_view kRightQuote = "\u2019";
constexpr char kSeparator[] = {NameIndex::kSeparator, '\0'};
constexpr std::string_view kFamilyNameFirst[] = {"CN", "HU", "JP", "KP", "KR", "TW", "VN"};

// Arabic ghain is a foreign g if the English name has one; gh is ghain itself, as in Baghdad.
bool HasHardG(std::string_view name) {
  for (size_t at = name.find('g'); at != std::string_view::npos; at = name.find('g', at + 1)) {
    if (!name.substr(at).starts_with("gh")) return true;
  }
  return false;
}

// Names in the first language of each script count in articles of every language; the others only in their own, so that
// a French name that is an English word does no harm in English.
bool CountsEverywhere(std::string_view language) { return language == "ar" || language == "en" || language == "ru"; }

// Takes the marks off the front of `name`: = in this very spelling, ? with evidence, ^ after the full name, * in sport.
void TakeMarks(std::string_view* name, compiled::ListedName* known) {
  bool exact = false;
  for (; !name->empty() && kNameMarks.find(name->front()) != std::string_view::npos; name->remove_prefix(1)) {
    exact = exact || name->front() == '=';
    if (name->front() == '?') known->use = NameUse::kWithEvidence;
    if (name->front() == '^') known->use = NameUse::kAfterFullName;
    if (name->front() == '*') known->use = NameUse::kInSport;
  }
  if (exact) known->exact = name->ends_with('.') ? name->substr(0, name->size() - 1) : *name;  // a word ends before it
}

// One of `limit` degrees at most to either side.
std::optional<int32_t> ParseDegrees(std::string_view text, double limit) {
  double degrees = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), degrees, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size() || !(std::abs(degrees) <= limit)) return std::nullopt;
  return static_cast<int32_t>(std::lround(degrees * Coordinates::kPerDegree));
}

std::optional<Coordinates> ParseCoordinates(std::string_view text) {
  const std::vector<std::string_view> parts = Split(text, ',');
  if (parts.size() != 2) return std::nullopt;
  const std::optional<int32_t> latitude = ParseDegrees(parts[0], 90), longitude = ParseDegrees(parts[1], 180);
  if (!latitude || !longitude) return std::nullopt;
  return Coordinates{.latitude = *latitude, .longitude = *longitude};
}

Result<EntityType> ParseType(std::string_view text) {
  if (text == "PER") return EntityType::kPer;
  if (text == "ORG") return EntityType::kOrg;
  if (text == "LOC") return EntityType::kLoc;
  if (text == "MISC") return EntityType::kMisc;
  return Fail("type is PER, ORG, LOC or MISC, not '" + std::string(text) + "'");
}

}  // namespace

std::string NameKey(std::string_view name) {
  std::string plain(name);
  for (size_t at; (at = plain.find(kRightQuote)) != std::string::npos;) plain.replace(at, kRightQuote.size(), "'");
  const text::Folded folded = text::Fold(plain);
  std::string key;
  for (const text::Token& token : text::Tokenize(plain, folded)) {
    if (token.search.empty()) continue;
    if (!key.empty()) key += NameIndex::kSeparator;
    key += token.search.Cut(folded.search);
  }
  return key;
}

tl::unexpected<Error> GazetteerBuilder::Place::Wrong(const std::string& what) const {
  return Fail(file.name + ":" + std::to_string(line.number) + ": " + what);
}

Result<compiled::Tables> GazetteerBuilder::Build(std::span<const GazetteerFile> files) {
  // Names are declined while they are read, and surnames looked at: what tells how comes first.
  for (const bool tables : {false, true}) {
    for (const GazetteerFile& file : files) {
      if (IsEntityTable(file.bytes) != tables) continue;
      if (file.name == "endings.tsv") {
        Result<Declension> declension = Declension::Parse(file.name, file.bytes);
        if (!declension) return Fail(declension.error().message);
        out_.declension = std::move(*declension);
        out_.endings = file;
      } else if (Result<void> read = ReadFile(file); !read) {
        return Fail(read.error().message);
      }
    }
  }
  return std::move(out_);
}

Result<void> GazetteerBuilder::ReadFile(const GazetteerFile& file) {
  Columns columns;
  for (const TsvLine& line : ReadTsv(file.bytes)) {
    const Place place{file, line};
    Result<void> read;
    if (file.name == "context.tsv") {
      read = ReadContext(place);
    } else if (columns.empty()) {
      Result<Columns> header = ReadHeader(place);
      if (!header) return Fail(header.error().message);
      columns = std::move(*header);
    } else {
      read = ReadEntity(place, columns);
    }
    if (!read) return read;
  }
  return {};
}

Result<void> GazetteerBuilder::ReadContext(const Place& place) {
  constexpr std::string_view kUses[kContextWords] = {
      "place",     "title",       "and",         "not-surname", "whole",  "doubted",
      "part-of",   "moves",       "named-after", "after-name",  "of",     "kin-before",
      "kin-after", "introduced",  "introduces",  "sport",       "inside", "kind-of-body",
      "adjective", "undescribed", "after-place", "facility",    "body",   "goes-on",
      "town",      "capital",     "after-town",  "to",          "at",     "without-article",
      "war",       "waged",       "town-body",   "described",   "prayer", "prayer-time",
      "with-heh"};
  if (place.line.fields.size() != 3) return place.Wrong("needs 3 columns: use, language, words");
  if (place.line.fields[0] == "marked") {
    for (std::string_view word : Split(place.line.fields[2], '|')) marked_[text::FoldText(word)] = word;
    return {};
  }
  const auto use = std::find(std::begin(kUses), std::end(kUses), place.line.fields[0]);
  if (use == std::end(kUses)) {
    std::string all;
    for (const std::string_view one : kUses) all.append(one).append(", ");
    return place.Wrong("use is " + all + "or marked");
  }
  auto& words = out_.context[static_cast<size_t>(use - std::begin(kUses))];
  for (std::string_view word : Split(place.line.fields[2], '|')) words.insert(text::FoldText(word));
  return {};
}

Result<GazetteerBuilder::Columns> GazetteerBuilder::ReadHeader(const Place& place) {
  const auto& fields = place.line.fields;
  const bool known = fields.size() > Column::kFirstLanguage &&
                     std::equal(std::begin(kFixedColumns), std::end(kFixedColumns), fields.begin());
  if (!known) return place.Wrong("the header must be key, type, tier, ids, country, as_of and then languages");
  Columns columns(fields.begin() + Column::kFirstLanguage, fields.end());
  for (const std::string& language : columns) {
    if (language != kCoordinates && Language(language) >= kMaxLanguages) return place.Wrong("more than 32 languages");
  }
  return columns;
}

size_t GazetteerBuilder::Language(const std::string& language) {
  auto& languages = out_.languages;
  const auto found = std::find(languages.begin(), languages.end(), language);
  if (found != languages.end()) return static_cast<size_t>(found - languages.begin());
  languages.push_back(language);
  return languages.size() - 1;
}

Result<compiled::ListedEntity> GazetteerBuilder::ReadAttributes(const Place& place, const Columns& columns) {
  const auto& fields = place.line.fields;
  ListedEntity entity;
  const Result<EntityType> type = ParseType(fields[Column::kType]);
  if (!type) return place.Wrong(type.error().message);
  entity.type = *type;
  const std::string_view tier = fields[Column::kTier];
  if (tier != "1" && tier != "2" && tier != "3") return place.Wrong("tier is 1, 2 or 3");
  entity.tier = static_cast<uint8_t>(tier.front() - '0');
  if (const std::string_view ids = fields[Column::kIds]; !ids.empty()) {
    for (std::string_view id : Split(ids, ' ')) {
      const size_t colon = id.find(':');
      if (colon == 0 || colon >= id.size() - 1) return place.Wrong("'" + std::string(id) + "' is no CURIE");
      entity.ids.emplace_back(id);
    }
  }
  const std::string_view country = fields[Column::kCountry];
  if (!country.empty() && country.size() != 2) return place.Wrong("country is two letters of ISO 3166-1");
  entity.country = country;
  const auto column = static_cast<size_t>(std::ranges::find(columns, kCoordinates) - columns.begin());
  if (column == columns.size() || fields[Column::kFirstLanguage + column].empty()) return entity;
  entity.coordinates = ParseCoordinates(fields[Column::kFirstLanguage + column]);
  if (!entity.coordinates) return place.Wrong("coordinates are latitude,longitude in degrees, as 31.95,35.93");
  return entity;
}

Result<void> GazetteerBuilder::ReadEntity(const Place& place, const Columns& columns) {
  if (place.line.fields.size() != Column::kFirstLanguage + columns.size()) {
    return place.Wrong("needs " + std::to_string(Column::kFirstLanguage + columns.size()) + " columns, has " +
                       std::to_string(place.line.fields.size()));
  }
  Result<ListedEntity> entity = ReadAttributes(place, columns);
  if (!entity) return Fail(entity.error().message);
  row_.first_name = out_.names.size();
  row_.entity = Join(std::move(*entity));
  if (const std::string_view ids = place.line.fields[Column::kIds]; !ids.empty()) {
    for (const std::string_view id : Split(ids, ' ')) owners_.try_emplace(id, row_.entity);
  }
  origin_ = OriginOf(place, columns);
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::string_view names = place.line.fields[Column::kFirstLanguage + i];
    if (names.empty() || columns[i] == kCoordinates) continue;
    if (row_.kind == Row::kReplaces) Current().labels[Language(columns[i])].clear();
    if (Result<void> read = ReadNames(place, columns[i], names); !read) return read;
  }
  return {};
}

uint32_t GazetteerBuilder::Join(ListedEntity listed) {
  const auto owner = [&](const std::string& id) { return owners_.find(id); };
  const auto shared = std::ranges::find_if(listed.ids, [&](auto& id) { return owner(id) != owners_.end(); });
  row_.kind = Row::kNew;
  if (shared == listed.ids.end()) {
    listed.labels.resize(kMaxLanguages);
    out_.entities.push_back(std::move(listed));
    return static_cast<uint32_t>(out_.entities.size() - 1);
  }
  const uint32_t number = owner(*shared)->second;
  ListedEntity& known = out_.entities[number];
  row_.kind = listed.tier < known.tier ? Row::kReplaces : Row::kAdds;
  if (row_.kind == Row::kReplaces) {
    listed.labels = std::move(known.labels);
    std::swap(listed, known);
  }
  for (const std::string& id : listed.ids) {
    const bool is_others = owner(id) != owners_.end() && owner(id)->second != number;
    if (!is_others && std::ranges::find(known.ids, id) == known.ids.end()) known.ids.push_back(id);
  }
  if (known.country.empty()) known.country = listed.country;
  if (!known.coordinates) known.coordinates = listed.coordinates;
  return number;
}

Result<void> GazetteerBuilder::ReadNames(const Place& place, const std::string& language, std::string_view names) {
  ListedEntity& entity = Current();
  const size_t number = Language(language);
  for (std::string_view name : Split(names, kNameSeparator)) {
    ListedName known{.entity = row_.entity};
    known.languages = CountsEverywhere(language) ? ~0u : 1u << number;
    known.use = entity.tier == 3 ? NameUse::kWithEvidence : NameUse::kAlways;
    TakeMarks(&name, &known);
    if (name.empty() || name.size() > kMaxNameBytes) return place.Wrong("a name is empty or longer than 300 bytes");
    if (entity.labels[number].empty()) entity.labels[number] = name;
    if (entity.type == EntityType::kPer && known.use != NameUse::kAfterFullName) AddSurname(name, language);
    if (!AddForms(name, language, std::move(known))) {
      return place.Wrong("'" + std::string(name) + "' holds no word");
    }
  }
  if (entity.type == EntityType::kOrg && language == "ar") AddHeaded(names, language);
  return {};
}

// A body whose full Arabic name begins with what it is, the Movement of Resistance, has its short names after that word, too:
// the movement Hamas.
void GazetteerBuilder::AddHeaded(std::string_view names, const std::string& language) {
  const auto head_of = [](std::string_view name) {
    std::string_view head = name.substr(0, name.find(' '));
    if (head.size() == name.size() || CueOf(text::FoldText(head)) != Cue::kOrgHead) return std::string_view();
    if (head.starts_with(kArticle)) head.remove_prefix(kArticle.size());
    return head;
  };
  std::set<std::string_view> heads;
  for (const std::string_view name : Split(names, kNameSeparator)) heads.insert(head_of(WithoutMarks(name)));
  heads.erase("");
  for (const std::string_view name : Split(names, kNameSeparator)) {
    const std::string_view first = name.substr(0, name.find(' '));
    const bool is_plain = WithoutMarks(name) == name && CueOf(text::FoldText(first)) != Cue::kOrgHead;
    if (!is_plain || Split(name, ' ').size() > kMostWordsAfterHead) continue;
    ListedName known{.entity = row_.entity};
    known.use = out_.entities[row_.entity].tier == 3 ? NameUse::kWithEvidence : NameUse::kAlways;
    known.languages = CountsEverywhere(language) ? ~0u : 1u << Language(language);
    for (const std::string_view head : heads) AddForms(std::string(head) + ' ' + std::string(name), language, known);
  }
}

// The last word of a person's full name stands for the person once the full name was there.
void GazetteerBuilder::AddSurname(std::string_view name, const std::string& language) {
  const std::vector<std::string_view> words = Split(name, ' ');
  if (words.size() < 2) return;
  const auto& not_surname = out_.context[static_cast<size_t>(ContextWord::kNotSurname)];
  for (std::string_view word : {words.back(), words[words.size() - 2]}) {
    if (not_surname.contains(text::FoldText(word))) return;
  }
  if (CountCharacters(words.back()) < kMinSurnameLetters) return;
  ListedName known{.entity = row_.entity};
  known.languages = CountsEverywhere(language) ? ~0u : 1u << Language(language);
  known.use = NameUse::kAfterFullName;
  AddForms(words.back(), language, std::move(known));
}

bool GazetteerBuilder::AddForms(std::string_view name, const std::string& language, ListedName known) {
  known.capital = text::StartsUpper(name);
  const auto marked = marked_.find(text::FoldText(name));
  known.marked = marked != marked_.end() ? marked->second : HasVowelSigns(name) ? std::string(name) : "";
  if (!Add(name, known)) return false;
  if (!known.exact.empty()) return true;
  const bool is_person = out_.entities[known.entity].type == EntityType::kPer;
  for (const std::string& form : out_.declension.Forms(name, language, is_person)) Add(form, known);
  if (language != "en") return true;
  for (size_t other = 0; other < out_.languages.size(); ++other) {  // those that use English names decline them: Trumps
    known.languages = 1u << other;
    for (const std::string& form : out_.declension.Forms(name, out_.languages[other], is_person)) Add(form, known);
  }
  return true;
}

NameOrigin GazetteerBuilder::OriginOf(const Place& place, const Columns& columns) const {
  const ListedEntity& entity = out_.entities[row_.entity];
  NameOrigin origin{.is_person = entity.type == EntityType::kPer};
  origin.is_family_first = std::ranges::find(kFamilyNameFirst, entity.country) != std::end(kFamilyNameFirst);
  const auto english = std::ranges::find(columns, "en");
  if (english == columns.end()) return origin;
  const std::string_view names =
      place.line.fields[Column::kFirstLanguage + static_cast<size_t>(english - columns.begin())];
  origin.has_hard_g = HasHardG(text::FoldText(Split(names, kNameSeparator).front()));
  return origin;
}

bool GazetteerBuilder::Add(std::string_view name, const ListedName& known) {
  const std::string key = NameKey(name);
  if (key.empty()) return false;
  AddKey(key, known);
  if (!known.exact.empty()) return true;
  std::vector<std::string> words;
  for (const std::string_view word : Split(key, NameIndex::kSeparator)) words.emplace_back(word);
  for (const std::vector<std::string>& spelling : OtherSpellings(words, origin_)) {
    std::string other;
    for (const std::string& word : spelling) other.append(other.empty() ? "" : kSeparator).append(word);
    AddKey(other, known);
  }
  return true;
}

void GazetteerBuilder::AddKey(const std::string& key, const ListedName& known) {
  std::vector<uint32_t>& numbers = out_.keys[key];
  for (const uint32_t number : numbers) {  // the same once more, from another language or form
    ListedName& other = out_.names[number];
    if (other.entity == known.entity && number < row_.first_name) {  // from another row: the better known one says how
      if (row_.kind == Row::kAdds) return;
      other.languages = 0;
      continue;
    }
    const bool same = other.entity == known.entity && other.use == known.use && other.capital == known.capital &&
                      other.exact == known.exact;
    if (same) {
      other.languages |= known.languages;
      return;
    }
    // Doubted in one language, a name that counts everywhere else does not count there.
    const bool is_doubted = other.entity == known.entity && other.use == NameUse::kAlways &&
                            known.use == NameUse::kWithEvidence && known.languages != ~0u;
    if (is_doubted) other.languages &= ~known.languages;
  }
  numbers.push_back(static_cast<uint32_t>(out_.names.size()));
  out_.names.push_back(known);
}

}  // namespace marsad::tag
