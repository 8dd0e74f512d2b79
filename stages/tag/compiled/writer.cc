#include "stages/tag/compiled/writer.h"

#include <array>
#include <bit>
#include <cstring>
#include <type_traits>
#include <vector>

#include "stages/tag/compiled/format.h"
#include "stages/tag/compiled/reader.h"
#include "stages/tag/name_index.h"

static_assert(std::endian::native == std::endian::little, "compiled gazetteers are little-endian");

namespace marsad::tag::compiled {
namespace {

constexpr size_t kMaxIdsBytes = UINT16_MAX;
constexpr size_t kMaxEntities = size_t{1} << kEntityBits;
constexpr size_t kMaxNames = size_t{1} << 31;
constexpr size_t kMaxText = UINT32_MAX;

template <class Record>
void Append(const Record& record, std::string* bytes) {
  static_assert(std::is_trivially_copyable_v<Record>);
  bytes->append(reinterpret_cast<const char*>(&record), sizeof record);
}

template <class Record>
std::string Bytes(const std::vector<Record>& records) {
  static_assert(std::is_trivially_copyable_v<Record>);
  return {reinterpret_cast<const char*>(records.data()), records.size() * sizeof(Record)};
}

template <class Words>
std::string Join(const Words& words, char separator) {
  std::string all;
  for (const std::string& word : words) {
    if (!all.empty()) all += separator;
    all += word;
  }
  return all;
}

class Writer {
 public:
  explicit Writer(const Tables& tables) : tables_(tables) {}

  Result<std::string> Write(std::string_view sources) {
    if (tables_.entities.size() >= kMaxEntities) return Fail("the lists have more than 268 million entities");
    if (tables_.names.size() >= kMaxNames) return Fail("the lists have more than 2 billion names");
    bytes(Kind::kSources) = sources;
    bytes(Kind::kLanguages) = Join(tables_.languages, ' ');
    bytes(Kind::kEndings) = tables_.endings.bytes;
    for (const auto& words : tables_.context) bytes(Kind::kContext) += Join(words, '\t') + '\n';
    for (const ListedEntity& entity : tables_.entities) {
      if (Result<void> written = Add(entity); !written) return Fail(written.error().message);
    }
    AddNames();
    for (const Kind kind : {Kind::kEntityText, Kind::kNameText, Kind::kWords}) {
      if (bytes(kind).size() > kMaxText) return Fail("the lists have more than 4 GB of names");
    }
    return Assemble();
  }

 private:
  std::string& bytes(Kind kind) { return sections_[static_cast<size_t>(kind)]; }

  Result<void> Add(const ListedEntity& entity) {
    std::string& text = bytes(Kind::kEntityText);
    const std::string ids = Join(entity.ids, ' ');
    if (ids.size() > kMaxIdsBytes) return Fail("the ids of an entity are longer than 64 KiB: " + entity.ids.front());
    EntityRecord record{.text = static_cast<uint32_t>(text.size()),
                        .ids_size = static_cast<uint16_t>(ids.size()),
                        .type = static_cast<uint8_t>(entity.type),
                        .tier = entity.tier};
    entity.country.copy(record.country, sizeof record.country);
    text += ids;
    const size_t labels = text.size();
    for (size_t language = 0; language < entity.labels.size(); ++language) {
      const std::string& label = entity.labels[language];
      if (label.empty()) continue;
      text += static_cast<char>(language);
      Append(static_cast<uint16_t>(label.size()), &text);
      text += label;
    }
    record.labels_size = static_cast<uint32_t>(text.size() - labels);
    if (entity.coordinates) {
      const size_t number = bytes(Kind::kEntities).size() / sizeof record;
      Append(CoordinatesRecord{.entity = static_cast<uint32_t>(number),
                               .latitude = entity.coordinates->latitude,
                               .longitude = entity.coordinates->longitude},
             &bytes(Kind::kCoordinates));
    }
    Append(record, &bytes(Kind::kEntities));
    return {};
  }

  void AddNames() {
    std::vector<NameIndex::Key> keys;
    keys.reserve(tables_.keys.size());
    std::vector<const std::vector<uint32_t>*> named;
    for (const auto& [key, names] : tables_.keys) {
      keys.push_back({key, static_cast<uint32_t>(names.size())});
      named.push_back(&names);
    }
    const NameIndex::Made made = NameIndex::Build(keys);
    bytes(Kind::kNodes) = Bytes(made.tables.nodes);
    bytes(Kind::kNodeWords) = Bytes(made.tables.words);
    bytes(Kind::kSlots) = Bytes(made.tables.slots);
    bytes(Kind::kWords) = made.tables.pool;
    uint32_t number = 0;
    for (const uint32_t key : made.order) {
      for (const uint32_t name : *named[key]) Add(tables_.names[name], number++);
    }
  }

  void Add(const ListedName& name, uint32_t number) {
    NameRecord record{.entity = name.entity | static_cast<uint32_t>(name.use) << kEntityBits,
                      .languages = name.languages};
    if (name.capital) record.entity |= kCapitalBit;
    if (!name.exact.empty() || !name.marked.empty()) {
      record.entity |= kSpellingBit;
      Append(SpellingRecord{.name = number,
                            .text = static_cast<uint32_t>(bytes(Kind::kNameText).size()),
                            .exact_size = static_cast<uint16_t>(name.exact.size()),
                            .marked_size = static_cast<uint16_t>(name.marked.size())},
             &bytes(Kind::kSpellings));
      bytes(Kind::kNameText) += name.exact + name.marked;
    }
    Append(record, &bytes(Kind::kNames));
  }

  std::string Assemble() {
    Header header{.format = kFormat, .byte_order = kByteOrder, .rules = Rules()};
    std::memcpy(header.magic, kMagic, sizeof kMagic);
    std::string file(sizeof header, '\0');
    for (size_t i = 0; i < kKinds; ++i) {
      file.resize((file.size() + kAlignment - 1) / kAlignment * kAlignment);
      header.sections[i] = {.offset = file.size(), .size = sections_[i].size(), .hash = Hash(sections_[i])};
      file += sections_[i];
      sections_[i] = {};  // twice the file is enough
    }
    header.size = file.size();
    header.hash = Hash({reinterpret_cast<const char*>(&header), offsetof(Header, hash)});
    std::memcpy(file.data(), &header, sizeof header);
    return file;
  }

  const Tables& tables_;
  std::array<std::string, kKinds> sections_;
};

}  // namespace

Result<std::string> Write(const Tables& tables, std::string_view sources) { return Writer(tables).Write(sources); }

}  // namespace marsad::tag::compiled
