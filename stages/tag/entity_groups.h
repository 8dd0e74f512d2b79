// Groups mentions by entity and says how much the article is about each. Internal to the tagger.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "stages/tag/tagger.h"

namespace marsad::tag {

// Made for one article. Borrows all.
class EntityGroups {
 public:
  EntityGroups(const Document& document, const Gazetteer& gazetteer) : document_(document), gazetteer_(gazetteer) {}

  // In the order of the text, the title's first.
  void AddKnown(uint32_t entity, const FoundMention& mention);
  // What no list knows: one entity for each type and key.
  struct Unknown {
    EntityType type = EntityType::kMisc;
    std::string_view key;
    const FoundMention& named;  // where it is named as it is to be called
  };
  // Its name becomes the longest of those that it is called by.
  void AddUnknown(const Unknown& unknown, const FoundMention& mention);

  // All entities in the order of their first mention, with UTF-16 ranges and salience.
  std::vector<FoundEntity> Take();

 private:
  void Count();
  uint16_t Salience(const FoundEntity& entity) const;
  std::string NameOf(size_t entity) const;

  const Document& document_;
  const Gazetteer& gazetteer_;
  std::unordered_map<std::string, size_t> places_;
  std::vector<FoundEntity> entities_;
  std::vector<std::vector<const FoundMention*>> named_;  // of each entity
};

}  // namespace marsad::tag
