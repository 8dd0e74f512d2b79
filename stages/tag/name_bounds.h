// Where a name that the model found begins and ends: without proclitics, elided articles and case suffixes; and which of
// its names are none. The rules stand in README.md of this folder, their words in data/name_bounds.tsv.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "stages/tag/model/lexicon.h"
#include "stages/tag/tagger.h"

namespace marsad::tag {

struct ModelMention {
  // Without the proclitic. Its confidence says how often the model is right if it is so sure, per mille.
  FoundMention mention;
  EntityType type = EntityType::kMisc;
  uint32_t words = 0;  // marks between them count
};

// What stands before a name.
struct NameContext {
  bool follows_name = false;  // another name ends right before it
  bool begins_sentence = false;
};

// For one article; borrows both.
class NameBounds {
 public:
  NameBounds(const Document& document, const Lexicon& lexicon) : document_(document), lexicon_(lexicon) {}

  // Appends what is left of `found`: nothing, one name, or several where a case suffix or, of persons, a verb divides it.
  void AppendMended(const ModelMention& found, NameContext context, std::vector<ModelMention>* names);

 private:
  using Tokens = std::span<const text::Token>;

  Tokens TokensOf(const FoundMention& mention) const;
  bool IsTurkish() const { return document_.language.substr(0, 2) == "tr"; }
  bool LeaveGroup(ModelMention* found) const;
  bool IsCommonNoun(const ModelMention& found) const;
  bool IsTrademark(const ModelMention& found) const;
  bool IsCompany(const ModelMention& found) const;
  bool IsRole(const ModelMention& found, const std::vector<ModelMention>& names) const;
  void TakeVillage(ModelMention* found) const;
  void LeaveGoal(ModelMention* found) const;
  void StripProclitic(bool follows_name, FoundMention* mention);
  void StripElided(bool begins_sentence, FoundMention* mention) const;
  uint32_t EndBeforeApostrophe(const FieldText& field, const text::Token& token) const;
  uint32_t EndBeforeSuffix(const FieldText& field, const text::Token& token);
  std::vector<ModelMention> BetweenLowerCase(const ModelMention& found) const;
  void AppendPart(const ModelMention& found, NameContext context, std::vector<ModelMention>* names);
  void AppendParts(const ModelMention& found, std::vector<ModelMention>* names);
  bool AppendPersonAndPlace(const ModelMention& found, std::vector<ModelMention>* names);
  bool IsPlaceWithCase(const FieldText& field, const text::Token& token, uint32_t end) const;
  bool JoinToLast(const ModelMention& found, std::vector<ModelMention>* names) const;
  void TakeInitials(ModelMention* found, std::vector<ModelMention>* names) const;
  bool IsGivenName(const FieldText& field, const text::Token& token) const;
  void TakeFirstName(ModelMention* found, const std::vector<ModelMention>& names) const;
  uint8_t ProcliticBytes(std::string_view word, bool follows_name);
  bool IsSeen(std::string_view word);

  const Document& document_;
  const Lexicon& lexicon_;
  std::unordered_set<std::string_view> seen_;  // words of the article; made when first asked for
};

// Turkish case endings, folded, the longest first.
const std::vector<std::string>& TurkishCaseEndings();

// Whether lists know the word as part of a person's or a place's name.
bool IsNamePart(const WordFacts& facts);

// The bytes before the head of a natural feature or a dam or bridge that `folded` is, a proclitic; none: it is none.
std::optional<size_t> FeatureHead(std::string_view folded);

// A table of folded words that is searched without a copy.
struct BoundsHash {
  using is_transparent = void;
  size_t operator()(std::string_view word) const { return std::hash<std::string_view>()(word); }
};
template <class Value>
using BoundsTable = std::unordered_map<std::string, Value, BoundsHash, std::equal_to<>>;

// The words of a row of data/name_bounds.tsv, folded.
const std::vector<std::string>& BoundsWords(std::string_view kind);

// That row to be searched: what is asked for every name keeps it.
using BoundsSet = std::unordered_set<std::string, BoundsHash, std::equal_to<>>;
const BoundsSet& BoundsRow(std::string_view kind);

// Whether `folded` stands in that row.
bool IsBoundsWord(std::string_view kind, std::string_view folded);

// Whether `folded` after such a head names it: "the dam of al-Wahda", but not "filling the gap".
bool MayNameFeature(std::string_view folded);

// The position in the original where the search text's `at`, in the token, begins.
uint32_t OriginalAt(const FieldText& field, const text::Token& token, uint32_t at);

}  // namespace marsad::tag
