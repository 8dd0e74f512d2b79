// One name written in several ways: Mohammed and Muhammad, Abdullah in one Arabic word or two, g by four Arabic letters. The
// words of these rules stand in data/spellings.tsv. Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace marsad::tag {

// Equal for folded names that are spellings of one name. For comparing only: its words are divided by blanks.
std::string SpellingKey(std::string_view folded);

// What is known of a name whose other spellings are asked for.
struct NameOrigin {
  bool is_person = false;
  bool has_hard_g = false;       // its Arabic ghain stands for the g of another language
  bool is_family_first = false;  // where the person comes from the family name stands first
};
// The other spellings of a name of these folded words.
std::vector<std::vector<std::string>> OtherSpellings(const std::vector<std::string>& words, const NameOrigin& origin);

// The Arabic spellings of a folded name with ghain for g: by qaf and by kaf; SpellingKey() knows jeem. Empty without ghain.
std::vector<std::string> SpellingsOfG(std::string_view folded);

// Whether a folded word is a Russian patronymic, in any case.
bool IsPatronymic(std::string_view folded);

// Whether the folded word after a name announces another name of the same: "alias".
bool IsAliasWord(std::string_view folded);

}  // namespace marsad::tag
