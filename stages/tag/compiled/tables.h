// What the lists say, before it is laid out in a file. Internal to the gazetteer.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "stages/tag/declension.h"
#include "stages/tag/gazetteer.h"

namespace marsad::tag::compiled {

struct ListedEntity {
  EntityType type = EntityType::kMisc;
  uint8_t tier = 1;
  std::vector<std::string> ids;  // CURIEs, the best first
  std::string country;
  std::optional<Coordinates> coordinates;
  std::vector<std::string> labels;  // by the number of their language; may be shorter, and empty in between
};

// As KnownName, which see.
struct ListedName {
  uint32_t entity = 0;
  uint32_t languages = 0;
  NameUse use = NameUse::kAlways;
  bool capital = false;
  std::string exact{};
  std::string marked{};
};

struct Tables {
  std::vector<std::string> languages;
  std::vector<ListedEntity> entities;
  std::vector<ListedName> names;
  std::map<std::string, std::vector<uint32_t>> keys;  // words as in NameIndex::Key, and the names that read so
  std::array<std::set<std::string>, kContextWords> context;
  GazetteerFile endings;
  Declension declension;  // read from `endings`
};

}  // namespace marsad::tag::compiled
