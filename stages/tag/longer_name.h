// Whether the words beside a known name tell that it is a piece of a longer one: a hospital's patron, a street's city, the
// namesake of somebody who has a further name. Internal to the tagger; the words stand in gazetteer/context.tsv.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "stages/tag/matcher.h"

namespace marsad::tag {

// Whether `candidate`, read as a person, a place or a body, is a piece of the name of something else: a street, a
// foundation, another town's club; or an adjective.
bool IsPartOfOther(const FieldReader& reader, const Candidate& candidate, EntityType type, std::string_view language);

// The name that the word before the place `candidate` makes with it: of an airport, of a university.
struct NameWithHead {
  Candidate whole;  // from the head on
  EntityType type = EntityType::kLoc;
};
std::optional<NameWithHead> WithHead(const FieldReader& reader, const Candidate& candidate);

// Whether `candidate`, read as the person `entity`, goes on before or after by what is no name of that person: bin X, X abu Y.
bool IsPartOfPerson(const FieldReader& reader, const Candidate& candidate, uint32_t entity);

// Whether the text says before or around `candidate` that a body of that short name is meant: "the agency Petra", "(Petra)".
bool IsIntroduced(const FieldReader& reader, const Candidate& candidate);

}  // namespace marsad::tag
