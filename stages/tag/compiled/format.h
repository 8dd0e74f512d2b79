// The layout of a compiled gazetteer: one file, read where it lies. Little-endian; every section begins at a multiple of
// kAlignment. Internal to the gazetteer: what it means stands in README.md of this folder.
#pragma once

#include <cstddef>
#include <cstdint>

namespace marsad::tag::compiled {

inline constexpr char kMagic[8] = {'M', 'A', 'R', 'S', 'A', 'D', 'G', 'Z'};
inline constexpr uint32_t kFormat = 3;              // rises when anything in here changes
inline constexpr uint32_t kByteOrder = 0x0A0B0C0D;  // reads as another number where bytes stand the other way round
inline constexpr size_t kAlignment = 16;

enum class Kind : uint32_t {
  kSources,      // names and sums of the lists that it was made of
  kLanguages,    // with blanks between
  kEntities,     // EntityRecord
  kEntityText,   // ids and labels
  kCoordinates,  // CoordinatesRecord, by entity
  kNames,        // NameRecord, in the order of the index
  kSpellings,    // SpellingRecord, by name
  kNameText,     // letters of names in which these count
  kNodes,        // of the index: NameIndex::Node
  kNodeWords,    // NameIndex::Tables::words
  kSlots,        // NameIndex::Slot
  kWords,        // their letters
  kContext,      // a line for each ContextWord, with tabs between the words
  kEndings,      // endings.tsv as it is
};
inline constexpr size_t kKinds = 14;

struct Section {
  uint64_t offset = 0;  // from the beginning of the file
  uint64_t size = 0;    // bytes
  uint64_t hash = 0;    // XXH3-64 of them
};

struct Header {
  char magic[8] = {};
  uint32_t format = 0;
  uint32_t byte_order = 0;
  uint64_t rules = 0;  // see Rules()
  uint64_t size = 0;   // bytes of the whole file
  Section sections[kKinds] = {};
  uint64_t hash = 0;  // XXH3-64 of all that stands before it
};

struct EntityRecord {
  // In kEntityText: CURIEs with blanks between, then for each label its language (1 byte), its size (2).
  uint32_t text = 0;
  uint32_t labels_size = 0;
  uint16_t ids_size = 0;
  uint8_t type = 0;
  uint8_t tier = 0;
  char country[2] = {};  // zeros: none
  uint16_t unused = 0;
};

struct CoordinatesRecord {
  uint32_t entity = 0;
  int32_t latitude = 0;  // as in Coordinates
  int32_t longitude = 0;
};

struct NameRecord {
  uint32_t entity = 0;  // its number and, in the highest bits, how the name counts
  uint32_t languages = 0;
};
inline constexpr uint32_t kEntityBits = 28;  // then two of NameUse
inline constexpr uint32_t kCapitalBit = 1u << 30;
inline constexpr uint32_t kSpellingBit = 1u << 31;  // a SpellingRecord has more

struct SpellingRecord {
  uint32_t name = 0;
  uint32_t text = 0;  // in kNameText
  uint16_t exact_size = 0;
  uint16_t marked_size = 0;  // after the exact letters
  uint32_t unused = 0;
};

static_assert(sizeof(Section) == 24 && sizeof(Header) == 40 + 24 * kKinds && sizeof(EntityRecord) == 16 &&
              sizeof(NameRecord) == 8 && sizeof(CoordinatesRecord) == 12 && sizeof(SpellingRecord) == 16);

}  // namespace marsad::tag::compiled
