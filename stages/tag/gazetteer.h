// The names that Marsad knows, and who or what they stand for. The files are described in gazetteer/README.md.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "lib/base/result.h"
#include "stages/tag/declension.h"
#include "stages/tag/name_index.h"

namespace marsad::tag {
namespace compiled {
struct CoordinatesRecord;
struct EntityRecord;
struct NameRecord;
struct SpellingRecord;
}  // namespace compiled

enum class EntityType : uint8_t { kPer = 1, kOrg = 2, kLoc = 3, kMisc = 4 };  // the numbers of marsad.v1.Entity.Type

// In ten-millionths of a degree (WGS 84), so that what a list says is kept as it is.
struct Coordinates {
  static constexpr int32_t kPerDegree = 10'000'000;
  int32_t latitude = 0;
  int32_t longitude = 0;
};

// Someone or something that has names. Views of the gazetteer.
struct KnownEntity {
  uint32_t number = 0;
  EntityType type = EntityType::kMisc;
  uint8_t tier = 1;            // how well its names stand alone, 1 to 3; see gazetteer/README.md
  std::string_view ids{};      // CURIEs with blanks between, the best first; may be empty
  std::string_view country{};  // ISO 3166-1 alpha-2; may be empty
  std::string_view labels{};   // for Gazetteer::Labels()

  // The best of `ids`, bare; may be empty.
  std::string_view id() const;
  // Whether one of `ids` begins so.
  bool HasId(std::string_view prefix) const;
};

// When a name counts.
enum class NameUse : uint8_t {
  kAlways,
  kWithEvidence,   // also an ordinary word or another's name: something else in the article must speak for it
  kAfterFullName,  // a surname: the person was named in full before
  kInSport,        // a club's short name, which is also a place or a word: the article must be about sport
};

// A name of an entity; the index holds its folded words. Views of the gazetteer.
struct KnownName {
  uint32_t entity = 0;
  uint32_t languages = 0;  // of articles in which it counts: bits in the order of Gazetteer::languages()
  NameUse use = NameUse::kAlways;
  bool capital = false;      // begins with a capital, and does so in the text
  std::string_view exact{};  // if not empty: stands so in the text, letter by letter
  std::string_view
      marked{};  // Arabic: the name with vowel signs, if it has any; signs in the text must not contradict them
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
  kInside,
  kKindOfBody,
  kAdjective,
  kUndescribed,
  kAfterPlace,
  kFacility,
  kBody,
  kGoesOn,
  kTown,
  kCapital,
  kAfterTown,
  kTo,
  kAt,
  kWithoutArticle,
  kWar,
  kWaged,
  kTownBody,
  kDescribed,
  kPrayer,
  kPrayerTime,
  kWithHeh
};
inline constexpr size_t kContextWords = 37;

// A file of the gazetteer in memory.
struct GazetteerFile {
  std::string name;
  std::string bytes;
};

// Every *.tsv of `directory`, in the order of their names; fails if there is none or one cannot be read.
Result<std::vector<GazetteerFile>> ReadGazetteerFiles(const std::string& directory);

// What the lists say, compiled: one block of bytes that is read where it lies. compiled/README.md has its form.
// Gives the same bytes for the same files and `sources`. Fails with "FILE:LINE: what is wrong".
Result<std::string> CompileGazetteer(std::span<const GazetteerFile> files, std::string_view sources);

// Bytes that somebody keeps, such as a mapped file. They must not change.
struct SharedBytes {
  std::shared_ptr<const void> owner;
  std::string_view bytes;
};

// Immutable after loading: share one between threads.
class Gazetteer {
 public:
  // What CompileGazetteer() made. Fails with a sentence without a subject ("is cut off") on what is damaged or was made by
  // another version. With `check_all` false only the header is compared with its sum, which takes no time: then damage may
  // give wrong answers, but no others than that.
  static Result<std::shared_ptr<const Gazetteer>> Open(SharedBytes compiled, bool check_all = true);

  // Compiles and opens. Fails with "FILE:LINE: what is wrong".
  static Result<std::shared_ptr<const Gazetteer>> Parse(std::span<const GazetteerFile> files);

  const std::vector<std::string>& languages() const { return languages_; }
  // The bit of a language (its first subtag counts); all bits for one that the gazetteer has no names in.
  uint32_t LanguageBits(std::string_view language) const;
  // The name of `entity` in `language`; empty if none is known.
  std::string_view OwnLabel(const KnownEntity& entity, std::string_view language) const;
  // The best name to show to a reader of `language`: its own, else the English, the Arabic or any.
  std::string_view Label(const KnownEntity& entity, std::string_view language) const;
  // Those of all languages.
  std::vector<std::string_view> Labels(const KnownEntity& entity) const;

  KnownEntity entity(uint32_t number) const;
  // Where `entity` lies, if a list says so.
  std::optional<Coordinates> CoordinatesOf(const KnownEntity& entity) const;
  KnownName name(uint32_t number) const;
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
  // What CompileGazetteer() was told of the files.
  std::string_view sources() const { return sources_; }
  size_t bytes() const { return compiled_.bytes.size(); }

 private:
  struct WordHash {
    using is_transparent = void;
    size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
  };
  Gazetteer() = default;
  Result<void> Read(bool check_all);
  size_t Column(std::string_view language) const;  // languages_.size(): none
  void ReadSpelling(uint32_t number, KnownName* name) const;

  SharedBytes compiled_;  // what the views below are of
  std::string_view sources_;
  std::span<const compiled::EntityRecord> entities_;
  std::string_view entity_text_;
  std::span<const compiled::CoordinatesRecord> coordinates_;
  std::span<const compiled::NameRecord> names_;
  std::span<const compiled::SpellingRecord> spellings_;
  std::string_view name_text_;
  NameIndex index_;
  std::vector<std::string> languages_;
  Declension declension_;
  std::array<std::unordered_set<std::string, WordHash, std::equal_to<>>, kContextWords> context_;
};

}  // namespace marsad::tag
