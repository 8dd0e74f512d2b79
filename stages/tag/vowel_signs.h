// Arabic vowel signs, which most texts leave out: those that are written tell names apart. Internal to the tagger.
#pragma once

#include <string_view>

namespace marsad::tag {

bool HasVowelSigns(std::string_view word);

// Whether a case ending of indefinite nouns is written (tanween): "an injustice" is not Haifa.
bool HasTanween(std::string_view word);

// Whether `written` has a hamza on its waw that the entity's Arabic `label` lacks: "a performer" is not Modi.
bool HasOtherHamza(std::string_view written, std::string_view label);

// Whether `written` and `name`, of the same letters, are two words: a letter with another vowel in each, or doubled in
// `written` alone. A sign that one of them leaves out says nothing.
bool AreToldApart(std::string_view written, std::string_view name);

}  // namespace marsad::tag
