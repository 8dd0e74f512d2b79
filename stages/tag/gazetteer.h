// The names that Marsad knows, and who or what they stand for. The files are described in gazetteer/README.md.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "lib/base/result.h"
#include "stages/tag/declension.h"
#include "stages/tag/name_index.h"

namespace marsad::tag {

enum class EntityType : uint8_t { kPer = 1, kOrg = 2, kLoc = 3, kMisc = 4 };  // the numbers of marsad.v1.Entity.Type

// Someone or something that has names.
struct KnownEntity {
  EntityType type = EntityType::kMisc;
  uint8_t tier = 1;                 // how well its names stand alone, 1 to 3; see gazetteer/README.md
  std::string id;                   // the best of `ids`, bare; may be empty
  std::vector<std::string> ids;     // CURIEs
  std::string country;              // ISO 3166-1 alpha-2; may be empty
  std::vector<std::string> labels;  // one for each of Gazetteer::languages(); may be empty
};

// When a name counts.
enum class NameUse : uint8_t {
  kAlways,
  kWithEvidence,   // also an ordinary word or another's name: something else in the article must speak for it
  kAfterFullName,  // a surname: the person was named in full before
  kInSport,        // a club's short name, which is also a place or a word: the article must be about sport
};

// A name of an entity; the index holds its folded words.
struct KnownName {
  uint32_t entity = 0;
  uint32_t languages = 0;  // of articles in which it counts: bits in the order of Gazetteer::languages()
  NameUse use = NameUse::kAlways;
  bool capital = false;  // begins with a capital, and does so in the text
  std::string exact{};   // if not empty: stands so in the text, letter by letter
  std::string marked{};  // Arabic: the name with vowel signs, if it has any; signs in the text must not contradict them
};

// Words that tell something about a name beside them, folded.
enum class ContextWord {
  kPlace,
  kTitle,
  kAnd,
  kNotSurname,
  kWhole,
  kDoubted,
  kPartOf,
  kMoves,
  kNamedAfter,
  kAfterName,
  kOf,
  kKinBefore,
  kKinAfter,
  kIntroduced,
  kIntroduces,
  kSport,
  kInside
};
inline constexpr size_t kContextWords = 17;

// A file of the gazetteer in memory.
struct GazetteerFile {
  std::string name;
  std::string bytes;
};

// Every *.tsv of `directory`, in the order of their names; fails if there is none or one cannot be read.
Result<std::vector<GazetteerFile>> ReadGazetteerFiles(const std::string& directory);

// Immutable after loading: share one between threads.
class Gazetteer {
 public:
  // Fails with "FILE:LINE: what is wrong".
  static Result<std::shared_ptr<const Gazetteer>> Parse(std::span<const GazetteerFile> files);

  const std::vector<std::string>& languages() const { return languages_; }
  // The bit of a language (its first subtag counts); all bits for one that the gazetteer has no names in.
  uint32_t LanguageBits(std::string_view language) const;
  // The name of `entity` in `language`; empty if none is known.
  std::string_view OwnLabel(const KnownEntity& entity, std::string_view language) const;
  // The best name to show to a reader of `language`: its own, else the English, the Arabic or any.
  std::string_view Label(const KnownEntity& entity, std::string_view language) const;

  const KnownEntity& entity(uint32_t number) const { return entities_[number]; }
  const KnownName& name(uint32_t number) const { return names_[number]; }
  const NameIndex& index() const { return index_; }
  bool IsContext(ContextWord use, std::string_view folded_word) const {
    return context_[static_cast<size_t>(use)].contains(folded_word);
  }

  // Oblique forms of `name`, see Declension.
  std::vector<std::string> Forms(std::string_view name, std::string_view language, bool is_person) const {
    return declension_.Forms(name, language.substr(0, 2), is_person);
  }

  size_t entity_count() const { return entities_.size(); }
  size_t name_count() const { return names_.size(); }

 private:
  friend class GazetteerBuilder;
  struct WordHash {
    using is_transparent = void;
    size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
  };
  Gazetteer() = default;
  size_t Column(std::string_view language) const;  // languages_.size(): none

  std::vector<std::string> languages_;
  std::vector<KnownEntity> entities_;
  std::vector<KnownName> names_;
  NameIndex index_;
  Declension declension_;
  std::array<std::unordered_set<std::string, WordHash, std::equal_to<>>, kContextWords> context_;
};

}  // namespace marsad::tag
