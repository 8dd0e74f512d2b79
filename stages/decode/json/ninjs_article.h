// ninjs, IPTC's news in JSON: 3.x (camelCase), 2.x and 1.x (lower case). https://iptc.org/std/ninjs/
#pragma once

#include "stages/decode/article/draft.h"
#include "stages/decode/json/generic_article.h"
#include "stages/decode/refusal.h"

namespace simdjson::dom {
class object;
}

namespace marsad::decode {

// Whether the object has a field that only ninjs has and none of those that only Marsad's own JSON has.
bool IsNinjs(const simdjson::dom::object& fields);

// Names of fields are taken in any case of letters. Of several headlines and bodies the one with the role `main` is taken,
// else one without a role, else the first; of equal ones XHTML before plain text, since it states structure. README.md
// lists the fields. Others, and those of another shape than ninjs has, are read as in any JSON: other services have a
// "headline", too. Only a status and an embargo that cannot be read are refused.
OrRefusal<Draft> ReadNinjs(const simdjson::dom::object& fields, const JsonFeed& feed);

}  // namespace marsad::decode
