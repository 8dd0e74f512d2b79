// Which names of an article mean the same: a family name and the full name, two spellings, an abbreviation in brackets,
// oblique cases. Internal to the tagger; the rules stand in README.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "stages/tag/tagger.h"

namespace marsad::tag {

// One mention of the answer.
struct FusedMention {
  FoundMention mention;
  std::optional<uint32_t> entity;  // of the gazetteer
  EntityType type = EntityType::kMisc;
  uint32_t words = 1;
  std::string key{};  // SpellingKey() of its words
};

// For one article; borrows all. `mentions` are in the order of the text and stay where they are.
class NameLinks {
 public:
  NameLinks(const Document& document, const Gazetteer& gazetteer, const std::vector<FusedMention>& mentions);

  // The mention whose name is the one to call it by; `mention` itself if nothing better is there.
  const FusedMention& Resolve(const FusedMention& mention) const;

 private:
  void LearnPerson(const FusedMention& person);
  void LearnCases(const FusedMention& mention);
  void LearnAlias(const FusedMention& before, const FusedMention& mention);
  void Add(EntityType type, std::string_view form, const FusedMention& meant);
  const FusedMention* Find(const FusedMention& mention) const;
  bool AreTied(const FusedMention& before, const FusedMention& mention) const;
  bool IsAnyonesGivenName(const FusedMention& mention, const FusedMention& person) const;

  const Document& document_;
  const Gazetteer& gazetteer_;
  std::unordered_map<std::string, const FusedMention*> meant_;    // type and form
  std::unordered_map<std::string, const FusedMention*> aliases_;  // key, of any type
};

}  // namespace marsad::tag
