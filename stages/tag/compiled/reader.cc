#include "stages/tag/compiled/reader.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <cstring>

#include "lib/text/fold.h"
#include "stages/tag/gazetteer.h"
#include "stages/tag/name_index.h"

namespace marsad::embedded {
extern const std::string_view kSpellings;
}

namespace marsad::tag::compiled {
namespace {

// Rises when gazetteer_builder, declension or spelling make other names of the same lists; a test tells when.
constexpr uint64_t kRulesVersion = 2;

size_t RecordSize(Kind kind) {
  switch (kind) {
    case Kind::kEntities:
      return sizeof(EntityRecord);
    case Kind::kCoordinates:
      return sizeof(CoordinatesRecord);
    case Kind::kNames:
      return sizeof(NameRecord);
    case Kind::kSpellings:
      return sizeof(SpellingRecord);
    case Kind::kNodes:
      return sizeof(NameIndex::Node);
    case Kind::kNodeWords:
      return sizeof(uint32_t);
    case Kind::kSlots:
      return sizeof(NameIndex::Slot);
    default:
      return 1;
  }
}

Result<void> CheckHeader(std::string_view file, const Header& header) {
  if (!std::ranges::equal(header.magic, kMagic)) return Fail("is no compiled gazetteer");
  if (header.byte_order != kByteOrder) return Fail("was made for another byte order");
  if (header.format != kFormat) {
    return Fail("has form " + std::to_string(header.format) + ", and this program reads form " +
                std::to_string(kFormat));
  }
  if (header.hash != Hash(file.substr(0, offsetof(Header, hash))))
    return Fail("is damaged: its header has another sum");
  if (header.size != file.size()) {
    return Fail("is " + std::to_string(file.size()) + " bytes long and should be " + std::to_string(header.size));
  }
  if (header.rules != Rules()) return Fail("was made by another version of marsad, which reads lists by other rules");
  return {};
}

Result<void> CheckSection(std::string_view file, size_t number, const Section& section) {
  const bool lies_within = section.offset <= file.size() && section.size <= file.size() - section.offset;
  const size_t record = RecordSize(static_cast<Kind>(number));
  if (lies_within && section.offset % kAlignment == 0 && section.size % record == 0) return {};
  return Fail("is damaged: section " + std::to_string(number) + " does not lie in the file");
}

}  // namespace

uint64_t Hash(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

uint64_t Rules() {
  static const uint64_t rules = [] {
    const uint64_t parts[] = {kRulesVersion, text::kFoldVersion, kContextWords, Hash(embedded::kSpellings)};
    return Hash({reinterpret_cast<const char*>(parts), sizeof parts});
  }();
  return rules;
}

Result<Reader> Reader::Open(std::string_view file, bool check_all) {
  Header header;
  if (file.size() < sizeof header) return Fail("is cut off, or no compiled gazetteer");
  if (reinterpret_cast<uintptr_t>(file.data()) % kAlignment != 0) return Fail("does not lie at a multiple of 16 bytes");
  std::memcpy(&header, file.data(), sizeof header);
  if (Result<void> fits = CheckHeader(file, header); !fits) return Fail(fits.error().message);
  Reader reader;
  for (size_t i = 0; i < kKinds; ++i) {
    const Section& section = header.sections[i];
    if (Result<void> fits = CheckSection(file, i, section); !fits) return Fail(fits.error().message);
    reader.sections_[i] = file.substr(section.offset, section.size);
    if (check_all && Hash(reader.sections_[i]) != section.hash) {
      return Fail("is damaged: section " + std::to_string(i) + " has another sum");
    }
  }
  return reader;
}

}  // namespace marsad::tag::compiled
