// ninjs, IPTC's news in JSON: 3.x (camelCase), 2.x and 1.x (lower case). https://iptc.org/std/ninjs/
#pragma once

#include "stages/decode/article/draft.h"
#include "stages/decode/refusal.h"

namespace simdjson::dom {
class object;
}

namespace marsad::decode {

// Whether the object has a field that only ninjs has and none of those that only Marsad's own JSON has.
bool IsNinjs(const simdjson::dom::object& fields);

// Names of fields are taken in any case of letters. Of several headlines and bodies the one with the role `main` is taken,
// else one without a role, else the first; of equal ones XHTML before plain text, since it states structure. README.md
// lists the fields.
OrRefusal<Draft> ReadNinjs(const simdjson::dom::object& fields);

}  // namespace marsad::decode
