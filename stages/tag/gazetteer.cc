#include "stages/tag/gazetteer.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "stages/tag/compiled/reader.h"
#include "stages/tag/compiled/writer.h"
#include "stages/tag/gazetteer_builder.h"
#include "stages/tag/tsv.h"

namespace marsad::tag {
namespace {

using compiled::Kind;

std::string_view Slice(std::string_view text, size_t offset, size_t size) {
  return offset <= text.size() && size <= text.size() - offset ? text.substr(offset, size) : std::string_view();
}

// Calls visit(number of its language, label) for each of an entity's labels.
template <class Visit>
void ForEachLabel(std::string_view labels, Visit visit) {
  constexpr size_t kHead = 3;  // language and size
  while (labels.size() >= kHead) {
    const auto byte = [&](size_t at) { return size_t{static_cast<uint8_t>(labels[at])}; };
    const size_t size = byte(1) | byte(2) << 8;
    visit(byte(0), labels.substr(kHead, size));
    labels.remove_prefix(std::min(kHead + size, labels.size()));
  }
}

}  // namespace

Result<std::vector<GazetteerFile>> ReadGazetteerFiles(const std::string& directory) {
  std::error_code error;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() == ".tsv") paths.push_back(entry.path());
  }
  if (error) return Fail("gazetteer " + directory + ": " + error.message());
  if (paths.empty()) return Fail("gazetteer " + directory + ": holds no .tsv file");
  std::sort(paths.begin(), paths.end());
  std::vector<GazetteerFile> files;
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in) return Fail("gazetteer " + path.string() + ": cannot be read");
    files.push_back({path.filename().string(), std::move(bytes)});
  }
  return files;
}

Result<std::string> CompileGazetteer(std::span<const GazetteerFile> files, std::string_view sources) {
  const Result<compiled::Tables> tables = GazetteerBuilder().Build(files);
  if (!tables) return Fail(tables.error().message);
  return compiled::Write(*tables, sources);
}

Result<std::shared_ptr<const Gazetteer>> Gazetteer::Parse(std::span<const GazetteerFile> files) {
  Result<std::string> compiled = CompileGazetteer(files, {});
  if (!compiled) return Fail(compiled.error().message);
  const auto kept = std::make_shared<const std::string>(std::move(*compiled));
  return Open({kept, *kept}, false);
}

Result<std::shared_ptr<const Gazetteer>> Gazetteer::Open(SharedBytes compiled, bool check_all) {
  std::shared_ptr<Gazetteer> gazetteer(new Gazetteer);
  gazetteer->compiled_ = std::move(compiled);
  if (Result<void> read = gazetteer->Read(check_all); !read) return Fail(read.error().message);
  return std::shared_ptr<const Gazetteer>(std::move(gazetteer));
}

Result<void> Gazetteer::Read(bool check_all) {
  const Result<compiled::Reader> reader = compiled::Reader::Open(compiled_.bytes, check_all);
  if (!reader) return Fail(reader.error().message);
  sources_ = reader->Text(Kind::kSources);
  entities_ = reader->Records<compiled::EntityRecord>(Kind::kEntities);
  entity_text_ = reader->Text(Kind::kEntityText);
  coordinates_ = reader->Records<compiled::CoordinatesRecord>(Kind::kCoordinates);
  names_ = reader->Records<compiled::NameRecord>(Kind::kNames);
  spellings_ = reader->Records<compiled::SpellingRecord>(Kind::kSpellings);
  name_text_ = reader->Text(Kind::kNameText);
  index_ = NameIndex({.nodes = reader->Records<NameIndex::Node>(Kind::kNodes),
                      .words = reader->Records<uint32_t>(Kind::kNodeWords),
                      .slots = reader->Records<NameIndex::Slot>(Kind::kSlots),
                      .pool = reader->Text(Kind::kWords)},
                     static_cast<uint32_t>(names_.size()));
  if (const std::string_view languages = reader->Text(Kind::kLanguages); !languages.empty()) {
    for (const std::string_view language : Split(languages, ' ')) languages_.emplace_back(language);
  }
  size_t use = 0;
  for (const std::string_view line : Split(reader->Text(Kind::kContext), '\n')) {
    if (line.empty() || use == kContextWords) {
      ++use;
      continue;
    }
    for (const std::string_view word : Split(line, '\t')) context_[use].emplace(word);
    ++use;
  }
  Result<Declension> declension = Declension::Parse("endings.tsv", reader->Text(Kind::kEndings));
  if (!declension) return Fail("is damaged: " + declension.error().message);
  declension_ = std::move(*declension);
  return {};
}

// A damaged file that was not checked may hold any number: nothing is read outside of the sections.
KnownEntity Gazetteer::entity(uint32_t number) const {
  if (number >= entities_.size()) return {};
  const compiled::EntityRecord& record = entities_[number];
  KnownEntity entity{.number = number, .tier = record.tier};
  if (record.type >= 1 && record.type <= 4) entity.type = static_cast<EntityType>(record.type);
  if (record.country[0] != '\0') entity.country = {record.country, sizeof record.country};
  entity.ids = Slice(entity_text_, record.text, record.ids_size);
  entity.labels = Slice(entity_text_, size_t{record.text} + record.ids_size, record.labels_size);
  return entity;
}

std::optional<Coordinates> Gazetteer::CoordinatesOf(const KnownEntity& entity) const {
  const auto at = std::ranges::lower_bound(coordinates_, entity.number, {}, &compiled::CoordinatesRecord::entity);
  if (at == coordinates_.end() || at->entity != entity.number) return std::nullopt;
  return Coordinates{.latitude = at->latitude, .longitude = at->longitude};
}

KnownName Gazetteer::name(uint32_t number) const {
  if (number >= names_.size()) return {};
  const compiled::NameRecord& record = names_[number];
  KnownName name{.entity = record.entity & ((1u << compiled::kEntityBits) - 1), .languages = record.languages};
  name.use = static_cast<NameUse>(record.entity >> compiled::kEntityBits & 3);
  name.capital = (record.entity & compiled::kCapitalBit) != 0;
  if ((record.entity & compiled::kSpellingBit) != 0) ReadSpelling(number, &name);
  return name;
}

void Gazetteer::ReadSpelling(uint32_t number, KnownName* name) const {
  const auto at = std::ranges::lower_bound(spellings_, number, {}, &compiled::SpellingRecord::name);
  if (at == spellings_.end() || at->name != number) return;
  name->exact = Slice(name_text_, at->text, at->exact_size);
  name->marked = Slice(name_text_, size_t{at->text} + at->exact_size, at->marked_size);
}

uint32_t Gazetteer::LanguageBits(std::string_view language) const {
  const size_t column = Column(language);
  return column == languages_.size() ? ~0u : 1u << column;
}

size_t Gazetteer::Column(std::string_view language) const {
  const std::string_view subtag = language.substr(0, language.find('-'));
  return static_cast<size_t>(std::find(languages_.begin(), languages_.end(), subtag) - languages_.begin());
}

std::string_view Gazetteer::OwnLabel(const KnownEntity& entity, std::string_view language) const {
  std::string_view own;
  const size_t column = Column(language);
  ForEachLabel(entity.labels, [&](size_t number, std::string_view label) {
    if (number == column) own = label;
  });
  return own;
}

std::string_view Gazetteer::Label(const KnownEntity& entity, std::string_view language) const {
  for (std::string_view wanted : {language, std::string_view("en"), std::string_view("ar")}) {
    if (const std::string_view label = OwnLabel(entity, wanted); !label.empty()) return label;
  }
  const std::vector<std::string_view> any = Labels(entity);
  return any.empty() ? std::string_view() : any.front();
}

std::vector<std::string_view> Gazetteer::Labels(const KnownEntity& entity) const {
  std::vector<std::string_view> labels;
  ForEachLabel(entity.labels, [&](size_t, std::string_view label) { labels.push_back(label); });
  return labels;
}

std::string_view KnownEntity::id() const {
  constexpr std::string_view kWikidata = "wikidata:";
  const std::string_view best = ids.substr(0, ids.find(' '));
  return best.starts_with(kWikidata) ? best.substr(kWikidata.size()) : best;
}

bool KnownEntity::HasId(std::string_view prefix) const {
  const std::vector<std::string_view> all = Split(ids, ' ');
  return std::ranges::any_of(all, [&](std::string_view id) { return id.starts_with(prefix); });
}

}  // namespace marsad::tag
